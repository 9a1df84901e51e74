//! The databases of the benches: loaded once, kept in a server of their own (fsync on), used by every bench after.

use std::path::{Path, PathBuf};

use guichet::store::cluster::{Cluster, Kind};
use guichet::store::seed::{self, Plan};
use guichet::store::{init, migrate};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection, Executor};

/// How many centres a bench university has.
pub const CENTRES: u32 = 200;
/// The share of validated files that are amended, where some are.
const AMENDED: f64 = 0.12;

/// The server of the benches, and who measures on it.
pub struct Server {
    cluster: Cluster,
}

/// What a bench may fail of.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

impl Server {
    /// Starts the server, or joins it.
    pub fn open() -> Outcome<Self> {
        Ok(Self { cluster: Cluster::open(Kind::Bench, &folder())? })
    }

    /// The name of the database with so many conventions, loading it if this is the first time.
    pub async fn university(&self, conventions: u32) -> Outcome<String> {
        self.loaded(format!("bench_{conventions}"), Plan::bench(today(), conventions, CENTRES)).await
    }

    /// The same with amendments, up to six on a file: about one for every six or seven conventions.
    pub async fn amended(&self, conventions: u32) -> Outcome<String> {
        let plan = Plan { amended: AMENDED, ..Plan::bench(today(), conventions, CENTRES) };
        self.loaded(format!("bench_{conventions}_amended"), plan).await
    }

    /// The demonstration's university, into which a bench puts so many hosts more.
    pub async fn registry(&self, hosts: u64) -> Outcome<String> {
        self.loaded(format!("bench_hosts_{hosts}"), Plan::demonstration(today())).await
    }

    async fn loaded(&self, name: String, plan: Plan) -> Outcome<String> {
        let _alone = self.cluster.alone()?;
        let mut dba = self.cluster.dba("postgres").connect().await?;
        let known: bool = sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(&name)
            .fetch_one(&mut dba)
            .await?;
        if !known {
            init::run(&self.cluster.dba("postgres"), &name).await?;
        }
        let mut database = self.cluster.dba(&name).connect().await?;
        migrate::run(&mut database, |_, _| {}).await?;
        if !seed::is_loaded(&mut database).await? {
            database.execute("set role guichet_owner").await?;
            let plan = Plan { secret: Some(self.cluster.secret().to_owned()), ..plan };
            seed::demonstration(&mut database, &plan, |_| {}).await?;
        }
        database.close().await?;
        Ok(name)
    }

    /// A copy of a database, for a bench that changes files: the others go on measuring the same data. What a bench
    /// that was killed has left is replaced.
    pub async fn copy(&self, database: &str, bench: &str) -> Outcome<String> {
        let name = format!("{database}_{bench}");
        self.drop(&name).await?;
        let mut dba = self.cluster.dba("postgres").connect().await?;
        // Copied as files: written to the log, a large one would be written twice.
        let sql = format!("create database {name} template {database} strategy file_copy");
        dba.execute(sqlx::AssertSqlSafe(sql)).await?;
        Ok(name)
    }

    /// Drops a copy.
    pub async fn drop(&self, copy: &str) -> Outcome<()> {
        let mut dba = self.cluster.dba("postgres").connect().await?;
        let sql = format!("drop database if exists {copy} with (force)");
        dba.execute(sqlx::AssertSqlSafe(sql)).await?;
        Ok(())
    }

    /// The logins of those who validate for centres, the fewest centres first.
    pub async fn clerks(&self, database: &str) -> Outcome<Vec<String>> {
        let mut dba = self.dba(database).await?;
        Ok(sqlx::query_scalar(
            "select p.login from guichet.person p join guichet.centre_staff s on s.person_id = p.id
             where exists (select from guichet.person_role r where r.person_id = p.id and r.role in ('GES', 'RESP_GES'))
             group by p.id, p.login order by count(*), p.login",
        )
        .fetch_all(&mut dba)
        .await?)
    }

    /// How somebody reaches a database.
    pub fn options(&self, database: &str, login: &str) -> PgConnectOptions {
        self.cluster.options(database, login).options([("jit", "off")])
    }

    /// The address of a database, for the real program.
    pub fn url(&self, database: &str, login: &str) -> String {
        self.cluster.url(database, login)
    }

    /// Somebody's connection.
    pub async fn person(&self, database: &str, login: &str) -> Outcome<PgConnection> {
        Ok(self.options(database, login).connect().await?)
    }

    /// The secret that everybody's logins share.
    pub fn secret(&self) -> &str {
        self.cluster.secret()
    }

    /// The superuser's connection.
    pub async fn dba(&self, database: &str) -> Outcome<PgConnection> {
        Ok(self.cluster.dba(database).options([("jit", "off")]).connect().await?)
    }
}

fn today() -> chrono::NaiveDate {
    guichet::runtime::clock::now().date_naive()
}

/// Whether this run only looks whether the bench works: known before the cases are promised.
pub fn is_quick() -> bool {
    std::env::args().skip(1).any(|argument| argument == "--quick")
}

fn folder() -> PathBuf {
    // The server of root runs as another account, which must reach its folder.
    if guichet::store::cluster::is_root() {
        PathBuf::from("/var/lib/guichet-bench")
    } else {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench/server")
    }
}
