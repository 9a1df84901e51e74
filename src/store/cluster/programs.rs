//! Finds the server programs: the folder the environment imposes, the one `pg_config` names, the usual folders of
//! the distributions, then the search path. Any version from 15 will do.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::ClusterError;

/// The oldest major version that serves.
pub const OLDEST_MAJOR: u32 = 15;

const NAMES: [&str; 3] = ["postgres", "initdb", "pg_ctl"];

/// A folder that holds the server programs of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// The folder.
    pub folder: PathBuf,
    /// The major version of what it holds.
    pub major: u32,
}

impl Programs {
    /// The best programs of this machine; those of `preferred` (the version that wrote an existing data folder) go
    /// first when they are installed.
    ///
    /// # Errors
    /// When none is found, or only older ones.
    pub fn find(preferred: Option<u32>) -> Result<Self, ClusterError> {
        if let Some(imposed) = std::env::var_os("GUICHET_PG_BIN").filter(|folder| !folder.is_empty()) {
            let folder = PathBuf::from(imposed);
            let programs =
                Self::in_folder(&folder).ok_or_else(|| ClusterError::NotABinFolder(folder.clone()))?;
            return choose(vec![programs], preferred);
        }
        choose(candidates().iter().filter_map(|folder| Self::in_folder(folder)).collect(), preferred)
    }

    /// The path of one of the programs.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn in_folder(folder: &Path) -> Option<Self> {
        if !NAMES.iter().all(|name| folder.join(name).is_file()) {
            return None;
        }
        let output =
            Command::new(folder.join("postgres")).arg("--version").stdin(Stdio::null()).output().ok()?;
        let major = major_version(&String::from_utf8_lossy(&output.stdout))?;
        Some(Self { folder: folder.to_owned(), major })
    }
}

/// The preferred version if it is there, else the first that is recent enough.
fn choose(found: Vec<Programs>, preferred: Option<u32>) -> Result<Programs, ClusterError> {
    let newest_old = found
        .iter()
        .filter(|programs| programs.major < OLDEST_MAJOR)
        .max_by_key(|programs| programs.major)
        .cloned();
    let mut usable: Vec<Programs> =
        found.into_iter().filter(|programs| programs.major >= OLDEST_MAJOR).collect();
    let wanted = usable.iter().position(|programs| Some(programs.major) == preferred).unwrap_or(0);
    if usable.is_empty() {
        return Err(newest_old.map_or(ClusterError::NoPrograms, |programs| ClusterError::TooOld {
            found: programs.major,
            folder: programs.folder,
        }));
    }
    Ok(usable.swap_remove(wanted))
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`, `postgres (PostgreSQL) 18beta1`.
fn major_version(text: &str) -> Option<u32> {
    let number = text.split_once("(PostgreSQL)")?.1.trim_start();
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number[..digits].parse().ok()
}

fn candidates() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Some(folder) = configured() {
        folders.push(folder);
    }
    for (parent, prefix, suffix) in [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/usr/libexec", "postgresql", ""),
        ("/usr/lib64", "postgresql-", "bin"),
        ("/opt/homebrew/opt", "postgresql", "bin"),
        ("/usr/local/opt", "postgresql", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
    ] {
        folders.extend(newest_first(Path::new(parent), prefix).into_iter().map(|folder| folder.join(suffix)));
    }
    folders.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_else(|| OsString::from("/usr/bin")),
    ));
    folders
}

fn configured() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").stdin(Stdio::null()).output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(folder.trim()))
}

/// The subfolders whose name begins with `prefix`, the highest number in the name first.
fn newest_first(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let rest = name.strip_prefix(prefix)?;
            let digits: String =
                rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            Some((digits.parse().unwrap_or(0), entry.path()))
        })
        .collect();
    found.sort_by(|left, right| right.cmp(left));
    found.into_iter().map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs(major: u32) -> Programs {
        Programs { folder: PathBuf::from(format!("/usr/lib/postgresql/{major}/bin")), major }
    }

    #[test]
    fn versions_are_read_as_the_distributions_write_them() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_version("postgres (PostgreSQL) 9.6.24\n"), Some(9));
        assert_eq!(major_version("initdb: command not found"), None);
    }

    #[test]
    fn the_version_of_the_data_folder_wins_over_the_first_found() {
        let found = || vec![programs(14), programs(17), programs(15)];
        assert_eq!(choose(found(), None).unwrap().major, 17);
        assert_eq!(choose(found(), Some(15)).unwrap().major, 15);
        assert_eq!(choose(found(), Some(14)).unwrap().major, 17);
    }

    #[test]
    fn only_old_programs_is_not_the_same_as_none() {
        assert!(matches!(
            choose(vec![programs(13), programs(14)], None),
            Err(ClusterError::TooOld { found: 14, .. })
        ));
        assert!(matches!(choose(Vec::new(), None), Err(ClusterError::NoPrograms)));
    }
}
