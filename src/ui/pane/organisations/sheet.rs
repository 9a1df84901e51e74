//! The host in hand: who it is beside what the register says, its services and people, figures; or two hosts field by field.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use widgets::list::{Item, List};
use widgets::text::{pad, width};

use crate::app::model::Pane;
use crate::app::pane::organisations::{Compared, SheetLine, Shelf};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::organisation::registered::Registered;
use crate::domain::organisation::{HOST_FIELDS, HostSheet, HostState};
use crate::ui::frame::{Frame, clean};
use crate::ui::pane::boxed;
use crate::ui::signs::Sign;

/// Between two columns.
const GAP: usize = 2;

pub(super) fn draw(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let pane = &frame.model.organisations;
    let inside = boxed(frame, Pane::Organisations, &Line::raw(title(frame)), area, buffer);
    if let (Shelf::Duplicates, Some(compared)) = (pane.shelf, pane.side_by_side()) {
        for (at, told) in (0..inside.height.min(2)).zip(likeness(frame, compared)) {
            let line = Line::from(frame.span(format!(" {told}"), Meaning::Muted));
            buffer.set_line(inside.x, inside.y + at, &line, inside.width);
        }
        let below = Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
        let items = side_by_side(frame, compared, usize::from(below.width));
        return list(frame, items, below.intersection(inside), buffer);
    }
    if let Some(one) = pane.proposal() {
        let told =
            Line::from(frame.span(format!(" {}", words::proposal(frame.texts, one)), Meaning::StatusInfo));
        buffer.set_line(inside.x, inside.y, &told, inside.width);
        let below = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        let said = one.said.fields().map(|(field, text)| known(frame, field, &text)).collect();
        return list(frame, said, below.intersection(inside), buffer);
    }
    let sheet = pane.current()?;
    let told: Vec<Line<'static>> = figures(frame, sheet).into_iter().map(Line::from).collect();
    let height = u16::try_from(told.len()).unwrap_or(u16::MAX).min(inside.height.saturating_sub(1));
    for (at, line) in (0..height).zip(&told) {
        buffer.set_line(inside.x, inside.y + at, line, inside.width);
    }
    let below = Rect { y: inside.y + height, height: inside.height - height, ..inside };
    let items = pane.sheet_lines().into_iter().map(|line| drawn_line(frame, sheet, line)).collect();
    list(frame, items, below, buffer)
}

fn list(frame: &Frame<'_>, lines: Vec<Line<'static>>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let pane = &frame.model.organisations;
    let items: Vec<Item<'_>> = lines.into_iter().map(|label| Item { label, ..Item::default() }).collect();
    let focused = frame.has_focus(Pane::Organisations);
    let list = List {
        items: &items,
        selected: pane.inside.then_some(pane.line),
        first: 0,
        styles: frame.list(focused && pane.inside),
    };
    (&list).render(area, buffer);
    list.cursor_position(area)
}

/// Who is in hand.
pub(in crate::ui) fn title(frame: &Frame<'_>) -> String {
    let pane = &frame.model.organisations;
    let told = match (pane.side_by_side(), pane.current()) {
        _ if pane.proposal().is_some() => pane
            .proposal()
            .map(|one| words::registered_name(frame.texts, &one.said).to_owned())
            .unwrap_or_default(),
        (Some(compared), _) => format!("{} = {}", compared.kept.text("name"), compared.gone.text("name")),
        (_, Some(sheet)) => sheet.text("name"),
        _ => String::new(),
    };
    clean(&told).into_owned()
}

/// Where it stands and how much it is used, a sentence a line.
pub(in crate::ui) fn figures(frame: &Frame<'_>, sheet: &HostSheet) -> Vec<Span<'static>> {
    let line = |text: String, meaning| frame.span(format!(" {}", clean(&text)), meaning);
    let mut out = Vec::new();
    match (sheet.state, &sheet.merged_into) {
        (_, Some((_, name))) => out.push(line(
            frame.fill("host-gone-into", &[("name", name.as_str().into())]),
            Meaning::StatusWarning,
        )),
        (HostState::Retired, _) => {
            out.push(line(frame.say("host-is-retired").to_owned(), Meaning::StatusWarning))
        }
        (HostState::ToModerate, _) => {
            let by = sheet.added.1.clone().unwrap_or_else(|| frame.say("somebody").to_owned());
            let at = frame.texts.moment(sheet.added.0);
            out.push(line(
                frame.fill("host-waits-since", &[("by", by.into()), ("at", at.into())]),
                Meaning::StatusWarning,
            ));
        }
        (HostState::Active, _) => {}
    }
    let used = frame.fill("host-used", &[("now", sheet.in_force.into()), ("all", sheet.in_all.into())]);
    out.push(line(used, Meaning::Muted));
    let week = frame.fill("host-week", &[("week", sheet.this_week.into())]);
    let over = sheet.quota().and_then(|(_, high)| high).is_some_and(|high| sheet.this_week > high);
    let told = [Some(week), words::limit(frame.texts, sheet)];
    let told = told.into_iter().flatten().collect::<Vec<_>>().join(frame.dot());
    out.push(line(told, if over { Meaning::StatusBlocking } else { Meaning::Muted }));
    if sheet.twins > 0 {
        let told = frame.fill("host-twins", &[("count", sheet.twins.into())]);
        out.push(line(told, Meaning::StatusWarning));
    }
    let beside = &frame.model.organisations.beside;
    let said = beside.about(sheet).map(|said| words::registered_now(frame.texts, said));
    if let Some((told, is_closed)) = said.or_else(|| words::registered(frame.texts, sheet)) {
        out.push(line(told, if is_closed { Meaning::StatusBlocking } else { Meaning::Muted }));
    }
    out
}

/// A field's value as it is read.
fn value(sheet: &HostSheet, field: &str) -> String {
    words::host_value(field, sheet.told(field))
}

/// What the register says of a field, where it says something else.
fn registered(said: &Registered, sheet: &HostSheet, field: &str) -> Option<String> {
    said.text(field).filter(|theirs| *theirs != sheet.text(field))
}

/// What a field of a host is called here, where its value says what it is.
fn label<'a>(frame: &Frame<'_>, field: &'a str) -> &'a str {
    match field {
        "country_code" => frame.say("field-country"),
        _ => words::host_field(frame.texts, field),
    }
}

/// A line of a host as its name and its value.
pub(in crate::ui) fn pair(frame: &Frame<'_>, sheet: &HostSheet, line: SheetLine) -> (String, String) {
    let dot = frame.dot();
    let joined = |parts: Vec<Option<String>>| {
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(dot)
    };
    let retired = |gone: bool| gone.then(|| frame.say("host-is-retired-part").to_owned());
    match line {
        SheetLine::Field(field) => (words::capitalised(label(frame, field)), value(sheet, field)),
        SheetLine::Service(at) => {
            let Some(service) = sheet.services.get(at) else { return Default::default() };
            let place = joined(vec![
                service.address.clone(),
                Some(
                    [service.postal_code.as_deref(), service.town.as_deref()]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join(" "),
                ),
                service.phone.clone(),
                Some(service.centre.clone()),
                retired(service.retired),
            ]);
            (service.name.clone(), place)
        }
        SheetLine::Contact(at, who) => {
            let Some(contact) = sheet.services.get(at).and_then(|service| service.contacts.get(who)) else {
                return Default::default();
            };
            let about = joined(vec![
                Some(contact.job_title.clone()),
                contact.mail.clone(),
                contact.phone.clone(),
                retired(contact.retired),
            ]);
            (format!("  {} {}", contact.given_name, contact.surname), about)
        }
        SheetLine::Proposal(at) => match frame.model.organisations.proposed.get(at) {
            Some(one) => {
                let said = &one.said;
                let about = joined(vec![
                    said.name.clone(),
                    Some(words::siret(said.siret.as_str())),
                    said.address.clone(),
                    said.town.clone(),
                ]);
                (
                    frame.fill("host-may-be", &[("source", words::source(frame.texts, said.source).into())]),
                    about,
                )
            }
            None => Default::default(),
        },
        SheetLine::Merge(at) => match sheet.merges.get(at) {
            Some(merge) => {
                let here = merge.kept == sheet.id;
                let about = joined(vec![
                    Some(merge.other.clone()),
                    Some(frame.texts.moment(merge.at)),
                    Some(words::who(frame.texts, merge.by.as_deref())),
                    Some(frame.fill("host-merged-files", &[("count", merge.conventions.into())])),
                ]);
                (frame.say(if here { "host-merged-here" } else { "host-merged-there" }).to_owned(), about)
            }
            None => Default::default(),
        },
        SheetLine::AddContact(_) => (format!("  {}", frame.say("pick-new-contact")), String::new()),
        SheetLine::AddService => (frame.say("pick-new-service").to_owned(), String::new()),
    }
}

/// What the register says of a field, as a line.
fn known(frame: &Frame<'_>, field: &str, text: &str) -> Line<'static> {
    let (name, value) = told_field(frame, field, text);
    Line::from(vec![named(frame, &name), frame.span(clean(&value).into_owned(), Meaning::Text)])
}

/// A field and its value in the register, as both are read.
pub(in crate::ui) fn told_field(frame: &Frame<'_>, field: &str, text: &str) -> (String, String) {
    (words::capitalised(label(frame, field)), words::host_value(field, text.to_owned()))
}

/// The name of a field, as wide as the widest.
fn named(frame: &Frame<'_>, name: &str) -> Span<'static> {
    let names = HOST_FIELDS.iter().map(|field| width(label(frame, field))).max().unwrap_or_default();
    frame
        .span(format!("{}{}", pad(&clean(name), names, frame.glyphs().more), " ".repeat(GAP)), Meaning::Label)
}

fn drawn_line(frame: &Frame<'_>, sheet: &HostSheet, line: SheetLine) -> Line<'static> {
    let (name, value) = pair(frame, sheet, line);
    let names = match line {
        SheetLine::Field(_) | SheetLine::Merge(_) => {
            HOST_FIELDS.iter().map(|field| width(label(frame, field))).max().unwrap_or_default()
        }
        _ => width(&name),
    };
    let meaning = match line {
        SheetLine::Field(_) | SheetLine::Merge(_) => Meaning::Label,
        SheetLine::Service(_) => Meaning::Heading,
        SheetLine::Proposal(_) => Meaning::DiffAdded,
        SheetLine::Contact(..) => Meaning::Text,
        SheetLine::AddContact(_) | SheetLine::AddService => Meaning::Muted,
    };
    let name = format!("{}{}", pad(&clean(&name), names, frame.glyphs().more), " ".repeat(GAP));
    let mut spans = vec![frame.span(name, meaning), frame.span(clean(&value).into_owned(), Meaning::Text)];
    if let SheetLine::Field(field) = line {
        if sheet.locked.iter().any(|locked| locked == field) {
            spans.push(frame.span(format!("{}{}", frame.dot(), frame.say("host-is-locked")), Meaning::Muted));
        }
        let said = frame.model.organisations.beside.about(sheet).or(sheet.registered.as_ref());
        if let Some(said) = said.and_then(|said| registered(said, sheet, field)) {
            let told = frame.fill("host-register-has", &[("value", clean(&said).into_owned().into())]);
            spans.push(frame.span(format!("{}{told}", frame.dot()), Meaning::DiffAdded));
        }
    }
    Line::from(spans)
}

/// What speaks for two hosts being one, and how many files each has.
pub(in crate::ui) fn likeness(frame: &Frame<'_>, compared: &Compared) -> [String; 2] {
    let reasons = frame.model.organisations.pair().map(|pair| pair.reasons.as_slice()).unwrap_or_default();
    let reasons: Vec<&str> = reasons.iter().map(|reason| words::alike(frame.texts, reason)).collect();
    let files = [("kept", compared.kept.in_all.into()), ("gone", compared.gone.in_all.into())];
    [words::capitalised(&reasons.join(", ")), frame.fill("pair-files", &files)]
}

/// Two hosts field by field: what is kept, and what is taken from the other.
fn side_by_side(frame: &Frame<'_>, compared: &Compared, columns: usize) -> Vec<Line<'static>> {
    let names = HOST_FIELDS.iter().map(|field| width(label(frame, field))).max().unwrap_or_default();
    let half = columns.saturating_sub(names + GAP + 10) / 2;
    let more = frame.glyphs().more;
    HOST_FIELDS
        .into_iter()
        .map(|field| {
            let [kept, gone] =
                [&compared.kept, &compared.gone].map(|sheet| clean(&value(sheet, field)).into_owned());
            let taken = compared.taken.contains(&field);
            let same = kept == gone;
            let sign = |chosen| frame.sign(if chosen { Sign::Ticked } else { Sign::Unticked });
            let label = words::capitalised(label(frame, field));
            let meaning = |chosen: bool| match (same, chosen) {
                (true, _) => Meaning::Muted,
                (false, true) => Meaning::DiffAdded,
                (false, false) => Meaning::DiffRemoved,
            };
            let cell = |text: &str, chosen: bool| {
                let sign = if same { "   ".to_owned() } else { format!("{:<3}", sign(chosen)) };
                frame.span(format!("{sign} {}", pad(text, half, more)), meaning(chosen))
            };
            Line::from(vec![
                frame.span(format!("{}{}", pad(&label, names, more), " ".repeat(GAP)), Meaning::Label),
                cell(&kept, !taken),
                Span::raw(" "),
                cell(&gone, taken),
            ])
        })
        .collect()
}

/// Two hosts, a sentence for each field.
pub(in crate::ui) fn told(frame: &Frame<'_>, compared: &Compared, at: usize) -> (String, String) {
    let Some(field) = HOST_FIELDS.get(at) else { return Default::default() };
    let [kept, gone] = [&compared.kept, &compared.gone].map(|sheet| value(sheet, field));
    let name = words::capitalised(label(frame, field));
    if kept == gone {
        return (name, kept);
    }
    let (kept, gone) = if compared.taken.contains(field) { (gone, kept) } else { (kept, gone) };
    (name, frame.fill("host-taken", &[("taken", kept.into()), ("left", gone.into())]))
}
