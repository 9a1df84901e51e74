//! The server's processes: making the data folder, starting, adopting one that outlived its desk, stopping.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use super::account::Account;
use super::error::{ClusterError, Doing};
use super::folder::{self, Folder};
use super::programs::Programs;
use super::{Kind, PORT, SUPERUSER};

/// How often, and how many times, an adopted server that does not serve yet, or no more, is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);
const LOOKS: u32 = 3_000;

/// One server: which programs, under which account, where.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) kind: Kind,
    pub(super) folder: Folder,
    pub(super) account: Account,
    pub(super) programs: Programs,
}

impl Server {
    /// The socket folder of the running server, if one runs and answers. A stale process file is put away, and a
    /// server that nobody can reach any more is stopped.
    pub(super) fn running(&self) -> Result<Option<PathBuf>, ClusterError> {
        let data = self.folder.data();
        let Some(pid) = status_line(&data, 0) else { return Ok(None) };
        if !is_server_of(&pid, &data) {
            if Path::new("/proc").join(&pid).exists() || !Path::new("/proc/self").exists() {
                // The number now belongs to another process: PostgreSQL would take it for a live server.
                folder::remove_file(&data.join("postmaster.pid"))?;
            }
            return Ok(None);
        }
        let socket = fs::read_to_string(self.socket_note()).map(PathBuf::from).unwrap_or_default();
        if UnixStream::connect(socket.join(format!(".s.PGSQL.{PORT}"))).is_err() {
            self.stop("fast")?;
            return Ok(None);
        }
        Ok(self.is_ready(&data)?.then_some(socket))
    }

    /// Makes the data folder, unless the one which is there serves.
    pub(super) fn prepare(&self) -> Result<(), ClusterError> {
        let complete = [SUPERUSER, super::PEOPLE].iter().all(|name| self.folder.secret(name).is_some());
        if complete && self.folder.data_version() == Some(self.programs.major) {
            return Ok(());
        }
        let data = self.folder.data();
        let fresh = self.folder.path().join("data.new");
        folder::remove_tree(&data)?;
        folder::remove_tree(&fresh)?;
        folder::make(&fresh, 0o700)?;
        self.account.own(&fresh)?;
        let secret = self.folder.new_secret(SUPERUSER)?;
        self.folder.new_secret(super::PEOPLE)?;

        // initdb reads the secret from a file, which the server's account must be able to reach.
        let desk = folder::new_socket_folder(self.account)?;
        let pwfile = desk.join("secret");
        folder::write_private(&pwfile, &secret)?;
        self.account.own(&pwfile)?;
        self.account.own(&desk)?;
        let mut output = self.initdb(&fresh, &pwfile, "C.UTF-8")?;
        if !output.status.success() && String::from_utf8_lossy(&output.stderr).contains("locale name") {
            // Some systems have no C.UTF-8; sort keys carry their own collation, so plain C serves.
            output = self.initdb(&fresh, &pwfile, "C")?;
        }
        folder::remove_tree(&desk)?;
        if !output.status.success() {
            return Err(failure("initdb", &output.stderr));
        }
        fs::rename(&fresh, &data).doing("naming", &data)
    }

    /// Starts the server, and returns its socket folder once it answers.
    pub(super) fn start(&self) -> Result<PathBuf, ClusterError> {
        if let Ok(left) = fs::read_to_string(self.socket_note()) {
            folder::remove_tree(Path::new(&left))?;
        }
        let socket = folder::new_socket_folder(self.account)?;
        self.start_at(&socket)?;
        Ok(socket)
    }

    /// Starts the server once more, where those who lost it look for it.
    pub(super) fn start_again(&self, socket: &Path) -> Result<(), ClusterError> {
        folder::remove_tree(socket)?;
        DirBuilder::new().mode(0o700).create(socket).doing("creating", socket)?;
        self.start_at(socket)
    }

    fn start_at(&self, socket: &Path) -> Result<(), ClusterError> {
        let hba = self.folder.hba();
        fs::write(&hba, "local all all scram-sha-256\n").doing("writing", &hba)?;
        self.account.own(socket)?;
        let note = self.socket_note();
        fs::write(&note, socket.as_os_str().as_encoded_bytes()).doing("writing", &note)?;

        let path = self.folder.log();
        let log = File::create(&path).doing("creating", &path)?;
        let also_log = log.try_clone().doing("opening", &path)?;
        let status = self
            .account
            .command(&self.programs.path("pg_ctl"))
            .args(["start", "-s", "-w", "-t", "60", "-o", &self.settings(socket, &hba), "-D"])
            .arg(self.folder.data())
            .stdout(Stdio::from(log))
            .stderr(Stdio::from(also_log))
            .status()
            .doing("starting", &self.programs.path("pg_ctl"))?;
        if status.success() {
            return Ok(());
        }
        folder::remove_tree(socket)?;
        Err(failure("pg_ctl start", &fs::read(&path).unwrap_or_default()))
    }

    /// Stops the server and takes its socket folder away.
    pub(super) fn stop(&self, mode: &str) -> Result<(), ClusterError> {
        let output = self
            .account
            .command(&self.programs.path("pg_ctl"))
            .args(["stop", "-s", "-w", "-t", "60", "-m", mode, "-D"])
            .arg(self.folder.data())
            .output()
            .doing("stopping", &self.programs.path("pg_ctl"))?;
        if !output.status.success() && status_line(&self.folder.data(), 0).is_some() {
            return Err(failure("pg_ctl stop", &output.stderr));
        }
        if let Ok(socket) = fs::read_to_string(self.socket_note()) {
            folder::remove_tree(Path::new(&socket))?;
        }
        folder::remove_file(&self.socket_note())
    }

    /// The file which says where the socket is, so that others find it.
    pub(super) fn socket_note(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    fn initdb(&self, data: &Path, pwfile: &Path, locale: &str) -> Result<Output, ClusterError> {
        let mut command = self.account.command(&self.programs.path("initdb"));
        command
            .args(["--username", SUPERUSER, "--encoding", "UTF8", "--no-instructions"])
            .args(["--auth-local", "scram-sha-256", "--auth-host", "scram-sha-256"])
            .arg(format!("--locale={locale}"));
        if self.kind == Kind::Test {
            command.arg("--no-sync");
        }
        command.arg("--pwfile").arg(pwfile).arg("--pgdata").arg(data);
        command.output().doing("running", &self.programs.path("initdb"))
    }

    /// The settings, as one argument which `pg_ctl` hands to a shell.
    fn settings(&self, socket: &Path, hba: &Path) -> String {
        let (buffers, cache) = if self.kind == Kind::Bench { ("2GB", "6GB") } else { ("128MB", "1GB") };
        let mut settings: Vec<(&str, String)> = vec![
            ("listen_addresses", String::new()),
            ("port", PORT.to_string()),
            ("unix_socket_directories", socket.display().to_string()),
            ("unix_socket_permissions", "0700".into()),
            ("hba_file", hba.display().to_string()),
            ("max_connections", "250".into()),
            // Sized for two cores and short queries: neither parallel plans nor compiled ones pay for themselves.
            ("shared_buffers", buffers.into()),
            ("effective_cache_size", cache.into()),
            ("work_mem", "8MB".into()),
            ("maintenance_work_mem", "128MB".into()),
            ("random_page_cost", "1.1".into()),
            ("max_parallel_workers_per_gather", "0".into()),
            ("jit", "off".into()),
            // Nobody copies this server: the log need only serve to recover from a crash.
            ("wal_level", "minimal".into()),
            ("max_wal_senders", "0".into()),
            ("checkpoint_timeout", "15min".into()),
            ("timezone", "UTC".into()),
            ("lc_messages", "C".into()),
        ];
        if self.kind == Kind::Test {
            // Test data are worth nothing after the test.
            for name in ["fsync", "synchronous_commit", "full_page_writes"] {
                settings.push((name, "off".into()));
            }
        }
        settings
            .iter()
            .map(|(name, value)| format!("-c {}", shell_quoted(&format!("{name}={value}"))))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Waits for an adopted server that was still starting, recovering or stopping: whether it serves, or is gone.
    fn is_ready(&self, data: &Path) -> Result<bool, ClusterError> {
        for _ in 0..LOOKS {
            match status_line(data, 7) {
                Some(status) if status == "ready" => return Ok(true),
                Some(_) => std::thread::sleep(LOOK_EVERY),
                None => return Ok(false),
            }
        }
        Err(failure("postgres", &fs::read(self.folder.log()).unwrap_or_default()))
    }
}

/// One line of the file in which a server describes itself.
fn status_line(data: &Path, line: usize) -> Option<String> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    Some(text.lines().nth(line)?.trim().to_owned())
}

/// Whether this process is the server of this data folder: a server's working folder is its data folder.
fn is_server_of(pid: &str, data: &Path) -> bool {
    if Path::new("/proc/self").exists() {
        return fs::read_link(Path::new("/proc").join(pid).join("cwd")).is_ok_and(|cwd| cwd == data);
    }
    std::process::Command::new("ps")
        .args(["-o", "command=", "-p", pid])
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(&*data.to_string_lossy()))
}

fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The last lines of what a program said, which name the cause.
fn failure(program: &'static str, said: &[u8]) -> ClusterError {
    let said = String::from_utf8_lossy(said);
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    ClusterError::Program { program, output: lines[lines.len().saturating_sub(6)..].join("; ") }
}

/// Starts a process that outlives this one by just enough to clear a test server away, however this one ends:
/// it waits for the other end of its input to close, which the system does even for a killed process.
pub(super) fn watch(folder: &Path, socket: &Path) -> Result<std::process::Child, ClusterError> {
    use std::os::unix::process::CommandExt;
    const SCRIPT: &str = r#"
        read -r _
        pid_file="$1/data/postmaster.pid"
        kill -QUIT "$(head -n 1 "$pid_file")"
        looks=0
        while [ -e "$pid_file" ] && [ "$looks" -lt 200 ]; do sleep 0.05; looks=$((looks + 1)); done
        rm -rf "$1" "$2"
    "#;
    let shell = Path::new("/bin/sh");
    std::process::Command::new(shell)
        .args(["-c", SCRIPT, "guichet-test-watch"])
        .args([folder, socket])
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .doing("starting", shell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_reaches_the_server_whatever_the_path() {
        assert_eq!(
            shell_quoted("hba_file=/Users/a b/l'eau/hba.conf"),
            r"'hba_file=/Users/a b/l'\''eau/hba.conf'"
        );
    }

    #[test]
    fn a_failure_keeps_the_last_lines() {
        let said = (1..=9).map(|n| format!("line {n}\n\n")).collect::<String>();
        assert_eq!(
            failure("initdb", said.as_bytes()).to_string(),
            "initdb failed: line 4; line 5; line 6; line 7; line 8; line 9"
        );
    }
}
