//! The long work of the session: what is under way, then what has ended, the latest first.

use crate::app::acts::{Report, Running};
use crate::app::model::Model;

/// The box.
#[derive(Clone, Debug, Default)]
pub struct JobsBox {
    /// The work in hand, among [`Work::all`].
    pub selected: usize,
}

/// One piece of long work.
#[derive(Clone, Copy, Debug)]
pub enum Work<'a> {
    /// A bulk act under way.
    Running(&'a Running),
    /// The rest of a list is being marked.
    Marking,
    /// A bulk act that has ended.
    Ended(&'a Report),
}

impl<'a> Work<'a> {
    /// All of it, in the order it shows.
    pub fn all(model: &'a Model) -> Vec<Self> {
        let running = model.acts.running.iter().filter(|running| running.is_bulk()).map(Self::Running);
        let marking = model.list.marking.iter().map(|_| Self::Marking);
        running.chain(marking).chain(model.acts.reports.iter().rev().map(Self::Ended)).collect()
    }
}
