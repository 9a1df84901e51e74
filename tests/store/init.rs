//! What the DBA's script makes, on a real server: the roles and what they cannot do, people, migrations, connections.

use guichet::store::cluster::{Cluster, Kind, SUPERUSER, test_folder};
use guichet::store::connect::{ConnectError, Target};
use guichet::store::{init, migrate};
use sqlx::postgres::PgConnection;
use sqlx::{ConnectOptions, Connection, Executor};

fn run<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn code(error: &sqlx::Error) -> String {
    error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned()
}

async fn refused(connection: &mut PgConnection, statement: &'static str) -> String {
    code(&connection.execute(statement).await.expect_err(statement))
}

#[test]
fn the_script_prepares_a_server_on_which_people_can_be_added() {
    let cluster = Cluster::open(Kind::Test, &test_folder()).unwrap();
    run(async {
        init::run(&cluster.dba("postgres"), "stages").await.unwrap();
        init::run(&cluster.dba("postgres"), "stages").await.unwrap();
        let mut dba = cluster.dba("stages").connect().await.unwrap();

        // The owner makes no role, and cannot take the role that does.
        dba.execute("set role guichet_owner").await.unwrap();
        assert_eq!(refused(&mut dba, "create role intruder").await, "42501");
        assert_eq!(
            refused(
                &mut dba,
                "create or replace function guichet.disable_login(login text) returns void language sql as ''"
            )
            .await,
            "42501"
        );
        init::add_login(&mut dba, "ana.diaz", Some(cluster.secret())).await.unwrap();
        init::add_login(&mut dba, "ana.diaz", Some(cluster.secret())).await.unwrap();
        for name in ["guichet_owner", "guichet_x", "pg_monitor", "Ana", "a", "a b", "a\n"] {
            let error = init::add_login(&mut dba, name, None).await.unwrap_err();
            assert_eq!(code(&error), "GU091", "{name:?}");
        }

        // A role that is not ours stays as it is.
        dba.execute(
            "reset role; create role backup nologin; create role boss login superuser in role guichet_person",
        )
        .await
        .unwrap();
        dba.execute("set role guichet_owner").await.unwrap();
        assert_eq!(code(&init::add_login(&mut dba, "backup", None).await.unwrap_err()), "GU090");
        assert_eq!(refused(&mut dba, "select guichet.disable_login('boss')").await, "GU090");
        assert_eq!(refused(&mut dba, "select guichet.disable_login('nobody-at-all')").await, "GU090");

        // Functions are closed to everyone until granted, and a person makes nothing.
        dba.execute("create function guichet.trial() returns int language sql as 'select 1'").await.unwrap();
        let mut ana = cluster.options("stages", "ana.diaz").connect().await.unwrap();
        for statement in [
            "select guichet.trial()",
            "select guichet.add_login('x.y')",
            "create table guichet.mine (a int)",
            "create temporary table mine (a int)",
            "create table guichet_ext.mine (a int)",
            "set role guichet_owner",
            "set role guichet_roles",
        ] {
            assert_eq!(refused(&mut ana, statement).await, "42501", "{statement}");
        }
        ana.execute("select guichet_ext.unaccent('é')").await.unwrap();

        // Taking a login away ends its sessions at once, and can be taken back.
        dba.execute("select guichet.disable_login('ana.diaz')").await.unwrap();
        let ended = ana.execute("select guichet_ext.unaccent('é')").await.unwrap_err();
        assert!(matches!(ended, sqlx::Error::Io(_)) || code(&ended) == "57P01", "{ended}");
        assert_eq!(code(&cluster.options("stages", "ana.diaz").connect().await.unwrap_err()), "28000");
        init::add_login(&mut dba, "ana.diaz", None).await.unwrap();
        cluster.options("stages", "ana.diaz").connect().await.unwrap().close().await.unwrap();

        migrations_and_connections(&cluster).await;
    });
}

async fn migrations_and_connections(cluster: &Cluster) {
    let ana = |database: &str| Target::from_options(cluster.options(database, "ana.diaz"));
    let mut dba = cluster.dba("stages").connect().await.unwrap();
    dba.execute("drop function guichet.trial()").await.unwrap();

    let mut person = ana("stages").connect().await.unwrap();
    assert!(matches!(
        migrate::run(&mut person, |_, _| {}).await,
        Err(migrate::MigrateError::NotAMember { role: "guichet_owner", .. })
    ));
    assert!(matches!(ana("stages").desk().await, Err(ConnectError::NoSchema(_))));

    let applied = migrate::run(&mut dba, |_, _| {}).await.unwrap();
    assert_eq!(migrate::run(&mut dba, |_, _| {}).await.unwrap(), 0);
    let status = migrate::status(&mut dba).await.unwrap();
    assert!(status.is_current());
    assert_eq!(status.count(migrate::State::Applied), applied);
    ana("stages").desk().await.unwrap();

    // Another one migrating is waited for, then named.
    let mut other = cluster.dba("stages").connect().await.unwrap();
    dba.execute("insert into guichet._migrations values (9999, 'from tomorrow', now(), true, '', 0)")
        .await
        .unwrap();
    assert!(matches!(migrate::run(&mut other, |_, _| {}).await, Err(migrate::MigrateError::Newer(9999))));

    // A copy is as closed as the original.
    dba.close().await.unwrap();
    other.close().await.unwrap();
    person.close().await.unwrap();
    let mut dba = cluster.dba("postgres").connect().await.unwrap();
    dba.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'stages'")
        .await
        .unwrap();
    init::copy(&mut dba, "stages", "copy").await.unwrap();
    dba.execute("create role stranger login password 'x'").await.unwrap();
    let stranger = Target::from_options(cluster.options("copy", "stranger").password("x"));
    assert!(matches!(stranger.connect().await, Err(ConnectError::NotAccepted { .. })));
    ana("copy").connect().await.unwrap();

    // What can go wrong before the first statement has a name each.
    let wrong = ana("copy").with_password("guess").connect().await;
    assert!(matches!(wrong, Err(ConnectError::Password { given: true, .. })));
    assert!(matches!(ana("elsewhere").connect().await, Err(ConnectError::NoDatabase(_))));
    let nowhere = Target::from_url("postgresql://ana@%2Fnonexistent/stages").unwrap();
    assert!(matches!(nowhere.connect().await, Err(ConnectError::Unreachable { .. })));
    dba.execute("drop database copy").await.ok();
}

#[test]
fn the_printed_script_runs_in_psql() {
    let cluster = Cluster::open(Kind::Test, &test_folder()).unwrap();
    for _ in 0..2 {
        let mut psql = std::process::Command::new("psql")
            .args(["--no-psqlrc", "--quiet", &cluster.url("postgres", SUPERUSER)])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let script = init::script("printed").unwrap();
        std::io::Write::write_all(&mut psql.stdin.take().unwrap(), script.as_bytes()).unwrap();
        let output = psql.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    run(async {
        let mut dba = cluster.dba("printed").connect().await.unwrap();
        assert!(migrate::run(&mut dba, |_, _| {}).await.is_ok());
    });
}
