//! What waits for an answer. A question that a later one of its kind makes moot leaves without one; the count of
//! those that are left is kept here and nowhere else.

use std::collections::{HashMap, VecDeque};
use std::mem::{Discriminant, discriminant};

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::AbortHandle;

use super::errand::Errand;
use super::{Pending, Request};
use crate::app::effect::Ask;
use crate::app::message::{Answer, JobId, Message};
use crate::i18n::Texts;

/// The questions, and the way their answers go.
pub(super) struct Inbox {
    requests: UnboundedReceiver<Request>,
    replies: UnboundedSender<Message>,
    pending: Pending,
    waiting: VecDeque<Errand>,
    running: Option<Running>,
    /// The errands that are out elsewhere.
    away: HashMap<JobId, AbortHandle>,
    /// The language of sentences.
    pub(super) texts: Texts,
    /// The connection is to be looked at before anything else.
    pub(super) look: bool,
    /// Somebody changed something: who we are may have changed.
    pub(super) anew: bool,
}

/// The errand that is out, as later requests see it.
struct Running {
    job: JobId,
    kind: Discriminant<Ask>,
    latest_wins: bool,
    moot: bool,
    stopped: bool,
}

/// Whether a later question of the same kind makes this one moot.
fn latest_wins(ask: &Ask) -> bool {
    match ask {
        Ask::Page { .. }
        | Ask::Matching { .. }
        | Ask::Rows { .. }
        | Ask::Counts(_)
        | Ask::Views
        | Ask::CountViews(_)
        | Ask::Sheet(..)
        | Ask::History(_)
        | Ask::Changes(_)
        | Ask::OnDay(..)
        | Ask::Preview(..)
        | Ask::Form(_)
        | Ask::Look(_)
        | Ask::Find(_)
        | Ask::Hosts { .. }
        | Ask::HostsAlike(_)
        | Ask::Host(_)
        | Ask::HostPair(..)
        | Ask::HostPairs(_)
        | Ask::HostHistory(_)
        | Ask::Addresses(_)
        | Ask::FindStudents(_) => true,
        Ask::Act(..)
        | Ask::Reasons
        | Ask::Note(..)
        | Ask::Claim(..)
        | Ask::Administration(_)
        | Ask::ChangeViews(_)
        | Ask::Administer(..)
        | Ask::Edit { .. }
        | Ask::Motive { .. }
        | Ask::Lists
        | Ask::Create { .. }
        | Ask::Amend(_)
        | Ask::CreateGroup { .. }
        | Ask::Delete(_)
        | Ask::Document { .. }
        | Ask::AddHost { .. }
        | Ask::HostLists
        | Ask::Register(..)
        | Ask::Table(_)
        | Ask::TakeOut(_)
        | Ask::ChangeHost(_)
        | Ask::Dossier { .. }
        | Ask::Alerts(_)
        | Ask::RefreshStudent { .. } => false,
    }
}

impl Inbox {
    pub(super) fn new(
        requests: UnboundedReceiver<Request>,
        texts: Texts,
        replies: UnboundedSender<Message>,
        pending: Pending,
    ) -> Self {
        let waiting = VecDeque::new();
        Self {
            requests,
            replies,
            pending,
            waiting,
            running: None,
            away: HashMap::new(),
            texts,
            look: false,
            anew: false,
        }
    }

    /// Waits for the next request and takes it in; `None` once nobody asks any more.
    pub(super) async fn next(&mut self) -> Option<()> {
        let request = self.requests.recv().await?;
        self.accept(request);
        Some(())
    }

    /// Takes in the requests that are there; `None` once nobody asks any more.
    pub(super) fn drain(&mut self) -> Option<()> {
        loop {
            match self.requests.try_recv() {
                Ok(request) => self.accept(request),
                Err(TryRecvError::Empty) => return Some(()),
                Err(TryRecvError::Disconnected) => return None,
            }
        }
    }

    /// Takes requests in while something else goes on; `None` once nobody asks any more.
    pub(super) async fn meanwhile<F: Future>(&mut self, future: F) -> Option<F::Output> {
        tokio::pin!(future);
        loop {
            tokio::select! {
                biased;
                request = self.next() => request?,
                output = &mut future => return Some(output),
            }
        }
    }

    /// The errand to run now.
    pub(super) fn take(&mut self) -> Option<Errand> {
        let errand = self.waiting.pop_front()?;
        self.running = Some(Running {
            job: errand.job,
            kind: discriminant(&errand.ask),
            latest_wins: latest_wins(&errand.ask),
            moot: false,
            stopped: false,
        });
        Some(errand)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether nobody waits for the answer of the errand that is out.
    pub(super) fn is_moot(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.moot)
    }

    /// Sends an answer of the errand that is out.
    pub(super) fn answer(&mut self, job: JobId, answer: Answer) {
        if !self.is_moot() {
            self.send(Message::Answer(job, answer));
        }
    }

    /// The errand is back, and there is nothing more to do about it.
    pub(super) fn finish(&mut self) {
        self.running = None;
        self.settle();
    }

    /// The errand is back without the answer it went for.
    pub(super) fn fail(&mut self, job: JobId, sentence: String) {
        if !self.is_moot() {
            self.send(Message::Failed(job, sentence));
        }
        self.finish();
    }

    /// The errand is back and has to go out again: at once, or after those that wait.
    pub(super) fn put_back(&mut self, errand: Errand, at_once: bool) {
        match self.running.take() {
            Some(Running { moot: true, .. }) => self.settle(),
            Some(Running { stopped: true, .. }) => self.end_stopped(errand.job),
            _ if at_once => self.waiting.push_front(errand),
            _ => self.waiting.push_back(errand),
        }
    }

    /// The errand goes elsewhere, and nothing waits for it until it is back.
    pub(super) fn send_away(&mut self, job: JobId, task: AbortHandle) {
        self.away.insert(job, task);
        self.finish();
    }

    /// The way that answers go, for whoever works elsewhere.
    pub(super) fn replies(&self) -> UnboundedSender<Message> {
        self.replies.clone()
    }

    /// Says something that answers no question.
    pub(super) fn send(&self, message: Message) {
        // Nobody listens only when the desk is being left.
        let _ = self.replies.send(message);
    }

    fn accept(&mut self, request: Request) {
        match request {
            Request::Ask(job, ask) => self.accept_ask(job, ask),
            Request::Back(errand) => {
                self.away.remove(&errand.job);
                self.pending.send_modify(|pending| *pending += 1);
                self.waiting.push_back(*errand);
            }
            Request::Stop(job) => self.accept_stop(job),
            Request::Speak(texts) => self.texts = texts,
            Request::Look => self.look = true,
            Request::Anew => self.anew = true,
        }
    }

    fn accept_ask(&mut self, job: JobId, ask: Ask) {
        if latest_wins(&ask) {
            let kind = discriminant(&ask);
            let before = self.waiting.len();
            self.waiting.retain(|errand| discriminant(&errand.ask) != kind);
            for _ in self.waiting.len()..before {
                self.settle();
            }
            if let Some(running) = self.running.as_mut().filter(|running| running.kind == kind) {
                running.moot = true;
            }
        }
        self.waiting.push_back(Errand::new(job, ask));
    }

    fn accept_stop(&mut self, job: JobId) {
        if let Some(task) = self.away.remove(&job) {
            // What it had begun in a transaction is undone with its connection.
            task.abort();
            return;
        }
        if let Some(running) = self.running.as_mut().filter(|running| running.job == job) {
            running.stopped = true;
            running.moot |= running.latest_wins;
        } else if let Some(at) = self.waiting.iter().position(|errand| errand.job == job) {
            match self.waiting.remove(at) {
                Some(Errand { ask: Ask::Act(..), .. }) => self.end_stopped(job),
                _ => self.settle(),
            }
        }
    }

    fn end_stopped(&mut self, job: JobId) {
        self.send(Message::Answer(job, Answer::ActEnded { stopped: true }));
        self.settle();
    }

    fn settle(&mut self) {
        self.pending.send_modify(|pending| *pending = pending.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;
    use crate::domain::act::{Act, Subject, Target};

    struct Fixture {
        inbox: Inbox,
        replies: mpsc::UnboundedReceiver<Message>,
        pending: Pending,
    }

    fn fixture(asks: Vec<Ask>) -> Fixture {
        let (_, requests) = mpsc::unbounded_channel();
        let (sender, replies) = mpsc::unbounded_channel();
        let pending = Pending::default();
        let mut inbox = Inbox::new(requests, Texts::default(), sender, pending.clone());
        for (number, ask) in (1..).zip(asks) {
            pending.send_modify(|pending| *pending += 1);
            inbox.accept(Request::Ask(JobId(number), ask));
        }
        Fixture { inbox, replies, pending }
    }

    fn act() -> Ask {
        Ask::Act(Act::Validate, vec![Target::file(1, 1)])
    }

    fn jobs(inbox: &Inbox) -> Vec<u64> {
        inbox.waiting.iter().map(|errand| errand.job.0).collect()
    }

    #[test]
    fn a_later_question_of_its_kind_makes_a_waiting_one_moot_but_never_an_act() {
        let fixture = fixture(vec![
            act(),
            Ask::Sheet(Subject::file(1), None),
            Ask::History(1),
            Ask::Sheet(Subject::file(2), None),
            act(),
        ]);
        assert_eq!(jobs(&fixture.inbox), [1, 3, 4, 5]);
        assert_eq!(*fixture.pending.borrow(), 4);
    }

    #[test]
    fn the_answer_of_a_moot_question_is_not_sent() {
        let mut fixture = fixture(vec![Ask::Sheet(Subject::file(1), None)]);
        let errand = fixture.inbox.take().unwrap();
        fixture.pending.send_modify(|pending| *pending += 1);
        fixture.inbox.accept(Request::Ask(JobId(2), Ask::Sheet(Subject::file(2), None)));
        assert!(fixture.inbox.is_moot());
        fixture.inbox.answer(errand.job, Answer::Sheet(None));
        fixture.inbox.put_back(errand, true);
        assert_eq!(jobs(&fixture.inbox), [2]);
        assert!(fixture.replies.try_recv().is_err());
        assert_eq!(*fixture.pending.borrow(), 1);
    }

    #[test]
    fn a_stopped_act_says_so_whether_it_waits_or_is_out() {
        let mut fixture = fixture(vec![act(), act()]);
        let first = fixture.inbox.take().unwrap();
        fixture.inbox.accept(Request::Stop(JobId(1)));
        fixture.inbox.accept(Request::Stop(JobId(2)));
        fixture.inbox.put_back(first, false);
        assert!(fixture.inbox.is_empty());
        assert_eq!(*fixture.pending.borrow(), 0);
        for expected in [2, 1] {
            let message = fixture.replies.try_recv().unwrap();
            let Message::Answer(JobId(job), Answer::ActEnded { stopped: true }) = message else {
                panic!("{message:?}")
            };
            assert_eq!(job, expected);
        }
    }
}
