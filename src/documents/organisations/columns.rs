//! The columns of a table of hosts: what ESUP-Stage calls them, and what our own tables call them in French and in
//! English. A name is known whatever its case, accents, spaces and signs.

use crate::domain::fold::fold;

/// What a column tells of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the fields are the field's own words; see the domain glossary")]
pub enum Field {
    Name,
    Siret,
    Uai,
    Naf,
    NafRevision,
    Activity,
    LegalCategory,
    Headcount,
    Kind,
    Address,
    PostalCode,
    Town,
    Country,
    Phone,
    Mail,
    Website,
}

/// In which words the columns are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// Ours, in French.
    #[default]
    French,
    /// Ours, in English.
    English,
    /// Those of ESUP-Stage.
    Esup,
}

impl Field {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 16] = [
        Self::Name,
        Self::Siret,
        Self::Uai,
        Self::Naf,
        Self::NafRevision,
        Self::Activity,
        Self::LegalCategory,
        Self::Headcount,
        Self::Kind,
        Self::Address,
        Self::PostalCode,
        Self::Town,
        Self::Country,
        Self::Phone,
        Self::Mail,
        Self::Website,
    ];

    /// Its names: the detail of a host in the database, ESUP-Stage's column, our columns in French and in English.
    fn called(self) -> [&'static str; 4] {
        match self {
            Self::Name => ["name", "RaisonSociale", "Raison sociale", "Name"],
            Self::Siret => ["siret", "NumeroSiret", "SIRET", "SIRET"],
            Self::Uai => ["uai", "NumeroRNE", "UAI", "UAI"],
            Self::Naf => ["naf_code", "CodeAPE", "Code NAF", "NAF code"],
            Self::NafRevision => ["naf_revision", "RevisionNAF", "Révision NAF", "NAF revision"],
            Self::Activity => ["activity", "ActivitePrincipale", "Activité", "Activity"],
            Self::LegalCategory => ["legal_category", "StatutJuridique", "Forme juridique", "Legal category"],
            Self::Headcount => ["headcount_band", "Effectif", "Effectif", "Headcount"],
            Self::Kind => ["kind", "TypeStructure", "Type", "Kind"],
            Self::Address => ["address", "Voie", "Adresse", "Address"],
            Self::PostalCode => ["postal_code", "CodePostal", "Code postal", "Postal code"],
            Self::Town => ["town", "Commune", "Commune", "Town"],
            Self::Country => ["country_code", "Pays", "Pays", "Country"],
            Self::Phone => ["phone", "Telephone", "Téléphone", "Phone"],
            Self::Mail => ["mail", "Mail", "Courriel", "Mail"],
            Self::Website => ["website", "SiteWeb", "Site web", "Website"],
        }
    }

    /// Its name among the details of a host in the database.
    pub fn detail(self) -> &'static str {
        let [detail, ..] = self.called();
        detail
    }

    /// The column of ESUP-Stage.
    pub fn esup(self) -> &'static str {
        self.title(Names::Esup)
    }

    /// The column that tells it.
    pub fn title(self, names: Names) -> &'static str {
        let [_, esup, french, english] = self.called();
        match names {
            Names::French => french,
            Names::English => english,
            Names::Esup => esup,
        }
    }

    /// Characters that it has at most. The database would cut a longer text without a word.
    pub(super) fn longest(self) -> usize {
        match self {
            Self::PostalCode => 10,
            Self::Phone => 50,
            Self::Mail => 254,
            _ => 300,
        }
    }

    fn of(title: &str) -> Option<Self> {
        let title = key(title);
        Self::ALL.into_iter().find(|field| field.called().iter().any(|called| key(called) == title))
    }
}

impl Names {
    /// The words that most columns of a file are in.
    pub(super) fn of(titles: &[String]) -> Self {
        let own = |names: Self| {
            let is_own =
                |title: &&String| Field::ALL.iter().any(|field| field.title(names) == title.as_str());
            titles.iter().filter(is_own).count()
        };
        [Self::English, Self::French, Self::Esup]
            .into_iter()
            .max_by_key(|names| own(*names))
            .unwrap_or_default()
    }
}

/// What a text is compared by: lower case, no accents, nothing but letters and digits.
pub(super) fn key(text: &str) -> String {
    fold(text).chars().filter(|sign| sign.is_alphanumeric()).collect()
}

/// What the columns of a file are, from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// One that is read.
    Read(Field),
    /// One that says nothing to us.
    Ignored,
    /// Ours, of the reasons for which lines were refused last time.
    Reasons,
}

/// The column of the reasons.
pub(super) fn reasons_title(names: Names) -> &'static str {
    match names {
        Names::French | Names::Esup => "Motifs du refus",
        Names::English => "Reasons for refusal",
    }
}

impl Column {
    pub(super) fn of(title: &str) -> Self {
        let is_reasons = |names| key(title) == key(reasons_title(names));
        match Field::of(title) {
            Some(field) => Self::Read(field),
            None if is_reasons(Names::French) || is_reasons(Names::English) => Self::Reasons,
            None => Self::Ignored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_column_is_known_however_it_is_spelled() {
        for (title, field) in [
            ("NumeroRNE", Field::Uai),
            ("  numéro_siret ", Field::Siret),
            ("CODE A.P.E.", Field::Naf),
            ("telephone", Field::Phone),
            ("Révision  NAF", Field::NafRevision),
            ("country_code", Field::Country),
            ("Postal code", Field::PostalCode),
        ] {
            assert_eq!(Column::of(title), Column::Read(field), "{title}");
        }
        assert_eq!(Column::of("Fax"), Column::Ignored);
        assert_eq!(Column::of(""), Column::Ignored);
        assert_eq!(Column::of("motifs du refus"), Column::Reasons);
    }

    #[test]
    fn no_name_is_that_of_two_columns() {
        let mut seen: BTreeMap<String, Field> = BTreeMap::new();
        for field in Field::ALL {
            for called in field.called() {
                assert_eq!(*seen.entry(key(called)).or_insert(field), field, "{called}");
            }
        }
    }
}
