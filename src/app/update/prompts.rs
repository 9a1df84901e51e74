//! The line being typed: checked as it is typed, completed, taken, and kept for next time.

use super::super::command::{Fuzzy, Known};
use super::super::effect::Effect;
use super::super::filter;
use super::super::model::{Model, Pane};
use super::super::pane::{organisations, queue};
use super::super::prompt::{Prompt, PromptKind};
use super::super::words;
use super::calls;

/// Proposals kept at most: the line scrolls through them.
const PROPOSALS: usize = 64;

/// Lines kept of each kind.
const KEPT: usize = 50;

/// The text of the line has changed.
pub fn changed(model: &mut Model) -> Vec<Effect> {
    let queues: Vec<String> =
        queue::queues(model).into_iter().map(|queue| words::queue(model.texts, queue).to_owned()).collect();
    let views: Vec<(String, bool)> =
        model.queues.views.iter().map(|view| (view.saved.name.clone(), view.saved.mine)).collect();
    let centres = model.person.as_ref().map(|person| person.centre_codes.clone()).unwrap_or_default();
    let today = model.today;
    let Some(prompt) = &mut model.prompt else { return Vec::new() };
    prompt.chosen = None;
    prompt.error = None;
    let text = prompt.line.text();
    match prompt.kind {
        PromptKind::Command => {
            let known = Known { queues: &queues, names: &model.names, views: &views, centres: &centres };
            prompt.completions = model.commands.complete(text, known, &mut Fuzzy::default());
            prompt.completions.truncate(PROPOSALS);
        }
        PromptKind::Filter => {
            // Said as one types, but not of what is only unfinished.
            prompt.error = filter::parse(text, today)
                .err()
                .filter(|error| !error.is_incomplete(text))
                .map(|error| error.text(model.texts));
        }
        PromptKind::Search => {
            let text = text.to_owned();
            if model.focus == Pane::Organisations {
                return organisations::narrow(model, &text);
            }
            model.administration.narrow(&text);
        }
    }
    Vec::new()
}

/// Takes the line as it is.
pub fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = model.prompt.take() else { return Vec::new() };
    let text = prompt.line.text().trim().to_owned();
    match prompt.kind {
        PromptKind::Command if text.is_empty() => Vec::new(),
        PromptKind::Command => match model.commands.parse(&text, &model.names) {
            Ok(call) => {
                keep(model, PromptKind::Command, &text);
                calls::run(model, call)
            }
            Err(error) => {
                let error = Some(error.text(model.texts));
                model.prompt = Some(Prompt { error, ..prompt });
                Vec::new()
            }
        },
        PromptKind::Search => Vec::new(),
        PromptKind::Filter => match filter::parse(&text, model.today) {
            Ok(_) => {
                keep(model, PromptKind::Filter, &text);
                set_filter(model, &text)
            }
            Err(error) => {
                let error = Some(error.text(model.texts));
                model.prompt = Some(Prompt { error, ..prompt });
                Vec::new()
            }
        },
    }
}

/// Narrows the list to a filter; an empty one shows the whole queue again. A filter that cannot be read is put back
/// into its line, with what is wrong.
pub fn set_filter(model: &mut Model, text: &str) -> Vec<Effect> {
    match filter::parse(text, model.today) {
        Ok(filter) if filter == model.list.filter => Vec::new(),
        Ok(filter) => {
            model.list.filter = filter;
            model.list.view = None;
            queue::restart(model)
        }
        Err(error) => {
            let error = Some(error.text(model.texts));
            model.prompt = Some(Prompt { error, ..Prompt::new(PromptKind::Filter, text) });
            Vec::new()
        }
    }
}

fn keep(model: &mut Model, kind: PromptKind, text: &str) {
    let lines = model.lines.entry(kind).or_default();
    lines.retain(|line| line != text);
    if lines.len() == KEPT {
        lines.remove(0);
    }
    lines.push(text.to_owned());
}

/// Takes the next proposal, or the previous one.
pub fn complete(model: &mut Model, by: isize) -> Vec<Effect> {
    let Some(prompt) = &mut model.prompt else { return Vec::new() };
    let count = isize::try_from(prompt.completions.len()).unwrap_or_default();
    if count == 0 {
        return Vec::new();
    }
    let next = match prompt.chosen.and_then(|chosen| isize::try_from(chosen).ok()) {
        Some(chosen) => (chosen + by).rem_euclid(count),
        None if by < 0 => count - 1,
        None => 0,
    };
    let next = usize::try_from(next).unwrap_or_default();
    prompt.chosen = Some(next);
    if let Some(completion) = prompt.completions.get(next) {
        let line = completion.line.clone();
        prompt.line.set(&line);
    }
    Vec::new()
}

/// Takes back a line typed before, or after it.
pub fn recall(model: &mut Model, by: isize) -> Vec<Effect> {
    let Some(prompt) = &mut model.prompt else { return Vec::new() };
    let lines = model.lines.get(&prompt.kind).map(Vec::as_slice).unwrap_or_default();
    let here = lines.iter().position(|line| line == prompt.line.text()).unwrap_or(lines.len());
    let text = lines.get(here.saturating_add_signed(by)).cloned().unwrap_or_default();
    prompt.line.set(&text);
    changed(model)
}
