//! What it answers about a student's enrolments: the years, the étapes of a year and the regimes that go with them.

use super::super::super::fault::Fault;
use super::super::super::port::{Known, Told};
use super::super::super::tolerant::year;
use super::super::super::words::{coded, regime};
use super::super::soap::broken;
use super::super::xml::Element;
use super::super::{ENROLMENTS, YEARS};
use super::listed;
use super::offer::Offer;
use crate::domain::student::Coded;
use crate::domain::student::enrolment::{
    Diploma, Enrolment, Enrolments, Etape, EtapeKey, InternshipElement, Regime,
};

/// Of an enrolment that is paid.
const PAID: &str = "P";

/// Of an enrolment that is neither cancelled nor waiting.
const CURRENT: &str = "E";

/// The years of a student, in order.
pub(in super::super) fn years(returned: &[Element]) -> Told<Vec<i32>> {
    let mut years = Vec::new();
    for told in returned.iter().filter_map(Element::own_text) {
        // A year that is left out would be a year in which the student was nowhere.
        years.push(year(&told).ok_or_else(|| broken(YEARS, "recupererAnneesIaReturn"))?);
    }
    years.sort_unstable();
    years.dedup();
    Ok(listed(years))
}

/// An enrolment in an étape, before what other operations tell of it is known.
pub(in super::super) struct Registration {
    year: i32,
    /// The étape.
    pub(in super::super) etape: Etape,
    /// The composante that teaches it.
    pub(in super::super) composante: Option<Coded>,
    diploma: Option<Diploma>,
    arrangement: Option<Coded>,
    regime: Option<Regime>,
}

impl Registration {
    /// Those of a year that count: they are paid, and current.
    pub(in super::super) fn all(returned: &[Element], asked: i32) -> Result<Vec<Self>, Fault> {
        let counts = |told: &&Element| {
            let is_current = |names| told.text(names).as_deref().is_none_or(|state: &str| state == CURRENT);
            told.text("codeInscriptionPayee").as_deref() == Some(PAID)
                && is_current("etatIaa.codeEtatIAA")
                && is_current("etatIae.codeEtatIAE")
        };
        let read = |told| Self::read(told, asked).map_err(|field| broken(ENROLMENTS, field));
        returned.iter().filter(counts).map(read).collect()
    }

    fn read(told: &Element, asked: i32) -> Result<Self, &'static str> {
        if told.text("anneeIAE").as_deref().is_some_and(|told| year(told) != Some(asked)) {
            return Err("anneeIAE");
        }
        let text = |names| told.text(names).0;
        Ok(Self {
            year: asked,
            etape: Etape {
                key: EtapeKey { code: told.code("etape.codeEtp")?, version: text("etape.versionEtp") },
                label: text("etape.libWebVet").or(text("etape.libLongEtp")),
                period: None,
            },
            composante: coded(text("composante.codComposante"), text("composante.libComposante")),
            diploma: text("diplome.codeDiplome").map(|code| Diploma {
                code,
                version: text("diplome.versionDiplome"),
                label: text("diplome.libLongDiplome"),
            }),
            arrangement: coded(text("cursusAmg.codCurAmg"), text("cursusAmg.libCurAmg")),
            regime: told_regime(told),
        })
    }

    /// The whole of it, among these regimes and with what is taught in it; these codes of arrangements are césures.
    pub(in super::super) fn enrolment(
        self,
        regimes: &[Regime],
        offer: &Offer,
        cesures: &[String],
    ) -> Enrolment {
        let (cycle, finality) = offer.diploma(&self.etape.key, self.diploma.as_ref());
        let (code, label) = self.regime.map(|regime| (regime.code, regime.label)).unzip();
        let is_cesure = |arrangement: &Coded| cesures.contains(&arrangement.code);
        Enrolment {
            year: self.year,
            composante: self.composante,
            diploma: self.diploma,
            cycle,
            finality,
            regime: regime(code, label.flatten(), regimes),
            is_cesure: self.arrangement.as_ref().is_some_and(is_cesure),
            arrangement: self.arrangement,
            teaching_hours: offer.hours(&self.etape.key),
            etape: self.etape,
            status: None,
            exchange: None,
            mobility: None,
        }
    }
}

/// The regimes of a year, each once: those that the year itself names, then those that only its étapes name.
pub(in super::super) fn regimes(years: &[Element], registrations: &[Registration]) -> Vec<Regime> {
    let named = registrations.iter().filter_map(|registration| registration.regime.clone());
    let mut regimes: Vec<Regime> = Vec::new();
    for regime in years.iter().filter_map(told_regime).chain(named) {
        if regimes.iter().all(|known| known.code != regime.code) {
            regimes.push(regime);
        }
    }
    regimes
}

fn told_regime(told: &Element) -> Option<Regime> {
    let text = |names| told.text(names).0;
    Some(Regime { code: text("regimeIns.codRgi")?, label: text("regimeIns.libRgi"), short: None })
}

/// All that is known of a year; these codes of arrangements are césures.
pub(in super::super) fn together(
    year: i32,
    regimes: Vec<Regime>,
    completed: Vec<(Registration, Offer)>,
    cesures: &[String],
) -> Told<Enrolments> {
    let mut elements: Vec<InternshipElement> = Vec::new();
    let mut enrolments = Vec::new();
    for (registration, offer) in completed {
        let key = &registration.etape.key;
        for element in offer.internships(key).map_err(|field| broken(ENROLMENTS, field))? {
            // It goes with the enrolment even where that tells no version.
            let element = InternshipElement { etape: Some(key.clone()), ..element };
            // One étape may be followed in two diplomas.
            if !elements.contains(&element) {
                elements.push(element);
            }
        }
        enrolments.push(registration.enrolment(&regimes, &offer, cesures));
    }
    Ok(Known::This(Enrolments { year, regimes, enrolments, elements }))
}
