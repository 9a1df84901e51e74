//! Every recorded query prepares on a migrated server as a person: what compiled is what the database has.

use guichet::store::seed::DemoRole;
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

use crate::support::server::Database;

#[tokio::test]
async fn every_recorded_query_prepares() {
    let mut person = Database::university().await.person(DemoRole::Clerk).await;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/.sqlx");
    let mut prepared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let recorded: serde_json::Value = serde_json::from_str(&text).unwrap();
        let query = recorded["query"].as_str().unwrap().to_owned();
        let shown = query.clone();
        person
            .prepare(AssertSqlSafe(query).into_sql_str())
            .await
            .unwrap_or_else(|error| panic!("{shown}: {error}"));
        prepared += 1;
    }
    assert!(prepared >= 10, "{prepared} recorded queries");
}
