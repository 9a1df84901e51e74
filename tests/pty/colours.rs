//! The colours of the terminal: asked for once the first frame is drawn, whenever the answer comes, if it comes.

use std::time::Duration;

use super::{SOON, at_home, opened, said};
use crate::support::pty::{Key, Launch, Outcome, Pty};
use crate::support::screen::StyledScreen;
use crate::support::server::Database;

/// What the pane in hand is drawn in, by theme, with 256 colours.
const DARK: &str = "colour-117";
const LIGHT: &str = "colour-24";

/// Waits until something is drawn in that colour.
fn drawn_in(pty: &Pty, colour: &str) -> Outcome<()> {
    let wears = |screen: &vt100::Screen| {
        let styles = StyledScreen::of_terminal(screen).to_string();
        styles.split_whitespace().any(|word| word == colour)
    };
    pty.wait(wears, colour, SOON)
}

#[tokio::test]
async fn a_light_terminal_gets_the_light_theme_and_a_theme_that_is_named_stays() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let french = at_home(Launch::guichet(), &database, home.path(), "fr_FR.UTF-8").size(120, 30);
    let pty = opened(french.background(Some("rgb:ffff/ffff/ffff")))?;
    drawn_in(&pty, LIGHT)?;
    pty.send(":theme dark")?;
    pty.send_key(Key::Enter)?;
    said(&pty, "Thème : dark")?;
    drawn_in(&pty, DARK)?;
    // Asked again, it answers again.
    pty.send(":theme auto")?;
    pty.send_key(Key::Enter)?;
    said(&pty, "Thème : auto")?;
    drawn_in(&pty, LIGHT)?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    assert_eq!(pty.leftovers(), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn an_answer_that_comes_late_and_in_pieces_types_nothing() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let pty = opened(
        at_home(Launch::guichet(), &database, home.path(), "fr_FR.UTF-8").size(120, 30).background(None),
    )?;
    drawn_in(&pty, DARK)?;
    pty.wait_text("Contrôles", SOON)?;
    pty.bytes_during(Duration::from_millis(600));
    let before = pty.screen().text();
    for piece in ["\x1b]", "11;rgb:ffff/ff", "ff/ffff\x1b"] {
        pty.send(piece)?;
        // Longer than a lone Escape is waited for: what would become keys has become keys, and is drawn.
        assert_eq!(pty.bytes_during(Duration::from_millis(150)), 0, "{piece:?}");
    }
    pty.send("\\")?;
    // Whether it comes in time to change the colours or not, it is no key: the next one works as ever.
    pty.send(":")?;
    pty.wait_text(":", SOON)?;
    pty.send_key(Key::Esc)?;
    pty.wait_text("valider", SOON)?;
    assert_eq!(pty.screen().text(), before);
    Ok(())
}
