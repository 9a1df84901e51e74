//! Text is data: names, subjects, reasons and notes that try to steer a terminal, to forge a line, to hide or reorder
//! come out harmless on the desk, in the commands, in JSON and in the logs, and are kept as they are in the database.

use std::time::Duration;

use guichet::store::seed::{DemoRole, login_for};
use sqlx::{Connection, PgConnection};
use widgets::text::{marked, sanitise};

use crate::cli::{Account, end};
use crate::support::pty::{Key, Launch, Outcome};
use crate::support::server::Database;

const SOON: Duration = Duration::from_secs(20);

/// Colours, clears, rings, turns round, hides, breaks the line, and towers.
fn hostile(word: &str) -> String {
    format!(
        "{word}\u{1b}[31m\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}5m\u{202e}fdp\u{2066}\u{200b}\u{feff}\r\nFORGED 28413 validée\te{}\u{e0041}",
        "\u{301}".repeat(40)
    )
}

/// Makes the clerk's first file hostile wherever a text can be; its number.
async fn poison(dba: &mut PgConnection) -> i32 {
    let id: i32 = sqlx::query_scalar(
        "select r.convention_id from guichet.convention_row r join guichet.centre_staff s on s.centre_id = r.centre_id
         join guichet.person p on p.id = s.person_id and p.login = 'nadia.lefevre'
         where r.queue = 'administrative' order by r.start_date, r.convention_id limit 1",
    )
    .fetch_one(&mut *dba)
    .await
    .unwrap();
    for (sql, word) in [
        (
            "update guichet.student set surname = $2, given_name = $2, mail = $2 where id = (select student_id from guichet.convention where id = $1)",
            "DUPONT",
        ),
        (
            "update guichet.host_organisation set name = $2, town = $2, address = $2 where id = (select organisation_id from guichet.convention where id = $1)",
            "ACME",
        ),
        (
            "update guichet.host_service set name = $2 where id = (select service_id from guichet.convention where id = $1)",
            "Siège",
        ),
        (
            "update guichet.contact set surname = $2, given_name = $2, job_title = $2, mail = $2, phone = $2 where id = (select tutor_id from guichet.convention where id = $1)",
            "Tuteur",
        ),
        (
            "update guichet.supervisor set surname = $2, given_name = $2, mail = $2 where id = (select supervisor_id from guichet.convention where id = $1)",
            "Prof",
        ),
        (
            "update guichet.convention_text set subject = $2, tasks = $2, skills = $2 where convention_id = $1",
            "Sujet",
        ),
        ("insert into guichet.note (convention_id, author_id, body) values ($1, 1, $2)", "Note"),
        ("update guichet.convention_step set label = $2 where convention_id = $1", "Étape"),
        (
            "update guichet.person set surname = $2, given_name = $2, mail = $2 where id > 6 and $1 > 0",
            "Agent",
        ),
        ("update guichet.centre set name = $2, mail = $2, address = $2 where $1 > 0", "Centre"),
        (
            "update guichet.etape set label = $2 where id = (select etape_id from guichet.convention where id = $1)",
            "Master",
        ),
        (
            "update guichet.list_entry set label = $2 where $1 > 0 and list = 'convention_type' and id = (select min(id) from guichet.list_entry where list = 'convention_type')",
            "Type",
        ),
        ("update guichet.app_role set label = $2 where origin is not null and $1 > 0", "Rôle"),
    ] {
        sqlx::query(sql)
            .bind(id)
            .bind(hostile(word))
            .execute(&mut *dba)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    id
}

/// Every line is as harmless as it can be made, and none was forged.
#[track_caller]
fn harmless(text: &str, what: &str) {
    for line in text.lines() {
        assert_eq!(sanitise(line), line, "{what}");
        assert!(!line.trim_start().starts_with("FORGED"), "{what}: {line}");
    }
}

#[tokio::test]
async fn commands_write_hostile_texts_harmless() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let id = poison(&mut dba).await.to_string();
    let mut clerk = database.person(DemoRole::Clerk).await;
    for act in [
        "select * from guichet.act('return', array[$1::int], array[(select version from guichet.convention where id = $1::int)], gen_random_uuid(), jsonb_build_object('reason', $2))",
        "select * from guichet.edit($1::int, (select version from guichet.convention where id = $1::int), jsonb_build_object('comment', $2), $2)",
    ] {
        sqlx::query(act).bind(&id).bind(hostile("Motif")).execute(&mut clerk).await.unwrap();
    }
    clerk.close().await.unwrap();
    let account = Account::new();
    let url = database.url(login_for(DemoRole::Administrator));
    let run = |arguments: &[&str]| {
        let mut command = account.command(arguments);
        command.env("DATABASE_URL", &url).env("GUICHET_LOG", "debug");
        end(command)
    };
    let mut met = 0;
    for arguments in [
        &["inspect", "convention", &id][..],
        &["inspect", "queue", "all", "--limit", "5000"],
        &["inspect", "history", &id],
        &["person", "list"],
        &["centre", "list"],
        &["centre", "show", "SCI"],
        &["role", "list"],
    ] {
        let said = run(arguments);
        assert_eq!(said.exit, 0, "{arguments:?}: {}", said.err);
        harmless(&said.out, &format!("{arguments:?}"));
        met += usize::from(said.out.contains("␛[31m"));
    }
    assert!(met >= 5, "only {met} of these met a hostile text: this proves little");
    for arguments in [
        &["inspect", "convention", &id, "--json"][..],
        &["inspect", "queue", "all", "--limit", "5000", "--json"],
        &["inspect", "history", &id, "--json"],
        &["person", "list", "--json"],
        &["role", "list", "--json"],
    ] {
        let said = run(arguments);
        assert_eq!(said.exit, 0, "{arguments:?}: {}", said.err);
        for line in said.out.lines() {
            let steering: String = marked(line).filter(|(_, harmless)| !harmless).map(|(c, _)| c).collect();
            assert_eq!(steering, "", "{arguments:?}");
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
    }
    let sheet = &run(&["inspect", "convention", &id, "--json"]).json()[0];
    assert_eq!(sheet["student"]["surname"], hostile("DUPONT"), "JSON keeps the text as it is");
    // What was refused is said and logged in one line.
    for arguments in
        [&["person", "roles", &hostile("qui"), "--add", "GES"][..], &["centre", "show", &hostile("où")]]
    {
        let said = run(arguments);
        assert_eq!((said.exit, said.out.as_str()), (1, ""), "{said:?}");
        harmless(&said.err, &format!("{arguments:?}"));
    }
    let mut logs = String::new();
    for log in std::fs::read_dir(account.home.path().join("state/guichet/log")).unwrap() {
        logs += &std::fs::read_to_string(log.unwrap().path()).unwrap();
    }
    assert!(logs.contains("FORGED"), "what was refused is logged");
    harmless(&logs, "the log");
}

#[tokio::test]
async fn the_desk_draws_hostile_texts_harmless() -> Outcome<()> {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let id = poison(&mut dba).await;
    let home = tempfile::tempdir().expect("a folder");
    let pty = Launch::guichet()
        .env("DATABASE_URL", database.url(login_for(DemoRole::Clerk)))
        .env("HOME", home.path())
        .env("LANG", "fr_FR.UTF-8")
        .size(140, 40)
        .keep_everything()
        .spawn()?;
    // The list, the file, its history, the journal and the search each show some of it.
    pty.wait_text("DUPONT␛[", SOON)?;
    pty.wait_text(&id.to_string(), SOON)?;
    pty.send("h")?;
    pty.wait_text("Historique", SOON)?;
    pty.send_key(Key::Esc)?;
    pty.wait(|screen| !screen.contents().contains("Historique"), "the history closed", SOON)?;
    pty.send("/dupont")?;
    pty.wait_text("/dupont", SOON)?;
    pty.send_key(Key::Enter)?;
    pty.wait_text("DUPONT␛[", SOON)?;
    pty.send(":")?;
    pty.paste(&hostile("collé"))?;
    pty.wait_text(":collé", SOON)?;
    pty.send_key(Key::Esc)?;
    pty.wait(|screen| !screen.contents().contains(":collé"), "the command given up", SOON)?;
    pty.send("q")?;
    pty.wait_exit(SOON)?;
    assert_eq!(pty.leftovers(), [""; 0]);
    let written = String::from_utf8(pty.written()).expect("the desk writes UTF-8");
    for steering in [
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{feff}",
        "\u{9b}",
        "\u{e0041}",
        "owned\u{7}",
        "\u{1b}]0;owned",
    ] {
        assert!(!written.contains(steering), "{steering:?} reached the terminal");
    }
    assert!(!written.contains(&"\u{301}".repeat(9)), "a tower reached the terminal");
    Ok(())
}
