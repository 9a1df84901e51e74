//! `guichet config`: where the settings are, and whether they, the key maps and the themes are right.

use std::path::Path;

use clap::Subcommand;

use crate::app::keymap::Keymap;
use crate::app::words::faults;
use crate::config::keymap;
use crate::config::names;
use crate::config::paths::Paths;
use crate::config::settings::Settings;
use crate::config::theme::{self, Theme};
use crate::i18n::Texts;

use super::exit::{Exit, Failure};
use super::{out, session, sources, worker};

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say what is wrong in config.toml, the key maps and the themes: file, line, what was expected
    Check,
    /// Say where config.toml is looked for
    Path,
}

/// Runs it.
///
/// # Errors
/// When a fault was found.
pub fn run(command: &Command, texts: Texts) -> Result<(), Failure> {
    let paths = Paths::of_this_account();
    match command {
        Command::Path => out::line(&paths.settings().display().to_string()),
        Command::Check => check(&paths, texts),
    }
}

/// What was looked at so far.
struct Found {
    texts: Texts,
    faults: Vec<String>,
}

impl Found {
    /// Says what is wrong there, once, or that nothing is.
    fn say(&mut self, what: &str, faults: Vec<String>) -> Result<(), Failure> {
        if faults.is_empty() {
            return out::line(&self.texts.format("config-right", &[("what", what.into())]));
        }
        for fault in faults {
            // A file that others inherit is read with each of them.
            if !self.faults.contains(&fault) {
                out::tell(&fault);
                self.faults.push(fault);
            }
        }
        Ok(())
    }
}

fn check(paths: &Paths, texts: Texts) -> Result<(), Failure> {
    let mut found = Found { texts, faults: Vec::new() };
    let path = paths.settings();
    // Without settings that can be read, the other files are still looked at.
    let settings = match Settings::read(&path) {
        Ok(settings) => {
            let wrong = settings.profiles.values().filter_map(|profile| {
                session::of_profile(profile).err().and_then(|failure| failure.sentence(texts))
            });
            // Whoever names no source needs none, nor a mail server.
            let outside = [
                session::registers(&settings).err(),
                settings.sis.has_sources().then(|| sources::of_settings(&settings).err()).flatten(),
                settings.mail.as_ref().and_then(|mail| worker::of_settings(mail, texts).err()),
            ];
            let outside = outside.into_iter().flatten().filter_map(|failure| failure.sentence(texts));
            let wrong: Vec<String> = wrong.chain(outside).collect();
            // Not faults: it works so.
            settings.in_clear().for_each(|name| out::tell(&session::in_clear(texts, name)));
            if !path.exists() {
                out::line(&texts.format("config-absent", &[("file", path.display().to_string().into())]))?;
            } else if !wrong.is_empty() || settings.in_clear().next().is_none() {
                found.say(&path.display().to_string(), wrong)?;
            }
            settings
        }
        Err(error) => {
            found.say("", vec![faults::file(texts, &error)])?;
            Settings::default()
        }
    };
    let chosen = settings.keymap.as_deref().unwrap_or(keymap::DEFAULT);
    for name in std::iter::once(chosen).chain(others(&paths.keymaps(), chosen).iter().map(String::as_str)) {
        found.say(
            &texts.format("config-keymap", &[("name", name.into())]),
            keymap_faults(paths, name, texts),
        )?;
    }
    let chosen = settings.theme.as_deref().unwrap_or(theme::DEFAULT);
    for name in std::iter::once(chosen).chain(others(&paths.themes(), chosen).iter().map(String::as_str)) {
        let wrong = Theme::load(name, Some(&paths.themes())).err();
        let wrong = wrong.iter().map(|error| faults::theme(texts, error)).collect();
        found.say(&texts.format("config-theme", &[("name", name.into())]), wrong)?;
    }
    if found.faults.is_empty() { Ok(()) } else { Err(Failure::silent(Exit::Configuration)) }
}

fn keymap_faults(paths: &Paths, name: &str, texts: Texts) -> Vec<String> {
    match keymap::load(name, Some(&paths.keymaps()), Some(&paths.keymap())) {
        Err(error) => vec![faults::keymap(texts, &error)],
        Ok(layers) => {
            let wrong = Keymap::build(&layers).err().unwrap_or_default();
            wrong.iter().map(|error| faults::keymap(texts, error)).collect()
        }
    }
}

/// The names of the person's own files there, without the one that is looked at anyway.
fn others(folder: &Path, chosen: &str) -> Vec<String> {
    names::own(Some(folder)).into_iter().filter(|name| name != chosen).collect()
}
