//! The invented students of the samples, as they are to be read.

use chrono::NaiveDate;
use guichet::domain::student::Coded;
use guichet::domain::student::enrolment::{
    Diploma, Enrolment, EnrolmentStatus, Enrolments, Etape, InternshipElement, Mobility, Regime,
};
use guichet::domain::student::identity::{CivilStatus, Contact, Country, Identity, Sex};
use guichet::domain::student::search::FoundStudent;

use super::super::some;
use super::{key, number};

const MAIL: &str = "maelys.desfontaines@etu.univ-valmoree.example";

fn birth_date() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2003, 4, 17)
}

fn country(iso2: &str, code: &str, name: &str) -> Option<Country> {
    Some(Country { iso2: some(iso2), code: some(code), name: some(name) })
}

pub(super) fn identity() -> Identity {
    Identity {
        number: number("000001842"),
        inner_id: some("000001842"),
        birth_name: some("DESFONTAINES"),
        usage_name: some("DESFONTAINES"),
        given_name: some("Maëlys"),
        civil_given_name: None,
        sex: Some(Sex::Female),
        civil_sex: Some(Sex::Female),
        birth_date: birth_date(),
        mail: some(MAIL),
        contact: Contact {
            address: some("3 chemin du Vieux Lavoir"),
            postal_code: some("88000"),
            town: some("Épinal"),
            country: country("FR", "100", "FRANCE"),
            phone: None,
            mobile: some("+33600000013"),
            personal_mail: some("maelys.d@courriel-perso.example"),
        },
        health_fund: None,
        lifelong_years: Vec::new(),
    }
}

/// One who comes from abroad, and has no town of INSEE's.
pub(super) fn from_abroad() -> Identity {
    Identity {
        number: number("000002077"),
        inner_id: some("000002077"),
        birth_name: some("WIERZBOWSKI"),
        usage_name: None,
        given_name: some("Tomasz"),
        civil_given_name: None,
        sex: Some(Sex::Male),
        civil_sex: Some(Sex::Male),
        birth_date: NaiveDate::from_ymd_opt(2002, 11, 2),
        mail: None,
        contact: Contact {
            address: some("ul. Wymyslona 7/12"),
            postal_code: None,
            town: some("00-999 Miastowo"),
            country: country("PL", "122", "POLOGNE"),
            ..Contact::default()
        },
        health_fund: None,
        lifelong_years: Vec::new(),
    }
}

pub(super) fn civil_status() -> CivilStatus {
    CivilStatus {
        number: number("000001842"),
        ine: some("070099887JK"),
        login: None,
        birth_name: some("DESFONTAINES"),
        usage_name: some("DESFONTAINES"),
        given_name: some("Maëlys"),
        second_given_name: some("Rose"),
        civil_given_name: None,
        sex: Some(Sex::Female),
        civil_sex: Some(Sex::Female),
        birth_date: birth_date(),
        nationality: country("FR", "100", "FRANCAIS(E)"),
        mail: some(MAIL),
        health_fund: None,
    }
}

fn regime() -> Regime {
    Regime { code: "RIN001".to_owned(), label: some("Formation initiale"), short: some("RIN001") }
}

pub(super) fn regimes() -> Vec<Regime> {
    let apprentice = Regime {
        code: "RIN004".to_owned(),
        label: some("Formation par apprentissage"),
        short: some("RIN004"),
    };
    vec![regime(), apprentice]
}

pub(super) fn etape() -> Etape {
    Etape { key: key("MINFO2-GL"), label: some("M2 Info GL"), period: some("PER-2026") }
}

pub(super) fn diploma() -> Diploma {
    Diploma { code: "MINFO".to_owned(), version: None, label: some("Master Informatique") }
}

pub(super) fn composante() -> Coded {
    Coded { code: "UFR-SCI".to_owned(), label: some("Faculté des sciences de Valmorée") }
}

pub(super) fn enrolment() -> Enrolment {
    Enrolment {
        year: 2026,
        etape: etape(),
        composante: Some(composante()),
        diploma: Some(diploma()),
        cycle: None,
        finality: None,
        regime: Some(regime()),
        arrangement: None,
        is_cesure: false,
        teaching_hours: None,
        status: Some(EnrolmentStatus::Valid),
        exchange: None,
        mobility: None,
    }
}

pub(super) fn element() -> InternshipElement {
    InternshipElement {
        etape: Some(key("MINFO2-GL")),
        period: some("PER-2026"),
        code: "MINFO2-STAGE".to_owned(),
        label: some("Stage fin d'études"),
        credits: Some(30.into()),
        nature: some("STAGE"),
        is_internship: true,
    }
}

/// Her year: a second enrolment is cancelled.
pub(super) fn year() -> Enrolments {
    let cancelled = Enrolment {
        etape: Etape { key: key("DUENT1"), label: some("DU Entrepreneuriat"), period: some("PER-2026") },
        diploma: Some(Diploma {
            code: "DUENT".to_owned(),
            version: None,
            label: some("Diplôme universitaire Entrepre"),
        }),
        status: Some(EnrolmentStatus::Cancelled),
        ..enrolment()
    };
    Enrolments {
        year: 2026,
        regimes: vec![regime()],
        enrolments: vec![enrolment(), cancelled],
        elements: vec![element()],
    }
}

/// The year before, of which she gave up half.
pub(super) fn year_before() -> Enrolments {
    let enrolment = Enrolment {
        year: 2025,
        etape: Etape { key: key("MINFO1"), label: some("M1 Info"), period: some("PER-2025") },
        arrangement: Some(Coded { code: "SEMESTRE".to_owned(), label: None }),
        is_cesure: true,
        ..enrolment()
    };
    Enrolments { year: 2025, regimes: vec![regime()], enrolments: vec![enrolment], elements: Vec::new() }
}

/// The year of the one who comes from abroad.
pub(super) fn year_from_abroad() -> Enrolments {
    let enrolment = Enrolment { mobility: Some(Mobility::Incoming), ..enrolment() };
    Enrolments { year: 2026, regimes: vec![regime()], enrolments: vec![enrolment], elements: Vec::new() }
}

pub(super) fn found() -> FoundStudent {
    FoundStudent {
        number: number("000001842"),
        surname: some("DESFONTAINES"),
        given_name: some("Maëlys"),
        birth_date: birth_date(),
        mail: None,
    }
}

pub(super) fn found_from_abroad() -> FoundStudent {
    FoundStudent {
        number: number("000002077"),
        surname: some("WIERZBOWSKI"),
        given_name: some("Tomasz"),
        birth_date: NaiveDate::from_ymd_opt(2002, 11, 2),
        mail: None,
    }
}
