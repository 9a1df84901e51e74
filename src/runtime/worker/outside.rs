//! Questions to others than the database. An errand goes out to them by itself: however long they take, it keeps no other
//! errand waiting, and it comes back to the database with what it heard.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::Request;
use super::errand::{Errand, Step, Then};
use super::line::Line;
use crate::app::message::Answer;
use crate::domain::organisation::address::Suggestion;
use crate::domain::organisation::registered::{Looked, Proposed, Registered};
use crate::runtime::register::{Next, Registers};
use crate::sis::fault::Fault;
use crate::store::{Result, organisations};

/// What was heard outside.
pub(super) enum Heard {
    /// From a register.
    Register(std::result::Result<Vec<Registered>, Fault>),
    /// Addresses.
    Addresses(Vec<Suggestion>),
}

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
            Heard::Addresses(found) => self.addresses = Some(found),
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
        registers: &Arc<Registers>,
        looked: &Looked,
    ) -> Result<Step> {
        let inquiry = self.inquiry.get_or_insert_with(|| registers.inquiry(looked.clone()));
        Ok(Step::last(match inquiry.next(&mut line.conn).await? {
            Next::Ask(source) => {
                let (registers, looked) = (Arc::clone(registers), looked.clone());
                let trip = async move { Heard::Register(registers.ask(source, &looked).await) };
                return Ok(Step { answers: Vec::new(), then: Then::Away(Box::pin(trip)) });
            }
            Next::Said(said) => {
                let sirets: Vec<&str> = said.iter().map(|one| one.siret.as_str()).collect();
                let known = organisations::with_sirets(&mut line.conn, &sirets).await?;
                let number = |one: &Registered| known.iter().find(|(siret, _)| siret == one.siret.as_str());
                Answer::Registered(Ok(said
                    .into_iter()
                    .map(|said| Proposed { known: number(&said).map(|(_, id)| *id), said })
                    .collect()))
            }
            Next::Unsaid(why) => Answer::Registered(Err(why.unsaid()?)),
        }))
    }

    /// Has an address completed.
    pub(super) fn complete(&mut self, registers: &Arc<Registers>, text: &str) -> Step {
        if let Some(found) = self.addresses.take() {
            return Step::last(Answer::Addresses(found));
        }
        let (registers, text) = (Arc::clone(registers), text.to_owned());
        let trip = async move { Heard::Addresses(registers.addresses(&text).await) };
        Step { answers: Vec::new(), then: Then::Away(Box::pin(trip)) }
    }
}
