//! The people who log in, with their roles and centres; the teachers who supervise; heads of programmes and deputies.

use chrono::{Days, NaiveDate};
use sqlx::postgres::PgConnection;

use super::names::{Name, Names};
use super::rng::Rng;
use super::rows::Rows;
use super::university::University;
use super::{DemoRole, Plan, SeedError};

/// Someone who logs in.
#[derive(Clone, Debug)]
struct Member {
    login: String,
    name: Name,
    roles: Vec<&'static str>,
    /// Indices of the centres they are attached to.
    centres: Vec<usize>,
}

/// Everyone files need: who validates, who returns, who supervises. Ids of `person` and `supervisor`.
#[derive(Debug)]
pub(super) struct Staff {
    members: Vec<Member>,
    /// Clerks and managers of each centre; never empty once built.
    pub(super) clerks: Vec<Vec<i32>>,
    /// The programme head named on each centre.
    pub(super) heads: Vec<i32>,
    /// Supervisors of each composante, without the bench's own teachers.
    by_composante: Vec<Vec<i32>>,
    /// Full name and person of each supervisor; supervisor `id` lies at `id - 1`.
    supervisors: Vec<(Name, Option<i32>)>,
    /// Supervisors who are given some two dozen files each.
    pub(super) bench_teachers: Vec<i32>,
    /// Students who log in: the person, and the name they share.
    pub(super) student_people: Vec<(i32, Name)>,
}

impl Staff {
    /// The supervisor with this id.
    pub(super) fn supervisor(&self, id: i32) -> Option<&(Name, Option<i32>)> {
        self.supervisors.get(usize::try_from(id - 1).ok()?)
    }

    /// The demonstration's teacher, as a supervisor.
    pub(super) fn teacher(&self) -> Option<i32> {
        let login = super::login_for(DemoRole::Teacher);
        let person = self.members.iter().position(|m| m.login == login)? as i32 + 1;
        let at = self.supervisors.iter().position(|s| s.1 == Some(person))?;
        Some(at as i32 + 1)
    }

    /// A supervisor of a composante.
    pub(super) fn draw(&self, rng: &mut Rng, composante: usize) -> i32 {
        match self.by_composante.get(composante) {
            Some(ids) if !ids.is_empty() => *rng.pick(ids),
            _ => 1,
        }
    }

    /// How many people log in.
    pub(super) fn people(&self) -> usize {
        self.members.len()
    }

    /// Decides who there is.
    pub(super) fn new(plan: &Plan, rng: &mut Rng, names: &Names, university: &University) -> Self {
        let centres = university.centres.len();
        let mut members = named(centres);
        complete(&mut members, plan.staff.max(8) as usize, rng, names, centres);
        if plan.bench_people {
            bench_people(&mut members, university);
        }
        let mut taken = std::collections::HashSet::new();
        for member in &mut members {
            let base = member.login.clone();
            let mut n = 2;
            while !taken.insert(member.login.clone()) {
                member.login = format!("{base}{n}");
                n += 1;
            }
        }
        let id = |n: usize| n as i32 + 1;
        let has = |m: &Member, role: &str| m.roles.contains(&role);
        let mut clerks = vec![Vec::new(); centres];
        let mut heads = Vec::new();
        let (mut student_people, mut administrator) = (Vec::new(), 1);
        for (n, member) in members.iter().enumerate() {
            if has(member, "GES") || has(member, "RESP_GES") {
                member.centres.iter().for_each(|&c| clerks[c].push(id(n)));
            }
            if has(member, "RESP_PEDA") {
                heads.push(id(n));
            }
            if has(member, "ADM") {
                administrator = id(n);
            }
            if has(member, "ETU") {
                student_people.push((id(n), member.name.clone()));
            }
        }
        clerks.iter_mut().filter(|c| c.is_empty()).for_each(|c| c.push(administrator));
        let heads = (0..centres).map(|c| heads[c % heads.len()]).collect();

        let wanted =
            (plan.conventions / if plan.bench_people { 24 } else { 19 }).max(university.composantes as u32);
        let mut by_composante = vec![Vec::new(); university.composantes];
        let mut supervisors = Vec::with_capacity(wanted as usize);
        let mut bench_teachers = Vec::new();
        for (n, member) in members.iter().enumerate().filter(|(_, m)| has(m, "ENS")) {
            supervisors.push((member.name.clone(), Some(id(n))));
            let supervisor = supervisors.len() as i32;
            if plan.bench_people && matches!(member.login.as_str(), "teacher" | "clerk5_teacher") {
                bench_teachers.push(supervisor);
            } else {
                by_composante[(supervisors.len() - 1) % university.composantes].push(supervisor);
            }
        }
        // Supervisors are shared out as the étapes' centres are weighted.
        while supervisors.len() < wanted as usize {
            let composante = university.etapes[university.draw(rng)].composante;
            supervisors.push((names.draw(rng), None));
            by_composante[composante].push(supervisors.len() as i32);
        }
        Self { members, clerks, heads, by_composante, supervisors, bench_teachers, student_people }
    }

    /// Writes them, and makes their logins.
    pub(super) async fn load(
        &self,
        conn: &mut PgConnection,
        plan: &Plan,
        university: &University,
    ) -> Result<(), SeedError> {
        let mut persons = Rows::new("person (id, login, surname, given_name, mail)");
        let mut roles = Rows::new("person_role (person_id, role)");
        let mut attached = Rows::new("centre_staff (centre_id, person_id)");
        let mut supervisors = Rows::new("supervisor (id, uid, surname, given_name, mail, phone, person_id)");
        let mut heads = Rows::new("programme_head (person_id, centre_id)");
        for (n, member) in self.members.iter().enumerate() {
            persons.show(n + 1).text(&member.login).text(&member.name.surname).text(&member.name.given);
            persons.text(&format!("{}@univ-lamarck.example", member.login));
            persons.end();
            for role in &member.roles {
                roles.show(n + 1).text(role);
                roles.end();
            }
            for &centre in &member.centres {
                attached.show(university.centres[centre].id).show(n + 1);
                attached.end();
            }
        }
        for (n, (name, person)) in self.supervisors.iter().enumerate() {
            let uid = format!("{}{}", name.login(), n + 1);
            supervisors.show(n + 1).text(&uid).text(&name.surname).text(&name.given);
            supervisors.text(&format!("{}@univ-lamarck.example", name.login()));
            supervisors
                .text(&format!("03 53 01 {:02} {:02}", 50 + n / 100 % 50, n % 100))
                .maybe_show(*person);
            supervisors.end();
        }
        for (centre, person) in self.heads.iter().enumerate() {
            heads.show(person).show(university.centres[centre].id);
            heads.end();
        }
        for rows in [&mut persons, &mut roles, &mut attached, &mut supervisors, &mut heads] {
            rows.send(conn).await?;
        }
        self.deputies(conn, plan.today).await?;
        for member in &self.members {
            // A server may hold several universities: its people keep the login and the password that they have.
            sqlx::query("select guichet.add_login($1, $2) where not exists (select from pg_catalog.pg_roles where rolname = $1)")
                .bind(&member.login)
                .bind(plan.secret.as_deref())
                .execute(&mut *conn)
                .await?;
        }
        Ok(())
    }

    /// Two teachers and a programme head are away, one after the other.
    async fn deputies(&self, conn: &mut PgConnection, today: NaiveDate) -> Result<(), SeedError> {
        let teachers: Vec<(i32, i32)> =
            (1i32..).zip(&self.supervisors).filter_map(|(id, s)| Some((id, s.1?))).collect();
        let mut deputies = Rows::new("deputy (supervisor_id, head_id, person_id, valid_from, valid_until)");
        if let [.., (absent, _), (_, present)] = teachers[..] {
            deputies
                .show(absent)
                .null()
                .show(present)
                .show(today - Days::new(10))
                .show(today + Days::new(20));
            deputies.end();
        }
        if let [_, (absent, _), (_, present), ..] = teachers[..] {
            deputies
                .show(absent)
                .null()
                .show(present)
                .show(today + Days::new(30))
                .show(today + Days::new(60));
            deputies.end();
        }
        if let (Some(head), Some((_, present))) = (self.heads.first(), teachers.get(1)) {
            deputies.null().show(head).show(present).show(today - Days::new(3)).show(today + Days::new(11));
            deputies.end();
        }
        deputies.send(conn).await?;
        Ok(())
    }
}

fn member(
    login: &str,
    surname: &str,
    given: &str,
    woman: bool,
    role: &'static str,
    centres: &[usize],
) -> Member {
    let name = Name { surname: surname.to_owned(), given: given.to_owned(), woman };
    Member { login: login.to_owned(), name, roles: vec![role], centres: centres.to_vec() }
}

/// Those whom `guichet demo --as` opens the desk as, and a few whom the texts name.
fn named(centres: usize) -> Vec<Member> {
    let known = |wanted: &[usize]| wanted.iter().copied().filter(|&c| c < centres).collect::<Vec<_>>();
    let mut all = vec![
        member(super::login_for(DemoRole::Clerk), "Lefèvre", "Nadia", true, "GES", &known(&[1, 7, 8])),
        member(
            super::login_for(DemoRole::Manager),
            "Marchand",
            "Hélène",
            true,
            "RESP_GES",
            &known(&[1, 6, 7, 8, 10]),
        ),
        member(super::login_for(DemoRole::Teacher), "Delattre", "Marc", false, "ENS", &[]),
        member(super::login_for(DemoRole::Administrator), "Aubry", "Sophie", true, "ADM", &[]),
        member(super::login_for(DemoRole::Auditor), "Vasseur", "Paul", false, "CONSULTATION", &[]),
        member(super::login_for(DemoRole::Student), "Benali", "Inès", true, "ETU", &[]),
        member("theo.lemaitre", "Lemaître", "Théo", false, "ETU", &[]),
        member("anna.dhaene", "d'Haëne", "Anna", true, "ETU", &[]),
        member("yann.le-gall", "Le Gall", "Yann", false, "ETU", &[]),
        member("jean-baptiste.oury", "Oury", "Jean-Baptiste", false, "ADM", &[]),
        member("gwenaelle.duparc", "Duparc", "Gwenaëlle", true, "RESP_PEDA", &[]),
    ];
    // A clerk who also teaches: the union of two scopes.
    let mut both = member("claire.fontanet", "Fontanet", "Claire", true, "GES", &known(&[4, 11]));
    both.roles.push("ENS");
    all.push(both);
    all
}

/// The rest of the staff, until there are as many as wanted, students apart.
fn complete(members: &mut Vec<Member>, wanted: usize, rng: &mut Rng, names: &Names, centres: usize) {
    const POSTS: [&str; 14] = [
        "GES",
        "RESP_GES",
        "ENS",
        "GES",
        "GES",
        "RESP_PEDA",
        "GES",
        "ENS",
        "GES",
        "RESP_GES",
        "GES",
        "ENS",
        "GES",
        "CONSULTATION",
    ];
    let staff = members.iter().filter(|m| !m.roles.contains(&"ETU")).count();
    let mut next = 0;
    for n in 0..wanted.saturating_sub(staff) {
        let role = POSTS[n % POSTS.len()];
        let name = names.draw(rng);
        let mut attached = Vec::new();
        if matches!(role, "GES" | "RESP_GES") {
            let how_many = if role == "GES" { 1 + n % 2 } else { 3 };
            for k in 0..how_many.min(centres) {
                attached.push((next + k) % centres);
            }
            next += 1;
        }
        let login: String = name.login().chars().take(60).collect();
        members.push(Member { login, name, roles: vec![role], centres: attached });
    }
}

/// The roles that the benches measure.
fn bench_people(members: &mut Vec<Member>, university: &University) {
    let centres = university.centres.len();
    let mut by_size: Vec<usize> = (0..centres).collect();
    by_size.sort_by(|&a, &b| university.centres[b].weight.total_cmp(&university.centres[a].weight));
    // Spread over the sizes: neither the largest only, nor the smallest.
    let spread = |n: usize| {
        let mut some: Vec<usize> = (0..n).map(|i| by_size[(2 * i + 1) * centres / (2 * n)]).collect();
        some.sort_unstable();
        some.dedup();
        some
    };
    let everywhere: Vec<usize> = (0..centres).collect();
    members.push(member("clerk5", "Cinq", "Centres", true, "GES", &spread(5.min(centres))));
    members.push(member("mid60", "Soixante", "Centres", false, "RESP_GES", &spread(60.min(centres))));
    members.push(member("all200", "Tous", "Centres", true, "GES", &everywhere));
    members.push(member("all_admin", "Tout", "Administre", false, "ADM", &[]));
    members.push(member("teacher", "Deuxdouzaines", "Enseigne", true, "ENS", &[]));
    let mut both = member("clerk5_teacher", "Cinq", "Enseigne", false, "GES", &spread(5.min(centres)));
    both.roles.push("ENS");
    members.push(both);
}
