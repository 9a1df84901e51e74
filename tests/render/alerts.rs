//! Alerts: the matrix of the establishment and of a centre, my own preferences, mails that did not arrive, and who would be told.

use chrono::TimeDelta;
use guichet::app::message::{AlertTold, Answer, LinkNews, Message};
use guichet::domain::access::Person;
use guichet::domain::alert::{
    Audience, Candidate, Centre, Deciding, Delivery, DeliveryState, Event, Foretold, ForetoldMail, Mine,
    Pace, Routes, Settings, Staff, TextFault, TextOf, TextProblem, Whose, Why, Wording,
};

use super::fixture::{Desk, now};
use super::morning::clerk;
use super::scenes::scene;

/// Settings of a centre that chooses two cells itself.
pub fn settings() -> Settings {
    let told = |event: Event, whom: Audience| {
        whom == Audience::Student || event == Event::Signed && whom == Audience::Clerk
    };
    let cells = Event::settings().flat_map(|event| Audience::ALL.iter().map(move |whom| (event, *whom)));
    let staff = |id, name: &str, manages| Staff { id, name: name.into(), manages, ..Staff::default() };
    let centre = Centre {
        code: "SCI".into(),
        staff: vec![staff(7, "Claire Martin", false), staff(8, "Luc \u{1b}[31mBernard", false)],
        ..Centre::default()
    };
    let mut mine = Mine { version: 2, language: "fr".into(), ..Mine::default() };
    mine.paces.insert("any".into(), Pace::Daily);
    mine.paces.insert("changed_by_student".into(), Pace::Never);
    mine.told = Event::settings().filter(|event| *event != Event::HostClosed).collect();
    Settings {
        version: 3,
        defaults: cells.map(|(event, whom)| (event, whom, told(event, whom))).collect(),
        choices: vec![
            (Event::CreatedByStudent, Audience::Clerk, true),
            (Event::ChangedByStudent, Audience::Student, false),
        ],
        routes: Some(Routes { centres: [(4, centre)].into(), ..Routes::default() }),
        centres: vec!["SCI".into()],
        mine,
        ..Settings::default()
    }
}

/// Mails that did not arrive.
pub fn mails() -> Vec<Delivery> {
    let mail = Delivery {
        id: 1,
        event: "returned".into(),
        convention_id: Some(28413),
        name: "Inès Benali".into(),
        address: "ines@nulle-part.example".into(),
        subject: "À corriger : convention n° 28413".into(),
        body: "Bonjour Inès Benali,\n\nVotre convention est à corriger.".into(),
        state: DeliveryState::Failed,
        due_at: now() - TimeDelta::hours(3),
        attempts: 3,
        error: Some("550 5.1.1 no such \u{1b}[31muser".into()),
        sent_at: None,
        sent_to: None,
        redirect: None,
        decided_by: None,
    };
    let came_back = Delivery {
        id: 2,
        event: "digest".into(),
        convention_id: None,
        name: "Luc Bernard".into(),
        address: "luc@univ.example.fr".into(),
        state: DeliveryState::Bounced,
        attempts: 1,
        sent_at: Some(now() - TimeDelta::hours(20)),
        sent_to: Some("accueil@univ.example.fr".into()),
        decided_by: Some("Claire Martin".into()),
        ..mail.clone()
    };
    vec![mail, came_back]
}

/// Who would be told that a file goes back.
fn foretold() -> Foretold {
    let one = |audience, name: &str, address: &str, verdict, decided_by| Candidate {
        audience,
        person: None,
        name: name.into(),
        address: address.into(),
        language: "fr".into(),
        verdict,
        decided_by,
    };
    let mail =
        ("À corriger : convention n° 28413".to_owned(), "Bonjour Inès Benali,\n\nMotif : …".to_owned());
    Foretold {
        candidates: vec![
            one(
                Audience::Student,
                "Inès Benali",
                "ines@etu.example.fr",
                Ok(Pace::AtOnce),
                Deciding::Establishment,
            ),
            one(Audience::Supervisor, "Paul Durand", "", Err(Why::NoAddress), Deciding::Centre),
            one(
                Audience::Clerk,
                "Luc \u{1b}[31mBernard",
                "luc@univ.example.fr",
                Err(Why::Off),
                Deciding::Centre,
            ),
            one(
                Audience::Clerk,
                "Claire Martin",
                "claire@univ.example.fr",
                Err(Why::Never),
                Deciding::Centre,
            ),
        ],
        mails: vec![
            ForetoldMail { language: "fr".into(), text: Ok(mail) },
            ForetoldMail {
                language: "en".into(),
                text: Err(TextFault {
                    in_subject: false,
                    line: 3,
                    problem: TextProblem::Variable("etudiant.prenon".into(), Some("etudiant.prenom".into())),
                }),
            },
        ],
    }
}

/// The desk of an administrator of a centre.
pub fn administrator() -> Person {
    Person {
        rights: ["PARAM_GLOBAL.modify", "PARAM_CENTRE.modify", "CONVENTION.modify"]
            .map(str::to_owned)
            .to_vec(),
        ..clerk()
    }
}

/// The alerts, as the keys open them.
fn opened(desk: &mut Desk, keys: &str) {
    let today = desk.model.today;
    desk.tell(Message::Link(LinkNews::Up(Box::new(administrator()), today)));
    desk.press(keys);
    answered(desk);
}

fn answered(desk: &mut Desk) {
    desk.answer_if_asked(Answer::Alerts(AlertTold::Settings(Box::new(settings()))));
    desk.answer_if_asked(Answer::Alerts(AlertTold::Mails(mails())));
    desk.draw();
}

#[test]
fn the_matrix_of_the_establishment_and_of_a_centre() {
    scene("alerts", |desk| opened(desk, "g l"));
    scene("alerts-centre", |desk| {
        opened(desk, "g l");
        desk.press("<Tab>");
        answered(desk);
        desk.press("<Right>");
    });
}

#[test]
fn my_own_preferences() {
    scene("alerts-mine", |desk| {
        opened(desk, "g l");
        desk.press("<Tab> <Tab>");
        answered(desk);
        desk.press("j j");
    });
}

#[test]
fn mails_that_did_not_arrive() {
    scene("alerts-undelivered", |desk| {
        opened(desk, "g l");
        desk.press("<BackTab>");
        answered(desk);
        desk.press("j");
    });
    scene("alerts-mail", |desk| {
        opened(desk, "g l");
        desk.press("<BackTab>");
        answered(desk);
        desk.press("<Enter>");
    });
}

#[test]
fn a_file_about_which_nobody_was_mailed() {
    scene("alerts-no-mail", |desk| {
        desk.press("g m");
        desk.answer(Answer::Alerts(AlertTold::Mails(Vec::new())));
    });
}

#[test]
fn who_would_be_told() {
    scene("alerts-foretold", |desk| {
        desk.press("g q").press("<Enter>");
        desk.answer(Answer::Alerts(AlertTold::Foretold(Box::new(foretold()))));
    });
}

#[test]
fn a_text_that_names_what_does_not_exist() {
    scene("alerts-text", |desk| {
        opened(desk, "g l");
        desk.press("e <Enter>");
        let of = TextOf { centre: None, event: Event::CreatedByStudent, language: "fr".into() };
        let wording = Wording {
            of,
            whose: Whose::Establishment,
            seen: 2,
            subject: "Dépôt de la convention n° ${convention.numero}".into(),
            body: "Bonjour,\n\n${etudiant.prenon} a déposé sa convention.".into(),
            variables: &[],
        };
        desk.answer(Answer::Alerts(AlertTold::Wording(Box::new(wording))));
        desk.press("<Tab> <C-o>");
        let fault = foretold().mails[1].text.clone().unwrap_err();
        desk.answer(Answer::Alerts(AlertTold::Unfit(fault)));
    });
}
