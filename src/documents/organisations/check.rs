//! What each cell of a line must be, and what it means to the database. All that is wrong in a line is told at once:
//! nobody corrects a table one error at a time.

use std::collections::BTreeMap;

use super::super::sheet::unguarded;
use super::columns::Field;
use super::known::{Known, List};
use crate::domain::organisation::siret::{Siret, SiretFault};
use crate::domain::text::is_unseen;

/// Why a line is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing stands where something must.
    Missing,
    /// The SIRET is not 14 digits.
    SiretDigits,
    /// The key of the SIRET is wrong: a digit is mistyped, or two are swapped.
    SiretKey,
    /// A spreadsheet rounded the SIRET, as in `7,32829E+13`: its digits are lost.
    SiretRounded,
    /// A spreadsheet took zeros from the front of the SIRET.
    SiretZeros,
    /// The UAI is not seven digits and a letter.
    Uai,
    /// No activity has this code, or none in this revision.
    Naf,
    /// A French postal code is not five digits.
    PostalCode,
    /// It is no telephone number.
    Phone,
    /// It is no mail address.
    Mail,
    /// It is no address of a site.
    Website,
    /// No country is called so.
    Country,
    /// No legal category has this code or label.
    LegalCategory,
    /// No band of staff has this code or label.
    Headcount,
    /// No kind of host is called so.
    Kind,
    /// The text is too long.
    TooLong {
        /// Characters that it has at most.
        most: usize,
    },
    /// A French host has neither a SIRET nor a UAI.
    NeitherSiretNorUai,
    /// Nothing says what the host does.
    NeitherNafNorActivity,
    /// An earlier line is of the same host.
    TwiceInFile {
        /// That line.
        first: usize,
    },
    /// The text holds characters that are not to be seen.
    ControlCharacters,
    /// The line has fewer cells than there are columns, or more.
    WrongNumberOfCells {
        /// The columns.
        expected: usize,
        /// The cells.
        found: usize,
    },
    /// A quote opens in this line and never closes: all that follows went into one cell.
    OpenQuote,
    /// A host with this number is there already.
    Taken,
    /// The database refused it, with its code.
    Refused(String),
}

/// What a line says, by column; nothing for empty cells.
pub(super) type Given = BTreeMap<Field, String>;

/// What a line means to the database, by the name of the detail.
pub type Values = BTreeMap<&'static str, String>;

/// What stands in a cell: without the white space around it and the apostrophe that keeps it from being a formula.
pub(super) fn tidy(cell: &str) -> String {
    let text = unguarded(cell.trim()).trim();
    if text.contains(['\r', '\n', '\t']) {
        // Addresses are often written on several lines of one cell.
        text.split(['\r', '\n', '\t'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        text.to_owned()
    }
}

/// What the good cells of a line mean, and what is wrong in it.
pub(super) fn check(given: &Given, known: &Known) -> (Values, Vec<(Field, Reason)>) {
    let mut values = Values::new();
    let mut wrong = Vec::new();
    let country = given.get(&Field::Country).and_then(|cell| known.countries.find(cell));
    let is_french = country == Some("FR");
    for (field, cell) in given {
        match value(*field, cell, known, is_french) {
            Ok(value) => _ = values.insert(field.detail(), value),
            Err(reason) => wrong.push((*field, reason)),
        }
    }
    activity(known, &mut values, &mut wrong);
    let has = |field: Field| given.contains_key(&field);
    for field in [Field::Name, Field::Country] {
        if !has(field) {
            wrong.push((field, Reason::Missing));
        }
    }
    if is_french && !has(Field::Siret) && !has(Field::Uai) {
        wrong.push((Field::Siret, Reason::NeitherSiretNorUai));
    }
    if !has(Field::Naf) && !has(Field::Activity) {
        wrong.push((Field::Naf, Reason::NeitherNafNorActivity));
    }
    wrong.sort_by_key(|(field, _)| *field);
    (values, wrong)
}

/// A code of activity is nothing without its revision, which most tables do not tell.
fn activity(known: &Known, values: &mut Values, wrong: &mut Vec<(Field, Reason)>) {
    let told = values.remove(Field::NafRevision.detail());
    let Some(code) = values.remove(Field::Naf.detail()) else { return };
    match known.revision(&code, told.as_deref()) {
        Some(revision) => {
            values.insert(Field::NafRevision.detail(), revision.to_owned());
            values.insert(Field::Naf.detail(), code);
        }
        None if known.revision(&code, None).is_some() => wrong.push((Field::NafRevision, Reason::Naf)),
        None => wrong.push((Field::Naf, Reason::Naf)),
    }
}

fn value(field: Field, cell: &str, known: &Known, is_french: bool) -> Result<String, Reason> {
    let listed = |list: &List, reason| list.find(cell).map(str::to_owned).ok_or(reason);
    let kept = |is_good: bool, reason| if is_good { Ok(cell.to_owned()) } else { Err(reason) };
    if cell.chars().any(is_unseen) {
        return Err(Reason::ControlCharacters);
    } else if cell.chars().count() > field.longest() {
        return Err(Reason::TooLong { most: field.longest() });
    }
    match field {
        Field::Siret => siret(cell),
        Field::Uai => uai(cell).ok_or(Reason::Uai),
        Field::Naf => Ok(cell.to_uppercase()),
        Field::LegalCategory => listed(&known.legal_categories, Reason::LegalCategory),
        Field::Headcount => listed(&known.headcount_bands, Reason::Headcount),
        Field::Kind => listed(&known.kinds, Reason::Kind),
        Field::Country => listed(&known.countries, Reason::Country),
        Field::PostalCode => kept(!is_french || is_five_digits(cell), Reason::PostalCode),
        Field::Phone => kept(is_phone(cell), Reason::Phone),
        Field::Mail => kept(is_mail(cell), Reason::Mail),
        Field::Website => kept(is_website(cell), Reason::Website),
        Field::Name | Field::NafRevision | Field::Activity | Field::Address | Field::Town => {
            Ok(cell.to_owned())
        }
    }
}

fn siret(cell: &str) -> Result<String, Reason> {
    let digits: String = cell.chars().filter(|sign| !sign.is_whitespace()).collect();
    Siret::parse(&digits).map(String::from).map_err(|fault| match fault {
        SiretFault::Key => Reason::SiretKey,
        SiretFault::Digits if is_rounded(&digits) => Reason::SiretRounded,
        SiretFault::Digits => {
            let is_short = (9..14).contains(&digits.len());
            let has_key = is_short && Siret::parse(&format!("{digits:0>14}")).is_ok();
            if has_key { Reason::SiretZeros } else { Reason::SiretDigits }
        }
    })
}

/// `7,32829E+13`, as spreadsheets show a long number in a narrow column, and save it.
fn is_rounded(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = number.split_once([',', '.']).unwrap_or((number, "0"));
    is_number(whole) && is_number(part) && power.strip_prefix('+').is_some_and(is_number)
}

fn uai(cell: &str) -> Option<String> {
    let uai: String =
        cell.chars().filter(|sign| !sign.is_whitespace()).map(|sign| sign.to_ascii_uppercase()).collect();
    let (number, letter) = uai.split_at_checked(7)?;
    let is_good = number.bytes().all(|byte| byte.is_ascii_digit())
        && letter.len() == 1
        && letter.bytes().all(|byte| byte.is_ascii_uppercase());
    is_good.then_some(uai)
}

fn is_five_digits(cell: &str) -> bool {
    cell.len() == 5 && cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_phone(cell: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_digit() || sign.is_whitespace() || "+.()-/".contains(sign);
    cell.chars().all(is_sign) && cell.contains(|sign: char| sign.is_ascii_digit())
}

fn is_mail(cell: &str) -> bool {
    let is_odd = |sign: char| sign.is_whitespace() || "@,;:<>()[]\"\\".contains(sign);
    cell.split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && !user.contains(is_odd) && is_host(host))
}

fn is_website(cell: &str) -> bool {
    let cut = |scheme: &str| {
        let (start, rest) = cell.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    let address = cut("https://").or_else(|| cut("http://")).unwrap_or(cell);
    let (host, path) = address.split_at(address.find(['/', '?', '#', ':']).unwrap_or(address.len()));
    let port = path.strip_prefix(':').map(|path| path.split(['/', '?', '#']).next().unwrap_or_default());
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    is_host(host) && is_port && !path.contains(char::is_whitespace)
}

/// The name of a machine: words of letters, digits and hyphens, two at least.
fn is_host(host: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && !word.starts_with('-')
            && !word.ends_with('-')
            && word.chars().all(|sign| sign.is_alphanumeric() || sign == '-' || sign == '_')
    };
    host.contains('.') && host.split('.').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_that_a_spreadsheet_spoilt_is_told_as_such() {
        for (cell, reason) in [
            ("7,32829E+13", Reason::SiretRounded),
            ("7.32829320000740E+13", Reason::SiretRounded),
            ("7E+13", Reason::SiretRounded),
            ("5520135200014", Reason::SiretZeros),
            ("7328293200007", Reason::SiretDigits),
            ("732829320000E4", Reason::SiretDigits),
            ("73282932000075", Reason::SiretKey),
            ("à vérifier", Reason::SiretDigits),
        ] {
            assert_eq!(siret(cell), Err(reason), "{cell}");
        }
        assert_eq!(siret("732 829\u{a0}320 00074"), Ok("73282932000074".into()));
    }

    #[test]
    fn cells_are_what_they_say() {
        for good in ["+33 1 23 45 67 89", "(0)1.23-45/67", "0123456789"] {
            assert!(is_phone(good), "{good}");
        }
        for wrong in ["néant", "01 23 45 poste 6", "-", "=1+1"] {
            assert!(!is_phone(wrong), "{wrong}");
        }
        for good in ["a@b.fr", "jean.o'neil+stage@sous-domaine.exemple.fr", "é@université.fr"] {
            assert!(is_mail(good), "{good}");
        }
        for wrong in
            ["a", "a@b", "@b.fr", "a@b..fr", "a b@c.fr", "a@b.fr, c@d.fr", "a@b.fr\u{202e}", "a@@b.fr"]
        {
            assert!(!is_mail(wrong), "{wrong}");
        }
        for good in ["www.exemple.fr", "https://exemple.fr:8080/a?b=c#d", "HTTP://exemple.fr"] {
            assert!(is_website(good), "{good}");
        }
        for wrong in [
            "javascript:alert(1)",
            "exemple",
            "http://",
            "ftp://a.fr",
            "https://a.fr/b c",
            "a@b.fr",
            "http://a.fr:x/",
        ] {
            assert!(!is_website(wrong), "{wrong}");
        }
        assert_eq!(uai("0751717j").as_deref(), Some("0751717J"));
        assert_eq!(uai("075171J"), None);
        assert_eq!(tidy(" '=1+1 "), "=1+1");
        assert_eq!(tidy("1 rue A\r\n  BP 2"), "1 rue A BP 2");
    }
}
