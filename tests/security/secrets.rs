//! Secrets: the real program, given a password by every way there is and made to fail in every way there is, tells it
//! nowhere: not on the terminal, not in `--json`, not in its logs at their most talkative.

use std::path::{Path, PathBuf};
use std::process::Command;

use guichet::store::seed::{DemoRole, login_for};

use crate::cli::{Account, Ended, close, end};
use crate::support::server::{Database, cluster};

/// Recognisable wherever it turns up, alone or in parts.
const SECRET: &str = "hunter2-Zq7-kestrel";
const COMMANDS: [&[&str]; 9] = [
    &["inspect", "queue"],
    &["inspect", "convention", "5", "--json"],
    &["db", "status", "--json"],
    &["db", "migrate"],
    &["person", "list", "--json"],
    &["audit", "verify", "--json"],
    &["doctor"],
    &["doctor", "--json"],
    &[],
];

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Fails if a secret stands in what a command said, or in the logs of its account.
#[track_caller]
fn told_nothing(account: &Account, said: &Ended, secrets: &[&str], what: &str) {
    let mut texts = vec![said.out.clone(), said.err.clone()];
    let logs = files(&account.home.path().join("state"));
    texts.extend(logs.iter().map(|log| std::fs::read_to_string(log).unwrap()));
    for secret in secrets {
        for text in &texts {
            assert!(!text.contains(secret), "{what} tells {secret}:\n{text}");
        }
    }
}

/// A command that logs everything it can.
fn talkative(account: &Account, arguments: &[&str]) -> Command {
    let mut command = account.command(arguments);
    command.env("GUICHET_LOG", "trace,sqlx=trace,sqlx_postgres=trace").env("RUST_BACKTRACE", "full");
    command
}

/// Nobody listens there.
fn silent() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test]
async fn no_failure_of_an_address_tells_its_password() {
    let database = Database::university().await;
    let login = login_for(DemoRole::Clerk);
    let host = cluster().socket().display().to_string().replace('/', "%2F");
    let (name, port) = (database.name(), silent());
    let secret = SECRET;
    let account = Account::new();
    for url in [
        format!("postgresql://{login}:{secret}@{host}:5432/{name}"),
        format!("postgresql://{login}:{secret}@{host}:5432/nowhere"),
        format!("postgresql://nobody-here:{secret}@{host}:5432/{name}"),
        format!("postgresql://{login}:{secret}@127.0.0.1:{port}/{name}"),
        format!("postgresql://{login}:{secret}@127.0.0.1:{port}/{name}?sslmode=disable"),
        format!("postgresql://{login}:{secret}@{host}:notaport/{name}"),
        format!("postgresql://{login}:{secret}@{host}/{name}?sslmode=perhaps"),
        format!("postgresql://{login}@{host}/{name}?password={secret}"),
        format!("postgresql://{login}@{host}/{name}?pasword={secret}"),
        format!("postgresql://{login}@{host}/{name}?options=-c%20x={secret}"),
        format!("postgresql://{login}:a/{secret}@db/{name}"),
        format!("postgresql://{login}:12/{secret}@db/{name}"),
        format!("postgresql://{login}:12#{secret}@db/{name}"),
        format!("{login}:{secret}@db/{name}"),
        format!("mysql://{login}:{secret}@db/{name}"),
        format!("postgresql:/{login}:{secret}@db"),
        secret.to_owned(),
    ] {
        for arguments in COMMANDS {
            let mut command = talkative(&account, arguments);
            command.env("DATABASE_URL", &url).env("PGCONNECT_TIMEOUT", "5");
            let said = end(command);
            told_nothing(&account, &said, &[secret, "kestrel"], &format!("{arguments:?} on {url}"));
        }
    }
}

#[tokio::test]
async fn no_way_of_giving_a_password_tells_it() {
    let database = Database::university().await;
    let login = login_for(DemoRole::Administrator);
    let (socket, name) = (cluster().socket().display().to_string(), database.name());
    let account = Account::new();
    let write = |file: &str, text: &str| {
        let path = account.config().join(file);
        std::fs::write(&path, text).unwrap();
        close(&path);
        path
    };
    let wrong = write("wrong", &format!("{SECRET}\n"));
    let right = write("right", &format!("{}\n", cluster().secret()));
    let passfile = write(
        "pgpass",
        &format!("{SECRET}\n{socket}:5432:{name}:{login}:{SECRET}:more:{SECRET}\n:::{SECRET}\\\n"),
    );
    let secrets = [SECRET, "kestrel", cluster().secret()];
    let profile = |line: &str| {
        format!(
            "profile = 'univ'\n[profiles.univ]\nhost = '{socket}'\ndatabase = '{name}'\nlogin = '{login}'\n{line}\n"
        )
    };
    for settings in [
        profile(&format!("password_file = '{}'", wrong.display())),
        profile(&format!("password_file = '{}'", right.display())),
        profile("password_file = '/nowhere/at/all'"),
        profile(&format!("password = '{SECRET}'")),
        profile(&format!("password = '{}'", cluster().secret())),
        profile(&format!("password = {SECRET}")),
        profile(&format!("password = '{SECRET}")),
        profile(&format!("password = ['{SECRET}']")),
        profile(&format!("pasword = '{SECRET}'")),
        format!("profile = 'univ'\n[profiles.univ]\nhost = 'postgresql://ana:{SECRET}@db.univ.example'\n"),
        profile(""),
    ] {
        account.writes("config.toml", &settings);
        for arguments in
            COMMANDS.into_iter().chain([&["config", "check"][..], &["person", "disable", "no.body"]])
        {
            let mut command = talkative(&account, arguments);
            command.env("PGPASSFILE", &passfile);
            let said = end(command);
            told_nothing(&account, &said, &secrets, &format!("{arguments:?} with {settings}"));
        }
    }
    // Passwords that are given to others: accepted, refused, in a file that is open.
    let newcomer = format!("secret.{}", name.replace('_', "-"));
    let (open, closed) = (account.config().join("open"), write("given", SECRET));
    std::fs::write(&open, SECRET).unwrap();
    account.writes("config.toml", &profile(&format!("password_file = '{}'", right.display())));
    for (login, file) in
        [(&*newcomer, &open), (&newcomer, &closed), (&newcomer, &closed), ("Not a login", &closed)]
    {
        let file = file.display().to_string();
        let add = [
            "person",
            "add",
            login,
            "--surname",
            "S",
            "--given-name",
            "G",
            "--role",
            "GES",
            "--password-file",
            &file,
        ];
        let said = end(talkative(&account, &add));
        told_nothing(&account, &said, &secrets, &format!("{add:?}"));
    }
    let mut dba = database.dba().await;
    sqlx::query(sqlx::AssertSqlSafe(format!("drop role \"{newcomer}\"")))
        .execute(&mut dba)
        .await
        .expect("somebody was added");
}

#[tokio::test]
async fn a_password_in_the_settings_works_with_a_warning() {
    let database = Database::university().await;
    let login = login_for(DemoRole::Clerk);
    let account = Account::new();
    account.writes(
        "config.toml",
        &format!(
            "language = 'en'\nprofile = 'univ'\n[profiles.univ]\nhost = '{}'\ndatabase = '{}'\nlogin = '{login}'\npassword = '{}'\n",
            cluster().socket().display(),
            database.name(),
            cluster().secret()
        ),
    );
    let queue = account.run(&["inspect", "queue", "--limit", "1"]);
    assert_eq!(queue.exit, 0, "{queue:?}");
    for words in ["[profiles.univ]", "lies in clear", "config.toml", "password_file"] {
        assert!(queue.err.contains(words), "no {words} in {}", queue.err);
    }
    assert_eq!(queue.err.lines().count(), 1, "once: {}", queue.err);
    let checked = account.run(&["config", "check"]);
    assert_eq!(checked.exit, 0, "{checked:?}");
    assert!(checked.err.contains("lies in clear") && !checked.out.contains("config.toml"), "{checked:?}");
    let french = account.run(&["--lang", "fr", "config", "check"]);
    assert!(french.err.contains("est écrit en clair dans"), "{french:?}");
    // A file goes before what is written in clear, and is warned of all the same.
    let log = files(&account.home.path().join("state")).pop().expect("a log");
    assert!(std::fs::read_to_string(log).unwrap().contains("lies in clear"));
}

#[tokio::test]
async fn the_service_manager_hands_over_a_password() {
    use std::os::unix::fs::PermissionsExt;
    let database = Database::university().await;
    let account = Account::new();
    let profile = |file: &str| {
        format!(
            "profile = 'univ'\n[profiles.univ]\nhost = '{}'\ndatabase = '{}'\nlogin = '{}'\npassword_file = '{file}'\n",
            cluster().socket().display(),
            database.name(),
            login_for(DemoRole::Clerk)
        )
    };
    let credentials = tempfile::tempdir().unwrap();
    let credential = credentials.path().join("guichet.password");
    std::fs::write(&credential, cluster().secret()).unwrap();
    // As it makes them where a service has an account of its own.
    std::fs::set_permissions(&credential, PermissionsExt::from_mode(0o440)).unwrap();
    account.writes("config.toml", &profile("guichet.password"));
    let asked = |account: &Account| {
        let mut command = account.command(&["inspect", "queue", "--limit", "1"]);
        command.env("CREDENTIALS_DIRECTORY", credentials.path());
        end(command)
    };
    assert_eq!(asked(&account).exit, 0);
    std::fs::set_permissions(&credential, PermissionsExt::from_mode(0o444)).unwrap();
    assert_eq!(asked(&account).exit, 3, "open to everybody");
    // Without one of that name, a file beside the settings.
    std::fs::remove_file(&credential).unwrap();
    assert_eq!(asked(&account).exit, 3);
    let beside = account.config().join("guichet.password");
    std::fs::write(&beside, cluster().secret()).unwrap();
    std::fs::set_permissions(&beside, PermissionsExt::from_mode(0o640)).unwrap();
    assert_eq!(asked(&account).exit, 3, "open to a group that is not the service's");
    close(&beside);
    assert_eq!(asked(&account).exit, 0);
}
