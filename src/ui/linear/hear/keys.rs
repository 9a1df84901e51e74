//! Keys and actions by their names: as a key map writes them, as the screen shows them, in words.

use super::Heard;
use super::desk::opened;
use crate::app::action::{
    Action, AppAction, Call, Context, ConventionAction, CursorAction, FocusAction, ListAction,
};
use crate::app::key::{Chord, Key};
use crate::app::keymap::Resolution;
use crate::app::model::{Model, Pane};
use crate::app::update::{context, no_key, snapshot};
use crate::domain::fold::fold;
use crate::i18n::{Lang, Texts};
use crate::ui::linear::Wish;

/// Keys, as a key map writes them (`g r`, `<F5>`), as they are named (`Ctrl-P`, `espace`), or run together (`gr`).
pub(super) fn typed(model: &Model, text: &str) -> Option<Heard> {
    let apart: String = text.chars().flat_map(|letter| [letter, ' ']).collect();
    let written = |text: &str| text.parse::<Chord>().ok().and_then(|chord| pressed(model, chord.keys()));
    written(text).or_else(|| named(model, text)).or_else(|| written(apart.trim_end()))
}

/// Keys by a name that cannot be taken for a letter, in either language.
pub(super) fn named(model: &Model, text: &str) -> Option<Heard> {
    if text.chars().count() < 2 {
        return None;
    }
    let wanted = fold(text);
    let bound = model.keymap.bound(context(model).chain(), &snapshot(model));
    let written = text.starts_with('<').then(|| text.parse::<Chord>().ok()).flatten();
    let found = bound.iter().find(|bound| {
        let spelled = |lang| {
            let texts = model.texts.in_lang(lang);
            [texts, texts.typed()].map(|texts| fold(&bound.chord.label(texts)))
        };
        let labels = Lang::ALL.map(spelled).concat();
        written.as_ref() == Some(&bound.chord) || labels.contains(&wanted)
    })?;
    Some(called(model, found.calls.clone()))
}

/// What keys mean here; the beginning of a chord says what may follow.
pub(super) fn pressed(model: &Model, keys: &[Key]) -> Option<Heard> {
    match model.keymap.resolve(context(model).chain(), keys, &snapshot(model)) {
        Resolution::Found(calls) => Some(called(model, calls)),
        Resolution::Pending(follows) => {
            let label =
                |keys: &[Key]| keys.iter().map(|key| key.label(model.texts)).collect::<Vec<_>>().join(" ");
            let lines = follows.iter().map(|follow| {
                let chord = format!("{} {}", label(keys), label(&[follow.key]));
                let does: Vec<String> = follow.calls.iter().map(|call| call.label(model.texts)).collect();
                let args = [("label", chord.into()), ("value", does.join(", ").into())];
                model.texts.format("pair", &args)
            });
            Some(Heard { lines: lines.collect(), ..Heard::default() })
        }
        Resolution::Miss => None,
    }
}

pub(super) fn unknown_keys(model: &Model, keys: &[Key]) -> Heard {
    Heard { lines: no_key(model, keys.to_vec()).into_iter().collect(), ..Heard::default() }
}

/// An action by its name on the screen or on the command line; one that takes something asks for it.
pub(super) fn in_words(model: &Model, text: &str) -> Option<Heard> {
    let wanted = fold(text);
    let offered = |action: &&Action| !matches!(action.spec().scope, Context::Overlay | Context::Prompt);
    let is = |action: &Action, texts: Texts| {
        let names = [Some(action.label(texts)), action.command(texts)];
        names.into_iter().flatten().any(|name| fold(name) == wanted)
    };
    // In the language of the screen, else in another.
    let texts = [model.texts].into_iter().chain(Lang::ALL.map(Texts::of));
    let found = texts
        .into_iter()
        .find_map(|texts| Action::ALL.iter().filter(offered).find(|action| is(action, texts)))?;
    Some(called(model, vec![Call::from(*found)]))
}

/// Calls, with what is to be said of each although nothing changes.
pub(super) fn called(model: &Model, calls: Vec<Call>) -> Heard {
    let wish = match calls.as_slice() {
        [Call { action: Action::App(AppAction::Redraw), .. }] => {
            return Heard::default().wishing(Wish::Again);
        }
        [Call { action: Action::App(AppAction::Zoom), .. }] => return Heard::default().wishing(Wish::Whole),
        [Call { action: Action::Focus(FocusAction::File), .. }]
        | [Call { action: Action::Convention(ConventionAction::Open), arg: None }] => {
            return opened(calls[0].action);
        }
        [Call { action: Action::Focus(_), .. }] => Some(Wish::Page),
        [Call { action: Action::List(ListAction::Reload), .. }] => Some(Wish::Head),
        [Call { action: Action::Cursor(step), .. }] => Some(match (step, model.focus) {
            (CursorAction::Down | CursorAction::Bottom, _) => Wish::Moved(true),
            (CursorAction::Up | CursorAction::Top, _) => Wish::Moved(false),
            (_, Pane::List | Pane::Administration | Pane::Writing | Pane::Organisations | Pane::Alerts) => {
                Wish::Page
            }
            (CursorAction::PageDown | CursorAction::HalfPageDown, _) => Wish::Moved(true),
            (CursorAction::PageUp | CursorAction::HalfPageUp, _) => Wish::Moved(false),
        }),
        _ => None,
    };
    Heard { wish, ..Heard::calls(calls) }
}
