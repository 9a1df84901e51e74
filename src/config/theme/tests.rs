//! Themes resolve at every depth, are readable, and their errors say where.

use super::*;

fn load(text: &str) -> Result<Theme, ThemeError> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.toml"), text).unwrap();
    Theme::load("mine", Some(folder.path()))
}

fn problem(text: &str) -> (usize, usize, Problem) {
    let error = load(text).unwrap_err();
    assert!(error.to_string().contains("mine.toml:"), "{error}");
    (error.line, error.column, error.problem)
}

#[test]
fn every_built_in_theme_loads() {
    for name in Theme::built_in() {
        let theme = Theme::load(name, None).unwrap();
        assert!(theme.face(Meaning::RowCursor).reversed, "{name}: the cursor row is cheapest reversed");
        assert_eq!(theme.face(Meaning::RowCursor).fg, None, "{name}");
        let reversed = Meaning::ALL.iter().filter(|meaning| theme.face(**meaning).reversed);
        assert_eq!(reversed.count(), 1, "{name}: nothing else looks like the cursor row");
    }
}

#[test]
fn statuses_differ_in_colour_and_the_worst_without_any() {
    for name in ["dark", "light"] {
        let theme = Theme::load(name, None).unwrap();
        let paint = |meaning| theme.face(meaning).fg.map(|paint| paint.rgb);
        assert_ne!(paint(Meaning::StatusOk), paint(Meaning::StatusBlocking), "{name}");
        assert_ne!(paint(Meaning::DiffAdded), paint(Meaning::DiffRemoved), "{name}");
    }
    let mono = Theme::load("mono", None).unwrap();
    assert!(Meaning::ALL.iter().all(|meaning| mono.face(*meaning).fg.is_none()));
    assert_ne!(mono.face(Meaning::StatusBlocking), mono.face(Meaning::StatusOk));
    assert_ne!(mono.face(Meaning::DiffAdded), mono.face(Meaning::DiffRemoved));
}

/// Relative luminance, as WCAG 2 defines it.
fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.039_28 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
}

fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What xterm shows for one of the 256 colours from 16 on.
fn indexed(index: u8) -> (u8, u8, u8) {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        232.. => (8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)),
        _ => {
            let cube = index - 16;
            (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
    }
}

/// What xterm, PuTTY and the Linux console show for the 16 colours.
fn ansi(code: u8) -> [(u8, u8, u8); 3] {
    let channel = |bit: u8, low: u8, high: u8| if code & bit != 0 { high } else { low };
    let all = |low, high| (channel(1, low, high), channel(2, low, high), channel(4, low, high));
    let xterm = match code {
        4 => (0, 0, 238),
        7 => (229, 229, 229),
        8 => (127, 127, 127),
        12 => (92, 92, 255),
        0..=7 => all(0, 205),
        _ => all(0, 255),
    };
    let putty = if code < 8 { all(0, 187) } else { all(85, 255) };
    let linux = match code {
        3 => (170, 85, 0),
        0..=7 => all(0, 170),
        _ => all(85, 255),
    };
    [xterm, putty, linux]
}

#[test]
fn every_text_is_readable_on_its_background() {
    for name in ["dark", "light"] {
        let theme = Theme::load(name, None).unwrap();
        // Not pure black nor white: many terminals are a little softer.
        let background = match theme.background {
            Background::Dark => (16, 16, 16),
            Background::Light => (250, 250, 250),
        };
        for &meaning in Meaning::ALL {
            let face = theme.face(meaning);
            assert!(face.bg.is_none() && !face.dim, "{name}: {}", meaning.name());
            let Some(paint) = face.fg else { continue };
            let mut shown = vec![paint.rgb, indexed(paint.x256)];
            shown.extend(paint.ansi.iter().flat_map(|colour| ansi(colour.code())));
            for colour in shown {
                let contrast = contrast(colour, background);
                assert!(contrast >= 4.5, "{name}: {} {colour:?} has {contrast:.2}:1", meaning.name());
            }
        }
    }
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
    assert!(face.underline && !face.bold);
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
    assert!(theme.face(Meaning::Muted).italic);
    assert!(theme.face(Meaning::RowCursor).reversed);
}

#[test]
fn a_missing_meaning_looks_like_its_fallback() {
    let theme = load("[meaning]\n\"status.late\" = { bold = true }\n").unwrap();
    assert!(theme.face(Meaning::StatusBlocking).bold);
    assert!(theme.face(Meaning::ToastError).bold);
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

    let (line, column, what) = problem("inherits = \"dark\"\n[meaning]\nmuted = { fg = \"gren\" }\n");
    assert_eq!((line, column), (3, 16));
    unknown("gren", Some("green"), what);

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
    assert!(matches!(error.problem, Problem::Cycle(_)), "{error}");
    assert!(matches!(
        Theme::load("../secret", Some(folder.path())).unwrap_err().problem,
        Problem::Unknown { .. }
    ));
}

#[test]
fn depth_comes_from_the_environment() {
    let detect = |pairs: &[(&str, &str)]| {
        Depth::detect(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    };
    assert_eq!(detect(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::TrueColour);
    assert_eq!(
        detect(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "1")]),
        Depth::Mono
    );
    assert_eq!(detect(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]), Depth::Indexed);
    assert_eq!(detect(&[("TERM", "screen-256color"), ("COLORTERM", "truecolor")]), Depth::Indexed);
    assert_eq!(detect(&[("TERM", "linux")]), Depth::Ansi);
    assert_eq!(detect(&[("TERM", "vt100")]), Depth::Mono);
    assert_eq!(detect(&[("TERM", "dumb")]), Depth::Mono);
    assert_eq!(detect(&[]), Depth::Mono);
}
