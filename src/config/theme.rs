//! Themes: what each [`Meaning`] looks like at every colour depth, read from a file that may inherit from another.
//!
//! A theme never paints the screen's background: the terminal's own stays. `background` only says what the colours
//! were chosen for, and `light` names the theme to take instead where the terminal says that its screen is light.

mod colour;
mod depth;
mod error;
mod face;
mod meaning;
mod parse;

use std::collections::BTreeMap;
use std::path::Path;

pub use colour::{Ansi, Background, Paint, Rgb, luminance};
pub use depth::Depth;
pub use error::{Origin, Problem, ThemeError};
pub use face::{Face, Look};
pub use meaning::Meaning;

use super::names;

/// A theme: a face for every meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// What its colours were chosen for.
    pub background: Background,
    /// The theme to take instead on a light screen.
    pub light: Option<String>,
    faces: Vec<Face>,
}

/// The themes carried by the program, as they are offered.
const BUILT_IN: [(&str, &str); 8] = [
    ("auto", include_str!("../../themes/auto.toml")),
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    ("high-contrast", include_str!("../../themes/high-contrast.toml")),
    ("high-contrast-light", include_str!("../../themes/high-contrast-light.toml")),
    ("colour-blind", include_str!("../../themes/colour-blind.toml")),
    ("colour-blind-light", include_str!("../../themes/colour-blind-light.toml")),
    ("mono", include_str!("../../themes/mono.toml")),
];

/// A file's place and text.
struct Source {
    origin: Origin,
    text: String,
}

impl Source {
    fn error(&self, (problem, at): (Problem, usize)) -> ThemeError {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        ThemeError::At {
            origin: self.origin.clone(),
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
            problem,
        }
    }
}

/// The theme of settings that name none.
pub const DEFAULT: &str = "auto";

/// The names a person may choose from: those in the program and those in the folder.
pub fn names(folder: Option<&Path>) -> Vec<String> {
    names::all(Theme::built_in(), folder)
}

impl Theme {
    /// The names of the themes carried by the program.
    pub fn built_in() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The theme of that name: the user's `NAME.toml` in that folder, else the one carried by the program.
    ///
    /// A user's theme that inherits its own name adds to the one carried by the program.
    pub fn load(name: &str, folder: Option<&Path>) -> Result<Self, ThemeError> {
        let unknown = || ThemeError::UnknownTheme { name: name.to_owned(), known: names(folder) };
        // From the theme itself to its remotest ancestor.
        let mut chain: Vec<(Source, parse::File)> = Vec::new();
        let mut source = find(name, folder, None).ok_or_else(unknown)??;
        loop {
            if let Some((seen, _)) = chain.iter().find(|(seen, _)| seen.origin == source.origin) {
                return Err(seen.error((Problem::Cycle(name.to_owned()), 0)));
            }
            let file = parse::parse(&source.text).map_err(|located| source.error(located))?;
            if let Some(light) = file.light.as_ref().filter(|(light, _)| find(light, folder, None).is_none())
            {
                return Err(absent(&source, light, folder));
            }
            let next = match &file.inherits {
                Some(parent) => Some(
                    find(&parent.0, folder, Some(&source))
                        .ok_or_else(|| absent(&source, parent, folder))??,
                ),
                None => None,
            };
            chain.push((source, file));
            match next {
                Some(parent) => source = parent,
                None => break,
            }
        }
        resolve(name, &chain)
    }

    /// The theme to use on a screen of that background: itself, or the one that it names for a light screen.
    pub fn on(self, background: Option<Background>, folder: Option<&Path>) -> Result<Self, ThemeError> {
        match (background, &self.light) {
            (Some(Background::Light), Some(light)) => Self::load(light, folder),
            _ => Ok(self),
        }
    }

    /// How that meaning looks.
    pub fn face(&self, meaning: Meaning) -> Face {
        self.faces[meaning.index()]
    }
}

/// The file of that name; the one carried by the program when it is asked for by the user's file of the same name.
fn find(name: &str, folder: Option<&Path>, child: Option<&Source>) -> Option<Result<Source, ThemeError>> {
    if let Some(path) = names::file(name, folder) {
        let origin = Origin::File(path.clone());
        if child.is_none_or(|child| child.origin != origin) {
            let text = std::fs::read_to_string(path);
            return Some(match text {
                Ok(text) => Ok(Source { origin, text }),
                Err(error) => {
                    let problem = Problem::Unreadable(error.to_string());
                    Err(ThemeError::At { origin, line: 1, column: 1, problem })
                }
            });
        }
    }
    let (known, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    Some(Ok(Source { origin: Origin::BuiltIn(known), text: (*text).to_owned() }))
}

/// A theme is named that does not exist.
fn absent(source: &Source, (name, at): &(String, usize), folder: Option<&Path>) -> ThemeError {
    let known = names(folder);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    source.error(parse::unknown(name, *at..*at, &known))
}

fn resolve(name: &str, chain: &[(Source, parse::File)]) -> Result<Theme, ThemeError> {
    let mut palette: BTreeMap<&str, Option<Paint>> = BTreeMap::from([(parse::DEFAULT, None)]);
    for (_, file) in chain.iter().rev() {
        palette.extend(file.palette.iter().map(|(name, paint)| (name.as_str(), *paint)));
    }
    let mut own: [Option<Face>; Meaning::COUNT] = [None; Meaning::COUNT];
    for (source, file) in chain.iter().rev() {
        for (meaning, raw) in &file.meanings {
            let colour = |wanted: &Option<(String, usize)>| match wanted {
                None => Ok(None),
                Some((wanted, at)) => palette.get(wanted.as_str()).copied().ok_or_else(|| {
                    let names: Vec<&str> = palette.keys().copied().collect();
                    source.error(parse::unknown(wanted, *at..*at, &names))
                }),
            };
            own[meaning.index()] = Some(Face { fg: colour(&raw.fg)?, bg: colour(&raw.bg)?, ..raw.face });
        }
    }
    let face = |meaning: Meaning| {
        let mut at = meaning;
        while own[at.index()].is_none() && at != Meaning::Text {
            at = at.fallback();
        }
        own[at.index()].unwrap_or_default()
    };
    Ok(Theme {
        name: name.to_owned(),
        background: chain.iter().find_map(|(_, file)| file.background).unwrap_or_default(),
        // Not inherited: a theme that adds to another would lose its own on a light screen.
        light: chain.first().and_then(|(_, file)| file.light.as_ref()).map(|(light, _)| light.clone()),
        faces: Meaning::ALL.iter().map(|meaning| face(*meaning)).collect(),
    })
}

#[cfg(test)]
mod tests;
