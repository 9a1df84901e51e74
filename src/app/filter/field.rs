//! The fields a filter may name, in both languages, and the words that the listed ones take.

use crate::domain::fold::fold;
use crate::i18n::Lang;

/// What a field holds, and so what may follow its colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Words: `étudiant:benali`.
    Text,
    /// A number: `n°:28413`, `n°:>28000`, `n°:28000..29000`.
    Number,
    /// A date: `début:>=01/03/2026`.
    Date,
    /// How long ago: `depuis:>10j`, or a date.
    Age,
    /// One word of a list: `état:validée`.
    Listed(&'static [Word]),
}

/// One word of a list: its French name, its English name.
pub type Word = (&'static str, &'static str);

/// Declares the fields with their kind, names and aliases.
macro_rules! fields {
    ($( $(#[$doc:meta])* $field:ident = $kind:expr, $fr:literal, $en:literal, $aliases:expr; )+) => {
        /// A field of a convention that a filter may name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Field { $( $(#[$doc])* $field, )+ }

        impl Field {
            /// Every field.
            pub const ALL: &[Self] = &[ $( Self::$field, )+ ];

            /// What it holds.
            pub fn kind(self) -> FieldKind {
                match self { $( Self::$field => $kind, )+ }
            }

            /// Its name in a language.
            pub fn name(self, lang: Lang) -> &'static str {
                match (self, lang) { $( (Self::$field, Lang::Fr) => $fr, (Self::$field, Lang::En) => $en, )+ }
            }

            /// Other names people give it, in either language, folded.
            fn aliases(self) -> &'static [&'static str] {
                match self { $( Self::$field => &$aliases, )+ }
            }
        }
    };
}

fields! {
    /// The number of the convention.
    Number = FieldKind::Number, "n°", "id", ["no", "num", "numero", "number"];
    /// The student's name, number or INE.
    Student = FieldKind::Text, "étudiant", "student", ["etudiante", "etu", "nom", "name", "ine"];
    /// The host organisation: its name, town or SIRET.
    Host = FieldKind::Text, "organisme", "host", ["entreprise", "accueil", "org", "company", "siret"];
    /// The étape.
    Etape = FieldKind::Text, "étape", "programme", ["vet", "formation"];
    /// The centre in charge.
    Centre = FieldKind::Text, "centre", "centre", ["center", "cg"];
    /// The UFR or composante.
    Ufr = FieldKind::Text, "ufr", "faculty", ["composante"];
    /// The supervisor.
    Supervisor = FieldKind::Text, "enseignant", "supervisor", ["enseignante", "ens", "referent", "teacher"];
    /// The first day.
    Start = FieldKind::Date, "début", "start", ["deb", "commence", "begin"];
    /// The last day.
    End = FieldKind::Date, "fin", "end", ["termine"];
    /// How long the file has waited where it is.
    Since = FieldKind::Age, "depuis", "since", ["attente", "age", "waiting"];
    /// The state of the file.
    State = FieldKind::Listed(STATES), "état", "state", ["statut", "status", "dossier"];
    /// Where its signature stands.
    Signature = FieldKind::Listed(SIGNATURES), "signature", "signature", ["sign", "signe"];
    /// Where the internship itself stands.
    Internship = FieldKind::Listed(INTERNSHIPS), "stage", "internship", ["deroulement"];
    /// The worst finding of its rules.
    Finding = FieldKind::Listed(FINDINGS), "contrôle", "finding", ["controles", "findings", "check"];
    /// The type of convention.
    Type = FieldKind::Text, "type", "type", ["nature"];
    /// The country of the internship.
    Country = FieldKind::Text, "pays", "country", [];
    /// Why it is amended: what an amendment changes.
    Amends = FieldKind::Listed(MOTIVES), "modifie", "changes", ["motif", "avenant", "amends", "motive"];
    /// The day on which an amendment takes effect.
    Effective = FieldKind::Date, "effet", "effect", ["prise-d-effet", "effective"];
    /// The threshold of hours that an amendment crosses: 308 or 924.
    Crosses = FieldKind::Number, "seuil", "threshold", ["franchit", "crosses"];
    /// The university year, by its first civil year.
    Year = FieldKind::Number, "année", "year", ["an", "promo"];
}

/// The states of a file, in the order of its life.
pub const STATES: &[Word] = &[
    ("brouillon", "draft"),
    ("déposée", "submitted"),
    ("à-corriger", "to-correct"),
    ("en-validation", "in-validation"),
    ("validée", "validated"),
    ("annulée", "cancelled"),
];

/// Where a signature may stand.
pub const SIGNATURES: &[Word] = &[
    ("non-envoyée", "not-sent"),
    ("en-cours", "under-way"),
    ("refusée", "refused"),
    ("partielle", "partial"),
    ("signée", "signed"),
];

/// Where an internship may stand.
pub const INTERNSHIPS: &[Word] = &[("à-venir", "to-come"), ("en-cours", "running"), ("terminé", "ended")];

/// Why a convention may be amended.
pub const MOTIVES: &[Word] = &[
    ("rupture", "early-end"),
    ("période", "period"),
    ("horaires", "hours"),
    ("sujet", "subject"),
    ("gratification", "allowance"),
    ("lieu", "place"),
    ("tuteur", "tutor"),
    ("référent", "supervisor"),
    ("signataire", "signatory"),
    ("autre", "other"),
];

/// How bad the worst finding is.
pub const FINDINGS: &[Word] =
    &[("bloquant", "blocking"), ("avertissement", "warning"), ("ok", "ok"), ("aucun", "none")];

impl Field {
    /// The field with this name or alias, in either language; case and accents do not count.
    pub fn named(text: &str) -> Option<Self> {
        let wanted = fold(text);
        Self::ALL.iter().copied().find(|field| {
            Lang::ALL.iter().any(|&lang| fold(field.name(lang)) == wanted)
                || field.aliases().contains(&&*wanted)
        })
    }

    /// Every name it answers to.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Lang::ALL.into_iter().map(move |lang| self.name(lang)).chain(self.aliases().iter().copied())
    }
}

/// The place in its list of a word in either language: `validee`, `VALIDATED`, `à corriger`.
pub(super) fn listed(words: &[Word], text: &str) -> Option<usize> {
    let plain = |text: &str| fold(text).replace(' ', "-");
    let wanted = plain(text);
    words.iter().position(|(fr, en)| plain(fr) == wanted || plain(en) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn no_two_fields_answer_to_one_name() {
        let mut seen = HashMap::new();
        for &field in Field::ALL {
            for name in field.names() {
                let before = seen.insert(fold(name), field);
                assert!(before.is_none_or(|other| other == field), "{name}: {before:?} and {field:?}");
                assert_eq!(Field::named(name), Some(field));
            }
        }
    }

    #[test]
    fn words_are_found_in_either_language() {
        for (text, place) in [("VALIDÉE", 4), ("to correct", 2), ("a-corriger", 2), ("draft", 0)] {
            assert_eq!(listed(STATES, text), Some(place), "{text}");
        }
        assert_eq!(listed(STATES, "perdue"), None);
    }
}
