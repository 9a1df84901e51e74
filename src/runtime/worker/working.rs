//! The connection that works: made, kept and made again, and the errands sent over it one after the other.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

use super::errand::{Errand, Step, Then};
use super::inbox::Inbox;
use super::line::{Line, NoLine};
use super::outside::{self, Open, Others};
use super::pause::Pauses;
use super::trouble::{self, Trouble};
use super::watcher::Order;
use super::{Connect, Elsewhere, Request, task};
use crate::app::message::{LinkNews, Message};
use crate::domain::access::Person;

/// A moot reading is left to end by itself for that long: most have ended by then.
const CANCEL_AFTER: Duration = Duration::from_millis(30);

struct Working<C> {
    connector: Arc<C>,
    others: Others,
    /// The way back of errands that are out elsewhere.
    back: mpsc::WeakUnboundedSender<Request>,
    inbox: Inbox,
    orders: mpsc::UnboundedSender<Order>,
    pauses: Pauses,
    /// An errand has come back since the last connection.
    has_answered: bool,
    /// There was a connection before.
    has_worked: bool,
    /// Who the desk was told we are.
    told: Option<(Person, chrono::NaiveDate)>,
    /// Why the desk was told the line is down.
    down: Option<String>,
}

/// Why a line is not used any longer.
enum End {
    /// It is gone, and the desk was told.
    Lost,
    /// Another one has to take its place, without a word.
    Replaced,
    /// Nobody asks any more.
    Unneeded,
}

/// Works until nobody asks any more.
pub(super) async fn run<C: Connect>(
    connector: Arc<C>,
    elsewhere: Elsewhere,
    inbox: Inbox,
    orders: mpsc::UnboundedSender<Order>,
    back: mpsc::WeakUnboundedSender<Request>,
) {
    let other = Arc::clone(&connector);
    let open: Open = Arc::new(move || {
        let connector = Arc::clone(&other);
        Box::pin(async move { connector.work().await })
    });
    let Elsewhere { registers, students } = elsewhere;
    let registers = Arc::new(registers);
    let others = Others {
        registers,
        students,
        open,
        scans: Arc::default(),
        replies: inbox.replies(),
        texts: inbox.texts,
    };
    let mut working = Working {
        connector,
        others,
        back,
        inbox,
        orders,
        pauses: Pauses::default(),
        has_answered: true,
        has_worked: false,
        told: None,
        down: None,
    };
    while let Some(mut line) = working.connect().await {
        if matches!(working.serve(&mut line).await, End::Unneeded) {
            // The server notices anyway; saying goodbye is a courtesy.
            let _ = sqlx::Connection::close(line.conn).await;
            return;
        }
    }
}

impl<C: Connect> Working<C> {
    /// Connects, however long it takes; `None` once nobody asks any more.
    async fn connect(&mut self) -> Option<Line> {
        if !self.has_answered {
            // The last connection brought nothing: the server takes us in only to throw us out.
            self.inbox.meanwhile(sleep(self.pauses.next())).await?;
        }
        let line = loop {
            match self.inbox.meanwhile(Line::open(&*self.connector)).await? {
                Ok(line) => break line,
                Err(why) => {
                    self.say_down(&why);
                    self.inbox.meanwhile(sleep(self.pauses.next())).await?;
                }
            }
        };
        let (tried, was_tried) = oneshot::channel();
        self.order(Order::Listen { missed: self.has_worked, tried });
        // What is read from now on is announced when it changes.
        let _ = self.inbox.meanwhile(was_tried).await?;
        (self.inbox.look, self.inbox.anew) = (false, false);
        (self.has_answered, self.has_worked) = (false, true);
        self.say_up(&line);
        Some(line)
    }

    async fn serve(&mut self, line: &mut Line) -> End {
        loop {
            if self.inbox.drain().is_none() {
                return End::Unneeded;
            }
            let looks = std::mem::take(&mut self.inbox.look);
            let anew = std::mem::take(&mut self.inbox.anew);
            let listens = looks || (line.is_stale() && !self.inbox.is_empty());
            if listens || anew {
                if let Err(why) = line.refresh().await {
                    return self.lost(&why);
                }
                if listens {
                    let (tried, _) = oneshot::channel();
                    self.order(Order::Listen { missed: looks, tried });
                }
                self.say_up(line);
            }
            match self.inbox.take() {
                Some(errand) => {
                    if let Err(end) = self.send(line, errand).await {
                        return end;
                    }
                }
                None => {
                    if self.inbox.next().await.is_none() {
                        return End::Unneeded;
                    }
                }
            }
        }
    }

    /// Sends an errand once, and deals with what it brings.
    async fn send(&mut self, line: &mut Line, mut errand: Errand) -> Result<(), End> {
        let (process, longest) = (line.process, errand.longest());
        self.others.texts = self.inbox.texts;
        let can_be_cancelled = errand.can_be_cancelled();
        let mut cancelled = None;
        let mut is_needed = true;
        let brought = {
            let trip = timeout(longest, errand.go(line, &self.others));
            tokio::pin!(trip);
            let hold = sleep(CANCEL_AFTER);
            tokio::pin!(hold);
            // The trip is never dropped half-way: its connection would be of no use any more.
            loop {
                tokio::select! {
                    biased;
                    brought = &mut trip => break brought,
                    more = self.inbox.next(), if is_needed => is_needed = more.is_some(),
                    () = &mut hold, if can_be_cancelled && cancelled.is_none() && self.inbox.is_moot() => {
                        let (over, is_over) = oneshot::channel();
                        self.order(Order::Cancel { process, over });
                        cancelled = Some(is_over);
                    }
                }
            }
        };
        if let Some(is_over) = cancelled {
            // Nothing may be sent before: it is what would be cancelled.
            let _ = self.inbox.meanwhile(is_over).await;
        }
        match brought {
            Ok(Ok(step)) => {
                self.brought(errand, step);
                Ok(())
            }
            Ok(Err(error)) => self.failed(errand, error),
            Err(_) => self.failed(errand, sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())),
        }
    }

    fn brought(&mut self, errand: Errand, step: Step) {
        self.has_answered = true;
        self.pauses = Pauses::default();
        for answer in step.answers {
            self.inbox.answer(errand.job, answer);
        }
        match step.then {
            Then::Finished => self.inbox.finish(),
            Then::Again => self.inbox.put_back(errand, false),
            Then::Away(trip) if !self.inbox.is_moot() => {
                let job = errand.job;
                let task = task(outside::go(errand, trip, self.back.clone()));
                self.inbox.send_away(job, task);
            }
            Then::Away(_) => self.inbox.finish(),
        }
    }

    fn failed(&mut self, mut errand: Errand, error: sqlx::Error) -> Result<(), End> {
        let texts = self.inbox.texts;
        let trouble = Trouble::of(&error);
        tracing::warn!(job = errand.job.0, ?trouble, "a question failed: {error}");
        let passes = matches!(trouble, Trouble::Lost | Trouble::Outdated | Trouble::Locked);
        if trouble == Trouble::Lost && errand.is_unsafe_to_repeat() {
            self.inbox.fail(errand.job, texts.get("worker-failed-sending").to_owned());
        } else if passes && errand.may_go_again() {
            self.inbox.put_back(errand, trouble != Trouble::Locked);
        } else {
            self.inbox.fail(errand.job, trouble::failed(&error, texts));
        }
        match trouble {
            Trouble::Lost => Err(self.lost(&NoLine::Sql(error))),
            Trouble::Outdated => {
                self.has_answered = true;
                Err(End::Replaced)
            }
            Trouble::Locked | Trouble::GivenUp | Trouble::Other => Ok(()),
        }
    }

    fn lost(&mut self, why: &NoLine) -> End {
        self.say_down(why);
        End::Lost
    }

    fn say_down(&mut self, why: &NoLine) {
        let texts = self.inbox.texts;
        let sentence = match why {
            NoLine::Connect(error) => trouble::down(error, texts),
            NoLine::Sql(error) => trouble::lost(error, texts),
            NoLine::Stranger => texts.get("worker-down-stranger").to_owned(),
        };
        tracing::warn!("no line to the database: {why}");
        if self.down.as_ref() != Some(&sentence) {
            self.inbox.send(Message::Link(LinkNews::Down(sentence.clone())));
            self.down = Some(sentence);
        }
    }

    /// Says that the line is up and who we are, unless that is known.
    fn say_up(&mut self, line: &Line) {
        let now = (line.person.clone(), line.today);
        if self.down.take().is_some() || self.told.as_ref() != Some(&now) {
            self.inbox.send(Message::Link(LinkNews::Up(Box::new(now.0.clone()), now.1)));
            self.told = Some(now);
        }
    }

    fn order(&self, order: Order) {
        // The watcher only ends after us.
        let _ = self.orders.send(order);
    }
}
