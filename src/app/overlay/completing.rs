//! The address of a box, completed as it is typed: once the hand rests, addresses that begin so stand under it, to be
//! taken whole. A help and never a condition.

use chrono::{DateTime, Utc};

use super::fields::{Content, FieldsBox};
use crate::app::effect::{Ask, Effect};
use crate::app::message::JobId;
use crate::app::model::{Model, REST};
use crate::app::overlay::Overlay;
use crate::domain::organisation::address::Suggestion;

/// Signs from which an address is worth a question.
const LETTERS: usize = 4;

/// Where the address of a box is typed, and what completes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Completing {
    /// The place of number and street among the fields, of the postal code and of the town.
    places: [usize; 3],
    /// When addresses are looked for.
    due: Option<DateTime<Utc>>,
    /// The question about them.
    asking: Option<JobId>,
    /// What was typed when they were looked for, or when one was taken.
    of: String,
    /// Addresses that may be meant.
    pub found: Vec<Suggestion>,
}

impl FieldsBox {
    /// The same box, with the address completed that is typed in the fields of these names.
    pub fn completing(mut self, names: &[&str]) -> Self {
        let place = |wanted: &str| names.iter().position(|name| *name == wanted);
        self.completing = match (place("address"), place("postal_code"), place("town")) {
            (Some(street), Some(code), Some(town)) => Some(Box::new(Completing {
                places: [street, code, town],
                due: None,
                asking: None,
                of: String::new(),
                found: Vec::new(),
            })),
            _ => None,
        };
        // What stands there already is not to be completed.
        self.remember_typed();
        self
    }

    /// What is typed of the address by now is not looked for again.
    fn remember_typed(&mut self) {
        let typed = self.typed_address();
        if let Some(completing) = &mut self.completing {
            completing.of = typed;
        }
    }

    /// Puts addresses under the street, in the place of those that stood there; the hand stays on its field.
    fn put_addresses(&mut self, found: Vec<Suggestion>) {
        let here = self.here();
        if let Some(completing) = &mut self.completing {
            completing.found = found;
        }
        if let Some((place, line)) = here {
            self.line = self.before(place) + line.min(self.lines_of(place).saturating_sub(1));
        }
    }

    /// The addresses that stand under a field.
    pub fn addresses(&self, place: usize) -> &[Suggestion] {
        let completing = self.completing.as_ref().filter(|completing| completing.places[0] == place);
        completing.map(|completing| completing.found.as_slice()).unwrap_or_default()
    }

    /// The address in hand, when the hand is on one.
    pub fn address_in_hand(&self) -> Option<&Suggestion> {
        let (place, line) = self.here()?;
        self.addresses(place).get(line.checked_sub(1)?)
    }

    /// When addresses are to be looked for.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        self.completing.as_ref()?.due
    }

    /// Takes the address in hand, if there is one, and puts the hand on its street.
    pub fn take_address(&mut self) -> bool {
        let (Some(taken), Some((_, line))) = (self.address_in_hand().cloned(), self.here()) else {
            return false;
        };
        let Some(completing) = &mut self.completing else { return false };
        let [street, code, town] = completing.places;
        (completing.found, completing.due, completing.asking) = (Vec::new(), None, None);
        // A town alone leaves the street as it was typed.
        for (at, text) in [(street, taken.address), (code, taken.postal_code), (town, taken.town)] {
            if let (Some(Content::Text(line)), Some(text)) =
                (self.fields.get_mut(at).map(|field| &mut field.content), text)
            {
                line.set(&text);
            }
        }
        self.line -= line;
        self.remember_typed();
        true
    }

    /// What is typed of the address.
    fn typed_address(&self) -> String {
        let Some(completing) = &self.completing else { return String::new() };
        let typed = |place: &usize| self.fields.get(*place).map(|field| field.typed()).unwrap_or_default();
        completing.places.iter().map(typed).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Something was typed in a box: if it is the address, others are looked for once the hand rests.
pub fn typed(model: &mut Model) {
    let now = model.now;
    let Some(Overlay::Fields(fields)) = &mut model.overlay else { return };
    let here = fields.here().map(|(place, _)| place);
    let text = fields.typed_address();
    let Some(completing) = fields.completing.as_mut().filter(|one| Some(one.places[0]) == here) else {
        return;
    };
    if text == completing.of {
        return;
    }
    completing.asking = None;
    completing.due = (text.chars().count() >= LETTERS).then_some(now + REST);
    fields.put_addresses(Vec::new());
}

/// The hand has rested: looks for addresses.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let job = model.new_job();
    let Some(Overlay::Fields(fields)) = &mut model.overlay else { return Vec::new() };
    let Some(completing) = &mut fields.completing else { return Vec::new() };
    if completing.due.take_if(|at| *at <= now).is_none() {
        return Vec::new();
    }
    completing.asking = Some(job);
    fields.remember_typed();
    vec![Effect::Ask(job, Ask::Addresses(fields.typed_address()))]
}

/// Addresses have come: they stand under the street, wherever the hand has gone meanwhile.
pub fn came(model: &mut Model, job: JobId, found: Vec<Suggestion>) {
    let Some(Overlay::Fields(fields)) = &mut model.overlay else { return };
    let Some(completing) = &mut fields.completing else { return };
    if completing.asking.take_if(|awaited| *awaited == job).is_some() {
        fields.put_addresses(found);
    }
}
