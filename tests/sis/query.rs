//! Whatever is typed, SIRENE is asked the same conjunction of fields for exactly these words. The query is read back by
//! a reader of Lucene's language that shares nothing with its writer.

use guichet::domain::fold::fold;
use guichet::sis::sirene::Search;
use proptest::prelude::*;

/// A piece of a query, as Lucene takes it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// Signs that stand for themselves.
    Word(String),
    /// A sign with a meaning.
    Sign(char),
    /// White space.
    Gap,
}

/// Takes a query apart; nothing when it ends in the middle of an escape.
fn tokens(query: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut signs = query.chars();
    while let Some(sign) = signs.next() {
        let literal = match sign {
            '\\' => signs.next()?,
            ' ' | '\t' | '\n' | '\r' | '\u{3000}' => {
                tokens.push(Token::Gap);
                continue;
            }
            '+' | '-' | '!' | '(' | ')' | '{' | '}' | '[' | ']' | '^' | '"' | '~' | '*' | '?' | ':' | '/'
            | '&' | '|' | '=' | '<' | '>' | '@' | '#' | '$' | '%' | ',' | ';' | '`' | '\'' | '.' | '_' => {
                tokens.push(Token::Sign(sign));
                continue;
            }
            plain => plain,
        };
        match tokens.last_mut() {
            Some(Token::Word(word)) => word.push(literal),
            _ => tokens.push(Token::Word(literal.to_string())),
        }
    }
    Some(tokens)
}

/// One clause: a field, its term, and whether the term is only a beginning.
type Clause = (String, String, bool);

/// Reads a conjunction of clauses, and whether it ends with the one of open establishments.
fn parse(query: &str) -> Option<(Vec<Clause>, bool)> {
    use Token::{Gap, Sign, Word};
    let and = [Gap, Word("AND".into()), Gap];
    let tokens = tokens(query)?;
    let mut rest = &tokens[..];
    let mut clauses = Vec::new();
    loop {
        let open = ["periode", "etatAdministratifEtablissement", "A"].map(|word| Word(word.into()));
        if let [a, Sign('('), b, Sign(':'), c, Sign(')')] = rest {
            return ([a, b, c] == open.each_ref()).then_some((clauses, true));
        }
        let [Word(field), Sign(':'), Word(term), after @ ..] = rest else { return None };
        let (is_beginning, after) = match after {
            [Sign('*'), after @ ..] => (true, after),
            after => (false, after),
        };
        clauses.push((field.clone(), term.clone(), is_beginning));
        if after.is_empty() {
            return Some((clauses, false));
        }
        rest = after.strip_prefix(&and[..])?;
    }
}

/// The words that a person typed, counted by hand.
fn words(text: &str) -> Vec<String> {
    let text = fold(&text.replace('ʼ', "'"));
    let letters = |word: &String| word.chars().filter(|sign| sign.is_alphanumeric()).count();
    let mut words: Vec<String> = text
        .split([' ', '\'', '’', '‘', '<', '>'])
        .map(str::to_owned)
        .filter(|word| letters(word) > 0)
        .collect();
    if words.iter().any(|word| letters(word) > 1) {
        words.retain(|word| letters(word) > 1);
    }
    words
}

/// Text that tries: the signs of the language, its words, and the letters of names.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        r#"[-+!(){}\[\]^~?:\\/"*&|<>=@#.,;_%'’]{1,3}"#,
        Just(" AND ".to_owned()),
        Just(" OR ".to_owned()),
        Just(" NOT ".to_owned()),
        Just(" TO ".to_owned()),
        Just("\\".to_owned()),
        Just(") OR siren:(".to_owned()),
        Just("periode(".to_owned()),
        Just(" ".to_owned()),
        "[a-zA-Z0-9éèàçÉŒœß]{1,8}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_query_is_a_conjunction_of_what_was_typed(
        name in typed(), town in typed(), postal_code in "[0-9 ]{0,7}", siren in typed(), only_active in any::<bool>(),
    ) {
        let search = Search { name, town, postal_code, siren, only_active };
        let mut expected: Vec<Clause> = Vec::new();
        for (field, text) in [("raisonSociale", &search.name), ("libelleCommuneEtablissement", &search.town)] {
            expected.extend(words(text).into_iter().map(|word| (field.to_owned(), word, true)));
        }
        for (field, text, length) in
            [("codePostalEtablissement", &search.postal_code, 5), ("siren", &search.siren, 9)]
        {
            let digits: String = text.chars().filter(char::is_ascii_digit).take(length).collect();
            if !digits.is_empty() {
                let is_beginning = digits.len() < length;
                expected.push((field.to_owned(), digits, is_beginning));
            }
        }
        match search.query() {
            None => prop_assert_eq!(expected, []),
            Some(query) => prop_assert_eq!(parse(&query), Some((expected, only_active)), "{}", query),
        }
    }

    #[test]
    fn any_text_at_all_keeps_the_shape(name in any::<String>(), town in "\\PC*", siren in any::<String>()) {
        let search = Search { name, town, siren, only_active: true, ..Search::default() };
        if let Some(query) = search.query() {
            let (clauses, is_open) = parse(&query).ok_or_else(|| TestCaseError::fail(query.clone()))?;
            prop_assert!(is_open);
            for (field, term, _) in clauses {
                let known = ["raisonSociale", "libelleCommuneEtablissement", "siren"];
                prop_assert!(known.contains(&field.as_str()));
                prop_assert!(!["AND", "OR", "NOT", "TO"].contains(&term.as_str()));
            }
        }
    }
}

/// The query for a name alone.
fn named(name: &str) -> Option<String> {
    Search { name: name.into(), ..Search::default() }.query()
}

#[test]
fn words_are_written_as_the_register_writes_them() {
    let query = |words: &str| {
        let clauses: Vec<String> = words.split(' ').map(|word| format!("raisonSociale:{word}*")).collect();
        Some(clauses.join(" AND "))
    };
    assert_eq!(named("  Œuvre de l'École "), query("oeuvre de ecole"));
    assert_eq!(named("NOT this OR that"), query("not this or that"));
    assert_eq!(named("C++ & fils"), query("fils"));
    assert_eq!(named("A & B"), query("a b"));
    assert_eq!(named("3M"), query("3m"));
    assert_eq!(named("a\"b:(c*d)\\ x~2"), query(r#"a\"b\:\(c\*d\)\\ x\~2"#));
    assert_eq!(named("jean-pierre && co"), query(r"jean\-pierre co"));
    for nothing in ["", "  ", "' & *", "\u{200b}\u{7}"] {
        assert_eq!(named(nothing), None);
    }
}

#[test]
fn numbers_are_digits_whole_or_begun() {
    let query = |postal_code: &str, siren: &str| {
        Search { postal_code: postal_code.into(), siren: siren.into(), ..Search::default() }.query()
    };
    assert_eq!(
        query("54 500", "000 001 123").as_deref(),
        Some("codePostalEtablissement:54500 AND siren:000001123")
    );
    assert_eq!(query("54", "0000").as_deref(), Some("codePostalEtablissement:54* AND siren:0000*"));
    // A whole SIRET names its company.
    assert_eq!(query("", "00000112300017").as_deref(), Some("siren:000001123"));
    assert_eq!(query("?", "*"), None);
}
