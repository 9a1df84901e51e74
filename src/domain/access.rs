//! Who is at the desk: the person, and the kinds of scope through which they read files. The database decides what
//! they may do; the desk uses this to ask the right questions and to explain.

/// The person behind the session, as the database knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Number of the person.
    pub id: i32,
    /// "Claire MARTIN".
    pub name: String,
    /// Codes of their roles.
    pub roles: Vec<String>,
    /// Rights, as `FUNCTION.act`.
    pub rights: Vec<String>,
    /// Name of the establishment.
    pub establishment: String,
    /// What they see, by kind of scope.
    pub scope: Scope,
    /// Codes of the centres they are attached to.
    pub centre_codes: Vec<String>,
}

impl Person {
    /// Whether one of their roles holds this right, such as `CONVENTION.validate`.
    pub fn holds(&self, right: &str) -> bool {
        self.rights.iter().any(|held| held == right)
    }
}

/// The arrays of the database's policies: through what a person reads files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Centres.
    pub centres: Vec<i32>,
    /// Supervisors: themselves and those they stand in for.
    pub supervised: Vec<i32>,
    /// Étapes, as programme head.
    pub etapes: Vec<i32>,
    /// Themselves, as a student.
    pub student: Option<i32>,
}
