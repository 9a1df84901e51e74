//! The desk without a terminal: the real model, the real worker on a real database, keys in, screens out. Each key is
//! followed by running to idle: nothing is slept for.

use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use guichet::app::effect::Effect;
use guichet::app::key::Key;
use guichet::app::keymap::Keymap;
use guichet::app::message::Message;
use guichet::app::model::{Link, Model};
use guichet::app::update::update;
use guichet::config::keymap;
use guichet::config::theme::{Depth, Theme};
use guichet::i18n::{Lang, Texts};
use guichet::runtime::clock;
use guichet::runtime::worker::{Elsewhere, Worker};
use guichet::store::connect::Target;
use guichet::store::seed::{DemoRole, login_for};
use guichet::ui;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::mpsc::{self, UnboundedReceiver};

use super::server::Database;

/// Whatever has not come by then never will.
const LONGEST: Duration = Duration::from_secs(120);

/// A desk at work.
pub struct Desk {
    /// What it knows.
    pub model: Model,
    worker: Worker,
    messages: UnboundedReceiver<Message>,
    theme: ui::theme::Theme,
    /// What was copied.
    pub copied: Vec<String>,
}

impl Desk {
    /// Opens a desk of one of the people of the demonstration, and waits for its list.
    pub async fn open(database: &Database, role: DemoRole) -> Self {
        let mut desk = Self::connecting(database, role);
        desk.up().await;
        desk
    }

    /// A desk that nobody has answered yet.
    pub fn connecting(database: &Database, role: DemoRole) -> Self {
        Self::asking(database, role, Elsewhere::default())
    }

    /// A desk that nobody has answered yet, and that asks these besides the database.
    pub fn asking(database: &Database, role: DemoRole, elsewhere: Elsewhere) -> Self {
        let (replies, messages) = mpsc::unbounded_channel();
        let texts = Texts::of(Lang::Fr);
        let layers = keymap::load(keymap::DEFAULT, None, None).expect("the key map we ship");
        let keymap = Keymap::build(&layers).expect("the key map we ship");
        let mut model = Model::new(texts, keymap, keymap::DEFAULT, "dark", clock::now());
        model.size = (140, 40);
        let theme = Theme::load("dark", None).expect("the theme we ship");
        let target = Target::from_options(database.options(login_for(role)));
        let worker = Worker::start(target, elsewhere, texts, replies);
        let theme = ui::theme::Theme::new(&theme, Depth::Mono);
        let mut desk = Self { model, worker, messages, theme, copied: Vec::new() };
        desk.draw();
        desk
    }

    /// Waits for the line and for the list.
    pub async fn up(&mut self) {
        while self.model.link != Link::Up {
            let message = self.messages.recv().await.expect("the worker lives");
            self.take(message);
        }
        self.settle().await;
    }

    /// Presses keys: `jj<Space>v<Enter>`. After each, everything that it set going ends first.
    pub async fn keys(&mut self, keys: &str) {
        for key in split(keys) {
            self.press(key);
            self.settle().await;
        }
    }

    /// Presses one key and lets nothing answer yet.
    pub fn press(&mut self, key: Key) {
        self.take(Message::Key(key));
        self.draw();
    }

    /// Waits until no question is open and no answer unread.
    pub async fn settle(&mut self) {
        let mut pending = self.worker.pending();
        loop {
            while let Ok(message) = self.messages.try_recv() {
                self.take(message);
            }
            self.draw();
            if *pending.borrow_and_update() == 0 && self.messages.is_empty() {
                match self.model.file.deadline(self.model.now) {
                    Some(at) => self.take_at(Message::Deadline, at),
                    None => return,
                }
                continue;
            }
            tokio::select! {
                changed = pending.changed() => changed.expect("the worker lives"),
                message = self.messages.recv() => self.take(message.expect("the worker lives")),
            }
        }
    }

    /// The hand rests until whatever waits for that is due.
    pub async fn rest(&mut self) {
        self.later(TimeDelta::seconds(1)).await;
    }

    /// Nothing is typed for so long.
    pub async fn later(&mut self, time: TimeDelta) {
        self.take_at(Message::Deadline, self.model.now + time);
        self.settle().await;
    }

    /// Waits for something to be so, whatever messages it takes.
    pub async fn until(&mut self, so: impl Fn(&Model) -> bool) {
        while !so(&self.model) {
            let message = tokio::time::timeout(LONGEST, self.messages.recv()).await.expect("it comes");
            let message = message.expect("the worker lives");
            self.take(message);
            self.draw();
        }
    }

    /// How many questions are open.
    pub fn open_questions(&self) -> usize {
        *self.worker.pending().borrow()
    }

    /// Something happened outside.
    pub fn tell(&mut self, message: Message) {
        self.take(message);
    }

    fn take(&mut self, message: Message) {
        self.take_at(message, clock::now());
    }

    fn take_at(&mut self, message: Message, now: DateTime<Utc>) {
        for effect in update(&mut self.model, message, now) {
            match effect {
                Effect::Ask(job, ask) => self.worker.ask(job, ask),
                Effect::Stop(job) => self.worker.stop(job),
                Effect::Copy(text) => self.copied.push(text),
                Effect::Write { .. }
                | Effect::UseLang(_)
                | Effect::Keep(_)
                | Effect::UseTheme(_)
                | Effect::UseKeymap(_)
                | Effect::ReadNames
                | Effect::Redraw
                | Effect::Suspend => {}
            }
        }
    }

    fn draw(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.model.size.0, self.model.size.1));
        let (drawn, _) = ui::view(&self.model, &self.theme, &mut buffer);
        self.model.drawn = drawn;
        buffer
    }

    /// Changes the size of the window.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.take(Message::Resize(columns, rows));
        self.draw();
    }

    /// The screen as text, with plain spaces.
    pub fn screen(&mut self) -> String {
        let buffer = self.draw();
        let lines = buffer.content().chunks(usize::from(buffer.area.width.max(1)));
        let text: Vec<String> = lines.map(|cells| cells.iter().map(|cell| cell.symbol()).collect()).collect();
        text.join("\n").replace('\u{a0}', " ")
    }

    /// The number of the file in hand.
    pub fn file(&self) -> i32 {
        self.model.list.row().expect("a row in hand").id
    }

    /// The last message.
    pub fn said(&self) -> String {
        self.model.journal.last().map(|entry| entry.text.replace('\u{a0}', " ")).unwrap_or_default()
    }
}

/// The keys of a macro.
pub fn split(keys: &str) -> Vec<Key> {
    let mut found = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let end = if first == '<' { rest.find('>').expect("a closed key") + 1 } else { first.len_utf8() };
        found.push(if first == '<' { Key::from_str(&rest[..end]).expect("a key") } else { Key::char(first) });
        rest = &rest[end..];
    }
    found
}
