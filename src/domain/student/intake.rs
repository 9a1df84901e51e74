//! Students who come in with what the sources tell of them: the enrolments for which a convention may be made, and the values
//! that fill its fields.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Coded;
use super::dossier::{Dossier, Kept};
use super::enrolment::{Enrolment, EnrolmentStatus, Enrolments};
use super::identity::{Country, Sex};
use super::source::Source;
use crate::domain::fold::fold;
use crate::domain::form::{Element, FIELDS, Kind, Value, place};

/// The code of an étape that a student is enrolled in, with its version and label where they are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IntakeEtape {
    /// Its code.
    pub code: String,
    /// Its version.
    pub version: Option<String>,
    /// Its label.
    pub label: Option<String>,
}

/// The civil status of a student who comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IntakeCivil {
    /// The name that they were born with.
    pub birth_name: String,
    /// Their first names.
    pub given_names: String,
    /// `F` or `M`.
    pub sex: Option<&'static str>,
    /// The day when they were born.
    pub birth_date: Option<NaiveDate>,
    /// ISO 3166 code.
    pub nationality: Option<String>,
}

/// An enrolment with its student, as a source tells it or as it is typed by hand: what a draft is made for when it is not here
/// yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Intake {
    /// The number of the student.
    pub number: String,
    /// Their name.
    pub surname: String,
    /// Their first name.
    pub given_name: String,
    /// Mail address that the institution gave them.
    pub mail: Option<String>,
    /// Their national number.
    pub ine: Option<String>,
    /// Their civil status.
    pub civil: Option<IntakeCivil>,
    /// First civil year of the university year.
    pub year: i32,
    /// The étape.
    pub etape: IntakeEtape,
    /// The composante that teaches it.
    pub composante: Option<Coded>,
    /// The label of its diploma.
    pub diploma: Option<String>,
    /// The regime, which decides the type of convention.
    pub regime: Option<String>,
    /// The type of convention, where one is chosen by hand.
    pub type_id: Option<i32>,
    /// What says that it is for a césure.
    pub cesure: Option<String>,
    /// The internship elements of the programme that the student chose.
    pub elements: Vec<Element>,
    /// Who told it; nobody where it was typed by hand.
    pub source: Option<Source>,
}

/// What the database makes of an enrolment that a source tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The enrolment.
    pub intake: Intake,
    /// Its number, if it is here.
    pub known: Option<i32>,
    /// The centre that would be in charge; none when nothing places the étape.
    pub centre: Option<String>,
    /// What places it there: `etape`, `composante` or `establishment`.
    pub placed_by: Option<String>,
    /// Whether I may make a convention there.
    pub may: bool,
}

/// What is known here of a student, under the name that they use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    /// Their number in the database.
    pub id: i32,
    /// Their name.
    pub surname: String,
    /// Their first name.
    pub given_name: String,
    /// Mail address that the institution gave them.
    pub mail: Option<String>,
    /// Their national number.
    pub ine: Option<String>,
}

/// What is told of a student, beside what is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What the sources said last, and when; nothing when nothing was ever said.
    pub kept: Option<Kept>,
    /// The enrolments that they tell.
    pub enrolments: Vec<Placed>,
    /// What is here.
    pub here: Option<Here>,
    /// The sources are being asked: more may come.
    pub is_asking: bool,
    /// They have just told all that matters.
    pub is_settled: bool,
}

/// A value that a source tells for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldValue {
    /// The field: of a file, or of a student.
    pub code: &'static str,
    /// What it would hold.
    pub value: Value,
    /// Who tells it.
    pub source: Source,
}

/// What says a césure where the source names no arrangement.
const CESURE: &str = "CESURE";

fn text(told: Option<&String>) -> Option<String> {
    told.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn sex(told: Option<&Sex>) -> Option<&'static str> {
    match told? {
        Sex::Female => Some("F"),
        Sex::Male => Some("M"),
        Sex::Other(_) => None,
    }
}

/// A value that fits the field; nothing is cut, or a wrong address would pass for the right one.
fn fitting(code: &'static str, told: Option<String>) -> Option<Value> {
    let told = told?;
    let fits = match FIELDS[place(code)?].kind {
        Kind::Line(most) => told.chars().count() <= most && !told.chars().any(char::is_control),
        _ => true,
    };
    fits.then(|| told.into())
}

impl Dossier {
    /// What is told of the student under the name that they use.
    pub fn student_fields(&self) -> Vec<ToldValue> {
        let (who, civil) = (self.identity.value.as_ref(), self.civil_status.value.as_ref());
        let of = |code, from_who: Option<Option<&String>>, from_civil: Option<Option<&String>>| {
            let from = |told: Option<Option<&String>>, source| Some((text(told?)?, source?));
            let (told, source) = from(from_who, self.identity.source)
                .or_else(|| from(from_civil, self.civil_status.source))?;
            Some(ToldValue { code, value: told.into(), source })
        };
        let fields = [
            of(
                "surname",
                who.map(|who| who.usage_name.as_ref().or(who.birth_name.as_ref())),
                civil.map(|civil| civil.usage_name.as_ref().or(civil.birth_name.as_ref())),
            ),
            of(
                "given_name",
                who.map(|who| who.given_name.as_ref()),
                civil.map(|civil| civil.given_name.as_ref()),
            ),
            of("mail", who.map(|who| who.mail.as_ref()), civil.map(|civil| civil.mail.as_ref())),
            of("ine", None, civil.map(|civil| civil.ine.as_ref())),
        ];
        fields.into_iter().flatten().collect()
    }

    fn civil(&self) -> Option<IntakeCivil> {
        let (who, civil) = (self.identity.value.as_ref(), self.civil_status.value.as_ref());
        let birth_name = text(civil.and_then(|one| one.birth_name.as_ref()))
            .or_else(|| text(who.and_then(|one| one.birth_name.as_ref())))?;
        let first = text(civil.and_then(|one| one.civil_given_name.as_ref().or(one.given_name.as_ref())))
            .or_else(|| {
                text(who.and_then(|one| one.civil_given_name.as_ref().or(one.given_name.as_ref())))
            })?;
        let second = text(civil.and_then(|one| one.second_given_name.as_ref()));
        let nationality =
            |told: &Country| told.iso2.clone().filter(|code| code.len() == 2 && code.is_ascii());
        Some(IntakeCivil {
            birth_name,
            given_names: [Some(first), second].into_iter().flatten().collect::<Vec<_>>().join(", "),
            sex: sex(civil.and_then(|one| one.civil_sex.as_ref().or(one.sex.as_ref())))
                .or_else(|| sex(who.and_then(|one| one.civil_sex.as_ref().or(one.sex.as_ref())))),
            birth_date: civil.and_then(|one| one.birth_date).or_else(|| who.and_then(|one| one.birth_date)),
            nationality: civil.and_then(|one| one.nationality.as_ref().and_then(nationality)),
        })
    }

    /// The enrolments for which a convention may be made: those that count.
    pub fn intakes(&self) -> Vec<Intake> {
        let (Some(told), Some(source)) = (&self.enrolments.value, self.enrolments.source) else {
            return Vec::new();
        };
        let who = self.student_fields();
        let said = |code| {
            who.iter()
                .find(|field| field.code == code)
                .and_then(|field| field.value.as_str().map(str::to_owned))
        };
        let intake = |one: &Enrolment| Intake {
            number: self.number.to_string(),
            surname: said("surname").unwrap_or_default(),
            given_name: said("given_name").unwrap_or_default(),
            mail: said("mail"),
            ine: said("ine"),
            civil: self.civil(),
            year: one.year,
            etape: IntakeEtape {
                code: one.etape.key.code.clone(),
                version: one.etape.key.version.clone(),
                label: one.etape.label.clone(),
            },
            composante: one.composante.clone(),
            diploma: one
                .diploma
                .as_ref()
                .map(|diploma| diploma.label.clone().unwrap_or_else(|| diploma.code.clone())),
            regime: one
                .regime
                .as_ref()
                .map(|regime| regime.short.clone().unwrap_or_else(|| regime.code.clone())),
            type_id: None,
            cesure: one.is_cesure.then(|| {
                one.arrangement.as_ref().map_or_else(|| CESURE.to_owned(), |arranged| arranged.code.clone())
            }),
            elements: elements(told, one),
            source: Some(source),
        };
        told.enrolments.iter().filter(counts).map(intake).collect()
    }

    /// What is told for the fields of a file of an étape.
    pub fn file_fields(&self, etape: &str) -> Vec<ToldValue> {
        let mut fields = Vec::new();
        if let (Some(who), Some(source)) = (&self.identity.value, self.identity.source) {
            let contact = &who.contact;
            let phone = text(contact.mobile.as_ref()).or_else(|| text(contact.phone.as_ref()));
            let told = [
                ("address", text(contact.address.as_ref())),
                ("postal_code", text(contact.postal_code.as_ref())),
                ("town", text(contact.town.as_ref())),
                ("personal_mail", text(contact.personal_mail.as_ref())),
                ("phone", phone),
            ];
            fields
                .extend(told.into_iter().filter_map(|(code, told)| {
                    Some(ToldValue { code, value: fitting(code, told)?, source })
                }));
        }
        let fund = |told: Option<&String>, source| Some((text(told)?, source?));
        let (who, civil) = (self.identity.value.as_ref(), self.civil_status.value.as_ref());
        let fund = fund(who.and_then(|one| one.health_fund.as_ref()), self.identity.source)
            .or_else(|| fund(civil.and_then(|one| one.health_fund.as_ref()), self.civil_status.source));
        fields.extend(fund.map(|(told, source)| ToldValue { code: "cpam", value: told.into(), source }));
        if let (Some(told), Some(source)) = (&self.enrolments.value, self.enrolments.source) {
            let of_etape: Vec<&Enrolment> =
                told.enrolments.iter().filter(counts).filter(|one| one.etape.key.code == etape).collect();
            if let [one] = of_etape[..] {
                fields.extend(of_enrolment(told, one, source));
            }
        }
        fields
    }
}

/// The internship elements that a student chose in an étape.
fn elements(told: &Enrolments, one: &Enrolment) -> Vec<Element> {
    let of = told.elements_of(one).filter(|element| element.is_internship);
    of.map(|element| Element {
        code: element.code.clone(),
        label: element.label.clone().unwrap_or_else(|| element.code.clone()),
        ects: element.credits,
    })
    .collect()
}

/// What an enrolment leaves no choice of.
fn of_enrolment(told: &Enrolments, one: &Enrolment, source: Source) -> Vec<ToldValue> {
    let mut fields = Vec::new();
    let hours = one.teaching_hours.filter(|hours| *hours > Decimal::ZERO).map(|hours| hours.round());
    if let Some(hours) =
        hours.and_then(|hours| i32::try_from(hours).ok()).filter(|hours| is_number("teaching_hours", *hours))
    {
        fields.push(ToldValue { code: "teaching_hours", value: hours.into(), source });
    }
    if let ([element], false) = (&elements(told, one)[..], one.is_cesure) {
        let label = fitting("elp_label", Some(element.label.clone()));
        let code = fitting("elp_code", Some(element.code.clone()));
        let told = [("elp_code", code), ("elp_label", label), ("ects", element.ects.map(Value::from))];
        fields.extend(
            told.into_iter().filter_map(|(code, value)| Some(ToldValue { code, value: value?, source })),
        );
    }
    fields
}

/// Whether a convention may be made for an enrolment.
fn counts(one: &&Enrolment) -> bool {
    one.status != Some(EnrolmentStatus::Cancelled)
}

fn is_number(code: &str, number: i32) -> bool {
    let most = place(code).map(|at| FIELDS[at].kind);
    matches!(most, Some(Kind::Number(most)) if u32::try_from(number).is_ok_and(|number| number <= most))
}

/// Whether a field holds what a source tells: in whatever case and accents, however a number is written and a telephone spaced.
pub fn says(held: &Value, told: &Value) -> bool {
    match (held.as_decimal(), told.as_decimal(), held.as_str(), told.as_str()) {
        (Some(held), Some(told), ..) => held == told,
        (.., Some(held), Some(told)) => compared(held) == compared(told),
        _ => held == told,
    }
}

fn compared(text: &str) -> String {
    let is_number = text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, ' ' | '.' | '+' | '-'));
    match is_number {
        true => text.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect(),
        false => fold(text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::student::StudentNumber;
    use crate::domain::student::dossier::Said;

    fn dossier(contact: &serde_json::Value, enrolments: &[(&str, &str, bool)]) -> Dossier {
        let identity = serde_json::json!({
            "number": "1", "usage_name": " Roux ", "birth_name": "Benali", "given_name": "Inès", "mail": "i@etu.example",
            "contact": contact, "lifelong_years": [],
        });
        let enrolment = |(code, hours, is_cancelled): &(&str, &str, bool)| {
            let status = is_cancelled.then_some("cancelled");
            serde_json::json!({ "year": 2026, "etape": { "key": { "code": code, "version": "1" } }, "is_cesure": false,
                "status": status, "teaching_hours": hours })
        };
        let enrolments: Vec<_> = enrolments.iter().map(enrolment).collect();
        let elements = serde_json::json!([{ "etape": { "code": "M2", "version": "1" }, "code": "STG", "credits": "30", "is_internship": true }]);
        let enrolments = serde_json::json!({ "year": 2026, "regimes": [], "enrolments": enrolments, "elements": elements });
        Dossier {
            number: StudentNumber::parse("1").unwrap(),
            year: 2026,
            identity: Said {
                value: serde_json::from_value(identity).unwrap(),
                source: Some(Source::Pegase),
                silent: Vec::new(),
            },
            civil_status: Said::nothing(),
            years: Vec::new(),
            enrolments: Said {
                value: Some(serde_json::from_value(enrolments).unwrap()),
                source: Some(Source::Apogee),
                silent: Vec::new(),
            },
        }
    }

    fn told(fields: &[ToldValue], code: &str) -> Option<(Value, Source)> {
        fields.iter().find(|told| told.code == code).map(|told| (told.value.clone(), told.source))
    }

    #[test]
    fn each_field_is_told_by_whoever_knows_it_and_what_does_not_fit_is_not() {
        let contact = serde_json::json!({ "address": " 3 rue A ", "postal_code": "88000-12345678", "town": "Épinal",
            "phone": "03", "mobile": "06 12", "personal_mail": "a\u{1b}b" });
        let dossier = dossier(&contact, &[("M2", "420", false), ("DU", "0", true)]);
        let fields = dossier.file_fields("M2");
        assert_eq!(told(&fields, "address"), Some(("3 rue A".into(), Source::Pegase)));
        assert_eq!(told(&fields, "phone"), Some(("06 12".into(), Source::Pegase)), "the mobile one first");
        assert_eq!(told(&fields, "postal_code"), None, "longer than the field");
        assert_eq!(told(&fields, "personal_mail"), None, "control characters are nobody's");
        assert_eq!(told(&fields, "teaching_hours"), Some((420.into(), Source::Apogee)));
        assert_eq!(told(&fields, "elp_code"), Some(("STG".into(), Source::Apogee)));
        assert_eq!(told(&dossier.file_fields("DU"), "teaching_hours"), None, "it is cancelled");
        assert_eq!(told(&dossier.student_fields(), "surname"), Some(("Roux".into(), Source::Pegase)));
        let intakes = dossier.intakes();
        let [one] = &intakes[..] else { panic!("{intakes:?}") };
        assert_eq!(
            (one.etape.code.as_str(), one.surname.as_str(), one.source),
            ("M2", "Roux", Some(Source::Apogee))
        );
        assert_eq!(one.elements.len(), 1);
    }

    #[test]
    fn the_same_is_said_in_other_signs() {
        for (held, told) in [("06 12 34", "061234"), ("Metz", "METZ"), ("Épinal ", "EPINAL"), ("30", "30.0")]
        {
            assert!(says(&held.into(), &told.into()), "{held} {told}");
        }
        assert!(says(&30.into(), &"30.00".into()));
        for (held, told) in [("Metz", "Nancy"), ("+33612", "0612"), ("", "a")] {
            assert!(!says(&held.into(), &told.into()), "{held} {told}");
        }
        assert!(!says(&Value::Null, &"a".into()) && says(&Value::Null, &Value::Null));
    }

    proptest! {
        #[test]
        fn whatever_is_told_fits_its_field(address in "\\PC{0,260}", phone in ".{0,30}", hours in "-?[0-9]{1,6}") {
            let contact = serde_json::json!({ "address": address, "phone": phone });
            for told in dossier(&contact, &[("M2", hours.as_str(), false)]).file_fields("M2") {
                let field = &FIELDS[place(told.code).unwrap()];
                match (field.kind, &told.value) {
                    (Kind::Line(most), Value::Text(text)) => {
                        prop_assert!(!text.trim().is_empty() && text.chars().count() <= most);
                        prop_assert!(!text.chars().any(char::is_control));
                    }
                    (Kind::Number(most), Value::Whole(number)) => prop_assert!((1..=i64::from(most)).contains(number)),
                    (Kind::Decimal(_), value) => prop_assert!(value.as_decimal().is_some()),
                    (kind, value) => prop_assert!(false, "{kind:?} {value:?}"),
                }
            }
        }
    }
}
