//! The rows that go with one: those of the same organisation, or amendments of the same motive.

use crate::domain::amendment::Motive;
use crate::domain::filter::{Column, Op, Term};
use crate::domain::row::{Row, SortColumn};

/// What a group of rows has in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// The host, by its name and its town.
    Host(String, String),
    /// The first motive.
    Motive(Motive),
}

impl Group {
    /// The group of a row: by motive where the list is ordered so. A file without a host goes with nothing.
    pub fn of(row: &Row, order: SortColumn) -> Option<Self> {
        match first_motive(row) {
            Some(motive) if order == SortColumn::Motive => Some(Self::Motive(motive)),
            _ if row.organisation.is_empty() => None,
            _ => Some(Self::Host(row.organisation.clone(), row.town.clone())),
        }
    }

    /// Whether a row is of it.
    pub fn holds(&self, row: &Row) -> bool {
        match self {
            Self::Host(name, town) => row.organisation == *name && row.town == *town,
            Self::Motive(motive) => first_motive(row) == Some(*motive),
        }
    }

    /// What lets all of it through, and little else.
    pub fn term(&self) -> Term {
        let (column, op, value) = match self {
            Self::Host(name, _) => (Column::Organisation, Op::Has, name.clone()),
            Self::Motive(motive) => (Column::Amends, Op::Eq, motive.code().to_owned()),
        };
        Term { column, op, value, not: false }
    }
}

fn first_motive(row: &Row) -> Option<Motive> {
    row.amendment.as_ref()?.motives.first().copied()
}
