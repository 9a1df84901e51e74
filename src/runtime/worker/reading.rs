//! Readings that take more than one statement: pages of a list, a file and its check, the student on the phone.

use sqlx::PgConnection;

use super::trouble::Trouble;
use crate::app::effect::{ListWanted, PageFrom};
use crate::app::message::Page;
use crate::app::pane::writing::Written;
use crate::domain::access::Scope;
use crate::domain::act::Subject;
use crate::domain::amendment::{AmendmentSheet, AmendmentState};
use crate::domain::filter::Term;
use crate::domain::queue::Shape;
use crate::domain::row::{Place, Row, Sort, SortColumn};
use crate::domain::sheet::{RecordedFinding, Review, Sheet};
use crate::store::lists::{From, Wanted};
use crate::store::{Result, amendments, files, forms, lists};

/// How many files are shown to choose from for the student on the phone.
const FOUND: i64 = 50;

/// A page of a list, and whether anything lies beyond its ends.
pub(super) async fn page(
    conn: &mut PgConnection,
    scope: &Scope,
    list: &ListWanted,
    from: &PageFrom,
    rows: usize,
) -> Result<Page> {
    let shape = list.queue.shape(list.today);
    let wanted = Wanted { shape: &shape, terms: &list.terms, sort: list.sort, scope };
    match from {
        PageFrom::Top => {
            let (rows, at_bottom) = ahead(conn, &wanted, From::Top, rows).await?;
            Ok(Page { rows, before: 0, at_top: true, at_bottom })
        }
        PageFrom::After(place) => {
            let (rows, at_bottom) = ahead(conn, &wanted, From::After(place), rows).await?;
            Ok(Page { rows, before: 0, at_top: false, at_bottom })
        }
        PageFrom::Bottom => {
            let (rows, at_top) = back(conn, &wanted, From::Bottom, rows).await?;
            Ok(Page { before: rows.len(), rows, at_top, at_bottom: true })
        }
        PageFrom::Before(place) => {
            let (rows, at_top) = back(conn, &wanted, From::Before(place), rows).await?;
            Ok(Page { before: rows.len(), rows, at_top, at_bottom: false })
        }
        PageFrom::Around(place) => {
            let (mut found, at_top) = back(conn, &wanted, From::Before(place), rows / 2).await?;
            let before = found.len();
            let left = rows.saturating_sub(before).max(1);
            let first = itself_included(place, list.sort);
            let (after, at_bottom) = ahead(conn, &wanted, From::After(&first), left).await?;
            found.extend(after);
            Ok(Page { rows: found, before, at_top, at_bottom })
        }
    }
}

/// Every row of a list, up to a bound.
pub(super) async fn matching(
    conn: &mut PgConnection,
    scope: &Scope,
    list: &ListWanted,
    rows: usize,
) -> Result<Vec<Row>> {
    let shape = list.queue.shape(list.today);
    let wanted = Wanted { shape: &shape, terms: &list.terms, sort: list.sort, scope };
    lists::page(conn, &wanted, From::Top, i64::try_from(rows).unwrap_or(i64::MAX)).await
}

/// Rows forwards, and whether they are the last: one more than wanted is asked for.
async fn ahead(
    conn: &mut PgConnection,
    wanted: &Wanted<'_>,
    from: From<'_>,
    rows: usize,
) -> Result<(Vec<Row>, bool)> {
    let mut found = lists::page(conn, wanted, from, one_more(rows)).await?;
    let is_last = found.len() <= rows;
    found.truncate(rows);
    Ok((found, is_last))
}

/// Rows backwards, in the list's order, and whether they are the first.
async fn back(
    conn: &mut PgConnection,
    wanted: &Wanted<'_>,
    from: From<'_>,
    rows: usize,
) -> Result<(Vec<Row>, bool)> {
    let mut found = lists::page(conn, wanted, from, one_more(rows)).await?;
    let is_first = found.len() <= rows;
    found.drain(..found.len().saturating_sub(rows));
    Ok((found, is_first))
}

fn one_more(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX).saturating_add(1)
}

/// The place just before this one: numbers are whole, so nothing lies between.
fn itself_included(place: &Place, sort: Sort) -> Place {
    let id = if sort.descending { place.id.saturating_add(1) } else { place.id.saturating_sub(1) };
    Place { key: place.key.clone(), id }
}

/// One file, looked at by the rules if they had not seen it as it stands today.
pub(super) async fn sheet(conn: &mut PgConnection, id: i32) -> Result<Option<Sheet>> {
    let sheet = files::sheet(conn, id).await?;
    let Some(found) = &sheet else { return Ok(None) };
    if found.checked && !files::is_stale(conn, id).await? {
        return Ok(sheet);
    }
    match files::check(conn, &[id]).await {
        Ok(()) => files::sheet(conn, id).await,
        Err(error) if matches!(Trouble::of(&error), Trouble::Lost | Trouble::Outdated) => Err(error),
        // Somebody else holds the file, or I may not record: it shows as not checked.
        Err(_) => Ok(sheet),
    }
}

/// One file, with the amendment of it that is looked at.
pub(super) async fn looked_at(
    conn: &mut PgConnection,
    subject: Subject,
    against: Option<i32>,
) -> Result<Option<Sheet>> {
    let Some(mut sheet) = sheet(conn, subject.id).await? else { return Ok(None) };
    if let Some(amendment) = subject.amendment {
        let Some(review) = amendment_sheet(conn, amendment, against).await? else { return Ok(None) };
        let facts = files::facts(conn, &[subject.id]).await?.pop().map(|known| known.facts);
        sheet.review = Some(Box::new(Review { sheet: review, facts }));
    }
    Ok(Some(sheet))
}

/// Files that every term matches, the latest first.
pub(super) async fn find(conn: &mut PgConnection, scope: &Scope, terms: &[Term]) -> Result<Vec<Row>> {
    let sort = Sort { column: SortColumn::Start, descending: true };
    let wanted = Wanted { shape: &Shape::default(), terms, sort, scope };
    lists::page(conn, &wanted, From::Top, FOUND).await
}

/// One file as it is written, or as an amendment makes it, and what the rules find on it as it stands.
pub(super) async fn written(conn: &mut PgConnection, subject: Subject) -> Result<Option<Written>> {
    if let Some(amendment) = subject.amendment {
        return amending(conn, amendment).await;
    }
    // Looked at first: the version that is read is the one on which a submission will be done.
    let Some(sheet) = sheet(conn, subject.id).await? else { return Ok(None) };
    let facts = files::facts(conn, &[subject.id]).await?.pop().map(|known| known.facts);
    let form = forms::form(conn, subject.id).await?;
    Ok(form.map(|form| Written { form, findings: sheet.findings, checked: sheet.checked, facts }))
}

async fn amending(conn: &mut PgConnection, amendment: i32) -> Result<Option<Written>> {
    let Some(sheet) = amendment_sheet(conn, amendment, None).await? else { return Ok(None) };
    let facts = amendments::facts(conn, &[amendment]).await?.pop().map(|known| known.after);
    let form = amendments::form(conn, amendment).await?;
    let findings = sheet.findings.into_iter().map(|found| RecordedFinding {
        rule: found.rule,
        severity: found.severity,
        figures: found.figures,
        passed_by: sheet.amendment.passed_by.clone(),
        pass_reason: sheet.amendment.pass_reason.clone(),
    });
    let checked = sheet.check.is_some_and(|check| check.current);
    Ok(form.map(|form| Written { form, findings: findings.collect(), checked, facts }))
}

/// An amendment beside its file, looked at by the rules if neither is as they saw them.
pub(super) async fn amendment_sheet(
    conn: &mut PgConnection,
    amendment: i32,
    against: Option<i32>,
) -> Result<Option<AmendmentSheet>> {
    let sheet = amendments::sheet(conn, amendment, against).await?;
    let is_open = |sheet: &AmendmentSheet| {
        matches!(sheet.amendment.state, AmendmentState::Draft | AmendmentState::Submitted)
    };
    let Some(found) = sheet.as_ref().filter(|sheet| is_open(sheet)) else { return Ok(sheet) };
    if found.check.as_ref().is_some_and(|check| check.current) {
        return Ok(sheet);
    }
    match amendments::check(conn, &[amendment]).await {
        Ok(()) => amendments::sheet(conn, amendment, against).await,
        Err(error) if matches!(Trouble::of(&error), Trouble::Lost | Trouble::Outdated) => Err(error),
        // Somebody else holds the file, or I may not record: it shows as not checked.
        Err(_) => Ok(sheet),
    }
}
