//! One question on its way: it goes to the database once, or once a chunk, and remembers what it needs in order to
//! go again after a lost connection without doing anything twice.

use std::time::Duration;

use sqlx::types::Uuid;

use super::alerting;
use super::bulk::Chunk;
use super::line::Line;
use super::outside::{Others, Trip};
use super::reading;
use super::scanning::Scanned;
use super::trouble::Trouble;
use crate::app::effect::{AlertAsk, Ask, CreatedFor, Look, Password};
use crate::app::message::{Answer, JobId, Records};
use crate::domain::access::Register;
use crate::domain::act::{Outcome, Target};
use crate::domain::amendment::Motives;
use crate::domain::form::Values;
use crate::domain::organisation::HostChange;
use crate::domain::student::dossier::Kept;
use crate::runtime::document;
use crate::runtime::register::Inquiry;
use crate::runtime::students::Asking;
use crate::store::session::Patience;
use crate::store::{
    Result, administration, amendments, centres, documents, files, forms, lists, organisations, people,
    roles, students, views,
};

/// How often the same trip may fail for a reason that may pass.
const ATTEMPTS: u8 = 5;

/// Hosts nearly named so that are proposed.
const NEARLY: i32 = 20;

/// Pairs of hosts that are looked at in one go.
pub(super) const PAIRS: i32 = 500;

/// How long a trip may take before the server is held to be gone, which it would have said otherwise.
const TRIP: Duration = Duration::from_secs(30);

/// A question on its way.
pub(super) struct Errand {
    pub(super) job: JobId,
    pub(super) ask: Ask,
    /// Files still to be acted upon or previewed, in ascending order.
    pub(super) left: Vec<Target>,
    /// The chunk at hand, until its answer is known.
    pub(super) chunk: Option<Chunk>,
    /// What a preview has gathered.
    pub(super) gathered: Vec<Outcome>,
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
    /// What became of a search of the whole registry, where that brought nothing.
    pub(super) scanned: Option<Scanned>,
    /// A question to the sources of students, once it was begun.
    pub(super) asking: Option<Box<Asking>>,
    /// What was kept of the student when it was begun, once that was read.
    pub(super) kept: Option<Box<Option<Kept>>>,
    /// It has been sent since its last answer.
    sent: bool,
    failures: u8,
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
    pub(super) fn of(finished: bool) -> Self {
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
            scanned: None,
            asking: None,
            kept: None,
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
            // Thousands of files move, or half a million hosts are compared.
            Ask::ChangeHost(_) | Ask::HostPairs(None) => TRIP * 4,
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
        let twice = match &self.ask {
            Ask::Note(..) | Ask::Administer(..) | Ask::AddHost { .. } => true,
            // These find what they did the first time, and leave it so.
            Ask::ChangeHost(HostChange::Refresh(..) | HostChange::Apart(..)) => false,
            Ask::ChangeHost(_) => true,
            _ => false,
        };
        self.sent && twice
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
            | Ask::RefreshStudent { .. }
            | Ask::ChangeHost(_)
            | Ask::HostPairs(None)
            | Ask::Alerts(AlertAsk::Change(_))
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
            Ask::OnDay(id, day) => {
                Answer::OnDay(*id, amendments::file_at(conn, *id, *day).await?.map(Box::new))
            }
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
                Look::Supervisors(words) => forms::supervisors(conn, words).await?,
                Look::Services(organisation) => forms::services(conn, *organisation).await?,
                Look::Contacts(service) => forms::contacts(conn, *service).await?,
                Look::Enrolments(_) => Vec::new(),
            }),
            Ask::Create { enrolment, like } => {
                let created = match enrolment {
                    CreatedFor::Known(id) => forms::create(conn, *id, *like, self.request).await?,
                    CreatedFor::Intake(intake) => students::create(conn, intake, *like, self.request).await?,
                };
                Answer::Created(created)
            }
            Ask::RefreshStudent { number, before, after, source } => {
                Answer::StudentRefreshed(students::refresh(conn, number, (before, after), *source).await?)
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
            Ask::HostPairs(None) => return self.pairs(line, others).await,
            Ask::HostPairs(of) => Answer::HostPairs(organisations::duplicates(conn, *of, PAIRS).await?),
            Ask::HostHistory(id) => Answer::HostHistory(organisations::history(conn, *id).await?),
            Ask::HostLists => Answer::HostLists(organisations::lists(conn).await?),
            Ask::ChangeHost(change) => {
                Answer::HostChanged(Box::new(change.clone()), organisations::change(conn, change).await?)
            }
            Ask::Register(looked, rest) => {
                let (looked, rest) = (looked.clone(), rest.clone());
                return self.register(line, others, &looked, rest.as_ref()).await;
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
            Ask::FindStudents(text) => {
                let text = text.clone();
                return Ok(self.find_students(line, others, &text));
            }
            Ask::Dossier { number, year, anew } => {
                let (number, year, anew) = (number.clone(), *year, *anew);
                return self.dossier(line, others, &number, year, anew).await;
            }
            Ask::Alerts(ask) => Answer::Alerts(alerting::answer(line, others.texts, ask).await?),
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
}
