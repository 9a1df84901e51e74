//! What a list may be narrowed by: terms over the columns of a list row. The language people type compiles to these;
//! the database answers exactly these.

use serde::Serialize;

use super::convention::coded;

coded! {
    /// A column a term looks at.
    Column {
        /// Every word of the row: names, numbers, place.
        Words = "words",
        /// Name of the student.
        Student = "student_key",
        /// Number of the student.
        StudentNumber = "student_number",
        /// Name of the host organisation.
        Organisation = "organisation_key",
        /// Name of the supervisor.
        Supervisor = "supervisor_key",
        /// Number of the convention.
        Number = "convention_id",
        /// Code of the étape.
        Etape = "etape_code",
        /// Code of the centre.
        Centre = "centre_code",
        /// Town of the host.
        Town = "town",
        /// Country of the host (ISO 3166-1 alpha-2).
        Country = "country_code",
        /// Name of the host's country.
        CountryName = "country_key",
        /// Code of the composante.
        Composante = "composante_code",
        /// Code of the type of convention.
        Type = "type_code",
        /// Legal regime.
        Regime = "regime",
        /// First civil year of the university year.
        Year = "year",
        /// The file axis.
        FileState = "file_state",
        /// The signature axis.
        SignatureState = "signature_state",
        /// The queue the file stands in.
        Queue = "queue",
        /// First day.
        Start = "start_date",
        /// Last day.
        End = "end_date",
        /// When it came to stand where it stands.
        Since = "since",
        /// Day until which it is held.
        HoldUntil = "hold_until",
        /// The worst finding: blocking, warning, ok, or none while the rules have not run.
        Finding = "finding",
        /// Where the internship stands on the day: to_come, running or ended.
        Internship = "internship",
        /// Hours of presence.
        Hours = "total_hours",
        /// What an amendment changes: a motive, or a field.
        Amends = "amends",
        /// The day on which it takes effect.
        Effective = "effective_from",
        /// The threshold of hours that it crosses.
        Crosses = "crosses",
        /// Confidential internship.
        Confidential = "confidential",
        /// Resubmitted after a return.
        Corrected = "corrected",
        /// With a gratification.
        Gratification = "gratification",
    }
}

coded! {
    /// How a term compares.
    Op {
        /// The column's words contain the value, accents and case folded.
        Has = "has",
        /// A word of the column begins with the value.
        Begins = "begins",
        /// Equal.
        Eq = "eq",
        /// Less, or before.
        Lt = "lt",
        /// Less or equal.
        Le = "le",
        /// More, or after.
        Gt = "gt",
        /// More or equal.
        Ge = "ge",
        /// From a value to another, both included: `low..high`.
        Between = "between",
    }
}

/// One condition on a row; a list shows the rows that meet all of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Term {
    /// The column.
    pub column: Column,
    /// The comparison.
    pub op: Op,
    /// The value, as text: dates in ISO form, numbers with a point.
    pub value: String,
    /// Whether the row must *not* meet it.
    pub not: bool,
}
