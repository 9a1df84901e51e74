//! The lines to the directory: encrypted and proven, kept while they are good, and opened anew when they fell.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use guichet::domain::student::search::Among;
use guichet::sis::fault::Trouble;
use guichet::sis::http::{Login, Patience};
use guichet::sis::ldap::{DirectoryClient, Settings};
use guichet::sis::port::{Directory, Known};
use secrecy::SecretString;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio::task::JoinSet;

use super::super::faults::trouble;
use super::super::{QUICK, now};
use super::server::slapd;
use super::{BASE, below, client, login, named, settings, uids};

/// The port for lines that are encrypted later.
fn starttls() -> Settings {
    Settings { address: format!("ldap://localhost:{}", slapd().plain), ..settings() }
}

#[tokio::test]
async fn a_line_is_encrypted_from_the_start_or_before_anything_is_said() {
    for settings in [settings(), starttls()] {
        assert_eq!(uids(&client(settings), Among::Students, &named("sansmel")).await, ["sansmail"]);
    }
}

#[tokio::test]
async fn a_directory_that_proves_nothing_is_told_nothing() {
    let stranger = |settings: Settings| Settings { authorities: None, ..settings };
    let elsewhere = |settings: Settings| {
        // The certificate is for a name, not for this address.
        Settings { address: settings.address.replace("localhost", "127.0.0.1"), ..settings }
    };
    for settings in [stranger(settings()), stranger(starttls()), elsewhere(settings()), elsewhere(starttls())]
    {
        let fault = client(settings).by_login("mdesfon3").await.unwrap_err();
        assert_eq!(trouble(&fault), Some(Trouble::Connection));
    }
    // A port that is encrypted from the start understands no other line.
    let address = format!("ldap://127.0.0.1:{}", slapd().encrypted);
    let wrong = Settings { address, starttls: false, ..settings() };
    assert!(trouble(&client(wrong).by_login("mdesfon3").await.unwrap_err()).is_some());
}

#[tokio::test]
async fn whoever_is_not_let_in_is_told_so() {
    let nobody = Login { name: format!("uid=nobody,{BASE}"), ..login("guichet") };
    let wrong = Login { password: SecretString::from("wrong"), ..login("guichet") };
    let no_name = Login { name: "guichet".to_owned(), ..login("guichet") };
    for login in [nobody, wrong, no_name] {
        let client = DirectoryClient::new(settings(), login, QUICK, now).unwrap();
        let fault = client.by_login("mdesfon3").await.unwrap_err();
        assert_eq!(fault.to_string(), "the directory (by_login): the key or the login is not accepted");
    }
}

/// A line to the directory that counts those who call, and hangs up on all of them when it is told to.
struct Relay {
    settings: Settings,
    calls: Arc<AtomicUsize>,
    cut: broadcast::Sender<()>,
    _tasks: JoinSet<()>,
}

impl Relay {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("ldap://{}", listener.local_addr().unwrap());
        let (calls, (cut, _)) = (Arc::new(AtomicUsize::new(0)), broadcast::channel(1));
        let (counted, hanging_up) = (Arc::clone(&calls), cut.clone());
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut lines = JoinSet::new();
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                counted.fetch_add(1, Ordering::SeqCst);
                let mut cut = hanging_up.subscribe();
                lines.spawn(async move {
                    let mut far = TcpStream::connect(("127.0.0.1", slapd().plain)).await.unwrap();
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => {}
                        _ = cut.recv() => {}
                    }
                });
            }
        });
        Self { settings: Settings { address, ..below("ou=people") }, calls, cut, _tasks: tasks }
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn a_line_is_kept_and_opened_anew_when_the_directory_hung_up() {
    let relay = Relay::open().await;
    let client = client(relay.settings.clone());
    for _ in 0..3 {
        assert!(matches!(client.by_login("mdesfon3").await, Ok(Known::This(_))));
    }
    assert_eq!(relay.calls(), 1);
    for calls in [2, 3] {
        relay.cut.send(()).unwrap();
        assert!(matches!(client.by_login("mdesfon3").await, Ok(Known::This(_))));
        assert_eq!(relay.calls(), calls);
    }
}

#[tokio::test]
async fn a_line_that_lay_idle_is_not_trusted() {
    static SECONDS: AtomicI64 = AtomicI64::new(0);
    fn later() -> DateTime<Utc> {
        now() + TimeDelta::seconds(SECONDS.load(Ordering::SeqCst))
    }
    let relay = Relay::open().await;
    let client = DirectoryClient::new(relay.settings.clone(), login("guichet"), QUICK, later).unwrap();
    for (seconds, calls) in [(0, 1), (59, 1), (118, 1), (178, 2)] {
        SECONDS.store(seconds, Ordering::SeqCst);
        assert!(matches!(client.by_login("mdesfon3").await, Ok(Known::This(_))));
        assert_eq!(relay.calls(), calls, "{seconds}");
    }
}

#[tokio::test]
async fn who_asks_at_once_is_answered_over_a_few_lines() {
    let relay = Relay::open().await;
    let client = Arc::new(client(relay.settings.clone()));
    let mut asking = JoinSet::new();
    for _ in 0..12 {
        let client = Arc::clone(&client);
        asking.spawn(async move { uids(&client, Among::Students, &named("desfon")).await });
    }
    for found in asking.join_all().await {
        assert_eq!(found, ["mdesfon3"]);
    }
    assert!((1..=4).contains(&relay.calls()), "{}", relay.calls());
}

#[tokio::test]
async fn a_directory_that_is_not_there_is_said_to_be_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("ldap://{}", listener.local_addr().unwrap());
    drop(listener);
    let gone = Settings { address, ..below("ou=people") };
    let fault = client(gone).by_login("mdesfon3").await.unwrap_err();
    assert_eq!(fault.to_string(), "the directory (by_login): no connection");
    let nameless = Settings { address: "ldaps://directory.invalid".to_owned(), ..settings() };
    let impatient = Patience { retries: 0, ..QUICK };
    let client = DirectoryClient::new(nameless, login("guichet"), impatient, now).unwrap();
    assert_eq!(trouble(&client.by_login("mdesfon3").await.unwrap_err()), Some(Trouble::Connection));
}
