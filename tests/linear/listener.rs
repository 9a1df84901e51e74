//! Somebody who listens: lines typed at a plausible desk, and everything that it says.

use guichet::app::message::{AlertTold, Answer, LinkNews, Message, Page};
use guichet::app::model::Model;
use guichet::domain::access::Person;
use guichet::domain::queue::Queue;
use guichet::i18n::Lang;
use guichet::ui::linear::{self, Line, Told};

use crate::render::administration::records;
use crate::render::alerts;
use crate::render::amendment;
use crate::render::fixture::{Desk, Look, now};
use crate::render::morning::{clerk, counts, reasons, rows};
use crate::render::organisations;

/// A desk and what was said of it.
pub struct Listener {
    pub desk: Desk,
    pub told: Told,
    transcript: String,
}

impl Listener {
    /// A clerk's desk with its list read, as it opens.
    pub fn working(lang: Lang) -> Self {
        let mut desk = Desk::opened(Look { lang, theme: "mono", size: (80, 24) });
        desk.model.drawn = linear::tell(&desk.model, &mut Told::default(), false, None).drawn;
        let mut listener = Self { desk, told: Told::default(), transcript: String::new() };
        listener.listen();
        listener.desk.tell(Message::Link(LinkNews::Up(Box::new(clerk()), now().date_naive())));
        listener.desk.model.list.queue = Queue::Administrative;
        listener.answer(Answer::Counts(counts()));
        listener.answer(Answer::Reasons(reasons()));
        listener.answer(Answer::Page(Page { rows: rows(), before: 0, at_top: true, at_bottom: true }));
        listener
    }

    /// The same desk in an administrator's hands, at the register that the line opens.
    pub fn administering(lang: Lang, line: &str) -> Self {
        let mut listener = Self::working(lang);
        let right = |name: &str| name.to_owned();
        let administrator =
            Person { rights: vec![right("PARAM_GLOBAL.modify"), right("PARAM_CENTRE.modify")], ..clerk() };
        listener.meanwhile(Message::Link(LinkNews::Up(Box::new(administrator), now().date_naive())));
        listener.say(line);
        for records in records() {
            listener.desk.answer(Answer::Records(records));
        }
        assert!(!linear::is_waiting(&listener.desk.model), "a register was not answered");
        listener.hear(true, None);
        listener
    }

    /// The same desk in an administrator's hands, at the alerts.
    pub fn alerting(lang: Lang) -> Self {
        let mut listener = Self::working(lang);
        let administrator = alerts::administrator();
        listener.meanwhile(Message::Link(LinkNews::Up(Box::new(administrator), now().date_naive())));
        listener.say("g l");
        listener.of_alerts();
        listener
    }

    /// Answers what is asked of alerts.
    pub fn of_alerts(&mut self) -> &mut Self {
        self.desk.answer_if_asked(Answer::Alerts(AlertTold::Settings(Box::new(alerts::settings()))));
        self.desk.answer_if_asked(Answer::Alerts(AlertTold::Mails(alerts::mails())));
        self.hear(true, None);
        self
    }

    /// The same desk in the hands of somebody who keeps hosts, at their registry.
    pub fn keeping_hosts(lang: Lang) -> Self {
        let mut listener = Self::working(lang);
        let keeper = organisations::keeper();
        listener.meanwhile(Message::Link(LinkNews::Up(Box::new(keeper), now().date_naive())));
        listener.say("g o");
        listener.of_hosts(1);
        listener
    }

    /// Answers what is asked of the registry of hosts.
    pub fn of_hosts(&mut self, host: i32) -> &mut Self {
        for _ in 0..3 {
            for answer in organisations::answers(host) {
                self.desk.answer_if_asked(answer);
            }
        }
        self.hear(true, None);
        self
    }

    pub fn model(&self) -> &Model {
        &self.desk.model
    }

    /// Types a line.
    pub fn say(&mut self, text: &str) -> &mut Self {
        self.transcript += &format!("> {text}\n");
        self.line(&Line::Text(text.into()))
    }

    /// Types a line, and hears what it does to the model.
    pub fn line(&mut self, line: &Line) -> &mut Self {
        loop {
            let heard = linear::hear(&self.desk.model, &self.told, line);
            self.append(&heard.lines);
            for message in heard.messages {
                self.desk.tell(message);
            }
            if heard.again {
                self.told.close();
                continue;
            }
            let asked = heard.lines.is_empty();
            self.hear(asked, heard.wish);
            self.settle(asked, heard.wish);
            return self;
        }
    }

    /// The database answers at once what lists and files ask for.
    fn settle(&mut self, asked: bool, wish: Option<linear::Wish>) {
        loop {
            let model = &self.desk.model;
            if model.list.loading.is_some() {
                let rows = match model.list.queue.is_of_amendments() {
                    true => amendment::rows(),
                    false => rows().into_iter().skip(1).step_by(4).collect(),
                };
                self.desk.answer(Answer::Page(Page { rows, before: 0, at_top: true, at_bottom: true }));
            } else if let Some(subject) = model.file.wanted.filter(|_| model.file.loading.is_some()) {
                self.desk.answer(Answer::Sheet(Some(Box::new(amendment::sheet(subject)))));
            } else {
                return;
            }
            self.hear(asked, wish);
        }
    }

    /// The database answers.
    pub fn answer(&mut self, answer: Answer) -> &mut Self {
        self.desk.answer(answer);
        self.hear(true, None);
        self
    }

    /// Something happens while nobody has asked for anything.
    pub fn meanwhile(&mut self, message: Message) -> &mut Self {
        self.desk.tell(message);
        self.listen();
        self.settle(false, None);
        self
    }

    /// Hears what there is to say although nobody asked.
    pub fn listen(&mut self) {
        self.hear(false, None);
    }

    fn hear(&mut self, asked: bool, wish: Option<linear::Wish>) {
        let said = linear::tell(&self.desk.model, &mut self.told, asked, wish);
        self.desk.model.drawn = said.drawn;
        self.append(&said.lines);
    }

    fn append(&mut self, lines: &[String]) {
        for line in lines {
            assert_eq!(line.trim(), line, "no blank that a voice would stumble on");
            assert!(!line.contains(char::is_control), "{line:?}");
            self.transcript += &format!("{line}\n");
        }
    }

    /// Everything so far, with plain spaces.
    pub fn transcript(&self) -> String {
        self.transcript.replace('\u{a0}', " ")
    }
}
