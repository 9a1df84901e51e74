//! Why something typed cannot be read, as one sentence about the field, the option or the column it was typed into.

use super::date;
use crate::app::entry::Fault;
use crate::domain::gratification::Unit;
use crate::i18n::{Texts, Value};

/// The sentence of a fault; `what` names where it was typed.
pub fn entry(texts: Texts, what: &str, fault: &Fault) -> String {
    let say = |id: &str, about: &[(&str, Value<'_>)]| {
        let about: Vec<_> = std::iter::once(("what", what.into())).chain(about.iter().cloned()).collect();
        texts.format(id, &about)
    };
    let found = |id: &str, found: &str| say(id, &[("found", found.into())]);
    match fault {
        Fault::NotADay(text) => found("entry-not-a-day", text),
        Fault::NoSuchDay(text) => found("entry-no-such-day", text),
        Fault::NotAPeriod(text) => found("entry-not-a-period", text),
        Fault::NotIrregular(text) => found("entry-not-irregular", text),
        Fault::Reversed(from, to) => {
            say("entry-reversed", &[("from", date(texts, *from).into()), ("to", date(texts, *to).into())])
        }
        Fault::NotHours(text) => found("entry-not-hours", text),
        Fault::NotAnAmount(text) => found("entry-not-an-amount", text),
        Fault::Negative(text) => found("entry-negative", text),
        Fault::TooMuch(text, most) => say(
            "entry-too-much",
            &[("found", text.as_str().into()), ("most", texts.number((*most).into()).into())],
        ),
        Fault::TooFine(text) => found("entry-too-fine", text),
        Fault::NotANumber(text) => found("entry-not-a-number", text),
        Fault::NotWhole(text) => found("entry-not-whole", text),
        Fault::TooLong(length, most) => {
            let most_told = texts.number(i64::try_from(*most).unwrap_or(i64::MAX));
            say("entry-too-long", &[("count", (length - most).into()), ("most", most_told.into())])
        }
        Fault::NotSeven(count) => say("entry-not-seven", &[("count", (*count).into())]),
        Fault::UnknownUnit(text) => {
            let known: Vec<&str> = Unit::ALL.iter().map(|unit| unit.code()).collect();
            say("entry-unknown-unit", &[("found", text.as_str().into()), ("known", known.join(", ").into())])
        }
    }
}
