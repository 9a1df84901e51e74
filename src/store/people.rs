//! Who is at the desk.

use chrono::NaiveDate;
use serde::Deserialize;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::Result;
use crate::domain::access::{Establishment, Person, Scope};

#[derive(Deserialize)]
struct Whoami {
    id: i32,
    name: String,
    establishment: Option<Establishment>,
    today: NaiveDate,
    roles: Vec<String>,
    rights: Vec<String>,
    centres: Vec<i32>,
    supervised: Vec<i32>,
    etapes: Vec<i32>,
    student: Option<i32>,
    centre_codes: Vec<String>,
}

/// The person of this session and the establishment's day; `None` for a login that is nobody here.
pub async fn whoami(conn: &mut PgConnection) -> Result<Option<(Person, NaiveDate)>> {
    let found: Option<Json<Whoami>> =
        sqlx::query_scalar!(r#"select guichet.whoami() as "w: Json<Whoami>""#).fetch_one(conn).await?;
    Ok(found.map(|Json(w)| {
        let scope =
            Scope { centres: w.centres, supervised: w.supervised, etapes: w.etapes, student: w.student };
        let person = Person {
            id: w.id,
            name: w.name,
            roles: w.roles,
            rights: w.rights,
            establishment: w.establishment.unwrap_or_default(),
            scope,
            centre_codes: w.centre_codes,
        };
        (person, w.today)
    }))
}
