//! Alerts on the screen: events and audiences, what a setting comes to and where it is from, who would be told and why,
//! and what became of mails.

use super::{COMMA, capitalised, coded};
use crate::app::pane::alerts::{AlertsPane, MyLine, Scope};
use crate::domain::alert::{
    AlertChange, Audience, Candidate, Deciding, Decision, Delivery, DeliveryState, Event, Foretold,
    ForetoldMail, Pace, Settings, TextFault, TextOf, TextProblem, Why,
};
use crate::i18n::{Texts, Value};

/// How a variable is written, how one asks whether it has a value, and how each of several is said.
const WRITTEN: &str = "${convention.numero}";
const WHEN: &str = "{% if motif %} … {% endif %}";
const EACH: &str = "{% for un in changements %} … {% endfor %}";

/// What somebody is told of: `mise à corriger`.
pub fn event(texts: Texts, code: &str) -> &str {
    coded(texts, "event", code)
}

/// To whom an alert goes: `gestionnaire`.
pub fn audience(texts: Texts, audience: Audience) -> &'static str {
    coded(texts, "audience", audience.code())
}

/// How fast: `tout de suite`.
pub fn pace(texts: Texts, pace: Pace) -> &'static str {
    coded(texts, "pace", pace.code())
}

/// What became of a mail: `non remis`.
pub fn delivery(texts: Texts, state: DeliveryState) -> &'static str {
    coded(texts, "delivery", state.code())
}

/// Whose alerts: `Établissement`, `SCI`, `Mes préférences`.
pub fn alert_scope(texts: Texts, scope: &Scope) -> String {
    match scope {
        Scope::Establishment => texts.get("alerts-establishment").to_owned(),
        Scope::Centre(code) => code.clone(),
        Scope::Mine => texts.get("alerts-mine").to_owned(),
        Scope::Received => texts.get("alerts-received").to_owned(),
        Scope::Undelivered => texts.get("alerts-undelivered").to_owned(),
        Scope::File(_, whom) => texts.format("alerts-file", &[("whom", whom.as_str().into())]),
    }
}

/// Which text: `Mise à corriger · français`.
pub fn alert_text(texts: Texts, of: &TextOf) -> String {
    let event = capitalised(event(texts, of.event.code()));
    let language = coded(texts, "spoken", &of.language);
    texts.format("alerts-text-of", &[("event", event.into()), ("language", language.into())])
}

/// Yes or no.
pub fn yes_or_no(texts: Texts, yes: bool) -> &'static str {
    coded(texts, "value", if yes { "yes" } else { "no" })
}

fn decided(texts: Texts, by: Deciding) -> &'static str {
    texts.get(match by {
        Deciding::Establishment => "decided-establishment",
        Deciding::Centre => "decided-centre",
    })
}

/// A preference in hand, by its name: an event, all the others, the language.
pub fn my_line(texts: Texts, line: MyLine) -> String {
    match line {
        MyLine::Any => texts.get("alerts-any").to_owned(),
        MyLine::Event(of) => capitalised(event(texts, of.code())),
        MyLine::Language => texts.get("alerts-language").to_owned(),
    }
}

/// What it says: `chaque jour`, or what it follows.
pub fn my_value(texts: Texts, settings: &Settings, line: MyLine) -> String {
    if line == MyLine::Language {
        return coded(texts, "spoken", &settings.mine.language).to_owned();
    }
    let (fast, is_own) = settings.mine.pace(line.code());
    let pace = pace(texts, fast);
    let args = [("pace", pace.into())];
    match (is_told(settings, line), is_own) {
        (false, false) => texts.get("alerts-not-told").to_owned(),
        (false, true) => texts.format("alerts-not-told-though", &args),
        (true, false) if line != MyLine::Any => texts.format("alerts-as-others", &args),
        (true, _) => pace.to_owned(),
    }
}

/// Whether a preference can come to anything: somebody's setting says that I am told.
fn is_told(settings: &Settings, line: MyLine) -> bool {
    match line {
        MyLine::Event(event) => settings.mine.told.contains(&event),
        MyLine::Any | MyLine::Language => true,
    }
}

/// The variables of texts, and what each says of a file.
pub fn variables_told(texts: Texts, variables: &[(String, String)]) -> Vec<String> {
    let about = [("written", WRITTEN.into()), ("when", WHEN.into()), ("each", EACH.into())];
    let mut told = vec![texts.format("alerts-variables-told", &about), String::new()];
    told.extend(variables.iter().map(|(name, says)| match says.as_str() {
        "" => name.clone(),
        says => texts.format("alerts-variable", &[("name", name.as_str().into()), ("says", says.into())]),
    }));
    told
}

/// What is in hand, in words: what it comes to, where that is from, whom it is about.
pub fn alert_told(texts: Texts, pane: &AlertsPane) -> Vec<String> {
    if let Some(mail) = pane.mail() {
        return std::iter::once(mail.subject.clone()).chain(mail_told(texts, mail)).collect();
    }
    let Some(settings) = &pane.settings else { return Vec::new() };
    if let Some((event, audience)) = pane.cell() {
        return cell_told(texts, pane, settings, event, audience);
    }
    let Some(line) = pane.my_line() else { return Vec::new() };
    let about = texts.get(match line {
        MyLine::Any => "alerts-any-told",
        MyLine::Event(_) => "alerts-event-told",
        MyLine::Language => "alerts-language-told",
    });
    let value = my_value(texts, settings, line);
    let mut told = vec![my_line(texts, line), capitalised(&value), about.to_owned()];
    if !is_told(settings, line) {
        told.push(texts.get("alerts-not-told-about").to_owned());
    }
    told
}

fn cell_told(texts: Texts, pane: &AlertsPane, settings: &Settings, of: Event, whom: Audience) -> Vec<String> {
    let (on, by) = settings.cell(of, whom);
    let whom_word = audience(texts, whom);
    let args = [
        ("event", capitalised(event(texts, of.code())).into()),
        ("audience", whom_word.into()),
        ("by", decided(texts, by).into()),
    ];
    let mut told =
        vec![texts.format("cell-of", &args), texts.format(if on { "cell-on" } else { "cell-off" }, &args)];
    if by == Deciding::Centre {
        let theirs = yes_or_no(texts, settings.of_establishment(of, whom));
        told.push(texts.format("cell-establishment-says", &[("value", theirs.into())]));
    }
    if pane.centre().is_some() {
        told.extend(concerned(texts, settings, whom));
    }
    let twins: Vec<&str> = Event::ALL
        .iter()
        .filter(|one| one.setting() == of && **one != of)
        .map(|one| event(texts, one.code()))
        .collect();
    if !twins.is_empty() {
        told.push(texts.format("cell-also", &[("events", twins.join(COMMA).into())]));
    }
    let written = settings.templates.iter().filter(|one| {
        Event::from_code(&one.event).is_some_and(|one| one.setting() == of)
            && one.centre_id.is_some() == pane.centre().is_some()
    });
    for one in written {
        let Some(event) = Event::from_code(&one.event) else { continue };
        let of = TextOf { centre: None, event, language: one.language.clone() };
        told.push(texts.format("cell-own-text", &[("text", alert_text(texts, &of).into())]));
    }
    told
}

/// Which staff of the centre a cell is about.
fn concerned(texts: Texts, settings: &Settings, whom: Audience) -> Option<String> {
    if matches!(whom, Audience::Student | Audience::Supervisor) {
        return None;
    }
    let names: Vec<&str> = settings.staff(whom).map(|one| one.name.as_str()).collect();
    Some(match (settings.shared(), names.is_empty()) {
        (Some(""), _) => texts.get("cell-shared-none").to_owned(),
        (Some(address), _) => texts.format("cell-shared", &[("address", address.into())]),
        (None, true) => texts.format("cell-nobody", &[("audience", audience(texts, whom).into())]),
        (None, false) => texts.format("cell-staff", &[("names", names.join(COMMA).into())]),
    })
}

/// What a change has made.
pub fn alert_changed(texts: Texts, change: &AlertChange) -> String {
    let id = match change {
        AlertChange::Cell { centre, event: of, audience: whom, on, .. } => {
            let args = [
                ("event", capitalised(event(texts, of.code())).into()),
                ("audience", audience(texts, *whom).into()),
                ("value", on.map(|on| yes_or_no(texts, on)).into()),
            ];
            let id = match (centre, on) {
                (_, None) => "said-alerts-inherits",
                (None, Some(_)) => "said-alerts-cell",
                (Some(_), Some(_)) => "said-alerts-cell-of-centre",
            };
            return texts.format(id, &args);
        }
        AlertChange::Text { text: None, .. } => "said-alerts-text-inherits",
        AlertChange::Decide { decision: Decision::Retry, .. } => "said-mail-again",
        AlertChange::Decide { decision: Decision::Drop, .. } => "said-mail-dropped",
        AlertChange::Decide { decision: Decision::Redirect(address), .. } => {
            return texts.format("said-mail-redirected", &[("address", address.as_str().into())]);
        }
        _ => "said-administered",
    };
    texts.get(id).to_owned()
}

/// A mail on one line: when, to whom, of what.
pub fn mail_line(texts: Texts, mail: &Delivery) -> String {
    let at = texts.moment(mail.sent_at.unwrap_or(mail.due_at));
    format!("{at}  {}  {}", mail.name, capitalised(event(texts, &mail.event)))
}

/// To whom a mail goes, about what, and what became of it and why.
pub fn mail_told(texts: Texts, mail: &Delivery) -> Vec<String> {
    let to = match mail.sent_to.as_ref().or(mail.redirect.as_ref()) {
        None if mail.address.is_empty() => {
            texts.format("mail-to-nowhere", &[("name", mail.name.as_str().into())])
        }
        Some(other) if *other != mail.address => {
            let args = [
                ("name", mail.name.as_str().into()),
                ("address", mail.address.as_str().into()),
                ("other", other.as_str().into()),
            ];
            texts.format("mail-to-other", &args)
        }
        _ => {
            let args = [("name", mail.name.as_str().into()), ("address", mail.address.as_str().into())];
            texts.format("mail-to", &args)
        }
    };
    let about = match mail.convention_id {
        Some(id) => texts.format(
            "mail-about",
            &[("event", capitalised(event(texts, &mail.event)).into()), ("id", id.to_string().into())],
        ),
        None => capitalised(event(texts, &mail.event)),
    };
    let at = texts.moment(mail.sent_at.unwrap_or(mail.due_at));
    let state = [("state", capitalised(delivery(texts, mail.state)).into()), ("at", Value::from(at))];
    let mut told = vec![to, about, texts.format("mail-state", &state)];
    if let Some(why) = &mail.error {
        let count = ("count", mail.attempts.into());
        told.push(texts.format("mail-error", &[("why", why.as_str().into()), count]));
    }
    if let Some(who) = &mail.decided_by {
        told.push(texts.format("mail-decided", &[("who", who.as_str().into())]));
    }
    told
}

/// Who would be told of an event and why, or why not; then what they would read.
pub fn foretold(texts: Texts, foretold: &Foretold) -> Vec<String> {
    // Those who would be come first.
    let (yes, no): (Vec<&Candidate>, _) = foretold.candidates.iter().partition(|one| one.verdict.is_ok());
    let mut told: Vec<String> = yes.into_iter().chain(no).map(|one| candidate(texts, one)).collect();
    told.push(texts.get("foretold-doer").to_owned());
    if foretold.candidates.iter().all(|one| one.verdict.is_err()) {
        told.push(texts.get("foretold-nobody").to_owned());
    }
    for ForetoldMail { language, text } in &foretold.mails {
        told.push(String::new());
        let name = coded(texts, "spoken", language);
        told.push(texts.format("foretold-mail", &[("language", name.into())]));
        match text {
            Ok((subject, body)) => {
                told.push(texts.format("foretold-subject", &[("subject", subject.as_str().into())]));
                told.push(String::new());
                told.extend(body.lines().map(str::to_owned));
            }
            Err(fault) => told.push(text_fault(texts, fault)),
        }
    }
    told
}

fn candidate(texts: Texts, one: &Candidate) -> String {
    let by = ("by", decided(texts, one.decided_by).into());
    let verdict = match one.verdict {
        Ok(fast) => texts.format("verdict-told", &[("pace", pace(texts, fast).into()), by]),
        Err(Why::Off) => texts.format("verdict-off", &[by]),
        Err(Why::Never) => texts.get("verdict-never").to_owned(),
        Err(Why::DidIt) => texts.get("verdict-did-it").to_owned(),
        Err(Why::AtTheCentre) => texts.get("verdict-at-the-centre").to_owned(),
        Err(Why::NoAddress) => texts.get("verdict-no-address").to_owned(),
        Err(Why::Already) => texts.get("verdict-already").to_owned(),
    };
    let args = [
        ("name", one.name.as_str().into()),
        ("audience", audience(texts, one.audience).into()),
        ("address", one.address.as_str().into()),
        ("verdict", capitalised(&verdict).into()),
    ];
    let id = if one.address.is_empty() { "foretold-one-nowhere" } else { "foretold-one" };
    texts.format(id, &args)
}

/// What is wrong with a text: where, and what may be meant.
pub fn text_fault(texts: Texts, fault: &TextFault) -> String {
    let place = match fault.in_subject {
        true => texts.get("fault-in-subject").to_owned(),
        false => texts.format("fault-in-line", &[("line", fault.line.to_string().into())]),
    };
    let place = ("place", Value::from(place));
    match &fault.problem {
        TextProblem::Variable(name, near) => {
            let said = texts.format("fault-variable", &[place, ("name", name.as_str().into())]);
            said + &super::faults::did_you_mean(texts, near.as_deref())
        }
        TextProblem::Unwanted(what) => {
            texts.format("fault-unwanted", &[place, ("what", what.as_str().into())])
        }
        TextProblem::Other(why) => texts.format("fault-text", &[place, ("why", why.as_str().into())]),
    }
}
