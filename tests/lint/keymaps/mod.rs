//! The key maps we ship: every action within reach of every keyboard, every chord alive, nothing that a terminal cannot
//! send, and nothing destructive one Caps Lock away.

mod layouts;

use guichet::app::action::{Action, Call, Context, ConventionAction, MarkAction, Snapshot};
use guichet::app::key::{Chord, Key, KeyCode};
use guichet::app::keymap::{Bound, Keymap, Resolution};
use guichet::config::keymap::{EMBEDDED, load};
use guichet::i18n::{Lang, Texts};
use widgets::prompt::Edit;

use self::layouts::{Arrives, LAYOUTS, Layout, arrives};
use super::sources::refuse;

/// Where a hand can be: the sections that no other stands before.
fn hands() -> impl Iterator<Item = Context> {
    let before = |one: Context, other: Context| one != other && one.chain().contains(&other);
    Context::ALL.into_iter().filter(move |place| !Context::ALL.into_iter().any(|one| before(one, *place)))
}

/// What is only on a key that not every terminal sends: the range that `V` begins marks the same rows.
const ONLY_PERHAPS: [Action; 2] = [Action::Mark(MarkAction::ExtendDown), Action::Mark(MarkAction::ExtendUp)];

fn shipped() -> impl Iterator<Item = (&'static str, Keymap)> {
    EMBEDDED.iter().map(|(name, _)| (*name, Keymap::build(&load(name, None, None).unwrap()).unwrap()))
}

/// The desk in every state that the conditions of our maps tell apart.
fn snapshots() -> impl Iterator<Item = Snapshot> {
    (0_u8..=255).map(|bits| Snapshot {
        bulk_running: bits & 1 != 0,
        in_range: bits & 2 != 0,
        has_filter: bits & 4 != 0,
        typing: bits & 8 != 0,
        has_error: bits & 16 != 0,
        amendment: bits & 32 != 0,
        mails: bits & 64 != 0,
        matrix: bits & 128 != 0,
        ..Snapshot::default()
    })
}

/// The places where the keys of a section hold.
fn places(section: Context) -> impl Iterator<Item = Context> {
    hands().filter(move |place| place.chain().contains(&section))
}

/// Whether these keys run this somewhere, sometimes.
fn runs(map: &Keymap, place: Context, bound: &Bound) -> bool {
    snapshots().any(|now| {
        map.resolve(place.chain(), bound.chord.keys(), &now) == Resolution::Found(bound.calls.clone())
    })
}

fn surely(chord: &Chord) -> bool {
    chord.keys().iter().all(|key| arrives(*key) == Arrives::Surely)
}

#[test]
fn conditions_name_only_what_the_lints_try() {
    for (name, text) in EMBEDDED {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((_, condition)) = line.split_once("when = \"") else { continue };
            let condition = condition.split('"').next().unwrap();
            for fact in
                condition.split(|c: char| !c.is_ascii_lowercase() && c != '-').filter(|f| !f.is_empty())
            {
                let tried = [
                    "bulk-running",
                    "in-range",
                    "has-filter",
                    "typing",
                    "has-error",
                    "amendment",
                    "mails",
                    "matrix",
                ];
                assert!(tried.contains(&fact), "{name}: {fact} must be tried by `snapshots`");
            }
        }
    }
}

#[test]
fn every_action_is_within_reach_of_every_keyboard() {
    let mut found = Vec::new();
    for (name, map) in shipped() {
        let entries = map.entries();
        for layout in &LAYOUTS {
            let has_line = [Context::Queues, Context::List, Context::File].iter().all(|pane| {
                map.resolve(pane.chain(), &[Key::char(':')], &Snapshot::default()) != Resolution::Miss
            }) && layout.has(':');
            for &action in Action::ALL {
                let on_a_key = entries.iter().any(|bound| {
                    bound.calls.iter().any(|call| call.action == action)
                        && bound.chord.keys().iter().all(|key| layout.can_press(*key))
                        && (surely(&bound.chord) || ONLY_PERHAPS.contains(&action))
                        && places(bound.context).any(|place| runs(&map, place, bound))
                });
                let on_the_line = has_line && can_be_written(layout, action);
                if !(on_a_key || on_the_line) {
                    found.push(format!("{name}, {}: {}", layout.name, action.id()));
                }
                if action.spec().hint && !on_a_key {
                    found.push(format!("{name}, {}: {} has no key to hint", layout.name, action.id()));
                }
            }
        }
    }
    refuse("Out of reach:", &found);
}

/// Whether the name of an action on the `:` line can be typed, in each language.
fn can_be_written(layout: &Layout, action: Action) -> bool {
    Lang::ALL.iter().all(|lang| {
        action.command(Texts::of(*lang)).is_some_and(|name| name.chars().all(|letter| layout.has(letter)))
    })
}

#[test]
fn no_key_is_one_that_terminals_cannot_send() {
    let mut found = Vec::new();
    for (name, map) in shipped() {
        for bound in map.entries() {
            for key in bound.chord.keys() {
                // Brackets, backtick, tilde and backslash take AltGr on AZERTY: nothing is on them.
                if arrives(*key) == Arrives::Never || !LAYOUTS[0].can_press(*key) {
                    found.push(format!("{name}: {} in [{}]", bound.chord, bound.context.id()));
                }
                // Suspending is what Ctrl-Z is for; nothing else may be taken for it.
                let suspends = bound.calls.iter().all(|call| call.action.id() == "app.suspend");
                if *key == Key::ctrl('z') && !suspends {
                    found.push(format!(
                        "{name}: {} in [{}] suspends elsewhere",
                        bound.chord,
                        bound.context.id()
                    ));
                }
            }
        }
    }
    refuse("No terminal sends these, or no AZERTY keyboard has them:", &found);
}

#[test]
fn what_may_not_arrive_is_never_the_only_way() {
    let mut found = Vec::new();
    for (name, map) in shipped() {
        let entries = map.entries();
        for bound in entries.iter().filter(|bound| !surely(&bound.chord)) {
            if name != "emacs" && bound.chord.keys().iter().any(|key| key.has_alt() || key.has_ctrl()) {
                found.push(format!("{name}: {} belongs in no map but emacs", bound.chord));
            }
            for place in places(bound.context).filter(|place| runs(&map, *place, bound)) {
                let other = entries.iter().any(|other| {
                    surely(&other.chord)
                        && other.calls == bound.calls
                        && place.chain().contains(&other.context)
                        && runs(&map, place, other)
                });
                let action = bound.calls[0].action;
                let line = place.chain().contains(&Context::Global) && action.spec().palette;
                if !other && !line && !ONLY_PERHAPS.contains(&action) {
                    found.push(format!(
                        "{name}: {} in [{}] is all there is for {}",
                        bound.chord,
                        place.id(),
                        action.id()
                    ));
                }
            }
        }
    }
    refuse("Not every terminal sends these:", &found);
}

#[test]
fn every_chord_is_alive_and_none_hides_another() {
    let mut found = Vec::new();
    for (name, map) in shipped() {
        let entries = map.entries();
        for bound in &entries {
            let told = |what: &str| format!("{name}: {} in [{}] {what}", bound.chord, bound.context.id());
            if !places(bound.context).any(|place| runs(&map, place, bound)) {
                found.push(told("never runs"));
            }
            for place in places(bound.context) {
                let chain = place.chain();
                let here = chain.iter().position(|section| *section == bound.context).unwrap();
                for other in entries.iter().filter(|other| chain[..here].contains(&other.context)) {
                    let (short, long) = (bound.chord.keys(), other.chord.keys());
                    if short.len() < long.len() && long.starts_with(short) {
                        found.push(told(&format!("is hidden in [{}] by {}", place.id(), other.chord)));
                    }
                    if long.len() < short.len() && short.starts_with(long) {
                        found.push(told(&format!("is cut short in [{}] by {}", place.id(), other.chord)));
                    }
                }
            }
        }
    }
    refuse("Dead keys:", &found);
}

#[test]
fn keys_that_type_or_edit_text_do_nothing_else_where_text_is_typed() {
    let mut found = Vec::new();
    let now = Snapshot { typing: true, ..Snapshot::default() };
    for (name, map) in shipped() {
        for place in [Context::Prompt, Context::Picker, Context::Form] {
            for bound in map.bound(place.chain(), &now).iter() {
                let key = bound.chord.keys()[0];
                let edits = match key.code() {
                    KeyCode::Char(letter) if key.has_ctrl() => Edit::of_ctrl(letter).is_some(),
                    KeyCode::Char(letter) if key.has_alt() => Edit::of_alt(letter).is_some(),
                    KeyCode::Backspace | KeyCode::Delete | KeyCode::Left | KeyCode::Right => true,
                    KeyCode::Home | KeyCode::End => true,
                    _ => key.text().is_some(),
                };
                if edits {
                    found.push(format!("{name}: {} in [{}]", bound.chord, bound.context.id()));
                }
            }
        }
    }
    refuse("Text could not be typed:", &found);
}

/// Wanting to mark a range and confirming a validation are two mistakes, not one: `V` is where ranges are.
const ASKS_FIRST: (Action, Action) =
    (Action::Mark(MarkAction::Range), Action::Convention(ConventionAction::Validate));

#[test]
fn nothing_destructive_is_one_caps_lock_away() {
    let mut found = Vec::new();
    let dangerous = |calls: &[Call]| calls.iter().any(|call| call.action.spec().danger);
    for (name, map) in shipped() {
        for layout in &LAYOUTS {
            for (place, now) in hands().flat_map(|place| snapshots().map(move |now| (place, now))) {
                for bound in map.bound(place.chain(), &now).iter() {
                    let pressed: Vec<Key> =
                        bound.chord.keys().iter().map(|key| layout.with_caps(*key)).collect();
                    let Resolution::Found(got) = map.resolve(place.chain(), &pressed, &now) else { continue };
                    let allowed = (bound.calls[0].action, got[0].action) == ASKS_FIRST;
                    if got != bound.calls && dangerous(&got) && !allowed {
                        let got = got[0].action.id();
                        found.push(format!("{name}, {}: {} becomes {got}", layout.name, bound.chord));
                    }
                }
            }
        }
    }
    found.sort();
    found.dedup();
    refuse("One Caps Lock away:", &found);
}

#[test]
fn the_keys_of_the_top_row_jump_with_shift_or_without() {
    for (name, map) in shipped() {
        for (digit, alone) in "12345".chars().zip("&é\"'(".chars()) {
            let on = |letter| map.resolve(Context::List.chain(), &[Key::char(letter)], &Snapshot::default());
            assert_eq!(on(digit), on(alone), "{name}: {digit} and {alone}");
            assert_ne!(on(digit), Resolution::Miss, "{name}: {digit}");
        }
    }
}
