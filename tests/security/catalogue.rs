//! Every relation and every column that the catalogue holds, by every verb, as everybody: SELECT where it is expected,
//! and nothing else anywhere.

use sqlx::PgConnection;

use super::attack::Tally;
use super::cast::Attacker;
use super::expect::RELATIONS;

/// A relation of the database.
pub struct Found {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// `r` for a table, `v` for a view, `S` for a sequence, ...
    pub kind: String,
    /// Its columns.
    pub columns: Vec<String>,
}

impl Found {
    /// Its name with its schema, quoted.
    pub fn quoted(&self) -> String {
        format!("\"{}\".\"{}\"", self.schema, self.name)
    }
}

/// Every relation that is not PostgreSQL's own.
pub async fn relations(dba: &mut PgConnection) -> Vec<Found> {
    let found: Vec<(String, String, String, Vec<String>)> = sqlx::query_as(
        "select n.nspname::text, c.relname::text, c.relkind::text, array(
           select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
           order by a.attnum)
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg_temp%'
           and n.nspname not like 'pg_toast_temp%' and c.relkind not in ('i', 'I')
         order by 1, 2",
    )
    .fetch_all(dba)
    .await
    .expect("the relations");
    found.into_iter().map(|(schema, name, kind, columns)| Found { schema, name, kind, columns }).collect()
}

const DENIED: &[&str] = &["42501"];
/// Nobody writes through a view that cannot be written through, owner included.
const NOT_A_TABLE: &[&str] = &["42501", "55000", "42809", "0A000"];

/// What nobody does to a sequence, `{t}`.
const SEQUENCE: [&str; 6] = [
    "select * from {t}",
    "select nextval('{t}')",
    "select setval('{t}', 1)",
    "select pg_sequence_last_value('{t}')",
    "alter sequence {t} restart",
    "drop sequence {t} cascade",
];

const LOCKS: [&str; 7] = [
    "row share",
    "row exclusive",
    "share update exclusive",
    "share",
    "share row exclusive",
    "exclusive",
    "access exclusive",
];

/// What nobody does to a table, `{t}`.
const TABLE: [&str; 21] = [
    "insert into {t} default values",
    "delete from {t}",
    "delete from {t} where false",
    "truncate {t}",
    "truncate {t} cascade",
    "merge into {t} using (values (1)) s on false when matched then delete",
    "alter table {t} disable row level security",
    "alter table {t} no force row level security",
    "alter table {t} add column intruder integer",
    "alter table {t} owner to current_user",
    "alter table {t} disable trigger all",
    "alter table {t} set schema public",
    "drop table {t} cascade",
    "create policy intruder on {t} using (true)",
    "create index intruder on {t} ((1))",
    "create rule intruder as on select to {t} do instead nothing",
    "create trigger intruder before insert on {t} for each row execute function suppress_redundant_updates_trigger()",
    "comment on table {t} is 'intruder'",
    "cluster {t}",
    "reindex table {t}",
    "create statistics intruder on (1), (2) from {t}",
];

/// Everything, for everybody.
pub async fn attack(tally: &mut Tally, dba: &mut PgConnection, attackers: &mut [Attacker]) {
    let relations = relations(dba).await;
    for relation in relations.iter().filter(|relation| relation.kind != "S") {
        let known = relation.schema == "guichet" && RELATIONS.iter().any(|known| known.name == relation.name);
        if !known {
            tally.unknown(format!("relation {}", relation.quoted()));
        }
    }
    for known in &RELATIONS {
        if !relations.iter().any(|found| found.name == known.name) {
            tally.unknown(format!("{} is expected and not there", known.name));
        }
    }
    for attacker in attackers {
        attacker.session.begin().await;
        for relation in &relations {
            one(tally, attacker, relation).await;
        }
        attacker.session.end().await;
    }
}

async fn one(tally: &mut Tally, attacker: &mut Attacker, relation: &Found) {
    let table = relation.quoted();
    let who = attacker.name;
    if relation.kind == "S" {
        let all = SEQUENCE.map(|sql| sql.replace("{t}", &table));
        for (sql, answer) in all.iter().zip(attacker.session.attempts(&all).await) {
            tally.refused("sequences", DENIED, &answer, || format!("{who}: {sql}"));
        }
        return;
    }
    let expected = RELATIONS.iter().find(|known| known.name == relation.name && relation.schema == "guichet");
    let reads = expected.is_some_and(|known| known.readers.contains(&attacker.group));
    let is_table = relation.kind == "r";
    let denied = if is_table { DENIED } else { NOT_A_TABLE };

    let mut readings =
        vec![format!("select 1 from {table} limit 0"), format!("lock table {table} in access share mode")];
    readings
        .extend(relation.columns.iter().map(|column| format!("select \"{column}\" from {table} limit 0")));
    if is_table {
        readings.extend(
            ["ctid", "xmin", "tableoid"].map(|column| format!("select {column} from {table} limit 0")),
        );
    }
    for (sql, answer) in readings.iter().zip(attacker.session.attempts(&readings).await) {
        if reads {
            tally.allowed("select", &answer, || format!("{who}: {sql}"));
        } else {
            tally.refused("select", DENIED, &answer, || format!("{who}: {sql}"));
        }
    }

    let mut writings: Vec<String> = TABLE.iter().map(|sql| sql.replace("{t}", &table)).collect();
    for column in &relation.columns {
        writings.push(format!("insert into {table} (\"{column}\") values (default)"));
        writings.push(format!("update {table} set \"{column}\" = default where false"));
    }
    writings.extend(LOCKS.map(|mode| format!("lock table {table} in {mode} mode")));
    writings.extend(
        ["update", "no key update", "share", "key share"]
            .map(|mode| format!("select 1 from {table} limit 1 for {mode}")),
    );
    for (sql, answer) in writings.iter().zip(attacker.session.attempts(&writings).await) {
        tally.refused("write, lock, change", denied, &answer, || format!("{who}: {sql}"));
    }
    // What no statement can try without a table of one's own.
    let held = format!(
        "select string_agg(r, ',') from unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger']) r
         where has_table_privilege('{table}', r) or has_any_column_privilege('{table}', case when r in ('delete', 'truncate', 'trigger') then 'update' else r end)"
    );
    let answer = attacker.session.attempt(&held).await.lines();
    tally.same("rights held", &answer, &vec!["∅".to_owned()], || format!("{who}: {table}"));
}
