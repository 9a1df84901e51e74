//! What an answer of esup-siscol comes down to, before it is read: something, nothing, or a fault. Its words are never
//! kept: they name the student who was asked about.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::fault::{Call, Fault, Trouble};
use super::super::http::{Reply, read};
use super::super::port::Known;
use super::super::tolerant::{Object, Text};

/// The page that those who are not logged in are sent to.
const LOGIN_PAGE: &str = "/login";

/// What stands in an answer; nothing when it says that there is nothing.
pub(super) fn body(call: Call, reply: &Reply) -> Result<&[u8], Fault> {
    match reply.status {
        200 => Ok(&reply.body),
        204 => Ok(b""),
        // An address that leads nowhere has words in its answer.
        404 if is_blank(&reply.body) => Ok(b""),
        301..=303 | 307 | 308 if reply.location.as_deref().is_some_and(is_login_page) => {
            Err(Fault::Unauthorised { call })
        }
        status => Err(refused(call, status)),
    }
}

/// Reads a whole answer; nothing when it is empty or null.
pub(super) fn told<T: DeserializeOwned>(call: Call, body: &[u8]) -> Result<Option<T>, Fault> {
    if is_blank(body) {
        return Ok(None);
    }
    if let Some(status) = failure(body) {
        return Err(refused(call, status));
    }
    read(call, body)
}

/// A list that is told, where an empty one may hide a source that is down.
pub(super) fn listed<T>(list: Option<Vec<T>>) -> Known<Vec<T>> {
    match list {
        None => Known::Nothing,
        Some(list) if list.is_empty() => Known::Unsure,
        Some(list) => Known::This(list),
    }
}

/// What is told, where it may say nothing.
pub(super) fn unless_hollow<T>(told: Option<Option<T>>) -> Known<T> {
    match told {
        None => Known::Nothing,
        Some(None) => Known::Unsure,
        Some(Some(value)) => Known::This(value),
    }
}

fn is_blank(body: &[u8]) -> bool {
    body.trim_ascii().is_empty()
}

fn is_login_page(location: &str) -> bool {
    let path = location.split(['?', '#', ';']).next().unwrap_or_default();
    path.trim_end_matches('/').ends_with(LOGIN_PAGE)
}

/// What an answer with this status means, when it is none of those that serve.
fn refused(call: Call, status: u16) -> Fault {
    match status {
        401 | 403 => Fault::Unauthorised { call },
        400..=499 => Fault::Refused { call, status: Some(status), said: None },
        500..=599 => Fault::Unavailable { call, trouble: Trouble::Status(status) },
        _ => Fault::Broken { call, field: "status".to_owned() },
    }
}

/// What the gateway says when it fails itself. All other answers may have any of their fields absent, so this would pass
/// for a student of whom nothing is known.
#[derive(Deserialize)]
struct Failure {
    status: Text,
    error: Text,
}

/// The status of its own failure, if an answer is one: a text, or a number where the gateway did not write it itself.
fn failure(body: &[u8]) -> Option<u16> {
    let Object(Failure { status, error }) = serde_json::from_slice(body).ok()?;
    error.0?;
    status.0?.parse().ok().filter(|status| (400..600).contains(status))
}
