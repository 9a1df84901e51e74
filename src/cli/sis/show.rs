//! What the sources say of a student: who they are, in what they are enrolled, who they are in the directory, each part
//! with its source.

use std::time::Duration;

use chrono::Datelike as _;
use clap::Args;
use serde::Serialize;

use crate::app::words;
use crate::cli::exit::{Exit, Failure};
use crate::cli::labels::Labels;
use crate::cli::text::refused_to;
use crate::cli::{out, session, sources};
use crate::domain::student::StudentNumber;
use crate::domain::student::directory::Person;
use crate::domain::student::dossier::{Dossier, Kept, Said};
use crate::domain::student::enrolment::{Enrolment, Enrolments};
use crate::domain::student::identity::{CivilStatus, Contact, Country, Identity};
use crate::i18n::{DateStyle, Texts};
use crate::runtime::clock;
use crate::store::students;

/// The month in which a university year begins, where no database says otherwise.
const FIRST_MONTH: u32 = 9;

/// Of which student.
#[derive(Debug, Args)]
pub struct Student {
    /// The number of the student
    number: String,
    /// First civil year of the university year; otherwise the last in which they are enrolled
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1990..=2100))]
    year: Option<i32>,
    /// What this source says, whatever the settings say of who is asked
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// What was told last and is kept, instead of asking
    #[arg(long, conflicts_with = "source")]
    kept: bool,
    /// Seconds that the sources have to answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    within: u64,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What the sources say, as scripts read it.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    dossier: Dossier,
    /// Absent where no directory is asked.
    directory: Option<Said<Vec<Person>>>,
}

impl Shown {
    /// Whether all that were asked say that they do not know the student.
    fn is_unknown(&self) -> bool {
        let is_asked = !self.dossier.is_asked_of_nobody();
        (self.dossier.is_unknown() || !is_asked) && self.directory.as_ref().is_none_or(Said::is_unknown)
    }

    /// Whether one of those that were asked failed.
    fn is_partial(&self) -> bool {
        let silent = self.directory.iter().flat_map(|said| &said.silent);
        self.dossier.is_partial() || silent.into_iter().any(|one| one.why.is_fault())
    }
}

/// Shows what is said of a student.
///
/// # Errors
/// When no source knows the student, or one of those asked does not answer; when the database cannot be reached.
pub(super) async fn run(student: &Student, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    let about = || [("number", student.number.clone().into())];
    let number = StudentNumber::parse(&student.number)
        .map_err(|_| Failure::new(Exit::Usage, "sis-no-number", about()))?;
    if student.kept {
        let (mut connection, login) = session::open(profile, texts).await?;
        let kept = students::kept(&mut connection, &number, student.year).await;
        let kept = kept.map_err(|error| refused_to(error, &login))?;
        let kept = kept.ok_or_else(|| Failure::new(Exit::Failed, "sis-nothing-kept", about()))?;
        return if student.json {
            out::json(&kept)
        } else {
            out::line(&text(texts, &kept.dossier, None, Some(&kept)))
        };
    }
    let mut sources = sources::of_settings(&session::settings()?)?;
    if let Some(name) = &student.source {
        let source = sources::named(name, &sources)?;
        sources = sources.only(source);
    }
    let is_of_directory = sources.students().is_empty();
    let today = clock::now().date_naive();
    let this_year = today.year() - i32::from(today.month() < FIRST_MONTH);
    let within = Duration::from_secs(student.within);
    let (dossier, directory) = tokio::join!(
        sources.dossier(&number, student.year, this_year, within),
        sources.in_directory(&number, within),
    );
    if dossier.is_asked_of_nobody() && !is_of_directory {
        return Err(Failure::new(Exit::Configuration, "sis-asked-of-nobody", about()));
    }
    let directory = sources.has_directory().then_some(directory);
    let shown = Shown { dossier, directory };
    if shown.is_unknown() {
        return Err(Failure::new(Exit::Failed, "sis-unknown-student", about()));
    }
    if student.json {
        out::json(&shown)?;
    } else {
        out::line(&text(texts, &shown.dossier, shown.directory.as_ref(), None))?;
    }
    if shown.is_partial() { Err(Failure::silent(Exit::Failed)) } else { Ok(()) }
}

fn text(
    texts: Texts,
    dossier: &Dossier,
    directory: Option<&Said<Vec<Person>>>,
    kept: Option<&Kept>,
) -> String {
    let mut lines = Labels::new(texts);
    if let Some(kept) = kept {
        let by = kept.by.as_deref().unwrap_or(texts.get("sis-batch"));
        let about = [("at", texts.moment(kept.at).into()), ("by", by.into())];
        lines.say("sis-told", texts.format("sis-told-at", &about));
    }
    lines.say("sis-student", dossier.number.as_str());
    if !dossier.is_asked_of_nobody() {
        lines.say("sis-year", words::year(dossier.year));
    }
    part(&mut lines, "sis-identity", &dossier.identity, identity);
    part(&mut lines, "sis-civil-status", &dossier.civil_status, civil_status);
    for years in &dossier.years {
        part(&mut lines, "sis-years", years, |lines, years| {
            let years: Vec<String> = years.iter().map(|year| words::year(*year)).collect();
            lines.say("sis-enrolled", years.join(", "));
        });
    }
    part(&mut lines, "sis-enrolments", &dossier.enrolments, enrolments);
    if let Some(directory) = directory {
        part(&mut lines, "sis-directory", directory, |lines, people| {
            people.iter().for_each(|one| person(lines, one));
        });
    }
    lines.text()
}

/// A part, under a line that says who told it, and who did not.
fn part<T>(lines: &mut Labels, title: &str, said: &Said<T>, show: impl FnOnce(&mut Labels, &T)) {
    let texts = lines.texts;
    let silent = said.silent.iter().map(|one| {
        let about =
            [("source", one.source.to_string().into()), ("why", words::silence(texts, &one.why).into())];
        texts.format("sis-silent", &about)
    });
    let heard: Vec<String> = said.source.map(|source| source.to_string()).into_iter().chain(silent).collect();
    lines.say(title, heard.join(" · "));
    if let Some(value) = &said.value {
        show(lines, value);
    }
}

fn identity(lines: &mut Labels, said: &Identity) {
    lines.say("sis-name", joined(&[&said.usage_name, &said.given_name], " "));
    lines.say("sis-birth-name", told(&said.birth_name));
    lines.say(
        "sis-birth-date",
        said.birth_date.map_or(String::new(), |day| lines.texts.date(day, DateStyle::Full)),
    );
    lines.say("sis-mail", told(&said.mail));
    contact(lines, &said.contact);
    lines.field("cpam", told(&said.health_fund));
}

fn contact(lines: &mut Labels, said: &Contact) {
    let town = joined(&[&said.postal_code, &said.town], " ");
    let country = said.country.as_ref().map_or(String::new(), country);
    lines.field("address", joined(&[&said.address, &Some(town), &Some(country)], ", "));
    lines.field("phone", joined(&[&said.phone, &said.mobile], ", "));
    lines.field("personal_mail", told(&said.personal_mail));
}

fn civil_status(lines: &mut Labels, said: &CivilStatus) {
    lines.say("sis-ine", told(&said.ine));
    lines.say("sis-login", told(&said.login));
    lines.say("sis-name", joined(&[&said.usage_name, &said.given_name, &said.second_given_name], " "));
    lines.say("sis-birth-name", told(&said.birth_name));
    lines.say(
        "sis-birth-date",
        said.birth_date.map_or(String::new(), |day| lines.texts.date(day, DateStyle::Full)),
    );
    lines.say("sis-nationality", said.nationality.as_ref().map_or(String::new(), country));
    lines.say("sis-mail", told(&said.mail));
}

fn enrolments(lines: &mut Labels, said: &Enrolments) {
    for one in &said.enrolments {
        enrolment(lines, one);
        for element in said.elements_of(one).filter(|element| element.is_internship) {
            let credits = element.credits.map(|credits| {
                lines.texts.format("sis-credits", &[("credits", credits.normalize().to_string().into())])
            });
            lines.field("elp_label", joined(&[&Some(element.code.clone()), &element.label, &credits], " "));
        }
    }
}

fn enrolment(lines: &mut Labels, one: &Enrolment) {
    let key = joined(&[&Some(one.etape.key.code.clone()), &one.etape.key.version], "/");
    lines.say("sis-etape", joined(&[&Some(key), &one.etape.label], " "));
    if let Some(diploma) = &one.diploma {
        let key = joined(&[&Some(diploma.code.clone()), &diploma.version], "/");
        lines.say("sis-diploma", joined(&[&Some(key), &diploma.label], " "));
    }
    if let Some(composante) = &one.composante {
        lines.say("sis-composante", joined(&[&Some(composante.code.clone()), &composante.label], " "));
    }
    if let Some(regime) = &one.regime {
        lines.field("regime", joined(&[&Some(regime.code.clone()), &regime.label], " "));
    }
    if one.is_cesure {
        lines.say("sis-cesure", lines.texts.get("value-yes"));
    }
    if let Some(status) = &one.status {
        lines.field("state", words::enrolment_status(lines.texts, status));
    }
}

fn person(lines: &mut Labels, said: &Person) {
    let texts = lines.texts;
    let both = joined(&[&said.given_name, &said.surname], " ");
    lines.say("sis-name", said.name.clone().unwrap_or(both));
    lines.say("sis-login", told(&said.login));
    lines.say("sis-mail", told(&said.mail));
    let affiliations = main_first(said.main_affiliation.as_ref(), &said.affiliations);
    let affiliations: Vec<String> =
        affiliations.into_iter().map(|one| words::affiliation(texts, one)).collect();
    lines.say("sis-affiliations", affiliations.join(", "));
    let entities: Vec<&str> =
        main_first(said.main_entity.as_ref(), &said.entities).into_iter().map(String::as_str).collect();
    lines.say("sis-entities", entities.join(", "));
    for etape in &said.etapes {
        lines.say("sis-etape", etape);
    }
    let years: Vec<String> = said.years.iter().map(|year| words::year(*year)).collect();
    lines.say("sis-enrolled", years.join(", "));
}

/// What counts above all, then the others: a directory may tell it twice, or once.
fn main_first<'a, T: PartialEq>(main: Option<&'a T>, all: &'a [T]) -> Vec<&'a T> {
    main.into_iter().chain(all.iter().filter(|one| Some(*one) != main)).collect()
}

fn country(said: &Country) -> String {
    joined(&[&said.name, &said.iso2.clone().filter(|_| said.name.is_none())], " ")
}

fn told(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

/// Those that are told, in order.
fn joined(parts: &[&Option<String>], between: &str) -> String {
    let told: Vec<&str> =
        parts.iter().filter_map(|part| part.as_deref()).filter(|part| !part.is_empty()).collect();
    told.join(between)
}
