//! `demo`: what it does with a demonstration that another version of the program left.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use guichet::store::cluster::{Cluster, Kind};
use guichet::store::{init, people};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection, Executor};

use super::{Account, end};

/// A prepared database that knows a migration which this program does not.
async fn of_a_newer_program(cluster: &Cluster) -> PgConnection {
    init::run(&cluster.dba("postgres"), "guichet").await.unwrap();
    let mut dba = cluster.dba("guichet").connect().await.unwrap();
    dba.execute(
        "set role guichet_owner;
         create table guichet._migrations (version bigint primary key, description text not null,
           installed_on timestamptz not null default now(), success boolean not null, checksum bytea not null,
           execution_time bigint not null);
         insert into guichet._migrations values (9999, 'come later', now(), true, '\\x00', 0);",
    )
    .await
    .unwrap();
    dba
}

#[tokio::test]
async fn a_demonstration_of_another_version_is_begun_anew_when_one_says_so() {
    // The server's account must reach its data even when root runs the tests.
    let folder = tempfile::Builder::new().prefix("guichet-demo-").tempdir_in("/tmp").unwrap();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o711)).unwrap();
    let cluster = Cluster::open(Kind::Demo, folder.path()).unwrap();
    let open_elsewhere = of_a_newer_program(&cluster).await;
    let account = Account::new();
    let arguments = |more: &[&'static str]| {
        let mut all = vec!["demo", "--print-url", "--folder", folder.path().to_str().unwrap()];
        all.extend(more);
        account.command(&all)
    };

    end(arguments(&[])).refused(5, &["autre version", "« guichet demo --anew »"]);
    end(arguments(&["--lang", "en"])).refused(5, &["another version", "“guichet demo --anew”"]);
    end(arguments(&["--anew"])).refused(1, &["ouverte ailleurs"]);
    open_elsewhere.close().await.unwrap();

    let mut prepared = arguments(&["--anew"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut address = String::new();
    BufReader::new(prepared.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let clerk: PgConnectOptions = address.trim().parse().unwrap();
    let mut clerk = clerk.connect().await.unwrap();
    assert!(people::whoami(&mut clerk).await.unwrap().is_some(), "prepared for its people");
    clerk.close().await.unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_child(&prepared), rustix::process::Signal::TERM)
        .unwrap();
    assert!(prepared.wait().unwrap().success());
}
