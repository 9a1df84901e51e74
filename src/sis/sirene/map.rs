//! From what SIRENE says of an establishment to what we keep of it. What is null, unknown or not diffused is absent.

use chrono::NaiveDate;

use super::super::codes;
use super::super::place::{Said, said};
use super::super::text::{given, line};
use super::answer::{Address, Company, Establishment, Period};
use crate::domain::organisation::registered::{Registered, Source};

impl Establishment {
    /// What we keep of it.
    pub(super) fn registered(&self) -> Registered {
        let nobody = Company::default();
        let company = self.company.as_ref().unwrap_or(&nobody);
        let place = self.address.as_ref().map(Address::said).unwrap_or_default().place();
        let periods = self.periods.as_deref().unwrap_or_default();
        let current = current(periods);
        let is_shut = current.is_some_and(Period::is_shut);
        let is_hidden = |diffusion: &Option<String>| diffusion.as_deref().is_some_and(|known| known != "O");
        Registered {
            siret: self.siret.clone(),
            source: Source::Sirene,
            name: current.and_then(Period::name).or_else(|| company.name()),
            naf: codes::naf(self.naf_2025.as_deref(), current.and_then(Period::rev2)),
            legal_category: codes::legal_category(company.legal_category.as_deref()),
            headcount_band: codes::headcount_band(company.headcount.as_deref()),
            address: place.address,
            postal_code: place.postal_code,
            town: place.town,
            country_code: place.country_code,
            is_seat: self.is_seat.unwrap_or_default(),
            is_closed: is_shut || company.state.as_deref() == Some("C"),
            closed_on: is_shut.then(|| shut_since(periods)).flatten(),
            is_partial: is_hidden(&self.diffusion) || is_hidden(&company.diffusion),
        }
    }
}

impl Company {
    /// Its name, or that of the person that it is.
    fn name(&self) -> Option<String> {
        given(self.usual_name.as_deref()).or_else(|| given(self.name.as_deref())).or_else(|| {
            let title = match self.gender.as_deref() {
                Some("F") => Some("MADAME"),
                Some("M") => Some("MONSIEUR"),
                _ => None,
            };
            // Neither name alone tells who it is.
            let (first, last) = (given(self.first_name.as_deref())?, given(self.last_name.as_deref())?);
            line(&[title, Some(&first), Some(&last)])
        })
    }
}

impl Address {
    fn said(&self) -> Said<'_> {
        said!(self)
    }
}

impl Period {
    /// The sign over its door, or how it is usually called.
    fn name(&self) -> Option<String> {
        given(self.sign.as_deref()).or_else(|| given(self.usual_name.as_deref()))
    }

    /// What it does, if that is said in rev. 2 and in none of the lists before.
    fn rev2(&self) -> Option<&str> {
        self.activity.as_deref().filter(|_| self.nomenclature.as_deref() == Some("NAFRev2"))
    }

    fn is_shut(&self) -> bool {
        self.state.as_deref() == Some("F")
    }

    fn since(&self) -> Option<NaiveDate> {
        self.since.as_deref().and_then(|day| day.parse().ok())
    }
}

/// The period that has no end, or the latest.
fn current(periods: &[Period]) -> Option<&Period> {
    let endless = periods.iter().find(|period| period.until.is_none());
    endless.or_else(|| periods.iter().max_by_key(|period| period.since()))
}

/// The first day of the last time that it was closed: it may have changed its name since.
fn shut_since(periods: &[Period]) -> Option<NaiveDate> {
    let mut periods: Vec<&Period> = periods.iter().collect();
    periods.sort_by_key(|period| (period.until.is_some(), std::cmp::Reverse(period.since())));
    periods.into_iter().take_while(|period| period.is_shut()).last().and_then(Period::since)
}
