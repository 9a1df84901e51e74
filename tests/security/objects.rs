//! Making things: objects in every schema, temporary ones, everything that PostgreSQL lets a superuser or an owner make,
//! the files and processes of the server, large objects. Nothing of ours can be shadowed where nothing can be made.

use sqlx::PgConnection;

use super::attack::Tally;
use super::cast::Attacker;

const DENIED: &[&str] = &["42501"];

/// What nobody makes in the schema `{s}`.
const IN_SCHEMAS: [&str; 20] = [
    "create table {s}.convention (id integer)",
    "create table {s}.x as select * from guichet.commune",
    "create view {s}.person as select 1",
    "create materialized view {s}.x as select 1",
    "create sequence {s}.x",
    "create function {s}.me() returns integer language sql as 'select 1'",
    "create function {s}.leaky(text) returns boolean language plpgsql cost 0.0001 as 'begin raise notice ''%'', $1; return true; end'",
    "create procedure {s}.x() language sql as 'select 1'",
    "create aggregate {s}.x(integer) (sfunc = int4pl, stype = integer)",
    "create operator {s}.=== (leftarg = text, rightarg = text, function = texteq)",
    "create type {s}.x as (a integer)",
    "create type {s}.x as enum ('a')",
    "create type {s}.x",
    "create domain {s}.x as text",
    "create collation {s}.x from \"C\"",
    "create text search configuration {s}.x (copy = simple)",
    "create text search dictionary {s}.x (template = simple)",
    "create operator class {s}.x for type integer using btree as storage integer",
    "alter schema {s} rename to intruder",
    "drop schema {s} cascade",
];

/// What nobody makes anywhere.
const ANYWHERE: [&str; 49] = [
    "create temporary table convention (id integer)",
    "create temporary view convention as select 1",
    "create temporary sequence x",
    "create table pg_temp.person (id integer)",
    "create function pg_temp.me() returns integer language sql as 'select 1'",
    "select 1 into temporary x",
    "create schema intruder",
    "create schema guichet_new authorization current_user",
    "create extension dblink",
    "create extension postgres_fdw",
    "create extension file_fdw",
    "create extension citext",
    "create language plperl",
    "create trusted language x handler plpgsql_call_handler",
    "create foreign data wrapper x",
    "create server x foreign data wrapper file_fdw",
    "create publication x for all tables",
    "create event trigger x on ddl_command_start execute function x()",
    "create access method x type table handler heap_tableam_handler",
    "create cast (integer as text) with inout",
    "create transform for integer language plpgsql (from sql with function x(internal))",
    "create conversion guichet.x for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1",
    "drop function guichet.me()",
    "alter function guichet.me() owner to current_user",
    "alter function guichet.me() security invoker",
    "create or replace function guichet.me() returns integer language sql as 'select 1'",
    "grant execute on function guichet.rebuild_rows() to public",
    "alter policy convention_read on guichet.convention using (true)",
    "drop policy convention_read on guichet.convention",
    "alter database {d} set search_path = 'public'",
    "alter database {d} owner to current_user",
    "load 'pg_prewarm'",
    "copy guichet.commune to '/tmp/guichet-stolen'",
    "copy guichet.commune to program 'cat > /tmp/guichet-stolen'",
    "copy guichet.commune from '/etc/passwd'",
    "update pg_catalog.pg_authid set rolsuper = true",
    "update pg_catalog.pg_class set relacl = null",
    "delete from pg_catalog.pg_policy",
    "insert into pg_catalog.pg_auth_members values (1, 1, 1, true)",
    "select * from pg_catalog.pg_authid",
    "select * from pg_catalog.pg_shadow",
    "select * from pg_catalog.pg_statistic",
    "select * from pg_catalog.pg_statistic_ext_data",
    "select * from pg_catalog.pg_largeobject",
    "select * from pg_catalog.pg_user_mapping",
    "select subconninfo from pg_catalog.pg_subscription",
    "select * from pg_catalog.pg_hba_file_rules",
    "select * from pg_catalog.pg_file_settings",
    "select * from pg_catalog.pg_shmem_allocations",
];

/// The server's own functions that reach out of the database, or fill its disk.
const FUNCTIONS: [&str; 39] = [
    "pg_read_file('/etc/passwd')",
    "pg_read_file('postgresql.conf')",
    "pg_read_binary_file('PG_VERSION')",
    "pg_ls_dir('.')",
    "pg_stat_file('PG_VERSION')",
    "pg_ls_waldir()",
    "pg_ls_logdir()",
    "pg_ls_tmpdir()",
    "pg_current_logfile()",
    "lo_import('/etc/passwd')",
    "lo_export({lo}, '/tmp/guichet-stolen')",
    "lo_creat(-1)",
    "lo_create(0)",
    "lo_from_bytea(0, 'x')",
    "lo_get({lo})",
    "lo_put({lo}, 0, 'x')",
    "lo_open({lo}, 262144)",
    "lo_open({lo}, 131072)",
    "lo_unlink({lo})",
    "pg_logical_emit_message(false, 'x', repeat('x', 10))",
    "pg_logical_emit_message(true, 'x', 'x'::bytea)",
    "pg_reload_conf()",
    "pg_rotate_logfile()",
    "pg_promote()",
    "pg_switch_wal()",
    "pg_create_restore_point('x')",
    "pg_backup_start('x')",
    "pg_log_backend_memory_contexts({pid})",
    "pg_stat_reset()",
    "pg_stat_reset_shared('wal')",
    "pg_terminate_backend({pid})",
    "pg_cancel_backend({pid})",
    "pg_terminate_backend({colleague})",
    "pg_cancel_backend({colleague})",
    "pg_create_physical_replication_slot('x')",
    "pg_replication_origin_create('x')",
    "pg_import_system_collations('public')",
    "pg_get_backend_memory_contexts()",
    "pg_show_all_file_settings()",
];

/// What does not run in a transaction block.
const OUTSIDE: [&str; 8] = [
    "alter system set log_statement = 'none'",
    "create database intruder",
    "create database intruder template {d}",
    "drop database {d}",
    "create tablespace x location '/tmp'",
    "checkpoint",
    "reindex database {d}",
    "create subscription x connection 'dbname=x' publication x with (connect = false)",
];

/// Everything, for everybody.
pub async fn attack(tally: &mut Tally, dba: &mut PgConnection, attackers: &mut [Attacker]) {
    let (object, pid, database): (i64, i32, String) = sqlx::query_as(
        "select lo_from_bytea(0, 'a secret')::bigint, pg_backend_pid(), current_database()::text",
    )
    .fetch_one(&mut *dba)
    .await
    .expect("a large object");
    let schemas: Vec<String> = sqlx::query_scalar("select nspname::text from pg_namespace order by 1")
        .fetch_all(&mut *dba)
        .await
        .expect("the schemas");
    let pids: Vec<(String, i32)> = sqlx::query_as(
        "select usename::text, pid from pg_stat_activity where datname = current_database() and usename is not null",
    )
    .fetch_all(&mut *dba)
    .await
    .expect("the sessions");
    for attacker in &mut *attackers {
        let colleague = pids.iter().find(|(login, _)| *login != attacker.login && login.contains('.'));
        let colleague = colleague.expect("a colleague").1.to_string();
        let name = attacker.name;
        attacker.session.begin().await;
        let mut all: Vec<String> = schemas
            .iter()
            .flat_map(|schema| IN_SCHEMAS.map(|sql| sql.replace("{s}", &format!("\"{schema}\""))))
            .collect();
        all.extend(ANYWHERE.map(|sql| sql.replace("{d}", &database)));
        for (sql, answer) in all.iter().zip(attacker.session.attempts(&all).await) {
            // Some need what is not there, and are refused before anybody asks who tries.
            let codes: &[&str] = match sql {
                sql if sql.contains("extension dblink")
                    || sql.contains("citext")
                    || sql.contains("postgres_fdw") =>
                {
                    &["42501", "0A000", "58P01"]
                }
                sql if sql.contains("file_fdw") => &["42501", "0A000", "58P01", "42704"],
                sql if sql.contains("create language") => &["42501", "42704", "0A000", "58P01"],
                sql if sql.contains("event trigger") || sql.contains("create transform") => {
                    &["42501", "42883"]
                }
                sql if sql.contains(".pg_temp")
                    || sql.contains("\"pg_temp")
                    || sql.contains("\"pg_toast_temp") =>
                {
                    &["42501", "42P16"]
                }
                _ => DENIED,
            };
            tally.refused("objects made", codes, &answer, || format!("{name}: {sql}"));
        }
        let calls = FUNCTIONS.map(|call| {
            let call = call.replace("{lo}", &object.to_string()).replace("{pid}", &pid.to_string());
            format!("select {}", call.replace("{colleague}", &colleague))
        });
        for (sql, answer) in calls.iter().zip(attacker.session.attempts(&calls).await) {
            tally.refused("functions of the server", DENIED, &answer, || format!("{name}: {sql}"));
        }
        attacker.session.end().await;
        for sql in OUTSIDE.map(|sql| sql.replace("{d}", &database)) {
            let answer = attacker.session.send(&sql).await;
            tally.refused("outside a transaction", DENIED, &answer, || format!("{name}: {sql}"));
        }
    }
    closed_functions(tally, dba).await;
}

/// Of PostgreSQL's own functions, everybody may what PostgreSQL lets everybody, but for those that `db init` closes.
async fn closed_functions(tally: &mut Tally, dba: &mut PgConnection) {
    let changed: Vec<String> = sqlx::query_scalar(
        "select distinct p.proname::text from pg_proc p
           left join pg_init_privs i on i.objoid = p.oid and i.classoid = 'pg_proc'::regclass
         where p.pronamespace = 'pg_catalog'::regnamespace and p.proacl is distinct from i.initprivs order by 1",
    )
    .fetch_all(&mut *dba)
    .await
    .expect("the rights of functions");
    let closed =
        ["lo_creat", "lo_create", "lo_from_bytea", "pg_logical_emit_message"].map(str::to_owned).to_vec();
    tally.same("rights of the server's functions", &changed, &closed, || "pg_catalog".to_owned());
    let opened: Vec<String> = sqlx::query_scalar(
        "select distinct c.relname::text from pg_class c
           left join pg_init_privs i on i.objoid = c.oid and i.classoid = 'pg_class'::regclass and i.objsubid = 0
         where c.relnamespace = 'pg_catalog'::regnamespace and c.relacl is distinct from i.initprivs",
    )
    .fetch_all(dba)
    .await
    .expect("the rights of catalogues");
    tally.same("rights of the server's catalogues", &opened, &vec![], || "pg_catalog".to_owned());
}
