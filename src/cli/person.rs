//! `guichet person`: who may come to the desk, with which roles, for which centres.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::PgConnection;

use crate::domain::access::{Member, Newcomer};
use crate::i18n::Texts;
use crate::store::people;

use super::administration::{changed, refused, table};
use super::exit::{Exit, Failure};
use super::{out, password, session};

/// What to do with people.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Those whom one may administer: everybody, the staff of one's centres, or oneself
    List {
        /// As JSON, one person a line
        #[arg(long)]
        json: bool,
    },
    /// Add somebody, with their login
    Add(Add),
    /// Close an account: no login any more, and its connections end
    Disable {
        /// Whose
        login: String,
    },
    /// Open an account again, with the roles and centres it had
    Enable {
        /// Whose
        login: String,
        #[command(flatten)]
        secret: Secret,
    },
    /// Put a name or a mail right
    Set {
        /// Whose
        login: String,
        /// What
        #[arg(value_parser = ["surname", "given_name", "mail"])]
        field: String,
        /// Its value; nothing empties the mail
        value: Option<String>,
    },
    /// Give somebody roles, or take some away
    Roles {
        /// Whose
        login: String,
        #[command(flatten)]
        change: Change,
    },
    /// Attach somebody to centres, or detach them
    Centres {
        /// Whom
        login: String,
        #[command(flatten)]
        change: Change,
    },
}

/// Somebody new.
#[derive(Debug, Args)]
pub struct Add {
    /// The name they log in with
    login: String,
    #[arg(long)]
    surname: String,
    #[arg(long)]
    given_name: String,
    /// Where alerts go
    #[arg(long)]
    mail: Option<String>,
    /// Codes of roles, such as GES
    #[arg(long = "role", value_name = "CODE")]
    roles: Vec<String>,
    /// Codes of centres
    #[arg(long = "centre", value_name = "CODE")]
    centres: Vec<String>,
    /// The DBA makes the login: print the SQL for it
    #[arg(long)]
    print_login: bool,
    #[command(flatten)]
    secret: Secret,
}

/// The password of a login; without one the server's own rules decide (peer, certificate, LDAP).
#[derive(Debug, Args)]
pub struct Secret {
    /// Ask for a password on the terminal
    #[arg(long, conflicts_with = "password_file")]
    ask_password: bool,
    /// Read it from the first line of a file that only its owner can read
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// Codes that come and codes that go.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct Change {
    /// A code to add
    #[arg(long = "add", value_name = "CODE")]
    coming: Vec<String>,
    /// A code to take away
    #[arg(long = "remove", value_name = "CODE")]
    going: Vec<String>,
}

/// Runs it.
///
/// # Errors
/// When the database cannot be reached, or refuses: the right that is missing and who can grant it are said.
pub async fn run(command: &Command, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    let (mut connection, _) = session::open(profile, texts).await?;
    let (said, login) = match command {
        Command::List { json } => {
            let people = people::all(&mut connection).await.map_err(refused)?;
            return if *json { out::json_lines(&people) } else { list(texts, &people) };
        }
        Command::Add(arguments) => {
            add(&mut connection, arguments, texts).await?;
            ("person-added", &arguments.login)
        }
        Command::Disable { login } => {
            people::disable(&mut connection, login).await.map_err(refused)?;
            ("person-disabled-now", login)
        }
        Command::Enable { login, secret } => {
            let secret = read(secret, login, texts)?;
            people::enable(&mut connection, login, secret.as_ref()).await.map_err(refused)?;
            ("person-enabled", login)
        }
        Command::Set { login, field, value } => {
            people::set(&mut connection, login, field, value.as_deref()).await.map_err(refused)?;
            ("person-saved", login)
        }
        Command::Roles { login, change } => {
            let here = member(&mut connection, login).await?.roles;
            let roles = changed(&here, &change.coming, &change.going);
            people::set_roles(&mut connection, login, &roles).await.map_err(refused)?;
            ("person-saved", login)
        }
        Command::Centres { login, change } => {
            let here = member(&mut connection, login).await?.centres;
            let centres = changed(&here, &change.coming, &change.going);
            people::set_centres(&mut connection, login, &centres).await.map_err(refused)?;
            ("person-saved", login)
        }
    };
    out::line(&texts.format(said, &[("login", login.as_str().into())]))
}

async fn add(connection: &mut PgConnection, who: &Add, texts: Texts) -> Result<(), Failure> {
    let secret = read(&who.secret, &who.login, texts)?;
    let newcomer = Newcomer {
        login: who.login.clone(),
        surname: who.surname.clone(),
        given_name: who.given_name.clone(),
        mail: who.mail.clone(),
        roles: who.roles.clone(),
        centres: who.centres.clone(),
        login_is_made: who.print_login,
    };
    people::add(connection, &newcomer, secret.as_ref()).await.map_err(refused)?;
    if who.print_login {
        // The name passed the database's pattern: it holds no quotation mark.
        out::line(&format!("create role \"{}\" login in role guichet_person;", who.login))?;
    }
    Ok(())
}

fn read(secret: &Secret, login: &str, texts: Texts) -> Result<Option<SecretString>, Failure> {
    if let Some(file) = &secret.password_file {
        return session::read_password(file).map(Some);
    }
    if !secret.ask_password {
        return Ok(None);
    }
    let prompt = texts.format("person-password-prompt", &[("login", login.to_owned().into())]);
    let typed = password::ask(&prompt).filter(|typed| !typed.expose_secret().is_empty());
    typed.map(Some).ok_or_else(|| Failure::silent(Exit::Failed))
}

/// Somebody whom one may administer.
async fn member(connection: &mut PgConnection, login: &str) -> Result<Member, Failure> {
    let people = people::all(connection).await.map_err(refused)?;
    people.into_iter().find(|member| member.login == login).ok_or_else(|| {
        let about = [("kind", "person".into()), ("name", login.to_owned().into())];
        Failure::new(Exit::Failed, "denied-GU024", about)
    })
}

fn list(texts: Texts, people: &[Member]) -> Result<(), Failure> {
    let row = |member: &Member| {
        [
            member.login.clone(),
            member.name(),
            member.roles.join(" "),
            member.centres.join(" "),
            texts.get(if member.active { "person-active" } else { "person-disabled" }).to_owned(),
        ]
    };
    let heads = ["person-login", "person-name", "person-roles", "person-centres", "person-state"];
    table(texts, heads, people.iter().map(row).collect())
}
