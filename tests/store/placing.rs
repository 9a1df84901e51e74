//! Where a file goes and who may still write in it, as offices know these rules: étape before composante, editable until
//! a step, SIRET keys.

use guichet::store::centres;
use guichet::store::seed::DemoRole;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use crate::support::server::Database;

async fn one<T>(conn: &mut PgConnection, query: &str) -> T
where
    T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    sqlx::query_scalar(AssertSqlSafe(query.to_owned()))
        .fetch_one(conn)
        .await
        .unwrap_or_else(|error| panic!("{query}: {error}"))
}

#[tokio::test]
async fn an_etape_of_its_own_comes_before_its_composante_and_orphans_need_a_setting() {
    let mut owner = Database::university().await.owner().await;
    let centre =
        "select guichet.centre_of(e.id, guichet.today()) from guichet.etape e where e.code = 'M1INFO'";
    let code = |id: Option<i32>| format!("select code from guichet.centre where id = {}", id.unwrap());
    let by_composante: Option<i32> = one(&mut owner, centre).await;
    assert_eq!(one::<String>(&mut owner, &code(by_composante)).await, "SCI");
    owner
        .execute(
            "insert into guichet.criterion (centre_id, etape_id)
             select c.id, e.id from guichet.centre c, guichet.etape e where c.code = 'IUT' and e.code = 'M1INFO'",
        )
        .await
        .unwrap();
    let by_etape: Option<i32> = one(&mut owner, centre).await;
    assert_eq!(one::<String>(&mut owner, &code(by_etape)).await, "IUT");
    owner
        .execute("delete from guichet.criterion; update guichet.establishment set orphans_allowed = false")
        .await
        .unwrap();
    assert_eq!(one::<Option<i32>>(&mut owner, centre).await, None);
    owner.execute("update guichet.establishment set orphans_allowed = true").await.unwrap();
    let orphan: Option<i32> = one(&mut owner, centre).await;
    assert_eq!(one::<String>(&mut owner, &code(orphan)).await, "DEVE", "the establishment's own");
}

#[tokio::test]
async fn a_programme_is_attached_from_a_day_and_not_taken_from_under_files() {
    let database = Database::university().await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let mut manager = database.person(DemoRole::Manager).await;
    let mut owner = database.owner().await;
    let at = |day: &str| {
        format!(
            "select k.code from guichet.etape e join guichet.centre k on k.id = guichet.centre_of(e.id, {day}) where e.code = 'M1INFO'"
        )
    };
    let today = "guichet.today()";
    let next: chrono::NaiveDate = one(&mut owner, "select guichet.today() + 30").await;
    centres::attach(&mut admin, "IUT", "M1INFO/101", Some(next)).await.unwrap();
    assert_eq!(one::<String>(&mut owner, &at(today)).await, "SCI", "by its composante, until then");
    assert_eq!(one::<String>(&mut owner, &at("guichet.today() + 30")).await, "IUT");
    // It has files in SCI, which attached it by its composante, and none in IUT.
    let denied = |error: sqlx::Error| guichet::store::error::denied(&error).expect("it is explained");
    let why = denied(centres::detach(&mut admin, "SCI", "SCI").await.unwrap_err());
    assert_eq!(why.code, "GU043");
    assert!(why.count > 0);
    centres::detach(&mut admin, "IUT", "M1INFO/101").await.unwrap();
    assert_eq!(one::<String>(&mut owner, &at("guichet.today() + 30")).await, "SCI");
    // Attached from today, the files that are there stay.
    let files = "select count(*) from guichet.convention c join guichet.etape e on e.id = c.etape_id
        join guichet.centre k on k.id = c.centre_id where e.code = 'M1INFO' and k.code = 'SCI'";
    let before: i64 = one(&mut owner, files).await;
    centres::attach(&mut admin, "IUT", "M1INFO/101", Some(one(&mut owner, "select guichet.today()").await))
        .await
        .unwrap();
    assert_eq!(one::<String>(&mut owner, &at(today)).await, "IUT");
    assert_eq!(one::<i64>(&mut owner, files).await, before);
    for (centre, programme) in [("IUT", "M1INFO/999"), ("IUT", "NOTHING"), ("NOWHERE", "M1INFO/101")] {
        assert_eq!(
            denied(centres::attach(&mut admin, centre, programme, None).await.unwrap_err()).code,
            "GU024"
        );
    }
    // What a centre has that one does not administer is not taken from it.
    let other = "select m.code from guichet.criterion x join guichet.composante m on m.id = x.composante_id
        where x.centre_id not in (select s.centre_id from guichet.centre_staff s join guichet.person p on p.id = s.person_id
          where p.login = 'helene.marchand') limit 1";
    let theirs: String = one(&mut owner, other).await;
    let inside = format!(
        "select e.code || '/' || e.version from guichet.etape e join guichet.composante m on m.id = e.composante_id
         where m.code = '{theirs}' and not exists (select from guichet.criterion x where x.etape_id = e.id) limit 1"
    );
    let inside: String = one(&mut owner, &inside).await;
    for programme in [theirs, inside] {
        let why = denied(centres::attach(&mut manager, "SCI", &programme, None).await.unwrap_err());
        assert_eq!(why.code, "GU002", "{programme}");
    }
}

/// What `edit` answers, and its code.
async fn edit(conn: &mut PgConnection, id: i32, reason: Option<&str>) -> (String, Option<String>) {
    let version: i32 = one(conn, &format!("select version from guichet.convention where id = {id}")).await;
    sqlx::query_as(r#"select outcome, code from guichet.edit($1, $2, '{"subject": "Un autre sujet"}', $3)"#)
        .bind(id)
        .bind(version)
        .bind(reason)
        .fetch_one(conn)
        .await
        .unwrap()
}

fn refused(code: &str) -> (String, Option<String>) {
    ("refused".into(), Some(code.into()))
}

#[tokio::test]
async fn a_file_is_written_in_until_its_steps_say_otherwise() {
    let database = Database::university().await;
    let mut owner = database.owner().await;
    let mut clerk = database.person(DemoRole::Clerk).await;
    let mut admin = database.person(DemoRole::Administrator).await;
    let mut student = database.person(DemoRole::Student).await;
    let mine: i32 =
        one(&mut clerk, "select min(id) from guichet.convention where file_state = 'in_validation'").await;
    // The student's own file stands in a centre with two steps, of which none is done.
    let own: i32 = one(&mut student, "select max(id) from guichet.convention").await;
    let states = |state: &str, done: i32| {
        format!(
            "update guichet.convention set file_state = '{state}', circuit = '{{pedagogical,administrative}}', steps_done = {done},
               signature_state = 'not_sent', archived_at = null where id in ({mine}, {own})"
        )
    };
    let done = ("done".to_owned(), None);
    owner.execute(AssertSqlSafe(states("submitted", 0))).await.unwrap();
    assert_eq!(edit(&mut student, own, None).await, done);
    owner.execute(AssertSqlSafe(states("in_validation", 1))).await.unwrap();
    assert_eq!(edit(&mut student, own, None).await, refused("GU015"), "a step is done");
    assert_eq!(edit(&mut clerk, mine, None).await, done, "staff, until the administrative step");
    owner.execute(AssertSqlSafe(states("validated", 2))).await.unwrap();
    assert_eq!(edit(&mut clerk, mine, None).await, refused("GU015"));
    assert_eq!(edit(&mut admin, own, None).await, refused("GU012"), "with a reason");
    assert_eq!(edit(&mut admin, own, Some("erreur de saisie")).await, done);
}

#[tokio::test]
async fn a_siret_has_a_key_and_belongs_to_one_host() {
    let mut owner = Database::empty().await.owner().await;
    let valid = |siret: &str| format!("select guichet.siret_is_valid('{siret}')");
    for (siret, expected) in [
        ("73282932000074", true),
        ("73282932000075", false),
        // La Poste: a sum of digits that is a multiple of five.
        ("35600000000001", true),
        ("35600000000002", false),
        ("7328293200007", false),
        ("7328293200007X", false),
    ] {
        assert_eq!(one::<bool>(&mut owner, &valid(siret)).await, expected, "{siret}");
    }
    let add = "insert into guichet.host_organisation (name, siret) values ('A', '73282932000074')";
    owner.execute(add).await.unwrap();
    assert!(owner.execute(add).await.is_err());
    owner.execute("update guichet.host_organisation set state = 'retired'").await.unwrap();
    owner.execute(add).await.unwrap();
}
