//! The administration: the matrix of rights, the people, the centres, and the boxes that change them.

use guichet::app::message::{Answer, LinkNews, Message, Records};
use guichet::domain::access::{Asked, Centre, Member, Person, Programme, Role, Template};

use super::fixture::Desk;
use super::morning::clerk;
use super::scenes::scene;

fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

fn role(code: &str, scope: &str, rights: &[(&str, &[&str])]) -> Role {
    Role {
        code: code.into(),
        label: None,
        origin: None,
        scope: scope.into(),
        rights: rights.iter().map(|(function, held)| ((*function).to_owned(), codes(held))).collect(),
    }
}

pub fn roles() -> Vec<Role> {
    let all: &[&str] = &["read", "create", "modify", "delete", "validate"];
    vec![
        role("ADM", "all", &[("CONVENTION", all), ("PARAM_CENTRE", all), ("PARAM_GLOBAL", all)]),
        role("GES", "centre", &[("CONVENTION", all), ("PARAM_CENTRE", &[]), ("PARAM_GLOBAL", &[])]),
        Role {
            label: Some("Bureau \u{1b}[31mdes stages".into()),
            origin: Some("RESP_GES".into()),
            ..role("BUREAU", "centre", &[("CONVENTION", &["read", "validate"]), ("PARAM_CENTRE", all)])
        },
    ]
}

pub fn people() -> Vec<Member> {
    let member = |id, login: &str, surname: &str, given_name: &str, roles: &[&str]| Member {
        id,
        login: login.into(),
        surname: surname.into(),
        given_name: given_name.into(),
        mail: Some(format!("{login}@univ.example.fr")),
        active: true,
        roles: codes(roles),
        centres: codes(&["SCI"]),
    };
    vec![
        member(7, "claire.martin", "Martin", "Claire", &["GES"]),
        Member { active: false, ..member(8, "luc.bernard", "Bernard", "Luc", &["RESP_GES"]) },
        member(9, "paul.durand", "Durand", "Paul", &["ENS", "GES"]),
    ]
}

pub fn centres() -> Vec<Centre> {
    let setting = |name: &str, value: &str| (name.to_owned(), Some(value.to_owned()));
    vec![
        Centre {
            code: "SCI".into(),
            mine: true,
            settings: vec![
                setting("name", "Scolarité Sciences"),
                setting("level", "UFR"),
                ("mail".into(), None),
                setting("confidentiality", "closed"),
                setting("overlap_allowed", "false"),
                setting("alert_days", "7"),
            ],
            steps: codes(&["pedagogical", "administrative"]),
            asked: vec![Asked {
                label: "Assurance \u{1b}[31mrapatriement".into(),
                applies: "abroad".into(),
                needed_for: Some("submission".into()),
                expires: true,
                retired: false,
            }],
            templates: vec![],
            programmes: vec![Programme { code: "SCI".into(), label: "Sciences".into(), since: None }],
        },
        Centre {
            code: "STA".into(),
            mine: false,
            settings: vec![setting("name", "UFR STAPS")],
            steps: vec![],
            asked: vec![],
            templates: vec![],
            programmes: vec![],
        },
    ]
}

/// The establishment with its settings.
pub fn establishment() -> Centre {
    let setting = |name: &str, value: &str| (name.to_owned(), Some(value.to_owned()));
    Centre {
        code: String::new(),
        mine: true,
        settings: vec![setting("name", "Université Lamarck"), setting("type_by_hand", "true")],
        steps: vec![],
        asked: vec![],
        templates: vec![Template { kind: None, language: "fr".into(), name: String::new(), retired: false }],
        programmes: vec![],
    }
}

/// What an administrator is answered, whichever register is opened.
pub fn records() -> [Records; 4] {
    [
        Records::Roles(roles()),
        Records::People(people()),
        Records::Centres(centres()),
        Records::Establishment(establishment()),
    ]
}

/// The administration as an administrator opens it.
pub fn opened(desk: &mut Desk, keys: &str) {
    let administrator = Person {
        roles: codes(&["ADM"]),
        rights: codes(&["PARAM_GLOBAL.modify", "PARAM_CENTRE.modify"]),
        ..clerk()
    };
    let today = desk.model.today;
    desk.tell(Message::Link(LinkNews::Up(Box::new(administrator), today)));
    desk.press(keys);
    for records in records() {
        desk.answer(Answer::Records(records));
    }
    desk.draw();
}

#[test]
fn the_matrix_of_rights() {
    scene("rights", |desk| {
        opened(desk, "g d");
        desk.press("j").press("<Right>").press("j").press("<Right>");
    });
}

#[test]
fn a_right_about_to_be_given() {
    scene("right-given", |desk| {
        opened(desk, "g d");
        desk.press("j").press("<Right>").press("j").press("<Space>");
    });
}

#[test]
fn the_people() {
    scene("people", |desk| {
        opened(desk, "g e");
        desk.press("j");
    });
}

#[test]
fn somebody_new_with_something_wrong() {
    scene("person-new", |desk| {
        opened(desk, "g e");
        desk.press("a").write("claire.martin").press("<Tab> <Tab> <Tab> <Tab>").write("secret");
        desk.press("<Enter>");
    });
}

#[test]
fn a_centre_and_its_circuit() {
    scene("centre", |desk| {
        opened(desk, "g s");
        desk.press("<Right>");
    });
    scene("centre-circuit", |desk| {
        opened(desk, "g s");
        desk.press("<Right>").press("G").press("k k k k k").press("<Enter>");
    });
    scene("centre-document", |desk| {
        opened(desk, "g s");
        desk.press("<Right>").press("G").press("k k k k").press("<Enter>");
    });
}

#[test]
fn the_establishment_and_what_is_typed_by_hand() {
    scene("establishment", |desk| {
        opened(desk, "g t");
        desk.press("j");
    });
}
