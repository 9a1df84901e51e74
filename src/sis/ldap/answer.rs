//! What an entry of the directory tells, and what the code of a result means. Its words are never kept: they name the
//! person who was asked about.

use ldap3::{LdapError, ResultEntry};

use super::super::fault::{Call, Fault, Trouble};
use super::super::person::Attributes;
use super::super::text::given;
use super::super::tolerant::Texts;
use super::composite::parts;
use super::settings::Names;
use crate::domain::student::directory::Person;

/// The bind was for another server, too weak, unencrypted, or wrong.
const UNAUTHORISED: [u32; 6] = [7, 8, 13, 48, 49, 50];

/// It works on something that it cannot do now: operations error, busy, unavailable, other.
const UNWELL: [u32; 4] = [1, 51, 52, 80];

/// It stopped after a while.
const TIME_LIMIT: u32 = 3;

/// It stopped after so many entries.
const SIZE_LIMIT: u32 = 4;

/// It stopped where its administrator wants it to.
const ADMINISTRATORS_LIMIT: u32 = 11;

/// Who an entry is; nothing when it names nobody.
pub(super) fn person(names: &Names, entry: ResultEntry) -> Option<Person> {
    let told = Told::of(entry);
    let texts = |name: &str| Texts(told.texts(name));
    let attributes = Attributes {
        uid: texts(&names.uid),
        login: texts(&names.login),
        code: Texts::default(),
        number: texts(&names.number),
        surname: texts(&names.surname),
        given_name: texts(&names.given_name),
        display_name: texts(&names.display_name),
        cn: texts(&names.cn),
        title: texts(&names.title),
        mail: texts(&names.mail),
        phone: texts(&names.phone),
        main_affiliation: texts(&names.main_affiliation),
        affiliations: texts(&names.affiliations),
        main_entity: texts(&names.main_entity),
        entities: Texts(told.and_in_enrolments(names, &names.entities, "affect")),
        etapes: Texts(told.and_in_enrolments(names, &names.etapes, "etape")),
        years: Texts(told.and_in_enrolments(names, &names.years, "anneeinsc")),
    };
    attributes.person()
}

/// What the code of a result that is none of those that serve means; nothing of one that serves.
pub(super) fn fault(call: Call, code: u32) -> Option<Fault> {
    let status = u16::try_from(code).ok();
    match code {
        0 => None,
        TIME_LIMIT => Some(Fault::Unavailable { call, trouble: Trouble::Late }),
        code if UNAUTHORISED.contains(&code) => Some(Fault::Unauthorised { call }),
        code if UNWELL.contains(&code) => {
            let trouble = status.map_or(Trouble::Connection, Trouble::Status);
            Some(Fault::Unavailable { call, trouble })
        }
        _ => Some(Fault::Refused { call, status, said: None }),
    }
}

/// It stopped before the end: what it told until then is true.
pub(super) fn is_limit(code: u32) -> bool {
    matches!(code, TIME_LIMIT | SIZE_LIMIT | ADMINISTRATORS_LIMIT)
}

/// Why there was no answer, or only the beginning of one.
pub(super) fn trouble(call: Call, error: &LdapError, is_begun: bool) -> Fault {
    match error {
        LdapError::FilterParsing => Fault::Refused { call, status: None, said: None },
        _ if is_begun => Fault::Unavailable { call, trouble: Trouble::Cut },
        _ => Fault::Unavailable { call, trouble: Trouble::Connection },
    }
}

/// What an entry tells: names of attributes, and their values as far as they are text.
struct Told(Vec<(String, Vec<String>)>);

impl Told {
    /// Reads an entry. The library's own reader stops the program over a name that is no text.
    fn of(entry: ResultEntry) -> Self {
        let parts = entry.0.expect_constructed().unwrap_or_default();
        let attributes = parts.into_iter().nth(1).and_then(|all| all.expect_constructed());
        let read = |bytes: Option<Vec<u8>>| bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let attributes = attributes.unwrap_or_default().into_iter().filter_map(|attribute| {
            let mut parts = attribute.expect_constructed()?.into_iter();
            let name = read(parts.next()?.expect_primitive())?;
            let values = parts.next()?.expect_constructed()?.into_iter();
            Some((name, values.filter_map(|value| read(value.expect_primitive())).collect()))
        });
        Self(attributes.collect())
    }

    /// The values of an attribute as they were told: those without an option, then those with one (a language).
    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let without = self.0.iter().filter(move |(told, _)| told.eq_ignore_ascii_case(name));
        let with = self.0.iter().filter(move |(told, _)| {
            told.split_once(';').is_some_and(|(told, _)| told.eq_ignore_ascii_case(name))
        });
        without.chain(with).flat_map(|(_, values)| values).map(String::as_str)
    }

    /// The values of an attribute, tidied.
    fn texts(&self, name: &str) -> Vec<String> {
        self.values(name).filter_map(|value| given(Some(value))).collect()
    }

    /// The same, and what the enrolments tell besides in this part of theirs.
    fn and_in_enrolments(&self, names: &Names, name: &str, part: &str) -> Vec<String> {
        let mut texts = self.texts(name);
        let enrolments = self.values(&names.enrolments).flat_map(parts);
        let told = enrolments.filter(|(name, _)| name.eq_ignore_ascii_case(part));
        for text in told.filter_map(|(_, text)| given(Some(text))) {
            if !texts.iter().any(|known| known.eq_ignore_ascii_case(&text)) {
                texts.push(text);
            }
        }
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: Call = super::super::PEOPLE;

    #[test]
    fn each_code_says_what_to_do_next() {
        assert_eq!(fault(CALL, 0), None);
        for code in UNAUTHORISED {
            assert_eq!(fault(CALL, code), Some(Fault::Unauthorised { call: CALL }));
        }
        for (code, status) in [(1, 1), (51, 51), (52, 52), (80, 80)] {
            let trouble = Trouble::Status(status);
            assert_eq!(fault(CALL, code), Some(Fault::Unavailable { call: CALL, trouble }));
        }
        for (code, status) in [(32, Some(32)), (18, Some(18)), (53, Some(53)), (4, Some(4)), (70_000, None)] {
            assert_eq!(fault(CALL, code), Some(Fault::Refused { call: CALL, status, said: None }));
        }
        let late = Fault::Unavailable { call: CALL, trouble: Trouble::Late };
        assert_eq!((fault(CALL, 3), is_limit(3), is_limit(4), is_limit(11)), (Some(late), true, true, true));
    }
}
