//! Which rows everybody sees of every relation: exactly those that the model says, whether listed, counted, or asked for
//! one by one; what is hidden answers as what does not exist.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, PgConnection};

use super::attack::Tally;
use super::cast::Attacker;
use super::expect::{RELATIONS, Relation};
use super::model::{Rows, World};

/// How many hidden rows of a relation are asked for one by one.
const SINGLES: usize = 12;

/// A row: the values of its key, and what it speaks of.
type Key = (Vec<String>, Vec<Option<i32>>);

impl Relation {
    /// Its key as an array of texts; a list that everybody reads whole is compared by whole rows.
    fn key_sql(&self) -> String {
        match self.key {
            [] => "array[t::text]".to_owned(),
            columns => format!(
                "array[{}]",
                columns.iter().map(|column| format!("t.{column}::text")).collect::<Vec<_>>().join(", ")
            ),
        }
    }

    /// The condition that finds one row, by its index.
    fn one_sql(&self, key: &[String]) -> String {
        let same =
            |(column, value): (&&str, &String)| format!("t.{column} = '{}'", value.replace('\'', "''"));
        self.key.iter().zip(key).map(same).collect::<Vec<_>>().join(" and ")
    }
}

/// The rows of a relation, as the superuser reads them.
pub async fn keys(dba: &mut PgConnection, relation: &Relation) -> Vec<Key> {
    let sql =
        format!("select {}, {} from guichet.{} t order by 1", relation.key_sql(), relation.of, relation.name);
    sqlx::query_as(AssertSqlSafe(sql))
        .fetch_all(dba)
        .await
        .unwrap_or_else(|error| panic!("{}: {error}", relation.name))
}

/// What somebody lists of everything that is not a reference list.
pub async fn everything_else(
    tally: &mut Tally,
    dba: &mut PgConnection,
    attacker: &mut Attacker,
    world: &World,
    about: &dyn Fn() -> String,
) {
    let eyes = world.eyes(&attacker.viewer);
    for relation in RELATIONS.iter().filter(|relation| relation.rows != Rows::Reference) {
        let keys = keys(dba, relation).await;
        let seen = keys.iter().filter(|(_, of)| eyes.sees(relation.rows, of));
        list(tally, attacker, relation, seen, about).await;
    }
}

/// The list of a relation, row by row.
async fn list(
    tally: &mut Tally,
    attacker: &mut Attacker,
    relation: &Relation,
    seen: impl Iterator<Item = &Key>,
    about: &dyn Fn() -> String,
) {
    let sql = format!("select array_to_string({}, '|') from guichet.{} t", relation.key_sql(), relation.name);
    let listed: BTreeSet<String> = attacker.session.send(&sql).await.lines().into_iter().collect();
    let expected: BTreeSet<String> = seen.map(|(key, _)| key.join("|")).collect();
    let more: Vec<_> = listed.difference(&expected).take(3).collect();
    let less: Vec<_> = expected.difference(&listed).take(3).collect();
    tally.same("rows listed", &(more, less), &(vec![], vec![]), || {
        format!(
            "{}: {}: {} rows, expected {}: {}",
            attacker.name,
            relation.name,
            listed.len(),
            expected.len(),
            about()
        )
    });
}

/// Spreads so many over all of them.
pub fn some<T>(all: &[T], wanted: usize) -> impl Iterator<Item = &T> {
    all.iter().step_by((all.len() / wanted).max(1)).take(wanted)
}

/// Everything, for everybody.
pub async fn attack(tally: &mut Tally, dba: &mut PgConnection, attackers: &mut [Attacker], world: &World) {
    for relation in RELATIONS.iter().filter(|relation| !relation.readers.is_empty()) {
        let keys = keys(dba, relation).await;
        for attacker in attackers.iter_mut().filter(|attacker| relation.readers.contains(&attacker.group)) {
            attacker.session.begin().await;
            one(tally, attacker, relation, &keys, world).await;
            attacker.session.end().await;
        }
    }
}

async fn one(tally: &mut Tally, attacker: &mut Attacker, relation: &Relation, keys: &[Key], world: &World) {
    let eyes = world.eyes(&attacker.viewer);
    let (seen, hidden): (Vec<&Key>, Vec<&Key>) =
        keys.iter().partition(|(_, of)| eyes.sees(relation.rows, of));
    let who = attacker.name;
    let name = relation.name;

    // A reference list hides nothing: its rows need not be told apart.
    if !relation.key.is_empty() {
        list(tally, attacker, relation, seen.iter().copied(), &String::new).await;
    }
    let counted = attacker.session.attempt(&format!("select count(*) from guichet.{name}")).await.lines();
    tally.same("rows counted", &counted, &vec![seen.len().to_string()], || format!("{who}: {name}"));

    for (n, (key, _)) in some(&hidden, SINGLES).enumerate() {
        let sql = format!("select * from guichet.{name} t where {}", relation.one_sql(key));
        let answer = attacker.session.attempt(&sql).await;
        tally.same("hidden rows asked for", &answer.lines(), &vec![], || format!("{who}: {sql}"));
        // The name of a value in an error would tell it: what is hidden is never looked at.
        if n < 2 {
            values(tally, attacker, relation, key).await;
        }
    }
    for (key, _) in some(&seen, 2).filter(|_| !relation.key.is_empty()) {
        let sql = format!("select 1 from guichet.{name} t where {}", relation.one_sql(key));
        let answer = attacker.session.attempt(&sql).await;
        tally.same("shown rows asked for", &answer.lines().len(), &1, || format!("{who}: {sql}"));
    }
}

/// Every value of a hidden row, through what fails on it: a cast, a division, a function.
async fn values(tally: &mut Tally, attacker: &mut Attacker, relation: &Relation, key: &[String]) {
    let (name, here) = (relation.name, relation.one_sql(key));
    for trick in [
        "(t::text || '!')::integer = 0",
        "1 / (length(t::text) - length(t::text)) = 0",
        "xmlparse(content '<' || t::text) is null",
        "set_config('guichet.stolen', t::text, true) = ''",
        "pg_notify('stolen', left(t::text, 7000)) is null",
    ] {
        let sql = format!("select 1 from guichet.{name} t where {trick} and {here}");
        let answer = attacker.session.attempt(&sql).await;
        tally.same("values through errors", &answer.lines(), &vec![], || format!("{}: {sql}", attacker.name));
    }
}
