//! What is asked of the directory, as a filter (RFC 4515) in which a text that was typed stands for itself alone.

use ldap3::ldap_escape;

use super::super::text::tidy;
use super::settings::{Filters, Names};
use crate::domain::fold::fold;
use crate::domain::student::search::{Among, PersonSearch};

/// Ways in which a name is asked for at most. Names of one word with two accents need fewer.
const SPELLINGS: usize = 100;

/// Accents in one name, of which none was typed.
const ACCENTS: usize = 2;

/// What the directory may hold where a plain letter was typed, the likeliest first.
const ACCENTED: [(&str, &[&str]); 10] = [
    ("e", &["é", "è", "ê", "ë"]),
    ("i", &["ï", "î", "í"]),
    ("c", &["ç"]),
    ("o", &["ô", "ö", "ó"]),
    ("a", &["â", "à", "ä", "á"]),
    ("u", &["û", "ü", "ù", "ú"]),
    ("n", &["ñ"]),
    ("y", &["ÿ"]),
    ("oe", &["œ"]),
    ("ae", &["æ"]),
];

/// The filter of a search among these people; nothing when nothing is looked for.
pub(super) fn people(
    filters: &Filters,
    names: &Names,
    among: Among,
    search: &PersonSearch,
) -> Option<String> {
    let year = search.year.map(|year| year.to_string()).unwrap_or_default();
    let conditions = [
        equal(&names.uid, &search.uid),
        equal(&names.login, &search.login),
        equal(&names.number, &search.number),
        named(&names.surname, &search.surname),
        named(&names.given_name, &search.given_name),
        part(&names.mail, &search.mail),
        equal(&names.etapes, &search.etape),
        equal(&names.entities, &search.entity),
        equal(&names.years, &year),
    ];
    let conditions: String = conditions.into_iter().flatten().collect();
    let kind = match among {
        Among::Students => &filters.students,
        Among::Teachers => &filters.teachers,
        Among::Staff => &filters.staff,
    };
    (!conditions.is_empty()).then(|| format!("(&{kind}{conditions})"))
}

/// The filter of whoever types this login; nothing when it is none.
pub(super) fn login(names: &Names, login: &str) -> Option<String> {
    equal(&names.login, login)
}

/// The attribute is this text.
fn equal(name: &str, text: &str) -> Option<String> {
    let text = tidy(text);
    (!text.is_empty()).then(|| format!("({name}={})", ldap_escape(text)))
}

/// The words of this text stand in the attribute, in their order.
fn part(name: &str, text: &str) -> Option<String> {
    let words: Vec<String> =
        tidy(text).split_whitespace().map(|word| ldap_escape(word).into_owned()).collect();
    (!words.is_empty()).then(|| format!("({name}=*{}*)", words.join("*")))
}

/// The same, whichever accents the directory and the text have.
fn named(name: &str, text: &str) -> Option<String> {
    let mut spellings = spellings(&tidy(text)).into_iter().filter_map(|spelling| part(name, &spelling));
    let first = spellings.next()?;
    let others: String = spellings.collect();
    Some(if others.is_empty() { first } else { format!("(|{first}{others})") })
}

/// The ways in which a name may be written: as it was typed, without accents, and with one or two that were not typed.
fn spellings(typed: &str) -> Vec<String> {
    let plain = fold(typed);
    // What is nothing but accents would stand for anything.
    if plain.is_empty() {
        return Vec::new();
    }
    let mut all = vec![typed.to_owned()];
    if plain != typed.to_lowercase() {
        all.push(plain.clone());
    }
    // Each with where its last accent ends.
    let mut newest = vec![(plain, 0)];
    for _ in 0..ACCENTS {
        let left = SPELLINGS.saturating_sub(all.len());
        newest =
            newest.iter().flat_map(|(spelling, from)| with_another(spelling, *from)).take(left).collect();
        all.extend(newest.iter().map(|(spelling, _)| spelling.clone()));
    }
    all
}

/// The spelling with one more accent in any place from this one on, the likeliest first; each with where it ends.
fn with_another(spelling: &str, from: usize) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    let longest = ACCENTED.iter().map(|(_, accented)| accented.len()).max().unwrap_or_default();
    for rank in 0..longest {
        for (plain, accented) in &ACCENTED {
            let Some(accented) = accented.get(rank) else { continue };
            for (place, _) in spelling.match_indices(plain).filter(|(place, _)| *place >= from) {
                let (before, after) = (&spelling[..place], &spelling[place + plain.len()..]);
                all.push((format!("{before}{accented}{after}"), place + accented.len()));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filter(search: &PersonSearch) -> Option<String> {
        people(&Filters::default(), &Names::default(), Among::Students, search)
    }

    #[test]
    fn all_that_is_looked_for_must_hold() {
        let search = PersonSearch {
            uid: "u".into(),
            login: "l".into(),
            number: "1".into(),
            surname: "st".into(),
            given_name: "b  d".into(),
            mail: "m@x".into(),
            etape: "{UAI:0999999Z}MINFO2-211".into(),
            entity: "SCI".into(),
            year: Some(2026),
        };
        let asked = "(&(eduPersonAffiliation=student)(uid=u)(supannAliasLogin=l)(supannEtuId=1)(sn=*st*)\
                     (givenName=*b*d*)(mail=*m@x*)(supannEtuEtape={UAI:0999999Z}MINFO2-211)\
                     (supannEntiteAffectation=SCI)(supannEtuAnneeInscription=2026))";
        assert_eq!(filter(&search).as_deref(), Some(asked));
        assert_eq!(filter(&PersonSearch::default()), None);
        assert_eq!(filter(&PersonSearch { surname: " \u{200b}".into(), ..PersonSearch::default() }), None);
        assert_eq!(filter(&PersonSearch { surname: "\u{301}".into(), ..PersonSearch::default() }), None);
    }

    #[test]
    fn what_means_something_in_a_filter_stands_for_itself() {
        assert_eq!(login(&Names::default(), "*").as_deref(), Some("(supannAliasLogin=\\2a)"));
        assert_eq!(part("sn", "a)(uid=* \\").as_deref(), Some("(sn=*a\\29\\28uid=\\2a*\\5c*)"));
        assert_eq!(login(&Names::default(), " \u{0} "), None);
    }

    #[test]
    fn names_are_asked_for_with_the_accents_that_they_may_have() {
        for (typed, written) in [
            ("carriere", "carrière"),
            ("CARRIÈRE", "carriere"),
            ("Helene", "hélène"),
            ("francois", "françois"),
            ("noe", "noé"),
            ("leboeuf", "lebœuf"),
            ("lebœuf", "leboeuf"),
            ("maelys", "maëlys"),
            ("desfontaines", "desfontaines"),
            ("frederique", "frédérique"),
        ] {
            assert!(spellings(typed).contains(&written.to_owned()), "{typed}: {:?}", spellings(typed));
        }
        assert_eq!(spellings("st"), ["st"]);
        assert!(spellings("\u{212b}N").contains(&"an".to_owned()));
    }

    proptest! {
        #[test]
        fn spellings_differ_by_their_accents_alone(typed in any::<String>()) {
            let typed = tidy(&typed);
            let spellings = spellings(&typed);
            prop_assert!(spellings.len() <= SPELLINGS);
            for spelling in spellings {
                prop_assert_eq!(fold(&spelling), fold(&typed));
            }
        }

        #[test]
        fn every_filter_can_be_read(text in any::<String>(), signs in "[*()\\\\&|!=<>~: a\u{0}]{0,20}") {
            for text in [text, signs] {
                let search = PersonSearch {
                    uid: text.clone(), surname: text.clone(), mail: text, ..PersonSearch::default()
                };
                prop_assert!(filter(&search).is_none_or(|filter| ldap3::parse_filter(filter).is_ok()));
            }
        }
    }
}
