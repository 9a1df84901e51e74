//! Where commands connect and how they say that they cannot: the address, the profile, the password, the schema.

use guichet::store::seed::{DemoRole, login_for};

use super::{Account, close, end};
use crate::support::server::{Database, cluster};

/// Nobody listens there: the port was free a moment ago and is refused at once.
fn silent() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    format!("postgresql://ana@127.0.0.1:{port}/guichet?sslmode=disable")
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let account = Account::new();
    let commands: [&[&str]; 4] =
        [&[], &["inspect", "queue"], &["db", "status", "--json"], &["db", "seed", "--conventions", "100"]];
    for arguments in commands {
        account.on(&silent(), arguments).refused(4, &["127.0.0.1:", "ne répond pas", "guichet demo"]);
    }
    account.on(&silent(), &["--lang", "en", "db", "migrate"]).refused(4, &["does not answer"]);
    account.on("postgresql:///x?host=%2Fnowhere&user=ana", &["db", "status"]).refused(4, &["/nowhere"]);
}

#[test]
fn an_address_that_makes_no_sense_is_a_fault_of_configuration() {
    let account = Account::new();
    account.on("not an address", &["db", "status"]).refused(3, &["réglages de connexion", "DATABASE_URL"]);
}

#[tokio::test]
async fn a_wrong_password_is_told_apart_from_a_missing_one() {
    let database = Database::university().await;
    let login = login_for(DemoRole::Clerk);
    let (account, url) = (Account::new(), database.url(login));
    let wrong = url.replace(cluster().secret(), "guess");
    assert_ne!(wrong, url, "the address carries the secret");
    account.on(&wrong, &["inspect", "queue"]).refused(4, &[login]);
    account.on(&wrong, &["--lang", "en", "inspect", "queue"]).refused(4, &["password", login]);
}

#[tokio::test]
async fn a_profile_connects_with_its_password_file_closed_to_others() {
    let database = Database::university().await;
    let login = login_for(DemoRole::Clerk);
    let url = database.url(login);
    let name: String = sqlx::query_scalar("select current_database()::text")
        .fetch_one(&mut database.login(login).await)
        .await
        .unwrap();
    let account = Account::new();
    let secret = account.config().join("password");
    std::fs::write(&secret, format!("{}\n", cluster().secret())).unwrap();
    close(&secret);
    account.writes(
        "config.toml",
        &format!(
            "language = 'en'\n[profiles.univ]\nhost = '{}'\ndatabase = '{name}'\nlogin = '{login}'\npassword_file = '{}'\n",
            cluster().socket().display(),
            secret.display()
        ),
    );
    // The profile named on the command line goes before DATABASE_URL.
    let named = account.on(&silent(), &["--profile", "univ", "inspect", "queue", "--limit", "1"]);
    assert!(named.done().starts_with("No."), "the settings' language: {}", named.out);
    let mut by_variable = account.command(&["inspect", "queue", "--limit", "1"]);
    by_variable.env("GUICHET_PROFILE", "univ");
    assert_eq!(end(by_variable).done(), named.out);
    let mut said_otherwise = account.command(&["--lang", "fr", "inspect", "queue", "--limit", "1"]);
    said_otherwise.env("DATABASE_URL", &url);
    assert!(end(said_otherwise).done().starts_with("N°"));

    let open: std::fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(&secret, open).unwrap();
    account.run(&["--profile", "univ", "inspect", "queue"]).refused(3, &["open to others", "chmod 600"]);
    account.run(&["--profile", "unvi", "doctor", "--json"]).has_fault("server", "Did you mean “univ”?");
    account.run(&["--profile", "unvi", "inspect", "queue"]).refused(3, &["“unvi”", "Did you mean “univ”?"]);
}

#[tokio::test]
async fn the_desk_without_a_terminal_says_so() {
    let database = Database::university().await;
    let account = Account::new();
    let desk = account.on(&database.url(login_for(DemoRole::Clerk)), &[]);
    assert_eq!(desk.exit, 1, "{desk:?}");
    assert_eq!(desk.err.lines().count(), 1, "{desk:?}");
    assert_eq!(desk.out, "", "nothing is drawn where there is no terminal");
}

#[tokio::test]
async fn doctor_goes_on_after_a_fault_and_ends_with_the_first() {
    let database = Database::university().await;
    let (account, url) = (Account::new(), database.url(login_for(DemoRole::Clerk)));
    let checks = account.on(&url, &["doctor", "--json"]);
    // All is well but the terminal, which there is none of.
    assert_eq!(checks.exit, 1, "{checks:?}");
    for what in ["configuration", "log-folder", "server", "login", "schema", "pooler"] {
        assert!(checks.check(what)["ok"].as_bool().unwrap(), "{what}: {checks:?}");
    }
    checks.has_fault("terminal", "ssh -t");
    let french = account.on(&url, &["doctor"]);
    assert!(french.out.contains("serveur") && french.out.contains("FAUX"), "{}", french.out);
    assert!(account.on(&url, &["--lang", "en", "doctor"]).out.contains("WRONG"));

    let unreachable = account.on(&silent(), &["doctor", "--json"]);
    assert_eq!(unreachable.exit, 4);
    unreachable.has_fault("server", "ne répond pas");
    unreachable.has_fault("terminal", "ssh -t");
    let superuser = account.on(&database.url(guichet::store::cluster::SUPERUSER), &["doctor", "--json"]);
    superuser.has_fault("login", "superutilisateur");
}

impl super::Ended {
    fn check(&self, what: &str) -> serde_json::Value {
        let checks: serde_json::Value = serde_json::from_str(&self.out).unwrap();
        let found = checks.as_array().unwrap().iter().find(|check| check["what"] == what);
        found.unwrap_or_else(|| panic!("no check of {what}: {self:?}")).clone()
    }

    fn has_fault(&self, what: &str, words: &str) {
        let check = self.check(what);
        assert_eq!(check["ok"], false, "{check}");
        assert!(check["says"].as_str().unwrap().contains(words), "{check}");
    }
}
