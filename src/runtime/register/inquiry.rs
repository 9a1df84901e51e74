//! A question to the registers on its way: what was answered lately, then one register after the other. Between two steps in
//! the database it waits for a register without one.

use std::collections::VecDeque;

use sqlx::PgConnection;

use super::sought::Sought;
use super::{RegisterFault, Reply};
use crate::domain::organisation::registered::{Found, Looked, Registered, Rest, Source};
use crate::sis::fault::Fault;
use crate::sis::sirene;
use crate::store::organisations;

/// Hours for which an answer about one establishment is taken again, and about words.
const FRESH: (i32, i32) = (24, 1);

/// Where a place brings fewer, the words are looked for in names too.
const FEW: usize = 5;

/// A request to a register, taken of its quota.
#[derive(Clone, Debug)]
pub struct Question {
    pub(super) source: Source,
    pub(super) sought: Sought,
    /// Where to read on.
    pub(super) cursor: Option<String>,
    /// How often it failed already.
    pub(super) failures: u32,
}

impl Question {
    /// Whether the same is asked again after this. The search of companies asks again by itself.
    pub(super) fn is_worth_again(&self, fault: &Fault) -> bool {
        self.source == Source::Sirene && self.failures < sirene::RETRIES && sirene::Client::is_passing(fault)
    }
}

/// What to do next for an answer.
#[derive(Debug)]
pub enum Next {
    /// It is here.
    Said(Found<Registered>),
    /// Ask a register this, and let the question hear what it says.
    Ask(Question),
    /// No register is left: why the last one did not answer.
    Unsaid(RegisterFault),
}

/// A register that has not answered.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) source: Source,
    /// Questions that it may be asked in a minute.
    pub(super) a_minute: i32,
    /// Why it is left alone for now.
    pub(super) resting: Option<Fault>,
}

/// A question to the registers on its way.
#[derive(Debug)]
pub struct Inquiry {
    looked: Looked,
    /// From where the answer goes on.
    rest: Option<Rest>,
    /// The registers that have not answered; the first is being asked.
    left: VecDeque<Left>,
    /// What the first is asked, once that is known.
    sought: Option<Sought>,
    /// How often it failed to answer that.
    failures: u32,
    /// What it found there already.
    found: Vec<Registered>,
    /// What the first said, until it is written down.
    heard: Option<Result<Reply, Fault>>,
    /// One of them refuses the key.
    bad_key: bool,
    why: RegisterFault,
}

impl Inquiry {
    pub(super) fn new(looked: Looked, rest: Option<Rest>, left: VecDeque<Left>) -> Self {
        Self {
            looked,
            rest,
            left,
            sought: None,
            failures: 0,
            found: Vec::new(),
            heard: None,
            bad_key: false,
            why: RegisterFault::None,
        }
    }

    /// The register that was to be asked has said this.
    pub fn hear(&mut self, said: Result<Reply, Fault>) {
        self.heard = Some(said);
    }

    /// Writes down what was heard, then looks for what was answered lately, and whether the next register may be asked.
    /// Sent again after a lost connection, it goes on where it was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self, conn: &mut PgConnection) -> Result<Next, sqlx::Error> {
        let mut asked = self.looked.asked().into_owned();
        let cursor = self.rest.as_ref().map(|rest| rest.cursor.clone());
        if let Some(cursor) = &cursor {
            asked = format!("{asked}\n{cursor}");
        }
        let hours = if matches!(self.looked, Looked::Siret(_)) { FRESH.0 } else { FRESH.1 };
        while let Some(Left { source, a_minute, resting }) = self.left.front() {
            let (source, name) = (*source, source.code());
            match &self.heard {
                Some(Ok(reply)) => {
                    if let Some(until) = reply.closed_until {
                        organisations::leave(conn, name, until).await?;
                    }
                    for one in &reply.said {
                        if self.found.iter().all(|known| known.siret != one.siret) {
                            self.found.push(one.clone());
                        }
                    }
                    if let Some(other) = self.second(source, reply) {
                        (self.sought, self.heard, self.failures) = (Some(other), None, 0);
                        continue;
                    }
                    if reply.duplicate_of.is_some() {
                        self.heard = Some(Err(sirene::endless()));
                        continue;
                    }
                    let is_placed = self.sought.as_ref().is_some_and(Sought::is_placed);
                    let rest = reply.next.clone().map(|cursor| Rest { source, is_placed, cursor });
                    let found = Found { total: reply.total, rest, ..self.all() };
                    organisations::keep(conn, name, &asked, &found).await?;
                    return Ok(Next::Said(found));
                }
                Some(Err(fault)) => {
                    if let Fault::Overloaded { retry_at, .. } = fault {
                        organisations::leave(conn, name, *retry_at).await?;
                    }
                    tracing::warn!("{fault}");
                    let fault = fault.clone();
                    let asked = self.question(source, cursor.clone());
                    let again = asked.is_some_and(|asked| asked.is_worth_again(&fault));
                    self.missed(fault);
                    self.heard = None;
                    if again {
                        self.failures += 1;
                        continue;
                    }
                }
                None => {
                    if let Some(said) = organisations::said(conn, name, &asked, hours).await? {
                        return Ok(Next::Said(Found { bad_key: self.bad_key, ..said }));
                    }
                    let again = match resting.clone() {
                        Some(fault) => {
                            self.missed(fault);
                            None
                        }
                        None => Some(organisations::may_ask(conn, name, *a_minute).await?),
                    };
                    match again {
                        Some(None) => {
                            if self.sought.is_none() {
                                self.sought = Some(match &self.rest {
                                    Some(rest) if !rest.is_placed => Sought::plain(&self.looked),
                                    _ => Sought::placed(conn, &self.looked).await?,
                                });
                            }
                            if let Some(question) = self.question(source, cursor.clone()) {
                                return Ok(Next::Ask(question));
                            }
                        }
                        Some(Some(again)) => self.why = RegisterFault::Later(again),
                        None => {}
                    }
                }
            }
            if !self.found.is_empty() {
                // It does not answer the second question: what it said to the first is something.
                return Ok(Next::Said(self.all()));
            }
            self.left.pop_front();
            (self.sought, self.failures) = (None, 0);
        }
        Ok(Next::Unsaid(std::mem::replace(&mut self.why, RegisterFault::None)))
    }

    /// What the first register is asked now.
    fn question(&self, source: Source, cursor: Option<String>) -> Option<Question> {
        let sought = self.sought.clone()?;
        Some(Question { source, sought, cursor, failures: self.failures })
    }

    /// What the same register is asked after this answer, if it is asked something else.
    fn second(&self, source: Source, reply: &Reply) -> Option<Sought> {
        let sought = self.sought.as_ref()?;
        if let Some(kept) = &reply.duplicate_of {
            return (!sought.is_moved).then(|| Sought::moved(kept));
        }
        if self.rest.is_some() || self.found.len() >= FEW || !sought.is_placed() {
            return None;
        }
        // A company may be called after a place where it is not.
        let plain = Sought::plain(&self.looked);
        let is_same = source == Source::CompanySearch && plain.companies() == sought.companies();
        (!is_same).then_some(plain)
    }

    /// All that was found so far.
    fn all(&self) -> Found<Registered> {
        Found { said: self.found.clone(), bad_key: self.bad_key, ..Found::default() }
    }

    /// A register does not answer.
    fn missed(&mut self, fault: Fault) {
        self.bad_key |= matches!(fault, Fault::Unauthorised { .. });
        self.why = fault.into();
    }
}
