//! The way to the mail server: encrypted from the first byte or after a greeting in clear, with a login, by an authority of its
//! own; and what is said when one of them does not hold.

use std::time::Duration;

use guichet::mail::post::{Post, RefusalKind, Security, Server};
use guichet::runtime::posting::Office;

use super::House;
use crate::support::tls::{Certificates, front};

/// `guichet`, then `secret`, as `AUTH PLAIN` says them.
const PROOF: &str = "AGd1aWNoZXQAc2VjcmV0";

fn server(port: u16, security: Security, authority: Option<&str>, secret: &str) -> Server {
    Server {
        host: "localhost".into(),
        port: Some(port),
        security,
        login: Some(("guichet".into(), secret.to_owned().into())),
        authority: authority.map(|pem| pem.as_bytes().to_vec()),
        patience: Duration::from_secs(20),
    }
}

#[tokio::test]
async fn mail_leaves_by_a_protected_way_and_with_a_login() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    house.smtp.asks_for(PROOF);
    let certificates = Certificates::new();
    for (security, verb, args) in
        [(Security::StartTls, "validate", "{}"), (Security::Tls, "unvalidate", r#"{"reason": "a"}"#)]
    {
        let port = front(&certificates, house.smtp.port(), security == Security::StartTls).await;
        let wanted = server(port, security, Some(&certificates.authority), "secret");
        let office = Office { post: Some(Post::new(&wanted).unwrap()), ..house.office() };
        office.post.as_ref().unwrap().greet().await.unwrap();
        let before = house.smtp.received().len();
        house.act(verb, args).await;
        house.post(&office).await;
        let mails = house.smtp.received();
        assert!(mails.len() > before, "{security:?}");
        assert!(mails[before].data.contains("Auto-Submitted: auto-generated"));
    }
}

#[tokio::test]
async fn a_way_that_is_not_as_it_should_be_is_not_gone() {
    let house = House::new().await;
    house.smtp.asks_for(PROOF);
    let certificates = Certificates::new();
    let (starts, wrapped) = (
        front(&certificates, house.smtp.port(), true).await,
        front(&certificates, house.smtp.port(), false).await,
    );
    let authority = Some(certificates.authority.as_str());
    let other = Certificates::new().authority;
    for (wanted, says) in [
        // Another login.
        (server(starts, Security::StartTls, authority, "wrong"), "535"),
        // An authority that nobody here trusts.
        (server(wrapped, Security::Tls, None, "secret"), "ertificate"),
        (server(starts, Security::StartTls, Some(&other), "secret"), "ertificate"),
        // A server that offers no protection: a login is not told in clear.
        (server(house.smtp.port(), Security::StartTls, authority, "secret"), "STARTTLS"),
    ] {
        let refusal = Post::new(&wanted).unwrap().greet().await.unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Server, "{refusal:?}");
        assert!(refusal.says.contains(says), "{says}: {refusal:?}");
    }
    assert!(house.smtp.received().is_empty());
}
