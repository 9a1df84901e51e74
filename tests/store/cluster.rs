//! The private server: started, shared, stopped by the last one, adopted after a kill, rebuilt when it must be.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use guichet::store::cluster::{Cluster, ClusterError, Kind};
use sqlx::{ConnectOptions, Connection};

/// A folder in which the server's account can reach its data even when root runs the tests.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("guichet-cluster-").tempdir_in("/tmp").unwrap();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o711)).unwrap();
    folder
}

fn ask(cluster: &Cluster, question: &'static str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = cluster.dba("postgres").connect().await.unwrap();
        let answer = sqlx::query_scalar(question).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        answer
    })
}

fn pid(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(folder.join("data/postmaster.pid")).ok()?;
    text.lines().next().map(str::to_owned)
}

#[test]
fn two_share_one_server_and_the_last_one_stops_it() {
    let folder = folder();
    let first = Cluster::open(Kind::Demo, folder.path()).unwrap();
    let second = Cluster::open(Kind::Demo, folder.path()).unwrap();
    assert_eq!(first.socket(), second.socket());
    let socket = first.socket().to_owned();
    assert_eq!(ask(&first, "show fsync"), "on");
    drop(first);
    assert_eq!(ask(&second, "show listen_addresses"), "");
    nobody_comes_in_without_the_secret(&second, folder.path());
    drop(second);
    assert_eq!(pid(folder.path()), None);
    assert!(!socket.exists());
}

#[test]
fn a_folder_serves_again_in_whatever_state_it_was_left() {
    let folder = folder();
    let opens = || Cluster::open(Kind::Demo, folder.path()).unwrap();
    let serves = |cluster: &Cluster| assert_eq!(ask(cluster, "select 'here'"), "here");

    // Its desk was killed: the server is adopted, and stopped by the one who adopted it.
    end(desk(Kind::Demo, folder.path()));
    let server = pid(folder.path());
    assert!(server.is_some());
    let next = opens();
    assert_eq!(pid(folder.path()), server);
    serves(&next);
    drop(next);
    assert_eq!(pid(folder.path()), None);

    // Its socket was cleared away: another server takes over.
    end(desk(Kind::Demo, folder.path()));
    let server = pid(folder.path());
    std::fs::remove_dir_all(std::fs::read_to_string(folder.path().join("socket")).unwrap()).unwrap();
    let next = opens();
    assert_ne!(pid(folder.path()), server);
    serves(&next);
    drop(next);

    // Its process number now belongs to another program, which must be left alone.
    let other = std::process::id();
    std::fs::write(folder.path().join("data/postmaster.pid"), format!("{other}\n/nowhere\n")).unwrap();
    serves(&opens());

    // Its data were written by another version.
    std::fs::write(folder.path().join("data/PG_VERSION"), "9\n").unwrap();
    serves(&opens());
}

#[test]
fn a_server_that_is_going_is_waited_for_and_started_again() {
    let folder = folder();
    end(desk(Kind::Demo, folder.path()));
    let going = pid(folder.path()).unwrap();
    // As it says while it writes down what it holds, which may take it seconds.
    let file = folder.path().join("data/postmaster.pid");
    let said = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, said.replace("ready   ", "stopping")).unwrap();
    assert!(std::fs::read_to_string(&file).unwrap().contains("stopping"));
    std::thread::scope(|scope| {
        let opens = scope.spawn(|| Cluster::open(Kind::Demo, folder.path()).unwrap());
        let gate = std::fs::File::open(folder.path().join("gate.lock")).unwrap();
        // Until it is at the gate.
        while gate.try_lock().is_ok() {
            gate.unlock().unwrap();
        }
        // It looks every 20 milliseconds, and nothing tells that it does.
        std::thread::sleep(std::time::Duration::from_millis(200));
        assert!(Command::new("kill").args(["-INT", &going]).status().unwrap().success());
        let next = opens.join().unwrap();
        assert_eq!(ask(&next, "select 'here'"), "here");
        assert_ne!(pid(folder.path()), Some(going));
    });
}

#[test]
fn a_killed_server_starts_again_with_its_data() {
    let folder = folder();
    let desk = desk(Kind::Demo, folder.path());
    let joined = Cluster::open(Kind::Demo, folder.path()).unwrap();
    ask(&joined, "select lo_from_bytea(4242, 'kept')::text");
    kill(&pid(folder.path()).unwrap());
    end(desk);
    drop(joined);
    let next = Cluster::open(Kind::Demo, folder.path()).unwrap();
    assert_eq!(ask(&next, "select convert_from(lo_get(4242), 'UTF8')"), "kept");
}

#[test]
fn a_killed_server_is_revived_where_its_desks_look_for_it() {
    let folder = folder();
    let desks = [
        Cluster::open(Kind::Demo, folder.path()).unwrap(),
        Cluster::open(Kind::Demo, folder.path()).unwrap(),
    ];
    let socket = desks[0].socket().to_owned();
    let first = pid(folder.path()).unwrap();
    kill(&first);
    let (folder, first) = (folder.path(), first.as_str());
    std::thread::scope(|scope| {
        let revived = [&desks[0], &desks[1]].map(|desk| {
            scope.spawn(move || {
                // A killed server takes a moment to die, and its processes to let go of its memory: a desk tries
                // again too.
                loop {
                    match desk.revive() {
                        Ok(()) if pid(folder).as_deref() != Some(first) => return,
                        Ok(()) => {}
                        Err(error) => assert!(matches!(error, ClusterError::Program { .. }), "{error}"),
                    }
                }
            })
        });
        revived.into_iter().for_each(|thread| thread.join().unwrap());
    });
    for desk in &desks {
        assert_eq!(desk.socket(), socket);
        assert_eq!(ask(desk, "select 'here'"), "here");
    }
    let pid_now = pid(folder);
    desks[0].revive().unwrap();
    assert_eq!(pid(folder), pid_now, "a server that runs is left alone");
    drop(desks);
    assert_eq!(pid(folder), None, "the last one stops it as ever");
}

#[test]
fn a_test_server_leaves_nothing_behind() {
    let folder = folder();
    let cluster = Cluster::open(Kind::Test, folder.path()).unwrap();
    assert_eq!(ask(&cluster, "show fsync"), "off");
    let runs = || std::fs::read_dir(folder.path()).unwrap().flatten().filter(|e| e.path().is_dir()).count();
    assert_eq!(runs(), 1);
    drop(cluster);
    assert_eq!(runs(), 0);
}

#[test]
fn a_killed_test_run_leaves_nothing_behind() {
    let folder = folder();
    end(desk(Kind::Test, folder.path()));
    // Whether its watcher was faster or not, the next run finds the place clear.
    let next = Cluster::open(Kind::Test, folder.path()).unwrap();
    assert_eq!(ask(&next, "select count(*)::text from pg_database where datname = 'postgres'"), "1");
    let runs = std::fs::read_dir(folder.path()).unwrap().flatten().filter(|entry| entry.path().is_dir());
    assert_eq!(runs.count(), 1);
}

fn nobody_comes_in_without_the_secret(cluster: &Cluster, folder: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let refused = runtime.block_on(cluster.dba("postgres").password("guess").connect()).unwrap_err();
    let code = refused.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
    assert_eq!(code, "28P01");
    for name in ["guichet_dba", "people"] {
        let mode = std::fs::metadata(folder.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

/// Also the process that [`desk`] starts: told where, it holds the server open until it is killed.
#[test]
fn a_server_answers_whoever_holds_it() {
    let Some(folder) = std::env::var_os("GUICHET_TEST_HOLD") else {
        let folder = folder();
        let cluster = Cluster::open(Kind::Test, folder.path()).unwrap();
        assert_eq!(ask(&cluster, "select current_database()::text"), "postgres");
        return;
    };
    let kind = if std::env::var_os("GUICHET_TEST_HOLD_TEST").is_some() { Kind::Test } else { Kind::Demo };
    let _cluster = Cluster::open(kind, Path::new(&folder)).unwrap();
    std::io::Write::write_all(&mut std::io::stdout(), b"\nheld\n").unwrap();
    std::io::stdin().lines().next();
}

/// Another process with the server open.
fn desk(kind: Kind, folder: &Path) -> Child {
    let modules = module_path!().split_once("::").unwrap().1;
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", &format!("{modules}::a_server_answers_whoever_holds_it"), "--nocapture"])
        .env("GUICHET_TEST_HOLD", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    if kind == Kind::Test {
        command.env("GUICHET_TEST_HOLD_TEST", "1");
    }
    let mut child = command.spawn().unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    assert!(said.lines().map_while(Result::ok).any(|line| line == "held"));
    child
}

/// What an operator, a lost session or the system does to a desk.
fn end(mut desk: Child) {
    desk.kill().unwrap();
    desk.wait().unwrap();
}

fn kill(pid: &str) {
    assert!(Command::new("kill").args(["-KILL", pid]).status().unwrap().success());
}
