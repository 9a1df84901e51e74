//! The language of the sentences: the one asked for, else the settings', else the locale's.

use crate::config::settings::Language;
use crate::i18n::{Lang, Texts};

use super::session;

/// The texts of a command. Settings that cannot be read are reported by whoever needs them.
#[must_use]
pub fn of_command(asked: Option<Language>) -> Texts {
    of_desk(asked.or_else(|| session::settings().ok()?.language))
}

/// The texts of this language, else the locale's.
#[must_use]
pub fn of_desk(language: Option<Language>) -> Texts {
    Texts::of(match language {
        Some(Language::Fr) => Lang::Fr,
        Some(Language::En) => Lang::En,
        None => Lang::from_env(|name| std::env::var(name).ok()),
    })
}
