//! Themes: what each [`Meaning`] looks like at every colour depth, read from a file that may inherit from another.
//!
//! A theme never paints the screen's background: the terminal's own stays. `background` only says what the colours
//! were chosen for.

mod meaning;
mod parse;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

pub use meaning::Meaning;

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: only bold, underlined and reversed text.
    Mono,
    /// The 16 of every terminal.
    Ansi,
    /// The 256 of xterm.
    Indexed,
    /// 24 bits.
    TrueColour,
}

impl Depth {
    /// What the environment says: `NO_COLOR`, then `COLORTERM`, then `TERM`.
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        let term = variable("TERM").unwrap_or_default();
        if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) || matches!(term.as_str(), "" | "dumb")
        {
            return Self::Mono;
        }
        // Serial terminals and the like: monochrome, or not to be trusted with more.
        if term.starts_with("vt") && !term.contains("color")
            || term.ends_with("-mono")
            || term.ends_with("-m")
        {
            return Self::Mono;
        }
        let colorterm = variable("COLORTERM").unwrap_or_default();
        if matches!(colorterm.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
            // `screen` strips what it does not know; tmux passes the rest on under its own name.
            return if term.starts_with("screen") { Self::Indexed } else { Self::TrueColour };
        }
        if term.contains("256color") { Self::Indexed } else { Self::Ansi }
    }
}

/// The 16 colours of every terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ansi(u8);

impl Ansi {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 16] = {
        let mut all = [Self(0); 16];
        let mut code = 0;
        while code < 16 {
            all[code as usize] = Self(code);
            code += 1;
        }
        all
    };

    /// 0 to 7, and 8 to 15 for the bright ones.
    pub fn code(self) -> u8 {
        self.0
    }

    /// Its name in a theme file.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 16] = [
            "black",
            "red",
            "green",
            "yellow",
            "blue",
            "magenta",
            "cyan",
            "white",
            "bright-black",
            "bright-red",
            "bright-green",
            "bright-yellow",
            "bright-blue",
            "bright-magenta",
            "bright-cyan",
            "bright-white",
        ];
        NAMES[usize::from(self.0)]
    }
}

/// One colour, chosen for each depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint {
    /// In 24 bits.
    pub rgb: (u8, u8, u8),
    /// Among the 256, never one of the first 16.
    pub x256: u8,
    /// Among the 16, or the terminal's own.
    pub ansi: Option<Ansi>,
}

/// How a meaning looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// The colour of the text; the terminal's own when absent.
    pub fg: Option<Paint>,
    /// The colour behind the text; the terminal's own when absent.
    pub bg: Option<Paint>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Text and background exchanged.
    pub reversed: bool,
}

/// What a theme's colours were chosen for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// Light text on a dark screen.
    #[default]
    Dark,
    /// Dark text on a light screen.
    Light,
}

/// A theme: a face for every meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// What its colours were chosen for.
    pub background: Background,
    faces: Vec<Face>,
}

/// What is wrong with a theme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// The file is not TOML.
    #[error("{0}")]
    Syntax(String),
    /// A value of the wrong kind.
    #[error("expected {expected}, found {found}")]
    Expected {
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
    /// A name that does not exist.
    #[error("unknown name `{found}`{}; expected one of: {expected}", did_you_mean(.nearest))]
    Unknown {
        /// The name.
        found: String,
        /// The closest that exists.
        nearest: Option<String>,
        /// All that exist.
        expected: String,
    },
    /// A colour without a value for one depth.
    #[error("this colour has no `{0}`: each needs rgb, x256 and ansi")]
    MissingDepth(String),
    /// A name that the palette may not define.
    #[error("`{0}` is the terminal's own colour and cannot be redefined")]
    Reserved(String),
    /// Themes that inherit from each other.
    #[error("inherits from itself: {0}")]
    Cycle(String),
}

fn did_you_mean(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|name| format!(" (nearest: `{name}`)")).unwrap_or_default()
}

/// Where a theme comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Carried by the program.
    BuiltIn(&'static str),
    /// A file of the user's.
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(name) => write!(f, "{name}.toml (built in)"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A theme that cannot be used: where and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{origin}:{line}:{column}: {problem}")]
pub struct ThemeError {
    /// The file.
    pub origin: Origin,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// The themes carried by the program.
const BUILT_IN: [(&str, &str); 3] = [
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
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
        ThemeError {
            origin: self.origin.clone(),
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
            problem,
        }
    }
}

/// The theme of settings that name none.
pub const DEFAULT: &str = "dark";

impl Theme {
    /// The names of the themes carried by the program.
    pub fn built_in() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The theme of that name: the user's `NAME.toml` in that folder, else the one carried by the program.
    ///
    /// A user's theme that inherits its own name adds to the one carried by the program.
    pub fn load(name: &str, folder: Option<&Path>) -> Result<Self, ThemeError> {
        // From the theme itself to its remotest ancestor.
        let mut chain: Vec<(Source, parse::File)> = Vec::new();
        let mut wanted = (name.to_owned(), 0);
        loop {
            let child = chain.last().map(|(source, _)| source);
            let source = find(&wanted.0, folder, child).map_err(|problem| match child {
                Some(child) => child.error((problem, wanted.1)),
                None => ThemeError { origin: asked_for(name, folder), line: 1, column: 1, problem },
            })?;
            if chain.iter().any(|(seen, _)| seen.origin == source.origin) {
                return Err(source.error((Problem::Cycle(wanted.0), 0)));
            }
            let file = parse::parse(&source.text).map_err(|located| source.error(located))?;
            let parent = file.inherits.clone();
            chain.push((source, file));
            match parent {
                Some(parent) => wanted = parent,
                None => break,
            }
        }
        resolve(name, &chain)
    }

    /// How that meaning looks.
    pub fn face(&self, meaning: Meaning) -> Face {
        self.faces[meaning.index()]
    }
}

fn asked_for(name: &str, folder: Option<&Path>) -> Origin {
    Origin::File(folder.unwrap_or(Path::new("")).join(format!("{name}.toml")))
}

/// The file of that name; the one carried by the program when it is asked for by the user's file of the same name.
fn find(name: &str, folder: Option<&Path>, child: Option<&Source>) -> Result<Source, Problem> {
    // A theme is a name, never a way out of the folder.
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if let (true, Some(folder)) = (plain, folder) {
        let origin = asked_for(name, Some(folder));
        let path = folder.join(format!("{name}.toml"));
        if child.is_none_or(|child| child.origin != origin) && path.is_file() {
            let text =
                std::fs::read_to_string(path).map_err(|error| Problem::Unreadable(error.to_string()))?;
            return Ok(Source { origin, text });
        }
    }
    match BUILT_IN.iter().find(|(known, _)| *known == name) {
        Some((known, text)) => Ok(Source { origin: Origin::BuiltIn(known), text: (*text).to_owned() }),
        None => Err(parse::unknown(name, 0..0, &BUILT_IN.map(|(known, _)| known)).0),
    }
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
        faces: Meaning::ALL.iter().map(|meaning| face(*meaning)).collect(),
    })
}

#[cfg(test)]
mod tests;
