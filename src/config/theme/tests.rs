//! Themes resolve at every depth, are readable, and their errors say where.

use super::*;

fn load(text: &str) -> Result<Theme, ThemeError> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.toml"), text).unwrap();
    Theme::load("mine", Some(folder.path()))
}

fn problem(text: &str) -> (usize, usize, Problem) {
    match load(text).unwrap_err() {
        ThemeError::At { origin: Origin::File(path), line, column, problem } => {
            assert!(path.ends_with("mine.toml"), "{path:?}");
            (line, column, problem)
        }
        other => panic!("{other}"),
    }
}

#[test]
fn every_built_in_theme_loads() {
    for name in Theme::built_in() {
        let theme = Theme::load(name, None).unwrap();
        assert!(theme.face(Meaning::RowCursor).look.reversed, "{name}: the cursor row is cheapest reversed");
        assert_eq!(theme.face(Meaning::RowCursor).fg, None, "{name}");
    }
    let mono = Theme::load("mono", None).unwrap();
    assert!(Meaning::ALL.iter().all(|meaning| mono.face(*meaning).fg.is_none()));
}

#[test]
fn a_theme_adds_to_what_it_inherits() {
    let theme = load(
        "inherits = \"light\"\n[palette]\naccent = { rgb = \"#0000AA\", x256 = 19, ansi = \"blue\" }\n\
         [meaning]\n\"match\" = { fg = \"accent\", underline = true }\n",
    )
    .unwrap();
    assert_eq!(theme.background, Background::Light);
    let face = theme.face(Meaning::Match);
    assert_eq!(face.fg.map(|paint| (paint.rgb, paint.x256)), Some(((0, 0, 0xAA), 19)));
    assert!(face.look.underline && !face.look.bold);
    let light = Theme::load("light", None).unwrap();
    assert_eq!(theme.face(Meaning::StatusLate), light.face(Meaning::StatusLate));
}

#[test]
fn a_user_theme_may_extend_the_built_in_one_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("dark.toml"),
        "inherits = \"dark\"\n[meaning]\nmuted = { italic = true }\n",
    )
    .unwrap();
    let theme = Theme::load("dark", Some(folder.path())).unwrap();
    assert!(theme.face(Meaning::Muted).look.italic);
    assert!(theme.face(Meaning::RowCursor).look.reversed);
}

#[test]
fn a_missing_meaning_looks_like_its_fallback() {
    let theme = load("[meaning]\n\"status.late\" = { bold = true }\n").unwrap();
    assert!(theme.face(Meaning::StatusBlocking).look.bold);
    assert!(theme.face(Meaning::ToastError).look.bold);
    assert_eq!(theme.face(Meaning::StatusOk), Face::default());
}

#[test]
fn errors_say_where_and_what_was_expected() {
    let unknown = |found: &str, near: Option<&str>, problem: Problem| match problem {
        Problem::Unknown { found: real, nearest, .. } => {
            assert_eq!((real.as_str(), nearest.as_deref()), (found, near));
        }
        other => panic!("{other}"),
    };
    let (line, column, what) = problem("[meaning]\n\"status.lat\" = {}\n");
    assert_eq!((line, column), (2, 1));
    unknown("status.lat", Some("status.late"), what);

    let (line, column, what) = problem("# é\n[meaning]\nmuted = { colour = \"x\" }\n");
    assert_eq!((line, column), (3, 11));
    unknown("colour", None, what);

    let (line, column, what) = problem("inherits = \"dark\"\n[meaning]\nmuted = { fg = \"dagner\" }\n");
    assert_eq!((line, column), (3, 16));
    unknown("dagner", Some("danger"), what);

    let (line, _, what) = problem("inherits = \"drak\"\n");
    assert_eq!(line, 1);
    unknown("drak", Some("dark"), what);

    let (_, column, what) = problem("[palette]\nx = { rgb = \"#12345\", x256 = 20, ansi = \"red\" }\n");
    assert_eq!(column, 13);
    assert!(matches!(what, Problem::Expected { ref expected, .. } if expected.contains("#rrggbb")), "{what}");

    let (.., what) = problem("[palette]\nx = { rgb = \"#123456\", ansi = \"red\" }\n");
    assert_eq!(what, Problem::MissingDepth("x256".to_owned()));

    let (.., what) = problem("[palette]\nx = { rgb = \"#123456\", x256 = 7, ansi = \"red\" }\n");
    assert!(
        matches!(what, Problem::Expected { ref expected, .. } if expected.contains("16 to 255")),
        "{what}"
    );

    let (line, .., what) = problem("[meaning\n");
    assert_eq!(line, 1);
    assert!(matches!(what, Problem::Syntax(_)), "{what}");
}

#[test]
fn themes_cannot_inherit_in_circles_nor_leave_their_folder() {
    let folder = tempfile::tempdir().unwrap();
    for (name, parent) in [("one", "two"), ("two", "one")] {
        std::fs::write(folder.path().join(format!("{name}.toml")), format!("inherits = \"{parent}\"\n"))
            .unwrap();
    }
    let error = Theme::load("one", Some(folder.path())).unwrap_err();
    assert!(matches!(error, ThemeError::At { problem: Problem::Cycle(_), .. }), "{error}");
    let error = Theme::load("../secret", Some(folder.path())).unwrap_err();
    assert!(matches!(error, ThemeError::UnknownTheme { .. }), "{error}");
}

#[test]
fn attributes_may_be_others_without_colour() {
    let theme = load("[meaning]\nmuted = { bold = true, mono = { underline = true } }\n").unwrap();
    let face = theme.face(Meaning::Muted);
    assert!(face.look_at(Depth::Ansi).bold && !face.look_at(Depth::Ansi).underline);
    assert!(!face.look_at(Depth::Mono).bold && face.look_at(Depth::Mono).underline);
    let (line, column, what) = problem("[meaning]\nmuted = { mono = { fg = \"x\" } }\n");
    assert_eq!((line, column), (2, 20));
    assert!(matches!(what, Problem::Unknown { ref found, .. } if found == "fg"), "{what}");
}

#[test]
fn a_theme_names_the_one_for_a_light_screen() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("night.toml", "inherits = \"dark\"\nlight = \"day\"\n");
    let error = Theme::load("night", Some(folder.path())).unwrap_err();
    assert!(error.to_string().contains("night.toml:2:9: unknown name `day`"), "{error}");
    write("day.toml", "inherits = \"light\"\n");
    let night = Theme::load("night", Some(folder.path())).unwrap();
    let on = |background| night.clone().on(background, Some(folder.path())).unwrap().name;
    assert_eq!(on(Some(Background::Light)), "day");
    assert_eq!((on(Some(Background::Dark)), on(None)), ("night".to_owned(), "night".to_owned()));
    write("mine.toml", "inherits = \"night\"\n");
    assert_eq!(
        Theme::load("mine", Some(folder.path())).unwrap().light,
        None,
        "its own colours would be lost"
    );
    assert!(names(Some(folder.path())).ends_with(&["day".to_owned(), "mine".to_owned(), "night".to_owned()]));
}
