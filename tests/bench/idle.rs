//! What a desk costs that nobody touches, on the whole university: bytes, wake-ups and processor time of half a minute;
//! how long it takes to quit; and how large the program is.

#[path = "support/database.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod database;
#[path = "support/mod.rs"]
#[expect(dead_code, reason = "each bench uses its part of what they share")]
mod harness;
#[path = "../support/mod.rs"]
#[expect(dead_code, clippy::expect_used, reason = "what the tests share: a bench only needs the terminal")]
mod support;
#[path = "support/terminal.rs"]
mod terminal;

use std::process::ExitCode;
use std::time::Duration;

use database::Server;
use harness::{Bench, Key, now};
use support::pty::{self, Launch};
use terminal::{has_rows, quiet};

const LOGIN: &str = "all200";
const SIZE: (u16, u16) = (200, 50);
const QUITS: usize = 20;
const IDLE: Duration = Duration::from_secs(30);
/// Longer than anything takes.
const SOON: Duration = Duration::from_secs(20);

fn main() -> ExitCode {
    let (size, idle) = if database::is_quick() { (130_000, IDLE / 10) } else { (1_300_000, IDLE) };
    let key = |case| Key { case, role: Some(LOGIN), rows: Some(u64::from(size)) };
    let promised = ["idle_bytes", "idle_wake_ups", "idle_cpu", "quit", "binary"].map(key);
    Bench::main("idle", std::env::args().skip(1), &promised, |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let server = Server::open()?;
        let database = runtime.block_on(server.university(size))?;
        let home = tempfile::tempdir()?;
        let open = || {
            let pty = Launch::guichet()
                .env("DATABASE_URL", server.url(&database, LOGIN))
                .env("HOME", home.path())
                .env("LANG", "en_GB.UTF-8")
                .size(SIZE.0, SIZE.1)
                .spawn()?;
            pty.wait(has_rows, "rows", SOON)?;
            quiet(&pty, Duration::from_millis(500));
            pty::Outcome::Ok(pty)
        };
        let pty = open()?;
        let (woken, busy) = (pty.wake_ups()?, pty.cpu_time()?);
        let bytes = pty.bytes_during(idle);
        let (woken, busy) = (pty.wake_ups()? - woken, pty.cpu_time()? - busy);
        let seconds = idle.as_secs_f64();
        bench.run(key("idle_bytes"), |case| {
            case.bytes = Some(bytes);
            pty::Outcome::Ok(())
        });
        bench.run(key("idle_wake_ups"), |case| {
            case.per_second = Some(woken as f64 / seconds);
            pty::Outcome::Ok(())
        });
        bench.run(key("idle_cpu"), |case| {
            // Of one core.
            case.ratio = Some(busy.as_secs_f64() / seconds);
            pty::Outcome::Ok(())
        });
        drop(pty);
        bench.run(key("quit"), |case| {
            case.rounds(QUITS, |_| {
                let pty = open()?;
                let start = now();
                pty.send("q")?;
                pty.wait_exit(SOON)?;
                pty::Outcome::Ok(start.elapsed())
            })
        });
        bench.run(key("binary"), |case| {
            case.bytes = Some(std::fs::metadata(env!("CARGO_BIN_EXE_guichet"))?.len());
            std::io::Result::Ok(())
        });
        Ok(())
    })
}
