//! Saved views: those a person sees, and the changes of their own.

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{FromRow as _, Row as _};

use super::Result;
use crate::domain::queue::Queue;
use crate::domain::row::{Sort, SortColumn};
use crate::domain::view::{SavedView, ViewChange};

#[derive(sqlx::FromRow)]
struct Stored {
    id: i32,
    name: String,
    filter: String,
    descending: bool,
    mine: bool,
    owner: String,
    centre: Option<String>,
}

/// The views that I see: my own, then those of my centres, by name.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<SavedView>> {
    let rows = sqlx::query(
        "select v.id, v.name, v.queue, v.filter, v.sort, v.descending, v.person_id = guichet.me() as mine,
            coalesce(p.given_name || ' ' || upper(p.surname), '') as owner, c.code as centre
         from guichet.saved_view v
         left join guichet.person p on p.id = v.person_id
         left join guichet.centre c on c.id = v.centre_id
         order by v.person_id <> guichet.me(), v.name_key, v.id",
    )
    .fetch_all(conn)
    .await?;
    // What a later version of the program saved may use words that this one does not know.
    Ok(rows.iter().map(decode).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

fn decode(row: &PgRow) -> Result<Option<SavedView>> {
    let Stored { id, name, filter, descending, mine, owner, centre } = Stored::from_row(row)?;
    let queue = Queue::from_code(row.try_get("queue")?);
    let column = SortColumn::from_code(row.try_get("sort")?);
    Ok(queue.zip(column).map(|(queue, column)| {
        let sort = Sort { column, descending };
        SavedView { id, name, queue, filter, sort, mine, owner, centre }
    }))
}

/// Makes a change.
pub async fn change(conn: &mut PgConnection, change: &ViewChange) -> Result<()> {
    let query = match change {
        ViewChange::Save { name, queue, filter, sort } => {
            sqlx::query("select guichet.save_view($1, $2, $3, $4, $5)")
                .bind(name)
                .bind(queue.code())
                .bind(filter)
                .bind(sort.column.code())
                .bind(sort.descending)
        }
        ViewChange::Remove(id) => sqlx::query("select guichet.remove_view($1)").bind(id),
        ViewChange::Share(id, centre) => {
            sqlx::query("select guichet.share_view($1, $2)").bind(id).bind(centre)
        }
    };
    query.execute(conn).await.map(drop)
}
