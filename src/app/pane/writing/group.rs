//! Drafts for a group of students like one file: typed as a list, made one after the other, told in a report.

use super::boxes::Boxed;
use super::update;
use crate::app::begun;
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Level, Model};
use crate::app::overlay::{Field as Line, FieldsBox, Overlay, Purpose, ReaderBox, ReaderText};
use crate::app::pane::queue;
use crate::app::words;
use crate::domain::form::{Made, Member};

/// More students than that are no group.
const MOST: usize = 500;

/// A group whose drafts are being made.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The job.
    job: JobId,
    /// How many students.
    total: usize,
    /// What became of those that were reached.
    made: Vec<(String, Made)>,
}

/// Asks for which students.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(id) = update::subject(model) else { return Vec::new() };
    let texts = model.texts;
    let told = vec![texts.format("group-told", &[("id", id.to_string().into())])];
    let fields = vec![Line::paragraph(texts.get("group-students"), "")];
    let purpose = Purpose::Writing(Boxed::Group(id));
    begun::show(model, FieldsBox::new(purpose, texts.get("group-title").to_owned(), told, fields));
    Vec::new()
}

/// The students of a list: a number a line, with the SIRET of a host of their own after it, and a subject of their own after
/// a semicolon.
fn members(text: &str) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    for line in text.lines() {
        let (who, subject) = line.split_once(';').unwrap_or((line, ""));
        let mut words = who.split_whitespace();
        let number = words.next().unwrap_or_default().to_owned();
        // A SIRET is often written in groups.
        let (host, subject) = (words.collect(), subject.trim().to_owned());
        if !number.is_empty() && members.iter().all(|member| member.number != number) {
            members.push(Member { number, host, subject });
        }
    }
    members
}

/// Sends a list, or says what is wrong with it.
pub(super) fn send(model: &mut Model, like: i32, text: &str) -> Result<(JobId, Vec<Effect>), String> {
    let members = members(text);
    if members.is_empty() {
        return Err(model.texts.get("group-nobody").to_owned());
    }
    if members.len() > MOST {
        return Err(model.texts.format("group-crowd", &[("most", MOST.into())]));
    }
    let job = model.new_job();
    model.writing.group = Some(Group { job, total: members.len(), made: Vec::new() });
    Ok((job, vec![Effect::Ask(job, Ask::CreateGroup { like, members })]))
}

/// A student of the group was reached; after the last one comes the report.
pub fn reached(model: &mut Model, job: JobId, number: String, made: Made) -> Vec<Effect> {
    let Some(group) = model.writing.group.as_mut().filter(|group| group.job == job) else {
        return Vec::new();
    };
    group.made.push((number, made));
    let (done, total) = (group.made.len(), group.total);
    let told = model.texts.format("group-progress", &[("done", done.into()), ("total", total.into())]);
    if let Some(fields) = model.sent_by(job) {
        fields.told = vec![told];
    }
    if done == total { report(model) } else { Vec::new() }
}

/// Stops it where it is, with the report of what was done; nothing if no such group is being made.
pub fn stop(model: &mut Model, fields: &FieldsBox) -> Option<Vec<Effect>> {
    let job = fields.sending?;
    model.writing.group.as_ref().filter(|group| group.job == job)?;
    let mut effects = vec![Effect::Stop(job)];
    effects.extend(report(model));
    Some(effects)
}

/// It failed in the middle: what was done is told.
pub(super) fn failed(model: &mut Model, job: JobId) {
    if model.writing.group.as_ref().is_some_and(|group| group.job == job && !group.made.is_empty()) {
        report(model);
    }
    model.writing.group.take_if(|group| group.job == job);
}

/// What was made and what was not, those that were not first: they are to be looked at.
fn report(model: &mut Model) -> Vec<Effect> {
    let Some(group) = model.writing.group.take() else { return Vec::new() };
    begun::taken(model, group.job);
    let texts = model.texts;
    let done = group.made.iter().filter(|(_, made)| made.is_ok()).count();
    let about = [("done", done.into()), ("total", group.total.into())];
    let head = texts.format("group-done", &about);
    model.say(if done == group.total { Level::Info } else { Level::Warning }, head.clone());
    let told = |(number, made): &(String, Made)| match made {
        Ok(id) => {
            let about = [("number", number.as_str().into()), ("id", id.to_string().into())];
            texts.format("group-made", &about)
        }
        Err(refusal) => {
            let why = match refusal.code.as_str() {
                "GU001" => texts.get("group-unknown").to_owned(),
                _ => words::refusal(texts, refusal, 0),
            };
            texts.format("group-refused", &[("number", number.as_str().into()), ("why", why.into())])
        }
    };
    let (made, refused): (Vec<_>, Vec<_>) = group.made.iter().partition(|(_, made)| made.is_ok());
    let lines = std::iter::once(head).chain(refused.into_iter().map(told)).chain(made.into_iter().map(told));
    let text = ReaderText::Told(texts.get("group-title").to_owned(), lines.collect());
    model.list.own.extend(group.made.iter().filter_map(|(_, made)| made.as_ref().ok()));
    model.overlay = Some(Overlay::Reader(ReaderBox { text, subject: None, loading: None, scroll: 0 }));
    queue::refresh(model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_a_student_a_line_and_nobody_twice() {
        let read = members(
            " 22100418 \n\n22100419; Un sujet ; à part\r\n22100418;autre\n;personne\n22100420 732 829 320 00074",
        );
        let told = read.iter().map(|one| (one.number.as_str(), one.host.as_str(), one.subject.as_str()));
        let expected =
            [("22100418", "", ""), ("22100419", "", "Un sujet ; à part"), ("22100420", "73282932000074", "")];
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }
}
