//! What the DBA does once: the roles, the database, the schema and the extensions, as SQL to read or to run. The same
//! statements prepare the private server.

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

const SCRIPT: &str = include_str!("sql/init.sql");

/// The parts of the script, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Roles,
    Database,
    Access,
    Inside,
}

/// Why the database was not prepared.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// A database name that would need quoting everywhere.
    #[error("`{0}` cannot be the name of a database: a letter, then letters, digits and underscores")]
    Name(String),
    /// Only a superuser makes these roles.
    #[error("{0} is not a superuser")]
    NotSuperuser(String),
    /// The server refused, or could not be reached.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

/// The whole script for `psql`, for those who want to read it before it runs.
///
/// # Errors
/// When the name cannot be a database's.
pub fn script(database: &str) -> Result<String, InitError> {
    check_name(database)?;
    let create = part(Part::Database).replace(&format!("create database {PLACE}"), "create database");
    let options = create.lines().find_map(|line| line.strip_prefix("create database ")).unwrap_or_default();
    let options = options.trim_end_matches(';').replace('\'', "''");
    Ok([
        "\\set ON_ERROR_STOP on\n".to_owned(),
        heading(),
        format!("\\set database {database}\n"),
        part(Part::Roles).to_owned(),
        format!(
            "select format('create database %I {options}', :'database')\n where not exists (select from pg_database \
             where datname = :'database') \\gexec\n\n"
        ),
        part(Part::Access).to_owned(),
        "\\connect :database\n\n".to_owned(),
        part(Part::Inside).to_owned(),
    ]
    .concat())
}

/// Makes or completes everything, as the superuser that `options` names; `options` also says which database to begin
/// from (`postgres` as a rule).
///
/// # Errors
/// When the login is no superuser or the server refuses.
pub async fn run(options: &PgConnectOptions, database: &str) -> Result<(), InitError> {
    check_name(database)?;
    let mut connection = options.connect().await?;
    let superuser: bool =
        sqlx::query_scalar("select rolsuper from pg_catalog.pg_roles where rolname = current_user")
            .fetch_one(&mut connection)
            .await?;
    if !superuser {
        return Err(InitError::NotSuperuser(options.get_username().to_owned()));
    }
    connection.execute(part(Part::Roles)).await?;
    let there: bool =
        sqlx::query_scalar("select exists (select from pg_catalog.pg_database where datname = $1)")
            .bind(database)
            .fetch_one(&mut connection)
            .await?;
    if !there {
        connection.execute(AssertSqlSafe(naming(Part::Database, database))).await?;
    }
    connection.execute(AssertSqlSafe(naming(Part::Access, database))).await?;
    connection.close().await?;

    let mut connection = options.clone().database(database).connect().await?;
    connection.execute(part(Part::Inside)).await?;
    connection.close().await?;
    Ok(())
}

/// Copies a prepared database, with who may connect to it, which a template does not carry. Nobody may be connected
/// to the template.
///
/// # Errors
/// When a name is unusable or the server refuses.
pub async fn copy(connection: &mut PgConnection, template: &str, database: &str) -> Result<(), InitError> {
    check_name(template)?;
    check_name(database)?;
    connection
        .execute(AssertSqlSafe(format!("create database \"{database}\" template \"{template}\"")))
        .await?;
    connection.execute(AssertSqlSafe(naming(Part::Access, database))).await?;
    Ok(())
}

/// Gives a person a login, on a connection that may act as the owner.
///
/// # Errors
/// When the name is refused, or is that of a role which is not ours.
pub async fn add_login(
    connection: &mut PgConnection,
    login: &str,
    secret: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query("select guichet.add_login($1, $2)")
        .bind(login)
        .bind(secret)
        .execute(connection)
        .await
        .map(|_| ())
}

/// How the script writes the name of the database.
const PLACE: &str = ":\"database\"";

fn naming(part_of: Part, database: &str) -> String {
    part(part_of).replace(PLACE, &format!("\"{database}\""))
}

/// One part of the script, from the line that announces it to the next.
fn part(wanted: Part) -> &'static str {
    let mark = match wanted {
        Part::Roles => "-- part: roles",
        Part::Database => "-- part: database",
        Part::Access => "-- part: access",
        Part::Inside => "-- part: inside",
    };
    let rest = SCRIPT.split_once(mark).map_or("", |(_, rest)| rest);
    let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    rest.split("-- part: ").next().unwrap_or_default()
}

fn heading() -> String {
    SCRIPT.split("-- part: ").next().unwrap_or_default().to_owned()
}

fn check_name(database: &str) -> Result<(), InitError> {
    let mut characters = database.chars();
    let starts = characters.next().is_some_and(|c| c.is_ascii_lowercase());
    let follows = characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if starts && follows && database.len() <= 63 { Ok(()) } else { Err(InitError::Name(database.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_there_and_ends_where_the_next_begins() {
        for (wanted, words) in [
            (Part::Roles, "createrole"),
            (Part::Database, "create database"),
            (Part::Access, "revoke connect"),
            (Part::Inside, "guichet.add_login"),
        ] {
            assert!(part(wanted).contains(words), "{wanted:?}");
            assert!(!part(wanted).contains("-- part"), "{wanted:?}");
        }
        assert!(!part(Part::Roles).contains("create database"));
    }

    #[test]
    fn the_script_names_the_database_and_makes_it_only_once() {
        let script = script("stages").unwrap();
        assert!(script.contains("\\set database stages\n"));
        assert!(script.contains("create database %I template template0 encoding ''UTF8''', :'database')"));
        assert!(script.contains("revoke connect, temporary on database :\"database\" from public"));
    }

    #[test]
    fn names_that_need_quoting_are_refused() {
        for name in ["", "Guichet", "a-b", "a\"; drop", "1a"] {
            assert!(script(name).is_err(), "{name}");
        }
    }
}
