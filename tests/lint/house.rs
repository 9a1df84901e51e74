//! Where things stand and how big they are: the top level, the first line of each file, the length of each file.

use super::sources::{self, refuse};

/// The top level, exactly; `target` and `.git` are not the project's.
const TOP_LEVEL: [&str; 18] = [
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".config",
    ".gitignore",
    ".rustfmt.toml",
    ".sqlx",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "keymaps",
    "migrations",
    "src",
    "tests",
    "themes",
    "widgets",
];

const LONGEST: usize = 450;

#[test]
fn nothing_else_stands_at_the_top_level() {
    let found: Vec<String> = std::fs::read_dir(sources::root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !["target", ".git"].contains(&name.as_str()))
        .filter(|name| !TOP_LEVEL.contains(&name.as_str()))
        .collect();
    refuse("These do not belong at the top level:", &found);
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut sources = sources::files("src", "rs");
    sources.extend(sources::files("widgets", "rs"));
    sources.extend(sources::files("tests", "rs"));
    let found: Vec<String> = sources
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| format!("{}:1", source.path))
        .collect();
    refuse("A file begins with `//!` and a sentence that says what it is for:", &found);
}

#[test]
fn no_file_is_too_long_to_read() {
    let mut sources = sources::files("src", "rs");
    sources.extend(sources::files("widgets/src", "rs"));
    let found: Vec<String> = sources
        .into_iter()
        .map(|source| (source.text.lines().count(), source.path))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    refuse(&format!("Over {LONGEST} lines, to be split by what changes together:"), &found);
}
