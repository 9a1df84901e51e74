//! The habits that keep the database in charge, checked over the migrations.

use std::collections::BTreeMap;

use super::sources::{self, refuse};
use super::sql_text::{Statement, statements, without_texts};

/// Readings of the day that follow the session's time zone instead of the establishment's.
const SESSION_DAYS: [&str; 4] = ["current_date", "now()::date", "current_timestamp::date", "localtimestamp"];

/// The first of the migrations that write functions out: those before it changed long ones by pieces, and what they became stood
/// nowhere.
const WRITTEN_OUT: &str = "migrations/0075";

/// What the migrations have created so far: a policy's name and table, with the commands it speaks for.
type Policies = BTreeMap<(String, String), &'static [&'static str]>;

/// The violations of the migrations, read in order.
fn violations(files: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    let mut policies = Policies::new();
    for (path, sql) in files {
        for statement in statements(sql) {
            let mut faults = statement_faults(&statement);
            faults.extend(policy_fault(&statement.code, &mut policies));
            faults.extend(piecework(path, &statement));
            found.extend(faults.into_iter().map(|fault| format!("{path}:{}: {fault}", statement.line)));
        }
    }
    found
}

/// A function that is changed is written out, so that its newest text can be read.
fn piecework(path: &str, statement: &Statement) -> Option<String> {
    let is_piecework = statement.bodies.iter().any(|body| holds(body, "pg_get_functiondef"));
    (path >= WRITTEN_OUT && is_piecework)
        .then(|| "a function is written out, never made of pieces of another".to_owned())
}

fn is_routine(code: &str) -> bool {
    let code = code.strip_prefix("create ").map(|code| code.strip_prefix("or replace ").unwrap_or(code));
    code.is_some_and(|code| code.starts_with("function ") || code.starts_with("procedure "))
}

fn statement_faults(statement: &Statement) -> Vec<String> {
    let code = &statement.code;
    let routine = is_routine(code);
    let mut faults = Vec::new();
    if routine {
        // A body may also be written without quotes: `begin atomic ... end`, `return ...`.
        let text = [std::slice::from_ref(code), &statement.bodies].concat().join(" ");
        let close = text.replace(" ::", "::").replace(":: ", "::");
        for day in SESSION_DAYS.into_iter().filter(|day| holds(&close, day)) {
            faults.push(format!("`{day}` follows the session's time zone: use guichet.today()"));
        }
    }
    let definer = code.contains("security definer") && (routine || code.starts_with("alter "));
    if definer && !code.contains("set search_path") {
        faults.push("a security definer function sets its own search_path".to_owned());
    }
    let do_block = code.starts_with("do ");
    let bodies =
        statement.bodies.iter().map(|body| if do_block { body.clone() } else { without_texts(body) });
    for text in std::iter::once(code.clone()).chain(bodies) {
        if ["create role", "create user ", "create group"].iter().any(|words| holds(&text, words)) {
            faults.push(
                "roles belong to the whole server: `db init` creates them, never a migration".to_owned(),
            );
        }
        if text.replace("no force row level security", "").contains("force row level security") {
            faults.push("forced row security silently empties the definer triggers".to_owned());
        }
    }
    faults
}

/// Whether `words` stand in the text on their own, not as the end or the beginning of a longer name.
fn holds(text: &str, words: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(words).any(|(at, _)| {
        let after = text[at + words.len()..].chars().next();
        !(text[..at].ends_with(part) || words.ends_with(part) && after.is_some_and(part))
    })
}

/// A table has one policy a command; `for all` speaks for each of them.
fn policy_fault(code: &str, policies: &mut Policies) -> Option<String> {
    let words: Vec<&str> = code.split_whitespace().collect();
    let table_of = |words: &[&str]| {
        let at = words.iter().position(|word| *word == "on")?;
        let table = words.get(at + 1)?.trim_end_matches('(').trim_matches('"');
        Some(table.strip_prefix("guichet.").unwrap_or(table).to_owned())
    };
    match words.as_slice() {
        ["drop", "policy", rest @ ..] => {
            let rest = rest.strip_prefix(&["if", "exists"]).unwrap_or(rest);
            policies.remove(&(table_of(rest)?, (*rest.first()?).to_owned()));
            None
        }
        ["drop", "table", rest @ ..] => {
            let rest = rest.strip_prefix(&["if", "exists"]).unwrap_or(rest);
            let table = rest.first()?.trim_start_matches("guichet.").to_owned();
            policies.retain(|(other, _), _| *other != table);
            None
        }
        ["create", "policy", name, rest @ ..] => {
            let table = table_of(rest)?;
            let command =
                rest.iter().position(|word| *word == "for").and_then(|at| rest.get(at + 1)).copied();
            let commands: &[&str] = match command {
                Some("select") => &["select"],
                Some("insert") => &["insert"],
                Some("update") => &["update"],
                Some("delete") => &["delete"],
                _ => &["select", "insert", "update", "delete"],
            };
            let twice = policies.iter().find_map(|((other, policy), taken)| {
                let shared = taken.iter().find(|command| commands.contains(command))?;
                (*other == table).then(|| format!("{table} already has a policy for {shared}: {policy}"))
            });
            policies.insert((table, (*name).to_owned()), commands);
            twice
        }
        _ => None,
    }
}

#[test]
fn migrations_keep_the_habits_of_the_database() {
    let sources = sources::files("migrations", "sql");
    let files: Vec<(&str, &str)> =
        sources.iter().map(|source| (source.path.as_str(), source.text.as_str())).collect();
    refuse("Habits of the migrations:", &violations(&files));
}

#[track_caller]
fn caught(sql: &str, expected: &[&str]) {
    let found = violations(&[("a.sql", sql)]);
    let short: Vec<&str> = found.iter().map(|fault| fault.strip_prefix("a.sql:").unwrap()).collect();
    assert_eq!(short.len(), expected.len(), "{short:?} in {sql}");
    for (found, expected) in short.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found:?} is not {expected:?} in {sql}");
    }
}

#[test]
fn the_day_of_the_session_is_refused_in_functions() {
    let function = |body: &str| format!("\ncreate function f() returns date as $f$ {body} $f$ language sql;");
    caught(&function("select CURRENT_DATE"), &["2: `current_date`"]);
    caught(&function("select now() :: date"), &["2: `now()::date`"]);
    caught(&function("select current_timestamp::date -- current_date"), &["2: `current_timestamp::date`"]);
    caught(&function("select guichet.today(), t.current_date_of -- current_date\n /* now()::date */"), &[]);
    caught("create or replace function f() returns date return current_date;", &["1: `current_date`"]);
    caught("comment on table a is 'no current_date, create role, force row level security';", &[]);
}

#[test]
fn a_definer_function_fixes_its_search_path() {
    let body = "as $$ begin return; end $$";
    caught(
        &format!("create function f() returns void language plpgsql security definer {body};"),
        &["1: a security definer"],
    );
    caught(
        &format!("create function f() returns void {body} language plpgsql\n SECURITY  DEFINER;"),
        &["1: a security definer"],
    );
    caught(
        &format!(
            "create function f() returns void security definer set search_path = guichet, pg_temp {body};"
        ),
        &[],
    );
    caught("create function f() returns void as $$ set search_path = a; -- security definer\n $$;", &[]);
    caught("alter function f() security definer;", &["1: a security definer"]);
}

#[test]
fn a_migration_creates_no_role() {
    caught("create role guichet_person;", &["1: roles belong"]);
    caught("-- create role a;\nselect 1;\n\ncreate\n  role b;", &["4: roles belong"]);
    caught("do $$ begin execute 'create role a'; end $$;", &["1: roles belong"]);
    caught(
        "create function f() returns void as $$ begin create role a; end $$ language plpgsql;",
        &["1: roles"],
    );
    // The two functions that add and disable a person write it as a text, which their owner alone may execute.
    caught(
        "create function f() returns void as $$ begin execute 'create role a'; end $$ language plpgsql;",
        &[],
    );
    caught("create table create_role (id int);", &[]);
}

#[test]
fn a_table_has_one_policy_a_command() {
    let policy = |name: &str, rest: &str| format!("create policy {name} on {rest} using (true);\n");
    caught(
        &(policy("a", "guichet.note for select") + &policy("b", "note for select")),
        &["2: note already has a policy for select: a"],
    );
    caught(&(policy("a", "note") + &policy("b", "note for update to x")), &["2: note already has"]);
    caught(&(policy("a", "note for select") + &policy("b", "note for update") + &policy("a", "other")), &[]);
    caught(&(policy("a", "note") + "drop policy if exists a on guichet.note;" + &policy("b", "note")), &[]);
    caught(&(policy("a", "note") + "drop table note;" + &policy("b", "note")), &[]);
}

#[test]
fn a_function_that_is_changed_is_written_out() {
    let pieces = "do $$ begin execute replace(pg_get_functiondef('f()'::regprocedure), 'a', 'b'); end $$;";
    assert_eq!(violations(&[("migrations/0074_a.sql", pieces)]), [""; 0]);
    let found = violations(&[("migrations/0075_a.sql", pieces)]);
    assert!(found.len() == 1 && found[0].contains("written out"), "{found:?}");
}

#[test]
fn row_security_is_never_forced() {
    caught(
        "alter table a enable row level security;\nalter table a force row level security;",
        &["2: forced"],
    );
    caught("alter table a no force row level security;", &[]);
}
