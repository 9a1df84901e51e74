//! A clerk at work: key macros through the real model and worker, against a real database.

mod administration;
mod alerts;
mod amendments;
mod bulk;
mod documents;
mod hosts;
mod lost;
mod organisations;
mod register;
mod registers;
mod resumed;
mod single;
mod students;
mod taken_back;
mod together;
mod views;
mod worker;
mod writing;
