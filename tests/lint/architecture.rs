//! The one-way rule of `src/lib.rs`: which room may name which, and which libraries each room may name.

use std::collections::BTreeSet;

use super::paths::{self, Named, Place, Target};
use super::sources::{self, refuse};

/// Each room with the rooms that it may name besides itself.
const ROOMS: [(&str, &[&str]); 14] = [
    ("domain", &[]),
    ("config", &[]),
    ("i18n", &[]),
    ("widgets", &[]),
    ("store", &["domain"]),
    ("sis", &["domain"]),
    ("mail", &["domain"]),
    ("documents", &["domain"]),
    ("app", &["domain", "config", "i18n", "widgets"]),
    ("ui", &["domain", "app", "config", "i18n", "widgets"]),
    ("runtime", &["domain", "app", "ui", "store", "sis", "mail", "documents", "config", "i18n", "widgets"]),
    (
        "cli",
        &["domain", "app", "ui", "runtime", "store", "sis", "mail", "documents", "config", "i18n", "widgets"],
    ),
    (
        "main",
        &[
            "domain",
            "app",
            "ui",
            "runtime",
            "cli",
            "store",
            "sis",
            "mail",
            "documents",
            "config",
            "i18n",
            "widgets",
        ],
    ),
    ("build", &[]),
];

/// What `domain` may name; nothing else.
const DOMAIN_CRATES: [&str; 8] =
    ["std", "core", "chrono", "rust_decimal", "serde", "sha2", "similar", "unicode_normalization"];

/// The libraries that a room may not name, at any depth (`ratatui::crossterm` is crossterm).
const CLOSED_CRATES: [(&str, &[&str]); 10] = [
    ("domain", &["sqlx", "reqwest", "tokio", "crossterm", "ratatui"]),
    ("app", &["sqlx", "reqwest", "tokio", "crossterm"]),
    ("ui", &["sqlx", "reqwest", "tokio", "crossterm"]),
    ("config", &["sqlx", "reqwest", "tokio", "crossterm"]),
    ("i18n", &["sqlx", "reqwest", "tokio", "crossterm"]),
    ("widgets", &["sqlx", "reqwest", "tokio", "crossterm"]),
    ("store", &["ratatui", "crossterm"]),
    ("sis", &["ratatui", "crossterm"]),
    ("mail", &["ratatui", "crossterm"]),
    ("documents", &["ratatui", "crossterm"]),
];

/// The names of the rooms.
fn room_names() -> [&'static str; ROOMS.len()] {
    ROOMS.map(|(room, _)| room)
}

/// The module that a file is, from its path: `src/app/pane/queue.rs` is `app::pane::queue`.
fn place_of<'a>(path: &str, crates: &'a BTreeSet<String>, rooms: &'a [&'a str]) -> Place<'a> {
    let (root, inside) = match path.strip_prefix("widgets/src/") {
        Some(inside) => (vec!["widgets"], inside),
        None => (vec![], path.strip_prefix("src/").unwrap_or(path)),
    };
    let parts: Vec<&str> = inside.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").collect();
    let own_root = !root.is_empty() || matches!(parts[..], ["main" | "build"]);
    let module: Vec<&str> = if parts == ["lib"] { root } else { [root, parts].concat() };
    Place {
        module: module.into_iter().map(str::to_owned).collect(),
        root: usize::from(own_root),
        crates,
        rooms,
        in_test: sources::is_test_file(path),
    }
}

/// Why a room may not name this, if it may not.
fn fault(room: &str, named: &Named) -> Option<String> {
    match &named.target {
        Target::Unreadable(why) => Some(format!("{room}: {why}")),
        Target::Here(path) => {
            let other = path.first()?;
            let shown = path.join("::");
            if room == "lib" {
                return Some(format!("lib -> {other} ({shown}): src/lib.rs only declares the rooms"));
            }
            if other == room {
                return None;
            }
            let may = ROOMS.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, may)| *may);
            if !ROOMS.iter().any(|(name, _)| name == other) {
                return Some(format!("{room} -> {other} ({shown}): {other} is not a room"));
            }
            let only = if may.is_empty() { "no other room".to_owned() } else { may.join(", ") };
            (!may.contains(&other.as_str()))
                .then(|| format!("{room} -> {other} ({shown}): {room} may name {only}"))
        }
        Target::Crate(path) => {
            let shown = path.join("::");
            let closed =
                CLOSED_CRATES.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, list)| *list);
            let inner = path.get(1).filter(|_| path[0] == "ratatui");
            if let Some(name) =
                [path.first(), inner].into_iter().flatten().find(|name| closed.contains(&name.as_str()))
            {
                return Some(format!("{room} -> {name} ({shown}): {room} never names {}", closed.join(", ")));
            }
            let open = room != "domain" || named.in_test || DOMAIN_CRATES.contains(&path[0].as_str());
            (!open).then(|| {
                format!("{room} -> {} ({shown}): {room} may name only {}", path[0], DOMAIN_CRATES.join(", "))
            })
        }
    }
}

/// The violations of one file, as `file:line: arrow: rule`.
fn violations(path: &str, text: &str, crates: &BTreeSet<String>) -> Vec<String> {
    let rooms = room_names();
    let place = place_of(path, crates, &rooms);
    let room = place.module.first().cloned().unwrap_or_else(|| "lib".to_owned());
    match paths::read(text, &place) {
        Ok(named) => named
            .iter()
            .filter_map(|named| fault(&room, named).map(|fault| format!("{path}:{}: {fault}", named.line)))
            .collect(),
        Err(error) => vec![format!("{path}:{}: not Rust: {error}", error.span().start().line)],
    }
}

/// Every crate that the sources can name: the dependencies of both packages and the compiler's own.
fn crates() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = ["std", "core", "alloc", "proc_macro"].map(str::to_owned).into();
    for manifest in ["Cargo.toml", "widgets/Cargo.toml"] {
        let text = std::fs::read_to_string(sources::root().join(manifest)).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let found =
                manifest.get(table).and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys);
            names.extend(found.map(|name| name.replace('-', "_")));
        }
    }
    names
}

#[test]
fn no_arrow_runs_back_up() {
    let crates = crates();
    assert!(
        crates.contains("sqlx") && crates.contains("widgets"),
        "the manifest was not understood: {crates:?}"
    );
    let mut sources = sources::files("src", "rs");
    sources.extend(sources::files("widgets/src", "rs"));
    assert!(sources.len() > 10, "the sources were not found");
    let found: Vec<String> =
        sources.iter().flat_map(|source| violations(&source.path, &source.text, &crates)).collect();
    refuse("The one-way rule (src/lib.rs):", &found);
}

#[test]
fn every_folder_of_src_is_a_room() {
    let rooms = room_names();
    for entry in std::fs::read_dir(sources::root().join("src")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name.trim_end_matches(".rs");
        assert!(
            name == "lib" || rooms.contains(&name),
            "src/{name} is not a room: give it its arrows in ROOMS"
        );
    }
}

/// The arrows found in a piece of source, shortened to `line: from -> to`.
fn arrows(path: &str, text: &str) -> Vec<String> {
    let crates: BTreeSet<String> = [
        "std",
        "chrono",
        "serde",
        "thiserror",
        "sqlx",
        "tokio",
        "ratatui",
        "crossterm",
        "widgets",
        "proptest",
    ]
    .map(str::to_owned)
    .into();
    violations(path, text, &crates)
        .into_iter()
        .map(|violation| {
            let rest = violation.strip_prefix(path).unwrap().trim_start_matches(':');
            rest.split(" (").next().unwrap().to_owned()
        })
        .collect()
}

#[track_caller]
fn caught(path: &str, text: &str, expected: &[&str]) {
    assert_eq!(arrows(path, text), expected, "in {path}:\n{text}");
}

#[test]
fn use_trees_are_read_in_every_shape() {
    caught("src/domain/x.rs", "use crate::ui;", &["1: domain -> ui"]);
    caught("src/domain/x.rs", "\npub use crate::app::Model;", &["2: domain -> app"]);
    caught("src/app/x.rs", "use crate::{ui::x, store};", &["1: app -> ui", "1: app -> store"]);
    caught("src/app/x.rs", "use crate::{domain::{a, b}, runtime::*};", &["1: app -> runtime"]);
    caught("src/ui/x.rs", "use crate::store::Row as Line;", &["1: ui -> store"]);
    caught("src/store/x.rs", "use crate::sis::pegase::Client;", &["1: store -> sis"]);
    caught("src/runtime/x.rs", "use crate::cli as above;", &["1: runtime -> cli"]);
    caught("src/i18n/mod.rs", "use crate::domain::Date;", &["1: i18n -> domain"]);
    caught("src/store/x.rs", "use crate::config::Settings;", &["1: store -> config"]);
    caught("src/app/x.rs", "fn f() { use crate::cli::run; }", &["1: app -> cli"]);
}

#[test]
fn relative_paths_are_followed_to_their_room() {
    caught("src/app/pane/queue.rs", "use super::super::super::ui::theme;", &["1: app -> ui"]);
    caught("src/app/pane/queue.rs", "use super::super::ui::theme;", &[]);
    caught("src/app/mod.rs", "use self::super::store::x;", &["1: app -> store"]);
    caught("src/app/mod.rs", "mod inner { fn f() { super::super::ui::x(); } }", &["1: app -> ui"]);
    caught("src/app/mod.rs", "#[cfg(test)] mod tests { use super::*; }", &[]);
    caught("src/domain/mod.rs", "mod ui; use ui::x; fn f() { self::ui::y(); }", &[]);
}

#[test]
fn paths_in_code_are_read_as_well_as_imports() {
    caught("src/domain/x.rs", "fn f() { crate::ui::draw(); }", &["1: domain -> ui"]);
    caught("src/domain/x.rs", "fn f(x: Vec<crate::app::Model>) {}", &["1: domain -> app"]);
    caught("src/ui/x.rs", "fn f() -> <crate::store::A as Into<u8>>::B { todo() }", &["1: ui -> store"]);
    caught("src/ui/x.rs", "impl From<crate::runtime::E> for X {}", &["1: ui -> runtime"]);
    caught("src/app/x.rs", "fn f(x: X) { match x { crate::ui::A => {} _ => {} } }", &["1: app -> ui"]);
    caught("src/app/x.rs", "pub(in crate::app) fn f() {} pub(crate) fn g() {} pub(super) fn h() {}", &[]);
}

#[test]
fn macros_and_attributes_hide_nothing() {
    caught("src/domain/x.rs", "fn f() { println!(\"{}\", crate::ui::NAME); }", &["1: domain -> ui"]);
    caught("src/domain/x.rs", "macro_rules! m { () => { $crate::store::x() } }", &["1: domain -> store"]);
    caught(
        "src/domain/x.rs",
        "m! { use crate::{domain::a, ui::{b, c as d}}; }",
        &["1: domain -> ui", "1: domain -> ui"],
    );
    caught("src/app/x.rs", "m!(a, [super::super::ui::x]);", &["1: app -> ui"]);
    caught("src/app/x.rs", "fn f() { vec![tokio::spawn(x), Vec::<u8>::new()]; }", &["1: app -> tokio"]);
    caught("src/domain/x.rs", "fn f() { vec![Vec::<u8>::new(), a.sqlx::<u8>()]; }", &[]);
    caught(
        "src/app/x.rs",
        "macro_rules! m { ($r:ident) => { crate::$r::x() } }",
        &["1: app: a macro argument chooses the room, which cannot be checked"],
    );
    caught("src/app/x.rs", "crate::ui::generate!();", &["1: app -> ui"]);
    caught("src/domain/x.rs", "#[derive(Debug, sqlx::FromRow)] struct A;", &["1: domain -> sqlx"]);
    caught("src/app/x.rs", "#[tokio::main] async fn f() {}", &["1: app -> tokio"]);
    caught("src/domain/x.rs", "struct A { #[sqlx(rename = \"b\")] b: u8 }", &["1: domain -> sqlx"]);
    caught(
        "src/domain/x.rs",
        "struct A { #[serde(with = \"crate::store::day\")] b: u8 }",
        &["1: domain -> store"],
    );
    caught("src/domain/x.rs", "/// See crate::ui::x and `sqlx::query`.\nfn f() {} // crate::ui", &[]);
}

#[test]
fn aliases_do_not_launder_a_name() {
    let renamed = "1: app: renaming the crate's root hides which room is named";
    caught("src/app/x.rs", "use crate as root; fn f() { root::ui::x(); }", &[renamed, "1: app -> ui"]);
    caught("src/app/x.rs", "use crate::{self as root};", &[renamed]);
    caught("src/app/mod.rs", "use super as up;", &[renamed]);
    caught("src/app/x.rs", "extern crate self as me;", &[renamed]);
    caught(
        "src/app/x.rs",
        "use super::super::*;",
        &["1: app: a glob of the crate's root brings every room in"],
    );
    caught("src/ui/x.rs", "use ratatui as r;\nuse r::crossterm::event;", &["2: ui -> crossterm"]);
    caught(
        "src/ui/x.rs",
        "use ratatui as r; mod a { use r as s; }\nfn f() { s::crossterm::x(); }",
        &["2: ui -> crossterm"],
    );
    let elsewhere = "1: app: a module taken from another file no longer says its room";
    caught("src/app/x.rs", "#[path = \"../ui/x.rs\"] mod x;", &[elsewhere]);
    caught("src/app/x.rs", "include!(\"../ui/x.rs\");", &[elsewhere]);
}

#[test]
fn libraries_stay_in_their_rooms() {
    caught("src/app/x.rs", "use sqlx;", &["1: app -> sqlx"]);
    caught("src/app/x.rs", "fn f(e: ::crossterm::Event) {}", &["1: app -> crossterm"]);
    caught("src/ui/x.rs", "use ratatui::{crossterm::event, text::Line};", &["1: ui -> crossterm"]);
    caught("src/ui/x.rs", "extern crate tokio as t;", &["1: ui -> tokio"]);
    caught("src/store/x.rs", "fn f() -> ratatui::text::Line {}", &["1: store -> ratatui"]);
    caught("src/domain/x.rs", "use thiserror::Error;", &["1: domain -> thiserror"]);
    caught("src/domain/x.rs", "use serde::Serialize; use std::fmt; use chrono::NaiveDate;", &[]);
    caught("src/domain/x.rs", "#[cfg(test)] mod tests { use proptest::prelude::*; }", &[]);
    caught(
        "src/domain/x.rs",
        "#[cfg(not(test))] mod a { use proptest::prelude::*; }",
        &["1: domain -> proptest"],
    );
    caught(
        "src/domain/x.rs",
        "#[cfg(test)] mod tests { use crate::ui; use sqlx::query; }",
        &["1: domain -> ui", "1: domain -> sqlx"],
    );
    caught("src/store/x.rs", "use widgets::Table;", &["1: store -> widgets"]);
    caught("src/app/x.rs", "use widgets::Table; fn f() { widgets::table::x(); }", &[]);
    caught("widgets/src/table.rs", "use crate::cell; use guichet::domain::Date;", &["1: widgets -> domain"]);
    caught(
        "widgets/src/lib.rs",
        "mod tests { use super::*; } use ratatui::crossterm;",
        &["1: widgets -> crossterm"],
    );
}

#[test]
fn the_roots_only_declare_and_call() {
    caught("src/lib.rs", "pub mod ui; pub use ui::view;", &["1: lib -> ui"]);
    caught("src/lib.rs", "pub mod app;\npub use crate::app::Model;", &["2: lib -> app"]);
    caught("src/main.rs", "fn main() { guichet::cli::main() }", &[]);
    caught("src/build.rs", "fn main() { guichet::cli::main() }", &["1: build -> cli"]);
    caught("src/app/x.rs", "fn f() { crate::helper(); }", &["1: app -> helper"]);
    caught("src/app/x.rs", "fn f( {", &["1: not Rust: cannot parse string into token stream"]);
}
