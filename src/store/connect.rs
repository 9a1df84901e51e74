//! Opening single connections: where to, with what proof of the server's identity, and what must be true of the
//! database before a desk works on it. Every failure is a variant that says which of these was not.

use std::fmt::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{ConnectOptions, Row};

use super::cluster::OLDEST_MAJOR;
pub use super::error::ConnectError;

/// How long the server may take to answer, unless the configuration says otherwise.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a configuration may say of a server; what it leaves out comes from the `PG...` variables.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// Host name, address, or folder of a Unix socket.
    pub host: Option<String>,
    /// Port.
    pub port: Option<u16>,
    /// Database.
    pub database: Option<String>,
    /// Login.
    pub login: Option<String>,
    /// In libpq's words: `disable`, `prefer`, `require`, `verify-ca`, `verify-full`.
    pub sslmode: Option<String>,
    /// The certificate authority to trust.
    pub sslrootcert: Option<PathBuf>,
    /// The client's certificate.
    pub sslcert: Option<PathBuf>,
    /// Its key.
    pub sslkey: Option<PathBuf>,
    /// The password, when a file of the person's holds it.
    pub password: Option<SecretString>,
    /// How long the server may take to answer.
    pub patience: Option<Duration>,
}

/// A server, a database and a login: everything it takes to connect.
#[derive(Clone)]
pub struct Target {
    options: PgConnectOptions,
    patience: Duration,
    password_given: bool,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The driver's own would tell the password.
        f.debug_struct("Target")
            .field("login", &self.login())
            .field("address", &self.address())
            .finish_non_exhaustive()
    }
}

impl Target {
    /// From a connection string such as `DATABASE_URL`.
    ///
    /// # Errors
    /// When it is not one.
    pub fn from_url(url: &str) -> Result<Self, ConnectError> {
        if is_cut_short(url) {
            let why = "write / ? # @ in a password as %2F %3F %23 %40";
            return Err(ConnectError::Settings(why.to_owned()));
        }
        let options =
            PgConnectOptions::from_str(url).map_err(|error| ConnectError::Settings(error.to_string()))?;
        let said =
            url.contains("sslmode=") || url.contains("ssl-mode=") || std::env::var_os("PGSSLMODE").is_some();
        let password = url
            .split_once("://")
            .and_then(|(_, rest)| rest.split_once('@'))
            .is_some_and(|(who, _)| who.split_once(':').is_some_and(|(_, password)| !password.is_empty()));
        Ok(Self::new(options, said, password || url.contains("password=")))
    }

    /// From a profile, completed by the `PG...` variables and the password file of libpq.
    ///
    /// # Errors
    /// When a value makes no sense.
    pub fn from_address(address: &Address) -> Result<Self, ConnectError> {
        if address.host.as_deref().is_some_and(|host| host.contains("://") || host.contains('@')) {
            // Said without the host: it holds a password as likely as not.
            let why = "host is the name of a server, not a connection string";
            return Err(ConnectError::Settings(why.to_owned()));
        }
        // As a connection string, because only that way is libpq's password file looked up for the final address.
        let mut url = String::from("postgresql:///?");
        let mut say = |key: &str, value: &str| {
            url.push_str(key);
            url.push('=');
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() {
                    url.push(char::from(byte));
                } else {
                    let _ = write!(url, "%{byte:02X}");
                }
            }
            url.push('&');
        };
        let port = address.port.map(|port| port.to_string());
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.to_string_lossy().into_owned());
        for (key, value) in [
            ("host", address.host.clone()),
            ("port", port),
            ("dbname", address.database.clone()),
            ("user", address.login.clone()),
            ("sslmode", address.sslmode.clone()),
            ("sslrootcert", path(&address.sslrootcert)),
            ("sslcert", path(&address.sslcert)),
            ("sslkey", path(&address.sslkey)),
            ("password", address.password.as_ref().map(|password| password.expose_secret().to_owned())),
        ] {
            if let Some(value) = value {
                say(key, &value);
            }
        }
        let mut target = Self::from_url(&url)?;
        if let Some(patience) = address.patience {
            target.patience = patience;
        }
        Ok(target)
    }

    /// From options that are complete, such as those of a private server.
    #[must_use]
    pub fn from_options(options: PgConnectOptions) -> Self {
        Self { options, patience: PATIENCE, password_given: true }
    }

    fn new(options: PgConnectOptions, ssl_said: bool, password_given: bool) -> Self {
        let over_socket = options.get_socket().is_some() || options.get_host().starts_with('/');
        let mode = match (over_socket, ssl_said) {
            (true, _) => PgSslMode::Disable,
            (false, true) => options.get_ssl_mode(),
            (false, false) => PgSslMode::VerifyFull,
        };
        let database = options.get_database().unwrap_or("guichet").to_owned();
        let options = options.ssl_mode(mode).database(&database).application_name("guichet");
        let patience = std::env::var("PGCONNECT_TIMEOUT")
            .ok()
            .and_then(|seconds| seconds.parse().ok())
            .filter(|seconds| *seconds > 0)
            .map_or(PATIENCE, Duration::from_secs);
        Self { options, patience, password_given: password_given || std::env::var_os("PGPASSWORD").is_some() }
    }

    /// The same with a password that the person has just typed.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Self {
        self.options = self.options.password(password);
        self.password_given = true;
        self
    }

    /// The same on another database of the server.
    #[must_use]
    pub fn with_database(mut self, database: &str) -> Self {
        self.options = self.options.database(database);
        self
    }

    /// The options, for statements that this module does not know.
    #[must_use]
    pub fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// The login.
    #[must_use]
    pub fn login(&self) -> &str {
        self.options.get_username()
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> &str {
        self.options.get_database().unwrap_or_default()
    }

    /// The server as a person would name it.
    #[must_use]
    pub fn address(&self) -> String {
        match self.options.get_socket() {
            Some(folder) => folder.display().to_string(),
            None if self.options.get_host().starts_with('/') => self.options.get_host().to_owned(),
            None => format!("{}:{}", self.options.get_host(), self.options.get_port()),
        }
    }

    /// One connection to a server recent enough, nothing more asked of the database.
    ///
    /// # Errors
    /// When there is none to be had; the variant says why.
    pub async fn connect(&self) -> Result<PgConnection, ConnectError> {
        let connection = tokio::time::timeout(self.patience, self.options.connect()).await;
        let connection = connection.map_err(|_| ConnectError::Unreachable {
            address: self.address(),
            reason: format!("no answer within {} s", self.patience.as_secs()),
        })?;
        let connection = connection.map_err(|error| self.explain(error))?;
        match connection.server_version_num().map(|number| number / 10_000) {
            Some(found) if found < OLDEST_MAJOR => Err(ConnectError::TooOld { found }),
            _ => Ok(connection),
        }
    }

    /// The two connections of a desk, to a database that this program can serve: one to work, one to listen and to
    /// cancel what the first is doing.
    ///
    /// # Errors
    /// When the server, the database or the schema is not fit; the variant says why.
    pub async fn desk(&self) -> Result<(PgConnection, PgConnection), ConnectError> {
        let (mut work, listen) = self.pair().await?;
        self.check_schema(&mut work).await?;
        Ok((work, listen))
    }

    /// Two sessions that are truly two.
    ///
    /// # Errors
    /// When one is not to be had, or a pooler makes them one.
    pub async fn pair(&self) -> Result<(PgConnection, PgConnection), ConnectError> {
        let mut work = self.connect().await?;
        let mut listen = self.connect().await?;
        if pooled(&mut work, &mut listen).await.map_err(|error| self.explain(error))? {
            return Err(ConnectError::Pooler { address: self.address() });
        }
        Ok((work, listen))
    }

    /// What must be true of the database: the schema, its extensions, and that it serves this program.
    ///
    /// # Errors
    /// The first thing that is not true.
    pub async fn check_schema(&self, connection: &mut PgConnection) -> Result<(), ConnectError> {
        // Read from the catalogues, which need no right on the schema itself.
        let found = sqlx::query(
            "select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                             where n.nspname = 'guichet' and c.relname = '_migrations') as schema,
                    exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                             where n.nspname = 'guichet' and c.relname = 'schema_version') as versioned,
                    array(select wanted from unnest(array['pg_trgm', 'unaccent']) wanted
                           where not exists (select from pg_catalog.pg_extension e
                                               join pg_catalog.pg_namespace n on n.oid = e.extnamespace
                                              where e.extname = wanted and n.nspname = 'guichet_ext')) as missing",
        )
        .fetch_one(&mut *connection)
        .await
        .map_err(|error| self.explain(error))?;
        let read = |name: &str| found.try_get::<bool, _>(name).map_err(ConnectError::Sql);
        if !read("schema")? {
            return Err(ConnectError::NoSchema(self.database().to_owned()));
        }
        let missing: Vec<String> = found.try_get("missing").map_err(ConnectError::Sql)?;
        if let Some(extension) = missing.into_iter().next() {
            return Err(ConnectError::NoExtension(extension));
        }
        if read("versioned")? {
            let serves: Vec<String> =
                sqlx::query_scalar("select serves from guichet.schema_version order by serves")
                    .fetch_all(&mut *connection)
                    .await
                    .map_err(|error| self.explain(error))?;
            serve(&serves, env!("CARGO_PKG_VERSION"))?;
        }
        Ok(())
    }

    /// Which of our variants an error of the driver is. Only codes are read: texts come in the server's language.
    fn explain(&self, error: sqlx::Error) -> ConnectError {
        let login = || self.login().to_owned();
        let code = error.as_database_error().and_then(|error| error.code()).map(|code| code.into_owned());
        match (&error, code.as_deref()) {
            (_, Some("28P01")) => ConnectError::Password { login: login(), given: self.password_given },
            (sqlx::Error::Database(said), Some("28000")) => {
                ConnectError::NotAccepted { login: login(), reason: said.message().to_owned() }
            }
            (_, Some("3D000")) => ConnectError::NoDatabase(self.database().to_owned()),
            (sqlx::Error::Database(said), Some("42501")) => {
                ConnectError::NotAccepted { login: login(), reason: said.message().to_owned() }
            }
            (_, Some("53300")) => ConnectError::Full,
            // A prepared statement that this session made and the server does not know.
            (_, Some("26000" | "42P05")) => ConnectError::Pooler { address: self.address() },
            (sqlx::Error::Database(said), Some("57P03" | "57P01")) => {
                ConnectError::Unreachable { address: self.address(), reason: said.message().to_owned() }
            }
            (sqlx::Error::Io(reason), _) => {
                ConnectError::Unreachable { address: self.address(), reason: reason.to_string() }
            }
            (sqlx::Error::Tls(reason), _) => {
                ConnectError::Tls { address: self.address(), reason: reason.to_string() }
            }
            (sqlx::Error::Configuration(reason), _) => ConnectError::Settings(reason.to_string()),
            _ => ConnectError::Sql(error),
        }
    }
}

/// Whether a character that ends the name of the server stands in the password before it: what follows would be taken
/// for a database, what precedes for a server, and both would be shown.
fn is_cut_short(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let (authority, after) = rest.find(['/', '?', '#']).map_or((rest, ""), |end| rest.split_at(end));
    // A login may hold an @ where parameters name it.
    let (path, fragment) = (after.split(['?', '#']).next(), after.split_once('#'));
    !authority.contains('@')
        && (path.is_some_and(|path| path.contains('@'))
            || fragment.is_some_and(|(_, fragment)| fragment.contains('@')))
}

/// Whether two sessions share server processes, or one changes process between two transactions. While the second
/// holds a transaction open, a pooler must give it a process that the first one had, or move the first one.
async fn pooled(work: &mut PgConnection, listen: &mut PgConnection) -> Result<bool, sqlx::Error> {
    use sqlx::Connection;
    async fn process(connection: &mut PgConnection) -> Result<i32, sqlx::Error> {
        sqlx::query_scalar("select pg_catalog.pg_backend_pid()").persistent(false).fetch_one(connection).await
    }
    let before = process(work).await?;
    let mut held = listen.begin().await?;
    let other = process(&mut held).await?;
    let after = process(work).await?;
    held.rollback().await?;
    Ok(shared(before, other, after))
}

fn shared(before: i32, other: i32, after: i32) -> bool {
    before == other || before != after
}

/// Whether one of the program versions that the schema serves (`0.1`, `0.2`) is this program's.
fn serve(serves: &[String], program: &str) -> Result<(), ConnectError> {
    let number = |version: &str| {
        let mut parts = version.split('.').map(|part| part.trim().parse::<u32>().unwrap_or(0));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
    };
    let ours = number(program);
    if serves.iter().any(|version| number(version) == ours) {
        return Ok(());
    }
    let text = serves.join(", ");
    if serves.iter().any(|version| number(version) > ours) {
        Err(ConnectError::ProgramTooOld { serves: text })
    } else {
        Err(ConnectError::SchemaTooOld { serves: text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(target: &Target) -> String {
        format!("{:?}", target.options.get_ssl_mode())
    }

    #[test]
    fn tcp_verifies_the_server_unless_told_otherwise() {
        let target = |url: &str| Target::from_url(url).unwrap();
        assert_eq!(mode(&target("postgresql://ana@db.example.org/stages")), "VerifyFull");
        assert_eq!(mode(&target("postgresql://ana@db.example.org/stages?sslmode=require")), "Require");
        assert_eq!(mode(&target("postgresql://ana@%2Frun%2Fpostgresql/stages")), "Disable");
    }

    #[test]
    fn an_address_keeps_odd_characters() {
        let address = Address {
            host: Some("/run/a b".into()),
            login: Some("prenom.nom+x".into()),
            database: Some("stages&é".into()),
            ..Address::default()
        };
        let target = Target::from_address(&address).unwrap();
        assert_eq!(target.login(), "prenom.nom+x");
        assert_eq!(target.database(), "stages&é");
        assert_eq!(target.address(), "/run/a b");
    }

    #[test]
    fn no_description_tells_a_password() {
        let address = Address { password: Some("hunter2".into()), ..Address::default() };
        let target = Target::from_address(&address).unwrap().with_password("hunter2");
        let url = Target::from_url("postgresql://ana:hunter2@db.univ.example/guichet").unwrap();
        for said in [format!("{address:?}"), format!("{target:?}"), format!("{url:?}")] {
            assert!(!said.contains("hunter2"), "{said}");
        }
    }

    #[test]
    fn no_fault_of_an_address_tells_a_password() {
        for url in
            ["postgresql://ana:12/34@db/x", "postgresql://ana:12#34@db/x", "postgresql://ana:hun/ter2@db"]
        {
            let said = Target::from_url(url).unwrap_err().to_string();
            assert!(said.contains("%2F") && !said.contains("12") && !said.contains("hun"), "{said}");
        }
        let host = Address { host: Some("postgresql://ana:hunter2@db".into()), ..Address::default() };
        let said = Target::from_address(&host).unwrap_err().to_string();
        assert!(!said.contains("hunter2"), "{said}");
        for url in
            ["postgresql://ana:a%2Fb@db/x?user=a@b", "postgresql:///x?host=%2Frun&user=prenom.nom@univ"]
        {
            assert!(Target::from_url(url).is_ok(), "{url}");
        }
    }

    #[test]
    fn a_pooler_shows_by_its_processes() {
        assert!(!shared(10, 11, 10));
        assert!(shared(10, 10, 11), "one process given to both sessions");
        assert!(shared(10, 11, 12), "a session moved");
    }

    #[test]
    fn a_schema_serves_some_versions() {
        let serves =
            |list: &[&str]| serve(&list.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>(), "0.2.7");
        assert!(serves(&["0.1", "0.2"]).is_ok());
        assert!(matches!(serves(&["0.1"]), Err(ConnectError::SchemaTooOld { .. })));
        assert!(matches!(serves(&["0.3", "0.10"]), Err(ConnectError::ProgramTooOld { .. })));
    }
}
