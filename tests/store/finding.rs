//! Hosts found by what is typed of them: what they say of themselves, what their activity is called, in any order.

use guichet::domain::organisation::{self, HostState, Kept};
use guichet::store::organisations::{self as hosts, Part};
use guichet::store::seed::DemoRole;
use proptest::prelude::any;
use proptest::sample::Index;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use sqlx::{AssertSqlSafe, Executor as _, PgConnection};

use super::hosts::{LUHN, add, values, version};
use crate::support::server::Database;

/// A host: its id, its name, what it says of itself and what its activity is called.
type Host = (i32, String, String, String);

/// What a text finds, as the words say: by plain comparison of each with what stands.
fn expected(all: &[Host], typed: &str) -> Vec<i32> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let is_long =
        |word: &str| word.as_bytes().windows(3).any(|run| run.iter().all(u8::is_ascii_alphanumeric));
    let is_short = |word: &str| word.len() < 3 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let begins_a_word = |key: &str, word: &str| {
        key.match_indices(word)
            .any(|(at, _)| key[..at].chars().next_back().is_none_or(|before| (' '..='/').contains(&before)))
    };
    let says =
        |key: &str, word: &str| if is_short(word) { begins_a_word(key, word) } else { key.contains(word) };
    let is_of_another = |word: &str| words.iter().any(|other| *other != word && other.contains(word));
    let holds = |own: &str, activity: &str| {
        // An activity is not told by words of one or two letters.
        let is_told =
            words.iter().any(|word| word.len() > 2 && !is_of_another(word) && activity.contains(word));
        words.iter().all(|word| says(own, word) || is_told && says(activity, word))
    };
    let in_long = words.iter().any(|word| is_long(word));
    all.iter()
        .filter(
            |(_, name, own, activity)| if in_long { holds(own, activity) } else { name.starts_with(typed) },
        )
        .map(|(id, ..)| *id)
        .collect()
}

/// What the database believes of how many hosts there are: a large registry is sampled first.
async fn believe(dba: &mut PgConnection, there: usize) {
    let believed =
        format!("update pg_class set reltuples = {there} where oid = 'guichet.host_organisation'::regclass");
    dba.execute(AssertSqlSafe(believed)).await.unwrap();
}

#[tokio::test]
async fn a_host_is_found_by_fragments_in_any_order_then_by_what_is_nearly_typed() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let made = add(
        &mut manager,
        &values([
            ("name", "Société Générale d'Ébénisterie Kervézec SARL"),
            ("siret", "732 829 320 00074"),
            ("town", "QUIMPER"),
            ("postal_code", "29000"),
            ("activity", "Fabrication de meubles"),
        ]),
    )
    .await
    .unwrap();
    for typed in
        ["ebenisterie kervezec", "KERVÉZEC quimper", "732 829 320", LUHN, "meubles kerv", "29000 kervézec"]
    {
        let found = hosts::find(&mut manager, typed, Kept::InUse, 20).await.unwrap();
        assert_eq!(found.first().map(|host| host.id), Some(made), "{typed}");
    }
    // Two letters: only the beginning of names; quotes, percents and backslashes are letters like others.
    assert!(
        hosts::find(&mut manager, "so", Kept::InUse, 200)
            .await
            .unwrap()
            .iter()
            .all(|host| host.name.to_lowercase().starts_with("so"))
    );
    for hostile in ["%", "_", "\\", "' or true --", "%%%%"] {
        hosts::find(&mut manager, hostile, Kept::InUse, 20).await.unwrap();
    }
    assert!(hosts::find(&mut manager, "' or true --", Kept::InUse, 20).await.unwrap().is_empty());
    for typed in ["kervezek", "ebenistrie kervezec", "kervezec ebenisterie"] {
        let found = hosts::alike(&mut manager, typed, 20).await.unwrap();
        assert_eq!(found.first().map(|host| host.id), Some(made), "{typed}");
    }
}

#[tokio::test]
async fn whatever_is_typed_finds_the_hosts_that_hold_its_words_and_they_are_exported() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let mut dba = database.dba().await;
    let all: Vec<Host> = sqlx::query_as(
        "select o.id, o.name_key, o.search_key, coalesce(a.search_key, '')
         from guichet.host_organisation o left join guichet.naf a on a.code = o.naf_code and a.revision = o.naf_revision
         where o.state <> 'retired' order by o.name_key, o.id",
    )
    .fetch_all(&mut dba)
    .await
    .unwrap();
    // A word of a host, cut anywhere; beside others of the same host or of another one.
    let piece = (0..all.len(), any::<Index>(), any::<Index>(), 1_usize..12);
    let text = proptest::collection::vec((piece, any::<bool>()), 1..5).prop_map(|pieces| {
        let first = pieces[0].0.0;
        let cut = |((host, word, at, letters), same): ((usize, Index, Index, usize), bool)| {
            let (_, _, own, activity) = &all[if same { first } else { host }];
            let words: Vec<&str> = own
                .split(' ')
                .chain(activity.split(' '))
                .filter(|word| !word.is_empty() && word.is_ascii())
                .collect();
            let word = words[word.index(words.len())];
            let at = if same { 0 } else { at.index(word.len()) };
            word[at..word.len().min(at + letters)].to_owned()
        };
        pieces.into_iter().map(cut).collect::<Vec<_>>().join(" ")
    });
    let page = 30;
    let mut runner = TestRunner::deterministic();
    let (mut some, mut none, mut many) = (0, 0, 0);
    for there in [all.len(), 50_000, 200_000] {
        believe(&mut dba, there).await;
        for _ in 0..150 {
            let typed = text.new_tree(&mut runner).unwrap().current();
            // Numbers have their own rule.
            if typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ') {
                continue;
            }
            let expected = expected(&all, &typed);
            let found: Vec<i32> = hosts::find(&mut manager, &typed, Kept::InUse, page)
                .await
                .unwrap()
                .iter()
                .map(|host| host.id)
                .collect();
            let all_fit = expected.len() < usize::try_from(page).unwrap();
            if all_fit {
                let mut sorted = (found.clone(), expected.clone());
                sorted.0.sort_unstable();
                sorted.1.sort_unstable();
                assert_eq!(sorted.0, sorted.1, "{typed}, of {there}");
            } else {
                assert_eq!(i32::try_from(found.len()).unwrap(), page, "{typed}, of {there}");
                assert!(found.iter().all(|id| expected.contains(id)), "{typed}, of {there}");
            }
            let exported: Vec<i32> = sqlx::query_scalar(
                "select (e ->> 'id')::integer from guichet.export_organisations($1, 'in_use') e",
            )
            .bind(&typed)
            .fetch_all(&mut manager)
            .await
            .unwrap();
            assert_eq!(exported, expected, "{typed}");
            match (expected.is_empty(), all_fit) {
                (true, _) => none += 1,
                (_, true) => some += 1,
                _ => many += 1,
            }
        }
    }
    assert!(some > 100 && none > 30 && many > 5, "{some} {none} {many}");
}

#[tokio::test]
async fn a_host_is_found_by_what_its_activity_is_called() {
    let database = Database::university().await;
    let mut manager = database.person(DemoRole::Manager).await;
    let mut dba = database.dba().await;
    // By its code alone an activity is known.
    let twice: i64 = sqlx::query_scalar("select count(*) - count(distinct code) from guichet.naf")
        .fetch_one(&mut dba)
        .await
        .unwrap();
    assert_eq!(twice, 0);
    let host = values([
        ("name", "Chez Mémé"),
        ("siret", LUHN),
        ("town", "QUIMPERLÉ"),
        ("naf_code", "10.71C"),
        ("naf_revision", "rev2"),
    ]);
    let id = add(&mut manager, &host).await.unwrap();
    for there in [1_000, 50_000, 200_000] {
        believe(&mut dba, there).await;
        for typed in [
            "boulangerie quimperle",
            "QUIMPERLÉ boulangerie",
            "pâtisserie",
            "boulang memé",
            "boulangerie-patisserie",
            "boulangerie et boulangerie-pâtisserie",
            "et boulangerie quimper",
            "boulangerie qu",
            "10.71C",
            "quimperle 10.71c",
            "10.71 mémé",
        ] {
            let found = hosts::find(&mut manager, typed, Kept::InUse, 60).await.unwrap();
            assert!(found.iter().any(|host| host.id == id), "{typed}, of {there}");
            let exported = hosts::export(&mut manager, typed, Kept::InUse).await.unwrap();
            assert!(exported.iter().any(|host| host["id"] == id.into()), "{typed}");
        }
        for typed in ["boulangerie brest", "fromagerie quimperle", "boulangerie zz", "10.71D mémé"] {
            let found = hosts::find(&mut manager, typed, Kept::InUse, 60).await.unwrap();
            assert!(found.iter().all(|host| host.id != id), "{typed}, of {there}");
        }
    }
    // Of another activity it is found by that one; out of service, among those.
    let read = version(&mut manager, id).await;
    let changes = values([("naf_code", "47.24Z"), ("naf_revision", "rev2")]);
    assert!(hosts::edit(&mut manager, Part::Organisation, read, &changes).await.unwrap().is_ok());
    assert!(hosts::find(&mut manager, "10.71c meme", Kept::InUse, 60).await.unwrap().is_empty());
    let ids = |found: Vec<organisation::Host>| -> Vec<i32> { found.iter().map(|host| host.id).collect() };
    let typed = "commerce de détail quimperle";
    assert_eq!(ids(hosts::find(&mut manager, typed, Kept::InUse, 60).await.unwrap()), [id]);
    let read = version(&mut manager, id).await;
    assert!(hosts::set_state(&mut manager, read, HostState::Retired, Some("fermé")).await.unwrap().is_ok());
    assert!(hosts::find(&mut manager, typed, Kept::InUse, 60).await.unwrap().is_empty());
    assert_eq!(ids(hosts::find(&mut manager, typed, Kept::Retired, 60).await.unwrap()), [id]);
}
