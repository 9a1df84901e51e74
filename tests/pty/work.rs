//! Working at the keyboard: validating with two keys, returning with a reason, bulk, a second desk beside the first.

use super::{SOON, desk, said};
use crate::support::pty::{Key, Outcome};
use crate::support::server::Database;

#[tokio::test]
async fn a_file_is_validated_with_two_keys_and_the_next_one_is_in_hand() -> Outcome<()> {
    let database = Database::university().await;
    let (pty, _home) = desk(&database, 140, 40, "fr_FR.UTF-8").await?;
    pty.wait_text("Contrôles", SOON)?;
    let before = number(&pty.screen().text());
    pty.send("v")?;
    pty.wait_text("Valider", SOON)?;
    pty.send_key(Key::Enter)?;
    said(&pty, &format!("n° {before} : validée"))?;
    let after = number(&pty.screen().text());
    assert_ne!(before, after, "the cursor stands on the next file");
    pty.send("u")?;
    pty.wait_text("Défaire", SOON)?;
    pty.send_key(Key::Enter)?;
    pty.wait_text("action défaite", SOON)?;
    pty.wait(|screen| number(&screen.contents()) == before, "the file is back under the cursor", SOON)?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    assert_eq!(pty.leftovers(), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn what_one_desk_does_the_other_one_sees() -> Outcome<()> {
    let database = Database::university().await;
    let (one, _home) = desk(&database, 140, 40, "fr_FR.UTF-8").await?;
    let (other, _other_home) = desk(&database, 140, 40, "en_GB.UTF-8").await?;
    one.wait_text("Contrôles", SOON)?;
    other.wait_text("Findings", SOON)?;
    let file = number(&one.screen().text());
    one.send("v")?;
    one.wait_text("Valider", SOON)?;
    one.send_key(Key::Enter)?;
    said(&one, &format!("n° {file} : validée"))?;
    // The row stays where it is on the other desk, flagged as gone; an act on it says who was faster.
    other.wait(
        |screen| screen.contents().lines().any(|line| line.contains(&file) && line.contains('×')),
        "the flag",
        SOON,
    )?;
    Ok(())
}

#[tokio::test]
async fn a_narrow_desk_shows_one_pane_and_refuses_what_was_not_seen() -> Outcome<()> {
    let database = Database::university().await;
    let (pty, _home) = desk(&database, 80, 24, "fr_FR.UTF-8").await?;
    pty.send("v")?;
    pty.wait_text("Affichez d’abord le dossier", SOON)?;
    pty.send_key(Key::Enter)?;
    pty.wait_text("Contrôles", SOON)?;
    pty.send("v")?;
    pty.wait_text("Valider", SOON)?;
    pty.send_key(Key::Esc)?;
    pty.resize(30, 5)?;
    pty.wait_text("40", SOON)?;
    pty.resize(1, 1)?;
    pty.resize(140, 40)?;
    pty.wait_text("Validation administrative", SOON)?;
    Ok(())
}

/// The number at the end of the breadcrumb.
fn number(screen: &str) -> String {
    let top = screen.lines().find(|line| line.contains("Guichet")).unwrap_or_default();
    let trail = top.split('>').next_back().unwrap_or_default();
    trail.split_whitespace().next().unwrap_or_default().to_owned()
}
