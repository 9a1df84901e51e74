//! The private PostgreSQL server of a test run: one for all, with a template database that holds a small university;
//! each test works on a copy of its own.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use guichet::store::cluster::{Cluster, Kind, test_folder};
use guichet::store::seed::{self, DemoRole, Plan, login_for};
use guichet::store::{amendments, files, init, migrate};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection, Executor};

/// Migrated, with the reference lists and nothing else.
const EMPTY: &str = "empty";
/// Migrated and seeded, with the open files checked.
const UNIVERSITY: &str = "university";

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static COPIES: AtomicU32 = AtomicU32::new(0);

/// The server, started by whoever asks first.
pub fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(|| Cluster::open(Kind::Test, &test_folder()).expect("a private server"))
}

/// A database of one test.
pub struct Database {
    name: String,
}

impl Database {
    /// A small university of its own.
    pub async fn university() -> Self {
        Self::copy(UNIVERSITY).await
    }

    /// No people, no files.
    pub async fn empty() -> Self {
        Self::copy(EMPTY).await
    }

    async fn copy(template: &str) -> Self {
        prepare(template).await;
        let name = format!("t{}_{}", std::process::id(), COPIES.fetch_add(1, Ordering::Relaxed));
        let mut dba = cluster().dba("postgres").connect().await.expect("the superuser");
        init::copy(&mut dba, template, &name).await.expect("a copy");
        Self { name }
    }

    /// Its name, which no other test has.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How somebody reaches it.
    pub fn options(&self, login: &str) -> PgConnectOptions {
        cluster().options(&self.name, login)
    }

    /// Its address, for the real program.
    pub fn url(&self, login: &str) -> String {
        cluster().url(&self.name, login)
    }

    /// A connection of one of the people of the demonstration.
    pub async fn person(&self, role: DemoRole) -> PgConnection {
        self.login(login_for(role)).await
    }

    /// A connection of somebody.
    pub async fn login(&self, login: &str) -> PgConnection {
        self.options(login).connect().await.expect("a person's connection")
    }

    /// A connection that acts as the owner of the tables.
    pub async fn owner(&self) -> PgConnection {
        let mut owner = self.dba().await;
        owner.execute("set role guichet_owner").await.expect("the owner's role");
        owner
    }

    /// A connection of the superuser.
    pub async fn dba(&self) -> PgConnection {
        cluster().dba(&self.name).connect().await.expect("the superuser")
    }
}

/// Until somebody waits for a lock in the database of this connection.
pub async fn somebody_waits(conn: &mut PgConnection) {
    let waiting = "select exists (
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')";
    while !sqlx::query_scalar::<_, bool>(waiting).fetch_one(&mut *conn).await.expect("who waits") {}
}

/// Makes a template once, whoever comes first; the others wait for it.
async fn prepare(template: &str) {
    let cluster = cluster();
    let _alone = cluster.alone().expect("the lock of the run");
    let mut dba = cluster.dba("postgres").connect().await.expect("the superuser");
    let ready: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1 and datistemplate)")
            .bind(template)
            .fetch_one(&mut dba)
            .await
            .expect("the list of databases");
    if ready {
        return;
    }
    init::run(&cluster.dba("postgres"), template).await.expect("the roles and the schema");
    let mut database = cluster.dba(template).connect().await.expect("the template");
    migrate::run(&mut database, |_, _| {}).await.expect("the migrations");
    if template == UNIVERSITY {
        database.execute("set role guichet_owner").await.expect("the owner's role");
        let today = guichet::runtime::clock::now().date_naive();
        let plan = Plan {
            conventions: 1_200,
            organisations: 150,
            students: 900,
            secret: Some(cluster.secret().to_owned()),
            ..Plan::demonstration(today)
        };
        seed::demonstration(&mut database, &plan, |_| {}).await.expect("the university");
        let administrator = cluster.options(template, login_for(DemoRole::Administrator));
        let mut administrator = administrator.connect().await.expect("the administrator");
        files::check_open(&mut administrator).await.expect("the checks");
        amendments::check_open(&mut administrator).await.expect("the checks of amendments");
        administrator.close().await.expect("the end of the checks");
    }
    database.close().await.expect("the end of the template's making");
    let sealed = sqlx::AssertSqlSafe(format!("alter database \"{template}\" is_template true"));
    dba.execute(sealed).await.expect("a template");
}
