//! The desk read out: what it says in both languages, that everything is within reach, and the whole job at the keyboard
//! of the real program, in a terminal and through pipes.

mod listener;
mod program;
mod reach;
mod transcripts;
