//! People and files at random, and how the database is made to hold them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sqlx::{AssertSqlSafe, Executor, PgConnection};

const ROLES: [&str; 9] =
    ["GES", "RESP_GES", "ENS", "RESP_PEDA", "ADM", "CONSULTATION", "ETU", "ACCUEIL", "LARGE"];
const FUNCTIONS: [&str; 6] =
    ["CONVENTION", "CONVENTION", "ORGA_ACC", "SERVICE_CONTACT_ACC", "PARAM_CENTRE", "PARAM_GLOBAL"];
const RIGHTS: [&str; 5] = ["read", "create", "modify", "delete", "validate"];

/// Somebody at random, and what is changed around them.
#[derive(Clone, Debug)]
pub struct Chance {
    roles: Vec<&'static str>,
    centres: Vec<i32>,
    /// Which supervisor, student, head they are or stand in for, and whether that holds today.
    supervisor: Option<u8>,
    stands_in: Option<(u8, bool)>,
    student: Option<u8>,
    heads: Option<(bool, u8, bool)>,
    stands_in_for_head: Option<bool>,
    /// Rights turned round: role, function, right.
    turned: Vec<(&'static str, &'static str, &'static str)>,
    /// What is done to files, and to centres.
    confidential: u8,
    moved: u8,
    closed: Vec<i32>,
}

/// Anybody.
pub fn chance() -> impl Strategy<Value = Chance> {
    let turned = (
        prop::sample::select(&ROLES[..]),
        prop::sample::select(&FUNCTIONS[..]),
        prop::sample::select(&RIGHTS[..]),
    );
    (
        (
            prop::sample::subsequence(&ROLES[..], 0..=3),
            prop::collection::vec(1..=12_i32, 0..=4),
            any::<Option<u8>>(),
            any::<Option<(u8, bool)>>(),
            any::<Option<u8>>(),
        ),
        (any::<Option<(bool, u8, bool)>>(), any::<Option<bool>>(), prop::collection::vec(turned, 0..=4)),
        (2..=9_u8, 2..=9_u8, prop::collection::vec(1..=12_i32, 0..=5)),
    )
        .prop_map(
            |(
                (roles, centres, supervisor, stands_in, student),
                (heads, stands_in_for_head, turned),
                (confidential, moved, closed),
            )| {
                Chance {
                    roles,
                    centres,
                    supervisor,
                    stands_in,
                    student,
                    heads,
                    stands_in_for_head,
                    turned,
                    confidential,
                    moved,
                    closed,
                }
            },
        )
}

/// Makes it so. What an earlier round did to the person and to the rights is undone; files and centres stay as they are.
pub async fn arrange(dba: &mut PgConnection, who: i32, chance: &Chance) {
    let mut sql = format!(
        "delete from guichet.person_role where person_id = {who};
         delete from guichet.centre_staff where person_id = {who};
         update guichet.supervisor set person_id = null where person_id = {who};
         update guichet.student set person_id = null where person_id = {who};
         delete from guichet.deputy where person_id = {who};
         delete from guichet.programme_head where person_id = {who};
         update guichet.role_right r set (can_read, can_create, can_modify, can_delete, can_validate)
           = (k.can_read, k.can_create, k.can_modify, k.can_delete, k.can_validate)
         from kept_rights k where (k.role, k.function) = (r.role, r.function);
         update guichet.convention set confidential = id % {} = 0;
         update guichet.convention set centre_id = 1 + (centre_id + id) % 12 where id % 97 = {};
         update guichet.convention set supervisor_id = null where id % 89 = {};
         update guichet.centre set confidentiality = case when id = any('{{{}}}') then 'closed' else 'open' end;",
        chance.confidential,
        chance.moved,
        chance.moved,
        chance.closed.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
    );
    for role in &chance.roles {
        sql += &format!("insert into guichet.person_role values ({who}, '{role}');");
    }
    for centre in chance.centres.iter().collect::<BTreeSet<_>>() {
        sql += &format!("insert into guichet.centre_staff (person_id, centre_id) values ({who}, {centre});");
    }
    for (role, function, right) in &chance.turned {
        sql += &format!(
            "update guichet.role_right set can_{right} = not can_{right} where role = '{role}' and function = '{function}';"
        );
    }
    let busiest = |n: u8| {
        format!(
            "(select s.id from guichet.supervisor s join guichet.convention c on c.supervisor_id = s.id
              where s.person_id is null group by s.id order by count(*) desc, s.id offset {} limit 1)",
            n % 40
        )
    };
    let days = |now: bool| {
        if now {
            "guichet.today() - 3, guichet.today() + 3"
        } else {
            "guichet.today() + 1, guichet.today() + 9"
        }
    };
    if let Some(n) = chance.supervisor {
        sql += &format!("update guichet.supervisor set person_id = {who} where id = {};", busiest(n));
    }
    if let Some((n, now)) = chance.stands_in {
        sql += &format!(
            "insert into guichet.deputy (supervisor_id, person_id, valid_from, valid_until) values ({}, {who}, {});",
            busiest(n.wrapping_add(1)),
            days(now)
        );
    }
    if let Some(n) = chance.student {
        sql += &format!(
            "update guichet.student set person_id = {who} where id = (
               select student_id from guichet.convention group by 1 order by count(*) desc, 1 offset {} limit 1) and person_id is null;",
            5 + n % 90
        );
    }
    if let Some((of_centre, n, now)) = chance.heads {
        let (column, id) = if of_centre { ("centre_id", 1 + n % 12) } else { ("etape_id", 1 + n % 30) };
        sql += &format!(
            "insert into guichet.programme_head (person_id, {column}, valid_from, valid_until) values ({who}, {id}, {});",
            days(now)
        );
    }
    if let Some(now) = chance.stands_in_for_head {
        sql += &format!(
            "insert into guichet.deputy (head_id, person_id, valid_from, valid_until)
             select person_id, {who}, {} from guichet.programme_head where person_id <> {who} order by id limit 1;",
            days(now)
        );
    }
    dba.execute(AssertSqlSafe(sql)).await.expect("the arrangement");
}
