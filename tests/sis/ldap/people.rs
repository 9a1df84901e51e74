//! Who is found, how, and what is told of them.

use guichet::domain::student::StudentNumber;
use guichet::domain::student::directory::{Affiliation, Person};
use guichet::domain::student::identity::Sex;
use guichet::domain::student::search::{Among, PersonSearch};
use guichet::sis::fault::Service;
use guichet::sis::ldap::{DirectoryClient, Names, Settings};
use guichet::sis::port::{Directory, Known};

use super::super::{QUICK, now};
use super::server::MANY;
use super::{below, client, login, named, settings, size, some, uids};

/// Somebody of whom nothing else is told.
fn person(uid: &str, surname: &str, given_name: &str) -> Person {
    Person {
        uid: some(uid),
        login: some(uid),
        number: None,
        surname: some(surname),
        given_name: some(given_name),
        name: some(&format!("{given_name} {surname}")),
        title: None,
        mail: None,
        phone: None,
        main_affiliation: None,
        affiliations: vec![],
        main_entity: None,
        entities: vec![],
        etapes: vec![],
        years: vec![],
    }
}

fn number(text: &str) -> Option<StudentNumber> {
    Some(StudentNumber::parse(text).unwrap())
}

fn maelys() -> Person {
    Person {
        number: number("22104518"),
        title: Some(Sex::Female),
        mail: some("maelys.desfontaines@etu.univ-valmoree.example"),
        main_affiliation: Some(Affiliation::Student),
        affiliations: vec![Affiliation::Student, Affiliation::Member],
        main_entity: some("SCI"),
        entities: vec!["SCI".into()],
        etapes: vec!["{UAI:0999999Z}MINFO2-211".into()],
        years: vec![2026],
        ..person("mdesfon3", "Desfontaines", "Maëlys")
    }
}

fn tomasz() -> Person {
    Person {
        number: number("22207733"),
        title: Some(Sex::Male),
        mail: some("tomasz.wierzbowski@etu.univ-valmoree.example"),
        main_affiliation: Some(Affiliation::Student),
        affiliations: vec![Affiliation::Student, Affiliation::Member],
        main_entity: some("SCI"),
        entities: vec!["SCI".into(), "DRO".into()],
        etapes: vec!["{UAI:0999999Z}MINFO2-211".into(), "{UAI:0999999Z}DUENT1-111".into()],
        years: vec![2025, 2026],
        ..person("twierzb1", "Wierzbowski", "Tomasz")
    }
}

fn odilon() -> Person {
    Person {
        number: number("21903355"),
        mail: some("odilon.anciaux-delmas@alumni.univ-valmoree.example"),
        main_affiliation: Some(Affiliation::Alum),
        affiliations: vec![Affiliation::Alum],
        ..person("aanciend", "Anciaux-Delmas", "Odilon")
    }
}

fn helene() -> Person {
    Person {
        title: Some(Sex::Female),
        mail: some("helene.carriere-noblet@univ-valmoree.example"),
        phone: some("+33 3 00 00 00 21"),
        main_affiliation: Some(Affiliation::Faculty),
        affiliations: vec![
            Affiliation::Faculty,
            Affiliation::Teacher,
            Affiliation::Employee,
            Affiliation::Member,
        ],
        main_entity: some("SCI"),
        entities: vec!["SCI".into()],
        ..person("hcarrier", "Carrière-Noblet", "Hélène")
    }
}

fn basile() -> Person {
    Person {
        title: Some(Sex::Male),
        mail: some("basile.gravelotte@univ-valmoree.example"),
        phone: some("+33 3 00 00 00 22"),
        main_affiliation: Some(Affiliation::Staff),
        affiliations: vec![Affiliation::Staff, Affiliation::Employee, Affiliation::Member],
        main_entity: some("SCI"),
        entities: vec!["SCI".into()],
        ..person("gstages1", "Gravelotte", "Basile")
    }
}

fn ondine() -> Person {
    Person {
        number: number("22300001"),
        main_affiliation: Some(Affiliation::Student),
        affiliations: vec![Affiliation::Student, Affiliation::Member],
        years: vec![2026],
        ..person("sansmail", "Sansmel", "Ondine")
    }
}

#[tokio::test]
async fn each_person_of_the_samples_is_told_as_they_are() {
    let client = client(settings());
    assert_eq!(client.service(), Service::Directory);
    for person in [maelys(), tomasz(), odilon(), helene(), basile(), ondine()] {
        let login = person.login.clone().unwrap();
        assert_eq!(client.by_login(&login).await, Ok(Known::This(person)));
    }
    assert_eq!(client.by_login("nobody").await, Ok(Known::Nothing));
    assert_eq!(client.by_login(" * ").await, Ok(Known::Nothing));
    assert_eq!(client.by_login("").await, Ok(Known::Nothing));
}

#[tokio::test]
async fn people_are_found_by_whatever_is_known_of_them() {
    let client = client(settings());
    let search = PersonSearch::default;
    for (among, search, person) in [
        (Among::Students, named("sfonta"), maelys()),
        (Among::Students, PersonSearch { number: "22207733".into(), ..search() }, tomasz()),
        (Among::Students, PersonSearch { uid: "SANSMAIL".into(), ..search() }, ondine()),
        (Among::Students, PersonSearch { login: "twierzb1".into(), ..search() }, tomasz()),
        (Among::Students, PersonSearch { mail: "Wierzbowski@etu".into(), ..search() }, tomasz()),
        (Among::Students, PersonSearch { given_name: "lys".into(), ..search() }, maelys()),
        (Among::Students, PersonSearch { entity: "dro".into(), ..search() }, tomasz()),
        (Among::Students, PersonSearch { year: Some(2025), ..search() }, tomasz()),
        (Among::Students, PersonSearch { etape: "{UAI:0999999Z}DUENT1-111".into(), ..search() }, tomasz()),
        (Among::Students, PersonSearch { year: Some(2026), ..named("Sansmel") }, ondine()),
        (Among::Teachers, named("carri"), helene()),
        (Among::Staff, named("gravelotte"), basile()),
    ] {
        let told = client.people(among, &search).await;
        assert_eq!(told, Ok(Known::This(vec![person])), "{search:?}");
    }
}

#[tokio::test]
async fn people_are_looked_for_among_those_of_one_kind() {
    let client = client(settings());
    let any = PersonSearch { mail: "univ-valmoree.example".into(), ..PersonSearch::default() };
    assert_eq!(uids(&client, Among::Students, &any).await, ["mdesfon3", "twierzb1"]);
    assert_eq!(uids(&client, Among::Teachers, &any).await, ["hcarrier"]);
    assert_eq!(uids(&client, Among::Staff, &any).await, ["hcarrier", "gstages1"]);
    // Who has left is none of them.
    for among in [Among::Students, Among::Teachers, Among::Staff] {
        assert_eq!(client.people(among, &named("anciaux")).await, Ok(Known::Nothing));
    }
    let unlike = PersonSearch { year: Some(2025), ..named("sansmel") };
    assert_eq!(client.people(Among::Students, &unlike).await, Ok(Known::Nothing));
}

#[tokio::test]
async fn accents_and_case_play_no_part_in_names() {
    let client = client(settings());
    for surname in
        ["carriere", "CARRIÈRE", "Carrière", "carrière noblet", "CARRIERE-NOBLET", "ca\u{300}rriere"]
    {
        let found = uids(&client, Among::Teachers, &named(surname)).await;
        assert_eq!(found, ["hcarrier"], "{surname}");
    }
    for given_name in ["helene", "HÉLÈNE", "Hélene", "hele\u{300}ne"] {
        let search = PersonSearch { given_name: given_name.into(), ..PersonSearch::default() };
        assert_eq!(uids(&client, Among::Staff, &search).await, ["hcarrier"], "{given_name}");
    }
    let odd = super::client(below("ou=odd"));
    assert_eq!(uids(&odd, Among::Students, &named("leboeuf")).await, ["pictured"]);
    // The words are looked for in their order.
    assert!(uids(&client, Among::Teachers, &named("noblet carriere")).await.is_empty());
}

#[tokio::test]
async fn a_search_for_nothing_never_leaves() {
    // Nobody is there to be asked.
    let nowhere = Settings { starttls: false, ..Settings::supann("ldap://127.0.0.1:1", "ou=people") };
    let client = client(nowhere);
    let blank = PersonSearch { mail: " \u{200b}\t".into(), ..named("\u{301}") };
    for search in [PersonSearch::default(), blank] {
        assert_eq!(client.people(Among::Staff, &search).await, Ok(Known::Nothing));
    }
    assert_eq!(client.by_login(" \u{0} ").await, Ok(Known::Nothing));
}

#[tokio::test]
async fn what_needs_several_pages_is_told_whole() {
    for page in [1, 7, MANY, MANY + 1] {
        let client = client(Settings { page: size(page), ..below("ou=many") });
        let found = uids(&client, Among::Students, &named("plusieurs")).await;
        let all: Vec<String> = (0..MANY).map(|number| format!("many{number:02}")).collect();
        assert_eq!(found, all, "{page}");
    }
}

#[tokio::test]
async fn no_more_is_told_than_is_wanted() {
    for (page, most) in [(4, 10), (5, 10), (50, 1)] {
        let client = client(Settings { page: size(page), most: size(most), ..below("ou=many") });
        for _ in 0..2 {
            assert_eq!(uids(&client, Among::Students, &named("plusieurs")).await.len(), most);
        }
    }
}

#[tokio::test]
async fn a_directory_that_tells_only_the_first_of_many_is_believed() {
    for page in [1, 2, 5] {
        let settings = Settings { page: size(page), ..below("ou=many") };
        let stinted = DirectoryClient::new(settings, login("stinted"), QUICK, now).unwrap();
        assert_eq!(
            uids(&stinted, Among::Students, &named("plusieurs")).await,
            ["many00", "many01"],
            "{page}"
        );
    }
}

#[tokio::test]
async fn composite_values_tell_what_plain_ones_do_not() {
    let client = client(below("ou=odd"));
    let search = PersonSearch { uid: "composed".into(), ..PersonSearch::default() };
    let expected = Person {
        login: None,
        given_name: None,
        name: some("Composite"),
        affiliations: vec![Affiliation::Student, Affiliation::Other("emeritus".into())],
        entities: vec!["SCI".into(), "DRO".into()],
        etapes: vec![
            "{UAI:0999999Z}MINFO2-211".into(),
            "{UAI:0999999Z}DUENT1!111".into(),
            "{UAI:0999999Z}LAST".into(),
        ],
        years: vec![2025, 2026],
        ..person("composed", "Composite", "")
    };
    assert_eq!(client.people(Among::Students, &search).await, Ok(Known::This(vec![expected])));
}

#[tokio::test]
async fn values_that_are_no_text_are_passed_over() {
    let names = Names { phone: "jpegPhoto".into(), ..Names::default() };
    let client = client(Settings { names, ..below("ou=odd") });
    let search = PersonSearch { uid: "pictured".into(), ..PersonSearch::default() };
    let Known::This(found) = client.people(Among::Students, &search).await.unwrap() else { panic!() };
    assert_eq!((&found[0].surname, &found[0].phone), (&some("Lebœuf"), &some("+33 3 00")));
}

#[tokio::test]
async fn an_institution_names_its_attributes_and_its_people() {
    let names = Names { login: "uid".into(), surname: "CN".into(), number: "sn".into(), ..Names::default() };
    let mut settings = Settings { names, ..below("ou=odd") };
    settings.filters.staff = "(eduPersonAffiliation=emeritus)".to_owned();
    let client = client(settings);
    let Known::This(found) = client.people(Among::Staff, &named("posite")).await.unwrap() else { panic!() };
    let [composed] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&composed.login, &composed.surname), (&some("composed"), &some("Composite")));
    assert_eq!(composed.number, number("Composite"));
}

#[tokio::test]
async fn nobody_is_told_apart_from_somebody_without_a_name_and_from_two() {
    let client = client(below("ou=odd"));
    assert_eq!(client.by_login("unnamed").await, Ok(Known::Unsure));
    assert_eq!(client.by_login("twice").await, Ok(Known::Unsure));
    let login = |login: &str| PersonSearch { login: login.into(), ..PersonSearch::default() };
    assert_eq!(client.people(Among::Students, &login("unnamed")).await, Ok(Known::Unsure));
    assert_eq!(uids(&client, Among::Students, &login("twice")).await, ["pictured", "shared"]);
    // Who may read nothing is told of nobody, or that there is no such place.
    let blind = DirectoryClient::new(below("ou=odd"), super::login("blind"), QUICK, now).unwrap();
    assert!(!matches!(blind.by_login("composed").await, Ok(Known::This(_))));
}
