//! `role`, `person` and `centre`: what each writes, and what it says when the database refuses.

use guichet::store::seed::{DemoRole, login_for};

use super::Account;
use crate::support::server::Database;

#[tokio::test]
async fn an_administrator_reads_and_changes_what_a_clerk_may_not() {
    let database = Database::university().await;
    let account = Account::new();
    let admin = database.url(login_for(DemoRole::Administrator));
    let clerk = database.url(login_for(DemoRole::Clerk));

    let roles = account.on(&admin, &["role", "list"]);
    for words in ["GES", "responsable gestionnaire", "tout l’établissement"] {
        assert!(roles.done().contains(words), "no {words} in\n{}", roles.out);
    }
    let rights = account.on(&admin, &["role", "show", "ENS"]);
    assert!(
        rights
            .done()
            .lines()
            .any(|line| line.starts_with("CONVENTION ") && line.contains("consulter, valider"))
    );
    account.on(&admin, &["role", "set", "ENS", "CONVENTION", "read"]).done();
    let json = account.on(&admin, &["role", "list", "--json"]).json();
    let teacher = json.iter().find(|role| role["code"] == "ENS").unwrap();
    assert!(teacher["rights"].as_array().unwrap().contains(&serde_json::json!(["CONVENTION", ["read"]])));
    account.on(&admin, &["role", "set", "ENS", "CONVENTION", "-"]).done();
    let rights = account.on(&admin, &["--lang", "en", "role", "show", "ENS"]);
    assert!(
        rights
            .done()
            .lines()
            .any(|line| line.starts_with("CONVENTION ") && line.contains(" -  (conventions)"))
    );

    account
        .on(&clerk, &["role", "set", "ENS", "CONVENTION", "read"])
        .refused(1, &["Il vous manque le droit « modifier » (paramétrage global)", "Aubry"]);
    account.run(&["role", "set", "ENS", "CONVENTION", "lire"]).refused(2, &["« lire »", "read, create"]);
    account.on(&admin, &["role", "show", "KING"]).refused(1, &["« KING »", "guichet role list"]);
    let newcomer = ["person", "add", "Nouveau!", "--surname", "N", "--given-name", "P"];
    account.on(&clerk, &newcomer).refused(1, &["créer"]);
    account.on(&admin, &newcomer).refused(1, &["« Nouveau! »", "identifiant"]);
    account.on(&admin, &["person", "disable", "sophie.aubry"]).refused(1, &["ses propres droits"]);
    account.on(&admin, &["person", "roles", "nobody.here", "--add", "GES"]).refused(1, &["« nobody.here »"]);
    account.on(&admin, &["person", "roles", "marc.delattre", "--add", "GES"]).done();
    let people = account.on(&admin, &["person", "list", "--json"]).json();
    let teacher = people.iter().find(|who| who["login"] == "marc.delattre").unwrap();
    assert_eq!(teacher["roles"], serde_json::json!(["ENS", "GES"]));
    assert_eq!(account.on(&clerk, &["person", "list", "--json"]).json().len(), 1, "oneself");

    account.on(&admin, &["centre", "set", "SCI", "mail", "stages.sci@univ.example"]).done();
    let centre = account.on(&admin, &["centre", "show", "SCI"]);
    assert!(
        centre
            .done()
            .lines()
            .any(|line| line.starts_with("mail ") && line.ends_with("stages.sci@univ.example"))
    );
    account
        .on(&admin, &["centre", "set", "SCI", "alert_days", "jamais"])
        .refused(1, &["« jamais »", "alerte avant le début"]);
    account.on(&admin, &["centre", "add", "NEUF", "--name", "Scolarité neuve"]).done();
    let centre = account.on(&admin, &["centre", "show", "NEUF"]);
    assert!(centre.done().lines().any(|line| line.ends_with("pedagogical administrative")), "{}", centre.out);
    account
        .on(&admin, &["centre", "add", "NEUF", "--name", "Encore"])
        .refused(1, &["Le centre « NEUF » existe"]);
    account.on(&admin, &["centre", "add", "neuf", "--name", "Petit"]).refused(1, &["« neuf »"]);
    account.on(&clerk, &["centre", "add", "AUTRE", "--name", "A"]).refused(1, &["« créer »"]);
    account.on(&admin, &["person", "set", "marc.delattre", "mail", "marc@univ.example"]).done();
    account
        .on(&admin, &["person", "set", "marc.delattre", "mail", "nulle part"])
        .refused(1, &["« nulle part »"]);
    account.on(&admin, &["person", "set", "marc.delattre", "surname"]).refused(1, &["nom"]);
    account.on(&clerk, &["centre", "steps", "SCI", "check"]).refused(1, &["paramétrage des centres"]);

    account.on(&admin, &["establishment", "set", "supervisor_quota", "12"]).done();
    let here = account.on(&admin, &["establishment", "show"]);
    assert!(
        here.done().lines().any(|line| line.split_whitespace().eq(["supervisor_quota", "12"])),
        "{}",
        here.out
    );
    account.on(&admin, &["establishment", "set", "zone", "Mars/Olympus"]).refused(1, &["Mars/Olympus"]);
    account.on(&clerk, &["establishment", "set", "supervisor_quota", "99"]).refused(1, &["« modifier »"]);

    account.on(&admin, &["centre", "severity", "SCI", "end-of-year", "blocking"]).done();
    let shown = account.on(&admin, &["centre", "show", "SCI"]);
    let severity = |line: &str| line.starts_with("severity end-of-year ") && line.ends_with("blocking");
    assert!(shown.done().lines().any(severity), "{}", shown.out);
    account.on(&admin, &["centre", "severity", "SCI", "end-of-year"]).done();
    assert!(!account.on(&admin, &["centre", "show", "SCI"]).done().contains("severity"));
    account
        .on(&admin, &["centre", "severity", "SCI", "end-of-yaer", "blocking"])
        .refused(2, &["« end-of-yaer »", "Vouliez-vous dire « end-of-year » ?"]);
    account
        .on(&admin, &["centre", "severity", "SCI", "end-of-year", "grave"])
        .refused(2, &["« grave »", "blocking, warning, information"]);
    account
        .on(&clerk, &["centre", "severity", "SCI", "end-of-year", "information"])
        .refused(1, &["paramétrage des centres"]);
}

#[tokio::test]
async fn the_dba_may_keep_the_making_of_logins() {
    let database = Database::university().await;
    let account = Account::new();
    let admin = database.url(login_for(DemoRole::Administrator));
    let login = format!("arrivee.{}", database.name());
    let added = account.on(
        &admin,
        &[
            "person",
            "add",
            &login,
            "--surname",
            "Arrivée",
            "--given-name",
            "Nouvelle",
            "--role",
            "GES",
            "--print-login",
        ],
    );
    let sql = format!("create role \"{login}\" login in role guichet_person;");
    assert_eq!(added.done().lines().next(), Some(sql.as_str()));
    let known: bool = sqlx::query_scalar("select exists (select from pg_roles where rolname = $1)")
        .bind(&login)
        .fetch_one(&mut database.dba().await)
        .await
        .unwrap();
    assert!(!known, "nothing was made");
}
