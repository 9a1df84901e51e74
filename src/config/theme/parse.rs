//! Reads one theme file, and says where and why when it cannot: line, column, what was expected, the nearest name.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Ansi, Background, Face, Look, Meaning, Paint, Problem, Rgb};
use crate::config::error::nearest;

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;
type Value<'a> = Spanned<DeValue<'a>>;

/// What one file says, before what it inherits is added.
#[derive(Debug, Default)]
pub struct File {
    pub inherits: Option<(String, usize)>,
    pub background: Option<Background>,
    /// The theme for a light screen, and where it is named.
    pub light: Option<(String, usize)>,
    pub palette: BTreeMap<String, Option<Paint>>,
    /// The faces, with their colours by name and where each name stands.
    pub meanings: Vec<(Meaning, RawFace)>,
}

/// A face whose colours are still names.
#[derive(Clone, Debug, Default)]
pub struct RawFace {
    pub fg: Option<(String, usize)>,
    pub bg: Option<(String, usize)>,
    /// The attributes; its colours are empty.
    pub face: Face,
}

/// A problem and the byte where it is.
pub type Located<T> = Result<T, (Problem, usize)>;

/// The colour that stands for the terminal's own.
pub const DEFAULT: &str = "default";

const SECTIONS: [&str; 5] = ["inherits", "background", "light", "palette", "meaning"];
const BACKGROUNDS: [&str; 2] = ["dark", "light"];
const DEPTHS: [&str; 3] = ["rgb", "x256", "ansi"];
const FACE: [&str; 8] = ["fg", "bg", "bold", "dim", "italic", "underline", "reversed", "mono"];
const LOOK: [&str; 5] = ["bold", "dim", "italic", "underline", "reversed"];

pub fn parse(text: &str) -> Located<File> {
    let root = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (Problem::Syntax(error.message().to_owned()), at)
    })?;
    let mut file = File::default();
    for (key, value) in root.get_ref() {
        match key.get_ref().as_ref() {
            "inherits" => file.inherits = Some(name(value, "a theme name")?),
            "light" => file.light = Some(name(value, "a theme name")?),
            "background" => {
                file.background = Some(match string(value, "\"dark\" or \"light\"")? {
                    "dark" => Background::Dark,
                    "light" => Background::Light,
                    other => return Err(unknown(other, value.span(), &BACKGROUNDS)),
                });
            }
            "palette" => {
                for (name, colour) in table(value, "a table of colours")? {
                    file.palette.insert(name.get_ref().to_string(), paint(name, colour)?);
                }
            }
            "meaning" => {
                for (name, value) in table(value, "a table of meanings")? {
                    let meaning = Meaning::of_name(name.get_ref()).ok_or_else(|| {
                        let names: Vec<&str> = Meaning::ALL.iter().map(|meaning| meaning.name()).collect();
                        unknown(name.get_ref(), name.span(), &names)
                    })?;
                    file.meanings.push((meaning, face(value)?));
                }
            }
            other => return Err(unknown(other, key.span(), &SECTIONS)),
        }
    }
    Ok(file)
}

fn paint(name: &Key<'_>, value: &Value<'_>) -> Located<Option<Paint>> {
    let (mut rgb, mut x256, mut ansi) = (None, None, None);
    for (key, value) in table(value, "{ rgb = \"#rrggbb\", x256 = 16 to 255, ansi = a name }")? {
        match key.get_ref().as_ref() {
            "rgb" => rgb = Some(hex(value)?),
            "x256" => x256 = Some(index(value)?),
            "ansi" => {
                let found = string(value, "the name of one of the 16 colours")?;
                let ansi_of = |name: &str| Ansi::ALL.iter().copied().find(|colour| colour.name() == name);
                ansi = Some(match found {
                    DEFAULT => None,
                    found => Some(ansi_of(found).ok_or_else(|| {
                        let names: Vec<&str> =
                            Ansi::ALL.iter().map(|colour| colour.name()).chain([DEFAULT]).collect();
                        unknown(found, value.span(), &names)
                    })?),
                });
            }
            other => return Err(unknown(other, key.span(), &DEPTHS)),
        }
    }
    if name.get_ref() == DEFAULT {
        return Err((Problem::Reserved(DEFAULT.to_owned()), name.span().start));
    }
    // Each depth is chosen by whoever writes the theme; none is guessed from another.
    let missing = |depth: &str| (Problem::MissingDepth(depth.to_owned()), name.span().start);
    Ok(Some(Paint {
        rgb: rgb.ok_or_else(|| missing("rgb"))?,
        x256: x256.ok_or_else(|| missing("x256"))?,
        ansi: ansi.ok_or_else(|| missing("ansi"))?,
    }))
}

fn face(value: &Value<'_>) -> Located<RawFace> {
    let mut raw = RawFace::default();
    for (key, value) in table(value, "{ fg = a colour, bold = true, ... }")? {
        match key.get_ref().as_ref() {
            "fg" => raw.fg = Some(name(value, "a colour of the palette")?),
            "bg" => raw.bg = Some(name(value, "a colour of the palette")?),
            "mono" => {
                let mut look = Look::default();
                for (key, value) in table(value, "{ bold = true, ... }")? {
                    attribute(&mut look, key, value, &LOOK)?;
                }
                raw.face.mono = Some(look);
            }
            _ => attribute(&mut raw.face.look, key, value, &FACE)?,
        }
    }
    Ok(raw)
}

fn attribute(look: &mut Look, key: &Key<'_>, value: &Value<'_>, known: &[&str]) -> Located<()> {
    let flag = match key.get_ref().as_ref() {
        "bold" => &mut look.bold,
        "dim" => &mut look.dim,
        "italic" => &mut look.italic,
        "underline" => &mut look.underline,
        "reversed" => &mut look.reversed,
        other => return Err(unknown(other, key.span(), known)),
    };
    *flag = value.get_ref().as_bool().ok_or_else(|| expected(value, "true or false"))?;
    Ok(())
}

/// A name, and where it stands.
fn name(value: &Value<'_>, what: &str) -> Located<(String, usize)> {
    Ok((string(value, what)?.to_owned(), value.span().start))
}

fn string<'a>(value: &'a Value<'_>, what: &str) -> Located<&'a str> {
    value.get_ref().as_str().ok_or_else(|| expected(value, what))
}

fn table<'a, 'i>(value: &'a Value<'i>, what: &str) -> Located<&'a DeTable<'i>> {
    value.get_ref().as_table().ok_or_else(|| expected(value, what))
}

fn hex(value: &Value<'_>) -> Located<Rgb> {
    const WHAT: &str = "\"#rrggbb\"";
    let digits =
        string(value, WHAT)?.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
    let number = digits
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .ok_or_else(|| expected(value, WHAT))?;
    let [_, red, green, blue] = number.to_be_bytes();
    Ok((red, green, blue))
}

/// The first 16 are left to `ansi`: each terminal paints them its own way.
fn index(value: &Value<'_>) -> Located<u8> {
    let integer = value.get_ref().as_integer();
    let number = integer.and_then(|integer| u8::from_str_radix(integer.as_str(), integer.radix()).ok());
    number.filter(|number| *number >= 16).ok_or_else(|| expected(value, "a number from 16 to 255"))
}

fn expected(value: &Value<'_>, what: &str) -> (Problem, usize) {
    (
        Problem::Expected { found: value.get_ref().type_str().to_owned(), expected: what.to_owned() },
        value.span().start,
    )
}

pub fn unknown(found: &str, span: Range<usize>, names: &[&str]) -> (Problem, usize) {
    let nearest = nearest(found, names.iter().copied());
    (Problem::Unknown { found: found.to_owned(), nearest, expected: names.join(", ") }, span.start)
}
