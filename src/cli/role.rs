//! `guichet role`: the roles of the establishment and what each may do.

use clap::Subcommand;

use crate::app::words;
use crate::domain::access::{RIGHTS, Role};
use crate::i18n::Texts;
use crate::store::roles;

use super::administration::{refused, table};
use super::exit::{Exit, Failure};
use super::{out, session};

/// What to do with roles.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Every role, and through what its holders see files
    List {
        /// As JSON, one role a line, with its rights
        #[arg(long)]
        json: bool,
    },
    /// What one role may do, function by function
    Show {
        /// Code of the role, such as GES
        code: String,
    },
    /// Say exactly what a role may do with a function
    Set {
        /// Code of the role
        code: String,
        /// The function, such as CONVENTION
        function: String,
        /// Of read, create, modify, delete, validate: those it may, with commas; - for none
        rights: String,
    },
    /// Make a role of the establishment's own from another
    Add {
        /// Its code: capitals and underscores
        code: String,
        /// The role it begins as
        #[arg(long, value_name = "CODE")]
        from: String,
        /// Its name
        #[arg(long)]
        label: String,
    },
    /// Remove a role of the establishment's own which nobody holds any more
    Remove {
        /// Code of the role
        code: String,
    },
}

/// Runs it.
///
/// # Errors
/// When the database cannot be reached, or refuses: the right that is missing and who can grant it are said.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    let acts = match command {
        Command::Set { rights, .. } => named(rights)?,
        _ => Vec::new(),
    };
    let (mut connection, _) = session::open(profile, texts).await?;
    let (said, code) = match command {
        Command::List { json: true } => {
            return out::json_lines(&roles::all(&mut connection).await.map_err(refused)?);
        }
        Command::List { json: false } => {
            return list(texts, &roles::all(&mut connection).await.map_err(refused)?);
        }
        Command::Show { code } => {
            let all = roles::all(&mut connection).await.map_err(refused)?;
            let role = all.iter().find(|role| role.code == *code).ok_or_else(|| unknown(code))?;
            return show(texts, role);
        }
        Command::Set { code, function, .. } => {
            roles::set_right(&mut connection, code, function, &acts).await.map_err(refused)?;
            ("role-saved", code)
        }
        Command::Add { code, from, label } => {
            roles::add(&mut connection, code, label, from).await.map_err(refused)?;
            ("role-saved", code)
        }
        Command::Remove { code } => {
            roles::remove(&mut connection, code).await.map_err(refused)?;
            ("role-removed", code)
        }
    };
    out::line(&texts.format(said, &[("role", code.as_str().into())]))
}

/// The rights that a list names.
fn named(list: &str) -> Result<Vec<String>, Failure> {
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != "-");
    names
        .map(|name| match RIGHTS.contains(&name) {
            true => Ok(name.to_owned()),
            false => {
                let about = [("name", name.to_owned().into()), ("known", RIGHTS.join(", ").into())];
                Err(Failure::new(Exit::Usage, "role-unknown-right", about))
            }
        })
        .collect()
}

fn unknown(code: &str) -> Failure {
    Failure::new(Exit::Failed, "denied-GU024", [("kind", "role".into()), ("name", code.to_owned().into())])
}

fn list(texts: Texts, roles: &[Role]) -> Result<(), Failure> {
    let row = |role: &Role| {
        [
            role.code.clone(),
            words::role_of(texts, role).to_owned(),
            words::scope(texts, &role.scope).to_owned(),
            role.origin.clone().unwrap_or_default(),
        ]
    };
    let heads = ["role-list-head", "role-list-name", "role-list-scope", "role-list-origin"];
    table(texts, heads, roles.iter().map(row).collect())
}

fn show(texts: Texts, role: &Role) -> Result<(), Failure> {
    for (function, held) in &role.rights {
        let held: Vec<&str> = held.iter().map(|act| words::right(texts, act)).collect();
        let held = if held.is_empty() { "-".to_owned() } else { held.join(", ") };
        let name = words::function(texts, function);
        out::line(&format!("{function:<32}{held}  ({name})"))?;
    }
    Ok(())
}
