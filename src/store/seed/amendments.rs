//! The amendments of the demonstration: what validated files have been through, and what waits to be decided. A file holds
//! the values that its validated amendments leave, so each of those is told backwards: what it replaced is drawn.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::fields::Field;
use super::pace::moments;
use super::presence::Presence;
use super::rng::Rng;
use super::rows::{Rows, day_of, moment};
use super::story::{Event, change};
use super::timeline::{Fate, FilePlan, Signing, Twist};

/// What a file says that amendments are drawn from.
pub(super) struct Amended<'a> {
    pub(super) today: NaiveDate,
    pub(super) field: Field,
    pub(super) presence: &'a Presence,
    /// By the hour, where it is paid so.
    pub(super) hourly: Option<Decimal>,
    pub(super) subject: &'a str,
    pub(super) supervisor: Option<i32>,
    pub(super) other_supervisor: i32,
    pub(super) tutor: Option<i32>,
    pub(super) other_tutor: i32,
    pub(super) clerks: &'a [i32],
    /// When it was last acted upon.
    pub(super) since: i64,
}

/// What one amendment changes: its motive, what it writes and what that replaces.
struct Drawn {
    motive: &'static str,
    effective_from: NaiveDate,
    comment: Option<&'static str>,
    changes: Value,
    written: Value,
    replaced: Value,
}

/// The rows of a batch.
pub(super) struct Batch {
    amendment: Rows,
    motive: Rows,
    step: Rows,
    signature: Rows,
    rate: Rows,
}

const SIGNERS: [&str; 5] = ["student", "supervisor", "tutor", "signatory", "establishment"];
const PRESENCE: &str =
    "Du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h, le vendredi en télétravail.";

impl Batch {
    pub(super) fn new() -> Self {
        Self {
            amendment: Rows::new(
                "amendment (id, convention_id, number, state, circuit, steps_done, replaced, written, state_since, \
                 submitted_at, validated_at, signed_at, created_by, created_at)",
            ),
            motive: Rows::new("amendment_motive (amendment_id, motive, effective_from, comment, changes)"),
            step: Rows::new("amendment_step (amendment_id, kind, done_at, done_by)"),
            signature: Rows::new("amendment_signature (amendment_id, signer, signed_on, means)"),
            rate: Rows::new("gratification_rate (convention_id, valid_from, amount, unit, basis)"),
        }
    }

    pub(super) fn tables(&mut self) -> [&mut Rows; 5] {
        [&mut self.amendment, &mut self.motive, &mut self.step, &mut self.signature, &mut self.rate]
    }

    /// Draws the amendments of a file, and tells them.
    pub(super) fn draw(&mut self, id: u32, file: &FilePlan, about: &Amended<'_>, share: f64) -> Vec<Event> {
        let mut rng = Rng::fork(file.seed, 5);
        let mut events = Vec::new();
        let plain = matches!(file.fate, Fate::Validated(Signing::Signed | Signing::NotSent));
        let yesterday = about.today - Days::new(1);
        let runs = file.end >= about.today;
        // What is not over is what people come back to.
        let share = if runs { 5.0 * share } else { share };
        if !plain || file.twist != Twist::None || !rng.chance(share) {
            return events;
        }
        let mut topics: Vec<usize> = (0..7).collect();
        let wanted = 1 + [0, 0, 0, 0, 0, 0, 1, 1, 2, 5][rng.below(10)];
        let mut number = 0;
        let mut at = about.since + 3_600;
        while number < wanted && !topics.is_empty() && day_of(at + 4 * 3_600) <= yesterday {
            let topic = topics.swap_remove(rng.below(topics.len()));
            let last = number + 1 == wanted;
            let waits = last && runs && rng.chance(0.6);
            let Some(drawn) = (if waits {
                ahead(&mut rng, topic, file, about)
            } else {
                behind(&mut rng, topic, file, about)
            }) else {
                continue;
            };
            number += 1;
            let times = moments(&mut rng, at, yesterday, 4);
            at = times[3] + 3_600;
            let state = match (waits, runs) {
                (true, _) if rng.chance(0.12) => "draft",
                (true, _) => "submitted",
                (_, true) if rng.chance(0.45) && last => "validated",
                _ => "signed",
            };
            self.tell(id, number, state, &drawn, &times, about, &mut rng, &mut events);
        }
        events
    }

    #[expect(clippy::too_many_arguments, reason = "one amendment and everything its rows hold")]
    fn tell(
        &mut self,
        id: u32,
        number: usize,
        state: &'static str,
        drawn: &Drawn,
        times: &[i64],
        about: &Amended<'_>,
        rng: &mut Rng,
        events: &mut Vec<Event>,
    ) {
        let key = self.amendment.count + 1;
        let clerk = *rng.pick(about.clerks);
        let reached =
            ["draft", "submitted", "validated", "signed"].iter().position(|name| *name == state).unwrap_or(0);
        let is_done = reached >= 2;
        let rows = &mut self.amendment;
        rows.show(key).show(id).show(number).text(state);
        rows.text(if reached > 0 { "{administrative}" } else { "{}" }).show(u8::from(is_done));
        rows.maybe(is_done.then(|| drawn.replaced.to_string()).as_deref());
        rows.maybe(is_done.then(|| drawn.written.to_string()).as_deref());
        rows.moment(times[reached]);
        for (step, at) in times.iter().enumerate().skip(1) {
            rows.maybe_moment((step <= reached).then_some(*at));
        }
        rows.show(clerk).moment(times[0]);
        rows.end();
        let rows = &mut self.motive;
        rows.show(key).text(drawn.motive).show(drawn.effective_from).maybe(drawn.comment);
        rows.text(&drawn.changes.to_string());
        rows.end();
        let named = |of: &str| format!("amendment.{number}{of}");
        let mut push = |at: i64, verb: &'static str, changes: Vec<Value>| {
            events.push(Event {
                at,
                person: Some(clerk),
                verb,
                changes: Value::Array(changes),
                reason: None,
            });
        };
        push(times[0], "amend_create", vec![change(&named(""), Value::Null, json!("draft"))]);
        let said = drawn.changes.as_object().into_iter().flatten();
        let mut edits: Vec<Value> = said
            .map(|(field, value)| change(&named(&format!(".{field}")), Value::Null, value.clone()))
            .collect();
        edits.push(change(
            &named(&format!(".{}.effective_from", drawn.motive)),
            Value::Null,
            json!(drawn.effective_from.to_string()),
        ));
        push(times[0] + 300, "amend_edit", edits);
        if reached >= 1 {
            push(times[1], "amend_submit", vec![change(&named(""), json!("draft"), json!("submitted"))]);
        }
        if is_done {
            let mut changes = vec![change(&named(""), json!("submitted"), json!("validated"))];
            let written = drawn.written.as_object().into_iter().flatten();
            changes
                .extend(written.map(|(field, to)| change(field, drawn.replaced[field].clone(), to.clone())));
            push(times[2], "amend_validate", changes);
            self.step.show(key).text("administrative").moment(times[2]).show(clerk);
            self.step.end();
            for signer in SIGNERS {
                let signed = (reached >= 3).then(|| day_of(times[3]));
                self.signature.show(key).text(signer).maybe_show(signed).maybe(signed.map(|_| "electronic"));
                self.signature.end();
            }
            for rate in drawn.written["gratification_rates"].as_array().into_iter().flatten() {
                self.rate.show(id);
                for value in rate.as_array().into_iter().flatten() {
                    self.rate.maybe(value.as_str());
                }
                self.rate.end();
            }
        }
        if reached >= 3 {
            let changes = vec![
                change(&named(""), json!("validated"), json!("signed")),
                change(&named(".signature.all"), Value::Null, json!(day_of(times[3]).to_string())),
            ];
            push(times[3], "amend_sign", changes);
        }
    }
}

fn money(amount: Decimal) -> Value {
    serde_json::from_str(&amount.to_string()).unwrap_or(Value::Null)
}

fn rates(file: &FilePlan, since: NaiveDate, before: Decimal, after: Decimal) -> Value {
    json!([[file.start, before.to_string(), "hour", "net"], [since, after.to_string(), "hour", "net"]])
}

/// A day within the internship, in the working days of the load.
fn within(rng: &mut Rng, file: &FilePlan) -> NaiveDate {
    file.start + Days::new(rng.between(5, (file.end - file.start).num_days().max(6)) as u64)
}

/// What has been decided: the file holds the outcome.
fn behind(rng: &mut Rng, topic: usize, file: &FilePlan, about: &Amended<'_>) -> Option<Drawn> {
    let since = within(rng, file);
    let drawn = |motive, comment, changes: Value, replaced: Value| Drawn {
        motive,
        effective_from: since,
        comment,
        written: changes.clone(),
        changes,
        replaced,
    };
    Some(match topic {
        0 => {
            let before = file.end - Days::new(7 * (1 + rng.below(3) as u64));
            let hours = (before > file.start).then(|| about.presence.hours_until(before))??;
            let total = json!({ "end_date": file.end, "total_hours": money(about.presence.hours()) });
            Drawn {
                written: total,
                ..drawn(
                    "period",
                    Some("Prolongation demandée par l'organisme."),
                    json!({ "end_date": file.end }),
                    json!({ "end_date": before, "total_hours": money(hours) }),
                )
            }
        }
        1 => {
            let after = about.hourly.filter(|amount| *amount > Decimal::ONE)?;
            let before = after - Decimal::new(15, 2);
            let rates = rates(file, since, before, after);
            Drawn {
                written: json!({ "gratification_amount": money(after), "gratification_rates": rates }),
                ..drawn(
                    "gratification",
                    None,
                    json!({ "gratification_amount": money(after) }),
                    json!({ "gratification_amount": money(before), "gratification_rates": [] }),
                )
            }
        }
        2 => drawn(
            "supervisor",
            None,
            json!({ "supervisor_id": about.supervisor.filter(|id| *id != about.other_supervisor)? }),
            json!({ "supervisor_id": about.other_supervisor }),
        ),
        3 => drawn(
            "tutor",
            Some("Le tuteur a quitté l'organisme."),
            json!({ "tutor_id": about.tutor.filter(|id| *id != about.other_tutor)? }),
            json!({ "tutor_id": about.other_tutor }),
        ),
        4 => {
            let before = about.field.subject(rng);
            (before != about.subject).then(|| {
                drawn("subject", None, json!({ "subject": about.subject }), json!({ "subject": before }))
            })?
        }
        _ => drawn(
            "other",
            Some("Les frais de déplacement sont pris en charge par l'organisme."),
            json!({}),
            json!({}),
        ),
    })
}

/// What waits to be decided: the file holds what was.
fn ahead(rng: &mut Rng, topic: usize, file: &FilePlan, about: &Amended<'_>) -> Option<Drawn> {
    let near = about.today.max(file.start) + Days::new(rng.below(12) as u64);
    // Some were handed in late: what they say should hold already.
    let since = if rng.chance(0.15) { file.start } else { near.min(file.end) };
    let drawn = |motive, comment, changes: Value| Drawn {
        motive,
        effective_from: since,
        comment,
        changes,
        written: json!({}),
        replaced: json!({}),
    };
    Some(match topic {
        0 if rng.chance(0.4) => {
            let from = near.min(file.end - Days::new(3));
            let days = json!({ "added": [[from, from + Days::new(2)]], "removed": [] });
            drawn("period", Some("Fermeture de l'organisme."), json!({ "interruptions": days }))
        }
        0 => {
            drawn("period", None, json!({ "end_date": file.end + Days::new(7 * (1 + rng.below(6) as u64)) }))
        }
        1 => {
            let before = about.hourly?;
            let steps = Decimal::from(1 + rng.below(8)) * Decimal::new(10, 2);
            let amount = if rng.chance(0.8) { before + steps } else { before - steps };
            drawn("gratification", None, json!({ "gratification_amount": money(amount) }))
        }
        2 => drawn(
            "supervisor",
            Some("L'enseignant est en congé."),
            json!({ "supervisor_id": Some(about.other_supervisor).filter(|id| Some(*id) != about.supervisor)? }),
        ),
        3 => drawn(
            "tutor",
            None,
            json!({ "tutor_id": Some(about.other_tutor).filter(|id| Some(*id) != about.tutor)? }),
        ),
        4 => {
            let subject = about.field.subject(rng);
            (subject != about.subject).then(|| drawn("subject", None, json!({ "subject": subject })))?
        }
        5 => drawn(
            "schedule",
            Some("Un jour de télétravail."),
            json!({ "presence": PRESENCE, "remote_days": 1.0 }),
        ),
        _ if rng.chance(0.5) && near < file.end => Drawn {
            effective_from: near,
            ..drawn(
                "rupture",
                None,
                json!({ "rupture_on": near, "rupture_by": "intern", "rupture_cause": "other", "rupture_outcome": "otherwise" }),
            )
        },
        _ => drawn("other", Some("L'organisme change de nom : l'établissement reste le même."), json!({})),
    })
}

/// When somebody acted last, or the morning of a day.
pub(super) fn last_act(events: &[Event], created: NaiveDate) -> i64 {
    events.last().map_or_else(|| moment(created, 9 * 3_600), |event| event.at)
}
