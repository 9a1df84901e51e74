//! `guichet demo`: a university to try things on, in a private server of this account. Starts or joins the server,
//! prepares the database once, and opens the desk as one of its people.

use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use sqlx::postgres::{PgConnection, PgListener};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use crate::config::paths::Paths;
use crate::config::settings::Language;
use crate::i18n::Texts;
use crate::runtime::clock;
use crate::runtime::worker::Connect;
use crate::store::cluster::{Cluster, ClusterError, Kind, install, is_root};
use crate::store::connect::{ConnectError, Target};
use crate::store::migrate::{self, Status};
use crate::store::seed::{self, DemoRole, Plan};
use crate::store::{amendments, files, init};

use super::exit::{Exit, Failure};
use super::text::refused;
use super::{desk, out, session};

/// The demonstration's database.
const DATABASE: &str = "guichet";

/// How to open the demonstration.
#[derive(Debug, Args)]
pub struct Demo {
    /// Who to be
    #[arg(long = "as", value_enum, default_value_t = DemoRole::Clerk, value_name = "WHO")]
    role: DemoRole,
    /// Install the PostgreSQL programs without asking, when they are missing and this is root on Debian
    #[arg(long)]
    yes: bool,
    /// Begin with a new demonstration; what was done in the one that is here is lost
    #[arg(long)]
    anew: bool,
    /// Print where to connect with other programs, and keep the server until interrupted
    #[arg(long)]
    print_url: bool,
    #[command(flatten)]
    view: desk::View,
    /// Another folder than this account's
    #[arg(long, hide = true)]
    folder: Option<PathBuf>,
}

impl ValueEnum for DemoRole {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, called) = match self {
            Self::Clerk => ("clerk", "Gestionnaire"),
            Self::Manager => ("manager", "Responsable gestionnaire"),
            Self::Teacher => ("teacher", "Enseignant"),
            Self::Administrator => ("administrator", "Administrateur"),
            Self::Auditor => ("auditor", "Consultation"),
            Self::Student => ("student", "Étudiant"),
        };
        Some(PossibleValue::new(name).help(called))
    }
}

/// Runs it.
///
/// # Errors
/// When the server cannot run here, or its database cannot be prepared.
pub async fn run(
    arguments: &Demo,
    language: Option<Language>,
    view: desk::View,
    texts: Texts,
) -> Result<(), Failure> {
    let folder = arguments.folder.clone().unwrap_or_else(folder);
    let cluster = Arc::new(open(&folder, arguments.yes, texts)?);
    prepare(&cluster, arguments.anew, texts).await?;
    let login = seed::login_for(arguments.role);
    if arguments.print_url {
        out::line(&cluster.url(DATABASE, login))?;
        return until_interrupted().await;
    }
    let mut settings = session::settings()?;
    view.or(arguments.view).settle(&mut settings);
    let target = Target::from_options(cluster.options(DATABASE, login));
    // The server's address is another one each time it starts; its folder stays.
    let sessions = Paths::of_this_account().sessions(&folder.display().to_string(), DATABASE, login);
    desk::open(Private { target, cluster: Arc::clone(&cluster) }, &settings, language, &sessions).await
}

/// Connections to the private server. Nobody else would start it again when it has been killed.
struct Private {
    target: Target,
    cluster: Arc<Cluster>,
}

impl Connect for Private {
    async fn work(&self) -> Result<PgConnection, ConnectError> {
        match self.target.work().await {
            Err(error @ ConnectError::Unreachable { .. }) => {
                let cluster = Arc::clone(&self.cluster);
                match tokio::task::spawn_blocking(move || cluster.revive()).await {
                    Ok(Ok(())) => self.target.work().await,
                    Ok(Err(why)) => {
                        tracing::error!(error = %why, "the private server does not start again");
                        Err(error)
                    }
                    Err(_) => Err(error),
                }
            }
            connected => connected,
        }
    }

    async fn listen(&self) -> Result<PgListener, sqlx::Error> {
        self.target.listen().await
    }
}

/// Root's home is closed to the account that its server runs under.
fn folder() -> PathBuf {
    if is_root() { PathBuf::from("/var/lib/guichet") } else { Paths::of_this_account().data.join("server") }
}

fn open(folder: &Path, yes: bool, texts: Texts) -> Result<Cluster, Failure> {
    match Cluster::open(Kind::Demo, folder) {
        Err(ClusterError::NoPrograms)
            if install::advice().possible && (yes || agreed("demo-install", texts)) =>
        {
            out::tell(texts.get("demo-installing"));
            install::install()?;
            Ok(Cluster::open(Kind::Demo, folder)?)
        }
        opened => Ok(opened?),
    }
}

/// Asks where somebody can answer.
fn agreed(question: &'static str, texts: Texts) -> bool {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return false;
    }
    out::tell(texts.get(question));
    let mut answer = String::new();
    input.lock().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "o" | "O")
}

/// Brings the database to where this program needs it: nothing at all, as a rule.
async fn prepare(cluster: &Cluster, anew: bool, texts: Texts) -> Result<(), Failure> {
    let mut alone = cluster.alone()?;
    let mut status = found(cluster).await?;
    if !anew && is_lost(status.as_ref()) {
        // Asked while nobody is kept from arriving or leaving; one of them may have begun anew meanwhile.
        drop(alone);
        if !agreed("demo-begin-anew", texts) {
            return Err(Failure::new(Exit::Schema, "demo-of-another-version", []));
        }
        alone = cluster.alone()?;
        status = found(cluster).await?;
    }
    if anew || is_lost(status.as_ref()) {
        discard(cluster).await?;
        status = None;
    }
    let current = status.is_some_and(|status| status.is_current());
    if !current {
        out::tell(texts.get("demo-preparing"));
        init::run(&cluster.dba("postgres"), DATABASE).await?;
    }
    let mut connection = cluster.dba(DATABASE).connect().await.map_err(refused)?;
    if !current {
        migrate::run(&mut connection, |_, _| {}).await?;
    }
    // A first start that was cut short is taken up where it stopped.
    if !seed::is_loaded(&mut connection).await.map_err(refused)? {
        connection.execute("set role guichet_owner").await.map_err(refused)?;
        let today = clock::now().date_naive();
        let plan = Plan { secret: Some(cluster.secret().to_owned()), ..Plan::demonstration(today) };
        seed::demonstration(&mut connection, &plan, |_| {}).await?;
        connection.execute("reset role").await.map_err(refused)?;
        let person = cluster.options(DATABASE, seed::login_for(DemoRole::Administrator));
        let mut person = person.connect().await.map_err(refused)?;
        files::check_open(&mut person).await.map_err(refused)?;
        amendments::check_open(&mut person).await.map_err(refused)?;
        person.close().await.map_err(refused)?;
    }
    connection.close().await.map_err(refused)?;
    drop(alone);
    Ok(())
}

/// Where the schema of the demonstration stands, if there is one.
async fn found(cluster: &Cluster) -> Result<Option<Status>, Failure> {
    match Target::from_options(cluster.dba(DATABASE)).connect().await {
        Ok(mut connection) => {
            let status = migrate::status(&mut connection).await.ok();
            connection.close().await.map_err(refused)?;
            Ok(status)
        }
        Err(ConnectError::NoDatabase(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether this program cannot take it up.
fn is_lost(status: Option<&Status>) -> bool {
    status.is_some_and(|status| status.problem().is_err())
}

/// Drops the database, unless a desk is open on it.
async fn discard(cluster: &Cluster) -> Result<(), Failure> {
    let mut connection = cluster.dba("postgres").connect().await.map_err(refused)?;
    let drop = AssertSqlSafe(format!("drop database if exists {DATABASE}"));
    connection.execute(drop).await.map_err(|error| {
        match error.as_database_error().and_then(|error| error.code()).as_deref() {
            Some("55006") => Failure::new(Exit::Failed, "demo-open-elsewhere", []),
            _ => refused(error),
        }
    })?;
    connection.close().await.map_err(refused)
}

async fn until_interrupted() -> Result<(), Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let failed = |error: std::io::Error| {
        Failure::new(Exit::Failed, "cli-cannot-start", [("why", error.to_string().into())])
    };
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut hang_up = signal(SignalKind::hangup()).map_err(failed)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted.map_err(failed)?,
    }
    Ok(())
}
