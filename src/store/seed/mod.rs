//! The demonstration university and the bench volumes: invented people, hosts and conventions, the same for the same
//! plan, loaded by COPY in one transaction. Everything that looks at the clock looks at the plan's day.

mod amendments;
mod awkward;
mod catalogue;
mod fields;
mod files;
mod history;
mod hosts;
mod humanities;
mod lists;
mod names;
mod pace;
mod papers;
mod places;
mod presence;
mod reasons;
mod resting;
mod rng;
mod rows;
mod sciences;
mod siret;
mod sorts;
mod staff;
mod story;
mod students;
mod timeline;
mod university;

use chrono::NaiveDate;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

use lists::Lists;
use resting::Resting;
use rng::Rng;

use crate::domain::compliance::RULES_VERSION;

/// What to load.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many conventions.
    pub conventions: u32,
    /// How many host organisations.
    pub organisations: u32,
    /// About how many students; some have several conventions.
    pub students: u32,
    /// How many management centres; the first twelve are named, the others are sites.
    pub centres: u32,
    /// How many people of the staff log in, those of [`login_for`] included. A few students come on top.
    pub staff: u32,
    /// How many academic years, the last one being that of `today`.
    pub years: u32,
    /// Exactly how many files wait for a step or a correction; by default about one in seven.
    pub open: Option<u32>,
    /// Size of the largest centre, the smallest being 1; by default the demonstration's own sizes.
    pub centre_spread: Option<f64>,
    /// The day that the data are told on.
    pub today: NaiveDate,
    /// The password of every login; none where the server trusts the socket's peer.
    pub secret: Option<String>,
    /// Steps, signatures and history of closed files too; without, only files in hand have them.
    pub deep: bool,
    /// Records every open file as checked and without findings.
    pub checked: bool,
    /// Which share of the validated files has been amended, or waits to be.
    pub amended: f64,
    /// Adds the logins that benches measure: `clerk5`, `mid60`, `all200`, `all_admin`, `teacher`, `clerk5_teacher`.
    pub bench_people: bool,
    /// What the draws start from.
    pub seed: u64,
}

impl Plan {
    /// The demonstration university: 12 centres, 40 staff, 1 200 hosts, 5 000 conventions over three years.
    #[must_use]
    pub fn demonstration(today: NaiveDate) -> Self {
        Self {
            conventions: 5_000,
            organisations: 1_200,
            students: 3_900,
            centres: 12,
            staff: 40,
            years: 3,
            open: None,
            centre_spread: None,
            today,
            secret: None,
            deep: true,
            checked: false,
            amended: 0.09,
            bench_people: false,
            seed: 1_829,
        }
    }

    /// A bench volume: 20 000 open files whatever the total, centres of sizes 1 to 50.
    #[must_use]
    pub fn bench(today: NaiveDate, conventions: u32, centres: u32) -> Self {
        Self {
            conventions,
            organisations: (conventions / 20).clamp(1_200, 60_000),
            students: conventions / 5 * 4,
            centres,
            open: Some(conventions.min(20_000)),
            centre_spread: Some(50.0),
            deep: false,
            checked: true,
            amended: 0.0,
            bench_people: true,
            ..Self::demonstration(today)
        }
    }
}

/// Who the demonstration opens the desk as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoRole {
    /// A clerk of three centres.
    Clerk,
    /// A manager of five centres.
    Manager,
    /// A teacher who supervises some twenty files.
    Teacher,
    /// An administrator.
    Administrator,
    /// Reads everything, changes nothing.
    Auditor,
    /// A student with a file under way.
    Student,
}

impl DemoRole {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Clerk, Self::Manager, Self::Teacher, Self::Administrator, Self::Auditor, Self::Student];
}

/// The login of that person of the demonstration.
#[must_use]
pub fn login_for(role: DemoRole) -> &'static str {
    match role {
        DemoRole::Clerk => "nadia.lefevre",
        DemoRole::Manager => "helene.marchand",
        DemoRole::Teacher => "marc.delattre",
        DemoRole::Administrator => "sophie.aubry",
        DemoRole::Auditor => "paul.vasseur",
        DemoRole::Student => "ines.benali",
    }
}

/// What is being loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Centres, programmes, staff and logins.
    University,
    /// Host organisations, services and contacts.
    Organisations,
    /// Students and enrolments.
    Students,
    /// Conventions and their history.
    Conventions,
    /// The projection that lists read, and the counts.
    Rows,
    /// Statistics, for the planner.
    Statistics,
}

/// How far the load is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being loaded.
    pub stage: Stage,
    /// How many of it are done.
    pub done: u64,
    /// Out of how many.
    pub total: u64,
}

/// What was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Conventions.
    pub conventions: u64,
    /// Of which wait for a step or a correction.
    pub open: u64,
    /// Students.
    pub students: u64,
    /// Host organisations.
    pub organisations: u64,
    /// People who log in.
    pub people: u64,
    /// Entries of history.
    pub history: u64,
}

/// Why nothing was loaded. The load is one transaction: after an error the database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The server refused something.
    #[error("loading the demonstration data failed: {0}")]
    Database(#[from] sqlx::Error),
    /// Demonstration data only go into an empty database.
    #[error("the database already holds {0} people or conventions; demonstration data need an empty one")]
    NotEmpty(i64),
    /// The reference lists were not loaded before.
    #[error("the reference list \"{list}\" has no entry \"{entry}\"; load the reference lists first")]
    MissingEntry {
        /// The list.
        list: String,
        /// Code or label of the entry.
        entry: String,
    },
    /// The embedded list of communes cannot be read.
    #[error("the list of communes carried by the program is unreadable")]
    Communes,
}

/// Tables whose ids were written and whose sequences must follow.
const SEQUENCES: [&str; 14] = [
    "person",
    "centre",
    "composante",
    "etape",
    "student",
    "enrolment",
    "supervisor",
    "host_organisation",
    "host_service",
    "contact",
    "convention",
    "return_reason",
    "convention_return",
    "amendment",
];

/// Whether the database already holds conventions.
///
/// # Errors
/// When the server refuses.
pub async fn is_loaded(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("select exists (select from guichet.convention)").fetch_one(conn).await
}

/// Loads the demonstration data. The connection acts as `guichet_owner` (COPY fails under row security for anyone else);
/// reference lists, roles and rights are loaded already. It ends with the planner's statistics, outside the transaction.
pub async fn demonstration(
    conn: &mut PgConnection,
    plan: &Plan,
    mut progress: impl FnMut(Progress),
) -> Result<Summary, SeedError> {
    let mut transaction = conn.begin().await?;
    let summary = load(&mut transaction, plan, &mut progress).await?;
    transaction.commit().await?;
    progress(Progress { stage: Stage::Statistics, done: 0, total: 1 });
    // Also sets the visibility map and empties the trigram index's list of pending words.
    sqlx::raw_sql(
        "vacuum (analyze) guichet.convention, guichet.convention_row, guichet.convention_search, guichet.queue_count,
           guichet.student, guichet.enrolment, guichet.host_organisation, guichet.host_service, guichet.contact,
           guichet.supervisor, guichet.convention_text, guichet.convention_step, guichet.convention_signature,
           guichet.convention_check, guichet.convention_student,
           guichet.amendment, guichet.amendment_motive, guichet.amendment_step, guichet.amendment_signature,
           guichet.amendment_row",
    )
    .execute(conn)
    .await?;
    progress(Progress { stage: Stage::Statistics, done: 1, total: 1 });
    Ok(summary)
}

async fn load(
    conn: &mut PgConnection,
    plan: &Plan,
    progress: &mut impl FnMut(Progress),
) -> Result<Summary, SeedError> {
    let present: i64 = sqlx::query_scalar(
        "select (select count(*) from guichet.person) + (select count(*) from guichet.convention)",
    )
    .fetch_one(&mut *conn)
    .await?;
    if present > 0 {
        return Err(SeedError::NotEmpty(present));
    }
    // For this transaction only: chaining and the rebuilt projection sort and index in memory.
    sqlx::raw_sql(
        "set local work_mem = '96MB'; set local jit = off; set local gin_pending_list_limit = '256MB';
         set local maintenance_work_mem = '256MB'",
    )
    .execute(&mut *conn)
    .await?;
    let resting = Resting::begin(conn).await?;

    let mut rng = Rng::new(plan.seed);
    let lists = Lists::read(conn).await?;
    let names = names::Names::new();
    let places = places::Places::new()?;
    let university = university::University::new(plan, &mut rng);
    let staff = staff::Staff::new(plan, &mut rng, &names, &university);
    progress(Progress { stage: Stage::University, done: 0, total: 1 });
    university.load(conn).await?;
    papers::ask(conn).await?;
    staff.load(conn, plan, &university).await?;
    let reasons = reasons::load(conn, &university).await?;
    progress(Progress { stage: Stage::University, done: 1, total: 1 });

    let wanted = u64::from(plan.organisations);
    progress(Progress { stage: Stage::Organisations, done: 0, total: wanted });
    let gazetteer = (&names, &places, &lists);
    let hosts = hosts::load(conn, &mut rng, plan.organisations as usize, gazetteer, &university).await?;
    progress(Progress { stage: Stage::Organisations, done: wanted, total: wanted });

    let mut timeline = timeline::Timeline::new(plan, &mut rng, &university, &staff);
    awkward::twist(&mut timeline, &university, plan.today);
    let particular = students::particular(&timeline, &staff.student_people);
    let seed = rng.next();
    students::load(conn, seed, &names, (&university, &timeline, &particular), progress).await?;

    let world = files::World {
        plan,
        lists: &lists,
        places: &places,
        university: &university,
        staff: &staff,
        reasons: &reasons,
        hosts: &hosts,
        particular: &particular,
    };
    let history = files::load(conn, &world, &timeline, progress).await?;
    papers::give(conn).await?;
    if plan.checked {
        sqlx::query(
            "insert into guichet.convention_check (convention_id, content_version, rules_version, facts_hash)
             select id, content_version, $1, '\\x' from guichet.convention
             where archived_at is null and file_state in ('submitted', 'in_validation', 'to_correct')",
        )
        .bind(RULES_VERSION)
        .execute(&mut *conn)
        .await?;
    }

    progress(Progress { stage: Stage::Rows, done: 0, total: 1 });
    let sequences: Vec<String> = SEQUENCES
        .iter()
        .map(|table| {
            format!(
                "select setval(pg_get_serial_sequence('guichet.{table}', 'id'), (select greatest(max(id), 1) from guichet.{table}))"
            )
        })
        .collect();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sequences.join(";"))).execute(&mut *conn).await?;
    sqlx::raw_sql("analyze guichet.convention, guichet.student, guichet.host_organisation, guichet.supervisor, guichet.convention_check; select guichet.rebuild_rows()")
        .execute(&mut *conn)
        .await?;
    resting.end(conn).await?;
    progress(Progress { stage: Stage::Rows, done: 1, total: 1 });
    Ok(Summary {
        conventions: timeline.files.len() as u64,
        open: u64::from(timeline.open),
        students: timeline.students.len() as u64,
        organisations: hosts.len() as u64,
        people: staff.people() as u64,
        history,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_its_own_login() {
        let logins: std::collections::HashSet<_> = DemoRole::ALL.into_iter().map(login_for).collect();
        assert_eq!(logins.len(), DemoRole::ALL.len());
    }

    fn timeline_of(plan: &Plan) -> timeline::Timeline {
        let mut rng = Rng::new(plan.seed);
        let names = names::Names::new();
        let university = university::University::new(plan, &mut rng);
        let staff = staff::Staff::new(plan, &mut rng, &names, &university);
        timeline::Timeline::new(plan, &mut rng, &university, &staff)
    }

    #[test]
    fn the_same_plan_tells_the_same_files() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
        let plan = Plan { conventions: 600, students: 450, ..Plan::demonstration(today) };
        let (one, two) = (timeline_of(&plan), timeline_of(&plan));
        assert_eq!(format!("{:?}", one.files), format!("{:?}", two.files));
        let other = timeline_of(&Plan { seed: 2, ..plan });
        assert_ne!(format!("{:?}", one.files), format!("{:?}", other.files));
    }

    #[test]
    fn as_many_files_are_open_as_asked_and_no_file_is_made_tomorrow() {
        for month in 1..=12 {
            let today = NaiveDate::from_ymd_opt(2026, month, 3).expect("a day");
            let plan =
                Plan { conventions: 900, students: 700, open: Some(200), ..Plan::demonstration(today) };
            let timeline = timeline_of(&plan);
            let open = timeline.files.iter().filter(|f| matches!(f.fate, timeline::Fate::Open(_))).count();
            assert_eq!(open, 200);
            assert!(timeline.files.iter().all(|f| f.created < today && f.student > 0 && f.enrolment > 0));
            assert!(timeline.files.is_sorted_by_key(|f| f.created));
        }
    }
}
