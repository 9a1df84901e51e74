//! What a verification found, in sentences or as JSON.

use std::io::IsTerminal;

use serde::Serialize;
use sqlx::postgres::PgConnection;

use super::super::exit::{Exit, Failure};
use super::super::out;
use super::against::Earlier;
use super::refused;
use crate::domain::audit::{Fault, Place, Report};
use crate::i18n::Texts;
use crate::store::audit;

/// Verifies the history, and then that an earlier export is still part of it.
///
/// # Errors
/// When it is broken, or cannot be read.
pub async fn run(
    connection: &mut PgConnection,
    login: &str,
    earlier: Option<&Earlier>,
    json: bool,
    texts: Texts,
) -> Result<(), Failure> {
    audit::freeze(connection).await.map_err(|error| refused(error, login))?;
    let shown = !json && std::io::stderr().is_terminal();
    let verified = audit::verify(connection, |entries| {
        if shown {
            out::progress(&texts.format("audit-progress", &[("count", entries.into())]));
        }
    })
    .await;
    if shown {
        out::progress("");
    }
    let mut report = verified.map_err(|error| refused(error, login))?;
    // A seal only says that something in it changed; the export knows what.
    let vague = report.fault.as_ref().is_none_or(|fault| matches!(fault.place, Place::Seals { .. }));
    if let Some(earlier) = earlier.filter(|_| vague) {
        let (count, fault) = earlier.compare(connection, login).await?;
        report.exported = Some(count);
        report.fault = fault.or(report.fault);
    }
    audit::release(connection).await.map_err(|error| refused(error, login))?;
    if json {
        out::json(&Answer { whole: report.fault.is_none(), report: &report })?;
    } else {
        out::line(&said(texts, &report))?;
    }
    match report.fault {
        None => Ok(()),
        Some(_) if json => Err(Failure::silent(Exit::Failed)),
        Some(fault) => Err(Failure::worded(Exit::Failed, move |_| broken(texts, &fault))),
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    whole: bool,
    #[serde(flatten)]
    report: &'a Report,
}

fn said(texts: Texts, report: &Report) -> String {
    let mut lines = vec![texts.format(
        "audit-followed",
        &[
            ("entries", report.entries.into()),
            ("conventions", report.conventions.into()),
            ("seals", report.seals.into()),
            ("administration", report.administration.into()),
        ],
    )];
    for erasure in &report.erasures {
        let about = [
            ("count", erasure.entries.into()),
            ("at", texts.moment(erasure.at).into()),
            ("login", erasure.login.as_str().into()),
        ];
        lines.push(texts.format("audit-erasure", &about));
    }
    if report.fault.is_none() {
        if report.erased > 0 {
            lines.push(texts.format("audit-without-values", &[("count", report.erased.into())]));
        }
        if report.unsealed > 0 {
            lines.push(texts.format("audit-unsealed", &[("count", report.unsealed.into())]));
        }
        if let Some(count) = report.exported {
            lines.push(texts.format("audit-found-again", &[("count", count.into())]));
        }
        lines.push(texts.get("audit-whole").to_owned());
    }
    lines.join("\n")
}

/// The broken link in one sentence.
fn broken(texts: Texts, fault: &Fault) -> String {
    let (id, convention, seq) = match fault.place {
        Place::Convention { convention, seq } => ("audit-at-entry", convention, seq),
        Place::Seals { seq } => ("audit-at-seal", 0, seq),
        Place::Administration { seq } => ("audit-at-administration", 0, seq),
    };
    let about = [("convention", convention.to_string().into()), ("seq", seq.to_string().into())];
    let place = texts.format(id, &about);
    let wrong = texts.get(&format!("audit-wrong-{}", fault.wrong.code())).to_owned();
    let about = [("place", place.into()), ("wrong", wrong.into())];
    match fault.at {
        None => texts.format("audit-broken", &about),
        Some(at) => {
            let [place, wrong] = about;
            texts.format("audit-broken-at", &[place, wrong, ("at", texts.moment(at).into())])
        }
    }
}
