//! Every way a desk can end, and every way its server can: the terminal is left clean, the desk stays up.

use std::time::Duration;

use rustix::process::Signal;

use super::{SOON, desk};
use crate::support::pty::{Launch, Outcome};
use crate::support::server::Database;

#[tokio::test]
async fn told_to_leave_it_leaves_the_terminal_clean() -> Outcome<()> {
    let database = Database::university().await;
    for signal in [Signal::TERM, Signal::HUP] {
        let (pty, _home) = desk(&database, 100, 30, "fr_FR.UTF-8").await?;
        pty.kill(signal)?;
        pty.wait_exit(Duration::from_secs(2))?;
        assert_eq!(pty.leftovers(), [""; 0], "{signal:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_terminal_that_goes_away_ends_the_program_without_spinning() -> Outcome<()> {
    let database = Database::university().await;
    let (mut pty, _home) = desk(&database, 100, 30, "fr_FR.UTF-8").await?;
    let before = pty.cpu_time()?;
    pty.close_master()?;
    // The clock of the process is gone with it: it must have ended, not be looked at while it spins.
    pty.wait_exit(Duration::from_secs(3))?;
    assert!(before < Duration::from_secs(2));
    Ok(())
}

#[tokio::test]
async fn a_lost_server_is_said_and_the_desk_stays_up() -> Outcome<()> {
    let database = Database::university().await;
    let (pty, _home) = desk(&database, 140, 40, "fr_FR.UTF-8").await?;
    // What was not drawn is not acted upon: the file first.
    pty.wait_text("Contrôles", SOON)?;
    let mut dba = database.dba().await;
    let ended: i64 = sqlx::query_scalar(
        "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()) n",
    )
    .fetch_one(&mut dba)
    .await
    .expect("the sessions end");
    assert!(ended >= 2);
    pty.wait_text("Connexion rétablie", SOON)?;
    pty.send("v")?;
    pty.wait_text("Valider", SOON)?;
    Ok(())
}

#[tokio::test]
async fn idle_it_writes_nothing_and_is_never_woken_up() -> Outcome<()> {
    let database = Database::university().await;
    let (pty, _home) = desk(&database, 140, 40, "fr_FR.UTF-8").await?;
    pty.wait_text("Contrôles", SOON)?;
    // Let what was being drawn end, then listen.
    pty.bytes_during(Duration::from_millis(600));
    let woken = pty.wake_ups()?;
    assert_eq!(pty.bytes_during(Duration::from_secs(3)), 0);
    assert_eq!(pty.wake_ups()?, woken, "no timer, no tick");
    Ok(())
}

#[test]
fn without_a_terminal_it_says_what_to_use_instead() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_guichet"))
        .env("DATABASE_URL", "postgresql://nobody@%2Fnowhere/none")
        .output()
        .expect("the program runs");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.trim().lines().count(), 1, "{said}");
}

#[test]
fn an_unknown_option_is_a_usage_error() -> Outcome<()> {
    let pty = Launch::guichet().args(&["--no-such-option"]).spawn()?;
    assert_eq!(pty.wait_exit(SOON)?.exit_code(), 2);
    Ok(())
}
