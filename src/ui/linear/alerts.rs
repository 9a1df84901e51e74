//! Alerts read out: an event with each audience and its number, my own preferences, mails with what became of them.

use super::voice::{Voice, spoken};
use super::{PAGE, Told, Wish};
use crate::app::model::Pane;
use crate::app::pane::alerts::{MyLine, Scope};
use crate::app::words;
use crate::domain::alert::{Audience, Deciding, Event};
use crate::ui::pane::alerts::nothing;

/// What was last read of the alerts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    scope: Scope,
    /// The line in hand, as it was read.
    line: String,
    /// The cell in hand, in words.
    cell: String,
}

/// Reads whose alerts are in hand, the line, or the cell: whichever is new.
pub(super) fn tell(voice: &mut Voice<'_>, told: &mut Told, wish: Option<Wish>) {
    let pane = &voice.model().alerts;
    let all = wish == Some(Wish::Again) || told.focus != Some(Pane::Alerts);
    let before = told.alerts.take().filter(|_| !all);
    let cell = words::alert_told(voice.frame.texts, pane);
    let cell = if pane.is_on_matrix() { voice.join(cell.iter().map(String::as_str)) } else { String::new() };
    let now = Place { scope: pane.scope.clone(), line: line(voice, pane.line), cell };
    if before.as_ref().is_none_or(|place| place.scope != now.scope) {
        let scope = words::alert_scope(voice.frame.texts, &pane.scope);
        let count = pane.lines();
        let count =
            if count == 0 { voice.frame.say(nothing(&voice.frame)).to_owned() } else { count.to_string() };
        let head = voice.pair(&scope, &count);
        voice.say(&head);
    }
    if matches!(wish, Some(Wish::Whole | Wish::Page)) {
        let page = if wish == Some(Wish::Whole) { usize::MAX } else { PAGE };
        let from = if wish == Some(Wish::Whole) { 0 } else { pane.line };
        for at in (from..pane.lines()).take(page) {
            let line = line(voice, at);
            voice.say(&line);
        }
        voice.text(match pane.scope {
            Scope::Establishment | Scope::Centre(_) => "linear-change-cell",
            Scope::Mine => "linear-change-line",
            Scope::Received | Scope::Undelivered | Scope::File(..) => "linear-read-mail",
        });
    } else if before.as_ref().is_none_or(|place| place.line != now.line) {
        voice.say(&now.line.clone());
    } else if before.as_ref().is_some_and(|place| place.cell != now.cell) {
        voice.say(&now.cell.clone());
    } else if let Some(Wish::Moved(down)) = wish {
        voice.text(if down { "linear-at-bottom" } else { "linear-at-top" });
    }
    told.alerts = Some(now);
}

/// A line, after its number.
fn line(voice: &Voice<'_>, at: usize) -> String {
    let (texts, pane) = (voice.frame.texts, &voice.model().alerts);
    let mail = pane.mails.as_ref().filter(|_| pane.is_on_mails()).and_then(|mails| mails.get(at));
    if let Some(mail) = mail {
        let said = [&words::mail_line(texts, mail), words::delivery(texts, mail.state)];
        return voice.numbered(at, &spoken(&voice.join(said)));
    }
    let Some(settings) = pane.settings.as_ref().filter(|_| !pane.is_on_mails()) else { return String::new() };
    if pane.scope == Scope::Mine {
        let Some(line) = MyLine::all().nth(at) else { return String::new() };
        let said = voice.pair(&words::my_line(texts, line), &words::my_value(texts, settings, line));
        return voice.numbered(at, &said);
    }
    let Some(event) = Event::settings().nth(at) else { return String::new() };
    let cells = Audience::ALL.iter().enumerate().map(|(place, whom)| {
        let (on, by) = settings.cell(event, *whom);
        let own = if by == Deciding::Centre { voice.frame.say("decided-centre") } else { "" };
        let said = format!("{} {} {}", place + 1, words::audience(texts, *whom), words::yes_or_no(texts, on));
        if own.is_empty() { said } else { format!("{said} ({own})") }
    });
    let cells: Vec<String> = cells.collect();
    let cells = voice.join(cells.iter().map(String::as_str));
    voice.numbered(at, &voice.pair(&words::capitalised(words::event(texts, event.code())), &cells))
}
