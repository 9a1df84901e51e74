//! A saved view: a queue, a filter and an order under a name, one's own or shared with a centre.

use super::queue::Queue;
use super::row::Sort;

/// A view that a person sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// Its number.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// The queue.
    pub queue: Queue,
    /// The filter, as it is kept: readable in any language.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// It is the person's own.
    pub mine: bool,
    /// Who made it.
    pub owner: String,
    /// Code of the centre it is shared with.
    pub centre: Option<String>,
}

/// A change of the person's views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewChange {
    /// Saves one under a name, in the place of one's own that has it.
    Save {
        /// The name.
        name: String,
        /// The queue.
        queue: Queue,
        /// The filter, as it is kept.
        filter: String,
        /// The order.
        sort: Sort,
    },
    /// Removes one.
    Remove(i32),
    /// Shares one with a centre, or with nobody any more.
    Share(i32, Option<String>),
}
