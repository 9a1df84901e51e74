//! The invented students of the samples, as they are to be read.

use chrono::NaiveDate;
use guichet::domain::student::Coded;
use guichet::domain::student::directory::{Affiliation, Person};
use guichet::domain::student::enrolment::{
    Diploma, Enrolment, EnrolmentStatus, Enrolments, Etape, InternshipElement, Programme, Regime,
};
use guichet::domain::student::identity::{CivilStatus, Contact, Country, Identity, Sex};
use guichet::domain::student::search::FoundStudent;

use super::super::some;
use super::{key, number};

fn coded(code: &str, label: &str) -> Option<Coded> {
    Some(Coded { code: code.to_owned(), label: some(label) })
}

fn country(name: &str) -> Option<Country> {
    Some(Country { iso2: some("FR"), code: some("100"), name: some(name) })
}

fn birth_date() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2003, 4, 17)
}

const MAIL: &str = "maelys.desfontaines@etu.univ-valmoree.example";

/// As Apogée knows her.
pub(crate) fn of_apogee() -> Identity {
    Identity {
        number: number("22104518"),
        inner_id: some("487120"),
        birth_name: some("DESFONTAINES"),
        usage_name: some("DESFONTAINES"),
        given_name: some("MAELYS"),
        civil_given_name: some("MAELYS"),
        sex: Some(Sex::Female),
        civil_sex: Some(Sex::Female),
        birth_date: birth_date(),
        mail: some(MAIL),
        contact: Contact {
            address: some("3 CHEMIN DU VIEUX LAVOIR"),
            postal_code: some("88000"),
            town: some("EPINAL"),
            country: country("FRANCE"),
            phone: some("0300000012"),
            mobile: some("0600000013"),
            personal_mail: some("maelys.d@courriel-perso.example"),
        },
        health_fund: some("CPAM DE MEURTHE-ET-MOSELLE"),
        lifelong_years: Vec::new(),
    }
}

/// As Pégase knows her.
pub(crate) fn of_pegase() -> Identity {
    Identity {
        number: number("000001842"),
        inner_id: some("000001842"),
        given_name: some("Maëlys"),
        civil_given_name: None,
        contact: Contact {
            address: some("Appt 41, Bât. C, 12 rue des Tilleuls Bleus"),
            postal_code: some("54000"),
            town: some("NANCY"),
            phone: None,
            mobile: some("+33600000013"),
            ..of_apogee().contact
        },
        health_fund: None,
        ..of_apogee()
    }
}

pub(crate) fn civil_status() -> CivilStatus {
    CivilStatus {
        number: number("22104518"),
        ine: some("070099887JK"),
        login: some("mdesfon3"),
        birth_name: some("DESFONTAINES"),
        usage_name: some("DESFONTAINES"),
        given_name: some("MAELYS"),
        second_given_name: some("ROSE"),
        civil_given_name: some("MAELYS"),
        sex: Some(Sex::Female),
        civil_sex: Some(Sex::Female),
        birth_date: birth_date(),
        nationality: country("FRANCAIS(E)"),
        mail: some(MAIL),
        health_fund: None,
    }
}

pub(crate) fn found() -> Vec<FoundStudent> {
    vec![
        FoundStudent {
            number: number("22104518"),
            surname: some("DESFONTAINES"),
            given_name: some("MAELYS"),
            birth_date: birth_date(),
            mail: some(MAIL),
        },
        FoundStudent {
            number: number("22207733"),
            surname: some("WIERZBOWSKI"),
            given_name: some("TOMASZ"),
            birth_date: NaiveDate::from_ymd_opt(2002, 11, 2),
            mail: None,
        },
    ]
}

fn regime(code: &str, short: &str) -> Regime {
    Regime { code: code.to_owned(), label: some("Formation initiale"), short: some(short) }
}

fn etape() -> Etape {
    Etape { key: key("MINFO2", "211"), label: some("Master 2 Informatique - Génie logiciel"), period: None }
}

fn diploma() -> Diploma {
    Diploma { code: "MINF".to_owned(), version: some("210"), label: some("Master Informatique") }
}

pub(crate) fn elements() -> Vec<InternshipElement> {
    vec![InternshipElement {
        etape: Some(key("MINFO2", "211")),
        period: None,
        code: "SCI10STG".to_owned(),
        label: some("Stage de fin d'études"),
        credits: Some(30.into()),
        nature: some("STAGE"),
        is_internship: true,
    }]
}

/// Her year in Apogée.
pub(crate) fn year_of_apogee() -> Enrolments {
    Enrolments {
        year: 2026,
        regimes: vec![regime("1", "INITIALE")],
        enrolments: vec![Enrolment {
            year: 2026,
            etape: etape(),
            composante: coded("SCI", "Faculté des sciences"),
            diploma: Some(diploma()),
            cycle: some("M"),
            finality: coded("P", "Professionnelle"),
            regime: Some(regime("1", "INITIALE")),
            arrangement: None,
            is_cesure: false,
            teaching_hours: Some(420.into()),
            status: None,
            exchange: None,
            mobility: None,
        }],
        elements: elements(),
    }
}

/// Her year in Pégase.
pub(crate) fn year_of_pegase() -> Enrolments {
    Enrolments {
        year: 2026,
        regimes: vec![regime("RIN001", "RIN001")],
        enrolments: vec![Enrolment {
            year: 2026,
            etape: Etape {
                key: key("MINFO2-GL", "ETAB00"),
                label: some("M2 Info GL"),
                period: some("PER-2026"),
            },
            composante: coded("UFR-SCI", "Faculté des sciences de Valmorée"),
            diploma: Some(Diploma { code: "MINFO".to_owned(), version: some("ETAB00"), ..diploma() }),
            cycle: None,
            finality: None,
            regime: Some(regime("RIN001", "RIN001")),
            arrangement: None,
            is_cesure: false,
            teaching_hours: None,
            status: Some(EnrolmentStatus::Valid),
            exchange: None,
            mobility: None,
        }],
        elements: vec![InternshipElement {
            etape: Some(key("MINFO2-GL", "ETAB00")),
            period: some("PER-2026"),
            code: "MINFO2-STAGE".to_owned(),
            label: some("Stage fin d'études"),
            credits: Some(30.into()),
            nature: some("UE"),
            is_internship: true,
        }],
    }
}

pub(crate) fn composantes() -> Vec<Coded> {
    let all = [("DRO", "FACULTE DE DROIT"), ("IUT", "IUT DE VALMOREE"), ("SCI", "FACULTE DES SCIENCES")];
    all.into_iter().filter_map(|(code, label)| coded(code, label)).collect()
}

pub(crate) fn etapes() -> Vec<Etape> {
    let licence = Etape { key: key("LINFO3", "211"), label: some("Licence 3 Informatique"), period: None };
    vec![licence, etape()]
}

pub(crate) fn regimes() -> Vec<Regime> {
    let lifelong = Regime {
        code: "2".to_owned(),
        label: some("Formation continue diplômante"),
        short: some("CONTINUE"),
    };
    vec![regime("1", "INITIALE"), lifelong]
}

pub(crate) fn programmes() -> Vec<Programme> {
    vec![Programme { diploma: diploma(), period: None, etapes: vec![etape()] }]
}

/// As the directory knows her.
pub(crate) fn person() -> Person {
    Person {
        uid: some("mdesfon3"),
        login: some("mdesfon3"),
        number: Some(number("22104518")),
        surname: some("Desfontaines"),
        given_name: some("Maëlys"),
        name: some("Maëlys Desfontaines"),
        title: Some(Sex::Female),
        mail: some(MAIL),
        phone: None,
        main_affiliation: Some(Affiliation::Student),
        affiliations: vec![Affiliation::Student, Affiliation::Member],
        main_entity: some("SCI"),
        entities: vec!["SCI".to_owned()],
        etapes: vec!["{UAI:0999999Z}MINFO2-211".to_owned()],
        years: vec![2026],
    }
}
