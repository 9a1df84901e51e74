//! Becoming somebody else: every role of the server, by every way there is, and more power for oneself. What is left is
//! one's own group, which holds nothing more.

use sqlx::PgConnection;

use super::attack::Tally;
use super::cast::{Attacker, Group};

/// Permission denied, or a name that PostgreSQL keeps for itself.
const DENIED: &[&str] = &["42501", "42939"];

/// What nobody does with the role `{r}`.
const OTHERS: [&str; 16] = [
    "set role {r}",
    "set local role {r}",
    "set session authorization {r}",
    "select set_config('role', '{n}', false)",
    "select set_config('session_authorization', '{n}', false)",
    "alter role {r} password 'guess'",
    "alter role {r} superuser",
    "alter role {r} set search_path = 'pg_temp'",
    "alter role {r} rename to intruder",
    "drop role {r}",
    "grant {r} to {me}",
    "grant {me} to {r}",
    "reassign owned by {r} to {me}",
    "drop owned by {r} cascade",
    "comment on role {r} is 'intruder'",
    "alter default privileges for role {r} grant select on tables to {me}",
];

/// Of these, what the members of a group may do with it.
const WITH_THE_GROUP: [&str; 6] = [
    "set role",
    "set local role",
    "select set_config('role'",
    "reassign owned by",
    "drop owned by",
    "alter default privileges",
];

/// What nobody does for themselves.
const SELF: [&str; 26] = [
    "alter role {me} superuser",
    "alter role {me} createrole",
    "alter role {me} createdb",
    "alter role {me} replication",
    "alter role {me} bypassrls",
    "alter role {me} inherit",
    "alter role {me} connection limit 1000",
    "alter role {me} valid until 'infinity'",
    "alter role {me} rename to intruder",
    "alter role {me} set session_replication_role = 'replica'",
    "alter role all set search_path = 'pg_temp'",
    "alter role {me} set log_statement = 'none'",
    "create role intruder",
    "create user intruder superuser",
    "create group intruder",
    "drop role {me}",
    "set session_replication_role = 'replica'",
    "set log_statement = 'none'",
    "set log_min_messages = 'panic'",
    "set allow_system_table_mods = on",
    "set zero_damaged_pages = on",
    "set dynamic_library_path = '/tmp'",
    "set session_preload_libraries = 'x'",
    "set temp_file_limit = -1",
    "set deadlock_timeout = '1h'",
    "grant guichet_person to {me} with admin option",
];

/// Everything, for everybody.
pub async fn attack(tally: &mut Tally, dba: &mut PgConnection, attackers: &mut [Attacker]) {
    let roles: Vec<String> = sqlx::query_scalar("select rolname::text from pg_catalog.pg_roles order by 1")
        .fetch_all(dba)
        .await
        .expect("the roles");
    for attacker in attackers {
        let me = format!("\"{}\"", attacker.login);
        let login = attacker.login.clone();
        attacker.session.begin().await;
        for role in roles.iter().filter(|role| **role != login) {
            let own_group = *role == attacker.group.role();
            let all = OTHERS.map(|sql| {
                sql.replace("{r}", &format!("\"{role}\"")).replace("{n}", role).replace("{me}", &me)
            });
            let answers = attacker.session.attempts(&all).await;
            for (sql, answer) in all.iter().zip(answers) {
                // As a member one may; it holds nothing more, owns nothing and grants nothing: see `in_vain`.
                if own_group && WITH_THE_GROUP.iter().any(|start| sql.starts_with(start)) {
                    tally.allowed("one's own group", &answer, || format!("{login}: {sql}"));
                } else {
                    tally.refused("other roles", DENIED, &answer, || format!("{}: {sql}", attacker.name));
                }
            }
        }
        let all = SELF.map(|sql| sql.replace("{me}", &me));
        for (sql, answer) in all.iter().zip(attacker.session.attempts(&all).await) {
            // Nobody renames the session's own role, whatever they may do.
            let codes = if sql.contains("rename") { &["0A000"] } else { DENIED };
            tally.refused("more for oneself", codes, &answer, || format!("{}: {sql}", attacker.name));
        }
        same_as_ever(tally, attacker).await;
        attacker.session.end().await;
    }
}

/// What is not refused, done for good: dropping what one's group owns, and granting what one may not grant, of which the
/// server warns. It gives and takes nothing, as the state of everything afterwards proves.
pub async fn in_vain(tally: &mut Tally, attackers: &mut [Attacker]) {
    for attacker in attackers {
        let group = attacker.group.role();
        for sql in [
            format!("reassign owned by {group} to \"{}\"", attacker.login),
            format!(
                "alter default privileges for role {group} grant select on tables to \"{}\"",
                attacker.login
            ),
            format!("drop owned by {group} cascade"),
            format!("drop owned by \"{}\" cascade", attacker.login),
            format!("alter role \"{}\" set search_path = 'pg_temp'", attacker.login),
            format!("alter role \"{}\" reset all", attacker.login),
        ] {
            let answer = attacker.session.send(&sql).await;
            tally.allowed("in vain", &answer, || format!("{}: {sql}", attacker.name));
        }
        for sql in [
            "grant all on schema guichet to public",
            "grant all on all tables in schema guichet to public",
            "grant execute on all functions in schema guichet to public",
            "grant all on all sequences in schema guichet to public",
            "grant all on guichet.convention to public",
            "revoke all on guichet.convention from guichet_person",
            "vacuum guichet.convention",
            "analyze guichet.convention",
        ] {
            let answer = attacker.session.send(sql).await;
            tally.tried("in vain", answer);
        }
    }
}

/// What anyone may set changes nothing of what they see: the group, the path, the settings of row security.
async fn same_as_ever(tally: &mut Tally, attacker: &mut Attacker) {
    // Without policies a statement would see everything: the server refuses it instead.
    let off =
        attacker.session.attempt("set local row_security = off; select * from guichet.convention").await;
    tally.refused("row security off", &["42501"], &off, || attacker.name.to_owned());
    let group = attacker.group.role();
    let questions: &[&str] = match attacker.group {
        Group::Worker => {
            &["select guichet.me(), guichet.my_centres()", "select count(*) from guichet.convention"]
        }
        Group::Person | Group::Portal => &[
            "select guichet.whoami()",
            "select guichet.me(), guichet.my_centres(), guichet.my_supervised(), guichet.my_etapes(), guichet.my_student()",
            "select count(*), max(id) from guichet.convention",
            "select guichet.file_sheet(500)",
            "select * from guichet.preview('validate', array[500], array[1])",
        ],
    };
    for question in questions {
        let usual = attacker.session.attempt(question).await;
        for setting in [
            &*format!("set local role {group}"),
            "set local search_path = pg_temp, public",
            "set local search_path = ''",
            "set local search_path = guichet, pg_catalog",
            "set local guichet.acting_for = '1 1'",
            "set local check_function_bodies = off",
            "set local TimeZone = 'Pacific/Kiritimati'",
            "set local DateStyle = 'SQL, DMY'",
            "set local standard_conforming_strings = off",
            "set local enable_indexscan = off",
        ] {
            if setting.contains("acting_for") && attacker.viewer.student.is_some() {
                continue;
            }
            let answer = attacker.session.attempt(&format!("{setting}; {question}")).await;
            // A moment is told in the session's zone and style, and is the same moment.
            let told_otherwise = setting.contains("TimeZone") || setting.contains("DateStyle");
            if !told_otherwise || question.contains("count") || question.contains("me()") {
                tally.same("settings that change nothing", &answer, &usual, || {
                    format!("{}: {setting}; {question}", attacker.name)
                });
            }
        }
    }
}
