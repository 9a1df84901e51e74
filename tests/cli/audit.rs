//! `audit`: verified by people and by scripts, exported and signed, found broken where it is.

use std::os::unix::fs::PermissionsExt;

use guichet::store::seed::{DemoRole, login_for};
use sqlx::PgConnection;

use super::{Account, Ended};
use crate::support::server::Database;

/// An auditor with a key, in a university whose history is sealed.
struct Desk {
    database: Database,
    account: Account,
}

impl Desk {
    async fn open() -> Self {
        let desk = Self { database: Database::university().await, account: Account::new() };
        let sealed = desk.on(DemoRole::Administrator, &["audit", "seal"]);
        assert!(sealed.done().contains("entrées scellées"), "{sealed:?}");
        let made = desk.account.run(&["audit", "key"]);
        assert_eq!(made.exit, 0, "{made:?}");
        desk
    }

    fn on(&self, role: DemoRole, arguments: &[&str]) -> Ended {
        self.account.on(&self.database.url(login_for(role)), arguments)
    }

    fn verify(&self, arguments: &[&str]) -> Ended {
        self.on(DemoRole::Auditor, &[&["audit", "verify"], arguments].concat())
    }

    fn file(&self, name: &str) -> String {
        self.account.config().join(name).display().to_string()
    }

    /// Exports into a new file.
    fn export(&self, name: &str, arguments: &[&str]) -> String {
        let file = self.file(name);
        let ended =
            self.on(DemoRole::Auditor, &[&["audit", "export", "--output", &file], arguments].concat());
        assert_eq!(ended.exit, 0, "{ended:?}");
        file
    }

    /// A file with a history long enough to be cut, and that history's length.
    async fn victim(&self, dba: &mut PgConnection) -> (i32, i32) {
        sqlx::query_as(
            "select id, history_seq from guichet.convention where history_seq >= 4 order by id limit 1",
        )
        .fetch_one(dba)
        .await
        .unwrap()
    }
}

async fn forge(dba: &mut PgConnection, statements: &str, id: i32) {
    let statements = statements.replace("ID", &id.to_string());
    sqlx::raw_sql(sqlx::AssertSqlSafe(statements)).execute(dba).await.unwrap();
}

/// What a superuser can do to leave no trace inside: every chain and every seal computed again.
const COVER: &str = "do $$
declare e guichet.history; s guichet.history_seal; previous bytea; leaves bytea[]; key guichet.history_seal;
begin
  for e in select * from guichet.history where convention_id = ID order by seq loop
    update guichet.history h set hash = guichet.history_hash(previous, h.convention_id, h.seq, h.at, h.person_id, h.verb,
      h.fields, h.values_hash) where h.convention_id = e.convention_id and h.seq = e.seq returning h.hash into previous;
  end loop;
  update guichet.convention c set history_head = previous,
    history_seq = (select max(seq) from guichet.history where convention_id = ID) where id = ID;
  delete from guichet.history_seal;
end $$;
set session authorization \"sophie.aubry\";
do $$ begin while guichet.seal_history() is not null loop end loop; end $$;
reset session authorization;";

#[tokio::test]
async fn a_whole_history_is_said_to_be_whole() {
    let desk = Desk::open().await;
    let said = desk.verify(&[]);
    for words in ["Parcouru", "entrées", "L’historique est entier."] {
        assert!(said.done().contains(words), "no {words} in {said:?}");
    }
    let json = desk.verify(&["--json"]).json();
    assert_eq!((&json[0]["whole"], &json[0]["fault"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!(json[0]["unsealed"], 0);
    for role in [DemoRole::Clerk, DemoRole::Manager, DemoRole::Teacher, DemoRole::Student] {
        desk.on(role, &["audit", "verify"]).refused(1, &[login_for(role), "ne peut pas"]);
        desk.on(role, &["audit", "export"]).refused(1, &["ne peut pas"]);
    }
    desk.on(DemoRole::Auditor, &["audit", "seal"]).refused(1, &["ne peut pas"]);
}

#[tokio::test]
async fn a_broken_link_is_named_in_both_languages() {
    let desk = Desk::open().await;
    let mut dba = desk.database.dba().await;
    let (id, _) = desk.victim(&mut dba).await;
    forge(&mut dba, "update guichet.history set verb = 'lie' where convention_id = ID and seq = 2", id).await;
    let french = desk.verify(&[]);
    assert_eq!((french.exit, french.err.lines().count()), (1, 1), "{french:?}");
    assert!(french.err.contains(&format!("l’entrée 2 de la convention n° {id} (")), "{french:?}");
    let english = desk.verify(&["--lang", "en"]);
    assert!(english.err.contains(&format!("entry 2 of convention no. {id} (")), "{english:?}");
    assert!(english.err.contains("was changed"), "{english:?}");
    let script = desk.verify(&["--json"]);
    let json: serde_json::Value = serde_json::from_str(&script.out).unwrap();
    assert_eq!((script.exit, script.err.as_str(), &json["whole"]), (1, "", &false.into()));
    let fault = &json["fault"];
    assert_eq!((&fault["chain"], &fault["wrong"]), (&"convention".into(), &"changed".into()));
    assert_eq!((&fault["convention"], &fault["seq"]), (&id.into(), &2.into()));
}

#[tokio::test]
async fn what_was_covered_up_is_found_against_an_earlier_export() {
    for (what, lie, gone, words) in [
        (
            "an entry",
            "update guichet.history set verb = 'lie' where convention_id = ID and seq = 2;",
            2,
            "recalculée",
        ),
        (
            "a tail",
            "delete from guichet.history h where convention_id = ID and seq =
               (select max(seq) from guichet.history where convention_id = ID);",
            0,
            "n’est plus là",
        ),
        (
            "a convention",
            "set session_replication_role = replica; delete from guichet.convention where id = ID;
             delete from guichet.history where convention_id = ID; reset session_replication_role;",
            1,
            "n’existe plus",
        ),
    ] {
        let desk = Desk::open().await;
        let file = desk.export("before.jsonl", &[]);
        let mut dba = desk.database.dba().await;
        let (id, length) = desk.victim(&mut dba).await;
        forge(&mut dba, &format!("{lie} {COVER}"), id).await;
        let inside = desk.verify(&[]);
        assert_eq!(inside.exit, 0, "{what}: inside, nothing shows: {inside:?}");
        let found = desk.verify(&["--against", &file]);
        let seq = if gone == 0 { length } else { gone };
        assert_eq!(found.exit, 1, "{what}: {found:?}");
        assert!(
            found.err.contains(&format!("l’entrée {seq} de la convention n° {id} ")),
            "{what}: {found:?}"
        );
        assert!(found.err.contains(words), "{what}: {found:?}");
    }
}

#[tokio::test]
async fn a_dropped_or_remade_seal_is_found_against_an_earlier_export() {
    let desk = Desk::open().await;
    let file = desk.export("before.jsonl", &[]);
    assert!(desk.verify(&["--against", &file]).done().contains("retrouvées"));
    let mut dba = desk.database.dba().await;
    forge(
        &mut dba,
        "delete from guichet.history_seal where number = (select max(number) from guichet.history_seal)",
        0,
    )
    .await;
    let cut = desk.verify(&["--against", &file]);
    assert_eq!(cut.exit, 1, "{cut:?}");
    assert!(cut.err.contains("le sceau") && cut.err.contains("n’est plus là"), "{cut:?}");
    desk.on(DemoRole::Administrator, &["audit", "seal"]).done();
    let remade = desk.verify(&["--against", &file]);
    assert!(remade.err.contains("le sceau") && remade.err.contains("export"), "{remade:?}");
}

#[tokio::test]
async fn an_export_is_believed_only_as_it_was_signed() {
    let desk = Desk::open().await;
    let file = desk.export("whole.jsonl", &[]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("Lefèvre") && !text.contains("\"from\""), "no names, no values");
    let refuses = |name: &str, text: &str| {
        desk.account.writes(name, text);
        desk.verify(&["--against", &desk.file(name)]).refused(1, &[name, "signé"]);
    };
    refuses("changed.jsonl", &text.replacen("\"verb\":\"", "\"verb\":\"x", 1));
    let lines: Vec<&str> = text.lines().collect();
    refuses("cut.jsonl", &lines[..lines.len() - 1].join("\n"));
    let fewer: Vec<&str> = lines.iter().enumerate().filter(|(n, _)| *n != 3).map(|(_, line)| *line).collect();
    refuses("fewer.jsonl", &fewer.join("\n"));
    // Another's key signs nothing here.
    let stranger = Account::new();
    let other = stranger.run(&["audit", "key"]);
    desk.verify(&["--against", &file, "--public-key", other.out.trim()]).refused(1, &["signé"]);
    let own = std::fs::read_to_string(desk.file("audit.pub")).unwrap();
    desk.verify(&["--against", &file, "--public-key", own.trim()]).done();
    desk.verify(&["--against", &file, "--public-key", "abc"]).refused(3, &["64"]);
    // Never over another export.
    let again = desk.on(DemoRole::Auditor, &["audit", "export", "--output", &file]);
    again.refused(1, &["whole.jsonl"]);
}

#[tokio::test]
async fn an_export_goes_on_where_a_seal_ends() {
    let desk = Desk::open().await;
    let seals = |text: &str| text.matches("\"kind\":\"seal\"").count();
    let entries = |text: &str| text.matches("\"kind\":\"entry\"").count();
    let whole = std::fs::read_to_string(desk.export("whole.jsonl", &[])).unwrap();
    let last = seals(&whole).to_string();
    assert!(entries(&whole) > 1_000);
    let rest = std::fs::read_to_string(desk.export("rest.jsonl", &["--since", &last])).unwrap();
    assert_eq!((seals(&rest), entries(&rest)), (1, 0), "the seal that it follows, and nothing new");
    let day = std::fs::read_to_string(desk.export("day.jsonl", &["--since", "2001-01-01"])).unwrap();
    assert_eq!(entries(&day), entries(&whole));
    desk.on(DemoRole::Auditor, &["audit", "export", "--since", "999"]).refused(1, &["999"]);
    assert_eq!(desk.on(DemoRole::Auditor, &["audit", "export", "--since", "soon"]).exit, 2);
    for name in ["rest.jsonl", "day.jsonl"] {
        desk.verify(&["--against", &desk.file(name)]).done();
    }
}

#[tokio::test]
async fn an_export_made_while_others_write_is_found_again() {
    let desk = Desk::open().await;
    let mut late = desk.database.dba().await;
    let append = "with f as (select id, history_seq, history_head from guichet.convention where history_seq > 0 and id % 2 = 0 limit 1),
        e as (select a.* from f, guichet.append_history(array[f.id], array[f.history_seq], array[f.history_head], 'hold',
          array['[]'::jsonb], null, null) a)
      update guichet.convention c set history_seq = e.seq, history_head = e.hash from e where c.id = e.convention_id";
    sqlx::raw_sql("begin").execute(&mut late).await.unwrap();
    sqlx::raw_sql(append).execute(&mut late).await.unwrap();
    let mut soon = desk.database.dba().await;
    forge(&mut soon, &append.replace("id % 2 = 0", "id % 2 = 1"), 0).await;
    let during = desk.export("during.jsonl", &[]);
    sqlx::raw_sql("commit").execute(&mut late).await.unwrap();
    let after = desk.export("after.jsonl", &[]);
    desk.on(DemoRole::Administrator, &["audit", "seal"]).done();
    for file in [during, after] {
        desk.verify(&["--against", &file]).done();
    }
}

#[test]
fn a_key_is_made_once_and_closed_to_others() {
    let account = Account::new();
    let made = account.run(&["audit", "key"]);
    assert_eq!((made.exit, made.out.trim().len()), (0, 64), "{made:?}");
    let key = account.config().join("audit.key");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read(&key).unwrap();
    account.run(&["audit", "key"]).refused(1, &["audit.key"]);
    assert_eq!(std::fs::read(&key).unwrap(), before, "the first key stays");
    std::fs::set_permissions(&key, PermissionsExt::from_mode(0o640)).unwrap();
    account.run(&["audit", "export"]).refused(3, &["audit.key", "chmod 600"]);
    super::close(&key);
    account.writes("audit.key", "not a key\n");
    account.run(&["audit", "export"]).refused(3, &["64"]);
    Account::new().run(&["audit", "export"]).refused(3, &["guichet audit key"]);
}

#[tokio::test]
async fn erasing_asks_first_and_keeps_what_is_young() {
    let desk = Desk::open().await;
    let erase =
        |role, arguments: &[&str]| desk.on(role, &[&["audit", "erase", "--before"], arguments].concat());
    erase(DemoRole::Administrator, &["2001-01-01"]).refused(2, &["--yes"]);
    erase(DemoRole::Administrator, &["2999-01-01", "--yes"]).refused(1, &["conserver"]);
    erase(DemoRole::Auditor, &["2001-01-01", "--yes"]).refused(1, &["ne peut pas"]);
    let nothing = erase(DemoRole::Administrator, &["2001-01-01", "--yes"]);
    assert!(nothing.done().starts_with('0'), "{nothing:?}");
}
