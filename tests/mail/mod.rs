//! Alerts by mail: who is told of what, and that each mail leaves once, whatever happens to the worker and to the mail server.

mod killed;
mod leaving;
mod matrix;
mod posting;
mod protected;
mod sending;

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::NaiveTime;
use guichet::i18n::{Lang, Texts};
use guichet::mail::letter::mailbox;
use guichet::mail::post::{Post, Security, Server};
use guichet::runtime::posting::{Desk, Office, Report, Rules};
use guichet::store::seed::DemoRole;
use sqlx::{AssertSqlSafe, PgConnection};
use tokio::sync::watch;

use crate::security::cast::{Group, login, make_login};
use crate::support::server::Database;
use crate::support::smtp::{Received, Smtp};

/// A university with a mail server, a worker's login, and a file that waits for its administrative step.
pub struct House {
    pub database: Database,
    pub smtp: Smtp,
    pub worker: String,
    pub file: i32,
    pub centre: i32,
}

impl House {
    /// A new one, in which nothing is to be told yet.
    pub async fn new() -> Self {
        let database = Database::university().await;
        let worker = login(&database, "worker");
        let mut dba = database.dba().await;
        make_login(&mut dba, &worker, Group::Worker).await;
        sqlx::raw_sql("update guichet.outbox set routed_at = now(), became = 'old' where routed_at is null")
            .execute(&mut dba)
            .await
            .unwrap();
        // Nothing waits for too long here, unless a test says so.
        sqlx::raw_sql("update guichet.centre set late_after_days = 365").execute(&mut dba).await.unwrap();
        let (file, centre): (i32, i32) = sqlx::query_as(
            "select c.id, c.centre_id from guichet.convention c
             join guichet.convention_check k on k.convention_id = c.id and k.content_version = c.content_version and k.blocking = 0
             join guichet.student s on s.id = c.student_id and s.mail is not null
             join guichet.centre z on z.id = c.centre_id and z.code = 'SCI'
             where c.file_state in ('submitted', 'in_validation') and c.circuit[c.steps_done + 1] = 'administrative'
               and c.archived_at is null and c.supervisor_id is not null and c.hold_until is null
             order by c.id limit 1",
        )
        .fetch_one(&mut dba)
        .await
        .unwrap();
        Self { database, smtp: Smtp::start(), worker, file, centre }
    }

    /// A connection of the worker.
    pub async fn conn(&self) -> PgConnection {
        self.database.login(&self.worker).await
    }

    /// The test's own server.
    pub fn server(&self) -> Server {
        Server {
            host: "127.0.0.1".into(),
            port: Some(self.smtp.port()),
            security: Security::Clear,
            login: None,
            authority: None,
            patience: Duration::from_secs(5),
        }
    }

    /// How its mail is sent: at once, to that server.
    pub fn office(&self) -> Office {
        let rules = Rules {
            from: mailbox("Bureau des stages <stages@univ.test>").unwrap(),
            hold: Duration::ZERO,
            old: Duration::from_secs(86_400),
            give_up: Duration::from_secs(3600),
            a_minute: 10_000,
            digest_at: NaiveTime::from_hms_opt(7, 30, 0).unwrap(),
            link: Some("https://stages.univ.test/{numero}".into()),
            redirect: None,
            bounces: None,
        };
        Office { rules, post: Some(Post::new(&self.server()).unwrap()), texts: Texts::of(Lang::Fr) }
    }

    /// Works until nothing is left to do.
    pub async fn post(&self, office: &Office) -> Report {
        let (_stop, stopped) = watch::channel(false);
        let mut conn = self.conn().await;
        let mut desk = Desk::default();
        while desk.turn(&mut conn, office, &stopped).await.unwrap() {}
        desk.report().clone()
    }

    /// As the superuser.
    pub async fn sql(&self, sql: &str) {
        let mut dba = self.database.dba().await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut dba).await.unwrap();
    }

    /// One value, as the superuser.
    pub async fn value(&self, sql: &str) -> String {
        let mut dba = self.database.dba().await;
        let found: Option<String> = sqlx::query_scalar(AssertSqlSafe(format!("select ({sql})::text")))
            .fetch_one(&mut dba)
            .await
            .unwrap();
        found.unwrap_or_default()
    }

    /// An act of a manager on the file.
    pub async fn act(&self, verb: &str, args: &str) {
        let mut manager = self.database.person(DemoRole::Manager).await;
        act(&mut manager, self.file, verb, args).await;
    }

    /// Makes mail addresses known of all staff.
    pub async fn everybody_has_mail(&self) {
        self.sql("update guichet.person set mail = login || '@univ.test'").await;
    }

    /// To whom mails about the file were written, of an event.
    pub async fn told(&self, event: &str) -> BTreeSet<String> {
        let mut dba = self.database.dba().await;
        let found: Vec<String> = sqlx::query_scalar(
            "select m.audience || ' ' || m.address from guichet.mail m
             where m.convention_id = $1 and m.event = $2 and m.address <> ''",
        )
        .bind(self.file)
        .bind(event)
        .fetch_all(&mut dba)
        .await
        .unwrap();
        let told: BTreeSet<String> = found.iter().cloned().collect();
        assert_eq!(told.len(), found.len(), "nobody is told twice");
        told
    }
}

/// An act on a file as it stands.
pub async fn act(conn: &mut PgConnection, file: i32, verb: &str, args: &str) {
    let (outcome, code): (String, Option<String>) = sqlx::query_as(
        "select a.outcome, a.code from guichet.act($2, array[$1],
           array[(select c.version from guichet.convention c where c.id = $1)], gen_random_uuid(), $3::jsonb) a",
    )
    .bind(file)
    .bind(verb)
    .bind(args)
    .fetch_one(conn)
    .await
    .unwrap();
    assert_eq!(outcome, "done", "{verb}: {code:?}");
}

/// The identifiers of mails, none of which came twice.
#[track_caller]
pub fn ids(mails: &[Received]) -> BTreeSet<String> {
    let all: BTreeSet<String> = mails.iter().map(Received::id).collect();
    assert_eq!(all.len(), mails.len(), "a mail came twice");
    all
}
