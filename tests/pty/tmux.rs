//! The same program read by another terminal emulator than ours: tmux, which has its own parser and its own idea of
//! what a terminal is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use guichet::store::seed::{DemoRole, login_for};

use super::SOON;
use crate::support::server::Database;

/// A tmux server of its own, ended when dropped.
struct Tmux {
    folder: tempfile::TempDir,
}

impl Tmux {
    /// Starts the program in a window of that size; none where tmux is not installed, which CI never lacks.
    fn start(database: &Database, columns: u16, rows: u16) -> Option<Self> {
        if Command::new("tmux").arg("-V").output().is_err() {
            assert!(std::env::var_os("CI").is_none(), "tmux is missing: apt-get install tmux");
            return None;
        }
        let tmux =
            Self { folder: tempfile::Builder::new().prefix("gt").tempdir_in("/tmp").expect("a folder") };
        let program = format!("exec {}", env!("CARGO_BIN_EXE_guichet"));
        let (columns, rows) = (columns.to_string(), rows.to_string());
        let url = format!("DATABASE_URL={}", database.url(login_for(DemoRole::Clerk)));
        let home = format!("HOME={}", tmux.folder.path().display());
        tmux.run(&[
            "new-session",
            "-d",
            "-x",
            &columns,
            "-y",
            &rows,
            "-e",
            &url,
            "-e",
            &home,
            "-e",
            "LANG=fr_FR.UTF-8",
            "-e",
            "LC_ALL=",
            &program,
            ";",
            "set-option",
            "-g",
            "remain-on-exit",
            "on",
        ]);
        Some(tmux)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("s")
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = tmux(&self.socket()).args(arguments).output().expect("tmux");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn screen(&self) -> String {
        self.run(&["capture-pane", "-p"]).replace('\u{a0}', " ")
    }

    /// Waits until the screen is as wanted; tmux has no way to say that it changed, so it is asked.
    #[track_caller]
    fn wait(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let start = now();
        loop {
            let screen = self.screen();
            if wanted(&screen) {
                return screen;
            }
            assert!(start.elapsed() < SOON, "no {what}:\n{screen}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn keys(&self, keys: &[&str]) {
        self.run(&[&["send-keys"], keys].concat());
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        // The program in it is hung up, as by a closed window.
        let _ = tmux(&self.socket()).arg("kill-server").output();
    }
}

fn tmux(socket: &Path) -> Command {
    let mut command = Command::new("tmux");
    command.arg("-u").arg("-S").arg(socket).arg("-f").arg("/dev/null").env_remove("TMUX");
    command
}

#[expect(clippy::disallowed_methods, reason = "how long tmux is waited for is read from the real clock")]
fn now() -> Instant {
    Instant::now()
}

#[tokio::test]
async fn a_file_is_validated_in_tmux() {
    let database = Database::university().await;
    let Some(tmux) = Tmux::start(&database, 140, 40) else { return };
    let screen = tmux.wait("file", |screen| screen.contains("Contrôles"));
    let number = |screen: &str| {
        let trail = screen
            .lines()
            .next()
            .unwrap_or_default()
            .rsplit('>')
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned();
        trail.split_whitespace().next().unwrap_or_default().to_owned()
    };
    let file = number(&screen);
    assert!(!file.is_empty(), "{screen}");
    // Every border closes: what we draw is what another parser understands.
    for line in screen.lines().skip(1).take(38) {
        assert!(line.ends_with(['┐', '│', '┘', '┃']), "{line:?}\n{screen}");
    }
    tmux.keys(&["v"]);
    tmux.wait("confirmation", |screen| screen.contains("Valider"));
    tmux.keys(&["Enter"]);
    tmux.wait("message", |screen| screen.contains(&format!("n° {file} : validée")));
    tmux.keys(&["u"]);
    tmux.wait("question", |screen| screen.contains("Défaire"));
    tmux.keys(&["Enter"]);
    tmux.wait("same file", |screen| number(screen) == file);
    // Selected rows carry a style that tmux knows as such.
    let styled = tmux.run(&["capture-pane", "-p", "-e"]);
    assert!(styled.lines().any(|line| line.contains("\u{1b}[") && line.contains('▸')), "{styled}");
    tmux.keys(&["q"]);
    let start = now();
    let ended = loop {
        // Whether it has ended, and how, as far as tmux has heard.
        let told =
            tmux.run(&["display-message", "-p", "#{pane_dead} #{pane_dead_status}#{pane_dead_signal}"]);
        if told.starts_with('1') {
            break told;
        }
        assert!(start.elapsed() < SOON, "it goes on:\n{}", tmux.screen());
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(matches!(ended.trim(), "1" | "1 0"), "{ended}");
}

#[tokio::test]
async fn a_small_window_grows_in_tmux() {
    let database = Database::university().await;
    let Some(tmux) = Tmux::start(&database, 80, 24) else { return };
    tmux.wait("list", |screen| screen.contains('▸'));
    tmux.run(&["set-option", "-g", "window-size", "manual", ";", "resize-window", "-x", "160", "-y", "45"]);
    tmux.wait("three panes", |screen| screen.contains("Contrôles") && screen.contains("À traiter"));
    tmux.run(&["resize-window", "-x", "39", "-y", "9"]);
    tmux.wait("plain message", |screen| screen.contains("40"));
}
