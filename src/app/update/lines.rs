//! What a view that takes whole lines asks for: an action by itself, a choice by its place, a text written at once.

use widgets::paragraph::ParagraphEditor;

use super::super::effect::Effect;
use super::super::model::{Model, Pane};
use super::super::overlay::{FormKind, Overlay, completing};
use super::super::pane::{administration, alerts, organisations, queue, writing};
use super::super::prompt::PromptKind;
use super::{boxes, jobs, pickers, prompts};

/// Takes the choice that stands at a place, from 0, of what is in hand: a reason, something to pick, a proposal, a
/// queue, a row among those read, a part of the file.
pub fn choose(model: &mut Model, place: usize) -> Vec<Effect> {
    match (&mut model.overlay, &mut model.prompt) {
        (Some(Overlay::Form(form)), _) if form.kind == FormKind::Return => {
            form.line = place;
            return boxes::toggle(model);
        }
        (Some(Overlay::Fields(fields)), _) => {
            fields.choose(place);
            return Vec::new();
        }
        (Some(Overlay::Confirm(_)), _) => return boxes::toggle(model),
        (Some(Overlay::Picker(picker)), _) if place < picker.matching.len() => {
            picker.selected = place;
            return boxes::confirm(model);
        }
        (Some(Overlay::Jobs(list)), _) => {
            list.selected = place;
            jobs::open_report(model);
            return Vec::new();
        }
        (Some(_), _) => return Vec::new(),
        (None, Some(prompt)) => {
            let Some(line) = prompt.completions.get(place).map(|completion| completion.line.clone()) else {
                return Vec::new();
            };
            prompt.line.set(&line);
            // A command that takes something is not complete yet.
            return if line.ends_with(' ') { prompts::changed(model) } else { prompts::accept(model) };
        }
        (None, None) => {}
    }
    match model.focus {
        Pane::Queues => {
            model.focus = Pane::List;
            let wanted = queue::entries(model).get(place).copied();
            wanted.map_or_else(Vec::new, |wanted| queue::open_entry(model, wanted))
        }
        Pane::List => queue::go_to(model, place),
        Pane::File => {
            model.file.scroll = place.min(model.drawn.last_scroll);
            Vec::new()
        }
        Pane::Administration => administration::choose(model, place),
        Pane::Writing => writing::choose(model, place),
        Pane::Organisations => organisations::choose(model, place),
        Pane::Alerts => alerts::choose(model, place),
    }
}

/// Writes a whole text where text is typed, in the place of what stood there; a line at the bottom is taken at once.
pub fn write(model: &mut Model, text: &str) -> Vec<Effect> {
    let reasons = model.reasons.len();
    match (&mut model.overlay, &mut model.prompt) {
        (Some(Overlay::Form(form)), _) => {
            if form.kind == FormKind::Return {
                form.line = reasons;
            }
            form.error = None;
            form.text.set(text);
            Vec::new()
        }
        (Some(Overlay::Fields(fields)), _) => {
            fields.error = None;
            // The first line replaces what stands there, those that follow are added to it.
            let begins = writing::as_saved(fields);
            if let Some(paragraph) = fields.paragraph() {
                let before = paragraph.text();
                let whole = if begins { text.to_owned() } else { format!("{before}\n{text}") };
                *paragraph = ParagraphEditor::new(&whole);
            } else if let Some(editor) = fields.editor() {
                editor.set(text);
                completing::typed(model);
                if let Some(Overlay::Fields(fields)) = &mut model.overlay {
                    fields.next_text();
                }
            }
            Vec::new()
        }
        (Some(Overlay::Picker(picker)), _) => {
            picker.search.set(text);
            pickers::search_changed(model)
        }
        (None, Some(prompt)) => {
            let before = prompt.line.text();
            let begun = prompt.kind == PromptKind::Command && before.ends_with(' ');
            let line = if begun { format!("{before}{text}") } else { text.to_owned() };
            prompt.line.set(&line);
            let mut effects = prompts::changed(model);
            effects.extend(prompts::accept(model));
            effects
        }
        _ => Vec::new(),
    }
}
