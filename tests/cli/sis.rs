//! `sis check` and `sis show student`, against a gateway of our own that answers by its contract.

use std::os::unix::fs::PermissionsExt as _;

use chrono::TimeDelta;
use guichet::runtime::clock;
use guichet::store::seed::{DemoRole, login_for};
use serde_json::Value;
use wiremock::matchers::{basic_auth, body_partial_json, path, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{Account, Ended};
use crate::sis::batch::keep_all_but;
use crate::support::server::Database;

const SAMPLES: [(&str, &str); 5] = [
    ("etudiantRef", include_str!("../sis/samples/siscol-apogee-etudiantRef.json")),
    ("infosAdmEtu", include_str!("../sis/samples/siscol-infosAdmEtu.json")),
    ("anneesIa", include_str!("../sis/samples/siscol-anneesIa.json")),
    ("etapesByEtudiantAndAnnee", include_str!("../sis/samples/siscol-apogee-etapesByEtudiantAndAnnee.json")),
    ("composantesPrincipalesRef", include_str!("../sis/samples/siscol-composantesPrincipalesRef.json")),
];

/// An account whose settings name a gateway: Apogée answers by its samples, Pégase knows nothing, both with a login.
struct Admin {
    account: Account,
    gateway: MockServer,
}

impl Admin {
    async fn new() -> Self {
        let gateway = MockServer::start().await;
        for (call, body) in SAMPLES {
            Mock::given(path(format!("/apogee/{call}")))
                .and(basic_auth("guichet", "mot-de-passe"))
                .respond_with(ResponseTemplate::new(200).set_body_raw(body, "application/json"))
                .mount(&gateway)
                .await;
        }
        Mock::given(path_regex("^/pcscol/"))
            .and(basic_auth("guichet", "mot-de-passe"))
            .respond_with(ResponseTemplate::new(404))
            .mount(&gateway)
            .await;
        Mock::given(path_regex(".*")).respond_with(ResponseTemplate::new(401)).mount(&gateway).await;
        let admin = Self { account: Account::new(), gateway };
        admin.configured("mot-de-passe", "");
        admin
    }

    fn configured(&self, password: &str, more: &str) {
        let url = self.gateway.uri();
        self.account.writes(
            "config.toml",
            &format!(
                "[sis.siscol]\napogee = '{url}/apogee'\npcscol = '{url}/pcscol'\nlogin = 'guichet'\n\
                 password_file = 'siscol.password'\n{more}"
            ),
        );
        self.account.writes("siscol.password", password);
        let file = self.account.config().join("siscol.password");
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.account.run(&[&["sis"], arguments].concat())
    }
}

#[tokio::test]
async fn each_source_is_checked_on_a_line_of_its_own() {
    let admin = Admin::new().await;
    let checked = admin.run(&["check"]);
    let lines: Vec<&str> = checked.done().lines().collect();
    assert!(lines[0].contains("siscol-pcscol") && lines[1].contains("siscol-apogee"), "{checked:?}");
    assert!(lines.iter().all(|line| line.starts_with("ok")), "{checked:?}");
    let json: Value =
        serde_json::from_str(admin.run(&["check", "--source", "siscol-apogee", "--json"]).done()).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 1);
    assert!(json[0]["ok"] == true && json[0]["lines"].as_u64().unwrap() > 0, "{json}");

    assert!(json[0]["skew_seconds"].as_i64().unwrap().abs() < 60, "{json}");

    // One that lives an hour from now: its answer serves, and says why passes may not.
    let date = (clock::now() + TimeDelta::minutes(61)).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let composantes = ResponseTemplate::new(200).set_body_raw(SAMPLES[4].1, "application/json");
    Mock::given(path("/apogee/composantesPrincipalesRef"))
        .and(basic_auth("guichet", "mot-de-passe"))
        .respond_with(composantes.insert_header("date", date))
        .with_priority(1)
        .mount(&admin.gateway)
        .await;
    let checked = admin.run(&["check"]);
    let lines: Vec<&str> = checked.done().lines().collect();
    assert!(!lines[0].contains("horloge") && lines[1].contains("son horloge avance de 6"), "{checked:?}");

    admin.configured("autre", "");
    let refused = admin.run(&["check"]);
    assert_eq!((refused.exit, refused.out.matches("identifiant").count()), (1, 2), "{refused:?}");
    assert!(!format!("{refused:?}").contains("autre"), "{refused:?}");
}

#[tokio::test]
async fn what_is_said_of_a_student_is_shown_with_its_source() {
    let admin = Admin::new().await;
    let shown = admin.run(&["show", "student", "22104518", "--year", "2026"]);
    for word in [
        "Apogée (esup-siscol)",
        "Pégase (esup-siscol) : n’en sait rien",
        "DESFONTAINES",
        "2026/2027",
        "070099887JK",
    ] {
        assert!(shown.done().contains(word), "no {word} in {}", shown.out);
    }
    let json: Value =
        serde_json::from_str(admin.run(&["show", "student", "22104518", "--json"]).done()).unwrap();
    assert_eq!(json["identity"]["source"], "siscol-apogee");
    assert_eq!(json["identity"]["silent"][0]["why"], "nothing");
    admin
        .run(&["show", "student", "22104518", "--source", "siscol-pcscol"])
        .refused(1, &["22104518", "--year"]);

    // One source that does not answer: what the others say is shown, and the command tells scripts.
    admin.configured(
        "mot-de-passe",
        "[[sis.students]]\nsource = 'siscol-apogee'\n[[sis.students]]\nsource = 'siscol-pcscol'\n",
    );
    admin.run(&["show", "student", "22104518"]).done();
    Mock::given(path("/apogee/anneesIa"))
        .respond_with(ResponseTemplate::new(500))
        .with_priority(1)
        .mount(&admin.gateway)
        .await;
    let partial = admin.run(&["show", "student", "22104518"]);
    assert!(
        partial.exit == 1 && partial.out.contains("injoignable") && partial.out.contains("DESFONTAINES"),
        "{partial:?}"
    );
}

#[tokio::test]
async fn what_the_directory_says_of_a_student_stands_in_a_part_of_its_own() {
    let admin = Admin::new().await;
    let directory = format!("ldap = '{}/ldap'\n", admin.gateway.uri());
    admin.configured("mot-de-passe", &directory);
    let people = |answer: ResponseTemplate| {
        Mock::given(path("/ldap/etudiant"))
            .and(body_partial_json(serde_json::json!({"codEtu": "22104518", "nom": null})))
            .respond_with(answer)
            .with_priority(1)
            .up_to_n_times(3)
            .mount(&admin.gateway)
    };
    let one = include_str!("../sis/samples/siscol-ldap-etudiant-response.json");
    people(ResponseTemplate::new(200).set_body_raw(one, "application/json")).await;
    let shown = admin.run(&["show", "student", "22104518"]);
    let (said, by_directory) = shown.done().split_once("— annuaire").unwrap();
    assert!(said.contains("— inscriptions") && !said.contains("LDAP"), "{shown:?}");
    for word in [
        "LDAP (esup-siscol)",
        "Maëlys Desfontaines",
        "mdesfon3",
        "@etu.univ-valmoree.example",
        "étudiant, membre",
        "SCI",
        "{UAI:0999999Z}MINFO2-211",
        "2026/2027",
    ] {
        assert!(by_directory.contains(word), "no {word} in {by_directory}");
    }
    let alone = ["show", "student", "22104518", "--source", "siscol-ldap"];
    let shown = admin.run(&alone);
    assert!(shown.done().contains("mdesfon3") && !shown.out.contains("DESFONTAINES"), "{shown:?}");
    let json: Value =
        serde_json::from_str(admin.run(&["show", "student", "22104518", "--json"]).done()).unwrap();
    assert_eq!(json["identity"]["source"], "siscol-apogee");
    assert_eq!(json["directory"]["source"], "siscol-ldap");
    assert_eq!(json["directory"]["value"][0]["login"], "mdesfon3");

    // One that knows nobody of that number, then one that is down.
    people(ResponseTemplate::new(404)).await;
    admin.run(&alone).refused(1, &["22104518"]);
    let shown = admin.run(&["show", "student", "22104518"]);
    assert!(shown.done().contains("LDAP (esup-siscol) : n’en sait rien"), "{shown:?}");
    admin.gateway.reset().await;
    Mock::given(path_regex("^/ldap/")).respond_with(ResponseTemplate::new(503)).mount(&admin.gateway).await;
    let down = admin.run(&alone);
    assert!(down.exit == 1 && down.out.contains("injoignable"), "{down:?}");
}

#[tokio::test]
async fn all_kinds_of_sources_are_asked_as_the_settings_say() {
    let server = MockServer::start().await;
    Mock::given(path("/cas/v1/tickets"))
        .respond_with(
            ResponseTemplate::new(201)
                .set_body_string(include_str!("../sis/samples/pegase-auth-201-body.txt")),
        )
        .mount(&server)
        .await;
    let structures = include_str!("../sis/samples/pegase-ref-structures.json");
    Mock::given(path("/ref/structures"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(structures, "application/json"))
        .mount(&server)
        .await;
    let composantes = include_str!("../sis/samples/apogee-recupererComposante_v2-response.xml");
    Mock::given(path("/services/ReferentielMetier"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(composantes, "text/xml;charset=UTF-8"))
        .mount(&server)
        .await;
    let (account, url) = (Account::new(), server.uri());
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let pegase = format!(
        "[sis.pegase]\ntickets = '{url}/cas/v1/tickets'\nins = '{url}/ins'\nchc = '{url}/chc'\nodf = '{url}/odf'\n\
         reference = '{url}/ref'\nlogin = 'svc-api'\npassword_file = 'password'\nestablishment = 'ETAB00'\n\
         etapes = {{ MINFO = ['M2INFO', '100'] }}\n"
    );
    let apogee = format!(
        "[sis.apogee]\nstudents = '{url}/services/EtudiantMetier'\nadministrative = '{url}/services/AdministratifMetier'\n\
         offer = '{url}/services/OffreFormationMetier'\nreference = '{url}/services/ReferentielMetier'\n"
    );
    let ldap = |names: &str| {
        format!(
            "[sis.ldap]\nurl = 'ldap://{nobody}'\nbase = 'ou=people,dc=univ'\nlogin = 'cn=guichet,dc=univ'\n\
             password_file = 'password'\nstarttls = false\nnames = {names}\n"
        )
    };
    account.writes("password", "mot-de-passe");
    let file = account.config().join("password");
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
    account.writes("config.toml", &[&pegase, &apogee, &ldap("{ supannAliasLogin = 'login' }")[..]].concat());
    let checked = account.run(&["sis", "check"]);
    let lines: Vec<&str> = checked.out.lines().collect();
    assert!(checked.exit == 1 && lines.len() == 3, "{checked:?}");
    assert!(lines[0].starts_with("ok") && lines[0].contains("pegase"), "{checked:?}");
    assert!(lines[1].starts_with("ok") && lines[1].contains("apogee"), "{checked:?}");
    assert!(lines[2].starts_with("FAUX") && lines[2].contains("injoignable"), "{checked:?}");

    account.writes("config.toml", &ldap("{ jpegPhoto = 'photo' }"));
    account.run(&["sis", "check"]).refused(3, &["jpegPhoto"]);
    account.writes("config.toml", &format!("{apogee}login = 'guichet'\n"));
    account.run(&["sis", "check"]).refused(3, &["[sis.apogee]", "password_file"]);
    account.writes("config.toml", &pegase.replace("http://127.0.0.1", "http://pegase.univ.example"));
    account.run(&["sis", "check"]).refused(3, &["Pégase", "https://"]);
}

#[tokio::test]
async fn the_students_of_open_files_are_asked_about_and_a_batch_goes_on_where_it_was() {
    let admin = Admin::new().await;
    let database = Database::university().await;
    let left = keep_all_but(&database, 3).await;
    let url = database.url(login_for(DemoRole::Administrator));
    let sync = |json: &[&str]| admin.account.on(&url, &[&["sis", "sync", "--waits", "0"], json].concat());

    // The gateway is down: nothing is kept, and the batch says what to do.
    admin.configured("mot-de-passe", "[[sis.students]]\nsource = 'siscol-pcscol'\n");
    Mock::given(path_regex("^/pcscol/"))
        .respond_with(ResponseTemplate::new(500))
        .with_priority(1)
        .up_to_n_times(100)
        .mount(&admin.gateway)
        .await;
    let stopped = sync(&[]);
    assert!(stopped.exit == 1 && stopped.err.contains("guichet sis check"), "{stopped:?}");
    admin.gateway.reset().await;
    Mock::given(path_regex("^/pcscol/")).respond_with(ResponseTemplate::new(404)).mount(&admin.gateway).await;
    let asked: Value = serde_json::from_str(sync(&["--json"]).done()).unwrap();
    assert_eq!((asked["told"].as_u64(), asked["unknown"].as_u64()), (Some(3), Some(3)), "{asked}");
    assert!(sync(&[]).done().contains("Aucune réponse nouvelle"));
    let kept = admin.account.on(&url, &["sis", "show", "student", &left[0], "--kept"]);
    let login = login_for(DemoRole::Administrator);
    assert!(kept.done().contains(login) && kept.out.contains("n’en sait rien"), "{kept:?}");
    admin.account.on(&url, &["sis", "show", "student", "NEW-9", "--kept"]).refused(1, &["NEW-9", "--kept"]);
}

#[tokio::test]
async fn what_makes_no_sense_is_one_sentence() {
    let admin = Admin::new().await;
    admin.run(&["show", "student", "221 045'; drop"]).refused(2, &["numéro d’étudiant"]);
    admin.run(&["check", "--source", "scolix"]).refused(3, &["scolix", "siscol-pcscol, siscol-apogee"]);
    admin.configured("mot-de-passe", "[[sis.students]]\nsource = 'pegaze'\n");
    admin.run(&["check"]).refused(3, &["pegaze"]);
    admin.configured(
        "mot-de-passe",
        "[[sis.students]]\nsource = 'siscol-apogee'\nfrom = 2025\nuntil = 2024\n",
    );
    admin.run(&["check"]).refused(3, &["siscol-apogee", "from", "until"]);
    admin.configured("mot-de-passe", "[[sis.students]]\nsource = 'siscol-apogee'\nnumbers = ['9']\n");
    admin.run(&["show", "student", "22104518"]).refused(3, &["[[sis.students]]", "22104518"]);
    admin.configured("mot-de-passe", "[[sis.students]]\nsource = 'pegaze'\n");
    let checked = admin.account.run(&["config", "check"]);
    assert!(checked.exit == 3 && checked.err.contains("pegaze"), "{checked:?}");
    admin.account.writes("config.toml", "[sis.siscol]\napogee = 'http://siscol.example/apogee'\nlogin = 'guichet'\npassword_file = 'siscol.password'\n");
    admin.run(&["check"]).refused(3, &["https://"]);
    admin.account.writes("config.toml", "[sis.siscol]\nlogin = 'guichet'\npassword_file = 'nulle.part'\n");
    admin.run(&["check"]).refused(3, &["nulle.part"]);
    admin.account.writes("config.toml", "");
    admin.run(&["show", "student", "22104518"]).refused(3, &["[sis.siscol]"]);
}
