//! What somebody gives of an internship, as text, and the facts that the rules read of it. What is not given is as it
//! should be: only what is given is checked.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::app::entry::{self, Fault};
use crate::app::words;
use crate::app::words::faults::did_you_mean;
use crate::config::error::nearest;
use crate::domain::access::Establishment;
use crate::domain::calendar::Calendar;
use crate::domain::compliance::{Abroad, Content, Elsewhere, Facts, Pay, Stage};
use crate::domain::convention::Regime;
use crate::domain::duration::{Pattern, Schedule, Totals, Unsound};
use crate::domain::fold::fold;
use crate::domain::gratification::{Offer, Unit};
use crate::i18n::{Lang, Texts};
use crate::store::nomenclature;

/// Supervisors follow so many interns at most, where nobody says otherwise.
const SUPERVISOR_QUOTA: u32 = 24;

/// The texts, by the names of the columns of a table; options have hyphens for the underscores.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub start: String,
    pub end: String,
    pub weekly_hours: String,
    pub pattern: String,
    pub interruptions: Vec<String>,
    pub irregular: Vec<String>,
    pub calendar: String,
    pub regime: String,
    pub gratification: String,
    pub signed: String,
    pub headcount_band: String,
    pub prior_hours: String,
}

/// What is wrong with one of the texts.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The column.
    pub what: &'static str,
    why: Why,
}

#[derive(Clone, Debug)]
enum Why {
    /// It cannot be read.
    Entry(Fault),
    /// It is needed.
    Missing,
    /// Neither a week nor days have hours.
    NoHours,
    /// It ends before it starts.
    Reversed(NaiveDate, NaiveDate),
    /// It is longer than any internship.
    TooLong,
    /// No such name; these there are.
    Unknown { found: String, known: Vec<String> },
}

impl Wrong {
    /// The sentence; `what` names where the text was given.
    pub fn sentence(&self, texts: Texts, what: &str) -> String {
        match &self.why {
            Why::Entry(fault) => words::entry(texts, what, fault),
            Why::Missing => texts.format("law-missing", &[("what", what.into())]),
            Why::NoHours => texts.get("law-no-hours").to_owned(),
            Why::Reversed(start, end) => {
                let about =
                    [("start", words::date(texts, *start).into()), ("end", words::date(texts, *end).into())];
                texts.format("law-reversed", &about)
            }
            Why::TooLong => texts.get("law-too-long").to_owned(),
            Why::Unknown { found, known } => {
                let about = [
                    ("what", what.into()),
                    ("found", found.as_str().into()),
                    ("known", known.join(", ").into()),
                ];
                let near = nearest(&fold(found), known.iter().map(String::as_str));
                texts.format("law-unknown", &about) + &did_you_mean(texts, near.as_deref())
            }
        }
    }
}

/// The quota of a headcount band: its least and its most.
pub type Band = (u32, Option<u32>);

impl Given {
    /// The facts, once every text is read.
    pub fn facts(&self) -> Result<Facts, Wrong> {
        let (start, end) = (self.day("start", &self.start)?, self.day("end", &self.end)?);
        let regime = named("regime", &self.regime, Regime::ALL, Regime::code, words::regime)?
            .unwrap_or(Regime::Initial);
        let schedule = self.schedule(start, end, regime)?;
        let signed = if self.signed.is_empty() { start } else { self.day("signed", &self.signed)? };
        let establishment = Establishment::default();
        Ok(Facts {
            regime,
            year: establishment.year_of(start),
            year_starts: establishment.year_starts,
            year_extension_days: 0,
            start_date: Some(start),
            end_date: Some(end),
            schedule: Some(schedule),
            stage: Stage::Far,
            unsigned: false,
            validated: false,
            minor_until: None,
            pay: self.pay(start, signed)?,
            content: Content {
                leave_terms: true,
                student_template: regime != Regime::Outside,
                purpose_vouched: true,
                ..Content::default()
            },
            elsewhere: Elsewhere {
                declared_hours: self.prior()?,
                supervisor_quota: SUPERVISOR_QUOTA,
                headcount: self.band()?,
                ..Elsewhere::default()
            },
            abroad: Abroad { sheet_annexed: true, exchange_held: true, ..Abroad::default() },
            rupture: None,
            severities: BTreeMap::new(),
        })
    }

    fn day(&self, what: &'static str, text: &str) -> Result<NaiveDate, Wrong> {
        if text.is_empty() {
            return Err(Wrong { what, why: Why::Missing });
        }
        entry::day(text).map_err(wrong(what))
    }

    fn schedule(&self, start: NaiveDate, end: NaiveDate, regime: Regime) -> Result<Schedule, Wrong> {
        if self.weekly_hours.is_empty() && self.pattern.is_empty() && self.irregular.is_empty() {
            return Err(Wrong { what: "weekly_hours", why: Why::NoHours });
        }
        let weekly = read("weekly_hours", &self.weekly_hours, |text| entry::hours(text, entry::WEEK))?;
        let mut schedule = Schedule::new(start, end, weekly);
        let week = read("pattern", &self.pattern, entry::week)?;
        schedule.patterns.extend(week.map(|hours| Pattern { from: start, hours }));
        let periods = self.interruptions.iter().map(|text| entry::period(text));
        schedule.interruptions = periods.collect::<Result<_, _>>().map_err(wrong("interruptions"))?;
        let irregular = self.irregular.iter().map(|text| entry::irregular(text));
        schedule.irregular = irregular.collect::<Result<_, _>>().map_err(wrong("irregular"))?;
        let place = if regime == Regime::Abroad { Calendar::None } else { Calendar::Metropolitan };
        let chosen = named("calendar", &self.calendar, Calendar::ALL, Calendar::code, words::calendar)?;
        schedule.calendar = Some(chosen.unwrap_or(place));
        match Totals::of(&schedule) {
            Err(Unsound::Reversed) => Err(Wrong { what: "end", why: Why::Reversed(start, end) }),
            Err(Unsound::TooLong) => Err(Wrong { what: "end", why: Why::TooLong }),
            Ok(_) => Ok(schedule),
        }
    }

    fn pay(&self, start: NaiveDate, signed: NaiveDate) -> Result<Pay, Wrong> {
        let amount = read("gratification", &self.gratification, entry::amount)?;
        let offer = |(amount, unit): (Decimal, Unit)| Offer { from: start, amount, unit, basis: None };
        Ok(Pay {
            // Nothing an hour is no gratification.
            gratification: amount.map(|(amount, _)| !amount.is_zero()),
            offers: amount.map(offer).into_iter().collect(),
            signed: Some(signed),
            ..Pay::default()
        })
    }

    fn prior(&self) -> Result<Decimal, Wrong> {
        let hours = read("prior_hours", &self.prior_hours, |text| entry::hours(text, entry::YEAR))?;
        Ok(hours.unwrap_or_default())
    }

    fn band(&self) -> Result<Option<Band>, Wrong> {
        if self.headcount_band.is_empty() {
            return Ok(None);
        }
        let bands = nomenclature::headcount_bands();
        let found = bands.iter().find(|band| band.code == self.headcount_band);
        let unknown = || Why::Unknown {
            found: self.headcount_band.clone(),
            known: bands.iter().map(|band| band.code.clone()).collect(),
        };
        let band = found.ok_or_else(|| Wrong { what: "headcount_band", why: unknown() })?;
        Ok(Some((band.low, band.high)))
    }
}

fn wrong(what: &'static str) -> impl Fn(Fault) -> Wrong {
    move |fault| Wrong { what, why: Why::Entry(fault) }
}

/// A text that need not be given.
fn read<T>(
    what: &'static str,
    text: &str,
    read: impl Fn(&str) -> Result<T, Fault>,
) -> Result<Option<T>, Wrong> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some).map_err(wrong(what)) }
}

/// A value by its code, or by its name in any language.
fn named<T: Copy>(
    what: &'static str,
    text: &str,
    all: &[T],
    code: fn(T) -> &'static str,
    name: fn(Texts, T) -> &'static str,
) -> Result<Option<T>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    let wanted = fold(text);
    let is_it = |value: &T| {
        code(*value) == wanted || Lang::ALL.iter().any(|lang| fold(name(Texts::of(*lang), *value)) == wanted)
    };
    let unknown = || Why::Unknown {
        found: text.to_owned(),
        known: all.iter().map(|value| code(*value).to_owned()).collect(),
    };
    all.iter().copied().find(is_it).map(Some).ok_or_else(|| Wrong { what, why: unknown() })
}
