//! The reference lists that the program carries, loaded after each migration. What is there stays as it is: an
//! institution edits its lists and its rights; only what is missing comes.

use std::io::Read;

use sqlx::{AssertSqlSafe, PgConnection};

use super::Result;
use crate::domain::gratification::known_ceilings;

/// One list: its file, and the statement that takes its columns as arrays of text.
struct List {
    csv: &'static str,
    columns: usize,
    insert: &'static str,
}

macro_rules! csv {
    ($name:literal) => {
        include_str!(concat!("../../migrations/nomenclatures/", $name, ".csv"))
    };
}

const LISTS: [List; 8] = [
    List {
        csv: csv!("communes"),
        columns: 2,
        insert: "guichet.commune (name, postal_code) select a, b from given",
    },
    List {
        csv: csv!("countries"),
        columns: 5,
        insert: "guichet.country (iso2, label, status) select a, c, d from given",
    },
    List {
        csv: csv!("cpam"),
        columns: 3,
        insert: "guichet.cpam (region, label, address) select a, b, c from given",
    },
    List {
        csv: csv!("naf_rev2"),
        columns: 3,
        insert: "guichet.naf (code, label, section, revision) select a, b, nullif(c, ''), 'rev2' from given",
    },
    List {
        csv: csv!("naf_2025"),
        columns: 3,
        insert: "guichet.naf (code, label, section, revision) select a, b, nullif(c, ''), '2025' from given",
    },
    List {
        csv: csv!("legal_categories"),
        columns: 2,
        insert: "guichet.legal_category (code, label) select a, b from given",
    },
    List {
        csv: csv!("headcount_bands"),
        columns: 4,
        insert: "guichet.headcount_band (code, label, low, high) select a, b, c::integer, nullif(d, '')::integer from given",
    },
    List {
        csv: csv!("lists"),
        columns: 4,
        insert: "guichet.list_entry (list, code, label, retired) select a, b, c, d = 'retired' from given",
    },
];

/// The standard roles, each with how far it sees.
const ROLES: [(&str, &str); 7] = [
    ("ADM", "all"),
    ("CONSULTATION", "all"),
    ("RESP_GES", "centre"),
    ("GES", "centre"),
    ("ENS", "supervised"),
    ("RESP_PEDA", "programme"),
    ("ETU", "own"),
];

const RIGHTS: List = List {
    csv: csv!("default_rights"),
    columns: 7,
    insert: "guichet.role_right (role, function, can_read, can_create, can_modify, can_delete, can_validate)
             select a, b, c = '1', d = '1', e = '1', f = '1', g = '1' from given",
};

/// Loads what is missing, on a connection that acts as the owner.
///
/// # Errors
/// When the server refuses a row.
pub async fn load(connection: &mut PgConnection) -> Result<()> {
    for list in &LISTS {
        insert(connection, list).await?;
    }
    let (roles, scopes): (Vec<&str>, Vec<&str>) = ROLES.into_iter().unzip();
    sqlx::query("insert into guichet.app_role (code, scope) select * from unnest($1::text[], $2::text[]) on conflict do nothing")
        .bind(roles)
        .bind(scopes)
        .execute(&mut *connection)
        .await?;
    let (days, euros): (Vec<_>, Vec<_>) = known_ceilings().into_iter().unzip();
    sqlx::query("insert into guichet.hourly_ceiling (valid_from, euros) select * from unnest($1::date[], $2::numeric[]) on conflict do nothing")
        .bind(days)
        .bind(euros)
        .execute(&mut *connection)
        .await?;
    insert(connection, &RIGHTS).await
}

async fn insert(connection: &mut PgConnection, list: &List) -> Result<()> {
    let names: Vec<&str> = ["a", "b", "c", "d", "e", "f", "g"].into_iter().take(list.columns).collect();
    let arrays: Vec<String> = (1..=list.columns).map(|n| format!("${n}::text[]")).collect();
    let sql = format!(
        "with given ({}) as (select * from unnest({})) insert into {} on conflict do nothing",
        names.join(", "),
        arrays.join(", "),
        list.insert
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for column in columns(list.csv.as_bytes(), list.columns)? {
        query = query.bind(column);
    }
    query.execute(connection).await.map(|_| ())
}

/// A band of headcounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// SIRENE's code.
    pub code: String,
    /// What people call it.
    pub label: String,
    /// The least that it stands for.
    pub low: u32,
    /// The most; none in the last band.
    pub high: Option<u32>,
}

/// The bands of headcounts that the program carries, for whoever has no database at hand.
pub fn headcount_bands() -> Vec<Band> {
    let records = csv::Reader::from_reader(csv!("headcount_bands").as_bytes()).into_records();
    let band = |record: csv::StringRecord| {
        let mut cells = record.iter();
        let (code, label) = (cells.next()?.to_owned(), cells.next()?.to_owned());
        let (low, high) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok());
        Some(Band { code, label, low, high })
    };
    records.flatten().filter_map(band).collect()
}

/// The columns of a file, each as its values in order.
fn columns(csv: impl Read, count: usize) -> Result<Vec<Vec<String>>> {
    let mut columns = vec![Vec::new(); count];
    for record in csv::Reader::from_reader(csv).records() {
        let record = record.map_err(|error| sqlx::Error::Decode(error.into()))?;
        for (column, value) in columns.iter_mut().zip(record.iter()) {
            column.push(value.to_owned());
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_as_many_columns_as_it_says() {
        for list in LISTS.iter().chain([&RIGHTS]) {
            let header = list.csv.lines().next().unwrap();
            assert_eq!(header.split(',').count(), list.columns, "{header}");
            let columns = columns(list.csv.as_bytes(), list.columns).unwrap();
            assert!(columns.iter().all(|column| column.len() == columns[0].len()), "{header}");
            assert!(columns[0].iter().all(|key| !key.is_empty()), "{header}");
        }
        let bands = headcount_bands();
        assert_eq!(bands.len(), csv!("headcount_bands").lines().count() - 1);
        assert_eq!(bands.iter().filter(|band| band.high.is_none()).count(), 1);
    }
}
