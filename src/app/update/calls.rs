//! Actions: what a key or a command asks for, done or refused with the reason.

use super::super::action::{
    Action, AdministrationAction, AppAction, Arg, Call, ConventionAction, CursorAction, FilterAction,
    FocusAction, JobAction, MarkAction, Need, OverlayAction, PromptAction,
};
use super::super::effect::{Ask, Effect};
use super::super::model::{Level, Model, Pane};
use super::super::overlay::{FormKind, Overlay, ReaderBox, ReaderText};
use super::super::pane::queue::{self, Step};
use super::super::pane::{administration, alerts, organisations, writing};
use super::super::prompt::{Prompt, PromptKind};
use super::super::words;
use super::{acting, amendments, boxes, jobs, keys, listing, on_behalf, on_day, pickers, prompts};
use crate::domain::access::Denied;
use crate::domain::act::Act;
use crate::domain::filter::{Column, Op, Term};

/// How long a claim holds, in minutes.
const CLAIM_MINUTES: i32 = 15;

/// Runs an action, if it may be asked for now.
pub fn run(model: &mut Model, call: Call) -> Vec<Effect> {
    let held = |right: &str| model.person.as_ref().is_some_and(|person| person.holds(right));
    if let Some(need) = call.action.spec().unmet(&keys::snapshot(model), held) {
        return refuse(model, need);
    }
    match call.action {
        Action::Convention(action) => convention(model, action, call.arg),
        Action::Writing(action) => writing::run(model, action),
        Action::Amendment(action) => amendments::run(model, action, call.arg),
        Action::Mark(action) => mark(model, action),
        Action::Filter(FilterAction::Open) => match call.arg {
            Some(Arg::Text(text)) => prompts::set_filter(model, &text),
            _ => {
                let text = model.list.filter.text(model.texts.lang());
                model.prompt = Some(Prompt::new(PromptKind::Filter, &text));
                Vec::new()
            }
        },
        Action::Filter(FilterAction::Clear) => prompts::set_filter(model, ""),
        Action::List(action) => listing::list(model, action, call.arg),
        Action::View(action) => match call.arg {
            Some(Arg::Text(text)) => queue::views::run(model, action, &text),
            _ => command_line(model, &format!("{} ", call.action.command(model.texts).unwrap_or_default())),
        },
        Action::Layout(action) => listing::layout(model, action, call.arg),
        Action::Cursor(action) => cursor(model, action),
        Action::Focus(action) => focus(model, action),
        Action::Administration(action) => administration(model, action),
        Action::Organisation(action) => match organisations::right_to_change(model, action) {
            Some(right) if !model.person.as_ref().is_some_and(|person| person.holds(right)) => {
                refuse(model, Need::Right(right))
            }
            _ => organisations::run(model, action),
        },
        Action::Alerts(action) => match alerts::right_to_change(model, action) {
            Some(right) if !model.person.as_ref().is_some_and(|person| person.holds(right)) => {
                refuse(model, Need::Right(right))
            }
            _ => alerts::run(model, action, call.arg),
        },
        Action::App(action) => app(model, action, call.arg),
        Action::Job(JobAction::Mark) => jobs::mark_again(model),
        Action::Job(JobAction::Open) => {
            jobs::open_report(model);
            Vec::new()
        }
        Action::Overlay(action) => overlay(model, action),
        Action::Prompt(action) => prompt(model, action),
    }
}

/// Not now, and why.
pub(super) fn refuse(model: &mut Model, need: Need) -> Vec<Effect> {
    let text = self::need(model, need);
    model.say(Level::Warning, text);
    Vec::new()
}

/// What is missing: for a right which one, on what, and who can grant it.
pub fn need(model: &Model, need: Need) -> String {
    let Need::Right(right) = need else { return model.texts.get(need.reason()).to_owned() };
    let (function, right) = right.split_once('.').unwrap_or_default();
    let grantors = model.person.as_ref().map(|person| person.grantors.clone()).unwrap_or_default();
    let denied = Denied {
        code: "GU002".into(),
        function: function.into(),
        right: right.into(),
        grantors,
        ..Denied::default()
    };
    words::denied(model.texts, &denied)
}

/// A change of roles, people or centres takes a right that depends on what is in hand.
fn administration(model: &mut Model, action: AdministrationAction) -> Vec<Effect> {
    use AdministrationAction::{Add, Change, Remove};
    let right = administration::right_to_change(model.administration.register);
    let changes = matches!(action, Add | Remove) || action == Change && model.administration.inside;
    if changes && !model.person.as_ref().is_some_and(|person| person.holds(right)) {
        return refuse(model, Need::Right(right));
    }
    administration::run(model, action)
}

fn convention(model: &mut Model, action: ConventionAction, arg: Option<Arg>) -> Vec<Effect> {
    let row = model.list.row().map(|row| (row.id, row.claimed.is_some()));
    match action {
        ConventionAction::Validate => {
            let targets = model.targets();
            acting::begin(model, Act::Validate, targets, false)
        }
        ConventionAction::ValidateFor => on_behalf::ask(model),
        ConventionAction::Return => acting::ask(model, FormKind::Return),
        ConventionAction::Unvalidate => acting::ask(model, FormKind::Unvalidate),
        ConventionAction::Submit => {
            let target = writing::target(model);
            acting::begin(model, Act::Submit, target.into_iter().collect(), false)
        }
        ConventionAction::Cancel => acting::ask(model, FormKind::Cancel),
        ConventionAction::PassFinding => acting::ask(model, FormKind::Pass),
        ConventionAction::Hold => acting::ask(model, FormKind::Hold),
        ConventionAction::Note => acting::ask(model, FormKind::Note),
        ConventionAction::Undo => acting::undo(model),
        ConventionAction::Repeat => acting::repeat(model),
        ConventionAction::Open => match (arg, row) {
            (Some(Arg::Number(number)), _) => find(model, vec![number_term(number)], &number.to_string()),
            (_, Some(_)) => {
                model.focus = Pane::File;
                queue::show_file(model)
            }
            _ => Vec::new(),
        },
        ConventionAction::History => match row {
            Some((id, _)) => reader(model, ReaderText::History(Vec::new().into()), Ask::History(id)),
            None => Vec::new(),
        },
        ConventionAction::Changes => match row {
            Some((id, _)) => reader(model, ReaderText::Changes(Vec::new().into()), Ask::Changes(id)),
            None => Vec::new(),
        },
        ConventionAction::OnDay => on_day::ask(model, arg),
        ConventionAction::Claim => match row {
            Some((id, claimed)) => {
                let job = model.new_job();
                vec![Effect::Ask(job, Ask::Claim(id, if claimed { 0 } else { CLAIM_MINUTES }))]
            }
            None => Vec::new(),
        },
    }
}

fn number_term(number: i64) -> Term {
    Term { column: Column::Number, op: Op::Eq, value: number.to_string(), not: false }
}

/// Opens the files that terms find, whatever their queue.
fn find(model: &mut Model, terms: Vec<Term>, typed: &str) -> Vec<Effect> {
    let job = pickers::open_find(model, typed);
    vec![Effect::Ask(job, Ask::Find(terms))]
}

fn reader(model: &mut Model, text: ReaderText, ask: Ask) -> Vec<Effect> {
    let job = model.new_job();
    let subject = model.list.row().map(|row| format!("{} {}", row.id, row.student));
    model.overlay = Some(Overlay::Reader(ReaderBox { text, subject, loading: Some(job), scroll: 0 }));
    vec![Effect::Ask(job, ask)]
}

fn mark(model: &mut Model, action: MarkAction) -> Vec<Effect> {
    match action {
        MarkAction::Toggle => {
            queue::toggle_mark(model);
            return queue::step(model, Step::Rows(1));
        }
        MarkAction::ExtendDown => return queue::extend_mark(model, 1),
        MarkAction::ExtendUp => return queue::extend_mark(model, -1),
        MarkAction::Range => queue::range(model),
        MarkAction::All => return queue::mark_all(model),
        MarkAction::Group => return queue::mark_group(model),
        MarkAction::Invert => queue::invert_marks(model),
        MarkAction::Clear => {
            model.list.marks.clear();
            model.list.range_from = None;
        }
    }
    Vec::new()
}

fn cursor(model: &mut Model, action: CursorAction) -> Vec<Effect> {
    if model.overlay.is_some() {
        return boxes::scroll(model, action);
    }
    if model.focus == Pane::Administration {
        administration::cursor(model, action);
        return Vec::new();
    }
    if model.focus == Pane::Writing {
        writing::cursor(model, action);
        return Vec::new();
    }
    if model.focus == Pane::Organisations {
        return organisations::cursor(model, action);
    }
    if model.focus == Pane::Alerts {
        alerts::cursor(model, action);
        return Vec::new();
    }
    let rows = action.lines(match model.focus {
        Pane::File => model.drawn.page,
        _ => model.drawn.list_rows,
    });
    match (model.focus, action) {
        (Pane::Queues, _) => queue::turn_queue(model, rows.clamp(-1_000, 1_000)),
        (Pane::File, _) => {
            let scroll = model.file.scroll.saturating_add_signed(rows);
            model.file.scroll = scroll.min(model.drawn.last_scroll);
            Vec::new()
        }
        (Pane::List, CursorAction::Top) => queue::step(model, Step::Top),
        (Pane::List, CursorAction::Bottom) => queue::step(model, Step::Bottom),
        (Pane::List | Pane::Administration | Pane::Writing | Pane::Organisations | Pane::Alerts, _) => {
            queue::step(model, Step::Rows(rows))
        }
    }
}

fn focus(model: &mut Model, action: FocusAction) -> Vec<Effect> {
    const ORDER: [Pane; 3] = Pane::ABREAST;
    let here = ORDER.iter().position(|pane| *pane == model.focus).unwrap_or(0);
    model.focus = match action {
        FocusAction::Queues => Pane::Queues,
        FocusAction::List => Pane::List,
        FocusAction::File => Pane::File,
        FocusAction::Next => ORDER[(here + 1) % ORDER.len()],
        FocusAction::Previous => ORDER[(here + ORDER.len() - 1) % ORDER.len()],
    };
    let mut effects = queue::show_file(model);
    if model.focus == Pane::Queues {
        effects.extend(queue::views::count_soon(model));
    }
    effects
}

fn app(model: &mut Model, action: AppAction, arg: Option<Arg>) -> Vec<Effect> {
    match (action, arg) {
        (AppAction::Command, _) => return command_line(model, ""),
        (AppAction::Help, _) => pickers::open_help(model),
        (AppAction::Find, text) => {
            let text = if let Some(Arg::Text(text)) = text { text } else { String::new() };
            pickers::open_find(model, &text);
            return pickers::search_changed(model);
        }
        (AppAction::Journal, _) => {
            model.overlay = Some(Overlay::Reader(ReaderBox {
                text: ReaderText::Journal,
                subject: None,
                loading: None,
                scroll: 0,
            }));
        }
        (AppAction::Jobs, _) => jobs::open(model),
        (AppAction::Copy, _) => return copy(model),
        (AppAction::Zoom, _) => {
            model.zoomed = !model.zoomed;
            let mut effects = queue::show_file(model);
            effects.extend(queue::views::show(model));
            return effects;
        }
        (AppAction::Theme, Some(Arg::Theme(name))) => return vec![Effect::UseTheme(name)],
        (AppAction::Keymap, Some(Arg::Keymap(name))) => return vec![Effect::UseKeymap(name)],
        (AppAction::Lang, Some(Arg::Lang(lang))) => {
            model.speak(model.texts.in_lang(lang));
            return vec![Effect::UseLang(lang)];
        }
        (AppAction::Theme | AppAction::Keymap | AppAction::Lang, _) => {
            let name = Action::App(action).command(model.texts).unwrap_or_default();
            return command_line(model, &format!("{name} "));
        }
        (AppAction::Redraw, _) => return vec![Effect::Redraw],
        (AppAction::StopBulk, _) => return jobs::stop(model),
        (AppAction::Suspend, _) => return vec![Effect::Suspend],
        (AppAction::Escape, _) => return escape(model),
        (AppAction::Quit, _) => {
            if model.focus.is_whole() {
                model.focus = Pane::List;
                return queue::follow(model);
            }
            if model.zoomed || (model.is_narrow() && model.focus == Pane::File) {
                return escape(model);
            }
            if model.acts.running.is_some() || model.organisations.tabling.is_some() {
                let text = model.texts.get("said-quit-running").to_owned();
                model.say(Level::Warning, text);
                return Vec::new();
            }
            model.quit = true;
        }
    }
    Vec::new()
}

pub(super) fn command_line(model: &mut Model, text: &str) -> Vec<Effect> {
    model.prompt = Some(Prompt::new(PromptKind::Command, text));
    prompts::changed(model);
    // The person may have written a theme or a key map since.
    vec![Effect::ReadNames]
}

/// Steps out of whatever is going on, one thing at a time.
fn escape(model: &mut Model) -> Vec<Effect> {
    if model.overlay.is_some() {
        return boxes::cancel(model);
    }
    if model.prompt.take().is_some() {
        return Vec::new();
    }
    if keys::snapshot(model).bulk_running {
        return jobs::stop(model);
    }
    if model.toasts.iter().any(|toast| toast.until.is_none()) {
        model.toasts.clear();
        return Vec::new();
    }
    if model.focus == Pane::Organisations
        && let Some(effects) = organisations::escape(model)
    {
        return effects;
    }
    if model.focus == Pane::Administration && administration::escape(model) {
    } else if model.zoomed {
        model.zoomed = false;
        return queue::views::show(model);
    } else if model.focus != Pane::List {
        model.focus = Pane::List;
        return queue::follow(model);
    }
    Vec::new()
}

/// The row as a line, or the file's heading: what is dictated and pasted.
fn copy(model: &mut Model) -> Vec<Effect> {
    if let Some(text) = amendments::markdown(model) {
        return vec![Effect::Copy(text)];
    }
    let Some(row) = model.list.row() else {
        let text = model.texts.get("said-nothing-to-copy").to_owned();
        model.say(Level::Warning, text);
        return Vec::new();
    };
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = [
        row.id.to_string(),
        row.student_number.clone(),
        row.student.clone(),
        row.organisation.clone(),
        day(row.start),
        day(row.end),
    ]
    .join("\t");
    vec![Effect::Copy(text)]
}

fn overlay(model: &mut Model, action: OverlayAction) -> Vec<Effect> {
    match action {
        OverlayAction::Confirm => boxes::confirm(model),
        OverlayAction::Cancel => boxes::cancel(model),
        OverlayAction::Discard => boxes::discard(model),
        OverlayAction::Toggle => boxes::toggle(model),
        OverlayAction::Newline => boxes::newline(model),
        OverlayAction::NextField => boxes::other_field(model, true),
        OverlayAction::PreviousField => boxes::other_field(model, false),
    }
}

fn prompt(model: &mut Model, action: PromptAction) -> Vec<Effect> {
    match action {
        PromptAction::Accept => prompts::accept(model),
        PromptAction::Cancel => {
            if model.prompt.take().is_some_and(|prompt| prompt.kind == PromptKind::Search) {
                model.administration.narrow("");
            }
            Vec::new()
        }
        PromptAction::Complete => prompts::complete(model, 1),
        PromptAction::CompletePrevious => prompts::complete(model, -1),
        PromptAction::HistoryPrevious => prompts::recall(model, -1),
        PromptAction::HistoryNext => prompts::recall(model, 1),
    }
}
