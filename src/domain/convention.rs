//! The words of a convention: its states on three axes, its steps, its legal regime.

/// Declares an enum whose variants have one stable code each: the database's word, and the end of a text id.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $code)] $variant),+
        }

        impl $name {
            /// Every value, in the order of the field's life.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The database's word for it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value that a code names.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// The file axis: where the contract stands in its validation.
    FileState {
        /// Being written; nobody else sees it.
        Draft = "draft",
        /// Handed in (*déposée*), no step done.
        Submitted = "submitted",
        /// Returned to its author (*à corriger*).
        ToCorrect = "to_correct",
        /// At least one step done.
        InValidation = "in_validation",
        /// Every step done.
        Validated = "validated",
        /// Given up before it began.
        Cancelled = "cancelled",
    }
}

coded! {
    /// The signature axis.
    SignatureState {
        /// Not sent to anyone.
        NotSent = "not_sent",
        /// Sent, nobody has signed yet.
        UnderWay = "under_way",
        /// Somebody refused to sign.
        Refused = "refused",
        /// Some have signed.
        Partial = "partial",
        /// Everybody has signed.
        Signed = "signed",
    }
}

coded! {
    /// A validation step; each centre enables and orders its own.
    StepKind {
        /// By the supervisor or a programme head.
        Pedagogical = "pedagogical",
        /// Administrative check, by the centre.
        Check = "check",
        /// Administrative validation, by the centre.
        Administrative = "administrative",
    }
}

coded! {
    /// The legal regime of a file (Code de l'éducation, L124-1 and following).
    Regime {
        /// Student internship in France.
        Initial = "initial",
        /// During a gap period.
        Cesure = "cesure",
        /// Host outside France.
        Abroad = "abroad",
        /// Out of L124-1: lifelong training, apprenticeship, auditeur libre.
        Outside = "outside",
    }
}

coded! {
    /// How grave a finding is.
    Severity {
        /// Refuses every act until a manager passes it.
        Blocking = "blocking",
        /// Shown, refuses nothing.
        Warning = "warning",
        /// Told.
        Information = "information",
    }
}
