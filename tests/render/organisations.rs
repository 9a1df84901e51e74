//! The registry of hosts: a shelf, a host beside what the register says of it, two that are likely one.

use chrono::{NaiveDate, TimeDelta};
use guichet::app::message::{Answer, LinkNews, Message};
use guichet::domain::access::Person;
use guichet::domain::form::{Value, Values};
use guichet::domain::organisation::address::Suggestion;
use guichet::domain::organisation::registered::{
    Found, Naf, NafRevision, Proposed, Registered, Rest, Source, Unsaid,
};
use guichet::domain::organisation::siret::Siret;
use guichet::domain::organisation::table::{Table, Tabled};
use guichet::domain::organisation::{
    Contact, HOST_FIELDS, Host, HostLists, HostSheet, HostState, Merge, Pair, Service,
};

use super::fixture::{Desk, now};
use super::morning::clerk;
use super::scenes::scene;

/// Hosts of a shelf: one closed, one that waits, one abroad with a hostile name.
pub fn hosts() -> Vec<Host> {
    let host = |id, name: &str, town: &str, conventions| Host {
        id,
        name: name.into(),
        siret: Some("73282932000074".into()),
        uai: None,
        postal_code: Some("29000".into()),
        town: Some(town.into()),
        country: "FR".into(),
        state: HostState::Active,
        closed: false,
        conventions,
    };
    vec![
        host(1, "Ébénisterie Kervézec", "QUIMPER", 12),
        Host { closed: true, ..host(2, "Imprimerie du Port", "BREST", 100) },
        Host { state: HostState::ToModerate, ..host(3, "Chez Mémé", "CONCARNEAU", 1) },
        Host { country: "DE".into(), siret: None, ..host(4, "Werk \u{1b}[31mGmbH", "BERLIN", 0) },
    ]
}

/// One of them as it is kept.
pub fn sheet(id: i32) -> HostSheet {
    let host = hosts().into_iter().find(|host| host.id == id).unwrap();
    let mut values: Values = HOST_FIELDS.iter().map(|field| ((*field).to_owned(), Value::Null)).collect();
    for (field, value) in [
        ("name", host.name.as_str()),
        ("siret", "73282932000074"),
        ("naf_code", "31.09B"),
        ("legal_category", "54"),
        ("headcount_band", "03"),
        ("address", "3 rue du Pont"),
        ("postal_code", "29000"),
        ("town", host.town.as_deref().unwrap_or_default()),
        ("country_code", host.country.as_str()),
        ("phone", "02 98 00 00 00"),
    ] {
        values.insert(field.to_owned(), value.into());
    }
    let contact = Contact {
        id: 11,
        version: 1,
        surname: "Le Goff".into(),
        given_name: "Anne".into(),
        job_title: "Gérante".into(),
        mail: Some("anne.legoff@kervezec.example".into()),
        phone: None,
        centre: "SCI".into(),
        mine: true,
        retired: false,
    };
    let service = Service {
        id: 21,
        version: 1,
        name: "Atelier".into(),
        address: Some("3 rue du Pont".into()),
        postal_code: Some("29000".into()),
        town: Some("QUIMPER".into()),
        phone: None,
        centre: "SCI".into(),
        mine: true,
        retired: false,
        contacts: vec![
            contact.clone(),
            Contact { id: 12, surname: "Parti".into(), retired: true, ..contact },
        ],
    };
    HostSheet {
        id,
        version: 3,
        state: host.state,
        values,
        locked: vec!["name".into()],
        naf_label: Some("Fabrication d'autres meubles".into()),
        legal_label: Some("Société à responsabilité limitée (SARL)".into()),
        headcount_label: Some("6 à 9 salariés".into()),
        kind_label: None,
        headcount: Some((6, Some(9))),
        country: Some("FRANCE".into()),
        merged_into: None,
        added: (now() - TimeDelta::days(2), Some("Léa Thomas".into())),
        registered: Some(Registered {
            siret: Siret::parse("73282932000074").unwrap(),
            source: Source::Sirene,
            name: Some("KERVEZEC".into()),
            naf: Some(Naf { code: "31.09B".into(), revision: NafRevision::Rev2 }),
            legal_category: Some("54".into()),
            headcount_band: Some("03".into()),
            address: Some("3 RUE DU PONT".into()),
            postal_code: Some("29000".into()),
            town: host.town,
            country_code: Some("FR".into()),
            is_seat: true,
            is_closed: host.closed,
            closed_on: host.closed.then(|| NaiveDate::from_ymd_opt(2026, 3, 31).unwrap()),
            is_partial: false,
        }),
        registered_at: Some(now() - TimeDelta::days(1)),
        services: vec![service],
        in_force: 2,
        in_all: 12,
        this_week: 4,
        merges: Vec::new(),
        twins: u32::from(id == 2),
        moderated: true,
        removed: true,
        edited: true,
    }
}

/// Two that are likely one.
pub fn pairs() -> Vec<Pair> {
    vec![Pair {
        one: 1,
        one_name: "Ébénisterie Kervézec".into(),
        other: 3,
        other_name: "Chez Mémé".into(),
        town: Some("CONCARNEAU".into()),
        score: 87,
        reasons: vec!["siren".into(), "postal_code".into(), "address".into()],
        conventions: (12, 1),
    }]
}

/// What a desk is asked of the registry, answered.
pub fn answers(host: i32) -> [Answer; 6] {
    let lists = HostLists {
        headcount_bands: vec![("02".into(), "3 à 5 salariés".into()), ("03".into(), "6 à 9 salariés".into())],
        ..HostLists::default()
    };
    let poorer = HostSheet { in_all: 1, ..sheet(3) };
    [
        Answer::HostLists(lists),
        Answer::Hosts(hosts()),
        Answer::HostsAlike(Vec::new()),
        Answer::HostPairs(pairs()),
        Answer::Host(Some(Box::new(sheet(host)))),
        Answer::HostPair(Some(Box::new((sheet(1), poorer)))),
    ]
}

/// Somebody who keeps hosts.
pub fn keeper() -> Person {
    let rights = ["ORGA_ACC", "SERVICE_CONTACT_ACC"].iter().flat_map(|function| {
        ["read", "create", "modify", "delete"].map(|right| format!("{function}.{right}"))
    });
    Person { rights: rights.collect(), ..clerk() }
}

/// Answers all that is asked of the registry.
fn settle(desk: &mut Desk, host: i32) {
    for _ in 0..3 {
        for answer in answers(host) {
            desk.answer_if_asked(answer);
        }
    }
    desk.draw();
}

fn opened(desk: &mut Desk, host: i32) {
    let today = desk.model.today;
    desk.tell(Message::Link(LinkNews::Up(Box::new(keeper()), today)));
    desk.press("g o");
    settle(desk, host);
}

#[test]
fn a_shelf_of_hosts() {
    scene("hosts", |desk| opened(desk, 1));
}

#[test]
fn a_host_that_the_register_says_is_closed() {
    scene("host-closed", |desk| {
        opened(desk, 1);
        desk.press("j");
        settle(desk, 2);
        desk.press("<Right>").press("j").press("j");
    });
}

#[test]
fn a_field_with_its_list() {
    scene("host-field", |desk| {
        opened(desk, 1);
        desk.press("<Right>");
        for _ in 0..6 {
            desk.press("j");
        }
        desk.press("<Enter>");
    });
}

#[test]
fn two_hosts_side_by_side() {
    scene("host-pair", |desk| {
        opened(desk, 1);
        desk.press("d");
        settle(desk, 1);
        desk.press("<Right>").press("<Space>");
    });
}

#[test]
fn a_merge_about_to_be_made() {
    scene("host-merge", |desk| {
        opened(desk, 1);
        desk.press("d");
        settle(desk, 1);
        desk.press("m");
    });
}

#[test]
fn a_merge_about_to_be_undone_from_the_sheet_of_the_host_that_stayed() {
    scene("host-part", |desk| {
        opened(desk, 1);
        let merge = |id, other: &str, conventions, by: Option<&str>| Merge {
            id,
            kept: 1,
            gone: 30 + id,
            other: other.into(),
            at: now() - TimeDelta::days(3),
            conventions,
            by: by.map(str::to_owned),
        };
        let merges = vec![
            merge(2, "KERVEZEC EBENISTERIE \u{1b}[31mSARL", 12, Some("Léa Thomas")),
            merge(1, "Kervezec", 0, None),
        ];
        desk.press("j");
        settle(desk, 2);
        desk.press("k");
        desk.answer(Answer::Host(Some(Box::new(HostSheet { merges, ..sheet(1) }))));
        desk.press("<Right>");
        for _ in 0..HOST_FIELDS.len() {
            desk.press("j");
        }
        desk.press("u");
    });
}

/// What the register proposes: one that is not here, one that does not want to be named, one that is here already.
pub fn proposed() -> Vec<Proposed> {
    let said = sheet(1).registered.unwrap();
    let one = |siret: &str, name: Option<&str>, known| Proposed {
        said: Registered {
            siret: Siret::parse(siret).unwrap(),
            name: name.map(str::to_owned),
            is_closed: false,
            ..said.clone()
        },
        known,
    };
    vec![
        one("00000112300017", Some("KERVEZEC AGENCEMENT \u{1b}[2J"), None),
        one("00000113100010", None, None),
        one("00000112300025", Some("KERVEZEC BOIS"), Some(9)),
    ]
}

/// The hand rests, and the register answers.
pub fn rest(desk: &mut Desk, said: Result<Found<Proposed>, Unsaid>) {
    desk.tell_at(Message::Deadline, desk.model.now + TimeDelta::seconds(1));
    desk.answer(Answer::Registered(said));
    desk.draw();
}

#[test]
fn what_the_register_proposes_beside_our_own() {
    scene("host-proposed", |desk| {
        opened(desk, 1);
        desk.press("/").write("kervezec");
        settle(desk, 1);
        desk.press("<Enter>");
        rest(desk, Ok(Found { said: proposed(), ..Found::default() }));
        for _ in 0..4 {
            desk.press("j");
            settle(desk, 1);
        }
    });
}

#[test]
fn what_the_register_has_not_told_yet() {
    scene("host-proposed-part", |desk| {
        opened(desk, 1);
        desk.press("/").write("kervezec");
        settle(desk, 1);
        desk.press("<Enter>");
        let rest_of = Rest { source: Source::Sirene, is_placed: false, cursor: "AoEu".into() };
        rest(desk, Ok(Found { said: proposed(), total: Some(2412), rest: Some(rest_of), bad_key: false }));
        for _ in 0..9 {
            desk.press("j");
            settle(desk, 1);
        }
    });
}

#[test]
fn a_register_that_is_used_up() {
    scene("host-register-later", |desk| {
        opened(desk, 1);
        desk.press("/").write("kervezec");
        settle(desk, 1);
        desk.press("<Enter>");
        rest(desk, Err(Unsaid::Later(now() + TimeDelta::minutes(1))));
    });
}

#[test]
fn one_that_waits_beside_what_it_may_be() {
    scene("host-moderated", |desk| {
        opened(desk, 1);
        desk.press("<Tab>");
        settle(desk, 3);
        let mut waits = HostSheet { registered: None, registered_at: None, ..sheet(3) };
        waits.values.insert("siret".into(), Value::Null);
        desk.press("j").press("j");
        desk.answer(Answer::Host(Some(Box::new(waits))));
        rest(desk, Ok(Found { said: proposed(), ..Found::default() }));
        desk.press("<Right>");
    });
}

#[test]
fn an_address_completed_as_it_is_typed() {
    scene("host-address", |desk| {
        opened(desk, 1);
        desk.press("a").press("<Tab>").press("<Tab>").press("<Tab>").write("3 rue du");
        desk.tell_at(Message::Deadline, desk.model.now + TimeDelta::seconds(1));
        let found = |label: &str, score| Suggestion {
            label: label.into(),
            address: Some("3 Rue du Pont".into()),
            postal_code: Some("29000".into()),
            town: Some("Quimper".into()),
            score,
        };
        desk.answer(Answer::Addresses(vec![
            found("3 Rue du Pont 29000 Quimper", 0.9),
            found("3 Rue du Port 29900 \u{1b}Concarneau", 0.4),
        ]));
        desk.press("<Down>").press("<Down>");
    });
}

#[test]
fn a_table_about_to_come_in() {
    scene("host-table", tried);
}

#[test]
fn all_that_a_table_is_refused_for() {
    scene("host-table-read", |desk| {
        tried(desk);
        desk.press("<Down>").press("<Down>").press("<Space>").press("<Enter>");
    });
}

/// A table of which some lines are refused.
fn tried(desk: &mut Desk) {
    opened(desk, 1);
    desk.press("I").write("/tmp/hotes.csv").press("<Enter>");
    let table = Table { path: "/tmp/hotes.csv".into(), dry: true, only_good: false, rejected: String::new() };
    let wrong = (2..14).map(|line| format!("Ligne {line}, « 123 » : SIRET : il lui manque des chiffres."));
    let tabled = Tabled {
        read: 40,
        good: 28,
        wrong: wrong.collect(),
        ignored: vec!["Commentaire".into()],
        added: false,
    };
    desk.answer(Answer::Tabled(table, Ok(tabled)));
}
