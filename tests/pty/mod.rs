//! The real program in a real pseudo-terminal, on the real server: start, work, quit, and everything that can cut it
//! short. The terminal is always left as it was found.

mod colours;
mod ends;
mod plain;
mod resumed;
mod tastes;
mod terminals;
mod tmux;
mod work;

use std::path::Path;
use std::time::Duration;

use guichet::store::seed::{DemoRole, login_for};

use crate::support::pty::{Launch, Outcome, Pty};
use crate::support::server::Database;

/// Longer than anything takes, even on a busy machine.
const SOON: Duration = Duration::from_secs(20);

/// A desk of the demonstration's clerk at that size, once its list has come; with the folder of its settings.
async fn desk(database: &Database, columns: u16, rows: u16, lang: &str) -> Outcome<(Pty, tempfile::TempDir)> {
    let home = tempfile::tempdir().expect("a folder");
    let pty = opened(at_home(Launch::guichet(), database, home.path(), lang).size(columns, rows))?;
    Ok((pty, home))
}

/// A program of the demonstration's clerk, whose account has that folder.
fn at_home(program: Launch, database: &Database, home: &Path, lang: &str) -> Launch {
    let url = database.url(login_for(DemoRole::Clerk));
    program.env("DATABASE_URL", url).env("HOME", home).env("LANG", lang)
}

/// Starts it and waits for its list.
fn opened(launch: Launch) -> Outcome<Pty> {
    let pty = launch.spawn()?;
    listed(&pty)?;
    Ok(pty)
}

/// Waits for the rows of the list.
fn listed(pty: &Pty) -> Outcome<()> {
    pty.wait_text("▸", SOON)?;
    let waits = |line: &&str| line.contains("\u{a0}j") || line.contains("\u{a0}d");
    pty.wait(|screen| screen.contents().lines().filter(waits).count() > 3, "rows", SOON)
}

/// Waits for a sentence, whatever kind of space the screen has in it.
fn said(pty: &Pty, sentence: &str) -> Outcome<()> {
    pty.wait(|screen| screen.contents().replace('\u{a0}', " ").contains(sentence), sentence, SOON)
}
