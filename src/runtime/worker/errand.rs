//! One question on its way: it goes to the database once, or once a chunk, and remembers what it needs in order to
//! go again after a lost connection without doing anything twice.

use std::time::Duration;

use sqlx::PgConnection;
use sqlx::types::Uuid;

use super::line::Line;
use super::outside::{Others, Trip};
use super::reading;
use super::trouble::Trouble;
use crate::app::effect::{Ask, Look, Password};
use crate::app::message::{Answer, JobId, Records};
use crate::domain::access::Register;
use crate::domain::act::{Act, Answer as Verdict, Outcome, Target};
use crate::domain::amendment::Motives;
use crate::domain::form::Values;
use crate::runtime::document;
use crate::runtime::register::Inquiry;
use crate::store::acts::CHUNK;
use crate::store::session::Patience;
use crate::store::{
    Result, acts, administration, amendments, centres, documents, files, forms, lists, organisations, people,
    roles, views,
};

/// The refusal of an act on a file that the rules have not looked at since it changed.
const UNCHECKED: &str = "GU010";

/// How often the same trip may fail for a reason that may pass.
const ATTEMPTS: u8 = 5;

/// Hosts nearly named so that are proposed.
const NEARLY: i32 = 20;

/// Pairs of hosts that are looked at in one go.
const PAIRS: i32 = 500;

/// How long a trip may take before the server is held to be gone, which it would have said otherwise.
const TRIP: Duration = Duration::from_secs(30);

/// A question on its way.
pub(super) struct Errand {
    pub(super) job: JobId,
    pub(super) ask: Ask,
    /// Files still to be acted upon or previewed, in ascending order.
    left: Vec<Target>,
    /// The chunk at hand, until its answer is known.
    chunk: Option<Chunk>,
    /// What a preview has gathered.
    gathered: Vec<Outcome>,
    /// How many views have been counted.
    counted: usize,
    /// The number of what it writes in one go: sent again, it is not written twice.
    request: Uuid,
    /// How many students of a group have been reached.
    reached: usize,
    /// A question to the registers, once it was begun.
    pub(super) inquiry: Option<Inquiry>,
    /// What answers it, heard elsewhere.
    pub(super) heard: Option<Answer>,
    /// It has been sent since its last answer.
    sent: bool,
    failures: u8,
}

/// Files acted upon in one transaction, under one request number.
struct Chunk {
    targets: Vec<Target>,
    request: Uuid,
    /// It has been sent: the answer may have been lost.
    sent: bool,
}

/// What a trip to the database has brought.
pub(super) struct Step {
    /// The answers, in their order.
    pub(super) answers: Vec<Answer>,
    /// What follows.
    pub(super) then: Then,
}

/// What follows a trip to the database.
pub(super) enum Then {
    /// Nothing: that was all.
    Finished,
    /// Another one.
    Again,
    /// Something else than the database is asked first.
    Away(Trip),
}

impl Then {
    fn of(finished: bool) -> Self {
        if finished { Self::Finished } else { Self::Again }
    }
}

impl Step {
    pub(super) fn last(answer: Answer) -> Self {
        Self { answers: vec![answer], then: Then::Finished }
    }
}

impl Errand {
    pub(super) fn new(job: JobId, ask: Ask) -> Self {
        let mut left = match &ask {
            Ask::Act(_, targets) | Ask::Preview(_, targets) => targets.clone(),
            _ => Vec::new(),
        };
        left.sort_unstable_by_key(|target| target.subject());
        left.dedup_by_key(|target| target.subject());
        Self {
            job,
            ask,
            left,
            chunk: None,
            gathered: Vec::new(),
            counted: 0,
            request: Uuid::now_v7(),
            reached: 0,
            inquiry: None,
            heard: None,
            sent: false,
            failures: 0,
        }
    }

    /// Whether the server may be told to give it up: only long readings, where nothing can be left half-done.
    pub(super) fn can_be_cancelled(&self) -> bool {
        matches!(self.ask, Ask::Page { .. } | Ask::Find(_) | Ask::Look(_))
    }

    /// How long one trip may take.
    pub(super) fn longest(&self) -> Duration {
        match self.ask {
            Ask::Act(..) => TRIP * 2,
            _ => TRIP,
        }
    }

    /// Whether to go again after a failure that may pass.
    pub(super) fn may_go_again(&mut self) -> bool {
        self.failures += 1;
        self.failures < ATTEMPTS
    }

    /// Whether it has been sent and sending it again could do it twice.
    pub(super) fn is_unsafe_to_repeat(&self) -> bool {
        self.sent && matches!(self.ask, Ask::Note(..) | Ask::Administer(..) | Ask::AddHost { .. })
    }

    /// Goes once.
    pub(super) async fn go(&mut self, line: &mut Line, others: &Others) -> Result<Step> {
        let patience = match self.ask {
            Ask::Act(..)
            | Ask::Edit { .. }
            | Ask::Motive { .. }
            | Ask::Create { .. }
            | Ask::Amend(_)
            | Ask::CreateGroup { .. }
            | Ask::Document { .. }
            | Ask::Delete(_) => Patience::Acts,
            Ask::CountViews(_) => Patience::Glances,
            _ => Patience::Readings,
        };
        line.be_patient(patience).await?;
        self.sent = true;
        let step = self.step(line, others).await?;
        self.sent = false;
        self.failures = 0;
        Ok(step)
    }

    async fn step(&mut self, line: &mut Line, others: &Others) -> Result<Step> {
        let (scope, conn) = (&line.person.scope, &mut line.conn);
        let answer = match &self.ask {
            Ask::Page { list, from, rows } => {
                Answer::Page(reading::page(conn, scope, list, from, *rows).await?)
            }
            Ask::Matching { list, rows } => {
                Answer::Matching(reading::matching(conn, scope, list, *rows).await?)
            }
            Ask::Rows { subjects, sort } => Answer::Rows(lists::rows(conn, subjects, *sort).await?),
            Ask::Counts(today) => Answer::Counts(lists::counts(conn, *today).await?),
            Ask::Views => Answer::Views(views::all(conn).await?),
            Ask::ChangeViews(change) => {
                views::change(conn, change).await?;
                Answer::Views(views::all(conn).await?)
            }
            Ask::CountViews(views) => {
                // One a trip: what else is asked comes in between.
                let Some(view) = views.get(self.counted) else {
                    return Ok(Step { answers: Vec::new(), then: Then::Finished });
                };
                let answers = match lists::matching(conn, &view.queue.shape(view.today), &view.terms).await {
                    Ok(count) => vec![Answer::ViewCounted(view.id, count)],
                    // It then has no count: nobody asked for one.
                    Err(error) if matches!(Trouble::of(&error), Trouble::GivenUp | Trouble::Other) => {
                        Vec::new()
                    }
                    Err(error) => return Err(error),
                };
                self.counted += 1;
                return Ok(Step { answers, then: Then::of(self.counted == views.len()) });
            }
            Ask::Sheet(subject, against) => {
                Answer::Sheet(reading::looked_at(conn, *subject, *against).await?.map(Box::new))
            }
            Ask::History(id) => Answer::History(files::history(conn, *id).await?),
            Ask::Changes(id) => Answer::Changes(files::changes_since_return(conn, *id).await?),
            Ask::Reasons => Answer::Reasons(files::return_reasons(conn).await?),
            Ask::Find(terms) => Answer::Found(reading::find(conn, scope, terms).await?),
            Ask::Claim(id, minutes) => {
                let (holder, until) = files::claim(conn, *id, *minutes).await?;
                Answer::Claimed { id: *id, until, holder }
            }
            Ask::Note(id, body) => match files::add_note(conn, *id, body).await? {
                Some(_) => Answer::Noted(*id),
                // As the other writes say it: absent and out of scope are the same.
                None => return Err(sqlx::Error::RowNotFound),
            },
            Ask::Administration(register) => Answer::Records(match register {
                Register::Roles => Records::Roles(roles::all(conn).await?),
                Register::People => Records::People(people::all(conn).await?),
                Register::Centres => Records::Centres(centres::all(conn).await?),
                Register::Establishment => Records::Establishment(centres::establishment(conn).await?),
            }),
            Ask::Administer(change, password) => {
                administration::apply(conn, change, password.as_ref().map(Password::secret)).await?;
                Answer::Administered
            }
            Ask::Form(subject) => Answer::Form(reading::written(conn, *subject).await?.map(Box::new)),
            Ask::Edit { target, changes, reason } => {
                let outcome = match target.amendment {
                    Some(_) => {
                        amendments::edit(conn, *target, changes, &Motives::new(), self.request).await?
                    }
                    None => forms::edit(conn, *target, changes, reason.as_deref(), self.request).await?,
                };
                let written = reading::written(conn, target.subject()).await?;
                Answer::Edited(Box::new(outcome), written.map(Box::new))
            }
            Ask::Motive { target, motive, said } => {
                let motives = Motives::from([(*motive, said.clone())]);
                let outcome = amendments::edit(conn, *target, &Values::new(), &motives, self.request).await?;
                let written = reading::written(conn, target.subject()).await?;
                Answer::Recorded(Box::new(outcome), written.map(Box::new))
            }
            Ask::Lists => Answer::Lists(forms::lists(conn).await?),
            Ask::Look(Look::Enrolments(student)) => {
                Answer::Enrolments(forms::enrolments(conn, *student).await?)
            }
            Ask::Look(look) => Answer::Looked(match look {
                Look::Students(words) => forms::students(conn, words).await?,
                Look::Organisations(words) => forms::organisations(conn, words).await?,
                Look::Supervisors(words) => forms::supervisors(conn, words).await?,
                Look::Services(organisation) => forms::services(conn, *organisation).await?,
                Look::Contacts(service) => forms::contacts(conn, *service).await?,
                Look::Enrolments(_) => Vec::new(),
            }),
            Ask::Create { enrolment, like } => {
                Answer::Created(forms::create(conn, *enrolment, *like, self.request).await?)
            }
            Ask::CreateGroup { like, members } => {
                // One a trip: what else is asked comes in between.
                let Some(member) = members.get(self.reached) else {
                    return Ok(Step { answers: Vec::new(), then: Then::Finished });
                };
                let made = forms::create_for(conn, *like, member, self.request).await?;
                (self.reached, self.request) = (self.reached + 1, Uuid::now_v7());
                let answers = vec![Answer::Grouped(member.number.clone(), made)];
                return Ok(Step { answers, then: Then::of(self.reached == members.len()) });
            }
            Ask::Amend(file) => {
                Answer::Amended(file.id, amendments::create(conn, *file, self.request).await?)
            }
            Ask::Delete(target) => {
                let outcome = match target.amendment {
                    Some(_) => amendments::delete(conn, *target, self.request).await?,
                    None => forms::delete_draft(conn, *target, self.request).await?,
                };
                Answer::Deleted(Box::new(outcome))
            }
            Ask::Document { target, kind, details, path } => {
                let file = match path {
                    Some(path) => match document::read(path).await {
                        Ok(file) => Some(file),
                        Err(unread) => return Ok(Step::last(Answer::Unread(unread))),
                    },
                    None => None,
                };
                let outcome =
                    documents::record(conn, *target, *kind, details, file.as_ref(), self.request).await?;
                let written = reading::written(conn, target.subject()).await?;
                Answer::Recorded(Box::new(outcome), written.map(Box::new))
            }
            Ask::AddHost { newcomer, centre, details } => {
                Answer::HostAdded(forms::add(conn, *newcomer, *centre, details).await?)
            }
            Ask::Hosts { words, kept, rows } => {
                Answer::Hosts(organisations::find(conn, words, *kept, *rows).await?)
            }
            Ask::HostsAlike(words) => Answer::HostsAlike(organisations::alike(conn, words, NEARLY).await?),
            Ask::Host(id) => Answer::Host(organisations::sheet(conn, *id).await?.map(Box::new)),
            Ask::HostPair(one, other) => {
                let (one, other) =
                    (organisations::sheet(conn, *one).await?, organisations::sheet(conn, *other).await?);
                Answer::HostPair(one.zip(other).map(Box::new))
            }
            Ask::HostPairs(of) => Answer::HostPairs(organisations::duplicates(conn, *of, PAIRS).await?),
            Ask::HostHistory(id) => Answer::HostHistory(organisations::history(conn, *id).await?),
            Ask::HostLists => Answer::HostLists(organisations::lists(conn).await?),
            Ask::ChangeHost(change) => {
                Answer::HostChanged(Box::new(change.clone()), organisations::change(conn, change).await?)
            }
            Ask::Register(looked) => {
                let looked = looked.clone();
                return self.register(line, others, &looked).await;
            }
            Ask::Addresses(text) => {
                let text = text.clone();
                return Ok(self.complete(others, text));
            }
            Ask::Table(table) => {
                let table = table.clone();
                return Ok(self.table(others, table));
            }
            Ask::TakeOut(wanted) => {
                let wanted = wanted.clone();
                return Ok(self.take_out(others, wanted));
            }
            Ask::Preview(act, _) => {
                let act = act.clone();
                return self.preview(line, &act).await;
            }
            Ask::Act(act, _) => {
                let act = act.clone();
                return self.act(line, &act).await;
            }
        };
        Ok(Step::last(answer))
    }

    /// Previews the next chunk.
    async fn preview(&mut self, line: &mut Line, act: &Act) -> Result<Step> {
        let conn = &mut line.conn;
        let chunk = &self.left[..self.left.len().min(CHUNK)];
        if !chunk.is_empty() {
            let mut outcomes = acts::preview(conn, act, chunk).await?;
            let unchecked = unchecked(&outcomes, chunk);
            if !unchecked.is_empty() {
                look(conn, &unchecked).await?;
                replace(&mut outcomes, acts::preview(conn, act, &unchecked).await?);
            }
            self.gathered.append(&mut outcomes);
            self.left.drain(..self.left.len().min(CHUNK));
        }
        if self.left.is_empty() {
            Ok(Step::last(Answer::Preview(std::mem::take(&mut self.gathered))))
        } else {
            Ok(Step { answers: Vec::new(), then: Then::Again })
        }
    }

    /// Acts on the next chunk, or again on the one whose answer was lost.
    async fn act(&mut self, line: &mut Line, act: &Act) -> Result<Step> {
        let mut answers = Vec::new();
        if self.chunk.is_none() && !self.left.is_empty() {
            let targets = self.left.drain(..self.left.len().min(CHUNK)).collect();
            self.chunk = Some(Chunk { targets, request: Uuid::now_v7(), sent: false });
        }
        if let Some(chunk) = self.chunk.as_mut() {
            let outcomes = chunk.act(line, act).await?;
            self.chunk = None;
            answers.push(Answer::Acted(outcomes));
        }
        let finished = self.left.is_empty();
        if finished {
            answers.push(Answer::ActEnded { stopped: false });
        }
        Ok(Step { answers, then: Then::of(finished) })
    }
}

impl Chunk {
    async fn act(&mut self, line: &mut Line, act: &Act) -> Result<Vec<Outcome>> {
        let conn = &mut line.conn;
        let mut outcomes = Vec::new();
        let mut open = self.targets.clone();
        if std::mem::replace(&mut self.sent, true) {
            let done = acts::outcome(conn, self.request).await?;
            // Of an amendment the database knows by itself that the request was its own.
            let is_done = |target: &&Target| target.amendment.is_none() && done.contains(&target.id);
            open.retain(|target| !is_done(&target));
            let done = self.targets.iter().filter(is_done);
            // An act is done on the version it was decided on, and leaves the next one.
            outcomes.extend(done.map(|target| Outcome::of(*target, Some(target.version + 1), Verdict::Done)));
        }
        if !open.is_empty() {
            outcomes.extend(acts::act(conn, act, &open, self.request).await?);
        }
        let unchecked = unchecked(&outcomes, &open);
        if !unchecked.is_empty() {
            look(conn, &unchecked).await?;
            replace(&mut outcomes, acts::act(conn, act, &unchecked, self.request).await?);
        }
        outcomes.sort_unstable_by_key(Outcome::subject);
        Ok(outcomes)
    }
}

/// Those of the files that were refused for want of a look by the rules.
fn unchecked(outcomes: &[Outcome], targets: &[Target]) -> Vec<Target> {
    let refused = |target: &&Target| {
        outcomes.iter().any(|outcome| {
            outcome.subject() == target.subject()
                && outcome.refusal().is_some_and(|refusal| refusal.code == UNCHECKED)
        })
    };
    targets.iter().filter(refused).copied().collect()
}

/// Lets the rules look at these files, and at what these amendments would make of theirs.
async fn look(conn: &mut PgConnection, targets: &[Target]) -> Result<()> {
    let files: Vec<i32> =
        targets.iter().filter(|target| target.amendment.is_none()).map(|target| target.id).collect();
    let amendments: Vec<i32> = targets.iter().filter_map(|target| target.amendment).collect();
    if !files.is_empty() {
        files::check(&mut *conn, &files).await?;
    }
    if !amendments.is_empty() {
        amendments::check(conn, &amendments).await?;
    }
    Ok(())
}

/// Puts second answers in the place of the first ones.
fn replace(outcomes: &mut [Outcome], again: Vec<Outcome>) {
    for second in again {
        if let Some(first) = outcomes.iter_mut().find(|first| first.subject() == second.subject()) {
            *first = second;
        }
    }
}
