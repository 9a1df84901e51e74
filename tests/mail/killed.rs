//! The real worker, killed at every step of its work, and several of them at once: no mail is lost, each has one identifier, and at
//! most one is sent twice for each that was killed between the server's answer and its own record.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use guichet::store::seed::DemoRole;
use sqlx::{Connection as _, Executor as _};

use super::{House, act};
use crate::cli::Account;
use crate::support::smtp::{Fault, Stage};

/// The program, as a service would start it.
struct Service {
    account: Account,
    url: String,
}

impl Service {
    fn of(house: &House) -> Self {
        let account = Account::new();
        account.writes(
            "config.toml",
            &format!(
                "[mail]\nserver = '127.0.0.1'\nport = {}\nsecurity = 'none'\nfrom = 'Bureau des stages <stages@univ.test>'\nhold = 0\na_minute = 100000\n",
                house.smtp.port()
            ),
        );
        Self { account, url: house.database.url(&house.worker) }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.account.command(arguments);
        command.env("DATABASE_URL", &self.url).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn start(&self) -> Child {
        self.command(&["worker"]).spawn().unwrap()
    }
}

fn kill(mut worker: Child) {
    worker.kill().unwrap();
    worker.wait().unwrap();
}

/// How often each identifier came, and to how many addresses it went.
fn tally(house: &House) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut to = BTreeMap::new();
    for mail in house.smtp.received() {
        *counts.entry(mail.id()).or_insert(0) += 1;
        assert_eq!(
            to.entry(mail.id()).or_insert_with(|| mail.to.clone()),
            &mail.to,
            "one address has one identifier"
        );
    }
    counts
}

#[tokio::test]
async fn a_worker_that_is_killed_in_any_conversation_loses_nothing() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let service = Service::of(&house);
    let mut manager = house.database.person(DemoRole::Manager).await;
    let mut windows = 0;
    for (round, stage) in Stage::ALL.into_iter().enumerate() {
        let verb = if round % 2 == 0 { "validate" } else { "unvalidate" };
        act(&mut manager, house.file, verb, r#"{"reason": "essai"}"#).await;
        house.smtp.fails(stage, Fault::Hangs, 1);
        let worker = service.start();
        assert_eq!(house.smtp.hangs(), stage);
        kill(worker);
        let kept = house.smtp.received().len();
        house.smtp.release();
        // The server has the whole text: it keeps it, and nobody is left to hear so.
        let in_the_window = matches!(stage, Stage::Text | Stage::Kept);
        let kept = if stage == Stage::Text { house.smtp.keeps(kept + 1).len() } else { kept };
        let before = tally(&house).len();
        let worker = service.start();
        house.smtp.keeps(kept + 1);
        // Its record follows the server's answer.
        wait_until(&house, "select count(*) = 0 from guichet.delivery where state = 'waiting'").await;
        kill(worker);
        let counts = tally(&house);
        let expected = before + usize::from(!in_the_window);
        assert_eq!(counts.len(), expected, "{stage:?}: {counts:?}");
        let more: usize = counts.values().map(|count| count - 1).sum();
        windows += usize::from(in_the_window);
        assert_eq!(more, windows, "{stage:?}: {counts:?}");
    }
    assert_eq!(
        house.value("select count(*) from guichet.delivery where state <> 'sent' and address <> ''").await,
        "0"
    );
}

async fn wait_until(house: &House, condition: &str) {
    for _ in 0..600 {
        if house.value(condition).await == "true" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{condition}");
}

/// Kills that fall anywhere, while three work: in the database as well as in a conversation.
#[tokio::test]
async fn workers_that_are_killed_again_and_again_send_everything_once() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let service = Service::of(&house);
    // Many files, each with an event of its own.
    house
        .sql(
            "insert into guichet.outbox (convention_id, event, told)
             select c.id, 'host_closed', '{\"host\": \"x\"}' from guichet.convention c
             where c.file_state <> 'draft' order by c.id limit 300",
        )
        .await;
    let mut workers: Vec<Child> = (0..3).map(|_| service.start()).collect();
    let mut killed = 0;
    for round in 0..24_u64 {
        // At no time in particular.
        tokio::time::sleep(Duration::from_millis(60 + (round * 37) % 140)).await;
        let victim = workers.remove(0);
        kill(victim);
        killed += 1;
        workers.push(service.start());
    }
    wait_until(&house, "select not exists (select from guichet.outbox where routed_at is null) and not exists (select from guichet.delivery where state = 'waiting')").await;
    workers.into_iter().for_each(kill);
    let counts = tally(&house);
    let written: usize =
        house.value("select count(*) from guichet.delivery where address <> ''").await.parse().unwrap();
    assert!(written > 200, "{written} mails");
    assert_eq!(counts.len(), written, "each mail came");
    let more: usize = counts.values().map(|count| count - 1).sum();
    assert!(more <= killed, "{more} came twice for {killed} kills");
    assert_eq!(
        house.value("select count(*) from guichet.delivery where state <> 'sent' and address <> ''").await,
        "0"
    );
}

#[tokio::test]
async fn a_worker_finishes_what_it_has_in_hand_and_comes_back_to_a_database_that_was_gone() {
    let house = House::new().await;
    house.everybody_has_mail().await;
    let service = Service::of(&house);
    house.act("validate", "{}").await;
    house.smtp.fails(Stage::Text, Fault::Hangs, 1);
    let mut worker = service.start();
    assert_eq!(house.smtp.hangs(), Stage::Text);
    let pid = rustix::process::Pid::from_raw(i32::try_from(worker.id()).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    house.smtp.release();
    assert!(worker.wait().unwrap().success());
    assert_eq!(
        house.value("select string_agg(state, ',') from guichet.delivery where address <> ''").await,
        "sent"
    );
    // Its connection is cut; it comes back by itself.
    let worker = service.start();
    let cut =
        format!("select pg_terminate_backend(pid) from pg_stat_activity where usename = '{}'", house.worker);
    wait_until(
        &house,
        &format!("select exists (select from pg_stat_activity where usename = '{}')", house.worker),
    )
    .await;
    let mut dba = house.database.dba().await;
    dba.execute(sqlx::AssertSqlSafe(cut)).await.unwrap();
    dba.close().await.unwrap();
    house.act("unvalidate", r#"{"reason": "a"}"#).await;
    house.smtp.keeps(2);
    kill(worker);
}

#[test]
fn settings_that_make_no_sense_say_so() {
    let account = Account::new();
    account.run(&["--lang", "fr", "worker"]).refused(3, &["[mail]", "server"]);
    for (settings, words) in [
        ("server = 'x'\nfrom = 'pas une adresse'", "pas une adresse"),
        ("server = 'x'\nfrom = 'a@univ.test'\ndigest_at = '25:00'", "HH:MM"),
        ("server = 'x'\nfrom = 'a@univ.test'\nlogin = 'moi'", "password_file"),
        ("server = 'x'\nfrom = 'a@univ.test'\nredirect = 'x'", "x is no mail address"),
        ("server = 'x'\nfrom = 'a@univ.test'\nhodl = 3", "hodl"),
    ] {
        account.writes("config.toml", &format!("[mail]\n{settings}\n"));
        account.run(&["--lang", "fr", "worker", "--once"]).refused(3, &[words]);
    }
}
