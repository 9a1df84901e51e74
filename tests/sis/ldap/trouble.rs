//! What goes wrong with the directory: told apart from a person of whom nothing is known, and never telling about whom.

use std::time::Duration;

use guichet::domain::student::directory::Person;
use guichet::domain::student::search::Among;
use guichet::sis::fault::{Fault, SetupFault, Trouble};
use guichet::sis::http::{Login, Patience};
use guichet::sis::ldap::{DirectoryClient, PATIENCE, Settings};
use guichet::sis::port::{Directory, Known, Told};
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::super::faults::{field, trouble};
use super::super::{QUICK, now};
use super::server::PASSWORD;
use super::{below, client, login, named, settings};

/// As quick as a test can be, with no second call.
const ONCE: Patience = Patience {
    connect: Duration::from_millis(200),
    answer: Duration::from_millis(200),
    retries: 0,
    pause: Duration::from_millis(1),
};

/// Lets in whoever asks, as message 1.
const BOUND: &[u8] = b"\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00";

/// An entry of nobody, as message 2.
const ENTRY: &[u8] = b"\x30\x0b\x02\x01\x02\x64\x06\x04\x02o=\x30\x00";

/// What is told when a directory answers so, piece by piece, each after it was asked something; then it hangs up.
async fn told(pieces: &'static [&'static [u8]], settings: Settings, patience: Patience) -> Told<Vec<Person>> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("ldap://{}", listener.local_addr().unwrap());
    let settings = Settings { address, ..settings };
    let client = DirectoryClient::new(settings, login("guichet"), patience, now).unwrap();
    let answer = async {
        loop {
            let (mut line, _) = listener.accept().await.unwrap();
            for piece in pieces {
                let mut asked = [0; 4096];
                assert_ne!(line.read(&mut asked).await.unwrap(), 0);
                line.write_all(piece).await.unwrap();
            }
        }
    };
    let search = named("DESFONTAINES");
    tokio::select! {
        told = client.people(Among::Students, &search) => {
            let words = format!("{client:?}");
            assert!(!words.contains("DESFONTAINES") && !words.contains(PASSWORD), "{words}");
            told
        }
        () = answer => unreachable!(),
    }
}

/// The same, where it is a fault: it names the call, and nothing personal.
async fn answering(pieces: &'static [&'static [u8]], patience: Patience) -> Fault {
    let fault = told(pieces, below("ou=people"), patience).await.unwrap_err();
    let words = format!("{fault} {fault:?}");
    for secret in ["DESFONTAINES", "desfontaines", PASSWORD] {
        assert!(!words.contains(secret), "{words}");
    }
    assert_eq!(fault.call().to_string(), "the directory (people)");
    fault
}

#[tokio::test]
async fn a_directory_that_is_unwell_is_told_apart_from_one_that_refuses() {
    let busy = answering(&[b"\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x33\x04\x00\x04\x00"], QUICK).await;
    assert_eq!(trouble(&busy), Some(Trouble::Status(51)));
    let unavailable: &[&[u8]] = &[BOUND, b"\x30\x0c\x02\x01\x02\x65\x07\x0a\x01\x34\x04\x00\x04\x00"];
    let unavailable = answering(unavailable, QUICK).await;
    assert_eq!(unavailable.to_string(), "the directory (people): it answers 52");
    let forbidden: &[&[u8]] = &[BOUND, b"\x30\x0c\x02\x01\x02\x65\x07\x0a\x01\x32\x04\x00\x04\x00"];
    assert!(matches!(answering(forbidden, QUICK).await, Fault::Unauthorised { .. }));
}

#[tokio::test]
async fn a_place_that_is_not_there_and_a_filter_that_is_none_are_refused() {
    let absent = client(below("ou=nowhere")).by_login("mdesfon3").await.unwrap_err();
    assert!(matches!(absent, Fault::Refused { status: Some(32), said: None, .. }), "{absent:?}");
    let no_place = Settings { base: "nowhere".to_owned(), ..settings() };
    let no_place = client(no_place).by_login("mdesfon3").await.unwrap_err();
    assert!(matches!(no_place, Fault::Refused { status: Some(34), said: None, .. }), "{no_place:?}");
    for filter in ["(eduPersonAffiliation=student", "student", "(a=b)))(|(c=d)", "(&)(", "(=x)"] {
        let mut wrong = settings();
        wrong.filters.students = filter.to_owned();
        let fault = client(wrong).people(Among::Students, &named("desfon")).await.unwrap_err();
        assert!(matches!(fault, Fault::Refused { status: None, said: None, .. }), "{filter}: {fault:?}");
    }
}

#[tokio::test]
async fn a_directory_that_says_nothing_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    for (scheme, starttls, expected) in [
        ("ldap", false, Trouble::Late),
        ("ldap", true, Trouble::Connection),
        ("ldaps", false, Trouble::Connection),
    ] {
        let address = format!("{scheme}://{address}");
        let silent = Settings { address, starttls, ..settings() };
        let client = DirectoryClient::new(silent, login("guichet"), ONCE, now).unwrap();
        let told = client.by_login("mdesfon3");
        let told = tokio::time::timeout(Duration::from_secs(2), told).await.expect("within the deadline");
        assert_eq!(trouble(&told.unwrap_err()), Some(expected), "{scheme}");
    }
}

#[tokio::test]
async fn who_is_late_is_not_asked_again() {
    let late = Patience { retries: 2, ..ONCE };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("ldap://{}", listener.local_addr().unwrap());
    let silent = Settings { address, ..below("ou=people") };
    let client = DirectoryClient::new(silent, login("guichet"), late, now).unwrap();
    assert_eq!(trouble(&client.by_login("mdesfon3").await.unwrap_err()), Some(Trouble::Late));
    listener.accept().await.unwrap();
    let another = tokio::time::timeout(Duration::ZERO, listener.accept()).await;
    assert!(another.is_err());
}

#[tokio::test]
async fn a_directory_that_knows_of_no_pages_is_listened_to_no_longer_than_is_wanted() {
    let endless: &[&[u8]] = &[
        BOUND,
        b"\x30\x0b\x02\x01\x02\x64\x06\x04\x02o=\x30\x00\x30\x0b\x02\x01\x02\x64\x06\x04\x02o=\x30\x00",
        b"",
    ];
    let wanted = Settings { most: super::size(1), ..below("ou=people") };
    assert_eq!(told(endless, wanted, ONCE).await, Ok(Known::Unsure));
    let more = Settings { most: super::size(3), ..below("ou=people") };
    assert_eq!(trouble(&told(endless, more, ONCE).await.unwrap_err()), Some(Trouble::Late));
}

#[tokio::test]
async fn a_question_that_is_given_up_closes_its_line() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("ldap://{}", listener.local_addr().unwrap());
    let client = client(Settings { address, ..below("ou=people") });
    let mut asked = Vec::new();
    let mut line = tokio::select! {
        told = client.by_login("mdesfon3") => panic!("{told:?}"),
        accepted = listener.accept() => accepted.unwrap().0,
    };
    let ended = tokio::time::timeout(Duration::from_secs(2), line.read_to_end(&mut asked)).await;
    ended.expect("the end of the line").unwrap();
}

#[tokio::test]
async fn an_answer_that_stops_is_no_answer() {
    assert_eq!(trouble(&answering(&[b""], ONCE).await), Some(Trouble::Connection));
    assert_eq!(trouble(&answering(&[BOUND, b""], ONCE).await), Some(Trouble::Connection));
    assert_eq!(trouble(&answering(&[BOUND, b"\x30"], ONCE).await), Some(Trouble::Connection));
    assert_eq!(trouble(&answering(&[BOUND, ENTRY], ONCE).await), Some(Trouble::Cut));
}

#[tokio::test]
async fn what_is_no_ldap_breaks_the_contract_and_nothing_else() {
    let answers: [&'static [&'static [u8]]; 5] = [
        &[b"\x30\x00"],
        &[b"\x30\x03\x02\x01\x01"],
        &[b"\x30\x05\x02\x01\x01\x61\x00"],
        &[BOUND, b"\x30\x05\x02\x01\x02\x6b\x00"],
        &[BOUND, b"\x30\x0d\x02\x01\x02\x65\x08\x0a\x01\x00\x04\x01\xff\x04\x00"],
    ];
    for answer in answers {
        assert_eq!(field(&answering(answer, ONCE).await), "message", "{answer:?}");
    }
    let noise: [&'static [&'static [u8]]; 2] =
        [&[b"HTTP/1.1 400 Bad Request\r\n\r\n"], &[b"\xff\xff\xff\xff"]];
    for answer in noise {
        assert!(trouble(&answering(answer, ONCE).await).is_some(), "{answer:?}");
    }
}

#[test]
fn a_client_is_made_only_of_what_can_serve() {
    let make = |settings, login| DirectoryClient::new(settings, login, PATIENCE, now);
    let at = |address: &str| Settings::supann(address, "ou=people,dc=univ-valmoree,dc=example");
    let here = |address: &str| Settings { starttls: false, ..at(address) };
    for settings in [
        at("ldaps://directory.univ-valmoree.example"),
        at("ldap://directory.univ-valmoree.example:1389/"),
        here("ldap://127.0.0.1"),
        here("ldap://localhost:389"),
        here("ldaps://directory.univ-valmoree.example"),
    ] {
        assert!(make(settings.clone(), login("guichet")).is_ok(), "{settings:?}");
    }
    for settings in [
        at(""),
        at("directory.univ-valmoree.example"),
        at("https://directory.univ-valmoree.example"),
        at("ldapi://%2frun%2fslapd"),
        at("ldaps://"),
        at("ldaps:///"),
        at("ldaps://user:word@directory.univ-valmoree.example"),
        at("ldaps://directory.univ-valmoree.example/ou=people"),
        at("ldaps://directory.univ-valmoree.example?cn"),
        at("ldaps://directory.univ-valmoree.example#cn"),
        here("ldap://directory.univ-valmoree.example"),
        here("ldap://127.0.0.1.example"),
    ] {
        let fault = make(settings.clone(), login("guichet")).unwrap_err();
        assert!(matches!(fault, SetupFault::Address { .. }), "{settings:?}");
    }
    for (name, password) in [("", PASSWORD), (" ", PASSWORD), ("cn=a\nb", PASSWORD), ("cn=guichet", "")] {
        let login = Login { name: name.to_owned(), password: SecretString::from(password) };
        assert!(matches!(make(at("ldaps://x.example"), login), Err(SetupFault::Login { .. })), "{name}");
    }
}

#[test]
fn settings_that_mean_nothing_are_told_before_anybody_is_asked() {
    let wrong =
        |settings| DirectoryClient::new(settings, login("guichet"), PATIENCE, now).unwrap_err().to_string();
    assert_eq!(
        wrong(Settings { base: " ".into(), ..settings() }),
        "the setting base of the directory is wrong"
    );
    for name in ["", "sn)(uid=*", "sn ", "é", "2.5.4.3", "*"] {
        let mut settings = settings();
        settings.names.surname = name.into();
        assert_eq!(wrong(settings), "the setting names of the directory is wrong", "{name}");
    }
    for pem in ["", "nothing", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
        let settings = Settings { authorities: Some(pem.into()), ..settings() };
        assert_eq!(wrong(settings), "the setting authorities of the directory is wrong", "{pem}");
    }
    let shown = format!("{:?} {:?}", client(settings()), login("guichet"));
    assert!(!shown.contains(PASSWORD), "{shown}");
    assert_eq!(PATIENCE.retries, 1);
}
