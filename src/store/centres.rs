//! Centres: their settings and their circuit.

use chrono::NaiveDate;
use sqlx::postgres::PgConnection;
use sqlx::types::Json;

use super::Result;
use crate::domain::access::{Asked, Centre, Programme, Template};
use crate::domain::compliance::Rule;
use crate::domain::convention::Severity;

/// The centres that I see, by code.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<Centre>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select c.code, c.id = any((select guichet.my_centres())::integer[]) as mine,
            s.names, s.texts, array(select k.kind from guichet.centre_step k where k.centre_id = c.id order by k.position) as steps,
            coalesce((select jsonb_agg(to_jsonb(d) order by d.id) from guichet.document_kind d where d.centre_id = c.id), '[]') as asked,
            coalesce((
              select jsonb_agg(to_jsonb(t) || jsonb_build_object('type', y.code) order by t.id)
              from guichet.convention_template t left join guichet.list_entry y on y.id = t.type_id
              where t.centre_id = c.id), '[]') as templates,
            coalesce((
              select jsonb_agg(jsonb_build_object('code', coalesce(e.code || '/' || e.version, m.code), 'label', coalesce(e.label, m.label),
                'since', nullif(x.valid_from, '-infinity')) order by e.id is not null, coalesce(e.code, m.code), x.valid_from)
              from guichet.criterion x left join guichet.etape e on e.id = x.etape_id
              left join guichet.composante m on m.id = x.composante_id where x.centre_id = c.id), '[]') as programmes
         from guichet.centre c
         cross join lateral (
           select array_agg(e.key order by e.n) as names, array_agg(e.value order by e.n) as texts
           from json_each_text(row_to_json(c)) with ordinality as e (key, value, n)
           where e.key not in ('id', 'code')) s
         order by c.code",
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|Row { code, mine, names, texts, steps, asked, templates, programmes }| Centre {
            code,
            mine,
            settings: names.into_iter().zip(texts).collect(),
            steps,
            asked: asked.0,
            templates: templates.0,
            programmes: programmes.0,
        })
        .collect())
}

/// The settings of the establishment, as those of a centre that has no circuit.
pub async fn establishment(conn: &mut PgConnection) -> Result<Centre> {
    type Told = (Vec<String>, Vec<Option<String>>, Json<Vec<Asked>>, Json<Vec<Template>>);
    let (names, texts, asked, templates): Told = sqlx::query_as(
        "select array_agg(e.key order by e.n), array_agg(e.value order by e.n),
           (select coalesce(jsonb_agg(to_jsonb(d) order by d.id), '[]') from guichet.document_kind d where d.centre_id is null),
           (select coalesce(jsonb_agg(to_jsonb(t) || jsonb_build_object('type', y.code) order by t.id), '[]')
            from guichet.convention_template t left join guichet.list_entry y on y.id = t.type_id where t.centre_id is null)
         from guichet.establishment o
         cross join lateral json_each_text(row_to_json(o)) with ordinality as e (key, value, n)
         where e.key <> 'id'",
    )
    .fetch_one(conn)
    .await?;
    Ok(Centre {
        code: String::new(),
        mine: true,
        settings: names.into_iter().zip(texts).collect(),
        steps: Vec::new(),
        asked: asked.0,
        templates: templates.0,
        programmes: Vec::new(),
    })
}

/// Changes one setting of the establishment, given as text; nothing empties it.
pub async fn set_establishment(conn: &mut PgConnection, setting: &str, value: Option<&str>) -> Result<()> {
    let query = sqlx::query("select guichet.set_establishment($1, $2)").bind(setting).bind(value);
    query.execute(conn).await.map(drop)
}

/// A centre, its settings in the order of its columns.
#[derive(sqlx::FromRow)]
struct Row {
    code: String,
    mine: bool,
    names: Vec<String>,
    texts: Vec<Option<String>>,
    steps: Vec<String>,
    asked: Json<Vec<Asked>>,
    templates: Json<Vec<Template>>,
    programmes: Json<Vec<Programme>>,
}

/// A centre, with a circuit of its own to begin with.
pub async fn add(conn: &mut PgConnection, code: &str, name: &str, level: &str) -> Result<()> {
    let query = sqlx::query("select guichet.add_centre($1, $2, $3)").bind(code).bind(name).bind(level);
    query.execute(conn).await.map(drop)
}

/// Changes one setting, given as text; nothing empties it.
pub async fn set(conn: &mut PgConnection, code: &str, setting: &str, value: Option<&str>) -> Result<()> {
    let query = sqlx::query("select guichet.set_centre($1, $2, $3)").bind(code).bind(setting).bind(value);
    query.execute(conn).await.map(drop)
}

/// The circuit of files submitted from now on: these steps, in this order.
pub async fn set_steps(conn: &mut PgConnection, code: &str, kinds: &[String]) -> Result<()> {
    sqlx::query("select guichet.set_centre_steps($1, $2)")
        .bind(code)
        .bind(kinds)
        .execute(conn)
        .await
        .map(drop)
}

/// A centre is in charge of a programme from a day on.
pub async fn attach(
    conn: &mut PgConnection,
    code: &str,
    programme: &str,
    since: Option<NaiveDate>,
) -> Result<()> {
    sqlx::query("select guichet.attach_programme($1, $2, $3)")
        .bind(code)
        .bind(programme)
        .bind(since)
        .execute(conn)
        .await
        .map(drop)
}

/// A centre is in charge of a programme no more.
pub async fn detach(conn: &mut PgConnection, code: &str, programme: &str) -> Result<()> {
    let query = sqlx::query("select guichet.detach_programme($1, $2)").bind(code).bind(programme);
    query.execute(conn).await.map(drop)
}

/// How grave the rules are for the files of a centre, where it says otherwise than they do.
pub async fn severities(conn: &mut PgConnection, code: &str) -> Result<Vec<(String, String)>> {
    sqlx::query_as(
        "select s.rule, s.severity from guichet.centre_severity s join guichet.centre c on c.id = s.centre_id
         where c.code = $1 order by s.rule",
    )
    .bind(code)
    .fetch_all(conn)
    .await
}

/// How grave a rule is for the files of a centre; nothing leaves it to the rule.
pub async fn set_severity(
    conn: &mut PgConnection,
    code: &str,
    rule: Rule,
    severity: Option<Severity>,
) -> Result<()> {
    sqlx::query("select guichet.set_centre_severity($1, $2, $3)")
        .bind(code)
        .bind(rule.code())
        .bind(severity.map(Severity::code))
        .execute(conn)
        .await
        .map(drop)
}
