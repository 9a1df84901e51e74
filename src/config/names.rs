//! The names that key maps and themes go by: those the program carries, and the files of a person's folder.

use std::path::{Path, PathBuf};

/// The names of the files of that folder, in order; none where there is no folder.
pub fn own(folder: Option<&Path>) -> Vec<String> {
    let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
    let mut names: Vec<String> = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names
}

/// The names that a person may choose from: those carried, in their own order, then the others.
pub fn all<'a>(carried: impl IntoIterator<Item = &'a str>, folder: Option<&Path>) -> Vec<String> {
    let mut names: Vec<String> = carried.into_iter().map(str::to_owned).collect();
    let others = own(folder).into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>();
    names.extend(others);
    names
}

/// The file of that name in that folder, if there is one. A name is never a way out of the folder.
pub fn file(name: &str, folder: Option<&Path>) -> Option<PathBuf> {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let path = folder.filter(|_| plain)?.join(format!("{name}.toml"));
    path.is_file().then_some(path)
}
