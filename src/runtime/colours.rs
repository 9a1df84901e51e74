//! The colours the desk is drawn in: the theme that was chosen, as it is on the terminal's background. The terminal is
//! asked for that once the first frame is drawn; nothing waits for its answer.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::input::answer;
use crate::config::theme::{Background, Depth, Rgb, Theme, ThemeError};
use crate::ui;
use crate::ui::signs::Manner;

/// An answer that takes longer changes nothing: colours that are being read stay. It holds for the next theme chosen.
const IN_TIME: Duration = Duration::from_secs(5);

/// The theme, the colours of the terminal, and what was asked of it.
#[derive(Debug)]
pub struct Colours {
    chosen: Theme,
    shown: ui::theme::Theme,
    depth: Depth,
    manner: Manner,
    folder: Option<PathBuf>,
    /// Whether the terminal may be asked.
    asks: bool,
    /// Since when it has been asked for the theme in use.
    asked: Option<Instant>,
    background: Option<Background>,
}

impl Colours {
    /// The colours of a theme before the terminal has said anything. `folder` holds the person's own themes.
    pub fn new(chosen: Theme, depth: Depth, manner: Manner, folder: Option<PathBuf>, asks: bool) -> Self {
        let shown = ui::theme::Theme::new(&chosen, depth).in_manner(manner);
        Self { chosen, shown, depth, manner, folder, asks, asked: None, background: None }
    }

    /// What to draw with.
    pub fn theme(&self) -> &ui::theme::Theme {
        &self.shown
    }

    /// The question to put to the terminal now, when its answer would matter.
    pub fn question(&mut self, now: Instant) -> Option<&'static str> {
        let matters = self.asks && self.depth != Depth::Mono && self.chosen.light.is_some();
        if !matters || self.asked.is_some() {
            return None;
        }
        self.asked = Some(now);
        Some(answer::QUESTION)
    }

    /// The terminal has said what its background is.
    pub fn learn(&mut self, colour: Rgb, now: Instant) -> Result<(), ThemeError> {
        self.background = Some(Background::of(colour));
        match self.asked {
            Some(asked) if now.duration_since(asked) <= IN_TIME => self.paint(),
            _ => Ok(()),
        }
    }

    /// Whether the terminal was asked so lately that its answer may still be on its way.
    pub fn asked_within(&self, time: Duration, now: Instant) -> bool {
        self.asked.is_some_and(|asked| now.duration_since(asked) <= time)
    }

    /// Takes another theme.
    pub fn choose(&mut self, theme: Theme) -> Result<(), ThemeError> {
        let before = std::mem::replace(&mut self.chosen, theme);
        // The terminal may be another one by now: a program such as tmux can be seen from anywhere.
        self.asked = None;
        self.paint().inspect_err(|_| self.chosen = before)
    }

    fn paint(&mut self) -> Result<(), ThemeError> {
        let theme = self.chosen.clone().on(self.background, self.folder.as_deref())?;
        self.shown = ui::theme::Theme::new(&theme, self.depth).in_manner(self.manner);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::theme::DEFAULT;
    use crate::runtime::clock;

    fn theme(name: &str) -> Theme {
        Theme::load(name, None).unwrap()
    }

    fn colours(name: &str, asks: bool) -> Colours {
        Colours::new(theme(name), Depth::TrueColour, Manner::Drawn, None, asks)
    }

    fn of(name: &str) -> ui::theme::Theme {
        ui::theme::Theme::new(&theme(name), Depth::TrueColour)
    }

    const WHITE: Rgb = (255, 255, 255);

    #[test]
    fn the_terminal_is_asked_once_and_only_if_that_matters() {
        let now = clock::monotonic();
        let mut auto = colours(DEFAULT, true);
        assert_eq!(auto.question(now), Some(answer::QUESTION));
        assert_eq!(auto.question(now), None);
        for (mut other, why) in [
            (colours(DEFAULT, false), "a terminal that would write it"),
            (colours("dark", true), "a theme that was asked for"),
            (Colours::new(theme(DEFAULT), Depth::Mono, Manner::Drawn, None, true), "no colours"),
        ] {
            assert_eq!(other.question(now), None, "{why}");
        }
        auto.choose(theme("high-contrast")).unwrap();
        assert_eq!(auto.question(now), Some(answer::QUESTION));
    }

    #[test]
    fn a_light_screen_has_the_light_theme_unless_the_answer_is_late() {
        let now = clock::monotonic();
        let mut auto = colours(DEFAULT, true);
        assert_eq!(*auto.theme(), of("dark"), "before any answer");
        auto.question(now);
        auto.learn(WHITE, now + Duration::from_millis(300)).unwrap();
        assert_eq!(*auto.theme(), of("light"));
        auto.choose(theme("high-contrast")).unwrap();
        assert_eq!(*auto.theme(), of("high-contrast-light"), "known by now");
        auto.choose(theme("dark")).unwrap();
        assert_eq!(*auto.theme(), of("dark"), "asked for by name");

        let mut late = colours(DEFAULT, true);
        late.question(now);
        late.learn(WHITE, now + IN_TIME + Duration::from_secs(1)).unwrap();
        assert_eq!(*late.theme(), of("dark"));
        late.choose(theme(DEFAULT)).unwrap();
        assert_eq!(*late.theme(), of("light"));
    }

    #[test]
    fn a_theme_that_cannot_be_used_changes_nothing() {
        let mut auto = colours(DEFAULT, true);
        auto.question(clock::monotonic());
        auto.learn(WHITE, clock::monotonic()).unwrap();
        let mut broken = theme("dark");
        broken.light = Some("drak".to_owned());
        assert!(auto.choose(broken).is_err());
        assert_eq!(*auto.theme(), of("light"));
        assert_eq!(auto.chosen.name, DEFAULT);
    }
}
