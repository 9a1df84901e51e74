//! The signs of the views, by what they mean: drawn, in ASCII alone, or as the words that a screen reader says. Only
//! here is it decided how each looks.

use widgets::glyphs::Glyphs;

use crate::i18n::Texts;

/// How a view shows its signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Boxes, arrows and ticks.
    #[default]
    Drawn,
    /// ASCII alone.
    Ascii,
    /// Words.
    Spoken,
}

/// What a sign says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A step, a signature: done.
    Done,
    /// A step, a signature: still to come.
    ToDo,
    /// Nothing was found.
    Clear,
    /// A finding that somebody has passed.
    Passed,
    /// It blocks.
    Blocking,
    /// It deserves a look.
    Warning,
    /// It is told.
    Information,
    /// It has not been checked.
    Unchecked,
    /// One is on it oneself.
    Own,
    /// Somebody else is.
    Claimed,
    /// It is put aside.
    Held,
    /// Others have changed it.
    Changed,
    /// It has left the list.
    Gone,
    /// It takes place abroad.
    Abroad,
    /// It changes what is paid.
    Pays,
    /// It waits for nobody.
    Nobody,
    /// From one step to the next.
    Next,
    /// From one day to another.
    To,
    /// Between two things said on one line.
    Between,
    /// Between a date and who did something then.
    Then,
    /// Before each item of an enumeration.
    Item,
    /// Stands for each letter of what is not shown.
    Hidden,
    /// Before a message that stays.
    Error,
    /// Before what is ticked.
    Ticked,
    /// Before what is not.
    Unticked,
}

impl Manner {
    /// The signs of the widgets.
    pub(super) fn glyphs(self) -> &'static Glyphs {
        match self {
            Self::Drawn => &Glyphs::DRAWN,
            Self::Ascii | Self::Spoken => &Glyphs::ASCII,
        }
    }

    /// A sign of the views; nothing where the words beside it say it all.
    pub(super) fn sign(self, sign: Sign, texts: Texts) -> &'static str {
        match self {
            Self::Drawn => drawn(sign),
            Self::Ascii => ascii(sign).unwrap_or(drawn(sign)),
            Self::Spoken => spoken(sign, texts),
        }
    }
}

fn drawn(sign: Sign) -> &'static str {
    match sign {
        Sign::Done | Sign::Clear | Sign::Passed => "✓",
        Sign::ToDo => "○",
        Sign::Blocking | Sign::Error => "!!",
        Sign::Warning => "!",
        Sign::Information | Sign::Item => "·",
        Sign::Unchecked => "?",
        Sign::Hidden => "•",
        Sign::Own => "+",
        Sign::Claimed => "@",
        Sign::Held => "=",
        Sign::Changed => "~",
        Sign::Gone => "×",
        Sign::Abroad => "^",
        Sign::Pays => "€",
        Sign::Nobody => "-",
        Sign::To | Sign::Next => "→",
        Sign::Between => " · ",
        Sign::Then => " ",
        Sign::Ticked => Glyphs::DRAWN.ticked,
        Sign::Unticked => Glyphs::DRAWN.unticked,
    }
}

/// The stand-in of a sign that is not ASCII by itself.
fn ascii(sign: Sign) -> Option<&'static str> {
    Some(match sign {
        Sign::Done | Sign::Clear | Sign::Passed => "+",
        Sign::ToDo => "o",
        Sign::Information | Sign::Item => "-",
        Sign::Gone => "x",
        Sign::Hidden => "*",
        Sign::Pays => "$",
        Sign::To | Sign::Next => "->",
        Sign::Between => " - ",
        _ => return None,
    })
}

fn spoken(sign: Sign, texts: Texts) -> &'static str {
    let id = match sign {
        Sign::Between | Sign::Then => return ", ",
        Sign::Done => "sign-done",
        Sign::ToDo => "sign-to-do",
        Sign::Passed => "sign-passed",
        Sign::Blocking => "sign-blocking",
        Sign::Warning => "sign-warning",
        Sign::Information => "sign-information",
        Sign::Nobody => "sign-nobody",
        Sign::To => "sign-to",
        Sign::Next => "sign-next",
        Sign::Error => "sign-error",
        Sign::Ticked => "sign-ticked",
        Sign::Unticked => "sign-unticked",
        Sign::Clear
        | Sign::Unchecked
        | Sign::Own
        | Sign::Claimed
        | Sign::Held
        | Sign::Changed
        | Sign::Gone
        | Sign::Abroad
        | Sign::Pays
        | Sign::Hidden
        | Sign::Item => return "",
    };
    texts.find(id).unwrap_or_default()
}
