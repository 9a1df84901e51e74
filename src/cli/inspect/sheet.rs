//! One convention, for people: labels on the left, what the file says on the right, nothing that is empty.

use super::super::calculations::Calculations;
use super::super::labels::Labels;
use crate::app::words;
use crate::domain::sheet::{Named, RecordedFinding, Sheet, Signature, Step};
use crate::i18n::{Lang, Texts};

/// The whole file, with what the rules compute of it.
pub fn text(texts: Texts, sheet: &Sheet, calculations: Option<&Calculations>) -> String {
    let mut lines = Labels::new(texts);
    head(&mut lines, sheet);
    host(&mut lines, sheet);
    calendar(&mut lines, sheet);
    if let Some(calculations) = calculations {
        calculations.tell(&mut lines);
    }
    validation(&mut lines, sheet);
    lines.text()
}

fn head(lines: &mut Labels, sheet: &Sheet) {
    let texts = lines.texts;
    let student = &sheet.student;
    lines.say("inspect-number", sheet.id.to_string());
    let mail = student.mail.as_deref().unwrap_or_default();
    let name = format!("{} {} ({}) {mail}", student.surname, student.given_name, student.number);
    lines.say("inspect-student", name);
    let etape = &sheet.etape;
    lines.say("inspect-etape", format!("{} {} ({})", etape.label, etape.composante, etape.code));
    lines.say("inspect-centre", format!("{} {}", sheet.centre.code, sheet.centre.name));
    lines.say("inspect-year", words::year(sheet.year));
    lines.field("file_state", words::file_state(texts, sheet.file_state));
    for (id, holds) in [
        ("inspect-corrected", sheet.corrected),
        ("inspect-archived", sheet.archived),
        ("field-confidential", sheet.confidential),
    ] {
        if holds {
            lines.field("file_state", texts.get(id));
        }
    }
    lines.say("inspect-since", texts.moment(sheet.state_since));
    lines.say("inspect-signature", words::signature_state(texts, sheet.signature_state));
    lines.field("hold_until", sheet.hold_until.map(|day| words::date(texts, day)).unwrap_or_default());
    lines.say("inspect-claimed-by", sheet.claimed_by.as_deref().unwrap_or_default());
    lines.field("type", sheet.kind.as_deref().unwrap_or_default());
    lines.field("regime", words::regime(texts, sheet.regime));
    lines.field(
        "nature",
        sheet.nature.as_deref().map(|nature| words::nature(texts, nature)).unwrap_or_default(),
    );
    lines.field("elp_label", sheet.elp_label.as_deref().unwrap_or_default());
    lines.field("ects", sheet.ects.map(|ects| texts.decimal(ects.normalize())).unwrap_or_default());
    lines.field("teaching_hours", sheet.teaching_hours.map(|hours| hours.to_string()).unwrap_or_default());
    named(lines, "supervisor", sheet.supervisor.as_ref());
}

fn host(lines: &mut Labels, sheet: &Sheet) {
    if let Some(host) = &sheet.organisation {
        let siret = host.siret.as_deref().unwrap_or_default();
        lines.field("organisation", format!("{} {siret}", host.name));
        let parts =
            [&host.address, &host.postal_code, &host.town].map(|part| part.as_deref().unwrap_or_default());
        lines.field("address", parts.join(" "));
    }
    lines.field("country", sheet.country.as_deref().unwrap_or_default());
    lines.field("service", sheet.service.as_deref().unwrap_or_default());
    named(lines, "tutor", sheet.tutor.as_ref());
    named(lines, "second_tutor", sheet.second_tutor.as_ref());
    named(lines, "signatory", sheet.signatory.as_ref());
}

fn named(lines: &mut Labels, field: &str, who: Option<&Named>) {
    if let Some(who) = who {
        let more = [&who.job_title, &who.mail, &who.phone];
        let more: Vec<&str> = more.into_iter().filter_map(|part| part.as_deref()).collect();
        lines.field(
            field,
            if more.is_empty() { who.name.clone() } else { format!("{} ({})", who.name, more.join(", ")) },
        );
    }
}

fn calendar(lines: &mut Labels, sheet: &Sheet) {
    let texts = lines.texts;
    let day = |day| words::date(texts, day);
    lines.field("start_date", sheet.start_date.map(day).unwrap_or_default());
    lines.field("end_date", sheet.end_date.map(day).unwrap_or_default());
    for (from, to) in &sheet.interruptions {
        lines.say("inspect-interruption", format!("{} -> {}", day(*from), day(*to)));
    }
    lines.field("weekly_hours", sheet.weekly_hours.map(|h| texts.decimal(h.normalize())).unwrap_or_default());
    lines.field("total_hours", sheet.total_hours.map(|h| texts.decimal(h.normalize())).unwrap_or_default());
    if sheet.total_overridden {
        lines.field("total_hours", texts.get("field-total-overridden"));
    }
    let paid = match (sheet.gratification, sheet.gratification_amount) {
        (Some(true), Some(amount)) => {
            let (currency, unit) = (sheet.currency.as_deref(), sheet.gratification_unit.as_deref());
            words::allowance(texts, amount, currency.unwrap_or_default(), unit)
        }
        (Some(true), None) => texts.get("value-yes").to_owned(),
        (Some(false), _) => texts.get("value-no").to_owned(),
        (None, _) => String::new(),
    };
    lines.field("gratification", paid);
    if sheet.masked {
        lines.field("subject", texts.get("value-masked"));
    }
    if let Some(written) = &sheet.texts {
        lines.field("subject", written.subject.as_deref().unwrap_or_default());
        lines.field("tasks", written.tasks.as_deref().unwrap_or_default());
        lines.field("skills", written.skills.as_deref().unwrap_or_default());
    }
}

fn validation(lines: &mut Labels, sheet: &Sheet) {
    let texts = lines.texts;
    for step in &sheet.steps {
        let done = done(texts, step);
        // The centre's own name for it, where it has one.
        let done = step.label.as_deref().map(|label| pair(texts, label, &done)).unwrap_or(done);
        lines.add(words::step(texts, step.kind), done);
    }
    for signature in &sheet.signatures {
        let label =
            texts.format("inspect-signed-by", &[("signer", words::signer(texts, &signature.signer).into())]);
        lines.add(&label, signed(texts, signature));
    }
    for document in &sheet.documents {
        lines.add(&document.label, words::document(texts, document));
    }
    if !sheet.checked {
        lines.say("inspect-findings", texts.get("inspect-unchecked"));
    }
    for finding in &sheet.findings {
        lines.say("inspect-findings", found(texts, finding));
    }
    if sheet.checked && sheet.findings.is_empty() {
        lines.say("inspect-findings", texts.get("inspect-clear"));
    }
    if let Some(returned) = &sheet.returned {
        lines.say("inspect-returned", format!("{} {}", texts.moment(returned.at), returned.by));
        for reason in &returned.reasons {
            let reason = if texts.lang() == Lang::Fr { &reason.fr } else { &reason.en };
            lines.say("inspect-returned", reason.as_str());
        }
        lines.say("inspect-returned", returned.free_text.as_deref().unwrap_or_default());
    }
    for note in &sheet.notes {
        let who = format!("{} {}", texts.moment(note.at), note.by);
        lines.field("note", pair(texts, &who, &note.body));
    }
}

fn done(texts: Texts, step: &Step) -> String {
    let Some(at) = step.done_at else { return texts.get("inspect-waiting").to_owned() };
    let by = words::who(texts, step.done_by.as_deref());
    let whose =
        step.on_behalf_of.as_deref().map(|name| texts.format("inspect-on-behalf", &[("name", name.into())]));
    format!("{} {by} {}", texts.moment(at), whose.unwrap_or_default())
}

fn signed(texts: Texts, signature: &Signature) -> String {
    let means = signature.means.as_deref().map(|means| words::means(texts, means)).unwrap_or_default();
    match (signature.signed_on, &signature.refused_reason) {
        (_, Some(reason)) => texts.format("inspect-refused", &[("why", reason.as_str().into())]),
        (Some(day), None) => format!("{} {means}", words::date(texts, day)),
        (None, None) => texts.get("inspect-waiting").to_owned(),
    }
}

fn found(texts: Texts, finding: &RecordedFinding) -> String {
    let sentence = words::finding(texts, &finding.rule, &finding.figures);
    let severity = words::severity(texts, finding.severity);
    let passed = finding.passed_by.as_deref().map(|name| {
        let why = finding.pass_reason.as_deref().unwrap_or_default();
        texts.format("inspect-passed", &[("name", name.into()), ("why", why.into())])
    });
    let found = pair(texts, severity, &sentence);
    format!("{found} {} {}", words::article(texts, &finding.rule), passed.unwrap_or_default())
}

fn pair(texts: Texts, label: &str, value: &str) -> String {
    texts.format("pair", &[("label", label.into()), ("value", value.into())])
}
