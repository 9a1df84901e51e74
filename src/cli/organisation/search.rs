//! Hosts as one looks for them: those that hold every fragment, then those whose name is nearly what was typed.

use clap::Args;
use serde::Serialize;

use super::{Here, table};
use crate::app::words;
use crate::cli::exit::Failure;
use crate::cli::out;
use crate::domain::organisation::{FEW, FILES_BOUND, Host, HostState, Kept};
use crate::store::organisations;

/// What is looked for.
#[derive(Debug, Args)]
pub struct Search {
    /// Fragments, in any order
    #[arg(required = true)]
    words: Vec<String>,
    /// Which hosts: in_use, to_moderate, closed or retired; in use otherwise
    #[arg(long, value_name = "WHICH")]
    pub(super) kept: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(i32).range(1..=200))]
    limit: i32,
    /// As JSON, one host a line
    #[arg(long)]
    json: bool,
}

/// A host that was found, as scripts read it.
#[derive(Serialize)]
struct Found {
    #[serde(flatten)]
    host: Host,
    /// Its name is only near to what was typed.
    nearly: bool,
}

/// Looks.
///
/// # Errors
/// When the person may not read hosts, or the database cannot.
pub(super) async fn run(here: &mut Here, search: &Search, kept: Kept) -> Result<(), Failure> {
    here.reads()?;
    let typed = search.words.join(" ");
    let exact = organisations::find(&mut here.connection, &typed, kept, search.limit).await;
    let exact = exact.map_err(|error| here.refused(error))?;
    let few = exact.len() < FEW && kept == Kept::InUse;
    let mut found: Vec<Found> = exact.into_iter().map(|host| Found { host, nearly: false }).collect();
    let room = usize::try_from(search.limit).unwrap_or_default();
    if few && found.len() < room {
        let near = organisations::alike(&mut here.connection, &typed, search.limit).await;
        for host in near.map_err(|error| here.refused(error))? {
            if found.len() < room && found.iter().all(|other| other.host.id != host.id) {
                found.push(Found { host, nearly: true });
            }
        }
    }
    if search.json {
        return out::json_lines(&found);
    } else if found.is_empty() {
        return out::line(&here.texts.format("organisation-none", &[("words", typed.into())]));
    }
    list(here, &found)
}

fn list(here: &Here, found: &[Found]) -> Result<(), Failure> {
    let texts = here.texts;
    let row = |Found { host, nearly }: &Found| {
        let stands = [
            nearly.then(|| texts.get("organisation-nearly")),
            (host.state != HostState::Active).then(|| words::host_state(texts, host.state.code())),
            host.closed.then(|| texts.get("organisation-closed")),
        ];
        let files = host.conventions;
        [
            host.id.to_string(),
            host.name.clone(),
            host.siret.clone().or_else(|| host.uai.clone()).unwrap_or_default(),
            [host.postal_code.as_deref(), host.town.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            host.country.clone(),
            format!("{files}{}", if files >= FILES_BOUND { "+" } else { "" }),
            stands.into_iter().flatten().collect::<Vec<_>>().join(", "),
        ]
    };
    let heads = [
        "inspect-number",
        "host-name",
        "host-siret",
        "host-town",
        "organisation-country",
        "organisation-files",
        "inspect-state",
    ];
    table(texts, heads, found.iter().map(row).collect())
}
