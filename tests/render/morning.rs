//! What stands on a desk on a plausible morning: a person, their queues, some rows and the file of one.

use chrono::{Days, TimeDelta};
use guichet::domain::access::{Establishment, Person};
use guichet::domain::act::ReturnReason;
use guichet::domain::compliance::Figures;
use guichet::domain::convention::{FileState, Regime, Severity, SignatureState, StepKind};
use guichet::domain::queue::Queue;
use guichet::domain::row::Row;
use guichet::domain::sheet::Texts as SheetTexts;
use guichet::domain::sheet::{
    Centre, Etape, GivenReason, Named, Note, Organisation, RecordedFinding, Returned, Sheet, Step, Student,
};
use rust_decimal::Decimal;

use super::fixture::{day, now};

pub fn clerk() -> Person {
    Person {
        id: 7,
        name: "Claire Martin".into(),
        roles: vec!["GES".into()],
        rights: vec!["CONVENTION.validate".into(), "CONVENTION.modify".into()],
        establishment: Establishment {
            name: "Université de Provence-Maritime".into(),
            ..Establishment::default()
        },
        centre_codes: vec!["SCI".into()],
        ..Person::default()
    }
}

pub fn counts() -> Vec<(Queue, Option<i64>)> {
    vec![
        (Queue::Pedagogical, Some(41)),
        (Queue::Check, Some(0)),
        (Queue::Administrative, Some(12)),
        (Queue::Corrected, Some(4)),
        (Queue::ToCorrect, Some(17)),
        (Queue::SoonUnsigned, Some(3)),
        (Queue::StartedUnsigned, Some(1)),
        (Queue::ToSign, Some(58)),
        (Queue::Signed, Some(1284)),
        (Queue::All, None),
    ]
}

pub fn reasons() -> Vec<ReturnReason> {
    let reason = |id, field: &str, fr: &str, en: &str| ReturnReason {
        id,
        field: field.into(),
        fr: fr.into(),
        en: en.into(),
    };
    vec![
        reason(
            1,
            "tutor",
            "Le tuteur doit être une personne de l’organisme.",
            "The tutor must be of the host.",
        ),
        reason(2, "tasks", "Les activités sont trop vagues.", "The tasks are too vague."),
        reason(3, "end_date", "La date de fin dépasse l’année.", "The end is after the year."),
        reason(
            4,
            "gratification_amount",
            "Le montant est sous le minimum.",
            "The amount is below the minimum.",
        ),
    ]
}

pub fn row(id: i32, student: &str, organisation: &str, start: &str) -> Row {
    let start = day(start);
    Row {
        id,
        version: 3,
        queue: Queue::Administrative,
        file_state: FileState::InValidation,
        signature_state: SignatureState::NotSent,
        circuit: vec![StepKind::Pedagogical, StepKind::Administrative],
        steps_done: 1,
        corrected: false,
        since: now() - TimeDelta::days(i64::from(id % 11)),
        start: Some(start),
        end: start.checked_add_days(Days::new(120)),
        student: student.into(),
        student_number: format!("2200{id}"),
        organisation: organisation.into(),
        town: "Toulon".into(),
        etape: "M1INFO".into(),
        supervisor: "DURAND Paul".into(),
        centre: "SCI".into(),
        regime: Regime::Initial,
        hours: Some(Decimal::new(560, 0)),
        confidential: false,
        checked: true,
        blocking: 0,
        warnings: 0,
        claimed: None,
        hold_until: None,
        enrolment_differs: false,
        amendment: None,
        key: start.to_string(),
    }
}

pub fn rows() -> Vec<Row> {
    let soon = "2026-02-26";
    vec![
        Row { warnings: 1, ..row(28413, "BENALI Inès", "THALES SA", soon) },
        row(28399, "CARON Paul", "MAIRIE DE GAP", "2026-03-02"),
        Row {
            blocking: 2,
            ..row(28420, "DE LA TOUR D’AUVERGNE Éléonore", "CENTRE HOSPITALIER", "2026-03-02")
        },
        Row {
            claimed: Some((9, now() + TimeDelta::minutes(9))),
            ..row(28377, "李 雷", "AIRBUS SAS", "2026-03-09")
        },
        Row { hold_until: Some(day("2026-03-20")), ..row(28101, "MOREAU Zoé", "INRAE", "2026-03-16") },
        Row { checked: false, ..row(28388, "NGUYỄN Thị Hà", "ORANGE SA", "2026-03-16") },
        row(28405, "O’BRIEN Sean", "BNP PARIBAS", "2026-04-01"),
        Row {
            claimed: Some((7, now() + TimeDelta::minutes(4))),
            ..row(28406, "PETIT Léa", "SNCF VOYAGEURS", "2026-04-01")
        },
        Row {
            organisation: String::new(),
            start: None,
            end: None,
            ..row(28411, "ROUX Hugo", "", "2026-04-15")
        },
        row(28415, "SCHMIDT \u{1b}[31mEva", "CEA\nCADARACHE", "2026-04-15"),
        row(28417, "TRAORÉ Fatou", "MÉTÉO-FRANCE", "2026-05-04"),
        row(28421, "VIDAL Marc", "DCNS", "2026-06-01"),
    ]
}

fn named(name: &str, post: Option<&str>, mail: &str) -> Named {
    Named {
        name: name.into(),
        job_title: post.map(Into::into),
        mail: Some(mail.into()),
        phone: post.map(|_| "04 94 00 00 00".into()),
    }
}

/// The file of the first row.
pub fn sheet() -> Sheet {
    Sheet {
        id: 28413,
        version: 3,
        year: 2025,
        regime: Regime::Initial,
        nature: Some("mandatory".into()),
        confidential: false,
        masked: false,
        file_state: FileState::InValidation,
        signature_state: SignatureState::NotSent,
        state_since: now() - TimeDelta::days(6),
        corrected: false,
        archived: false,
        hold_until: None,
        claimed_by: None,
        student: Student {
            number: "220028413".into(),
            surname: "BENALI".into(),
            given_name: "Inès".into(),
            mail: Some("ines.benali@etu.example.fr".into()),
        },
        etape: Etape {
            code: "M1INFO".into(),
            version: "211".into(),
            label: "Master 1 Informatique".into(),
            composante: "UFR Sciences".into(),
        },
        centre: Centre { code: "SCI".into(), name: "Scolarité Sciences".into() },
        kind: Some("Formation initiale".into()),
        elp_label: Some("Stage de 16 semaines".into()),
        ects: Some(Decimal::new(15, 0)),
        teaching_hours: Some(420),
        country: None,
        supervisor: Some(named("Paul Durand", None, "paul.durand@univ.example.fr")),
        organisation: Some(Organisation {
            name: "THALES SA".into(),
            siret: Some("55205902400019".into()),
            address: Some("12 avenue du Port".into()),
            postal_code: Some("83000".into()),
            town: Some("Toulon".into()),
            naf: Some("26.51A".into()),
            public_law: false,
            headcount: Some("2 000 à 4 999".into()),
        }),
        service: Some("Sonars".into()),
        tutor: Some(named("Anne Petit", Some("cheffe de projet"), "anne.petit@host.example.fr")),
        second_tutor: None,
        signatory: None,
        start_date: Some(day("2026-02-26")),
        end_date: Some(day("2026-09-04")),
        weekly_hours: Some(Decimal::new(35, 0)),
        total_hours: Some(Decimal::new(9100, 1)),
        total_overridden: true,
        gratification: Some(true),
        gratification_amount: Some(Decimal::new(450, 2)),
        gratification_unit: Some("hour".into()),
        currency: Some("EUR".into()),
        texts: Some(SheetTexts {
            subject: Some("Détection d’échos sous-marins par apprentissage".into()),
            tasks: Some(
                "Étudier l’existant, puis proposer et mesurer deux méthodes sur les données du service."
                    .into(),
            ),
            skills: None,
        }),
        interruptions: vec![(day("2026-08-03"), day("2026-08-14"))],
        steps: vec![
            Step {
                kind: StepKind::Pedagogical,
                label: None,
                done_at: Some(now() - TimeDelta::days(6)),
                done_by: Some("Claire Martin".into()),
                on_behalf_of: Some("Paul Durand".into()),
            },
            Step {
                kind: StepKind::Administrative,
                label: None,
                done_at: None,
                done_by: None,
                on_behalf_of: None,
            },
        ],
        signatures: vec![],
        documents: vec![],
        checked: true,
        findings: vec![RecordedFinding {
            rule: "end-of-year".into(),
            severity: Severity::Warning,
            figures: Figures {
                day: Some(day("2026-09-04")),
                bound: Some(day("2026-08-31")),
                ..Figures::default()
            },
            passed_by: None,
            pass_reason: None,
        }],
        returned: None,
        amendments: Vec::new(),
        review: None,
        notes: vec![Note {
            at: now() - TimeDelta::days(2),
            by: "Claire Martin".into(),
            body: "A appelé pour la date de fin.".into(),
        }],
    }
}

/// The file of another row: the same, under its own name.
pub fn sheet_of(id: i32) -> Sheet {
    let row = rows().into_iter().find(|row| row.id == id).expect("a row of the fixture");
    let (surname, given_name) = row.student.rsplit_once(' ').unwrap_or((&row.student, ""));
    let sheet = sheet();
    let student = Student { surname: surname.into(), given_name: given_name.into(), ..sheet.student };
    Sheet { id, student, ..sheet }
}

/// The same file, with what stops it and what was returned.
pub fn blocked_sheet() -> Sheet {
    let blocking = RecordedFinding {
        rule: "mandatory-content".into(),
        severity: Severity::Blocking,
        figures: Figures { fields: vec!["signatory".into(), "skills".into()], ..Figures::default() },
        passed_by: None,
        pass_reason: None,
    };
    let passed = RecordedFinding {
        rule: "dates-length".into(),
        severity: Severity::Blocking,
        figures: Figures {
            day: Some(day("2027-03-01")),
            bound: Some(day("2027-02-26")),
            ..Figures::default()
        },
        passed_by: Some("Luc Bernard".into()),
        pass_reason: Some("césure accordée par la CFVU".into()),
    };
    let sheet = sheet();
    Sheet {
        corrected: true,
        documents: super::writing::written().form.documents,
        claimed_by: Some("Luc Bernard".into()),
        hold_until: Some(day("2026-03-20")),
        findings: [vec![blocking, passed], sheet.findings].concat(),
        returned: Some(Returned {
            at: now() - TimeDelta::days(9),
            by: "Claire Martin".into(),
            free_text: Some("Merci de joindre l’accord du service.".into()),
            reasons: vec![GivenReason {
                field: "tasks".into(),
                fr: "Les activités sont trop vagues.".into(),
                en: "The tasks are too vague.".into(),
            }],
        }),
        ..sheet
    }
}
