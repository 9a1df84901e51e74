//! `inspect`: what a person may see and nothing else, readable by people and by scripts.

use guichet::store::seed::{DemoRole, login_for};
use sqlx::PgConnection;

use super::Account;
use crate::support::server::Database;

async fn number(conn: &mut PgConnection, which: &'static str) -> i32 {
    sqlx::query_scalar(which).fetch_one(conn).await.unwrap()
}

fn keys(value: &serde_json::Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_convention_is_read_by_people_and_by_scripts() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let id = number(
        &mut clerk,
        "select convention_id from guichet.convention_row where queue = 'administrative' and steps_done > 0
         and organisation_name <> '' order by convention_id limit 1",
    )
    .await;
    let (account, url, id) = (Account::new(), database.url(login_for(DemoRole::Clerk)), id.to_string());

    let sheet = account.on(&url, &["inspect", "convention", &id, "--json"]).json();
    assert_eq!(sheet.len(), 1);
    assert_eq!(sheet[0]["id"].to_string(), id);
    assert_eq!(sheet[0]["file_state"], "in_validation");
    for key in ["version", "signature_state", "student", "etape", "organisation", "steps", "findings", "type"]
    {
        assert!(keys(&sheet[0]).contains(&key), "{key}: {}", sheet[0]);
    }
    assert!(sheet[0]["start_date"].as_str().unwrap().parse::<chrono::NaiveDate>().is_ok());

    let computed = &sheet[0]["calculations"];
    assert!(computed["worked_days"].as_u64().unwrap() > 0, "{computed}");
    assert_eq!(
        computed["hours"].as_str().unwrap().parse::<f64>().unwrap(),
        sheet[0]["total_hours"].as_str().unwrap().parse::<f64>().unwrap()
    );
    assert!(computed["gratification_due"].is_boolean() && computed["legal_months"].is_u64(), "{computed}");

    let french = account.on(&url, &["inspect", "convention", &id]);
    let surname = sheet[0]["student"]["surname"].as_str().unwrap();
    for words in [
        "N°",
        "Étudiant",
        "en validation",
        "Validation administrative",
        "en attente",
        &id,
        surname,
        "Jours travaillés",
        "Durée légale",
        "Gratification due",
    ] {
        assert!(french.done().contains(words), "no {words} in\n{}", french.out);
    }
    let english = account.on(&url, &["--lang", "en", "inspect", "convention", &id]);
    for words in ["No.", "Student", "in validation", "waiting"] {
        assert!(english.done().contains(words), "no {words} in\n{}", english.out);
    }
    // Labels on the left, all values from one column.
    let label = french.out.lines().next().unwrap();
    let column = label.chars().count() - id.len();
    assert!(
        french.out.lines().all(|line| line.chars().nth(column).is_some_and(|c| c != ' ')),
        "{}",
        french.out
    );
}

#[tokio::test]
async fn what_nobody_has_checked_yet_is_told_all_the_same() {
    let database = Database::university().await;
    let mut owner = database.owner().await;
    let mut administrator = database.person(DemoRole::Administrator).await;
    let id = number(
        &mut administrator,
        "select min(convention_id) from guichet.finding where rule = 'mandatory-content'",
    )
    .await;
    sqlx::raw_sql("delete from guichet.finding; delete from guichet.convention_check")
        .execute(&mut owner)
        .await
        .unwrap();
    let (account, url, id) =
        (Account::new(), database.url(login_for(DemoRole::Administrator)), id.to_string());
    let sheet = account.on(&url, &["inspect", "convention", &id, "--json"]).json().remove(0);
    assert_eq!(sheet["checked"], false);
    let rules: Vec<&str> =
        sheet["findings"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"mandatory-content"), "{rules:?}");
    let told = account.on(&url, &["inspect", "convention", &id]);
    assert!(told.done().contains("à contrôler") && told.out.contains("Il manque :"), "{}", told.out);
}

#[tokio::test]
async fn a_history_tells_who_did_what() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let id = number(
        &mut clerk,
        "select convention_id from guichet.convention_row where queue = 'to_correct' order by convention_id limit 1",
    )
    .await;
    let (account, url, id) = (Account::new(), database.url(login_for(DemoRole::Clerk)), id.to_string());
    let entries = account.on(&url, &["inspect", "history", &id, "--json"]).json();
    assert!(entries.len() > 1);
    for (at, entry) in entries.iter().enumerate() {
        assert_eq!(entry["seq"], at + 1);
        assert_eq!(keys(entry), ["at", "by", "changes", "reason", "seq", "verb"]);
    }
    assert!(entries.iter().any(|entry| entry["verb"] == "return"));
    let french = account.on(&url, &["inspect", "history", &id]);
    assert!(french.done().contains("a mis à corriger"), "{}", french.out);
    let english = account.on(&url, &["--lang", "en", "inspect", "history", &id]);
    assert!(!english.done().contains("a mis à corriger"), "{}", english.out);
    let heads = |text: &str| text.lines().filter(|line| !line.starts_with("      ")).count();
    assert_eq!((heads(&french.out), heads(&english.out)), (entries.len(), entries.len()));
}

#[tokio::test]
async fn a_queue_is_listed_as_the_desk_lists_it() {
    let database = Database::university().await;
    let (account, url) = (Account::new(), database.url(login_for(DemoRole::Administrator)));
    let all = account.on(&url, &["inspect", "queue", "all", "--json"]).json();
    assert!(all.len() > 1_000, "several pages");
    let starts: Vec<(&str, i64)> = all
        .iter()
        .map(|row| (row["start"].as_str().unwrap_or("9999-12-31"), row["id"].as_i64().unwrap()))
        .collect();
    assert!(starts.is_sorted(), "soonest start first, each once");
    for key in ["version", "queue", "student", "organisation", "blocking", "warnings", "claimed_until"] {
        assert!(keys(&all[0]).contains(&key), "{key}: {}", all[0]);
    }

    let some = account.on(&url, &["inspect", "queue", "à corriger", "--limit", "3", "--json"]).json();
    assert_eq!(some.len(), 3);
    assert!(some.iter().all(|row| row["queue"] == "to_correct"));
    // Without a name, the queue that the desk opens on.
    let opened = account.on(&url, &["inspect", "queue", "--json"]).json();
    assert!(!opened.is_empty() && opened.iter().all(|row| row["queue"] == "administrative"));

    let table = account.on(&url, &["inspect", "queue", "to_correct", "--limit", "3"]);
    let lines: Vec<&str> = table.done().lines().collect();
    assert_eq!(lines.len(), 4, "{}", table.out);
    assert!(lines[0].starts_with("N°") && lines[0].contains("Étudiant"), "{}", lines[0]);
    let column = lines[0].chars().position(|c| c == 'É').unwrap();
    for (line, row) in lines[1..].iter().zip(&some) {
        let student: String = line.chars().skip(column).collect();
        assert!(line.starts_with(&row["id"].to_string()), "{line}");
        assert!(student.starts_with(row["student"].as_str().unwrap()), "{line}");
    }
}

#[tokio::test]
async fn what_one_may_not_see_is_not_found() {
    let database = Database::university().await;
    let mut owner = database.owner().await;
    let mut student = database.person(DemoRole::Student).await;
    let own = number(&mut student, "select max(id) from guichet.convention").await;
    let other = sqlx::query_scalar::<_, i32>(
        "select max(c.id) from guichet.convention c where c.student_id <> (select student_id from guichet.convention where id = $1)",
    )
    .bind(own)
    .fetch_one(&mut owner)
    .await
    .unwrap();
    let (account, url) = (Account::new(), database.url(login_for(DemoRole::Student)));
    for what in ["convention", "history"] {
        assert_eq!(account.on(&url, &["inspect", what, &own.to_string()]).exit, 0);
        let hidden = account.on(&url, &["inspect", what, &other.to_string()]);
        hidden.refused(1, &["introuvable, ou hors de votre périmètre", &other.to_string()]);
        let absent = account.on(&url, &["--lang", "en", "inspect", what, "99999999", "--json"]);
        absent.refused(1, &["99999999", "not found"]);
    }
    let listed = account.on(&url, &["inspect", "queue", "all", "--json"]).json();
    assert!(!listed.is_empty() && listed.len() < 20, "only the student's own");
}

#[tokio::test]
async fn a_queue_that_does_not_exist_and_a_login_that_is_nobody_are_told() {
    let database = Database::university().await;
    let account = Account::new();
    let url = database.url(login_for(DemoRole::Clerk));
    let wrong = account.on(&url, &["inspect", "queue", "administrativ"]);
    wrong.refused(2, &["« administrativ »", "pedagogical, check,", "Vouliez-vous dire « administrative » ?"]);
    account.on(&url, &["--lang", "en", "inspect", "queue", "zzz"]).refused(2, &["No queue is called “zzz”"]);
    assert_eq!(account.on(&url, &["inspect", "queue", "--limit", "0"]).exit, 2);
    assert_eq!(account.on(&url, &["inspect", "convention", "x"]).exit, 2);

    let dba = database.url(guichet::store::cluster::SUPERUSER);
    account.on(&dba, &["inspect", "queue"]).refused(1, &["guichet_dba", "aucune personne"]);
}

#[tokio::test]
async fn text_of_the_database_cannot_steer_a_terminal() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let id = number(
        &mut clerk,
        "select convention_id from guichet.convention_row where queue = 'administrative' order by convention_id limit 1",
    )
    .await;
    let evil = "a\u{1b}[2J\u{9b}31mb\u{202e}c";
    guichet::store::files::add_note(&mut clerk, id, evil).await.unwrap();
    let (account, url, id) = (Account::new(), database.url(login_for(DemoRole::Clerk)), id.to_string());
    for arguments in [["inspect", "convention", &id], ["inspect", "history", &id]] {
        let shown = account.on(&url, &arguments);
        assert!(shown.done().chars().all(|c| c == '\n' || !c.is_control()), "{:?}", shown.out);
        assert!(!shown.out.contains('\u{202e}'), "{:?}", shown.out);
    }
    let json = account.on(&url, &["inspect", "convention", &id, "--json"]);
    let notes = json.json()[0]["notes"].to_string();
    assert!(json.out.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", json.out);
    assert!(
        notes.contains('\u{9b}') || notes.contains("\\u009b"),
        "a script still gets the very text: {notes}"
    );
}

#[tokio::test]
async fn an_amendment_says_what_changes_and_a_file_what_was_in_force_on_a_day() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let signed: (i32, i32, chrono::NaiveDate) = sqlx::query_as(
        "select convention_id, number::int, effective_from from guichet.amendment_row
         where state = 'signed' and motives = array['gratification'] order by 1 limit 1",
    )
    .fetch_one(&mut admin)
    .await
    .unwrap();
    let (account, url) = (Account::new(), database.url(login_for(DemoRole::Administrator)));
    let (id, which) = (signed.0.to_string(), signed.1.to_string());
    let told = account.on(&url, &["inspect", "amendment", &id, &which, "--json"]).json();
    assert_eq!(told[0]["amendment"]["state"], "signed");
    let fields: Vec<&str> =
        told[0]["changes"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["gratification_amount"]);
    let amount = |value: &serde_json::Value| value.to_string().trim_matches('"').parse::<f64>().unwrap();
    let (from, to) = (amount(&told[0]["changes"][0]["from"]), amount(&told[0]["changes"][0]["to"]));
    assert!((to - from - 0.15).abs() < 0.001, "{from} {to}");
    assert!(told[0]["consequences"]["after"]["hours"].is_string(), "{}", told[0]["consequences"]);

    for (day, amount) in [(signed.2.pred_opt().unwrap(), from), (signed.2, to)] {
        let arguments = ["inspect", "convention", &id, "--at", &day.to_string(), "--json"];
        let at = account.on(&url, &arguments).json();
        let found = at[0]["in_force"]["values"]["gratification_amount"].to_string();
        assert!((found.trim_matches('"').parse::<f64>().unwrap() - amount).abs() < 0.001, "{day}: {found}");
        assert!(at[0]["amendments"].as_array().unwrap().len() >= usize::try_from(signed.1).unwrap());
    }
    let french = account.on(&url, &["inspect", "amendment", &id, &which]);
    assert!(french.done().contains("signé depuis") && french.out.contains("+ 0,15"), "{}", french.out);
    let english = account.on(&url, &["--lang", "en", "inspect", "convention", &id, "--at", "2026-01-01"]);
    assert!(english.done().contains("As of"), "{}", english.out);
    // One that waits says whether the rules have looked at what it says now.
    let waiting: (i32, i32, i32) = sqlx::query_as(
        "select convention_id, number::int, amendment_id from guichet.amendment_row
         where state = 'submitted' and checked order by 1 limit 1",
    )
    .fetch_one(&mut admin)
    .await
    .unwrap();
    let (file, number) = (waiting.0.to_string(), waiting.1.to_string());
    let inspected = || account.on(&url, &["inspect", "amendment", &file, &number, "--json"]).json();
    assert_eq!(inspected()[0]["consequences"]["current"], true);
    sqlx::query("update guichet.amendment set revision = revision + 1 where id = $1")
        .bind(waiting.2)
        .execute(&mut database.dba().await)
        .await
        .unwrap();
    assert_eq!(inspected()[0]["consequences"]["current"], false);
    let french = account.on(&url, &["inspect", "amendment", &file, &number]);
    assert!(french.done().contains("Pas encore contrôlé"), "{}", french.out);
    account.on(&url, &["inspect", "amendment", &id, "77"]).refused(1, &["n’a pas d’avenant n° 77"]);
    account.on(&url, &["inspect", "amendment", "999999"]).refused(1, &["n’a pas d’avenant que"]);
    assert_eq!(account.on(&url, &["inspect", "convention", &id, "--at", "demain"]).exit, 2);
}
