//! Rows in PostgreSQL's COPY text format, buffered and sent table by table.

use std::fmt::Display;
use std::io::Write as _;

use chrono::{DateTime, NaiveDate};
use sqlx::postgres::PgConnection;

/// Rows waiting for one table.
#[derive(Debug)]
pub(super) struct Rows {
    target: &'static str,
    buffer: Vec<u8>,
    inside: bool,
    /// How many rows were ended since the beginning.
    pub(super) count: u64,
}

impl Rows {
    /// `target` is a table of the schema with its columns: `note (convention_id, body)`.
    pub(super) fn new(target: &'static str) -> Self {
        Self { target, buffer: Vec::new(), inside: false, count: 0 }
    }

    fn field(&mut self) -> &mut Vec<u8> {
        if self.inside {
            self.buffer.push(b'\t');
        }
        self.inside = true;
        &mut self.buffer
    }

    /// A text, escaped.
    pub(super) fn text(&mut self, value: &str) -> &mut Self {
        let buffer = self.field();
        for byte in value.bytes() {
            match byte {
                b'\\' => buffer.extend_from_slice(b"\\\\"),
                b'\t' => buffer.extend_from_slice(b"\\t"),
                b'\n' => buffer.extend_from_slice(b"\\n"),
                b'\r' => buffer.extend_from_slice(b"\\r"),
                0 => {}
                other => buffer.push(other),
            }
        }
        self
    }

    /// A text or null.
    pub(super) fn maybe(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    /// A number, a date: anything whose display holds no character to escape.
    pub(super) fn show(&mut self, value: impl Display) -> &mut Self {
        // Writing to a vector cannot fail.
        let _ = write!(self.field(), "{value}");
        self
    }

    /// The same, or null.
    pub(super) fn maybe_show(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.show(value),
            None => self.null(),
        }
    }

    /// A moment, in seconds since 1970.
    pub(super) fn moment(&mut self, at: i64) -> &mut Self {
        match DateTime::from_timestamp(at, 0) {
            Some(at) => self.show(at.format("%Y-%m-%d %H:%M:%S+00")),
            None => self.null(),
        }
    }

    /// A moment or null.
    pub(super) fn maybe_moment(&mut self, at: Option<i64>) -> &mut Self {
        match at {
            Some(at) => self.moment(at),
            None => self.null(),
        }
    }

    /// A boolean.
    pub(super) fn flag(&mut self, value: bool) -> &mut Self {
        self.field().push(if value { b't' } else { b'f' });
        self
    }

    /// Null.
    pub(super) fn null(&mut self) -> &mut Self {
        self.field().extend_from_slice(b"\\N");
        self
    }

    /// Ends the row.
    pub(super) fn end(&mut self) {
        self.buffer.push(b'\n');
        self.inside = false;
        self.count += 1;
    }

    /// Sends what waits, and forgets it.
    pub(super) async fn send(&mut self, conn: &mut PgConnection) -> Result<(), sqlx::Error> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let mut copy = conn.copy_in_raw(&format!("copy guichet.{} from stdin", self.target)).await?;
        copy.send(self.buffer.as_slice()).await?;
        copy.finish().await?;
        self.buffer.clear();
        Ok(())
    }
}

/// The moment of a day, `seconds` after midnight UTC.
pub(super) fn moment(day: NaiveDate, seconds: i64) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() + seconds
}

/// The day of a moment, in UTC: office hours in France never cross it.
pub(super) fn day_of(at: i64) -> NaiveDate {
    DateTime::from_timestamp(at, 0).map_or(NaiveDate::MIN, |at| at.date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copy_reads_as_syntax_is_escaped() {
        let mut rows = Rows::new("note (body)");
        rows.text("a\tb\\N\nc\0").null().flag(true).show(3);
        rows.end();
        assert_eq!(rows.buffer, b"a\\tb\\\\N\\nc\t\\N\tt\t3\n");
        assert_eq!(rows.count, 1);
    }

    #[test]
    fn moments_are_written_in_utc() {
        let mut rows = Rows::new("note (written_at)");
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
        rows.moment(moment(day, 9 * 3600));
        rows.end();
        assert_eq!(rows.buffer, b"2026-03-02 09:00:00+00\n");
        assert_eq!(day_of(moment(day, 9 * 3600)), day);
    }
}
