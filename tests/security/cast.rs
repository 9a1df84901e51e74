//! Who attacks: every role of the seeded university and the people that a rule could forget: without a role, disabled,
//! with a role of the establishment's own, with two roles that reach differently, a login that is nobody's, the worker,
//! and other front ends with and without a student named.

use guichet::store::seed::{DemoRole, login_for};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::attack::Session;
use super::model::Viewer;
use crate::support::server::Database;

/// Which group of the server a login belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// `guichet_person`.
    Person,
    /// `guichet_worker`.
    Worker,
    /// `guichet_api`.
    Portal,
}

impl Group {
    /// The role of the server.
    pub fn role(self) -> &'static str {
        match self {
            Self::Person => "guichet_person",
            Self::Worker => "guichet_worker",
            Self::Portal => "guichet_api",
        }
    }
}

/// Somebody who attacks.
pub struct Attacker {
    /// What they are.
    pub name: &'static str,
    /// Their login.
    pub login: String,
    /// Their group.
    pub group: Group,
    /// Who they are for the rules.
    pub viewer: Viewer,
    /// Their connection.
    pub session: Session,
}

/// Everybody who attacks one database.
pub struct Cast {
    /// Them.
    pub attackers: Vec<Attacker>,
    logins: Vec<String>,
}

/// A login that no other test gives to a role of the server.
pub fn login(database: &Database, name: &str) -> String {
    format!("{name}.{}", database.name().replace('_', "-"))
}

/// Makes a login in a group, with the secret that all share.
pub async fn make_login(dba: &mut PgConnection, login: &str, group: Group) {
    let secret = crate::support::server::cluster().secret();
    let sql = format!("create role \"{login}\" login password '{secret}' in role {}", group.role());
    dba.execute(AssertSqlSafe(sql)).await.expect("a login");
}

/// Makes a person with roles and centres, by their codes; the number.
pub async fn make_person(dba: &mut PgConnection, login: &str, roles: &[&str], centres: &[&str]) -> i32 {
    make_login(dba, login, Group::Person).await;
    sqlx::query_scalar(
        "with p as (insert into guichet.person (login, surname, given_name) values ($1, 'Attaque', 'Camille') returning id),
          r as (insert into guichet.person_role select p.id, r from p, unnest($2::text[]) r),
          s as (insert into guichet.centre_staff (person_id, centre_id)
            select p.id, c.id from p, guichet.centre c where c.code = any($3))
         select id from p",
    )
    .bind(login)
    .bind(roles)
    .bind(centres)
    .fetch_one(dba)
    .await
    .expect("a person")
}

impl Cast {
    /// Makes those who are not in the demonstration, and connects everybody.
    pub async fn assemble(database: &Database) -> Self {
        let mut dba = database.dba().await;
        dba.execute(
            "insert into guichet.app_role (code, scope, origin, label) values ('ACCUEIL', 'centre', 'GES', 'Accueil');
             insert into guichet.role_right (role, function, can_read, can_create, can_modify, can_delete, can_validate)
               values ('ACCUEIL', 'CONVENTION', true, false, false, false, false);",
        )
        .await
        .expect("a role of the establishment's own");
        let mut made = Vec::new();
        for (name, roles, centres) in [
            ("without a role", &[][..], &["SCI"][..]),
            ("disabled", &["ADM"], &["SCI"]),
            ("custom role", &["ACCUEIL"], &["SCI"]),
            ("clerk and auditor", &["GES", "CONSULTATION"], &["SCI"]),
        ] {
            let login = login(database, &name.replace(' ', "-"));
            make_person(&mut dba, &login, roles, centres).await;
            made.push((name, login, Group::Person));
        }
        dba.execute(AssertSqlSafe(format!(
            "update guichet.person set active = false where login = '{}'",
            made[1].1
        )))
        .await
        .expect("somebody disabled");
        for (name, group) in [("nobody", Group::Person), ("worker", Group::Worker), ("portal", Group::Portal)]
        {
            let login = login(database, name);
            make_login(&mut dba, &login, group).await;
            made.push((name, login, group));
        }
        let logins: Vec<String> = made.iter().map(|(_, login, _)| login.clone()).collect();
        let seeded = [
            ("clerk", DemoRole::Clerk),
            ("manager", DemoRole::Manager),
            ("teacher", DemoRole::Teacher),
            ("administrator", DemoRole::Administrator),
            ("auditor", DemoRole::Auditor),
            ("student", DemoRole::Student),
        ];
        made.extend(seeded.map(|(name, role)| (name, login_for(role).to_owned(), Group::Person)));
        for (name, which) in [
            ("programme head", "select p.login from guichet.programme_head h join guichet.person p on p.id = h.person_id limit 1"),
            (
                "deputy",
                "select p.login from guichet.deputy d join guichet.person p on p.id = d.person_id
                 where guichet.today() between d.valid_from and d.valid_until and d.supervisor_id is not null limit 1",
            ),
            (
                "clerk and teacher",
                "select p.login from guichet.person p where exists (
                   select from guichet.person_role r where r.person_id = p.id and r.role = 'ENS')
                 and exists (select from guichet.person_role r where r.person_id = p.id and r.role = 'GES') limit 1",
            ),
        ] {
            let login: String = sqlx::query_scalar(which).fetch_one(&mut dba).await.expect(name);
            made.push((name, login, Group::Person));
        }
        dba.execute(
            "select setval(pg_get_serial_sequence('guichet.saved_view', 'id'), 5000);
             insert into guichet.saved_view (person_id, centre_id, name, queue, filter, sort, descending)
             select p.id, case when n = 1 then s.centre_id end, 'Vue ' || n, 'all', '', 'start_date', false
             from guichet.person p join guichet.centre_staff s on s.person_id = p.id cross join generate_series(1, 2) n
             where p.active and s.centre_id = (select max(t.centre_id) from guichet.centre_staff t where t.person_id = p.id);
             insert into guichet.saved_view (person_id, centre_id, name, queue, filter, sort, descending)
             select p.id, c.id, 'Vue ' || c.code, 'all', '', 'start_date', false from guichet.person p, guichet.centre c
             where p.login = 'sophie.aubry'",
        )
        .await
        .expect("views");
        let mut attackers = Vec::new();
        for (name, login, group) in made {
            let viewer = Viewer { login: login.clone(), student: None };
            let session = Session::new(database.login(&login).await, None);
            attackers.push(Attacker { name, login, group, viewer, session });
        }
        attackers.push(Self::portal(database, &mut dba).await);
        dba.close().await.expect("the end of the making");
        Self { attackers, logins }
    }

    /// The portal, acting for a student who is not the one that attacks as themselves.
    async fn portal(database: &Database, dba: &mut PgConnection) -> Attacker {
        let login = login(database, "portal");
        let (id, number): (i32, String) = sqlx::query_as(
            "select id, number from guichet.student where person_id is not null order by id limit 1",
        )
        .fetch_one(dba)
        .await
        .expect("a student");
        let session =
            Session::new(database.login(&login).await, Some(format!("select guichet.act_for('{number}')")));
        let viewer = Viewer { login: login.clone(), student: Some(id) };
        Attacker { name: "portal for a student", login, group: Group::Portal, viewer, session }
    }

    /// Lets the logins go.
    pub async fn leave(self, database: &Database) {
        for attacker in self.attackers {
            attacker.session.conn.close().await.expect("the end of a session");
        }
        let mut dba = database.dba().await;
        for login in &self.logins {
            dba.execute(AssertSqlSafe(format!("drop role \"{login}\""))).await.expect("a login let go");
        }
    }
}
