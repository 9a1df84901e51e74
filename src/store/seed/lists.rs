//! The entries of the reference lists that files point to, read once.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use sqlx::postgres::PgConnection;

use super::SeedError;
use super::rng::Rng;

/// Ids by list and by code or label.
#[derive(Debug)]
pub(super) struct Lists {
    ids: HashMap<(String, String), i32>,
    labels: HashMap<i32, String>,
    /// Health insurance offices of the region, then the others.
    offices: Vec<String>,
}

impl Lists {
    /// Reads them.
    pub(super) async fn read(conn: &mut PgConnection) -> Result<Self, SeedError> {
        let entries: Vec<(i32, String, String, String)> =
            sqlx::query_as("select id, list, code, label from guichet.list_entry order by id")
                .fetch_all(&mut *conn)
                .await?;
        let mut lists = Self { ids: HashMap::new(), labels: HashMap::new(), offices: Vec::new() };
        for (id, list, code, label) in entries {
            lists.ids.entry((list.clone(), label.clone())).or_insert(id);
            if !code.is_empty() {
                lists.ids.insert((list, code), id);
            }
            lists.labels.insert(id, label);
        }
        lists.offices = sqlx::query_scalar(
            "select label from guichet.cpam order by label !~ '(Somme|Aisne|Oise)$', label collate \"C\"",
        )
        .fetch_all(conn)
        .await?;
        Ok(lists)
    }

    /// The entry of a list with this code or label.
    pub(super) fn id(&self, list: &str, entry: &str) -> Result<i32, SeedError> {
        self.ids
            .get(&(list.to_owned(), entry.to_owned()))
            .copied()
            .ok_or_else(|| SeedError::MissingEntry { list: list.to_owned(), entry: entry.to_owned() })
    }

    /// The labels of the entries that a file refers to, as its submission freezes them.
    pub(super) fn labels(&self, entries: &[(&str, Option<i32>)]) -> String {
        let labels: BTreeMap<&str, &String> =
            entries.iter().filter_map(|(field, id)| Some((*field, self.labels.get(id.as_ref()?)?))).collect();
        json!(labels).to_string()
    }

    /// The health insurance office of a student: mostly one of the region's.
    pub(super) fn cpam(&self, rng: &mut Rng) -> Option<&str> {
        let near = if rng.chance(0.8) { 3 } else { self.offices.len() };
        self.offices.get(rng.below(near.min(self.offices.len()))).map(String::as_str)
    }
}
