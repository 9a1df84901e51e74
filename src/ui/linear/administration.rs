//! Roles, people, centres and the establishment read out: a register as its entries, an entry as its numbered details.

use super::voice::{Voice, plain, spoken};
use super::{PAGE, Told, Wish};
use crate::app::model::Pane;
use crate::app::words;
use crate::domain::access::{RIGHTS, Register, Role};
use crate::ui::pane::administration::{details, entry};
use crate::ui::signs::Sign;

/// What was last read of the administration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    register: Register,
    search: String,
    inside: bool,
    /// The entry or the detail in hand, as it was read.
    line: String,
}

/// Reads the register, the entry, the details or the one in hand: whichever is new.
pub(super) fn tell(voice: &mut Voice<'_>, told: &mut Told, wish: Option<Wish>) {
    let pane = &voice.model().administration;
    let all = wish == Some(Wish::Again) || told.focus != Some(Pane::Administration);
    let before = told.place.take().filter(|_| !all);
    let now = Place {
        register: pane.register,
        search: pane.search.clone(),
        inside: pane.inside,
        line: if pane.inside { detail(voice, pane.line) } else { listed(voice, pane.at) },
    };
    let same = |get: fn(&Place) -> (Register, String)| before.as_ref().map(get) == Some(get(&now));
    if !same(|place| (place.register, place.search.clone())) {
        head(voice);
    }
    let entered = before.as_ref().is_none_or(|place| !place.inside);
    if pane.inside && (entered || matches!(wish, Some(Wish::Whole | Wish::Page))) {
        let title = plain(&details::title(&voice.frame));
        voice.say(&title);
        for line in 0..pane.lines() {
            let line = detail(voice, line);
            voice.say(&line);
        }
        voice.text(if pane.register == Register::Roles {
            "linear-change-right"
        } else {
            "linear-change-line"
        });
    } else if matches!(wish, Some(Wish::Whole | Wish::Page)) {
        for at in (pane.at..pane.shown().len()).take(PAGE) {
            let line = listed(voice, at);
            voice.say(&line);
        }
        voice.text("linear-open-entry");
    } else if before.as_ref() != Some(&now) {
        voice.say(&now.line.clone());
    } else if let Some(Wish::Moved(down)) = wish {
        voice.text(if down { "linear-at-bottom" } else { "linear-at-top" });
    }
    told.place = Some(now);
}

/// The register, and how many entries it shows.
fn head(voice: &mut Voice<'_>) {
    let pane = &voice.model().administration;
    let name = words::register(voice.frame.texts, pane.register);
    let shown = pane.shown().len();
    let told = match (shown, pane.search.is_empty()) {
        (0, true) => voice.frame.say("register-empty").to_owned(),
        (0, false) => voice.frame.say("register-no-match").to_owned(),
        _ => shown.to_string(),
    };
    let told = voice.pair(name, &told);
    voice.say(&told);
}

/// An entry, after its place.
fn listed(voice: &Voice<'_>, at: usize) -> String {
    let pane = &voice.model().administration;
    let shown = pane.shown();
    let Some((name, about, _)) = shown.get(at).and_then(|place| entry(&voice.frame, *place)) else {
        return String::new();
    };
    let args = [("place", (at + 1).to_string().into()), ("total", shown.len().to_string().into())];
    let place = voice.frame.fill("linear-place", &args);
    voice.pair(&place, &voice.join([name.as_str(), about.as_str()]))
}

/// A detail of the entry in hand, after its number: the rights of a role on a function, or a name and its value.
fn detail(voice: &Voice<'_>, line: usize) -> String {
    let pane = &voice.model().administration;
    let pairs = match pane.register {
        Register::Roles => return pane.role().map_or_else(String::new, |role| rights(voice, role, line)),
        Register::People => pane.member().map(|who| details::of_member(&voice.frame, who)),
        Register::Centres | Register::Establishment => {
            pane.centre().map(|centre| details::of_centre(&voice.frame, centre))
        }
    };
    let pair = pairs.and_then(|pairs| pairs.into_iter().nth(line));
    pair.map_or_else(String::new, |(name, value)| {
        let value = if value.is_empty() { voice.frame.say("value-empty") } else { &value };
        voice.numbered(line, &voice.pair(&name, &spoken(value)))
    })
}

fn rights(voice: &Voice<'_>, role: &Role, line: usize) -> String {
    let Some((function, held)) = role.rights.get(line) else { return String::new() };
    let rights = RIGHTS.iter().enumerate().map(|(place, right)| {
        let sign = if held.iter().any(|held| held == right) { Sign::Ticked } else { Sign::Unticked };
        format!("{} {} {}", place + 1, voice.frame.sign(sign), words::right(voice.frame.texts, right))
    });
    let rights: Vec<String> = rights.collect();
    let rights = voice.join(rights.iter().map(String::as_str));
    let name = words::capitalised(words::function(voice.frame.texts, function));
    voice.numbered(line, &voice.pair(&name, &rights))
}
