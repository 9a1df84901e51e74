//! From events to mails: takes the events of some files, reads what they come to, decides who is told, and keeps a mail for each.
//! All in one transaction: a worker that dies in the middle has done nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::library::{Library, Shelf};
use super::{Office, Rules, saying};
use crate::domain::alert::{self, Became, Candidate, Happening, Pace, Routes, Subject, Template, Times, Why};
use crate::i18n::{Lang, Texts};
use crate::mail::template::Variables;
use crate::store::alerts::{self, Copied, Letter};

/// Files that are looked at in one transaction.
const FILES: i32 = 1000;

/// What one look came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Routed {
    /// Events that are done with.
    pub events: usize,
    /// Mails that were written.
    pub mails: usize,
}

/// A happening of a file, and everybody who could be told of it.
struct Routing<'a> {
    file: i32,
    subject: &'a Subject,
    happening: Happening,
    candidates: Vec<Candidate>,
}

/// What is to be kept.
struct Composed<'a> {
    letters: Vec<Letter>,
    copies: Vec<Copied<'a>>,
}

/// Takes what is ripe, once.
///
/// # Errors
/// When the database refuses; nothing is done then.
pub async fn once(conn: &mut PgConnection, library: &mut Library, office: &Office) -> sqlx::Result<Routed> {
    let rules = &office.rules;
    let mut work = conn.begin().await?;
    let taken = alerts::take_events(&mut work, FILES, rules.hold).await?;
    if taken.is_empty() {
        work.rollback().await?;
        return Ok(Routed::default());
    }
    let times = times(rules);
    let mut settled = Vec::new();
    let mut held = Vec::new();
    let mut told: Vec<(i32, Vec<Happening>)> = Vec::new();
    for (file, raised) in &taken {
        let reading = alert::read(raised, times);
        settled.extend(reading.settled);
        held.extend(reading.held);
        if !reading.happenings.is_empty() {
            told.push((*file, reading.happenings));
        }
    }
    let files: Vec<i32> = told.iter().map(|(file, _)| *file).collect();
    let subjects =
        if files.is_empty() { BTreeMap::new() } else { alerts::subjects(&mut work, &files).await? };
    let centres: BTreeSet<i32> = subjects.values().map(|subject| subject.parties.centre).collect();
    let centres: Vec<i32> = centres.into_iter().collect();
    let routes = alerts::routes(&mut work, &centres).await?;
    let templates = alerts::templates(&mut work, &centres).await?;
    let routed: Vec<Routing<'_>> = told
        .into_iter()
        .filter_map(|(file, happenings)| Some((file, subjects.get(&file)?, happenings)))
        .flat_map(|(file, subject, happenings)| happenings.into_iter().map(move |one| (file, subject, one)))
        .map(|(file, subject, happening)| {
            let candidates = alert::route(happening.event, happening.person, &routes, &subject.parties);
            Routing { file, subject, happening, candidates }
        })
        .collect();
    let Composed { letters, copies } = compose(&routed, &routes, &templates, library, office);
    let reached: BTreeSet<i64> = letters.iter().map(|letter| letter.outbox_id).collect();
    for (id, became) in &mut settled {
        if *became == Became::Told && !reached.contains(id) {
            *became = Became::Nobody;
        }
    }
    alerts::settle_events(&mut work, &settled).await?;
    if !held.is_empty() {
        alerts::postpone_events(&mut work, &held, rules.hold / 4).await?;
    }
    let mut written = 0;
    if !copies.is_empty() {
        written = alerts::write_mails(&mut work, &letters, &copies).await?;
    }
    work.commit().await?;
    Ok(Routed { events: settled.len(), mails: usize::try_from(written).unwrap_or_default() })
}

/// How long entries wait. Edits that go on are told before they are no news.
fn times(rules: &Rules) -> Times {
    let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    let (hold, old) = (seconds(rules.hold), seconds(rules.old));
    Times { hold, patience: hold.saturating_mul(10).min(old / 2), old }
}

/// Writes each happening once in each language, and a copy for each of those who are told; one without an address says so.
fn compose<'a>(
    routed: &'a [Routing<'_>],
    routes: &Routes,
    templates: &[Template],
    library: &mut Library,
    office: &Office,
) -> Composed<'a> {
    let mut shelf = Shelf::default();
    let mut letters: Vec<Letter> = Vec::new();
    let mut copies: Vec<Copied<'a>> = Vec::new();
    for Routing { file, subject, happening, candidates } in routed {
        let centre = subject.parties.centre;
        // The place of the letter in each language, and what keeps it from leaving.
        let mut written: BTreeMap<&str, (usize, Option<String>)> = BTreeMap::new();
        for candidate in candidates {
            let (pace, lacks) = match candidate.verdict {
                Ok(pace) => (pace, None),
                Err(Why::NoAddress) => (Pace::AtOnce, Some(office.texts.get("mail-no-address"))),
                Err(_) => continue,
            };
            let language = candidate.language.as_str();
            let (letter, fault) = written.entry(language).or_insert_with(|| {
                let texts = Texts::of(Lang::from_locale(language));
                let said = saying::variables(texts, happening, &subject.said, office.rules.link.as_deref());
                let variables = Variables::new(&said).to_anybody();
                let of = (happening.event, language, centre);
                let (text, fault) = match library.write(&mut shelf, of, templates, &variables) {
                    Ok(text) => (text, None),
                    Err(fault) => (<(String, String)>::default(), Some(fault)),
                };
                letters.push(Letter {
                    outbox_id: happening.id,
                    event: happening.event,
                    language: language.to_owned(),
                    convention_id: *file,
                    centre_id: centre,
                    subject: text.0,
                    body: text.1,
                });
                (letters.len() - 1, fault)
            });
            copies.push(Copied {
                letter: *letter,
                audience: candidate.audience,
                person: candidate.person,
                name: &candidate.name,
                address: candidate.address.trim(),
                pace: if pace == Pace::Never { Pace::AtOnce } else { pace },
                due: alert::due(routes.now, pace, office.rules.digest_at, |day| {
                    routes.is_closed(centre, day)
                }),
                error: fault.clone().or(lacks.map(str::to_owned)),
            });
        }
    }
    Composed { letters, copies }
}
