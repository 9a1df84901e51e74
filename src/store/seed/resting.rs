//! What would work row by row during the load rests, and works once at its end: triggers, since the projection is
//! rebuilt; foreign keys and indexes, since checking and sorting whole tables takes a third of the time.

use sqlx::AssertSqlSafe;
use sqlx::postgres::PgConnection;

/// Tables whose triggers rest.
const TABLES: [&str; 20] = [
    "convention",
    "convention_text",
    "convention_student",
    "convention_step",
    "convention_signature",
    "convention_return",
    "convention_check",
    "interruption",
    "week_pattern",
    "note",
    "host_service",
    "contact",
    "student",
    "supervisor",
    "etape",
    "centre",
    "person",
    "amendment",
    "amendment_motive",
    "amendment_check",
];

/// The foreign keys between the owner's tables, and the indexes on them that no constraint needs: how each goes, and
/// how it comes back. Those from the history stay, since it is not the owner's.
const KEYS: &str = "
    select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname),
      format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
    from pg_constraint k join pg_class t on t.oid = k.conrelid
    where k.contype = 'f' and t.relnamespace = 'guichet'::regnamespace and t.relowner = 'guichet_owner'::regrole
    order by k.conrelid, k.conname";
const INDEXES: &str = "
    select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
    from pg_index i join pg_class t on t.oid = i.indrelid
    where not i.indisunique and t.relnamespace = 'guichet'::regnamespace and t.relowner = 'guichet_owner'::regrole
      and t.relname like any (array['convention%', 'student%', 'enrolment', 'host%', 'contact', 'interruption', 'week_pattern'])
    order by i.indexrelid";

/// What is to be made again.
#[derive(Debug)]
pub(super) struct Resting {
    keys: Vec<String>,
    indexes: Vec<String>,
}

impl Resting {
    /// Puts them to rest. All comes back by itself if the transaction fails.
    pub(super) async fn begin(conn: &mut PgConnection) -> Result<Self, sqlx::Error> {
        triggers(conn, "disable").await?;
        Ok(Self { keys: drop(conn, KEYS).await?, indexes: drop(conn, INDEXES).await? })
    }

    /// The indexes come back when the tables are full: the checks of the keys read through them.
    pub(super) async fn end(self, conn: &mut PgConnection) -> Result<(), sqlx::Error> {
        for statement in self.indexes.into_iter().chain(self.keys) {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *conn).await?;
        }
        triggers(conn, "enable").await
    }
}

async fn triggers(conn: &mut PgConnection, what: &str) -> Result<(), sqlx::Error> {
    let statements: Vec<String> =
        TABLES.iter().map(|table| format!("alter table guichet.{table} {what} trigger user")).collect();
    sqlx::raw_sql(AssertSqlSafe(statements.join(";"))).execute(conn).await?;
    Ok(())
}

async fn drop(conn: &mut PgConnection, which: &'static str) -> Result<Vec<String>, sqlx::Error> {
    let found: Vec<(String, String)> = sqlx::query_as(which).fetch_all(&mut *conn).await?;
    let (gone, back): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    sqlx::raw_sql(AssertSqlSafe(gone.join(";"))).execute(conn).await?;
    Ok(back)
}
