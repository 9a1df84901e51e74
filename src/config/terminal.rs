//! What the environment says of the terminal: which characters it can show, and whether it is a screen at all.

/// The terminal, as far as its environment tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Only ASCII gets through.
    pub ascii: bool,
    /// The desk draws with ASCII signs; letters keep their accents unless only ASCII gets through.
    pub plain: bool,
    /// The cursor can be sent anywhere: a whole screen can be drawn.
    pub is_screen: bool,
}

impl Terminal {
    /// What the variables of the environment say; `plain` is the person's own word, which goes before.
    ///
    /// The Linux console has 256 or 512 glyphs: those of the kernel and of the distributions hold boxes and accents,
    /// but neither the cursor sign, nor ticks, nor curly quotes.
    pub fn detect(plain: Option<bool>, variable: impl Fn(&str) -> Option<String>) -> Self {
        let term = variable("TERM").unwrap_or_default();
        let ascii = plain != Some(false) && !is_utf8(&locale(variable));
        Self { ascii, plain: plain.unwrap_or(ascii || term == "linux"), is_screen: term != "dumb" }
    }
}

/// The locale that decides on characters: the first of `LC_ALL`, `LC_CTYPE`, `LANG` that is set and not empty.
pub fn locale(variable: impl Fn(&str) -> Option<String>) -> String {
    let mut set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable);
    set.find(|value| !value.is_empty()).unwrap_or_default()
}

/// Whether a locale is in UTF-8. `C`, `POSIX` and no locale at all are in ASCII.
pub fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_uppercase();
    locale.contains("UTF-8") || locale.contains("UTF8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(plain: Option<bool>, pairs: &[(&str, &str)]) -> (bool, bool, bool) {
        let find = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned());
        let found = Terminal::detect(plain, find);
        (found.ascii, found.plain, found.is_screen)
    }

    #[test]
    fn the_locale_and_the_terminal_decide() {
        let xterm = ("TERM", "xterm-256color");
        assert_eq!(detect(None, &[xterm, ("LANG", "fr_FR.UTF-8")]), (false, false, true));
        assert_eq!(detect(None, &[xterm, ("LANG", "C.utf8")]), (false, false, true));
        assert_eq!(detect(None, &[xterm, ("LANG", "C")]), (true, true, true));
        assert_eq!(detect(None, &[xterm]), (true, true, true), "no locale is C");
        assert_eq!(detect(None, &[xterm, ("LANG", "fr_FR@euro")]), (true, true, true));
        assert_eq!(detect(None, &[xterm, ("LC_ALL", "C"), ("LANG", "fr_FR.UTF-8")]), (true, true, true));
        assert_eq!(detect(None, &[("TERM", "linux"), ("LANG", "fr_FR.UTF-8")]), (false, true, true));
        assert_eq!(detect(None, &[("TERM", "dumb"), ("LANG", "fr_FR.UTF-8")]), (false, false, false));
    }

    #[test]
    fn the_person_s_own_word_goes_before() {
        assert_eq!(detect(Some(true), &[("LANG", "fr_FR.UTF-8")]), (false, true, true));
        assert_eq!(detect(Some(false), &[("TERM", "linux"), ("LANG", "C")]), (false, false, true));
    }
}
