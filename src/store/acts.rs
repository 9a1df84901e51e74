//! Acts on files: previewed, done in chunks of one transaction each, and asked after when an answer was lost.

use sqlx::PgConnection;
use sqlx::types::{Json, Uuid};

use super::Result;
use super::forms::answer;
use crate::domain::act::{About, Act, Outcome, Target};
use crate::domain::convention::StepKind;

/// How many files one transaction locks: small enough that nobody waits long behind it.
pub const CHUNK: usize = 100;

/// What the act would answer now, changing nothing.
pub async fn preview(conn: &mut PgConnection, act: &Act, targets: &[Target]) -> Result<Vec<Outcome>> {
    let (files, amendments) = split(targets);
    let mut outcomes = Vec::with_capacity(targets.len());
    if !files.is_empty() {
        outcomes.extend(preview_files(&mut *conn, act, &files).await?);
    }
    if !amendments.is_empty() {
        let (ids, versions) = asked(&amendments);
        let answers: Vec<Told> = sqlx::query_as(
            "select amendment_id, outcome, code, params, version from guichet.preview_amendments($1, $2, $3, $4)",
        )
        .bind(act.verb().code())
        .bind(&ids)
        .bind(&versions)
        .bind(arguments(act))
        .fetch_all(conn)
        .await?;
        outcomes.extend(told(answers, &amendments));
    }
    Ok(outcomes)
}

async fn preview_files(conn: &mut PgConnection, act: &Act, targets: &[Target]) -> Result<Vec<Outcome>> {
    let (ids, versions) = asked(targets);
    let answers = sqlx::query_as!(
        Raw,
        r#"select convention_id as "id!", outcome as "outcome!", code, params as "params: Json<About>", version
           from guichet.preview($1, $2, $3, $4)"#,
        act.verb().code(),
        &ids,
        &versions,
        arguments(act),
    )
    .fetch_all(conn)
    .await?;
    Ok(answers.into_iter().map(Raw::outcome).collect())
}

/// Acts on at most [`CHUNK`] files or amendments. The same request never acts twice on one.
pub async fn act(
    conn: &mut PgConnection,
    act: &Act,
    targets: &[Target],
    request: Uuid,
) -> Result<Vec<Outcome>> {
    let (files, amendments) = split(targets);
    let mut outcomes = Vec::with_capacity(targets.len());
    if !files.is_empty() {
        outcomes.extend(act_on_files(&mut *conn, act, &files, request).await?);
    }
    if !amendments.is_empty() {
        let (ids, versions) = asked(&amendments);
        let answers: Vec<Told> = sqlx::query_as(
            "select amendment_id, outcome, code, params, version from guichet.act_on_amendments($1, $2, $3, $4, $5)",
        )
        .bind(act.verb().code())
        .bind(&ids)
        .bind(&versions)
        .bind(request)
        .bind(arguments(act))
        .fetch_all(conn)
        .await?;
        outcomes.extend(told(answers, &amendments));
    }
    Ok(outcomes)
}

async fn act_on_files(
    conn: &mut PgConnection,
    act: &Act,
    targets: &[Target],
    request: Uuid,
) -> Result<Vec<Outcome>> {
    let (ids, versions) = asked(targets);
    let answers = sqlx::query_as!(
        Raw,
        r#"select convention_id as "id!", outcome as "outcome!", code, params as "params: Json<About>", version
           from guichet.act($1, $2, $3, $4, $5)"#,
        act.verb().code(),
        &ids,
        &versions,
        request,
        arguments(act),
    )
    .fetch_all(conn)
    .await?;
    Ok(answers.into_iter().map(Raw::outcome).collect())
}

/// How an amendment answers: its number, the verdict, why not, and the version of its file.
type Told = (i32, String, Option<String>, Option<Json<About>>, Option<i32>);

fn told(answers: Vec<Told>, targets: &[Target]) -> impl Iterator<Item = Outcome> {
    answers.into_iter().filter_map(|(amendment, outcome, code, about, version)| {
        let target = targets.iter().find(|target| target.amendment == Some(amendment))?;
        Some(Outcome::of(*target, version, answer(&outcome, code, about)))
    })
}

/// The files on which a request of mine acted: asked after a lost answer, instead of sending again.
pub async fn outcome(conn: &mut PgConnection, request: Uuid) -> Result<Vec<i32>> {
    sqlx::query_scalar!(r#"select convention_id as "id!" from guichet.outcome($1)"#, request)
        .fetch_all(conn)
        .await
}

struct Raw {
    id: i32,
    outcome: String,
    code: Option<String>,
    params: Option<Json<About>>,
    version: Option<i32>,
}

impl Raw {
    fn outcome(self) -> Outcome {
        Outcome::of(Target::file(self.id, 0), self.version, answer(&self.outcome, self.code, self.params))
    }
}

/// Files and amendments apart, each once and in ascending order: everybody locks in the same order.
fn split(targets: &[Target]) -> (Vec<Target>, Vec<Target>) {
    let mut targets = targets.to_vec();
    targets.sort_unstable_by_key(|target| target.subject());
    targets.dedup_by_key(|target| target.subject());
    targets.into_iter().partition(|target| target.amendment.is_none())
}

/// The numbers by which these are asked for, and their versions.
fn asked(targets: &[Target]) -> (Vec<i32>, Vec<i32>) {
    targets.iter().map(|target| (target.amendment.unwrap_or(target.id), target.version)).unzip()
}

fn arguments(act: &Act) -> serde_json::Value {
    match act {
        Act::Validate | Act::Submit | Act::Restore => serde_json::json!({}),
        Act::ValidateFor(whose) => serde_json::json!({
            "step": StepKind::Pedagogical.code(),
            "on_behalf_of": whose.name,
            "on_behalf_origin": if whose.by_mail { "mail" } else { "paper" },
            "on_behalf_date": whose.date,
        }),
        Act::Unvalidate(reason) | Act::Cancel(reason) | Act::Pass(reason) => {
            serde_json::json!({ "reason": reason })
        }
        Act::Return { reasons, text } => serde_json::json!({ "reasons": reasons, "reason": text }),
        Act::Hold(until) => serde_json::json!({ "until": until }),
        Act::Sign { on, electronic } => serde_json::json!({
            "signed_on": on,
            "means": Act::means(*electronic),
        }),
    }
}
