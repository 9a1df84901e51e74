//! `guichet centre`: the centres, their settings and their circuit.

use chrono::NaiveDate;
use clap::Subcommand;
use sqlx::postgres::PgConnection;
use widgets::text::sanitise;

use crate::app::words::{self, faults};
use crate::config::error::nearest;
use crate::domain::access::{Centre, LEVELS};
use crate::domain::compliance::Rule;
use crate::domain::convention::Severity;
use crate::i18n::Texts;
use crate::store::centres;

use super::administration::{refused, table};
use super::asking::{self, Asking};
use super::exit::{Exit, Failure};
use super::{out, session};

/// What to do with centres.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Every centre that one sees
    List {
        /// As JSON, one centre a line, with its settings
        #[arg(long)]
        json: bool,
    },
    /// The settings of a centre
    Show {
        /// Code of the centre
        code: String,
    },
    /// Make a centre; its circuit begins with the pedagogical and the administrative step
    Add {
        /// Its code: capitals, digits, - and _
        code: String,
        /// Its name
        #[arg(long)]
        name: String,
        /// What it manages
        #[arg(long, value_parser = LEVELS, default_value = LEVELS[1])]
        level: String,
    },
    /// Change one setting
    Set {
        /// Code of the centre
        code: String,
        /// Name of the setting, as `show` writes it
        setting: String,
        /// Its value; nothing empties it
        value: Option<String>,
    },
    /// Say how grave a rule of the law is for its files
    Severity {
        /// Code of the centre
        code: String,
        /// The rule, as findings name it: duration-max, host-quota...
        rule: String,
        /// blocking, warning or information; nothing leaves it to the rule
        severity: Option<String>,
    },
    /// Say what it asks for with each file, and which templates its conventions have
    Ask {
        /// Code of the centre
        code: String,
        #[command(subcommand)]
        asking: Asking,
    },
    /// Put it in charge of a programme: an étape as CODE/VERSION, or a composante by its code
    Attach {
        /// Code of the centre
        code: String,
        /// The programme
        programme: String,
        /// From which day; today, or always where nobody was in charge
        #[arg(long, value_name = "DAY")]
        since: Option<NaiveDate>,
    },
    /// Take a programme from it
    Detach {
        /// Code of the centre
        code: String,
        /// The programme
        programme: String,
    },
    /// Say which steps its files go through, in order: for those submitted from now on
    Steps {
        /// Code of the centre
        code: String,
        /// Of pedagogical, check, administrative
        #[arg(required = true)]
        kinds: Vec<String>,
    },
}

/// Runs it.
///
/// # Errors
/// When the database cannot be reached, or refuses: the right that is missing and who can grant it are said.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    let severity = match command {
        Command::Severity { rule, severity, .. } => Some((
            known(rule, Rule::ALL, Rule::code)?,
            severity.as_deref().map(|name| known(name, Severity::ALL, Severity::code)).transpose()?,
        )),
        _ => None,
    };
    let (mut connection, _) = session::open(profile, texts).await?;
    let code = match command {
        Command::List { json } => {
            let all = centres::all(&mut connection).await.map_err(refused)?;
            return if *json { out::json_lines(&all) } else { list(texts, &all) };
        }
        Command::Show { code } => {
            let found = named(&mut connection, code).await?;
            let severities = centres::severities(&mut connection, code).await.map_err(refused)?;
            return show(texts, &found, &severities);
        }
        Command::Add { code, name, level } => {
            centres::add(&mut connection, code, name, level).await.map_err(refused)?;
            code
        }
        Command::Set { code, setting, value } => {
            centres::set(&mut connection, code, setting, value.as_deref()).await.map_err(refused)?;
            code
        }
        Command::Severity { code, .. } => {
            if let Some((rule, severity)) = severity {
                centres::set_severity(&mut connection, code, rule, severity).await.map_err(refused)?;
            }
            code
        }
        Command::Attach { code, programme, since } => {
            centres::attach(&mut connection, code, programme, *since).await.map_err(refused)?;
            code
        }
        Command::Detach { code, programme } => {
            centres::detach(&mut connection, code, programme).await.map_err(refused)?;
            code
        }
        Command::Ask { code, asking } => {
            let here = named(&mut connection, code).await?;
            asking::ask(&mut connection, &here, asking).await?;
            code
        }
        Command::Steps { code, kinds } => {
            centres::set_steps(&mut connection, code, kinds).await.map_err(refused)?;
            code
        }
    };
    out::line(&texts.format("centre-saved", &[("code", code.as_str().into())]))
}

async fn named(connection: &mut PgConnection, code: &str) -> Result<Centre, Failure> {
    let all = centres::all(connection).await.map_err(refused)?;
    let about = [("kind", "centre".into()), ("name", code.to_owned().into())];
    let found = all.into_iter().find(|centre| centre.code == code);
    found.ok_or_else(|| Failure::new(Exit::Failed, "denied-GU024", about))
}

fn list(texts: Texts, centres: &[Centre]) -> Result<(), Failure> {
    let row = |centre: &Centre| {
        let name = centre.setting("name").unwrap_or_default();
        let mine = if centre.mine { texts.get("value-yes") } else { "" };
        [centre.code.clone(), name.to_owned(), steps(texts, centre), mine.to_owned()]
    };
    let heads = ["centre-code", "centre-name", "centre-steps", "centre-mine"];
    table(texts, heads, centres.iter().map(row).collect())
}

fn steps(texts: Texts, centre: &Centre) -> String {
    let known = |kind: &String| {
        crate::domain::convention::StepKind::from_code(kind).map(|kind| words::step(texts, kind))
    };
    centre.steps.iter().filter_map(known).collect::<Vec<_>>().join(", ")
}

/// Settings by the names that `set` takes, a line each whatever the values hold.
pub(super) fn settings(settings: &[(String, Option<String>)]) -> Result<(), Failure> {
    settings.iter().try_for_each(|(name, value)| {
        out::line(format!("{name:<36}{}", sanitise(value.as_deref().unwrap_or_default())).trim_end())
    })
}

/// What is asked for and offered, a line each.
pub(super) fn asked(texts: Texts, centre: &Centre) -> Result<(), Failure> {
    for asked in &centre.asked {
        out::line(&format!("{:<36}{}", "document", words::asked(texts, asked)))?;
    }
    for template in &centre.templates {
        out::line(&format!("{:<36}{}", "template", words::template_of(texts, template)))?;
    }
    Ok(())
}

fn show(texts: Texts, centre: &Centre, severities: &[(String, String)]) -> Result<(), Failure> {
    settings(&centre.settings)?;
    asked(texts, centre)?;
    for programme in &centre.programmes {
        out::line(&format!("{:<36}{}", "programme", words::programme(texts, programme)))?;
    }
    out::line(&format!("{:<36}{}", "steps", centre.steps.join(" ")))?;
    for (rule, severity) in severities {
        out::line(&format!("{:<36}{severity}", format!("severity {rule}")))?;
    }
    Ok(())
}

/// A value by its code.
fn known<T: Copy>(name: &str, all: &'static [T], code: fn(T) -> &'static str) -> Result<T, Failure> {
    if let Some(found) = all.iter().copied().find(|value| code(*value) == name) {
        return Ok(found);
    }
    let name = name.to_owned();
    Err(Failure::worded(Exit::Usage, move |texts| {
        let codes = || all.iter().map(|value| code(*value));
        let expected = codes().collect::<Vec<_>>().join(", ");
        let about = [("found", name.as_str().into()), ("expected", expected.into())];
        let near = nearest(&name, codes());
        words::capitalised(&texts.format("fault-unknown", &about))
            + &faults::did_you_mean(texts, near.as_deref())
    }))
}
