//! `organisation register` and `organisation refresh`: what the national register says, against a register of our own that
//! answers by the contract.

use std::os::unix::fs::PermissionsExt as _;

use guichet::store::seed::{DemoRole, login_for};
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path, path_regex, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{Account, Ended};
use crate::sis::pages::page as sirene_page;
use crate::support::server::Database;

const SAMPLE: &str = include_str!("../sis/samples/sirene-siret-200.json");

struct Desk {
    database: Database,
    account: Account,
    register: MockServer,
}

impl Desk {
    async fn new() -> Self {
        let (database, account) = (Database::university().await, Account::new());
        let register = MockServer::start().await;
        account.writes(
            "config.toml",
            &format!("[sis.sirene]\nurl = '{}'\nkey_file = 'sirene.key'\n", register.uri()),
        );
        account.writes("sirene.key", "cle-secrete\n");
        let key = account.config().join("sirene.key");
        std::fs::set_permissions(key, std::fs::Permissions::from_mode(0o600)).unwrap();
        Self { database, account, register }
    }

    /// The command as a manager; the register answers from a thread of its own.
    fn run(&self, arguments: &[&str]) -> Ended {
        let arguments = [&["organisation"], arguments].concat();
        self.account.on(&self.database.url(login_for(DemoRole::Manager)), &arguments)
    }

    async fn answers(&self, siret: &str, body: &Value) {
        Mock::given(method("GET"))
            .and(path(format!("/siret/{siret}")))
            .and(header("X-INSEE-Api-Key-Integration", "cle-secrete"))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .expect(1)
            .mount(&self.register)
            .await;
    }
}

/// Gives an establishment another number.
fn named(establishment: &mut Value, siret: &str) {
    establishment["siret"] = json!(siret);
    establishment["siren"] = json!(siret[..9]);
    establishment["nic"] = json!(siret[9..]);
}

#[tokio::test]
async fn an_establishment_is_looked_up_once_and_added_with_what_the_register_says() {
    let desk = Desk::new().await;
    let mut sample: Value = serde_json::from_str(SAMPLE).unwrap();
    let siret = "73282932000074".to_owned();
    named(&mut sample["etablissement"], &siret);
    desk.answers(&siret, &sample).await;
    let looked = desk.run(&["register", &siret, "--json"]);
    assert_eq!(looked.exit, 0, "{looked:?}");
    let said: Value = serde_json::from_str(looked.out.lines().next().unwrap()).unwrap();
    assert_eq!((said["siret"].as_str(), said["source"].as_str()), (Some(siret.as_str()), Some("sirene")));
    // The second time the answer is the one that was kept: the register expects one question.
    let added = desk.run(&["register", &siret, "--add"]);
    assert_eq!(added.exit, 0, "{added:?}");
    let again = desk.run(&["register", &siret, "--add"]);
    assert!(again.exit == 1 && again.err.contains("Déjà là"), "{again:?}");
    let shown = desk.run(&["show", &siret]);
    assert!(shown.out.contains("SIRENE"), "{}", shown.out);
}

#[tokio::test]
async fn an_employer_with_codes_that_the_nomenclatures_lack_is_added_all_the_same() {
    let desk = Desk::new().await;
    let mut sample: Value = serde_json::from_str(SAMPLE).unwrap();
    let siret = "73282932000074".to_owned();
    named(&mut sample["etablissement"], &siret);
    // A public industrial establishment, with an activity of a list that is yet to come.
    sample["etablissement"]["uniteLegale"]["categorieJuridiqueUniteLegale"] = json!("4110");
    sample["etablissement"]["activitePrincipaleNAF25Etablissement"] = json!("99.98Y");
    desk.answers(&siret, &sample).await;
    let added = desk.run(&["register", &siret, "--add"]);
    assert_eq!(added.exit, 0, "{added:?}");
    let kept = "select concat_ws('|', o.name, l.label, o.naf_code, o.headcount_band, o.postal_code, o.registered #>> '{naf,code}')
        from guichet.host_organisation o join guichet.legal_category l on l.code = o.legal_category where o.siret = $1";
    let mut owner = desk.database.dba().await;
    let kept: String = sqlx::query_scalar(kept).bind(&siret).fetch_one(&mut owner).await.unwrap();
    assert_eq!(kept, "OREVIA LAB|Autre|21|54500|99.98Y");
}

#[tokio::test]
async fn all_that_the_register_says_of_an_employer_is_there_once_it_is_added() {
    let desk = Desk::new().await;
    let mut sample: Value = serde_json::from_str(SAMPLE).unwrap();
    let siret = "73282932000074".to_owned();
    named(&mut sample["etablissement"], &siret);
    desk.answers(&siret, &sample).await;
    assert_eq!(desk.run(&["register", &siret, "--add"]).exit, 0);
    let kept = "select concat_ws('|', name, naf_code, naf_revision, legal_category, headcount_band, address, postal_code, town, country_code, state,
        registered ->> 'source', registered_at is not null, version)
        from guichet.host_organisation where siret = $1";
    let mut owner = desk.database.dba().await;
    let kept: String = sqlx::query_scalar(kept).bind(&siret).fetch_one(&mut owner).await.unwrap();
    assert_eq!(
        kept,
        "OREVIA LAB|62.10Y|2025|57|21|BATIMENT EUREKA 14 B RUE DES LAVANDIERES D'OREVAL|54500|VANDOEUVRE-LES-NANCY|FR|active|sirene|t|2"
    );
}

#[tokio::test]
async fn a_batch_flags_what_is_closed_and_is_not_asked_twice() {
    let desk = Desk::new().await;
    let ids = "select string_agg(siret, ',') from (select siret from guichet.to_refresh('infinity', 3)) s";
    let mut owner = desk.database.person(DemoRole::Administrator).await;
    let three: String = sqlx::query_scalar(ids).fetch_one(&mut owner).await.unwrap();
    let closed = three.split(',').next().unwrap().to_owned();
    let mut one: Value = serde_json::from_str(SAMPLE).unwrap();
    let establishment = &mut one["etablissement"];
    named(establishment, &closed);
    for period in establishment["periodesEtablissement"].as_array_mut().unwrap() {
        if period["dateFin"].is_null() {
            period["etatAdministratifEtablissement"] = json!("F");
        }
    }
    let body = json!({
        "header": { "statut": 200, "message": "ok", "total": 1, "debut": 0, "nombre": 1 },
        "etablissements": [establishment],
    });
    Mock::given(path_regex("^/siret$"))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .expect(1)
        .mount(&desk.register)
        .await;
    let refreshed = desk.run(&["refresh", "--limit", "3", "--json"]);
    assert_eq!(refreshed.exit, 0, "{refreshed:?}");
    assert_eq!(
        serde_json::from_str::<Value>(&refreshed.out).unwrap(),
        json!({ "looked_at": 3, "closed": 1 })
    );
    let found = desk.run(&["search", &closed, "--kept", "closed", "--json"]);
    assert!(found.out.contains(&closed), "{found:?}");
}

#[tokio::test]
async fn what_is_left_out_of_an_answer_is_told_and_can_be_asked_for() {
    let desk = Desk::new().await;
    for (cursor, page) in [("*", sirene_page(0, 20, 23, "AoEu")), ("AoEu", sirene_page(20, 3, 23, "AoEu"))] {
        Mock::given(path_regex("^/siret$"))
            .and(query_param("curseur", cursor))
            .respond_with(ResponseTemplate::new(200).set_body_json(page))
            .expect(1)
            .mount(&desk.register)
            .await;
    }
    let first = desk.run(&["register", "orevia", "lab"]);
    assert!(first.exit == 0 && first.err.contains("20 sur 23"), "{first:?}");
    // The first page is kept: each is asked for once.
    let all = desk.run(&["register", "orevia", "lab", "--least", "23", "--json"]);
    assert_eq!((all.exit, all.out.lines().count()), (0, 23), "{all:?}");
}

#[tokio::test]
async fn the_doctor_says_that_the_key_is_refused_and_whom_to_tell() {
    let desk = Desk::new().await;
    Mock::given(path_regex("^/siret$"))
        .respond_with(ResponseTemplate::new(401))
        .up_to_n_times(1)
        .mount(&desk.register)
        .await;
    Mock::given(path_regex("^/siret$"))
        .respond_with(ResponseTemplate::new(200).set_body_json(sirene_page(0, 1, 1, "*")))
        .mount(&desk.register)
        .await;
    let doctor = || {
        let url = desk.database.url(login_for(DemoRole::Manager));
        let told = desk.account.on(&url, &["doctor", "--json"]);
        let checks: Value = serde_json::from_str(&told.out).unwrap();
        let register = checks.as_array().unwrap().iter().find(|check| check["what"] == "register").cloned();
        register.unwrap()
    };
    let wrong = doctor();
    assert!(wrong["ok"] == false && wrong["says"].as_str().unwrap().contains("key_file"), "{wrong}");
    assert_eq!(doctor()["ok"], true);
}

#[tokio::test]
async fn a_register_that_does_not_serve_says_what_to_do() {
    let desk = Desk::new().await;
    let busy = ResponseTemplate::new(429).insert_header("Retry-After", "120").set_body_string("{}");
    Mock::given(method("GET")).respond_with(busy).expect(1).mount(&desk.register).await;
    let asked = desk.run(&["register", "73282932000074"]);
    assert!(asked.exit == 1 && asked.err.contains("trop interrogé"), "{asked:?}");
    // Nobody asks it before it wants to be asked: the register expects one question.
    let again = desk.run(&["register", "73282932000074"]);
    assert!(again.exit == 1 && again.err.contains("trop interrogé"), "{again:?}");
    desk.account.writes("config.toml", "");
    let none = desk.run(&["register", "73282932000074"]);
    assert!(none.exit == 3 && none.err.contains("[sis.sirene] key_file"), "{none:?}");
    let words = desk.run(&["register", "atelier", "--add"]);
    assert!(words.exit == 2 && words.err.contains("SIRET"), "{words:?}");
}
