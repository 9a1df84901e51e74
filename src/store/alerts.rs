//! Alerts as the worker handles them: events that it takes, mails that it writes, sends and gives up. Each call is one function
//! of the database; what it takes stays taken until the transaction ends.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use sqlx::PgConnection;
use sqlx::postgres::types::PgInterval;
use sqlx::types::{Json, Uuid};

use super::Result;
use crate::domain::alert::{Audience, Became, Event, Pace, Raised, Routes, Subject, Template};

/// What is said of an event, in one language: the same for all who read it, whose name is filled in as it leaves.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    /// The entry of the outbox.
    pub outbox_id: i64,
    /// The event.
    pub event: Event,
    /// The language.
    pub language: String,
    /// The file.
    pub convention_id: i32,
    /// Its centre.
    pub centre_id: i32,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
}

/// A copy of a letter, to be kept until it leaves.
#[derive(Clone, Debug)]
pub struct Copied<'a> {
    /// The place of its letter among those that are kept with it.
    pub letter: usize,
    /// As what one is told.
    pub audience: Audience,
    /// Who, if they log in.
    pub person: Option<i32>,
    /// Their name.
    pub name: &'a str,
    /// Their address; empty where none is known.
    pub address: &'a str,
    /// At once, or in a digest.
    pub pace: Pace,
    /// When it leaves, in the establishment's time; nothing for now.
    pub due: Option<NaiveDateTime>,
    /// Why it cannot leave.
    pub error: Option<String>,
}

/// A mail that is due.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Due {
    /// It leaves; one that does not was put off, or dropped.
    #[sqlx(default)]
    pub leaves: bool,
    /// Its number.
    pub id: i64,
    /// With its number, its identifier.
    pub key: Uuid,
    /// To whom.
    pub name: String,
    /// Where.
    pub address: String,
    /// Where somebody decided that it goes instead.
    pub redirect: Option<String>,
    /// The language.
    pub language: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
}

/// How the post stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Events that wait.
    pub events: i64,
    /// Mails that wait.
    pub waiting: i64,
    /// For how many seconds the first that is due has waited.
    pub oldest: Option<i64>,
    /// Mails that did not arrive, and that nobody has decided on.
    pub failed: i64,
}

fn interval(time: Duration) -> PgInterval {
    PgInterval { months: 0, days: 0, microseconds: i64::try_from(time.as_micros()).unwrap_or(i64::MAX) }
}

fn time(interval: &PgInterval) -> Duration {
    let days = i64::from(interval.days) * 86_400_000_000;
    Duration::from_micros(u64::try_from(interval.microseconds + days).unwrap_or_default())
}

/// The events of some files that have waited for longer than they are held, each file's in order.
pub async fn take_events(
    conn: &mut PgConnection,
    files: i32,
    hold: Duration,
) -> Result<Vec<(i32, Vec<Raised>)>> {
    let rows: Vec<(i32, Json<Vec<Box<RawValue>>>)> =
        sqlx::query_as("select * from guichet.take_events($1, $2)")
            .bind(files)
            .bind(interval(hold))
            .fetch_all(conn)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(file, Json(entries))| (file, entries.iter().map(|entry| raised(entry.get())).collect()))
        .collect())
}

/// An entry as it is read; one that this version cannot read tells nothing, and holds no other up.
fn raised(entry: &str) -> Raised {
    serde_json::from_str(entry).unwrap_or_else(|error| {
        let entry: Value = serde_json::from_str(entry).unwrap_or_default();
        let number = |name: &str| entry.get(name).and_then(Value::as_i64).unwrap_or_default();
        let (id, age) = (number("id"), number("age"));
        tracing::warn!(id, "an event that cannot be read: {error}");
        Raised { id, age, ..Raised::default() }
    })
}

/// Marks events as done with, and what became of them.
pub async fn settle_events(conn: &mut PgConnection, settled: &[(i64, Became)]) -> Result<()> {
    let (ids, became): (Vec<i64>, Vec<&str>) =
        settled.iter().map(|(id, became)| (*id, became.code())).unzip();
    sqlx::query("select guichet.settle_events($1, $2)").bind(ids).bind(became).execute(conn).await?;
    Ok(())
}

/// Looks at events again after a while.
pub async fn postpone_events(conn: &mut PgConnection, ids: &[i64], by: Duration) -> Result<()> {
    sqlx::query("select guichet.postpone_events($1, $2)").bind(ids).bind(interval(by)).execute(conn).await?;
    Ok(())
}

/// What decides who is told in these centres.
pub async fn routes(conn: &mut PgConnection, centres: &[i32]) -> Result<Routes> {
    let routes: Json<Routes> =
        sqlx::query_scalar("select guichet.alert_routes($1)").bind(centres).fetch_one(conn).await?;
    Ok(routes.0)
}

/// What a mail may say of these files; those that are gone, or that this version cannot read, are absent.
pub async fn subjects(conn: &mut PgConnection, files: &[i32]) -> Result<BTreeMap<i32, Subject>> {
    let rows: Vec<(i32, Json<Box<RawValue>>)> =
        sqlx::query_as("select * from guichet.alert_subjects($1)").bind(files).fetch_all(conn).await?;
    let read = |(file, Json(subject)): (i32, Json<Box<RawValue>>)| {
        let read = serde_json::from_str(subject.get());
        read.inspect_err(|error| tracing::warn!(file, "cannot be read: {error}"))
            .ok()
            .map(|subject| (file, subject))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The texts of these centres and of the establishment.
pub async fn templates(conn: &mut PgConnection, centres: &[i32]) -> Result<Vec<Template>> {
    let rows: Vec<Json<Template>> =
        sqlx::query_scalar("select to_jsonb(t) from guichet.alert_templates($1) t")
            .bind(centres)
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().map(|Json(template)| template).collect())
}

/// Keeps letters and their copies until they leave, and says how many copies are new.
pub async fn write_mails(conn: &mut PgConnection, letters: &[Letter], copies: &[Copied<'_>]) -> Result<i32> {
    let letter: Vec<i32> =
        copies.iter().map(|one| i32::try_from(one.letter + 1).unwrap_or(i32::MAX)).collect();
    sqlx::query_scalar("select guichet.write_mails($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(Json(letters))
        .bind(letter)
        .bind(copies.iter().map(|one| one.audience.code()).collect::<Vec<_>>())
        .bind(copies.iter().map(|one| one.person).collect::<Vec<_>>())
        .bind(copies.iter().map(|one| one.name).collect::<Vec<_>>())
        .bind(copies.iter().map(|one| one.address).collect::<Vec<_>>())
        .bind(copies.iter().map(|one| one.pace.code()).collect::<Vec<_>>())
        .bind(copies.iter().map(|one| one.due).collect::<Vec<_>>())
        .bind(copies.iter().map(|one| one.error.as_deref()).collect::<Vec<_>>())
        .fetch_one(conn)
        .await
}

/// Takes one of the mails that may leave within a minute, or says how long to wait; nothing when none is due.
pub async fn may_mail(conn: &mut PgConnection, a_minute: u32) -> Result<Option<Duration>> {
    let wait: Option<PgInterval> = sqlx::query_scalar("select guichet.may_mail($1)")
        .bind(i32::try_from(a_minute).unwrap_or(i32::MAX))
        .fetch_one(conn)
        .await?;
    Ok(wait.as_ref().map(time))
}

/// The next mail that is due. What falls into a closure waits until this time of the first day after it; what is for somebody
/// who logs in no more is dropped, for this reason.
pub async fn take_mail(conn: &mut PgConnection, opens_at: NaiveTime, gone: &str) -> Result<Option<Due>> {
    let sql = "select * from guichet.take_mail($1, $2)";
    sqlx::query_as(sql).bind(opens_at).bind(gone).fetch_optional(conn).await
}

/// What one digest that is due gathers; as [`take_mail`] does.
pub async fn take_digest(conn: &mut PgConnection, opens_at: NaiveTime, gone: &str) -> Result<Vec<Due>> {
    let sql = "select * from guichet.take_digest($1, $2)";
    sqlx::query_as(sql).bind(opens_at).bind(gone).fetch_all(conn).await
}

/// Makes one mail of several.
pub async fn gather(conn: &mut PgConnection, ids: &[i64], subject: &str, body: &str) -> Result<()> {
    sqlx::query("select guichet.gather($1, $2, $3)").bind(ids).bind(subject).bind(body).execute(conn).await?;
    Ok(())
}

/// A mail was accepted, at this address.
pub async fn mail_sent(conn: &mut PgConnection, id: i64, to: &str) -> Result<()> {
    sqlx::query("select guichet.mail_sent($1, $2)").bind(id).bind(to).execute(conn).await?;
    Ok(())
}

/// A mail was not accepted; whether it was given up.
pub async fn mail_failed(
    conn: &mut PgConnection,
    id: i64,
    why: &str,
    forever: bool,
    give_up: Duration,
) -> Result<bool> {
    let state: Option<String> = sqlx::query_scalar("select guichet.mail_failed($1, $2, $3, $4)")
        .bind(id)
        .bind(why)
        .bind(forever)
        .bind(interval(give_up))
        .fetch_one(conn)
        .await?;
    Ok(state.as_deref() == Some("failed"))
}

/// A mail does not leave.
pub async fn mail_dropped(conn: &mut PgConnection, id: i64, why: &str) -> Result<()> {
    sqlx::query("select guichet.mail_dropped($1, $2)").bind(id).bind(why).execute(conn).await?;
    Ok(())
}

/// A mail came back; whether it is one of ours.
pub async fn mail_bounced(conn: &mut PgConnection, id: i64, key: Uuid, why: &str) -> Result<bool> {
    sqlx::query_scalar("select guichet.mail_bounced($1, $2, $3)")
        .bind(id)
        .bind(key)
        .bind(why)
        .fetch_one(conn)
        .await
}

/// Raises what waits for too long, and says how much that is.
pub async fn raise_late(conn: &mut PgConnection, most: i32) -> Result<i32> {
    sqlx::query_scalar("select guichet.raise_late($1)").bind(most).fetch_one(conn).await
}

/// How the post stands.
pub async fn health(conn: &mut PgConnection) -> Result<Health> {
    let health: Json<Health> = sqlx::query_scalar("select guichet.mail_health()").fetch_one(conn).await?;
    Ok(health.0)
}
