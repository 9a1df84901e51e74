//! The lists that enrolments refer to: composantes and regimes.

use std::collections::BTreeMap;

use super::super::super::port::Told;
use super::super::soap::broken;
use super::super::xml::Element;
use super::super::{COMPOSANTES, REGIMES};
use super::listed;
use crate::domain::student::Coded;
use crate::domain::student::enrolment::Regime;

/// What is out of use.
const NO: &str = "N";

/// The composantes that are in use, in the order of their codes: some stand inside others.
pub(in super::super) fn composantes(returned: &[Element]) -> Told<Vec<Coded>> {
    let mut found = BTreeMap::new();
    collect(returned.iter(), &mut found).map_err(|field| broken(COMPOSANTES, field))?;
    Ok(listed(found.into_iter().map(|(code, label)| Coded { code, label }).collect()))
}

fn collect<'a>(
    composantes: impl Iterator<Item = &'a Element>,
    found: &mut BTreeMap<String, Option<String>>,
) -> Result<(), &'static str> {
    let mut waiting: Vec<&Element> = composantes.collect();
    while let Some(composante) = waiting.pop() {
        waiting.extend(composante.all("listeComposanteFils").flat_map(|list| list.all("composante")));
        let code = composante.code("codCmp")?;
        if composante.text("temEnSveCmp").as_deref() != Some(NO) {
            found.insert(code, composante.text("libCmp").0);
        }
    }
    Ok(())
}

/// What the composante of this code is called.
pub(in super::super) fn label(returned: &[Element], code: &str) -> Option<String> {
    let composante = returned.iter().find(|told| told.text("codCmp").as_deref() == Some(code))?;
    composante.text("libCmp").0
}

/// The regimes of enrolment.
pub(in super::super) fn regimes(returned: &[Element]) -> Told<Vec<Regime>> {
    let read = |told: &Element| {
        let code = told.code("codRegIns")?;
        Ok(Regime { code, label: told.text("libRegIns").0, short: told.text("licRegIns").0 })
    };
    let regimes: Result<Vec<Regime>, _> = returned.iter().map(read).collect();
    regimes.map(listed).map_err(|field| broken(REGIMES, field))
}

/// The short name of the regime of this code.
pub(in super::super) fn short(returned: &[Element], code: &str) -> Option<String> {
    let regime = returned.iter().find(|told| told.text("codRegIns").as_deref() == Some(code))?;
    regime.text("licRegIns").0
}
