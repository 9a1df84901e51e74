//! A morning's triage over a bad line: the real program behind a real SSH server, 80 ms there and back and 256 kbit/s.
//! Two hundred keys, each pressed once the screen has answered the one before.

#[path = "support/database.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod database;
#[path = "support/mod.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod harness;
#[path = "support/sshd.rs"]
mod sshd;
#[path = "../support/mod.rs"]
#[expect(dead_code, clippy::expect_used, reason = "what the tests share: a bench only needs the terminal")]
mod support;
#[path = "support/terminal.rs"]
mod terminal;

use std::process::ExitCode;
use std::time::Duration;

use database::Server;
use harness::{Bench, Key, now};
use sshd::Sshd;
use support::pty::{self, Launch, Pty};
use terminal::{has_rows, quiet};

const LOGIN: &str = "all200";
const CONVENTIONS: u32 = 130_000;
const SIZE: (u16, u16) = (120, 40);
const KEYS: usize = 200;
const ONE_WAY: Duration = Duration::from_millis(40);
const BYTES_PER_SECOND: u32 = 256_000 / 8;
/// Longer than anything takes, over such a line.
const SOON: Duration = Duration::from_secs(30);

/// What a clerk does with ten files: looks, validates, marks, filters, looks a history up.
const TRIAGE: [&str; 20] = [
    "j", "j", "v", "\r", "j", "h", "\x1b", "j", " ", "j", " ", "-", "j", "r", "\x1b", "k", "j", "J", "K", "j",
];

fn main() -> ExitCode {
    let key = |case| Key { case, role: Some(LOGIN), rows: Some(CONVENTIONS.into()) };
    let promised = ["start_first_frame", "start_first_rows", "key", "session"].map(key);
    Bench::main("ssh", std::env::args().skip(1), &promised, |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let server = Server::open()?;
        let original = runtime.block_on(server.university(CONVENTIONS))?;
        let copy = runtime.block_on(server.copy(&original, "ssh"))?;
        let measured = measure(bench, &key, &server.url(&copy, LOGIN));
        runtime.block_on(server.drop(&copy))?;
        measured
    })
}

fn measure(bench: &mut Bench, key: &impl Fn(&'static str) -> Key, url: &str) -> sshd::Outcome<()> {
    let sshd = Sshd::start()?;
    let port = sshd.slow_line(ONE_WAY, BYTES_PER_SECOND)?;
    let home = tempfile::tempdir()?;
    let command = format!(
        "exec env DATABASE_URL='{url}' HOME='{}' LANG=en_GB.UTF-8 {}",
        home.path().display(),
        env!("CARGO_BIN_EXE_guichet")
    );
    let arguments = sshd.arguments(port, &command);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = now();
    let pty = Launch::program("ssh").args(&arguments).size(SIZE.0, SIZE.1).spawn()?;
    pty.wait(|screen| !screen.contents().trim().is_empty(), "a first frame", SOON)?;
    let (first, bytes) = (start.elapsed(), pty.bytes());
    pty.wait_text("Findings", SOON).or_else(|_| pty.wait(has_rows, "rows", SOON))?;
    let rows = start.elapsed();
    bench.run(key("start_first_frame"), |case| {
        (case.samples, case.bytes) = (vec![first], Some(bytes));
        pty::Outcome::Ok(())
    });
    bench.run(key("start_first_rows"), |case| {
        (case.samples, case.bytes) = (vec![rows], Some(pty.bytes()));
        pty::Outcome::Ok(())
    });
    let (before, start) = (pty.bytes(), now());
    let keys: Vec<Duration> =
        (0..KEYS).map(|at| press(&pty, TRIAGE[at % TRIAGE.len()])).collect::<Result<_, _>>()?;
    let (whole, bytes) = (start.elapsed(), pty.bytes() - before);
    bench.run(key("key"), |case| {
        (case.samples, case.bytes) = (keys, Some(bytes / KEYS as u64));
        pty::Outcome::Ok(())
    });
    bench.run(key("session"), |case| {
        (case.samples, case.bytes) = (vec![whole], Some(bytes));
        pty::Outcome::Ok(())
    });
    Ok(())
}

/// Presses a key and waits until the line has been quiet for longer than it takes to answer.
fn press(pty: &Pty, key: &str) -> pty::Outcome<Duration> {
    let frame = pty.frame_after(key, SOON)?;
    quiet(pty, ONE_WAY * 2 + Duration::from_millis(20));
    Ok(frame.elapsed)
}
