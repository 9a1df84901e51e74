//! What could tell of hidden rows without showing them: plans, statistics, the activity of others, rows as documents.
//! Values through errors are attacked row by row in `rows`.

use sqlx::{Executor, PgConnection};

use super::attack::{Answer, Tally};
use super::cast::{Attacker, Group};
use super::expect::RELATIONS;
use super::model::{Rows, World};

/// Everything, for everybody.
pub async fn attack(tally: &mut Tally, dba: &mut PgConnection, attackers: &mut [Attacker], world: &World) {
    dba.execute("analyze").await.expect("statistics to steal");

    for attacker in attackers {
        attacker.session.begin().await;
        statistics(tally, attacker).await;
        documents(tally, attacker).await;
        plans(tally, dba, attacker, world).await;
        for question in [
            "select query from pg_stat_activity where usename <> session_user and query not in ('<insufficient privilege>', '')",
            "select client_addr from pg_stat_activity where usename <> session_user and client_addr is not null",
            "select 1 from pg_prepared_statements",
            "select 1 from pg_prepared_xacts",
        ] {
            let answer = attacker.session.attempt(question).await;
            tally.same("activity of others", &answer.lines(), &vec![], || {
                format!("{}: {question}", attacker.name)
            });
        }
        attacker.session.end().await;
    }
}

/// The statistics of a table with policies hold values of rows that nobody may see.
async fn statistics(tally: &mut Tally, attacker: &mut Attacker) {
    let lists: Vec<&str> = RELATIONS
        .iter()
        .filter(|relation| relation.rows == Rows::Reference && relation.readers.contains(&attacker.group))
        .map(|relation| relation.name)
        .collect();
    for view in ["pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"] {
        let question = format!(
            "select distinct tablename from {view} where schemaname not in ('pg_catalog', 'information_schema') and tablename <> all ('{{{}}}')",
            lists.join(",")
        );
        let answer = attacker.session.attempt(&question).await;
        tally.same("statistics", &answer.lines(), &vec![], || format!("{}: {view}", attacker.name));
    }
}

/// Rows as XML are the rows that one sees.
async fn documents(tally: &mut Tally, attacker: &mut Attacker) {
    for relation in RELATIONS.iter().filter(|relation| relation.rows != Rows::Reference) {
        let name = relation.name;
        let question = format!(
            "select (length(x) - length(replace(x, '<row>', ''))) / 5 from (select query_to_xml('select 1 from guichet.{name}', true, false, '')::text x) s"
        );
        let told = attacker.session.attempt(&question).await;
        let counted = attacker.session.attempt(&format!("select count(*) from guichet.{name}")).await;
        let verdict = |answer: &Answer| answer.code().map_or_else(|| answer.lines().join(""), str::to_owned);
        tally.same("rows as documents", &verdict(&told), &verdict(&counted), || {
            format!("{}: {name}", attacker.name)
        });
    }
}

/// A plan shows conditions and counts, never a value of a hidden row.
async fn plans(tally: &mut Tally, dba: &mut PgConnection, attacker: &mut Attacker, world: &World) {
    if attacker.group == Group::Worker {
        return;
    }
    let eyes = world.eyes(&attacker.viewer);
    let Some(hidden) = world.files.keys().rev().find(|id| !eyes.files.contains(id)) else { return };
    let (student, number): (String, String) = sqlx::query_as(
        "select student_name, student_number from guichet.convention_row where convention_id = $1",
    )
    .bind(hidden)
    .fetch_one(dba)
    .await
    .expect("a hidden row");
    for question in [
        format!(
            "explain (analyze, verbose, buffers, format json) select * from guichet.convention_row where convention_id = {hidden}"
        ),
        format!(
            "explain (analyze, verbose) select * from guichet.convention_row r join guichet.student s on s.id = r.student_id where r.convention_id = {hidden}"
        ),
        format!(
            "explain (analyze, verbose) select * from guichet.convention_row where convention_id = {hidden} and student_name like '%'"
        ),
        format!(
            "explain (analyze, verbose) select * from guichet.convention_text where convention_id = {hidden}"
        ),
    ] {
        let told = attacker.session.attempt(&question).await.lines().join("\n");
        let tells = told.contains(&student) || told.contains(&number);
        tally.same("plans", &tells, &false, || format!("{}: {question}", attacker.name));
    }
}
