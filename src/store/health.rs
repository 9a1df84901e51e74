//! What `guichet doctor` asks the server: its version, who the login is there, how many connections it has.

use sqlx::postgres::PgConnection;

use super::Result;

/// What a login is to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Its name.
    pub name: String,
    /// It may do everything, so that no policy holds for it.
    pub is_superuser: bool,
    /// It belongs to those who may work here.
    pub is_person: bool,
}

/// The connections of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// Those that people may hold.
    pub room: i32,
    /// Those that are held now.
    pub used: i32,
    /// How many people may log in.
    pub people: i32,
}

/// The version of the server, as it writes it.
pub async fn version(conn: &mut PgConnection) -> Result<String> {
    sqlx::query_scalar("show server_version").fetch_one(conn).await
}

/// Who this connection is.
pub async fn login(conn: &mut PgConnection) -> Result<Login> {
    let (name, is_superuser, is_person) = sqlx::query_as(
        "select session_user::text,
                (select r.rolsuper from pg_catalog.pg_roles r where r.rolname = session_user),
                coalesce((select pg_catalog.pg_has_role(session_user, g.oid, 'member')
                            from pg_catalog.pg_roles g where g.rolname = 'guichet_person'), false)",
    )
    .fetch_one(conn)
    .await?;
    Ok(Login { name, is_superuser, is_person })
}

/// How many connections there are, and for how many people.
pub async fn connections(conn: &mut PgConnection) -> Result<Connections> {
    let (room, used, people) = sqlx::query_as(
        "select current_setting('max_connections')::int
                  - current_setting('superuser_reserved_connections')::int,
                (select count(*)::int from pg_catalog.pg_stat_activity where backend_type = 'client backend'),
                (select count(*)::int
                   from pg_catalog.pg_auth_members m
                   join pg_catalog.pg_roles g on g.oid = m.roleid and g.rolname = 'guichet_person'
                   join pg_catalog.pg_roles r on r.oid = m.member and r.rolcanlogin)",
    )
    .fetch_one(conn)
    .await?;
    Ok(Connections { room, used, people })
}
