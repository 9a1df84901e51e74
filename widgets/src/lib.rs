//! Reusable ratatui widgets. They know nothing of what they show: no domain word and no sentence lives here.
//!
//! Every widget takes its styles and texts from the caller, draws what fits in the area it is given (down to 1x1)
//! and costs what is visible, never what exists. States that outlive a frame (a cursor, a typed text) are plain
//! values that may live in a model.

pub mod confirm;
pub mod diff;
pub mod form;
pub mod glyphs;
pub mod hint_bar;
pub mod list;
pub mod month;
pub mod paragraph;
pub mod picker;
pub mod popup;
pub mod progress;
pub mod prompt;
pub mod scroll;
pub mod table;
pub mod text;
pub mod toast;
pub mod which_key;

#[cfg(test)]
mod testing;
