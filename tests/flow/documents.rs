//! Documents and a centre's settings at the keyboard: a certificate comes in, one will not do, and what a centre asks for.

use guichet::app::message::Message;
use guichet::domain::form::{DocumentState, Line};
use guichet::store::seed::DemoRole;

use crate::support::desk::Desk;
use crate::support::server::Database;

/// Goes to the line of a document of the file that is being written.
async fn to_document(desk: &mut Desk, label: &str) {
    let form = desk.model.writing.form().expect("a file");
    let is_it = |line: &Line| matches!(line, Line::Document(at) if form.documents[*at].label == label);
    let place = form.lines().iter().position(is_it).expect("it is asked for");
    desk.keys("gg").await;
    for _ in 0..place {
        desk.keys("j").await;
    }
}

fn state(desk: &Desk, label: &str) -> DocumentState {
    let form = desk.model.writing.form().expect("a file");
    form.documents.iter().find(|document| document.label == label).expect("it is asked for").state
}

#[tokio::test]
async fn a_certificate_comes_with_its_file_and_a_bad_one_is_refused() {
    const LABEL: &str = "Attestation de responsabilité civile";
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e").await;
    to_document(&mut desk, LABEL).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attestation RC.pdf");
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("Fichier à joindre"), "{}", desk.screen());
    // A path that leads nowhere is told, and what was typed stays.
    desk.keys("<Tab>").await;
    desk.tell(Message::Paste(path.display().to_string()));
    desk.keys("<Tab><Tab><C-u>31/08/2090<Enter>").await;
    assert!(desk.screen().contains("vérifiez le chemin"), "{}", desk.screen());
    std::fs::write(&path, b"").unwrap();
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("Ce fichier est vide"), "{}", desk.screen());
    std::fs::write(&path, b"%PDF-1.7").unwrap();
    desk.keys("<Enter>").await;
    assert!(desk.model.overlay.is_none(), "{}", desk.screen());
    let screen = desk.screen();
    assert!(screen.contains("reçue, valable jusqu’au 31/08/2090"), "{screen}");
    // It will not do: a reason is asked for, and kept through Escape.
    desk.keys("<Enter><Down><Space>").await;
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("motif"), "{}", desk.screen());
    desk.keys("<Tab><Tab><Tab><Tab>Autre personne").await;
    desk.keys("<Esc><Enter>").await;
    assert!(desk.screen().contains("Autre personne"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!(state(&desk, LABEL), DocumentState::Refused, "{}", desk.screen());
    assert!(desk.model.begun.is_empty(), "what is done is offered no more");
    assert!(desk.screen().contains("refusée"), "{}", desk.screen());
    // The history tells it in words.
    desk.keys("G<Enter>").await;
    let screen = desk.screen();
    assert!(screen.contains("a noté une pièce") && screen.contains("Pièce « Attestation"), "{screen}");
}

#[tokio::test]
async fn a_centre_says_what_it_asks_for_and_files_follow() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys("gs").await;
    assert!(desk.screen().contains("pièce demandée"), "{}", desk.screen());
    while desk.model.administration.code() != Some("SCI") {
        desk.keys("j").await;
    }
    desk.keys("<Right>").await;
    let place = desk.model.administration.centre().unwrap().lines();
    let add =
        place.iter().position(|line| matches!(line, guichet::domain::access::CentreLine::AddAsked)).unwrap();
    desk.keys("gg").await;
    for _ in 0..add {
        desk.keys("j").await;
    }
    desk.keys("<Enter>").await;
    desk.tell(Message::Paste("Charte informatique".into()));
    desk.keys("<Enter>").await;
    let screen = desk.screen();
    assert!(screen.contains("Charte informatique (tous les dossiers)"), "{screen}");
    // Asked for no more.
    desk.keys("<Enter>").await;
    desk.keys("<Tab><Tab><Tab><Tab><Space><Enter>").await;
    let screen = desk.screen();
    assert!(screen.contains("Charte informatique (plus demandée"), "{screen}");
    // Instructions of several lines are read where files are written.
    let centre = desk.model.administration.centre().unwrap().clone();
    let at = centre.settings.iter().position(|(name, _)| name == "instructions").unwrap();
    desk.keys("gg").await;
    for _ in 0..at {
        desk.keys("j").await;
    }
    desk.keys("<Enter>").await;
    desk.keys("<C-u>").await;
    desk.tell(Message::Paste("Deux exemplaires.\nSous pli.".into()));
    desk.keys("<C-o>").await;
    let here = desk.model.administration.centre().unwrap().setting("instructions").map(str::to_owned);
    assert!(
        here.is_some_and(|text| text.lines().count() == 3 && text.ends_with("Deux exemplaires.\nSous pli."))
    );
}
