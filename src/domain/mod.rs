//! Values and rules of internship conventions: plain functions over plain values, with no clock, no I/O and no terminal.

pub mod access;
pub mod act;
pub mod alert;
pub mod amendment;
pub mod audit;
pub mod calendar;
pub mod compliance;
pub mod convention;
pub mod duration;
pub mod filter;
pub mod fold;
pub mod form;
pub mod gratification;
pub mod organisation;
pub mod queue;
pub mod row;
pub mod sheet;
pub mod student;
pub mod text;
pub mod view;
