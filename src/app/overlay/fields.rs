//! A box of several fields: texts to type and choices to tick, under what they are for. Without a field it is a
//! question: Enter says yes.

use chrono::NaiveDate;
use widgets::paragraph::ParagraphEditor;
use widgets::prompt::LineEditor;

use super::completing::Completing;
use crate::app::begun::{self, Held};
use crate::app::entry;
use crate::app::message::JobId;
use crate::app::pane::{administration, alerts, organisations, writing};
use crate::app::words;
use crate::domain::act::Target;
use crate::i18n::Texts;

/// What a box of fields is for; whoever opened it takes what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A change of roles, people or centres.
    Administration(administration::Form),
    /// Recording somebody's pedagogical validation of these files.
    OnBehalf(Vec<Target>),
    /// Recording that everybody signed these amendments.
    Sign(Vec<Target>),
    /// Writing a file.
    Writing(writing::Boxed),
    /// A change of the registry of hosts.
    Organisation(organisations::HostForm),
    /// A change of alerts, of a text or of a mail.
    Alerts(alerts::AlertForm),
}

impl Purpose {
    /// What is kept of a box that is closed before it is taken is kept under this name; nothing for a question, and for
    /// one value, which is soon typed again or kept by its pane.
    pub fn about(&self) -> Option<String> {
        match self {
            Self::Administration(form) => form.about(),
            Self::OnBehalf(targets) => targets.first().map(|first| format!("on-behalf {}", first.id)),
            Self::Sign(_) => None,
            Self::Writing(boxed) => boxed.about(),
            Self::Organisation(form) => form.about(),
            Self::Alerts(form) => form.about(),
        }
    }
}

/// How many options of a choice may be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ticking {
    /// Exactly one.
    One,
    /// Any number.
    Many,
    /// Any number, in the order in which they are ticked.
    Ordered,
}

/// What is typed or ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A line of text.
    Text(LineEditor),
    /// A line of text that is not shown.
    Secret(LineEditor),
    /// A text of several lines.
    Paragraph(Box<ParagraphEditor>),
    /// A day, and where its month stands while what is typed is none.
    Day(LineEditor, NaiveDate),
    /// Options, and the places of those ticked.
    Choice {
        /// Code and label of each option.
        options: Vec<(String, String)>,
        /// Places of the ticked ones, in the order in which they were.
        ticked: Vec<usize>,
        /// How many may be.
        ticking: Ticking,
    },
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name on the screen.
    pub label: String,
    /// What it holds.
    pub content: Content,
}

impl Field {
    /// A line of text.
    pub fn text(label: impl Into<String>, text: &str) -> Self {
        Self { label: label.into(), content: Content::Text(LineEditor::new(text)) }
    }

    /// A line of text that is not shown.
    pub fn secret(label: impl Into<String>) -> Self {
        Self { label: label.into(), content: Content::Secret(LineEditor::new("")) }
    }

    /// A text of several lines.
    pub fn paragraph(label: impl Into<String>, text: &str) -> Self {
        Self { label: label.into(), content: Content::Paragraph(Box::new(ParagraphEditor::new(text))) }
    }

    /// A day, or several, the last of them on a month that stands near another one while none is typed.
    pub fn day(label: impl Into<String>, text: &str, near: NaiveDate) -> Self {
        Self { label: label.into(), content: Content::Day(LineEditor::new(text), near) }
    }

    /// Yes or no.
    pub fn yes_or_no(texts: Texts, label: &'static str, yes: bool) -> Self {
        let option = |code: &str| (code.to_owned(), words::coded(texts, "value", code).to_owned());
        let ticked = if yes { "yes" } else { "no" };
        let options = ["yes", "no"].map(option).to_vec();
        Self::choice(texts.get(label), options, &[ticked.to_owned()], Ticking::One)
    }

    /// Whether yes is ticked.
    pub fn is_yes(&self) -> bool {
        self.ticked() == ["yes"]
    }

    /// Options, those in `ticked` ticked, in that order.
    pub fn choice(
        label: impl Into<String>,
        options: Vec<(String, String)>,
        ticked: &[String],
        ticking: Ticking,
    ) -> Self {
        let place = |code: &String| options.iter().position(|(known, _)| known == code);
        let ticked = ticked.iter().filter_map(place).collect();
        Self { label: label.into(), content: Content::Choice { options, ticked, ticking } }
    }

    /// Takes what it held before.
    pub fn fill(&mut self, held: &Held) {
        match (&mut self.content, held) {
            (Content::Text(line) | Content::Day(line, _), Held::Text(text)) => *line = LineEditor::new(text),
            (Content::Paragraph(editor), Held::Text(text)) => **editor = ParagraphEditor::new(text),
            (Content::Choice { options, ticked, .. }, Held::Ticked(codes)) => {
                let place = |code: &String| options.iter().position(|(known, _)| known == code);
                *ticked = codes.iter().filter_map(place).collect();
            }
            _ => {}
        }
    }

    /// How many lines it takes: one for a text, one an option.
    pub fn lines(&self) -> usize {
        match &self.content {
            Content::Text(_) | Content::Secret(_) | Content::Paragraph(_) | Content::Day(..) => 1,
            Content::Choice { options, .. } => options.len(),
        }
    }

    /// What is typed, without blanks around it.
    pub fn typed(&self) -> &str {
        match &self.content {
            Content::Text(line) | Content::Secret(line) | Content::Day(line, _) => line.text().trim(),
            Content::Paragraph(_) | Content::Choice { .. } => "",
        }
    }

    /// All that is typed, over however many lines; nothing for a choice or a secret.
    pub fn whole_text(&self) -> Option<String> {
        match &self.content {
            Content::Text(line) | Content::Day(line, _) => Some(line.text().to_owned()),
            Content::Paragraph(text) => Some(text.text()),
            Content::Secret(_) | Content::Choice { .. } => None,
        }
    }

    /// The codes of what is ticked, in the order in which it was.
    pub fn ticked(&self) -> Vec<String> {
        match &self.content {
            Content::Choice { options, ticked, .. } => {
                ticked.iter().filter_map(|at| options.get(*at)).map(|(code, _)| code.clone()).collect()
            }
            Content::Text(_) | Content::Secret(_) | Content::Paragraph(_) | Content::Day(..) => Vec::new(),
        }
    }

    /// The day in hand on the month: the last one that is typed, or the one that it stands near.
    pub fn day_in_hand(&self) -> Option<NaiveDate> {
        match &self.content {
            Content::Day(line, near) => Some(days(line.text()).last().unwrap_or(*near)),
            _ => None,
        }
    }

    /// Writes a day in the place of the last one that is typed; one half typed is left as it is.
    fn put_day(&mut self, day: &str) {
        let Content::Day(line, _) = &mut self.content else { return };
        let text = line.text().trim_end();
        let kept = text.rfind(BETWEEN_DAYS).map_or("", |at| &text[..=at]);
        let last = &text[kept.len()..];
        if last.is_empty() || entry::day(last).is_ok() {
            let blank = if kept.ends_with([';', ',']) { " " } else { "" };
            let whole = format!("{kept}{blank}{day}");
            line.set(&whole);
        }
    }

    /// The line of the first ticked option.
    fn first_ticked(&self) -> usize {
        match &self.content {
            Content::Choice { ticked, .. } => ticked.first().copied().unwrap_or(0),
            _ => 0,
        }
    }
}

/// Between two days, of a period or of several.
const BETWEEN_DAYS: [char; 4] = [';', ',', '.', ' '];

/// The days that are typed, in their order.
fn days(text: &str) -> impl Iterator<Item = NaiveDate> {
    text.split(BETWEEN_DAYS).filter_map(|part| entry::day(part).ok())
}

/// The box.
#[derive(Clone, Debug)]
pub struct FieldsBox {
    /// What it is for.
    pub purpose: Purpose,
    /// Its title.
    pub title: String,
    /// What will happen, or what is expected: a line each.
    pub told: Vec<String>,
    /// The fields.
    pub fields: Vec<Field>,
    /// The line in hand, over the lines of all fields.
    pub line: usize,
    /// What the fields held when it was opened.
    pub opened: Vec<Held>,
    /// What is wrong.
    pub error: Option<String>,
    /// What it says is on its way.
    pub sending: Option<JobId>,
    /// How far it is.
    pub progress: Option<String>,
    /// The address that is completed as it is typed, if it asks for one.
    pub completing: Option<Box<Completing>>,
}

impl FieldsBox {
    /// A box with its first line in hand, or what is ticked of its first field.
    pub fn new(purpose: Purpose, title: String, told: Vec<String>, fields: Vec<Field>) -> Self {
        let line = fields.first().map_or(0, Field::first_ticked);
        let opened = begun::held(&fields);
        Self {
            purpose,
            title,
            told,
            fields,
            line,
            opened,
            error: None,
            sending: None,
            progress: None,
            completing: None,
        }
    }

    /// How many lines there are to stand on.
    pub fn lines(&self) -> usize {
        self.before(self.fields.len())
    }

    /// How many lines a field takes, with the addresses under it.
    pub(super) fn lines_of(&self, place: usize) -> usize {
        self.fields.get(place).map_or(0, Field::lines) + self.addresses(place).len()
    }

    /// How many lines stand before a field.
    pub(super) fn before(&self, place: usize) -> usize {
        (0..place).map(|place| self.lines_of(place)).sum()
    }

    /// The field in hand, and the line within it.
    pub fn here(&self) -> Option<(usize, usize)> {
        let mut left = self.line;
        for place in 0..self.fields.len() {
            let lines = self.lines_of(place);
            if left < lines {
                return Some((place, left));
            }
            left -= lines;
        }
        None
    }

    /// The text in hand, when the hand is on one.
    pub fn editor(&mut self) -> Option<&mut LineEditor> {
        let (place, _) = self.here().filter(|_| self.address_in_hand().is_none())?;
        match &mut self.fields.get_mut(place)?.content {
            Content::Text(line) | Content::Secret(line) | Content::Day(line, _) => Some(line),
            Content::Paragraph(_) | Content::Choice { .. } => None,
        }
    }

    /// The text of several lines in hand, when the hand is on one.
    pub fn paragraph(&mut self) -> Option<&mut ParagraphEditor> {
        let (place, _) = self.here()?;
        match &mut self.fields.get_mut(place)?.content {
            Content::Paragraph(text) => Some(text),
            _ => None,
        }
    }

    /// The day in hand, when the hand is on one.
    pub fn day_in_hand(&self) -> Option<NaiveDate> {
        let (place, _) = self.here()?;
        self.fields.get(place)?.day_in_hand()
    }

    /// Writes a day in the place of the one in hand.
    pub fn put_day(&mut self, day: &str) {
        if let Some((place, _)) = self.here()
            && let Some(field) = self.fields.get_mut(place)
        {
            field.put_day(day);
        }
    }

    /// Whether the hand is on a text of several lines.
    pub fn is_on_paragraph(&self) -> bool {
        let field = self.here().and_then(|(place, _)| self.fields.get(place));
        field.is_some_and(|field| matches!(field.content, Content::Paragraph(_)))
    }

    /// Whether what is typed goes to a text.
    pub fn is_typing(&self) -> bool {
        self.address_in_hand().is_none()
            && self
                .here()
                .and_then(|(place, _)| self.fields.get(place))
                .is_some_and(|field| !matches!(field.content, Content::Choice { .. }))
    }

    /// Ticks the option in hand, or unticks it; takes the address in hand.
    pub fn toggle(&mut self) {
        if self.take_address() {
            return;
        }
        let Some((place, at)) = self.here() else { return };
        let Some(Field { content: Content::Choice { ticked, ticking, .. }, .. }) = self.fields.get_mut(place)
        else {
            return;
        };
        self.error = None;
        match ticked.iter().position(|ticked| *ticked == at) {
            _ if *ticking == Ticking::One => *ticked = vec![at],
            Some(where_) => drop(ticked.remove(where_)),
            None => ticked.push(at),
        }
    }

    /// Ticks the option at a line, with the hand left on the text it was on; or puts the hand on the text there.
    pub fn choose(&mut self, line: usize) {
        let (before, typing) = (self.line, self.is_typing());
        self.line = line.min(self.lines().saturating_sub(1));
        self.toggle();
        if typing && !self.is_typing() {
            self.line = before;
        }
    }

    /// To the next text after the one in hand, if there is one.
    pub fn next_text(&mut self) {
        let Some((here, _)) = self.here() else { return };
        let is_text = |field: &Field| !matches!(field.content, Content::Choice { .. });
        let next = self.fields.iter().enumerate().skip(here + 1).find(|(_, field)| is_text(field));
        if let Some((there, _)) = next {
            self.line = self.before(there);
        }
    }

    /// To the next field, or the previous one, and round.
    pub fn turn_field(&mut self, forward: bool) {
        let count = self.fields.len();
        let Some((here, _)) = self.here().filter(|_| count > 1) else { return };
        let there = if forward { (here + 1) % count } else { (here + count - 1) % count };
        self.line = self.before(there);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::pane::administration::Form;

    fn box_of(ticking: Ticking) -> FieldsBox {
        let options = ["a", "b", "c"].map(|code| (code.to_owned(), code.to_uppercase())).to_vec();
        let fields = vec![
            Field::text("name", "x"),
            Field::choice("choice", options, &["b".to_owned()], ticking),
            Field::secret("secret"),
        ];
        FieldsBox::new(Purpose::Administration(Form::AddPerson), String::new(), Vec::new(), fields)
    }

    #[test]
    fn lines_run_over_all_fields() {
        let mut fields = box_of(Ticking::Many);
        assert_eq!(fields.lines(), 5);
        assert!(fields.is_typing());
        fields.turn_field(true);
        assert_eq!((fields.line, fields.is_typing()), (1, false));
        fields.turn_field(true);
        assert_eq!((fields.line, fields.is_typing()), (4, true));
        fields.turn_field(true);
        assert_eq!(fields.line, 0);
        fields.turn_field(false);
        assert_eq!(fields.line, 4);
    }

    #[test]
    fn ticks_are_one_many_or_in_order() {
        for (ticking, expected) in
            [(Ticking::One, vec!["a"]), (Ticking::Many, vec!["c", "a"]), (Ticking::Ordered, vec!["c", "a"])]
        {
            let mut fields = box_of(ticking);
            for line in [2, 3, 1] {
                fields.line = line;
                fields.toggle();
            }
            let choice = &fields.fields[1];
            assert_eq!(choice.ticked(), expected, "{ticking:?}");
        }
    }
}
