//! Amendments on the screen: why, from when, where they stand.

use super::{coded, date};
use crate::domain::amendment::{Amendment, AmendmentState, Cause, Motive};
use crate::i18n::Texts;

/// Why a convention is amended: `rupture anticipée`.
pub fn motive(texts: Texts, motive: Motive) -> &'static str {
    coded(texts, "motive", motive.code())
}

/// Where an amendment stands: `validé`.
pub fn amendment_state(texts: Texts, state: AmendmentState) -> &'static str {
    coded(texts, "amendment-state", state.code())
}

/// Which amendment it is and where it stands: `Avenant n° 2, validé, non signé`.
pub fn amendment_stands(texts: Texts, amendment: &Amendment) -> String {
    let id = match amendment.state {
        AmendmentState::Validated => "amendment-stands-unsigned",
        _ => "amendment-stands",
    };
    let args = [
        ("number", amendment.number.to_string().into()),
        ("state", amendment_state(texts, amendment.state).into()),
        ("since", texts.moment(amendment.since).into()),
    ];
    texts.format(id, &args)
}

/// From when a motive takes effect, and what is said of it.
pub fn effective(texts: Texts, cause: &Cause) -> String {
    let day = ("date", date(texts, cause.effective_from).into());
    match &cause.comment {
        Some(comment) => {
            let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
            texts.format("motive-effective-comment", &[day, ("comment", comment.into())])
        }
        None => texts.format("motive-effective", &[day]),
    }
}
