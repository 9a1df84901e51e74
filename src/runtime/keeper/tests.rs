//! Slots, locks and files: what several desks of one person leave each other.

use std::os::unix::fs::PermissionsExt;

use tokio::sync::mpsc::unbounded_channel;

use super::*;
use crate::app::overlay::FormKind;
use crate::app::session::{Session, Written};

/// Longer than any disk takes.
const PATIENCE: Duration = Duration::from_secs(20);

fn at(minute: i64) -> DateTime<Utc> {
    "2026-02-24T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
}

fn saved(text: &str, minute: i64) -> Option<Box<Saved>> {
    let written = Written { kind: FormKind::Note, id: 1, text: text.into(), ticked: Vec::new() };
    Some(Box::new(Saved::new(Session { drafts: vec![written], ..Session::default() }, at(minute))))
}

fn text(saved: &Saved) -> &str {
    &saved.session.drafts[0].text
}

/// A desk that writes this and is cut off.
fn cut_off(folder: &Path, keep: Keep) {
    let (keeper, _) = Keeper::open(folder, at(0));
    let pen = keeper.start(unbounded_channel().0);
    pen.write(keep);
    pen.finish(PATIENCE);
}

#[test]
fn a_session_that_was_cut_off_is_offered_once_it_is_answered_it_is_gone() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("a/b");
    cut_off(&folder, Keep::Session(saved("un", 1)));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("desk-1.json"))), (0o700, 0o600));
    let (keeper, found) = Keeper::open(&folder, at(2));
    assert_eq!(text(&found.offered.unwrap()), "un");
    // Not answered: it is offered again.
    drop(keeper);
    let (keeper, found) = Keeper::open(&folder, at(3));
    assert_eq!(text(&found.offered.unwrap()), "un");
    let pen = keeper.start(unbounded_channel().0);
    pen.write(Keep::DropOffered);
    pen.finish(PATIENCE);
    assert!(Keeper::open(&folder, at(4)).1.offered.is_none());
}

#[test]
fn two_desks_have_a_slot_each_and_the_latest_orphan_is_offered_first() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let (one, found) = Keeper::open(folder, at(0));
    assert!(found.offered.is_none());
    let (other, found) = Keeper::open(folder, at(0));
    assert!(found.offered.is_none());
    let (one, other) = (one.start(unbounded_channel().0), other.start(unbounded_channel().0));
    one.write(Keep::Session(saved("un", 1)));
    other.write(Keep::Session(saved("deux", 2)));
    one.finish(PATIENCE);
    // The other one lives: only the first is an orphan.
    let (third, found) = Keeper::open(folder, at(3));
    assert_eq!(text(&found.offered.unwrap()), "un");
    drop(third);
    other.finish(PATIENCE);
    let (fourth, found) = Keeper::open(folder, at(4));
    assert_eq!(text(&found.offered.unwrap()), "deux");
    let (_fifth, found) = Keeper::open(folder, at(4));
    assert_eq!(text(&found.offered.unwrap()), "un", "one that is being offered is not offered twice");
    drop(fourth);
}

#[test]
fn a_damaged_file_is_put_aside_a_later_one_is_left_and_an_old_one_let_go_of() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    cut_off(folder, Keep::Session(saved("un", 1)));
    fs::write(folder.join("desk-1.json"), b"\xff\xfe{").unwrap();
    fs::write(folder.join("preferences.json"), "[]").unwrap();
    let (_, found) = Keeper::open(folder, at(2));
    assert!(found.offered.is_none());
    let told: Vec<&Path> = found
        .faults
        .iter()
        .map(|fault| match fault {
            Fault::Unreadable(path, Unreadable::Damaged) => path.as_path(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, [folder.join("preferences.aside"), folder.join("desk-1.aside")]);
    assert!(told.iter().all(|path| path.exists()));
    assert!(Keeper::open(folder, at(3)).1.faults.is_empty(), "it is said once");

    let later = "{\"version\":99}";
    fs::write(folder.join("desk-1.json"), later).unwrap();
    let (keeper, found) = Keeper::open(folder, at(4));
    assert!(matches!(found.faults[..], [Fault::Unreadable(_, Unreadable::Newer)]));
    let pen = keeper.start(unbounded_channel().0);
    pen.write(Keep::Session(saved("deux", 5)));
    pen.finish(PATIENCE);
    assert_eq!(fs::read_to_string(folder.join("desk-1.json")).unwrap(), later);
    fs::remove_file(folder.join("desk-1.json")).unwrap();
    assert!(Keeper::open(folder, at(6)).1.offered.is_some());
    assert!(Keeper::open(folder, at(60 * 24 * 31)).1.offered.is_none());
    assert!(!folder.join("desk-2.json").exists());
}

#[test]
fn a_folder_that_cannot_be_written_to_is_said_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let (keeper, found) = Keeper::open(&file.join("x"), at(0));
    assert!(matches!(found.faults[..], [Fault::NotKept(..)]), "{:?}", found.faults);
    let pen = keeper.start(unbounded_channel().0);
    pen.write(Keep::Session(saved("un", 1)));
    pen.finish(PATIENCE);

    // A folder that goes away under the desk is said once.
    let folder = home.path().join("gone");
    let (keeper, _) = Keeper::open(&folder, at(0));
    fs::remove_dir_all(&folder).unwrap();
    let (replies, mut told) = unbounded_channel();
    let pen = keeper.start(replies);
    pen.write(Keep::Session(saved("un", 1)));
    pen.write(Keep::DropOffered);
    pen.write(Keep::Session(saved("deux", 2)));
    pen.finish(PATIENCE);
    assert!(matches!(told.try_recv(), Ok(Message::NotKept { .. })));
    assert!(told.try_recv().is_err());
}

#[test]
fn a_disk_that_does_not_answer_holds_nobody_up() {
    let home = tempfile::tempdir().unwrap();
    let (keeper, _) = Keeper::open(home.path(), at(0));
    let stuck = open_lock(&home.path().join("preferences.lock")).unwrap();
    flock(&stuck, FlockOperation::LockExclusive).unwrap();
    let pen = keeper.start(unbounded_channel().0);
    pen.write(Keep::Preferences(Box::default()));
    pen.write(Keep::Session(saved("un", 1)));
    pen.finish(Duration::from_millis(20));
    assert!(!home.path().join("desk-1.json").exists());
}
