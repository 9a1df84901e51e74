//! Colours: the 16 that every terminal has, one colour chosen for each depth, and whether a screen is dark or light.

/// Red, green and blue, from 0 to 255.
pub type Rgb = (u8, u8, u8);

/// The 16 colours of every terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ansi(u8);

impl Ansi {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 16] = {
        let mut all = [Self(0); 16];
        let mut code = 0;
        while code < 16 {
            all[code as usize] = Self(code);
            code += 1;
        }
        all
    };

    /// 0 to 7, and 8 to 15 for the bright ones.
    pub fn code(self) -> u8 {
        self.0
    }

    /// Its name in a theme file.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 16] = [
            "black",
            "red",
            "green",
            "yellow",
            "blue",
            "magenta",
            "cyan",
            "white",
            "bright-black",
            "bright-red",
            "bright-green",
            "bright-yellow",
            "bright-blue",
            "bright-magenta",
            "bright-cyan",
            "bright-white",
        ];
        NAMES[usize::from(self.0)]
    }
}

/// One colour, chosen for each depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint {
    /// In 24 bits.
    pub rgb: Rgb,
    /// Among the 256, never one of the first 16.
    pub x256: u8,
    /// Among the 16, or the terminal's own.
    pub ansi: Option<Ansi>,
}

/// What a theme's colours were chosen for, and what a terminal says its own is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// Light text on a dark screen.
    #[default]
    Dark,
    /// Dark text on a light screen.
    Light,
}

impl Background {
    /// Which of the two this colour is: a grey halfway to the eye divides them.
    pub fn of(colour: Rgb) -> Self {
        if luminance(colour) > 0.184 { Self::Light } else { Self::Dark }
    }
}

/// Relative luminance from 0 to 1, as WCAG 2 defines it.
pub fn luminance((red, green, blue): Rgb) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.039_28 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens_are_dark_or_light_to_the_eye() {
        for (colour, background) in [
            ((0, 0, 0), Background::Dark),
            ((0, 43, 54), Background::Dark),
            ((48, 10, 36), Background::Dark),
            ((40, 42, 54), Background::Dark),
            ((253, 246, 227), Background::Light),
            ((238, 238, 238), Background::Light),
            ((170, 170, 170), Background::Light),
        ] {
            assert_eq!(Background::of(colour), background, "{colour:?}");
        }
        assert!((luminance((255, 255, 255)) - 1.0).abs() < 1e-9);
    }
}
