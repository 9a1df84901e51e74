//! Two texts, word by word: what only the old one has, what only the new one has, and what both share. Sentences are
//! aligned first and words within those that differ, so that a long text costs little more than reading it.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A piece of one text or of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Both have it.
    Same(&'a str),
    /// Only the old one.
    Removed(&'a str),
    /// Only the new one.
    Added(&'a str),
}

/// Above so many words on a side, a passage that changed is told whole.
const LONGEST: usize = 600;

/// Below this share of words in common, in hundredths, a passage is another one and is told whole.
const ALIKE: usize = 30;

/// Which text a piece is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Both,
    Old,
    New,
}

/// A text cut into parts, and where each begins; the last entry is its end.
struct Cut<'a> {
    parts: Vec<&'a str>,
    starts: Vec<usize>,
}

impl<'a> Cut<'a> {
    /// The parts of a passage that begins at some place of the text.
    fn new(parts: impl Iterator<Item = &'a str>, mut at: usize) -> Self {
        let mut cut = Self { parts: Vec::new(), starts: vec![at] };
        for part in parts {
            at += part.len();
            cut.parts.push(part);
            cut.starts.push(at);
        }
        cut
    }

    /// Where these parts stand in the text.
    fn place(&self, parts: Range<usize>) -> Range<usize> {
        self.starts[parts.start]..self.starts[parts.end]
    }
}

/// What becomes of a text.
pub fn pieces<'a>(old: &'a str, new: &'a str) -> Vec<Piece<'a>> {
    let (before, after) = (Cut::new(sentences(old), 0), Cut::new(sentences(new), 0));
    let mut told = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before.parts, &after.parts) {
        let (there, here) = (before.place(op.old_range()), after.place(op.new_range()));
        match op {
            DiffOp::Equal { .. } => told.push((Of::Both, there)),
            DiffOp::Replace { .. } => passage(old, there, new, here, &mut told),
            _ => told.extend([(Of::Old, there), (Of::New, here)]),
        }
    }
    let mut merged: Vec<(Of, Range<usize>)> = Vec::new();
    for (of, place) in told.into_iter().filter(|(_, place)| !place.is_empty()) {
        match merged.last_mut() {
            Some((last, before)) if *last == of => before.end = place.end,
            _ => merged.push((of, place)),
        }
    }
    let piece = |(of, place): (Of, Range<usize>)| match of {
        Of::Both => Piece::Same(&old[place]),
        Of::Old => Piece::Removed(&old[place]),
        Of::New => Piece::Added(&new[place]),
    };
    merged.into_iter().map(piece).collect()
}

/// What becomes of a passage, word by word where enough of it stays.
fn passage(
    old: &str,
    there: Range<usize>,
    new: &str,
    here: Range<usize>,
    told: &mut Vec<(Of, Range<usize>)>,
) {
    let before = Cut::new(words(&old[there.clone()]), there.start);
    let after = Cut::new(words(&new[here.clone()]), here.start);
    let longest = before.parts.len().max(after.parts.len());
    let ops = if longest > LONGEST {
        Vec::new()
    } else {
        capture_diff_slices(Algorithm::Myers, &before.parts, &after.parts)
    };
    let is_shared = |op: &&DiffOp| matches!(op, DiffOp::Equal { .. });
    let shared: usize = ops.iter().filter(is_shared).map(|op| op.old_range().len()).sum();
    if shared * 100 < longest * ALIKE || ops.is_empty() {
        told.extend([(Of::Old, there), (Of::New, here)]);
        return;
    }
    for op in ops {
        let (there, here) = (before.place(op.old_range()), after.place(op.new_range()));
        match op {
            DiffOp::Equal { .. } => told.push((Of::Both, there)),
            _ => told.extend([(Of::Old, there), (Of::New, here)]),
        }
    }
}

/// A text in sentences, each with what ends it.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '\n', ';', '!', '?'])
}

/// A text in words, each with the space after it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn side(told: &[Piece<'_>], new: bool) -> String {
        told.iter()
            .filter_map(|piece| match piece {
                Piece::Same(text) => Some(*text),
                Piece::Removed(text) => (!new).then_some(*text),
                Piece::Added(text) => new.then_some(*text),
            })
            .collect()
    }

    #[test]
    fn words_that_change_are_told_within_their_sentence() {
        let told = pieces(
            "Étude du bruit. Mesures en salle sèche. Rapport.",
            "Étude du bruit. Mesures en salle humide. Rapport.",
        );
        assert_eq!(
            told,
            [
                Piece::Same("Étude du bruit. Mesures en salle "),
                Piece::Removed("sèche."),
                Piece::Added("humide."),
                Piece::Same(" Rapport."),
            ]
        );
        assert_eq!(pieces("", "Neuf"), [Piece::Added("Neuf")]);
        assert_eq!(pieces("Même", "Même"), [Piece::Same("Même")]);
        assert_eq!(
            pieces("Une chose", "Tout autre sujet que voici"),
            [Piece::Removed("Une chose"), Piece::Added("Tout autre sujet que voici")]
        );
    }

    proptest! {
        #[test]
        fn the_pieces_of_each_side_are_its_text(
            old in "([a-cé]{1,3}[ .\n;]{0,2}){0,60}", new in "([a-cé]{1,3}[ .\n;]{0,2}){0,60}"
        ) {
            let told = pieces(&old, &new);
            prop_assert_eq!(side(&told, false), old.as_str());
            prop_assert_eq!(side(&told, true), new.as_str());
        }
    }
}
