//! What the national register says: looked up by words or a SIRET, taken into the registry, asked again about hosts that
//! were not looked at for long.

use chrono::TimeDelta;
use clap::Args;
use serde::Serialize;

use super::{Here, answered, not_found, table};
use crate::app::words;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{out, session};
use crate::domain::organisation::registered::{Found, Looked, Registered, Unsaid};
use crate::domain::organisation::siret::Siret;
use crate::runtime::register::{RegisterFault, Registers};
use crate::store::organisations;

/// What is looked for in the register.
#[derive(Debug, Args)]
pub struct Register {
    /// Words of a name, or a SIRET
    #[arg(required = true)]
    words: Vec<String>,
    /// Add the establishment with this SIRET to the registry
    #[arg(long)]
    add: bool,
    /// At least so many establishments where there are as many: each page of the register takes a question of its quota
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=600))]
    least: u16,
    /// As JSON, one establishment a line
    #[arg(long)]
    json: bool,
}

/// Which hosts the register is asked about again.
#[derive(Debug, Args)]
pub struct Refresh {
    /// The host with this number; otherwise those that were not looked at for long, hosts of files under way first
    number: Option<i32>,
    /// Not looked at for so many days
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=3650))]
    days: u16,
    /// At most so many hosts
    #[arg(long, value_name = "N", default_value_t = 3_000)]
    limit: usize,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What became of a batch, as scripts read it.
#[derive(Serialize)]
struct Refreshed {
    looked_at: usize,
    closed: usize,
}

fn unsaid(here: &Here, fault: RegisterFault) -> Failure {
    match fault.unsaid() {
        Err(error) => here.refused(error),
        Ok(why) => {
            let exit = if why == Unsaid::None { Exit::Configuration } else { Exit::Failed };
            Failure::worded(exit, move |texts| words::unsaid(texts, &why))
        }
    }
}

/// Looks something up, and adds it when that is asked for.
///
/// # Errors
/// When no register answers, when nothing has this SIRET, or when the database refuses.
pub(super) async fn look(here: &mut Here, register: &Register) -> Result<(), Failure> {
    here.reads()?;
    let typed = register.words.join(" ");
    let looked = Looked::of(&typed).unwrap_or_else(|| Looked::Words(typed.to_lowercase()));
    if register.add && !matches!(looked, Looked::Siret(_)) {
        return Err(Failure::new(Exit::Usage, "register-adds-siret", []));
    }
    let registers = session::registers(&session::settings()?)?;
    let (found, ended) = all(here, &registers, &looked, register.least.into()).await?;
    let Found { said, total, bad_key, .. } = found;
    if bad_key {
        out::tell(here.texts.get("register-bad-key-beside"));
    }
    if register.add {
        let one = said.first().ok_or_else(|| not_found(&typed))?;
        return add(here, one).await;
    }
    if register.json {
        out::json_lines(&said)?;
        return ended;
    } else if said.is_empty() {
        return out::line(&here.texts.format("organisation-none", &[("words", typed.into())]));
    }
    let texts = here.texts;
    let row = |one: &Registered| {
        let stands = if one.is_closed { texts.get("organisation-closed") } else { "" };
        [
            words::siret(one.siret.as_str()),
            one.name.clone().unwrap_or_else(|| texts.get("register-not-diffused").to_owned()),
            [one.postal_code.as_deref(), one.town.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            words::source(texts, one.source).to_owned(),
            stands.to_owned(),
        ]
    };
    let heads = ["host-siret", "host-name", "host-town", "register-source", "host-state-title"];
    table(texts, heads, said.iter().map(row).collect())?;
    if let Some(total) = total.and_then(|total| usize::try_from(total).ok()).filter(|all| *all > said.len()) {
        let about = [("told", said.len().into()), ("all", total.into())];
        out::tell(&texts.format("register-part", &about));
    }
    ended
}

/// What the register says, page by page until there is so much; with why it stopped before, if it did.
async fn all(
    here: &mut Here,
    registers: &Registers,
    looked: &Looked,
    least: usize,
) -> Result<(Found<Registered>, Result<(), Failure>), Failure> {
    let first = registers.look(&mut here.connection, looked, None).await;
    let mut found = first.map_err(|fault| unsaid(here, fault))?;
    while found.said.len() < least
        && let Some(rest) = found.rest.take()
    {
        match registers.look(&mut here.connection, looked, Some(&rest)).await {
            Ok(more) => {
                let is_new = |one: &Registered| found.said.iter().all(|known| known.siret != one.siret);
                let new: Vec<Registered> = more.said.into_iter().filter(is_new).collect();
                found.said.extend(new);
                (found.total, found.rest) = (more.total, more.rest);
            }
            Err(fault) => return Ok((found, Err(unsaid(here, fault)))),
        }
    }
    Ok((found, Ok(())))
}

/// Adds what the register says.
async fn add(here: &mut Here, said: &Registered) -> Result<(), Failure> {
    let made = organisations::take(&mut here.connection, said).await.map_err(|error| here.refused(error))?;
    let id = made.map_err(|refusal| answered(&refusal, 0))?;
    out::line(&here.texts.format("register-added", &[("id", id.to_string().into())]))
}

/// Asks the register again.
///
/// # Errors
/// When no register answers, or the database refuses.
pub(super) async fn refresh(here: &mut Here, refresh: &Refresh) -> Result<(), Failure> {
    here.keeps("modify").await?;
    let registers = session::registers(&session::settings()?)?;
    let Some(number) = refresh.number else { return batch(here, &registers, refresh).await };
    let sheet = here.sheet(number).await?;
    let siret = Siret::parse(&sheet.text("siret"))
        .map_err(|_| Failure::new(Exit::Failed, "register-no-siret", [("id", number.to_string().into())]))?;
    let looked = Looked::Siret(siret);
    let found =
        registers.look(&mut here.connection, &looked, None).await.map_err(|fault| unsaid(here, fault))?;
    let one = found.said.first().ok_or_else(|| not_found(&sheet.text("siret")))?;
    let kept = organisations::refresh(&mut here.connection, number, one).await;
    kept.map_err(|error| here.refused(error))?.map_err(|refusal| answered(&refusal, number))?;
    let closed = usize::from(one.is_closed);
    done(here, refresh.json, 1, closed)
}

async fn batch(here: &mut Here, registers: &Registers, refresh: &Refresh) -> Result<(), Failure> {
    let is_watched = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let texts = here.texts;
    let told = |looked: usize, _: usize| {
        if is_watched {
            out::progress(&texts.format("register-going", &[("count", looked.into())]));
        }
    };
    let days = TimeDelta::days(refresh.days.into());
    let found = registers.refresh(&mut here.connection, days, refresh.limit, told).await;
    if is_watched {
        out::progress("");
    }
    let (looked, closed) = found.map_err(|fault| unsaid(here, fault))?;
    done(here, refresh.json, looked, closed)
}

fn done(here: &Here, json: bool, looked_at: usize, closed: usize) -> Result<(), Failure> {
    if json {
        return out::json(&Refreshed { looked_at, closed });
    }
    let about = [("count", looked_at.into()), ("closed", closed.into())];
    out::line(&here.texts.format("register-done", &about))
}
