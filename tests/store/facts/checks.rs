//! What is recorded of what the rules find, and when they look again.

use chrono::NaiveDate;
use guichet::domain::calendar::Calendar;
use guichet::domain::compliance::{RULES_VERSION, Rule, assess};
use guichet::domain::convention::Severity;
use guichet::store::seed::{DemoRole, login_for};
use guichet::store::{centres, files};
use rust_decimal::Decimal;

use super::Spring;

#[tokio::test]
async fn a_centre_says_how_grave_a_rule_is_and_the_files_follow() {
    let (database, mut spring) = Spring::new(2).await;
    let mut admin = database.login(login_for(DemoRole::Administrator)).await;
    let id = spring.ids[0];
    spring
        .put("update guichet.convention set end_date = '2040-12-31', gratification_amount = 9 where id = :a")
        .await;
    let code: String = sqlx::query_scalar(
        "select code from guichet.centre where id = (select centre_id from guichet.convention where id = $1)",
    )
    .bind(id)
    .fetch_one(&mut spring.owner)
    .await
    .unwrap();
    let mut found = async |rule: Rule| {
        files::check(&mut spring.reader, &[id]).await.unwrap();
        let sheet = files::sheet(&mut spring.reader, id).await.unwrap().unwrap();
        assert!(sheet.checked);
        sheet.findings.into_iter().find(|finding| finding.rule == rule.code()).map(|finding| finding.severity)
    };
    assert_eq!(found(Rule::EndOfYear).await, Some(Severity::Warning));
    centres::set_severity(&mut admin, &code, Rule::EndOfYear, Some(Severity::Blocking)).await.unwrap();
    assert_eq!(found(Rule::EndOfYear).await, Some(Severity::Blocking));
    centres::set_severity(&mut admin, &code, Rule::EndOfYear, None).await.unwrap();
    assert_eq!(found(Rule::EndOfYear).await, Some(Severity::Warning));
    assert_eq!(found(Rule::DurationMax).await, Some(Severity::Blocking));
    let mut clerk = database.person(DemoRole::Clerk).await;
    assert!(centres::set_severity(&mut clerk, &code, Rule::EndOfYear, None).await.is_err());
    let told: i64 =
        sqlx::query_scalar("select count(*) from guichet.admin_history where verb = 'set_severity'")
            .fetch_one(&mut database.dba().await)
            .await
            .unwrap();
    assert_eq!(told, 2);
}

#[tokio::test]
async fn what_was_found_a_week_ago_or_by_other_rules_is_looked_at_again() {
    let (_database, mut spring) = Spring::new(1).await;
    let id = spring.ids[0];
    spring.put("delete from guichet.convention_check where convention_id = :a").await;
    assert!(files::is_stale(&mut spring.reader, id).await.unwrap());
    files::check(&mut spring.reader, &[id]).await.unwrap();
    spring.put("delete from guichet.touched").await;
    assert!(!files::is_stale(&mut spring.reader, id).await.unwrap());
    spring.put("update guichet.convention_check set checked_at = checked_at - interval '8 days' where convention_id = :a").await;
    assert!(files::is_stale(&mut spring.reader, id).await.unwrap());
    files::check(&mut spring.reader, &[id]).await.unwrap();
    let older = format!(
        "update guichet.convention_check set rules_version = {} where convention_id = :a",
        RULES_VERSION - 1
    );
    spring.put(&older).await;
    assert!(files::is_stale(&mut spring.reader, id).await.unwrap());
}

#[tokio::test]
async fn what_the_program_knows_the_database_takes() {
    let (_database, mut spring) = Spring::new(1).await;
    for calendar in Calendar::ALL {
        spring
            .put(&format!("update guichet.convention set calendar = '{}' where id = :a", calendar.code()))
            .await;
        assert_eq!(spring.facts().await.schedule.unwrap().calendar(), *calendar);
    }
    let ceilings: Vec<(NaiveDate, Decimal)> =
        sqlx::query_as("select valid_from, euros from guichet.hourly_ceiling order by 1")
            .fetch_all(&mut spring.owner)
            .await
            .unwrap();
    assert_eq!(ceilings, guichet::domain::gratification::known_ceilings());
    // The demonstration's own totals are those of the rules.
    let files: Vec<(i32, Decimal)> = sqlx::query_as(
        "select id, total_hours from guichet.convention
         where year < 2039 and end_date >= start_date and file_state in ('submitted', 'to_correct') order by id limit 60",
    )
    .fetch_all(&mut spring.owner)
    .await
    .unwrap();
    let ids: Vec<i32> = files.iter().map(|file| file.0).collect();
    let known = files::facts(&mut spring.reader, &ids).await.unwrap();
    assert!(known.len() > 20);
    for file in known {
        let written = files.iter().find(|(id, _)| *id == file.id).unwrap().1;
        assert_eq!(assess(&file.facts).totals.unwrap().hours, written, "{}", file.id);
    }
}

#[tokio::test]
async fn the_rules_look_again_only_where_something_changed() {
    let (_database, mut spring) = Spring::new(5).await;
    let ids = spring.ids.clone();
    // The first three share a host, a tutor and a supervisor; the other two are set apart, each for itself.
    spring
        .put(
            "update guichet.convention c set organisation_id = null, service_id = null, tutor_id = null, supervisor_id = null
             where id in (:d, :e)",
        )
        .await;
    let settle = async |spring: &mut Spring| {
        files::recheck(&mut spring.reader, |_, _| {}).await.unwrap();
        // What was touched just before is looked at once more: its transaction may not have ended.
        spring.put("update guichet.touched set at = at - interval '1 minute'").await;
        let again = files::recheck(&mut spring.reader, |_, _| {}).await.unwrap();
        assert_eq!(again, files::Rechecked::default(), "nothing changed");
    };
    let stale = async |spring: &mut Spring| {
        let mut stale = Vec::new();
        for (place, id) in spring.ids.clone().into_iter().enumerate() {
            if files::is_stale(&mut spring.reader, id).await.unwrap() {
                stale.push(place);
            }
        }
        let all: Vec<i32> = sqlx::query_scalar("select guichet.stale_files($1)")
            .bind(RULES_VERSION)
            .fetch_all(&mut spring.reader)
            .await
            .unwrap();
        let among = spring.ids.iter().enumerate().filter(|(_, id)| all.contains(id)).map(|(place, _)| place);
        assert_eq!(among.collect::<Vec<_>>(), stale, "one by one or all at once");
        stale
    };
    settle(&mut spring).await;
    assert!(stale(&mut spring).await.is_empty());
    // One moves: those who share its host, tutor or supervisor are looked at again, the others are not.
    spring.put("update guichet.convention set end_date = '2040-06-15', content_version = content_version + 1 where id = :a").await;
    assert_eq!(stale(&mut spring).await, [0, 1, 2]);
    let found = files::recheck(&mut spring.reader, |_, _| {}).await.unwrap();
    assert!(found.looked_at >= 3 && found.changed >= 1, "{found:?}");
    settle(&mut spring).await;
    // A note, a label: nothing that others read. A step tells on the student's files alone.
    spring.put("update guichet.convention set version = version + 1, elp_label = 'x' where id = :a").await;
    spring.put("update guichet.centre set instructions = 'x'; update guichet.establishment set elp_optional = true").await;
    assert!(stale(&mut spring).await.is_empty());
    spring.put("update guichet.convention set steps_done = 0, file_state = 'submitted' where id = :b").await;
    assert_eq!(stale(&mut spring).await, [1]);
    settle(&mut spring).await;
    // A centre, a host, the day and the ceiling of the year.
    spring.put("update guichet.centre set year_extension_days = 3 where id = (select centre_id from guichet.convention where id = :d)").await;
    assert!(stale(&mut spring).await.contains(&3));
    settle(&mut spring).await;
    spring.put("update guichet.host_organisation set headcount_band = '02' where id = (select organisation_id from guichet.convention where id = :b)").await;
    assert_eq!(stale(&mut spring).await, [0, 1, 2]);
    settle(&mut spring).await;
    spring.put("update guichet.convention_check set checked_at = checked_at - interval '1 day' where convention_id = any(array[:a, :e]);
                update guichet.convention set start_date = guichet.today() + 7, end_date = guichet.today() + 30 where id = :e").await;
    assert!(stale(&mut spring).await.contains(&4), "it begins within a week since today");
    settle(&mut spring).await;
    spring.put("insert into guichet.hourly_ceiling values ('2040-01-01', 44) on conflict (valid_from) do update set euros = 44").await;
    assert_eq!(stale(&mut spring).await, [0, 1, 2, 3, 4]);
    settle(&mut spring).await;
    // Dated anew, not recorded anew: nothing of the list moves.
    let rows = "select md5(string_agg(r::text, ',' order by r.convention_id)) from guichet.convention_row r";
    let before: String = sqlx::query_scalar(rows).fetch_one(&mut spring.owner).await.unwrap();
    spring.put("update guichet.convention_check set checked_at = checked_at - interval '8 days'").await;
    let found = files::recheck(&mut spring.reader, |_, _| {}).await.unwrap();
    assert!(found.looked_at >= ids.len(), "{found:?}");
    assert_eq!(found.changed, 0, "{found:?}");
    let after: String = sqlx::query_scalar(rows).fetch_one(&mut spring.owner).await.unwrap();
    assert_eq!(before, after);
}
