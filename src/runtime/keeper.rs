//! Where sessions and preferences lie: a folder for each person of a database, closed to others. Each desk has a slot of
//! its own in it, which it holds by a lock for as long as it lives: a slot with a session and nobody to hold it is that
//! of a desk that was cut off. A thread of its own writes, so that no key ever waits for a disk.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rustix::fs::{FlockOperation, flock};
use tokio::sync::mpsc::UnboundedSender;

use crate::app::message::Message;
use crate::app::session::{Keep, Preferences, Saved, Unreadable};

/// A session that nobody came back to is let go of after so many days: it names people.
const KEPT: TimeDelta = TimeDelta::days(30);

/// No file of ours is longer.
const LONGEST: u64 = 8 << 20;

/// Desks that one person has open at once, at most; the next ones keep nothing.
const DESKS: u32 = 64;

/// What a desk finds when it opens.
#[derive(Debug, Default)]
pub struct Found {
    /// What the person likes.
    pub preferences: Preferences,
    /// The latest session that was cut off; its slot is held until it is answered.
    pub offered: Option<Saved>,
    /// What could not be read, or kept.
    pub faults: Vec<Fault>,
}

/// Something about a kept file that the person is to know.
#[derive(Debug)]
pub enum Fault {
    /// This file cannot be read. One that nobody wrote was put aside under this name.
    Unreadable(PathBuf, Unreadable),
    /// Nothing can be kept in this folder, and why.
    NotKept(PathBuf, io::Error),
}

/// One desk's place.
#[derive(Debug)]
struct Slot {
    path: PathBuf,
    _held: File,
}

/// What a desk writes to. Without a slot nothing is written.
#[derive(Debug, Default)]
pub struct Keeper {
    folder: PathBuf,
    slot: Option<Slot>,
    offered: Option<Slot>,
    base: Preferences,
}

impl Keeper {
    /// Takes a slot of that folder, and looks at what earlier desks left there.
    #[must_use]
    pub fn open(folder: &Path, now: DateTime<Utc>) -> (Self, Found) {
        let mut found = Found::default();
        let opened = Self::take(folder, now, &mut found).unwrap_or_else(|why| {
            found.faults.push(Fault::NotKept(folder.to_owned(), why));
            Self::default()
        });
        (opened, found)
    }

    fn take(folder: &Path, now: DateTime<Utc>, found: &mut Found) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let liked = preferences(folder, found);
        found.preferences = liked;
        let (mut free, mut orphans) = (None, Vec::new());
        for number in 1..=DESKS {
            let Some(slot) = Slot::hold(folder, number)? else { continue };
            match slot.read()?.as_deref().map(Saved::read) {
                Some(Ok(saved)) if now - saved.at < KEPT => orphans.push((saved, slot)),
                Some(Err(Unreadable::Newer)) => {
                    found.faults.push(Fault::Unreadable(slot.path, Unreadable::Newer));
                }
                Some(Err(Unreadable::Damaged)) => {
                    found.faults.push(put_aside(&slot.path)?);
                    free = free.or(Some(slot));
                }
                Some(Ok(_)) => {
                    fs::remove_file(&slot.path)?;
                    free = free.or(Some(slot));
                }
                None => {
                    free = free.or(Some(slot));
                    if !exists(folder, number + 1) {
                        break;
                    }
                }
            }
        }
        orphans.sort_by_key(|(saved, _)| saved.at);
        let (offered, slot) = orphans.pop().unzip();
        found.offered = offered;
        Ok(Self { folder: folder.to_owned(), slot: free, offered: slot, base: found.preferences.clone() })
    }

    /// Starts writing. The first thing that cannot be written is said in `replies`.
    #[must_use]
    pub fn start(self, replies: UnboundedSender<Message>) -> Pen {
        let (orders, given) = mpsc::channel();
        let (ended, end) = mpsc::channel();
        let body = move || {
            self.write(&given, &replies);
            // Whoever waits for the end has gone when this fails.
            let _ = ended.send(());
        };
        let thread = thread::Builder::new().name("keeper".to_owned()).spawn(body);
        if let Err(error) = thread {
            tracing::error!(%error, "nothing will be kept");
        }
        Pen { orders, end }
    }

    fn write(mut self, given: &Receiver<Keep>, replies: &UnboundedSender<Message>) {
        let mut failed = false;
        while let Ok(first) = given.recv() {
            let mut batch: Vec<Keep> = std::iter::once(first).chain(given.try_iter()).collect();
            // A session that another one follows need not be written.
            let mut next_is_session = false;
            batch.reverse();
            batch.retain(|order| {
                let moot = next_is_session && matches!(order, Keep::Session(_));
                next_is_session = matches!(order, Keep::Session(_));
                !moot
            });
            for order in batch.into_iter().rev() {
                if let Err(error) = self.obey(order) {
                    tracing::error!(%error, folder = %self.folder.display(), "not kept");
                    if !std::mem::replace(&mut failed, true) {
                        let folder = self.folder.display().to_string();
                        let _ = replies.send(Message::NotKept { folder, why: error.to_string() });
                    }
                }
            }
        }
    }

    fn obey(&mut self, order: Keep) -> io::Result<()> {
        match (order, &self.slot) {
            (Keep::Session(Some(saved)), Some(slot)) => replace(&slot.path, &saved.text()),
            (Keep::Session(None), Some(slot)) => remove(&slot.path),
            (Keep::DropOffered, _) => self.offered.take().map_or(Ok(()), |slot| remove(&slot.path)),
            (Keep::Preferences(wanted), Some(_)) => {
                // Two desks that write at once each keep what the other one changed.
                let lock = open_lock(&self.folder.join("preferences.lock"))?;
                flock(&lock, FlockOperation::LockExclusive)?;
                let current = preferences(&self.folder, &mut Found::default());
                let merged = wanted.merged(&self.base, &current);
                replace(&self.folder.join(PREFERENCES), &merged.text())?;
                self.base = *wanted;
                Ok(())
            }
            (Keep::Session(_) | Keep::Preferences(_), None) => Ok(()),
        }
    }
}

/// The way to the thread that writes. Nothing here waits for a disk.
#[derive(Debug)]
pub struct Pen {
    orders: Sender<Keep>,
    end: Receiver<()>,
}

impl Pen {
    /// Has something written.
    pub fn write(&self, keep: Keep) {
        // Without a thread nothing is kept, which has been logged.
        let _ = self.orders.send(keep);
    }

    /// Waits until all is written, but no longer than that.
    pub fn finish(self, patience: Duration) {
        let Self { orders, end } = self;
        drop(orders);
        // An end that does not come in time is a disk that does not answer: the person need not wait for it.
        let _ = end.recv_timeout(patience);
    }
}

const PREFERENCES: &str = "preferences.json";

impl Slot {
    /// Holds a slot, unless another desk does.
    fn hold(folder: &Path, number: u32) -> io::Result<Option<Self>> {
        let file = open_lock(&folder.join(format!("desk-{number}.lock")))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Self { path: folder.join(format!("desk-{number}.json")), _held: file })),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn read(&self) -> io::Result<Option<String>> {
        read(&self.path)
    }
}

/// Whether a desk has ever had this slot.
fn exists(folder: &Path, number: u32) -> bool {
    folder.join(format!("desk-{number}.lock")).exists()
}

fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)
}

/// The text of a file; one that is not text reads as damaged. Nothing when there is no file.
fn read(path: &Path) -> io::Result<Option<String>> {
    match File::open(path) {
        Ok(file) => {
            let mut bytes = Vec::new();
            file.take(LONGEST).read_to_end(&mut bytes)?;
            Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn preferences(folder: &Path, found: &mut Found) -> Preferences {
    let path = folder.join(PREFERENCES);
    match read(&path).map(|text| text.as_deref().map(Preferences::read)) {
        Ok(Some(Ok(preferences))) => return preferences,
        Ok(Some(Err(Unreadable::Newer))) => found.faults.push(Fault::Unreadable(path, Unreadable::Newer)),
        Ok(Some(Err(Unreadable::Damaged))) => {
            found.faults.push(put_aside(&path).unwrap_or_else(|why| Fault::NotKept(path, why)));
        }
        Ok(None) => {}
        Err(why) => found.faults.push(Fault::NotKept(path, why)),
    }
    Preferences::default()
}

/// Takes a damaged file out of the way, for whoever wants to look at it.
fn put_aside(path: &Path) -> io::Result<Fault> {
    let aside = path.with_extension("aside");
    fs::rename(path, &aside)?;
    Ok(Fault::Unreadable(aside, Unreadable::Damaged))
}

/// Writes a file whole or not at all.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let new = path.with_extension("new");
    remove(&new)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    file.write_all(text.as_bytes())?;
    // Named first: a busy disk may take longer to be sure than a desk that is left will wait, and the next desk reads
    // what is named, sure or not. Only a machine that stops in between could lose it.
    fs::rename(new, path)?;
    file.sync_data()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
