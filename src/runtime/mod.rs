//! What touches the world: the event loop, the terminal, signals, and the tasks that run effects.

pub mod ascii;
pub mod clipboard;
pub mod clock;
mod colours;
pub mod desk;
pub mod document;
pub mod exporting;
pub mod frame;
pub mod importing;
pub mod input;
pub mod keeper;
pub mod posting;
pub mod register;
pub mod signals;
pub mod students;
pub mod terminal;
pub mod worker;
