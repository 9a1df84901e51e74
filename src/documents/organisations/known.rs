//! What the database knows and a line may refer to: countries, legal categories, bands of staff, kinds of host,
//! activities, and the hosts that are there. The caller reads them; here they are only looked up.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::key;

/// A list of values that have a code and any number of labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    codes: BTreeMap<String, String>,
    labels: BTreeMap<String, String>,
}

impl List {
    /// A list of codes, each with a label: a cell may give either.
    pub fn of_codes<A: Into<String>, B: AsRef<str>>(entries: impl IntoIterator<Item = (A, B)>) -> Self {
        let mut list = Self::default();
        for (code, label) in entries {
            let code = code.into();
            list.codes.entry(spoken(&code)).or_insert_with(|| code.clone());
            list.add(code, label.as_ref());
        }
        list
    }

    /// A list of values that only their labels name: the numbers of kinds of host mean nothing elsewhere.
    pub fn of_labels<A: Into<String>, B: AsRef<str>>(entries: impl IntoIterator<Item = (A, B)>) -> Self {
        let mut list = Self::default();
        for (value, label) in entries {
            list.add(value.into(), label.as_ref());
        }
        list
    }

    /// Another label for a value; the first that is told keeps a label.
    pub fn add(&mut self, value: String, label: &str) {
        self.labels.entry(spoken(label)).or_insert(value);
    }

    /// The value that a cell means: by its code, or else by its label.
    pub fn find(&self, cell: &str) -> Option<&str> {
        let key = spoken(cell);
        let found = self.codes.get(&key).or_else(|| self.labels.get(&key));
        found.filter(|_| !key.is_empty()).map(String::as_str)
    }
}

/// What a value is compared by. From one number to another is no number: `1-2` is not `12`.
fn spoken(text: &str) -> String {
    let signs: Vec<char> = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_digit);
    let said = signs.iter().enumerate().map(|(at, sign)| match sign {
        '-' | '\u{2010}'..='\u{2014}' if is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) => 'a',
        sign => *sign,
    });
    key(&said.collect::<String>())
}

/// What a line may refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Countries, by the two letters of ISO and by label.
    pub countries: List,
    /// Legal categories, by code and label.
    pub legal_categories: List,
    /// Bands of staff, by code and label.
    pub headcount_bands: List,
    /// Kinds of host, by label.
    pub kinds: List,
    /// Activities: their code, and the name of the revision that it is of.
    pub naf: BTreeSet<(String, String)>,
    /// SIRET and UAI of the hosts that are there; when empty, the database tells them when it is asked.
    pub taken: BTreeSet<String>,
}

impl Known {
    /// The revision of an activity: the one that is told, or else the first that has it.
    pub(super) fn revision(&self, code: &str, told: Option<&str>) -> Option<&str> {
        let from = (code.to_owned(), String::new());
        let mut of =
            self.naf.range(from..).take_while(|(found, _)| found == code).map(|(_, revision)| revision);
        match told {
            Some(told) => of.find(|revision| key(revision) == key(told)),
            // Codes have kept their form: one that is in two revisions is of the older, of which hosts have theirs.
            None => of.last(),
        }
        .map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_one_number_to_another_is_no_number() {
        let mut list = List::of_codes([("12", "20 à 49"), ("01", "1 ou 2"), ("11", "10 à 19")]);
        for (code, label) in [("01", "1-2"), ("11", "10-19")] {
            list.add(code.to_owned(), label);
        }
        for (cell, code) in [("12", "12"), ("1-2", "01"), ("1 – 2", "01"), ("1 à 2", "01"), ("10 À 19", "11")]
        {
            assert_eq!(list.find(cell), Some(code), "{cell}");
        }
        assert_eq!(list.find("1019"), None);
    }
}
