//! Erasing values, after asking: it cannot be undone.

use std::io::{BufRead, IsTerminal};

use chrono::NaiveDate;
use sqlx::postgres::PgConnection;

use super::super::exit::{Exit, Failure};
use super::super::out;
use super::refused;
use crate::i18n::{DateStyle, Texts};
use crate::store::audit;

/// Erases the values of the entries before a day.
///
/// # Errors
/// When the person may not or does not confirm, or the values are still to be kept.
pub async fn run(
    connection: &mut PgConnection,
    login: &str,
    before: NaiveDate,
    yes: bool,
    texts: Texts,
) -> Result<(), Failure> {
    let day = texts.date(before, DateStyle::Long);
    if !yes {
        let mut input = std::io::stdin().lock();
        if !input.is_terminal() {
            return Err(Failure::new(Exit::Usage, "audit-erase-unasked", []));
        }
        out::tell(&texts.format("audit-erase-ask", &[("day", day.clone().into())]));
        let mut answer = String::new();
        // What cannot be read is no yes.
        let _ = input.read_line(&mut answer);
        if answer.trim() != before.to_string() {
            return Err(Failure::new(Exit::Failed, "audit-erase-not-done", []));
        }
    }
    let erased = audit::erase(connection, before).await.map_err(|error| refused(error, login))?;
    out::line(&texts.format("audit-erased", &[("count", erased.into()), ("day", day.into())]))
}
