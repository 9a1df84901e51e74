//! Mails that leave: one at a time, each in a transaction of its own that holds it while the server answers. Whoever dies lets go
//! of it, and it is sent again with the same identifier.

use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::Office;
use crate::i18n::{Lang, Texts};
use crate::mail::letter::{self, Letter};
use crate::mail::post::RefusalKind;
use crate::store::alerts::{self, Due};

/// What became of the next mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// None is due.
    Nothing,
    /// It was accepted, or somebody decided that none leave.
    Sent,
    /// Some that were due do not leave: their centre is closed, or who they are for is gone.
    PutOff,
    /// It was refused: it is tried again later, or given up.
    Refused {
        /// It is given up.
        given_up: bool,
    },
    /// So many have left that the next one waits.
    Paced(Duration),
    /// The server is not to be had; the mail waits.
    Unreachable(String),
}

/// Sends the next one.
///
/// # Errors
/// When the database refuses. If the server had accepted the mail, it will be sent once more.
pub async fn once(conn: &mut PgConnection, office: &Office) -> sqlx::Result<Outcome> {
    match alerts::may_mail(conn, office.rules.a_minute).await? {
        None => return Ok(Outcome::Nothing),
        Some(wait) if !wait.is_zero() => return Ok(Outcome::Paced(wait)),
        Some(_) => {}
    }
    let mut work = conn.begin().await?;
    let Some(due) = alerts::take_mail(&mut work, office.rules.digest_at, gone(office)).await? else {
        work.rollback().await?;
        return Ok(Outcome::Nothing);
    };
    if !due.leaves {
        work.commit().await?;
        return Ok(Outcome::PutOff);
    }
    let outcome = deliver(&mut work, office, &due).await?;
    work.commit().await?;
    Ok(outcome)
}

/// Why nothing is sent to somebody who logs in no more.
fn gone(office: &Office) -> &'static str {
    office.texts.get("mail-gone")
}

async fn deliver(conn: &mut PgConnection, office: &Office, due: &Due) -> sqlx::Result<Outcome> {
    let rules = &office.rules;
    let Some(post) = &office.post else {
        alerts::mail_dropped(conn, due.id, office.texts.get("mail-switched-off")).await?;
        return Ok(Outcome::Sent);
    };
    let wanted = due.redirect.as_deref().unwrap_or(&due.address);
    let redirected = rules.redirect.as_deref().or(due.redirect.as_deref());
    let letter = Letter {
        name: &due.name,
        address: &due.address,
        redirected,
        subject: &due.subject,
        body: &due.body,
        id: due.id,
        key: due.key,
    };
    let message = match letter::write(&letter, &rules.from) {
        Ok(message) => message,
        Err(unsendable) => {
            let why = office.texts.format("mail-unsendable", &[("why", unsendable.to_string().into())]);
            let given_up = alerts::mail_failed(conn, due.id, &why, true, rules.give_up).await?;
            return Ok(Outcome::Refused { given_up });
        }
    };
    match post.send(&message).await {
        Ok(()) => {
            alerts::mail_sent(conn, due.id, rules.redirect.as_deref().unwrap_or(wanted)).await?;
            Ok(Outcome::Sent)
        }
        Err(refusal) => {
            let forever = refusal.kind == RefusalKind::Never;
            let given_up = alerts::mail_failed(conn, due.id, &refusal.says, forever, rules.give_up).await?;
            Ok(match refusal.kind {
                RefusalKind::Server => Outcome::Unreachable(refusal.says),
                RefusalKind::Later | RefusalKind::Never => Outcome::Refused { given_up },
            })
        }
    }
}

/// Makes one mail of what somebody is told in a digest that is due; whether there was one.
///
/// # Errors
/// When the database refuses; nothing is done then.
pub async fn gather(conn: &mut PgConnection, office: &Office) -> sqlx::Result<bool> {
    let mut work = conn.begin().await?;
    let parts = alerts::take_digest(&mut work, office.rules.digest_at, gone(office)).await?;
    let Some(first) = parts.first() else {
        // What was put off or dropped on the way stays so.
        work.commit().await?;
        return Ok(false);
    };
    let texts = Texts::of(Lang::from_locale(&first.language));
    let subject = texts.format("mail-digest-subject", &[("count", parts.len().into())]);
    let mut body = texts.format("mail-digest-greeting", &[("name", first.name.clone().into())]);
    body.push_str("\n\n");
    for part in &parts {
        body.push_str("- ");
        body.push_str(&part.subject);
        body.push('\n');
    }
    let ids: Vec<i64> = parts.iter().map(|part| part.id).collect();
    alerts::gather(&mut work, &ids, &subject, &body).await?;
    work.commit().await?;
    Ok(true)
}
