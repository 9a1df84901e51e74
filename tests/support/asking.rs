//! The worker alone, without a model: questions in, messages out.

use guichet::app::effect::Ask;
use guichet::app::message::{Answer, JobId, LinkNews, Message};
use guichet::domain::act::{Act, Outcome, Target};
use guichet::i18n::Texts;
use guichet::runtime::worker::{Elsewhere, Worker};
use guichet::store::connect;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Executor, PgConnection};
use tokio::sync::mpsc::{self, UnboundedReceiver};

/// Somebody who asks.
pub struct Asking {
    /// The worker.
    pub worker: Worker,
    messages: UnboundedReceiver<Message>,
    last_job: u64,
}

impl Asking {
    /// Starts a worker there, which connects by itself.
    pub fn start(options: PgConnectOptions) -> Self {
        let (replies, messages) = mpsc::unbounded_channel();
        let worker = Worker::start(
            connect::Target::from_options(options),
            Elsewhere::default(),
            Texts::default(),
            replies,
        );
        Self { worker, messages, last_job: 0 }
    }

    /// Starts a worker there, and waits until it is connected.
    pub async fn up(options: PgConnectOptions) -> Self {
        let mut asking = Self::start(options);
        let first = asking.next().await;
        assert!(matches!(first, Message::Link(LinkNews::Up(..))), "{first:?}");
        asking
    }

    /// Asks, without waiting.
    pub fn ask(&mut self, ask: Ask) -> JobId {
        self.last_job += 1;
        let job = JobId(self.last_job);
        self.worker.ask(job, ask);
        job
    }

    /// The next message.
    pub async fn next(&mut self) -> Message {
        self.messages.recv().await.expect("the worker lives")
    }

    /// Everything that comes until no question is open.
    pub async fn settle(&mut self) -> Vec<Message> {
        let mut pending = self.worker.pending();
        pending.wait_for(|pending| *pending == 0).await.expect("the worker lives");
        let mut messages = Vec::new();
        while let Ok(message) = self.messages.try_recv() {
            messages.push(message);
        }
        messages
    }

    /// What an act did in all, and what was said of the line meanwhile.
    pub async fn act(&mut self, act: Act, targets: Vec<Target>) -> Acted {
        self.ask(Ask::Act(act, targets));
        let mut acted = Acted::default();
        for message in self.settle().await {
            acted.take(message);
        }
        acted
    }
}

/// What an act did.
#[derive(Debug, Default)]
pub struct Acted {
    /// File by file.
    pub outcomes: Vec<Outcome>,
    /// It ended, having been stopped or not.
    pub stopped: Option<bool>,
    /// How often the line went down.
    pub downs: usize,
    /// How often it came up again.
    pub ups: usize,
    /// What failed.
    pub failures: Vec<String>,
}

impl Acted {
    /// Takes one more message into account.
    pub fn take(&mut self, message: Message) {
        match message {
            Message::Answer(_, Answer::Acted(outcomes)) => self.outcomes.extend(outcomes),
            Message::Answer(_, Answer::ActEnded { stopped }) => self.stopped = Some(stopped),
            Message::Link(LinkNews::Down(_)) => self.downs += 1,
            Message::Link(LinkNews::Up(..)) => self.ups += 1,
            Message::Failed(_, sentence) => self.failures.push(sentence),
            _ => {}
        }
    }
}

/// Makes every file wait for one step of the centre's, checked and without a finding; the files, in order.
pub async fn ready_for_validation(dba: &mut PgConnection) -> Vec<Target> {
    dba.execute(
        "update guichet.convention set circuit = '{administrative}', steps_done = 0, file_state = 'submitted',
           archived_at = null, signature_state = 'not_sent', supervisor_id = coalesce(supervisor_id, 1);
         delete from guichet.convention_step;
         insert into guichet.convention_step (convention_id, kind, position) select id, 'administrative', 1 from guichet.convention;
         delete from guichet.finding;
         insert into guichet.convention_check (convention_id, content_version, rules_version, facts_hash)
         select id, content_version, 1, '' from guichet.convention
         on conflict on constraint convention_check_pkey do update
           set content_version = excluded.content_version, blocking = 0, warnings = 0",
    )
    .await
    .expect("files that wait");
    let files: Vec<(i32, i32)> = sqlx::query_as("select id, version from guichet.convention order by id")
        .fetch_all(dba)
        .await
        .expect("the files");
    files.into_iter().map(|(id, version)| Target::file(id, version)).collect()
}

/// How many files were validated, and how many entries of the history say so, since these versions.
pub async fn validations(dba: &mut PgConnection, targets: &[Target]) -> (usize, usize) {
    let (ids, versions): (Vec<i32>, Vec<i32>) = targets.iter().map(|t| (t.id, t.version)).unzip();
    // One act leaves the next version: any other number means that a file was acted upon twice, or not at all.
    let files: i64 = sqlx::query_scalar(
        "select count(*) from unnest($1::int[], $2::int[]) t (id, version) join guichet.convention c using (id)
         where c.version = t.version + 1 and c.file_state = 'validated'",
    )
    .bind(&ids)
    .bind(&versions)
    .fetch_one(&mut *dba)
    .await
    .expect("the files");
    let entries: i64 = sqlx::query_scalar(
        "select count(*) from guichet.history h where h.verb = 'validate' and h.request_id is not null
           and h.convention_id = any($1) and h.at > now() - interval '10 minutes'",
    )
    .bind(&ids)
    .fetch_one(dba)
    .await
    .expect("the history");
    (usize::try_from(files).unwrap_or_default(), usize::try_from(entries).unwrap_or_default())
}
