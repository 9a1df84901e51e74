//! The history proves itself: what was changed behind the program's back is found and named, by code that trusts none
//! of the database's functions.

use sqlx::{Connection, Executor};

use crate::support::server::Database;

#[tokio::test]
async fn administrative_entries_chain_in_the_order_of_their_commits() {
    let database = Database::empty().await;
    let (mut one, mut other) = (database.owner().await, database.owner().await);
    let append = "select guichet.append_admin('test', '{}')";
    let mut first = one.begin().await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i32>(append).fetch_one(&mut *first).await.unwrap(), 1);
    let waits =
        tokio::spawn(
            async move { sqlx::query_scalar::<_, i32>(append).fetch_one(&mut other).await.unwrap() },
        );
    // The other waits for the number that the first has taken; then it takes the next.
    let mut dba = database.dba().await;
    let waiting = "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')";
    while !sqlx::query_scalar::<_, bool>(waiting).fetch_one(&mut dba).await.unwrap() {
        tokio::task::yield_now().await;
    }
    first.commit().await.unwrap();
    assert_eq!(waits.await.unwrap(), 2);
    let broken: i64 = sqlx::query_scalar(
        "select count(*) from guichet.admin_history h left join guichet.admin_history p on p.seq = h.seq - 1
         where h.hash <> guichet.admin_hash(p.hash, h.seq, h.at, h.person_id, h.login, h.verb, h.details)",
    )
    .fetch_one(&mut dba)
    .await
    .unwrap();
    assert_eq!(broken, 0);
    for statement in ["update guichet.admin_history set verb = 'x'", "delete from guichet.admin_history"] {
        let error = one.execute(statement).await.expect_err(statement);
        assert_eq!(error.as_database_error().and_then(|e| e.code()).as_deref(), Some("42501"), "{statement}");
    }
}
