//! The log: files of the state folder, closed to others, never the terminal that the desk draws on. One line an event,
//! whatever the texts in it hold, and nothing of what the driver says of passwords.

use std::fs::DirBuilder;
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::sync::Mutex;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use widgets::text::sanitise;

use crate::config::paths::Paths;

/// What is logged unless `GUICHET_LOG` says otherwise.
const USUAL: &str = "info,sqlx=warn";

/// Where the driver complains of connection strings and password files, quoting them: never logged, whatever is asked.
const SECRETS: &str = "sqlx_postgres::options=off";

/// Opens the log. Without a folder to write to there is none, and `doctor` says so.
pub fn open() {
    let folder = Paths::of_this_account().logs();
    // Closed to others: a log names people. The library would complain on the terminal of a missing folder.
    if DirBuilder::new().recursive(true).mode(0o700).create(&folder).is_err() {
        return;
    }
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("guichet")
        .filename_suffix("log")
        .max_log_files(7)
        .build(folder);
    let Ok(appender) = appender else { return };
    let asked = EnvFilter::try_from_env("GUICHET_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let Ok(silence) = SECRETS.parse() else { return };
    // Only fails when a log is open already, which then serves.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(asked.add_directive(silence))
        .with_writer(Mutex::new(Lines(appender)))
        .with_ansi(false)
        .try_init();
}

/// Writes each event as one line that steers no terminal: an event is given whole.
struct Lines<W>(W);

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let mut line = sanitise(text.trim_end()).into_owned();
        line.push('\n');
        self.0.write_all(line.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_that_steers_nothing() {
        let mut lines = Lines(Vec::new());
        lines
            .write_all("INFO read student=\u{1b}[2JX\n2026 ERROR forged \u{202e}\u{200b}\n".as_bytes())
            .expect("a line");
        let text = String::from_utf8(lines.0).expect("text");
        assert_eq!(text, "INFO read student=␛[2JX 2026 ERROR forged \u{fffd}\u{fffd}\n");
    }
}
