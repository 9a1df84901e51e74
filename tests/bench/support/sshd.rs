//! A real SSH server of one run, on the loopback, and a line to it that is as slow as a bad one.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::harness::now;

/// What may fail.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Where Debian, Fedora and Homebrew put it; it insists on being called by its whole path.
const PLACES: [&str; 4] =
    ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/opt/homebrew/sbin/sshd", "/usr/bin/sshd"];

/// The server, ended when dropped.
pub struct Sshd {
    folder: tempfile::TempDir,
    process: Child,
    port: u16,
}

impl Sshd {
    /// Starts a server that lets in whoever holds the key of this run.
    pub fn start() -> Outcome<Self> {
        let program = PLACES.into_iter().find(|place| Path::new(place).exists());
        let program = program.ok_or("no SSH server here: apt-get install openssh-server")?;
        let folder = tempfile::tempdir()?;
        for key in ["host", "person"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(folder.path().join(key))
                .status()?;
            if !made.success() {
                return Err("ssh-keygen made no key".into());
            }
        }
        // As root it separates its privileges in a folder that the package's service would have made.
        let _ = std::fs::DirBuilder::new().recursive(true).mode(0o755).create("/run/sshd");
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let place = folder.path().display();
        let settings = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {place}/host\nPidFile none\n\
             AuthorizedKeysFile {place}/person.pub\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n\
             PermitRootLogin prohibit-password\nPrintMotd no\n"
        );
        std::fs::write(folder.path().join("sshd_config"), settings)?;
        let mut process = Command::new(program)
            .args(["-D", "-e", "-f"])
            .arg(folder.path().join("sshd_config"))
            .stdin(Stdio::null())
            .stderr(std::fs::File::create(folder.path().join("log"))?)
            .spawn()?;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if process.try_wait()?.is_some() {
                return Err(std::fs::read_to_string(folder.path().join("log"))?.into());
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(Self { folder, process, port })
    }

    /// The arguments with which `ssh` opens a terminal there through that port, for this account.
    pub fn arguments(&self, port: u16, command: &str) -> Vec<String> {
        let key = self.folder.path().join("person").display().to_string();
        let fixed = [
            "-tt",
            "-q",
            "-F",
            "/dev/null",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
        ];
        let mut arguments: Vec<String> = fixed.map(str::to_owned).into();
        arguments.extend([
            "-i".into(),
            key,
            "-p".into(),
            port.to_string(),
            "127.0.0.1".into(),
            command.into(),
        ]);
        arguments
    }

    /// A line to it: `delay` each way, so many bytes a second each way. The port to call.
    pub fn slow_line(&self, delay: Duration, bytes_per_second: u32) -> Outcome<u16> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let (port, server) = (listener.local_addr()?.port(), self.port);
        // Ends with the program: a listener is never told to stop.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, server)) else { return };
                for (from, to) in [(client.try_clone(), server.try_clone()), (Ok(server), Ok(client))] {
                    if let (Ok(from), Ok(to)) = (from, to) {
                        let _ = to.set_nodelay(true);
                        carry(from, to, delay, bytes_per_second);
                    }
                }
            }
        });
        Ok(port)
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One way of a line: what comes in goes out after the delay, and no faster than the line is wide.
fn carry(mut from: TcpStream, mut to: TcpStream, delay: Duration, bytes_per_second: u32) {
    let (sender, receiver) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if sender.send((now() + delay, buffer[..length].to_vec())).is_err() {
                return;
            }
        }
    });
    thread::spawn(move || {
        let mut free = now();
        while let Ok((due, bytes)) = receiver.recv() {
            // A piece goes once it has travelled and the one before it has passed.
            free = free.max(due) + Duration::from_secs(1) * bytes.len() as u32 / bytes_per_second;
            thread::sleep(free.saturating_duration_since(now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
}
