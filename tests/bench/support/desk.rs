//! Somebody who works on files: the ones they may validate, taken once each.

use std::collections::HashSet;

use guichet::domain::access::Person;
use guichet::domain::act::{Act, Outcome as Answer, Target};
use guichet::domain::queue::Queue;
use guichet::domain::row::{Row, Sort};
use guichet::store::acts::{self, CHUNK};
use guichet::store::lists::{self, From, Wanted};
use guichet::store::people;
use sqlx::PgConnection;
use sqlx::types::Uuid;
use tokio::task::LocalSet;

use super::database::{Outcome, Server};

/// More than the open files of a bench university.
const ALL: i64 = 20_000;

/// A connection and whose it is.
pub struct Clerk {
    /// The connection.
    pub conn: PgConnection,
    /// Who.
    pub person: Person,
    /// The establishment's day.
    pub today: chrono::NaiveDate,
}

impl Clerk {
    /// Logs in.
    pub async fn open(server: &Server, database: &str, login: &str) -> Outcome<Self> {
        let mut conn = server.person(database, login).await?;
        let (person, today) = people::whoami(&mut conn).await?.ok_or("a stranger")?;
        Ok(Self { conn, person, today })
    }

    /// A page of the administrative queue.
    pub async fn page(&mut self, from: From<'_>, rows: i64) -> Result<Vec<Row>, sqlx::Error> {
        let shape = Queue::Administrative.shape(self.today);
        let wanted = Wanted { shape: &shape, terms: &[], sort: Sort::default(), scope: &self.person.scope };
        lists::page(&mut self.conn, &wanted, from, rows).await
    }

    /// Files of mine that nothing keeps from being validated, at most so many, which nobody else has taken.
    pub async fn take(&mut self, taken: &mut HashSet<i32>, files: usize) -> Outcome<Vec<Target>> {
        let rows = self.page(From::Top, ALL).await?;
        let ready = rows.iter().filter(|row| {
            // A file seen as its supervisor is not the clerk's to validate.
            let own = self.person.centre_codes.contains(&row.centre);
            own && row.checked && row.blocking == 0 && !row.supervisor.is_empty() && row.hold_until.is_none()
        });
        let free = ready.filter(|row| !taken.contains(&row.id));
        let mine: Vec<Target> = free.take(files).map(|row| Target::file(row.id, row.version)).collect();
        taken.extend(mine.iter().map(|target| target.id));
        Ok(mine)
    }

    /// Acts as the desk does, one transaction a chunk. The files come back with their new versions; one that was not
    /// done is a failure.
    pub async fn act(&mut self, act: &Act, targets: &[Target]) -> Outcome<Vec<Target>> {
        let mut done = Vec::with_capacity(targets.len());
        for chunk in targets.chunks(CHUNK) {
            let answers = acts::act(&mut self.conn, act, chunk, Uuid::now_v7()).await?;
            for answer in answers {
                done.push(stands(act, answer)?);
            }
        }
        Ok(done)
    }
}

fn stands(act: &Act, answer: Answer) -> Outcome<Target> {
    let done = answer.is_done();
    let version = answer.version.filter(|_| done);
    version
        .map(|version| Target::file(answer.id, version))
        .ok_or_else(|| format!("{} of {}: {:?}", act.verb().code(), answer.id, answer.answer).into())
}

/// Does all of these at once, on this thread.
pub async fn together<T: 'static>(
    all: impl IntoIterator<Item = impl Future<Output = Outcome<T>> + 'static>,
) -> Outcome<Vec<T>> {
    let local = LocalSet::new();
    let tasks: Vec<_> = all.into_iter().map(|one| local.spawn_local(one)).collect();
    let mut done = Vec::with_capacity(tasks.len());
    local
        .run_until(async {
            for task in tasks {
                done.push(task.await??);
            }
            Ok(done)
        })
        .await
}
