//! A person's own themes, key maps and language, changed on the spot; what is wrong in their files is told in the
//! language of the screen.

use super::{SOON, at_home, opened, said};
use crate::support::pty::{Key, Launch, Outcome, Pty};
use crate::support::server::Database;

/// Types a command.
fn command(pty: &Pty, line: &str) -> Outcome<()> {
    pty.send(":")?;
    pty.send(line)?;
    pty.send_key(Key::Enter)
}

/// Steps out, and waits until that is gone: Escape and a letter in one breath would be Alt and that letter.
fn step_out(pty: &Pty, gone: &str) -> Outcome<()> {
    pty.send_key(Key::Esc)?;
    pty.wait(|screen| !screen.contents().contains(gone), "what was wrong told no more", SOON)
}

#[tokio::test]
async fn themes_keys_and_language_change_on_the_spot() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join(".config/guichet");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    let pty = opened(at_home(Launch::guichet(), &database, home.path(), "fr_FR.UTF-8").size(140, 40))?;
    pty.wait_text("Contrôles", SOON)?;
    command(&pty, "theme mien")?;
    said(&pty, "« theme » attend : thème, et non « mien ».")?;
    step_out(&pty, "et non")?;
    // Written since the desk was opened: found, offered, and its fault has a place.
    write("themes/mien.toml", "inherits = \"dark\"\n[meaning]\nmuted = { fg = \"quite\" }\n");
    pty.send(":theme m")?;
    pty.wait_text("mien", SOON)?;
    pty.send("ien")?;
    pty.send_key(Key::Enter)?;
    // A message is wrapped: its words are looked for.
    for words in ["mien.toml:3:16", "« quite »", "« quiet »"] {
        said(&pty, words)?;
    }
    step_out(&pty, "mien.toml")?;
    write("themes/mien.toml", "inherits = \"dark\"\n");
    command(&pty, "theme mien")?;
    said(&pty, "Thème : mien")?;

    write("keymaps/miennes.toml", "[list]\n\"x\" = \"mark.togle\"\n");
    command(&pty, "touches miennes")?;
    for words in ["miennes.toml:2:7", "aucune", "« mark.toggle »"] {
        said(&pty, words)?;
    }
    step_out(&pty, "miennes.toml")?;
    command(&pty, "langue en")?;
    said(&pty, "v validate")?;
    command(&pty, "keymap miennes")?;
    for words in ["miennes.toml:2:7", "no action", "“mark.toggle”"] {
        said(&pty, words)?;
    }
    step_out(&pty, "miennes.toml")?;
    write("keymaps/miennes.toml", "[list]\n\"x\" = \"mark.toggle\"\n");
    command(&pty, "keymap miennes")?;
    said(&pty, "Keys: miennes")?;
    pty.send("x")?;
    said(&pty, "1 marked")?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    Ok(())
}

#[tokio::test]
async fn emacs_is_at_home() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let pty = opened(at_home(Launch::guichet(), &database, home.path(), "en_GB.UTF-8").size(140, 40))?;
    pty.wait_text("Findings", SOON)?;
    command(&pty, "keymap emacs")?;
    said(&pty, "Keys: emacs")?;
    // Flow control would keep it.
    pty.send_key(Key::Ctrl('s'))?;
    pty.send("zzz")?;
    pty.wait_text("/zzz", SOON)?;
    pty.send_key(Key::Ctrl('g'))?;
    pty.wait_text("Alt-x command", SOON)?;
    pty.send_key(Key::Alt('x'))?;
    pty.send("valid")?;
    pty.wait_text(":valid", SOON)?;
    pty.send_key(Key::Ctrl('g'))?;
    pty.send_key(Key::Ctrl('x'))?;
    pty.wait_text("find", SOON)?;
    pty.send_key(Key::Ctrl('c'))?;
    assert!(pty.wait_exit(SOON)?.success());
    assert_eq!(pty.leftovers(), [""; 0]);
    Ok(())
}
