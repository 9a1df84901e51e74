//! The facts that the database gives the rules: figures of other files of whatever centre, dated values, and never a
//! name; and what is recorded of what the rules find.

mod checks;

use chrono::NaiveDate;
use guichet::domain::calendar::Calendar;
use guichet::domain::compliance::{Closure, EnrolmentTold, Facts, OutOfUse, Risk, Rule, Stage, assess};
use guichet::domain::convention::{Regime, Severity};
use guichet::domain::gratification::Unit;
use guichet::store::files;
use guichet::store::seed::DemoRole;
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

use crate::support::server::Database;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A university in which a few files stand apart from all others, in the spring of 2040.
struct Spring {
    owner: PgConnection,
    reader: PgConnection,
    /// Files of one host, service, tutor and supervisor, each of its own student.
    ids: Vec<i32>,
}

impl Spring {
    async fn new(count: i64) -> (Database, Self) {
        let database = Database::university().await;
        let mut owner = database.owner().await;
        let reader = database.person(DemoRole::Administrator).await;
        let ids: Vec<i32> = sqlx::query_scalar(
            "select min(c.id) from guichet.convention c
             where c.file_state = 'validated' and c.tutor_id is not null and c.supervisor_id is not null
             group by c.student_id order by 1 limit $1",
        )
        .bind(count)
        .fetch_all(&mut owner)
        .await
        .unwrap();
        sqlx::query(
            "with host as (
               select v.id as service_id, v.organisation_id, v.postal_code, min(k.id) as tutor_id from guichet.host_service v
               join guichet.contact k on k.service_id = v.id
               join guichet.host_organisation o on o.id = v.organisation_id
               where v.country_code = 'FR' and o.siren is not null
               group by v.id order by v.id limit 1)
             update guichet.convention c set regime = 'initial', archived_at = null, year = 2039, start_date = '2040-03-05', end_date = '2040-05-31',
               weekly_hours = 35, total_hours = 400, total_overridden = false, organisation_id = h.organisation_id,
               service_id = h.service_id, tutor_id = h.tutor_id, second_tutor_id = null, supervisor_id = 1,
               gratification = true, gratification_amount = 4.50, gratification_unit = 'hour', currency = 'EUR',
               payment_mode_id = (select min(id) from guichet.list_entry where list = 'payment_mode')
             from host h where c.id = any($1)",
        )
        .bind(&ids)
        .execute(&mut owner)
        .await
        .unwrap();
        owner
            .execute(
                "delete from guichet.week_pattern where convention_id in (select id from guichet.convention where year = 2039);
                 delete from guichet.interruption where convention_id in (select id from guichet.convention where year = 2039);
                 update guichet.host_service set postal_code = '67000'
                 where id = (select min(service_id) from guichet.convention where year = 2039)",
            )
            .await
            .unwrap();
        assert_eq!(ids.len() as i64, count);
        (database, Self { owner, reader, ids })
    }

    /// The owner's hand; `:a`, `:b` and so on are the files.
    async fn put(&mut self, sql: &str) {
        let mut sql = sql.to_owned();
        for (id, name) in self.ids.iter().zip('a'..) {
            sql = sql.replace(&format!(":{name}"), &id.to_string());
        }
        self.owner.execute(AssertSqlSafe(sql)).await.unwrap();
    }

    /// The facts of the first file.
    async fn facts(&mut self) -> Facts {
        files::facts(&mut self.reader, &self.ids[..1]).await.unwrap().remove(0).facts
    }
}

#[tokio::test]
async fn other_files_are_counted_whatever_their_centre() {
    let (_database, mut spring) = Spring::new(6).await;
    spring
        .put("update guichet.convention set start_date = '2041-03-04', end_date = '2041-05-31' where id = :f")
        .await;
    let alone = spring.facts().await.elsewhere;
    assert_eq!((alone.host_files, alone.tutor_files, alone.supervisor_files), (5, 4, 5));
    assert_eq!((alone.other_hours, alone.declared_hours), (Decimal::ZERO, Decimal::ZERO));
    assert!(alone.overlaps.is_empty() && alone.earlier.is_empty());

    // The same student twice, and hours done under another establishment.
    spring
        .put(
            "update guichet.convention set student_id = (select student_id from guichet.convention where id = :a),
               start_date = '2040-05-31', end_date = '2040-07-31', total_hours = 280.5 where id = :b;
             update guichet.convention set declared_hours = 70 where id = :a",
        )
        .await;
    let twice = spring.facts().await.elsewhere;
    assert_eq!((twice.other_hours, twice.declared_hours), ("280.5".parse().unwrap(), Decimal::from(70)));
    assert_eq!((twice.overlaps[0].start, twice.overlaps[0].end), (day("2040-05-31"), day("2040-07-31")));
    // Of the tutor, those that run on the first day; of the others, the most at once.
    assert_eq!((twice.host_files, twice.tutor_files, twice.supervisor_files), (5, 3, 5));
    // The week after, it is another civil week, and another day.
    spring.put("update guichet.convention set start_date = '2040-06-04' where id = :b").await;
    let later = spring.facts().await.elsewhere;
    assert_eq!((later.host_files, later.supervisor_files, later.overlaps.len()), (4, 4, 0));

    // Drafts and cancelled files are not there yet, or no more.
    spring
        .put(
            "update guichet.convention set file_state = 'cancelled' where id in (:b, :c);
             update guichet.convention set file_state = 'draft', circuit = '{}', steps_done = 0 where id = :d",
        )
        .await;
    let fewer = spring.facts().await.elsewhere;
    assert_eq!((fewer.host_files, fewer.tutor_files, fewer.supervisor_files), (2, 1, 2));
    assert_eq!(fewer.other_hours, Decimal::ZERO);
}

#[tokio::test]
async fn a_legal_person_and_a_tutor_are_the_same_in_several_places() {
    let (_database, mut spring) = Spring::new(4).await;
    // Another establishment of the same SIREN; there, a contact with the tutor's mail address.
    spring
        .put(
            "with other as (
               insert into guichet.host_organisation (name, siret)
               select 'Autre site', s from guichet.host_organisation h
               cross join lateral (select h.siren || lpad(n::text, 5, '0') as s from generate_series(90000, 90100) n) x
               where h.id = (select organisation_id from guichet.convention where id = :a) and guichet.siret_is_valid(s) limit 1
               returning id),
             service as (
               insert into guichet.host_service (organisation_id, centre_id, name) select id, 1, 'Là-bas' from other returning id),
             tutor as (
               insert into guichet.contact (service_id, centre_id, surname, given_name, job_title, mail)
               select service.id, 1, 'X', 'Y', 'Z', upper(k.mail) from service, guichet.contact k
               where k.id = (select tutor_id from guichet.convention where id = :a) returning id)
             update guichet.convention c set organisation_id = other.id, service_id = service.id, tutor_id = tutor.id
             from other, service, tutor where c.id = :b",
        )
        .await;
    let one = spring.facts().await.elsewhere;
    assert_eq!((one.host_files, one.tutor_files), (4, 3));
    // Without an address, it is the name that says who somebody is, within one legal person.
    spring
        .put(
            "update guichet.contact set mail = null where id in (select tutor_id from guichet.convention where id in (:a, :b));
             update guichet.contact k set surname = upper(o.surname), given_name = o.given_name
             from guichet.contact o where o.id = (select tutor_id from guichet.convention where id = :a)
               and k.id = (select tutor_id from guichet.convention where id = :b)",
        )
        .await;
    assert_eq!(spring.facts().await.elsewhere.tutor_files, 3);
    spring.put("update guichet.contact set given_name = 'Autre' where id = (select tutor_id from guichet.convention where id = :b)").await;
    assert_eq!(spring.facts().await.elsewhere.tutor_files, 2);
    // A second tutor is one too, and counts for himself.
    spring
        .put("update guichet.convention set second_tutor_id = (select tutor_id from guichet.convention where id = :a), tutor_id = null where id = :c")
        .await;
    assert_eq!(spring.facts().await.elsewhere.tutor_files, 2);
}

#[tokio::test]
async fn the_post_is_free_a_third_of_the_last_internship_later() {
    let (_database, mut spring) = Spring::new(3).await;
    let until = |end: &str| {
        format!("update guichet.convention set start_date = '2039-11-07', end_date = '{end}' where id = :b")
    };
    // A hundred and five days until 19 February, of which a third is thirty-five: fourteen have passed.
    spring.put(&until("2040-02-19")).await;
    let facts = spring.facts().await;
    let earlier = facts.elsewhere.earlier[0];
    assert_eq!((earlier.period.from, earlier.period.to), (day("2039-11-07"), day("2040-02-19")));
    assert!(earlier.same_tutor && !earlier.ended_by_intern);
    let told = assess(&facts).findings.into_iter().find(|one| one.rule == Rule::WaitingPeriod).unwrap();
    assert_eq!((told.severity, told.figures.bound), (Severity::Warning, Some(day("2040-03-26"))));
    spring
        .put("update guichet.convention set tutor_id = (select max(id) from guichet.contact) where id = :b")
        .await;
    assert!(!spring.facts().await.elsewhere.earlier[0].same_tutor);
    spring.put(&until("2039-12-20")).await;
    assert!(spring.facts().await.elsewhere.earlier.is_empty(), "a third has passed");
}

#[tokio::test]
async fn a_host_that_the_register_says_is_closed_is_a_fact_of_its_open_files_and_has_them_looked_at_again() {
    let (database, mut spring) = Spring::new(2).await;
    assert_eq!(spring.facts().await.elsewhere.host_closed, None);
    spring
        .put(
            "delete from guichet.touched;
             update guichet.host_organisation set registered = '{\"is_closed\": true, \"closed_on\": \"2040-01-31\"}'
             where id = (select organisation_id from guichet.convention where id = :a)",
        )
        .await;
    assert_eq!(spring.facts().await.elsewhere.host_closed, Some(Closure { on: Some(day("2040-01-31")) }));
    let touched: i64 = sqlx::query_scalar("select count(*) from guichet.touched where kind = 'organisation'")
        .fetch_one(&mut database.dba().await)
        .await
        .unwrap();
    assert_eq!(touched, 1);
    spring
        .put(
            "update guichet.host_organisation set registered = '{\"is_closed\": true, \"closed_on\": null}'
             where id = (select organisation_id from guichet.convention where id = :a)",
        )
        .await;
    assert_eq!(spring.facts().await.elsewhere.host_closed, Some(Closure { on: None }));
}

#[tokio::test]
async fn a_host_that_waits_or_is_out_of_use_is_a_fact_of_its_files_and_has_them_looked_at_again() {
    let (database, mut spring) = Spring::new(2).await;
    assert_eq!(spring.facts().await.elsewhere.host_state, None);
    for (state, told) in [("to_moderate", OutOfUse::ToModerate), ("retired", OutOfUse::Retired)] {
        spring
            .put(&format!(
                "delete from guichet.touched;
                 update guichet.host_organisation set state = '{state}'
                 where id = (select organisation_id from guichet.convention where id = :a)"
            ))
            .await;
        assert_eq!(spring.facts().await.elsewhere.host_state, Some(told));
        let touched: i64 =
            sqlx::query_scalar("select count(*) from guichet.touched where kind = 'organisation'")
                .fetch_one(&mut database.dba().await)
                .await
                .unwrap();
        assert_eq!(touched, 1);
    }
}

#[tokio::test]
async fn what_the_sources_tell_of_an_enrolment_is_a_fact_of_its_files_and_has_them_looked_at_again() {
    let (database, mut spring) = Spring::new(1).await;
    let (number, year, etape): (String, i32, String) = sqlx::query_as(
        "select s.number, n.year::integer, e.code from guichet.convention c join guichet.student s on s.id = c.student_id
         join guichet.enrolment n on n.id = c.enrolment_id join guichet.etape e on e.id = n.etape_id where c.id = $1",
    )
    .bind(spring.ids[0])
    .fetch_one(&mut spring.owner)
    .await
    .unwrap();
    assert_eq!(spring.facts().await.elsewhere.enrolment, None);
    let mut admin = database.person(DemoRole::Administrator).await;
    let silent = |why: &[&str]| {
        why.iter().map(|why| json!({ "source": "siscol-apogee", "why": why })).collect::<Vec<_>>()
    };
    let enrolled =
        |status: &str| json!({ "etape": { "key": { "code": etape, "version": "1" } }, "status": status });
    let none = EnrolmentTold { etape: etape.clone(), told: Vec::new(), by_hand: false };
    let one = |is_cancelled| EnrolmentTold { told: vec![(etape.clone(), is_cancelled)], ..none.clone() };
    for (enrolments, expected, touches) in [
        (json!({ "value": null, "silent": silent(&["unreachable"]) }), None, 1),
        (json!({ "value": null, "silent": silent(&["nothing", "late"]) }), None, 1),
        (json!({ "value": null, "silent": silent(&["nothing", "nothing"]) }), Some(none.clone()), 1),
        (json!({ "value": null, "silent": silent(&["nothing", "nothing"]) }), Some(none.clone()), 0),
        (json!({ "value": { "enrolments": [] }, "silent": [] }), Some(none.clone()), 1),
        // What no source tells, and a person may write.
        (json!({ "value": 1, "silent": { "why": "nothing" } }), None, 1),
        (json!({ "value": { "enrolments": "x" }, "silent": 2 }), Some(none.clone()), 1),
        (json!({ "value": { "enrolments": [1, null, {}, { "etape": [] }] } }), Some(none.clone()), 1),
        (json!([]), None, 1),
        (json!({ "value": null, "silent": ["nothing", {}] }), None, 1),
        (json!({ "value": { "enrolments": [enrolled("valid")] }, "silent": [] }), Some(one(false)), 1),
        (json!({ "value": { "enrolments": [enrolled("cancelled")] }, "silent": [] }), Some(one(true)), 1),
    ] {
        spring.put("delete from guichet.touched").await;
        sqlx::query("select guichet.keep_dossier($1, $2, $3)")
            .bind(&number)
            .bind(year)
            .bind(json!({ "enrolments": enrolments }))
            .execute(&mut admin)
            .await
            .unwrap();
        assert_eq!(spring.facts().await.elsewhere.enrolment, expected, "{enrolments}");
        let touched: i64 = sqlx::query_scalar("select count(*) from guichet.touched where kind = 'student'")
            .fetch_one(&mut database.dba().await)
            .await
            .unwrap();
        assert_eq!(touched, touches, "{enrolments}");
    }
}

#[tokio::test]
async fn what_the_rules_read_of_the_file_itself() {
    let (_database, mut spring) = Spring::new(2).await;
    spring
        .put(
            "update guichet.student_civil set birth_date = '2022-04-01' where student_id = (select student_id from guichet.convention where id = :a);
             update guichet.convention set signature_state = 'signed', teaching_on_site = 40, abroad_authorisation = 'Présidence',
               gratification_amount = 651, gratification_unit = 'month', gratification_basis = 'gross' where id = :a;
             delete from guichet.convention_signature where convention_id = :a;
             insert into guichet.convention_signature (convention_id, signer, signed_on, means) values
               (:a, 'student', '2040-01-15', 'paper'), (:a, 'tutor', '2040-02-01', 'paper');
             insert into guichet.week_pattern values (:a, '2040-04-02', '{7,7,7,7,3.5,0,0}');
             insert into guichet.irregular_period (convention_id, start_date, end_date, hours) values (:a, '2040-05-31', '2040-05-31', 2.25);
             insert into guichet.interruption (convention_id, start_date, end_date) values (:a, '2040-04-09', '2040-04-13');
             insert into guichet.authorised_absence (convention_id, start_date, end_date) values (:a, '2040-05-02', '2040-05-02');
             insert into guichet.worked_holiday values (:a, '2040-05-01');
             insert into guichet.hourly_ceiling values ('2040-01-01', 40);
             insert into guichet.branch_rate select organisation_id, '2040-05-01', 7 from guichet.convention where id = :a;
             insert into guichet.centre_severity select centre_id, 'host-quota', 'information' from guichet.convention where id = :a;
             insert into guichet.centre_severity select centre_id, 'a-rule-to-come', 'blocking' from guichet.convention where id = :a",
        )
        .await;
    let facts = spring.facts().await;
    assert_eq!(
        (facts.regime, facts.year, facts.unsigned, facts.validated),
        (Regime::Initial, 2039, false, true)
    );
    assert_eq!((facts.stage, facts.minor_until), (Stage::Far, Some(day("2040-04-01"))));
    assert_eq!(facts.content.teaching_on_site, Some(40));
    assert!(facts.content.missing.is_empty(), "{:?}", facts.content.missing);
    assert_eq!(facts.severities.len(), 2, "rules that are not known here do no harm");
    let offer = facts.pay.offers[0];
    assert_eq!((offer.from, offer.amount, offer.unit), (day("2040-03-05"), Decimal::from(651), Unit::Month));
    assert_eq!(facts.pay.signed, Some(day("2040-02-01")), "the last to sign");
    assert_eq!(facts.pay.ceilings, [(day("2040-01-01"), Decimal::from(40))]);
    assert_eq!(facts.pay.branch_rates, [(day("2040-05-01"), Decimal::from(7))]);

    let schedule = facts.schedule.as_ref().unwrap();
    assert_eq!(schedule.calendar(), Calendar::AlsaceMoselle, "the service is in Strasbourg");
    let assessment = assess(&facts);
    let totals = assessment.totals.unwrap();
    // 64 days from Monday to Friday, less Good Friday, Easter Monday, 8 May, Ascension, Whit Monday and a week of closure.
    assert_eq!(totals.days, 64 - 5 - 5);
    assert_eq!(totals.paid_days, totals.days - 1);
    assert_eq!(totals.unusual_hours, Decimal::from(7));
    let pay = assessment.gratification.unwrap();
    assert_eq!(pay.rate_at_signature, "6.00".parse().unwrap());
    assert_eq!(pay.segments.last().unwrap().rate, Decimal::from(7));

    // A calendar that somebody chose, and a written total.
    spring.put("update guichet.convention set calendar = 'none', total_overridden = true, total_hours = 321.5 where id = :a").await;
    let chosen = spring.facts().await;
    let schedule = chosen.schedule.as_ref().unwrap();
    assert_eq!((schedule.calendar(), schedule.total), (Calendar::None, "321.5".parse().ok()));
    assert!(assess(&chosen).totals.unwrap().overridden());

    // Abroad, with the risk of the country on the first day.
    spring
        .put(
            "insert into guichet.country_risk values ('BR', '2030-01-01', 'green'), ('BR', '2040-03-01', 'red'), ('BR', '2040-03-06', 'yellow');
             update guichet.convention set regime = 'abroad', country_code = 'BR', abroad_sheet = true, abroad_exchange = false where id = :a",
        )
        .await;
    let abroad = spring.facts().await.abroad;
    assert_eq!((abroad.risk, abroad.authorised), (Some(Risk::Red), true));
    assert_eq!((abroad.sheet_annexed, abroad.exchange_held), (true, false));
    // Amounts in another currency are not compared with euros.
    spring.put("update guichet.convention set currency = 'BRL' where id = :a").await;
    assert!(spring.facts().await.pay.offers.is_empty());
}

#[tokio::test]
async fn the_days_that_pass_are_told_when_they_change_an_answer() {
    let (_database, mut spring) = Spring::new(1).await;
    for (start, end, stage) in [
        (8, 60, Stage::Far),
        (7, 60, Stage::Soon),
        (1, 60, Stage::Soon),
        (0, 60, Stage::Begun),
        (-30, 0, Stage::Begun),
        (-30, -1, Stage::Over),
    ] {
        let dates = format!(
            "update guichet.convention set start_date = guichet.today() + {start}, end_date = guichet.today() + {end} where id = :a"
        );
        spring.put(&dates).await;
        assert_eq!(spring.facts().await.stage, stage, "{start} {end}");
    }
    spring.put("update guichet.convention set start_date = null where id = :a").await;
    let unknown = spring.facts().await;
    assert!(unknown.schedule.is_none() && unknown.pay.offers.is_empty());
    assert_eq!(unknown.content.missing, ["start_date"]);
}

#[tokio::test]
async fn facts_name_nobody_and_stay_within_ones_scope() {
    let (database, mut spring) = Spring::new(2).await;
    let named: i64 = sqlx::query_scalar(
        "select count(*) from guichet.facts_of(array(select id from guichet.convention where file_state = 'in_validation')) f
         join guichet.convention c on c.id = f.convention_id
         join guichet.student s on s.id = c.student_id
         join guichet.host_organisation o on o.id = c.organisation_id
         left join guichet.contact t on t.id = c.tutor_id
         left join guichet.supervisor u on u.id = c.supervisor_id
         where exists (select from unnest(array[s.surname, s.mail, s.number, o.name, t.surname, t.mail, u.surname, u.mail, c.id::text]) name
           where position('\"' || name || '\"' in f.facts::text) > 0)",
    )
    .fetch_one(&mut spring.owner)
    .await
    .unwrap();
    assert_eq!(named, 0);
    let mut student = database.person(DemoRole::Student).await;
    let mine: Vec<i32> =
        sqlx::query_scalar("select id from guichet.convention").fetch_all(&mut student).await.unwrap();
    let others: Vec<i32> = spring.ids.iter().copied().filter(|id| !mine.contains(id)).collect();
    assert!(files::facts(&mut student, &others).await.unwrap().is_empty());
    assert_eq!(files::facts(&mut student, &mine).await.unwrap().len(), mine.len());
    assert!(student.execute("select guichet.facts_of('{1}')").await.is_err(), "only what one may read");
}
