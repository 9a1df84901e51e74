//! Bringing the schema up to date, forward only, and saying where it stands. The migrations are carried by the
//! program; the table that remembers them is `guichet._migrations`.

use serde::Serialize;
use sqlx::migrate::{Migrate, MigrateError as RunError, Migration, Migrator};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor, Row};

use super::nomenclature;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

const TABLE: &str = "guichet._migrations";

/// Why the schema was not brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The login may not act as the owners of the schema.
    #[error("{login} is not a member of {role}")]
    NotAMember {
        /// The login.
        login: String,
        /// The role that it needs.
        role: &'static str,
    },
    /// The roles or the schema are not there yet.
    #[error("the roles and the schema are not there yet")]
    NotPrepared,
    /// Someone else migrates at this moment.
    #[error("another migration is running")]
    Busy,
    /// A migration was changed after it was applied.
    #[error("migration {0} was changed after it was applied")]
    Changed(i64),
    /// The database knows a migration that this program does not: it was migrated by a newer one.
    #[error("the database was migrated by a newer program: {0} is unknown here")]
    Newer(i64),
    /// The schema is neither before nor after a migration.
    #[error("the schema is half applied: {0}")]
    Half(Half),
    /// A migration failed; it has been undone.
    #[error("migration {version} failed, and was undone: {source}")]
    Failed {
        /// Which one.
        version: i64,
        /// What the server said.
        source: sqlx::Error,
    },
    /// Anything else the server said.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

/// In what way a schema is half applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "half", content = "of")]
pub enum Half {
    /// A migration is recorded as not finished.
    #[error("migration {0} did not finish")]
    Unfinished(i64),
    /// A migration was skipped, though a later one was applied.
    #[error("migration {0} was skipped")]
    Skipped(i64),
    /// The schema holds tables, and no migration is recorded.
    #[error("it holds {0} tables that no migration has recorded")]
    Unrecorded(i64),
}

/// Where one migration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Done.
    Applied,
    /// To do.
    Pending,
    /// Done, but its text is not what was applied.
    Changed,
    /// Done by a newer program.
    Unknown,
}

/// One migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its number.
    pub version: i64,
    /// What it does, from its file's name.
    pub name: String,
    /// Where it stands.
    pub state: State,
}

/// Where the schema stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Every migration, known here or recorded there.
    pub migrations: Vec<Line>,
    /// Set when the schema is neither before nor after one of them.
    #[serde(flatten)]
    pub half: Option<Half>,
}

impl Status {
    /// How many stand there.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.migrations.iter().filter(|line| line.state == state).count()
    }

    /// Whether there is nothing to do and nothing wrong.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.half.is_none() && self.count(State::Applied) == self.migrations.len()
    }

    /// Why this program cannot go on from there.
    ///
    /// # Errors
    /// When a migration was changed, is unknown here, or the schema is half applied.
    pub fn problem(&self) -> Result<(), MigrateError> {
        for line in &self.migrations {
            match line.state {
                State::Changed => return Err(MigrateError::Changed(line.version)),
                State::Unknown => return Err(MigrateError::Newer(line.version)),
                State::Applied | State::Pending => {}
            }
        }
        self.half.clone().map_or(Ok(()), |half| Err(MigrateError::Half(half)))
    }
}

/// Where the schema of this database stands, read as one of its owners.
///
/// # Errors
/// When the login may not read that, or the server refuses.
pub async fn status(connection: &mut PgConnection) -> Result<Status, MigrateError> {
    act_as_owner(connection).await?;
    let status = read_status(connection, &MIGRATIONS).await;
    connection.execute("reset role").await?;
    status
}

/// Applies what is pending, each migration in a transaction of its own, and says how many; `progress` hears the number
/// and the name of each before it begins. The login must be a member of the two roles that own the tables.
///
/// # Errors
/// When the schema is in no state to be migrated, or a migration fails.
pub async fn run(
    connection: &mut PgConnection,
    progress: impl FnMut(i64, &str) + Send,
) -> Result<usize, MigrateError> {
    let applied = run_all(connection, &MIGRATIONS, progress).await?;
    connection.execute("set role guichet_owner").await?;
    nomenclature::load(connection).await?;
    connection.execute("reset role").await?;
    Ok(applied)
}

async fn run_all(
    connection: &mut PgConnection,
    migrations: &Migrator,
    mut progress: impl FnMut(i64, &str) + Send,
) -> Result<usize, MigrateError> {
    act_as_owner(connection).await?;
    // Two at once must not interleave; nor may a migration queue for ever behind a desk, with every desk behind it.
    connection.execute("set lock_timeout = '10s'").await?;
    Migrate::lock(&mut *connection).await.map_err(running)?;
    let applied = apply_pending(connection, migrations, &mut progress).await;
    // After a failure the session may be past answering, and closing it frees the lock all the same.
    let unlocked = Migrate::unlock(&mut *connection).await.map_err(running);
    let applied = applied?;
    unlocked?;
    connection.execute("reset lock_timeout; reset role").await?;
    Ok(applied)
}

async fn apply_pending(
    connection: &mut PgConnection,
    migrations: &Migrator,
    progress: &mut (impl FnMut(i64, &str) + Send),
) -> Result<usize, MigrateError> {
    let status = read_status(connection, migrations).await?;
    status.problem()?;
    connection.ensure_migrations_table(TABLE).await.map_err(running)?;
    let mut applied = 0;
    for line in status.migrations.iter().filter(|line| line.state == State::Pending) {
        let Some(migration) = migrations.iter().find(|migration| migration.version == line.version) else {
            continue;
        };
        progress(line.version, &line.name);
        apply(connection, migration).await?;
        applied += 1;
    }
    Ok(applied)
}

/// Applies one migration and records it, both or neither.
async fn apply(connection: &mut PgConnection, migration: &Migration) -> Result<(), MigrateError> {
    let version = migration.version;
    let mut transaction = connection.begin().await?;
    transaction.execute(migration.sql.clone()).await.map_err(|source| {
        if is_lock_timeout(&source) { MigrateError::Busy } else { MigrateError::Failed { version, source } }
    })?;
    // A migration that made history tables ends in the role that owns them, which may not write here.
    transaction.execute("set local role guichet_owner").await?;
    sqlx::query(
        "insert into guichet._migrations (version, description, success, checksum, execution_time)
         values ($1, $2, true, $3, (extract(epoch from clock_timestamp() - now()) * 1e9)::bigint)",
    )
    .bind(version)
    .bind(&*migration.description)
    .bind(&*migration.checksum)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await.map_err(|source| MigrateError::Failed { version, source })
}

/// Takes the owner's role, after checking that the login may also take the one that owns the history: migrations
/// which make history tables do so themselves, for their own transaction.
async fn act_as_owner(connection: &mut PgConnection) -> Result<(), MigrateError> {
    let roles = sqlx::query(
        "select session_user::text as login,
                pg_catalog.pg_has_role(session_user, o.oid, 'member') as owner,
                pg_catalog.pg_has_role(session_user, h.oid, 'member') as history,
                exists (select from pg_catalog.pg_namespace where nspname = 'guichet') as prepared
           from (select 1) one
           left join pg_catalog.pg_roles o on o.rolname = 'guichet_owner'
           left join pg_catalog.pg_roles h on h.rolname = 'guichet_history'",
    )
    .fetch_one(&mut *connection)
    .await?;
    let (owner, history): (Option<bool>, Option<bool>) = (roles.try_get("owner")?, roles.try_get("history")?);
    let (Some(owner), Some(history), true) = (owner, history, roles.try_get("prepared")?) else {
        return Err(MigrateError::NotPrepared);
    };
    let login: String = roles.try_get("login")?;
    for (member, role) in [(owner, "guichet_owner"), (history, "guichet_history")] {
        if !member {
            return Err(MigrateError::NotAMember { login, role });
        }
    }
    connection.execute("set role guichet_owner").await?;
    Ok(())
}

async fn read_status(connection: &mut PgConnection, migrations: &Migrator) -> Result<Status, MigrateError> {
    let recorded: bool = sqlx::query_scalar("select to_regclass('guichet._migrations') is not null")
        .fetch_one(&mut *connection)
        .await?;
    let mut rows = Vec::new();
    if recorded {
        for row in sqlx::query(
            "select version, description, success, checksum from guichet._migrations order by version",
        )
        .fetch_all(&mut *connection)
        .await?
        {
            rows.push(Recorded {
                version: row.try_get("version")?,
                name: row.try_get("description")?,
                finished: row.try_get("success")?,
                checksum: row.try_get("checksum")?,
            });
        }
    }
    let tables: i64 = sqlx::query_scalar(
        "select count(*) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'guichet' and c.relkind in ('r', 'p', 'v', 'm') and c.relname <> '_migrations'",
    )
    .fetch_one(&mut *connection)
    .await?;
    let known: Vec<&Migration> =
        migrations.iter().filter(|migration| !migration.migration_type.is_down_migration()).collect();
    Ok(compare(&known, &rows, tables))
}

/// What the database remembers of one migration.
struct Recorded {
    version: i64,
    name: String,
    finished: bool,
    checksum: Vec<u8>,
}

fn compare(known: &[&Migration], recorded: &[Recorded], tables: i64) -> Status {
    let mut lines: Vec<Line> = known
        .iter()
        .map(|migration| Line {
            version: migration.version,
            name: migration.description.to_string(),
            state: match recorded.iter().find(|row| row.version == migration.version) {
                None => State::Pending,
                Some(row) if row.checksum == *migration.checksum => State::Applied,
                Some(_) => State::Changed,
            },
        })
        .collect();
    for row in recorded {
        if !known.iter().any(|migration| migration.version == row.version) {
            lines.push(Line { version: row.version, name: row.name.clone(), state: State::Unknown });
        }
    }
    lines.sort_by_key(|line| line.version);
    let last = recorded.iter().map(|row| row.version).max();
    let half = if let Some(row) = recorded.iter().find(|row| !row.finished) {
        Some(Half::Unfinished(row.version))
    } else if recorded.is_empty() && tables > 0 {
        Some(Half::Unrecorded(tables))
    } else {
        lines
            .iter()
            .find(|line| line.state == State::Pending && Some(line.version) < last)
            .map(|line| Half::Skipped(line.version))
    };
    Status { migrations: lines, half }
}

/// Which of our variants an error of the driver's runner is.
fn running(error: RunError) -> MigrateError {
    match error {
        RunError::Execute(source) if is_lock_timeout(&source) => MigrateError::Busy,
        RunError::Execute(source) => MigrateError::Sql(source),
        other => MigrateError::Sql(sqlx::Error::Migrate(Box::new(other))),
    }
}

fn is_lock_timeout(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "55P03")
}

#[cfg(test)]
mod tests {
    use sqlx::SqlStr;
    use sqlx::migrate::MigrationType;

    use super::*;

    fn migration(version: i64) -> Migration {
        let sql = SqlStr::from_static("select 1");
        Migration::new(version, format!("make {version}").into(), MigrationType::Simple, sql, false)
    }

    fn done(version: i64) -> Recorded {
        let checksum = migration(version).checksum.to_vec();
        Recorded { version, name: format!("make {version}"), finished: true, checksum }
    }

    fn states(status: &Status) -> Vec<State> {
        status.migrations.iter().map(|line| line.state).collect()
    }

    #[test]
    fn what_is_recorded_is_applied_and_the_rest_pending() {
        let (one, two) = (migration(1), migration(2));
        let status = compare(&[&one, &two], &[done(1)], 12);
        assert_eq!(states(&status), [State::Applied, State::Pending]);
        assert!(!status.is_current() && status.problem().is_ok());
        assert!(compare(&[&one, &two], &[done(1), done(2)], 12).is_current());
    }

    #[test]
    fn a_changed_or_a_newer_migration_is_named() {
        let one = migration(1);
        let changed = compare(&[&one], &[Recorded { checksum: vec![0], ..done(1) }], 3);
        assert!(matches!(changed.problem(), Err(MigrateError::Changed(1))));
        assert!(matches!(compare(&[&one], &[done(1), done(7)], 3).problem(), Err(MigrateError::Newer(7))));
    }

    #[test]
    fn a_half_applied_schema_is_never_migrated_further() {
        let (one, two) = (migration(1), migration(2));
        let half = |rows: &[Recorded], tables| compare(&[&one, &two], rows, tables).half;
        assert_eq!(half(&[Recorded { finished: false, ..done(1) }], 1), Some(Half::Unfinished(1)));
        assert_eq!(half(&[done(2)], 5), Some(Half::Skipped(1)));
        assert_eq!(half(&[], 5), Some(Half::Unrecorded(5)));
        assert_eq!(half(&[], 0), None);
    }

    #[test]
    fn every_migration_can_be_undone_by_its_transaction() {
        for migration in MIGRATIONS.iter() {
            assert!(!migration.no_tx, "{} would be left half applied by a failure", migration.version);
        }
    }
}
