//! Rules of the house that a compiler does not know, checked over the sources themselves.

mod architecture;
mod domain_words;
mod house;
mod keymaps;
mod paths;
mod sources;
mod sql;
mod sql_text;
mod texts;
mod themes;
mod ui_text;
mod unseen;
