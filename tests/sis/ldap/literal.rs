//! Whatever is typed stands for itself: nobody is found who does not have it.

use std::sync::LazyLock;

use guichet::domain::fold::fold;
use guichet::domain::student::search::{Among, PersonSearch};
use guichet::domain::text::is_unseen;
use guichet::sis::ldap::{DirectoryClient, Filters, Settings};
use guichet::sis::port::{Directory, Known};
use proptest::prelude::*;
use tokio::runtime::{Builder, Runtime};
use unicode_normalization::UnicodeNormalization as _;

use super::server::slapd;
use super::{below, client, named, uids};

/// The directory, where everybody is among everybody.
static ALL: LazyLock<(Runtime, DirectoryClient)> = LazyLock::new(|| {
    let everybody = Filters { students: "(uid=*)".to_owned(), ..Filters::default() };
    let everywhere = below("ou=odd");
    let base = "dc=univ-valmoree,dc=example".to_owned();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    (runtime, client(Settings { filters: everybody, base, ..everywhere }))
});

/// What is typed without what nobody sees, which is not looked for.
fn visible(typed: &str) -> String {
    typed.chars().filter(|sign| sign.is_whitespace() || !is_unseen(*sign)).collect()
}

/// A text as directories compare it (RFC 4518): signs that are written otherwise are the letters that they stand for.
fn compared(text: &str) -> String {
    fold(&text.nfkc().collect::<String>())
}

/// The words stand in the text, in their order.
fn has(text: &Option<String>, words: &str) -> bool {
    let text = compared(text.as_deref().unwrap_or_default());
    let mut rest = text.as_str();
    compared(&visible(words)).split_whitespace().all(|word| match rest.split_once(word) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Looks for a text in each way, and at all who are found.
fn look_for(text: &str) {
    // A server that does not start says why each time, not only the first.
    slapd();
    let (runtime, client) = &*ALL;
    let search = PersonSearch::default;
    let text = || text.to_owned();
    let searches = [
        PersonSearch { surname: text(), ..search() },
        PersonSearch { given_name: text(), ..search() },
        PersonSearch { mail: text(), ..search() },
        PersonSearch { uid: text(), ..search() },
        PersonSearch { login: text(), ..search() },
        PersonSearch { number: text(), ..search() },
    ];
    for search in searches {
        let told = runtime.block_on(client.people(Among::Students, &search));
        let Known::This(found) = told.unwrap() else { continue };
        for person in found {
            let number = person.number.as_ref().map(ToString::to_string);
            let is_this = has(&person.surname, &search.surname)
                && has(&person.given_name, &search.given_name)
                && has(&person.mail, &search.mail)
                && has(&person.uid, &search.uid)
                && has(&person.login, &search.login)
                && has(&number, &search.number);
            assert!(is_this, "{search:?}: {person:?}");
        }
    }
    let told = runtime.block_on(client.by_login(&text()));
    if let Known::This(person) = told.unwrap() {
        assert!(has(&person.login, &text()), "{person:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_text(text in any::<String>()) {
        look_for(&text);
    }

    #[test]
    fn signs_of_filters_and_pieces_of_names(
        text in "([*()\\\\&|!=<>~:,;#\"+/\u{0}\u{ad}\u{301}\u{fe0f}\u{34f} ]|uid|\\\\2a|sn=|a|e|car|ë|é){0,8}",
    ) {
        look_for(&text);
    }
}

#[tokio::test]
async fn signs_of_filters_are_found_where_they_stand() {
    let client = client(below("ou=odd"));
    for surname in ["*", "(", "\\", "*(\\)", "star*", "r*(\\"] {
        assert_eq!(uids(&client, Among::Students, &named(surname)).await, ["shared"], "{surname}");
    }
    for surname in ["s*r", "*star", "\\2a", "star*)(uid=*", "*)(|(uid=*", "star\\"] {
        assert!(uids(&client, Among::Students, &named(surname)).await.is_empty(), "{surname}");
    }
}
