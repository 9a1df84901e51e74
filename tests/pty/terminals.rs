//! Terminals of every kind, and what happens to them: names that promise little, no locale, windows dragged about,
//! long pastes, a suspended program, a panic.

use std::time::Duration;

use guichet::runtime::terminal::{self, TerminalSession};
use guichet::store::seed::{DemoRole, login_for};
use rustix::process::Signal;

use super::{SOON, desk};
use crate::support::pty::{Key, Launch, Outcome, Pty};
use crate::support::server::Database;

/// The title of the help.
const HELP: &str = "Actions et touches";

/// Presses Escape and waits until that text is gone: with the next key on its heels it would be Alt and that key.
fn escape(pty: &Pty, gone: &str) -> Outcome<()> {
    pty.send_key(Key::Esc)?;
    pty.wait(|screen| !screen.contents().contains(gone), &format!("end of {gone:?}"), SOON)
}

/// Told to one of the tests below that it is the program in the terminal, not the test.
const CHILD: &str = "GUICHET_TEST_CHILD";

#[tokio::test]
async fn any_terminal_is_worked_on_and_left_clean() -> Outcome<()> {
    let database = Database::university().await;
    for name in
        ["linux", "vt100", "screen", "tmux-256color", "xterm", "xterm-256color", "putty", "putty-256color"]
    {
        let home = tempfile::tempdir().expect("a folder");
        let pty = Launch::guichet()
            .env("DATABASE_URL", database.url(login_for(DemoRole::Clerk)))
            .env("HOME", home.path())
            .env("LANG", "fr_FR.UTF-8")
            .env("TERM", name)
            .size(80, 24)
            .spawn()?;
        pty.wait(|screen| screen.contents().lines().count() > 10, name, SOON)?;
        // The Linux console has no such sign in its fonts.
        let sign = if name == "linux" { '>' } else { '▸' };
        let cursor = |line: &str| line.trim_start_matches(['│', ' ']).starts_with(sign);
        pty.wait(|screen| screen.contents().lines().any(cursor), "the cursor", SOON)?;
        // Without function keys: the file, its confirmation, and out again.
        pty.send_key(Key::Enter)?;
        pty.wait_text("Contrôles", SOON)?;
        pty.send("v")?;
        pty.wait_text("Valider", SOON)?;
        escape(&pty, "Valider")?;
        pty.send("q")?;
        pty.wait(|screen| !screen.contents().contains("Contrôles"), "the list", SOON)?;
        pty.send("q")?;
        assert!(pty.wait_exit(SOON)?.success(), "{name}");
        assert_eq!(pty.leftovers(), [""; 0], "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn without_a_locale_it_works_all_the_same() -> Outcome<()> {
    let database = Database::university().await;
    for locale in ["C", "POSIX", ""] {
        let home = tempfile::tempdir().expect("a folder");
        let pty = Launch::guichet()
            .env("DATABASE_URL", database.url(login_for(DemoRole::Clerk)))
            .env("HOME", home.path())
            .env("LANG", locale)
            .size(100, 30)
            .spawn()?;
        pty.wait_text("Validation", SOON)?;
        pty.send("?")?;
        pty.wait_text(HELP, SOON)?;
        escape(&pty, HELP)?;
        pty.send("q")?;
        assert!(pty.wait_exit(SOON)?.success(), "{locale:?}");
        assert_eq!(pty.leftovers(), [""; 0], "{locale:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_window_dragged_about_ends_up_drawn_right() -> Outcome<()> {
    let database = Database::university().await;
    let (pty, _home) = desk(&database, 120, 40, "fr_FR.UTF-8").await?;
    for step in 0..200_u16 {
        // Every size once or so, from nothing to a wall of screens, faster than anything can be drawn.
        pty.resize(1 + step * 37 % 300, 1 + step * 61 % 100)?;
    }
    pty.resize(1, 1)?;
    pty.resize(300, 100)?;
    pty.wait(|screen| screen.contents().lines().count() == 100, "a hundred lines", SOON)?;
    pty.resize(120, 40)?;
    let hints = |screen: &vt100::Screen| {
        screen.contents().lines().last().is_some_and(|line| line.contains("valider"))
    };
    pty.wait(hints, "the hints on the last line", SOON)?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    Ok(())
}

#[tokio::test]
async fn a_long_paste_goes_into_the_line_and_nowhere_else() -> Outcome<()> {
    let database = Database::university().await;
    let (pty, _home) = desk(&database, 140, 40, "fr_FR.UTF-8").await?;
    pty.wait_text("Contrôles", SOON)?;
    let rubbish = "v\rr\x03\u{202e}\u{9b}31mé ".repeat(10_000);
    // On the list nothing takes text: no key of it may be obeyed.
    pty.paste(&"v\ru".repeat(1_000))?;
    pty.send("/")?;
    pty.paste(&"mot ".repeat(25_000))?;
    pty.wait_text("mot mot", SOON)?;
    escape(&pty, "mot mot")?;
    pty.send("/")?;
    pty.paste(&rubbish)?;
    pty.wait_text("é v", SOON)?;
    escape(&pty, "é v")?;
    pty.wait_text("Validation administrative", SOON)?;
    let acts: i64 = sqlx::query_scalar("select count(*) from guichet.history where at > now() - interval '1 minute' and request_id is not null")
        .fetch_one(&mut database.dba().await)
        .await
        .expect("the history");
    assert_eq!(acts, 0, "a paste is text, never keys");
    Ok(())
}

#[tokio::test]
async fn suspended_it_gives_the_terminal_back_and_takes_it_again() -> Outcome<()> {
    let database = Database::university().await;
    let (pty, _home) = desk(&database, 120, 40, "fr_FR.UTF-8").await?;
    for _ in 0..2 {
        pty.kill(Signal::TSTP)?;
        pty.wait(|screen| !screen.alternate_screen() && !screen.hide_cursor(), "the shell's screen", SOON)?;
        pty.wait_stopped()?;
        pty.kill(Signal::CONT)?;
        pty.wait(
            |screen| screen.alternate_screen() && screen.contents().contains("Validation administrative"),
            "the desk again",
            SOON,
        )?;
    }
    pty.send("j")?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    assert_eq!(pty.leftovers(), [""; 0]);
    Ok(())
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() -> Outcome<()> {
    if std::env::var_os(CHILD).is_some() {
        terminal::install_panic_hook();
        let _session = TerminalSession::enter().expect("a terminal");
        panic!("something that should never happen");
    }
    let itself = std::env::current_exe()?;
    let name = "pty::terminals::a_panic_gives_the_terminal_back_before_it_is_told";
    let pty = Launch::program(&itself.to_string_lossy())
        .args(&["--exact", name, "--nocapture", "--test-threads", "1"])
        .env(CHILD, "1")
        .spawn()?;
    assert!(!pty.wait_exit(SOON)?.success());
    assert_eq!(pty.leftovers(), [""; 0]);
    let told = pty.screen().text();
    assert!(told.contains("something that should never happen"), "told where it can be read: {told}");
    Ok(())
}

#[tokio::test]
async fn quitting_takes_no_time_and_an_interrupt_loses_nothing() -> Outcome<()> {
    let database = Database::university().await;
    let (pty, _home) = desk(&database, 120, 40, "fr_FR.UTF-8").await?;
    pty.wait_text("Contrôles", SOON)?;
    pty.send("r")?;
    pty.wait_text("Cochez les motifs", SOON)?;
    pty.kill(Signal::INT)?;
    // The form is still there: Ctrl-C sent from outside ends nothing.
    assert!(pty.bytes_during(Duration::from_millis(300)) < 400);
    escape(&pty, "Cochez les motifs")?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    Ok(())
}
