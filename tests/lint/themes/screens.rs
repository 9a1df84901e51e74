//! The screens that themes are read on: what each paints for its own text and background, for the 16 colours and for
//! the 256.

use guichet::config::theme::{Background, Depth, Rgb};
use guichet::ui::theme::ANSI;
use ratatui::style::{Color, Modifier, Style};

/// A screen of some terminal.
#[derive(Clone)]
pub struct Screen {
    /// Which.
    pub name: &'static str,
    ground: Rgb,
    text: Rgb,
    palette: [u32; 16],
}

/// What terminals paint for the 16 colours, as they come: the first eight, then the bright ones. The last is GNOME's
/// terminal, then Windows'.
const PALETTES: [(&str, [u32; 16]); 5] = [
    (
        "xterm",
        [
            0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f,
            0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
        ],
    ),
    (
        "PuTTY",
        [
            0x000000, 0xbb0000, 0x00bb00, 0xbbbb00, 0x0000bb, 0xbb00bb, 0x00bbbb, 0xbbbbbb, 0x555555,
            0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff,
        ],
    ),
    (
        "the Linux console",
        [
            0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555,
            0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff,
        ],
    ),
    (
        "GNOME's terminal",
        [
            0x171421, 0xc01c28, 0x26a269, 0xa2734c, 0x12488b, 0xa347ba, 0x2aa1b3, 0xd0cfcc, 0x5e5c64,
            0xf66151, 0x33d17a, 0xe9ad0c, 0x2a7bde, 0xc061cb, 0x33c7de, 0xffffff,
        ],
    ),
    (
        "Windows Terminal",
        [
            0x0c0c0c, 0xc50f1f, 0x13a10e, 0xc19c00, 0x0037da, 0x881798, 0x3a96dd, 0xcccccc, 0x767676,
            0xe74856, 0x16c60c, 0xf9f1a5, 0x3b78ff, 0xb4009e, 0x61d6d6, 0xf2f2f2,
        ],
    ),
];

/// Backgrounds and texts that people choose, from the most usual to the most demanding.
const DARK: [(&str, u32, u32); 5] = [
    ("black", 0x000000, 0xbbbbbb),
    ("GNOME's dark grey", 0x1e1e1e, 0xd0cfcc),
    ("Solarized dark", 0x002b36, 0x93a1a1),
    ("One Dark", 0x282c34, 0xabb2bf),
    ("Ubuntu's aubergine", 0x300a24, 0xffffff),
];
const LIGHT: [(&str, u32, u32); 4] = [
    ("white", 0xffffff, 0x000000),
    ("nearly white", 0xfafafa, 0x171421),
    ("Solarized light", 0xfdf6e3, 0x586e75),
    ("light grey", 0xeeeeee, 0x171421),
];

fn rgb(code: u32) -> Rgb {
    let [_, red, green, blue] = code.to_be_bytes();
    (red, green, blue)
}

/// The screens of that background to try a depth on. The 16 colours belong to a terminal, and are tried on its own
/// black or white; the others are the program's, and are tried on every background.
pub fn of(background: Background, depth: Depth) -> Box<dyn Iterator<Item = Screen>> {
    let grounds: &'static [_] = if background == Background::Dark { &DARK } else { &LIGHT };
    if depth == Depth::Ansi {
        return Box::new(PALETTES.iter().map(move |&(name, palette)| {
            let (black, white) = (rgb(palette[0]), rgb(palette[15]));
            let (ground, text) = match background {
                Background::Dark => (black, rgb(palette[7])),
                Background::Light => (white, black),
            };
            Screen { name, ground, text, palette }
        }));
    }
    Box::new(grounds.iter().map(|&(name, ground, text)| {
        let (ground, text) = (rgb(ground), rgb(text));
        Screen { name, ground, text, palette: PALETTES[0].1 }
    }))
}

impl Screen {
    /// The colours of a text in that style and of what is behind it.
    pub fn shows(&self, style: Style) -> (Rgb, Rgb) {
        let text = style.fg.map_or(self.text, |colour| self.colour(colour, self.text));
        let ground = style.bg.map_or(self.ground, |colour| self.colour(colour, self.ground));
        if style.add_modifier.contains(Modifier::REVERSED) { (ground, text) } else { (text, ground) }
    }

    fn colour(&self, colour: Color, own: Rgb) -> Rgb {
        match colour {
            Color::Reset => own,
            Color::Rgb(red, green, blue) => (red, green, blue),
            Color::Indexed(index) => indexed(index),
            named => rgb(self.palette[ANSI.iter().position(|known| *known == named).unwrap()]),
        }
    }
}

/// What every terminal paints for one of the 256 colours from 16 on.
fn indexed(index: u8) -> Rgb {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        232.. => (8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)),
        _ => {
            let cube = index - 16;
            (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
    }
}
