//! Desks that are cut off in every way, and what the next one gives back; desks that are left, and what they remember.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::process::Signal;

use super::{SOON, at_home, listed, said};
use crate::support::pty::{Key, Launch, Outcome, Pty};
use crate::support::server::Database;

const FRENCH: &str = "fr_FR.UTF-8";

/// A moment between two looks at a file.
const LOOK: Duration = Duration::from_millis(20);

fn open(database: &Database, home: &Path) -> Outcome<Pty> {
    at_home(Launch::guichet(), database, home, FRENCH).size(140, 40).spawn()
}

/// The folder in which the clerk's desks of this account keep what they keep.
fn kept_in(home: &Path) -> PathBuf {
    let mut folders = std::fs::read_dir(home.join(".local/state/guichet/sessions")).expect("a desk was open");
    folders.next().expect("a desk was open").expect("a folder").path()
}

fn slot(home: &Path, number: u32) -> PathBuf {
    kept_in(home).join(format!("desk-{number}.json"))
}

/// Waits until a file says this.
fn kept(pty: &Pty, file: &Path, text: &str) {
    while !std::fs::read_to_string(file).is_ok_and(|kept| kept.contains(text)) {
        pty.bytes_during(LOOK);
    }
}

fn number(pty: &Pty) -> String {
    let screen = pty.screen().text();
    let top = screen.lines().find(|line| line.contains("Guichet")).unwrap_or_default().to_owned();
    top.split('>').next_back().unwrap_or_default().split_whitespace().next().unwrap_or_default().to_owned()
}

/// Steps out of the box that shows this: only then is the next key not part of an Alt.
fn escape(pty: &Pty, shown: &str) -> Outcome<()> {
    pty.send_key(Key::Esc)?;
    let plain = |screen: &vt100::Screen| screen.contents().replace('\u{a0}', " ");
    pty.wait(|screen| !plain(screen).contains(shown), "the box closed", SOON)
}

#[tokio::test]
async fn killed_in_the_middle_of_a_reason_it_gives_everything_back() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir()?;
    let pty = open(&database, home.path())?;
    listed(&pty)?;
    pty.send("/-zzzz\r")?;
    said(&pty, "/-zzzz")?;
    listed(&pty)?;
    pty.send("jj V")?;
    pty.send("jV")?;
    said(&pty, "3 marquées")?;
    let file = number(&pty);
    pty.send("r j ")?;
    pty.wait_text("[x]", SOON)?;
    pty.send_key(Key::Tab)?;
    pty.send("le tuteur n’est pas de la mai")?;
    pty.wait_text("de la mai", SOON)?;
    kept(&pty, &slot(home.path(), 1), "de la mai");
    pty.kill(Signal::KILL)?;
    pty.wait_exit(SOON)?;

    let pty = open(&database, home.path())?;
    said(&pty, "Reprendre la session de")?;
    let screen = pty.screen().text().replace('\u{a0}', " ");
    for told in ["Validation administrative", &format!("n° {file}"), "/-zzzz", "3 marquées", "Non envoyé"]
    {
        assert!(screen.contains(told), "{told}: {screen}");
    }
    pty.send_key(Key::Enter)?;
    pty.wait_text("le tuteur n’est pas de la mai", SOON)?;
    pty.wait_text("[x]", SOON)?;
    pty.send("rie")?;
    pty.wait_text("de la mairie", SOON)?;
    pty.send_key(Key::Esc)?;
    said(&pty, "/-zzzz · 3 marquées")?;
    said(&pty, &format!("> {file} "))?;
    // It is this desk's now: another one is offered nothing.
    let other = open(&database, home.path())?;
    listed(&other)?;
    assert!(!other.screen().text().contains("Reprendre"), "{}", other.screen());
    Ok(())
}

#[tokio::test]
async fn two_desks_of_one_person_keep_apart_and_are_offered_one_after_the_other() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir()?;
    let (one, other) = (open(&database, home.path())?, open(&database, home.path())?);
    for (desk, text) in [(&one, "première"), (&other, "seconde")] {
        listed(desk)?;
        desk.send("n")?;
        said(desk, "Note :")?;
        desk.send(text)?;
        let slots = [slot(home.path(), 1), slot(home.path(), 2)];
        while !slots.iter().any(|file| std::fs::read_to_string(file).is_ok_and(|kept| kept.contains(text))) {
            desk.bytes_during(LOOK);
        }
    }
    for desk in [&one, &other] {
        desk.kill(Signal::KILL)?;
        desk.wait_exit(SOON)?;
    }
    let latest = open(&database, home.path())?;
    said(&latest, "« seconde »")?;
    let earlier = open(&database, home.path())?;
    said(&earlier, "« première »")?;
    // Starting afresh loses no text: it waits in its form.
    earlier.send_key(Key::Esc)?;
    listed(&earlier)?;
    earlier.send("n")?;
    earlier.wait_text("première", SOON)?;
    // Forgetting does.
    latest.send_key(Key::Delete)?;
    listed(&latest)?;
    latest.send("n")?;
    said(&latest, "Note :")?;
    assert!(!latest.screen().text().contains("seconde"), "{}", latest.screen());
    Ok(())
}

#[tokio::test]
async fn every_cut_leaves_the_terminal_clean_and_the_session_behind() -> Outcome<()> {
    let database = Database::university().await;
    for cut in ["TERM", "HUP", "QUIT", "the terminal", "the shell"] {
        let home = tempfile::tempdir()?;
        let program = env!("CARGO_BIN_EXE_guichet");
        // Not in its place: the shell stays between the terminal and the desk.
        let launch = match cut {
            "the shell" => Launch::program("/bin/sh").args(&["-c", &format!("{program}; true")]),
            _ => Launch::guichet(),
        };
        let mut pty = at_home(launch, &database, home.path(), FRENCH).size(140, 40).spawn()?;
        listed(&pty)?;
        // Interrupted from outside it loses nothing, not even its place.
        if cut != "the shell" {
            pty.kill(Signal::INT)?;
        }
        pty.send("jn")?;
        said(&pty, "Note :")?;
        pty.send("coupée")?;
        pty.wait_text("coupée", SOON)?;
        match cut {
            "TERM" => pty.kill(Signal::TERM)?,
            "HUP" => pty.kill(Signal::HUP)?,
            "QUIT" => pty.kill(Signal::QUIT)?,
            "the shell" => pty.kill(Signal::KILL)?,
            _ => pty.close_master()?,
        }
        pty.wait_exit(SOON)?;
        if cut == "the shell" {
            // Its death hangs the desk up, which is nobody's child any more.
            kept(&pty, &slot(home.path(), 1), "coupée");
        } else {
            let left = std::fs::read_to_string(slot(home.path(), 1))?;
            assert!(left.contains("coupée"), "{cut}: {left}");
        }
        // A shell that dies takes the terminal of its session with it.
        if !cut.starts_with("the ") {
            assert_eq!(pty.leftovers(), [""; 0], "{cut}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn left_on_purpose_it_offers_nothing_but_remembers_what_was_chosen() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir()?;
    let pty = open(&database, home.path())?;
    listed(&pty)?;
    pty.send(" :langue en\r")?;
    pty.wait_text("1 marked", SOON)?;
    pty.send(":columns start,student,host\r:theme mono\r:width queues 40\r")?;
    pty.wait(
        |screen| screen.contents().lines().any(|line| line.contains("Start↑    Student")),
        "columns",
        SOON,
    )?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    assert!(!slot(home.path(), 1).exists());

    let pty = open(&database, home.path())?;
    pty.wait_text("Administrative validation", SOON)?;
    pty.wait(
        |screen| screen.contents().lines().any(|line| line.contains("Start↑    Student")),
        "columns",
        SOON,
    )?;
    let screen = pty.screen();
    assert!(!screen.text().contains("Take up"), "{screen}");
    let frame = screen.text().lines().nth(1).unwrap_or_default().to_owned();
    assert_eq!(frame.chars().position(|c| c == '┐'), Some(39), "{frame}");
    assert!(!screen.to_string().contains("colour"), "the mono theme: {screen}");
    Ok(())
}

#[tokio::test]
async fn what_was_typed_and_not_sent_is_offered_even_after_leaving_on_purpose() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir()?;
    let pty = open(&database, home.path())?;
    listed(&pty)?;
    pty.send("n")?;
    said(&pty, "Note :")?;
    pty.send("à finir demain")?;
    escape(&pty, "Note :")?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    let pty = open(&database, home.path())?;
    said(&pty, "« à finir demain »")
}

#[tokio::test]
async fn a_damaged_file_costs_one_sentence() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir()?;
    let pty = open(&database, home.path())?;
    listed(&pty)?;
    pty.send("q")?;
    pty.wait_exit(SOON)?;
    std::fs::write(slot(home.path(), 1), "{\"version\":1,\"at\":\"\u{1b}[2J\"")?;
    let pty = open(&database, home.path())?;
    pty.wait_text("est illisible", SOON)?;
    listed(&pty)?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    Ok(())
}

#[tokio::test]
async fn a_disk_that_does_not_answer_slows_no_key_and_keeps_nobody_from_leaving() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir()?;
    let pty = open(&database, home.path())?;
    listed(&pty)?;
    // Whoever writes the tastes waits for this lock, as for a disk; what comes after waits behind.
    let lock = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(kept_in(home.path()).join("preferences.lock"))?;
    flock(&lock, FlockOperation::LockExclusive)?;
    pty.send(">")?;
    pty.send("n")?;
    said(&pty, "Note :")?;
    while !waits_for_a_lock(&lock) {
        pty.bytes_during(LOOK);
    }
    for letter in "tout va bien".chars() {
        pty.frame_after(&letter.to_string(), SOON)?;
    }
    pty.wait_text("tout va bien", SOON)?;
    escape(&pty, "Note :")?;
    pty.send("q")?;
    assert!(pty.wait_exit(SOON)?.success());
    let written = std::fs::read_to_string(slot(home.path(), 1)).unwrap_or_default();
    assert!(!written.contains("va bien"), "nothing could be written any more");
    Ok(())
}

/// Whether somebody waits for a lock that we hold.
fn waits_for_a_lock(lock: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let inode = lock.metadata().map(|about| format!(":{} ", about.ino())).unwrap_or_default();
    let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
    locks.lines().any(|line| line.contains("->") && line.contains(&inode))
}
