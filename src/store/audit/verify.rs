//! Following every chain from its beginning, then every seal.

use sqlx::postgres::PgConnection;

use super::{PAGE, pages};
use crate::domain::audit::chain::{AdminEntry, Chains};
use crate::domain::audit::seal::{Content, Key, Seal};
use crate::domain::audit::{Fault, Hash, Place, Report, Wrong};
use crate::store::Result;

/// What stops a verification: a broken link, or the server.
enum Stop {
    Broken(Fault),
    Sql(sqlx::Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Broken(fault)
    }
}

impl From<sqlx::Error> for Stop {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

/// Verifies the history and says what it went through, with the first broken link if there is one. `progress` hears
/// how many entries have been followed. Nothing must change meanwhile: the caller has frozen what the connection sees.
///
/// # Errors
/// When the history cannot be read.
pub async fn verify(conn: &mut PgConnection, mut progress: impl FnMut(u64)) -> Result<Report> {
    let mut report = Report::default();
    match follow(conn, &mut report, &mut progress).await {
        Ok(()) => {}
        Err(Stop::Broken(fault)) => report.fault = Some(fault),
        Err(Stop::Sql(error)) => return Err(error),
    }
    Ok(report)
}

async fn follow(
    conn: &mut PgConnection,
    report: &mut Report,
    progress: &mut impl FnMut(u64),
) -> std::result::Result<(), Stop> {
    administration(conn, report).await?;
    let mut chains = Chains::new(&report.erasures);
    let followed = conventions(conn, &mut chains, progress).await;
    (report.conventions, report.entries, report.erased) = (chains.conventions, chains.entries, chains.erased);
    followed?;
    seals(conn, report).await
}

async fn administration(conn: &mut PgConnection, report: &mut Report) -> std::result::Result<(), Stop> {
    let mut last: Option<AdminEntry> = None;
    loop {
        let seq = last.as_ref().map_or(0, |entry| entry.seq);
        let page = pages::admin(conn, seq, PAGE).await?;
        if page.is_empty() {
            return Ok(());
        }
        for entry in page {
            let (seq, hash) = last.as_ref().map_or((0, None), |last| (last.seq, Some(&last.hash)));
            entry.check_after(seq, hash)?;
            report.administration += 1;
            report.erasures.extend(pages::erasure(&entry));
            last = Some(entry);
        }
    }
}

async fn conventions(
    conn: &mut PgConnection,
    chains: &mut Chains,
    progress: &mut impl FnMut(u64),
) -> std::result::Result<(), Stop> {
    let mut passed = 0;
    loop {
        let heads = pages::heads(conn, passed).await?;
        // After the last convention, nothing: an entry there speaks of a convention that is gone.
        let up_to = heads.last().map_or(i32::MAX, |head| head.convention);
        let finished = heads.is_empty();
        let mut key = if passed == 0 { (i32::MIN, 0) } else { (passed, i32::MAX) };
        chains.expect(heads);
        loop {
            let page = pages::entries(conn, key, up_to).await?;
            for (entry, values) in &page {
                chains.follow(entry, values.as_ref())?;
            }
            progress(chains.entries);
            let Some((last, _)) = page.last() else { break };
            key = (last.convention, last.seq);
        }
        chains.end()?;
        if finished {
            return Ok(());
        }
        passed = up_to;
    }
}

async fn seals(conn: &mut PgConnection, report: &mut Report) -> std::result::Result<(), Stop> {
    let mut last: Option<Seal> = None;
    let mut key: Key = (0, 0, 0);
    let mut sealed = 0;
    loop {
        let number = last.as_ref().map_or(0, |seal| seal.number);
        let page = pages::seals(conn, number, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for seal in page {
            let (number, hash) = last.as_ref().map_or((0, None), |last| (last.number, Some(&last.hash)));
            seal.check_after(number, hash)?;
            key = content(conn, key, &seal).await?;
            administered(conn, &seal).await?;
            report.seals += 1;
            sealed += u64::try_from(seal.entries).unwrap_or_default();
            last = Some(seal);
        }
    }
    report.unsealed = report.entries.saturating_sub(sealed);
    Ok(())
}

/// Reads what a seal holds and says where it ends.
async fn content(conn: &mut PgConnection, before: Key, seal: &Seal) -> std::result::Result<Key, Stop> {
    let (mut content, mut key, mut left) = (Content::default(), before, seal.entries);
    while left > 0 {
        let page = pages::sealed(conn, key, i64::MAX, left.min(PAGE)).await?;
        let Some(last) = page.last() else { break };
        key = last.key();
        page.iter().for_each(|entry| content.add(entry));
        left -= i32::try_from(page.len()).unwrap_or(left);
    }
    content.check(seal, before)?;
    Ok(seal.last)
}

/// The chain of administration is at least as long as when it was sealed, and was that one.
async fn administered(conn: &mut PgConnection, seal: &Seal) -> std::result::Result<(), Stop> {
    if seal.admin_seq == 0 {
        return Ok(());
    }
    let head: Option<Hash> = match seal.admin_seq.checked_sub(1) {
        Some(before) => pages::admin(conn, before, 1).await?.pop().map(|entry| entry.hash),
        None => None,
    };
    if head.is_some() && head == seal.admin_head {
        return Ok(());
    }
    let place = Place::Administration { seq: seal.admin_seq };
    let wrong = if head.is_none() { Wrong::Missing } else { Wrong::Sealed };
    Err(Stop::Broken(place.is(wrong, None)))
}
