//! The folder of a private server: its data, its secrets, its log, and the locks by which several desks share it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::account::{Account, is_root};
use super::error::{ClusterError, Doing};

/// The longest path of a Unix socket that every system accepts.
const LONGEST_SOCKET_PATH: usize = 107;

/// Where a private server keeps what it needs. The folder stays its maker's: only `data` is handed to the server's
/// account, so that root never writes where that account could have left a trap.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Opens the folder, making it at need: closed to others, except that the account of root's server must be able
    /// to pass through.
    pub(super) fn open(root: &Path) -> Result<Self, ClusterError> {
        make(root, if is_root() { 0o711 } else { 0o700 })?;
        let root = fs::canonicalize(root).doing("opening", root)?;
        Ok(Self { root })
    }

    pub(super) fn path(&self) -> &Path {
        &self.root
    }

    pub(super) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.root.join("server.log")
    }

    pub(super) fn hba(&self) -> PathBuf {
        self.root.join("hba.conf")
    }

    /// The lock held for the length of a start or a stop.
    pub(super) fn gate(&self) -> Result<File, ClusterError> {
        let path = self.root.join("gate.lock");
        let file = lock_file(&path)?;
        file.lock().doing("locking", &path)?;
        Ok(file)
    }

    /// The lock that everyone who uses the server shares. It is returned unlocked.
    pub(super) fn users(&self) -> Result<(File, PathBuf), ClusterError> {
        let path = self.root.join("users.lock");
        Ok((lock_file(&path)?, path))
    }

    /// The major version that wrote the data folder, if there is one.
    pub(super) fn data_version(&self) -> Option<u32> {
        fs::read_to_string(self.data().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    pub(super) fn secret(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.root.join(name)).ok().filter(|secret| !secret.is_empty())
    }

    /// Draws a new secret into a file of its own.
    pub(super) fn new_secret(&self, name: &str) -> Result<String, ClusterError> {
        let path = self.root.join(name);
        let secret = random_name(24)?;
        remove_file(&path)?;
        write_private(&path, &secret)?;
        Ok(secret)
    }
}

/// Writes a file that only its maker may read, and that must not exist yet.
pub(super) fn write_private(path: &Path, text: &str) -> Result<(), ClusterError> {
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).doing("creating", path)?;
    file.write_all(text.as_bytes()).doing("writing", path)
}

/// Makes a folder for the socket: new, closed to others, and short enough.
pub(super) fn new_socket_folder(account: Account) -> Result<PathBuf, ClusterError> {
    let name = format!("guichet-{}", random_name(5)?);
    let mut last = PathBuf::new();
    for base in socket_bases(account) {
        let folder = base.join(&name);
        let socket = folder.join(".s.PGSQL.5432");
        if socket.as_os_str().as_bytes().len() > LONGEST_SOCKET_PATH {
            last = folder;
            continue;
        }
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => return Ok(folder),
            Err(_) => last = folder,
        }
    }
    Err(ClusterError::NoSocketFolder(last))
}

fn socket_bases(account: Account) -> Vec<PathBuf> {
    let mut bases = Vec::new();
    match account {
        Account::Own => bases.extend(std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from)),
        Account::Postgres { .. } => bases.push(PathBuf::from("/run")),
    }
    bases.push(PathBuf::from("/tmp"));
    bases.retain(|base| base.is_absolute() && base.is_dir());
    bases
}

/// Makes a folder of this account, or checks that the one which is there is ours.
pub(super) fn make(path: &Path, mode: u32) -> Result<(), ClusterError> {
    if let Some(parent) = path.parent() {
        DirBuilder::new().recursive(true).create(parent).doing("creating", parent)?;
    }
    match DirBuilder::new().mode(mode).create(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let found = fs::symlink_metadata(path).doing("looking at", path)?;
            if found.uid() != rustix::process::geteuid().as_raw() {
                return Err(ClusterError::ForeignFolder(path.to_owned()));
            }
            Ok(())
        }
        made => made.doing("creating", path),
    }
}

/// Removes a tree; that it is already gone is as good.
pub(super) fn remove_tree(path: &Path) -> Result<(), ClusterError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).doing("removing", path),
        _ => Ok(()),
    }
}

pub(super) fn remove_file(path: &Path) -> Result<(), ClusterError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).doing("removing", path),
        _ => Ok(()),
    }
}

/// `bytes` random bytes in hexadecimal, from the system's own generator.
pub(super) fn random_name(bytes: usize) -> Result<String, ClusterError> {
    let source = Path::new("/dev/urandom");
    let mut drawn = vec![0_u8; bytes];
    File::open(source).and_then(|mut file| file.read_exact(&mut drawn)).doing("reading", source)?;
    Ok(drawn.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn lock_file(path: &Path) -> Result<File, ClusterError> {
    OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path).doing("opening", path)
}
