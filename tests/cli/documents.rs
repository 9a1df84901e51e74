//! `document`, and what centres and the establishment ask for: a file goes in, comes out the same, and nothing is written
//! over.

use guichet::store::seed::{DemoRole, login_for};

use super::Account;
use crate::support::server::Database;

#[tokio::test]
async fn a_document_goes_in_and_comes_out_the_same() {
    const LIABILITY: &str = "Attestation de responsabilité civile";
    let database = Database::university().await;
    let account = Account::new();
    let clerk = database.url(login_for(DemoRole::Clerk));
    let id: i32 = sqlx::query_scalar(
        "select id from guichet.convention where file_state = 'submitted' and centre_id = any(guichet.my_centres()) order by id limit 1",
    )
    .fetch_one(&mut database.person(DemoRole::Clerk).await)
    .await
    .unwrap();
    let id = id.to_string();
    let here = |name: &str| account.home.path().join(name).display().to_string();
    std::fs::write(here("in.pdf"), b"%PDF-1.7 \x00\xff certificate").unwrap();
    let receive = ["document", "receive", id.as_str(), LIABILITY, "--file", &here("in.pdf")];
    account.on(&clerk, &receive).refused(1, &["fin de validité"]);
    account.on(&clerk, &[&receive[..], &["--valid-until", "2090-08-31"]].concat()).done();
    let listed = account.on(&clerk, &["document", "list", &id]);
    assert!(listed.done().contains("reçue, valable jusqu’au 31/08/2090"), "{}", listed.out);
    let json = account.on(&clerk, &["document", "list", &id, "--json"]).json();
    assert!(
        json.iter()
            .any(|one| one["label"] == LIABILITY && one["state"] == "received" && one["file_size"] == 23)
    );
    let save = ["document", "save", id.as_str(), LIABILITY, "--to", &here("out.pdf")];
    account.on(&clerk, &save).done();
    assert_eq!(std::fs::read(here("out.pdf")).unwrap(), std::fs::read(here("in.pdf")).unwrap());
    account.on(&clerk, &save).refused(1, &["out.pdf"]);
    account
        .on(&clerk, &["document", "refuse", &id, "Attestation de responsabilite civile", "x"])
        .refused(1, &["vouliez-vous dire", LIABILITY]);
    account.on(&clerk, &["document", "refuse", &id, LIABILITY, "Illisible"]).done();
    assert!(account.on(&clerk, &["document", "list", &id]).done().contains("refusée"));
    account.on(&clerk, &["document", "expect", &id, LIABILITY]).done();
    account.on(&clerk, &save).refused(1, &["Aucun fichier"]);
    account.on(&clerk, &["document", "list", "999999999"]).refused(1, &["999999999"]);
}

#[tokio::test]
async fn what_is_asked_for_is_said_and_changed_by_command() {
    let database = Database::university().await;
    let account = Account::new();
    let admin = database.url(login_for(DemoRole::Administrator));
    let clerk = database.url(login_for(DemoRole::Clerk));
    let ask = ["centre", "ask", "SCI", "document", "Charte"];
    account.on(&clerk, &ask).refused(1, &["« modifier » (paramétrage des centres)"]);
    account.on(&admin, &[&ask[..], &["--applies", "abroad", "--needed-for", "submission"]].concat()).done();
    // What is not said again stays as it was.
    account.on(&admin, &[&ask[..], &["--expires", "true"]].concat()).done();
    let shown = account.on(&admin, &["centre", "show", "SCI"]);
    let line = shown.done().lines().find(|line| line.contains("Charte")).unwrap().to_owned();
    for words in ["stages à l’étranger", "nécessaire au dépôt", "avec une fin de validité"] {
        assert!(line.contains(words), "{line}");
    }
    account.on(&admin, &[&ask[..], &["--needed-for", "-"]].concat()).done();
    assert!(
        !account
            .on(&admin, &["centre", "show", "SCI"])
            .done()
            .contains("Charte (stages à l’étranger, nécessaire")
    );
    account
        .run(&["centre", "ask", "SCI", "document", "x", "--needed-for", "tomorrow"])
        .exit
        .eq(&2)
        .then_some(())
        .unwrap();
    account.on(&admin, &["establishment", "ask", "template", "es"]).done();
    let shown = account.on(&admin, &["establishment", "show"]);
    assert!(shown.done().contains("tous les types, espagnol, modèle standard"), "{}", shown.out);
    account
        .on(&admin, &["establishment", "ask", "template", "es", "--type", "NOTHING"])
        .refused(1, &["NOTHING"]);
}
