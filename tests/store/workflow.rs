//! The database and the plain rules of the workflow agree: on random positions of a file, for each kind of person and each
//! act, what one would do the other would do, and what one refuses the other refuses for the same reason.

use guichet::domain::act::{Act, OnBehalf, Target};
use guichet::domain::convention::{FileState, SignatureState, StepKind};
use guichet::store::seed::DemoRole;
use guichet::store::{acts, people};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sqlx::PgConnection;

use crate::support::server::Database;
use crate::support::workflow::{self, Actor, Check, Position};

const POSITIONS: usize = 120;

fn position() -> impl Strategy<Value = Position> {
    let circuit = Just(StepKind::ALL.to_vec())
        .prop_shuffle()
        .prop_flat_map(|all| (1..=all.len()).prop_map(move |n| all[..n].to_vec()));
    let state = prop::sample::select(FileState::ALL);
    let check = prop::sample::select(
        &[Check::Missing, Check::Blocking, Check::Clear, Check::Clear, Check::Clear][..],
    );
    (circuit, state, check, any::<(bool, bool, bool)>(), 0..=3_usize).prop_map(
        |(circuit, state, check, (sent, supervised, started), steps)| {
            let steps_done = match state {
                FileState::Draft | FileState::Submitted | FileState::ToCorrect => 0,
                FileState::InValidation => 1 + steps % circuit.len().max(2).saturating_sub(1),
                FileState::Validated => circuit.len(),
                FileState::Cancelled => steps % (circuit.len() + 1),
            };
            // A circuit of one step is never half done.
            let state = if state == FileState::InValidation && circuit.len() == 1 {
                FileState::Validated
            } else {
                state
            };
            let steps_done = steps_done.min(circuit.len());
            let sent = sent && state == FileState::Validated;
            let signature = if sent { SignatureState::UnderWay } else { SignatureState::NotSent };
            Position { state, signature, circuit, steps_done, supervised, started, check }
        },
    )
}

/// Puts the file there, as nobody but the owner could.
async fn put(owner: &mut PgConnection, id: i32, supervisor: i32, position: &Position) {
    let circuit: Vec<&str> = position.circuit.iter().map(|kind| kind.code()).collect();
    sqlx::query(
        "update guichet.convention set file_state = $2, circuit = $3, steps_done = $4, signature_state = $5,
           supervisor_id = case when $6 then $7 end, start_date = guichet.today() + case when $8 then -10 else 10 end,
           end_date = guichet.today() + 60, archived_at = null
         where id = $1",
    )
    .bind(id)
    .bind(position.state.code())
    .bind(&circuit)
    .bind(i16::try_from(position.steps_done).unwrap())
    .bind(position.signature.code())
    .bind(position.supervised)
    .bind(supervisor)
    .bind(position.started)
    .execute(&mut *owner)
    .await
    .unwrap();
    sqlx::query("delete from guichet.convention_step where convention_id = $1")
        .bind(id)
        .execute(&mut *owner)
        .await
        .unwrap();
    for (place, kind) in position.circuit.iter().enumerate() {
        let done = place < position.steps_done;
        sqlx::query(
            "insert into guichet.convention_step (convention_id, kind, position, done_at, done_by)
             values ($1, $2, $3, case when $4 then now() end, case when $4 then 1 end)",
        )
        .bind(id)
        .bind(kind.code())
        .bind(i16::try_from(place + 1).unwrap())
        .bind(done)
        .execute(&mut *owner)
        .await
        .unwrap();
    }
    let blocking = i16::from(position.check == Check::Blocking);
    sqlx::query(
        "insert into guichet.convention_check (convention_id, content_version, rules_version, facts_hash, blocking)
         select id, content_version - case when $3 then 1 else 0 end, 1, '', $2 from guichet.convention where id = $1
         on conflict on constraint convention_check_pkey do update set content_version = excluded.content_version, blocking = excluded.blocking",
    )
    .bind(id)
    .bind(blocking)
    .bind(position.check == Check::Missing)
    .execute(&mut *owner)
    .await
    .unwrap();
}

fn pairs() -> Vec<(Act, workflow::Act)> {
    let whose = OnBehalf {
        name: "Paul Durand".into(),
        by_mail: true,
        date: chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(),
    };
    let returned = |text: &str| Act::Return { reasons: vec![], text: text.into() };
    vec![
        (Act::Validate, workflow::Act::Validate { step: None, on_behalf: false }),
        (
            Act::ValidateFor(whose),
            workflow::Act::Validate { step: Some(StepKind::Pedagogical), on_behalf: true },
        ),
        (Act::Unvalidate("erreur".into()), workflow::Act::Unvalidate { reasoned: true }),
        (Act::Unvalidate(String::new()), workflow::Act::Unvalidate { reasoned: false }),
        (returned("dates"), workflow::Act::Return { reasoned: true }),
        (returned(""), workflow::Act::Return { reasoned: false }),
        (Act::Cancel("abandon".into()), workflow::Act::Cancel { reasoned: true }),
        (Act::Cancel(String::new()), workflow::Act::Cancel { reasoned: false }),
    ]
}

#[tokio::test]
async fn the_database_and_the_domain_agree_on_every_step() {
    let database = Database::university().await;
    let mut owner = database.owner().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut teacher = database.person(DemoRole::Teacher).await;
    let mut auditor = database.person(DemoRole::Auditor).await;
    let (staff, _) = people::whoami(&mut clerk).await.unwrap().unwrap();
    let (tutor, _) = people::whoami(&mut teacher).await.unwrap().unwrap();
    let supervisor = tutor.scope.supervised[0];
    let id: i32 =
        sqlx::query_scalar("select id from guichet.convention where centre_id = any($1) order by id limit 1")
            .bind(&staff.scope.centres)
            .fetch_one(&mut owner)
            .await
            .unwrap();
    let mut runner = TestRunner::deterministic();
    let mut done = 0;
    for _ in 0..POSITIONS {
        let position = position().new_tree(&mut runner).unwrap().current();
        put(&mut owner, id, supervisor, &position).await;
        let version: i32 = sqlx::query_scalar("select version from guichet.convention where id = $1")
            .bind(id)
            .fetch_one(&mut owner)
            .await
            .unwrap();
        let people = [
            (
                "clerk",
                &mut clerk,
                Actor { validates: true, modifies: true, staff: true, teacher: false },
                true,
            ),
            (
                "teacher",
                &mut teacher,
                Actor { validates: true, modifies: false, staff: false, teacher: true },
                position.supervised,
            ),
            (
                "auditor",
                &mut auditor,
                Actor { validates: false, modifies: false, staff: true, teacher: false },
                true,
            ),
        ];
        for (who, conn, actor, sees) in people {
            for (act, same) in pairs() {
                let answer = acts::preview(conn, &act, &[Target::file(id, version)]).await.unwrap().remove(0);
                let theirs = answer.refusal().map(|refusal| refusal.code.as_str());
                let ours = if sees {
                    position.after(same, actor).err().map(workflow::Refusal::code)
                } else {
                    Some("GU001")
                };
                assert_eq!(theirs, ours, "{who}, {act:?} on {position:?}");
                done += usize::from(theirs.is_none());
            }
        }
    }
    assert!(done > POSITIONS / 4, "only {done} acts were possible: the positions prove little");
}
