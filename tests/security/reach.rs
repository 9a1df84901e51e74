//! For people made at random (roles, rights, centres, deputies, programmes, files of their own) on files made at random
//! (confidential, moved, unsupervised): what the list shows is what single reads allow, is what searches and counts say,
//! is what the plain model of the rules says; and what they may do is what the model says.

mod chance;

use std::collections::BTreeSet;

use guichet::domain::act::{Act, OnBehalf, Subject, Target};
use guichet::domain::convention::{FileState, SignatureState, StepKind};
use guichet::domain::filter::{Column, Op, Term};
use guichet::domain::queue::{Queue, Shape};
use guichet::domain::row::Sort;
use guichet::store::lists::{self, From, Wanted};
use guichet::store::{acts, files, people};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::attack::{Session, Tally};
use super::cast::{Attacker, Group, login, make_person};
use super::model::{Eyes, Scope, Viewer, World};
use super::rows;
use crate::support::server::Database;
use crate::support::workflow::{self, Actor, Check, Position};
use chance::{arrange, chance};

const ROUNDS: usize = 20;
/// Files read and acted upon one by one, of those seen and of those that are not.
const SINGLES: usize = 14;

#[tokio::test]
async fn lists_reads_searches_counts_and_acts_are_what_the_rules_say() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let name = login(&database, "hasard");
    let who = make_person(&mut dba, &name, &[], &[]).await;
    dba.execute(
        "insert into guichet.app_role values ('ACCUEIL', 'centre', 'GES', 'Accueil'), ('LARGE', 'all', 'CONSULTATION', 'Large');
         insert into guichet.role_right select r, f, r = 'ACCUEIL' and f = 'CONVENTION', false, false, false, r = 'LARGE' and f = 'CONVENTION'
           from unnest(array['ACCUEIL', 'LARGE']) r, unnest(array['CONVENTION', 'ORGA_ACC', 'SERVICE_CONTACT_ACC', 'PARAM_CENTRE', 'PARAM_GLOBAL']) f;
         create temporary table kept_rights as select * from guichet.role_right",
    )
    .await
    .unwrap();
    let session = Session::new(database.login(&name).await, None);
    let viewer = Viewer { login: name.clone(), student: None };
    let mut somebody =
        Attacker { name: "somebody", login: name.clone(), group: Group::Person, viewer, session };
    let mut runner = TestRunner::deterministic();
    let mut tally = Tally::default();
    let (mut saw, mut did) = (0, 0);
    for round in 0..ROUNDS {
        let chance = chance().new_tree(&mut runner).unwrap().current();
        arrange(&mut dba, who, &chance).await;
        let world = World::read(&mut dba).await;
        let eyes = world.eyes(&somebody.viewer);
        saw += usize::from(!eyes.files.is_empty());
        let about = || format!("round {round}: {chance:?}");
        listed(&mut tally, &mut dba, &mut somebody.session.conn, &eyes, &about).await;
        one_by_one(&mut tally, &mut somebody.session.conn, &world, &eyes, &about).await;
        did += acted(&mut tally, &mut dba, &mut somebody.session, &world, &eyes, &about).await;
        rows::everything_else(&mut tally, &mut dba, &mut somebody, &world, &about).await;
    }
    somebody.session.conn.close().await.unwrap();
    dba.execute(AssertSqlSafe(format!("drop role \"{name}\""))).await.unwrap();
    assert!(
        saw > ROUNDS / 3 && did > ROUNDS,
        "{saw} saw something, {did} acts were possible: this proves little"
    );
    tally.close();
}

/// The list, its pages and queues, its counts, and searches.
async fn listed(
    tally: &mut Tally,
    dba: &mut PgConnection,
    conn: &mut PgConnection,
    eyes: &Eyes<'_>,
    about: &dyn Fn() -> String,
) {
    let (person, today) = people::whoami(conn).await.unwrap().unwrap();
    let scope = (
        person.scope.centres.iter().copied().collect(),
        person.scope.supervised.iter().copied().collect(),
        person.scope.etapes.iter().copied().collect(),
        person.scope.student,
    );
    let expected = (eyes.centres.clone(), eyes.supervised.clone(), eyes.etapes.clone(), eyes.student);
    tally.same("reach", &scope, &expected, about);
    let mut read = BTreeSet::new();

    let shape = Shape::default();
    let mut place = None;
    loop {
        let from = place.as_ref().map_or(From::Top, From::After);
        let wanted = Wanted { shape: &shape, terms: &[], sort: Sort::default(), scope: &person.scope };
        let page = lists::page(conn, &wanted, from, 400).await.unwrap();
        let Some(last) = page.last() else { break };
        place = Some(last.place());
        read.extend(page.iter().map(|row| row.id));
    }
    tally.same("list", &read, &eyes.files, about);

    let stored: i64 = lists::counts(conn, today)
        .await
        .unwrap()
        .into_iter()
        .filter(|(queue, _)| {
            // Of the queues that share files out: none of amendments, nor those a file is in besides.
            !queue.is_counted_apart() && !queue.is_of_amendments() && *queue != Queue::Corrected
        })
        .filter_map(|(_, count)| count)
        .sum();
    tally.same("counts of queues", &stored, &i64::try_from(eyes.files.len()).unwrap(), about);

    for word in ["mar", "a", "dupont", "2"] {
        let op = if word.len() < 3 { Op::Begins } else { Op::Has };
        let matching = match op {
            Op::Has => "strpos(search_key, $1) > 0",
            _ => "search_key like $1 || '%' or search_key like '% ' || $1 || '%'",
        };
        let sql = format!("select convention_id from guichet.convention_row where {matching}");
        let matching: Vec<i32> =
            sqlx::query_scalar(AssertSqlSafe(sql)).bind(word).fetch_all(&mut *dba).await.unwrap();
        let expected: BTreeSet<i32> = matching.into_iter().filter(|id| eyes.files.contains(id)).collect();
        let terms = [Term { column: Column::Words, op, value: word.into(), not: false }];
        let wanted = Wanted { shape: &shape, terms: &terms, sort: Sort::default(), scope: &person.scope };
        let found = lists::page(conn, &wanted, From::Top, 1_000).await.unwrap();
        let found: BTreeSet<i32> = found.iter().map(|row| row.id).collect();
        // A page holds a thousand rows at most.
        if expected.len() <= 1_000 {
            tally.same("search", &found, &expected, || format!("{word}: {}", about()));
        }
    }
}

/// Files seen and not seen, each by itself.
async fn one_by_one(
    tally: &mut Tally,
    conn: &mut PgConnection,
    world: &World,
    eyes: &Eyes<'_>,
    about: &dyn Fn() -> String,
) {
    for id in samples(world, eyes) {
        let seen = eyes.files.contains(&id);
        let sheet = files::sheet(conn, id).await.unwrap();
        tally.same("sheet", &sheet.is_some(), &seen, || format!("{id}: {}", about()));
        let history = files::history(conn, id).await.unwrap();
        tally.same("history", &!history.is_empty(), &seen, || format!("{id}: {}", about()));
        let rows = lists::rows(conn, &[Subject::file(id)], Sort::default()).await.unwrap();
        tally.same("row", &rows.len(), &usize::from(seen), || format!("{id}: {}", about()));
        if let Some(sheet) = sheet {
            tally.same("texts", &!sheet.masked, &eyes.reads_texts(id), || format!("{id}: {}", about()));
            let told = sheet.texts.is_some_and(|texts| texts.subject.is_some());
            tally.same("subject", &(told && !eyes.reads_texts(id)), &false, || format!("{id}: {}", about()));
        }
    }
}

fn samples(world: &World, eyes: &Eyes<'_>) -> Vec<i32> {
    let (seen, hidden): (Vec<i32>, Vec<i32>) = world.files.keys().partition(|id| eyes.files.contains(id));
    rows::some(&seen, SINGLES).chain(rows::some(&hidden, SINGLES)).copied().collect()
}

/// Where files stand, as the superuser reads it.
async fn positions(dba: &mut PgConnection, ids: &[i32]) -> Vec<(i32, i32, Position, bool, bool)> {
    type Raw = (i32, i32, String, String, Vec<String>, i16, bool, bool, Option<i16>, bool, bool);
    let found: Vec<Raw> = sqlx::query_as(
        "select c.id, c.version, c.file_state, c.signature_state, c.circuit, c.steps_done, c.supervisor_id is not null,
           coalesce(c.start_date <= guichet.today(), false),
           case when k.content_version = c.content_version then k.blocking end, c.archived_at is not null,
           exists (select from guichet.convention_step s where s.convention_id = c.id and s.on_behalf_of is not null)
         from guichet.convention c left join guichet.convention_check k on k.convention_id = c.id where c.id = any($1)",
    )
    .bind(ids)
    .fetch_all(dba)
    .await
    .unwrap();
    found
        .into_iter()
        .map(
            |(
                id,
                version,
                state,
                signature,
                circuit,
                steps,
                supervised,
                started,
                blocking,
                archived,
                on_behalf,
            )| {
                let position = Position {
                    state: FileState::from_code(&state).unwrap(),
                    signature: SignatureState::from_code(&signature).unwrap(),
                    circuit: circuit.iter().map(|kind| StepKind::from_code(kind).unwrap()).collect(),
                    steps_done: usize::try_from(steps).unwrap(),
                    supervised,
                    started,
                    check: match blocking {
                        None => Check::Missing,
                        Some(0) => Check::Clear,
                        Some(_) => Check::Blocking,
                    },
                };
                (id, version, position, archived, on_behalf)
            },
        )
        .collect()
}

/// What may be done to each: how many acts were possible.
async fn acted(
    tally: &mut Tally,
    dba: &mut PgConnection,
    session: &mut Session,
    world: &World,
    eyes: &Eyes<'_>,
    about: &dyn Fn() -> String,
) -> usize {
    let mut possible = 0;
    for (id, version, position, archived, on_behalf) in positions(dba, &samples(world, eyes)).await {
        let file = &world.files[&id];
        let validating = eyes.scopes("CONVENTION.validate");
        let supervises = file.supervisor.is_some_and(|supervisor| eyes.supervised.contains(&supervisor));
        let actor = |right: &str| Actor {
            validates: !validating.is_empty(),
            modifies: eyes.holds("CONVENTION.modify"),
            staff: eyes.centres_to(right).contains(&file.centre),
            teacher: supervises && validating.contains(&Scope::Supervised)
                || eyes.etapes.contains(&file.etape) && validating.contains(&Scope::Programme),
        };
        let whose = OnBehalf { name: "Paul Durand".into(), by_mail: true, date: world.today };
        let mut acts = vec![
            (Act::Validate, workflow::Act::Validate { step: None, on_behalf: false }, "CONVENTION.validate"),
            (
                Act::ValidateFor(whose),
                workflow::Act::Validate { step: Some(StepKind::Pedagogical), on_behalf: true },
                "CONVENTION.validate",
            ),
            (
                Act::Return { reasons: vec![], text: "x".into() },
                workflow::Act::Return { reasoned: true },
                "CONVENTION.validate",
            ),
            (Act::Cancel("x".into()), workflow::Act::Cancel { reasoned: true }, "CONVENTION.modify"),
        ];
        // The model does not know on whose behalf a step was recorded.
        if !on_behalf {
            acts.push((
                Act::Unvalidate("x".into()),
                workflow::Act::Unvalidate { reasoned: true },
                "CONVENTION.validate",
            ));
        }
        for (act, same, right) in acts {
            let answer =
                acts::preview(&mut session.conn, &act, &[Target::file(id, version)]).await.unwrap().remove(0);
            let theirs = answer.refusal().map(|refusal| refusal.code.clone());
            let ours = if eyes.files.contains(&id) {
                position.after(same, actor(right)).err().map(workflow::Refusal::code)
            } else {
                Some("GU001")
            };
            possible += usize::from(ours.is_none());
            tally.same("acts", &theirs.as_deref(), &ours, || {
                format!("{act:?} on {id} {position:?}: {}", about())
            });
        }
        let pass = acts::preview(&mut session.conn, &Act::Pass("x".into()), &[Target::file(id, version)])
            .await
            .unwrap()
            .remove(0);
        let may_pass = eyes.files.contains(&id) && eyes.managed().contains(&file.centre);
        let refused =
            pass.refusal().is_some_and(|refusal| ["GU001", "GU002"].contains(&refusal.code.as_str()));
        tally.same("passing", &!refused, &may_pass, || format!("{id}: {}", about()));

        session.begin().await;
        let edit = format!("select coalesce(code, 'OK') from guichet.edit({id}, {version}, '{{}}')");
        let edited = session.attempt(&edit).await.lines();
        session.end().await;
        tally.same("edits", &edited, &vec![editable(eyes, id, file, &position, archived).to_owned()], || {
            format!("{id} {position:?}: {}", about())
        });
    }
    possible
}

/// Editable by the student until any step is done, by staff until the administrative step, by the administrator until it
/// is sent for signature, with a reason.
fn editable(
    eyes: &Eyes<'_>,
    id: i32,
    file: &super::model::File,
    position: &Position,
    archived: bool,
) -> &'static str {
    let scopes = eyes.scopes("CONVENTION.modify");
    let done = &position.circuit[..position.steps_done];
    if !eyes.files.contains(&id) {
        "GU001"
    } else if scopes.is_empty() {
        "GU002"
    } else if position.state == FileState::Cancelled
        || archived
        || position.signature != SignatureState::NotSent
    {
        "GU015"
    } else if scopes.contains(&Scope::All) {
        if position.steps_done > 0 { "GU012" } else { "OK" }
    } else if eyes.centres_to("CONVENTION.modify").contains(&file.centre) {
        let over = position.state == FileState::Validated || done.contains(&StepKind::Administrative);
        if over { "GU015" } else { "OK" }
    } else if scopes.contains(&Scope::Own) && eyes.student == Some(file.student) {
        let over = position.steps_done > 0 || position.state == FileState::Validated;
        if over { "GU015" } else { "OK" }
    } else {
        "GU002"
    }
}
