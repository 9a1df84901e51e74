//! What describes a file: host, people, dates, gratification, texts, signatures, student, notes.

use ratatui::text::{Line, Span};
use rust_decimal::Decimal;
use widgets::form::Entry;

use super::{done, field, heading, period, person, styled, text};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::convention::SignatureState;
use crate::domain::sheet::{Organisation, Sheet, Signature};
use crate::i18n::DateStyle;
use crate::ui::frame::{Frame, clean};
use crate::ui::signs::Sign;

pub(super) fn of<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    dates(frame, sheet, out);
    gratification(frame, sheet, out);
    host(frame, sheet, out);
    people(frame, sheet, out);
    signatures(frame, sheet, out);
    notes(frame, sheet, out);
    texts(frame, sheet, out);
    student(frame, sheet, out);
}

fn dates<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    heading(frame, "heading-dates", out);
    let day = |day: chrono::NaiveDate| frame.date(day, DateStyle::Full);
    let hours = |hours: Decimal| {
        frame.fill("value-hours", &[("hours", frame.texts.decimal(hours.normalize()).into())])
    };
    out.push(field(frame.say("field-start-date"), sheet.start_date.map(day)));
    out.push(field(frame.say("field-end-date"), sheet.end_date.map(day)));
    out.push(field(frame.say("label-weekly"), sheet.weekly_hours.map(hours)));
    let total = sheet.total_hours.map(|total| {
        let typed = if sheet.total_overridden { frame.say("value-typed") } else { "" };
        format!("{} {typed}", hours(total)).trim_end().to_owned()
    });
    out.push(field(frame.say("label-total"), total));
    for (from, to) in &sheet.interruptions {
        let days = period(frame, day(*from), day(*to));
        out.push(field(frame.say("label-interruption"), Some(days)));
    }
}

fn gratification<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    let value = match (sheet.gratification, sheet.gratification_amount) {
        (None, _) | (Some(true), None) => None,
        (Some(false), _) => Some(frame.say("value-no").to_owned()),
        (Some(true), Some(amount)) => {
            let (currency, unit) = (sheet.currency.as_deref(), sheet.gratification_unit.as_deref());
            let said = words::allowance(frame.texts, amount, currency.unwrap_or_default(), unit);
            Some(clean(&said).into_owned())
        }
    };
    out.push(field(frame.say("field-gratification"), value));
}

fn host<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    heading(frame, "heading-host", out);
    let Some(host) = &sheet.organisation else {
        out.push(field(frame.say("label-name"), None::<&str>));
        return;
    };
    out.push(field(frame.say("label-name"), Some(clean(&host.name))));
    if let Some(siret) = &host.siret {
        out.push(field(frame.say("label-siret"), Some(words::siret(&clean(siret)))));
    }
    if let Some(address) = address(host) {
        out.push(field(frame.say("field-address"), Some(address)));
    }
    if sheet.country.is_some() {
        out.push(field(frame.say("field-country"), sheet.country.as_deref().map(clean)));
    }
    let kind = [
        host.public_law.then(|| frame.say("host-public").into()),
        host.headcount.as_deref().map(clean),
        host.naf.as_deref().map(clean),
    ];
    let kind: Vec<_> = kind.into_iter().flatten().collect();
    if !kind.is_empty() {
        out.push(field(frame.say("label-kind"), Some(kind.join(frame.dot()))));
    }
    out.push(field(frame.say("label-service"), sheet.service.as_deref().map(clean)));
}

fn address(host: &Organisation) -> Option<String> {
    let parts = [&host.address, &host.postal_code, &host.town];
    let parts: Vec<_> = parts.into_iter().flatten().map(|part| clean(part)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn people<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    heading(frame, "heading-people", out);
    out.push(field(frame.say("label-supervisor"), sheet.supervisor.as_ref().map(|one| person(frame, one))));
    out.push(field(frame.say("label-tutor"), sheet.tutor.as_ref().map(|one| person(frame, one))));
    if let Some(second) = &sheet.second_tutor {
        out.push(field(frame.say("field-second-tutor"), Some(person(frame, second))));
    }
    out.push(field(frame.say("field-signatory"), sheet.signatory.as_ref().map(|one| person(frame, one))));
}

fn signatures<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    if sheet.signature_state == SignatureState::NotSent {
        return;
    }
    heading(frame, "heading-signatures", out);
    signed(frame, &sheet.signatures, out);
}

/// Who has signed, who has refused, who is to.
pub(in crate::ui::pane::file) fn signed<'a>(
    frame: &Frame<'_>,
    signatures: &[Signature],
    out: &mut Vec<Entry<'a>>,
) {
    let dot = frame.dot();
    for one in signatures {
        let name = words::capitalised(words::signer(frame.texts, &one.signer));
        let spans = match (one.signed_on, &one.refused_reason) {
            (Some(day), _) => {
                let means =
                    one.means.as_deref().map(|means| words::means(frame.texts, means)).unwrap_or_default();
                let day = frame.date(day, DateStyle::Short);
                vec![done(frame), Span::raw(format!("{name}{dot}{day}{}{means}", frame.sign(Sign::Then)))]
            }
            (None, Some(why)) => {
                let told = format!("{} {name}{dot}{}", frame.sign(Sign::Blocking), clean(why));
                vec![frame.span(told, Meaning::StatusBlocking)]
            }
            (None, None) => vec![Span::raw(format!("{} {name}", frame.sign(Sign::ToDo)))],
        };
        out.push(Entry::Text(Line::from(spans)));
    }
}

fn notes<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    if sheet.notes.is_empty() {
        return;
    }
    heading(frame, "heading-notes", out);
    for note in sheet.notes.iter().rev() {
        let at = frame.date(frame.texts.day_of(note.at), DateStyle::Short);
        out.push(styled(frame, format!("{at}{}{}", frame.sign(Sign::Then), clean(&note.by)), Meaning::Muted));
        out.extend(note.body.lines().map(|line| text(clean(line))));
    }
}

fn texts<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    heading(frame, "heading-texts", out);
    if sheet.masked {
        out.push(styled(frame, frame.say("texts-masked"), Meaning::Muted));
        return;
    }
    if sheet.confidential {
        out.push(styled(frame, frame.say("texts-confidential"), Meaning::StatusInfo));
    }
    let all = sheet.texts.as_ref();
    for (id, value) in [
        ("field-subject", all.and_then(|texts| texts.subject.as_deref())),
        ("field-tasks", all.and_then(|texts| texts.tasks.as_deref())),
        ("field-skills", all.and_then(|texts| texts.skills.as_deref())),
    ] {
        match value.filter(|value| !value.trim().is_empty()) {
            Some(value) if frame.is_spoken() => out.push(field(frame.say(id), Some(clean(value)))),
            Some(value) => {
                out.push(styled(frame, words::capitalised(frame.say(id)), Meaning::Label));
                out.extend(value.lines().map(|line| text(clean(line))));
            }
            None => out.push(field(frame.say(id), None::<&str>)),
        }
    }
}

fn student<'a>(frame: &Frame<'_>, sheet: &'a Sheet, out: &mut Vec<Entry<'a>>) {
    heading(frame, "heading-student", out);
    let student = &sheet.student;
    out.push(field(frame.say("column-number"), Some(clean(&student.number))));
    if let Some(mail) = &student.mail {
        out.push(field(frame.say("label-mail"), Some(clean(mail))));
    }
    let etape = &sheet.etape;
    let etape = format!("{} ({}-{})", clean(&etape.label), clean(&etape.code), clean(&etape.version));
    out.push(field(frame.say("column-etape"), Some(etape)));
    out.push(field(frame.say("label-composante"), Some(clean(&sheet.etape.composante))));
    out.push(field(frame.say("column-centre"), Some(clean(&sheet.centre.name))));
    let year = words::year(sheet.year);
    out.push(field(frame.say("label-year"), Some(year)));
    out.push(field(frame.say("label-type"), sheet.kind.as_deref().map(clean)));
    let kind = [
        Some(words::regime(frame.texts, sheet.regime).into()),
        sheet.nature.as_deref().map(|nature| clean(words::nature(frame.texts, nature))),
        sheet.elp_label.as_deref().map(clean),
    ];
    let kind: Vec<_> = kind.into_iter().flatten().collect();
    out.push(field(frame.say("field-regime"), Some(kind.join(frame.dot()))));
    if let Some(ects) = sheet.ects {
        out.push(field(frame.say("field-ects"), Some(frame.texts.decimal(ects))));
    }
    if let Some(hours) = sheet.teaching_hours {
        let hours = frame.fill("value-hours", &[("hours", hours.into())]);
        out.push(field(frame.say("label-teaching"), Some(hours)));
    }
}
