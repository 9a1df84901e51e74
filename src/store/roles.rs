//! Roles and their rights: the matrix role x function x {read, create, modify, delete, validate}.

use sqlx::postgres::PgConnection;

use super::Result;
use crate::domain::access::Role;

/// Every role, with all its functions.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<Role>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select a.code, a.label, a.origin, a.scope, r.function,
            array_remove(array[case when r.can_read then 'read' end, case when r.can_create then 'create' end,
              case when r.can_modify then 'modify' end, case when r.can_delete then 'delete' end,
              case when r.can_validate then 'validate' end], null) as held
         from guichet.app_role a left join guichet.role_right r on r.role = a.code
         order by a.origin is not null, a.code, r.function",
    )
    .fetch_all(conn)
    .await?;
    let mut roles: Vec<Role> = Vec::new();
    for Row { code, label, origin, scope, function, held } in rows {
        if roles.last().is_none_or(|last| last.code != code) {
            roles.push(Role { code, label, origin, scope, rights: Vec::new() });
        }
        if let (Some(role), Some(function)) = (roles.last_mut(), function) {
            role.rights.push((function, held));
        }
    }
    Ok(roles)
}

/// A function of a role; without a function for a role that has none.
#[derive(sqlx::FromRow)]
struct Row {
    code: String,
    label: Option<String>,
    origin: Option<String>,
    scope: String,
    function: Option<String>,
    held: Vec<String>,
}

/// A role of the establishment's own, with the scope and, to begin with, the rights of another.
pub async fn add(conn: &mut PgConnection, code: &str, label: &str, origin: &str) -> Result<()> {
    let query = sqlx::query("select guichet.add_role($1, $2, $3)").bind(code).bind(label).bind(origin);
    query.execute(conn).await.map(drop)
}

/// Removes a role of the establishment's own which nobody holds.
pub async fn remove(conn: &mut PgConnection, code: &str) -> Result<()> {
    sqlx::query("select guichet.remove_role($1)").bind(code).execute(conn).await.map(drop)
}

/// What a role may do with a function: exactly these.
pub async fn set_right(conn: &mut PgConnection, role: &str, function: &str, acts: &[String]) -> Result<()> {
    let query = sqlx::query("select guichet.set_right($1, $2, $3)").bind(role).bind(function).bind(acts);
    query.execute(conn).await.map(drop)
}
