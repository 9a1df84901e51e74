//! From a key to what it asks for: the overlay first, then the line being typed, then the pane, then the desk.

use widgets::paragraph::ParagraphEditor;
use widgets::prompt::{Edit, LineEditor};

use super::{calls, pickers, prompts};
use crate::app::action::{Action, AppAction, Context, Snapshot};
use crate::app::acts::Report;
use crate::app::effect::Effect;
use crate::app::key::{Chord, Key, KeyCode};
use crate::app::keymap::Resolution;
use crate::app::model::{Link, Model, Pane, PendingChord};
use crate::app::overlay::{Overlay, completing};

/// A key was pressed.
pub fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    let contexts = context(model).chain();
    let mut keys = model.pending.take().map(|pending| pending.keys).unwrap_or_default();
    let chorded = !keys.is_empty();
    keys.push(key);
    match model.keymap.resolve(contexts, &keys, &snapshot(model)) {
        Resolution::Found(found) => {
            let mut effects = Vec::new();
            for call in found {
                effects.extend(calls::run(model, call));
            }
            effects
        }
        Resolution::Pending(follows) => {
            model.pending = Some(PendingChord { keys, since: model.now, follows });
            Vec::new()
        }
        // A chord is given up with Escape, or with what stands for it.
        Resolution::Miss if chorded && (key.code() == KeyCode::Esc || key.has_ctrl()) => Vec::new(),
        Resolution::Miss if chorded || !snapshot(model).typing => {
            unbound(model, keys);
            Vec::new()
        }
        Resolution::Miss => typed(model, key),
    }
}

fn unbound(model: &mut Model, keys: Vec<Key>) {
    if let Some(said) = no_key(model, keys) {
        model.hint(said);
    }
}

/// Says that nothing is on these keys, with the key that lists those which there are.
pub fn no_key(model: &Model, keys: Vec<Key>) -> Option<String> {
    let texts = model.texts;
    let chord = Chord::new(keys)?;
    let keys = ("keys", chord.label(texts).into());
    let bound = model.keymap.bound(context(model).chain(), &snapshot(model));
    let help = bound.iter().find(|bound| bound.is_for(Action::App(AppAction::Help)));
    Some(match help {
        Some(help) => texts.format("said-no-key", &[keys, ("help", help.chord.label(texts).into())]),
        None => texts.format("said-no-key-here", &[keys]),
    })
}

/// Text was pasted: into whatever takes text, and nowhere else.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if let Some(paragraph) = paragraph(model) {
        paragraph.insert(text);
        return Vec::new();
    }
    let line = text.replace(['\r', '\n', '\t'], " ");
    edit(model, |editor| {
        editor.insert(&line);
        true
    })
}

/// A key that no map knows: text and the usual line-editing keys, where text is typed.
fn typed(model: &mut Model, key: Key) -> Vec<Effect> {
    let command = match key.code() {
        KeyCode::Char(letter) if key.has_ctrl() => Edit::of_ctrl(letter),
        KeyCode::Char(letter) if key.has_alt() => Edit::of_alt(letter),
        KeyCode::Backspace if key.has_alt() => Some(Edit::KillWordBack),
        KeyCode::Backspace => Some(Edit::Backspace),
        KeyCode::Delete => Some(Edit::Delete),
        KeyCode::Left if key.has_ctrl() => Some(Edit::WordLeft),
        KeyCode::Right if key.has_ctrl() => Some(Edit::WordRight),
        KeyCode::Left => Some(Edit::Left),
        KeyCode::Right => Some(Edit::Right),
        KeyCode::Home => Some(Edit::Home),
        KeyCode::End => Some(Edit::End),
        _ => None,
    };
    if let Some(paragraph) = paragraph(model) {
        match (command, key.text()) {
            (Some(command), _) => paragraph.apply(command),
            (None, Some(letter)) => paragraph.insert(letter.encode_utf8(&mut [0; 4])),
            (None, None) => {}
        }
        return Vec::new();
    }
    if let Some(command) = command {
        return edit(model, |editor| editor.apply(command));
    }
    match key.text() {
        Some(letter) => edit(model, |editor| {
            editor.insert(letter.encode_utf8(&mut [0; 4]));
            true
        }),
        None => Vec::new(),
    }
}

/// The text of several lines in hand; what was wrong with it may be no more.
fn paragraph(model: &mut Model) -> Option<&mut ParagraphEditor> {
    let Some(Overlay::Fields(fields)) = &mut model.overlay else { return None };
    if fields.is_on_paragraph() {
        fields.error = None;
    }
    fields.paragraph()
}

/// Changes the text in hand, if there is one, and lets what depends on it follow.
fn edit(model: &mut Model, change: impl Fn(&mut LineEditor) -> bool) -> Vec<Effect> {
    let reasons = model.reasons.len();
    let followed = match (&mut model.overlay, &mut model.prompt) {
        (Some(Overlay::Form(form)), _) if form.is_typing(reasons) => {
            form.error = None;
            change(&mut form.text);
            false
        }
        (Some(Overlay::Fields(fields)), _) => {
            fields.error = None;
            if let Some(editor) = fields.editor() {
                change(editor);
            }
            completing::typed(model);
            false
        }
        (Some(Overlay::Picker(picker)), _) => change(&mut picker.search),
        (None, Some(prompt)) => change(&mut prompt.line),
        _ => false,
    };
    match (followed, &model.overlay) {
        (false, _) => Vec::new(),
        (true, Some(_)) => pickers::search_changed(model),
        (true, None) => prompts::changed(model),
    }
}

/// Where the hand is.
pub fn context(model: &Model) -> Context {
    if let Some(overlay) = &model.overlay {
        return overlay.context();
    }
    if model.prompt.is_some() {
        return Context::Prompt;
    }
    match model.focus {
        Pane::Queues => Context::Queues,
        Pane::List => Context::List,
        Pane::File => Context::File,
        Pane::Administration => Context::Administration,
        Pane::Writing => Context::Writing,
        Pane::Organisations => Context::Organisations,
        Pane::Alerts => Context::Alerts,
    }
}

/// What the desk looks like, as far as keys and actions care.
pub fn snapshot(model: &Model) -> Snapshot {
    let row = model.list.row();
    let typing = match &model.overlay {
        Some(Overlay::Form(form)) => form.is_typing(model.reasons.len()),
        Some(Overlay::Fields(fields)) => fields.is_typing(),
        Some(Overlay::Picker(_)) => true,
        Some(_) => false,
        None => model.prompt.is_some(),
    };
    Snapshot {
        has_target: row.is_some()
            || !model.list.marks.is_empty()
            || model.focus == Pane::Writing && model.writing.form().is_some(),
        has_marks: !model.list.marks.is_empty(),
        has_filter: !model.list.filter.is_empty(),
        // Marked files are acted upon as they were listed; the row in hand as its file was drawn.
        seen: !model.list.marks.is_empty()
            || model.target_in_hand().is_some_and(|target| model.drawn.file == Some(target)),
        in_range: model.list.range_from.is_some(),
        bulk_running: model.acts.running.as_ref().is_some_and(|running| running.is_bulk())
            || model.list.marking.is_some(),
        has_undone: model.acts.reports.iter().any(Report::has_undone),
        can_undo: !model.acts.deeds.is_empty(),
        can_repeat: model.acts.last.is_some(),
        typing,
        amendment: model.target_in_hand().is_some_and(|target| target.amendment.is_some()),
        narrow: model.is_narrow(),
        writing: model.focus == Pane::Writing && model.writing.form().is_some(),
        matrix: model.focus == Pane::Alerts && model.alerts.is_on_matrix(),
        mails: model.focus == Pane::Alerts && model.alerts.is_on_mails(),
        zoomed: model.zoomed,
        connected: model.link == Link::Up,
        has_news: model.list.news > 0 || !model.list.flags.is_empty(),
        has_error: model.toasts.iter().any(|toast| toast.until.is_none()),
    }
}
