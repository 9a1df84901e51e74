//! Two hosts that are one, and one that is two again.

use std::io::{BufRead, IsTerminal};

use clap::Args;

use super::{Here, answered, not_found};
use crate::app::pane::organisations::Compared;
use crate::cli::exit::{Exit, Failure};
use crate::cli::out;
use crate::store::organisations;

/// Which becomes which.
#[derive(Debug, Args)]
pub struct Merge {
    /// Number of the host that is kept
    kept: i32,
    /// Number of the one that goes into it
    gone: i32,
    /// Without asking
    #[arg(long)]
    yes: bool,
}

/// Makes one host of two, after asking. The one that is kept takes what only the other knows.
///
/// # Errors
/// When there are no such hosts, the person may not merge them or does not confirm.
pub(super) async fn merge(here: &mut Here, Merge { kept, gone, yes }: &Merge) -> Result<(), Failure> {
    if kept == gone {
        return Err(Failure::new(Exit::Usage, "organisation-same", [("which", kept.to_string().into())]));
    }
    here.keeps("modify").await?;
    here.keeps("delete").await?;
    let (one, other) = (here.sheet(*kept).await?, here.sheet(*gone).await?);
    let mut compared = Compared::new(one, other);
    if compared.kept.id != *kept {
        compared.swap();
    }
    let named = |which: &crate::domain::organisation::HostSheet| which.text("name");
    if !yes {
        let about = [
            ("kept", named(&compared.kept).into()),
            ("gone", named(&compared.gone).into()),
            ("services", compared.gone.services.len().into()),
            ("conventions", compared.gone.in_all.into()),
        ];
        out::tell(&here.texts.format("host-will-merge", &about));
        confirm(here, *gone)?;
    }
    let versions = ((*kept, compared.kept.version), (*gone, compared.gone.version));
    let made = organisations::merge(&mut here.connection, versions.0, versions.1, &compared.changes()).await;
    let number = made
        .map_err(|error| here.refused(error))?
        .map_err(|refusal| answered(&refusal, if refusal.code == "GU054" { *gone } else { *kept }))?;
    let merges = organisations::merges(&mut here.connection, *kept).await;
    let merges = merges.map_err(|error| here.refused(error))?;
    let files = merges.iter().find(|merge| merge.id == number).map_or(0, |merge| merge.conventions);
    let about = [
        ("kept", named(&compared.kept).into()),
        ("gone", named(&compared.gone).into()),
        ("conventions", files.into()),
        ("merge", number.to_string().into()),
    ];
    out::line(&here.texts.format("organisation-merged", &about))
}

/// Asks for the number of the one that goes: a yes would be typed without reading.
fn confirm(here: &Here, gone: i32) -> Result<(), Failure> {
    let mut input = std::io::stdin().lock();
    if !input.is_terminal() {
        return Err(Failure::new(Exit::Usage, "organisation-unasked", []));
    }
    out::tell(&here.texts.format("organisation-ask", &[("which", gone.to_string().into())]));
    let mut answer = String::new();
    // What cannot be read is no yes.
    let _ = input.read_line(&mut answer);
    if answer.trim() == gone.to_string() {
        return Ok(());
    }
    Err(Failure::new(Exit::Failed, "organisation-not-done", []))
}

/// Undoes a merge.
///
/// # Errors
/// When there is none with this number, or the person may not undo it.
pub(super) async fn part(here: &mut Here, merge: i32) -> Result<(), Failure> {
    let made = organisations::part(&mut here.connection, merge).await;
    let files =
        made.map_err(|error| here.refused(error))?.map_err(|refusal| match refusal.code.as_str() {
            "GU001" => {
                Failure::new(Exit::Failed, "organisation-no-merge", [("merge", merge.to_string().into())])
            }
            "" => not_found(&merge.to_string()),
            _ => answered(&refusal, merge),
        })?;
    out::line(&here.texts.format("organisation-parted", &[("conventions", files.into())]))
}
