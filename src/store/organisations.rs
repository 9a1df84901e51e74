//! The registry of host organisations: found, read, kept, merged and parted, and what the national register says of them.

mod register;

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection};

pub use register::{keep, leave, looked_at, may_ask, refresh, said, take, to_refresh, town_in, with_sirets};

use super::Result;
use super::files::changes;
use super::forms::{Told, answer, made};
use crate::domain::act::{About, Answer};
use crate::domain::form::{Made, Values};
use crate::domain::organisation::{
    Host, HostChange, HostEvent, HostLists, HostSheet, HostState, Imported, Kept, Merge, Pair,
};

#[derive(FromRow)]
struct Found {
    id: i32,
    name: String,
    siret: Option<String>,
    uai: Option<String>,
    postal_code: Option<String>,
    town: Option<String>,
    country_code: String,
    state: String,
    closed: bool,
    conventions: i32,
}

fn host(row: Found) -> Result<Host> {
    let unknown = || sqlx::Error::Decode(format!("{} is not a state this version knows", row.state).into());
    let state = HostState::from_code(&row.state).ok_or_else(unknown)?;
    Ok(Host {
        id: row.id,
        name: row.name,
        siret: row.siret,
        uai: row.uai,
        postal_code: row.postal_code,
        town: row.town,
        country: row.country_code,
        state,
        closed: row.closed,
        conventions: row.conventions,
    })
}

/// Hosts by fragments of what names them, those whose name begins so first.
pub async fn find(conn: &mut PgConnection, words: &str, kept: Kept, rows: i32) -> Result<Vec<Host>> {
    let found: Vec<Found> = sqlx::query_as("select * from guichet.find_organisations($1, $2, $3)")
        .bind(words)
        .bind(rows)
        .bind(kept.code())
        .fetch_all(conn)
        .await?;
    found.into_iter().map(host).collect()
}

/// Hosts in use whose name is nearly what is typed.
pub async fn alike(conn: &mut PgConnection, words: &str, rows: i32) -> Result<Vec<Host>> {
    let found: Vec<Found> = sqlx::query_as("select * from guichet.find_alike($1, $2)")
        .bind(words)
        .bind(rows)
        .fetch_all(conn)
        .await?;
    found.into_iter().map(host).collect()
}

/// All that I may know of a host; `None` when there is none.
pub async fn sheet(conn: &mut PgConnection, id: i32) -> Result<Option<HostSheet>> {
    let sql = "select guichet.organisation_sheet($1) || jsonb_build_object('twins', guichet.host_twins($1),
        'merges', (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from guichet.merges_of($1) m))";
    let sheet: Option<Json<HostSheet>> = sqlx::query_scalar(sql).bind(id).fetch_one(conn).await?;
    Ok(sheet.map(|Json(sheet)| sheet))
}

/// What happened to a host.
pub async fn history(conn: &mut PgConnection, id: i32) -> Result<Vec<HostEvent>> {
    type Row = (
        DateTime<Utc>,
        Option<String>,
        String,
        Option<String>,
        String,
        Json<serde_json::Value>,
        Option<String>,
    );
    let rows: Vec<Row> = sqlx::query_as(
        "select at, by, part, about, verb, changes, reason from guichet.organisation_history($1)",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(at, by, part, about, verb, changed, reason)| HostEvent {
            at,
            by,
            part,
            about,
            verb,
            changes: changes(&changed.0),
            reason,
        })
        .collect())
}

/// What is changed of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who it is.
    Organisation,
    /// A service.
    Service,
    /// Somebody in a service.
    Contact,
}

/// Changes a host, a service or a contact, at the version that was read; gives the next one.
pub async fn edit(
    conn: &mut PgConnection,
    part: Part,
    (id, version): (i32, i32),
    changes: &Values,
) -> Result<Made> {
    let sql = match part {
        Part::Organisation => {
            "select outcome, code, params, new_version from guichet.edit_organisation($1, $2, $3)"
        }
        Part::Service => "select outcome, code, params, new_version from guichet.edit_service($1, $2, $3)",
        Part::Contact => "select outcome, code, params, new_version from guichet.edit_contact($1, $2, $3)",
    };
    let told: Told = sqlx::query_as(sql).bind(id).bind(version).bind(Json(changes)).fetch_one(conn).await?;
    Ok(made(told))
}

/// Makes a change of the registry; gives the next version, or the number of what was made.
pub async fn change(conn: &mut PgConnection, change: &HostChange) -> Result<Made> {
    match change {
        HostChange::Add(details) => add(conn, details).await,
        HostChange::Take(said) => take(conn, said).await,
        HostChange::Refresh(id, said) => refresh(conn, *id, said).await,
        HostChange::Edit(host, changes) => edit(conn, Part::Organisation, *host, changes).await,
        HostChange::State(host, state, reason) => set_state(conn, *host, *state, reason.as_deref()).await,
        HostChange::Merge { kept, gone, changes } => merge(conn, *kept, *gone, changes).await,
        HostChange::Part(number) => Ok(part(conn, *number).await?.map(|_| *number)),
        HostChange::Apart(one, other) => tell_apart(conn, *one, *other).await.map(|()| Ok(*one)),
        HostChange::AddService { organisation, centre, details } => {
            let sql = "select outcome, code, params, id from guichet.add_service($1, (select k.id from guichet.centre k where k.code = $2), $3)";
            add_part(conn, sql, *organisation, centre, details).await
        }
        HostChange::AddContact { service, centre, details } => {
            let sql = "select outcome, code, params, id from guichet.add_contact($1, (select k.id from guichet.centre k where k.code = $2), $3)";
            add_part(conn, sql, *service, centre, details).await
        }
        HostChange::EditService(service, changes) => edit(conn, Part::Service, *service, changes).await,
        HostChange::EditContact(contact, changes) => edit(conn, Part::Contact, *contact, changes).await,
    }
}

/// Adds a host that is not there yet. One with its SIRET or UAI is a refusal that names it.
pub async fn add(conn: &mut PgConnection, details: &Values) -> Result<Made> {
    let told: Told = sqlx::query_as("select outcome, code, params, id from guichet.add_organisation($1)")
        .bind(Json(details))
        .fetch_one(conn)
        .await?;
    Ok(made(told))
}

async fn add_part(
    conn: &mut PgConnection,
    sql: &'static str,
    within: i32,
    centre: &str,
    details: &Values,
) -> Result<Made> {
    let told: Told =
        sqlx::query_as(sql).bind(within).bind(centre).bind(Json(details)).fetch_one(conn).await?;
    Ok(made(told))
}

/// The lists that fields of hosts take entries from.
pub async fn lists(conn: &mut PgConnection) -> Result<HostLists> {
    let legal = "select code, label from guichet.legal_category order by code";
    let bands = "select code, label from guichet.headcount_band order by low, code";
    let kinds = "select id::text, label from guichet.list_entry where list = 'organisation_type' and not retired order by label, id";
    Ok(HostLists {
        legal_categories: sqlx::query_as(legal).fetch_all(&mut *conn).await?,
        headcount_bands: sqlx::query_as(bands).fetch_all(&mut *conn).await?,
        kinds: sqlx::query_as(kinds).fetch_all(conn).await?,
    })
}

/// Countries, by ISO code and label.
pub async fn countries(conn: &mut PgConnection) -> Result<Vec<(String, String)>> {
    sqlx::query_as("select iso2, label from guichet.country order by status <> 'current', iso2")
        .fetch_all(conn)
        .await
}

/// Activities: code and revision.
pub async fn activities(conn: &mut PgConnection) -> Result<Vec<(String, String)>> {
    sqlx::query_as("select code, revision from guichet.naf").fetch_all(conn).await
}

/// Bands of staff: code, and the fewest and the most people; no most for the largest.
pub async fn bands(conn: &mut PgConnection) -> Result<Vec<(String, i32, Option<i32>)>> {
    sqlx::query_as("select code, low, high from guichet.headcount_band order by low, code")
        .fetch_all(conn)
        .await
}

/// Whether I am of the staff who read, create, modify or delete hosts.
pub async fn keeps(conn: &mut PgConnection, right: &str) -> Result<bool> {
    sqlx::query_scalar("select guichet.keeps_hosts($1)").bind(right).fetch_one(conn).await
}

/// The host with this SIRET: one in use if there is one, the one that it was merged into if that is.
pub async fn by_siret(conn: &mut PgConnection, siret: &str) -> Result<Option<i32>> {
    sqlx::query_scalar(
        "select coalesce(guichet.host_kept(id), id) from guichet.host_organisation
         where siret collate \"C\" = $1 order by state = 'retired', guichet.host_kept(id) is null, id limit 1",
    )
    .bind(siret)
    .fetch_optional(conn)
    .await
}

/// Approves a host, takes it out of use or brings it back; gives its next version.
pub async fn set_state(
    conn: &mut PgConnection,
    (id, version): (i32, i32),
    state: HostState,
    reason: Option<&str>,
) -> Result<Made> {
    let told: Told = sqlx::query_as(
        "select outcome, code, params, new_version from guichet.set_organisation_state($1, $2, $3, $4)",
    )
    .bind(id)
    .bind(version)
    .bind(state.code())
    .bind(reason)
    .fetch_one(conn)
    .await?;
    Ok(made(told))
}

/// Pairs of hosts that are likely one: with this host, or in the whole registry.
pub async fn duplicates(conn: &mut PgConnection, of: Option<i32>, rows: i32) -> Result<Vec<Pair>> {
    type Row = (i32, String, i32, String, Option<String>, i16, Vec<String>, Vec<i32>);
    let rows: Vec<Row> = sqlx::query_as(
        "select one, one_name, other, other_name, town, score, reasons, conventions from guichet.duplicates($1, $2)",
    )
    .bind(of)
    .bind(rows)
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(one, one_name, other, other_name, town, score, reasons, files)| Pair {
            one,
            one_name,
            other,
            other_name,
            town,
            score,
            reasons,
            conventions: (files.first().copied().unwrap_or(0), files.get(1).copied().unwrap_or(0)),
        })
        .collect())
}

/// Two hosts are two, however alike.
pub async fn tell_apart(conn: &mut PgConnection, one: i32, other: i32) -> Result<()> {
    sqlx::query("select guichet.tell_apart($1, $2)").bind(one).bind(other).execute(conn).await?;
    Ok(())
}

/// Makes one host of two; gives the number of the merge, which undoes it.
pub async fn merge(
    conn: &mut PgConnection,
    kept: (i32, i32),
    gone: (i32, i32),
    changes: &Values,
) -> Result<Made> {
    let told: Told = sqlx::query_as(
        "select outcome, code, params, id from guichet.merge_organisations($1, $2, $3, $4, $5)",
    )
    .bind(kept.0)
    .bind(kept.1)
    .bind(gone.0)
    .bind(gone.1)
    .bind(Json(changes))
    .fetch_one(conn)
    .await?;
    Ok(made(told))
}

/// Undoes a merge; gives how many files went back.
pub async fn part(conn: &mut PgConnection, merge: i32) -> Result<Made> {
    let told: Told = sqlx::query_as(
        "select outcome, code, params, (params ->> 'conventions')::integer from guichet.part_organisations($1)",
    )
    .bind(merge)
    .fetch_one(conn)
    .await?;
    Ok(made(told))
}

/// The merges of a host that can be undone, the last first.
pub async fn merges(conn: &mut PgConnection, organisation: i32) -> Result<Vec<Merge>> {
    let rows: Vec<Json<Merge>> = sqlx::query_scalar("select to_jsonb(m) from guichet.merges_of($1) m")
        .bind(organisation)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|Json(merge)| merge).collect())
}

/// Adds hosts that a table brings, or only says what would become of each line.
pub async fn import(conn: &mut PgConnection, lines: &[(u32, Values)], dry: bool) -> Result<Vec<Imported>> {
    type Row = (i32, String, Option<String>, Option<Json<About>>, Option<i32>);
    let lines: Vec<serde_json::Value> =
        lines.iter().map(|(line, details)| serde_json::json!({ "line": line, "details": details })).collect();
    let rows: Vec<Row> =
        sqlx::query_as("select line, outcome, code, params, id from guichet.import_organisations($1, $2)")
            .bind(Json(lines))
            .bind(dry)
            .fetch_all(conn)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(line, outcome, code, about, id)| Imported {
            line: line.unsigned_abs(),
            made: match answer(&outcome, code, about) {
                Answer::Done => Ok(id),
                Answer::Stale(refusal) | Answer::Refused(refusal) => Err(Box::new(refusal)),
            },
        })
        .collect())
}

/// Hosts as a table takes them out, by name.
pub async fn export(conn: &mut PgConnection, words: &str, kept: Kept) -> Result<Vec<Values>> {
    let rows: Vec<Json<Values>> = sqlx::query_scalar("select guichet.export_organisations($1, $2)")
        .bind(words)
        .bind(kept.code())
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|Json(values)| values).collect())
}
