//! Amendments on a real server: what each changes, in which order, what can be taken back, and what is in force on a day.

use chrono::{Days, NaiveDate};
use guichet::domain::act::{Act, Answer, Outcome, Target};
use guichet::domain::amendment::{Motive, Motives, Said};
use guichet::domain::form::{Value, Values};
use guichet::domain::gratification::Offer;
use guichet::store::seed::DemoRole;
use guichet::store::{acts, amendments, centres, files, forms};
use rust_decimal::Decimal;
use sqlx::types::Uuid;
use sqlx::{AssertSqlSafe, PgConnection};

use crate::support::server::Database;

/// A validated file that runs today and was never amended, and what it says.
struct Running {
    id: i32,
    start: NaiveDate,
    end: NaiveDate,
    today: NaiveDate,
}

async fn running(conn: &mut PgConnection) -> Running {
    let (id, start, end, today): (i32, NaiveDate, NaiveDate, NaiveDate) = sqlx::query_as(
        "select c.id, c.start_date, c.end_date, guichet.today() from guichet.convention c
         where c.file_state = 'validated' and c.archived_at is null and not c.total_overridden and c.gratification
           and c.gratification_unit = 'hour' and c.start_date < guichet.today() - 7 and c.end_date > guichet.today() + 60
           and c.regime = 'initial' and not c.confidential
           and not exists (select from guichet.amendments_of(c.id))
         order by c.id limit 1",
    )
    .fetch_one(conn)
    .await
    .expect("a file that runs");
    Running { id, start, end, today }
}

async fn version(conn: &mut PgConnection, id: i32) -> i32 {
    forms::form(conn, id).await.unwrap().unwrap().version
}

async fn target(conn: &mut PgConnection, id: i32, amendment: i32) -> Target {
    Target { amendment: Some(amendment), ..Target::file(id, version(conn, id).await) }
}

fn code(outcome: &Outcome) -> &str {
    outcome.refusal().map_or("", |refusal| refusal.code.as_str())
}

async fn create(conn: &mut PgConnection, id: i32) -> i32 {
    let version = version(conn, id).await;
    amendments::create(conn, Target::file(id, version), Uuid::now_v7()).await.unwrap().expect("an amendment")
}

fn values(json: serde_json::Value) -> Values {
    serde_json::from_value(json).unwrap()
}

fn from(motive: Motive, day: NaiveDate) -> Motives {
    Motives::from([(motive, Some(Said { effective_from: Some(day), comment: None }))])
}

async fn write(
    conn: &mut PgConnection,
    id: i32,
    amendment: i32,
    changes: serde_json::Value,
    motives: &Motives,
) -> Outcome {
    let target = target(conn, id, amendment).await;
    amendments::edit(conn, target, &values(changes), motives, Uuid::now_v7()).await.unwrap()
}

async fn act(conn: &mut PgConnection, id: i32, amendment: i32, act: Act) -> Outcome {
    if act == Act::Validate {
        amendments::check(conn, &[amendment]).await.unwrap();
    }
    let target = target(conn, id, amendment).await;
    acts::act(conn, &act, &[target], Uuid::now_v7()).await.unwrap().remove(0)
}

async fn done(conn: &mut PgConnection, id: i32, amendment: i32, asked: Act) {
    let mut outcome = act(conn, id, amendment, asked.clone()).await;
    if code(&outcome) == "GU011" {
        outcome = act(conn, id, amendment, Act::Pass("Vu".into())).await;
        assert!(outcome.is_done(), "{outcome:?}");
        outcome = act(conn, id, amendment, asked.clone()).await;
    }
    assert!(outcome.is_done(), "{asked:?}: {outcome:?}");
}

/// Drafts, hands in and validates an amendment.
async fn validated(conn: &mut PgConnection, id: i32, changes: serde_json::Value, motives: &Motives) -> i32 {
    let amendment = create(conn, id).await;
    let outcome = write(conn, id, amendment, changes, motives).await;
    assert!(outcome.is_done(), "{outcome:?}");
    done(conn, id, amendment, Act::Submit).await;
    done(conn, id, amendment, Act::Validate).await;
    amendment
}

/// Everything that the rules read of a file, and everything that its form says.
async fn state(conn: &mut PgConnection, id: i32) -> (Values, serde_json::Value) {
    let form = forms::form(conn, id).await.unwrap().unwrap();
    let facts: serde_json::Value = sqlx::query_scalar("select facts from guichet.facts(array[$1])")
        .bind(id)
        .fetch_one(conn)
        .await
        .unwrap();
    (form.values, facts)
}

async fn offers(conn: &mut PgConnection, id: i32) -> Vec<Offer> {
    files::facts(conn, &[id]).await.unwrap().remove(0).facts.pay.offers
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap()
}

#[tokio::test]
async fn an_amendment_says_what_it_changes_and_is_held_to_its_order() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let first = create(&mut clerk, id).await;
    // Nothing yet; the same service is no change.
    assert_eq!(code(&act(&mut clerk, id, first, Act::Submit).await), "GU049");
    let service = forms::form(&mut clerk, id).await.unwrap().unwrap().reference("service_id").unwrap();
    assert!(
        write(&mut clerk, id, first, serde_json::json!({ "service_id": service }), &Motives::new())
            .await
            .is_done()
    );
    assert_eq!(code(&act(&mut clerk, id, first, Act::Submit).await), "GU049");
    // Another host is another convention, a field of no motive is refused, so is nonsense.
    for (changes, refused) in [
        (serde_json::json!({ "organisation_id": 1 }), "GU046"),
        (serde_json::json!({ "theme_id": 1 }), "GU046"),
        (serde_json::json!({ "no_such_field": 1 }), "GU016"),
        (serde_json::json!({ "end_date": "hier" }), "GU016"),
        (serde_json::json!({ "weekly_hours": 400 }), "GU016"),
        (serde_json::json!({ "tutor_id": 1_999_999_999 }), "GU016"),
        (serde_json::json!({ "service_id": 1_999_999_999 }), "GU016"),
        (serde_json::json!({ "interruptions": [["2026-05-02", "2026-05-01"]] }), "GU016"),
        (serde_json::json!({ "subject": "x".repeat(30_001) }), "GU016"),
        (serde_json::json!({ "rupture_cause": "ennui" }), "GU016"),
    ] {
        let outcome = write(&mut clerk, id, first, changes.clone(), &Motives::new()).await;
        assert_eq!(code(&outcome), refused, "{changes}");
    }
    // One at a time.
    let again = version(&mut clerk, id).await;
    let made = amendments::create(&mut clerk, Target::file(id, again), Uuid::now_v7()).await.unwrap();
    assert_eq!(made.unwrap_err().code, "GU048");
    // Only a new end: handed in, validated, and the file shows it.
    let later = after(file.end, 14);
    let changes = serde_json::json!({ "end_date": later });
    assert!(write(&mut clerk, id, first, changes, &Motives::new()).await.is_done());
    done(&mut clerk, id, first, Act::Submit).await;
    let target_now = target(&mut clerk, id, first).await;
    let unseen =
        acts::act(&mut clerk, &Act::Validate, &[target_now], Uuid::now_v7()).await.unwrap().remove(0);
    assert_eq!(code(&unseen), "GU010", "the rules have not looked at it");
    let (before, _) = state(&mut clerk, id).await;
    done(&mut clerk, id, first, Act::Validate).await;
    let sheet = files::sheet(&mut clerk, id).await.unwrap().unwrap();
    assert_eq!(sheet.end_date, Some(later));
    let hours = forms::form(&mut clerk, id).await.unwrap().unwrap().totals().unwrap().hours;
    assert_eq!(sheet.total_hours, Some(hours), "counted again");
    assert_ne!(before["total_hours"].as_decimal(), Some(hours));
    assert!(sheet.checked, "what the rules foresaw is what they find");
    // Not to be changed any more, nor the file beneath it, until its validation is taken back.
    let changes = serde_json::json!({ "end_date": after(file.end, 7) });
    assert_eq!(code(&write(&mut clerk, id, first, changes.clone(), &Motives::new()).await), "GU004");
    let mut admin = database.person(DemoRole::Administrator).await;
    let file_now = Target::file(id, version(&mut admin, id).await);
    let edit = forms::edit(&mut admin, file_now, &values(changes), Some("x"), Uuid::now_v7()).await.unwrap();
    assert_eq!(code(&edit), "GU015");
    assert_eq!(code(&act(&mut clerk, id, first, Act::Unvalidate(String::new())).await), "GU012");
    done(&mut clerk, id, first, Act::Unvalidate("Erreur".into())).await;
    assert_eq!(state(&mut clerk, id).await.0, before, "exactly what it was");
    done(&mut clerk, id, first, Act::Validate).await;
    // Signed by everybody, it stands.
    done(&mut clerk, id, first, Act::Sign { on: file.today, electronic: false }).await;
    assert_eq!(code(&act(&mut clerk, id, first, Act::Unvalidate("Erreur".into())).await), "GU004");
    assert_eq!(code(&act(&mut clerk, id, first, Act::Cancel("Erreur".into())).await), "GU004");
    let told = files::history(&mut clerk, id).await.unwrap();
    let verbs: Vec<&str> = told.iter().rev().take(2).map(|entry| entry.verb.as_str()).collect();
    assert_eq!(verbs, ["amend_sign", "amend_validate"]);
}

#[tokio::test]
async fn a_rise_does_not_revalue_what_was_paid_before() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let rise = after(file.today, 30);
    let was = offers(&mut clerk, file.id).await;
    let changes = serde_json::json!({ "gratification_amount": "9.50" });
    validated(&mut clerk, file.id, changes, &from(Motive::Gratification, rise)).await;
    let offered = offers(&mut clerk, file.id).await;
    assert_eq!(offered.iter().map(|offer| offer.from).collect::<Vec<_>>(), [file.start, rise]);
    assert_eq!(offered[0].amount, was[0].amount);
    assert_eq!(offered[1].amount, Decimal::new(950, 2));
    for (day, amount) in [(after(file.today, 29), was[0].amount), (rise, Decimal::new(950, 2))] {
        let at = amendments::file_at(&mut clerk, file.id, day).await.unwrap().unwrap();
        assert_eq!(at.projected.value("gratification_amount").as_decimal(), Some(amount), "{day}");
        let signed = at.in_force.value("gratification_amount").as_decimal();
        assert_eq!(signed, Some(was[0].amount), "nobody has signed");
    }
    // From before the rise, a second decision: the later one stands from its day on.
    let sooner = after(file.today, 10);
    let changes = serde_json::json!({ "gratification_amount": "7.00" });
    validated(&mut clerk, file.id, changes, &from(Motive::Gratification, sooner)).await;
    let offered = offers(&mut clerk, file.id).await;
    assert_eq!(offered.iter().map(|offer| offer.from).collect::<Vec<_>>(), [file.start, sooner]);
    assert_eq!(offered[1].amount, Decimal::new(700, 2));
}

#[tokio::test]
async fn of_two_amendments_on_one_thing_the_later_stands_on_the_earlier() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let mut owner = database.owner().await;
    sqlx::query("update guichet.centre set several_amendments = true").execute(&mut owner).await.unwrap();
    let file = running(&mut clerk).await;
    let id = file.id;
    let (first, second) = (create(&mut clerk, id).await, create(&mut clerk, id).await);
    for (amendment, days) in [(first, 7), (second, 21)] {
        let changes = serde_json::json!({ "end_date": after(file.end, days) });
        assert!(write(&mut clerk, id, amendment, changes, &Motives::new()).await.is_done());
        done(&mut clerk, id, amendment, Act::Submit).await;
    }
    done(&mut clerk, id, second, Act::Validate).await;
    let late = act(&mut clerk, id, first, Act::Validate).await;
    assert_eq!(code(&late), "GU051", "{late:?}");
    assert_eq!(late.refusal().unwrap().about.amendments, [2]);
    done(&mut clerk, id, second, Act::Unvalidate("Ordre".into())).await;
    done(&mut clerk, id, first, Act::Validate).await;
    done(&mut clerk, id, second, Act::Validate).await;
    // The first cannot be taken back, nor the second signed, one beneath the other.
    let under = act(&mut clerk, id, first, Act::Unvalidate("x".into())).await;
    assert_eq!(
        (code(&under), under.refusal().unwrap().about.amendments.as_slice()),
        ("GU051", [2].as_slice())
    );
    let sign = Act::Sign { on: file.today, electronic: true };
    assert_eq!(code(&act(&mut clerk, id, second, sign.clone()).await), "GU051");
    done(&mut clerk, id, first, sign).await;
    let ends =
        |number: i32| after(file.end, if number == 0 { 0 } else { 14 * u64::try_from(number).unwrap() - 7 });
    for (number, amendment) in [(1, first), (2, second)] {
        let sheet = amendments::sheet(&mut clerk, amendment, None).await.unwrap().unwrap();
        assert_eq!(sheet.before.value("end_date").as_day(), Some(ends(number - 1)));
        assert_eq!(sheet.after.value("end_date").as_day(), Some(ends(number)));
    }
    let against = amendments::sheet(&mut clerk, second, Some(0)).await.unwrap().unwrap();
    assert_eq!(against.before.value("end_date").as_day(), Some(file.end), "the original");
}

#[tokio::test]
async fn an_early_end_then_an_extension_past_it_takes_a_manager() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut manager = database.person(DemoRole::Manager).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let rupture = create(&mut clerk, id).await;
    let day = after(file.today, 5);
    let changes =
        serde_json::json!({ "rupture_on": day, "rupture_by": "intern", "rupture_cause": "illness" });
    assert!(write(&mut clerk, id, rupture, changes, &Motives::new()).await.is_done());
    let lacks = act(&mut clerk, id, rupture, Act::Submit).await;
    assert_eq!(lacks.refusal().unwrap().about.missing, ["rupture_outcome"]);
    let changes = serde_json::json!({ "rupture_outcome": "validated" });
    assert!(write(&mut clerk, id, rupture, changes, &Motives::new()).await.is_done());
    done(&mut clerk, id, rupture, Act::Submit).await;
    done(&mut clerk, id, rupture, Act::Validate).await;
    assert_eq!(files::sheet(&mut clerk, id).await.unwrap().unwrap().end_date, Some(day));
    // Extended from a day after that end.
    let extension = create(&mut clerk, id).await;
    let changes = serde_json::json!({ "end_date": file.end });
    let outcome = write(&mut clerk, id, extension, changes, &from(Motive::Period, after(day, 10))).await;
    assert!(outcome.is_done(), "{outcome:?}");
    let late = act(&mut clerk, id, extension, Act::Submit).await;
    assert_eq!((code(&late), late.refusal().unwrap().about.end), ("GU052", Some(day)));
    assert_eq!(code(&act(&mut clerk, id, extension, Act::Pass("Accord".into())).await), "GU002");
    assert_eq!(code(&act(&mut manager, id, extension, Act::Pass(String::new())).await), "GU012");
    done(&mut manager, id, extension, Act::Pass("Accord des parties".into())).await;
    done(&mut clerk, id, extension, Act::Submit).await;
    done(&mut manager, id, extension, Act::Validate).await;
    assert_eq!(files::sheet(&mut clerk, id).await.unwrap().unwrap().end_date, Some(file.end));
    // Dates that do not hold together say so.
    let nonsense = create(&mut clerk, id).await;
    for (changes, kind) in [
        (serde_json::json!({ "end_date": file.start.pred_opt() }), "reversed"),
        (serde_json::json!({ "end_date": after(file.start, 366) }), "too_long"),
        (
            serde_json::json!({ "end_date": file.end, "interruptions": [[after(file.end, 1), after(file.end, 2)]] }),
            "interruptions",
        ),
    ] {
        assert!(write(&mut clerk, id, nonsense, changes, &Motives::new()).await.is_done());
        let refused = act(&mut clerk, id, nonsense, Act::Submit).await;
        assert_eq!((code(&refused), refused.refusal().unwrap().about.kind.as_deref()), ("GU050", Some(kind)));
    }
}

/// A small generator: the same numbers for a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Some change, and its motive.
fn some_change(chance: &mut Chance, file: &Running, topic: u64) -> (serde_json::Value, Motive) {
    let day = |days: u64| after(file.today, days);
    match topic {
        0 => (serde_json::json!({ "end_date": day(70 + chance.below(30)) }), Motive::Period),
        1 => {
            let from = 5 + chance.below(20);
            let days = serde_json::json!([[day(from), day(from + chance.below(9))]]);
            (serde_json::json!({ "interruptions": days }), Motive::Period)
        }
        2 => (serde_json::json!({ "weekly_hours": 20 + chance.below(15) }), Motive::Schedule),
        3 => (
            serde_json::json!({ "gratification_amount": format!("{}.50", 5 + chance.below(9)) }),
            Motive::Gratification,
        ),
        4 => (serde_json::json!({ "subject": format!("Sujet {}", chance.below(1000)) }), Motive::Subject),
        _ => {
            (serde_json::json!({ "presence": format!("Présence {}", chance.below(1000)) }), Motive::Schedule)
        }
    }
}

#[tokio::test]
async fn taking_the_last_back_restores_what_stood_and_orders_that_are_legal_agree() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let mut owner = database.owner().await;
    sqlx::query("update guichet.centre set several_amendments = true").execute(&mut owner).await.unwrap();
    for seed in 0..6 {
        let mut chance = Chance(seed + 1);
        let file = running(&mut clerk).await;
        let id = file.id;
        let mut stood = vec![state(&mut clerk, id).await];
        let mut made = Vec::new();
        for _ in 0..4 {
            let topic = chance.below(6);
            let (changes, motive) = some_change(&mut chance, &file, topic);
            let since = from(motive, after(file.today, chance.below(40)));
            let amendment = create(&mut clerk, id).await;
            assert!(write(&mut clerk, id, amendment, changes, &since).await.is_done());
            if code(&act(&mut clerk, id, amendment, Act::Submit).await) == "GU049" {
                // It says what stands already.
                let target = target(&mut clerk, id, amendment).await;
                assert!(amendments::delete(&mut clerk, target, Uuid::now_v7()).await.unwrap().is_done());
                continue;
            }
            amendments::check(&mut clerk, &[amendment]).await.unwrap();
            let foreseen: Vec<u8> =
                sqlx::query_scalar("select facts_hash from guichet.amendment_facts(array[$1])")
                    .bind(amendment)
                    .fetch_one(&mut clerk)
                    .await
                    .unwrap();
            done(&mut clerk, id, amendment, Act::Validate).await;
            let found: Vec<u8> = sqlx::query_scalar("select facts_hash from guichet.facts(array[$1])")
                .bind(id)
                .fetch_one(&mut clerk)
                .await
                .unwrap();
            assert_eq!(foreseen, found, "seed {seed}: what the rules foresaw is what they read");
            made.push(amendment);
            stood.push(state(&mut clerk, id).await);
        }
        let last = stood.pop().unwrap();
        for amendment in made.iter().rev() {
            done(&mut clerk, id, *amendment, Act::Unvalidate("x".into())).await;
            assert_eq!(Some(state(&mut clerk, id).await), stood.pop(), "seed {seed}");
        }
        // In whatever order the database lets them be validated.
        let mut waiting = made;
        while !waiting.is_empty() {
            let at = usize::try_from(chance.below(waiting.len() as u64)).unwrap();
            let outcome = act(&mut clerk, id, waiting[at], Act::Validate).await;
            if code(&outcome) == "GU011" {
                done(&mut clerk, id, waiting[at], Act::Validate).await;
                waiting.remove(at);
            } else if outcome.is_done() {
                waiting.remove(at);
            } else {
                assert_eq!(code(&outcome), "GU051", "{outcome:?}");
                // One that came later is in the way.
                let numbers = &outcome.refusal().unwrap().about.amendments;
                for listed in amendments::of_file(&mut clerk, id).await.unwrap().iter().rev() {
                    if numbers.contains(&listed.number) {
                        done(&mut clerk, id, listed.id, Act::Unvalidate("x".into())).await;
                        waiting.push(listed.id);
                    }
                }
            }
        }
        assert_eq!(state(&mut clerk, id).await, last, "seed {seed}");
        whole(&database).await;
    }
}

/// The projection is what its view says, and every chain holds.
async fn whole(database: &Database) {
    let mut dba = database.dba().await;
    for query in [
        "select count(*) from (select * from guichet.convention_row except select * from guichet.convention_row_source) d",
        "select count(*) from (select * from guichet.amendment_row except select * from guichet.amendment_row_source) d",
        "select count(*) from (select * from guichet.amendment_row_source except select * from guichet.amendment_row) d",
        "select count(*) from guichet.convention c join guichet.history h on h.convention_id = c.id and h.seq = c.history_seq
         where h.hash is distinct from c.history_head",
    ] {
        let wrong: i64 = sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut dba).await.unwrap();
        assert_eq!(wrong, 0, "{query}");
    }
}

#[tokio::test]
async fn a_centre_that_shows_what_is_signed_shows_nothing_before() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Manager).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let file = running(&mut clerk).await;
    let id = file.id;
    let centre = forms::form(&mut clerk, id).await.unwrap().unwrap().centre;
    let (before, _) = state(&mut clerk, id).await;
    let later = after(file.end, 10);
    let amendment =
        validated(&mut clerk, id, serde_json::json!({ "end_date": later }), &Motives::new()).await;
    let (projected, _) = state(&mut clerk, id).await;
    centres::set(&mut admin, &centre, "amendment_values", Some("in_force")).await.unwrap();
    assert_eq!(state(&mut clerk, id).await.0, before, "nothing is signed");
    centres::set(&mut admin, &centre, "amendment_values", Some("projected")).await.unwrap();
    assert_eq!(state(&mut clerk, id).await.0, projected);
    centres::set(&mut admin, &centre, "amendment_values", Some("in_force")).await.unwrap();
    // A second one stands on the first, which does not show.
    let second =
        validated(&mut clerk, id, serde_json::json!({ "end_date": after(later, 10) }), &Motives::new()).await;
    let sheet = amendments::sheet(&mut clerk, second, None).await.unwrap().unwrap();
    assert_eq!(sheet.before.value("end_date").as_day(), Some(later));
    assert_eq!(state(&mut clerk, id).await.0, before);
    let sign = Act::Sign { on: file.today, electronic: true };
    done(&mut clerk, id, amendment, sign.clone()).await;
    assert_eq!(state(&mut clerk, id).await.0["end_date"], later.into());
    let at = amendments::file_at(&mut clerk, id, file.end).await.unwrap().unwrap();
    assert_eq!(at.in_force.value("end_date").as_day(), Some(later));
    assert_eq!(at.projected.value("end_date").as_day(), Some(after(later, 10)));
    done(&mut clerk, id, second, sign).await;
    assert_eq!(state(&mut clerk, id).await.0["end_date"], Value::from(after(later, 10)));
}

#[tokio::test]
async fn the_supervisor_validates_first_where_the_centre_wants_it() {
    let database = Database::university().await;
    let mut teacher = database.person(DemoRole::Teacher).await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let mut owner = database.owner().await;
    sqlx::query("update guichet.centre set amendment_pedagogical = true").execute(&mut owner).await.unwrap();
    let id: i32 = sqlx::query_scalar(
        "select convention_id from guichet.convention_row where file_state = 'validated' and supervisor_id = any(guichet.my_supervised())
           and queue <> 'archived' and end_date > guichet.today() + 10 order by 1 limit 1",
    )
    .fetch_one(&mut teacher)
    .await
    .unwrap();
    let amendment = create(&mut manager, id).await;
    let comment = Said { effective_from: None, comment: Some("Horaires de la bibliothèque".into()) };
    let other = Motives::from([(Motive::Other, Some(comment))]);
    assert!(write(&mut manager, id, amendment, serde_json::json!({}), &other).await.is_done());
    done(&mut manager, id, amendment, Act::Submit).await;
    assert_eq!(code(&act(&mut manager, id, amendment, Act::Validate).await), "GU009");
    done(&mut teacher, id, amendment, Act::Validate).await;
    assert_eq!(code(&act(&mut teacher, id, amendment, Act::Validate).await), "GU014");
    assert_eq!(code(&act(&mut teacher, id, amendment, Act::Cancel("x".into())).await), "GU002");
    done(&mut manager, id, amendment, Act::Validate).await;
    let listed = amendments::of_file(&mut teacher, id).await.unwrap();
    assert_eq!(listed.last().unwrap().state.code(), "validated");
    // Returned, its steps are void; what one did oneself one takes back.
    done(&mut manager, id, amendment, Act::Unvalidate("x".into())).await;
    done(&mut manager, id, amendment, Act::Return { reasons: Vec::new(), text: "À revoir".into() }).await;
    done(&mut manager, id, amendment, Act::Restore).await;
    done(&mut manager, id, amendment, Act::Validate).await;
}

#[tokio::test]
async fn amendments_are_scoped_like_their_files() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let mut dba = database.dba().await;
    let file = running(&mut manager).await;
    let amendment = create(&mut manager, file.id).await;
    let (version, login): (i32, String) = sqlx::query_as(
        "select c.version, p.login from guichet.convention c, guichet.person p
         join guichet.person_role r on r.person_id = p.id and r.role = 'GES'
         where c.id = $1 and p.active and not exists (
           select from guichet.centre_staff s where s.person_id = p.id and s.centre_id = c.centre_id)
           and not exists (select from guichet.person_role o where o.person_id = p.id and o.role <> 'GES')
         order by p.id limit 1",
    )
    .bind(file.id)
    .fetch_one(&mut dba)
    .await
    .unwrap();
    let mut elsewhere = database.login(&login).await;
    for asked in [amendment, 1_999_999_999] {
        assert!(amendments::sheet(&mut elsewhere, asked, None).await.unwrap().is_none());
        assert!(amendments::form(&mut elsewhere, asked).await.unwrap().is_none());
        assert!(amendments::facts(&mut elsewhere, &[asked]).await.unwrap().is_empty());
        let target = Target { amendment: Some(asked), ..Target::file(file.id, version) };
        for answer in [
            acts::preview(&mut elsewhere, &Act::Submit, &[target]).await.unwrap().remove(0),
            amendments::edit(&mut elsewhere, target, &Values::new(), &Motives::new(), Uuid::now_v7())
                .await
                .unwrap(),
            amendments::delete(&mut elsewhere, target, Uuid::now_v7()).await.unwrap(),
        ] {
            assert_eq!(code(&answer), "GU001");
        }
    }
    assert!(amendments::of_file(&mut elsewhere, file.id).await.unwrap().is_empty());
    // Whoever only reads changes nothing.
    let mut auditor = database.person(DemoRole::Auditor).await;
    assert!(amendments::sheet(&mut auditor, amendment, None).await.unwrap().is_some());
    let target = Target { amendment: Some(amendment), ..Target::file(file.id, version) };
    let answer = acts::preview(&mut auditor, &Act::Submit, &[target]).await.unwrap().remove(0);
    assert_eq!(code(&answer), "GU002");
}

#[tokio::test]
async fn of_an_edit_an_amendment_and_a_validation_at_once_one_stands() {
    let database = Database::university().await;
    let mut first = database.person(DemoRole::Manager).await;
    let file = running(&mut first).await;
    let id = file.id;
    let amendment = create(&mut first, id).await;
    let changes = serde_json::json!({ "subject": "Un autre sujet" });
    assert!(write(&mut first, id, amendment, changes, &Motives::new()).await.is_done());
    done(&mut first, id, amendment, Act::Submit).await;
    amendments::check(&mut first, &[amendment]).await.unwrap();
    for round in 0..8 {
        let seen = target(&mut first, id, amendment).await;
        let mut second = database.person(DemoRole::Manager).await;
        let mut third = database.person(DemoRole::Administrator).await;
        let changes = values(serde_json::json!({ "subject": format!("Sujet {round}") }));
        let (empty, hold) = (Motives::new(), Act::Hold(Some(file.end)));
        let held = [Target::file(id, seen.version)];
        let (validated, edited, noted) = tokio::join!(
            acts::act(&mut first, &Act::Validate, std::slice::from_ref(&seen), Uuid::now_v7()),
            amendments::edit(&mut second, seen, &changes, &empty, Uuid::now_v7()),
            acts::act(&mut third, &hold, &held, Uuid::now_v7()),
        );
        let answers = [validated.unwrap().remove(0), edited.unwrap(), noted.unwrap().remove(0)];
        let stood = answers.iter().filter(|answer| answer.is_done()).count();
        assert_eq!(stood, 1, "{answers:?}");
        assert!(
            answers
                .iter()
                .filter(|answer| !answer.is_done())
                .all(|answer| matches!(answer.answer, Answer::Stale(_)) || code(answer) == "GU010"),
            "{answers:?}"
        );
        whole(&database).await;
        if answers[0].is_done() {
            done(&mut first, id, amendment, Act::Unvalidate("encore".into())).await;
        }
        amendments::check(&mut first, &[amendment]).await.unwrap();
    }
}
