//! Reads the project's own files for the lints.

use std::path::{Path, PathBuf};

use syn::{Attribute, Meta};

/// One file of the project.
pub struct Source {
    /// Its path from the project's root, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// The project's root folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under `folder` whose name ends with `extension`, in order of path; none where the folder is absent.
pub fn files(folder: &str, extension: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(read(path));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn read(path: PathBuf) -> Source {
    let text = std::fs::read_to_string(&path).unwrap();
    let path = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
    Source { path, text }
}

/// Whether the attributes keep an item out of the program: `#[cfg(test)]`, `#[cfg(all(test, ...))]`, `#[test]`.
pub fn only_in_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("cfg") => {
            let tokens = list.tokens.to_string();
            tokens == "test"
                || (tokens.starts_with("all") && tokens.contains("test") && !tokens.contains("not"))
        }
        _ => false,
    })
}

/// Whether a file belongs to the tests of its room by its name (`tests.rs`, `x/tests/y.rs`).
pub fn is_test_file(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs")
}

/// Fails with one line a violation.
#[track_caller]
pub fn refuse(rule: &str, violations: &[String]) {
    assert!(violations.is_empty(), "{rule}\n{}", violations.join("\n"));
}
