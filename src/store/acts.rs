//! Acts on files: previewed, done in chunks of one transaction each, and asked after when an answer was lost.

use sqlx::PgConnection;
use sqlx::types::{Json, Uuid};

use super::Result;
use crate::domain::act::{About, Act, Answer, Outcome, Refusal, Target};
use crate::domain::convention::StepKind;

/// How many files one transaction locks: small enough that nobody waits long behind it.
pub const CHUNK: usize = 100;

/// What the act would answer now, changing nothing.
pub async fn preview(conn: &mut PgConnection, act: &Act, targets: &[Target]) -> Result<Vec<Outcome>> {
    let (ids, versions) = split(targets);
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

/// Acts on at most [`CHUNK`] files, in one transaction. The same request never acts twice on a file.
pub async fn act(
    conn: &mut PgConnection,
    act: &Act,
    targets: &[Target],
    request: Uuid,
) -> Result<Vec<Outcome>> {
    let (ids, versions) = split(targets);
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
        let refusal = Refusal {
            code: self.code.unwrap_or_default(),
            about: self.params.map(|Json(about)| about).unwrap_or_default(),
        };
        let answer = match self.outcome.as_str() {
            "done" => Answer::Done,
            "stale" => Answer::Stale(refusal),
            _ => Answer::Refused(refusal),
        };
        Outcome { id: self.id, version: self.version, answer }
    }
}

/// Ids in ascending order with their versions: everybody locks in the same order.
fn split(targets: &[Target]) -> (Vec<i32>, Vec<i32>) {
    let mut targets = targets.to_vec();
    targets.sort_unstable_by_key(|target| target.id);
    targets.dedup_by_key(|target| target.id);
    targets.iter().map(|target| (target.id, target.version)).unzip()
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
    }
}
