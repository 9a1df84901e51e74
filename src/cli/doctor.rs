//! `guichet doctor`: one line a check, `ok` or what to do. It goes on after a fault, so that one run tells all.

use rustix::termios::{isatty, tcgetwinsize};
use serde::Serialize;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use crate::app::words;
use crate::config::paths::Paths;
use crate::config::terminal::{is_utf8, locale};
use crate::i18n::Texts;
use crate::runtime::register::RegisterFault;
use crate::store::connect::Target;
use crate::store::health::{self, Connections};

use super::exit::{Exit, Failure};
use super::text::refused;
use super::{out, session};

/// One thing looked at.
#[derive(Debug, Serialize)]
struct Check {
    what: &'static str,
    ok: bool,
    says: String,
}

impl Check {
    fn new(what: &'static str, found: Result<String, Failure>, texts: Texts) -> Self {
        match found {
            Ok(says) => Self { what, ok: true, says },
            Err(failure) => Self { what, ok: false, says: failure.sentence(texts).unwrap_or_default() },
        }
    }
}

/// Runs every check.
///
/// # Errors
/// With the exit code of the first fault, when there is one.
pub async fn run(profile: Option<&str>, json: bool, texts: Texts) -> Result<(), Failure> {
    let mut checks = Vec::new();
    let mut first = None;
    let mut note = |what, found: Result<String, Failure>| {
        if let Err(failure) = &found {
            first.get_or_insert(failure.exit);
        }
        checks.push(Check::new(what, found, texts));
    };
    let settings = session::settings();
    let path = Paths::of_this_account().settings();
    note("configuration", settings.as_ref().map(|_| path.display().to_string()).map_err(Clone::clone));
    note("log-folder", logs());
    let registers = settings.as_ref().ok().map(session::registers);
    match settings.and_then(|settings| session::target(&settings, profile, texts)) {
        Err(failure) => note("server", Err(failure)),
        Ok(target) => match session::connect(target, texts).await {
            Err(failure) => note("server", Err(failure)),
            Ok((mut connection, target)) => {
                note("server", server(&mut connection, &target, texts).await);
                note("login", login(&mut connection, texts).await);
                let schema = target.check_schema(&mut connection).await;
                note(
                    "schema",
                    schema.map(|()| texts.get("doctor-schema-serves").to_owned()).map_err(Into::into),
                );
                note("sessions", sessions(&mut connection, texts).await);
                match registers {
                    Some(Ok(registers)) => {
                        if let Some(told) = registers.check(&mut connection).await {
                            note(
                                "register",
                                told.map_err(unsaid)
                                    .map(|()| texts.get("doctor-register-answers").to_owned()),
                            );
                        }
                    }
                    Some(Err(failure)) => note("register", Err(failure)),
                    None => {}
                }
                let pair = target.pair().await;
                note("pooler", pair.map(|_| texts.get("doctor-no-pooler").to_owned()).map_err(Into::into));
                // The answers are in; a failed goodbye changes none of them.
                let _ = connection.close().await;
            }
        },
    }
    note("terminal", terminal());
    if json {
        out::json(&checks)?;
    } else {
        for check in &checks {
            out::line(&format!(
                "{:<5} {:<17} {}",
                texts.get(if check.ok { "doctor-ok" } else { "doctor-wrong" }),
                texts.get(&format!("doctor-{}", check.what)),
                check.says
            ))?;
        }
    }
    first.map_or(Ok(()), |exit| Err(Failure::silent(exit)))
}

/// Why the register does not say, and what to do.
fn unsaid(fault: RegisterFault) -> Failure {
    match fault.unsaid() {
        Ok(why) => Failure::worded(Exit::Failed, move |texts| words::unsaid(texts, &why)),
        Err(error) => refused(error),
    }
}

fn logs() -> Result<String, Failure> {
    let folder = Paths::of_this_account().logs();
    match std::fs::create_dir_all(&folder) {
        Ok(()) => Ok(folder.display().to_string()),
        Err(error) => Err(Failure::new(
            Exit::Configuration,
            "doctor-no-log",
            [("folder", folder.display().to_string().into()), ("why", error.to_string().into())],
        )),
    }
}

async fn server(connection: &mut PgConnection, target: &Target, texts: Texts) -> Result<String, Failure> {
    let version = health::version(connection).await.map_err(refused)?;
    let about = [
        ("version", version.into()),
        ("address", target.address().into()),
        ("database", target.database().into()),
    ];
    Ok(texts.format("doctor-server-at", &about))
}

async fn login(connection: &mut PgConnection, texts: Texts) -> Result<String, Failure> {
    let login = health::login(connection).await.map_err(refused)?;
    let name = [("login", login.name.into())];
    match (login.is_superuser, login.is_person) {
        (true, _) => Err(Failure::new(Exit::Failed, "doctor-superuser", name)),
        (false, true) => Ok(texts.format("doctor-person", &name)),
        (false, false) => Err(Failure::new(Exit::Failed, "cli-nobody", name)),
    }
}

async fn sessions(connection: &mut PgConnection, texts: Texts) -> Result<String, Failure> {
    let Connections { room, used, people } = health::connections(connection).await.map_err(refused)?;
    // A desk holds two.
    if room >= 2 * people {
        let about = [("used", used.into()), ("room", room.into()), ("people", people.into())];
        return Ok(texts.format("doctor-sessions-fit", &about));
    }
    let needed = 2 * people + 20;
    let about = [("room", room.into()), ("people", people.into()), ("needed", needed.into())];
    Err(Failure::new(Exit::Failed, "doctor-sessions-few", about))
}

fn terminal() -> Result<String, Failure> {
    let (input, output) = (std::io::stdin(), std::io::stdout());
    if !isatty(&input) || !isatty(&output) {
        return Err(Failure::new(Exit::Failed, "doctor-no-terminal", []));
    }
    let size = tcgetwinsize(&output)
        .map_err(|error| Failure::new(Exit::Failed, "doctor-no-size", [("why", error.to_string().into())]))?;
    let (columns, rows) = (size.ws_col, size.ws_row);
    if columns < 40 || rows < 10 {
        let size = [("columns", columns.into()), ("rows", rows.into())];
        return Err(Failure::new(Exit::Failed, "doctor-too-small", size));
    }
    let locale = locale(|name| std::env::var(name).ok());
    if !is_utf8(&locale) {
        return Err(Failure::new(Exit::Failed, "doctor-not-utf8", [("locale", locale.into())]));
    }
    let kind = std::env::var("TERM").unwrap_or_default();
    Ok(format!("{kind}, {columns}x{rows}, {locale}"))
}
