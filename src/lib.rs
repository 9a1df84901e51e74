//! Guichet: a keyboard-driven back office for the internship conventions of French universities.
//!
//! The rooms, and the one-way rule between them (a room may name those to its left, never those to its right):
//!
//! ```text
//! domain <- app <- ui <- runtime <- cli <- main
//! domain <- { store, sis, mail, documents } <- runtime
//! config, i18n : leaves that app and the rooms above it may read
//! widgets      : a leaf crate of reusable widgets; their states may live in the model
//! ```
//!
//! * [`domain`] values and rules, pure: no clock, no I/O, no terminal.
//! * [`app`] the Elm core: the model, its messages, `update`, the effects it asks for, actions, keys.
//! * [`ui`] pure views of the model.
//! * [`store`] every line of SQL, the private server, the demonstration data.
//! * [`sis`] what stands outside: the register of companies, addresses, student information systems, each by its contract.
//! * [`mail`] texts with variables, letters, the mail server, and what comes back.
//! * [`documents`] files that come in and go out: tables.
//! * [`runtime`] the event loop, the terminal, signals, and the tasks that run effects.
//! * [`config`] paths, settings, key maps and themes, with precise errors.
//! * [`i18n`] French and English.
//! * [`cli`] one file a subcommand.
//!
//! `cli` may also call `store`, `sis`, `mail` and `documents` directly. `tests/lint/architecture.rs` refuses an arrow that runs back up.

pub mod app;
pub mod cli;
pub mod config;
pub mod documents;
pub mod domain;
pub mod i18n;
pub mod mail;
pub mod runtime;
pub mod sis;
pub mod store;
pub mod ui;
