//! The registry of hosts read out: a shelf as its entries, a host as its numbered lines, two hosts field by field.

use super::voice::{Voice, plain, spoken};
use super::{PAGE, Told, Wish};
use crate::app::model::Pane;
use crate::app::pane::organisations::{SheetLine, Shelf};
use crate::app::words;
use crate::ui::pane::organisations::{empty, entry, sheet};

/// What was last read of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    shelf: Shelf,
    search: String,
    inside: bool,
    /// The entry or the line in hand, as it was read.
    line: String,
}

/// Reads the shelf, the entry, its lines or the one in hand: whichever is new.
pub(super) fn tell(voice: &mut Voice<'_>, told: &mut Told, wish: Option<Wish>) {
    let pane = &voice.model().organisations;
    let all = wish == Some(Wish::Again) || told.focus != Some(Pane::Organisations);
    let before = told.host.take().filter(|_| !all);
    let now = Place {
        shelf: pane.shelf,
        search: pane.search.clone(),
        inside: pane.inside,
        line: if pane.inside { line(voice, pane.line) } else { listed(voice, pane.at) },
    };
    let same_shelf =
        before.as_ref().is_some_and(|place| place.shelf == now.shelf && place.search == now.search);
    if !same_shelf {
        head(voice);
    }
    let entered = before.as_ref().is_none_or(|place| !place.inside);
    if pane.inside && (entered || matches!(wish, Some(Wish::Whole | Wish::Page))) {
        let title = sheet::title(&voice.frame);
        voice.say(&title);
        if let Some(compared) = pane.side_by_side() {
            for told in sheet::likeness(&voice.frame, compared) {
                voice.say(&told);
            }
        }
        if let Some(one) = pane.proposal() {
            let told = words::proposal(voice.frame.texts, one);
            voice.say(&told);
        }
        if let Some(host) = pane.current() {
            for figure in sheet::figures(&voice.frame, host) {
                voice.say(plain(&figure.into()).trim());
            }
        }
        for at in 0..pane.lines() {
            let line = line(voice, at);
            voice.say(&line);
        }
        voice.text("linear-change-line");
    } else if matches!(wish, Some(Wish::Whole | Wish::Page)) {
        for at in (pane.at..pane.entries()).take(PAGE) {
            let line = listed(voice, at);
            voice.say(&line);
        }
        voice.text("linear-open-entry");
    } else if before.as_ref() != Some(&now) {
        voice.say(&now.line.clone());
    } else if let Some(Wish::Moved(down)) = wish {
        voice.text(if down { "linear-at-bottom" } else { "linear-at-top" });
    }
    told.host = Some(now);
}

/// The shelf, and how many entries it shows.
fn head(voice: &mut Voice<'_>) {
    let pane = &voice.model().organisations;
    let name = words::shelf(voice.frame.texts, pane.shelf);
    let beside = words::beside(voice.frame.texts, pane);
    let told = match pane.entries() {
        0 => voice.frame.say(empty(pane.shelf, &pane.search)).to_owned(),
        shown => shown.to_string(),
    };
    let told = voice.pair(name, &told);
    voice.say(&told);
    if let Some(beside) = beside {
        voice.say(&beside);
    }
}

/// An entry, after its place.
fn listed(voice: &Voice<'_>, at: usize) -> String {
    let total = voice.model().organisations.entries();
    let Some((name, about, _)) = entry(&voice.frame, at) else { return String::new() };
    let args = [("place", (at + 1).to_string().into()), ("total", total.to_string().into())];
    let place = voice.frame.fill("linear-place", &args);
    voice.pair(&place, &voice.join([name.as_str(), about.as_str()]))
}

/// A line of what is in hand, after its number.
fn line(voice: &Voice<'_>, at: usize) -> String {
    let pane = &voice.model().organisations;
    let pair = match (pane.side_by_side(), pane.current()) {
        _ if pane.proposal().is_some() => {
            let said = pane.proposal().and_then(|one| one.said.fields().nth(at));
            said.map(|(field, text)| sheet::told_field(&voice.frame, field, &text)).unwrap_or_default()
        }
        (Some(compared), _) => sheet::told(&voice.frame, compared, at),
        (_, Some(host)) => match pane.sheet_lines().get(at) {
            Some(line) => sheet::pair(&voice.frame, host, *line),
            None => return String::new(),
        },
        _ => return String::new(),
    };
    let adds = pane.sheet_lines().get(at).copied();
    if matches!(adds, Some(SheetLine::AddContact(_) | SheetLine::AddService)) {
        return voice.numbered(at, pair.0.trim());
    }
    let value = if pair.1.is_empty() { voice.frame.say("value-empty") } else { &pair.1 };
    voice.numbered(at, &voice.pair(pair.0.trim(), &spoken(value)))
}
