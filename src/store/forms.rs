//! Writing files: what a file says field by field, changes to it, drafts made and deleted, and what one chooses among.

use sqlx::PgConnection;
use sqlx::types::{Json, Uuid};

use super::{Result, organisations};
use crate::domain::act::{About, Answer, Outcome, Refusal, Target};
use crate::domain::form::{Choice, Enrolment, Entry, FileForm, Lists, Made, Member, Newcomer, Values};

/// How many are shown to choose from.
const SHOWN: i32 = 50;

/// A file as it is written; `None` when absent or out of scope.
pub async fn form(conn: &mut PgConnection, id: i32) -> Result<Option<FileForm>> {
    let form: Option<Json<FileForm>> =
        sqlx::query_scalar("select guichet.file_form($1)").bind(id).fetch_one(conn).await?;
    Ok(form.map(|Json(form)| form))
}

/// How the database answers a write: the verdict, why not, and a number.
pub(super) type Told = (String, Option<String>, Option<Json<About>>, Option<i32>);

pub(super) fn answer(outcome: &str, code: Option<String>, about: Option<Json<About>>) -> Answer {
    let about = about.map(|Json(about)| about).unwrap_or_default();
    let refusal = Refusal { code: code.unwrap_or_default(), about };
    match outcome {
        "done" => Answer::Done,
        "stale" => Answer::Stale(refusal),
        _ => Answer::Refused(refusal),
    }
}

pub(super) fn made((outcome, code, about, id): Told) -> Made {
    match (answer(&outcome, code, about), id) {
        (Answer::Done, Some(id)) => Ok(id),
        (Answer::Stale(refusal) | Answer::Refused(refusal), _) => Err(Box::new(refusal)),
        (Answer::Done, None) => Err(Box::default()),
    }
}

/// Changes fields of a file at the version that was read. The same request never changes twice.
pub async fn edit(
    conn: &mut PgConnection,
    target: Target,
    changes: &Values,
    reason: Option<&str>,
    request: Uuid,
) -> Result<Outcome> {
    let (outcome, code, about, version): Told =
        sqlx::query_as("select outcome, code, params, new_version from guichet.edit($1, $2, $3, $4, $5)")
            .bind(target.id)
            .bind(target.version)
            .bind(Json(changes))
            .bind(reason)
            .bind(request)
            .fetch_one(conn)
            .await?;
    Ok(Outcome::of(target, version, answer(&outcome, code, about)))
}

/// Makes a draft for an enrolment, like another file if one is given.
pub async fn create(
    conn: &mut PgConnection,
    enrolment: i32,
    like: Option<i32>,
    request: Uuid,
) -> Result<Made> {
    let told = sqlx::query_as("select outcome, code, params, id from guichet.create_convention($1, $2, $3)")
        .bind(enrolment)
        .bind(like)
        .bind(request)
        .fetch_one(conn)
        .await?;
    Ok(made(told))
}

/// Makes a draft for a student of a group, like a file.
pub async fn create_for(conn: &mut PgConnection, like: i32, member: &Member, request: Uuid) -> Result<Made> {
    let told = sqlx::query_as("select outcome, code, params, id from guichet.create_for($1, $2, $3, $4, $5)")
        .bind(&member.number)
        .bind(like)
        .bind(&member.host)
        .bind(&member.subject)
        .bind(request)
        .fetch_one(conn)
        .await?;
    Ok(made(told))
}

/// Deletes a draft.
pub async fn delete_draft(conn: &mut PgConnection, target: Target, request: Uuid) -> Result<Outcome> {
    let (outcome, code, about): (String, Option<String>, Option<Json<About>>) =
        sqlx::query_as("select outcome, code, params from guichet.delete_draft($1, $2, $3)")
            .bind(target.id)
            .bind(target.version)
            .bind(request)
            .fetch_one(conn)
            .await?;
    Ok(Outcome::of(target, None, answer(&outcome, code, about)))
}

/// The lists that fields take their entries from.
pub async fn lists(conn: &mut PgConnection) -> Result<Lists> {
    let entries: Vec<(i32, String, String)> =
        sqlx::query_as("select id, list, label from guichet.list_entry where not retired order by list, id")
            .fetch_all(&mut *conn)
            .await?;
    let countries = sqlx::query_as("select iso2, label from guichet.country order by guichet.fold(label)")
        .fetch_all(&mut *conn)
        .await?;
    let cpams = sqlx::query_as("select label, region from guichet.cpam order by region, label")
        .fetch_all(conn)
        .await?;
    let entries = entries.into_iter().map(|(id, list, label)| Entry { id, list, label }).collect();
    Ok(Lists { entries, countries, cpams })
}

/// Students for whom I may make a convention.
pub async fn students(conn: &mut PgConnection, words: &str) -> Result<Vec<Choice>> {
    let sql = "select id, upper(surname) || ' ' || given_name, number from guichet.find_students($1, $2)";
    found(conn, sql, words).await
}

/// Teachers by name.
pub async fn supervisors(conn: &mut PgConnection, words: &str) -> Result<Vec<Choice>> {
    let sql =
        "select id, surname || ' ' || given_name, coalesce(mail, '') from guichet.find_supervisors($1, $2)";
    found(conn, sql, words).await
}

async fn found(conn: &mut PgConnection, sql: &'static str, words: &str) -> Result<Vec<Choice>> {
    let rows = sqlx::query_as(sql).bind(words).bind(SHOWN).fetch_all(conn).await?;
    Ok(choices(rows))
}

/// The services of a host that I see.
pub async fn services(conn: &mut PgConnection, organisation: i32) -> Result<Vec<Choice>> {
    let rows = sqlx::query_as("select id, name, coalesce(town, '') from guichet.services_of($1)")
        .bind(organisation)
        .fetch_all(conn)
        .await?;
    Ok(choices(rows))
}

/// The people in a service among whom a tutor or a signatory is chosen.
pub async fn contacts(conn: &mut PgConnection, service: i32) -> Result<Vec<Choice>> {
    let rows =
        sqlx::query_as("select id, surname || ' ' || given_name, job_title from guichet.contact_names($1)")
            .bind(service)
            .fetch_all(conn)
            .await?;
    Ok(choices(rows))
}

fn choices(rows: Vec<(i32, String, String)>) -> Vec<Choice> {
    rows.into_iter().map(|(id, label, detail)| Choice { id, label, detail }).collect()
}

/// The enrolments of a student for which I may make a convention, the latest first.
pub async fn enrolments(conn: &mut PgConnection, student: i32) -> Result<Vec<Enrolment>> {
    type Row = (i32, i16, String, String, String, Option<String>, Option<String>, Option<String>, i32);
    let rows: Vec<Row> = sqlx::query_as(
        "select id, year, code, label, regime_code, cesure_code, centre, placed_by, drafts
         from guichet.enrolments_of($1)",
    )
    .bind(student)
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, year, code, label, regime, cesure, centre, placed_by, drafts)| Enrolment {
            id,
            year: year.into(),
            code,
            label,
            regime,
            is_cesure: cesure.is_some_and(|code| !code.is_empty()),
            centre,
            placed_by,
            drafts,
        })
        .collect())
}

/// A host with this SIRET is there already.
const KNOWN: &str = "GU032";

/// Adds a host, a service or somebody in one, for a centre. A host whose SIRET is there already is not added twice: it is
/// the one that is meant.
pub async fn add(conn: &mut PgConnection, newcomer: Newcomer, centre: i32, details: &Values) -> Result<Made> {
    let (sql, within) = match newcomer {
        Newcomer::Organisation => {
            return Ok(match organisations::add(conn, details).await? {
                Err(refusal) if refusal.code == KNOWN => refusal.about.number.ok_or(refusal),
                other => other,
            });
        }
        Newcomer::Service(organisation) => {
            ("select outcome, code, params, id from guichet.add_service($1, $2, $3)", organisation)
        }
        Newcomer::Contact(service) => {
            ("select outcome, code, params, id from guichet.add_contact($1, $2, $3)", service)
        }
    };
    let told = sqlx::query_as(sql).bind(within).bind(centre).bind(Json(details)).fetch_one(conn).await?;
    Ok(made(told))
}
