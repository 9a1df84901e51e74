//! What people type when they look for hosts: by hand, and drawn from the hosts that are there.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::registry;

/// What many type, by kind.
pub const TYPED: [(&str, &[&str]); 7] = [
    ("search_letters", &["m", "a", "ma", "as", "mai", "ass", "cab", "sar", "zep", "que"]),
    (
        "search_word",
        &[
            "mair", "mairi", "assoc", "cabi", "kero", "kerol", "ultra", "zephi", "pharm", "ferr", "ferry",
            "jules", "tuteur",
        ],
    ),
    (
        "search_common",
        &["mairie", "association", "sarl", "cabinet", "fils", "informatique", "programmation", "associes"],
    ),
    (
        "search_two_words",
        &["mairie quimper", "informatique sarl", "sarl inf", "jules lycee", "sarl mairie", "conseil quimper"],
    ),
    ("search_town", &["quimper", "belveze", "82150", "29000", "paris", "st denis", "amiens"]),
    ("search_nothing", &["zzzqqq", "wxyz wxyz", "99999999999999", "mairie zzzqqq", "qqq"]),
    ("search_retired", &["", "mai", "sarl informatique"]),
];
/// A kind of text, and how one is made of a host and of another one.
pub type Kind = (&'static str, fn(&Seen, &Seen, &mut registry::Draw) -> String);

/// What may be typed of any host.
pub const KINDS: [Kind; 9] = [
    ("drawn_word", |host, _, draw| host.word(draw).to_owned()),
    ("drawn_inside", |host, _, draw| {
        let word = host.word(draw);
        word[draw.below(word.len() as u64 - 2) as usize..].to_owned()
    }),
    ("drawn_words", |host, _, draw| {
        let words: Vec<&str> = (0..2 + draw.below(2)).map(|_| host.word(draw)).collect();
        words.join(" ")
    }),
    ("drawn_beginnings", |host, _, draw| {
        let words: Vec<&str> =
            (0..2).map(|_| beginning(host.word(draw), 3 + draw.below(2) as usize)).collect();
        words.join(" ")
    }),
    ("drawn_letters", |host, _, draw| {
        let whole = 5 + draw.below(8) as usize;
        format!("{} {}", beginning(host.word(draw), whole), beginning(host.word(draw), 2))
    }),
    ("drawn_place", |host, _, draw| {
        let place = if draw.below(2) == 0 { &host.town } else { &host.postal_code };
        if draw.below(2) == 0 {
            format!("{} {place}", host.word(draw))
        } else {
            format!("{place} {}", host.word(draw))
        }
    }),
    ("drawn_activity", |host, other, draw| {
        let activity = &host.activity[draw.below(host.activity.len() as u64) as usize];
        match draw.below(3) {
            0 => activity.clone(),
            1 => format!("{activity} {}", host.town),
            _ => format!("{} {activity}", other.word(draw)),
        }
    }),
    ("drawn_one_in_other", |host, _, draw| {
        let word = host.word(draw);
        format!("{word} {}", beginning(word, 3 + draw.below(4) as usize))
    }),
    ("drawn_of_two", |host, other, draw| {
        let away = if draw.below(2) == 0 { other.word(draw) } else { &other.town };
        format!("{} {away}", host.word(draw))
    }),
];

pub const MISTYPED: [&str; 9] = [
    "marie de quimper",
    "kerobret groupe",
    "lycee juels ferry",
    "carbinet zephinova",
    "assocation sportive",
    "ebenistrie kervezec",
    "hautotex disribution",
    "sarl bruvance informatque",
    "brulis",
];

/// Towns with their postal codes, in an order that is no alphabet's.
pub async fn communes(conn: &mut PgConnection) -> Result<Vec<(String, String)>, sqlx::Error> {
    sqlx::query_as("select name, postal_code from guichet.commune order by md5(name || postal_code)")
        .fetch_all(conn)
        .await
}

/// Numbers of hosts that are there, as people type them.
pub struct Numbers {
    pub sirens: Vec<String>,
    pub sirets: Vec<String>,
}

pub async fn numbers(conn: &mut PgConnection, size: u64) -> Result<Numbers, sqlx::Error> {
    let communes = communes(conn).await?;
    let (mut sirens, mut sirets) = (Vec::new(), Vec::new());
    let known = (0..size).step_by(4_999).filter_map(|n| registry::host(n, &communes).siret);
    for (siret, at) in known.take(10).zip(0..) {
        let [a, b, c, rest] = [&siret[..3], &siret[3..6], &siret[6..9], &siret[9..]];
        sirens.push(match at % 4 {
            0 => format!("{a}{b}"),
            1 => format!("{a} {b} {c}"),
            2 => siret[..7].to_owned(),
            _ => siret[..9].to_owned(),
        });
        sirets.push(if at % 2 == 0 { siret.clone() } else { format!("{a} {b} {c} {rest}") });
    }
    Ok(Numbers { sirens, sirets })
}

/// What is typed of a host: as its letters are compared.
pub struct Seen {
    words: Vec<String>,
    activity: Vec<String>,
    town: String,
    postal_code: String,
}

impl Seen {
    fn word(&self, draw: &mut registry::Draw) -> &str {
        &self.words[draw.below(self.words.len() as u64) as usize]
    }
}

fn beginning(word: &str, letters: usize) -> &str {
    &word[..word.len().min(letters)]
}

/// Some hosts, from all over the registry, with what can be looked for of them.
pub async fn seen(conn: &mut PgConnection, size: u64) -> Result<Vec<Seen>, sqlx::Error> {
    let communes = communes(conn).await?;
    let naf: Vec<(String, String)> =
        sqlx::query_as("select code, label from guichet.naf").fetch_all(conn).await?;
    let naf: HashMap<String, String> = naf.into_iter().collect();
    let fold = guichet::domain::fold::fold;
    let words = |text: &str| -> Vec<String> {
        fold(text)
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .filter(|word| word.len() > 2)
            .map(str::to_owned)
            .collect()
    };
    let seen = (0..size).step_by(1_009).filter_map(|n| {
        let host = registry::host(n, &communes);
        let (name, activity, postal_code) = (words(&host.name), words(naf.get(host.naf)?), host.postal_code?);
        (!name.is_empty()).then(|| Seen { words: name, activity, town: fold(&host.town), postal_code })
    });
    Ok(seen.collect())
}
