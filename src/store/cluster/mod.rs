//! The private PostgreSQL server of `guichet demo` and of the tests: on a Unix socket only, in a folder of its own,
//! shared by everyone who opens that folder and stopped by the last one to leave.

mod account;
mod error;
mod folder;
pub mod install;
mod programs;
mod server;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Child;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::{PgConnectOptions, PgSslMode};

pub use account::is_root;
pub use error::ClusterError;
pub use programs::{OLDEST_MAJOR, Programs};

use account::Account;
use error::Doing;
use folder::Folder;
use server::Server;

/// The superuser of a private server.
pub const SUPERUSER: &str = "guichet_dba";

/// The secret that all demonstration people share.
const PEOPLE: &str = "people";

/// Only names the socket: nothing listens on TCP.
const PORT: u16 = 5432;

/// What a private server is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The demonstration: durable, shared by every `guichet demo` of the account.
    Demo,
    /// The benches: durable, with the memory that a university gives to a database of this size.
    Bench,
    /// A test run: fast rather than durable, and gone with the process that opened it, even a killed one.
    Test,
}

/// A running private server. Dropping the last one stops it.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    socket: PathBuf,
    superuser_secret: SecretString,
    people_secret: SecretString,
    users: Option<File>,
    watcher: Option<Child>,
}

impl Cluster {
    /// Opens the server of a folder, starting it when it does not run; blocks until it answers. For
    /// [`Kind::Test`] the folder holds one folder a run, and what killed runs left is cleared.
    ///
    /// # Errors
    /// When the programs are missing or too old, or when they or the file system refuse.
    pub fn open(kind: Kind, folder: &Path) -> Result<Self, ClusterError> {
        let account = Account::of_this_process()?;
        let base = Folder::open(folder)?;
        let gate = base.gate()?;
        let folder = match kind {
            Kind::Demo | Kind::Bench => base,
            Kind::Test => {
                sweep(&base, account)?;
                Folder::open(&base.path().join(format!("run-{}", folder::random_name(5)?)))?
            }
        };
        let (users, path) = folder.users()?;
        users.lock_shared().doing("locking", &path)?;
        let programs = Programs::find(folder.data_version())?;
        let server = Server { kind, folder, account, programs };
        let socket = match server.running()? {
            Some(socket) => socket,
            None => {
                server.prepare()?;
                server.start()?
            }
        };
        let watcher = match kind {
            Kind::Demo | Kind::Bench => None,
            Kind::Test => Some(server::watch(server.folder.path(), &socket)?),
        };
        drop(gate);
        let secret = |name: &'static str| {
            let path = server.folder.path().join(name);
            fs::read_to_string(&path).map(SecretString::from).doing("reading", &path)
        };
        let (superuser_secret, people_secret) = (secret(SUPERUSER)?, secret(PEOPLE)?);
        Ok(Self { server, socket, superuser_secret, people_secret, users: Some(users), watcher })
    }

    /// Starts the server again if it has been killed, where everybody looks for it; blocks until it answers.
    ///
    /// # Errors
    /// When the programs or the file system refuse.
    pub fn revive(&self) -> Result<(), ClusterError> {
        // Of several desks that lost it, one starts it.
        let _gate = self.server.folder.gate()?;
        match self.server.running()? {
            Some(_) => Ok(()),
            None => self.server.start_again(&self.socket),
        }
    }

    /// How one of the demonstration people reaches a database of this server.
    #[must_use]
    pub fn options(&self, database: &str, login: &str) -> PgConnectOptions {
        self.anyone(database).username(login).password(self.people_secret.expose_secret())
    }

    /// How the superuser reaches a database of this server.
    #[must_use]
    pub fn dba(&self, database: &str) -> PgConnectOptions {
        self.anyone(database).username(SUPERUSER).password(self.superuser_secret.expose_secret())
    }

    /// The secret that every demonstration person logs in with.
    #[must_use]
    pub fn secret(&self) -> &str {
        self.people_secret.expose_secret()
    }

    /// The folder of the socket.
    #[must_use]
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// A connection string that other programs of the same account understand.
    #[must_use]
    pub fn url(&self, database: &str, login: &str) -> String {
        let host = self.socket.display().to_string().replace('/', "%2F");
        let secret = if login == SUPERUSER { &self.superuser_secret } else { &self.people_secret };
        let secret = secret.expose_secret();
        format!("postgresql://{login}:{secret}@{host}:{PORT}/{database}")
    }

    /// Keeps the others from arriving until the guard is dropped: for whoever prepares the databases, which two must
    /// not do at once.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn alone(&self) -> Result<impl Sized + use<>, ClusterError> {
        self.server.folder.gate()
    }

    fn anyone(&self, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .host("localhost")
            .socket(&self.socket)
            .port(PORT)
            .ssl_mode(PgSslMode::Disable)
            .application_name("guichet")
            .database(database)
    }

    fn leave(&mut self) -> Result<(), ClusterError> {
        if let Some(mut watcher) = self.watcher.take() {
            drop(watcher.stdin.take());
            return watcher.wait().map(|_| ()).doing("waiting for the end of", self.server.folder.path());
        }
        let Some(users) = self.users.take() else { return Ok(()) };
        // Nobody arrives between the look and the stop: arriving takes the gate too.
        let _gate = self.server.folder.gate()?;
        let (mine, path) = self.server.folder.users()?;
        // Not only closed: a program that another thread starts at this moment holds it open too, until it is another program.
        users.unlock().doing("unlocking", &path)?;
        match mine.try_lock() {
            Ok(()) => self.server.stop("fast"),
            Err(fs::TryLockError::WouldBlock) => Ok(()),
            Err(fs::TryLockError::Error(error)) => Err(error).doing("locking", &path),
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            tracing::error!(%error, "the private server was not stopped");
        }
    }
}

/// Clears the test runs that nobody holds any more.
fn sweep(base: &Folder, account: Account) -> Result<(), ClusterError> {
    for entry in fs::read_dir(base.path()).doing("reading", base.path())?.flatten() {
        if !entry.file_name().to_string_lossy().starts_with("run-") {
            continue;
        }
        let folder = Folder::open(&entry.path())?;
        let (users, _) = folder.users()?;
        if users.try_lock().is_err() {
            continue;
        }
        let programs = Programs::find(folder.data_version())?;
        let server = Server { kind: Kind::Test, folder, account, programs };
        if server.running()?.is_some() {
            server.stop("immediate")?;
        }
        if let Ok(socket) = fs::read_to_string(server.socket_note()) {
            folder::remove_tree(Path::new(&socket))?;
        }
        folder::remove_tree(server.folder.path())?;
    }
    Ok(())
}

/// Where the tests of this account keep their servers.
#[must_use]
pub fn test_folder() -> PathBuf {
    // Root's temporary folder may be closed to the account its server runs under.
    let base = if is_root() { PathBuf::from("/tmp") } else { std::env::temp_dir() };
    base.join(format!("guichet-test-{}", rustix::process::geteuid().as_raw()))
}
