//! Files on the machine where the program runs: that of a document, read; a text that is written out.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::app::message::Unread;
use crate::store::documents::{LONGEST, Paper};

/// Reads a file; `~/` is the home of whoever runs it.
///
/// # Errors
/// Why it cannot be taken.
pub async fn read(path: &str) -> Result<Paper, Unread> {
    let because = |error: std::io::Error| Unread::Because(error.to_string());
    let whole = expanded(path);
    let known = tokio::fs::metadata(&whole).await.map_err(because)?;
    match known.len() {
        0 => return Err(Unread::Empty),
        length if length > LONGEST => return Err(Unread::TooLong),
        _ => {}
    }
    let bytes = tokio::fs::read(&whole).await.map_err(because)?;
    let name = whole.file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned());
    Ok(Paper { name, bytes })
}

/// Writes a text into a file that is not there yet; `~/` is the home of whoever runs it.
///
/// # Errors
/// When it is there already, or cannot be written.
pub fn write(path: &str, text: &str) -> std::io::Result<()> {
    write_new(&expanded(path), format!("{text}\n").as_bytes())
}

/// Writes a file that is not there yet.
///
/// # Errors
/// When it is there already, or cannot be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create_new(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a file is worse than none; if it cannot be taken away either, what went wrong is said anyway.
        let _ = std::fs::remove_file(path);
    }
    written
}

/// A path as a person types it: `~/` is their home.
pub fn expanded(path: &str) -> PathBuf {
    let home = path.strip_prefix("~/").zip(std::env::home_dir());
    home.map_or_else(|| Path::new(path).to_path_buf(), |(rest, home)| home.join(rest))
}
