//! `guichet establishment`: the settings that hold for all centres.

use clap::Subcommand;

use crate::i18n::Texts;
use crate::store::centres;

use super::administration::refused;
use super::asking::{self, Asking};
use super::exit::Failure;
use super::{centre, out, session};

/// What to do with the establishment.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Its settings
    Show,
    /// Change one setting
    Set {
        /// Name of the setting, as `show` writes it
        setting: String,
        /// Its value; nothing empties it
        value: Option<String>,
    },
    /// Say what it asks for with each file, and which templates its conventions have
    #[command(subcommand)]
    Ask(Asking),
}

/// Runs it.
///
/// # Errors
/// When the database cannot be reached, or refuses: the right that is missing and who can grant it are said.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    let (mut connection, _) = session::open(profile, texts).await?;
    match command {
        Command::Show => {
            let here = centres::establishment(&mut connection).await.map_err(refused)?;
            centre::settings(&here.settings)?;
            centre::asked(texts, &here)
        }
        Command::Ask(asking) => {
            let here = centres::establishment(&mut connection).await.map_err(refused)?;
            asking::ask(&mut connection, &here, asking).await?;
            out::line(texts.get("establishment-saved"))
        }
        Command::Set { setting, value } => {
            let set = centres::set_establishment(&mut connection, setting, value.as_deref());
            set.await.map_err(refused)?;
            out::line(texts.get("establishment-saved"))
        }
    }
}
