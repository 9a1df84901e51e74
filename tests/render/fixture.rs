//! A desk with a plausible morning's work on it, driven by keys and answers as the program drives it.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use guichet::app::effect::{self, AlertAsk, Ask, Effect};
use guichet::app::key::Chord;
use guichet::app::keymap::Keymap;
use guichet::app::message::{AlertTold, Answer, JobId, LinkNews, Message, Page, Records};
use guichet::app::model::Model;
use guichet::app::update::update;
use guichet::config::{keymap, theme};
use guichet::domain::access::Register;
use guichet::domain::queue::Queue;
use guichet::i18n::{Lang, Texts};
use guichet::ui;
use guichet::ui::signs::Manner;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::morning::{clerk, counts, reasons, rows, sheet_of};
use crate::support::screen::StyledScreen;

pub fn now() -> DateTime<Utc> {
    "2026-02-24T09:05:00Z".parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// How a screen is looked at.
#[derive(Clone, Copy)]
pub struct Look {
    pub lang: Lang,
    pub theme: &'static str,
    pub size: (u16, u16),
}

pub const FRENCH: Look = Look { lang: Lang::Fr, theme: "dark", size: (120, 40) };

/// The desk, and the questions it has asked and nobody has answered.
pub struct Desk {
    pub model: Model,
    theme: ui::theme::Theme,
    asked: Vec<(JobId, Ask)>,
}

impl Desk {
    /// A desk nobody has answered yet.
    pub fn opened(look: Look) -> Self {
        let layers = keymap::load("default", None, None).unwrap();
        let keys = Keymap::build(&layers).unwrap();
        let mut model = Model::new(Texts::of(look.lang), keys, "default", look.theme, now());
        model.size = look.size;
        let faces = theme::Theme::load(look.theme, None).unwrap();
        let depth = if look.theme == "mono" { theme::Depth::Mono } else { theme::Depth::Indexed };
        Self { model, theme: ui::theme::Theme::new(&faces, depth), asked: Vec::new() }
    }

    /// A clerk's desk: connected, counted, the list read, the first file seen.
    pub fn working(look: Look) -> Self {
        let mut desk = Self::opened(look);
        desk.tell(Message::Link(LinkNews::Up(Box::new(clerk()), now().date_naive())));
        desk.model.list.queue = Queue::Administrative;
        desk.answer(Answer::Counts(counts()));
        desk.answer(Answer::Reasons(reasons()));
        desk.answer(Answer::Page(Page { rows: rows(), before: 0, at_top: true, at_bottom: true }));
        desk.draw();
        desk.read_file();
        desk
    }

    /// Takes another key map of ours.
    pub fn with_keys(&mut self, name: &str) -> &mut Self {
        self.model.keymap = Keymap::build(&keymap::load(name, None, None).unwrap()).unwrap();
        self
    }

    /// The same desk in ASCII signs.
    pub fn in_plain(mut self) -> Self {
        self.theme = self.theme.in_manner(Manner::Ascii);
        self.model.speak(self.model.texts.typed());
        self
    }

    pub fn tell(&mut self, message: Message) {
        let at = self.model.now;
        self.tell_at(message, at);
    }

    pub fn tell_at(&mut self, message: Message, at: DateTime<Utc>) {
        let effects = update(&mut self.model, message, at);
        self.asked.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Ask(job, ask) => Some((job, ask)),
            _ => None,
        }));
    }

    /// Presses keys, as a key map writes them.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in Chord::from_str(keys).unwrap().keys() {
            self.tell(Message::Key(*key));
            self.draw();
            self.read_file();
        }
        self
    }

    /// Answers a question about a file, as the database would at once.
    fn read_file(&mut self) {
        // The cursor comes to rest.
        if let Some(at) = self.model.file.deadline(self.model.now) {
            self.tell_at(Message::Deadline, at);
        }
        let asked = self.asked.iter().rev().find_map(|(_, ask)| match ask {
            Ask::Sheet(subject, _) => Some(subject.id),
            _ => None,
        });
        if let Some(id) = asked {
            self.answer(Answer::Sheet(Some(Box::new(sheet_of(id)))));
            self.asked.retain(|(_, ask)| !matches!(ask, Ask::Sheet(..)));
            self.draw();
        }
    }

    /// Types a text, letter by letter.
    pub fn write(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.tell(Message::Key(guichet::app::key::Key::char(letter)));
        }
        self
    }

    /// Answers the latest question that this could answer.
    pub fn answer(&mut self, answer: Answer) -> &mut Self {
        let at = self.asked.iter().rposition(|(_, ask)| fits(ask, &answer));
        let at = at.expect("a question for this answer");
        let job = self.asked[at].0;
        // One source after the other answers the same question.
        if !matches!(answer, Answer::StudentsFound(..)) {
            self.asked.remove(at);
        }
        self.tell(Message::Answer(job, answer));
        self
    }

    /// Answers a question if one was asked that this could answer.
    pub fn answer_if_asked(&mut self, answer: Answer) {
        if let Some(at) = self.asked.iter().rposition(|(_, ask)| fits(ask, &answer)) {
            let (job, _) = self.asked.swap_remove(at);
            self.tell(Message::Answer(job, answer));
        }
        // What nobody will answer is forgotten, as after a lost line.
        self.asked.truncate(64);
    }

    /// Draws on a screen of the program's own.
    pub fn draw_on(&mut self, frame: &mut ratatui::Frame<'_>) {
        if let Some(cursor) = self.paint(frame.buffer_mut()) {
            frame.set_cursor_position(cursor);
        }
    }

    /// The job of the act that is running.
    pub fn acting(&self) -> JobId {
        self.asked.iter().rfind(|(_, ask)| matches!(ask, Ask::Act(..))).expect("an act").0
    }

    /// Draws, and tells the model what was drawn, as the loop does.
    pub fn draw(&mut self) -> StyledScreen {
        let (width, height) = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = self.paint(&mut buffer);
        StyledScreen::of_buffer(&buffer, cursor)
    }

    /// Draws into an empty buffer; where the cursor stands.
    pub fn paint(&mut self, buffer: &mut Buffer) -> Option<Position> {
        let (drawn, cursor) = ui::view(&self.model, &self.theme, buffer);
        self.model.drawn = drawn;
        cursor
    }
}

fn fits(ask: &Ask, answer: &Answer) -> bool {
    matches!(
        (ask, answer),
        (Ask::Page { .. }, Answer::Page(_))
            | (Ask::Hosts { .. }, Answer::Hosts(_))
            | (Ask::HostsAlike(_), Answer::HostsAlike(_))
            | (Ask::Host(_), Answer::Host(_))
            | (Ask::HostPair(..), Answer::HostPair(_))
            | (Ask::HostPairs(_), Answer::HostPairs(_))
            | (Ask::HostLists, Answer::HostLists(_))
            | (Ask::Register(..), Answer::Registered(_))
            | (Ask::Addresses(_), Answer::Addresses(_))
            | (Ask::FindStudents(_), Answer::StudentsFound(..) | Answer::StudentsSought)
            | (Ask::Dossier { .. }, Answer::Dossier(_))
            | (Ask::Table(_), Answer::Tabled(..))
            | (Ask::Counts(_), Answer::Counts(_))
            | (Ask::Views, Answer::Views(_))
            | (Ask::Reasons, Answer::Reasons(_))
            | (Ask::Sheet(..), Answer::Sheet(_))
            | (Ask::History(_), Answer::History(_))
            | (Ask::Changes(_), Answer::Changes(_))
            | (Ask::OnDay(..), Answer::OnDay(..))
            | (Ask::Preview(..), Answer::Preview(_))
            | (Ask::Find(_), Answer::Found(_))
            | (Ask::Rows { .. }, Answer::Rows(_))
            | (Ask::Administration(Register::Roles), Answer::Records(Records::Roles(_)))
            | (Ask::Administration(Register::People), Answer::Records(Records::People(_)))
            | (Ask::Administration(Register::Centres), Answer::Records(Records::Centres(_)))
            | (Ask::Administration(Register::Establishment), Answer::Records(Records::Establishment(_)))
            | (Ask::Alerts(AlertAsk::Settings(_)), Answer::Alerts(AlertTold::Settings(_)))
            | (
                Ask::Alerts(AlertAsk::Received | AlertAsk::Undelivered | AlertAsk::Deliveries(_)),
                Answer::Alerts(AlertTold::Mails(_))
            )
            | (Ask::Alerts(AlertAsk::Foretell(..)), Answer::Alerts(AlertTold::Foretold(_)))
            | (Ask::Alerts(AlertAsk::Wording(_)), Answer::Alerts(AlertTold::Wording(_)))
            | (
                Ask::Alerts(AlertAsk::Change(_)),
                Answer::Alerts(AlertTold::Settled(..) | AlertTold::Unfit(_)),
            )
            | (Ask::Form(_), Answer::Form(_))
            | (Ask::Lists, Answer::Lists(_))
            | (Ask::Look(effect::Look::Enrolments(_)), Answer::Enrolments(_))
            | (Ask::Edit { .. }, Answer::Edited(..))
            | (Ask::Look(_), Answer::Looked(_))
    )
}
