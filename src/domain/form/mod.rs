//! One file as it is written: the value of each field, what its references stand for, and what is missing.

mod choice;
mod field;
mod line;
mod value;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

pub use choice::{Choice, Enrolment, Entry, Lists, Made, Member, Newcomer};
pub use field::{FIELDS, Field, Kind, LANGUAGES, Reference, Section, place};
pub use line::{Document, DocumentState, Element, Line};
pub use value::Value;

use super::act::{Subject, Target};
use super::amendment::Amendment;
use super::calendar::Calendar;
use super::compliance::{Facts, OwnConvention};
use super::convention::{FileState, Regime};
use super::duration::{Irregular, Pattern, Period, Schedule, Totals, Week};
use super::gratification::{Offer, Unit};
use super::sheet::Step;

/// Values of fields, by their names.
pub type Values = BTreeMap<String, Value>;

/// Where the intern works: whose public holidays hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Place {
    /// ISO code of the country.
    pub country: String,
    /// Postal code, if one is known.
    pub postal_code: Option<String>,
}

/// One file as it is written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct FileForm {
    /// Number of the file.
    pub id: i32,
    /// Its version.
    pub version: i32,
    /// Where it stands.
    pub state: FileState,
    /// `OK`, or the code of why I may not write in it; `GU012` when a change takes a reason.
    pub verdict: String,
    /// Number of the student.
    pub number: String,
    /// Name of the student.
    pub student: String,
    /// Code and label of the étape.
    pub enrolment: String,
    /// First civil year of the university year.
    pub year: i32,
    /// Code of the étape.
    pub etape: String,
    /// Code of the centre in charge.
    pub centre: String,
    /// Number of that centre.
    pub centre_id: i32,
    /// What a submission would still ask for.
    pub missing: Vec<String>,
    /// What the centre tells whoever writes the file.
    #[serde(default)]
    pub instructions: Option<String>,
    /// The documents that it is asked for.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// I am staff of its centre: I say whether a document will do.
    #[serde(default)]
    pub staffed: bool,
    /// The languages in which its type has a template.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The templates of its type in its language, by number; the standard one has no name.
    #[serde(default)]
    pub templates: Vec<(i32, String)>,
    /// The internship elements of its programme.
    #[serde(default)]
    pub elements: Vec<Element>,
    /// Its circuit, once it was handed in.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Where the intern works.
    pub place: Place,
    /// The value of each field; texts that I may not read are absent.
    pub values: Values,
    /// What the numbers of references stand for.
    pub labels: BTreeMap<String, String>,
    /// The amendment that makes it so, where it is written as an amendment makes it.
    #[serde(default)]
    pub amendment: Option<Box<Amending>>,
}

/// The amendment that a file is written through.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Amending {
    /// The amendment.
    #[serde(flatten)]
    pub amendment: Amendment,
    /// The values without it.
    pub base: Values,
}

/// A reason is asked for with each change.
const WITH_REASON: &str = "GU012";

/// Says that the total of hours was written over the one that the days make.
const OVERRIDDEN: &str = "total_overridden";

impl FileForm {
    /// What is written: the file, or an amendment of it.
    pub fn subject(&self) -> Subject {
        let amendment = self.amendment.as_ref().map(|amending| amending.amendment.id);
        Subject { id: self.id, amendment }
    }

    /// What is written, at the version that was read.
    pub fn target(&self) -> Target {
        let Subject { id, amendment } = self.subject();
        Target { id, amendment, version: self.version }
    }

    /// The value of a field; null when it is empty.
    pub fn value(&self, code: &str) -> &Value {
        self.values.get(code).unwrap_or(&Value::Null)
    }

    /// The value of a field as text; nothing when it is empty.
    pub fn text(&self, code: &str) -> Option<&str> {
        self.value(code).as_str()
    }

    /// The number that a field refers to.
    pub fn reference(&self, code: &str) -> Option<i32> {
        self.value(code).as_id()
    }

    /// Whether the amendment that it is written through changes a field.
    pub fn is_amended(&self, code: &str) -> bool {
        let is_other =
            |amending: &Amending| amending.base.get(code).unwrap_or(&Value::Null) != self.value(code);
        self.amendment.as_deref().is_some_and(is_other)
    }

    /// Whether I may write in it.
    pub fn is_open(&self) -> bool {
        self.verdict == "OK" || self.takes_reason()
    }

    /// Whether each change takes a reason.
    pub fn takes_reason(&self) -> bool {
        self.verdict == WITH_REASON
    }

    /// Whether a submission still asks for a field.
    pub fn lacks(&self, field: &Field) -> bool {
        field.required.is_some_and(|name| self.missing.iter().any(|missing| missing == name))
    }

    /// Whether somebody wrote the total of hours over the one that the days make.
    pub fn is_overridden(&self) -> bool {
        self.value(OVERRIDDEN).as_bool() == Some(true)
    }

    /// Which public holidays hold: those that somebody chose, else those of the place of work.
    pub fn calendar(&self) -> Calendar {
        let chosen = self.text("calendar").and_then(Calendar::from_code);
        chosen.unwrap_or_else(|| Calendar::proposed(&self.place.country, self.place.postal_code.as_deref()))
    }

    /// When the intern is present, as the fields say; nothing without both dates.
    pub fn schedule(&self) -> Option<Schedule> {
        let day = |code: &str| self.value(code).as_day();
        let list = |code: &str| self.value(code).items();
        let period =
            |entry: &Value| Some(Period { from: entry.item(0).as_day()?, to: entry.item(1).as_day()? });
        let pattern = |entry: &Value| {
            let hours: Vec<Decimal> = entry.item(1).items().iter().filter_map(Value::as_decimal).collect();
            Some(Pattern { from: entry.item(0).as_day()?, hours: Week::try_from(hours).ok()? })
        };
        let irregular = |entry: &Value| {
            let Period { from, to } = period(entry)?;
            Some(Irregular { from, to, hours: entry.item(2).as_decimal()? })
        };
        let weekly = self.value("weekly_hours").as_decimal();
        Some(Schedule {
            patterns: list("week_patterns").iter().filter_map(pattern).collect(),
            irregular: list("irregular_periods").iter().filter_map(irregular).collect(),
            interruptions: list("interruptions").iter().filter_map(period).collect(),
            absences: list("authorised_absences").iter().filter_map(period).collect(),
            worked_holidays: list("worked_holidays").iter().filter_map(Value::as_day).collect(),
            calendar: self.text("calendar").and_then(Calendar::from_code),
            country: self.place.country.clone(),
            postal_code: self.place.postal_code.clone(),
            total: self.value("total_hours").as_decimal().filter(|_| self.is_overridden()),
            ..Schedule::new(day("start_date")?, day("end_date")?, weekly)
        })
    }

    /// The days, the hours and the legal duration; nothing without two dates in their order.
    pub fn totals(&self) -> Option<Totals> {
        Totals::of(&self.schedule()?).ok()
    }

    /// What the rules would read if the file said what it says here: what is known, with its days, its regime and its pay.
    #[must_use]
    pub fn facts(&self, known: &Facts) -> Facts {
        let mut facts = known.clone();
        facts.schedule = self.schedule();
        let day = |code: &str| self.value(code).as_day();
        (facts.start_date, facts.end_date) = (day("start_date"), day("end_date"));
        facts.regime = self.text("regime").and_then(Regime::from_code).unwrap_or(facts.regime);
        facts.pay.gratification = if self.rates().iter().any(|rate| !rate.amount.is_zero()) {
            Some(true)
        } else {
            self.value("gratification").as_bool()
        };
        let amount = self.value("gratification_amount").as_decimal();
        let unit = self.text("gratification_unit").and_then(Unit::from_code);
        let is_euros = self.text("currency").is_none_or(|currency| currency == "EUR");
        facts.pay.offers = match (facts.start_date, amount, unit) {
            _ if !is_euros => Vec::new(),
            _ if !self.rates().is_empty() => self.rates(),
            (Some(from), Some(amount), Some(unit)) => vec![Offer { from, amount, unit, basis: None }],
            _ => Vec::new(),
        };
        facts.content.own = (self.value("own_convention").as_bool() == Some(true)).then(|| OwnConvention {
            mentions: self.codes("own_mentions"),
            opinion: self.text("own_opinion").map(str::to_owned),
        });
        facts
    }

    /// What is paid from one day to another, where amendments changed it while the internship ran.
    fn rates(&self) -> Vec<Offer> {
        let rate = |entry: &Value| {
            let unit = entry.item(2).as_str().and_then(Unit::from_code).unwrap_or(Unit::Hour);
            let amount = entry.item(1).as_decimal().unwrap_or_default();
            Some(Offer { from: entry.item(0).as_day()?, amount, unit, basis: None })
        };
        self.value("gratification_rates").items().iter().filter_map(rate).collect()
    }

    /// The codes that a field holds.
    pub fn codes(&self, code: &str) -> Vec<String> {
        self.value(code).items().iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// The same file with other values.
    #[must_use]
    pub fn with(&self, changes: &Values) -> Self {
        let mut changed = self.clone();
        changed.values.extend(changes.iter().map(|(code, value)| (code.clone(), value.clone())));
        changed
    }

    /// The changes, with the total of hours that the days then make, unless somebody wrote it over.
    #[must_use]
    pub fn computed(&self, mut changes: Values) -> Values {
        let after = self.with(&changes);
        // Of an amendment the database counts when it is checked.
        if changes.contains_key("total_hours") || after.is_overridden() || self.amendment.is_some() {
            return changes;
        }
        if let Some(totals) = after.totals()
            && self.value("total_hours").as_decimal() != Some(totals.computed)
        {
            changes.insert("total_hours".into(), totals.computed.into());
        }
        changes
    }

    /// The same file with the total that its days make, where none is told.
    #[must_use]
    pub fn counted(mut self) -> Self {
        if self.value("total_hours").is_null()
            && let Some(totals) = self.totals()
        {
            self.values.insert("total_hours".into(), totals.computed.into());
        }
        self
    }

    /// A total of hours as it is written: an empty one goes back to what the days make, another stands over it.
    #[must_use]
    pub fn total(&self, written: Value) -> Values {
        let computed = self.totals().map(|totals| totals.computed);
        let is_over = !written.is_null() && written.as_decimal() != computed;
        let total = if written.is_null() { computed.map_or(Value::Null, Value::from) } else { written };
        Values::from_iter([("total_hours".into(), total), (OVERRIDDEN.into(), is_over.into())])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn values(json: &str) -> Values {
        serde_json::from_str(json).unwrap()
    }

    fn form(json: &str) -> FileForm {
        FileForm {
            id: 1,
            version: 1,
            state: FileState::Draft,
            verdict: "OK".into(),
            number: "22100418".into(),
            student: "BENALI Inès".into(),
            enrolment: "M1INFO Master 1 Informatique".into(),
            year: 2025,
            etape: "M1INFO".into(),
            centre: "SCI".into(),
            centre_id: 1,
            missing: vec!["weekly_hours".into()],
            instructions: None,
            documents: Vec::new(),
            staffed: true,
            languages: Vec::new(),
            templates: Vec::new(),
            elements: Vec::new(),
            steps: Vec::new(),
            place: Place { country: "FR".into(), postal_code: Some("38000".into()) },
            values: values(json),
            labels: BTreeMap::new(),
            amendment: None,
        }
    }

    #[test]
    fn every_field_has_one_place_and_sections_are_not_split() {
        let codes: HashSet<_> = FIELDS.iter().map(|field| field.code).collect();
        assert_eq!(codes.len(), FIELDS.len());
        let sections: Vec<_> = FIELDS.iter().map(|field| field.section).collect();
        assert!(sections.is_sorted(), "{sections:?}");
    }

    #[test]
    fn the_total_follows_the_days_until_somebody_writes_it_over() {
        let file = form(r#"{ "start_date": "2026-03-02", "end_date": "2026-08-28", "weekly_hours": 35 }"#);
        assert!(file.lacks(&FIELDS[place("weekly_hours").unwrap()]));
        let summer = values(r#"{ "interruptions": [["2026-07-27", "2026-08-14"]] }"#);
        let changes = file.computed(summer);
        assert_eq!(changes["total_hours"], "763".into());
        let file = file.with(&changes);
        assert_eq!(file.totals().unwrap().days, 109);
        assert_eq!(file.computed(Values::new()), Values::new(), "it is what it was");
        let file = file.with(&file.total("700".into()));
        assert!(file.is_overridden() && file.totals().unwrap().overridden());
        let later = values(r#"{ "end_date": "2026-08-31" }"#);
        assert_eq!(file.computed(later.clone()), later);
        let back = file.total(Value::Null);
        assert_eq!((&back["total_hours"], &back[OVERRIDDEN]), (&"763".into(), &false.into()));
    }

    #[test]
    fn a_file_without_dates_or_with_nonsense_has_no_totals() {
        for json in [
            "{}",
            r#"{ "start_date": "2026-03-02" }"#,
            r#"{ "start_date": "2026-03-02", "end_date": "2026-03-01" }"#,
            r#"{ "start_date": 3, "end_date": [], "week_patterns": [[1], ["2026-01-01", ["x"]]] }"#,
        ] {
            assert!(form(json).totals().is_none());
        }
    }

    #[test]
    fn values_are_what_the_database_wrote() {
        let read = values(
            r#"{ "a": null, "b": true, "c": 12, "d": "12", "e": 35.5, "f": [["2026-01-01", "3.50"]] }"#,
        );
        assert_eq!(read["c"].as_id(), Some(12));
        assert_eq!((read["d"].as_id(), read["d"].as_str()), (None, Some("12")), "a postal code is no number");
        assert_eq!(read["e"].as_decimal(), "35.5".parse().ok());
        assert_eq!(read["f"].item(0).item(1).as_decimal(), "3.5".parse().ok());
        let back = serde_json::to_string(&read).unwrap();
        assert!(back.starts_with(r#"{"a":null,"b":true,"c":12,"d":"12","#), "{back}");
    }
}
