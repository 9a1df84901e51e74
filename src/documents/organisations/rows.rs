//! The records of a table, each with its place in the text and the number of its line as editors count them.

use std::ops::Range;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::super::Delimiter;
use super::super::decode::told;

/// The records of a text, from its first line on.
pub(super) struct Rows<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where the reader began.
    base: usize,
    /// Up to where lines are counted.
    at: usize,
    line: usize,
}

/// Where a record stands.
pub(super) struct Place {
    /// The line that it begins on.
    pub(super) line: usize,
    /// Its bytes in the text.
    pub(super) span: Range<usize>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str, delimiter: Delimiter) -> Self {
        let base = match told(text) {
            Some(_) => text.find(['\r', '\n']).unwrap_or(text.len()),
            None => 0,
        };
        let reader = reader(text.get(base..).unwrap_or_default(), delimiter);
        Self { text, reader, base, at: 0, line: 1 }
    }

    /// The next record, unless the text is over.
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Option<Place> {
        // A record cannot be wrong: what is read is text, and any number of cells will do.
        if !self.reader.read_record(record).unwrap_or(false) {
            return None;
        }
        let byte = |position: &csv::Position| usize::try_from(position.byte()).unwrap_or(usize::MAX);
        let start = self.base.saturating_add(record.position().map_or(0, byte));
        let end = self.base.saturating_add(byte(self.reader.position())).min(self.text.len());
        // The reader begins a record where the one before ended, on the empty lines between both.
        let bytes = self.text.as_bytes().get(start..end).unwrap_or_default();
        let start = start + bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.line += breaks(self.text.as_bytes().get(self.at..start).unwrap_or_default());
        self.at = start;
        Some(Place { line: self.line, span: start..end })
    }

    /// Whether a record, the last of the text, opens a quote that nothing closes: it took all lines after it.
    pub(super) fn is_open(&self, place: &Place, record: &StringRecord) -> bool {
        let last = record.iter().next_back().unwrap_or_default();
        let quotes = || {
            self.text.get(place.span.clone()).unwrap_or_default().bytes().filter(|byte| *byte == b'"').count()
        };
        place.span.end == self.text.len() && last.contains(['\r', '\n']) && quotes() % 2 == 1
    }
}

fn reader(text: &str, delimiter: Delimiter) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Line breaks in a text: of Windows, of Unix, of old Macintoshes.
fn breaks(text: &[u8]) -> usize {
    let is_break = |(at, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    text.iter().enumerate().filter(|found| is_break(*found)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(usize, Vec<String>)> {
        let mut rows = Rows::new(text, Delimiter::Semicolon);
        let mut record = StringRecord::new();
        let mut found = Vec::new();
        while let Some(place) = rows.next(&mut record) {
            let own = record.iter().map(str::to_owned).collect::<Vec<_>>();
            assert!(text[place.span].starts_with(['a', 'c', 'f', '"', ' ']));
            found.push((place.line, own));
        }
        found
    }

    #[test]
    fn lines_are_numbered_as_editors_do() {
        for text in [
            "a;b\n\n\"c\nd\";e\nf",
            "a;b\r\n\r\n\"c\r\nd\";e\r\nf\r\n",
            "a;b\r\r\"c\rd\";e\rf\r\r",
            "a;b\n\n\"c\nd\";e\nf\n\n\n",
        ] {
            let found = lines(text);
            assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3, 5], "{text:?}");
        }
        assert_eq!(lines("sep=;\r\na;b\r\nc"), [(2, vec!["a".into(), "b".into()]), (3, vec!["c".into()])]);
        assert_eq!(lines("\n\n é;b")[0].0, 3);
    }

    #[test]
    fn a_quote_that_nothing_closes_is_known() {
        let is_open = |text: &str| {
            let (mut rows, mut record, mut open) =
                (Rows::new(text, Delimiter::Semicolon), StringRecord::new(), false);
            while let Some(place) = rows.next(&mut record) {
                open = rows.is_open(&place, &record);
            }
            open
        };
        assert!(is_open("a;b\nc;\"d\ne;f\n"));
        for closed in ["a;b\nc;\"d\ne;f\"\n", "a;5\" b\nc", "a;\"5\"\"\nb\"", "a\nb;5\""] {
            assert!(!is_open(closed), "{closed:?}");
        }
    }
}
