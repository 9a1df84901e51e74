//! The facts that the rules speak of, read as the superuser: no policy and no function of the schema has a say here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sqlx::PgConnection;

/// Through what a role reaches files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The establishment.
    All,
    /// The centres one is attached to.
    Centre,
    /// The files one supervises.
    Supervised,
    /// The étapes one heads.
    Programme,
    /// One's own.
    Own,
}

/// A role: how far it reaches, and what it may do as `FUNCTION.act`.
#[derive(Clone, Debug)]
pub struct Role {
    /// How far.
    pub scope: Scope,
    /// The standard role it comes from, or itself.
    pub origin: String,
    /// What it may.
    pub rights: BTreeSet<String>,
}

/// Somebody who may log in.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Their number.
    pub id: i32,
    /// Not disabled.
    pub active: bool,
    /// Their roles.
    pub roles: Vec<String>,
    /// The centres they are attached to.
    pub centres: BTreeSet<i32>,
}

/// A centre.
#[derive(Clone, Copy, Debug)]
pub struct Centre {
    /// The establishment itself.
    pub establishment: bool,
    /// Its hosts are open to the others.
    pub open: bool,
}

/// What places an étape or a composante in a centre, from a day on.
#[derive(Clone, Copy, Debug)]
pub struct Criterion {
    /// Where.
    pub centre: i32,
    /// The étape, else the composante.
    pub etape: Option<i32>,
    /// The composante.
    pub composante: Option<i32>,
    /// From when.
    pub from: NaiveDate,
}

/// Who stands in for a supervisor or a programme head.
#[derive(Clone, Copy, Debug)]
pub struct Deputy {
    /// For this supervisor.
    pub supervisor: Option<i32>,
    /// Or this head.
    pub head: Option<i32>,
    /// Who stands in.
    pub person: i32,
    /// From and until, both included.
    pub days: (NaiveDate, NaiveDate),
}

/// A programme head of a centre or of an étape.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// Who.
    pub person: i32,
    /// Of this centre.
    pub centre: Option<i32>,
    /// Or of this étape.
    pub etape: Option<i32>,
    /// From and until, both included.
    pub days: (NaiveDate, NaiveDate),
}

/// A convention, as far as who sees it is concerned.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its centre.
    pub centre: i32,
    /// Its étape.
    pub etape: i32,
    /// Its supervisor.
    pub supervisor: Option<i32>,
    /// Its student.
    pub student: i32,
    /// Its texts are masked.
    pub confidential: bool,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct World {
    /// The establishment's day.
    pub today: NaiveDate,
    /// What nothing places goes to the establishment.
    pub orphans: bool,
    /// By code.
    pub roles: BTreeMap<String, Role>,
    /// By login.
    pub people: BTreeMap<String, Person>,
    /// By number.
    pub centres: BTreeMap<i32, Centre>,
    /// All.
    pub criteria: Vec<Criterion>,
    /// The composante of each étape.
    pub etapes: BTreeMap<i32, i32>,
    /// The person that each supervisor is.
    pub supervisors: BTreeMap<i32, Option<i32>>,
    /// All.
    pub deputies: Vec<Deputy>,
    /// All.
    pub heads: Vec<Head>,
    /// The person that each student is.
    pub students: BTreeMap<i32, Option<i32>>,
    /// Student and étape of each enrolment.
    pub enrolments: Vec<(i32, i32)>,
    /// By number.
    pub files: BTreeMap<i32, File>,
}

impl World {
    /// Reads it.
    pub async fn read(dba: &mut PgConnection) -> Self {
        let (today, orphans): (NaiveDate, bool) = sqlx::query_as(
            "select (now() at time zone zone)::date, orphans_allowed from guichet.establishment",
        )
        .fetch_one(&mut *dba)
        .await
        .expect("the establishment");
        let mut roles = BTreeMap::new();
        for (code, scope, origin) in
            all::<(String, String, Option<String>)>(dba, "select code, scope, origin from guichet.app_role")
                .await
        {
            let scope = match scope.as_str() {
                "all" => Scope::All,
                "centre" => Scope::Centre,
                "supervised" => Scope::Supervised,
                "programme" => Scope::Programme,
                _ => Scope::Own,
            };
            let origin = origin.unwrap_or_else(|| code.clone());
            roles.insert(code, Role { scope, origin, rights: BTreeSet::new() });
        }
        for (role, function, read, create, modify, delete, validate) in all::<(String, String, bool, bool, bool, bool, bool)>(
            dba,
            "select role, function, can_read, can_create, can_modify, can_delete, can_validate from guichet.role_right",
        )
        .await
        {
            let held = [("read", read), ("create", create), ("modify", modify), ("delete", delete), ("validate", validate)];
            let rights = held.into_iter().filter(|(_, held)| *held).map(|(act, _)| format!("{function}.{act}"));
            roles.get_mut(&role).expect("a role").rights.extend(rights);
        }
        let mut people: BTreeMap<String, Person> = BTreeMap::new();
        for (id, login, active, roles, centres) in all::<(i32, String, bool, Vec<String>, Vec<i32>)>(
            dba,
            "select id, login, active, array(select role from guichet.person_role r where r.person_id = p.id),
               array(select centre_id from guichet.centre_staff s where s.person_id = p.id) from guichet.person p",
        )
        .await
        {
            people.insert(login, Person { id, active, roles, centres: centres.into_iter().collect() });
        }
        Self {
            today,
            orphans,
            roles,
            people,
            centres: all::<(i32, bool, bool)>(dba, "select id, level = 'ESTABLISHMENT', confidentiality = 'open' from guichet.centre")
                .await
                .into_iter()
                .map(|(id, establishment, open)| (id, Centre { establishment, open }))
                .collect(),
            criteria: all::<(i32, Option<i32>, Option<i32>, NaiveDate)>(
                dba,
                "select centre_id, etape_id, composante_id, greatest(valid_from, '0001-01-01') from guichet.criterion",
            )
            .await
            .into_iter()
            .map(|(centre, etape, composante, from)| Criterion { centre, etape, composante, from })
            .collect(),
            etapes: all(dba, "select id, composante_id from guichet.etape").await.into_iter().collect(),
            supervisors: all(dba, "select id, person_id from guichet.supervisor").await.into_iter().collect(),
            deputies: all::<(Option<i32>, Option<i32>, i32, NaiveDate, NaiveDate)>(
                dba,
                "select supervisor_id, head_id, person_id, valid_from, valid_until from guichet.deputy",
            )
            .await
            .into_iter()
            .map(|(supervisor, head, person, from, until)| Deputy { supervisor, head, person, days: (from, until) })
            .collect(),
            heads: all::<(i32, Option<i32>, Option<i32>, NaiveDate, NaiveDate)>(
                dba,
                "select person_id, centre_id, etape_id, greatest(valid_from, '0001-01-01'), least(valid_until, '9999-01-01')
                 from guichet.programme_head",
            )
            .await
            .into_iter()
            .map(|(person, centre, etape, from, until)| Head { person, centre, etape, days: (from, until) })
            .collect(),
            students: all(dba, "select id, person_id from guichet.student").await.into_iter().collect(),
            enrolments: all(dba, "select student_id, etape_id from guichet.enrolment").await,
            files: all::<(i32, i32, i32, Option<i32>, i32, bool)>(
                dba,
                "select id, centre_id, etape_id, supervisor_id, student_id, confidential from guichet.convention",
            )
            .await
            .into_iter()
            .map(|(id, centre, etape, supervisor, student, confidential)| {
                (id, File { centre, etape, supervisor, student, confidential })
            })
            .collect(),
        }
    }

    /// The centre of an étape today: by the étape, then by its composante, then the establishment if orphans are allowed.
    pub fn placed(&self, etape: i32) -> Option<i32> {
        let latest = |which: &dyn Fn(&Criterion) -> bool| {
            let begun =
                self.criteria.iter().filter(|criterion| criterion.from <= self.today && which(criterion));
            begun.max_by_key(|criterion| criterion.from).map(|criterion| criterion.centre)
        };
        let composante = self.etapes.get(&etape).copied();
        let orphaned = || self.centres.iter().find(|(_, centre)| centre.establishment).map(|(id, _)| *id);
        latest(&|criterion| criterion.etape == Some(etape))
            .or_else(|| latest(&|criterion| composante.is_some() && criterion.composante == composante))
            .or_else(|| orphaned().filter(|_| self.orphans))
    }
}

async fn all<T>(dba: &mut PgConnection, query: &'static str) -> Vec<T>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
{
    sqlx::query_as(query).fetch_all(dba).await.unwrap_or_else(|error| panic!("{query}: {error}"))
}
