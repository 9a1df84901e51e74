//! Students, their civil status and their enrolments.

use chrono::NaiveDate;
use sqlx::postgres::PgConnection;

use super::names::{Name, Names, slug};
use super::rng::Rng;
use super::rows::Rows;
use super::timeline::{Fate, Timeline, Twist};
use super::university::University;
use super::{Progress, SeedError, Stage};

/// The students who are somebody in particular: by id, the name they bear and the person they log in as.
pub(super) type Particular = std::collections::HashMap<u32, (Name, Option<i32>)>;

/// Chooses who bears a given name: those who log in, homonyms, and the names that no column was meant for.
pub(super) fn particular(timeline: &Timeline, people: &[(i32, Name)]) -> Particular {
    let mut chosen = Particular::new();
    let plain = |given: &str, surname: &str| Name {
        surname: surname.to_owned(),
        given: given.to_owned(),
        woman: true,
    };
    let long = [
        plain("Marie-Clémentine-Apolline", "de Beaumanoir de La Tour d'Argenson-Ratsimbazafindrakoto"),
        plain("Jean-Emmanuel-Théophraste", "Van Den Broeck de Saint-Quentin-la-Motte-Croix-au-Bailly"),
    ];
    let mut long = long.into_iter().cycle();
    for file in &timeline.files {
        match file.twist {
            Twist::Homonym => chosen.insert(file.student, (plain("Léa", "Martin"), None)),
            Twist::LongName => long.next().and_then(|name| chosen.insert(file.student, (name, None))),
            _ => None,
        };
    }
    let mut live = timeline.files.iter().rev().filter(|f| matches!(f.fate, Fate::Open(_)));
    for (person, name) in people {
        if let Some(file) = live.by_ref().find(|f| !chosen.contains_key(&f.student)) {
            chosen.insert(file.student, (name.clone(), Some(*person)));
        }
    }
    chosen
}

/// INSEE codes of nationality, French most of the time.
fn nationality(rng: &mut Rng) -> &'static str {
    const OTHERS: [&str; 10] = ["MA", "TN", "VN", "CN", "PT", "DE", "BE", "ES", "IT", "CM"];
    if rng.chance(0.88) { "FR" } else { OTHERS[rng.below(OTHERS.len())] }
}

/// Writes them all.
pub(super) async fn load(
    conn: &mut PgConnection,
    seed: u64,
    names: &Names,
    (university, timeline, chosen): (&University, &Timeline, &Particular),
    progress: &mut impl FnMut(Progress),
) -> Result<(), SeedError> {
    let mut students = Rows::new("student (id, number, ine, surname, given_name, mail, person_id)");
    let mut civil =
        Rows::new("student_civil (student_id, birth_name, given_names, sex, birth_date, nationality_code)");
    let mut enrolments = Rows::new("enrolment (id, student_id, year, etape_id, regime_code, cesure_code)");
    let total = timeline.students.len() as u64;
    for (n, &(etape, year)) in timeline.students.iter().enumerate() {
        let id = n as u32 + 1;
        let mut rng = Rng::fork(seed, u64::from(id));
        let drawn = names.draw(&mut rng);
        let (name, person) = chosen.get(&id).map_or((&drawn, None), |(name, person)| (name, *person));
        let ine = format!(
            "{:09}{}{}",
            (u64::from(id) * 7_919) % 1_000_000_000,
            rng.pick(&["A", "F", "H", "K"]),
            rng.pick(&["B", "C", "D", "J"])
        );
        let mail =
            format!("{}.{}{}@etu.univ-lamarck.example", slug(&name.given), slug(&name.surname), id % 100);
        students
            .show(id)
            .text(&format!("{:02}{id:06}", year % 100))
            .text(&ine)
            .text(&name.surname)
            .text(&name.given);
        students.text(&mail).maybe_show(person);
        students.end();
        let born = year - university.etapes[etape as usize].level.age() - i32::from(rng.chance(0.2));
        let birth = NaiveDate::from_yo_opt(born, 1 + rng.below(365) as u32);
        // A usage name that is not the birth name, for some.
        let birth_name =
            if name.woman && rng.chance(0.03) { names.surname(&mut rng) } else { name.surname.clone() };
        let second = names.given(&mut rng, name.woman);
        civil.show(id).text(&birth_name).text(&format!("{}, {second}", name.given)).text(if name.woman {
            "F"
        } else {
            "M"
        });
        civil.maybe_show(birth).text(nationality(&mut rng));
        civil.end();
        if id.is_multiple_of(20_000) {
            students.send(conn).await?;
            civil.send(conn).await?;
            progress(Progress { stage: Stage::Students, done: u64::from(id), total });
        }
    }
    students.send(conn).await?;
    civil.send(conn).await?;
    for (n, enrolment) in timeline.enrolments.iter().enumerate() {
        let level = university.etapes[enrolment.etape as usize].level;
        let lifelong = level == super::fields::Level::Diploma;
        enrolments.show(n + 1).show(enrolment.student).show(enrolment.year).show(enrolment.etape + 1);
        enrolments.text(if lifelong { "FC" } else { "FI" }).null();
        enrolments.end();
        if n % 50_000 == 49_999 {
            enrolments.send(conn).await?;
        }
    }
    enrolments.send(conn).await?;
    progress(Progress { stage: Stage::Students, done: total, total });
    Ok(())
}
