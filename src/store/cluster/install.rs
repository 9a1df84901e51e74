//! Installing the server programs: which package, by which command, and on Debian as root, doing it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::account::is_root;
use super::error::{ClusterError, Doing};

/// Read by the packages' scripts before they make a first server.
const POLICY_FOLDER: &str = "/etc/postgresql-common/createcluster.d";

/// The package that carries the server programs here, and the command that installs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// The package's name.
    pub package: &'static str,
    /// The command, as a person would type it.
    pub command: &'static str,
    /// Whether [`install`] can do it now.
    pub possible: bool,
}

/// What to install on this machine.
#[must_use]
pub fn advice() -> Advice {
    let there = |path: &str| Path::new(path).exists();
    if there("/usr/bin/apt-get") {
        Advice {
            package: "postgresql",
            command: "sudo mkdir -p /etc/postgresql-common/createcluster.d && echo create_main_cluster = false | \
                      sudo tee /etc/postgresql-common/createcluster.d/guichet.conf && sudo apt-get install postgresql",
            possible: is_root(),
        }
    } else if there("/usr/bin/dnf") {
        Advice {
            package: "postgresql-server",
            command: "sudo dnf install postgresql-server postgresql-contrib",
            possible: false,
        }
    } else if there("/opt/homebrew/bin/brew") || there("/usr/local/bin/brew") {
        Advice { package: "postgresql", command: "brew install postgresql", possible: false }
    } else {
        Advice {
            package: "postgresql",
            command: "GUICHET_PG_BIN=/folder/of/initdb guichet demo",
            possible: false,
        }
    }
}

/// Installs the package on Debian, as root, without the system server that it would start on port 5432.
///
/// # Errors
/// When the policy cannot be written, or when apt-get fails.
pub fn install() -> Result<(), ClusterError> {
    let folder = Path::new(POLICY_FOLDER);
    fs::create_dir_all(folder).doing("creating", folder)?;
    let policy = folder.join("guichet.conf");
    fs::write(&policy, "# The demonstration starts its own server.\ncreate_main_cluster = false\n")
        .doing("writing", &policy)?;
    apt_get(&["update"])?;
    apt_get(&["install", "--yes", "--no-install-recommends", "postgresql"])
}

fn apt_get(arguments: &[&str]) -> Result<(), ClusterError> {
    let program = Path::new("/usr/bin/apt-get");
    let output = Command::new(program)
        .arg("--quiet")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .output()
        .doing("running", program)?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no message");
    Err(ClusterError::Program { program: "apt-get", output: last.to_owned() })
}
