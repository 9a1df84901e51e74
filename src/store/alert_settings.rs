//! Settings of alerts, what would be told of a file, and the mails that were written, as people read and change them.

use serde_json::{Value, json};
use sqlx::postgres::PgConnection;
use sqlx::types::Json;

use super::Result;
use crate::domain::access::Denied;
use crate::domain::alert::{AboutFile, AlertChange, Closure, Decision, Delivery, Settings, Settled, TextOf};

/// The settings of a centre of mine, or of the establishment, and my own; nothing for who is nobody.
pub async fn settings(conn: &mut PgConnection, centre: Option<&str>) -> Result<Option<Settings>> {
    let told: Option<Json<Settings>> =
        sqlx::query_scalar("select guichet.alert_settings($1)").bind(centre).fetch_one(conn).await?;
    Ok(told.map(|Json(settings)| settings))
}

/// Who would be told of something about a file, and by which words; nothing for one that is not of my centres.
pub async fn about(conn: &mut PgConnection, convention: i32) -> Result<Option<AboutFile>> {
    let told: Option<Json<AboutFile>> =
        sqlx::query_scalar("select guichet.alerts_of($1)").bind(convention).fetch_one(conn).await?;
    Ok(told.map(|Json(about)| about))
}

/// What is known of the newest file that I work on in a centre, or in all of them; nothing where there is none.
pub async fn example(conn: &mut PgConnection, centre: Option<&str>) -> Result<Option<AboutFile>> {
    let told: Option<Json<AboutFile>> =
        sqlx::query_scalar("select guichet.alert_example($1)").bind(centre).fetch_one(conn).await?;
    Ok(told.map(|Json(about)| about))
}

/// Sends a text to me, and tells at which address; nothing where none of mine is known.
pub async fn try_letter(
    conn: &mut PgConnection,
    of: &TextOf,
    subject: &str,
    body: &str,
) -> Result<Option<String>> {
    sqlx::query_scalar("select guichet.try_letter($1, $2, $3, $4)")
        .bind(&of.centre)
        .bind(&of.language)
        .bind(subject)
        .bind(body)
        .fetch_one(conn)
        .await
}

/// The mails of my centres that did not arrive, the newest first.
pub async fn undelivered(conn: &mut PgConnection) -> Result<Vec<Delivery>> {
    let told = sqlx::query_scalar("select guichet.undelivered()").fetch_all(conn).await?;
    Ok(mails(told))
}

/// The mails that I was sent, the newest first.
pub async fn received(conn: &mut PgConnection) -> Result<Vec<Delivery>> {
    let told = sqlx::query_scalar("select guichet.my_deliveries()").fetch_all(conn).await?;
    Ok(mails(told))
}

/// The mails about a file, the newest first.
pub async fn deliveries(conn: &mut PgConnection, convention: i32) -> Result<Vec<Delivery>> {
    let told =
        sqlx::query_scalar("select guichet.deliveries_of($1)").bind(convention).fetch_all(conn).await?;
    Ok(mails(told))
}

fn mails(told: Vec<Json<Delivery>>) -> Vec<Delivery> {
    told.into_iter().map(|Json(mail)| mail).collect()
}

/// Makes a change.
pub async fn change(conn: &mut PgConnection, change: &AlertChange) -> Result<Settled> {
    let outcome: String = match change {
        AlertChange::Cell { centre, seen, event, audience, on } => {
            let cell = json!([{ "event": event, "audience": audience, "is_on": on }]);
            sqlx::query_scalar("select outcome from guichet.set_alerts($1, $2, $3)")
                .bind(centre)
                .bind(seen)
                .bind(Json(cell))
                .fetch_one(conn)
                .await?
        }
        AlertChange::Pace { seen, event, pace } => mine(conn, *seen, json!({ event: pace }), None).await?,
        AlertChange::Language { seen, language } => mine(conn, *seen, json!({}), Some(language)).await?,
        AlertChange::Closures { centre, seen, days } => {
            let period = |Closure(first, last): &Closure| json!({ "first_day": first, "last_day": last });
            sqlx::query_scalar("select outcome from guichet.set_closures($1, $2, $3)")
                .bind(centre)
                .bind(seen)
                .bind(Json(days.iter().map(period).collect::<Vec<_>>()))
                .fetch_one(conn)
                .await?
        }
        AlertChange::Text { of, seen, text } => {
            sqlx::query_scalar("select outcome from guichet.set_alert_template($1, $2, $3, $4, $5, $6)")
                .bind(&of.centre)
                .bind(of.event.code())
                .bind(&of.language)
                .bind(seen)
                .bind(text.as_ref().map(|(subject, _)| subject))
                .bind(text.as_ref().map(|(_, body)| body))
                .fetch_one(conn)
                .await?
        }
        AlertChange::Decide { id, decision } => return decide(conn, *id, decision).await,
    };
    Ok(if outcome == "done" { Settled::Done } else { Settled::Stale })
}

async fn mine(conn: &mut PgConnection, seen: i32, paces: Value, language: Option<&str>) -> Result<String> {
    sqlx::query_scalar("select outcome from guichet.set_my_alerts($1, $2, $3)")
        .bind(seen)
        .bind(Json(paces))
        .bind(language)
        .fetch_one(conn)
        .await
}

async fn decide(conn: &mut PgConnection, id: i64, decision: &Decision) -> Result<Settled> {
    let (word, address) = match decision {
        Decision::Retry => ("retry", None),
        Decision::Redirect(address) => ("redirect", Some(address)),
        Decision::Drop => ("drop", None),
    };
    let (outcome, code): (String, Option<String>) =
        sqlx::query_as("select outcome, code from guichet.decide_delivery($1, $2, $3)")
            .bind(id)
            .bind(word)
            .bind(address)
            .fetch_one(conn)
            .await?;
    if outcome == "done" {
        return Ok(Settled::Done);
    }
    let value = address.cloned();
    Ok(Settled::Refused(Box::new(Denied { code: code.unwrap_or_default(), value, ..Denied::default() })))
}
