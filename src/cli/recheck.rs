//! `guichet recheck`: the rules look again at the files of which something may have changed; for a nightly timer.

use super::exit::Failure;
use super::text::refused_to;
use super::{out, session};
use crate::i18n::Texts;
use crate::store::files;

/// Runs it.
///
/// # Errors
/// When the database cannot be reached, or refuses.
pub async fn run(profile: Option<&str>, json: bool, texts: Texts) -> Result<(), Failure> {
    let (mut connection, login) = session::open(profile, texts).await?;
    let is_watched = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let told = |done: usize, total: usize| {
        if is_watched {
            out::progress(&texts.format("recheck-going", &[("done", done.into()), ("total", total.into())]));
        }
    };
    let found = files::recheck(&mut connection, told).await.map_err(|error| refused_to(error, &login))?;
    if is_watched && found.looked_at > 0 {
        out::progress("");
    }
    if json {
        return out::json(&found);
    }
    let about = [("seen", found.looked_at.into()), ("changed", found.changed.into())];
    out::line(&texts.format("recheck-done", &about))
}
