//! The worker by itself: what is answered, what is dropped, in which order, and what is heard of others.

use guichet::app::effect::{Ask, ListWanted, PageFrom};
use guichet::app::message::{Answer, JobId, Message};
use guichet::domain::act::{Act, Subject, Target};
use guichet::domain::queue::Queue;
use guichet::domain::row::{Row, Sort, SortColumn};
use guichet::runtime::clock;
use guichet::store::acts::CHUNK;
use guichet::store::seed::{DemoRole, login_for};
use sqlx::{Connection, Executor};

use crate::support::asking::{Acted, Asking, ready_for_validation, validations};
use crate::support::server::Database;

fn everything(sort: Sort) -> ListWanted {
    ListWanted { queue: Queue::All, today: clock::now().date_naive(), terms: Vec::new(), sort }
}

fn page(from: PageFrom) -> Ask {
    Ask::Page { list: everything(Sort::default()), from, rows: 20 }
}

async fn up(database: &Database, role: DemoRole) -> Asking {
    Asking::up(database.options(login_for(role))).await
}

#[tokio::test]
async fn of_many_questions_of_a_kind_the_last_is_answered() {
    let database = Database::university().await;
    let mut asking = Asking::start(database.options(login_for(DemoRole::Administrator)));
    let ids: Vec<i32> = sqlx::query_scalar("select id from guichet.convention order by id limit 30")
        .fetch_all(&mut database.dba().await)
        .await
        .unwrap();
    for &id in &ids {
        asking.ask(Ask::Sheet(Subject::file(id), None));
    }
    let history = asking.ask(Ask::History(ids[0]));
    let answers: Vec<Message> = asking.settle().await;
    let mut told: Vec<JobId> = Vec::new();
    for message in answers {
        if let Message::Answer(job, answer) = message {
            told.push(job);
            if let Answer::Sheet(sheet) = answer {
                assert_eq!(sheet.map(|sheet| sheet.id), ids.last().copied());
            }
        }
    }
    assert_eq!(told, [JobId(30), history], "nothing else is answered, and nothing stays open");
}

#[tokio::test]
async fn a_moot_reading_is_given_up_by_the_server_and_so_is_a_stopped_one() {
    let database = Database::university().await;
    let mut asking = up(&database, DemoRole::Administrator).await;
    let mut dba = database.dba().await;
    let mut tx = dba.begin().await.unwrap();
    tx.execute("lock table guichet.convention_row in access exclusive mode").await.unwrap();
    asking.ask(page(PageFrom::Top));
    let reasons = asking.ask(Ask::Reasons);
    let last = asking.ask(page(PageFrom::Bottom));
    // The list cannot be read while the lock is held: only a cancelled reading lets this question through.
    let before = clock::monotonic();
    let message = asking.next().await;
    assert!(matches!(message, Message::Answer(job, Answer::Reasons(_)) if job == reasons), "{message:?}");
    asking.worker.stop(last);
    assert!(asking.settle().await.is_empty(), "a stopped reading has no answer");
    assert!(before.elapsed().as_secs() < 10, "the server's own limit came first");
    // And whatever was asked next was not hit.
    let next = asking.ask(Ask::Reasons);
    let message = asking.next().await;
    assert!(matches!(message, Message::Answer(job, Answer::Reasons(_)) if job == next), "{message:?}");
    tx.rollback().await.unwrap();
}

#[tokio::test]
async fn pages_meet_without_gap_or_overlap_both_ways() {
    let database = Database::university().await;
    let mut asking = up(&database, DemoRole::Clerk).await;
    for descending in [false, true] {
        for column in [SortColumn::Start, SortColumn::Number, SortColumn::Student] {
            let list = everything(Sort { column, descending });
            let all = read(&mut asking, &list, PageFrom::Top, 900).await;
            assert!(all.0.len() > 60 && all.1 && all.2, "{column:?}");
            let middle = &all.0[30];
            let (around, at_top, at_bottom) =
                read(&mut asking, &list, PageFrom::Around(middle.place()), 20).await;
            assert_eq!(ids(&around), ids(&all.0[20..40]), "{column:?} {descending}: itself included");
            assert!(!at_top && !at_bottom);
            let (first, at_top, _) = read(&mut asking, &list, PageFrom::Before(all.0[5].place()), 20).await;
            assert_eq!((ids(&first), at_top), (ids(&all.0[..5]), true));
            let (after, ..) = read(&mut asking, &list, PageFrom::After(middle.place()), 20).await;
            assert_eq!(ids(&after), ids(&all.0[31..51]));
            let (last, at_top, at_bottom) = read(&mut asking, &list, PageFrom::Bottom, 20).await;
            assert_eq!((ids(&last), at_top, at_bottom), (ids(&all.0[all.0.len() - 20..]), false, true));
        }
    }
}

fn ids(rows: &[Row]) -> Vec<i32> {
    rows.iter().map(|row| row.id).collect()
}

async fn read(asking: &mut Asking, list: &ListWanted, from: PageFrom, rows: usize) -> (Vec<Row>, bool, bool) {
    asking.ask(Ask::Page { list: list.clone(), from, rows });
    match asking.next().await {
        Message::Answer(_, Answer::Page(page)) => (page.rows, page.at_top, page.at_bottom),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn reading_goes_on_between_the_chunks_of_an_act() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let targets = ready_for_validation(&mut dba).await;
    let mut asking = up(&database, DemoRole::Administrator).await;
    asking.ask(Ask::Act(Act::Validate, targets.clone()));
    let reading = asking.ask(Ask::Sheet(Subject::file(targets[0].id), None));
    let messages = asking.settle().await;
    let is_reading = |message: &Message| matches!(message, Message::Answer(job, _) if *job == reading);
    let chunks_before =
        messages.iter().take_while(|m| !is_reading(m)).filter(|m| matches!(m, Message::Answer(..))).count();
    assert!(messages.iter().any(is_reading) && chunks_before <= 1, "after {chunks_before} chunks");
    let mut acted = Acted::default();
    messages.into_iter().for_each(|message| acted.take(message));
    assert_eq!((acted.outcomes.len(), acted.stopped), (targets.len(), Some(false)));
    assert!(acted.outcomes.iter().all(|outcome| outcome.is_done()), "{:?}", acted.failures);
    let sorted = acted.outcomes.is_sorted_by_key(|outcome| outcome.id);
    assert!(sorted, "locks are taken in ascending order");
    assert_eq!(validations(&mut dba, &targets).await, (targets.len(), targets.len()));
}

#[tokio::test]
async fn a_stopped_act_ends_after_the_chunk_at_hand() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let targets = ready_for_validation(&mut dba).await;
    let mut asking = up(&database, DemoRole::Administrator).await;
    let job = asking.ask(Ask::Act(Act::Validate, targets.clone()));
    let waiting = asking.ask(Ask::Act(Act::Validate, targets.clone()));
    asking.worker.stop(waiting);
    asking.worker.stop(job);
    let messages = asking.settle().await;
    let ends = |job| {
        let ended =
            |m: &&Message| matches!(m, Message::Answer(j, Answer::ActEnded { stopped: true }) if *j == job);
        messages.iter().filter(ended).count()
    };
    assert_eq!((ends(job), ends(waiting)), (1, 1));
    let mut acted = Acted::default();
    messages.into_iter().for_each(|message| acted.take(message));
    assert!(acted.outcomes.len() <= CHUNK, "{} done after the stop", acted.outcomes.len());
    let (_, entries) = validations(&mut dba, &targets).await;
    assert_eq!(entries, acted.outcomes.len(), "what was done was told, and nothing else was done");
}

#[tokio::test]
async fn files_that_the_rules_have_not_seen_are_checked_on_the_way() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let targets: Vec<Target> = ready_for_validation(&mut dba).await.into_iter().take(40).collect();
    dba.execute("delete from guichet.convention_check").await.unwrap();
    let mut asking = up(&database, DemoRole::Administrator).await;
    asking.ask(Ask::Preview(Act::Validate, targets.clone()));
    let Message::Answer(_, Answer::Preview(preview)) = asking.next().await else { panic!("no preview") };
    let unchecked =
        |outcome: &&guichet::domain::act::Outcome| outcome.refusal().is_some_and(|r| r.code == "GU010");
    assert_eq!(preview.iter().filter(unchecked).count(), 0);
    assert_eq!(preview.len(), targets.len());
    dba.execute("delete from guichet.finding; delete from guichet.convention_check").await.unwrap();
    let acted = asking.act(Act::Validate, targets.clone()).await;
    assert_eq!(acted.outcomes.iter().filter(unchecked).count(), 0);
    let done = |outcomes: &[guichet::domain::act::Outcome]| outcomes.iter().filter(|o| o.is_done()).count();
    assert_eq!(done(&acted.outcomes), done(&preview), "the preview said what would be done");
}

#[tokio::test]
async fn changes_that_come_together_are_one_notice_and_one_alone_is_heard_within_two_seconds() {
    let database = Database::university().await;
    let mut asking = up(&database, DemoRole::Clerk).await;
    let mut dba = database.dba().await;
    for _ in 0..20 {
        dba.execute("select pg_notify('guichet', 'whatever anyone may forge')").await.unwrap();
    }
    assert!(matches!(asking.next().await, Message::Notice));
    let before = clock::monotonic();
    dba.execute("notify guichet").await.unwrap();
    assert!(matches!(asking.next().await, Message::Notice));
    assert!(before.elapsed().as_secs() < 2);
    assert!(asking.settle().await.is_empty(), "and nothing more");
}

#[tokio::test]
async fn a_search_of_the_whole_registry_keeps_no_other_question_waiting() {
    let database = Database::university().await;
    let mut asking = up(&database, DemoRole::Manager).await;
    let mut holder = database.dba().await;
    let mut held = holder.begin().await.unwrap();
    held.execute("lock table guichet.host_distinct in access exclusive mode").await.unwrap();
    let pairs = asking.ask(Ask::HostPairs(None));
    let reasons = asking.ask(Ask::Reasons);
    let first = tokio::time::timeout(std::time::Duration::from_secs(10), asking.next()).await.unwrap();
    assert!(matches!(first, Message::Answer(job, Answer::Reasons(_)) if job == reasons), "{first:?}");
    held.rollback().await.unwrap();
    let then = asking.next().await;
    assert!(matches!(then, Message::Answer(job, Answer::HostPairs(_)) if job == pairs), "{then:?}");
}
