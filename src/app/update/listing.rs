//! What the list shows and how the desk is divided: queue, order, columns, widths.

use super::super::action::{Action, Arg, LayoutAction, ListAction, Need};
use super::super::effect::Effect;
use super::super::layout::columns_text;
use super::super::model::Model;
use super::super::pane::queue;
use super::calls::{command_line, refuse};

/// What an action does to the list.
pub fn list(model: &mut Model, action: ListAction, arg: Option<Arg>) -> Vec<Effect> {
    match (action, arg) {
        (ListAction::Sort, Some(Arg::Column(column))) => queue::sort(model, column),
        (ListAction::Queue, Some(Arg::Queue(wanted))) => queue::open_queue(model, wanted),
        (ListAction::Columns, Some(Arg::Columns(columns))) => {
            model.layout.columns = columns;
            Vec::new()
        }
        (ListAction::Columns, _) => {
            let columns = match model.layout.columns.as_slice() {
                [] => String::new(),
                chosen => columns_text(chosen, model.texts.lang()),
            };
            command_line(model, &format!("{} {columns}", command_of(model, action)))
        }
        (ListAction::Sort | ListAction::Queue, _) => {
            command_line(model, &format!("{} ", command_of(model, action)))
        }
        (ListAction::Reverse, _) => queue::reverse(model),
        (ListAction::Reload, _) => {
            let mut effects = queue::reload(model);
            effects.extend(queue::views::count(model));
            effects
        }
        (ListAction::NextQueue, _) => queue::turn_queue(model, 1),
        (ListAction::PreviousQueue, _) => queue::turn_queue(model, -1),
    }
}

/// What an action does to how the desk is divided.
pub fn layout(model: &mut Model, action: LayoutAction, arg: Option<Arg>) -> Vec<Effect> {
    let total = model.size.0;
    if model.focus.is_whole() {
        return refuse(model, Need::Split);
    }
    match (action, arg) {
        (LayoutAction::Wider, _) => model.layout.step(model.focus, true, total),
        (LayoutAction::Narrower, _) => model.layout.step(model.focus, false, total),
        (LayoutAction::Width, Some(Arg::Width(width))) => model.layout.set(width, total),
        (LayoutAction::Width, _) => {
            let name = Action::Layout(action).command(model.texts).unwrap_or_default();
            return command_line(model, &format!("{name} "));
        }
    }
    Vec::new()
}

fn command_of(model: &Model, action: ListAction) -> &'static str {
    Action::List(action).command(model.texts).unwrap_or_default()
}
