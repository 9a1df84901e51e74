//! Words about host organisations.

use super::{coded, find};
use crate::app::pane::organisations::{OrganisationsPane, Shelf};
use crate::domain::organisation::registered::{Proposed, Registered, Source, Unsaid};
use crate::domain::organisation::{Host, HostSheet, HostState};
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

/// The value of a field of a host as it is read.
pub fn host_value(field: &str, text: String) -> String {
    if field == "siret" { siret(&text) } else { text }
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

/// What the register says of a host now, and whether that it is closed.
pub fn registered_now(texts: Texts, said: &Registered) -> (String, bool) {
    let source = ("source", source(texts, said.source).into());
    let id = if said.is_closed { "host-register-now-closed" } else { "host-register-now" };
    (texts.format(id, &[source]), said.is_closed)
}

/// What an establishment is called in the register: its name may be for nobody.
pub fn registered_name(texts: Texts, said: &Registered) -> &str {
    said.name.as_deref().unwrap_or_else(|| texts.get("register-not-diffused"))
}

/// What may be done with an establishment that the register proposes.
pub fn proposal(texts: Texts, one: &Proposed) -> String {
    let id = match (one.known, one.said.is_closed, &one.said.name) {
        (Some(_), ..) => "host-proposed-known",
        (None, true, _) => "host-proposed-closed",
        (None, false, None) => "host-proposed-nameless",
        (None, false, Some(_)) => "host-proposed",
    };
    texts.format(id, &[("source", source(texts, one.said.source).into())])
}

/// How the register stands beside what is looked for, in few words: `le registre en propose 5`.
pub fn beside(texts: Texts, pane: &OrganisationsPane) -> Option<String> {
    let (is_asking, unsaid) = (pane.beside.is_asking(), pane.beside.unsaid());
    if is_asking || unsaid.is_some() {
        return register_stands(texts, is_asking, unsaid);
    }
    match pane.beside.part() {
        Some((told, all)) => {
            Some(texts.format("register-proposes-part", &[("told", told.into()), ("all", all.into())]))
        }
        None if pane.proposed.is_empty() => None,
        None => Some(texts.format("register-proposes", &[("count", pane.proposed.len().into())])),
    }
}

/// How the register stands that proposes nothing, in few words: that it is being asked, or why it says nothing.
pub fn register_stands(texts: Texts, is_asking: bool, unsaid: Option<&Unsaid>) -> Option<String> {
    match unsaid {
        _ if is_asking => Some(texts.get("register-asked").to_owned()),
        None | Some(Unsaid::None) => None,
        Some(Unsaid::Later(again)) => {
            Some(texts.format("register-again", &[("at", texts.time(*again).into())]))
        }
        Some(_) => Some(texts.get("register-mute").to_owned()),
    }
}

/// Why no register says anything, and what to do.
pub fn unsaid(texts: Texts, why: &Unsaid) -> String {
    match why {
        Unsaid::None => texts.get("register-none").to_owned(),
        Unsaid::Later(again) => texts.format("register-later", &[("at", texts.moment(*again).into())]),
        Unsaid::Unreachable => texts.get("register-unreachable").to_owned(),
        Unsaid::BadKey => texts.get("register-bad-key").to_owned(),
        Unsaid::NotDiffused => texts.get("register-not-told").to_owned(),
        Unsaid::Odd(why) => texts.format("register-odd", &[("why", why.as_str().into())]),
    }
}

/// What is to be known of a host before it is chosen: that it is only nearly what is typed, closed, or waits.
pub fn host_stands(texts: Texts, host: &Host, nearly: bool) -> Vec<&'static str> {
    let waits = host.state == HostState::ToModerate;
    let said = [(nearly, "host-nearly"), (host.closed, "host-closed"), (waits, "host-waits")];
    said.into_iter().filter(|(so, _)| *so).map(|(_, id)| texts.get(id)).collect()
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
