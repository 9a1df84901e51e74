//! Alerts at the keyboard: who is told of what, by those who decide it; how fast I am; what did not arrive; what would be told.

use guichet::app::model::Pane;
use guichet::app::overlay::Overlay;
use guichet::app::pane::alerts::{MyLine, Scope};
use guichet::domain::alert::{Audience, Event};
use guichet::store::seed::{DemoRole, login_for};

use crate::support::desk::{Desk, split};
use crate::support::server::Database;

async fn scalar<T>(database: &Database, sql: &'static str) -> T
where
    T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    sqlx::query_scalar(sql).fetch_one(&mut database.dba().await).await.unwrap()
}

async fn is_on(database: &Database) -> bool {
    let sql =
        "select is_on from guichet.alert_default where event = 'created_by_student' and audience = 'clerk'";
    scalar(database, sql).await
}

/// Goes to the settings of this centre.
async fn to_centre(desk: &mut Desk, code: &str) {
    desk.keys("gl").await;
    while desk.model.alerts.centre() != Some(code) {
        desk.keys("<Tab>").await;
        assert_ne!(desk.model.alerts.scope, Scope::Establishment, "no {code}");
    }
}

#[tokio::test]
async fn an_administrator_changes_a_cell_with_one_key_and_goes_on_before_the_answer() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys("gl").await;
    assert_eq!(desk.model.focus, Pane::Alerts);
    desk.keys("<Right>").await;
    assert_eq!(desk.model.alerts.cell(), Some((Event::CreatedByStudent, Audience::Clerk)));
    assert!(desk.screen().contains("Prévenu : oui"), "{}", desk.screen());
    desk.keys("<Space>").await;
    assert_eq!(desk.said(), "Dépôt par l’étudiant, gestionnaire : non.");
    assert!(desk.screen().contains("Prévenu : non"), "{}", desk.screen());
    assert!(!is_on(&database).await);
    // Twice before anything is answered: each is made on what the one before leaves.
    for key in split("<Space><Space>") {
        desk.press(key);
    }
    desk.settle().await;
    assert!(!is_on(&database).await);
    desk.keys("<Enter>").await;
    assert!(is_on(&database).await);
    let seen: i32 =
        scalar(&database, "select version from guichet.alert_version where owner = 'establishment'").await;
    assert_eq!(seen, 4);
    assert_eq!(desk.model.alerts.settings.as_ref().unwrap().version, seen);
    desk.keys("<Esc>").await;
    assert_eq!(desk.model.focus, Pane::List);
}

#[tokio::test]
async fn a_manager_chooses_for_a_centre_and_inherits_again() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    to_centre(&mut desk, "SCI").await;
    assert!(desk.screen().contains("réglage de"), "{}", desk.screen());
    desk.keys("<Space>").await;
    assert!(desk.screen().contains("oui*"), "{}", desk.screen());
    assert_eq!(desk.said(), "Dépôt par l’étudiant, étudiant : oui, choix du centre.");
    desk.keys("<Space>").await;
    assert!(desk.screen().contains("non*"), "{}", desk.screen());
    assert!(desk.screen().contains("L’établissement dit : oui."), "{}", desk.screen());
    let chosen = "select count(*) from guichet.centre_alert";
    assert_eq!(scalar::<i64>(&database, chosen).await, 1);
    desk.keys("<Space>").await;
    assert_eq!(desk.said(), "Dépôt par l’étudiant, étudiant : comme l’établissement.");
    assert_eq!(scalar::<i64>(&database, chosen).await, 0);
    // Whom it is about in the centre.
    desk.keys("<Right>").await;
    assert!(desk.screen().contains("Dans ce centre : "), "{}", desk.screen());
    // The establishment's own matrix is not a manager's.
    desk.keys("gl<Space>").await;
    assert!(desk.said().contains("Il vous manque le droit « modifier »"), "{}", desk.said());
    assert!(desk.said().contains("demandez à"), "{}", desk.said());
}

#[tokio::test]
async fn a_clerk_reads_but_does_not_decide() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    to_centre(&mut desk, "SCI").await;
    assert!(desk.model.alerts.settings.is_some());
    for keys in ["<Space>", "e", "f", "o"] {
        desk.keys(keys).await;
        assert!(desk.said().contains("« modifier » (paramétrage des centres)"), "{keys}: {}", desk.said());
        assert!(desk.model.overlay.is_none());
    }
    assert_eq!(scalar::<i64>(&database, "select count(*) from guichet.centre_alert").await, 0);
}

#[tokio::test]
async fn a_right_that_is_gone_meanwhile_is_refused_by_the_database_and_what_shows_is_what_stands() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys("gl<Right>").await;
    let taken = "update guichet.role_right set can_modify = false where function = 'PARAM_GLOBAL'";
    sqlx::query(taken).execute(&mut database.dba().await).await.unwrap();
    desk.keys("<Space>").await;
    assert!(desk.said().contains("Il vous manque le droit « modifier »"), "{}", desk.said());
    assert!(is_on(&database).await);
    assert!(desk.screen().contains("Prévenu : oui"), "{}", desk.screen());
}

#[tokio::test]
async fn settings_that_somebody_changed_meanwhile_are_shown_and_not_overwritten() {
    let database = Database::university().await;
    let mut one = Desk::open(&database, DemoRole::Administrator).await;
    let mut other = Desk::open(&database, DemoRole::Administrator).await;
    one.keys("gl<Right>").await;
    other.keys("gl<Right>").await;
    one.keys("<Space>").await;
    assert!(!is_on(&database).await);
    other.keys("<Space>").await;
    assert!(other.said().contains("Quelqu’un a changé ces réglages entre-temps"), "{}", other.said());
    assert!(!is_on(&database).await, "the other choice was made on what does not stand any more");
    assert!(other.screen().contains("Prévenu : non"), "{}", other.screen());
    other.keys("<Space>").await;
    assert!(is_on(&database).await);
}

#[tokio::test]
async fn my_own_preferences_and_the_language_of_my_mails() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys(":mes-alertes<Enter>").await;
    assert_eq!(desk.model.alerts.my_line(), Some(MyLine::Any));
    desk.keys("<Space>").await;
    assert!(desk.screen().contains("comme les autres (une fois par jour)"), "{}", desk.screen());
    desk.keys("j<Space><Space><Space><Space>").await;
    let paces: serde_json::Value =
        scalar(&database, "select jsonb_object_agg(event, pace) from guichet.person_alert").await;
    assert_eq!(paces, serde_json::json!({ "any": "daily", "created_by_student": "never" }));
    desk.keys("<Space>").await;
    assert_eq!(
        scalar::<i64>(&database, "select count(*) from guichet.person_alert").await,
        1,
        "as any again"
    );
    desk.keys("G<Space>").await;
    assert!(desk.screen().contains("anglais"), "{}", desk.screen());
    assert_eq!(
        scalar::<i64>(&database, "select count(*) from guichet.person where language = 'en'").await,
        1
    );
}

#[tokio::test]
async fn a_text_is_tried_and_its_variables_are_read_before_anybody_is_sent_it() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Manager).await;
    let mail = "update guichet.person set mail = case when login = $1 then 'me@univ.test' end";
    sqlx::query(mail).bind(login_for(DemoRole::Manager)).execute(&mut database.dba().await).await.unwrap();
    desk.keys("gl<Tab>").await;
    let centre = desk.model.alerts.centre().unwrap().to_owned();
    desk.keys("v").await;
    let newest = "select max(c.id) from guichet.convention c join guichet.centre k on k.id = c.centre_id
        where k.code = $1 and c.archived_at is null and c.file_state <> 'draft'";
    let newest: i32 =
        sqlx::query_scalar(newest).bind(&centre).fetch_one(&mut database.dba().await).await.unwrap();
    let screen = desk.screen();
    assert!(screen.contains("${convention.numero}") && screen.contains(&newest.to_string()), "{screen}");
    desk.keys("<Esc>t<Enter>").await;
    assert_eq!(desk.said(), "Le texte part à me@univ.test.", "{}", desk.screen());
    let (name, subject): (String, String) = sqlx::query_as(
        "select name, subject from guichet.mail where event = 'trial' and address = 'me@univ.test'",
    )
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    assert!(subject.contains(&newest.to_string()), "{name}: {subject}");

    // What the centre does not tell of is said in place of one's own pace.
    desk.keys(":mes-alertes<Enter>").await;
    let screen = desk.screen();
    let says =
        |event: &str, value: &str| screen.lines().any(|line| line.contains(event) && line.contains(value));
    assert!(says("Tout le monde a signé", "non envoyé ici"), "{screen}");
    assert!(says("Évaluations au complet", "comme les autres"), "{screen}");
}

/// A mail about a file that did not arrive.
async fn failed_mail(database: &Database, file: i32) {
    let sql = "with kept as (
         insert into guichet.letter (event, convention_id, centre_id, language, subject, body)
         select 'returned', c.id, c.centre_id, 'fr', 'À corriger', E'Bonjour,\n\nVotre convention est à corriger.'
         from guichet.convention c where c.id = $1 returning id)
       insert into guichet.delivery (letter_id, audience, name, address, pace, state, due_at, attempts, error)
       select k.id, 'student', 'Inès Benali', 'ines@nulle-part.example', 'at_once', 'failed', now(), 3, '550 no such user' from kept k";
    sqlx::query(sql).bind(file).execute(&mut database.dba().await).await.unwrap();
}

#[tokio::test]
async fn a_mail_that_did_not_arrive_is_read_and_goes_to_another_address() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let file = desk.file();
    failed_mail(&database, file).await;
    desk.keys(":non-remis<Enter>").await;
    assert!(desk.screen().contains("Inès Benali  Mise à corriger"), "{}", desk.screen());
    assert!(desk.screen().contains("Cause, après 3 essais : 550 no"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("Votre convention est à corriger."), "{}", desk.screen());
    desk.keys("<Esc>a<C-u>nulle part<Enter>").await;
    assert!(desk.screen().contains("« nulle part » n’est pas une adresse de courriel"), "{}", desk.screen());
    desk.keys("<C-u>ines@etu.example.fr<Enter>").await;
    assert_eq!(desk.said(), "Le courriel ira à ines@etu.example.fr.", "{}", desk.screen());
    assert!(desk.screen().contains("Tous les courriels sont arrivés."), "{}", desk.screen());
    let to: String = scalar(&database, "select redirect from guichet.delivery where state = 'waiting'").await;
    assert_eq!(to, "ines@etu.example.fr");

    // On the file it is still to be seen, and is let go of.
    desk.keys("<Esc>gm").await;
    assert!(matches!(&desk.model.alerts.scope, Scope::File(id, _) if *id == file));
    assert!(desk.screen().contains("à partir"), "{}", desk.screen());
    desk.keys("x<Enter>").await;
    assert_eq!(desk.said(), "Le courriel est abandonné.");
    desk.keys("r").await;
    assert_eq!(desk.said(), "Ce courriel est déjà parti, ou quelqu’un en a déjà décidé.");
}

#[tokio::test]
async fn what_i_was_sent_is_read_and_is_mine_alone() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    failed_mail(&database, desk.file()).await;
    let mine = "update guichet.delivery set state = 'sent', sent_at = now(), person_id = (select id from guichet.person where login = $1)";
    sqlx::query(mine).bind(login_for(DemoRole::Clerk)).execute(&mut database.dba().await).await.unwrap();
    desk.keys(":mes-alertes<Enter><Tab>").await;
    assert_eq!(desk.model.alerts.scope, Scope::Received);
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("Votre convention est à corriger."), "{}", desk.screen());
    let mut manager = Desk::open(&database, DemoRole::Manager).await;
    manager.keys(":mes-alertes<Enter><Tab>").await;
    assert!(manager.screen().contains("Aucun courriel ne vous a été envoyé."), "{}", manager.screen());
}

#[tokio::test]
async fn one_sees_who_would_be_told_of_an_event_of_a_file_and_what_they_would_read() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let file = desk.file().to_string();
    desk.keys("gq").await;
    assert!(matches!(desk.model.overlay, Some(Overlay::Picker(_))));
    desk.keys("a corriger<Enter>").await;
    let screen = desk.screen();
    assert!(screen.contains("Qui serait prévenu : mise à corriger"), "{screen}");
    assert!(screen.contains("Oui, tout de suite (réglage"), "{screen}");
    assert!(
        screen.contains("gestionnaire") && screen.contains("Non (réglage de l’établissement)"),
        "{screen}"
    );
    assert!(screen.contains("Objet : ") && screen.contains(&file), "{screen}");
    desk.keys("<Esc>:qui-serait-prevenu signed<Enter>").await;
    assert!(desk.screen().contains("Qui serait prévenu : tout le monde a signé"), "{}", desk.screen());
}

#[tokio::test]
async fn a_text_is_written_checked_kept_and_let_go_of() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys("gle").await;
    assert!(matches!(desk.model.overlay, Some(Overlay::Picker(_))));
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("Le texte du programme"), "{}", desk.screen());
    assert!(desk.screen().contains("vient d’être déposée"), "{}", desk.screen());
    desk.keys("<C-u>Dépôt ${convention.numero}<Tab>${etudiant.prenon} ").await;
    desk.keys("<C-o>").await;
    let screen = desk.screen();
    assert!(screen.contains("aucune variable ne s’appelle « etudiant.prenon »."), "{screen}");
    assert!(screen.contains("Vouliez-vous dire « etudiant.prenom » ?"), "{screen}");
    // The hand is where it was.
    desk.keys("<BS><BS><BS>m} ").await;
    // A variable that is begun is completed, as far as one way leads.
    desk.keys("${etud<Tab><Tab>").await;
    assert!(desk.screen().contains("etudiant.prenom, etudiant.mail"), "{}", desk.screen());
    desk.keys("m<Tab> <C-o>").await;
    assert_eq!(desk.said(), "Enregistré.", "{}", desk.screen());
    let subject: String = scalar(&database, "select subject from guichet.alert_template").await;
    assert_eq!(subject, "Dépôt ${convention.numero}");
    let body: String = scalar(&database, "select body from guichet.alert_template").await;
    assert!(body.starts_with("${etudiant.prenom} ${etudiant.mail} Bonjour"), "{body}");
    assert!(desk.screen().contains("Texte propre : Dépôt par"), "{}", desk.screen());
    desk.keys("o<Enter>").await;
    assert_eq!(desk.said(), "Le texte d’origine vaut de nouveau.", "{}", desk.screen());
    assert_eq!(scalar::<i64>(&database, "select count(*) from guichet.alert_template").await, 0);
    desk.keys("o").await;
    assert!(desk.said().contains("Personne ici n’a écrit de texte"), "{}", desk.said());
    // Nothing typed is lost by closing.
    desk.keys("e<Enter> zut<Esc>e<Enter>").await;
    assert!(desk.screen().contains(" zut"), "{}", desk.screen());
}

#[tokio::test]
async fn a_text_that_somebody_wrote_meanwhile_is_not_overwritten_and_what_is_typed_stays() {
    let database = Database::university().await;
    let mut one = Desk::open(&database, DemoRole::Administrator).await;
    let mut other = Desk::open(&database, DemoRole::Administrator).await;
    one.keys("gle<Enter><C-u>La mienne<Tab>").await;
    other.keys("gle<Enter><C-u>La leur<Tab><C-o>").await;
    assert_eq!(other.said(), "Enregistré.", "{}", other.screen());
    one.keys("<C-o>").await;
    assert!(one.screen().contains("Quelqu’un l’a changé entre-temps."), "{}", one.screen());
    let subject = "select subject from guichet.alert_template";
    assert_eq!(scalar::<String>(&database, subject).await, "La leur");
    one.keys("<Esc>e<Enter>").await;
    assert!(one.screen().contains("La mienne"), "{}", one.screen());
    one.keys("<Tab><C-o>").await;
    assert_eq!(one.said(), "Enregistré.", "{}", one.screen());
    assert_eq!(scalar::<String>(&database, subject).await, "La mienne");
}

#[tokio::test]
async fn closures_are_written_a_period_a_line() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys("glf21/12/2026..03/01/20<C-o>").await;
    assert!(matches!(desk.model.overlay, Some(Overlay::Fields(_))), "it says what is wrong and stays");
    desk.keys("27<Enter>11/11/2026<C-o>").await;
    assert_eq!(desk.said(), "Enregistré.", "{}", desk.screen());
    let days: i64 = scalar(&database, "select sum(last_day - first_day + 1) from guichet.closure").await;
    assert_eq!(days, 15);
    desk.keys("f").await;
    assert!(desk.screen().contains("21/12/2026..03/01/2027"), "{}", desk.screen());
}
