//! Questions to others than the database. An errand goes out to them by itself: however long they take, it keeps no other
//! errand waiting, and it comes back to the database with what it heard.

use std::pin::Pin;
use std::sync::Arc;

use sqlx::PgConnection;
use tokio::sync::mpsc;

use super::Request;
use super::errand::{Errand, Step, Then};
use super::line::Line;
use super::scanning::{Scanned, Scans};
use super::trouble;
use crate::app::message::{Answer, Message};
use crate::documents::organisations::LineError;
use crate::domain::organisation::registered::{Looked, Proposed, Registered, Rest};
use crate::domain::organisation::table::{Table, Tabled, TakenOut};
use crate::i18n::Texts;
use crate::runtime::importing::{self, ImportFault};
use crate::runtime::register::{Next, Registers, Reply};
use crate::runtime::students::{Asking, StudentSources};
use crate::runtime::{document, exporting};
use crate::sis::fault::Fault;
use crate::store::error::ConnectError;
use crate::store::{Result, organisations};

/// What was heard elsewhere.
pub(super) enum Heard {
    /// A register, which the next may follow.
    Register(std::result::Result<Reply, Fault>),
    /// The sources of students: more may come.
    Dossier(Box<Asking>),
    /// A search of the registry that brought nothing.
    Scanned(Scanned),
    /// All that was asked.
    Answer(Answer),
}

/// Opens another connection, for work that would keep the errands waiting.
pub(super) type Open = Arc<
    dyn Fn() -> Pin<Box<dyn Future<Output = std::result::Result<PgConnection, ConnectError>> + Send>>
        + Send
        + Sync,
>;

/// Whom errands may go to besides the database.
pub(super) struct Others {
    pub(super) registers: Arc<Registers>,
    pub(super) students: StudentSources,
    pub(super) open: Open,
    pub(super) scans: Arc<Scans>,
    /// Where those who work elsewhere tell how far they are.
    pub(super) replies: mpsc::UnboundedSender<Message>,
    pub(super) texts: Texts,
}

/// Wrong lines of a table that are told at most: all of them stand in the file that is written of them.
const TOLD: usize = 2000;

/// A way out and back.
pub(super) type Trip = Pin<Box<dyn Future<Output = Heard> + Send>>;

/// Goes out, and comes back as the next errand of the worker, if it still works.
pub(super) async fn go(mut errand: Errand, trip: Trip, back: mpsc::WeakUnboundedSender<Request>) {
    errand.hear(trip.await);
    if let Some(back) = back.upgrade() {
        // The worker ends when nobody asks any more.
        let _ = back.send(Request::Back(Box::new(errand)));
    }
}

impl Errand {
    /// It is back, with this.
    fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Answer(answer) => self.heard = Some(answer),
            Heard::Scanned(scanned) => self.scanned = Some(scanned),
            Heard::Dossier(asking) => self.asking = Some(asking),
            Heard::Register(said) => {
                if let Some(inquiry) = &mut self.inquiry {
                    inquiry.hear(said);
                }
            }
        }
    }

    /// Asks the registers, within the quota that the database keeps.
    pub(super) async fn register(
        &mut self,
        line: &mut Line,
        others: &Others,
        looked: &Looked,
        rest: Option<&Rest>,
    ) -> Result<Step> {
        let begin = || others.registers.inquiry(looked.clone(), rest.cloned());
        let inquiry = self.inquiry.get_or_insert_with(begin);
        Ok(Step::last(match inquiry.next(&mut line.conn).await? {
            Next::Ask(question) => {
                let registers = Arc::clone(&others.registers);
                let trip = async move { Heard::Register(registers.ask(&question).await) };
                return Ok(Step { answers: Vec::new(), then: Then::Away(Box::pin(trip)) });
            }
            Next::Said(mut found) => {
                let said = std::mem::take(&mut found.said);
                let sirets: Vec<&str> = said.iter().map(|one| one.siret.as_str()).collect();
                let known = organisations::with_sirets(&mut line.conn, &sirets).await?;
                let number = |one: &Registered| known.iter().find(|(siret, _)| siret == one.siret.as_str());
                let propose = |said| Proposed { known: number(&said).map(|(_, id)| *id), said };
                let proposed = said.into_iter().map(propose).collect();
                Answer::Registered(Ok(found.with(proposed)))
            }
            Next::Unsaid(why) => Answer::Registered(Err(why.unsaid()?)),
        }))
    }

    /// Has an address completed.
    pub(super) fn complete(&mut self, others: &Others, text: String) -> Step {
        let registers = Arc::clone(&others.registers);
        self.elsewhere(async move { Answer::Addresses(registers.addresses(&text).await) })
    }

    /// Brings in a table of hosts, over a connection of its own.
    pub(super) fn table(&mut self, others: &Others, table: Table) -> Step {
        let (open, replies, texts) = (Arc::clone(&others.open), others.replies.clone(), others.texts);
        let job = self.job;
        self.elsewhere(async move {
            let told = |done, total| {
                // Nobody listens only when the desk is being left.
                let _ = replies.send(Message::Answer(job, Answer::Tabling(done, total)));
            };
            let tabled = bring(&open, &table, texts, told).await;
            Answer::Tabled(table, tabled)
        })
    }

    /// Takes hosts out as a table, over a connection of its own.
    pub(super) fn take_out(&mut self, others: &Others, wanted: TakenOut) -> Step {
        let (open, texts) = (Arc::clone(&others.open), others.texts);
        self.elsewhere(async move { Answer::TakenOut(take_out(&open, &wanted, texts).await) })
    }

    /// What is answered by somebody else than the database.
    pub(super) fn elsewhere(&mut self, answer: impl Future<Output = Answer> + Send + 'static) -> Step {
        match self.heard.take() {
            Some(answer) => Step::last(answer),
            None => {
                let trip = async move { Heard::Answer(answer.await) };
                Step { answers: Vec::new(), then: Then::Away(Box::pin(trip)) }
            }
        }
    }
}

/// Writes hosts into a file that is not there yet: how many, and where; or says why not, in one sentence.
async fn take_out(
    open: &Open,
    wanted: &TakenOut,
    texts: Texts,
) -> std::result::Result<(usize, String), String> {
    let failed = |error: sqlx::Error| trouble::failed(&error, texts);
    let mut conn = open().await.map_err(|error| trouble::down(&error, texts))?;
    if !organisations::keeps(&mut conn, "read").await.map_err(failed)? {
        return Err(texts.get("host-export-staff").to_owned());
    }
    let hosts = organisations::export(&mut conn, &wanted.words, wanted.kept).await.map_err(failed)?;
    let path = document::expanded(&wanted.path);
    let (count, named) = (hosts.len(), path.display().to_string());
    // A large one takes a while, in which the desk goes on.
    let written = tokio::task::spawn_blocking(move || {
        let bytes =
            exporting::table(&hosts, exporting::is_workbook(&path), texts).map_err(std::io::Error::other)?;
        document::write_new(&path, &bytes)
    });
    let written = written.await.unwrap_or_else(|error| Err(error.into()));
    match written {
        Ok(()) => Ok((count, named)),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(texts.format("organisation-exists", &[("path", named.into())]))
        }
        Err(error) => {
            let about = [("path", named.into()), ("why", error.to_string().into())];
            Err(texts.format("cli-cannot-write", &about))
        }
    }
}

/// Brings in a table of hosts; or says why not, in one sentence.
async fn bring(
    open: &Open,
    table: &Table,
    texts: Texts,
    told: impl FnMut(usize, usize),
) -> std::result::Result<Tabled, String> {
    let path = document::expanded(&table.path);
    let rejected = (!table.rejected.is_empty()).then(|| document::expanded(&table.rejected));
    let wrong = |why| importing::fault(texts, &path, rejected.as_deref(), &why);
    let bytes = importing::file(&path, rejected.as_deref()).await.map_err(wrong)?;
    let mut conn = open().await.map_err(|error| trouble::down(&error, texts))?;
    let plan = importing::Plan { dry: table.dry, only_good: table.only_good, rejected: rejected.as_deref() };
    let (told, added) = match importing::bring(&mut conn, bytes, plan, texts, told).await {
        Ok(brought) => brought,
        Err(ImportFault::Table(why)) => return Err(wrong(why)),
        Err(ImportFault::Database(error)) => return Err(trouble::failed(&error, texts)),
        Err(ImportFault::Unsure(_)) => return Err(texts.get("host-table-unsure").to_owned()),
    };
    let line = |error: &LineError| {
        let line = ("line", error.line.to_string().into());
        let value = ("value", error.value.as_str().into());
        texts.format("host-table-wrong", &[line, value, ("why", told.sentence(texts, error).into())])
    };
    Ok(Tabled {
        read: told.table.total,
        good: told.table.lines.len(),
        wrong: told.table.errors.iter().take(TOLD).map(line).collect(),
        ignored: told.table.ignored.clone(),
        added,
    })
}
