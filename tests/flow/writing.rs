//! Files written at the keyboard: a paper form typed in, a host that is not there yet, a group, a draft that goes.

use guichet::app::message::Message;
use guichet::app::model::Pane;
use guichet::domain::convention::FileState;
use guichet::domain::form::{FIELDS, place};
use guichet::store::seed::DemoRole;
use sqlx::AssertSqlSafe;

use crate::support::desk::{Desk, split};
use crate::support::server::Database;

/// Somebody who types in a form: keys are counted, what stands on the paper is not.
struct Typist {
    desk: Desk,
    keys: usize,
}

impl Typist {
    async fn keys(&mut self, keys: &str) {
        self.keys += split(keys).len();
        self.desk.keys(keys).await;
    }

    async fn text(&mut self, text: &str) {
        self.desk.tell(Message::Paste(text.to_owned()));
        self.desk.settle().await;
    }

    /// Opens the field in hand, which must be this one, types a line and takes it.
    async fn line(&mut self, field: &str, text: &str) {
        self.at(field);
        self.keys("<Enter>").await;
        self.text(text).await;
        self.keys("<Enter>").await;
    }

    /// The same over several lines.
    async fn paragraph(&mut self, field: &str, text: &str) {
        self.at(field);
        self.keys("<Enter>").await;
        self.text(text).await;
        self.keys("<C-o>").await;
    }

    fn at(&mut self, field: &str) {
        let screen = self.desk.screen();
        assert_eq!(self.desk.model.writing.field().unwrap().code, field, "{}\n{screen}", self.desk.said());
    }
}

/// Goes to a field.
pub(super) async fn to(desk: &mut Desk, field: &str) {
    desk.keys("gg").await;
    for _ in 0..place(field).expect("a field") {
        desk.keys("j").await;
    }
}

/// A student of a centre of the clerk's, and a host with a service and people that the clerk sees.
pub(super) async fn paper(database: &Database) -> (String, String) {
    let mut clerk = database.person(DemoRole::Clerk).await;
    let student = "select s.number from guichet.student s join guichet.enrolment e on e.student_id = s.id
         where e.cesure_code is null and exists (select from guichet.enrolments_of(s.id) where regime_code = 'FI') order by s.id limit 1";
    let host = "select o.name from guichet.host_organisation o join guichet.host_service v on v.organisation_id = o.id
         where exists (select from guichet.contact_names(v.id)) and (select count(*) from guichet.find_organisations(o.name, 9)) = 1
         order by o.id limit 1";
    let read = |sql: &'static str| sqlx::query_scalar::<_, String>(sql);
    let student = read(student).fetch_one(&mut clerk).await.unwrap();
    (student, read(host).fetch_one(&mut clerk).await.unwrap())
}

#[tokio::test]
async fn a_paper_form_is_typed_in_from_nothing_to_submitted() {
    let database = Database::university().await;
    let (student, host) = paper(&database).await;
    let mut typist = Typist { desk: Desk::open(&database, DemoRole::Clerk).await, keys: 0 };
    typist.keys("gn").await;
    typist.text(&student).await;
    typist.keys("<Enter><Enter>").await;
    assert_eq!(typist.desk.model.focus, Pane::Writing, "{}", typist.desk.said());
    let id = typist.desk.model.writing.file().unwrap();
    assert!(typist.desk.said().contains(&format!("n° {id} créé")), "{}", typist.desk.said());
    // The type of convention comes from the enrolment; the hand stands where something is missing.
    typist.line("teaching_hours", "250").await;
    typist.at("organisation_id");
    typist.keys("<Enter>").await;
    typist.text(&host).await;
    typist.keys("<Enter>").await;
    for field in ["service_id", "tutor_id", "signatory_id"] {
        typist.at(field);
        typist.keys("<Enter><Enter>").await;
    }
    typist.paragraph("subject", "Mesure du débit\nd'une rivière de montagne").await;
    typist.paragraph("tasks", "Relever, calibrer, rendre compte.").await;
    typist.paragraph("skills", "Hydrologie ; instruments.").await;
    typist.at("assessment_mode_id");
    typist.keys("<Enter><Space><Enter>").await;
    let year = typist.desk.model.today.format("%Y").to_string().parse::<i32>().unwrap() + 1;
    typist.line("start_date", &format!("01/03/{year}")).await;
    typist.line("end_date", &format!("30/04/{year}")).await;
    typist.line("weekly_hours", "35").await;
    typist.at("gratification");
    typist.keys("<Enter><Space><Enter>").await;
    typist.line("gratification_amount", "5").await;
    typist.at("payment_mode_id");
    typist.keys("<Enter><Space><Enter>").await;
    typist.at("supervisor_id");
    typist.keys("<Enter><Enter>").await;
    typist.paragraph("supervision", "Un point par semaine.").await;
    let form = typist.desk.model.writing.form().unwrap().clone();
    assert_eq!(form.missing, Vec::<String>::new(), "{}", typist.desk.screen());
    assert_eq!(form.value("total_hours").as_decimal(), form.totals().map(|totals| totals.computed));
    assert_eq!(form.text("gratification_unit"), Some("hour"));
    typist.keys("s").await;
    assert!(typist.desk.screen().contains("Déposer"), "{}", typist.desk.screen());
    typist.keys("<Enter>").await;
    typist
        .desk
        .until(|model| model.writing.form().is_some_and(|form| form.state == FileState::Submitted))
        .await;
    assert!(typist.keys <= 60, "{} keys", typist.keys);
    let frozen: bool = sqlx::query_scalar(
        "select frozen_labels ? 'assessment_mode_id' from guichet.convention where id = $1",
    )
    .bind(id)
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    assert!(frozen, "the labels are frozen");
}

#[tokio::test]
async fn a_host_that_is_not_there_is_added_where_it_is_missed() {
    let database = Database::university().await;
    let (student, _) = paper(&database).await;
    let mut typist = Typist { desk: Desk::open(&database, DemoRole::Clerk).await, keys: 0 };
    typist.keys("gn").await;
    typist.text(&student).await;
    typist.keys("<Enter><Enter>").await;
    to(&mut typist.desk, "service_id").await;
    typist.keys("<Enter>").await;
    assert!(typist.desk.said().contains("d’abord l’organisme"), "{}", typist.desk.said());
    to(&mut typist.desk, "organisation_id").await;
    typist.keys("<Enter>").await;
    typist.text("zzzz introuvable").await;
    typist.desk.rest().await;
    typist.keys("<Enter>").await;
    assert!(typist.desk.screen().contains("zzzz introuvable"), "what was looked for is its name");
    // A wrong key of a SIRET is refused in place, and nothing typed goes.
    typist.keys("<C-u>").await;
    typist.text("Atelier du Verdon").await;
    // Closed by mistake: nothing typed goes.
    typist.keys("<Esc><Enter>").await;
    typist.text("zzzz introuvable").await;
    typist.desk.rest().await;
    typist.keys("<Enter>").await;
    assert!(typist.desk.screen().contains("Atelier du Verdon"), "{}", typist.desk.screen());
    typist.keys("<Tab>").await;
    typist.text("73282932000075").await;
    typist.keys("<Enter>").await;
    assert!(typist.desk.screen().contains("SIRET : valeur refusée"), "{}", typist.desk.screen());
    typist.keys("<BS>4<Tab><Tab>").await;
    typist.text("99999").await;
    typist.keys("<Enter>").await;
    assert!(typist.desk.screen().contains("code postal : valeur refusée"), "{}", typist.desk.screen());
    typist.keys("<C-u>").await;
    typist.text("04120").await;
    typist.keys("<Enter>").await;
    let form = typist.desk.model.writing.form().unwrap();
    assert_eq!(form.labels["organisation_id"], "Atelier du Verdon");
    typist.at("service_id");
    typist.keys("<Enter><Enter>").await;
    typist.text("Restauration").await;
    typist.keys("<Enter>").await;
    typist.at("tutor_id");
    typist.keys("<Enter><Enter>").await;
    for text in ["Garcin", "Maud", "Cheffe d'atelier"] {
        typist.text(text).await;
        typist.keys("<Tab>").await;
    }
    typist.keys("<Enter>").await;
    assert_eq!(typist.desk.model.writing.form().unwrap().labels["tutor_id"], "Maud Garcin");
    assert!(typist.desk.model.begun.is_empty(), "what is added is kept no longer");
    // Another host: what belonged to the first one goes, is said, and comes back with it.
    let (_, host) = paper(&database).await;
    to(&mut typist.desk, "organisation_id").await;
    typist.keys("<Enter>").await;
    typist.text(&host).await;
    typist.keys("<Enter>").await;
    assert!(typist.desk.said().contains("service d’accueil, tuteur"), "{}", typist.desk.said());
    assert!(typist.desk.model.writing.form().unwrap().value("tutor_id").is_null());
    typist.keys("u").await;
    let form = typist.desk.model.writing.form().unwrap();
    assert_eq!(
        (form.labels["organisation_id"].as_str(), form.labels["tutor_id"].as_str()),
        ("Atelier du Verdon", "Maud Garcin")
    );
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_in_place_with_its_sentence() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e").await;
    let before = desk.model.writing.form().unwrap().clone();
    for (field, text, said) in [
        ("start_date", "31/02/2027", "n’y a pas de jour"),
        ("end_date", "01/01/2001", "avant de commencer"),
        ("weekly_hours", "25:00", "nombre d’heures"),
        ("weekly_hours", "-3", "négatif"),
        ("gratification_amount", "beaucoup", "montant"),
        ("gratification_amount", "999999", "est trop"),
        ("teaching_hours", "12,5", "nombre entier"),
        ("week_patterns", "7 7 7 7 7", "sept"),
        ("interruptions", "14/08/2026..27/07/2026", "avant de commencer"),
        ("own_reference", &"x".repeat(101), "de trop"),
        ("subject", &"é".repeat(1 << 20), "de trop"),
    ] {
        to(&mut desk, field).await;
        desk.keys("<Enter><End><C-u>").await;
        let several = desk.model.overlay.as_ref().is_some_and(|overlay| overlay.context().id() == "text");
        if several {
            desk.keys("<C-u>").await;
        }
        desk.tell(Message::Paste(text.to_owned()));
        desk.keys(if several { "<C-o>" } else { "<Enter>" }).await;
        let screen = desk.screen();
        assert!(screen.contains(said), "{field}: {screen}");
        desk.keys("<Esc>").await;
        // What was typed waits there, and is said to.
        let id = before.id;
        assert!(desk.model.writing.unsent(id, field).is_some_and(|kept| kept.text.contains(text)), "{field}");
        desk.model.writing.forget(id, field);
    }
    assert_eq!(desk.model.writing.form().unwrap().version, before.version, "nothing was written");
    // Commas and points both mark decimals; what is pasted is made harmless.
    for text in ["34,5", "34.5"] {
        to(&mut desk, "weekly_hours").await;
        desk.keys("<Enter><C-u>").await;
        desk.tell(Message::Paste(format!("{text}\u{1b}[31m")));
        desk.keys("<Enter>").await;
        let screen = desk.screen();
        assert!(screen.contains("nombre d’heures"), "{screen}");
        desk.keys("<C-u>").await;
        desk.keys(text).await;
        desk.keys("<Enter>").await;
        let value = desk.model.writing.form().unwrap().value("weekly_hours").as_decimal();
        assert_eq!(value, "34.5".parse().ok(), "{}", desk.screen());
    }
}

#[tokio::test]
async fn any_line_is_reached_by_its_name() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e/avis juri").await;
    assert!(desk.screen().contains("Convention propre à l’organisme"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!(desk.model.writing.field().unwrap().code, "own_opinion");
    desk.keys("/validation et hist<Enter>").await;
    assert_eq!(desk.model.writing.line().section(), guichet::domain::form::Section::Validation);
    desk.keys("/rien de tel<Enter>").await;
    assert!(desk.model.overlay.is_some(), "nothing is chosen where nothing matches");
    desk.keys("<Esc>").await;
    assert_eq!(desk.model.writing.line().section(), guichet::domain::form::Section::Validation);
}

#[tokio::test]
async fn a_day_is_found_on_its_month() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e").await;
    to(&mut desk, "end_date").await;
    desk.keys("<Enter><C-u>").await;
    desk.keys("30/04/2029").await;
    let screen = desk.screen();
    assert!(screen.contains("avril 2029") && screen.contains("[30]"), "{screen}");
    // A week on, a day back, a month on: 31 days or not.
    for (key, day) in [
        ("<Down>", "07/05/2029"),
        ("<S-Tab>", "06/05/2029"),
        ("<PageDown>", "06/06/2029"),
        ("<Up>", "30/05/2029"),
        ("<PageUp>", "30/04/2029"),
        ("<Tab>", "01/05/2029"),
    ] {
        desk.keys(key).await;
        let screen = desk.screen();
        assert!(screen.contains(&format!("Fin  {day}")), "{key}: {screen}");
    }
    desk.keys("<Enter>").await;
    let end = desk.model.writing.form().and_then(|form| form.value("end_date").as_day());
    assert_eq!(end.map(|day| day.to_string()).as_deref(), Some("2029-05-01"));
    // An interruption is found there too: its first day, its last, and the next one.
    to(&mut desk, "interruptions").await;
    desk.keys("<Enter><C-u>23/04/2029<Down>").await;
    assert!(desk.screen().contains("[30]"), "{}", desk.screen());
    desk.keys("..<Down><Tab>;<Tab>").await;
    let screen = desk.screen();
    assert!(screen.contains("30/04/2029..08/05/2029; 09/05/2029"), "{screen}");
    desk.keys("<BS><BS><Down>").await;
    assert!(desk.screen().contains("; 09/05/20 "), "a day half typed is left as it is: {}", desk.screen());
    desk.keys("29<Enter>").await;
    let periods = desk.model.writing.form().unwrap().value("interruptions").items().to_vec();
    assert_eq!(periods.len(), 2, "{periods:?}");
    assert_eq!(periods[0].item(1).as_str(), Some("2029-05-08"));
}

#[tokio::test]
async fn a_group_gets_a_draft_each_and_a_report() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let model = desk.file();
    let mut clerk = database.person(DemoRole::Clerk).await;
    let numbers: Vec<String> = sqlx::query_scalar(
        "select s.number from guichet.convention c join guichet.enrolment e on e.etape_id = c.etape_id and e.year = c.year
         join guichet.student s on s.id = e.student_id
         where c.id = $1 and exists (select from guichet.enrolments_of(s.id) o where o.id = e.id) order by s.number limit 3",
    )
    .bind(model)
    .fetch_all(&mut clerk)
    .await
    .unwrap();
    assert_eq!(numbers.len(), 3);
    desk.keys(":groupe<Enter><C-o>").await;
    assert!(desk.screen().contains("au moins un numéro"), "{}", desk.screen());
    // The second one goes elsewhere, with a subject of their own; the last one's host is not known.
    let siret: String = sqlx::query_scalar(
        "select siret from guichet.host_organisation where siret is not null and state = 'active' and id <> (
           select organisation_id from guichet.convention where id = $1) order by id limit 1",
    )
    .bind(model)
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    let list = format!(
        "{}\n{} {siret};Un sujet à part\n99999999\n{}\n{}",
        numbers[0], numbers[1], numbers[2], numbers[0]
    );
    desk.tell(Message::Paste(list));
    desk.keys("<C-o>").await;
    let screen = desk.screen();
    assert!(screen.contains("3 brouillons créés sur 4"), "{screen}");
    assert!(screen.contains("99999999 : aucune inscription"), "{screen}");
    let made: Vec<(String, Option<String>, String, i32)> = sqlx::query_as(
        "select s.number, t.subject, c.file_state, c.steps_done::integer from guichet.convention c
         join guichet.student s on s.id = c.student_id left join guichet.convention_text t on t.convention_id = c.id
         where exists (select from guichet.history h where h.convention_id = c.id and h.verb = 'create' and h.request_id is not null) order by s.number",
    )
    .fetch_all(&mut database.dba().await)
    .await
    .unwrap();
    assert_eq!(
        made.iter().map(|(number, ..)| number).collect::<Vec<_>>(),
        numbers.iter().collect::<Vec<_>>()
    );
    assert!(
        made.iter().all(|(_, _, state, done)| (state.as_str(), *done) == ("draft", 0)),
        "no step is forced"
    );
    assert_eq!(made[1].1.as_deref(), Some("Un sujet à part"));
    assert_ne!(made[0].1.as_deref(), Some("Un sujet à part"));
    let hosts: Vec<Option<String>> = sqlx::query_scalar(
        "select o.siret from guichet.convention c join guichet.student s on s.id = c.student_id
         left join guichet.host_organisation o on o.id = c.organisation_id
         where exists (select from guichet.history h where h.convention_id = c.id and h.verb = 'create' and h.request_id is not null) order by s.number",
    )
    .fetch_all(&mut database.dba().await)
    .await
    .unwrap();
    assert_eq!(hosts[1].as_ref(), Some(&siret));
    assert!(hosts[0] == hosts[2] && hosts[0] != hosts[1], "{hosts:?}");
    desk.keys("<Esc>:groupe<Enter>").await;
    desk.tell(Message::Paste(format!("{} 73282932000075", numbers[0])));
    desk.keys("<C-o>").await;
    assert!(desk.screen().contains("Aucun organisme en service n’a ce SIRET"), "{}", desk.screen());
}

#[tokio::test]
async fn the_history_tells_names_and_days_and_no_numbers() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e").await;
    to(&mut desk, "interruptions").await;
    desk.keys("<Enter><C-u>24/12/2029..02/01/2030; 14/02/2030<Enter>").await;
    to(&mut desk, "tutor_id").await;
    let tutor = desk.model.writing.form().unwrap().labels["tutor_id"].clone();
    desk.keys("<Del>").await;
    desk.keys("<Esc>h").await;
    let screen = desk.screen();
    assert!(screen.contains("24/12/2029..02/01/2030; 14/02/2030"), "{screen}");
    assert!(screen.contains(&tutor), "{screen}");
}

#[tokio::test]
async fn who_may_not_write_is_told_why() {
    let database = Database::university().await;
    let mut auditor = Desk::open(&database, DemoRole::Auditor).await;
    auditor.keys("e<Enter>").await;
    assert!(auditor.said().contains("droit"), "{}", auditor.said());
    assert!(auditor.model.overlay.is_none());
    auditor.keys("gn").await;
    assert!(auditor.said().contains("droit"), "{}", auditor.said());
    // An administrator writes where steps are done, and says why.
    let mut admin = Desk::open(&database, DemoRole::Administrator).await;
    let id: i32 = sqlx::query_scalar(
        "select min(id) from guichet.convention where file_state = 'in_validation' and steps_done > 0 and signature_state = 'not_sent'",
    )
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    admin.keys(&format!(":{id}<Enter>")).await;
    admin.keys("<Enter>e").await;
    to(&mut admin, "town").await;
    admin.keys("<Enter><C-u>GAP<Enter>").await;
    assert!(admin.screen().contains("motif") && admin.model.overlay.is_some(), "{}", admin.screen());
    admin.keys("<Tab>erreur de saisie<Enter>").await;
    assert_eq!(admin.model.writing.form().unwrap().text("town"), Some("GAP"));
    let why: String = sqlx::query_scalar(AssertSqlSafe(format!(
        "select reason from guichet.history_payload where convention_id = {id} order by seq desc limit 1"
    )))
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    assert_eq!(why, "erreur de saisie");
}

#[tokio::test]
async fn a_draft_is_deleted_and_a_file_is_made_like_another() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("e").await;
    let model = desk.model.writing.form().unwrap().clone();
    desk.keys("D").await;
    assert!(desk.screen().contains(&model.number), "{}", desk.screen());
    desk.keys("<Enter><Enter>").await;
    let copy = desk.model.writing.form().unwrap().clone();
    assert_ne!(copy.id, model.id, "{}", desk.screen());
    assert_eq!(copy.state, FileState::Draft);
    for field in FIELDS.iter().filter(|field| !["type_id", "regime", "nature"].contains(&field.code)) {
        let own = ["address", "postal_code", "town", "personal_mail", "phone", "cpam", "declared_hours"];
        let own = own.contains(&field.code) || field.code.starts_with("abroad_");
        if !own {
            assert_eq!(copy.value(field.code), model.value(field.code), "{}", field.code);
        }
    }
    desk.keys("p").await;
    assert!(desk.screen().contains("en tout"), "why so many days: {}", desk.screen());
    desk.keys("<Esc>X").await;
    assert!(desk.screen().contains("sera supprimé"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!(desk.model.focus, Pane::List);
    assert!(desk.said().contains("supprimé"), "{}", desk.said());
    let left: bool = sqlx::query_scalar("select exists (select from guichet.convention where id = $1)")
        .bind(copy.id)
        .fetch_one(&mut database.dba().await)
        .await
        .unwrap();
    assert!(!left);
    // What was submitted stays.
    desk.keys("eX<Enter>").await;
    assert!(desk.screen().contains("en validation » : cette action"), "{}", desk.screen());
}
