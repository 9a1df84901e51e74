//! The details of the entry in hand: the rights of a role as a matrix, the lines of a person or a centre.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use widgets::list::{Item, List};
use widgets::text::{pad, width};

use crate::app::model::Pane;
use crate::app::pane::administration::{PERSON_LINES, PersonLine, STEPS_LINE};
use crate::app::words;
use crate::config::theme::Meaning;
use crate::domain::access::{Centre, CentreLine, Member, RIGHTS, Register, Role};
use crate::domain::convention::StepKind;
use crate::ui::frame::{Frame, clean};
use crate::ui::pane::boxed;
use crate::ui::pane::matrix::Matrix;
use crate::ui::signs::Sign;

/// Between two columns.
const GAP: usize = 2;

pub(super) fn draw(frame: &Frame<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let pane = &frame.model.administration;
    let inside = boxed(frame, Pane::Administration, &title(frame), area, buffer);
    match pane.register {
        Register::Roles => matrix(frame, pane.role()?, inside, buffer),
        Register::People => lines(frame, &of_member(frame, pane.member()?), inside, buffer),
        Register::Centres | Register::Establishment => {
            lines(frame, &of_centre(frame, pane.centre()?), inside, buffer)
        }
    }
}

pub(in crate::ui) fn title<'a>(frame: &Frame<'_>) -> Line<'a> {
    let pane = &frame.model.administration;
    let told = match pane.register {
        Register::Roles => pane.role().map(|role| {
            let scope = words::scope(frame.texts, &role.scope);
            let from = role
                .origin
                .as_deref()
                .map(|origin| frame.fill("role-from", &[("role", words::role(frame.texts, origin).into())]));
            let sees = frame.fill("role-sees", &[("scope", scope.into())]);
            [Some(role.code.clone()), Some(sees), from]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(frame.dot())
        }),
        Register::People => pane.member().map(Member::name),
        Register::Establishment => pane.centre().and_then(|here| here.setting("name")).map(str::to_owned),
        Register::Centres => pane
            .centre()
            .map(|centre| [&centre.code, centre.setting("name").unwrap_or_default()].join(frame.dot())),
    };
    Line::raw(clean(&told.unwrap_or_default()).into_owned())
}

/// Functions down, rights across: `[x]` where the role may.
fn matrix(frame: &Frame<'_>, role: &Role, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let pane = &frame.model.administration;
    let (ticked, unticked) = (frame.glyphs().ticked, frame.glyphs().unticked);
    let row = |(function, held): &(String, Vec<String>)| {
        let cell = |right| if held.iter().any(|held| held == right) { ticked } else { unticked };
        let name = words::capitalised(words::function(frame.texts, function));
        (name, RIGHTS.into_iter().map(|right| cell(right).to_owned()).collect())
    };
    let matrix = Matrix {
        pane: Pane::Administration,
        heads: RIGHTS.iter().map(|right| words::right(frame.texts, right)).collect(),
        rows: role.rights.iter().map(row).collect(),
        line: pane.inside.then_some(pane.line),
        column: pane.column,
    };
    matrix.draw(frame, area, buffer)
}

/// Names and values, a line each.
fn lines(frame: &Frame<'_>, pairs: &[(String, String)], area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let pane = &frame.model.administration;
    let names = pairs.iter().map(|(name, _)| width(name)).max().unwrap_or(0).min(usize::from(area.width) / 2);
    let items: Vec<Item<'_>> = pairs
        .iter()
        .map(|(name, value)| {
            let name = frame.span(
                format!("{}{}", pad(name, names, frame.glyphs().more), " ".repeat(GAP)),
                Meaning::Label,
            );
            Item { label: Line::from(vec![name, frame.span(clean(value), Meaning::Text)]), ..Item::default() }
        })
        .collect();
    let focused = frame.has_focus(Pane::Administration);
    let selected = pane.inside.then_some(pane.line);
    let list = List { items: &items, selected, first: 0, styles: frame.list(focused) };
    (&list).render(area, buffer);
    list.cursor_position(area)
}

pub(in crate::ui) fn of_member(frame: &Frame<'_>, who: &Member) -> Vec<(String, String)> {
    let line = |line: &PersonLine| match line {
        PersonLine::Own(field) => {
            let value = match *field {
                "surname" => who.surname.clone(),
                "given_name" => who.given_name.clone(),
                _ => who.mail.clone().unwrap_or_default(),
            };
            (words::person_field(frame.texts, field).to_owned(), value)
        }
        PersonLine::Roles => {
            let roles = frame.model.administration.roles.iter().filter(|role| who.roles.contains(&role.code));
            let roles: Vec<&str> = roles.map(|role| words::role_of(frame.texts, role)).collect();
            (frame.say("person-roles").to_owned(), roles.join(", "))
        }
        PersonLine::Centres => (frame.say("person-centres").to_owned(), who.centres.join(" ")),
        PersonLine::Account => {
            let state = frame.say(if who.active { "person-active" } else { "person-disabled" });
            (frame.say("person-account").to_owned(), [&who.login, state].join(frame.dot()))
        }
    };
    PERSON_LINES.iter().map(line).collect()
}

pub(in crate::ui) fn of_centre(frame: &Frame<'_>, centre: &Centre) -> Vec<(String, String)> {
    let line = |line: CentreLine| match line {
        CentreLine::Setting(at) => centre.settings.get(at).map(|setting| self::setting(frame, setting)),
        CentreLine::Steps => Some(circuit(frame, centre)),
        CentreLine::Asked(at) => centre
            .asked
            .get(at)
            .map(|asked| (frame.say("asked-line").to_owned(), words::asked(frame.texts, asked))),
        CentreLine::Template(at) => centre.templates.get(at).map(|template| {
            (frame.say("template-line").to_owned(), words::template_of(frame.texts, template))
        }),
        CentreLine::Programme(at) => centre.programmes.get(at).map(|programme| {
            (frame.say("programme-line").to_owned(), words::programme(frame.texts, programme))
        }),
        CentreLine::AddProgramme => {
            Some((frame.say("programme-line").to_owned(), frame.say("programme-add").to_owned()))
        }
        CentreLine::AddAsked => Some((frame.say("asked-line").to_owned(), frame.say("asked-add").to_owned())),
        CentreLine::AddTemplate => {
            Some((frame.say("template-line").to_owned(), frame.say("template-add").to_owned()))
        }
    };
    centre.lines().into_iter().filter_map(line).collect()
}

fn circuit(frame: &Frame<'_>, centre: &Centre) -> (String, String) {
    let steps = centre.steps.iter().filter_map(|code| StepKind::from_code(code));
    let steps: Vec<&str> = steps.map(|kind| words::step(frame.texts, kind)).collect();
    let name = words::setting(frame.texts, STEPS_LINE).to_owned();
    (name, steps.join(&format!(" {} ", frame.sign(Sign::Next))))
}

fn setting(frame: &Frame<'_>, (name, value): &(String, Option<String>)) -> (String, String) {
    let told = value.as_deref().map(|value| words::setting_value(frame.texts, name, value).into_owned());
    // A text of several lines is told by its first one.
    let mut lines = told.as_deref().unwrap_or_default().lines();
    let first = lines.next().unwrap_or_default();
    let more = if lines.next().is_some() { frame.glyphs().more } else { "" };
    (words::setting(frame.texts, name).to_owned(), format!("{first}{more}"))
}
