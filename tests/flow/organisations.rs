//! The registry of hosts at the keyboard: found, corrected, moderated, merged and parted, by those who may.

use std::str::FromStr as _;

use guichet::app::action::{Action, AppAction};
use guichet::app::key::Key;
use guichet::app::message::Message;
use guichet::app::model::{Model, Pane};
use guichet::app::overlay::Overlay;
use guichet::app::pane::organisations::{SheetLine, Shelf};
use guichet::domain::organisation::Kept;
use guichet::store::seed::DemoRole;
use sqlx::{AssertSqlSafe, Executor as _};

use crate::support::desk::Desk;
use crate::support::server::Database;

async fn one(database: &Database, sql: &str) -> String {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut database.dba().await).await.unwrap()
}

async fn searching(desk: &mut Desk, text: &str) {
    desk.keys("/").await;
    desk.keys(text).await;
    desk.keys("<Enter>").await;
}

const TWINS: &str = "insert into guichet.host_organisation (name, address, postal_code, town, created_by, state)
    select n, '3 rue du Pont', '29000', 'QUIMPER', (select id from guichet.person where login = 'mathis.lefebvre-calcheveau'), s
    from (values ('Ebenisterie Kervezec SARL', 'active'), ('EBENISTERIE KERVEZEC', 'to_moderate')) v (n, s)";

#[tokio::test]
async fn a_host_is_found_by_what_is_nearly_typed_corrected_and_put_back() {
    let database = Database::university().await;
    database.dba().await.execute(TWINS).await.unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys("go").await;
    assert_eq!(desk.model.focus, Pane::Organisations);
    searching(&mut desk, "kervezek").await;
    assert!(desk.screen().contains("proche"), "{}", desk.screen());
    searching(&mut desk, "<C-u>quimper<Space>kervezec").await;
    assert_eq!(desk.model.organisations.exact, 2);
    // Into the first, its name: two keys and the text.
    desk.keys("<Right><Enter><C-u>Kervezec<Space>Meubles<Enter>").await;
    assert_eq!(desk.said(), "Enregistré.");
    let name = "select name from guichet.host_organisation where town = 'QUIMPER' and name like 'Kerv%'";
    assert_eq!(one(&database, name).await, "Kervezec Meubles");
    desk.keys("h").await;
    assert!(desk.screen().contains("a modifié l’organisme"), "{}", desk.screen());
    desk.keys("<Esc>u").await;
    let back = "select string_agg(name, '|' order by name collate \"C\") from guichet.host_organisation where address = '3 rue du Pont'";
    assert_eq!(one(&database, back).await, "EBENISTERIE KERVEZEC|Ebenisterie Kervezec SARL");
}

#[tokio::test]
async fn what_waits_is_seen_on_its_shelf_merged_with_what_it_is_and_parted() {
    let database = Database::university().await;
    database.dba().await.execute(TWINS).await.unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys("go<Tab>").await;
    assert_eq!(desk.model.organisations.shelf, Shelf::Hosts(Kept::ToModerate));
    searching(&mut desk, "kervezec").await;
    assert!(desk.screen().contains("À modérer : ajouté par"), "{}", desk.screen());
    desk.keys("d").await;
    assert!(desk.screen().contains("Même nom, même code postal, même adresse"), "{}", desk.screen());
    desk.keys("m").await;
    assert!(desk.screen().contains("disparaît dans"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!(desk.said(), "Réunis. u sépare de nouveau.");
    let left = "select count(*)::text from guichet.host_organisation where address = '3 rue du Pont' and state <> 'retired'";
    assert_eq!(one(&database, left).await, "1");
    desk.keys("u").await;
    assert_eq!(desk.said(), "Séparés : chacun a retrouvé ses services et ses dossiers.");
    assert_eq!(one(&database, left).await, "2");
}

/// Merges the twins at the keyboard.
async fn merge_twins(desk: &mut Desk) {
    desk.keys("go<Tab>").await;
    searching(desk, "kervezec").await;
    desk.keys("dm<Enter>").await;
    assert_eq!(desk.said(), "Réunis. u sépare de nouveau.");
}

/// Goes to the line of the sheet that says what was merged.
async fn to_what_was_merged(desk: &mut Desk) {
    desk.keys("<Right>").await;
    while !matches!(desk.model.organisations.sheet_line(), Some(SheetLine::Merge(_))) {
        let before = desk.model.organisations.line;
        desk.keys("j").await;
        let screen = desk.screen();
        assert_ne!(desk.model.organisations.line, before, "{screen}");
    }
}

const LEFT: &str = "select count(*)::text from guichet.host_organisation where address = '3 rue du Pont' and state <> 'retired'";

#[tokio::test]
async fn a_merge_is_undone_from_the_sheet_of_the_host_that_stayed_whatever_was_done_since() {
    let database = Database::university().await;
    database.dba().await.execute(TWINS).await.unwrap();
    let others = "insert into guichet.host_organisation (name, address, postal_code, town, state)
        select n, '8 quai Nord', '29200', 'BREST', 'active' from (values ('Atelier Morvan'), ('ATELIER MORVAN')) v (n)";
    database.dba().await.execute(others).await.unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    merge_twins(&mut desk).await;
    searching(&mut desk, "<C-u>morvan").await;
    desk.keys("d=").await;
    assert!(desk.said().contains("ce sont deux organismes"), "{}", desk.said());
    desk.keys("u").await;
    assert!(desk.said().contains("se défait sur la fiche"), "{}", desk.said());
    searching(&mut desk, "<C-u>kervezec").await;
    to_what_was_merged(&mut desk).await;
    desk.resize(200, 40);
    let screen = desk.screen();
    let line = screen.lines().find(|line| line.contains("Réuni à celui-ci")).unwrap_or_default();
    assert!(line.contains("Ebenisterie Kervezec SARL") || line.contains("EBENISTERIE KERVEZEC"), "{screen}");
    let me = "select given_name || ' ' || surname from guichet.person p join guichet.host_merge m on m.merged_by = p.id";
    assert!(line.contains(&one(&database, me).await) && line.contains("aucun dossier"), "{screen}");
    // Either key asks first.
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("organisme à part"), "{}", desk.screen());
    desk.keys("<Esc>").await;
    assert_eq!(one(&database, LEFT).await, "1");
    desk.keys("u<Enter>").await;
    assert_eq!(desk.said(), "Séparés : chacun a retrouvé ses services et ses dossiers.");
    assert_eq!(one(&database, LEFT).await, "2");
    assert!(!desk.screen().contains("Réuni à celui-ci"), "{}", desk.screen());
}

#[tokio::test]
async fn a_merge_of_an_earlier_session_is_undone_from_either_sheet_by_who_may() {
    let database = Database::university().await;
    database.dba().await.execute(TWINS).await.unwrap();
    let mut first = Desk::open(&database, DemoRole::Manager).await;
    merge_twins(&mut first).await;
    drop(first);
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys("go").await;
    searching(&mut desk, "kervezec").await;
    to_what_was_merged(&mut desk).await;
    desk.keys("u<Enter>").await;
    assert_eq!(one(&database, LEFT).await, "2");
    // Again, and from the one that went.
    desk.keys("<Esc>").await;
    searching(&mut desk, "<C-u>kervezec").await;
    desk.keys("dm<Enter>").await;
    desk.keys("/<C-u><Esc><BackTab><BackTab>").await;
    assert_eq!(desk.model.organisations.shelf, Shelf::Hosts(Kept::Retired));
    searching(&mut desk, "kervezec").await;
    // Whoever only reads is shown nothing to undo.
    let mut teacher = Desk::open(&database, DemoRole::Teacher).await;
    teacher.keys("go").await;
    searching(&mut teacher, "kervezec").await;
    assert!(!teacher.screen().contains("Réuni à"), "{}", teacher.screen());
    to_what_was_merged(&mut desk).await;
    desk.keys("<Enter><Enter>").await;
    assert_eq!(one(&database, LEFT).await, "2");
}

#[tokio::test]
async fn an_undoing_that_is_refused_can_be_tried_again() {
    let database = Database::university().await;
    database.dba().await.execute(TWINS).await.unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    merge_twins(&mut desk).await;
    let set = |siret: &str| {
        format!(
            "update guichet.host_organisation set siret = {siret} where address = '3 rue du Pont' and state = 'retired'"
        )
    };
    // Somebody else bears its number by now.
    let taken = "(select siret from guichet.host_organisation where siret is not null and state = 'active' order by id limit 1)";
    database.dba().await.execute(AssertSqlSafe(set(taken))).await.unwrap();
    desk.keys("u").await;
    assert!(desk.said().contains("Déjà là"), "{}", desk.said());
    database.dba().await.execute(AssertSqlSafe(set("null"))).await.unwrap();
    desk.keys("u").await;
    assert_eq!(one(&database, LEFT).await, "2");
}

#[tokio::test]
async fn a_host_is_approved_with_two_keys_and_taken_out_of_use_with_a_reason() {
    let database = Database::university().await;
    database.dba().await.execute(TWINS).await.unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys("go<Tab>").await;
    searching(&mut desk, "kervezec").await;
    desk.keys("v<Enter>").await;
    assert_eq!(desk.said(), "Enregistré.");
    let state = "select state from guichet.host_organisation where name = 'EBENISTERIE KERVEZEC'";
    assert_eq!(one(&database, state).await, "active");
    desk.keys("<BackTab>").await;
    searching(&mut desk, "ebenisterie<Space>kervezec").await;
    desk.keys("x").await;
    desk.keys("doublon<Enter>").await;
    desk.keys("u").await;
    assert_eq!(one(&database, "select count(*)::text from guichet.host_organisation where address = '3 rue du Pont' and state = 'active'").await, "2");
}

#[tokio::test]
async fn what_is_refused_says_why_and_keeps_what_was_typed() {
    let database = Database::university().await;
    let siret = one(
        &database,
        "select siret from guichet.host_organisation where siret is not null order by id limit 1",
    )
    .await;
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys("goa").await;
    desk.keys(&format!("Atelier<Tab>{siret}<Enter>")).await;
    assert!(desk.screen().contains("Déjà là"), "{}", desk.screen());
    desk.keys("<BackTab>").await;
    desk.keys("<Esc>a").await;
    assert!(desk.screen().contains(&siret), "what was typed is offered again: {}", desk.screen());
    desk.keys("<Esc>").await;
    // A teacher reads the registry, and is told who could change it.
    let mut teacher = Desk::open(&database, DemoRole::Teacher).await;
    teacher.keys("gox").await;
    assert!(teacher.said().contains("Il vous manque le droit"), "{}", teacher.said());
    // Two desks: what one changes, the other is not made to overwrite.
    let mut other = Desk::open(&database, DemoRole::Administrator).await;
    other.keys("go").await;
    other.keys("<Right><Enter><C-u>Autrement<Enter>").await;
    desk.until(|model| model.organisations.hosts.iter().any(|host| host.name == "Autrement")).await;
}

#[tokio::test]
async fn a_desk_that_comes_back_to_the_registry_knows_its_lists() {
    let database = Database::university().await;
    let mut desk = Desk::connecting(&database, DemoRole::Manager);
    // As an earlier session left it.
    desk.model.focus = Pane::Organisations;
    desk.up().await;
    desk.until(|model| !model.organisations.lists.headcount_bands.is_empty()).await;
    desk.until(|model| model.organisations.current().is_some()).await;
}

#[tokio::test]
async fn a_table_is_seen_before_it_comes_in_and_its_bad_lines_are_kept_to_be_corrected() {
    let database = Database::university().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hotes.csv");
    std::fs::write(
        &path,
        "Raison sociale;SIRET;Code NAF;Pays\nKERVEZEC UN;73282932000074;62.01Z;FR\nKERVEZEC DEUX;73282932000075;62.01Z;FR\n",
    )
    .unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys("goI").await;
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("Dites où est le fichier"), "{}", desk.screen());
    desk.keys(&format!("{}/rien.csv<Enter>", folder.path().display())).await;
    desk.until(|model| !is_sending(model)).await;
    assert!(desk.screen().contains("rien.csv"), "{}", desk.screen());
    desk.keys(&format!("<C-u>{}<Enter>", path.display())).await;
    desk.until(|model| !is_sending(model)).await;
    let screen = desk.screen();
    assert!(screen.contains("2 lignes lues : 1 bonne, 1 refusée") && screen.contains("Ligne 3"), "{screen}");
    let there = "select count(*)::text from guichet.host_organisation where name like 'KERVEZEC%'";
    assert_eq!(one(&database, there).await, "0");
    desk.keys("<Enter>").await;
    desk.until(|model| model.overlay.is_none()).await;
    desk.settle().await;
    assert_eq!(one(&database, there).await, "1");
    let rejected = std::fs::read_to_string(folder.path().join("hotes.rejets.csv")).unwrap();
    assert!(rejected.contains("KERVEZEC DEUX") && !rejected.contains("KERVEZEC UN"), "{rejected}");
    assert!(desk.said().contains("hotes.rejets.csv"), "{}", desk.said());
    // Whoever only reads the registry brings nothing in.
    let mut teacher = Desk::open(&database, DemoRole::Teacher).await;
    teacher.keys("goI").await;
    assert!(teacher.said().contains("Il vous manque le droit"), "{}", teacher.said());
}

#[tokio::test]
async fn what_a_table_is_refused_for_is_read_whole_and_written_with_nothing_added() {
    let database = Database::university().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hotes.csv");
    let bad: String = (0..60).map(|nth| format!("KERVEZEC {nth};73282932000075;62.01Z;FR\n")).collect();
    std::fs::write(
        &path,
        format!("Raison sociale;SIRET;Code NAF;Pays\nKERVEZEC BON;73282932000074;62.01Z;FR\n{bad}"),
    )
    .unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys(&format!("goI{}<Enter>", path.display())).await;
    desk.until(|model| !is_sending(model)).await;
    assert!(desk.screen().contains("et 56 autres"), "{}", desk.screen());
    // All that is wrong, to its last line; then the question again.
    desk.keys("<Down><Down><Space><Enter>").await;
    let first = desk.screen();
    assert!(first.contains("Ligne 3, « KERVEZEC 0") || first.contains("Ligne 3, « 7328"), "{first}");
    desk.keys("G").await;
    let last = desk.screen();
    let line = last.lines().find(|line| line.contains("Ligne 62,")).unwrap_or_default();
    assert!(line.contains("73282932000075") && line.contains("SIRET"), "{last}");
    desk.keys("<Esc>").await;
    assert!(desk.screen().contains("écrire les refusées"), "{}", desk.screen());
    // Where they go is to be said.
    desk.keys("<Up><Space><Down><Down><C-u><Enter>").await;
    assert!(desk.screen().contains("Dites dans quel fichier"), "{}", desk.screen());
    let rejected = folder.path().join("refus.csv");
    desk.keys(&format!("{}<Enter>", rejected.display())).await;
    desk.until(|model| model.overlay.is_none()).await;
    assert!(desk.said().contains("refus.csv"), "{}", desk.said());
    let written = std::fs::read_to_string(&rejected).unwrap();
    assert!(written.lines().count() == 61 && !written.contains("KERVEZEC BON"), "{written}");
    let there = "select count(*)::text from guichet.host_organisation where name like 'KERVEZEC%'";
    assert_eq!(one(&database, there).await, "0");
}

#[tokio::test]
async fn whoever_creates_hosts_brings_tables_in_and_what_they_may_not_approve_waits() {
    let database = Database::university().await;
    let roles = "update guichet.role_right set can_modify = false where function = 'ORGA_ACC' and can_create";
    database.dba().await.execute(roles).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hotes.csv");
    std::fs::write(&path, "Raison sociale;SIRET;Code NAF;Pays\nKERVEZEC UN;73282932000074;62.01Z;FR\n")
        .unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys(&format!("goI{}<Enter>", path.display())).await;
    desk.until(|model| !is_sending(model)).await;
    desk.keys("<Enter>").await;
    desk.until(|model| model.overlay.is_none()).await;
    let state = "select state from guichet.host_organisation where name = 'KERVEZEC UN'";
    assert_eq!(one(&database, state).await, "to_moderate");
}

#[tokio::test]
async fn a_table_on_its_way_is_stopped_with_nothing_added_and_nobody_leaves_meanwhile() {
    let database = Database::university().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hotes.csv");
    let lines: String = (0..3000).map(|nth| format!("KERVEZEC {nth};62.01Z;DE\n")).collect();
    std::fs::write(&path, format!("Raison sociale;Code NAF;Pays\n{lines}")).unwrap();
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys(&format!("goI{}<Enter>", path.display())).await;
    desk.until(|model| !is_sending(model)).await;
    desk.press(Key::from_str("<Enter>").unwrap());
    // Out of the registry, then out of the desk.
    desk.tell(Message::Run(Action::App(AppAction::Quit).into()));
    desk.tell(Message::Run(Action::App(AppAction::Quit).into()));
    assert!(!desk.model.quit, "{}", desk.said());
    desk.keys("<Esc>").await;
    assert_eq!(desk.said(), "Import arrêté : rien n’est ajouté.");
    // Had any come in, they would be in the way of the next.
    desk.keys(&format!("goI{}<Enter>", path.display())).await;
    desk.until(|model| !is_sending(model)).await;
    assert!(desk.screen().contains("bonnes, aucune refusée"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    desk.until(|model| model.overlay.is_none()).await;
    let there = "select count(*)::text from guichet.host_organisation where name like 'KERVEZEC%'";
    assert_eq!(one(&database, there).await, "3000");
}

#[tokio::test]
async fn what_a_shelf_shows_goes_out_as_a_table_that_comes_in_again() {
    let database = Database::university().await;
    database.dba().await.execute(TWINS).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (csv, book) = (folder.path().join("hotes.csv"), folder.path().join("hotes.xlsx"));
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    desk.keys("go/kervezec<Enter>").await;
    desk.keys(&format!("E{}<Enter>", csv.display())).await;
    desk.until(|model| model.overlay.is_none()).await;
    assert!(desk.said().contains("hotes.csv"), "{}", desk.said());
    let written = std::fs::read_to_string(&csv).unwrap();
    assert!(written.contains("Raison sociale") && written.lines().count() == 3, "{written}");
    desk.keys(&format!("E{}<Enter>", book.display())).await;
    desk.until(|model| model.overlay.is_none()).await;
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));
    // Nothing is written over, and what was typed stays.
    desk.keys(&format!("E{}<Enter>", csv.display())).await;
    desk.until(|model| !is_sending(model)).await;
    assert!(desk.screen().contains("hotes.csv"), "{}", desk.screen());
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), written);
    let mut teacher = Desk::open(&database, DemoRole::Teacher).await;
    teacher.keys(&format!("goE{}2<Enter>", csv.display())).await;
    teacher.until(|model| !is_sending(model)).await;
    assert!(teacher.screen().contains("que pour les gestionnaires"), "{}", teacher.screen());
}

fn is_sending(model: &Model) -> bool {
    matches!(&model.overlay, Some(Overlay::Fields(fields)) if fields.sending.is_some())
}
