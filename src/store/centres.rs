//! Centres: their settings and their circuit.

use serde::Serialize;
use sqlx::postgres::PgConnection;

use super::Result;

/// A centre, as its staff and the administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Centre {
    /// Its code.
    pub code: String,
    /// Whether it is one of mine, so that its settings are mine to change.
    pub mine: bool,
    /// Its settings, by name, as text; those that are empty are null.
    #[sqlx(json)]
    pub settings: serde_json::Map<String, serde_json::Value>,
    /// The steps of its circuit, in order.
    pub steps: Vec<String>,
}

/// The centres that I see, by code.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<Centre>> {
    sqlx::query_as(
        "select c.code, c.id = any((select guichet.my_centres())::integer[]) as mine, to_jsonb(c) - 'id' - 'code' as settings,
            array(select s.kind from guichet.centre_step s where s.centre_id = c.id order by s.position) as steps
         from guichet.centre c order by c.code",
    )
    .fetch_all(conn)
    .await
}

/// Changes one setting, given as text; nothing empties it.
pub async fn set(conn: &mut PgConnection, code: &str, setting: &str, value: Option<&str>) -> Result<()> {
    let query = sqlx::query("select guichet.set_centre($1, $2, $3)").bind(code).bind(setting).bind(value);
    query.execute(conn).await.map(drop)
}

/// The circuit of files submitted from now on: these steps, in this order.
pub async fn set_steps(conn: &mut PgConnection, code: &str, kinds: &[String]) -> Result<()> {
    sqlx::query("select guichet.set_centre_steps($1, $2)")
        .bind(code)
        .bind(kinds)
        .execute(conn)
        .await
        .map(drop)
}
