//! From events to mails: takes the events of some files, reads what they come to, decides who is told, and keeps a mail for each.
//! All in one transaction: a worker that dies in the middle has done nothing.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, PgConnection};

use super::Rules;
use super::saying;
use crate::domain::alert::{self, Became, Candidate, Event, Happening, Pace, Subject, Template, Times};
use crate::i18n::{Lang, Texts};
use crate::mail::letter::on_one_line;
use crate::mail::template::{Fault, Renderer, Variables};
use crate::mail::texts;
use crate::store::alerts::{self, Written};

/// Files that are looked at in one transaction.
const FILES: i32 = 500;

/// What one look came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Routed {
    /// Events that are done with.
    pub events: usize,
    /// Mails that were written.
    pub mails: usize,
}

/// The texts in use, read once.
#[derive(Debug, Default)]
pub struct Library {
    reader: Renderer,
    /// Names of texts that cannot be read, so that each is complained of once.
    faulty: BTreeSet<String>,
}

/// Takes what is ripe, once.
///
/// # Errors
/// When the database refuses; nothing is done then.
pub async fn once(conn: &mut PgConnection, library: &mut Library, rules: &Rules) -> sqlx::Result<Routed> {
    let mut work = conn.begin().await?;
    let taken = alerts::take_events(&mut work, FILES, rules.hold).await?;
    if taken.is_empty() {
        work.rollback().await?;
        return Ok(Routed::default());
    }
    let seconds = |time: std::time::Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    let times =
        Times { hold: seconds(rules.hold), patience: seconds(rules.hold) * 10, old: seconds(rules.old) };
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
    let mut mails = Vec::new();
    let mut reached = BTreeSet::new();
    let routes = alerts::routes(&mut work, &centres).await?;
    let templates = alerts::templates(&mut work, &centres).await?;
    let routed: Vec<(i32, &Subject, Happening, Vec<Candidate>)> = told
        .into_iter()
        .filter_map(|(file, happenings)| Some((file, subjects.get(&file)?, happenings)))
        .flat_map(|(file, subject, happenings)| happenings.into_iter().map(move |one| (file, subject, one)))
        .map(|(file, subject, one)| {
            let candidates = alert::route(one.event, one.person, &routes, &subject.parties);
            (file, subject, one, candidates)
        })
        .collect();
    for (file, subject, happening, candidates) in &routed {
        let centre = subject.parties.centre;
        let mut said: BTreeMap<&str, Variables> = BTreeMap::new();
        for candidate in candidates {
            let Ok(pace) = candidate.verdict else { continue };
            reached.insert(happening.id);
            let language = candidate.language.as_str();
            let texts = Texts::of(if language == "fr" { Lang::Fr } else { Lang::En });
            let variables = said.entry(language).or_insert_with(|| {
                Variables::new(&saying::variables(texts, happening, &subject.said, rules.link.as_deref()))
            });
            let variables = variables.addressed(&candidate.name);
            let (subject_line, body, error) =
                library.write(happening.event, language, centre, &templates, &variables);
            let closed = |day| routes.is_closed(centre, day);
            mails.push(Written {
                outbox_id: happening.id,
                event: happening.event,
                convention_id: *file,
                centre_id: centre,
                audience: candidate.audience,
                person_id: candidate.person,
                name: &candidate.name,
                address: candidate.address.trim(),
                language,
                pace: if pace == Pace::Never { Pace::AtOnce } else { pace },
                subject: subject_line,
                body,
                message_id: message_id(happening, &candidate.address, &rules.domain),
                due: alert::due(routes.now, pace, rules.digest_at, closed),
                error,
            });
        }
    }
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
    if !mails.is_empty() {
        written = alerts::write_mails(&mut work, &mails).await?;
    }
    work.commit().await?;
    Ok(Routed { events: settled.len(), mails: usize::try_from(written).unwrap_or_default() })
}

/// The same for the same event and the same address, however often it is made.
fn message_id(happening: &Happening, address: &str, domain: &str) -> String {
    let of = Sha256::digest(address.trim().to_lowercase().as_bytes());
    let short: String = of.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{}.{}.{short}@{domain}", happening.id, happening.event.code())
}

impl Library {
    /// The subject and the body in the words of the centre, else of the establishment, else our own; what is wrong with a text
    /// that somebody wrote is logged, and the next one is used, so that nobody goes untold.
    fn write(
        &mut self,
        event: Event,
        language: &str,
        centre: i32,
        templates: &[Template],
        variables: &Variables,
    ) -> (String, String, Option<String>) {
        let of = |wanted: Option<i32>| {
            templates
                .iter()
                .find(|one| one.centre_id == wanted && one.event == event.code() && one.language == language)
        };
        for one in [of(Some(centre)), of(None)].into_iter().flatten() {
            let owner = one.centre_id.map(|centre| centre.to_string()).unwrap_or_default();
            // A text that was let go of and written anew begins again at its first version.
            let print = Sha256::digest(format!("{}\n{}", one.subject, one.body).as_bytes());
            let print: String = print.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            let name = format!("{}.{language}.{owner}.{print}", event.code());
            match self.read(&name, &one.subject, &one.body, variables) {
                Ok((subject, body)) => return (subject, body, None),
                Err(fault) => {
                    if self.faulty.insert(name) {
                        tracing::warn!(
                            event = event.code(),
                            language,
                            centre = owner,
                            "text of a mail: {fault}"
                        );
                    }
                }
            }
        }
        let Some(own) = texts::of(event, language) else {
            return (String::new(), String::new(), Some("no text".to_owned()));
        };
        match self.read(&format!("{}.{language}", event.code()), &own.subject, &own.body, variables) {
            Ok((subject, body)) => (subject, body, None),
            Err(fault) => (own.subject.clone(), own.body.clone(), Some(fault.to_string())),
        }
    }

    fn read(
        &mut self,
        name: &str,
        subject: &str,
        body: &str,
        variables: &Variables,
    ) -> Result<(String, String), Fault> {
        let names = [format!("{name}.subject"), format!("{name}.body")];
        if !self.reader.knows(&names[1]) {
            self.reader.learn(&names[0], subject)?;
            self.reader.learn(&names[1], body)?;
        }
        let subject = on_one_line(&self.reader.write(&names[0], variables.clone())?);
        let body = self.reader.write(&names[1], variables.clone())?;
        Ok((subject.chars().take(200).collect(), body))
    }
}
