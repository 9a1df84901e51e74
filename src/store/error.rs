//! What can keep a connection from being fit for work, one variant a cause.

use sqlx::postgres::PgDatabaseError;

use super::cluster::OLDEST_MAJOR;
use crate::domain::access::Denied;

/// Why there is no connection fit for work.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address or one of its options makes no sense.
    #[error("the connection settings are wrong: {0}")]
    Settings(String),
    /// Nothing answers there, or not in time.
    #[error("{address} does not answer: {reason}")]
    Unreachable {
        /// Where.
        address: String,
        /// What the system said.
        reason: String,
    },
    /// No encrypted connection to a server that proves its name.
    #[error("no verified encrypted connection to {address}: {reason}")]
    Tls {
        /// Where.
        address: String,
        /// What failed.
        reason: String,
    },
    /// The server asks for a password, and there was none or another.
    #[error("wrong password for {login}")]
    Password {
        /// Whose.
        login: String,
        /// Whether one was sent.
        given: bool,
    },
    /// The login does not exist, is disabled, or may not come in from here; the server tells no more than it wants to.
    #[error("the server does not accept {login} from here: {reason}")]
    NotAccepted {
        /// Whose.
        login: String,
        /// In the server's words.
        reason: String,
    },
    /// There is no such database.
    #[error("there is no database {0}")]
    NoDatabase(String),
    /// The server has no connection left.
    #[error("the server has no connection left")]
    Full,
    /// The server is older than what Guichet needs.
    #[error("PostgreSQL {found} is too old: {OLDEST_MAJOR} or later is needed")]
    TooOld {
        /// Its major version.
        found: u32,
    },
    /// A transaction pooler stands between, which loses the session that listening and cancelling need.
    #[error("a transaction pooler stands in front of {address}")]
    Pooler {
        /// Where.
        address: String,
    },
    /// The schema was never installed here.
    #[error("the database {0} holds no Guichet schema")]
    NoSchema(String),
    /// An extension is missing, or stands in another schema than `guichet_ext`.
    #[error("the extension {0} is missing from the schema guichet_ext")]
    NoExtension(String),
    /// The schema is older than this program.
    #[error("the schema serves {serves}, older than this program")]
    SchemaTooOld {
        /// The program versions that it serves.
        serves: String,
    },
    /// The schema is newer than this program.
    #[error("the schema serves {serves}, newer than this program")]
    ProgramTooOld {
        /// The program versions that it serves.
        serves: String,
    },
    /// Anything else the server said.
    #[error(transparent)]
    Sql(sqlx::Error),
}

/// Why a change of roles, people or centres was refused, where that is what the error says.
pub fn denied(error: &sqlx::Error) -> Option<Denied> {
    let said = error.as_database_error()?.try_downcast_ref::<PgDatabaseError>()?;
    let code = said.code();
    code.starts_with("GU").then_some(())?;
    let about: Denied = serde_json::from_str(said.detail().unwrap_or("{}")).unwrap_or_default();
    Some(Denied { code: code.to_owned(), ..about })
}
