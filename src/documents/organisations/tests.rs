//! Tables of hosts as they come in, as they go back with their reasons, and as they go out.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::documents::sheet;

const SIRETS: [&str; 3] = ["73282932000074", "35600000049837", "55208131766522"];

const HEADER: &str = "NumeroRNE;RaisonSociale;NumeroSiret;ActivitePrincipale;CodeAPE;Voie;CodePostal;Commune;Telephone;Fax;\
    SiteWeb;Mail;TypeStructure;StatutJuridique;Effectif;Pays";

fn entries(table: &str) -> Vec<(String, String)> {
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    rows.records().map(|row| row.unwrap()).map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

/// What a new database knows.
fn known() -> &'static Known {
    static KNOWN: LazyLock<Known> = LazyLock::new(listed);
    &KNOWN
}

fn listed() -> Known {
    let countries = include_str!("../../../migrations/nomenclatures/countries.csv");
    let countries: Vec<_> = csv::Reader::from_reader(countries.as_bytes())
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row[2].to_owned()))
        .collect();
    let of = |table: &str, revision: &str| -> Vec<_> {
        entries(table).into_iter().map(|(code, _)| (code, revision.to_owned())).collect()
    };
    let rev2 = of(include_str!("../../../migrations/nomenclatures/naf_rev2.csv"), "rev2");
    let of_2025 = of(include_str!("../../../migrations/nomenclatures/naf_2025.csv"), "2025");
    Known {
        countries: List::of_codes(countries),
        legal_categories: List::of_codes(entries(include_str!(
            "../../../migrations/nomenclatures/legal_categories.csv"
        ))),
        headcount_bands: List::of_codes(entries(include_str!(
            "../../../migrations/nomenclatures/headcount_bands.csv"
        ))),
        kinds: List::of_labels([("7", "Entreprise privée"), ("5", "Administration")]),
        naf: rev2.into_iter().chain(of_2025).collect(),
        taken: BTreeSet::new(),
    }
}

fn told(import: &Import) -> Vec<(usize, &str, &str, Reason)> {
    import
        .errors
        .iter()
        .map(|error| (error.line, error.column.as_str(), error.value.as_str(), error.reason.clone()))
        .collect()
}

fn names(import: &Import) -> Vec<(usize, &str)> {
    import.lines.iter().map(|line| (line.number, line.values["name"].as_str())).collect()
}

/// What is wrong with a single line under these columns.
fn wrong(columns: &str, line: &str) -> Vec<(String, Reason)> {
    let import = read(format!("{columns}\n{line}\n").as_bytes(), known()).unwrap();
    assert_eq!(import.total, 1);
    import.errors.into_iter().map(|error| (error.column, error.reason)).collect()
}

fn three_lines() -> String {
    format!(
        "{HEADER}\r\n\
         ;Atelier Nord;73282932000074;;6201Z;1 rue A;75001;Paris;0123456789;;;;Entreprise privée;SARL;1 ou 2;FRANCE\r\n\
         ;Bureau Sud;35600000049837;Postes;53.10Z;2 rue B;13001;Marseille;0412345678;;www.b.fr;a@b.fr;;57;;France\r\n\
         ;Cabinet Est;55208131766522;;62.01z;3 rue C;67000;Strasbourg;;;;;Administration;99;53;FR\r\n"
    )
}

#[test]
fn the_good_line_of_three_is_taken_and_two_are_told_by_number() {
    let known = Known { taken: BTreeSet::from(["35600000049837".to_owned()]), ..known().clone() };
    let import = read(three_lines().as_bytes(), &known).unwrap();
    assert_eq!(names(&import), [(4, "Cabinet Est")]);
    assert_eq!(
        told(&import),
        [(2, "CodeAPE", "6201Z", Reason::Naf), (3, "NumeroSiret", "35600000049837", Reason::Taken),]
    );
    assert_eq!((import.total, import.ignored.as_slice()), (3, &["Fax".to_owned()][..]));
    let expected = [
        ("address", "3 rue C"),
        ("country_code", "FR"),
        ("headcount_band", "53"),
        ("kind", "5"),
        ("legal_category", "99"),
        ("naf_code", "62.01Z"),
        ("naf_revision", "rev2"),
        ("name", "Cabinet Est"),
        ("postal_code", "67000"),
        ("siret", "55208131766522"),
        ("town", "Strasbourg"),
    ];
    assert_eq!(import.lines[0].values.iter().map(|(k, v)| (*k, v.as_str())).collect::<Vec<_>>(), expected);
}

#[test]
fn a_host_twice_in_a_file_is_told_with_its_first_line() {
    let text = three_lines().replace("35600000049837", "55 208 131 766 522").replace("6201Z", "62.01Z");
    let import = read(text.as_bytes(), known()).unwrap();
    assert_eq!(names(&import), [(2, "Atelier Nord"), (3, "Bureau Sud")]);
    let twice = Reason::TwiceInFile { first: 3 };
    assert_eq!(told(&import), [(4, "NumeroSiret", "55208131766522", twice)]);

    // A UAI is one host's, whatever else it has.
    let table = |lines: &[&str]| format!("Name,UAI,SIRET,Activity,Country\n{}", lines.join("\n"));
    let twice = |lines: &[&str]| {
        let import = read(table(lines).as_bytes(), known()).unwrap();
        import.errors.into_iter().map(|error| (error.line, error.column, error.reason)).collect::<Vec<_>>()
    };
    let (a, b, bare) =
        ("A,0751717J,73282932000074,x,FR", "B,0751717J,55208131766522,x,FR", "C,0751717J,,x,FR");
    let at = |line, first| vec![(line, "UAI".to_owned(), Reason::TwiceInFile { first })];
    assert_eq!(twice(&[a, b]), at(3, 2));
    let other = "D,0751718K,73282932000074,x,FR";
    assert_eq!(
        twice(&[a, other, "E,0751718K,55208131766522,x,FR"]),
        vec![(3, "SIRET".to_owned(), Reason::TwiceInFile { first: 2 })],
        "what a line has that does not come in is free"
    );
    assert_eq!(twice(&[a, bare]), at(3, 2));
    assert_eq!(twice(&[bare, b]), at(3, 2));
    assert_eq!(twice(&[bare, bare]), at(3, 2));
    assert_eq!(twice(&["A,0751717J,73282932000075,x,FR", b]).len(), 1, "only the wrong key");
}

#[test]
fn abroad_a_name_in_its_place_tells_a_host_without_a_number() {
    let table = "Name,UAI,SIRET,Activity,Town,Country\n\
        Universität Köln,,,x,Köln,DE\n\
        \"UNIVERSITAT, KOLN\",,,x,koln,Allemagne\n\
        Universität Köln,,,x,,DE\n\
        Universität Köln,,,x,Köln,BE\n\
        Universität Köln,,73282932000074,x,Köln,DE\n\
        Universität Köln,0751717J,,x,Köln,FR\n\
        Universität Köln,0751718K,,x,Köln,FR\n";
    let import = read(table.as_bytes(), known()).unwrap();
    let told: Vec<_> =
        import.errors.iter().map(|error| (error.line, error.column.as_str(), error.reason.clone())).collect();
    assert_eq!(told, [(3, "Name", Reason::TwiceInFile { first: 2 })]);
}

#[test]
fn without_its_columns_nothing_is_read() {
    let fault = |header: &str| read(format!("{header}\na;b\n").as_bytes(), known()).unwrap_err();
    let missing =
        |fields: &[&[Field]]| Fault::MissingColumns(fields.iter().map(|group| group.to_vec()).collect());
    let text = three_lines().replace(";Pays", ";Continent");
    assert_eq!(read(text.as_bytes(), known()).unwrap_err(), missing(&[&[Field::Country]]));
    let all = missing(&[&[Field::Name], &[Field::Country], &[Field::Naf, Field::Activity]]);
    assert_eq!(fault("SIRET;Commune"), all);
    assert_eq!(all.to_string(), "columns are missing: RaisonSociale, Pays, CodeAPE or ActivitePrincipale");
    let twice =
        |titles: &[&str]| Fault::TwiceColumns(titles.iter().map(|title| (*title).to_owned()).collect());
    assert_eq!(fault("Pays;Raison sociale;Code NAF;Country;name"), twice(&["Country", "name"]));
    assert_eq!(fault("Pays;Nom;Note;note"), twice(&["note"]));
    assert_eq!(read(b"", known()).unwrap_err(), Fault::Empty);
    assert_eq!(read(b"sep=;\r\n", known()).unwrap_err(), Fault::Empty);
}

#[test]
fn all_that_is_wrong_in_a_line_is_told() {
    let line = ";;7,32829E+13;;;;7500;;néant;;javascript:x;a@b;Club;Zeta;beaucoup;France";
    let told = wrong(HEADER, line);
    let told: Vec<_> = told.iter().map(|(column, reason)| (column.as_str(), reason.clone())).collect();
    assert_eq!(
        told,
        [
            ("RaisonSociale", Reason::Missing),
            ("NumeroSiret", Reason::SiretRounded),
            ("CodeAPE", Reason::NeitherNafNorActivity),
            ("StatutJuridique", Reason::LegalCategory),
            ("Effectif", Reason::Headcount),
            ("TypeStructure", Reason::Kind),
            ("CodePostal", Reason::PostalCode),
            ("Telephone", Reason::Phone),
            ("Mail", Reason::Mail),
            ("SiteWeb", Reason::Website),
        ]
    );
}

#[test]
fn a_line_is_checked_by_what_its_country_asks() {
    let columns = "Raison sociale;SIRET;UAI;Code postal;Activité;Pays";
    assert_eq!(wrong(columns, "Uni Gent;;;B-9000;Recherche;Belgique"), []);
    assert_eq!(wrong(columns, "Lycée;;0751717j;75001;Lycée;FR"), []);
    assert_eq!(wrong(columns, "Bar;;;75001;Bar;FR"), [("SIRET".to_owned(), Reason::NeitherSiretNorUai)]);
    assert_eq!(wrong(columns, "Bar;;;x;Bar;Atlantide"), [("Pays".to_owned(), Reason::Country)]);
    assert_eq!(wrong(columns, "Bar;;;x;Bar;"), [("Pays".to_owned(), Reason::Missing)]);
    assert_eq!(
        wrong("Name,Activity,Country", "Bar,Bar,FR"),
        [("SIRET".to_owned(), Reason::NeitherSiretNorUai)]
    );
    let long = "x".repeat(301);
    assert_eq!(
        wrong(columns, &format!("{long};;;;\u{1b}[2J;BE")),
        [
            ("Raison sociale".to_owned(), Reason::TooLong { most: 300 }),
            ("Activité".to_owned(), Reason::ControlCharacters)
        ]
    );
    let hidden = read(b"Name;Activity;Country;\x1b[2J\nA;\x1b[2J;BE;\n", known()).unwrap();
    assert_eq!((hidden.errors[0].value.as_str(), hidden.ignored[0].as_str()), ("\u{fffd}[2J", "\u{fffd}[2J"));
    let revised = "Name;NAF code;NAF revision;Country";
    assert_eq!(wrong(revised, "A;62.10Y;2025;BE"), []);
    assert_eq!(wrong(revised, "A;62.10Y;rev2;BE"), [("NAF revision".to_owned(), Reason::Naf)]);
    assert_eq!(wrong(revised, "A;62.99X;2025;BE"), [("NAF code".to_owned(), Reason::Naf)]);
}

#[test]
fn lines_that_are_no_lines_of_the_table_are_told_by_their_place() {
    let text = "Name;Activity;Country\n\nA;\"x\ny\";BE\n;;\nB;x\nC;x;BE;;\nD;x;BE;z\nE;\"x;BE\nF;x;BE\n";
    let import = read(text.as_bytes(), known()).unwrap();
    assert_eq!(names(&import), [(3, "A"), (7, "C")]);
    assert_eq!(import.lines[0].values["activity"], "x y");
    let cells = |found| Reason::WrongNumberOfCells { expected: 3, found };
    assert_eq!(told(&import), [(6, "", "", cells(2)), (8, "", "", cells(4)), (9, "", "", Reason::OpenQuote)]);
}

#[test]
fn rejected_lines_come_back_as_they_were_with_their_reasons() {
    let text = "\u{feff}Commentaire;Raison  sociale ;NumeroSiret;CodeAPE;Pays\r\n\
        ok;Alpha;73282932000074;62.01Z;FR\r\n\
        \"=1+1; \"\"à\"\" voir\";  Bêta ;55208131766522;6201Z;France\r\n\
        x;Gamma;35600000049837;62.01Z;FR\r\n\
        trop court\r\n";
    let mut import = read(text.as_bytes(), known()).unwrap();
    import.refuse([(4, Some(Field::Siret), Reason::Taken), (99, None, Reason::Taken)]);
    let refused = import.errors.iter().find(|error| error.line == 4).unwrap();
    assert_eq!((refused.column.as_str(), refused.value.as_str()), ("NumeroSiret", "35600000049837"));
    assert_eq!(names(&import), [(2, "Alpha")]);
    let say = |error: &LineError| format!("{}: {:?}.", error.column, error.reason);
    let report = String::from_utf8(rejected(&import, Delimiter::Comma, say)).unwrap();
    assert_eq!(
        report,
        "\u{feff}Commentaire,Raison  sociale,NumeroSiret,CodeAPE,Pays,Motifs du refus\r\n\
         \"'=1+1; \"\"à\"\" voir\",Bêta,55208131766522,6201Z,France,CodeAPE: Naf.\r\n\
         x,Gamma,35600000049837,62.01Z,FR,NumeroSiret: Taken.\r\n\
         trop court,\": WrongNumberOfCells { expected: 5, found: 1 }.\"\r\n"
    );

    // It is read again as it is, and its own report has one column of reasons.
    let again = read(report.replace("6201Z", "62.01Z").as_bytes(), known()).unwrap();
    assert_eq!(names(&again), [(2, "Bêta"), (3, "Gamma")]);
    assert_eq!(again.ignored, ["Commentaire"]);
    let last = String::from_utf8(rejected(&again, Delimiter::Semicolon, |_| "court".into())).unwrap();
    assert_eq!(
        last,
        "\u{feff}Commentaire;Raison  sociale;NumeroSiret;CodeAPE;Pays;Motifs du refus\r\n\
         trop court;\": WrongNumberOfCells { expected: 5, found: 1 }.\";court\r\n"
    );
}

#[test]
fn a_long_table_is_read_and_one_too_long_is_not() {
    let line = |nth: usize| {
        format!(
            ";Alpha {nth};;Négoce;46.90Z;1 rue A;9000;Gand;+32 9 123 45 67;;www.a.be;a@b.be;;;;Belgique\n"
        )
    };
    let table = |lines: usize| format!("{HEADER}\n{}", (0..lines).map(line).collect::<String>());
    assert_eq!(read(table(20_000).as_bytes(), known()).unwrap().lines.len(), 20_000);
    let short = format!("Name;Activity;Country\n{}", "A;x;\n".repeat(MOST_LINES + 1));
    let fault = read(short.as_bytes(), known()).unwrap_err();
    assert_eq!(fault, Fault::TooManyLines { most: MOST_LINES });
}

/// Texts that begin with signs of formulas now and then, and hold quotes and delimiters.
fn text() -> impl Strategy<Value = String> {
    let text = "['=+@-]{0,2}[A-Za-z0-9éèç€œ’\" ;,.&()/+=-]{0,30}[A-Za-z0-9é]";
    text.prop_map(|text: String| text.trim().to_owned())
}

fn optional(
    field: Field,
    value: impl Strategy<Value = String> + 'static,
) -> BoxedStrategy<Option<(Field, String)>> {
    proptest::option::of(value.prop_map(move |value| (field, value))).boxed()
}

/// A host that can be added: as the database has it.
fn host() -> impl Strategy<Value = Values> {
    let foreign =
        select(vec!["BE", "DE", "JP"]).prop_map(|country| vec![(Field::Country, country.to_owned())]);
    let french = "[0-9]{7}[A-Z]".prop_map(|uai| vec![(Field::Uai, uai), (Field::Country, "FR".to_owned())]);
    let naf = select(vec![("62.01Z", "rev2"), ("62.10Y", "2025")]).prop_map(|(code, revision)| {
        vec![(Field::Naf, code.to_owned()), (Field::NafRevision, revision.to_owned())]
    });
    let activity = text().prop_map(|text| vec![(Field::Activity, text)]);
    let codes = |codes: &[&str]| select(codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>());
    let others = vec![
        optional(Field::LegalCategory, codes(&["54", "99"])),
        optional(Field::Headcount, codes(&["00", "01", "NN"])),
        optional(Field::Address, text()),
        optional(Field::PostalCode, "[0-9]{5}".boxed()),
        optional(Field::Town, text()),
        optional(Field::Phone, "\\+33 [1-9]( [0-9]{2}){4}|\\+33-[0-9]{9}|0[0-9]{9}".boxed()),
        optional(Field::Mail, "[+=a-z-][a-z.]{0,8}@[a-z]{1,8}\\.fr".boxed()),
        optional(Field::Website, "(https?://)?www\\.[a-z]{1,8}\\.fr(/[a-z=+]{0,8})?".boxed()),
    ];
    (text(), prop_oneof![french, foreign], prop_oneof![naf, activity], others).prop_map(
        |(name, place, does, others)| {
            let all = place.into_iter().chain(does).chain(others.into_iter().flatten());
            all.chain([(Field::Name, name)]).map(|(field, value)| (field.detail(), value)).collect()
        },
    )
}

/// Hosts of which no two are one, by their UAI or by their names.
fn hosts() -> impl Strategy<Value = Vec<Values>> {
    proptest::collection::vec(host(), 0..8).prop_map(|mut hosts| {
        let mut seen = BTreeSet::new();
        hosts.retain(|host| seen.insert(host.get("uai").cloned().unwrap_or_else(|| key(&host["name"]))));
        for (host, siret) in hosts.iter_mut().zip(SIRETS) {
            host.insert("siret", siret.to_owned());
        }
        hosts
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was(hosts in hosts(), english in any::<bool>()) {
        let names = if english { Names::English } else { Names::French };
        let written = sheet::csv(&titles(names), hosts.iter().map(cells));
        let import = read(&written, known()).unwrap();
        prop_assert_eq!(&import.errors, &vec![]);
        prop_assert!(import.ignored.is_empty());
        let read: Vec<_> = import.lines.into_iter().map(|line| line.values).collect();
        prop_assert_eq!(read, hosts);
    }

    #[test]
    fn lines_that_are_rejected_and_corrected_are_read(hosts in hosts(), comma in any::<bool>()) {
        let delimiter = if comma { Delimiter::Comma } else { Delimiter::Semicolon };
        // No country is called so; nothing else is wrong.
        let spoilt = hosts.iter().map(|host| {
            let mut host = host.clone();
            host.insert("country_code", format!("@{}@", host["country_code"].repeat(7)));
            cells(&host).into_iter().map(str::to_owned).collect::<Vec<_>>()
        });
        let import = read(&sheet::csv(&titles(Names::Esup), spoilt), known()).unwrap();
        prop_assert_eq!(import.errors.len(), hosts.len());
        let mut report = String::from_utf8(rejected(&import, delimiter, |_| "Pays; inconnu.".into())).unwrap();
        for host in &hosts {
            let country = &host["country_code"];
            report = report.replace(&format!("'@{}@", country.repeat(7)), country);
        }
        let again = read(report.as_bytes(), known()).unwrap();
        prop_assert_eq!(&again.errors, &vec![]);
        let read: Vec<_> = again.lines.into_iter().map(|line| line.values).collect();
        prop_assert_eq!(read, hosts);
    }

    #[test]
    fn a_cell_that_goes_back_says_what_it_said(cell in "[ '=+@\t\na1-]{0,8}") {
        let written = sheet::csv(&["a", "b"], [vec![sheet::unguarded(cell.trim()), "x"]]);
        let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(written.as_slice());
        prop_assert_eq!(tidy(&rows.records().next().unwrap().unwrap()[0]), tidy(&cell));
    }

    #[test]
    fn no_bytes_are_too_much(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        signs in "[;,\"'\r\n\t=a1é@ ]{0,200}",
    ) {
        let _ = read(&bytes, known());
        let text = format!("Name;Activity;Country\r\n{signs}");
        if let Ok(import) = read(text.as_bytes(), known()) {
            let report = rejected(&import, Delimiter::Semicolon, |_| "why".into());
            let again = read(&report, known()).unwrap();
            // The report closes a quote that nothing closed: that line may be whole then.
            let open = import.errors.iter().filter(|error| error.reason == Reason::OpenQuote).count();
            prop_assert!(again.lines.len() <= open, "{}", String::from_utf8_lossy(&report));
        }
    }
}
