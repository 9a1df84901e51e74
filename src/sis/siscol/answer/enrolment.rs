//! What it answers about a student's enrolments, and about the elements of a programme that are internships.

use serde::Deserialize;

use super::super::super::fault::Fault;
use super::super::super::port::{Known, Told};
use super::super::super::tolerant::{Code, Object, Objects, Text, objects, year};
use super::super::super::words::{coded, mobility, regime, status};
use super::super::reply::{listed, told};
use super::super::{ELEMENTS, ENROLMENTS, YEARS};
use super::etape_key;
use crate::domain::student::Coded;
use crate::domain::student::enrolment::{
    Diploma, Enrolment, Enrolments, Etape, EtapeKey, InternshipElement, Regime,
};

/// What Pégase calls the césures, and the arrangement that is none.
const CESURES: [&str; 2] = ["SEMESTRE", "ANNEE"];
const NO_ARRANGEMENT: &str = "SANS";

/// Reads the years of a student, and puts them in order.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_years(body: &[u8]) -> Told<Vec<i32>> {
    let Some(list) = told::<Vec<Text>>(YEARS, body)? else {
        return Ok(Known::Nothing);
    };
    let mut years = Vec::new();
    for (place, text) in list.iter().enumerate() {
        let Some(text) = text.as_deref() else { continue };
        // A year that is left out would be a year in which the student was nowhere.
        let broken = || Fault::Broken { call: YEARS, field: format!("[{place}]") };
        years.push(year(text).ok_or_else(broken)?);
    }
    years.sort_unstable();
    years.dedup();
    Ok(listed(Some(years)))
}

/// Reads the enrolments of a student in this year; these codes of arrangements are césures.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_enrolments(body: &[u8], year: i32, cesures: &[String]) -> Told<Enrolments> {
    let Some(Object(all)) = told::<Object<Year>>(ENROLMENTS, body)? else {
        return Ok(Known::Nothing);
    };
    let regimes: Vec<Regime> = objects(all.regimes).filter_map(YearRegime::regime).collect();
    let enrolments: Vec<Enrolment> =
        objects(all.enrolments).map(|enrolment| enrolment.enrolment(year, &regimes, cesures)).collect();
    if enrolments.is_empty() {
        return Ok(Known::Unsure);
    }
    let elements = objects(all.elements).map(Element::element).collect();
    Ok(Known::This(Enrolments { year, regimes, enrolments, elements }))
}

/// Reads the elements of an étape that are internships.
///
/// # Errors
/// When it is not what the contract says, stops in its middle, or says that the gateway failed.
pub fn read_elements(body: &[u8]) -> Told<Vec<InternshipElement>> {
    let list = told::<Vec<Option<Object<Element>>>>(ELEMENTS, body)?;
    Ok(listed(list.map(|list| objects(Some(list)).map(Element::element).collect())))
}

#[derive(Deserialize)]
struct Year {
    #[serde(rename = "regimeInscription")]
    regimes: Objects<YearRegime>,
    #[serde(rename = "listeELPs")]
    elements: Objects<Element>,
    #[serde(rename = "listeEtapeInscriptions")]
    enrolments: Objects<Enrolled>,
}

#[derive(Deserialize)]
struct YearRegime {
    #[serde(rename = "regimeIns")]
    code: Text,
    #[serde(rename = "codRegIns")]
    other_code: Text,
    #[serde(rename = "libRg")]
    label: Text,
    #[serde(rename = "licRegIns")]
    short: Text,
}

impl YearRegime {
    fn regime(self) -> Option<Regime> {
        let code = self.code.0.or(self.other_code.0)?;
        Some(Regime { code, label: self.label.0, short: self.short.0 })
    }
}

#[derive(Deserialize)]
struct Enrolled {
    #[serde(rename = "codeEtp")]
    etape: Code,
    #[serde(rename = "codVrsVet")]
    etape_version: Text,
    #[serde(rename = "libWebVet")]
    etape_label: Text,
    #[serde(rename = "codePeriode")]
    period: Text,
    #[serde(rename = "codeComposante")]
    composante: Text,
    #[serde(rename = "libComposante")]
    composante_label: Text,
    #[serde(rename = "codeDiplome")]
    diploma: Text,
    #[serde(rename = "versionDiplome")]
    diploma_version: Text,
    #[serde(rename = "libDiplome")]
    diploma_label: Text,
    #[serde(rename = "codCursusLmd")]
    cycle: Text,
    #[serde(rename = "codFinalite")]
    finality: Text,
    #[serde(rename = "libFinalite")]
    finality_label: Text,
    #[serde(rename = "volumeHoraire")]
    hours: Text,
    #[serde(rename = "codeCursusAmenage")]
    arrangement: Text,
    #[serde(rename = "libelleCursusAmenage")]
    arrangement_label: Text,
    #[serde(rename = "regimeIns")]
    regime: Text,
    #[serde(rename = "libRg")]
    regime_label: Text,
    #[serde(rename = "statutInscription")]
    status: Text,
    #[serde(rename = "programmeEchange")]
    exchange: Text,
    #[serde(rename = "typeMobilite")]
    mobility: Text,
}

impl Enrolled {
    fn enrolment(self, year: i32, regimes: &[Regime], cesures: &[String]) -> Enrolment {
        let arrangement = coded(self.arrangement.0, self.arrangement_label.0)
            .filter(|arrangement| arrangement.label.as_deref() != Some(NO_ARRANGEMENT));
        Enrolment {
            year,
            etape: Etape {
                key: EtapeKey { code: self.etape.0, version: self.etape_version.0 },
                label: self.etape_label.0,
                period: self.period.0,
            },
            composante: coded(self.composante.0, self.composante_label.0),
            diploma: self.diploma.0.map(|code| Diploma {
                code,
                version: self.diploma_version.0,
                label: self.diploma_label.0,
            }),
            cycle: self.cycle.0,
            finality: coded(self.finality.0, self.finality_label.0),
            regime: regime(self.regime.0, self.regime_label.0, regimes),
            is_cesure: arrangement.as_ref().is_some_and(|arrangement| is_cesure(arrangement, cesures)),
            arrangement,
            // It writes none for what Apogée does not know.
            teaching_hours: self.hours.amount().filter(|hours| !hours.is_zero()),
            status: self.status.0.map(status),
            exchange: self.exchange.0,
            mobility: self.mobility.0.and_then(mobility),
        }
    }
}

fn is_cesure(arrangement: &Coded, cesures: &[String]) -> bool {
    let is_named = arrangement.label.as_deref().is_some_and(|label| CESURES.contains(&label));
    is_named || cesures.contains(&arrangement.code)
}

#[derive(Deserialize)]
struct Element {
    #[serde(rename = "codEtp")]
    etape: Text,
    #[serde(rename = "codVrsVet")]
    etape_version: Text,
    #[serde(rename = "codePeriode")]
    period: Text,
    #[serde(rename = "codElp")]
    code: Code,
    #[serde(rename = "libElp")]
    label: Text,
    #[serde(rename = "temElpTypeStage")]
    mark: Text,
    #[serde(rename = "nbrCrdElp")]
    credits: Text,
    #[serde(rename = "libNatureElp")]
    nature: Text,
}

impl Element {
    fn element(self) -> InternshipElement {
        // Apogée answers with a letter, Pégase with a truth.
        let is_marked =
            matches!(self.mark.as_deref().map(str::to_uppercase).as_deref(), Some("O" | "OUI" | "TRUE"));
        let is_named = self.nature.as_deref().is_some_and(|nature| nature.eq_ignore_ascii_case("stage"));
        InternshipElement {
            etape: etape_key(self.etape.0, self.etape_version.0),
            period: self.period.0,
            code: self.code.0,
            label: self.label.0,
            credits: self.credits.amount(),
            nature: self.nature.0,
            is_internship: is_marked || is_named,
        }
    }
}
