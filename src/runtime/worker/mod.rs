//! The database worker: a task that owns the desk's two connections, answers its questions one after the other, but for
//! those that are for others than the database, and reconnects for ever. It needs no terminal. Later questions make earlier ones of their kind moot; a bulk act lets
//! other questions through between its chunks; nothing is ever done twice.

mod alerting;
mod bulk;
mod connect;
mod errand;
mod inbox;
mod line;
mod outside;
mod pause;
mod reading;
mod scanning;
mod students;
mod trouble;
mod watcher;
mod working;

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;

use crate::app::effect::Ask;
use crate::app::message::{JobId, Message};
use crate::i18n::Texts;
use crate::runtime::register::Registers;
use crate::runtime::students::StudentSources;

pub use connect::Connect;

/// Whom the desk asks besides the database.
#[derive(Debug, Default)]
pub struct Elsewhere {
    /// The registers of organisations.
    pub registers: Registers,
    /// The sources of students.
    pub students: StudentSources,
}

/// What the worker is told.
enum Request {
    /// A question.
    Ask(JobId, Ask),
    /// One that was out elsewhere, with what it heard there.
    Back(Box<errand::Errand>),
    /// A question that need not be answered any more.
    Stop(JobId),
    /// The language of sentences from now on.
    Speak(Texts),
    /// The other connection was lost: look whether this one still answers.
    Look,
    /// Others changed something: ask again who we are, before the next question. Rights may be what changed.
    Anew,
}

/// How many questions are neither answered nor dropped, nor out elsewhere.
type Pending = Arc<watch::Sender<usize>>;

/// A handle to the worker; dropping it ends the worker after the statement at hand.
#[derive(Debug)]
pub struct Worker {
    requests: mpsc::UnboundedSender<Request>,
    pending: Pending,
}

impl Worker {
    /// Starts connecting at once, in the background, and answers to `replies`. To be called inside the asynchronous
    /// runtime.
    pub fn start(
        connector: impl Connect,
        elsewhere: Elsewhere,
        texts: Texts,
        replies: mpsc::UnboundedSender<Message>,
    ) -> Self {
        let (requests, inbox) = mpsc::unbounded_channel();
        let pending = Pending::default();
        let connector = Arc::new(connector);
        let (orders, watcher_orders) = mpsc::unbounded_channel();
        let looks = requests.downgrade();
        let watcher = watcher::run(Arc::clone(&connector), watcher_orders, looks, replies.clone());
        let inbox = inbox::Inbox::new(inbox, texts, replies, Arc::clone(&pending));
        let back = requests.downgrade();
        let working = working::run(connector, elsewhere, inbox, orders, back);
        task(watcher);
        task(working);
        Self { requests, pending }
    }

    /// Asks something; the answer comes as a message, unless a later question of the same kind makes it moot.
    pub fn ask(&self, job: JobId, ask: Ask) {
        self.pending.send_modify(|pending| *pending += 1);
        self.tell(Request::Ask(job, ask));
    }

    /// Stops a job: a bulk act after the chunk at hand, anything else at once and without an answer.
    pub fn stop(&self, job: JobId) {
        self.tell(Request::Stop(job));
    }

    /// Speaks this language from now on.
    pub fn speak(&self, texts: Texts) {
        self.tell(Request::Speak(texts));
    }

    /// How many questions are neither answered nor dropped, nor out elsewhere, as it changes.
    pub fn pending(&self) -> watch::Receiver<usize> {
        self.pending.subscribe()
    }

    fn tell(&self, request: Request) {
        // The worker only ends after its handle.
        let _ = self.requests.send(request);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the worker's own two tasks live as long as its handle, its questions to others as long as those take"
)]
fn task(future: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
    tokio::spawn(future).abort_handle()
}
