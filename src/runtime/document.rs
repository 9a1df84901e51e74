//! The file of a document, read on the machine where the program runs.

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

fn expanded(path: &str) -> PathBuf {
    let home = path.strip_prefix("~/").zip(std::env::home_dir());
    home.map_or_else(|| Path::new(path).to_path_buf(), |(rest, home)| home.join(rest))
}
