//! Mails that came back, as the mail server puts them into a folder of its own (Maildir): each is read once, and moved aside.

use std::path::Path;

use sqlx::PgConnection;

use crate::mail::bounce;
use crate::store::alerts;

/// Larger ones are no reports.
const MOST: u64 = 4 << 20;

/// Reads what has come; says how many of our mails came back.
///
/// # Errors
/// When the database refuses: what was not recorded is read again.
pub async fn read(conn: &mut PgConnection, folder: &Path) -> sqlx::Result<usize> {
    let mut back = 0;
    let Ok(mut entries) = tokio::fs::read_dir(folder.join("new")).await else { return Ok(0) };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let path = entry.path();
        let small = entry.metadata().await.is_ok_and(|about| about.is_file() && about.len() <= MOST);
        if small
            && let Ok(raw) = tokio::fs::read(&path).await
            && let Some(report) = bounce::read(&raw)
        {
            back += usize::from(alerts::mail_bounced(conn, report.id, report.key, &report.why).await?);
        }
        let mut aside = folder.join("cur").join(entry.file_name()).into_os_string();
        aside.push(":2,S");
        if let Err(error) = tokio::fs::rename(&path, &aside).await {
            tracing::warn!(path = %path.display(), "cannot be moved aside: {error}");
        }
    }
    Ok(back)
}
