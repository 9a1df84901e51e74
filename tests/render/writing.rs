//! A file being written: its fields, what they make, the boxes they are written in.

use chrono::TimeDelta;
use guichet::app::message::{Answer, LinkNews, Message};
use guichet::app::pane::writing::Written;
use guichet::domain::access::Person;
use guichet::domain::act::{About, Answer as Verdict, Outcome, Refusal};
use guichet::domain::form::{Choice, Enrolment, Entry, Lists, Value};
use guichet::domain::organisation::registered::Found;
use guichet::domain::student::StudentNumber;
use guichet::domain::student::dossier::Kept;
use guichet::domain::student::intake::Told;
use guichet::domain::student::search::FoundStudent;
use guichet::domain::student::source::{Silence, Source};
use serde_json::json;

use super::fixture::{Desk, now};
use super::morning::clerk;
use super::scenes::scene;

/// A draft with some fields missing, and hostile words in others.
pub fn written() -> Written {
    let form = json!({
        "id": 28413, "version": 3, "state": "draft", "verdict": "OK",
        "number": "220028413", "student": "BENALI Inès", "enrolment": "M1INFO Master 1 Informatique", "year": 2025, "etape": "M1INFO",
        "centre": "SCI", "centre_id": 1,
        "missing": ["gratification", "service", "supervision"],
        "place": { "country": "FR", "postal_code": "38000" },
        "values": {
            "type_id": 3, "regime": "initial", "nature": "mandatory", "teaching_hours": 350, "language": "fr",
            "organisation_id": 12, "country_code": "FR",
            "subject": "Détection de\u{1b}[31m fraudes\nau péage", "tasks": "Coder, \u{202e}essayer", "skills": "Rust",
            "start_date": "2026-03-02", "end_date": "2026-08-28", "weekly_hours": 35,
            "interruptions": [["2026-07-27", "2026-08-14"]], "total_hours": "763",
            "gratification_amount": 4.5, "gratification_unit": "hour", "currency": "EUR",
            "confidential": false, "total_overridden": false
        },
        "instructions": "Trois semaines avant le début.\nSous pli.", "staffed": true,
        "languages": ["fr", "en"], "templates": [[1, ""], [2, "Bilingue"]],
        "elements": [{ "code": "M1INFOS", "label": "Stage d'application", "ects": 6 }],
        "documents": [
            { "kind_id": 2, "label": "Attestation de responsabilité civile", "needed_for": null, "expires": true,
              "state": "expired", "reason": null, "valid_until": "2026-07-31", "reference": null,
              "file_name": "att\u{1b}[31mestation.pdf", "file_size": 120_000, "at": "2026-01-12T09:00:00Z", "by": "Nadia Lefèvre" },
            { "kind_id": 3, "label": "Fiche de sécurité", "needed_for": "submission", "expires": false,
              "state": "expected", "reason": null, "valid_until": null, "reference": null,
              "file_name": null, "file_size": null, "at": null, "by": null },
            { "kind_id": 4, "label": "Photo", "needed_for": null, "expires": false,
              "state": "refused", "reason": "Illisible", "valid_until": null, "reference": null,
              "file_name": null, "file_size": null, "at": "2026-01-12T09:00:00Z", "by": "Nadia Lefèvre" }
        ],
        "steps": [
            { "kind": "pedagogical", "label": "Visa du référent", "done_at": "2026-01-14T10:00:00Z", "done_by": "Nadia Lefèvre",
              "on_behalf_of": "Marc Delattre" },
            { "kind": "administrative", "label": null, "done_at": null, "done_by": null, "on_behalf_of": null }
        ],
        "labels": { "type_id": "FORMATION INITIALE", "organisation_id": "THALES SA, GRENOBLE", "country_code": "FRANCE" }
    });
    let facts = json!({
        "regime": "initial", "year": 2025, "year_starts": [9, 1], "year_extension_days": 0,
        "start_date": null, "end_date": null, "schedule": null, "stage": "far", "unsigned": true, "validated": false,
        "minor_until": null,
        "pay": { "gratification": null, "offers": [], "signed": "2026-01-01", "ceilings": [], "branch_rates": [], "public_law": false },
        "content": { "missing": ["gratification", "service", "supervision"], "supervisor_optional": true, "leave_terms": true,
            "teaching_hours": 350, "teaching_on_site": 350, "student_template": true, "purpose_vouched": true },
        "elsewhere": { "other_hours": "0", "declared_hours": "0", "overlaps": [], "overlap_allowed": false, "tutor_files": 0,
            "supervisor_files": 1, "supervisor_quota": 24, "host_files": 1, "headcount": null, "earlier": [] },
        "abroad": { "sheet_annexed": false, "exchange_held": false, "risk": null, "authorised": false },
        "severities": {}
    });
    Written {
        form: serde_json::from_value(form).unwrap(),
        findings: Vec::new(),
        checked: true,
        facts: Some(serde_json::from_value(facts).unwrap()),
    }
}

pub fn lists() -> Lists {
    let entry = |id, list: &str, label: &str| Entry { id, list: list.into(), label: label.into() };
    Lists {
        entries: vec![
            entry(3, "convention_type", "FORMATION INITIALE"),
            entry(4, "convention_type", "CESURE"),
            entry(5, "payment_mode", "Virement bancaire"),
        ],
        countries: vec![("FR".into(), "FRANCE".into()), ("IT".into(), "ITALIE".into())],
        cpams: Vec::new(),
    }
}

/// The file open before somebody who may write in it.
fn opened(desk: &mut Desk) {
    let rights = ["CONVENTION.create", "CONVENTION.modify", "CONVENTION.delete", "ORGA_ACC.modify"];
    let rights = rights.map(str::to_owned).to_vec();
    let today = desk.model.today;
    desk.tell(Message::Link(LinkNews::Up(Box::new(Person { rights, ..clerk() }), today)));
    desk.press("e").answer(Answer::Form(Some(Box::new(written())))).answer(Answer::Lists(lists()));
}

#[test]
fn what_the_centre_says_and_asks_for() {
    scene("writing-documents", |desk| {
        opened(desk);
        desk.press("G");
    });
    scene("writing-document", |desk| {
        opened(desk);
        desk.press("G").press("k k k k k").press("<Enter>");
    });
}

#[test]
fn the_fields_and_what_they_make() {
    scene("writing", |desk| {
        opened(desk);
        desk.press("<Tab>");
    });
}

#[test]
fn a_day_being_typed() {
    scene("writing-day", |desk| {
        opened(desk);
        desk.press("<Tab>").press("<Tab>").press("j").press("<Enter>");
        desk.press("<BS>").press("<BS>").write("28");
    });
}

#[test]
fn a_text_of_several_lines() {
    scene("writing-text", |desk| {
        opened(desk);
        desk.press("<Tab>").press("<Enter>").press("<Enter>").write("et ailleurs");
    });
}

#[test]
fn a_value_somebody_else_changed_meanwhile() {
    scene("writing-conflict", |desk| {
        opened(desk);
        desk.press("<Tab>").press("<Tab>").press("j").press("j").press("<Enter>");
        desk.press("<BS>").press("<BS>").write("32").press("<Enter>");
        let about = About {
            by: Some("Paul Durand".into()),
            at: Some(now()),
            verb: Some("edit".into()),
            ..About::default()
        };
        let answer = Verdict::Stale(Refusal { code: "GU003".into(), about });
        let mut theirs = written();
        theirs.form.version = 4;
        theirs.form.values.insert("weekly_hours".into(), 28.into());
        let outcome = Outcome { id: 28413, amendment: None, version: Some(4), answer };
        desk.answer(Answer::Edited(Box::new(outcome), Some(Box::new(theirs))));
    });
}

#[test]
fn a_host_to_choose() {
    scene("writing-host", |desk| {
        opened(desk);
        desk.press("k").press("<Enter>").write("kerv");
        let hosts = super::organisations::hosts();
        desk.answer(Answer::Hosts(hosts[..2].to_vec()));
        desk.answer(Answer::HostsAlike(hosts));
    });
}

#[test]
fn a_host_to_choose_that_the_register_proposes() {
    scene("writing-host-proposed", |desk| {
        opened(desk);
        desk.press("k").press("<Enter>").write("kervezec");
        desk.answer(Answer::Hosts(super::organisations::hosts()[..1].to_vec()));
        desk.answer(Answer::HostsAlike(Vec::new()));
        super::organisations::rest(
            desk,
            Ok(Found { said: super::organisations::proposed(), ..Found::default() }),
        );
        desk.press("<Down>");
    });
}

#[test]
fn an_enrolment_to_choose() {
    scene("writing-enrolment", |desk| {
        opened(desk);
        desk.press("g n").write("benali");
        desk.answer(Answer::Looked(vec![Choice {
            id: 1,
            label: "BENALI Inès".into(),
            detail: "220028413".into(),
        }]));
        desk.press("<Enter>");
        let enrolment = |year, centre: Option<&str>, drafts| Enrolment {
            id: year,
            year,
            code: "M1INFO".into(),
            label: "Master 1 Informatique".into(),
            regime: "FI".into(),
            is_cesure: year == 2024,
            centre: centre.map(Into::into),
            placed_by: centre.map(|_| "composante".into()),
            drafts,
        };
        desk.answer(Answer::Enrolments(vec![enrolment(2025, Some("SCI"), 2), enrolment(2024, None, 0)]));
    });
}

/// What Apogée tells of the student while Pégase is down, some of it otherwise than the file, and in hostile words.
fn told() -> Told {
    let silent = json!([{ "source": "pegase", "why": "unreachable" }]);
    let nothing = json!({ "value": null, "source": null, "silent": silent });
    let dossier = json!({
        "number": "220028413", "year": 2025,
        "identity": { "source": "siscol-apogee", "silent": silent, "value": {
            "number": "220028413", "inner_id": null, "birth_name": "BENALI", "usage_name": "ROUX", "given_name": "Inès",
            "civil_given_name": null, "sex": null, "civil_sex": null, "birth_date": null, "mail": "ines.benali@etu.example",
            "contact": { "address": "3 chemin \u{1b}[31mdu Lavoir", "postal_code": "57000", "town": "METZ", "country": null,
                "phone": null, "mobile": "06 00 00 00 13", "personal_mail": null },
            "health_fund": null, "lifelong_years": [] } },
        "civil_status": nothing, "years": [],
        "enrolments": { "source": "siscol-apogee", "silent": silent, "value": {
            "year": 2025, "regimes": [], "elements": [], "enrolments": [{ "year": 2025,
                "etape": { "key": { "code": "M1INFO", "version": "211" }, "label": "Master 1", "period": null },
                "composante": null, "diploma": null, "cycle": null, "finality": null, "regime": null, "arrangement": null,
                "is_cesure": false, "teaching_hours": "400", "status": null, "exchange": null, "mobility": null }] } },
    });
    let here = json!({ "id": 1, "surname": "Benali", "given_name": "Inès", "mail": "ines.benali@etu.example", "ine": null });
    Told {
        kept: Some(Kept {
            dossier: serde_json::from_value(dossier).unwrap(),
            at: now() - TimeDelta::hours(3),
            by: Some("nadia.lefevre".into()),
        }),
        enrolments: Vec::new(),
        here: Some(serde_json::from_value(here).unwrap()),
        is_asking: false,
        is_settled: false,
    }
}

/// The file, with what the sources tell beside it.
fn told_beside(desk: &mut Desk) {
    let mut here = written();
    let values = [
        ("address", Value::Null),
        ("postal_code", "38000".into()),
        ("town", "Metz".into()),
        ("personal_mail", Value::Null),
        ("phone", "0600000013".into()),
    ];
    here.form.values.extend(values.map(|(code, value)| (code.to_owned(), value)));
    opened(desk);
    desk.tell(Message::Notice);
    desk.answer(Answer::Form(Some(Box::new(here)))).answer(Answer::Dossier(Box::new(told())));
}

#[test]
fn what_the_sources_tell_beside_the_fields() {
    scene("writing-told", |desk| {
        told_beside(desk);
        desk.press("<BackTab>");
    });
    scene("writing-compared", |desk| {
        told_beside(desk);
        desk.press("r").answer(Answer::Dossier(Box::new(told())));
    });
}

#[test]
fn students_whom_the_sources_tell() {
    let student = |number: &str, name: &str| FoundStudent {
        number: StudentNumber::parse(number).unwrap(),
        surname: Some(name.into()),
        given_name: Some("Inès".into()),
        birth_date: "2003-04-17".parse().ok(),
        mail: None,
    };
    scene("writing-students", |desk| {
        opened(desk);
        desk.press("g n").write("benali");
        desk.answer(Answer::Looked(vec![Choice {
            id: 1,
            label: "BENALI Inès".into(),
            detail: "220028413".into(),
        }]));
        desk.tell_at(Message::Deadline, now() + TimeDelta::seconds(1));
        let found = vec![student("220028413", "Benali"), student("230000001", "Ben\u{202e}ali")];
        desk.answer(Answer::StudentsFound(Source::Pegase, Ok(found)));
        desk.answer(Answer::StudentsFound(Source::Ldap, Err(Silence::Late)));
    });
    scene("writing-hand", |desk| {
        opened(desk);
        desk.press("g n").write("99000042");
        desk.answer(Answer::Looked(Vec::new()));
        desk.tell_at(Message::Deadline, now() + TimeDelta::seconds(1));
        desk.answer(Answer::StudentsSought).press("<Enter>").press("<Enter>");
    });
}

#[test]
fn somebody_who_is_not_there_yet() {
    scene("writing-new-host", |desk| {
        opened(desk);
        desk.press("k").press("<Enter>").press("<Enter>").write("Atelier");
    });
}

#[test]
fn why_so_many_days() {
    scene("writing-days", |desk| {
        opened(desk);
        desk.press("p");
    });
}
