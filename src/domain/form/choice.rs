//! What one chooses among while writing a file.

use crate::domain::act::Refusal;

/// Something that a field may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its number.
    pub id: i32,
    /// Its name.
    pub label: String,
    /// What tells it from others of the same name.
    pub detail: String,
}

/// An enrolment for which a convention may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// Its number.
    pub id: i32,
    /// First civil year of its university year.
    pub year: i32,
    /// Code of the étape.
    pub code: String,
    /// Label of the étape.
    pub label: String,
    /// Regime of enrolment, which is the type of convention.
    pub regime: String,
    /// It is for a césure.
    pub is_cesure: bool,
    /// The centre that would be in charge; none when nothing places the étape.
    pub centre: Option<String>,
    /// What places it there: `etape`, `composante` or `establishment`.
    pub placed_by: Option<String>,
    /// How many drafts there are for it.
    pub drafts: i32,
}

/// An entry of a list that an institution edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: i32,
    /// The list.
    pub list: String,
    /// Its label.
    pub label: String,
}

/// The lists that fields take their entries from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Entries of the institution's lists, those retired left out.
    pub entries: Vec<Entry>,
    /// Countries: ISO code and name.
    pub countries: Vec<(String, String)>,
    /// Health insurance funds: name and region.
    pub cpams: Vec<(String, String)>,
}

/// The number of what was made, or why it was not.
pub type Made = Result<i32, Box<Refusal>>;

/// A student of a group for whom a draft is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their number.
    pub number: String,
    /// SIRET of the host of their own; empty for that of the others.
    pub host: String,
    /// The subject of their own; empty for that of the others.
    pub subject: String,
}

/// What is added to the hosts while a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newcomer {
    /// A host organisation.
    Organisation,
    /// A service of this organisation.
    Service(i32),
    /// Somebody in this service.
    Contact(i32),
}
