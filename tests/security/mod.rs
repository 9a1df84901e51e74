//! Attacks from outside the program, over connections of one's own: what somebody with `psql` and a login may reach is
//! what tables of expectations and a plain model of the rules say, never what the database's own policies say.

mod attack;
mod calls;
pub mod cast;
mod catalogue;
mod expect;
mod grants;
mod leaks;
mod locks;
mod model;
mod neighbours;
mod objects;
mod portal;
mod reach;
mod roles;
mod rows;
mod secrets;
mod text;

use attack::Tally;
use cast::Cast;
use model::World;
use sqlx::PgConnection;

use crate::support::server::Database;

#[tokio::test]
async fn nobody_gets_in() {
    let database = Database::university().await;
    let mut cast = Cast::assemble(&database).await;
    let mut dba = database.dba().await;
    let world = World::read(&mut dba).await;
    let mut tally = Tally::default();
    let before = fingerprint(&mut dba).await;
    catalogue::attack(&mut tally, &mut dba, &mut cast.attackers).await;
    rows::attack(&mut tally, &mut dba, &mut cast.attackers, &world).await;
    calls::attack(&mut tally, &mut dba, &mut cast.attackers, &world).await;
    roles::attack(&mut tally, &mut dba, &mut cast.attackers).await;
    objects::attack(&mut tally, &mut dba, &mut cast.attackers).await;
    leaks::attack(&mut tally, &mut dba, &mut cast.attackers, &world).await;
    roles::in_vain(&mut tally, &mut cast.attackers).await;
    for (before, after) in before.iter().zip(fingerprint(&mut dba).await) {
        tally.same("what stands afterwards", &after, before, || "the database".to_owned());
    }
    cast.leave(&database).await;
    tally.close();
}

/// Everything that an attack could have changed: each table's rows, and who may what with each object.
async fn fingerprint(dba: &mut PgConnection) -> Vec<(String, String)> {
    let mut queries: Vec<(String, String)> =
        OBJECTS.map(|(what, sql)| (what.to_owned(), sql.to_owned())).into();
    for relation in catalogue::relations(dba).await.into_iter().filter(|relation| relation.kind == "r") {
        queries.push((relation.name.clone(), format!("select t::text from {} t", relation.quoted())));
    }
    let mut found = Vec::new();
    for (what, sql) in queries {
        let sql =
            format!("select coalesce(md5(string_agg(md5(x), '' order by md5(x))), '') from ({sql}) s (x)");
        let print = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *dba).await.expect(&what);
        found.push((what, print));
    }
    found
}

/// The objects of the database and of the server, each with who may what.
const OBJECTS: [(&str, &str); 10] = [
    (
        "relations",
        "select row(relname, relowner, relkind, relacl, relrowsecurity, relforcerowsecurity)::text from pg_class
         where relnamespace in ('guichet'::regnamespace, 'guichet_ext'::regnamespace, 'public'::regnamespace)",
    ),
    (
        "functions",
        "select row(oid::regprocedure, proowner, prosecdef, proacl, proconfig, prosrc)::text from pg_proc",
    ),
    ("policies", "select row(p.*)::text from pg_policy p"),
    ("triggers", "select row(t.*)::text from pg_trigger t"),
    ("schemas", "select row(n.*)::text from pg_namespace n where nspname not like 'pg_t%'"),
    (
        "members",
        "select row(roleid, member, admin_option)::text from pg_auth_members
         where roleid in (select oid from pg_roles where rolname like 'guichet_%')
           and member in (select oid from pg_roles where rolname not like '%.%')",
    ),
    ("defaults", "select row(d.*)::text from pg_default_acl d"),
    ("database", "select row(datdba, datacl)::text from pg_database where datname = current_database()"),
    (
        "settings",
        "select row(s.*)::text from pg_db_role_setting s
         where setdatabase in (0, (select oid from pg_database where datname = current_database()))",
    ),
    (
        "large objects",
        "select row(m.*)::text from pg_largeobject_metadata m
         where lomowner <> (select oid from pg_roles where rolname = current_user)",
    ),
];
