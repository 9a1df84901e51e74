//! Other front ends: a login of theirs sees nothing until it names a student, in each transaction, and then only what
//! that student may. Nobody else can name anybody.

use guichet::store::seed::DemoRole;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use super::attack::Session;
use super::cast::{Group, login, make_login, make_person};
use crate::support::server::Database;

const SEEN: &str = "select count(*), count(distinct student_id) from guichet.convention";

/// A student who logs in, by number, with the person and the draft of theirs that they may edit.
async fn a_student(dba: &mut PgConnection) -> (String, i32, i32) {
    dba.execute(
        "update guichet.convention c set file_state = 'draft', circuit = '{}', steps_done = 0, archived_at = null,
           signature_state = 'not_sent' where c.id in (
             select max(f.id) from guichet.convention f join guichet.student s on s.id = f.student_id
             where s.person_id is not null group by s.id)",
    )
    .await
    .unwrap();
    sqlx::query_as(
        "select s.number, s.person_id, max(c.id) from guichet.student s join guichet.convention c on c.student_id = s.id
         where s.person_id is not null group by s.id order by s.id limit 1",
    )
    .fetch_one(dba)
    .await
    .unwrap()
}

async fn portal(database: &Database, dba: &mut PgConnection) -> (Session, String) {
    let login = login(database, "portail");
    make_login(dba, &login, Group::Portal).await;
    (Session::new(database.login(&login).await, None), login)
}

async fn leave(mut dba: PgConnection, login: &str) {
    dba.execute(AssertSqlSafe(format!("drop role \"{login}\""))).await.unwrap();
}

#[tokio::test]
async fn a_portal_acts_for_the_student_it_names_and_for_nobody_after() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let (number, person, draft) = a_student(&mut dba).await;
    let (mut portal, login) = portal(&database, &mut dba).await;

    assert_eq!(portal.send(SEEN).await.lines(), ["0|0"], "nobody is named");
    let named = format!("select guichet.act_for('{number}')");
    portal.send("begin").await;
    portal.send(&named).await;
    let mine = portal.send(SEEN).await.lines();
    assert!(mine[0].ends_with("|1") && mine != ["0|0"], "{mine:?}");
    assert_eq!(portal.send("select guichet.me()").await.lines(), [person.to_string()]);
    let version =
        portal.send(&format!("select version from guichet.convention where id = {draft}")).await.lines();
    let edit = format!(
        "select outcome, code from guichet.edit({draft}, {}, '{{\"subject\": \"Un sujet\"}}')",
        version[0]
    );
    assert_eq!(portal.send(&edit).await.lines(), ["done|∅"]);
    let validate =
        format!("select code from guichet.preview('validate', array[{draft}], array[{} + 1])", version[0]);
    assert_eq!(portal.send(&validate).await.lines(), ["GU002"], "a student validates nothing");
    portal.send("commit").await;
    assert_eq!(portal.send(SEEN).await.lines(), ["0|0"], "the next transaction names somebody again");
    let who: i32 = sqlx::query_scalar(
        "select person_id from guichet.history where convention_id = $1 and verb = 'edit' order by seq desc limit 1",
    )
    .bind(draft)
    .fetch_one(&mut dba)
    .await
    .unwrap();
    assert_eq!(who, person, "the history names the student");

    // Outside a transaction block the name is gone with its statement; a savepoint takes it back.
    portal.send(&named).await;
    assert_eq!(portal.send(SEEN).await.lines(), ["0|0"]);
    portal.send("begin; savepoint a").await;
    portal.send(&named).await;
    portal.send("rollback to a").await;
    assert_eq!(portal.send(SEEN).await.lines(), ["0|0"]);
    portal.send("rollback").await;
    drop(portal);
    leave(dba, &login).await;
}

#[tokio::test]
async fn nobody_but_a_portal_names_anybody_and_a_portal_only_students() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let (number, person, _) = a_student(&mut dba).await;
    let (mut portal, login) = portal(&database, &mut dba).await;
    let student: i32 = sqlx::query_scalar("select id from guichet.student where number = $1")
        .bind(&number)
        .fetch_one(&mut dba)
        .await
        .unwrap();
    let mark = "(extract(epoch from now()) * 1000000)::bigint";

    // A person: neither by the function nor by its setting.
    let mut clerk = Session::new(database.person(DemoRole::Clerk).await, None);
    let before = clerk.send("select guichet.whoami()").await;
    assert_eq!(clerk.send(&format!("select guichet.act_for('{number}')")).await.code(), Some("42501"));
    clerk.send("begin").await;
    clerk.send(&format!("select set_config('guichet.acting_for', {mark} || ' {student}', true)")).await;
    assert_eq!(clerk.send("select guichet.whoami()").await, before);
    clerk.send("rollback").await;

    // A portal: not for the session, not with the mark of another transaction, nobody but students.
    portal.send(&format!("select set_config('guichet.acting_for', {mark} || ' {student}', false)")).await;
    assert_eq!(portal.send(SEEN).await.lines(), ["0|0"]);
    let administrator = "select id from guichet.person where login = 'sophie.aubry'";
    let administrator: i32 = sqlx::query_scalar(administrator).fetch_one(&mut dba).await.unwrap();
    for forged in ["", "x", "1 1", &format!("0 {student}"), &format!("{student}"), "99999999999999999999 1"] {
        portal.send("begin").await;
        portal.send(&format!("select set_config('guichet.acting_for', '{forged}', true)")).await;
        assert_eq!(portal.send(SEEN).await.lines(), ["0|0"], "{forged}");
        portal.send("rollback").await;
    }
    portal.send("begin").await;
    portal
        .send(&format!("select set_config('guichet.acting_for', {mark} || ' {administrator}', true)"))
        .await;
    let seen = portal.send("select guichet.me() is distinct from guichet.my_student(), (select count(*) from guichet.history_payload)").await;
    assert_eq!(seen.code(), Some("42501"));
    portal.send("rollback").await;

    // Who has no access, is disabled, or does not exist: one answer.
    let (no_access,): (String,) =
        sqlx::query_as("select number from guichet.student where person_id is null limit 1")
            .fetch_one(&mut dba)
            .await
            .unwrap();
    let absent = portal.send("select guichet.act_for('00000000')").await.about("00000000");
    assert!(absent[0].starts_with("GU024"), "{absent:?}");
    assert_eq!(
        portal.send(&format!("select guichet.act_for('{no_access}')")).await.about(&no_access),
        absent
    );
    sqlx::query("update guichet.person set active = false where id = $1")
        .bind(person)
        .execute(&mut dba)
        .await
        .unwrap();
    assert_eq!(portal.send(&format!("select guichet.act_for('{number}')")).await.about(&number), absent);
    sqlx::query("update guichet.person set active = true where id = $1")
        .bind(person)
        .execute(&mut dba)
        .await
        .unwrap();

    // A login that is also a person's acts for that person alone.
    sqlx::query("insert into guichet.person (login, surname, given_name) values ($1, 'Portail', 'Le')")
        .bind(&login)
        .execute(&mut dba)
        .await
        .unwrap();
    assert_eq!(portal.send(&format!("select guichet.act_for('{number}')")).await.about(&number), absent);
    drop(portal);
    leave(dba, &login).await;
}

#[tokio::test]
async fn a_student_who_also_works_in_an_office_is_only_a_student_there() {
    let database = Database::university().await;
    let mut dba = database.dba().await;
    let (number, person, _) = a_student(&mut dba).await;
    let (mut portal, login) = portal(&database, &mut dba).await;
    let office = super::cast::login(&database, "vacataire");
    // The same person, with a clerk's role and a centre.
    make_person(&mut dba, &office, &[], &[]).await;
    sqlx::query(
        "with r as (insert into guichet.person_role values ($1, 'GES'), ($1, 'RESP_GES'))
         insert into guichet.centre_staff (person_id, centre_id) select $1, id from guichet.centre",
    )
    .bind(person)
    .execute(&mut dba)
    .await
    .unwrap();
    portal.send("begin").await;
    portal.send(&format!("select guichet.act_for('{number}')")).await;
    let seen = portal.send(SEEN).await.lines();
    assert!(seen[0].ends_with("|1"), "{seen:?}");
    assert_eq!(portal.send("select guichet.my_centres(), guichet.my_staffed()").await.lines(), ["{}|{}"]);
    let reach =
        "select guichet.can('CONVENTION', 'validate'), guichet.has_scope('centre'), guichet.has_scope('own')";
    assert_eq!(portal.send(reach).await.lines(), ["f|f|t"]);
    let other: i32 =
        sqlx::query_scalar("select min(id) from guichet.convention").fetch_one(&mut dba).await.unwrap();
    let preview = format!("select code from guichet.preview('validate', array[{other}], array[1])");
    assert_eq!(portal.send(&preview).await.lines(), ["GU001"]);
    portal.send("rollback").await;
    drop(portal);
    dba.execute(AssertSqlSafe(format!("drop role \"{office}\""))).await.unwrap();
    leave(dba, &login).await;
}
