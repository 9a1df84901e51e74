//! When each file was made, when its internship starts, and what has become of it: decided for all files before any is
//! written, so that ids follow the order of creation and the open files are exactly as many as asked.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use super::Plan;
use super::fields::Level;
use super::rng::Rng;
use super::staff::Staff;
use super::university::{University, academic_year, september};

/// Where an open file waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    Pedagogical,
    Check,
    Administrative,
    ToCorrect,
    /// Submitted again after a return, no step done since.
    Corrected,
}

/// How far signing has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signing {
    NotSent,
    UnderWay,
    Refused,
    Partial,
    Signed,
}

/// What has become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Draft,
    Open(Wait),
    Cancelled,
    Validated(Signing),
}

/// What makes a file unlike the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Twist {
    None,
    EscapeInSubject,
    BidiInSubject,
    LongUnicode,
    NoSupervisor,
    NoTutor,
    NoGratificationAmount,
    Unpaid,
    Underpaid,
    Overpaid,
    EndBeforeStart,
    Over924,
    Homonym,
    LongName,
    TwoTutors,
    Confidential,
    Held,
    Claimed,
    Cesure,
    Abroad,
    Public,
}

/// One file to be.
#[derive(Clone, Debug)]
pub(super) struct FilePlan {
    pub(super) seed: u64,
    pub(super) created: NaiveDate,
    pub(super) start: NaiveDate,
    pub(super) end: NaiveDate,
    pub(super) year: i32,
    pub(super) etape: u32,
    pub(super) student: u32,
    pub(super) enrolment: u32,
    pub(super) supervisor: i32,
    pub(super) fate: Fate,
    pub(super) twist: Twist,
    pub(super) cesure: bool,
}

/// A student's registration for a year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Enrolment {
    pub(super) student: u32,
    pub(super) year: i32,
    pub(super) etape: u32,
}

/// All files in the order of their ids, and the students they need.
#[derive(Debug)]
pub(super) struct Timeline {
    pub(super) files: Vec<FilePlan>,
    /// First étape of each student: student `id` lies at `id - 1`.
    pub(super) students: Vec<(u32, i32)>,
    pub(super) enrolments: Vec<Enrolment>,
    pub(super) open: u32,
}

fn after(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_signed(chrono::TimeDelta::days(days)).unwrap_or(day)
}

/// Internships start on a Monday, now and then on the first of the month.
fn starting(rng: &mut Rng, near: NaiveDate) -> NaiveDate {
    match rng.below(10) {
        0 => near.with_day(1).unwrap_or(near),
        _ => near.week(Weekday::Mon).checked_first_day().unwrap_or(near),
    }
}

fn ending(rng: &mut Rng, level: Level, start: NaiveDate, year: i32, cesure: bool) -> NaiveDate {
    let (low, high) = if cesure { (16, 25) } else { level.weeks() };
    let friday = after(start, rng.between(low, high) * 7 - 3);
    let last = NaiveDate::from_ymd_opt(year + 1, 9, 30).unwrap_or(friday);
    if !cesure && friday > last && last - start > chrono::TimeDelta::days(27) { last } else { friday }
}

impl Timeline {
    /// Decides all of it.
    pub(super) fn new(plan: &Plan, rng: &mut Rng, university: &University, staff: &Staff) -> Self {
        let total = plan.conventions;
        let open = plan.open.unwrap_or(total * 144 / 1_000).min(total);
        let drafts = (open / 4).min(total - open);
        let fresh = (open / 2).min(total - open - drafts);
        let mut files = Vec::with_capacity(total as usize);
        for n in 0..total {
            let seed = rng.next();
            let mut rng = Rng::new(seed);
            files.push(if n < open + drafts + fresh {
                recent(plan, &mut rng, university, seed, n < open, n >= open && n < open + drafts)
            } else {
                past(plan, &mut rng, university, seed)
            });
        }
        files.sort_by_key(|f| (f.created, f.seed));
        let mut timeline = Self { files, students: Vec::new(), enrolments: Vec::new(), open };
        timeline.enrol(plan, rng, university);
        for file in &mut timeline.files {
            let mut rng = Rng::fork(file.seed, 1);
            file.supervisor = staff.draw(&mut rng, university.etapes[file.etape as usize].composante);
        }
        // The demonstration's teacher finds files waiting for them, of their own faculty.
        if let Some(teacher) = staff.teacher() {
            let of_mine = |f: &&mut FilePlan| {
                university.etapes[f.etape as usize].composante == 0 && f.supervisor != teacher
            };
            for (fate, how_many) in
                [(Fate::Open(Wait::Pedagogical), 6), (Fate::Validated(Signing::UnderWay), 2)]
            {
                let suited = timeline.files.iter_mut().rev().filter(of_mine).filter(|f| f.fate == fate);
                suited.take(how_many).for_each(|f| f.supervisor = teacher);
            }
        }
        for (k, &teacher) in staff.bench_teachers.iter().enumerate() {
            let newest = timeline.files.iter_mut().rev().filter(|f| f.fate != Fate::Draft);
            newest.skip(k * 500).step_by(7).take(24).for_each(|f| f.supervisor = teacher);
        }
        timeline
    }

    /// Gives each file its student: some had a file the years before, a few have two in the same year.
    fn enrol(&mut self, plan: &Plan, rng: &mut Rng, university: &University) {
        let again = 1.0 - f64::from(plan.students) / f64::from(plan.conventions.max(1));
        let mut pools: Vec<Vec<u32>> = vec![Vec::new(); university.composantes];
        for file in &mut self.files {
            let etape = file.etape;
            let pool = &mut pools[university.etapes[etape as usize].composante];
            let known = if rng.chance(again * 1.25) && !pool.is_empty() {
                let enrolment = pool[rng.below(pool.len())];
                let e = self.enrolments[enrolment as usize - 1];
                (e.year < file.year || (e.year == file.year && e.etape == etape && rng.chance(0.5)))
                    .then_some((enrolment, e))
            } else {
                None
            };
            match known {
                Some((enrolment, e)) if e.year == file.year => {
                    (file.student, file.enrolment) = (e.student, enrolment);
                    continue;
                }
                // A student whose later year is already in the pool would be enrolled twice: the pool forgets the old one.
                Some((enrolment, e)) => {
                    pool.retain(|&other| other != enrolment);
                    file.student = e.student;
                }
                None => {
                    self.students.push((etape, file.year));
                    file.student = self.students.len() as u32;
                }
            }
            self.enrolments.push(Enrolment { student: file.student, year: file.year, etape });
            file.enrolment = self.enrolments.len() as u32;
            // Large enough to choose from, small enough to search.
            if pool.len() > 400 {
                pool.swap_remove(rng.below(400));
            }
            pool.push(file.enrolment);
        }
    }
}

fn plan_of(
    rng: &mut Rng,
    university: &University,
    (seed, etape): (u64, usize),
    (created, start): (NaiveDate, NaiveDate),
    fate: Fate,
) -> FilePlan {
    let level = university.etapes[etape].level;
    let year = academic_year(created).max(academic_year(university.first_day));
    let cesure = !matches!(level, Level::Diploma | Level::Licence2 | Level::But2) && rng.chance(0.03);
    let end = ending(rng, level, start, year, cesure);
    FilePlan {
        seed,
        created,
        start,
        end,
        year,
        etape: etape as u32,
        student: 0,
        enrolment: 0,
        supervisor: 0,
        fate,
        twist: Twist::None,
        cesure,
    }
}

/// A file of these weeks: its internship starts soon, or has just started.
fn recent(
    plan: &Plan,
    rng: &mut Rng,
    university: &University,
    seed: u64,
    open: bool,
    draft: bool,
) -> FilePlan {
    let today = plan.today;
    let offset = match rng.below(100) {
        0..=3 => rng.between(-12, 0),
        4..=17 => rng.between(1, 10),
        18..=69 => rng.between(11, 50),
        _ => rng.between(40, 120),
    };
    let offset = if open { offset } else { offset - 8 };
    let start = starting(rng, after(today, offset + 3));
    // An étape of the same centre whose internships usually start then, if it has one.
    let mut etape = university.draw(rng);
    let centre = university.etapes[etape].centre;
    for _ in 0..12 {
        let other = rng.below(university.etapes.len().min(60));
        let suited = university.etapes[etape].level.months().contains(&start.month());
        if !suited && university.etapes[other].centre == centre {
            etape = other;
        }
    }
    let oldest = if open { 32 } else { 55 };
    let created = after(today, -rng.between(if draft { 1 } else { 6 }, oldest));
    let created = created.min(after(start, -rng.between(3, 12))).max(university.first_day);
    let days = (start - today).num_days();
    let fate = if draft {
        Fate::Draft
    } else if open {
        let circuit = &university.centres[university.etapes[etape].centre].circuit;
        let has = |kind: &str| circuit.iter().any(|(k, _)| *k == kind);
        Fate::Open(match rng.below(100) {
            0..=7 => Wait::ToCorrect,
            8..=11 => Wait::Corrected,
            12..=19 if has("check") => Wait::Check,
            20..=47 if has("pedagogical") => Wait::Pedagogical,
            _ if has("administrative") => Wait::Administrative,
            _ => Wait::Pedagogical,
        })
    } else {
        Fate::Validated(match (days, rng.below(100)) {
            (..=0, 0..=4) => Signing::NotSent,
            (..=0, 5..=12) | (1..=20, 0..=29) => Signing::UnderWay,
            (..=0, 13..=19) | (1..=20, 30..=49) | (21.., 85..=93) => Signing::Partial,
            (_, 97..) => Signing::Refused,
            (1..=20, 50..=64) | (21.., 0..=49) => Signing::NotSent,
            (21.., 50..=84) => Signing::UnderWay,
            _ => Signing::Signed,
        })
    };
    plan_of(rng, university, (seed, etape), (created, start), fate)
}

/// A file of one of the years, whose internship has begun or is over.
fn past(plan: &Plan, rng: &mut Rng, university: &University, seed: u64) -> FilePlan {
    let (today, first) = (plan.today, academic_year(university.first_day));
    let latest = after(today, -10);
    for _ in 0..12 {
        let year = first + rng.below(plan.years.max(1) as usize) as i32;
        let etape = university.draw(rng);
        let month = *rng.pick(university.etapes[etape].level.months());
        let civil = if month >= 9 { year } else { year + 1 };
        let Some(day) = NaiveDate::from_ymd_opt(civil, month, 1) else { continue };
        let near = after(day, rng.between(3, 30));
        let start = starting(rng, near).max(after(september(year), 8));
        if start > latest {
            continue;
        }
        let created = after(start, -rng.between(18, 95)).max(after(september(year), 1)).min(after(start, -4));
        let mut file = plan_of(rng, university, (seed, etape), (created, start), Fate::Draft);
        let roll = rng.below(1_000);
        file.fate = match (file.end < today - Days::new(60), roll) {
            (_, 0..=41) => Fate::Cancelled,
            (_, 42..=51) => Fate::Draft,
            (true, 52..=56) => Fate::Validated(Signing::Partial),
            (false, 52..=69) => Fate::Validated(Signing::UnderWay),
            (false, 70..=84) => Fate::Validated(Signing::Partial),
            (false, 85..=89) => Fate::Validated(Signing::Refused),
            (false, 90..=94) => Fate::Validated(Signing::NotSent),
            _ => Fate::Validated(Signing::Signed),
        };
        return file;
    }
    // The first weeks of the only year: nothing is past yet.
    recent(plan, rng, university, seed, false, true)
}
