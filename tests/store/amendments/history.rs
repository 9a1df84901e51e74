//! Amendments validated and taken back in any legal order: the same history, and what stood before.

use guichet::domain::act::Act;
use guichet::domain::amendment::Motive;
use guichet::store::amendments;
use guichet::store::seed::DemoRole;
use sqlx::types::Uuid;

use super::{Running, act, after, before, code, create, done, from, running, state, target, whole, write};
use crate::support::server::Database;

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
        4 => (serde_json::json!({ "start_date": before(file.start, 1 + chance.below(20)) }), Motive::Period),
        5 => (serde_json::json!({ "subject": format!("Sujet {}", chance.below(1000)) }), Motive::Subject),
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
            let topic = chance.below(7);
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
