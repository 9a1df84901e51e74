//! The pass that CAS gives (a JWT): whether it is one, and how long it serves. Its signature is for those who take it.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::HeaderValue;
use serde::Deserialize;

use super::super::fault::Fault;
use super::super::tolerant::{Object, Text};
use super::TICKET;

/// Bytes of a pass at most: servers refuse longer headers.
const LONGEST: usize = 16 * 1024;

/// It is renewed this long before it expires: the last request made with it must arrive in time.
const MARGIN: TimeDelta = TimeDelta::minutes(5);

/// However long it serves, it is renewed after this.
const MOST: TimeDelta = TimeDelta::hours(6);

/// How long another one is not asked for while nobody gives it.
const SPARED: TimeDelta = TimeDelta::minutes(1);

/// How long it serves when that is not told, or was over before it came: then the clocks differ.
const USUAL: TimeDelta = TimeDelta::hours(1);

/// A pass.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// What a request carries of it.
    pub(super) proof: HeaderValue,
    /// When it is to be renewed.
    pub(super) until: DateTime<Utc>,
    /// When it expires; when it is to be renewed, where that is not known.
    pub(super) expiry: DateTime<Utc>,
}

impl Token {
    /// Keeps it for a while longer, if it lasts: nobody gives another now.
    pub(super) fn spared(&mut self, now: DateTime<Utc>) -> bool {
        self.until = self.expiry.min(now + SPARED);
        self.until > now
    }

    /// Reads the pass that came at this time.
    pub(super) fn read(body: &[u8], now: DateTime<Utc>) -> Result<Self, Fault> {
        // A server that was not asked for a pass answers with a ticket, as a text or a page.
        let broken = || Fault::Broken { call: TICKET, field: "token".to_owned() };
        let text = std::str::from_utf8(body.trim_ascii()).map_err(|_| broken())?;
        let mut parts = text.split('.');
        let (Some(head), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(broken());
        };
        let is_whole = text.len() <= LONGEST && !signature.is_empty();
        if !is_whole || !is_object(head) || decoded(signature).is_none() {
            return Err(broken());
        }
        let claims = decoded(claims).ok_or_else(broken)?;
        let Object(claims) = serde_json::from_slice::<Object<Claims>>(&claims).map_err(|_| broken())?;
        let mut proof = HeaderValue::from_str(&format!("Bearer {text}")).map_err(|_| broken())?;
        proof.set_sensitive(true);
        let until = until(claims.expiry(), now);
        Ok(Self { proof, until, expiry: claims.expiry().unwrap_or(until) })
    }
}

/// When a pass is to be renewed that came now and expires then.
fn until(expiry: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
    let left = expiry.map(|expiry| expiry - now).filter(|left| *left > TimeDelta::zero());
    // One that lasts no longer than the margin would never serve.
    now + left.map_or(USUAL, |left| (left - MARGIN.min(left / 2)).min(MOST))
}

/// What a pass claims, as far as we read it.
#[derive(Deserialize)]
struct Claims {
    exp: Text,
}

impl Claims {
    /// In seconds since 1970, perhaps with a fraction.
    fn expiry(&self) -> Option<DateTime<Utc>> {
        let seconds = self.exp.as_deref()?.split('.').next()?.parse().ok()?;
        DateTime::from_timestamp(seconds, 0)
    }
}

fn is_object(part: &str) -> bool {
    decoded(part).is_some_and(|bytes| serde_json::from_slice::<Object<Anything>>(&bytes).is_ok())
}

/// An object, whatever it holds.
#[derive(Deserialize)]
struct Anything {}

/// What stands in a part of a pass (base64 as addresses write it, without signs that fill it up).
fn decoded(part: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(part.len() * 3 / 4);
    let (mut held, mut bits) = (0_u32, 0);
    for sign in part.bytes() {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &str = include_str!("../../../tests/sis/samples/pegase-auth-201-body.txt");

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn minutes(left: i64) -> i64 {
        let now = at("2026-11-23T09:30:00Z");
        (until(Some(now + TimeDelta::minutes(left)), now) - now).num_minutes()
    }

    #[test]
    fn the_sample_is_renewed_before_it_expires() {
        // Eight hours after it was given: six at most, five minutes before the end at the latest.
        for (came, until) in [
            ("2026-11-23T09:30:00Z", "2026-11-23T15:30:00Z"),
            ("2026-11-23T16:30:00Z", "2026-11-23T17:25:00Z"),
            ("2026-11-23T17:30:00Z", "2026-11-23T18:30:00Z"),
        ] {
            assert_eq!(Token::read(SAMPLE.as_bytes(), at(came)).unwrap().until, at(until), "{came}");
        }
        let spaced = format!("\n{SAMPLE} \r\n");
        let token = Token::read(spaced.as_bytes(), at("2026-11-23T09:30:00Z")).unwrap();
        assert_eq!(token.proof.to_str().unwrap(), format!("Bearer {}", SAMPLE.trim()));
        assert!(!format!("{token:?}").contains("eyJ"));
    }

    #[test]
    fn a_pass_always_serves_for_a_while() {
        for (left, serves) in
            [(600, 360), (60, 55), (10, 5), (8, 4), (2, 1), (0, 60), (-60, 60), (60_000_000, 360)]
        {
            assert_eq!(minutes(left), serves, "{left}");
        }
    }

    #[test]
    fn an_expiry_that_is_none_is_not_believed() {
        // `{}` and `{"exp":…}` in between: null, a text, too large.
        for claims in ["e30", "eyJleHAiOm51bGx9", "eyJleHAiOiJ4In0", "eyJleHAiOjFlMzAwfQ"] {
            let now = at("2026-11-23T09:30:00Z");
            let token = Token::read(format!("e30.{claims}.c2ln").as_bytes(), now).unwrap();
            assert_eq!(token.until - now, USUAL, "{claims}");
        }
        let token = Token::read(b"e30.eyJleHAiOjE3OTU0NTUwMDAuNX0.c2ln", at("2026-11-23T17:00:00Z")).unwrap();
        assert_eq!(token.until, at("2026-11-23T17:25:00Z"));
    }

    #[test]
    fn a_ticket_is_no_pass() {
        let now = at("2026-11-23T09:30:00Z");
        let refused = |text: &str| matches!(Token::read(text.as_bytes(), now), Err(Fault::Broken { field, .. }) if field == "token");
        // Nor is one that was cut before its signature.
        for end in 0..=SAMPLE.rfind('.').unwrap() {
            assert!(refused(&SAMPLE[..end]), "{end}");
        }
        assert!(refused(&format!("e30.e30.{}", "A".repeat(LONGEST))));
        for text in [
            "",
            "TGT-1-abc",
            "<html>",
            "a.b",
            "e30.e30",
            "e30.e30.",
            "e30.e30.c2ln.c2ln",
            "e30.W10.c2ln",
            "W10.e30.c2ln",
            "\"e30.e30.c2ln\"",
            "e30.e30.c2l=",
            "TGT.1.cas",
        ] {
            assert!(refused(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_a_pass_or_none(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = Token::read(&bytes, at("2026-11-23T09:30:00Z"));
        }

        #[test]
        fn a_changed_pass_is_a_pass_or_none(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let now = at("2026-11-23T09:30:00Z");
            let mut bytes = SAMPLE.trim().as_bytes().to_vec();
            let place = place.index(bytes.len());
            bytes[place] = byte;
            if let Ok(token) = Token::read(&bytes, now) {
                prop_assert!(token.until > now && token.until <= now + MOST);
            }
        }
    }
}
