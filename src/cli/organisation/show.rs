//! One host: who it is, where it stands, its services and people, figures, merges; and what happened to it.

use serde::Serialize;

use super::{Here, not_found};
use crate::app::words;
use crate::cli::exit::{Exit, Failure};
use crate::cli::labels::{Labels, flat};
use crate::cli::out;
use crate::domain::act::Change;
use crate::domain::organisation::{Contact, HOST_FIELDS, HostEvent, HostSheet, HostState, Service};
use crate::i18n::Texts;
use crate::store::organisations;

/// Digits of a SIRET.
const SIRET: usize = 14;

/// A host, as scripts read it.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    sheet: HostSheet,
    /// The most interns in one week, for the fewest and the most people it may have.
    quota: Option<(u32, Option<u32>)>,
}

/// Shows the host with this number or SIRET.
///
/// # Errors
/// When there is none, or the person may not read hosts.
pub(super) async fn run(here: &mut Here, which: &str, json: bool) -> Result<(), Failure> {
    here.reads()?;
    let digits: String = which.chars().filter(|sign| !sign.is_whitespace()).collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_number && digits.len() == SIRET {
        let found = organisations::by_siret(&mut here.connection, &digits).await;
        found.map_err(|error| here.refused(error))?.ok_or_else(|| not_found(which))?
    } else {
        digits.parse().map_err(|_| {
            Failure::new(Exit::Usage, "organisation-no-number", [("which", which.to_owned().into())])
        })?
    };
    let sheet = here.sheet(number).await?;
    let quota = sheet.quota();
    let shown = Shown { sheet, quota };
    if json { out::json(&shown) } else { out::line(&text(here.texts, &shown)) }
}

/// Tells what happened to the host with this number.
///
/// # Errors
/// As [`run`].
pub(super) async fn history(here: &mut Here, number: i32, json: bool) -> Result<(), Failure> {
    here.reads()?;
    here.sheet(number).await?;
    let events = organisations::history(&mut here.connection, number).await;
    let events = events.map_err(|error| here.refused(error))?;
    if json {
        return out::json_lines(&events);
    } else if events.is_empty() {
        return out::line(here.texts.get("organisation-no-history"));
    }
    let lines: Vec<String> = events.iter().flat_map(|event| told(here.texts, event)).collect();
    out::line(&lines.join("\n"))
}

fn told(texts: Texts, event: &HostEvent) -> Vec<String> {
    let pair = |label: &str, value: String| {
        let about = [("label", words::capitalised(label).into()), ("value", value.into())];
        format!("      {}", texts.format("pair", &about))
    };
    let did = format!("{}.{}", event.part, event.verb);
    let who = words::who(texts, event.by.as_deref());
    let first = format!("{}  {} {}", texts.moment(event.at), flat(&who), words::verb(texts, &did));
    let about = event.about.as_deref().map(|about| pair(words::host_field(texts, "name"), flat(about)));
    let changes = event.changes.iter().map(|change| {
        // What is no field of a host is one that files have too.
        let field = match words::host_field(texts, &change.field) {
            same if same == change.field => words::field(texts, &change.field).into_owned(),
            field => field.to_owned(),
        };
        pair(&field, before_and_after(texts, change))
    });
    let reason = event.reason.as_deref().map(|reason| pair(texts.get("inspect-reason"), flat(reason)));
    std::iter::once(first).chain(about).chain(reason).chain(changes).collect()
}

fn before_and_after(texts: Texts, change: &Change) -> String {
    if change.masked {
        return texts.get("value-masked").to_owned();
    }
    let value = |value: &Option<String>| match value.as_deref() {
        Some(code) if change.field == "state" => words::host_state(texts, code).to_owned(),
        other => flat(&words::value(texts, &change.field, other)),
    };
    format!("{} -> {}", value(&change.from), value(&change.to))
}

fn text(texts: Texts, shown: &Shown) -> String {
    let sheet = &shown.sheet;
    let mut lines = Labels::new(texts);
    lines.say("inspect-number", sheet.id.to_string());
    lines.say("inspect-state", stands(texts, sheet));
    for field in HOST_FIELDS {
        let locked = sheet.locked.iter().any(|locked| locked == field);
        let locked = if locked { format!(" ({})", texts.get("host-is-locked")) } else { String::new() };
        let value = sheet.told(field);
        let label = match field {
            "country_code" => texts.get("organisation-country"),
            field => words::host_field(texts, field),
        };
        lines.add(label, if value.is_empty() { value } else { value + &locked });
    }
    lines.say(
        "organisation-register",
        words::registered(texts, sheet).map(|(told, _)| told).unwrap_or_default(),
    );
    let used = [("now", sheet.in_force.into()), ("all", sheet.in_all.into())];
    lines.say("organisation-used", texts.format("host-used", &used));
    let week = texts.format("host-week", &[("week", sheet.this_week.into())]);
    let limit = words::limit(texts, sheet);
    lines.say(
        "organisation-interns",
        [Some(week), limit].into_iter().flatten().collect::<Vec<_>>().join(", "),
    );
    for service in &sheet.services {
        lines.say("organisation-service", serves(texts, service));
        for contact in &service.contacts {
            lines.say("organisation-contact", reached(texts, contact));
        }
    }
    for merge in &sheet.merges {
        let about = [
            ("other", merge.other.as_str().into()),
            ("at", texts.moment(merge.at).into()),
            ("by", words::who(texts, merge.by.as_deref()).into()),
            ("conventions", merge.conventions.into()),
            ("merge", merge.id.to_string().into()),
        ];
        lines.say("organisation-merge", texts.format("organisation-merge-stands", &about));
    }
    lines.text()
}

/// Where it stands, and who added it when it waits.
fn stands(texts: Texts, sheet: &HostSheet) -> String {
    match (&sheet.merged_into, sheet.state) {
        (Some((number, name)), _) => {
            let about = [("name", name.as_str().into()), ("number", number.to_string().into())];
            texts.format("organisation-gone-into", &about)
        }
        (None, HostState::ToModerate) => {
            let by = sheet.added.1.clone().unwrap_or_else(|| texts.get("somebody").to_owned());
            let about = [("by", by.into()), ("at", texts.moment(sheet.added.0).into())];
            texts.format("organisation-waits", &about)
        }
        (None, state) => words::host_state(texts, state.code()).to_owned(),
    }
}

fn serves(texts: Texts, service: &Service) -> String {
    let place = [service.postal_code.as_deref(), service.town.as_deref()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [
        Some(service.name.as_str()),
        service.address.as_deref(),
        Some(place.as_str()),
        service.phone.as_deref(),
        Some(service.centre.as_str()),
        service.retired.then(|| texts.get("host-is-retired-part")),
    ];
    joined(parts)
}

fn reached(texts: Texts, contact: &Contact) -> String {
    let name = format!("{} {}", contact.given_name, contact.surname);
    let parts = [
        Some(name.as_str()),
        Some(contact.job_title.as_str()),
        contact.mail.as_deref(),
        contact.phone.as_deref(),
        Some(contact.centre.as_str()),
        contact.retired.then(|| texts.get("host-is-retired-part")),
    ];
    joined(parts)
}

fn joined<const N: usize>(parts: [Option<&str>; N]) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
