//! French and English: lookup by Fluent id, plurals, dates and numbers.
//!
//! Every sentence a person reads lives in `fr.ftl` and `en.ftl`. A message without variables is rendered once, when
//! its language is first used, so that a frame may ask for hundreds of them.

mod format;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono_tz::Tz;
use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource};

pub use fluent::FluentValue as Value;
pub use format::DateStyle;

/// A language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// French, the default.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The two-letter code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of a locale such as `en_GB.UTF-8`; French for any other, and for `C`.
    pub fn from_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("en") { Self::En } else { Self::Fr }
    }

    /// The language of a session: the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set and not empty.
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Self {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty())
            .map_or_else(Self::default, |locale| Self::from_locale(&locale))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A language code that is neither `fr` nor `en`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no language is called `{0}`; there are fr and en")]
pub struct UnknownLang(pub String);

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.code().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownLang(text.to_owned()))
    }
}

/// One language, read and with its plain messages rendered.
struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// `id` and `id.attribute`, for those that take no variable.
    plain: HashMap<String, String>,
}

impl Catalogue {
    /// Reads a file; `typed` replaces what a typewriter has not, and takes the `.typed` form of texts that have one.
    fn read(lang: Lang, source: &str, typed: bool) -> Self {
        let locale = lang.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match (lang, typed) {
            (Lang::Fr, false) => |value, _| whole(Texts::of(Lang::Fr), value),
            (Lang::Fr, true) => |value, _| whole(Texts::of(Lang::Fr).typed(), value),
            (Lang::En, false) => |value, _| whole(Texts::of(Lang::En), value),
            (Lang::En, true) => |value, _| whole(Texts::of(Lang::En).typed(), value),
        }));
        let spelled = if typed { typewritten(source) } else { source.to_owned() };
        // A malformed entry is left out here and refused by the tests below; the rest of the file stays usable.
        let resource = FluentResource::try_new(spelled).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        let mut plain = HashMap::new();
        for id in message_ids(source) {
            let Some(message) = bundle.get_message(id) else { continue };
            let attributes = message.attributes().map(|a| (format!("{id}.{}", a.id()), a.value()));
            for (name, pattern) in message.value().map(|v| (id.to_owned(), v)).into_iter().chain(attributes) {
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern, None, &mut errors);
                if errors.is_empty() {
                    plain.insert(name, text.into_owned());
                }
            }
        }
        if typed {
            let forms: Vec<_> = plain
                .iter()
                .filter_map(|(name, text)| Some((name.strip_suffix(".typed")?.to_owned(), text.clone())))
                .collect();
            plain.extend(forms);
        }
        Self { bundle, plain }
    }

    fn format(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        if let Some(text) = self.plain.get(id) {
            return Some(text.clone());
        }
        let pattern = match id.split_once('.') {
            Some((id, attribute)) => self.bundle.get_message(id)?.get_attribute(attribute)?.value(),
            None => self.bundle.get_message(id)?.value()?,
        };
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned())
    }
}

/// A whole number in a sentence is written as it is everywhere else; identifiers come as text, and stay as they are.
fn whole(texts: Texts, value: &Value<'_>) -> Option<String> {
    match value {
        Value::Number(number) if number.value.fract() == 0.0 => Some(texts.number(number.value as i64)),
        _ => None,
    }
}

/// The ids of the messages of a Fluent file: what stands before `=` at the beginning of a line.
fn message_ids(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(id, _)| id.trim_end()))
}

const SOURCES: [(Lang, &str); 2] = [(Lang::Fr, include_str!("fr.ftl")), (Lang::En, include_str!("en.ftl"))];

static FRENCH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Lang::Fr, SOURCES[0].1, false));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Lang::En, SOURCES[1].1, false));
static FRENCH_TYPED: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Lang::Fr, SOURCES[0].1, true));
static ENGLISH_TYPED: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Lang::En, SOURCES[1].1, true));

/// What typography has and a typewriter has not. Letters and their accents stay.
const TYPEWRITER: [(&str, &str); 15] = [
    ("«\u{a0}", "\""),
    ("\u{a0}»", "\""),
    ("« ", "\""),
    (" »", "\""),
    ("«", "\""),
    ("»", "\""),
    ("“", "\""),
    ("”", "\""),
    ("’", "'"),
    ("‘", "'"),
    ("…", "..."),
    ("–", "-"),
    ("—", "-"),
    ("·", "-"),
    ("→", "->"),
];

/// A text in the signs of a typewriter.
fn typewritten(text: &str) -> String {
    TYPEWRITER.iter().fold(text.to_owned(), |text, (sign, typed)| text.replace(sign, typed))
}

/// The sentences of one language, the zone that moments are told in, and whether typography is kept to what a
/// typewriter has. Small enough to be passed by value everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    lang: Lang,
    zone: Tz,
    typed: bool,
}

impl Default for Texts {
    fn default() -> Self {
        Self::of(Lang::default())
    }
}

impl Texts {
    /// The sentences of a language, with moments as in metropolitan France.
    pub const fn of(lang: Lang) -> Self {
        Self { lang, zone: Tz::Europe__Paris, typed: false }
    }

    /// The same sentences, with moments as in the zone of this IANA name; a name that is unknown changes nothing.
    #[must_use]
    pub fn in_zone(self, name: &str) -> Self {
        Self { zone: name.parse().unwrap_or(self.zone), ..self }
    }

    /// The same sentences in the signs of a typewriter: straight quotes, three dots, keys by name.
    #[must_use]
    pub fn typed(self) -> Self {
        Self { typed: true, ..self }
    }

    /// The same zone in another language.
    #[must_use]
    pub fn in_lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// Which language this is.
    pub fn lang(self) -> Lang {
        self.lang
    }

    fn catalogue(self, lang: Lang) -> &'static Catalogue {
        match (lang, self.typed) {
            (Lang::Fr, false) => &FRENCH,
            (Lang::En, false) => &ENGLISH,
            (Lang::Fr, true) => &FRENCH_TYPED,
            (Lang::En, true) => &ENGLISH_TYPED,
        }
    }

    /// A sentence without variables, by `id` or `id.attribute`; in French where it was not translated, and the id
    /// itself where it does not exist.
    pub fn get(self, id: &str) -> &str {
        self.find(id).unwrap_or(id)
    }

    /// Like [`Texts::get`], for a sentence that need not exist.
    pub fn find(self, id: &str) -> Option<&'static str> {
        let here = self.catalogue(self.lang).plain.get(id);
        here.or_else(|| self.catalogue(Lang::Fr).plain.get(id)).map(String::as_str)
    }

    /// A sentence with its variables: `texts.format("marks-count", &[("count", 3.into())])`.
    pub fn format(self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, on_one_line(value))).collect();
        let here = self.catalogue(self.lang).format(id, &args);
        here.or_else(|| self.catalogue(Lang::Fr).format(id, &args)).unwrap_or_else(|| id.to_owned())
    }
}

/// A value stands inside a sentence: whatever it holds, the sentence stays one.
fn on_one_line<'a>(value: &Value<'a>) -> Value<'a> {
    match value {
        Value::String(text) if text.contains(['\n', '\r']) => text.replace(['\n', '\r'], " ").into(),
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_well_formed() {
        for (lang, source) in SOURCES {
            let errors = FluentResource::try_new(source.to_owned()).err().map(|(_, errors)| errors);
            assert_eq!(errors, None, "{lang}");
        }
    }

    #[test]
    fn a_sentence_without_variables_is_ready_and_one_with_is_not() {
        let texts = Texts::of(Lang::Fr);
        assert_eq!(texts.get("action-convention-validate"), "valider");
        assert_eq!(texts.find("marks-count"), None);
        assert_eq!(texts.get("no-such-sentence"), "no-such-sentence");
        assert_eq!(texts.format("no-such-sentence", &[]), "no-such-sentence");
    }

    #[test]
    fn typed_sentences_have_letters_ascii_and_the_signs_of_an_office() {
        for (lang, source) in SOURCES {
            let text = typewritten(source);
            // The arrows have another form, taken by their id.
            let foreign = |c: &char| !c.is_ascii() && !c.is_alphabetic() && !"\u{a0}°€↑↓←".contains(*c);
            assert_eq!(text.chars().find(foreign), None, "{lang}");
        }
        let texts = Texts::of(Lang::Fr).typed();
        assert_eq!(texts.get("key-up"), "haut");
        assert_eq!(texts.format("linear-filter", &[("filter", "x".into())]), "filtre \"x\"");
    }

    #[test]
    fn plurals_follow_the_language() {
        let marks = |lang, count: i64| Texts::of(lang).format("marks-count", &[("count", count.into())]);
        assert_eq!(marks(Lang::Fr, 0), "0 marquée");
        assert_eq!(marks(Lang::Fr, 1), "1 marquée");
        assert_eq!(marks(Lang::Fr, 2), "2 marquées");
        assert_eq!(marks(Lang::Fr, 1_000_000), "1\u{a0}000\u{a0}000 marquées");
        assert_eq!(marks(Lang::En, 0), "0 marked");
        let conventions =
            |lang, count: i64| Texts::of(lang).format("conventions", &[("count", count.into())]);
        for (count, french, english) in [
            (0, "0 convention", "0 conventions"),
            (1, "1 convention", "1 convention"),
            (2, "2 conventions", "2 conventions"),
            (1_000_000, "1\u{a0}000\u{a0}000 conventions", "1,000,000 conventions"),
        ] {
            assert_eq!(conventions(Lang::Fr, count), french);
            assert_eq!(conventions(Lang::En, count), english);
        }
    }

    #[test]
    fn the_locale_decides_the_language() {
        let from = |pairs: &[(&str, &str)]| {
            let pairs: HashMap<String, String> = pairs.iter().map(|&(k, v)| (k.into(), v.into())).collect();
            Lang::from_env(move |name| pairs.get(name).cloned())
        };
        assert_eq!(from(&[]), Lang::Fr);
        assert_eq!(from(&[("LANG", "C.UTF-8")]), Lang::Fr);
        assert_eq!(from(&[("LANG", "en_GB.UTF-8")]), Lang::En);
        assert_eq!(from(&[("LC_ALL", ""), ("LC_MESSAGES", "fr_FR"), ("LANG", "en_US")]), Lang::Fr);
        assert_eq!(from(&[("LC_ALL", "en_US"), ("LANG", "fr_FR")]), Lang::En);
        assert_eq!("EN".parse(), Ok(Lang::En));
        assert!("de".parse::<Lang>().is_err());
    }
}
