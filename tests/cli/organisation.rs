//! `organisation`: hosts are found, brought in as a table and taken out as one, merged and parted; what is wrong is told
//! by line, and nothing is half done.

use guichet::store::seed::{DemoRole, login_for};
use serde_json::json;

use super::{Account, Ended};
use crate::support::server::Database;

const COLUMNS: &str = "RaisonSociale;NumeroSiret;CodeAPE;ActivitePrincipale;Effectif;TypeStructure;Voie;CodePostal;Commune;\
                       Telephone;Mail;Pays;Remarque";

/// A university, somebody at their command line, and a folder for their files.
struct Desk {
    database: Database,
    account: Account,
}

impl Desk {
    async fn new() -> Self {
        Self { database: Database::university().await, account: Account::new() }
    }

    fn on(&self, role: DemoRole, arguments: &[&str]) -> Ended {
        let arguments = [&["organisation"], arguments].concat();
        self.account.on(&self.database.url(login_for(role)), &arguments)
    }

    /// As a manager.
    fn run(&self, arguments: &[&str]) -> Ended {
        self.on(DemoRole::Manager, arguments)
    }

    fn path(&self, name: &str) -> String {
        self.account.home.path().join(name).display().to_string()
    }

    /// A table of these lines.
    fn table(&self, name: &str, lines: &[&str]) -> String {
        let path = self.path(name);
        std::fs::write(&path, format!("{COLUMNS}\n{}\n", lines.join("\n"))).unwrap();
        path
    }

    async fn hosts(&self) -> i64 {
        let count = "select count(*) from guichet.host_organisation";
        sqlx::query_scalar(count).fetch_one(&mut self.database.owner().await).await.unwrap()
    }

    /// A host in use that has a SIRET, with it.
    async fn one(&self) -> (i32, String) {
        let one = "select id, siret from guichet.host_organisation where siret is not null and state = 'active' order by id limit 1";
        sqlx::query_as(one).fetch_one(&mut self.database.owner().await).await.unwrap()
    }
}

#[tokio::test]
async fn one_line_of_three_is_good() {
    let desk = Desk::new().await;
    let (_, taken) = desk.one().await;
    let (before, bad) = (desk.hosts().await, desk.path("bad.csv"));
    let table = desk.table(
        "three.csv",
        &[
            "Atelier Nordique;73282932000074;6201Z;;1-2;Entreprise privée;1 rue A;75001;Paris;;;France;à voir",
            &format!("Bureau Austral;{taken};62.01Z;;;;;;;;;FR;"),
            "Cabinet Levantin;55208131766522;62.01Z;;10 à 19;Association;3 rue C;67000;Strasbourg;0312345678;c@c.fr;FR;",
        ],
    );

    let all = desk.run(&["import", &table, "--rejected", &bad]);
    assert_eq!(all.exit, 1, "{all:?}");
    assert!(all.err.contains("Rien n’a été ajouté, 2 lignes sont à corriger"), "{}", all.err);
    for words in ["CodeAPE", "6201Z", "Aucune activité", "NumeroSiret", taken.as_str(), "Déjà là : "] {
        assert!(all.out.contains(words), "no {words} in\n{}", all.out);
    }
    for words in ["3 lignes lues, aucune ajoutée, 2 refusées", "Colonnes non lues : Remarque"] {
        assert!(all.out.contains(words), "no {words} in\n{}", all.out);
    }
    assert_eq!(desk.hosts().await, before);
    let first = std::fs::read_to_string(&bad).unwrap();
    desk.run(&["import", &table, "--rejected", &bad]).refused(1, &["bad.csv existe déjà"]);
    assert_eq!(std::fs::read_to_string(&bad).unwrap(), first);
    std::fs::remove_file(&bad).unwrap();

    let good = desk.run(&["import", &table, "--only-good", "--rejected", &bad, "--json"]).json();
    let told: Vec<_> =
        good[..2].iter().map(|error| (&error["line"], &error["field"], &error["reason"])).collect();
    assert_eq!(
        told,
        [(&json!(2), &json!("naf_code"), &json!("naf")), (&json!(3), &json!("siret"), &json!("taken"))]
    );
    assert_eq!(
        good[2],
        json!({ "read": 3, "added": 1, "rejected": 2, "dry_run": false, "ignored": ["Remarque"] })
    );
    assert_eq!(desk.hosts().await, before + 1);
    let added = desk.run(&["show", "552 081 317 66522", "--json"]).json();
    assert_eq!(added[0]["values"]["headcount_band"], "11");
    assert_eq!(added[0]["kind_label"], "Association");
    assert_eq!(added[0]["quota"], json!([3, 3]));
    let history = desk.run(&["history", &added[0]["id"].to_string(), "--json"]).json();
    assert_eq!(history[0]["verb"], "imported");

    // Corrected, they come in.
    let report = std::fs::read_to_string(&bad).unwrap();
    assert!(report.contains("à voir") && report.contains("Aucune activité"), "{report}");
    let corrected = report.replace("6201Z", "62.01Z").replace(&taken, "35600000049837");
    std::fs::write(desk.path("corrected.csv"), corrected).unwrap();
    let again = desk.run(&["import", &desk.path("corrected.csv")]);
    assert!(again.done().contains("2 lignes lues, 2 ajoutées, aucune refusée"), "{}", again.out);
    assert_eq!(desk.hosts().await, before + 3);
}

#[tokio::test]
async fn a_trial_adds_nothing_and_faults_are_told_at_once() {
    let desk = Desk::new().await;
    let before = desk.hosts().await;
    let table = desk.table("good.csv", &["Cabinet Levantin;55208131766522;62.01Z;;;;;;;;;FR;"]);
    let tried = desk.run(&["import", &table, "--dry-run"]);
    assert!(
        tried.done().contains("1 peut être ajoutée, aucune refusée. Rien n’a été ajouté."),
        "{}",
        tried.out
    );
    let bad = desk.table("bad.csv", &["Cabinet Levantin;55208131766523;62.01Z;;;;;;;;;FR;"]);
    let tried = desk.run(&["import", &bad, "--dry-run"]);
    assert_eq!(tried.exit, 1);
    assert!(tried.err.contains("1 ligne serait refusée") && tried.out.contains("clé du SIRET"), "{tried:?}");

    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(desk.path(name), bytes).unwrap();
        desk.run(&["import", &desk.path(name)])
    };
    write("lacks.csv", b"RaisonSociale;NumeroSiret\na;b\n").refused(1, &["Pays, Code NAF ou Activité"]);
    write("empty.csv", b"").refused(1, &["empty.csv est vide"]);
    write("book.xlsx", b"PK\x03\x04 and more").refused(1, &["enregistrez-le d’abord en CSV"]);
    write("twice.csv", b"Pays;Country;Nom;Activity\n").refused(1, &["deux fois : Country"]);
    desk.run(&["import", &desk.path("none.csv")]).refused(1, &["none.csv ne peut pas être lu"]);
    // Two lines that are good each by itself, and not together: a trial says so as well.
    let uai =
        "Name;UAI;SIRET;Activity;Country\nA;9751717J;55208131766522;x;FR\nB;9751717J;73282932000074;x;FR\n";
    let ended = write("together.csv", uai.as_bytes());
    assert_eq!(ended.exit, 1);
    assert!(ended.out.contains("UAI      9751717J  La ligne 2 est du même organisme"), "{ended:?}");
    let tried = desk.run(&["import", &desk.path("together.csv"), "--dry-run"]);
    assert!(tried.exit == 1 && tried.out.contains("La ligne 2 est du même organisme"), "{tried:?}");
    // What the database alone knows to be one, it tells when it adds them; with another legal form it is another one.
    let named = |name: &str| format!("Name;Activity;Town;Country\n{name};x;Gand;BE\n");
    write("first.csv", named("Zytho").as_bytes()).done();
    write("other.csv", named("Zytho SARL").as_bytes()).done();
    let ended = write("names.csv", named("ZYTHO").as_bytes());
    assert!(ended.exit == 1 && ended.err.contains("Rien n’a été ajouté"), "{ended:?}");
    assert!(ended.out.contains("Name     ZYTHO   Déjà là : Zytho"), "{ended:?}");
    // Of a UAI that is taken, the column of the UAI is told, whatever SIRET the line has.
    desk.run(&["import", &desk.table("school.csv", &["Lycée Levant;;62.01Z;;;;;;;;;BE;"])]).done();
    sqlx::query("update guichet.host_organisation set uai = '9751717J' where name = 'Lycée Levant'")
        .execute(&mut desk.database.owner().await)
        .await
        .unwrap();
    let ended = write("taken.csv", uai.as_bytes().split(|sign| *sign == b'B').next().unwrap());
    assert!(ended.exit == 1 && ended.out.contains("UAI      9751717J  Déjà là : Lycée Levant"), "{ended:?}");
    sqlx::query("delete from guichet.host_organisation where name = 'Lycée Levant'")
        .execute(&mut desk.database.owner().await)
        .await
        .unwrap();
    assert_eq!(desk.hosts().await, before + 2, "the two called Zytho");
}

#[tokio::test]
async fn what_goes_out_comes_in_as_it_was() {
    let desk = Desk::new().await;
    let other = Desk::new().await;
    let table = desk.table(
        "in.csv",
        &[
            "Zythologie =1+1;55208131766522;62.01Z;;20 à 49;Mutuelle Coopérative;\"1; rue \"\"A\"\"\";75001;Paris;+33 1 23 45 67 89;a@b.fr;FR;",
            "Zythologie Gent;;;Bière;;;;B-9000;Gent;;;Belgique;",
            "'=Zythologie;73282932000074;01.11Z;Orge;NN;Autres;;;;;;FR;",
        ],
    );
    desk.run(&["import", &table]).done();
    let (out, again) = (desk.path("out.csv"), other.path("again.csv"));
    assert!(desk.run(&["export", "zythologie", "--to", &out]).done().contains("3 organismes"));
    desk.run(&["export", "--to", &out]).refused(1, &["out.csv existe déjà"]);
    other.run(&["import", &out]).done();
    other.run(&["export", "zythologie", "--to", &again]).done();
    assert_eq!(std::fs::read_to_string(&again).unwrap(), std::fs::read_to_string(&out).unwrap());
    let piped = other.run(&["export", "zythologie", "--to", "-"]);
    assert_eq!(piped.done(), std::fs::read_to_string(&out).unwrap().replace('\u{a0}', " "));

    desk.run(&["export", "zythologie", "--to", &desk.path("out.xlsx")]).done();
    assert!(std::fs::read(desk.path("out.xlsx")).unwrap().starts_with(b"PK\x03\x04"));
    desk.run(&["export", "--format", "xlsx", "--to", "-"]).refused(2, &["--format csv"]);
    let empty = desk.run(&["export", "zythologie", "--kept", "retired", "--to", &desk.path("none.csv")]);
    assert!(empty.done().contains("Aucun organisme"));
}

#[tokio::test]
async fn hosts_are_found_however_they_are_typed() {
    let desk = Desk::new().await;
    let table =
        desk.table("in.csv", &["Brasserie Zythologique;55208131766522;62.01Z;;20 à 49;;;75001;Paris;;;FR;"]);
    desk.run(&["import", &table]).done();
    let exact = desk.run(&["search", "zytho", "brass", "--json"]).json();
    assert_eq!(
        (exact[0]["name"].as_str(), &exact[0]["nearly"]),
        (Some("Brasserie Zythologique"), &json!(false))
    );
    let near = desk.run(&["search", "brasserie", "zithologique", "--json"]).json();
    assert_eq!(
        (near[0]["name"].as_str(), &near[0]["nearly"]),
        (Some("Brasserie Zythologique"), &json!(true))
    );
    let near = desk.run(&["search", "brasserie zithologique"]);
    assert!(
        near.done()
            .lines()
            .any(|line| line.contains("Brasserie Zythologique") && line.contains("nom proche"))
    );
    assert!(desk.run(&["search", "xqzw"]).done().contains("Aucun organisme ne répond à « xqzw »"));
    desk.run(&["search", "a", "--kept", "retird"])
        .refused(2, &["« retird »", "in_use, to_moderate", "Vouliez-vous dire « retired » ?"]);

    let number = exact[0]["id"].to_string();
    let shown = desk.run(&["show", &number]);
    for words in [
        "Brasserie Zythologique",
        "62.01Z Programmation",
        "20 à 49",
        "0 stagiaire cette semaine, plafond 3-8",
    ] {
        assert!(shown.done().contains(words), "no {words} in\n{}", shown.out);
    }
    assert!(desk.run(&["history", &number]).done().contains("a importé l’organisme"));
    desk.run(&["show", "999999999"]).refused(1, &["999999999"]);
    desk.run(&["show", "73282932000074"]).refused(1, &["73282932000074"]);
    desk.run(&["show", "Zytho"]).refused(2, &["« Zytho »", "guichet organisation search"]);
    desk.run(&["history", "999999999"]).refused(1, &["999999999"]);
    // Whoever writes files finds hosts too.
    assert!(desk.on(DemoRole::Teacher, &["search", "zythologique"]).done().contains("Brasserie"));
}

#[tokio::test]
async fn two_that_are_one_are_merged_and_parted() {
    let desk = Desk::new().await;
    let table = desk.table(
        "in.csv",
        &[
            "Zythologie SARL;;62.01Z;;;;;75001;Paris;;;BE;",
            "Zythologie;;62.01Z;;;;1 rue A;75001;Paris 1er;;;BE;",
        ],
    );
    desk.run(&["import", &table]).done();
    let found = desk.run(&["search", "zythologie", "--json"]).json();
    let number = |name: &str| found.iter().find(|host| host["name"] == name).unwrap()["id"].to_string();
    let (kept, gone) = (number("Zythologie SARL"), number("Zythologie"));
    let pairs = desk.run(&["duplicates", &kept, "--json"]).json();
    let is_other = |pair: &&serde_json::Value| {
        [&pair["one"], &pair["other"]].iter().any(|number| number.to_string() == gone)
    };
    let pair = pairs.iter().find(is_other).unwrap();
    assert_eq!((&pair["score"], &pair["reasons"]), (&json!(80), &json!(["name", "postal_code"])));
    let shown = desk.run(&["duplicates", &kept]);
    assert!(shown.done().contains("même nom, même code postal"), "{}", shown.out);
    for pair in desk.run(&["duplicates", "--limit", "3", "--json"]).json() {
        assert!(pair["score"].as_i64().unwrap() >= 60 && pair["reasons"].is_array(), "{pair}");
    }
    assert!(!desk.run(&["duplicates"]).done().is_empty());

    let merge = ["merge", kept.as_str(), gone.as_str()];
    let unasked = desk.run(&merge);
    assert!(unasked.exit == 2 && unasked.err.contains("--yes"), "{unasked:?}");
    desk.run(&["merge", &kept, &kept, "--yes"]).refused(2, &["deux fois"]);
    desk.run(&["merge", &kept, "999999999", "--yes"]).refused(1, &["999999999"]);
    // Some files go with it.
    sqlx::query("update guichet.convention set organisation_id = $1 where id = any(array(select id from guichet.convention where file_state = 'draft' order by id limit 2))")
        .bind(gone.parse::<i32>().unwrap())
        .execute(&mut desk.database.owner().await)
        .await
        .unwrap();
    let merged = desk.run(&[&merge[..], &["--yes"]].concat());
    assert!(merged.done().contains("2 dossiers déplacés"), "{}", merged.out);
    let undo = merged.out.trim().rsplit(' ').next().unwrap().to_owned();
    let shown = desk.run(&["show", &kept]);
    assert!(shown.done().contains("1 rue A") && shown.out.contains(&format!("part {undo}")), "{}", shown.out);
    assert!(desk.run(&["show", &gone]).done().contains("fusionné dans Zythologie SARL"));
    desk.run(&[&merge[..], &["--yes"]].concat()).refused(1, &["fusionné dans Zythologie SARL"]);
    assert!(desk.run(&["part", &undo]).done().contains("2 dossiers rendus"));
    desk.run(&["part", &undo]).refused(1, &["Aucune fusion", &undo]);
    assert!(!desk.run(&["show", &gone]).done().contains("fusionné"));
}

#[tokio::test]
async fn tables_and_merges_are_for_staff() {
    let desk = Desk::new().await;
    let table = desk.table("in.csv", &["Zythologie;55208131766522;62.01Z;;;;;;;;;FR;"]);
    let (before, out) = (desk.hosts().await, desk.path("out.csv"));
    let (one, _) = desk.one().await;
    let one = one.to_string();
    for role in [DemoRole::Student, DemoRole::Teacher] {
        for arguments in [
            &["import", table.as_str()][..],
            &["import", table.as_str(), "--dry-run"],
            &["export", "--to", out.as_str()],
            &["duplicates"],
            &["merge", one.as_str(), "2", "--yes"],
            &["part", "1"],
        ] {
            desk.on(role, arguments).refused(1, &["Il vous manque le droit", "organismes d’accueil"]);
        }
    }
    assert_eq!(desk.hosts().await, before);
    assert!(!std::path::Path::new(&out).exists());
}
