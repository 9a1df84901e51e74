//! Documents: those that centres and the establishment ask for, and those of a file.

use sqlx::PgConnection;
use sqlx::types::{Json, Uuid};

use super::Result;
use super::forms::{Told, answer};
use crate::domain::access::{Asked, Template};
use crate::domain::act::{Outcome, Target};
use crate::domain::form::Values;

/// Bytes of a document that are kept at most.
pub const LONGEST: u64 = 10 * 1024 * 1024;

/// The file of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A document of a file is received, refused with a reason, or expected again. The same request never does it twice.
pub async fn record(
    conn: &mut PgConnection,
    target: Target,
    kind: i32,
    details: &Values,
    paper: Option<&Paper>,
    request: Uuid,
) -> Result<Outcome> {
    let mut details = details.clone();
    details.extend(paper.map(|paper| ("file_name".to_owned(), paper.name.as_str().into())));
    let (outcome, code, about, version): Told = sqlx::query_as(
        "select outcome, code, params, new_version from guichet.record_document($1, $2, $3, $4, $5, $6)",
    )
    .bind(target.id)
    .bind(target.version)
    .bind(kind)
    .bind(Json(details))
    .bind(paper.map(|paper| paper.bytes.as_slice()))
    .bind(request)
    .fetch_one(conn)
    .await?;
    Ok(Outcome::of(target, version, answer(&outcome, code, about)))
}

/// A document that is kept here; nothing when there is none, or when it is hidden from me.
pub async fn file(conn: &mut PgConnection, id: i32, kind: i32) -> Result<Option<Paper>> {
    let found: Option<(String, Vec<u8>)> =
        sqlx::query_as("select file_name, bytes from guichet.document_bytes($1, $2)")
            .bind(id)
            .bind(kind)
            .fetch_optional(conn)
            .await?;
    Ok(found.map(|(name, bytes)| Paper { name, bytes }))
}

/// A document that a centre asks for, or without one the establishment: made under this name, or changed.
pub async fn ask(conn: &mut PgConnection, centre: Option<&str>, named: &str, asked: &Asked) -> Result<()> {
    sqlx::query("select guichet.set_document_kind($1, $2, $3)")
        .bind(centre)
        .bind(named)
        .bind(Json(asked))
        .execute(conn)
        .await
        .map(drop)
}

/// Takes a template of conventions into use, or out of it; of a centre, or without one of the establishment.
pub async fn set_template(conn: &mut PgConnection, centre: Option<&str>, template: &Template) -> Result<()> {
    sqlx::query("select guichet.set_template($1, $2, $3, $4, $5)")
        .bind(&template.kind)
        .bind(&template.language)
        .bind(centre)
        .bind(&template.name)
        .bind(template.retired)
        .execute(conn)
        .await
        .map(drop)
}
