//! A table of hosts that comes in: what becomes of each line, alone and beside others.

use guichet::domain::form::Values;
use guichet::domain::organisation::Kept;
use guichet::store::organisations as hosts;
use guichet::store::seed::DemoRole;
use proptest::strategy::{Just, Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use sqlx::types::Json;
use sqlx::{Connection as _, PgConnection};

use super::hosts::{LUHN, add, values, version};
use crate::support::server::{Database, somebody_waits};

/// A SIRET with its key.
fn siret(place: u32) -> String {
    let digits = format!("732829320{place:04}");
    let luhn = |number: &str| {
        let twice = |(at, digit): (usize, u32)| match (at % 2, digit) {
            (0, 5..) => 2 * digit - 9,
            (0, _) => 2 * digit,
            _ => digit,
        };
        number.chars().filter_map(|digit| digit.to_digit(10)).enumerate().map(twice).sum::<u32>()
    };
    format!("{digits}{}", (10 - luhn(&digits) % 10) % 10)
}

/// Outcome, code, what it is about, and the host.
type Answered = (String, Option<String>, Option<Json<serde_json::Value>>, Option<i32>);

async fn import(conn: &mut PgConnection, lines: &[Values], dry: bool) -> Vec<Answered> {
    let lines: Vec<_> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| serde_json::json!({ "line": at, "details": line }))
        .collect();
    sqlx::query_as("select outcome, code, params, id from guichet.import_organisations($1, $2) order by line")
        .bind(Json(lines))
        .bind(dry)
        .fetch_all(conn)
        .await
        .unwrap()
}

async fn add_each(conn: &mut PgConnection, lines: &[Values]) -> Vec<Answered> {
    let mut answers = Vec::new();
    for line in lines {
        let sql = "select outcome, code, params, id from guichet.add_organisation($1)";
        answers.push(sqlx::query_as(sql).bind(Json(line)).fetch_one(&mut *conn).await.unwrap());
    }
    answers
}

/// What became of each line, new hosts by the line that they were.
fn named(answers: &[Answered]) -> Vec<String> {
    let made: Vec<_> = answers.iter().map(|(outcome, .., id)| id.filter(|_| outcome == "done")).collect();
    let line = |id: i32| {
        made.iter().position(|made| *made == Some(id)).map_or(format!("host {id}"), |at| format!("line {at}"))
    };
    answers
        .iter()
        .map(|(outcome, code, params, id)| {
            let params = params.as_ref().map(|params| {
                let number = params.0["number"].as_i64().and_then(|number| i32::try_from(number).ok());
                (params.0["field"].clone(), params.0["name"].clone(), number.map(line))
            });
            format!("{outcome} {code:?} {params:?} {:?}", id.map(line))
        })
        .collect()
}

/// What the last hosts are, and what is told of them, without what differs each time.
async fn last(conn: &mut PgConnection, answers: &[Answered]) -> Vec<String> {
    let ids: Vec<i32> =
        answers.iter().filter(|answer| answer.0 == "done").filter_map(|answer| answer.3).collect();
    sqlx::query_scalar(
        "select jsonb_build_object('host', guichet.organisation_sheet(n.id) - array['id', 'added', 'state'],
           'told', (select jsonb_agg(array[to_jsonb(h.by), h.changes]) from guichet.organisation_history(n.id) h))::text
         from unnest($1) with ordinality n (id, at) order by n.at",
    )
    .bind(ids)
    .fetch_all(conn)
    .await
    .unwrap()
}

#[tokio::test]
async fn of_several_faults_of_a_line_the_first_is_told_and_the_good_lines_come_in() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let faults = [
        ("name", " ", "Atelier"),
        ("siret", "73282932000075", LUHN),
        ("uai", "123", "0290001A"),
        ("country_code", "xx", "fr"),
        ("naf_code", "00.00Z", ""),
        ("legal_category", "00", ""),
        ("headcount_band", "99", ""),
        ("postal_code", "999", "29000"),
        ("website", "javascript alert", "https://example.fr"),
        ("mail", "a@b", "a@b.fr"),
        ("phone", "aucun", "02 98 00 00 00"),
    ];
    let lines: Vec<Values> = (0..=faults.len())
        .map(|right| {
            let mut line = values([("naf_revision", "rev2"), ("what", "is no field")]);
            for (at, (field, wrong, good)) in faults.into_iter().enumerate() {
                line.insert(field.to_owned(), if at < right { good } else { wrong }.into());
            }
            line
        })
        .collect();
    for dry in [true, false] {
        let answers = import(&mut manager, &lines, dry).await;
        let told: Vec<_> = answers
            .iter()
            .map(|(.., params, _)| params.as_ref().map(|told| told.0["field"].clone()))
            .collect();
        let mut expected: Vec<_> = faults.iter().map(|(field, ..)| Some(serde_json::json!(field))).collect();
        expected.push(None);
        assert_eq!(told, expected);
        assert_eq!(answers.last().unwrap().3.is_some(), !dry);
    }
}

#[tokio::test]
async fn the_later_of_two_equal_lines_is_refused_and_what_a_refused_line_has_is_free() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let line =
        |name: &str, place: u32, uai: &str| values([("name", name), ("siret", &siret(place)), ("uai", uai)]);
    let lines = [
        line("Une", 1, "0290001A"),
        line("Une encore", 1, ""),
        // Its UAI is taken: its SIRET is not.
        line("Deux", 2, "0290001a"),
        line("Trois", 2, ""),
        line("Quatre", 1, "0290002B"),
        line("Cinq", 5, "0290002B"),
    ];
    assert!(import(&mut manager, &lines, true).await.iter().all(|answer| answer.0 == "done"));
    let answers = import(&mut manager, &lines, false).await;
    let (one, three) = (answers[0].3, answers[3].3);
    let told: Vec<_> = answers.iter().map(|answer| (answer.1.as_deref(), answer.3)).collect();
    assert_eq!(
        told,
        [
            (None, one),
            (Some("GU032"), one),
            (Some("GU032"), one),
            (None, three),
            (Some("GU032"), one),
            (None, answers[5].3)
        ]
    );
    assert_eq!(
        answers[1].2.as_ref().unwrap().0,
        serde_json::json!({ "number": one, "name": "Une", "same": "siret" })
    );
    assert_eq!(answers[2].2.as_ref().unwrap().0["same"], "uai");
    let again = import(&mut manager, &lines, false).await;
    assert!(again.iter().all(|answer| answer.1.as_deref() == Some("GU032")), "{again:?}");
    // By its SIRET rather than by its UAI.
    assert_eq!(again[2].3, three);
}

#[tokio::test]
async fn of_two_imports_of_one_siret_at_once_the_second_is_refused_that_line_alone() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let [mut first, mut second] =
        [database.person(DemoRole::Manager).await, database.person(DemoRole::Administrator).await];
    let line = |name: &str, place: u32| values([("name", name), ("siret", &siret(place))]);
    for (keeps, place) in [(true, 10), (false, 20)] {
        let mut open = first.begin().await.unwrap();
        let theirs = import(&mut open, &[line("La leur", place)], false).await;
        let lines = [line("Avant", place + 1), line("La mienne", place), line("Après", place + 2)];
        let (answers, ()) = tokio::join!(import(&mut second, &lines, false), async {
            somebody_waits(&mut dba).await;
            if keeps { open.commit().await.unwrap() } else { open.rollback().await.unwrap() }
        });
        let told: Vec<_> = answers.iter().map(|answer| answer.1.as_deref()).collect();
        assert_eq!(told, [None, keeps.then_some("GU032"), None]);
        assert_eq!(answers[1].3 == theirs[0].3, keeps);
    }
}

#[tokio::test]
async fn an_import_answers_as_adding_its_lines_one_by_one() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let there = values([("name", "Déjà là"), ("siret", &siret(7)), ("uai", "0290007G")]);
    add(&mut manager, &there).await.unwrap();
    let numbers: Vec<String> = (1..8).map(siret).collect();
    let spaced = numbers[0].replace("732829320", " 732 829 320 ");
    let long = "x".repeat(151);
    let fields: Vec<(&str, Vec<&str>)> = vec![
        ("name", vec!["Atelier", "  Chez Mémé ", "Une", "Deux", "Trois", "", &long]),
        (
            "siret",
            numbers
                .iter()
                .map(String::as_str)
                .chain([spaced.as_str(), "73282932000075", "", "", ""])
                .collect(),
        ),
        ("uai", vec!["0290001A", " 0290001a", "0290007G", "0290003C", "", "", "", "", "abc"]),
        ("country_code", vec!["FR", "fr ", "FR", "BE", "FR", "xx"]),
        ("naf_code", vec!["62.01Z", "62.01z", "", "", "", "99.99Z"]),
        ("naf_revision", vec!["rev2"]),
        ("legal_category", vec!["", "", "54", "zz"]),
        ("postal_code", vec!["29000", "80000", "", "", "29", "1000 BRUXELLES"]),
        ("town", vec!["QUIMPER", "AMIENS", ""]),
        ("address", vec!["2 rue de Siam", "2 RUE DE SIAM", ""]),
        ("website", vec!["example.fr", "", "", "un deux"]),
        ("mail", vec!["a@b.fr", "", "", "a@b"]),
        ("phone", vec!["02 98 00 00 00", "", "", "aucun"]),
        ("nothing", vec!["x"]),
    ];
    let line = fields
        .into_iter()
        .map(|(field, of)| {
            let of: Vec<String> = of.into_iter().map(str::to_owned).collect();
            // Most of a line is good, or few would be met that are at odds with another one.
            (
                Just(field),
                (0..of.len(), 0..of.len(), 0..of.len())
                    .prop_map(move |(a, b, c)| of[a.min(b).min(c)].clone()),
            )
        })
        .collect::<Vec<_>>()
        .prop_map(|line| {
            line.into_iter()
                .map(|(field, value)| (field.to_owned(), value.as_str().into()))
                .collect::<Values>()
        });
    let table = proptest::collection::vec(line, 1..40);
    let mut runner = TestRunner::deterministic();
    let (mut done, mut wrong, mut there) = (0, 0, 0);
    for _ in 0..30 {
        let lines = table.new_tree(&mut runner).unwrap().current();
        let mut both = Vec::new();
        for at_once in [true, false] {
            let mut open = manager.begin().await.unwrap();
            let answers = if at_once {
                import(&mut open, &lines, false).await
            } else {
                add_each(&mut open, &lines).await
            };
            let told = (named(&answers), last(&mut open, &answers).await);
            open.rollback().await.unwrap();
            both.push(told);
            let count =
                |code: Option<&str>| answers.iter().filter(|answer| answer.1.as_deref() == code).count();
            done += count(None);
            wrong += count(Some("GU016"));
            there += count(Some("GU032"));
        }
        assert_eq!(both[0], both[1], "{lines:#?}");
    }
    assert!(done.min(wrong).min(there) > 100, "{done} {wrong} {there}");
}

#[tokio::test]
async fn abroad_a_host_without_a_number_is_known_by_its_name_and_place() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let line = |name: &str, country: &str, town: &str| {
        values([("name", name), ("country_code", country), ("town", town)])
    };
    let lines = [
        line("Universiteit Gent", "BE", "Gent"),
        line("UNIVERSITEIT Gent", "be", "GENT"),
        line("Universiteit Gent", "NL", "Gent"),
        line("Universiteit Gent", "BE", "Brugge"),
        line("Universiteit Gent", "BE", ""),
        // Of a French one the name and the town alone say nothing.
        line("Universiteit Gent", "FR", "Gent"),
        line("Universiteit Gent", "FR", "Gent"),
    ];
    let answers = import(&mut manager, &lines, false).await;
    let codes = |answers: &[Answered]| -> Vec<Option<String>> {
        answers.iter().map(|answer| answer.1.clone()).collect()
    };
    let there = Some("GU032".to_owned());
    assert_eq!(codes(&answers), [None, there.clone(), None, None, None, None, None]);
    assert_eq!(answers[1].3, answers[0].3);
    assert_eq!(answers[1].2.as_ref().unwrap().0["same"], "name");
    for dry in [true, false] {
        let again = import(&mut manager, &lines[..5], dry).await;
        assert_eq!(codes(&again), vec![there.clone(); 5]);
        assert_eq!(again[3].3, answers[3].3);
    }
    // One by one as well: whoever adds it for a file has the one that is there.
    assert_eq!(add(&mut manager, &lines[1]).await.unwrap(), answers[0].3.unwrap());
    // Out of use, it is no longer in the way.
    sqlx::query("update guichet.host_organisation set state = 'retired' where id = $1")
        .bind(answers[0].3)
        .execute(&mut database.dba().await)
        .await
        .unwrap();
    assert_eq!(codes(&import(&mut manager, &lines[..2], false).await), [None, there]);
}

#[tokio::test]
async fn in_france_a_host_without_a_number_is_known_by_its_name_and_address() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let line = |name: &str, address: &str, postal_code: &str| {
        values([("name", name), ("address", address), ("postal_code", postal_code), ("town", "BREST")])
    };
    let lines = [
        line("Café Kermaria", "2 rue de Siam", "29200"),
        line("CAFE KERMARIA", "2 RUE DE SIAM", "29200"),
        line("Café Kermaria", "3 rue de Siam", "29200"),
        line("Café Kermaria", "2 rue de Siam", "80000"),
    ];
    let there = Some("GU032".to_owned());
    let codes = |answers: Vec<Answered>| -> Vec<Option<String>> {
        answers.into_iter().map(|answer| answer.1).collect()
    };
    assert_eq!(codes(add_each(&mut manager, &lines).await), [None, there.clone(), None, None]);
    for dry in [true, false] {
        assert_eq!(codes(import(&mut manager, &lines, dry).await), vec![there.clone(); 4]);
    }
    // With a number it is another one, until somebody says that they are the same.
    let mut numbered = lines[0].clone();
    numbered.insert("siret".to_owned(), LUHN.into());
    assert_eq!(codes(import(&mut manager, &[numbered], false).await), [None]);
}

#[tokio::test]
async fn a_host_that_was_merged_away_is_the_one_that_was_kept() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Administrator).await;
    let foreign = values([("name", "Universiteit Gent"), ("country_code", "BE"), ("town", "Gent")]);
    for (at, gone) in [
        values([("name", "Une"), ("siret", &siret(1))]),
        values([("name", "Deux"), ("uai", "0290007G")]),
        foreign,
    ]
    .into_iter()
    .enumerate()
    {
        let [first, last] =
            [0, 1].map(|n| values([("name", "Gardée"), ("siret", &siret(10 + 2 * at as u32 + n))]));
        let (first, last) =
            (add(&mut manager, &first).await.unwrap(), add(&mut manager, &last).await.unwrap());
        let of = add(&mut manager, &gone).await.unwrap();
        // Twice, one after the other.
        let mut merges = Vec::new();
        for (gone, kept) in [(of, first), (first, last)] {
            let (one, other) = (version(&mut manager, kept).await, version(&mut manager, gone).await);
            merges.push(hosts::merge(&mut manager, one, other, &Values::new()).await.unwrap().unwrap());
        }
        for dry in [true, false] {
            let answers = import(&mut manager, std::slice::from_ref(&gone), dry).await;
            assert_eq!((answers[0].1.as_deref(), answers[0].3), (Some("GU032"), Some(last)), "{gone:?}");
        }
        assert_eq!(add(&mut manager, &gone).await.unwrap(), last);
        if let Some(siret) = gone.get("siret").and_then(|siret| siret.as_str()) {
            let known = hosts::with_sirets(&mut manager, &[siret]).await.unwrap();
            assert_eq!(known, [(siret.to_owned(), last)]);
            let found = hosts::find(&mut manager, siret, Kept::InUse, 5).await.unwrap();
            assert_eq!(found.iter().map(|host| host.id).collect::<Vec<_>>(), [last]);
        }
        for merge in merges.into_iter().rev() {
            hosts::part(&mut manager, merge).await.unwrap().unwrap();
        }
        assert_eq!(add(&mut manager, &gone).await.unwrap(), of);
    }
}

#[tokio::test]
async fn namesakes_abroad_at_two_addresses_are_two_and_legal_forms_are_names() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let line = |name: &str, address: &str| {
        values([("name", name), ("country_code", "GB"), ("town", "London"), ("address", address)])
    };
    let lines = [
        line("Hilton", "22 Park Lane"),
        line("Hilton", "225 Edgware Road"),
        line("HILTON", "22 park lane"),
        line("Hilton", ""),
        line("Beta Ltd", ""),
        line("Beta Plc", ""),
    ];
    let there = Some("GU032".to_owned());
    let codes = |answers: Vec<Answered>| -> Vec<Option<String>> {
        answers.into_iter().map(|answer| answer.1).collect()
    };
    let answers = import(&mut manager, &lines, false).await;
    assert_eq!(codes(answers), [None, None, there.clone(), there.clone(), None, None]);
    // By hand as by a table.
    let other = line("Hilton", "1 Trinity Square");
    add(&mut manager, &other).await.unwrap();
    assert_eq!(codes(import(&mut manager, &[other], true).await), [there]);
}

#[tokio::test]
async fn what_a_table_brings_without_a_number_or_without_the_right_to_approve_is_moderated() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let lines = [
        values([("name", "Atelier"), ("siret", &siret(1))]),
        values([("name", "Lycée"), ("uai", "0290007G")]),
        values([("name", "Werkstatt"), ("country_code", "DE")]),
    ];
    let states = async |dba: &mut PgConnection, answers: Vec<Answered>| {
        let ids: Vec<i32> = answers.iter().filter_map(|answer| answer.3).collect();
        let sql = "select string_agg(o.state, ' ' order by n) from unnest($1::integer[]) with ordinality u (id, n) join guichet.host_organisation o using (id)";
        let states: String = sqlx::query_scalar(sql).bind(&ids).fetch_one(dba).await.unwrap();
        states
    };
    let answers = import(&mut manager, &lines, false).await;
    assert_eq!(states(&mut dba, answers).await, "active active to_moderate");
    // Whoever may not approve hosts approves none by a table.
    sqlx::query(
        "update guichet.role_right set can_modify = false where function = 'ORGA_ACC' and can_create",
    )
    .execute(&mut dba)
    .await
    .unwrap();
    let answers = import(&mut manager, &[values([("name", "Atelier"), ("siret", &siret(4))])], false).await;
    assert_eq!(states(&mut dba, answers).await, "to_moderate");
}
