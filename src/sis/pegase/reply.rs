//! What an answer of Pégase comes down to, before it is read: something, nothing, or a fault. Its words are never kept:
//! they may name the student who was asked about. What its makers need to find a failure is logged.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::super::fault::{Call, Fault, Trouble};
use super::super::http::{Reply, read};
use super::super::tolerant::{Code, Object, Objects, Text, objects};
use crate::domain::fold::fold;

/// What it says, accents and capitals aside, of a student whom it does not know.
const UNKNOWN: &str = "apprenant non trouve";

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What stands on it.
    pub items: Vec<T>,
    /// How many stand on it, those that are null too.
    pub held: usize,
    /// How many pages there are, if that is told.
    pub pages: Option<usize>,
}

impl<T> Page<T> {
    /// Nothing comes after this page, whose number counts from nought.
    pub(super) fn is_last(&self, number: usize) -> bool {
        self.held == 0 || self.pages.is_some_and(|pages| number + 1 >= pages)
    }

    /// The same page of other things.
    pub(super) fn map<U>(self, other: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, held, pages } = self;
        Page { items: items.into_iter().map(other).collect(), held, pages }
    }

    /// The same page of other things, where one that breaks the contract breaks it for all.
    pub(super) fn try_map<U>(self, other: impl FnMut(T) -> Result<U, Fault>) -> Result<Page<U>, Fault> {
        let Self { items, held, pages } = self;
        Ok(Page { items: items.into_iter().map(other).collect::<Result<_, _>>()?, held, pages })
    }
}

/// What stands in an answer; nothing when it says that there is nothing.
pub(super) fn body(call: Call, reply: &Reply) -> Result<Option<&[u8]>, Fault> {
    match reply.status {
        200 => Ok(Some(&reply.body)),
        // An address that leads nowhere has words of another kind in its answer.
        404 if reply.body.trim_ascii().is_empty() || is_own(&reply.body) => Ok(None),
        500 if says_unknown(&reply.body) => Ok(None),
        _ => Err(refused(call, reply)),
    }
}

/// What an answer means that is none of those that serve.
pub(super) fn refused(call: Call, reply: &Reply) -> Fault {
    let status = reply.status;
    if let Some(correlation) = correlation(&reply.body) {
        tracing::warn!(%call, status, %correlation, "refused");
    }
    match status {
        401 | 403 => Fault::Unauthorised { call },
        400..=499 => Fault::Refused { call, status: Some(status), said: None },
        500..=599 => Fault::Unavailable { call, trouble: Trouble::Status(status) },
        _ => Fault::Broken { call, field: "status".to_owned() },
    }
}

/// Reads an object.
pub(super) fn object<T: DeserializeOwned>(call: Call, body: &[u8]) -> Result<T, Fault> {
    read(call, body).map(|Object(object)| object)
}

/// Reads a list of objects, those that are null left out.
pub(super) fn list<T: DeserializeOwned>(call: Call, body: &[u8]) -> Result<Vec<T>, Fault> {
    let list: Vec<Option<Object<T>>> = read(call, body)?;
    Ok(objects(Some(list)).collect())
}

/// The objects of a page, with the place of each.
pub(super) fn page<T: DeserializeOwned>(call: Call, body: &[u8]) -> Result<Page<(String, T)>, Fault> {
    let told: Paged<T> = object(call, body)?;
    // One module calls them results.
    let (name, list) = match (told.items, told.results) {
        (Some(items), _) => ("items", items),
        (None, Some(results)) => ("resultats", results),
        (None, None) => return Err(broken(call, "items")),
    };
    let held = list.len();
    let placed = |(place, item): (usize, Option<Object<T>>)| Some((format!("{name}[{place}]"), item?.0));
    let items = list.into_iter().enumerate().filter_map(placed).collect();
    Ok(Page { items, held, pages: told.pages.as_deref().and_then(|pages| pages.parse().ok()) })
}

/// The contract is broken there.
pub(super) fn broken(call: Call, field: impl Into<String>) -> Fault {
    Fault::Broken { call, field: field.into() }
}

#[derive(Deserialize)]
struct Paged<T> {
    items: Objects<T>,
    #[serde(rename = "resultats")]
    results: Objects<T>,
    #[serde(rename = "totalPages")]
    pages: Text,
}

/// One failure in its own words.
#[derive(Deserialize)]
struct Failure {
    #[serde(rename = "code")]
    _code: Code,
    #[serde(rename = "message")]
    _message: Code,
}

/// Several of them, and what its makers find them by.
#[derive(Deserialize)]
struct Failures {
    #[serde(rename = "correlationId")]
    correlation: Text,
    errors: Objects<Failure>,
}

/// These are its own words: those of a server before it look otherwise.
fn is_own(body: &[u8]) -> bool {
    let several: Option<Object<Failures>> = serde_json::from_slice(body).ok();
    several.is_some_and(|Object(failures)| failures.errors.is_some())
        || serde_json::from_slice::<Object<Failure>>(body).is_ok()
}

fn says_unknown(body: &[u8]) -> bool {
    fold(&String::from_utf8_lossy(body)).contains(UNKNOWN)
}

fn correlation(body: &[u8]) -> Option<Uuid> {
    let Object(Failures { correlation, .. }) = serde_json::from_slice(body).ok()?;
    Uuid::parse_str(correlation.as_deref()?).ok()
}
