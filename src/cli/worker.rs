//! `guichet worker`: posts alerts, until it is told to stop. Its unit for systemd is `guichet-worker.service`, beside this file.

use std::time::Duration;

use chrono::NaiveTime;
use clap::Args;
use tokio::sync::watch;

use super::exit::{Exit, Failure};
use super::out;
use super::session::{self, place_of, read_secret};
use super::text::refused_to;
use crate::config::mail::{self, Mail};
use crate::i18n::Texts;
use crate::mail::letter::mailbox;
use crate::mail::post::{PATIENCE, Post, Security, Server};
use crate::runtime::posting::{Desk, Office, Report, Rules};
use crate::runtime::signals::{Signal, Signals};

/// How long it waits before it looks for a database that is gone.
const AGAIN: Duration = Duration::from_secs(5);

/// How to run it.
#[derive(Debug, Args)]
pub struct Worker {
    /// Do what is to be done now, and end
    #[arg(long, conflicts_with = "check")]
    once: bool,
    /// Only see whether the mail server is reached, and lets us in
    #[arg(long)]
    check: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Runs it.
///
/// # Errors
/// When the settings make no sense; with `--once` and `--check`, when the database or the mail server cannot be reached.
pub async fn run(worker: &Worker, profile: Option<&str>, texts: Texts) -> Result<(), Failure> {
    let settings = session::settings()?;
    let told =
        settings.mail.as_ref().ok_or_else(|| Failure::new(Exit::Configuration, "worker-no-mail", []))?;
    let office = of_settings(told, texts)?;
    if worker.check {
        return check(&office, told, texts).await;
    }
    let mut signals = Signals::new().map_err(|error| {
        Failure::new(Exit::Failed, "cli-cannot-start", [("why", error.to_string().into())])
    })?;
    let (stop, stopped) = watch::channel(false);
    let ends = async {
        loop {
            if matches!(signals.next().await, Signal::Terminate | Signal::Interrupt | Signal::HangUp) {
                // What is in hand is finished first.
                let _ = stop.send(true);
            }
        }
    };
    let work = async {
        if worker.once {
            once(worker, profile, &office, &stopped).await
        } else {
            go_on(worker, profile, &office, stopped.clone()).await
        }
    };
    tokio::select! {
        ended = work => ended,
        never = ends => never,
    }
}

async fn once(
    worker: &Worker,
    profile: Option<&str>,
    office: &Office,
    stopped: &watch::Receiver<bool>,
) -> Result<(), Failure> {
    let (mut connection, login) = session::open(profile, office.texts).await?;
    let mut desk = Desk::default();
    while !*stopped.borrow()
        && desk.turn(&mut connection, office, stopped).await.map_err(|error| refused_to(error, &login))?
    {}
    tell(worker, office.texts, desk.report())
}

async fn go_on(
    worker: &Worker,
    profile: Option<&str>,
    office: &Office,
    mut stopped: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let mut desk = Desk::default();
    let texts = office.texts;
    while !*stopped.borrow() {
        match session::open(profile, texts).await {
            Ok((mut connection, _)) => {
                let told = |report: &Report| {
                    // Whoever read it may be gone; the mail goes on.
                    let _ = tell(worker, texts, report);
                };
                match desk.work(&mut connection, office, &mut stopped, told).await {
                    Ok(()) => break,
                    Err(error) => tracing::warn!("{error}"),
                }
            }
            // What waiting does not mend.
            Err(failure) if matches!(failure.exit, Exit::Configuration | Exit::Usage | Exit::Schema) => {
                return Err(failure);
            }
            Err(failure) => {
                let sentence = failure.sentence(texts).unwrap_or_default();
                tracing::warn!("{sentence}");
                out::tell(&sentence);
            }
        }
        // Nobody waits for it to stop.
        let _ = tokio::time::timeout(AGAIN, stopped.wait_for(|stopped| *stopped)).await;
    }
    tell(worker, texts, desk.report())
}

async fn check(office: &Office, told: &Mail, texts: Texts) -> Result<(), Failure> {
    let Some(post) = &office.post else { return out::line(texts.get("mail-switched-off")) };
    let server = told.server.clone();
    match post.greet().await {
        Ok(()) => out::line(&texts.format("worker-greeted", &[("server", server.into())])),
        Err(refusal) => Err(Failure::new(
            Exit::Failed,
            "worker-not-greeted",
            [("server", server.into()), ("why", refusal.says.into())],
        )),
    }
}

fn tell(worker: &Worker, texts: Texts, report: &Report) -> Result<(), Failure> {
    if worker.json {
        return out::json(report);
    }
    let line = texts.format(
        "worker-report",
        &[
            ("events", report.routed.into()),
            ("sent", report.sent.into()),
            ("waiting", report.health.waiting.into()),
            ("failed", report.health.failed.into()),
        ],
    );
    match &report.unreachable {
        Some(why) => out::line(&format!(
            "{line} · {}",
            texts.format("worker-unreachable", &[("why", why.clone().into())])
        )),
        None => out::line(&line),
    }
}

fn wrong(why: impl ToString) -> Failure {
    Failure::new(Exit::Configuration, "mail-settings", [("why", why.to_string().into())])
}

/// What the settings say, ready to work with.
///
/// # Errors
/// When an address, a time or a file makes no sense.
pub fn of_settings(told: &Mail, texts: Texts) -> Result<Office, Failure> {
    let from = mailbox(&told.from).map_err(wrong)?;
    if let Some(address) = &told.redirect {
        mailbox(address).map_err(wrong)?;
    }
    let digest_at = told.digest_at.as_deref().unwrap_or("07:30");
    let digest_at = NaiveTime::parse_from_str(digest_at, "%H:%M")
        .map_err(|_| wrong(format!("[mail] digest_at = {digest_at:?}: HH:MM is expected")))?;
    let hours = |hours: u16| Duration::from_secs(u64::from(hours) * 3600);
    let rules = Rules {
        from,
        hold: Duration::from_secs(told.hold.unwrap_or(60).into()),
        old: hours(24) * told.news_days.unwrap_or(3).max(1).into(),
        give_up: hours(told.give_up_hours.unwrap_or(72)),
        a_minute: told.a_minute.unwrap_or(300).max(1),
        digest_at,
        link: told.link.clone(),
        redirect: told.redirect.clone(),
        bounces: told.bounces.clone(),
    };
    let post = told.deliver.then(|| server(told)).transpose()?;
    let post = post.map(|server| Post::new(&server)).transpose().map_err(wrong)?;
    Ok(Office { rules, post, texts })
}

fn server(told: &Mail) -> Result<Server, Failure> {
    let login = match (&told.login, &told.password_file) {
        (Some(name), Some(file)) => Some((name.clone(), read_secret(file)?)),
        (None, None) => None,
        (Some(_), None) => return Err(wrong("[mail] has a login and no password_file")),
        (None, Some(_)) => return Err(wrong("[mail] has a password_file and no login")),
    };
    let authority = told.authority_file.as_deref().map(|file| {
        let file = place_of(file);
        std::fs::read(&file).map_err(|error| wrong(format!("{}: {error}", file.display())))
    });
    Ok(Server {
        host: told.server.clone(),
        port: told.port,
        security: match told.security {
            mail::Security::StartTls => Security::StartTls,
            mail::Security::Tls => Security::Tls,
            mail::Security::None => Security::Clear,
        },
        login,
        authority: authority.transpose()?,
        patience: told.within.map_or(PATIENCE, |seconds| Duration::from_secs(seconds.max(1).into())),
    })
}
