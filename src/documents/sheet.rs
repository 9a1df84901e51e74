//! Tables that go out, as CSV and as a workbook. A cell that a spreadsheet would run as a formula is made harmless, in
//! a way that reading undoes.

use rust_xlsxwriter::{Format, IgnoreError, Workbook, XlsxError};

use super::{Delimiter, Fault};
use crate::domain::text::is_unseen;

/// Characters of a cell of a workbook at most.
const LONGEST_CELL: usize = 32_767;

/// Characters of the name of a sheet at most.
const LONGEST_NAME: usize = 31;

/// How wide columns are, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=50;

/// A table as CSV: `;`, UTF-8 with its mark, lines of Windows, as French spreadsheets open it without a question.
pub fn csv<A: AsRef<str>, B: AsRef<str>>(columns: &[A], rows: impl IntoIterator<Item = Vec<B>>) -> Vec<u8> {
    let mut quoting = Quoting::new(Delimiter::Semicolon);
    quoting.row(columns.iter().map(AsRef::as_ref));
    for row in rows {
        quoting.row(row.iter().map(AsRef::as_ref));
    }
    quoting.bytes()
}

/// A table as a workbook of one sheet. All of its cells are text: a SIRET keeps its zeros, a formula does not run.
///
/// # Errors
/// When there are more rows or columns than a sheet can have.
pub fn xlsx<A: AsRef<str>, B: AsRef<str>>(
    columns: &[A],
    rows: impl IntoIterator<Item = Vec<B>>,
    sheet_name: &str,
) -> Result<Vec<u8>, Fault> {
    written(columns, rows, sheet_name).map_err(|error| Fault::Unwritten(error.to_string()))
}

fn written<A: AsRef<str>, B: AsRef<str>>(
    columns: &[A],
    rows: impl IntoIterator<Item = Vec<B>>,
    sheet_name: &str,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (text, bold) = (Format::new().set_num_format("@"), Format::new().set_num_format("@").set_bold());
    let sheet = book.add_worksheet();
    sheet.set_name(name(sheet_name))?;
    let mut widths = vec![*WIDTHS.start(); columns.len()];
    let mut last = 0;
    for (title, column) in columns.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, column, cell(title.as_ref()), &bold)?;
        widen(&mut widths, column, title.as_ref());
    }
    for (row, line) in rows.into_iter().zip(1_u32..) {
        for (value, column) in row.iter().zip(0_u16..).filter(|(value, _)| !value.as_ref().is_empty()) {
            sheet.write_string_with_format(line, column, cell(value.as_ref()), &text)?;
            widen(&mut widths, column, value.as_ref());
        }
        last = line;
    }
    for (width, column) in widths.iter().zip(0_u16..) {
        sheet.set_column_width(column, u32::try_from(*width + 2).unwrap_or_default())?;
    }
    if let Some(end) = u16::try_from(columns.len()).ok().and_then(|columns| columns.checked_sub(1)) {
        sheet.autofilter(0, 0, last, end)?;
        // A SIRET is digits and no number: that is no mistake to be marked in green.
        sheet.ignore_error_range(0, 0, last, end, IgnoreError::NumberStoredAsText)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

fn widen(widths: &mut [usize], column: u16, text: &str) {
    if let Some(width) = widths.get_mut(usize::from(column)) {
        *width = (*width).max(text.chars().count().min(*WIDTHS.end()));
    }
}

fn cell(text: &str) -> String {
    text.chars().take(LONGEST_CELL).collect()
}

/// A name that a sheet can have.
fn name(text: &str) -> String {
    let is_kept = |sign: &char| !is_unseen(*sign) && !"[]:*?/\\".contains(*sign);
    let name: String = text.chars().filter(is_kept).take(LONGEST_NAME).collect();
    let name = name.trim_matches(|sign: char| sign == '\'' || sign.is_whitespace());
    if name.is_empty() { "Guichet".to_owned() } else { name.to_owned() }
}

/// A CSV file as it is written, line by line.
pub(super) struct Quoting {
    out: String,
    delimiter: char,
}

impl Quoting {
    pub(super) fn new(delimiter: Delimiter) -> Self {
        Self { out: "\u{feff}".to_owned(), delimiter: char::from(delimiter.byte()) }
    }

    pub(super) fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let start = self.out.len();
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.out.push(self.delimiter);
            }
            self.cell(cell);
        }
        if self.out.len() == start {
            // A line of one empty cell, or it would be no line.
            self.out.push_str("\"\"");
        }
        self.out.push_str("\r\n");
    }

    fn cell(&mut self, cell: &str) {
        let guard = if is_formula(cell) { "'" } else { "" };
        // Either delimiter is quoted, for programs that expect the other.
        if cell.contains(['"', '\r', '\n', ';', ',', '\t']) {
            self.out.extend(["\"", guard, &cell.replace('"', "\"\""), "\""]);
        } else {
            self.out.extend([guard, cell]);
        }
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }
}

/// What stands in a cell without the apostrophe that kept it from being a formula.
pub(super) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Whether a spreadsheet might run a cell. Apostrophes in front of it do not count, so that one more or less changes
/// nothing: that is what makes adding one and taking it away exact.
fn is_formula(cell: &str) -> bool {
    let text = cell.trim_start_matches('\'');
    let is_broken = text.starts_with(['\t', '\r', '\n']) && !text.trim().is_empty();
    is_broken
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
            && !is_phone(text)
            && !is_negative(text)
}

/// `+33 1 23 45 67 89`.
fn is_phone(text: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_digit() || " .()".contains(sign);
    text.strip_prefix('+')
        .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()) && rest.chars().all(is_sign))
}

/// `-12,50`.
fn is_negative(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, "0"));
    whole.strip_prefix('-').is_some_and(is_number) && is_number(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(columns: &[&str], rows: &[&[&str]]) -> String {
        String::from_utf8(csv(columns, rows.iter().map(|row| row.to_vec()))).unwrap()
    }

    #[test]
    fn a_table_opens_in_a_french_spreadsheet() {
        assert_eq!(
            text(&["Nom", "Ville"], &[&["A; \"B\"", "é\nè"]]),
            "\u{feff}Nom;Ville\r\n\"A; \"\"B\"\"\";\"é\nè\"\r\n"
        );
        assert_eq!(text(&["Nom"], &[&[""], &["a,b"]]), "\u{feff}Nom\r\n\"\"\r\n\"a,b\"\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for formula in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "＝1",
            "'=1",
            "-",
            "+33-1",
        ] {
            let out = text(&["a"], &[&[formula]]);
            assert!(out.contains(&format!("'{formula}")), "{formula}: {out}");
        }
        for plain in ["+33 1 23 45 67 89", "+33123456789", "-12,50", "-3", "l'été", "a=b", "'90s"] {
            assert!(!text(&["a"], &[&[plain]]).contains(&format!("'{plain}")), "{plain}");
        }
    }

    #[test]
    fn a_workbook_is_made_of_any_cells() {
        let long = "é".repeat(LONGEST_CELL + 1);
        let rows = [
            vec!["=HYPERLINK(\"x\")", "01234567890123"],
            vec![long.as_str(), "a\u{1b}\u{0}b"],
            vec!["", "", "more"],
        ];
        let book =
            xlsx(&["Nom", "SIRET"], rows, "Établissements [d'accueil] : tous ceux de l'année").unwrap();
        assert!(book.starts_with(b"PK\x03\x04"));
        for (columns, name) in [(&["a"][..], ""), (&[], "a/b")] {
            assert!(xlsx(columns, Vec::<Vec<&str>>::new(), name).is_ok());
        }
        assert_eq!(name("Lieux d'accueil [2026] : 'tous'"), "Lieux d'accueil 2026  'tous");
        let wide = vec![""; 20_000];
        assert!(matches!(xlsx(&wide, Vec::<Vec<&str>>::new(), "a"), Err(Fault::Unwritten(_))));
    }

    proptest! {
        #[test]
        fn an_apostrophe_that_is_added_is_taken_away(cell in "[ '=+@\t\n1a-]{0,6}") {
            let guarded = if is_formula(&cell) { format!("'{cell}") } else { cell.clone() };
            prop_assert_eq!(unguarded(&guarded), cell);
        }
    }
}
