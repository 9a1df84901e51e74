//! Doing more than one may by a way round: two roles together, numbers of things one does not see, a grant in a place
//! one does not reach, what others have recorded.

use guichet::domain::act::Target;
use guichet::store::error::denied;
use guichet::store::seed::DemoRole;
use guichet::store::{files, people, roles};
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use super::attack::Session;
use super::cast::{login, make_person};
use crate::support::server::Database;

/// Somebody new in the database, and how to let them go.
async fn somebody(database: &Database, name: &str, roles: &[&str], centres: &[&str]) -> (Session, String) {
    let login = login(database, name);
    make_person(&mut database.dba().await, &login, roles, centres).await;
    (Session::new(database.login(&login).await, None), login)
}

async fn leave(database: &Database, logins: &[&str]) {
    let mut dba = database.dba().await;
    for login in logins {
        dba.execute(AssertSqlSafe(format!("drop role \"{login}\""))).await.unwrap();
    }
}

/// A checked file that waits for the administrative step in this centre, or in another.
async fn waiting(dba: &mut PgConnection, inside: bool, centre: &str) -> Target {
    let sql = format!(
        "select convention_id, version from guichet.convention_row where queue = 'administrative' and checked and blocking = 0
           and supervisor_id is not null and centre_code {} $1 order by 1 limit 1",
        if inside { "=" } else { "<>" }
    );
    let (id, version) = sqlx::query_as(AssertSqlSafe(sql)).bind(centre).fetch_one(dba).await.unwrap();
    Target::file(id, version)
}

#[tokio::test]
async fn two_roles_together_do_no_more_than_each() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let (inside, outside) = (waiting(&mut dba, true, "SCI").await, waiting(&mut dba, false, "SCI").await);
    let preview = |verb: &str, file: Target| {
        format!(
            "select coalesce(code, 'done') from guichet.preview('{verb}', array[{}], array[{}], '{{\"reason\": \"x\"}}')",
            file.id, file.version
        )
    };
    // Reads everything as an auditor; works in one centre as a manager.
    let (mut both, one) = somebody(&database, "deux-roles", &["RESP_GES", "CONSULTATION"], &["SCI"]).await;
    let all: i64 =
        sqlx::query_scalar("select count(*) from guichet.convention").fetch_one(&mut dba).await.unwrap();
    assert_eq!(both.send("select count(*) from guichet.convention").await.lines(), [all.to_string()]);
    for verb in ["validate", "return", "cancel", "hold"] {
        assert_eq!(both.send(&preview(verb, inside)).await.lines(), ["done"], "{verb} inside");
    }
    for (verb, code) in [
        ("validate", "GU014"),
        ("return", "GU014"),
        ("cancel", "GU002"),
        ("hold", "GU002"),
        ("pass", "GU002"),
    ] {
        assert_eq!(both.send(&preview(verb, outside)).await.lines(), [code], "{verb} outside");
    }
    let edit = format!(
        "select code from guichet.edit({}, {}, '{{\"elp_label\": \"x\"}}', 'x')",
        outside.id, outside.version
    );
    assert_eq!(both.send(&edit).await.lines(), ["GU002"]);
    assert_eq!(
        both.send(&format!("select guichet.add_note({}, 'x')", outside.id)).await.code(),
        Some("GU002")
    );
    assert_eq!(
        both.send(&format!("select * from guichet.claim({}, 5)", outside.id)).await.code(),
        Some("GU002")
    );
    assert_eq!(both.send("select guichet.set_centre('DEG', 'alert_days', '9')").await.code(), Some("GU024"));
    let people = both.send("select count(*) from guichet.person").await.lines();
    assert_eq!(people, both.send("select count(*) from guichet.people()").await.lines());

    // Reads everything as an auditor; a teacher does no other step than the pedagogical one.
    let (mut teacher, other) = somebody(&database, "enseigne-et-lit", &["ENS", "CONSULTATION"], &[]).await;
    assert_eq!(teacher.send(&preview("validate", outside)).await.lines(), ["GU014"]);
    assert_eq!(teacher.send(&preview("return", outside)).await.lines(), ["GU014"]);

    // A role that reaches everything and reads nothing does not stretch one that reads little.
    dba.execute(
        "insert into guichet.app_role values ('LARGE', 'all', 'CONSULTATION', 'Large');
         insert into guichet.role_right values ('LARGE', 'NOMENCLATURE', true, false, false, false, false)",
    )
    .await
    .unwrap();
    let (mut narrow, third) = somebody(&database, "etroit", &["GES", "LARGE"], &["SCI"]).await;
    let centres = narrow.send("select distinct centre_code from guichet.convention_row").await.lines();
    assert_eq!(centres, ["SCI"]);
    drop((both, teacher, narrow));
    leave(&database, &[&one, &other, &third]).await;
}

#[tokio::test]
async fn numbers_of_hidden_things_read_as_numbers_of_nothing() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let (mut clerk, one) = somebody(&database, "curieux", &["GES"], &["SCI"]).await;
    dba.execute("update guichet.centre set confidentiality = 'closed' where code <> 'SCI' and level <> 'ESTABLISHMENT'").await.unwrap();
    let own = waiting(&mut dba, true, "SCI").await;
    let hidden = |table: &str, condition: &str| {
        format!(
            "select t.id from guichet.{table} t join guichet.centre c on c.id = t.centre_id
             where c.confidentiality = 'closed' and {condition} order by 1 desc limit 1"
        )
    };
    for (field, sql) in [
        ("service_id", hidden("host_service", "true")),
        ("tutor_id", hidden("contact", "true")),
        ("second_tutor_id", hidden("contact", "t.id % 2 = 0")),
        ("signatory_id", hidden("contact", "t.id % 3 = 0")),
    ] {
        let id: i32 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut dba).await.unwrap();
        let ask = |id: i32| {
            format!(
                "select outcome, code, params from guichet.edit({}, {}, '{{\"{field}\": {id}}}')",
                own.id, own.version
            )
        };
        let nothing = clerk.send(&ask(1_999_999_999)).await.lines();
        assert_eq!(nothing, [format!("refused|GU016|{{\"field\": \"{field}\"}}")]);
        assert_eq!(clerk.send(&ask(id)).await.lines(), nothing, "{field} {id}");
    }
    // What is not hidden may be referred to, and emptied.
    let open: i32 =
        sqlx::query_scalar("select t.id from guichet.contact t join guichet.host_service v on v.id = t.service_id join guichet.convention c on c.organisation_id = v.organisation_id where t.centre_id = 1 and c.id = $1 limit 1")
            .bind(own.id)
            .fetch_one(&mut dba)
            .await
            .unwrap();
    for (version, value) in [(own.version, open.to_string()), (own.version + 1, "null".to_owned())] {
        let edit =
            format!("select outcome from guichet.edit({}, {version}, '{{\"tutor_id\": {value}}}')", own.id);
        assert_eq!(clerk.send(&edit).await.lines(), ["done"], "{value}");
    }

    // A reason of another centre's list is none.
    let mine = waiting(&mut dba, true, "SCI").await;
    let foreign = "select r.id from guichet.return_reason r join guichet.centre c on c.id = r.centre_id where c.code <> 'SCI' limit 1";
    let foreign: i32 = sqlx::query_scalar(foreign).fetch_one(&mut dba).await.unwrap();
    let give = |reason: i32| {
        format!(
            "select outcome, code, params from guichet.act('return', array[{}], array[{}], gen_random_uuid(), '{{\"reasons\": [{reason}]}}')",
            mine.id, mine.version
        )
    };
    let nothing = clerk.send(&give(1_999_999_999)).await.lines();
    assert_eq!(nothing, ["refused|GU016|{\"field\": \"reasons\"}"]);
    assert_eq!(clerk.send(&give(foreign)).await.lines(), nothing);
    let general = "select id from guichet.return_reason where centre_id is null limit 1";
    let general: i32 = sqlx::query_scalar(general).fetch_one(&mut dba).await.unwrap();
    assert_eq!(clerk.send(&give(general)).await.lines(), ["done|∅|∅"]);
    drop(clerk);
    leave(&database, &[&one]).await;
}

#[tokio::test]
async fn nobody_grants_where_they_do_not_reach() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    // An office of one centre that administers people.
    roles::add(&mut admin, "BUREAU", "Bureau", "RESP_GES").await.unwrap();
    let rights = ["read", "create", "modify"].map(str::to_owned);
    roles::set_right(&mut admin, "BUREAU", "PARAM_GLOBAL", &rights).await.unwrap();
    let (mut office, one) = somebody(&database, "bureau", &["BUREAU"], &["SCI"]).await;
    let office = &mut office.conn;
    let (_, elsewhere) = somebody(&database, "ailleurs", &[], &["DEG"]).await;
    let (_, here) = somebody(&database, "ici", &[], &["SCI"]).await;
    let ges = ["GES".to_owned()];
    let code = |answer: Result<(), sqlx::Error>| {
        answer.err().map(|error| denied(&error).map_or_else(|| error.to_string(), |denied| denied.code))
    };
    assert_eq!(code(people::set_roles(office, &here, &ges).await), None);
    // The role would reach into a centre that the office is not attached to.
    assert_eq!(code(people::set_roles(office, &elsewhere, &ges).await).as_deref(), Some("GU025"));
    people::set_roles(&mut admin, &elsewhere, &ges).await.unwrap();
    people::disable(&mut admin, &elsewhere).await.unwrap();
    assert_eq!(code(people::enable(office, &elsewhere, None).await).as_deref(), Some("GU025"));
    // The matrix is everybody's: what the office may in its centre it does not let others do in theirs.
    let answer =
        roles::set_right(office, "CONSULTATION", "CONVENTION", &["read", "modify"].map(str::to_owned)).await;
    assert_eq!(code(answer).as_deref(), Some("GU025"));
    let answer =
        roles::set_right(office, "GES", "PARAM_CENTRE", &["read", "modify"].map(str::to_owned)).await;
    assert_eq!(code(answer).as_deref(), Some("GU025"));
    // Taking away is not granting.
    assert_eq!(code(people::set_roles(office, &here, &[]).await), None);
    leave(&database, &[&one, &elsewhere, &here]).await;
}

#[tokio::test]
async fn what_was_lost_is_not_taken_back() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let (mut clerk, one) = somebody(&database, "parti", &["GES"], &["SCI"]).await;
    let file = waiting(&mut dba, true, "SCI").await;
    let act = |verb: &str, version: i32| {
        format!(
            "select coalesce(code, 'done') from guichet.act('{verb}', array[{}], array[{version}], gen_random_uuid(), '{{\"reason\": \"x\"}}')",
            file.id
        )
    };
    assert_eq!(clerk.send(&act("return", file.version)).await.lines(), ["done"]);
    // Now an auditor, who reads the file and changes nothing: not even what was theirs.
    sqlx::query("update guichet.person_role set role = 'CONSULTATION' where person_id = (select id from guichet.person where login = $1)")
        .bind(&one)
        .execute(&mut dba)
        .await
        .unwrap();
    assert_eq!(clerk.send(&act("restore", file.version + 1)).await.lines(), ["GU002"]);
    drop(clerk);
    leave(&database, &[&one]).await;
}

#[tokio::test]
async fn findings_are_recorded_by_those_who_may_act_and_an_act_names_them() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let file = waiting(&mut dba, true, "SCI").await;
    dba.execute(AssertSqlSafe(format!(
        "delete from guichet.convention_check where convention_id = {}",
        file.id
    )))
    .await
    .unwrap();
    let checked = "select checked_by from guichet.convention_check where convention_id = $1";
    // An auditor changes nothing, findings included.
    files::check(&mut database.person(DemoRole::Auditor).await, &[file.id]).await.unwrap();
    let by: Option<i32> = sqlx::query_scalar(checked).bind(file.id).fetch_optional(&mut dba).await.unwrap();
    assert_eq!(by, None);
    let (mut one, first) = somebody(&database, "releve", &["GES"], &["SCI"]).await;
    let (mut other, second) = somebody(&database, "valide", &["GES"], &["SCI"]).await;
    files::check(&mut one.conn, &[file.id]).await.unwrap();
    let validate = format!(
        "select coalesce(code, 'done') from guichet.act('validate', array[{}], array[{}], gen_random_uuid())",
        file.id, file.version
    );
    assert_eq!(other.send(&validate).await.lines(), ["done"]);
    let told = files::history(&mut other.conn, file.id).await.unwrap();
    let relied = told.last().unwrap().changes.iter().find(|change| change.field == "checked_by").unwrap();
    assert_eq!(relied.to.as_deref(), Some("Camille Attaque"), "whose findings were relied on");
    drop((one, other));
    leave(&database, &[&first, &second]).await;
}

#[tokio::test]
async fn the_history_of_a_confidential_file_hides_every_text_that_it_hides() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let file = waiting(&mut dba, true, "SCI").await;
    let (mut clerk, one) = somebody(&database, "ecrit", &["GES"], &["SCI"]).await;
    let edit = format!(
        "select outcome from guichet.edit({}, {}, '{{\"comment\": \"SECRET-1\", \"supervision\": \"SECRET-2\", \"details\": \"SECRET-3\", \"subject\": \"SECRET-4\", \"confidential\": true}}')",
        file.id, file.version
    );
    assert_eq!(clerk.send(&edit).await.lines(), ["done"]);
    let history = format!("select * from guichet.file_history({})", file.id);
    let sheet = format!("select guichet.file_sheet({})", file.id);
    assert!(clerk.send(&history).await.lines().join("").contains("SECRET-1"), "its own centre reads them");
    let mut auditor = Session::new(database.person(DemoRole::Auditor).await, None);
    for question in [&history, &sheet] {
        let told = auditor.send(question).await.lines().join("\n");
        assert!(told.len() > 100 && !told.contains("SECRET"), "{told}");
    }
    drop(clerk);
    leave(&database, &[&one]).await;
}
