//! Writes the conventions, a batch at a time: the contract, its texts, its calendar, its circuit, its signatures, its
//! history.

use chrono::{Days, NaiveDate};
use sqlx::postgres::PgConnection;

use super::amendments::{self, Amended};
use super::awkward::{BIDI, ESCAPE, LONG};
use super::fields::Level;
use super::history::Chains;
use super::hosts::{Host, Hosts, Service};
use super::places::{Places, phone};
use super::presence::{Presence, array};
use super::reasons::Reason;
use super::rng::Rng;
use super::rows::{Rows, day_of, moment};
use super::staff::Staff;
use super::story::{self, Content, Story};
use super::students::Particular;
use super::timeline::{Fate, FilePlan, Timeline, Twist};
use super::university::{Centre, University};
use super::{Lists, Plan, Progress, SeedError, Stage};

/// Files written between two trips to the server.
const BATCH: usize = 10_000;

/// Labels of the reference list.
const ORIGINS: [&str; 3] =
    ["Réponse à une offre de stage", "Candidature spontanée", "Réseau de connaissance"];

/// Everything a file may draw on.
pub(super) struct World<'a> {
    pub(super) plan: &'a Plan,
    pub(super) lists: &'a Lists,
    pub(super) places: &'a Places,
    pub(super) university: &'a University,
    pub(super) staff: &'a Staff,
    pub(super) reasons: &'a [Reason],
    pub(super) hosts: &'a Hosts,
    pub(super) particular: &'a Particular,
}

/// The rows of a batch, table by table, parents first.
struct Batch {
    convention: Rows,
    text: Rows,
    student: Rows,
    interruption: Rows,
    pattern: Rows,
    step: Rows,
    signature: Rows,
    returned: Rows,
    returned_reason: Rows,
    note: Rows,
    amendments: amendments::Batch,
}

impl Batch {
    fn new() -> Self {
        Self {
            convention: Rows::new(
                "convention (id, student_id, enrolment_id, centre_id, etape_id, year, type_id, regime, nature, elp_code, elp_label, ects, \
                 teaching_hours, country_code, supervisor_id, organisation_id, service_id, tutor_id, second_tutor_id, \
                 signatory_id, abroad_sheet, abroad_exchange, abroad_authorisation, theme_id, start_date, end_date, weekly_hours, total_hours, total_overridden, \
                 working_time_id, origin_id, assessed_work_id, assessment_mode_id, gratification, gratification_amount, \
                 gratification_unit, gratification_basis, currency, payment_mode_id, confidential, cpam, frozen_labels, \
                 file_state, circuit, steps_done, corrected, state_since, submitted_at, archived_at, signature_state, \
                 sent_for_signature_at, claimed_by, claimed_until, hold_until, version, content_version, history_seq, \
                 created_by, created_at)",
            ),
            text: Rows::new(
                "convention_text (convention_id, subject, tasks, skills, supervision, presence, leave_terms)",
            ),
            student: Rows::new(
                "convention_student (convention_id, address, postal_code, town, country_code, personal_mail, phone)",
            ),
            interruption: Rows::new("interruption (convention_id, start_date, end_date)"),
            pattern: Rows::new("week_pattern (convention_id, valid_from, hours)"),
            step: Rows::new(
                "convention_step (convention_id, kind, position, label, done_at, done_by, on_behalf_of, \
                 on_behalf_origin, on_behalf_date)",
            ),
            signature: Rows::new(
                "convention_signature (convention_id, signer, signed_on, means, refused_reason)",
            ),
            returned: Rows::new(
                "convention_return (id, convention_id, returned_at, returned_by, history_seq, free_text)",
            ),
            returned_reason: Rows::new("convention_return_reason (return_id, reason_id)"),
            note: Rows::new("note (convention_id, author_id, written_at, body)"),
            amendments: amendments::Batch::new(),
        }
    }

    async fn send(&mut self, conn: &mut PgConnection) -> Result<(), SeedError> {
        for rows in [
            &mut self.convention,
            &mut self.text,
            &mut self.student,
            &mut self.interruption,
            &mut self.pattern,
            &mut self.step,
            &mut self.signature,
            &mut self.returned,
            &mut self.returned_reason,
            &mut self.note,
        ] {
            rows.send(conn).await?;
        }
        for rows in self.amendments.tables() {
            rows.send(conn).await?;
        }
        Ok(())
    }
}

/// Writes them all; returns how many entries of history that made.
pub(super) async fn load(
    conn: &mut PgConnection,
    world: &World<'_>,
    timeline: &Timeline,
    progress: &mut impl FnMut(Progress),
) -> Result<u64, SeedError> {
    let mut batch = Batch::new();
    let mut chains = Chains::open(conn).await?;
    let total = timeline.files.len() as u64;
    for (n, file) in timeline.files.iter().enumerate() {
        write(&mut batch, &mut chains, world, n as u32 + 1, file)?;
        if (n + 1) % BATCH == 0 {
            batch.send(conn).await?;
            chains.chain(conn).await?;
            progress(Progress { stage: Stage::Conventions, done: n as u64 + 1, total });
        }
    }
    batch.send(conn).await?;
    chains.chain(conn).await?;
    progress(Progress { stage: Stage::Conventions, done: total, total });
    chains.close(conn).await
}

/// The host, its service, tutors and signatory.
struct Placement<'a> {
    host: &'a Host,
    service: Service,
}

impl Placement<'_> {
    fn draw<'a>(
        world: &World<'a>,
        rng: &mut Rng,
        file: &FilePlan,
        centre: &Centre,
        abroad: bool,
    ) -> Placement<'a> {
        let field = world.university.etapes[file.etape as usize].field;
        let mut host = world.hosts.draw(rng, field, abroad);
        for _ in 0..40 {
            if !matches!(file.twist, Twist::Public | Twist::Overpaid) || host.public {
                break;
            }
            host = world.hosts.draw(rng, field, abroad);
        }
        let mut service = *rng.pick(&host.services);
        let closed = world.university.centres.iter().any(|c| c.id == service.centre && c.closed);
        if closed && service.centre != centre.id {
            service = host.services[0];
        }
        Placement { host, service }
    }

    /// A contact who may be a tutor; the last of the service signs.
    fn tutor(&self, n: i32) -> i32 {
        self.service.first_contact + n % (self.service.contacts - 1).max(1)
    }

    fn signatory(&self) -> i32 {
        self.service.first_contact + self.service.contacts - 1
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one row of the widest table, column by column in the order of its header"
)]
fn write(
    batch: &mut Batch,
    chains: &mut Chains,
    world: &World<'_>,
    id: u32,
    file: &FilePlan,
) -> Result<(), SeedError> {
    let mut rng = Rng::fork(file.seed, 3);
    let rng = &mut rng;
    let (lists, etape) = (world.lists, &world.university.etapes[file.etape as usize]);
    let centre = &world.university.centres[etape.centre];
    let draft = file.fate == Fate::Draft;
    let open = matches!(file.fate, Fate::Open(_));
    let in_hand = open || draft;

    let lifelong = etape.level == Level::Diploma || rng.chance(0.012);
    let abroad = file.twist == Twist::Abroad || (!lifelong && rng.chance(0.05));
    let regime = match (file.cesure, abroad, lifelong) {
        (true, ..) => "cesure",
        (_, true, _) => "abroad",
        (_, _, true) => "outside",
        _ => "initial",
    };
    let placement = Placement::draw(world, rng, file, centre, abroad);
    // Drafts are often half filled.
    let hosted = !draft || rng.chance(0.7);
    let supervisor = match file.twist {
        Twist::NoSupervisor => None,
        _ if draft && rng.chance(0.4) => None,
        _ => Some(file.supervisor),
    };
    let turn = rng.below(placement.service.contacts.max(1) as usize) as i32;
    let tutor = (hosted && file.twist != Twist::NoTutor).then(|| placement.tutor(turn));
    let two_tutors = file.twist == Twist::TwoTutors || (placement.service.contacts > 2 && rng.chance(0.04));
    let confidential = file.twist == Twist::Confidential || rng.chance(0.035);
    let field = etape.field;
    let subject = match file.twist {
        Twist::EscapeInSubject => ESCAPE.to_owned(),
        Twist::BidiInSubject => BIDI.to_owned(),
        Twist::LongUnicode => LONG.to_owned(),
        _ => field.subject(rng),
    };
    let tasks = field.tasks(rng);

    let deep = world.plan.deep || in_hand;
    let presence = Presence::draw(rng, file, placement.host, deep);
    let due = presence.long() && !matches!(regime, "outside" | "abroad") && file.twist != Twist::Unpaid;
    let paid = due || file.twist == Twist::NoGratificationAmount || rng.chance(0.12);
    let offer = (paid && file.twist != Twist::NoGratificationAmount)
        .then(|| presence.offer(rng, file, placement.host));
    let amount = offer.map(|(amount, _)| amount.to_string());
    let amount = amount.as_deref();
    let organisation = hosted.then_some(placement.host.id);

    let student = world.particular.get(&file.student).and_then(|(_, person)| *person);
    let content = Content {
        subject: &subject,
        tasks: &tasks,
        weekly_hours: presence.weekly,
        amount,
        tutor,
        organisation,
    };
    let stage = story::Stage {
        today: world.plan.today,
        staff: world.staff,
        reasons: world.reasons,
        centre,
        centre_index: etape.centre,
        student,
    };
    let mut told = Story::tell(file, &content, &stage);
    let (made_by, made_at) = told.events.first().map_or((None, 0), |e| (e.person, e.at));
    let hourly = offer.filter(|(_, unit)| *unit == "hour").map(|(amount, _)| amount);
    let amended = Amended {
        today: world.plan.today,
        field,
        presence: &presence,
        hourly,
        subject: &subject,
        supervisor,
        other_supervisor: world.staff.draw(&mut Rng::fork(file.seed, 6), etape.composante),
        tutor,
        other_tutor: placement.tutor(turn + 1),
        clerks: &world.staff.clerks[etape.centre],
        since: amendments::last_act(&told.events, file.created),
    };
    told.events.extend(batch.amendments.draw(id, file, &amended, world.plan.amended));
    if !deep {
        told.events.clear();
        told.edits = 0;
    }
    let kind = lists.id(
        "convention_type",
        match regime {
            "cesure" => "CESURE",
            "outside" => "FC",
            _ => "FI",
        },
    )?;
    let theme = lists.id("theme", field.texture().theme)?;
    let working_time = lists.id("working_time", if presence.part_time { "TPART" } else { "TCOMP" })?;
    let assessed =
        (lists.id("assessed_work", "Rapport de Stage")?, lists.id("assessment_mode", "Soutenance")?);

    // The columns, in the order of the batch's header.
    let c = &mut batch.convention;
    c.show(id)
        .show(file.student)
        .show(file.enrolment)
        .show(centre.id)
        .show(etape.id)
        .show(file.year)
        .show(kind);
    c.text(regime).text(if file.cesure {
        "cesure"
    } else if rng.chance(0.75) {
        "mandatory"
    } else {
        "optional"
    });
    let element = (!file.cesure).then(|| etape.element());
    let element = element.as_ref();
    c.maybe(element.map(|one| one.code.as_str())).maybe(element.map(|one| one.label));
    c.maybe_show(element.map(|one| one.ects));
    c.maybe_show((regime != "cesure").then(|| 200 + 10 * rng.below(30)));
    c.text(placement.host.country).maybe_show(supervisor).maybe_show(organisation);
    c.maybe_show(hosted.then_some(placement.service.id)).maybe_show(tutor);
    c.maybe_show((hosted && two_tutors).then(|| placement.tutor(turn + 1)))
        .maybe_show(hosted.then(|| placement.signatory()));
    // Some still wait for their papers.
    c.flag(abroad && rng.chance(0.93)).flag(abroad && rng.chance(0.93));
    c.maybe(
        (placement.host.at_risk && rng.chance(0.7))
            .then_some("Vice-présidence des relations internationales"),
    );
    c.show(theme).show(file.start).show(file.end).text(presence.weekly).show(presence.hours());
    c.flag(false);
    let origin = lists.id("origin", ORIGINS[rng.below(ORIGINS.len())])?;
    c.show(working_time).show(origin).show(assessed.0).show(assessed.1);
    c.flag(paid)
        .maybe(amount)
        .maybe(offer.map(|(_, unit)| unit))
        .maybe(amount.map(|_| "net"))
        .maybe(amount.map(|_| "EUR"));
    let payment = amount.map(|_| lists.id("payment_mode", "Virement bancaire")).transpose()?;
    c.maybe_show(payment);
    c.flag(confidential).maybe(lists.cpam(rng));
    let frozen = told.submitted_at.map(|_| {
        lists.labels(&[
            ("type_id", Some(kind)),
            ("theme_id", Some(theme)),
            ("working_time_id", Some(working_time)),
            ("origin_id", Some(origin)),
            ("assessed_work_id", Some(assessed.0)),
            ("assessment_mode_id", Some(assessed.1)),
            ("payment_mode_id", payment),
        ])
    });
    c.maybe(frozen.as_deref()).text(told.file_state);
    let circuit: Vec<&str> = told.steps.iter().map(|s| s.kind).collect();
    c.text(&format!("{{{}}}", circuit.join(",")))
        .show(told.steps.iter().filter(|s| s.done.is_some()).count());
    c.flag(told.corrected).moment(told.state_since).maybe_moment(told.submitted_at);
    c.maybe_moment(archived_at(file, &told, world)).text(told.signature_state).maybe_moment(told.sent_at);
    let claim = (file.twist == Twist::Claimed || (open && rng.chance(0.004)))
        .then(|| *rng.pick(&world.staff.clerks[etape.centre]));
    c.maybe_show(claim).maybe_moment(claim.map(|_| moment(world.plan.today, 22 * 3_600)));
    c.maybe_show(told.hold_until).show(told.events.len().max(1)).show(1 + told.edits).show(told.events.len());
    c.maybe_show(made_by).moment(made_at);
    c.end();

    batch.text.show(id).text(&subject).maybe((!draft || rng.chance(0.5)).then_some(tasks.as_str()));
    batch.text.maybe((!draft || rng.chance(0.5)).then_some(field.skills()));
    batch.text.text("Un point hebdomadaire avec le tuteur, une visite de l'enseignant à mi-stage.");
    batch.text.text("Du lundi au vendredi, de 9 h à 12 h 30 et de 14 h à 17 h 30.");
    let leave = presence.long() && rng.chance(0.95);
    batch
        .text
        .maybe(leave.then_some("Deux jours et demi par mois, et les absences que demande la formation."));
    batch.text.end();
    if deep {
        details(batch, world, rng, id, file, &told);
        if let Some(period) = presence.interruption {
            batch.interruption.show(id).show(period.from).show(period.to);
            batch.interruption.end();
        }
        if let Some(pattern) = presence.pattern {
            batch.pattern.show(id).show(file.start).text(&array(pattern));
            batch.pattern.end();
        }
    }
    chains.add(id, &told.events, rng);
    Ok(())
}

/// The oldest year is archived, once over and signed or cancelled.
fn archived_at(file: &FilePlan, told: &Story, world: &World<'_>) -> Option<i64> {
    let oldest =
        file.year == world.university.this_year + 1 - world.plan.years as i32 && world.plan.years > 1;
    let settled = told.signature_state == "signed" || told.file_state == "cancelled";
    let day = (file.end.max(day_of(told.state_since)) + Days::new(45)).max(NaiveDate::from_ymd_opt(
        file.year + 1,
        11,
        30,
    )?);
    (oldest && settled && day < world.plan.today).then(|| moment(day, 3 * 3_600))
}

/// What hangs on the file: the student's address, steps, signatures, returns, note.
fn details(batch: &mut Batch, world: &World<'_>, rng: &mut Rng, id: u32, file: &FilePlan, told: &Story) {
    let (street, home) = super::hosts::home(rng, world.places);
    batch.student.show(id).text(&street).text(home.postal_code).text(home.town).text("FR");
    batch.student.text(&format!("etudiant{}@courriel.example", file.student)).text(&phone(rng, true));
    batch.student.end();
    for (position, step) in told.steps.iter().enumerate() {
        let rows = &mut batch.step;
        rows.show(id).text(step.kind).show(position + 1).maybe(step.label);
        rows.maybe_moment(step.done.map(|d| d.0)).maybe_show(step.done.map(|d| d.1));
        let on_behalf = step.on_behalf.as_ref();
        rows.maybe(on_behalf.map(|o| o.0.as_str()))
            .maybe(on_behalf.map(|o| o.1))
            .maybe_show(on_behalf.map(|o| o.2));
        rows.end();
    }
    for signature in &told.signatures {
        let rows = &mut batch.signature;
        rows.show(id).text(signature.signer).maybe_show(signature.signed.map(|s| s.0));
        rows.maybe(signature.signed.map(|s| s.1)).maybe(signature.refused);
        rows.end();
    }
    for given in &told.returns {
        let return_id = batch.returned.count + 1;
        batch.returned.show(return_id).show(id).moment(given.at).show(given.person).show(given.seq);
        batch.returned.maybe(given.free_text.as_deref());
        batch.returned.end();
        for reason in &given.reasons {
            batch.returned_reason.show(return_id).show(reason);
            batch.returned_reason.end();
        }
    }
    if let Some((at, author, body)) = told.note {
        batch.note.show(id).show(author).moment(at).text(body);
        batch.note.end();
    }
}
