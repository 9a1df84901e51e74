//! What the national register says: looked up by words or a SIRET, taken into the registry, asked again about hosts that
//! were not looked at for long.

use chrono::TimeDelta;
use clap::Args;
use serde::Serialize;

use super::{Here, answered, not_found, table};
use crate::app::words;
use crate::cli::exit::{Exit, Failure};
use crate::cli::{out, session};
use crate::domain::form::{Value, Values};
use crate::domain::organisation::registered::Registered;
use crate::domain::organisation::siret::Siret;
use crate::runtime::register::{Looked, RegisterFault, Registers};
use crate::sis::{companies, sirene};
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

/// The registers that the settings name.
fn registers() -> Result<Registers, Failure> {
    let sis = session::settings()?.sis;
    let key = sis.sirene.key_file.as_deref().map(session::read_secret).transpose()?;
    let url = sis.sirene.url.as_deref().unwrap_or(sirene::BASE);
    let open = sis.companies.enabled.then(|| sis.companies.url.as_deref().unwrap_or(companies::BASE));
    Registers::new(key.as_ref().map(|key| (url, key)), open).map_err(|fault| {
        Failure::new(Exit::Configuration, "register-settings", [("why", fault.to_string().into())])
    })
}

fn unsaid(here: &Here, fault: RegisterFault) -> Failure {
    match fault {
        RegisterFault::Database(error) => here.refused(error),
        RegisterFault::None => Failure::new(Exit::Configuration, "register-none", []),
        RegisterFault::Later(again) => Failure::worded(Exit::Failed, move |texts| {
            texts.format("register-later", &[("at", texts.moment(again).into())])
        }),
        RegisterFault::Register(fault) => {
            Failure::new(Exit::Failed, "register-failed", [("why", fault.to_string().into())])
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
    let looked = match Siret::parse(&typed) {
        Ok(siret) => Looked::Siret(siret),
        Err(_) if register.add => return Err(Failure::new(Exit::Usage, "register-adds-siret", [])),
        Err(_) => Looked::Words(typed.clone()),
    };
    let said = registers()?.look(&mut here.connection, &looked).await.map_err(|fault| unsaid(here, fault))?;
    if register.add {
        let one = said.first().ok_or_else(|| not_found(&typed))?;
        return add(here, one).await;
    }
    if register.json {
        return out::json_lines(&said);
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
    table(texts, heads, said.iter().map(row).collect())
}

/// Adds what the register says, and keeps that it says so.
async fn add(here: &mut Here, said: &Registered) -> Result<(), Failure> {
    let text = |name: &str, value: &Option<String>| Some((name.to_owned(), Value::from(value.as_deref()?)));
    let mut details: Values = [
        text("name", &said.name),
        text("legal_category", &said.legal_category),
        text("headcount_band", &said.headcount_band),
        text("address", &said.address),
        text("postal_code", &said.postal_code),
        text("town", &said.town),
        text("country_code", &said.country_code),
        text("naf_code", &said.naf.as_ref().map(|naf| naf.code.clone())),
        text("naf_revision", &said.naf.as_ref().map(|naf| naf.revision.code().to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect();
    details.insert("siret".to_owned(), said.siret.as_str().into());
    let made =
        organisations::add(&mut here.connection, &details).await.map_err(|error| here.refused(error))?;
    let id = made.map_err(|refusal| answered(&refusal, 0))?;
    let kept = organisations::refresh(&mut here.connection, id, said).await;
    kept.map_err(|error| here.refused(error))?.map_err(|refusal| answered(&refusal, id))?;
    out::line(&here.texts.format("register-added", &[("id", id.to_string().into())]))
}

/// Asks the register again.
///
/// # Errors
/// When no register answers, or the database refuses.
pub(super) async fn refresh(here: &mut Here, refresh: &Refresh) -> Result<(), Failure> {
    here.keeps("modify").await?;
    let registers = registers()?;
    let Some(number) = refresh.number else { return batch(here, &registers, refresh).await };
    let sheet = here.sheet(number).await?;
    let siret = Siret::parse(&sheet.text("siret"))
        .map_err(|_| Failure::new(Exit::Failed, "register-no-siret", [("id", number.to_string().into())]))?;
    let looked = Looked::Siret(siret);
    let said = registers.look(&mut here.connection, &looked).await.map_err(|fault| unsaid(here, fault))?;
    let one = said.first().ok_or_else(|| not_found(&sheet.text("siret")))?;
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
