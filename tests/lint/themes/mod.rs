//! The themes we ship can be read, and told apart, on the screens that people have: contrast as WCAG 2 computes it at
//! every depth, plain and under the cursor, and distances as people without red or green vision see them.

mod eye;
mod screens;

use guichet::config::theme::{Background, Depth, Meaning, Theme, luminance};
use guichet::ui;
use ratatui::style::{Modifier, Style};

use self::eye::{Vision, distance};
use self::screens::{Screen, of};
use super::sources::refuse;

/// The least contrast of a text, and of a text in a theme that is made for it.
const READABLE: f64 = 4.5;
const HIGH: f64 = 7.0;

/// Two colours this far apart in CIELAB are told apart at a glance; 2 is the least that the eye sees at all.
const APART: f64 = 20.0;

const COLOURED: [Depth; 3] = [Depth::TrueColour, Depth::Indexed, Depth::Ansi];

/// Every theme we ship, with its name.
fn shipped() -> impl Iterator<Item = Theme> {
    Theme::built_in().map(|name| Theme::load(name, None).unwrap())
}

fn contrast(screen: &Screen, style: Style) -> f64 {
    let (text, ground) = screen.shows(style);
    let (one, other) = (luminance(text), luminance(ground));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_is_computed_as_wcag_does() {
    let screen = of(Background::Light, Depth::TrueColour).next().unwrap();
    let grey = Style::new().fg(ratatui::style::Color::Rgb(0x76, 0x76, 0x76));
    assert!((contrast(&screen, grey) - 4.54).abs() < 0.01, "the grey that everybody quotes");
    assert!((contrast(&screen, grey.add_modifier(Modifier::REVERSED)) - 4.54).abs() < 0.01);
}

#[test]
fn every_meaning_is_readable_wherever_it_stands() {
    let mut found = Vec::new();
    for faces in shipped() {
        let least = if faces.name.starts_with("high-contrast") { HIGH } else { READABLE };
        for depth in COLOURED {
            let theme = ui::theme::Theme::new(&faces, depth);
            // On the screen itself, and on a row under the cursor of a pane in hand or not.
            let grounds = [
                ("", Style::new()),
                (" under the cursor", theme.style(Meaning::RowCursor)),
                (" under the other cursor", theme.style(Meaning::RowCursorUnfocused)),
                (" of a changed row", theme.style(Meaning::RowChanged)),
                (" of a marked row", theme.style(Meaning::RowMarked)),
            ];
            for screen in of(faces.background, depth) {
                for (&meaning, (where_, ground)) in Meaning::ALL
                    .iter()
                    .flat_map(|meaning| grounds.iter().map(move |ground| (meaning, ground)))
                {
                    let style = theme.style(meaning).patch(*ground);
                    let has = contrast(&screen, style);
                    // The terminal's own text on its own background is its owner's choice.
                    if (style.fg, style.bg) != (None, None) && has < least {
                        let (name, meaning, on) = (&faces.name, meaning.name(), screen.name);
                        found.push(format!("{name}: {meaning}{where_}, {depth:?} on {on}: {has:.2}:1"));
                    }
                }
            }
        }
    }
    refuse("Too little contrast:", &found);
}

/// The meanings that must not be taken for each other.
const APART_FROM_EACH_OTHER: [&[Meaning]; 2] = [
    &[Meaning::StatusOk, Meaning::StatusWarning, Meaning::StatusLate, Meaning::StatusBlocking],
    &[Meaning::DiffAdded, Meaning::DiffRemoved, Meaning::RowChanged],
];

#[test]
fn what_must_be_told_apart_is() {
    let mut found = Vec::new();
    for faces in shipped() {
        let made_for_it = faces.name.starts_with("colour-blind");
        let visions = if made_for_it { &Vision::ALL[..] } else { &[Vision::Full][..] };
        // Without any colour a sign beside it says which: ok, !, !!, - and +, ~.
        for depth in COLOURED.into_iter().filter(|_| faces.name != "mono") {
            let theme = ui::theme::Theme::new(&faces, depth);
            let pairs = APART_FROM_EACH_OTHER.iter().flat_map(|group| {
                group
                    .iter()
                    .enumerate()
                    .flat_map(|(at, one)| group[..at].iter().map(move |other| (*one, *other)))
            });
            for (one, other) in pairs {
                let (styles, names) = ((theme.style(one), theme.style(other)), (one.name(), other.name()));
                if styles.0.add_modifier != styles.1.add_modifier
                    && !must_differ_in_colour(made_for_it, (one, other))
                {
                    continue;
                }
                for (screen, vision) in of(faces.background, depth)
                    .flat_map(|screen| visions.iter().map(move |vision| (screen.clone(), vision)))
                {
                    let far = distance(screen.shows(styles.0).0, screen.shows(styles.1).0, *vision);
                    if far < APART {
                        let (name, on) = (&faces.name, screen.name);
                        found.push(format!("{name}: {names:?}, {depth:?} on {on}, {vision:?}: {far:.0}"));
                    }
                }
            }
        }
    }
    refuse("Too much alike:", &found);
}

/// In a theme made for it, good, worth a look and bad differ by their colours alone; the rest may by an attribute.
fn must_differ_in_colour(made_for_it: bool, pair: (Meaning, Meaning)) -> bool {
    use Meaning::{DiffAdded, DiffRemoved, StatusBlocking, StatusOk, StatusWarning};
    let by_colour = [StatusOk, StatusWarning, StatusBlocking, DiffAdded, DiffRemoved];
    made_for_it && by_colour.contains(&pair.0) && by_colour.contains(&pair.1)
}

#[test]
fn without_any_colour_attributes_say_what_no_sign_does() {
    use Meaning::*;
    let pairs = [
        (Title, TitleFocused),
        (Border, BorderFocused),
        (Header, HeaderSorted),
        (Text, Match),
        (Text, RowCursor),
        (Text, RowCursorUnfocused),
        (RowCursor, RowCursorUnfocused),
        (Text, DiffAdded),
        (Text, DiffRemoved),
        (DiffAdded, DiffRemoved),
        (Hint, Key),
        (Text, Heading),
    ];
    let mut found = Vec::new();
    for faces in shipped() {
        let theme = ui::theme::Theme::new(&faces, Depth::Mono);
        for (one, other) in pairs {
            if theme.style(one) == theme.style(other) {
                found.push(format!("{}: {} and {}", faces.name, one.name(), other.name()));
            }
        }
    }
    refuse("The same without colour:", &found);
}

#[test]
fn no_theme_uses_what_terminals_garble() {
    for faces in shipped() {
        for &meaning in Meaning::ALL {
            for look in Depth::ALL.map(|depth| faces.face(meaning).look_at(depth)) {
                let which = format!("{}: {}", faces.name, meaning.name());
                assert!(
                    !look.italic,
                    "{which}: GNU screen shows italics reversed, as the row under the cursor"
                );
                assert!(!look.dim, "{which}: each terminal dims its own way, and contrast is lost");
                assert!(
                    !look.reversed || meaning == Meaning::RowCursor,
                    "{which} looks like the row under the cursor"
                );
            }
        }
    }
}

#[test]
fn each_dark_theme_has_its_light_one() {
    for faces in shipped() {
        let light = faces.clone().on(Some(Background::Light), None).unwrap();
        match faces.name.as_str() {
            // Asked for by name, they are what they are.
            "dark" | "mono" => assert_eq!(light.name, faces.name),
            name => assert_eq!(light.background, Background::Light, "{name}"),
        }
        assert_eq!(faces.clone().on(Some(Background::Dark), None).unwrap(), faces);
        assert_eq!(faces.clone().on(None, None).unwrap(), faces, "a terminal that says nothing");
    }
}
