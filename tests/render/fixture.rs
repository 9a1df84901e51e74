//! A desk with a plausible morning's work on it, driven by keys and answers as the program drives it.

use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use guichet::app::effect::{self, AlertAsk, Ask, Effect};
use guichet::app::key::Chord;
use guichet::app::keymap::Keymap;
use guichet::app::message::{AlertTold, Answer, JobId, LinkNews, Message, Page, Records};
use guichet::app::model::Model;
use guichet::app::update::update;
use guichet::config::{keymap, theme};
use guichet::domain::access::{Establishment, Person, Register};
use guichet::domain::act::ReturnReason;
use guichet::domain::compliance::Figures;
use guichet::domain::convention::{FileState, Regime, Severity, SignatureState, StepKind};
use guichet::domain::queue::Queue;
use guichet::domain::row::Row;
use guichet::domain::sheet::{
    Centre, Etape, GivenReason, Named, Note, Organisation, RecordedFinding, Returned, Sheet, Step, Student,
    Texts as SheetTexts,
};
use guichet::i18n::{Lang, Texts};
use guichet::ui;
use guichet::ui::signs::Manner;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rust_decimal::Decimal;

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
            | (Ask::Register(_), Answer::Registered(_))
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

pub fn clerk() -> Person {
    Person {
        id: 7,
        name: "Claire Martin".into(),
        roles: vec!["GES".into()],
        rights: vec!["CONVENTION.validate".into(), "CONVENTION.modify".into()],
        establishment: Establishment {
            name: "Université de Provence-Maritime".into(),
            ..Establishment::default()
        },
        centre_codes: vec!["SCI".into()],
        ..Person::default()
    }
}

pub fn counts() -> Vec<(Queue, Option<i64>)> {
    vec![
        (Queue::Pedagogical, Some(41)),
        (Queue::Check, Some(0)),
        (Queue::Administrative, Some(12)),
        (Queue::Corrected, Some(4)),
        (Queue::ToCorrect, Some(17)),
        (Queue::SoonUnsigned, Some(3)),
        (Queue::StartedUnsigned, Some(1)),
        (Queue::ToSign, Some(58)),
        (Queue::Signed, Some(1284)),
        (Queue::All, None),
    ]
}

pub fn reasons() -> Vec<ReturnReason> {
    let reason = |id, field: &str, fr: &str, en: &str| ReturnReason {
        id,
        field: field.into(),
        fr: fr.into(),
        en: en.into(),
    };
    vec![
        reason(
            1,
            "tutor",
            "Le tuteur doit être une personne de l’organisme.",
            "The tutor must be of the host.",
        ),
        reason(2, "tasks", "Les activités sont trop vagues.", "The tasks are too vague."),
        reason(3, "end_date", "La date de fin dépasse l’année.", "The end is after the year."),
        reason(
            4,
            "gratification_amount",
            "Le montant est sous le minimum.",
            "The amount is below the minimum.",
        ),
    ]
}

pub fn row(id: i32, student: &str, organisation: &str, start: &str) -> Row {
    let start = day(start);
    Row {
        id,
        version: 3,
        queue: Queue::Administrative,
        file_state: FileState::InValidation,
        signature_state: SignatureState::NotSent,
        circuit: vec![StepKind::Pedagogical, StepKind::Administrative],
        steps_done: 1,
        corrected: false,
        since: now() - TimeDelta::days(i64::from(id % 11)),
        start: Some(start),
        end: start.checked_add_days(Days::new(120)),
        student: student.into(),
        student_number: format!("2200{id}"),
        organisation: organisation.into(),
        town: "Toulon".into(),
        etape: "M1INFO".into(),
        supervisor: "DURAND Paul".into(),
        centre: "SCI".into(),
        regime: Regime::Initial,
        hours: Some(Decimal::new(560, 0)),
        confidential: false,
        checked: true,
        blocking: 0,
        warnings: 0,
        claimed: None,
        hold_until: None,
        enrolment_differs: false,
        amendment: None,
        key: start.to_string(),
    }
}

pub fn rows() -> Vec<Row> {
    let soon = "2026-02-26";
    vec![
        Row { warnings: 1, ..row(28413, "BENALI Inès", "THALES SA", soon) },
        row(28399, "CARON Paul", "MAIRIE DE GAP", "2026-03-02"),
        Row {
            blocking: 2,
            ..row(28420, "DE LA TOUR D’AUVERGNE Éléonore", "CENTRE HOSPITALIER", "2026-03-02")
        },
        Row {
            claimed: Some((9, now() + TimeDelta::minutes(9))),
            ..row(28377, "李 雷", "AIRBUS SAS", "2026-03-09")
        },
        Row { hold_until: Some(day("2026-03-20")), ..row(28101, "MOREAU Zoé", "INRAE", "2026-03-16") },
        Row { checked: false, ..row(28388, "NGUYỄN Thị Hà", "ORANGE SA", "2026-03-16") },
        row(28405, "O’BRIEN Sean", "BNP PARIBAS", "2026-04-01"),
        Row {
            claimed: Some((7, now() + TimeDelta::minutes(4))),
            ..row(28406, "PETIT Léa", "SNCF VOYAGEURS", "2026-04-01")
        },
        Row {
            organisation: String::new(),
            start: None,
            end: None,
            ..row(28411, "ROUX Hugo", "", "2026-04-15")
        },
        row(28415, "SCHMIDT \u{1b}[31mEva", "CEA\nCADARACHE", "2026-04-15"),
        row(28417, "TRAORÉ Fatou", "MÉTÉO-FRANCE", "2026-05-04"),
        row(28421, "VIDAL Marc", "DCNS", "2026-06-01"),
    ]
}

fn named(name: &str, post: Option<&str>, mail: &str) -> Named {
    Named {
        name: name.into(),
        job_title: post.map(Into::into),
        mail: Some(mail.into()),
        phone: post.map(|_| "04 94 00 00 00".into()),
    }
}

/// The file of the first row.
pub fn sheet() -> Sheet {
    Sheet {
        id: 28413,
        version: 3,
        year: 2025,
        regime: Regime::Initial,
        nature: Some("mandatory".into()),
        confidential: false,
        masked: false,
        file_state: FileState::InValidation,
        signature_state: SignatureState::NotSent,
        state_since: now() - TimeDelta::days(6),
        corrected: false,
        archived: false,
        hold_until: None,
        claimed_by: None,
        student: Student {
            number: "220028413".into(),
            surname: "BENALI".into(),
            given_name: "Inès".into(),
            mail: Some("ines.benali@etu.example.fr".into()),
        },
        etape: Etape {
            code: "M1INFO".into(),
            version: "211".into(),
            label: "Master 1 Informatique".into(),
            composante: "UFR Sciences".into(),
        },
        centre: Centre { code: "SCI".into(), name: "Scolarité Sciences".into() },
        kind: Some("Formation initiale".into()),
        elp_label: Some("Stage de 16 semaines".into()),
        ects: Some(Decimal::new(15, 0)),
        teaching_hours: Some(420),
        country: None,
        supervisor: Some(named("Paul Durand", None, "paul.durand@univ.example.fr")),
        organisation: Some(Organisation {
            name: "THALES SA".into(),
            siret: Some("55205902400019".into()),
            address: Some("12 avenue du Port".into()),
            postal_code: Some("83000".into()),
            town: Some("Toulon".into()),
            naf: Some("26.51A".into()),
            public_law: false,
            headcount: Some("2 000 à 4 999".into()),
        }),
        service: Some("Sonars".into()),
        tutor: Some(named("Anne Petit", Some("cheffe de projet"), "anne.petit@host.example.fr")),
        second_tutor: None,
        signatory: None,
        start_date: Some(day("2026-02-26")),
        end_date: Some(day("2026-09-04")),
        weekly_hours: Some(Decimal::new(35, 0)),
        total_hours: Some(Decimal::new(9100, 1)),
        total_overridden: true,
        gratification: Some(true),
        gratification_amount: Some(Decimal::new(450, 2)),
        gratification_unit: Some("hour".into()),
        currency: Some("EUR".into()),
        texts: Some(SheetTexts {
            subject: Some("Détection d’échos sous-marins par apprentissage".into()),
            tasks: Some(
                "Étudier l’existant, puis proposer et mesurer deux méthodes sur les données du service."
                    .into(),
            ),
            skills: None,
        }),
        interruptions: vec![(day("2026-08-03"), day("2026-08-14"))],
        steps: vec![
            Step {
                kind: StepKind::Pedagogical,
                label: None,
                done_at: Some(now() - TimeDelta::days(6)),
                done_by: Some("Claire Martin".into()),
                on_behalf_of: Some("Paul Durand".into()),
            },
            Step {
                kind: StepKind::Administrative,
                label: None,
                done_at: None,
                done_by: None,
                on_behalf_of: None,
            },
        ],
        signatures: vec![],
        documents: vec![],
        checked: true,
        findings: vec![RecordedFinding {
            rule: "end-of-year".into(),
            severity: Severity::Warning,
            figures: Figures {
                day: Some(day("2026-09-04")),
                bound: Some(day("2026-08-31")),
                ..Figures::default()
            },
            passed_by: None,
            pass_reason: None,
        }],
        returned: None,
        amendments: Vec::new(),
        review: None,
        notes: vec![Note {
            at: now() - TimeDelta::days(2),
            by: "Claire Martin".into(),
            body: "A appelé pour la date de fin.".into(),
        }],
    }
}

/// The file of another row: the same, under its own name.
pub fn sheet_of(id: i32) -> Sheet {
    let row = rows().into_iter().find(|row| row.id == id).expect("a row of the fixture");
    let (surname, given_name) = row.student.rsplit_once(' ').unwrap_or((&row.student, ""));
    let sheet = sheet();
    let student = Student { surname: surname.into(), given_name: given_name.into(), ..sheet.student };
    Sheet { id, student, ..sheet }
}

/// The same file, with what stops it and what was returned.
pub fn blocked_sheet() -> Sheet {
    let blocking = RecordedFinding {
        rule: "mandatory-content".into(),
        severity: Severity::Blocking,
        figures: Figures { fields: vec!["signatory".into(), "skills".into()], ..Figures::default() },
        passed_by: None,
        pass_reason: None,
    };
    let passed = RecordedFinding {
        rule: "dates-length".into(),
        severity: Severity::Blocking,
        figures: Figures {
            day: Some(day("2027-03-01")),
            bound: Some(day("2027-02-26")),
            ..Figures::default()
        },
        passed_by: Some("Luc Bernard".into()),
        pass_reason: Some("césure accordée par la CFVU".into()),
    };
    let sheet = sheet();
    Sheet {
        corrected: true,
        documents: super::writing::written().form.documents,
        claimed_by: Some("Luc Bernard".into()),
        hold_until: Some(day("2026-03-20")),
        findings: [vec![blocking, passed], sheet.findings].concat(),
        returned: Some(Returned {
            at: now() - TimeDelta::days(9),
            by: "Claire Martin".into(),
            free_text: Some("Merci de joindre l’accord du service.".into()),
            reasons: vec![GivenReason {
                field: "tasks".into(),
                fr: "Les activités sont trop vagues.".into(),
                en: "The tasks are too vague.".into(),
            }],
        }),
        ..sheet
    }
}
