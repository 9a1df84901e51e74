//! Seeded history, chained by the database's own hash functions: entries go to a table of the load, and one statement
//! hashes, chains and stores them, then gives each file its head.

use sqlx::postgres::PgConnection;

use super::SeedError;
use super::rng::Rng;
use super::rows::Rows;
use super::story::Event;

/// Entries waiting to be chained.
#[derive(Debug)]
pub(super) struct Chains(Rows);

impl Chains {
    /// Makes the table of the load. It is no temporary table: the owner need not have that right.
    pub(super) async fn open(conn: &mut PgConnection) -> Result<Self, SeedError> {
        sqlx::raw_sql(
            "create unlogged table guichet.seed_history (
               convention_id integer not null, seq integer not null, at timestamptz not null, person_id integer,
               verb text not null, salt bytea not null, changes jsonb not null, reason text,
               primary key (convention_id, seq))",
        )
        .execute(conn)
        .await?;
        Ok(Self(Rows::new("seed_history (convention_id, seq, at, person_id, verb, salt, changes, reason)")))
    }

    /// Adds the entries of a file.
    pub(super) fn add(&mut self, convention: u32, events: &[Event], rng: &mut Rng) {
        for (n, event) in events.iter().enumerate() {
            let salt = format!("\\x{:016x}{:016x}", rng.next(), rng.next());
            self.0.show(convention).show(n + 1).moment(event.at).maybe_show(event.person).text(event.verb);
            self.0.text(&salt).text(&event.changes.to_string()).maybe(event.reason.as_deref());
            self.0.end();
        }
    }

    /// Chains what waits. The files must be there already.
    pub(super) async fn chain(&mut self, conn: &mut PgConnection) -> Result<(), SeedError> {
        self.0.send(conn).await?;
        sqlx::raw_sql(
            "analyze guichet.seed_history;
             with recursive entry as materialized (
               select s.*, guichet.history_fields(changes) as fields,
                 guichet.history_values_hash(salt, changes, reason) as values_hash
               from guichet.seed_history s
             ), chain as (
               select convention_id, seq, at, person_id, verb, fields, values_hash,
                 guichet.history_hash(null, convention_id, seq, at, person_id, verb, fields, values_hash) as hash
               from entry where seq = 1
               union all
               select e.convention_id, e.seq, e.at, e.person_id, e.verb, e.fields, e.values_hash,
                 guichet.history_hash(c.hash, e.convention_id, e.seq, e.at, e.person_id, e.verb, e.fields, e.values_hash)
               from chain c join entry e on e.convention_id = c.convention_id and e.seq = c.seq + 1
             ), payload as (
               insert into guichet.history_payload (convention_id, seq, salt, changes, reason)
               select convention_id, seq, salt, changes, reason from guichet.seed_history
             ), stored as (
               insert into guichet.history (convention_id, seq, at, person_id, verb, fields, values_hash, hash)
               select convention_id, seq, at, person_id, verb, fields, values_hash, hash from chain
             )
             update guichet.convention c set history_head = chain.hash
             from chain where chain.convention_id = c.id and chain.seq = c.history_seq;
             truncate guichet.seed_history",
        )
        .execute(conn)
        .await?;
        Ok(())
    }

    /// Forgets the table of the load.
    pub(super) async fn close(self, conn: &mut PgConnection) -> Result<u64, SeedError> {
        sqlx::raw_sql("drop table guichet.seed_history").execute(conn).await?;
        Ok(self.0.count)
    }
}
