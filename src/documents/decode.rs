//! Bytes of a table become text, whatever wrote them: a spreadsheet of the last twenty years, a script, an editor.
//! What cannot be text is refused as a whole, before anything is read from it.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Fault;

/// Bytes that are read at most.
pub const LONGEST: usize = 50_000_000;

/// Bytes that are looked at to know UTF-16 without its mark.
const SAMPLE: usize = 4096;

/// How a text is written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, of western spreadsheets.
    Windows1252,
}

impl Encoding {
    /// Its name, as editors have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delimiter {
    /// `;`, as in France.
    #[default]
    Semicolon,
    /// `,`.
    Comma,
    /// A tabulation.
    Tab,
}

impl Delimiter {
    const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    /// Its byte, which is also its character.
    pub fn byte(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }
}

/// A table as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without the mark of its encoding.
    pub text: String,
    /// How it was written.
    pub encoding: Encoding,
    /// What stands between its cells.
    pub delimiter: Delimiter,
}

/// Reads the bytes of a table as text, and finds out what stands between its cells.
///
/// # Errors
/// When they are no text, too many, or none.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Fault> {
    if bytes.len() > LONGEST {
        return Err(Fault::TooLarge { most: LONGEST });
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(OLE) {
        return Err(Fault::Workbook);
    }
    let (mut text, encoding) = text(bytes)?;
    let marks = text.len() - text.trim_start_matches('\u{feff}').len();
    text.drain(..marks);
    if text.contains('\0') {
        return Err(Fault::NotText);
    } else if text.trim().is_empty() {
        return Err(Fault::Empty);
    }
    let delimiter = delimiter(&text);
    Ok(Decoded { text, encoding, delimiter })
}

/// What the workbooks of before 2007 begin with.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

fn text(bytes: &[u8]) -> Result<(String, Encoding), Fault> {
    let wide = match bytes {
        [0xff, 0xfe, ..] => Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] => Some(Encoding::Utf16Be),
        _ => unmarked(bytes),
    };
    let by = match wide {
        Some(Encoding::Utf16Le) => UTF_16LE,
        Some(Encoding::Utf16Be) => UTF_16BE,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => return Ok((text.to_owned(), Encoding::Utf8)),
            // Its mark promises UTF-8: read as anything else, every accent would be wrong.
            Err(_) if bytes.starts_with(b"\xef\xbb\xbf") => return Err(Fault::NotText),
            Err(_) => WINDOWS_1252,
        },
    };
    let (text, broken) = by.decode_without_bom_handling(bytes);
    let encoding = wide.unwrap_or(Encoding::Windows1252);
    if broken { Err(Fault::NotText) } else { Ok((text.into_owned(), encoding)) }
}

/// UTF-16 that does not say so. The names of columns are ASCII or nearly: every other byte is zero there, and no
/// byte is zero in any other text.
fn unmarked(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE) & !1).filter(|_| bytes.len().is_multiple_of(2))?;
    let zeros = |at: usize| sample.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (pairs, high, low) = (sample.len() / 2, zeros(0), zeros(1));
    if low * 4 > pairs * 3 && high == 0 {
        Some(Encoding::Utf16Le)
    } else if high * 4 > pairs * 3 && low == 0 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// The sign that stands most often between the names of the columns; what is quoted does not count.
fn delimiter(text: &str) -> Delimiter {
    let text = text.trim_start_matches(['\r', '\n']);
    if let Some(told) = told(text) {
        return told;
    }
    let mut counts = [0_usize; Delimiter::ALL.len()];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'\r' | b'\n' => break,
            _ => {
                let found =
                    Delimiter::ALL.iter().zip(&mut counts).find(|(delimiter, _)| delimiter.byte() == byte);
                if let Some((_, count)) = found {
                    *count += 1;
                }
            }
        }
    }
    // Of two that stand there as often, the first of the list.
    let most = Delimiter::ALL.into_iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    most.map_or(Delimiter::default(), |(delimiter, _)| delimiter)
}

/// What a first line like `sep=;` tells, which some spreadsheets write and all hide.
pub(super) fn told(text: &str) -> Option<Delimiter> {
    let line = text.split(['\r', '\n']).next()?;
    let (word, sign) = line.split_at_checked(4)?;
    let is_told = word.eq_ignore_ascii_case("sep=") && sign.len() == 1;
    Delimiter::ALL.into_iter().find(|delimiter| is_told && sign.as_bytes() == [delimiter.byte()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn taken(bytes: &[u8]) -> (String, Encoding, Delimiter) {
        let Decoded { text, encoding, delimiter } = decode(bytes).unwrap();
        (text, encoding, delimiter)
    }

    /// A text in each encoding, with and without its mark.
    fn written(text: &str, encoding: Encoding, marked: bool) -> Vec<u8> {
        let marked = if marked { format!("\u{feff}{text}") } else { text.to_owned() };
        match encoding {
            Encoding::Utf8 => marked.into_bytes(),
            Encoding::Utf16Le => marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Windows1252 => WINDOWS_1252.encode(text).0.into_owned(),
        }
    }

    #[test]
    fn a_text_is_read_in_the_encoding_it_is_written_in() {
        let text = "Raison sociale;Pays\r\nSociété Générale – l’été, 3 €;FRANCE\r\n";
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
            for marked in [true, false] {
                let read = taken(&written(text, encoding, marked));
                assert_eq!(read, (text.to_owned(), encoding, Delimiter::Semicolon), "{encoding:?} {marked}");
            }
        }
        let read = taken(&written(text, Encoding::Windows1252, false));
        assert_eq!(read, (text.to_owned(), Encoding::Windows1252, Delimiter::Semicolon));
    }

    #[test]
    fn the_delimiter_is_the_one_of_the_first_line() {
        for (text, delimiter) in [
            ("a;b;c\n1,2,3,4;", Delimiter::Semicolon),
            ("a,b,c", Delimiter::Comma),
            ("a\tb", Delimiter::Tab),
            ("\"a;b;c;d\",e", Delimiter::Comma),
            ("\"a\n;;;\",e,f", Delimiter::Comma),
            ("\n\na,b", Delimiter::Comma),
            ("a;b,c", Delimiter::Semicolon),
            ("a", Delimiter::Semicolon),
            ("sep=,\r\na;b;c;d,e", Delimiter::Comma),
        ] {
            assert_eq!(decode(text.as_bytes()).map(|read| read.delimiter), Ok(delimiter), "{text}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for (bytes, fault) in [
            (&b""[..], Fault::Empty),
            (b"\xef\xbb\xbf \r\n", Fault::Empty),
            (b"\xff\xfe", Fault::Empty),
            (b"PK\x03\x04\x14\x00", Fault::Workbook),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", Fault::Workbook),
            (b"a;b\x00;c", Fault::NotText),
            (b"\xe9\x00\xe9", Fault::NotText),
            (b"\xff\xfea\x00;\x00\x00\xd8", Fault::NotText),
            (b"\xff\xfea\x00;", Fault::NotText),
            (b"\xef\xbb\xbfa;\xe9", Fault::NotText),
        ] {
            assert_eq!(decode(bytes), Err(fault), "{bytes:?}");
        }
        assert_eq!(decode(&vec![b'a'; LONGEST + 1]), Err(Fault::TooLarge { most: LONGEST }));
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_much(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn any_table_is_read_in_any_encoding(
            names in proptest::collection::vec("[A-Za-zéèàôç ]{1,12}", 2..8),
            rows in proptest::collection::vec("[ -~éèêëàâçîïôùûüœ€’–]{0,40}", 0..20),
            delimiter in proptest::sample::select(&Delimiter::ALL[..]),
            marked in any::<bool>(),
        ) {
            let sign = char::from(delimiter.byte()).to_string();
            let text = format!("{}\r\n{}", names.join(&sign), rows.join("\r\n"));
            prop_assume!(!text.trim().is_empty());
            for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252] {
                // Without a mark, few characters say little.
                let marked = marked || text.chars().filter(|sign| u32::from(*sign) > 0xff).count() > 3;
                let bytes = written(&text, encoding, marked);
                // What is UTF-8 too, as plain ASCII is, says nothing of Windows-1252.
                if encoding == Encoding::Windows1252 && std::str::from_utf8(&bytes).is_ok() { continue; }
                let read = decode(&bytes).unwrap();
                prop_assert_eq!(&read.text, &text);
                prop_assert_eq!(read.encoding, encoding);
                prop_assert_eq!(read.delimiter, delimiter);
            }
        }
    }
}
