//! The registry holds together.

use super::*;
use crate::i18n::{Lang, Texts};
use std::collections::HashSet;

#[test]
fn ids_are_unique_and_lead_back_to_their_action() {
    let ids: HashSet<_> = Action::ALL.iter().map(|a| a.id()).collect();
    assert_eq!(ids.len(), Action::ALL.len());
    for &action in Action::ALL {
        assert_eq!(Action::by_id(action.id()), Some(action));
    }
    assert_eq!(Action::by_id("convention.devour"), None);
}

#[test]
fn every_action_has_its_words_in_each_language() {
    for texts in Lang::ALL.map(Texts::of) {
        for &action in Action::ALL {
            assert_ne!(action.label(texts), action.id(), "{}: label", action.id());
            assert!(action.help(texts).ends_with('.'), "{}: help", action.id());
            assert_eq!(action.command(texts).is_some(), action.spec().palette, "{}: command", action.id());
            assert_eq!(action.text(texts, ".command").is_some(), action.spec().palette, "{}", action.id());
        }
    }
}

#[test]
fn an_act_waits_for_its_target_to_be_drawn() {
    let validate = Action::Convention(ConventionAction::Validate).spec();
    assert!(validate.danger);
    let mut now = Snapshot::default();
    assert_eq!(validate.unmet(&now, |_| true), Some(Need::Target));
    now.has_target = true;
    assert_eq!(validate.unmet(&now, |_| true), Some(Need::Drawn));
    now.seen = true;
    assert_eq!(validate.unmet(&now, |_| true), None);
    assert_eq!(validate.unmet(&now, |_| false), Some(Need::Right("CONVENTION.validate")));
}
