//! What a register is asked, in its terms: a name and a place that words, or a sheet, tell apart.

use sqlx::PgConnection;

use crate::domain::organisation::registered::Looked;
use crate::domain::organisation::siret::Siret;
use crate::sis::{companies, sirene};
use crate::store::organisations;

/// What a register is asked: the place that words name, apart from what is named.
#[derive(Clone, Debug)]
pub struct Sought {
    pub(super) looked: Looked,
    name: String,
    town: String,
    postal_code: String,
    /// It is asked for in place of a duplicate.
    pub(super) is_moved: bool,
}

impl Sought {
    /// All that is looked for is a name.
    pub(super) fn plain(looked: &Looked) -> Self {
        let name = match looked {
            Looked::Named { name, .. } => name.clone(),
            _ => looked.asked().into_owned(),
        };
        Self {
            looked: looked.clone(),
            name,
            town: String::new(),
            postal_code: String::new(),
            is_moved: false,
        }
    }

    /// The establishment that has this number in place of the one that was asked for.
    pub(super) fn moved(to: &Siret) -> Self {
        Self { is_moved: true, ..Self::plain(&Looked::Siret(to.clone())) }
    }

    /// The words that name a commune, or are a postal code, say where: the others, of which there is one at least, say what.
    pub(super) async fn placed(conn: &mut PgConnection, looked: &Looked) -> Result<Self, sqlx::Error> {
        let plain = Self::plain(looked);
        match looked {
            Looked::Words(text) => {
                let (codes, mut words): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(is_code);
                if codes.len() > 1 || words.is_empty() {
                    return Ok(plain);
                }
                // Written out as the register does, whatever was typed.
                let town = organisations::town_in(conn, &words).await?.map(|(from, to, town)| {
                    words.drain(from..to.min(words.len()));
                    town
                });
                let town = town.unwrap_or_default();
                Ok(Self { name: words.join(" "), town, postal_code: codes.concat(), ..plain })
            }
            Looked::Named { name, town, postal_code } => {
                // Large firms have postal codes of their own, by which the register knows no place.
                let folded = town.to_lowercase();
                let own = folded.split_once("cedex").map(|(town, _)| town.trim_end());
                if own.is_none() && is_code(&postal_code.as_str()) {
                    return Ok(Self { postal_code: postal_code.clone(), ..plain });
                }
                let is_word = |word: &&str| !word.bytes().any(|sign| sign.is_ascii_digit());
                let town = own.unwrap_or(&folded).split_whitespace().filter(is_word);
                // What comes first of a name is no town.
                let words: Vec<&str> = name.split_whitespace().take(1).chain(town).collect();
                let found = organisations::town_in(conn, &words).await?.filter(|(from, ..)| *from > 0);
                Ok(Self { town: found.map(|(.., town)| town).unwrap_or_default(), ..plain })
            }
            Looked::Siret(_) | Looked::Siren(_) => Ok(plain),
        }
    }

    pub(super) fn is_placed(&self) -> bool {
        !self.town.is_empty() || !self.postal_code.is_empty()
    }

    /// As SIRENE is asked for it.
    pub(super) fn establishments(&self) -> sirene::Search {
        let search = match &self.looked {
            Looked::Siren(siren) => sirene::Search { siren: siren.clone(), ..Default::default() },
            _ => sirene::Search {
                name: self.name.clone(),
                town: self.town.clone(),
                postal_code: self.postal_code.clone(),
                ..Default::default()
            },
        };
        sirene::Search { only_active: true, ..search }
    }

    /// As the search of companies is asked for it, which looks for words in names and addresses alike.
    pub(super) fn companies(&self) -> companies::Search {
        let text = match &self.looked {
            // Without a code, what was typed says it all.
            Looked::Words(typed) if self.postal_code.is_empty() => typed.clone(),
            _ => [self.name.as_str(), &self.town].join(" ").trim_end().to_owned(),
        };
        let only_active = !matches!(self.looked, Looked::Siret(_));
        companies::Search { text, postal_code: self.postal_code.clone(), only_active }
    }
}

/// A postal code.
fn is_code(word: &&str) -> bool {
    word.len() == 5 && word.bytes().all(|sign| sign.is_ascii_digit())
}
