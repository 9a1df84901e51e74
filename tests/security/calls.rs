//! Every function as everybody: executed where it is expected and nowhere else; and asked about what is out of scope,
//! answering in SQLSTATE, text, detail and rows as about what does not exist.

use sqlx::{PgConnection, Row as _};

use super::attack::{Answer, Tally};
use super::cast::Attacker;
use super::expect::{FUNCTIONS, Thing};
use super::model::{Eyes, World};
use super::rows::some;

/// How many hidden things each question is asked about.
const HIDDEN: usize = 2;

/// A thing, and what somebody who has guessed everything would know of it.
#[derive(Clone, Debug)]
struct Known {
    name: String,
    version: i32,
    facts: String,
    request: String,
}

impl Known {
    /// What does not exist, asked about with the same guesses.
    fn absent(&self, thing: Thing) -> Self {
        let name = match thing {
            Thing::File | Thing::View => "1999999999",
            Thing::Centre => "NOWHERE",
            Thing::Person => "no.body",
            Thing::Student => "00000000",
        };
        Self {
            name: name.to_owned(),
            request: "00000000-0000-4000-8000-000000000000".to_owned(),
            ..self.clone()
        }
    }

    fn ask(&self, question: &str) -> String {
        question
            .replace("{version}", &self.version.to_string())
            .replace("{facts}", &self.facts)
            .replace("{request}", &self.request)
            .replace("{}", &self.name)
    }
}

/// Everything, for everybody.
pub async fn attack(tally: &mut Tally, dba: &mut PgConnection, attackers: &mut [Attacker], world: &World) {
    execute(tally, dba, attackers).await;
    for attacker in &mut *attackers {
        let eyes = world.eyes(&attacker.viewer);
        let hidden = hidden(dba, world, &eyes).await;
        attacker.session.begin().await;
        for function in FUNCTIONS.iter().filter(|function| function.callers.contains(&attacker.group)) {
            for (thing, question) in function.asked {
                let things: Vec<&Known> =
                    hidden.iter().filter(|(kind, _)| kind == thing).map(|(_, known)| known).collect();
                for known in some(&things, HIDDEN) {
                    let absent = known.absent(*thing);
                    let answer = attacker.session.attempt(&known.ask(question)).await;
                    let nothing = attacker.session.attempt(&absent.ask(question)).await;
                    tally.same(
                        "answers about hidden things",
                        &answer.about(&known.name),
                        &nothing.about(&absent.name),
                        || format!("{}: {}", attacker.name, known.ask(question)),
                    );
                    if let Answer::Refused { code, .. } = &answer {
                        tally.same("errors that are ours", &code.starts_with("GU"), &true, || {
                            format!("{}: {}: {answer:?}", attacker.name, known.ask(question))
                        });
                    }
                }
            }
        }
        attacker.session.end().await;
    }
}

/// What somebody does not see of each kind, with what they would have to guess.
async fn hidden(dba: &mut PgConnection, world: &World, eyes: &Eyes<'_>) -> Vec<(Thing, Known)> {
    let mut found = Vec::new();
    let files = sqlx::query(
        "select c.id, c.version, coalesce((
           select encode(sha256(convert_to(f.facts::text, 'UTF8')), 'hex') from guichet.facts_of(array[c.id]) f), ''),
           coalesce((select h.request_id::text from guichet.history h where h.convention_id = c.id and h.request_id is not null limit 1),
             '00000000-0000-4000-8000-000000000001')
         from guichet.convention c where c.id = any($1)",
    );
    // Of three digits at least, so that their number is nothing else in an answer.
    let out: Vec<i32> =
        world.files.keys().filter(|id| **id > 99 && !eyes.files.contains(id)).copied().collect();
    let out: Vec<i32> = some(&out, HIDDEN).copied().collect();
    for row in files.bind(&out).fetch_all(&mut *dba).await.expect("the files") {
        let known = Known {
            name: row.get::<i32, _>(0).to_string(),
            version: row.get(1),
            facts: row.get(2),
            request: row.get(3),
        };
        found.push((Thing::File, known));
    }
    let named = |name: String| Known { name, version: 0, facts: String::new(), request: String::new() };
    let centres: Vec<(i32, String)> = sqlx::query_as("select id, code from guichet.centre order by id")
        .fetch_all(&mut *dba)
        .await
        .expect("the centres");
    let mine = eyes.centres_to("PARAM_CENTRE.modify");
    found.extend(
        centres
            .into_iter()
            .filter(|(id, _)| !mine.contains(id))
            .map(|(_, code)| (Thing::Centre, named(code))),
    );
    // Whoever administers people or staff knows who there is; for the others a login says nothing.
    if !["PARAM_GLOBAL.modify", "PARAM_GLOBAL.create", "PARAM_CENTRE.modify"]
        .iter()
        .any(|right| eyes.holds(right))
    {
        found.extend(world.people.keys().map(|login| (Thing::Person, named(login.clone()))));
    }
    let students: Vec<String> =
        sqlx::query_scalar("select number from guichet.student where person_id is null order by id limit 50")
            .fetch_all(&mut *dba)
            .await
            .expect("the students");
    found.extend(students.into_iter().map(|number| (Thing::Student, named(number))));
    let views: Vec<(i32, i32, Option<i32>)> =
        sqlx::query_as("select id, person_id, centre_id from guichet.saved_view order by id")
            .fetch_all(&mut *dba)
            .await
            .expect("the views");
    let cleared = eyes.centres_to("PARAM_CENTRE.modify");
    for (id, person, centre) in views {
        let reached = eyes.person.is_some_and(|me| me.id == person)
            || centre.is_some_and(|centre| cleared.contains(&centre));
        if !reached {
            found.push((Thing::View, named(id.to_string())));
        }
    }
    found
}

/// Every function with nothing for arguments: refused where it is not expected.
async fn execute(tally: &mut Tally, dba: &mut PgConnection, attackers: &mut [Attacker]) {
    let found: Vec<(String, String, String)> = sqlx::query_as(
        "select n.nspname::text,
           p.proname || '(' || coalesce((select string_agg(format_type(t, null), ', ' order by n)
             from unnest(p.proargtypes) with ordinality u (t, n)), '') || ')',
           format('select %I.%I(%s)', n.nspname, p.proname, coalesce((select string_agg('null::' || format_type(t, null), ', ' order by n)
             from unnest(p.proargtypes) with ordinality u (t, n)), ''))
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname not in ('pg_catalog', 'information_schema', 'guichet_ext') order by 1, 2",
    )
    .fetch_all(dba)
    .await
    .expect("the functions");
    for (schema, signature, _) in &found {
        if schema != "guichet" || !FUNCTIONS.iter().any(|known| known.signature == signature) {
            tally.unknown(format!("function {schema}.{signature}"));
        }
    }
    for known in &FUNCTIONS {
        if !found.iter().any(|(_, signature, _)| signature == known.signature) {
            tally.unknown(format!("{} is expected and not there", known.signature));
        }
    }
    let calls: Vec<String> = found.iter().map(|(_, _, call)| call.clone()).collect();
    for attacker in attackers {
        attacker.session.begin().await;
        let answers = attacker.session.attempts(&calls).await;
        attacker.session.end().await;
        for ((_, signature, call), answer) in found.iter().zip(answers) {
            let known = FUNCTIONS.iter().find(|known| known.signature == signature);
            let who = || format!("{}: {call}", attacker.name);
            if known.is_some_and(|known| known.callers.contains(&attacker.group)) {
                // Whatever it makes of nothing, it is not the server's to refuse.
                tally.same("execute, expected", &(answer.code() == Some("42501")), &false, who);
            } else {
                tally.refused("execute, not expected", &["42501"], &answer, who);
            }
        }
    }
}
