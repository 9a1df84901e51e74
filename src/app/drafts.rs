//! What was typed in a form and has not been done: kept by form and file until the database says it is, so that
//! closing a box, a refusal or a lost line never costs a word.

use super::overlay::{FormBox, FormKind};
use crate::domain::act::Act;

/// Drafts kept at most; the oldest gives way.
const KEPT: usize = 50;

/// What was typed and ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// Ticked reasons, by number.
    pub ticked: Vec<i32>,
}

impl Draft {
    /// Nothing worth keeping.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.ticked.is_empty()
    }
}

/// The drafts, the latest last, each of a form and of the first of the files it was opened for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafts(Vec<(FormKind, i32, Draft)>);

impl Drafts {
    /// What was typed in this form for this file.
    pub fn of(&self, kind: FormKind, id: i32) -> Option<&Draft> {
        self.iter().find(|(of, about, _)| (*of, *about) == (kind, id)).map(|(.., draft)| draft)
    }

    /// Keeps what a form holds; an emptied form leaves nothing behind.
    pub fn keep(&mut self, form: &FormBox) {
        if let Some(first) = form.targets.first() {
            self.put(form.kind, first.id, form.draft());
        }
    }

    /// Keeps a draft.
    pub fn put(&mut self, kind: FormKind, id: i32, draft: Draft) {
        self.forget(kind, id);
        if draft.is_empty() {
            return;
        }
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push((kind, id, draft));
    }

    /// What was written for this file is with the database now.
    pub fn forget(&mut self, kind: FormKind, id: i32) {
        self.0.retain(|(of, about, _)| (*of, *about) != (kind, id));
    }

    /// An act is done on this file: the draft that asked for it has served.
    pub fn acted(&mut self, act: &Act, id: i32) {
        if let Some(kind) = self.asking(act, id) {
            self.forget(kind, id);
        }
    }

    /// The form whose draft for this file asks for this act; one with other words waits for its own.
    pub fn asking(&self, act: &Act, id: i32) -> Option<FormKind> {
        let (kind, words) = match act {
            Act::Return { text, .. } => (FormKind::Return, Some(text)),
            Act::Unvalidate(text) => (FormKind::Unvalidate, Some(text)),
            Act::Cancel(text) => (FormKind::Cancel, Some(text)),
            Act::Pass(text) => (FormKind::Pass, Some(text)),
            Act::Hold(_) => (FormKind::Hold, None),
            Act::Validate | Act::ValidateFor(_) | Act::Submit | Act::Restore | Act::Sign { .. } => {
                return None;
            }
        };
        let draft = self.of(kind, id)?;
        words.is_none_or(|words| draft.text.trim() == words).then_some(kind)
    }

    /// Every draft, with its form and file.
    pub fn iter(&self) -> impl Iterator<Item = (FormKind, i32, &Draft)> {
        self.0.iter().map(|(kind, id, draft)| (*kind, *id, draft))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        Draft { text: text.into(), ticked: Vec::new() }
    }

    #[test]
    fn a_draft_stays_until_its_own_words_are_done() {
        let mut drafts = Drafts::default();
        drafts.put(FormKind::Return, 7, draft(" revoir la fin "));
        let with = |text: &str| Act::Return { reasons: vec![3], text: text.into() };
        drafts.acted(&Act::Validate, 7);
        drafts.acted(&with("autre chose"), 7);
        drafts.acted(&with("revoir la fin"), 8);
        assert_eq!(drafts.asking(&with("revoir la fin"), 7), Some(FormKind::Return));
        drafts.acted(&with("revoir la fin"), 7);
        assert!(drafts.is_empty());
    }

    #[test]
    fn an_emptied_form_leaves_no_draft_and_too_many_give_way() {
        let mut drafts = Drafts::default();
        drafts.put(FormKind::Note, 1, draft("x"));
        drafts.put(FormKind::Note, 1, draft("  "));
        assert!(drafts.is_empty());
        for id in 0..60 {
            drafts.put(FormKind::Note, id, draft("x"));
        }
        assert_eq!(drafts.iter().count(), KEPT);
        assert!(drafts.of(FormKind::Note, 9).is_none() && drafts.of(FormKind::Note, 10).is_some());
    }
}
