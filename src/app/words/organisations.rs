//! Words about host organisations.

use super::{coded, find};
use crate::app::pane::organisations::Shelf;
use crate::domain::organisation::HostSheet;
use crate::domain::organisation::registered::Source;
use crate::i18n::{DateStyle, Texts};

/// A shelf of the registry: `À modérer`.
pub fn shelf(texts: Texts, shelf: Shelf) -> &'static str {
    coded(texts, "shelf", shelf.code())
}

/// A field of a host, a service or a contact: `code postal`.
pub fn host_field(texts: Texts, field: &str) -> &str {
    find(texts, "host", field).unwrap_or(field)
}

/// A SIRET as people read it aloud: `123 456 789 00012`. Its spaces do not break.
pub fn siret(siret: &str) -> String {
    if siret.len() != 14 || !siret.is_ascii() {
        return siret.to_owned();
    }
    [&siret[..3], &siret[3..6], &siret[6..9], &siret[9..]].join("\u{a0}")
}

/// How many interns a host may have, where its headcount tells: `plafond 3`.
pub fn limit(texts: Texts, sheet: &HostSheet) -> Option<String> {
    let limit = match sheet.quota()? {
        (low, Some(high)) if high == low => low.to_string(),
        (low, Some(high)) => format!("{low}-{high}"),
        (low, None) => format!("{low}+"),
    };
    Some(texts.format("host-limit", &[("limit", limit.into())]))
}

/// What the register last said of a host, and whether that it is closed.
pub fn registered(texts: Texts, sheet: &HostSheet) -> Option<(String, bool)> {
    let (said, at) = sheet.registered.as_ref().zip(sheet.registered_at)?;
    let source = ("source", source(texts, said.source).into());
    if !said.is_closed {
        return Some((texts.format("host-register-said", &[source, ("at", texts.moment(at).into())]), false));
    }
    let on = said.closed_on.map(|day| texts.date(day, DateStyle::Full)).unwrap_or_default();
    Some((texts.format("host-register-closed", &[source, ("on", on.into())]), true))
}

/// Where a host stands, by its name in the database: `à modérer`.
pub fn host_state(texts: Texts, state: &str) -> &str {
    coded(texts, "host-state", state)
}

/// What speaks for two hosts being one, or against it: `même SIREN`.
pub fn alike(texts: Texts, reason: &str) -> &str {
    coded(texts, "alike", reason)
}

/// A register: `SIRENE`.
pub fn source(texts: Texts, source: Source) -> &'static str {
    match source {
        Source::Sirene => "SIRENE",
        Source::CompanySearch => texts.get("register-companies"),
    }
}
