//! What comes into the registry of hosts from elsewhere: what the national register says, within its quota, and tables.

use guichet::domain::form::{Value, Values};
use guichet::domain::organisation::Kept;
use guichet::domain::organisation::registered::{Registered, Source};
use guichet::domain::organisation::siret::Siret;
use guichet::store::organisations::{self as hosts, Part};
use guichet::store::seed::DemoRole;

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
    // Two of them were long before the others: of any minute, not of one that begins with a question.
    let earlier = "update guichet.register_quota set moments =
        array(select m - case when n <= 2 then interval '50 seconds' else '5 seconds' end from unnest(moments) with ordinality u (m, n))
        where source = 'sirene'";
    sqlx::query(earlier).execute(&mut database.dba().await).await.unwrap();
    let again = hosts::may_ask(&mut other, "sirene", 5).await.unwrap().expect("still five within a minute");
    let wait = (again - guichet::runtime::clock::now()).num_seconds();
    assert!((5..=10).contains(&wait), "when the first of them is a minute old: {wait}");
    let earlier = "update guichet.register_quota set moments = array(select m - interval '15 seconds' from unnest(moments) m)
        where source = 'sirene'";
    sqlx::query(earlier).execute(&mut database.dba().await).await.unwrap();
    for left in [true, true, false] {
        assert_eq!(hosts::may_ask(&mut one, "sirene", 5).await.unwrap().is_none(), left);
    }
    assert_eq!(hosts::may_ask(&mut other, "company_search", 5).await.unwrap(), None, "each by itself");
    let later = guichet::runtime::clock::now() + chrono::TimeDelta::minutes(5);
    hosts::leave(&mut one, "company_search", later).await.unwrap();
    assert!(hosts::may_ask(&mut other, "company_search", 5).await.unwrap().is_some());
    // Whoever asks hears when it wants to be left alone: nobody keeps others from it for long.
    let far = guichet::runtime::clock::now() + chrono::TimeDelta::days(300);
    hosts::leave(&mut one, "company_search", far).await.unwrap();
    let again = hosts::may_ask(&mut other, "company_search", 5).await.unwrap().unwrap();
    assert!(again < guichet::runtime::clock::now() + chrono::TimeDelta::minutes(6), "{again}");
}

#[tokio::test]
async fn no_desk_takes_more_of_sirene_than_it_gives_to_all() {
    let database = Database::university().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    for _ in 0..30 {
        assert_eq!(hosts::may_ask(&mut clerk, "sirene", 1000).await.unwrap(), None);
    }
    assert!(hosts::may_ask(&mut clerk, "sirene", 1000).await.unwrap().is_some());
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
