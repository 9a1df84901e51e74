//! The national register beside the registry, at the keyboard: what it proposes, takes over and says of what waits, when it is
//! slow, used up or not there; and addresses completed as they are typed. The register answers by its contract.

use std::time::Duration;

use guichet::app::message::Message;
use guichet::app::model::Model;
use guichet::app::overlay::Overlay;
use guichet::domain::organisation::Kept;
use guichet::domain::organisation::registered::Looked;
use guichet::runtime::register::{RegisterFault, Registers};
use guichet::runtime::worker::Elsewhere;
use guichet::store::organisations as hosts;
use guichet::store::seed::DemoRole;
use secrecy::SecretString;
use sqlx::{AssertSqlSafe, Executor as _};
use wiremock::matchers::{method, path, path_regex, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::desk::Desk;
use crate::support::server::Database;

/// Of the sample of a search: the first establishment of it.
pub(super) const OREVIA: &str = "00000112300017";

fn sample(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/sis/samples/{name}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub(super) fn says(status: u16, name: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(sample(name), "application/json")
}

/// A university without the numbers of the samples, which hosts of the demonstration bear.
pub(super) async fn university() -> Database {
    let database = Database::university().await;
    let free = "update guichet.host_organisation set siret = null where siret like '0000011%'";
    database.dba().await.execute(free).await.unwrap();
    database
}

/// A manager's desk beside registers of our own.
async fn opened(database: &Database, server: &MockServer) -> Desk {
    let key = SecretString::from("key");
    let url = server.uri();
    let registers = Registers::new(Some((&url, &key)), None, Some(&url)).unwrap();
    let mut desk = Desk::asking(database, DemoRole::Manager, Elsewhere { registers, ..Elsewhere::default() });
    desk.up().await;
    desk.keys("go").await;
    desk
}

pub(super) async fn searches(server: &MockServer, answer: ResponseTemplate) {
    Mock::given(path_regex("^/siret/?$")).respond_with(answer).mount(server).await;
}

async fn one(database: &Database, sql: &str) -> String {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut database.dba().await).await.unwrap()
}

#[tokio::test]
async fn what_the_register_proposes_stands_beside_when_it_comes_and_is_taken_with_one_key() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, says(200, "sirene-recherche-200").set_delay(Duration::from_millis(300))).await;
    database
        .dba()
        .await
        .execute("insert into guichet.host_organisation (name, town) values ('Orevia Conseil', 'NANCY'), ('Orevya', 'METZ')")
        .await
        .unwrap();
    let mut desk = opened(&database, &server).await;
    desk.keys("/orevia<Enter>").await;
    assert!(server.received_requests().await.unwrap().is_empty(), "not while one types");
    desk.rest().await;
    // The register takes its time; the registry does not wait, nor the keys.
    assert_eq!((desk.open_questions(), desk.model.organisations.hosts.len()), (0, 2));
    assert!(desk.screen().contains("le registre est interrogé"), "{}", desk.screen());
    desk.keys("<Right>").await;
    assert!(desk.screen().contains("Orevia Conseil"), "{}", desk.screen());
    desk.keys("<Left>").await;
    desk.until(|model| !model.organisations.proposed.is_empty()).await;
    let screen = desk.screen();
    assert!(screen.contains("3 du registre, à la fin") && screen.contains("SIRENE VANDOEUVRE"), "{screen}");
    desk.keys("jj").await;
    assert!(desk.screen().contains("pas encore chez nous"), "{}", desk.screen());
    // What others change meanwhile does not move the hand.
    let held = desk.model.organisations.in_hand();
    desk.tell(Message::Notice);
    desk.settle().await;
    assert_eq!(desk.model.organisations.in_hand(), held);
    desk.keys("r").await;
    assert_eq!(desk.said(), "Ajouté.");
    let kept = format!(
        "select concat_ws('|', name, town, registered ->> 'source', registered_at is not null) from guichet.host_organisation where siret = '{OREVIA}'"
    );
    assert_eq!(one(&database, &kept).await, "OREVIA LAB|VANDOEUVRE-LES-NANCY|sirene|t");
    assert_eq!(desk.model.organisations.host().and_then(|host| host.siret.as_deref()), Some(OREVIA));
    // It is not proposed again; under another name it is said to be here.
    desk.keys("/<C-u>orevia<Enter>").await;
    desk.rest().await;
    desk.until(|model| !model.organisations.beside.is_asking()).await;
    assert_eq!(desk.model.organisations.proposed.len(), 2);
    // The answer is kept for an hour: one question was enough.
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_host_is_brought_up_to_date_with_one_key_and_put_back_with_another() {
    let database = university().await;
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/siret/00000114900012"))
        .respond_with(says(200, "sirene-siret-200-personne-physique-ferme"))
        .mount(&server)
        .await;
    database
        .dba()
        .await
        .execute("insert into guichet.host_organisation (name, town, siret, locked) values ('Chez Apolline', 'LYON', '00000114900012', '{name}')")
        .await
        .unwrap();
    let mut desk = opened(&database, &server).await;
    desk.keys("/apolline<Enter>").await;
    desk.keys("r").await;
    desk.until(|model| model.journal.last().is_some_and(|said| said.text.starts_with("Repris"))).await;
    desk.settle().await;
    assert!(desk.said().contains("l’établissement est fermé"), "{}", desk.said());
    assert!(desk.screen().contains("SIRENE : fermé"), "{}", desk.screen());
    let stands = "select concat_ws('|', name, town, postal_code) from guichet.host_organisation where siret = '00000114900012'";
    assert_eq!(one(&database, stands).await, "Chez Apolline|EPINAL|88000");
    desk.keys("u").await;
    assert_eq!(one(&database, stands).await, "Chez Apolline|LYON");
}

#[tokio::test]
async fn what_waits_is_seen_beside_what_the_register_says_of_it() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, says(200, "sirene-recherche-200")).await;
    Mock::given(method("GET"))
        .and(path(format!("/siret/{OREVIA}")))
        .respond_with(says(200, "sirene-siret-200"))
        .mount(&server)
        .await;
    let waits = "insert into guichet.host_organisation (name, town, country_code, state, created_by)
        values ('Orevia calcul', 'PARIS', 'FR', 'to_moderate', (select id from guichet.person where login = 'mathis.lefebvre-calcheveau'))";
    database.dba().await.execute(waits).await.unwrap();
    let mut desk = opened(&database, &server).await;
    desk.keys("<Tab>/orevia<Enter>").await;
    // On its last line, before the register has said anything: the hand stays there.
    desk.keys("<Right>G").await;
    let line = desk.model.organisations.sheet_line();
    desk.rest().await;
    desk.until(|model| !model.organisations.proposed.is_empty()).await;
    assert_eq!(desk.model.organisations.sheet_line(), line);
    desk.keys("gg<Left>").await;
    let screen = desk.screen();
    assert!(screen.contains("Selon SIRENE") && screen.contains("000 001 123 00017"), "{screen}");
    // Down to the first of them: with its SIRET the register is asked about the host itself.
    let first = desk.model.organisations.sheet_lines().len() - desk.model.organisations.proposed.len() - 1;
    desk.keys("<Right>").await;
    for _ in 0..first {
        desk.keys("j").await;
    }
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("il en prend le SIRET"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!(desk.said(), "Enregistré.");
    desk.rest().await;
    desk.until(|model| {
        let pane = &model.organisations;
        pane.current().is_some_and(|sheet| pane.beside.about(sheet).is_some())
    })
    .await;
    let screen = desk.screen();
    assert!(
        screen.contains("registre : VANDOEUVRE-LES-NANCY") && screen.contains("SIRENE : ouvert"),
        "{screen}"
    );
    // Nothing of it is taken over before somebody asks for it.
    let town = format!("select town from guichet.host_organisation where siret = '{OREVIA}'");
    assert_eq!(one(&database, &town).await, "PARIS");
    desk.keys("<Left>r").await;
    assert_eq!(one(&database, &town).await, "VANDOEUVRE-LES-NANCY");
    let asked = server.received_requests().await.unwrap();
    assert_eq!(
        asked.len(),
        3,
        "where it is, by its name, by its number: what was just heard is taken over without another question"
    );
}

#[tokio::test]
async fn a_register_that_is_used_up_or_missing_is_told_and_keeps_nobody_from_working() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, says(429, "sirene-erreur-429")).await;
    let mut desk = opened(&database, &server).await;
    desk.keys("/atelier<Enter>").await;
    desk.rest().await;
    desk.until(|model| model.organisations.beside.unsaid().is_some()).await;
    assert!(desk.screen().contains("registre : à "), "{}", desk.screen());
    let mut conn = database.person(DemoRole::Clerk).await;
    assert!(hosts::may_ask(&mut conn, "sirene", 30).await.unwrap().is_some(), "every desk leaves it alone");
    // Without any register nothing is asked, and whoever asks is told where to name one.
    let mut bare = Desk::open(&database, DemoRole::Manager).await;
    bare.keys("go/atelier<Enter>").await;
    bare.rest().await;
    assert_eq!(bare.model.organisations.hosts.len(), desk.model.organisations.hosts.len());
    let siret = "insert into guichet.host_organisation (name, siret) values ('Zzyx', '73282932000074')";
    database.dba().await.execute(siret).await.unwrap();
    bare.keys("/<C-u>zzyx<Enter>r").await;
    assert!(bare.said().starts_with("Aucun registre n’est configuré"), "{}", bare.said());
    let found = hosts::find(&mut conn, "zzyx", Kept::InUse, 9).await.unwrap();
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn an_address_is_completed_as_it_is_typed_and_never_in_the_way() {
    let database = university().await;
    let server = MockServer::start().await;
    Mock::given(path("/search"))
        .and(query_param("q", "14b rue des lavan"))
        .respond_with(says(200, "ban-search-200"))
        .mount(&server)
        .await;
    let mut desk = opened(&database, &server).await;
    desk.keys("aOreval<Tab><Tab><Tab>14b<Space>rue<Space>des<Space>lavan").await;
    desk.rest().await;
    desk.until(|model| found(model) > 0).await;
    assert!(desk.screen().contains("14B Rue des Lavandières d'Oréval 54500"), "{}", desk.screen());
    desk.keys("<Down><Enter>").await;
    let screen = desk.screen();
    assert!(screen.contains("54500") && screen.contains("Vandœuvre-lès-Nancy"), "{screen}");
    desk.keys("<Enter>").await;
    assert_eq!(desk.said(), "Ajouté.");
    let place = "select concat_ws('|', address, postal_code, town) from guichet.host_organisation where name = 'Oreval'";
    assert_eq!(one(&database, place).await, "14B Rue des Lavandières d'Oréval|54500|Vandœuvre-lès-Nancy");
    // One that fails says nothing: what is typed stands.
    desk.keys("a<C-u>Orival<Tab><Tab><Tab>1<Space>quai<Space>nord").await;
    desk.rest().await;
    desk.keys("<Enter>").await;
    let street = "select address from guichet.host_organisation where name = 'Orival'";
    assert_eq!(one(&database, street).await, "1 quai nord");
}

/// How many addresses stand in the open box.
fn found(model: &Model) -> usize {
    match &model.overlay {
        Some(Overlay::Fields(fields)) => {
            fields.completing.as_ref().map_or(0, |completing| completing.found.len())
        }
        _ => 0,
    }
}

/// The queries that SIRENE was sent.
pub(super) async fn queries(server: &MockServer) -> Vec<String> {
    let asked = server.received_requests().await.unwrap();
    let query = |request: wiremock::Request| {
        let pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
        pairs.into_iter().find_map(|(name, value)| (name == "q").then_some(value))
    };
    asked.into_iter().filter_map(query).collect()
}

async fn look_at(database: &Database, server: &MockServer, words: &str) -> Result<usize, RegisterFault> {
    let key = SecretString::from("key");
    let registers = Registers::new(Some((&server.uri(), &key)), None, None).unwrap();
    let mut conn = database.person(DemoRole::Manager).await;
    registers.look(&mut conn, &Looked::of(words).unwrap(), None).await.map(|found| found.said.len())
}

async fn look(database: &Database, server: &MockServer, words: &str) -> usize {
    look_at(database, server, words).await.unwrap()
}

#[tokio::test]
async fn a_place_that_is_typed_is_looked_for_as_a_place() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, says(200, "sirene-recherche-200")).await;
    let open = "periode(etatAdministratifEtablissement:A)";
    for (words, asked) in [
        ("Orévia Brest", "raisonSociale:orevia* AND libelleCommuneEtablissement:brest*"),
        ("orevia 29200", "raisonSociale:orevia* AND codePostalEtablissement:29200"),
        (
            "29200 orevia lab brest",
            "raisonSociale:orevia* AND raisonSociale:lab* AND libelleCommuneEtablissement:brest* AND codePostalEtablissement:29200",
        ),
        (
            "orevia l'haÿ-les-roses",
            "raisonSociale:orevia* AND libelleCommuneEtablissement:hay* AND libelleCommuneEtablissement:les* AND libelleCommuneEtablissement:roses*",
        ),
        (
            "orevia saint malo",
            "raisonSociale:orevia* AND libelleCommuneEtablissement:saint* AND libelleCommuneEtablissement:malo*",
        ),
        (
            "orevia st denis",
            "raisonSociale:orevia* AND libelleCommuneEtablissement:saint* AND libelleCommuneEtablissement:denis*",
        ),
        // Paris 8 is in Saint-Denis.
        ("université paris 8", "raisonSociale:universite* AND raisonSociale:paris*"),
        ("orevia paris", "raisonSociale:orevia* AND libelleCommuneEtablissement:paris*"),
        ("brest orevia", "raisonSociale:orevia* AND libelleCommuneEtablissement:brest*"),
        // Of a place alone nothing is looked for in it.
        ("brest", "raisonSociale:brest*"),
        ("saint malo", "raisonSociale:saint* AND raisonSociale:malo*"),
        ("orevia calcul", "raisonSociale:orevia* AND raisonSociale:calcul*"),
    ] {
        let before = queries(&server).await.len();
        look(&database, &server, words).await;
        assert_eq!(queries(&server).await[before], format!("{asked} AND {open}"), "{words}");
    }
}

#[tokio::test]
async fn a_company_called_after_a_place_is_found_elsewhere() {
    let database = university().await;
    let server = MockServer::start().await;
    Mock::given(path_regex("^/siret/?$"))
        .respond_with(says(404, "sirene-erreur-404-recherche"))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    searches(&server, says(200, "sirene-recherche-200")).await;
    assert!(look(&database, &server, "galettes brest").await > 0);
    let asked = queries(&server).await;
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].contains("libelleCommuneEtablissement:brest*"), "{asked:?}");
    assert!(asked[1].starts_with("raisonSociale:galettes* AND raisonSociale:brest* AND"), "{asked:?}");
    // It is kept as any answer.
    look(&database, &server, "galettes brest").await;
    assert_eq!(queries(&server).await.len(), 2);
}

#[tokio::test]
async fn a_register_that_does_not_answer_is_not_waited_for_by_the_next_question() {
    let database = university().await;
    let server = MockServer::start().await;
    searches(&server, ResponseTemplate::new(503)).await;
    let key = SecretString::from("key");
    let registers = Registers::new(Some((&server.uri(), &key)), None, None).unwrap();
    let mut conn = database.person(DemoRole::Manager).await;
    let mut asked = Vec::new();
    for words in ["orevia", "calcul"] {
        registers.look(&mut conn, &Looked::of(words).unwrap(), None).await.unwrap_err();
        asked.push(server.received_requests().await.unwrap().len());
    }
    assert!(asked[0] > 0 && asked[1] == asked[0], "{asked:?}");
    // Another program may find it well.
    look_at(&database, &server, "calcul").await.unwrap_err();
    assert!(server.received_requests().await.unwrap().len() > asked[1]);
}

#[tokio::test]
async fn a_register_that_has_no_question_left_is_left_alone_until_it_has() {
    let database = university().await;
    let server = MockServer::start().await;
    let reset = guichet::runtime::clock::now() + chrono::TimeDelta::seconds(40);
    let answer = says(200, "sirene-recherche-200")
        .insert_header("X-Rate-Limit-Limit", "30")
        .insert_header("X-Rate-Limit-Remaining", "0")
        .insert_header("X-Rate-Limit-Reset", reset.timestamp_millis().to_string());
    searches(&server, answer).await;
    assert!(look(&database, &server, "orevia").await > 0);
    let mut other = database.person(DemoRole::Clerk).await;
    let again = hosts::may_ask(&mut other, "sirene", 30).await.unwrap().expect("it is used up");
    assert_eq!(again.timestamp_millis(), reset.timestamp_millis());
}
