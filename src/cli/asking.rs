//! What a centre and the establishment ask for with each file, and the templates of their conventions: the same options for
//! both.

use clap::{Args, Subcommand};
use sqlx::postgres::PgConnection;

use super::administration::refused;
use super::exit::Failure;
use crate::domain::access::{APPLIES, Asked, Centre, NEEDED_FOR, Template};
use crate::domain::form::LANGUAGES;
use crate::store::documents;

/// What is asked for, or offered.
#[derive(Debug, Subcommand)]
pub enum Asking {
    /// Ask for a document with each file, or change how it is asked for
    Document(Wanted),
    /// Take a template of conventions into use
    Template(Offered),
}

/// A document.
#[derive(Debug, Args)]
pub struct Wanted {
    /// What it is called
    label: String,
    /// With which files
    #[arg(long, value_parser = APPLIES)]
    applies: Option<String>,
    /// What is refused while it is not there; - for nothing
    #[arg(long, value_parser = needed_for)]
    needed_for: Option<String>,
    /// Whether it is valid until a day, as an insurance is
    #[arg(long)]
    expires: Option<bool>,
    /// Whether it is asked for no more
    #[arg(long)]
    retired: Option<bool>,
}

/// A template.
#[derive(Debug, Args)]
pub struct Offered {
    /// Its language
    #[arg(value_parser = LANGUAGES)]
    language: String,
    /// Code of the type of convention; every type otherwise
    #[arg(long = "type", value_name = "CODE")]
    kind: Option<String>,
    /// What it is called; the standard one otherwise
    #[arg(long, default_value = "")]
    name: String,
    /// Take it out of use
    #[arg(long)]
    retired: bool,
}

/// Nothing waits for it.
const NOTHING: &str = "-";

fn needed_for(text: &str) -> Result<String, String> {
    let is_known = text == NOTHING || NEEDED_FOR.contains(&text);
    is_known.then(|| text.to_owned()).ok_or_else(|| format!("{}, {NOTHING}", NEEDED_FOR.join(", ")))
}

/// Does it, for a centre or the establishment as they stand.
///
/// # Errors
/// When the database refuses.
pub async fn ask(conn: &mut PgConnection, here: &Centre, asking: &Asking) -> Result<(), Failure> {
    let code = (!here.is_establishment()).then_some(here.code.as_str());
    match asking {
        Asking::Document(wanted) => {
            let known = here.asked.iter().find(|asked| asked.label == wanted.label);
            let asked = Asked {
                label: wanted.label.clone(),
                applies: wanted
                    .applies
                    .clone()
                    .or_else(|| known.map(|known| known.applies.clone()))
                    .unwrap_or_else(|| APPLIES[0].to_owned()),
                needed_for: match wanted.needed_for.as_deref() {
                    Some(NOTHING) => None,
                    Some(needed) => Some(needed.to_owned()),
                    None => known.and_then(|known| known.needed_for.clone()),
                },
                expires: wanted.expires.or(known.map(|known| known.expires)).unwrap_or(false),
                retired: wanted.retired.or(known.map(|known| known.retired)).unwrap_or(false),
            };
            documents::ask(conn, code, &wanted.label, &asked).await.map_err(refused)
        }
        Asking::Template(offered) => {
            let template = Template {
                kind: offered.kind.clone(),
                language: offered.language.clone(),
                name: offered.name.clone(),
                retired: offered.retired,
            };
            documents::set_template(conn, code, &template).await.map_err(refused)
        }
    }
}
