//! How many colours a terminal shows, from what its environment says of it.

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: only bold, underlined and reversed text.
    Mono,
    /// The 16 of every terminal.
    Ansi,
    /// The 256 of xterm.
    Indexed,
    /// 24 bits.
    TrueColour,
}

/// Terminals that show 24 bits and say so by their name alone.
const TRUE_COLOUR: [&str; 7] = ["alacritty", "contour", "foot", "ghostty", "kitty", "rio", "wezterm"];

impl Depth {
    /// Every depth, from none up.
    pub const ALL: [Self; 4] = [Self::Mono, Self::Ansi, Self::Indexed, Self::TrueColour];

    /// What the environment says: `NO_COLOR`, then `COLORTERM`, then `TERM`.
    pub fn detect(variable: impl Fn(&str) -> Option<String>) -> Self {
        let term = variable("TERM").unwrap_or_default();
        if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) || matches!(term.as_str(), "" | "dumb")
        {
            return Self::Mono;
        }
        // Serial terminals and the like: monochrome, or not to be trusted with more.
        if term.starts_with("vt") && !term.contains("color")
            || term.ends_with("-mono")
            || term.ends_with("-m")
        {
            return Self::Mono;
        }
        let colorterm = variable("COLORTERM").unwrap_or_default();
        let named =
            TRUE_COLOUR.iter().any(|name| term.strip_prefix("xterm-").unwrap_or(&term).starts_with(name));
        if matches!(colorterm.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") || named {
            // `screen` strips what it does not know; tmux passes the rest on under its own name.
            return if term.starts_with("screen") { Self::Indexed } else { Self::TrueColour };
        }
        if term.contains("256color") { Self::Indexed } else { Self::Ansi }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_comes_from_the_environment() {
        let detect = |pairs: &[(&str, &str)]| {
            Depth::detect(|name| {
                pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(detect(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::TrueColour);
        assert_eq!(
            detect(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "1")]),
            Depth::Mono
        );
        for (term, depth) in [
            ("xterm-256color", Depth::Indexed),
            ("putty-256color", Depth::Indexed),
            ("tmux-256color", Depth::Indexed),
            ("xterm", Depth::Ansi),
            ("putty", Depth::Ansi),
            ("screen", Depth::Ansi),
            ("linux", Depth::Ansi),
            ("xterm-kitty", Depth::TrueColour),
            ("foot-extra", Depth::TrueColour),
            ("xterm-direct", Depth::TrueColour),
            ("vt100", Depth::Mono),
            ("dumb", Depth::Mono),
        ] {
            assert_eq!(detect(&[("TERM", term), ("NO_COLOR", "")]), depth, "{term}");
        }
        assert_eq!(detect(&[("TERM", "screen-256color"), ("COLORTERM", "truecolor")]), Depth::Indexed);
        assert_eq!(detect(&[]), Depth::Mono);
    }
}
