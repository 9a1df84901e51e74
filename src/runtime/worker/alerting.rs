//! Alerts, for the desk: settings and mails from the database, texts checked before they are taken, and what somebody would
//! read of an event that has not happened.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use sqlx::PgConnection;

use super::line::Line;
use crate::app::effect::AlertAsk;
use crate::app::message::AlertTold;
use crate::app::nearest::nearest;
use crate::domain::access::Person;
use crate::domain::alert::{
    AboutFile, AlertChange, Candidate, Doer, Event, Foretold, ForetoldMail, Happening, MAIL_LANGUAGES,
    Parties, Routes, Said, Settings, Subject, Template, TextFault, TextOf, TextProblem, Told, Whose, Wording,
    route,
};
use crate::domain::convention::StepKind;
use crate::domain::form::Value;
use crate::i18n::{Lang, Texts};
use crate::mail::letter::{on_one_line, subject_line};
use crate::mail::template::{Fault, Renderer, Variables};
use crate::mail::texts::{self, VARIABLES};
use crate::runtime::posting;
use crate::store::{Result, alert_settings};

/// What stands for what only an event that happened can say.
const UNKNOWN: &str = "…";

/// Goes once.
pub(super) async fn answer(line: &mut Line, texts: Texts, ask: &AlertAsk) -> Result<AlertTold> {
    let conn = &mut line.conn;
    Ok(match ask {
        AlertAsk::Settings(centre) => AlertTold::Settings(Box::new(settings(conn, centre.as_deref()).await?)),
        AlertAsk::Received => AlertTold::Mails(alert_settings::received(conn).await?),
        AlertAsk::Undelivered => AlertTold::Mails(alert_settings::undelivered(conn).await?),
        AlertAsk::Deliveries(file) => AlertTold::Mails(alert_settings::deliveries(conn, *file).await?),
        AlertAsk::Foretell(file, event) => {
            let about = alert_settings::about(conn, *file).await?.ok_or(sqlx::Error::RowNotFound)?;
            AlertTold::Foretold(Box::new(foretell(texts, &line.person, &about, *event)))
        }
        AlertAsk::Wording(of) => {
            let settings = settings(conn, of.centre.as_deref()).await?;
            AlertTold::Wording(Box::new(wording(&settings, of)))
        }
        AlertAsk::Try(of) => {
            let settings = settings(conn, of.centre.as_deref()).await?;
            let wording = wording(&settings, of);
            let about = example(conn, of.centre.as_deref()).await?;
            let texts = texts.in_lang(Lang::from_locale(&of.language));
            match written(&wording, &said(texts, &line.person, &about, of.event, &line.person.name)) {
                Ok((subject, body)) => {
                    AlertTold::Tried(alert_settings::try_letter(conn, of, &subject, &body).await?)
                }
                Err(fault) => AlertTold::Unfit(fault),
            }
        }
        AlertAsk::Variables(centre) => {
            let about = example(conn, centre.as_deref()).await?;
            AlertTold::Variables(variables(texts, &line.person, &about))
        }
        AlertAsk::Change(change) => {
            if let AlertChange::Text { text: Some((subject, body)), .. } = change
                && let Err(fault) = check(&Renderer::new(), subject, body)
            {
                return Ok(AlertTold::Unfit(fault));
            }
            AlertTold::Settled(Box::new(change.clone()), alert_settings::change(conn, change).await?)
        }
    })
}

async fn settings(conn: &mut PgConnection, centre: Option<&str>) -> Result<Settings> {
    // For who is nobody there is nothing.
    Ok(alert_settings::settings(conn, centre).await?.unwrap_or_default())
}

/// The newest file of a centre, or of all; where there is none, one of which nothing is known.
async fn example(conn: &mut PgConnection, centre: Option<&str>) -> Result<AboutFile> {
    Ok(alert_settings::example(conn, centre).await?.unwrap_or_else(|| AboutFile {
        routes: Routes::default(),
        subject: Subject { parties: Parties::default(), said: nothing_said() },
        templates: Vec::new(),
    }))
}

/// Every variable of a file, each empty.
fn nothing_said() -> Said {
    let groups = ["convention", "etudiant", "organisme", "centre", "enseignant", "tuteurPro", "signataire"];
    let mut said = Said::new();
    for (of, name) in VARIABLES.iter().filter_map(|name| name.split_once('.')) {
        if groups.contains(&of) {
            said.entry(of.to_owned()).or_default().insert(name.to_owned(), Value::Null);
        }
    }
    said
}

/// A text as it stands: one's own, else the one above.
fn wording(settings: &Settings, of: &TextOf) -> Wording {
    // Of centres there are the texts of this one alone.
    let centre = settings.templates.iter().find_map(|one| one.centre_id).filter(|_| of.centre.is_some());
    let held = Template::that_hold(&settings.templates, of.event, &of.language, centre).next();
    let own = held.filter(|one| one.centre_id.is_some() == of.centre.is_some());
    let (whose, subject, body) = match held {
        Some(one) => {
            let whose = if one.centre_id.is_some() { Whose::Centre } else { Whose::Establishment };
            (whose, one.subject.as_str(), one.body.as_str())
        }
        None => {
            let text = texts::of(of.event, &of.language);
            let (subject, body) =
                text.map(|text| (text.subject.as_str(), text.body.as_str())).unwrap_or_default();
            (Whose::Program, subject, body)
        }
    };
    Wording {
        of: of.clone(),
        whose,
        seen: own.map_or(0, |one| one.version),
        subject: subject.to_owned(),
        body: body.to_owned(),
        variables: &VARIABLES,
    }
}

fn check(reader: &Renderer, subject: &str, body: &str) -> std::result::Result<(), TextFault> {
    reader.check(subject, &VARIABLES).map_err(|fault| told(&fault, true))?;
    reader.check(body, &VARIABLES).map_err(|fault| told(&fault, false))
}

/// A fault, with the name that may be meant.
fn told(fault: &Fault, in_subject: bool) -> TextFault {
    let problem = match fault {
        Fault::Variable { name, .. } => {
            TextProblem::Variable(name.clone(), nearest(name, VARIABLES).map(str::to_owned))
        }
        Fault::Unwanted { what, .. } => TextProblem::Unwanted(what.clone()),
        Fault::Syntax { why, .. } => TextProblem::Other(why.clone()),
    };
    TextFault { in_subject, line: fault.line(), problem }
}

/// Subject and body as somebody reads them.
fn written(wording: &Wording, said: &Json) -> std::result::Result<(String, String), TextFault> {
    let mut reader = Renderer::new();
    let variables = Variables::new(said);
    let mut write =
        |text: &str, in_subject| reader.render(text, &variables).map_err(|fault| told(&fault, in_subject));
    Ok((subject_line(&write(&wording.subject, true)?), write(&wording.body, false)?))
}

/// What each variable says of a file; of what only an event says, nothing is known.
fn variables(texts: Texts, person: &Person, about: &AboutFile) -> Vec<(String, String)> {
    let said = said(texts, person, about, Event::Signed, &person.name);
    let of = |name: &str| match name.split('.').try_fold(&said, |value, part| value.get(part)) {
        Some(Json::String(text)) => on_one_line(text),
        Some(Json::Number(number)) => number.to_string(),
        Some(Json::Array(_)) => UNKNOWN.to_owned(),
        _ => String::new(),
    };
    VARIABLES.iter().map(|name| ((*name).to_owned(), of(name))).collect()
}

/// Who would be told of an event of a file, and what the first of them in each language would read.
fn foretell(texts: Texts, person: &Person, about: &AboutFile, event: Event) -> Foretold {
    let candidates = route(event, None, &about.routes, &about.subject.parties);
    let told: Vec<&Candidate> = candidates.iter().filter(|one| one.verdict.is_ok()).collect();
    let mut languages: BTreeSet<&str> = told.iter().map(|one| one.language.as_str()).collect();
    // Where nobody is told, one reads what would be said all the same.
    if languages.is_empty() {
        languages.insert(texts.lang().code());
    }
    let settings = Settings { templates: about.templates.clone(), ..Settings::default() };
    let centre = about.routes.centres.get(&about.subject.parties.centre).map(|centre| centre.code.clone());
    let mails = MAIL_LANGUAGES.into_iter().filter(|language| languages.contains(language)).map(|language| {
        let of = TextOf { centre: centre.clone(), event, language: language.to_owned() };
        let wording = wording(&settings, &of);
        let reads = told.iter().find(|one| one.language == language).map_or(UNKNOWN, |one| &one.name);
        let mail =
            written(&wording, &said(texts.in_lang(Lang::from_locale(language)), person, about, event, reads));
        ForetoldMail { language: language.to_owned(), text: mail }
    });
    let mails = mails.collect();
    Foretold { candidates, mails }
}

/// The variables of a mail: what is known of the file, and stand-ins for what only an event that happened says.
fn said(texts: Texts, person: &Person, about: &AboutFile, event: Event, reads: &str) -> Json {
    let (given_name, surname) = person.name.split_once(' ').unwrap_or(("", &person.name));
    let unknown = || Some(UNKNOWN.to_owned());
    let happening = Happening {
        id: 0,
        event,
        person: None,
        by: Some(Doer { given_name: given_name.to_owned(), surname: surname.to_owned() }),
        amendment: None,
        changes: Vec::new(),
        reason: unknown(),
        told: Told {
            step: Some(StepKind::Pedagogical.code().to_owned()),
            name: unknown(),
            address: unknown(),
            subject: unknown(),
            why: unknown(),
            ..Told::default()
        },
    };
    let mut said = posting::variables(texts, &happening, &about.subject.said, None);
    said["changements"] = json!([UNKNOWN]);
    said["constats"] = json!([UNKNOWN]);
    said["attente"]["depuis"] = json!(UNKNOWN);
    said["fermeture"]["date"] = json!(UNKNOWN);
    said["destinataire"] = json!({ "nom": reads });
    // Of an amendment one knows that it has a number, of anything else there is none.
    if event.code().starts_with("amendment") {
        said["avenant"]["numero"] = json!(UNKNOWN);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::alert::{Audience, Centre, Party, Why};

    fn about() -> AboutFile {
        let student = Party {
            name: "Inès Benali".into(),
            address: Some("ines@etu.example.fr".into()),
            language: "en".into(),
            ..Party::default()
        };
        let routes = Routes {
            defaults: vec![(Event::Returned, Audience::Student)],
            centres: [(4, Centre { code: "SCI".into(), ..Centre::default() })].into(),
            ..Routes::default()
        };
        let mut said = nothing_said();
        for (name, value) in
            [("numero", Value::Whole(28413)), ("dateDebut", Value::Text("2026-03-02".into()))]
        {
            said.entry("convention".to_owned()).or_default().insert(name.to_owned(), value);
        }
        AboutFile {
            routes,
            subject: Subject { parties: Parties { centre: 4, student, supervisor: None }, said },
            templates: Vec::new(),
        }
    }

    #[test]
    fn every_event_can_be_read_before_it_happens() {
        let person = Person { name: "Claire Martin".into(), ..Person::default() };
        for event in Event::ALL {
            let foretold = foretell(Texts::default(), &person, &about(), *event);
            for ForetoldMail { language, text } in &foretold.mails {
                assert!(text.is_ok(), "{event:?} {language} {text:?}");
            }
        }
        let foretold = foretell(Texts::default(), &person, &about(), Event::Returned);
        assert_eq!(foretold.candidates[0].verdict, Ok(crate::domain::alert::Pace::AtOnce));
        let ForetoldMail { language, text } = &foretold.mails[0];
        assert_eq!((language.as_str(), foretold.mails.len()), ("en", 1), "the language of whoever is told");
        let (subject, body) = text.clone().unwrap();
        assert!(subject.contains("28413") && body.contains("Inès Benali"), "{subject} {body}");
        let signed = foretell(Texts::default(), &person, &about(), Event::Signed);
        assert_eq!(signed.candidates[0].verdict, Err(Why::Off));
        assert_eq!(signed.mails.len(), 1, "what nobody is told can be read all the same");
    }

    #[test]
    fn a_centres_text_comes_before_the_establishments_and_the_programs_own() {
        let template = |centre_id, subject: &str| Template {
            event: "returned".into(),
            language: "fr".into(),
            centre_id,
            subject: subject.into(),
            body: "x".into(),
            version: 3,
        };
        let of = |centre: Option<&str>| TextOf {
            centre: centre.map(str::to_owned),
            event: Event::Returned,
            language: "fr".into(),
        };
        let mut settings = Settings::default();
        let now = wording(&settings, &of(Some("SCI")));
        assert_eq!((now.whose, now.seen), (Whose::Program, 0));
        settings.templates.push(template(None, "theirs"));
        let now = wording(&settings, &of(Some("SCI")));
        assert_eq!((now.whose, now.seen, now.subject.as_str()), (Whose::Establishment, 0, "theirs"));
        assert_eq!(wording(&settings, &of(None)).seen, 3);
        settings.templates.push(template(Some(4), "ours"));
        let now = wording(&settings, &of(Some("SCI")));
        assert_eq!((now.whose, now.seen, now.subject.as_str()), (Whose::Centre, 3, "ours"));
    }

    #[test]
    fn what_is_wrong_names_its_place_and_what_may_be_meant() {
        let fault = check(&Renderer::new(), "Bonjour", "a\n${etudiant.prenon}").unwrap_err();
        assert_eq!((fault.in_subject, fault.line), (false, 2));
        let near = Some("etudiant.prenom".to_owned());
        assert_eq!(fault.problem, TextProblem::Variable("etudiant.prenon".to_owned(), near));
        assert!(check(&Renderer::new(), "${convention.numero", "a").unwrap_err().in_subject);
    }
}
