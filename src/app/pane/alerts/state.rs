//! What the alerts show: the matrix of the establishment or of a centre, my own preferences, or mails.

use crate::app::message::JobId;
use crate::domain::alert::{Audience, Delivery, Event, Pace, Settings};

/// Whose alerts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The establishment's matrix.
    #[default]
    Establishment,
    /// That of a centre, by its code.
    Centre(String),
    /// My own preferences.
    Mine,
    /// The mails that I was sent.
    Received,
    /// The mails of my centres that did not arrive.
    Undelivered,
    /// The mails about a file: its number, and who it is about.
    File(i32, String),
}

/// A line of my own preferences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MyLine {
    /// What holds for the events of which nothing is said.
    Any,
    /// An event.
    Event(Event),
    /// The language of my mails.
    Language,
}

impl MyLine {
    /// Its name in the database; the language is no event.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Event(event) => event.code(),
            Self::Language => "language",
        }
    }

    /// All of them, in their order.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Any].into_iter().chain(Event::settings().map(Self::Event)).chain([Self::Language])
    }
}

/// The alerts.
#[derive(Clone, Debug, Default)]
pub struct AlertsPane {
    /// Whose are in hand.
    pub scope: Scope,
    /// The file whose mails were asked for: they stand after the others.
    pub file: Option<(i32, String)>,
    /// Codes of the centres whose settings I see, once that is known.
    pub centres: Vec<String>,
    /// The settings of what is in hand, once they have come.
    pub settings: Option<Settings>,
    /// The mails of what is in hand, once they have come.
    pub mails: Option<Vec<Delivery>>,
    /// The question about it under way.
    pub loading: Option<JobId>,
    /// The changes under way.
    pub changing: Vec<JobId>,
    /// The text that was asked for.
    pub asking: Option<JobId>,
    /// The variables that a text may name.
    pub variables: &'static [&'static str],
    /// The line in hand.
    pub line: usize,
    /// The audience in hand, in the matrix.
    pub column: usize,
}

impl AlertsPane {
    /// Whether mails are in hand, rather than settings.
    pub fn is_on_mails(&self) -> bool {
        matches!(self.scope, Scope::Received | Scope::Undelivered | Scope::File(..))
    }

    /// Whether a matrix is.
    pub fn is_on_matrix(&self) -> bool {
        matches!(self.scope, Scope::Establishment | Scope::Centre(_))
    }

    /// The centre in hand.
    pub fn centre(&self) -> Option<&str> {
        match &self.scope {
            Scope::Centre(code) => Some(code),
            _ => None,
        }
    }

    /// What can be in hand, in its order; until it is known which centres are, they are those that one works in.
    pub fn scopes(&self, centres: &[String]) -> Vec<Scope> {
        let centres = if self.centres.is_empty() { centres } else { &self.centres };
        let centres = centres.iter().cloned().map(Scope::Centre);
        let file = self.file.iter().map(|(id, whom)| Scope::File(*id, whom.clone()));
        [Scope::Establishment]
            .into_iter()
            .chain(centres)
            .chain([Scope::Mine, Scope::Received, Scope::Undelivered])
            .chain(file)
            .collect()
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        match self.scope {
            Scope::Establishment | Scope::Centre(_) => {
                self.settings.as_ref().map_or(0, |_| Event::settings().count())
            }
            Scope::Mine => self.settings.as_ref().map_or(0, |_| MyLine::all().count()),
            Scope::Received | Scope::Undelivered | Scope::File(..) => self.mails.as_ref().map_or(0, Vec::len),
        }
    }

    /// The event and the audience of the cell in hand.
    pub fn cell(&self) -> Option<(Event, Audience)> {
        let event = Event::settings().nth(self.line).filter(|_| self.is_on_matrix())?;
        Some((event, *Audience::ALL.get(self.column)?))
    }

    /// The preference in hand.
    pub fn my_line(&self) -> Option<MyLine> {
        MyLine::all().nth(self.line).filter(|_| self.scope == Scope::Mine)
    }

    /// The mail in hand.
    pub fn mail(&self) -> Option<&Delivery> {
        self.mails.as_ref()?.get(self.line).filter(|_| self.is_on_mails())
    }

    /// Moves the hand by so many lines.
    pub fn step(&mut self, by: isize) {
        self.line = self.line.saturating_add_signed(by).min(self.lines().saturating_sub(1));
    }

    /// Moves the hand to another audience.
    pub fn step_aside(&mut self, by: isize) {
        if self.is_on_matrix() {
            self.column = self.column.saturating_add_signed(by).min(Audience::ALL.len() - 1);
        }
    }

    /// What is in hand has changed: nothing of it has come yet.
    pub fn open(&mut self, scope: Scope) {
        if self.scope == scope {
            return;
        }
        // From matrix to matrix the hand stays on its cell.
        let stays = self.is_on_matrix() && matches!(scope, Scope::Establishment | Scope::Centre(_));
        self.line = if stays { self.line } else { 0 };
        (self.settings, self.mails, self.scope) = (None, None, scope);
    }
}

/// What a cell becomes: the establishment's turns round, a centre's goes from inheriting to on, to off, and back.
pub(super) fn next_cell(
    settings: &Settings,
    of_centre: bool,
    event: Event,
    audience: Audience,
) -> Option<bool> {
    if !of_centre {
        return Some(!settings.of_establishment(event, audience));
    }
    match settings.choice(event, audience) {
        None => Some(true),
        Some(true) => Some(false),
        Some(false) => None,
    }
}

/// How fast I am told next: faster ones first, then as of any other event.
pub(super) fn next_pace(now: Option<Pace>, of_any: bool) -> Option<Pace> {
    let Some(now) = now else {
        // Nothing said of any is the same as at once.
        return Some(if of_any { Pace::Daily } else { Pace::AtOnce });
    };
    let place = Pace::ALL.iter().position(|pace| *pace == now).unwrap_or_default();
    match Pace::ALL.get(place + 1) {
        Some(next) => Some(*next),
        None if of_any => Some(Pace::AtOnce),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hand_stays_on_its_cell_from_matrix_to_matrix() {
        let mut pane = AlertsPane { settings: Some(Settings::default()), ..AlertsPane::default() };
        pane.step(3);
        pane.step_aside(9);
        assert_eq!(pane.cell(), Some((Event::ChangedByStaff, Audience::Supervisor)));
        pane.open(Scope::Centre("SCI".into()));
        assert_eq!((pane.line, pane.column, pane.lines()), (3, 3, 0));
        pane.open(Scope::Mine);
        assert_eq!((pane.line, pane.cell()), (0, None));
        assert_eq!(pane.my_line(), Some(MyLine::Any));
    }

    #[test]
    fn a_cell_and_a_pace_go_round() {
        let (event, audience) = (Event::Signed, Audience::Clerk);
        let mut settings = Settings { defaults: vec![(event, audience, true)], ..Settings::default() };
        assert_eq!(next_cell(&settings, false, event, audience), Some(false));
        let mut seen = Vec::new();
        for _ in 0..3 {
            let next = next_cell(&settings, true, event, audience);
            settings.choices = next.map(|on| (event, audience, on)).into_iter().collect();
            seen.push(next);
        }
        assert_eq!(seen, [Some(true), Some(false), None]);
        let round = |of_any| {
            std::iter::successors(Some(None), |now| Some(next_pace(*now, of_any))).take(7).collect::<Vec<_>>()
        };
        use Pace::{AtOnce, Daily, Never, Weekly};
        let of_one = [None, Some(AtOnce), Some(Daily), Some(Weekly), Some(Never), None, Some(AtOnce)];
        assert_eq!(round(false), of_one);
        let of_any = [None, Some(Daily), Some(Weekly), Some(Never), Some(AtOnce), Some(Daily), Some(Weekly)];
        assert_eq!(round(true), of_any);
    }

    #[test]
    fn the_file_whose_mails_were_asked_for_stands_last() {
        let pane = AlertsPane { file: Some((28413, "BENALI Inès".into())), ..AlertsPane::default() };
        let scopes = pane.scopes(&["SCI".into()]);
        assert_eq!(scopes.len(), 6);
        assert_eq!(scopes[1], Scope::Centre("SCI".into()));
        assert_eq!(scopes[5], Scope::File(28413, "BENALI Inès".into()));
    }
}
