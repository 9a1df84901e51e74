//! The gratification: whether it is due, the legal minimum, what a convention offers, by month and in all.
//!
//! Amounts are exact decimals and are rounded to the cent once, half a cent upwards, when they are told; the parts of a
//! total are rounded so that they add up to it. Net and gross are the same up to the legal minimum, which bears no social
//! contributions: an amount is compared as it is written, and says which it is.

mod rates;

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::convention::{Regime, coded};
use super::duration::{Share, Totals};

pub use rates::{Ceiling, known_ceilings, share};

/// Presence above which a gratification is due, in hours: two months of 22 days of 7 hours (L124-6, D124-6).
pub const DUE_ABOVE: Decimal = Decimal::from_parts(308, 0, 0, false, 0);

/// The longest presence in one organisation and academic year, in hours: six months (L124-5, D124-6).
pub const LONGEST: Decimal = Decimal::from_parts(924, 0, 0, false, 0);

coded! {
    /// What an amount is paid for.
    Unit {
        /// An hour of presence.
        Hour = "hour",
        /// A day with presence.
        Day = "day",
        /// A civil week with presence.
        Week = "week",
        /// A month of the internship.
        Month = "month",
        /// The whole internship.
        Total = "total",
    }
}

coded! {
    /// How an amount is written.
    Basis {
        /// What the intern receives.
        Net = "net",
        /// Before contributions.
        Gross = "gross",
    }
}

/// An amount that a convention offers, in euros, from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// How much.
    pub amount: Decimal,
    /// For what.
    pub unit: Unit,
    /// Net or gross, when it is said.
    #[serde(default)]
    pub basis: Option<Basis>,
}

/// What decides on a gratification besides the presence.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The legal regime: nothing is due but for internships in France (L124-6).
    pub regime: Regime,
    /// The day on which the convention is signed, or would be.
    pub signed: NaiveDate,
    /// Hours with the same legal person in the same academic year, besides these.
    pub other_hours: Decimal,
    /// The ceilings of social security that the database adds to those known here.
    pub ceilings: &'a [Ceiling],
    /// The hourly rate of the host's branch agreement, each from a day on (L124-6).
    pub branch_rates: &'a [(NaiveDate, Decimal)],
    /// What is offered, each from a day on; nothing when none is.
    pub offers: &'a [Offer],
}

/// The minimum of a civil year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct YearShare {
    /// The year.
    pub year: i32,
    /// Hours that are paid.
    pub hours: Decimal,
    /// The least that is paid for each.
    pub rate: Decimal,
    /// What they make.
    pub minimum: Decimal,
    /// The ceiling of this year is not known yet: it is that of the last known.
    pub provisional: bool,
}

/// A time during which neither the rate nor the offer changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// Its presence.
    #[serde(flatten)]
    pub share: Share,
    /// The least that is paid for an hour.
    pub rate: Decimal,
    /// The least that is paid for it.
    pub minimum: Decimal,
    /// What is offered for it.
    pub offered: Option<Decimal>,
}

/// The gratification of one civil month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Month {
    /// Its presence.
    #[serde(flatten)]
    pub share: Share,
    /// The least that is paid for it: rate times hours.
    pub minimum: Decimal,
}

/// A gratification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gratification {
    /// It is due, for every hour from the first.
    pub due: bool,
    /// Presence in the organisation and academic year, in hours.
    pub presence: Decimal,
    /// The least that is paid in all, each hour at the rate of its civil year.
    pub minimum_civil_year: Decimal,
    /// The same at the rate of the signature.
    pub minimum_at_signature: Decimal,
    /// The rate of the signature.
    pub rate_at_signature: Decimal,
    /// By civil year.
    pub years: Vec<YearShare>,
    /// By time during which nothing changes.
    pub segments: Vec<Segment>,
    /// By civil month: *actual* amounts.
    pub months: Vec<Month>,
    /// How many instalments a smoothed gratification has.
    pub instalments: u32,
    /// The minimum of the civil years in equal instalments: *smoothed*.
    pub smoothed: Decimal,
    /// What is offered in all.
    pub offered: Option<Decimal>,
    /// The same in equal instalments.
    pub offered_smoothed: Option<Decimal>,
}

impl Gratification {
    /// The gratification of these hours on these terms.
    pub fn of(totals: &Totals, terms: &Terms<'_>) -> Self {
        let ceilings = [known_ceilings().as_slice(), terms.ceilings].concat();
        let law = Law { ceilings, signed: terms.signed, branch_rates: terms.branch_rates };
        let presence = totals.hours + terms.other_hours;
        let at_signature = law.rate(terms.signed);
        let segments = segments(totals, terms, &law);
        let months = months(totals, &law);
        let minimum = |segments: &[Segment]| segments.iter().map(|one| one.minimum).sum::<Decimal>();
        let minimum_civil_year = minimum(&segments);
        let offered = (!terms.offers.is_empty())
            .then(|| cents(segments.iter().filter_map(|segment| segment.offered).sum::<Decimal>()));
        let instalments = totals.calendar_months();
        let smooth = |total: Decimal| cents(total / Decimal::from(instalments));
        Self {
            due: presence > DUE_ABOVE && matches!(terms.regime, Regime::Initial | Regime::Cesure),
            presence: presence.normalize(),
            minimum_civil_year,
            minimum_at_signature: cents(at_signature * totals.paid_hours),
            rate_at_signature: at_signature,
            years: years(&segments, &law),
            months,
            instalments,
            smoothed: smooth(minimum_civil_year),
            offered_smoothed: offered.map(smooth),
            offered,
            segments,
        }
    }
}

/// The rates that hold for one convention.
struct Law<'a> {
    ceilings: Vec<Ceiling>,
    signed: NaiveDate,
    branch_rates: &'a [(NaiveDate, Decimal)],
}

impl Law<'_> {
    /// The least that an hour of this day is paid: the legal rate, or that of the branch when it is higher.
    fn rate(&self, day: NaiveDate) -> Decimal {
        let legal =
            rates::on(&self.ceilings, day).map_or(Decimal::ZERO, |(_, ceiling)| ceiling * share(self.signed));
        let begun = self.branch_rates.iter().any(|(from, _)| *from <= day);
        let branch =
            rates::on(self.branch_rates, day).filter(|_| begun).map_or(Decimal::ZERO, |(_, rate)| rate);
        let mut rate = legal.max(branch).normalize();
        rate.rescale(rate.scale().max(2));
        rate
    }

    /// Whether the ceiling of this year was published after the program and its database were last completed.
    fn provisional(&self, year: i32) -> bool {
        self.ceilings.iter().all(|(from, _)| from.year() < year)
    }

    /// The days on which a rate may change within a time.
    fn changes(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let years = (from.year()..=to.year()).filter_map(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        years
            .chain(self.ceilings.iter().map(|(day, _)| *day))
            .chain(self.branch_rates.iter().map(|(day, _)| *day))
    }
}

fn segments(totals: &Totals, terms: &Terms<'_>, law: &Law<'_>) -> Vec<Segment> {
    let (from, to) = totals.bounds();
    let mut cuts: Vec<NaiveDate> = law.changes(from, to).collect();
    cuts.extend(terms.offers.iter().map(|offer| offer.from));
    let (mut exact, mut told) = (Decimal::ZERO, Decimal::ZERO);
    let segment = |share: Share| {
        let rate = law.rate(share.from);
        let minimum = part(&mut exact, &mut told, rate * share.paid_hours);
        let offer = terms.offers.iter().rev().find(|offer| offer.from <= share.from).or(terms.offers.first());
        let offered = offer.map(|offer| offered(totals, &share, *offer));
        Segment { share, rate, minimum, offered }
    };
    totals.segments(&cuts).into_iter().map(segment).collect()
}

/// What an offer makes for a part of the internship. Hours and days are counted; weeks, months and the whole are shared
/// out by the hours of presence.
fn offered(totals: &Totals, share: &Share, offer: Offer) -> Decimal {
    let units = match offer.unit {
        Unit::Hour => return offer.amount * share.paid_hours,
        Unit::Day => return offer.amount * Decimal::from(share.paid_days),
        Unit::Week => totals.weeks(),
        Unit::Month => totals.calendar_months(),
        Unit::Total => 1,
    };
    if totals.paid_hours.is_zero() {
        return Decimal::ZERO;
    }
    offer.amount * Decimal::from(units) * share.paid_hours / totals.paid_hours
}

/// By civil month, each hour at the rate of its own day.
fn months(totals: &Totals, law: &Law<'_>) -> Vec<Month> {
    let (from, to) = totals.bounds();
    let changes: Vec<NaiveDate> = law.changes(from, to).collect();
    let (mut exact, mut told) = (Decimal::ZERO, Decimal::ZERO);
    let months = totals.months();
    let firsts: Vec<NaiveDate> = months.iter().map(|month| month.from).chain(changes).collect();
    let mut parts = totals.segments(&firsts).into_iter().peekable();
    months
        .into_iter()
        .map(|share| {
            let mut owed = Decimal::ZERO;
            while let Some(own) = parts.next_if(|one| one.from <= share.to) {
                owed += law.rate(own.from) * own.paid_hours;
            }
            Month { share, minimum: part(&mut exact, &mut told, owed) }
        })
        .collect()
}

fn years(segments: &[Segment], law: &Law<'_>) -> Vec<YearShare> {
    let mut years: Vec<YearShare> = Vec::with_capacity(2);
    for segment in segments {
        let (year, hours) = (segment.share.from.year(), segment.share.paid_hours);
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => {
                last.hours += hours;
                last.minimum += segment.minimum;
                last.rate = last.rate.max(segment.rate);
            }
            None => {
                let provisional = law.provisional(year);
                years.push(YearShare {
                    year,
                    hours,
                    rate: segment.rate,
                    minimum: segment.minimum,
                    provisional,
                });
            }
        }
    }
    years
}

/// The next part of a sum, in cents, so that the parts add up to the sum in cents.
fn part(exact: &mut Decimal, told: &mut Decimal, own: Decimal) -> Decimal {
    *exact += own;
    let part = cents(*exact) - *told;
    *told += part;
    part
}

/// To the cent, half a cent upwards.
fn cents(amount: Decimal) -> Decimal {
    let mut cents = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    cents.rescale(2);
    cents
}

#[cfg(test)]
mod tests;
