//! The life of one file, act by act: its history, and the state that the history leads to. Nothing is written here.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::pace::{Beat, beats, moments};
use super::reasons::Reason;
use super::rng::Rng;
use super::rows::{day_of, moment};
use super::staff::Staff;
use super::timeline::{Fate, FilePlan, Signing, Twist};
use super::university::Centre;

/// An entry of the history.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) at: i64,
    pub(super) person: Option<i32>,
    pub(super) verb: &'static str,
    pub(super) changes: Value,
    pub(super) reason: Option<String>,
}

/// A step of the file's circuit.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) kind: &'static str,
    pub(super) label: Option<&'static str>,
    pub(super) done: Option<(i64, i32)>,
    /// Whose decision, its origin and day.
    pub(super) on_behalf: Option<(String, &'static str, NaiveDate)>,
}

/// A return: when, by whom, at which entry, why.
#[derive(Clone, Debug)]
pub(super) struct Return {
    pub(super) at: i64,
    pub(super) person: i32,
    pub(super) seq: usize,
    pub(super) free_text: Option<String>,
    pub(super) reasons: Vec<i32>,
}

/// A signer, and what they did.
#[derive(Clone, Debug)]
pub(super) struct Signature {
    pub(super) signer: &'static str,
    pub(super) signed: Option<(NaiveDate, &'static str)>,
    pub(super) refused: Option<&'static str>,
}

/// The values that edits after a return may have touched.
#[derive(Clone, Debug)]
pub(super) struct Content<'a> {
    pub(super) subject: &'a str,
    pub(super) tasks: &'a str,
    pub(super) weekly_hours: &'a str,
    pub(super) amount: Option<&'a str>,
    pub(super) tutor: Option<i32>,
    pub(super) organisation: Option<i32>,
}

/// What came of the file.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub(super) events: Vec<Event>,
    pub(super) file_state: &'static str,
    pub(super) signature_state: &'static str,
    pub(super) steps: Vec<Step>,
    pub(super) corrected: bool,
    pub(super) state_since: i64,
    pub(super) submitted_at: Option<i64>,
    pub(super) sent_at: Option<i64>,
    pub(super) returns: Vec<Return>,
    pub(super) signatures: Vec<Signature>,
    pub(super) edits: i32,
    pub(super) note: Option<(i64, i32, &'static str)>,
    pub(super) hold_until: Option<NaiveDate>,
}

/// Who may act, and why they return.
pub(super) struct Stage<'a> {
    pub(super) today: NaiveDate,
    pub(super) staff: &'a Staff,
    pub(super) reasons: &'a [Reason],
    pub(super) centre: &'a Centre,
    pub(super) centre_index: usize,
    /// The student, when they log in.
    pub(super) student: Option<i32>,
}

const SIGNERS: [&str; 5] = ["student", "tutor", "signatory", "supervisor", "establishment"];

const NOTES: [&str; 10] = [
    "Étudiant relancé par téléphone, répond demain.",
    "L'organisme attend notre exemplaire pour signer.",
    "Attestation de responsabilité civile reçue par courriel.",
    "Vérifier l'adresse du lieu de stage avec le tuteur.",
    "Dossier suivi avec le service des relations internationales.",
    "Le tuteur change le mois prochain : prévoir un avenant.",
    "Demande d'aménagement pour raison de santé, voir avec la mission handicap.",
    "A déposé deux fois : garder ce dossier.",
    "Accord de principe du responsable de formation donné de vive voix.",
    "Convention papier en retour, scannée le même jour.",
];
const FREE_TEXTS: [&str; 5] = [
    "Merci de reprendre avec votre tuteur avant de déposer à nouveau.",
    "Voir aussi la page 2 du guide des stages.",
    "Nous restons à votre disposition au bureau 114.",
    "L'organisme nous a écrit : la date a changé.",
    "Appelez-nous si le champ n'est pas clair.",
];
const REFUSALS: [&str; 3] = [
    "Le signataire demande une autre date de début.",
    "Le tuteur ne reconnaît pas les missions.",
    "Le montant de la gratification n'est pas celui qui a été convenu.",
];

pub(super) fn change(field: &str, from: Value, to: Value) -> Value {
    json!({ "field": field, "from": from, "to": to })
}

impl Story {
    /// Tells the story of a file.
    pub(super) fn tell(file: &FilePlan, content: &Content<'_>, stage: &Stage<'_>) -> Self {
        let mut rng = Rng::fork(file.seed, 2);
        let yesterday = stage.today - chrono::Days::new(1);
        let made = moment(file.created.min(yesterday), rng.between(7 * 3600, 15 * 3600));
        let author = stage.student.or_else(|| rng.chance(0.25).then(|| *rng.pick(stage.clerks())));
        let mut story = Self {
            events: Vec::with_capacity(12),
            file_state: "draft",
            signature_state: "not_sent",
            steps: Vec::new(),
            corrected: false,
            state_since: made,
            submitted_at: None,
            sent_at: None,
            returns: Vec::new(),
            signatures: Vec::new(),
            edits: 0,
            note: None,
            hold_until: None,
        };
        story.push(
            made,
            author,
            "create",
            json!([
                change("organisation_id", Value::Null, json!(content.organisation)),
                change("start_date", Value::Null, json!(file.start.to_string())),
                change("end_date", Value::Null, json!(file.end.to_string())),
            ]),
            None,
        );
        let beats = beats(&mut rng, file.fate, &stage.centre.circuit);
        let latest = match file.fate {
            Fate::Open(_) => yesterday,
            _ => (file.start - chrono::Days::new(1)).min(file.created + chrono::Days::new(40)).min(yesterday),
        };
        let times = moments(&mut rng, made, latest.max(day_of(made)), beats.len());
        for (beat, at) in beats.into_iter().zip(times) {
            story.play(&mut rng, beat, at, author, content, file, stage);
        }
        if let Fate::Validated(signing) = file.fate {
            story.sign(&mut rng, signing, file, stage);
        }
        story.annotate(&mut rng, file, stage);
        story
    }

    fn push(
        &mut self,
        at: i64,
        person: Option<i32>,
        verb: &'static str,
        changes: Value,
        reason: Option<String>,
    ) {
        self.events.push(Event { at, person, verb, changes, reason });
    }

    /// The state moves; returns the change that the history tells.
    fn become_state(&mut self, state: &'static str, at: i64) -> Option<Value> {
        let before = std::mem::replace(&mut self.file_state, state);
        self.state_since = at;
        (before != state).then(|| change("file_state", json!(before), json!(state)))
    }

    #[expect(clippy::too_many_arguments, reason = "one act and everything it may read; private to the story")]
    fn play(
        &mut self,
        rng: &mut Rng,
        beat: Beat,
        at: i64,
        author: Option<i32>,
        content: &Content<'_>,
        file: &FilePlan,
        stage: &Stage<'_>,
    ) {
        match beat {
            Beat::Submit | Beat::Resubmit => {
                let again = beat == Beat::Resubmit;
                self.steps = stage
                    .centre
                    .circuit
                    .iter()
                    .map(|&(kind, label)| Step { kind, label, done: None, on_behalf: None })
                    .collect();
                let moved = self.become_state("submitted", at);
                self.corrected = again;
                self.submitted_at = Some(at);
                let changes = Value::Array(moved.into_iter().collect());
                self.push(at, author, "submit", changes, None);
            }
            Beat::Step => self.step(rng, at, file, stage),
            Beat::Return => self.give_back(rng, at, stage),
            Beat::Edit => {
                let (field, from, to) = self.correction(file, content);
                self.edits += 1;
                self.push(at, author, "edit", json!([change(field, from, to)]), None);
            }
            Beat::Cancel => {
                let moved = self.become_state("cancelled", at);
                let reason = *rng.pick(&[
                    "L'étudiant a renoncé au stage.",
                    "L'organisme s'est désisté.",
                    "Dossier en double.",
                    "Changement d'organisme : nouvelle convention.",
                ]);
                let person = Some(*rng.pick(stage.clerks()));
                self.push(
                    at,
                    person,
                    "cancel",
                    Value::Array(moved.into_iter().collect()),
                    Some(reason.to_owned()),
                );
            }
        }
    }

    /// The next step is done by whom it belongs to, or recorded by staff on their behalf.
    fn step(&mut self, rng: &mut Rng, at: i64, file: &FilePlan, stage: &Stage<'_>) {
        let Some(next) = self.steps.iter().position(|s| s.done.is_none()) else { return };
        let kind = self.steps[next].kind;
        let supervisor =
            stage.staff.supervisor(file.supervisor).filter(|_| file.twist != Twist::NoSupervisor);
        let (person, on_behalf) = if kind != "pedagogical" {
            (*rng.pick(stage.clerks()), None)
        } else if let Some((_, Some(person))) = supervisor {
            (*person, None)
        } else if rng.chance(0.6) {
            (stage.staff.heads[stage.centre_index], None)
        } else {
            let who = supervisor.map_or_else(
                || "Responsable de formation".to_owned(),
                |(n, _)| format!("{} {}", n.given, n.surname),
            );
            (
                *rng.pick(stage.clerks()),
                Some((who, if rng.chance(0.7) { "mail" } else { "paper" }, day_of(at))),
            )
        };
        self.steps[next].done = Some((at, person));
        self.steps[next].on_behalf = on_behalf;
        self.corrected = false;
        let last = next + 1 == self.steps.len();
        let moved = self.become_state(if last { "validated" } else { "in_validation" }, at);
        let mut changes = vec![change(&format!("step.{kind}"), Value::Null, json!("done"))];
        changes.extend(moved);
        self.push(at, Some(person), "validate", Value::Array(changes), None);
    }

    fn give_back(&mut self, rng: &mut Rng, at: i64, stage: &Stage<'_>) {
        let person = *rng.pick(stage.clerks());
        let usable: Vec<&Reason> =
            stage.reasons.iter().filter(|r| r.centre.is_none_or(|c| c == stage.centre_index)).collect();
        let mut reasons = vec![**rng.pick(&usable)];
        if rng.chance(0.3) {
            let second = **rng.pick(&usable);
            if second.id != reasons[0].id {
                reasons.push(second);
            }
        }
        let free_text = rng.chance(0.4).then(|| (*rng.pick(&FREE_TEXTS)).to_owned());
        let corrected = std::mem::take(&mut self.corrected);
        let mut changes: Vec<Value> = self.become_state("to_correct", at).into_iter().collect();
        changes.push(change("corrected", json!(corrected), json!(false)));
        for step in &mut self.steps {
            if step.done.take().is_some() {
                step.on_behalf = None;
                changes.push(change(&format!("step.{}", step.kind), json!("done"), Value::Null));
            }
        }
        changes.extend(
            reasons.iter().map(|r| change(&format!("return.{}", r.field), Value::Null, json!(r.label))),
        );
        self.push(at, Some(person), "return", Value::Array(changes), free_text.clone());
        self.returns.push(Return {
            at,
            person,
            seq: self.events.len(),
            free_text,
            reasons: reasons.iter().map(|r| r.id).collect(),
        });
    }

    /// What the author changed, as the last return asked.
    fn correction(&self, file: &FilePlan, content: &Content<'_>) -> (&'static str, Value, Value) {
        let asked = self
            .events
            .last()
            .and_then(|e| e.changes.as_array()?.last()?.get("field")?.as_str()?.strip_prefix("return."));
        let later = |day: NaiveDate, days: u64| json!((day + chrono::Days::new(days)).to_string());
        match (asked, content.amount) {
            (Some("start_date"), _) => ("start_date", later(file.start, 7), json!(file.start.to_string())),
            (Some("end_date"), _) => ("end_date", later(file.end, 14), json!(file.end.to_string())),
            (Some("weekly_hours"), _) => {
                ("weekly_hours", json!(39.0), json!(content.weekly_hours.parse::<f64>().unwrap_or(35.0)))
            }
            (Some("gratification_amount"), Some(amount)) => {
                ("gratification_amount", json!(3.9), json!(amount.parse::<f64>().unwrap_or(4.35)))
            }
            (Some("tutor_id"), _) => ("tutor_id", Value::Null, json!(content.tutor)),
            (Some("tasks"), _) => ("tasks", json!("À préciser."), json!(content.tasks)),
            _ => ("subject", json!("Stage de fin d'année"), json!(content.subject)),
        }
    }

    fn sign(&mut self, rng: &mut Rng, signing: Signing, file: &FilePlan, stage: &Stage<'_>) {
        if signing == Signing::NotSent {
            return;
        }
        let clerk = *rng.pick(stage.clerks());
        let last = (file.start + chrono::Days::new(12)).min(stage.today - chrono::Days::new(1));
        let from = self.state_since + 3_600;
        let times = moments(rng, from, last.max(day_of(from)), SIGNERS.len() + 1);
        self.sent_at = Some(times[0]);
        self.push(
            times[0],
            Some(clerk),
            "send",
            json!([change("signature_state", json!("not_sent"), json!("under_way"))]),
            None,
        );
        let signed = match signing {
            Signing::Signed => SIGNERS.len(),
            Signing::Partial => 1 + rng.below(SIGNERS.len() - 1),
            Signing::Refused => rng.below(2),
            _ => 0,
        };
        let means: [&str; 2] = match rng.below(20) {
            0..=11 => ["electronic", "electronic"],
            12..=16 => ["paper", "paper"],
            _ => ["electronic", "paper"],
        };
        let mut state = "under_way";
        for (n, signer) in SIGNERS.into_iter().enumerate() {
            let refused = (signing == Signing::Refused && n == signed).then(|| *rng.pick(&REFUSALS));
            let done = (n < signed).then(|| (day_of(times[n + 1]), means[usize::from(n > 1)]));
            self.signatures.push(Signature { signer, signed: done, refused });
            let to = match (done, refused) {
                (_, Some(_)) => "refused",
                (Some(_), _) if n + 1 == SIGNERS.len() => "signed",
                (Some(_), _) => "partial",
                _ => continue,
            };
            let mut changes = vec![change(
                &format!("signature.{signer}"),
                Value::Null,
                done.map_or(json!("refused"), |d| json!(d.0.to_string())),
            )];
            if to != state {
                changes.push(change("signature_state", json!(state), json!(to)));
                state = to;
            }
            self.push(times[n + 1], Some(clerk), "sign", Value::Array(changes), refused.map(str::to_owned));
        }
        self.signature_state = state;
    }

    /// Notes and holds, on what is still in hand.
    fn annotate(&mut self, rng: &mut Rng, file: &FilePlan, stage: &Stage<'_>) {
        let last = self.events.last().map_or(0, |e| e.at);
        let clerk = *rng.pick(stage.clerks());
        let live = matches!(file.fate, Fate::Open(_)) || file.start > stage.today;
        if live && rng.chance(0.1) {
            let body = *rng.pick(&NOTES);
            let at = last + rng.between(120, 2_000);
            self.note = Some((at, clerk, body));
            self.push(at, Some(clerk), "note", json!([change("note", Value::Null, json!(body))]), None);
        }
        if file.twist == Twist::Held {
            let until = stage.today + chrono::Days::new(2 + rng.below(12) as u64);
            self.hold_until = Some(until);
            let at = last + 2_100;
            self.push(
                at,
                Some(clerk),
                "hold",
                json!([change("hold_until", Value::Null, json!(until.to_string()))]),
                None,
            );
        }
    }
}

impl Stage<'_> {
    fn clerks(&self) -> &[i32] {
        &self.staff.clerks[self.centre_index]
    }
}
