//! Terminals that show ASCII alone, or few glyphs: the locale and the terminal's kind decide, the person's word goes
//! before.

use std::time::Duration;

use guichet::store::seed::{DemoRole, login_for};

use super::SOON;
use crate::support::pty::{Launch, Outcome, Pty};
use crate::support::server::Database;

fn open(database: &Database, home: &tempfile::TempDir, lang: Option<&str>, term: &str) -> Outcome<Pty> {
    let launch = Launch::guichet()
        .env("DATABASE_URL", database.url(login_for(DemoRole::Clerk)))
        .env("HOME", home.path())
        .env("LANG", lang.unwrap_or_default())
        .env("TERM", term)
        .size(140, 40);
    let pty = launch.spawn()?;
    // The file under the cursor, whatever the alphabet.
    pty.wait_text("Validations", SOON)?;
    Ok(pty)
}

/// Letters that are not ASCII, and signs that are neither.
fn foreign(pty: &Pty) -> (usize, usize) {
    let text = pty.screen().text();
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphanumeric()).count();
    let signs = text.chars().filter(|c| !c.is_ascii() && !c.is_alphanumeric() && !"\u{a0}€°".contains(*c));
    (letters, signs.count())
}

#[tokio::test]
async fn without_utf_8_nothing_but_ascii_reaches_the_terminal() -> Outcome<()> {
    let database = Database::university().await;
    for lang in [Some("C"), Some("fr_FR.ISO-8859-1"), None] {
        let home = tempfile::tempdir().expect("a folder");
        let pty = open(&database, &home, lang, "xterm")?;
        pty.send("?")?;
        pty.wait_text("Actions et touches", SOON)?;
        assert_eq!(foreign(&pty), (0, 0), "{lang:?}: {}", pty.screen().text());
        assert!(pty.screen().text().contains("defaire"), "accents are left out");
    }
    Ok(())
}

#[tokio::test]
async fn the_linux_console_gets_letters_and_no_glyph_that_its_fonts_lack() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let pty = open(&database, &home, Some("fr_FR.UTF-8"), "linux")?;
    let (letters, signs) = foreign(&pty);
    assert!(letters > 0 && signs == 0, "{}", pty.screen().text());
    Ok(())
}

#[tokio::test]
async fn the_person_s_word_goes_before_the_locale() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let settings = home.path().join("config.toml");
    for (word, drawn) in [("true", false), ("false", true)] {
        std::fs::write(&settings, format!("plain = {word}\n")).expect("a file");
        let lang = if drawn { "C" } else { "fr_FR.UTF-8" };
        let pty = Launch::guichet()
            .env("DATABASE_URL", database.url(login_for(DemoRole::Clerk)))
            .env("HOME", home.path())
            .env("GUICHET_CONFIG", &settings)
            .env("LANG", lang)
            .size(140, 40)
            .spawn()?;
        pty.wait_text("Depuis", SOON)?;
        assert_eq!(pty.screen().text().contains('┌'), drawn, "{}", pty.screen().text());
        pty.send("q")?;
        pty.wait_exit(Duration::from_secs(5))?;
    }
    Ok(())
}
