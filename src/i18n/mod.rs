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
    fn read(lang: Lang, source: &str) -> Self {
        let locale = lang.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        // A malformed entry is left out here and refused by the tests below; the rest of the file stays usable.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
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

/// The ids of the messages of a Fluent file: what stands before `=` at the beginning of a line.
fn message_ids(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(id, _)| id.trim_end()))
}

const SOURCES: [(Lang, &str); 2] = [(Lang::Fr, include_str!("fr.ftl")), (Lang::En, include_str!("en.ftl"))];

static FRENCH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Lang::Fr, SOURCES[0].1));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(Lang::En, SOURCES[1].1));

/// The sentences of one language, and the zone that moments are told in. Small enough to be passed by value everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    lang: Lang,
    zone: Tz,
}

impl Default for Texts {
    fn default() -> Self {
        Self::of(Lang::default())
    }
}

impl Texts {
    /// The sentences of a language, with moments as in metropolitan France.
    pub const fn of(lang: Lang) -> Self {
        Self { lang, zone: Tz::Europe__Paris }
    }

    /// The same sentences, with moments as in the zone of this IANA name; a name that is unknown changes nothing.
    #[must_use]
    pub fn in_zone(self, name: &str) -> Self {
        Self { zone: name.parse().unwrap_or(self.zone), ..self }
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

    fn catalogue(lang: Lang) -> &'static Catalogue {
        match lang {
            Lang::Fr => &FRENCH,
            Lang::En => &ENGLISH,
        }
    }

    /// A sentence without variables, by `id` or `id.attribute`; in French where it was not translated, and the id
    /// itself where it does not exist.
    pub fn get(self, id: &str) -> &str {
        self.find(id).unwrap_or(id)
    }

    /// Like [`Texts::get`], for a sentence that need not exist.
    pub fn find(self, id: &str) -> Option<&'static str> {
        let here = Self::catalogue(self.lang).plain.get(id);
        here.or_else(|| Self::catalogue(Lang::Fr).plain.get(id)).map(String::as_str)
    }

    /// A sentence with its variables: `texts.format("marks-count", &[("count", 3.into())])`.
    pub fn format(self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let here = Self::catalogue(self.lang).format(id, &args);
        here.or_else(|| Self::catalogue(Lang::Fr).format(id, &args)).unwrap_or_else(|| id.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Everything a file offers: message or `message.attribute`, with the variables it takes.
    fn offered(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut offered: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let (mut message, mut at) = (String::new(), String::new());
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let name = line.split_once(" =").map(|(name, _)| name);
            let is_name = |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            match name {
                Some(name) if is_name(name) => {
                    message = name.to_owned();
                    at = message.clone();
                    assert!(offered.insert(at.clone(), BTreeSet::new()).is_none(), "{at} stands twice");
                }
                Some(name) if name.trim_start().strip_prefix('.').is_some_and(is_name) => {
                    at = format!("{message}{}", name.trim_start());
                    assert!(offered.insert(at.clone(), BTreeSet::new()).is_none(), "{at} stands twice");
                }
                _ => {}
            }
            for piece in line.split('$').skip(1) {
                let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(piece.len());
                offered.entry(at.clone()).or_default().insert(piece[..end].to_owned());
            }
        }
        offered
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let (french, english) = (offered(SOURCES[0].1), offered(SOURCES[1].1));
        for (id, variables) in &french {
            assert_eq!(english.get(id), Some(variables), "{id}: not the same in English");
        }
        for id in english.keys() {
            assert!(french.contains_key(id), "{id}: not in French");
        }
    }

    #[test]
    fn every_sentence_is_well_formed() {
        for (lang, source) in SOURCES {
            let errors = FluentResource::try_new(source.to_owned()).err().map(|(_, errors)| errors);
            assert_eq!(errors, None, "{lang}");
            let args: FluentArgs<'_> =
                offered(source).into_values().flatten().map(|name| (name, Value::from(2))).collect();
            for id in offered(source).keys() {
                let text = Texts::catalogue(lang).format(id, &args);
                assert!(text.as_ref().is_some_and(|t| !t.contains("{$")), "{lang}: {id} gives {text:?}");
            }
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
    fn plurals_follow_the_language() {
        let marks = |lang, count: i64| Texts::of(lang).format("marks-count", &[("count", count.into())]);
        assert_eq!(marks(Lang::Fr, 0), "0 marquée");
        assert_eq!(marks(Lang::Fr, 1), "1 marquée");
        assert_eq!(marks(Lang::Fr, 2), "2 marquées");
        assert_eq!(marks(Lang::En, 0), "0 marked");
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
