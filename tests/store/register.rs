//! What comes into the registry of hosts from elsewhere: what the national register says, within its quota, and tables.

use guichet::domain::act::Refusal;
use guichet::domain::form::{Value, Values};
use guichet::domain::organisation::Kept;
use guichet::domain::organisation::registered::{Registered, Source};
use guichet::domain::organisation::siret::Siret;
use guichet::store::organisations::{self as hosts, Part};
use guichet::store::seed::DemoRole;
use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;
use sqlx::Executor as _;

use super::hosts::{LUHN, add, values, version, why};
use crate::support::server::Database;

#[tokio::test]
async fn what_the_register_says_fills_what_is_not_locked_and_empties_nothing() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let id = add(
        &mut manager,
        &values([("name", "Chez nous"), ("siret", LUHN), ("town", "QUIMPER"), ("postal_code", "29000")]),
    )
    .await
    .unwrap();
    let read = version(&mut manager, id).await;
    let locked = Values::from([("locked".to_owned(), Value::List(vec!["name".into()]))]);
    hosts::edit(&mut manager, Part::Organisation, read, &locked).await.unwrap().unwrap();
    let said = Registered {
        siret: Siret::parse(LUHN).unwrap(),
        source: Source::Sirene,
        name: Some("NOM OFFICIEL".into()),
        naf: None,
        legal_category: Some("57".into()),
        headcount_band: Some("ZZ".into()),
        address: None,
        postal_code: Some("29200".into()),
        town: Some("BREST".into()),
        country_code: Some("FR".into()),
        is_seat: true,
        is_closed: true,
        closed_on: None,
        is_partial: false,
    };
    hosts::refresh(&mut manager, id, &said).await.unwrap().unwrap();
    let sheet = hosts::sheet(&mut manager, id).await.unwrap().unwrap();
    assert_eq!(
        [sheet.text("name"), sheet.text("town"), sheet.text("legal_category"), sheet.text("headcount_band")],
        ["Chez nous", "BREST", "57", ""]
    );
    assert_eq!(sheet.registered.as_ref(), Some(&said));
    assert!(hosts::find(&mut manager, "", Kept::Closed, 9).await.unwrap().iter().any(|host| host.id == id));
    // The same again changes nothing, and is not told.
    let told = hosts::history(&mut manager, id).await.unwrap().len();
    hosts::refresh(&mut manager, id, &said).await.unwrap().unwrap();
    assert_eq!(hosts::history(&mut manager, id).await.unwrap().len(), told);
    let other = Registered { siret: Siret::parse("35600000000048").unwrap(), ..said };
    assert_eq!(why(&hosts::refresh(&mut manager, id, &other).await.unwrap()), ("GU016", Some("siret")));
}

#[tokio::test]
async fn all_desks_share_the_quota_of_a_register() {
    let database = Database::university().await;
    let (mut one, mut other) =
        (database.person(DemoRole::Manager).await, database.person(DemoRole::Clerk).await);
    for turn in 0..5 {
        let conn = if turn % 2 == 0 { &mut one } else { &mut other };
        assert_eq!(hosts::may_ask(conn, "sirene", 5).await.unwrap(), None);
    }
    let again = hosts::may_ask(&mut other, "sirene", 5).await.unwrap().expect("the minute is full");
    assert!(again > guichet::runtime::clock::now());
    assert_eq!(hosts::may_ask(&mut other, "company_search", 5).await.unwrap(), None, "each by itself");
    let later = guichet::runtime::clock::now() + chrono::TimeDelta::minutes(5);
    hosts::leave(&mut one, "company_search", later).await.unwrap();
    assert!(hosts::may_ask(&mut other, "company_search", 5).await.unwrap().is_some());
}

#[tokio::test]
async fn a_table_is_tried_first_then_brings_the_good_lines() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let lines = [
        (2, values([("name", "Un"), ("siret", LUHN)])),
        (3, values([("name", "Deux"), ("siret", LUHN)])),
        (4, values([("name", "Trois"), ("postal_code", "1")])),
        (5, values([("name", "Quatre"), ("country_code", "DE"), ("phone", "+49 30 1234")])),
    ];
    let outcome = |told: &[guichet::domain::organisation::Imported]| -> Vec<String> {
        told.iter()
            .map(|one| one.made.as_ref().err().map_or(String::new(), |refusal| refusal.code.clone()))
            .collect()
    };
    let tried = hosts::import(&mut manager, &lines, true).await.unwrap();
    assert_eq!(
        outcome(&tried),
        ["", "", "GU016", ""],
        "a trial adds nothing, so the second is not taken yet"
    );
    assert!(hosts::find(&mut manager, LUHN, Kept::InUse, 9).await.unwrap().is_empty());
    let done = hosts::import(&mut manager, &lines, false).await.unwrap();
    assert_eq!(outcome(&done), ["", "GU032", "GU016", ""]);
    assert_eq!(done[1].made.as_ref().unwrap_err().about.name.as_deref(), Some("Un"));
    let out = hosts::export(&mut manager, "quatre", Kept::InUse).await.unwrap();
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].get("phone").and_then(Value::as_str), Some("+49 30 1234"));
    let mut student = database.person(DemoRole::Student).await;
    assert!(hosts::import(&mut student, &lines, true).await.is_err());
}

/// Lines of a table, good and bad in every way, several of them about one host.
fn lines() -> impl Strategy<Value = Vec<Values>> {
    let maybe =
        |texts: &'static [&'static str]| proptest::option::weighted(0.6, proptest::sample::select(texts));
    let sirets: &[&str] = &[LUHN, "732 829 320 00074", "35600000000048", "73282932000075", "1", ""];
    let line = (
        proptest::sample::select(&["Kervézec", "  Kervézec  ", "", "Chez Mémé"][..]),
        maybe(sirets),
        maybe(&["0291234A", "0291234a", "29"]),
        maybe(&["FR", "fr", "DE", "XX"]),
        maybe(&["29000", "2A", "99999"]),
        maybe(&["62.01Z", "31.09B", "nothing"]),
        maybe(&["a@b.example", "nobody"]),
        maybe(&["57", "zz"]),
    );
    let said = line.prop_map(|(name, siret, uai, country, postal_code, naf, mail, legal)| {
        let naf_revision = naf.map(|_| "rev2");
        let known = [
            ("name", Some(name)),
            ("siret", siret),
            ("uai", uai),
            ("country_code", country),
            ("postal_code", postal_code),
            ("naf_code", naf),
            ("naf_revision", naf_revision),
            ("mail", mail),
            ("legal_category", legal),
            ("no_such_field", legal),
        ];
        known.into_iter().filter_map(|(field, text)| Some((field.to_owned(), text?.into()))).collect()
    });
    proptest::collection::vec(said, 1..12)
}

/// What became of each line, and what stands then, but for numbers and moments.
async fn became(database: &Database, lines: &[Values], at_once: bool) -> (Vec<String>, Vec<String>) {
    let mut manager = database.person(DemoRole::Manager).await;
    let mut made = Vec::new();
    if at_once {
        let numbered: Vec<(u32, Values)> = (2..).zip(lines.iter().cloned()).collect();
        for one in hosts::import(&mut manager, &numbered, false).await.unwrap() {
            made.push(one.made.map(|_| 0).map_err(|refusal| *refusal));
        }
    } else {
        for line in lines {
            made.push(hosts::add(&mut manager, line).await.unwrap().map(|_| 0).map_err(|refusal| *refusal));
        }
    }
    let said = |made: &Result<i32, Refusal>| match made {
        Ok(_) => "added".to_owned(),
        Err(refusal) => format!("{} {:?} {:?}", refusal.code, refusal.about.field, refusal.about.name),
    };
    let standing = sqlx::query_scalar(
        "select (to_jsonb(o) - array['id', 'created_at', 'search_key', 'name_key', 'match_key', 'alike_key'])::text || coalesce(d.mail, '') || h.changes::text
         from guichet.host_organisation o join guichet.host_history h on h.organisation_id = o.id
         left join guichet.host_organisation_details d on d.organisation_id = o.id
         where o.created_by = (select id from guichet.person where login = 'helene.marchand') and o.created_at > now() - interval '1 hour'
         order by 1",
    );
    let standing = standing.fetch_all(&mut database.dba().await).await.unwrap();
    let kept = "delete from guichet.host_organisation o where o.created_by = (select id from guichet.person where login = 'helene.marchand')
        and o.created_at > now() - interval '1 hour'";
    database.dba().await.execute(kept).await.unwrap();
    (made.iter().map(said).collect(), standing)
}

#[tokio::test]
async fn many_lines_at_once_become_what_they_would_one_by_one() {
    let database = Database::university().await;
    let free = "delete from guichet.host_organisation where siret in ('73282932000074', '35600000000048')";
    database.dba().await.execute(free).await.unwrap();
    let mut runner = TestRunner::deterministic();
    let mut refusals = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let lines = lines().new_tree(&mut runner).unwrap().current();
        let by_one = became(&database, &lines, false).await;
        let at_once = became(&database, &lines, true).await;
        assert_eq!(by_one, at_once, "{lines:#?}");
        refusals.extend(by_one.0);
    }
    assert!(refusals.len() > 6, "added, and refused for what is there and for most fields: {refusals:?}");
}

#[tokio::test]
async fn two_tables_that_bring_the_same_host_at_once_make_one() {
    let database = Database::university().await;
    let (mut one, mut other) =
        (database.person(DemoRole::Manager).await, database.person(DemoRole::Manager).await);
    let line = |name| vec![(2, values([("name", name), ("siret", LUHN)])), (3, values([("name", name)]))];
    let (first, second) = (line("Un"), line("Deux"));
    let both =
        tokio::join!(hosts::import(&mut one, &first, false), hosts::import(&mut other, &second, false));
    let (first, second) = (both.0.unwrap(), both.1.unwrap());
    let added = first.iter().chain(&second).filter(|one| one.made.is_ok()).count();
    assert_eq!(added, 3, "{first:?} {second:?}");
    let refused = first.iter().chain(&second).find_map(|one| one.made.as_ref().err()).unwrap();
    assert_eq!(refused.code, "GU032");
    let there = "select count(*) from guichet.host_organisation where siret = '73282932000074'";
    let there: i64 = sqlx::query_scalar(there).fetch_one(&mut database.dba().await).await.unwrap();
    assert_eq!(there, 1);
}
