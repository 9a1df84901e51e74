//! Every cell of the matrix against a plain model of who is told, and what entries of the outbox come to.

use std::collections::{BTreeMap, BTreeSet};

use guichet::domain::alert::{
    self, Audience, Became, Centre, Change, Event, Pace, Parties, Party, Raised, Routes, Staff, Times, read,
};
use guichet::domain::form::Value;
use proptest::prelude::*;

/// A university of one centre, from bits and small numbers: little enough that names and addresses meet.
#[derive(Clone, Debug)]
struct Made {
    routes: Routes,
    parties: Parties,
    actor: Option<i32>,
}

fn paces() -> impl Strategy<Value = BTreeMap<String, Pace>> {
    let event = prop_oneof![
        Just("any".to_owned()),
        prop::sample::select(Event::settings().map(Event::code).map(str::to_owned).collect::<Vec<_>>())
    ];
    prop::collection::btree_map(event, prop::sample::select(Pace::ALL), 0..4)
}

fn address() -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.85, (0..6_u8).prop_map(|n| format!("a{n}@univ.test")))
}

fn made() -> impl Strategy<Value = Made> {
    let cell = || (prop::sample::select(Event::ALL), prop::sample::select(Audience::ALL));
    let staff = (1..6_i32, address(), any::<bool>(), paces()).prop_map(|(id, address, manages, paces)| {
        Staff { id, name: format!("P{id}"), address, language: "fr".into(), manages, paces }
    });
    let party = || {
        (prop::option::of(1..6_i32), address(), paces()).prop_map(|(person, address, paces)| Party {
            person,
            name: "N".into(),
            address,
            language: "fr".into(),
            paces,
        })
    };
    let centre = (
        address(),
        any::<bool>(),
        prop::collection::btree_map(cell(), any::<bool>(), 0..20),
        prop::collection::vec(staff, 0..5),
    )
        .prop_map(|(address, only, choices, staff)| Centre {
            address,
            only,
            choices: choices.into_iter().map(|((event, audience), on)| (event, audience, on)).collect(),
            staff,
            ..Centre::default()
        });
    (
        prop::collection::btree_set(cell(), 0..80),
        centre,
        party(),
        prop::option::of(party()),
        prop::option::of(1..6_i32),
    )
        .prop_map(|(defaults, centre, student, supervisor, actor)| Made {
            routes: Routes {
                defaults: defaults.into_iter().collect(),
                centres: BTreeMap::from([(1, centre)]),
                ..Routes::default()
            },
            parties: Parties { centre: 1, student, supervisor },
            actor,
        })
}

/// Who is told, as somebody would say it: an address, and how fast.
fn plainly(event: Event, made: &Made) -> BTreeMap<String, Pace> {
    let base = match event {
        Event::PedagogicalUndone => Event::PedagogicalDone,
        Event::CheckUndone => Event::CheckDone,
        Event::AdministrativeUndone => Event::AdministrativeDone,
        Event::AmendmentUndone => Event::AmendmentValidated,
        Event::Restored => Event::Returned,
        Event::Reopened => Event::Cancelled,
        event => event,
    };
    let centre = &made.routes.centres[&1];
    let mut cells: BTreeSet<(Event, Audience)> = made.routes.defaults.iter().copied().collect();
    for (event, audience, on) in &centre.choices {
        if *on {
            cells.insert((*event, *audience))
        } else {
            cells.remove(&(*event, *audience))
        };
    }
    let mut told = BTreeMap::new();
    let mut people = BTreeSet::new();
    let mut tell =
        |audience, person: Option<i32>, address: &Option<String>, paces: &BTreeMap<String, Pace>| {
            let pace = match (paces.get(base.code()), paces.get("any")) {
                (Some(pace), _) | (None, Some(pace)) => *pace,
                (None, None) if matches!(base, Event::Late | Event::AmendmentWaiting) => Pace::Daily,
                (None, None) => Pace::AtOnce,
            };
            let did_it = person.is_some() && person == made.actor;
            if let Some(address) = address
                && cells.contains(&(base, audience))
                && pace != Pace::Never
                && !did_it
                && person.is_none_or(|person| people.insert(person))
            {
                told.entry(address.clone()).or_insert(pace);
            }
        };
    tell(
        Audience::Student,
        made.parties.student.person,
        &made.parties.student.address,
        &made.parties.student.paces,
    );
    if let Some(supervisor) = &made.parties.supervisor {
        tell(Audience::Supervisor, supervisor.person, &supervisor.address, &supervisor.paces);
    }
    if centre.only {
        let nobody = BTreeMap::new();
        tell(Audience::Clerk, None, &centre.address, &nobody);
        tell(Audience::Manager, None, &centre.address, &nobody);
    } else {
        for one in &centre.staff {
            let audience = if one.manages { Audience::Manager } else { Audience::Clerk };
            tell(audience, Some(one.id), &one.address, &one.paces);
        }
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whoever_is_told_is_whom_the_plain_rules_say(made in made()) {
        for event in Event::ALL {
            let found = alert::route(*event, made.actor, &made.routes, &made.parties);
            let told: Vec<(String, Pace)> = found
                .iter()
                .filter_map(|one| Some((one.address.clone(), one.verdict.ok()?)))
                .collect();
            let by_address: BTreeMap<String, Pace> = told.iter().cloned().collect();
            prop_assert_eq!(by_address.len(), told.len(), "an address is told twice");
            prop_assert_eq!(by_address, plainly(*event, &made), "{:?}", event);
            // Everybody who could be told has an answer.
            let centre = &made.routes.centres[&1];
            let all = 1 + usize::from(made.parties.supervisor.is_some()) + centre.staff.len() + usize::from(centre.only);
            prop_assert_eq!(found.len(), all);
        }
    }

    /// Any number of acts, each taken back before anybody was told, comes to nothing.
    #[test]
    fn what_is_taken_back_in_time_tells_nothing(depth in 1..3_usize, ages in prop::collection::vec(0..600_i64, 6)) {
        let steps = ["pedagogical", "check", "administrative"];
        let forth = (0..=depth).map(|n| ("validate", steps[n]));
        let back = (0..=depth).rev().map(|n| ("unvalidate", steps[n]));
        let raised: Vec<Raised> = forth.chain(back).enumerate().map(|(n, (verb, step))| {
            entry(n, verb, ages.get(n).copied().unwrap_or(0), &format!("step.{step}"), "", "")
        }).collect();
        let reading = read(&raised, TIMES);
        prop_assert!(reading.happenings.is_empty(), "{:?}", reading.happenings);
        prop_assert_eq!(reading.settled.len(), raised.len());
    }
}

const TIMES: Times = Times { hold: 60, patience: 600, old: 86_400 };

fn entry(n: usize, verb: &str, age: i64, field: &str, from: &str, to: &str) -> Raised {
    let value = |text: &str| if text.is_empty() { Value::Null } else { Value::Text(text.into()) };
    Raised {
        id: i64::try_from(n).unwrap() + 1,
        verb: verb.into(),
        age,
        person: Some(7),
        in_hand: true,
        changes: vec![Change { field: field.into(), from: value(from), to: value(to), hidden: false }],
        ..Raised::default()
    }
}

fn told(raised: &[Raised]) -> Vec<(i64, Event)> {
    read(raised, TIMES).happenings.iter().map(|one| (one.id, one.event)).collect()
}

fn became(raised: &[Raised]) -> Vec<(i64, Became)> {
    read(raised, TIMES).settled
}

#[test]
fn each_entry_comes_to_what_it_is() {
    let cases = [
        (entry(0, "submit", 90, "file_state", "draft", "submitted"), Some(Event::CreatedByStaff)),
        (entry(0, "submit", 90, "file_state", "to_correct", "submitted"), Some(Event::ChangedByStaff)),
        (
            Raised { by_student: true, ..entry(0, "submit", 90, "file_state", "draft", "submitted") },
            Some(Event::CreatedByStudent),
        ),
        (
            Raised { by_student: true, ..entry(0, "edit", 90, "end_date", "a", "b") },
            Some(Event::ChangedByStudent),
        ),
        (Raised { in_hand: false, ..entry(0, "edit", 90, "end_date", "a", "b") }, None),
        (entry(0, "validate", 90, "step.check", "", "done"), Some(Event::CheckDone)),
        (entry(0, "unvalidate", 90, "step.administrative", "done", ""), Some(Event::AdministrativeUndone)),
        (entry(0, "return", 90, "file_state", "submitted", "to_correct"), Some(Event::Returned)),
        (entry(0, "cancel", 90, "file_state", "submitted", "cancelled"), Some(Event::Cancelled)),
        (entry(0, "restore", 90, "file_state", "to_correct", "submitted"), Some(Event::Restored)),
        (entry(0, "restore", 90, "file_state", "cancelled", "submitted"), Some(Event::Reopened)),
        (
            entry(0, "amend_submit", 90, "amendment.2", "draft", "submitted"),
            Some(Event::AmendmentCreatedByStaff),
        ),
        (
            entry(0, "amend_validate", 90, "amendment.2", "submitted", "validated"),
            Some(Event::AmendmentValidated),
        ),
        (entry(0, "amend_validate", 90, "amendment.2", "submitted", "submitted"), None),
        (entry(0, "amend_sign", 90, "amendment.2", "validated", "signed"), Some(Event::Signed)),
        (entry(0, "evaluate", 90, "evaluation.tutor", "", "filled"), Some(Event::TutorEvaluated)),
        (entry(0, "late", 90, "", "", ""), Some(Event::Late)),
        (entry(0, "hold", 90, "hold_until", "", "2026-12-01"), None),
        (entry(0, "document", 90, "document.1", "", "received"), None),
        (entry(0, "create", 90, "enrolment_id", "", "1"), None),
        (entry(0, "validate", 59, "step.check", "", "done"), None),
        (entry(0, "validate", 90_000, "step.check", "", "done"), None),
    ];
    for (raised, expected) in cases {
        let found: Vec<Event> =
            told(std::slice::from_ref(&raised)).into_iter().map(|(_, event)| event).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{raised:?}");
    }
    assert_eq!(told(&[entry(0, "amend_submit", 90, "amendment.2", "draft", "submitted")]).len(), 1);
    assert_eq!(
        read(&[entry(0, "amend_submit", 90, "amendment.2", "draft", "submitted")], TIMES).happenings[0]
            .amendment,
        Some(2)
    );
    let both = told(&[entry(0, "edit", 90, "supervisor_id", "a", "b")]);
    assert_eq!(both, [(1, Event::ChangedByStaff), (1, Event::SupervisorChanged)]);
}

#[test]
fn edits_that_follow_each_other_are_one_and_wait_for_the_last() {
    let edit = |n, age, field, from, to| entry(n, "edit", age, field, from, to);
    // The last is young: all wait.
    let young = [edit(0, 90, "end_date", "a", "b"), edit(1, 10, "elp_label", "", "x")];
    assert_eq!((told(&young), read(&young, TIMES).held), (vec![], vec![1, 2]));
    // But not for ever.
    let patient = [edit(0, 601, "end_date", "a", "b"), edit(1, 10, "elp_label", "", "x")];
    assert_eq!(told(&patient), [(1, Event::ChangedByStaff)]);
    let ripe = [
        edit(0, 200, "end_date", "a", "b"),
        edit(1, 150, "end_date", "b", "c"),
        edit(2, 100, "elp_label", "", "x"),
    ];
    let reading = read(&ripe, TIMES);
    let changes: Vec<&str> =
        reading.happenings[0].changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(changes, ["end_date", "elp_label"]);
    assert_eq!(reading.happenings[0].changes[0].to, Value::Text("c".into()));
    assert_eq!(became(&ripe), [(1, Became::Told), (2, Became::Merged), (3, Became::Merged)]);
    // There and back is nothing.
    let back = [edit(0, 200, "end_date", "a", "b"), edit(1, 150, "end_date", "b", "a")];
    assert_eq!((told(&back), became(&back)), (vec![], vec![(1, Became::Undone), (2, Became::Merged)]));
    // Two people are told apart.
    let two = [
        edit(0, 200, "end_date", "a", "b"),
        Raised { person: Some(8), ..edit(1, 150, "elp_label", "", "x") },
    ];
    assert_eq!(told(&two).len(), 2);
}

#[test]
fn what_is_done_again_is_told_once() {
    let step = |n, verb, age| entry(n, verb, age, "step.administrative", "", "");
    assert_eq!(
        told(&[step(0, "validate", 300), step(1, "unvalidate", 200), step(2, "validate", 100)]),
        [(3, Event::AdministrativeDone)]
    );
    // Undone before it was told, though the undoing is young.
    let undone = [step(0, "validate", 61), step(1, "unvalidate", 1)];
    assert_eq!((told(&undone), became(&undone)), (vec![], vec![(1, Became::Undone), (2, Became::Undone)]));
    // Another step's undoing is another matter.
    let other = [step(0, "validate", 100), entry(1, "unvalidate", 90, "step.check", "", "")];
    assert_eq!(told(&other).len(), 2);
    let given_up = [
        entry(0, "cancel", 100, "file_state", "submitted", "cancelled"),
        entry(1, "restore", 70, "file_state", "cancelled", "submitted"),
    ];
    assert!(told(&given_up).is_empty());
}
