//! Conditions on a key: names of facts joined by `!`, `&&`, `||` and parentheses, over a [`Snapshot`].

use std::fmt;

use crate::app::action::Snapshot;
use crate::app::nearest::nearest;
use crate::i18n::Texts;

/// Reads one fact from the snapshot.
type Fact = fn(&Snapshot) -> bool;

/// The facts a condition may name.
const FACTS: [(&str, Fact); 18] = [
    ("has-target", |s| s.has_target),
    ("has-marks", |s| s.has_marks),
    ("has-filter", |s| s.has_filter),
    ("seen", |s| s.seen),
    ("in-range", |s| s.in_range),
    ("bulk-running", |s| s.bulk_running),
    ("can-undo", |s| s.can_undo),
    ("can-repeat", |s| s.can_repeat),
    ("typing", |s| s.typing),
    ("narrow", |s| s.narrow),
    ("amendment", |s| s.amendment),
    ("matrix", |s| s.matrix),
    ("mails", |s| s.mails),
    ("zoomed", |s| s.zoomed),
    ("connected", |s| s.connected),
    ("has-news", |s| s.has_news),
    ("has-undone", |s| s.has_undone),
    ("has-error", |s| s.has_error),
];

/// Parentheses and `!` may nest this deep.
const DEEPEST: usize = 32;

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A fact, by its place in the table of facts.
    Fact(usize),
    /// Not.
    Not(Box<When>),
    /// All of them.
    All(Vec<When>),
    /// Any of them.
    Any(Vec<When>),
}

impl When {
    /// The facts a condition may name.
    pub fn facts() -> impl Iterator<Item = &'static str> {
        FACTS.iter().map(|(name, _)| *name)
    }

    /// Reads a condition; the error says what is wrong in one phrase.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser { rest: text.trim_start(), depth: 0 };
        let when = parser.any()?;
        if parser.rest.is_empty() {
            Ok(when)
        } else {
            Err(format!("nothing was expected at `{}`", parser.rest))
        }
    }

    /// Whether it holds.
    pub fn holds(&self, now: &Snapshot) -> bool {
        match self {
            Self::Fact(fact) => FACTS.get(*fact).is_some_and(|(_, holds)| holds(now)),
            Self::Not(inner) => !inner.holds(now),
            Self::All(parts) => parts.iter().all(|part| part.holds(now)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(now)),
        }
    }

    /// The condition as people read it: `pendant un traitement`.
    pub fn told(&self, texts: Texts) -> String {
        let group = |part: &Self| match part {
            Self::All(_) | Self::Any(_) => format!("({})", part.told(texts)),
            Self::Fact(_) | Self::Not(_) => part.told(texts),
        };
        let joined = |parts: &[Self], by: &str| {
            parts.iter().map(group).collect::<Vec<_>>().join(&format!(" {} ", texts.get(by)))
        };
        match self {
            Self::Fact(fact) => FACTS
                .get(*fact)
                .map(|(name, _)| texts.get(&format!("fact-{name}")).to_owned())
                .unwrap_or_default(),
            Self::Not(inner) => texts.format("keys-not", &[("fact", group(inner).into())]),
            Self::All(parts) => joined(parts, "keys-and"),
            Self::Any(parts) => joined(parts, "keys-or"),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = |f: &mut fmt::Formatter<'_>, part: &Self| match part {
            Self::All(_) | Self::Any(_) => write!(f, "({part})"),
            Self::Fact(_) | Self::Not(_) => write!(f, "{part}"),
        };
        let joined = |f: &mut fmt::Formatter<'_>, parts: &[Self], by: &str| {
            for (place, part) in parts.iter().enumerate() {
                f.write_str(if place > 0 { by } else { "" })?;
                group(f, part)?;
            }
            Ok(())
        };
        match self {
            Self::Fact(fact) => f.write_str(FACTS.get(*fact).map_or("", |(name, _)| *name)),
            Self::Not(inner) => {
                f.write_str("!")?;
                group(f, inner)
            }
            Self::All(parts) => joined(f, parts, " && "),
            Self::Any(parts) => joined(f, parts, " || "),
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl Parser<'_> {
    fn take(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn any(&mut self) -> Result<When, String> {
        let mut parts = vec![self.all()?];
        while self.take("||") {
            parts.push(self.all()?);
        }
        Ok(only(parts, When::Any))
    }

    fn all(&mut self) -> Result<When, String> {
        let mut parts = vec![self.one()?];
        while self.take("&&") {
            parts.push(self.one()?);
        }
        Ok(only(parts, When::All))
    }

    fn one(&mut self) -> Result<When, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("nested too deep".to_owned());
        }
        let when = if self.take("!") {
            When::Not(Box::new(self.one()?))
        } else if self.take("(") {
            let inner = self.any()?;
            if !self.take(")") {
                return Err("a parenthesis is not closed".to_owned());
            }
            inner
        } else {
            self.fact()?
        };
        self.depth -= 1;
        Ok(when)
    }

    fn fact(&mut self) -> Result<When, String> {
        let end =
            self.rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            return Err(match rest.chars().next() {
                Some(c) => format!("a fact was expected, not `{c}`"),
                None => "a fact is missing at the end".to_owned(),
            });
        }
        let Some(place) = FACTS.iter().position(|(known, _)| *known == name) else {
            let guess = nearest(name, FACTS.iter().map(|(known, _)| *known));
            let guess = guess.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            return Err(format!("no fact is called `{name}`{guess}"));
        };
        self.rest = rest.trim_start();
        Ok(When::Fact(place))
    }
}

fn only(mut parts: Vec<When>, join: fn(Vec<When>) -> When) -> When {
    match parts.pop() {
        Some(part) if parts.is_empty() => part,
        Some(part) => {
            parts.push(part);
            join(parts)
        }
        None => join(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn not_binds_tighter_than_and_and_and_than_or() {
        let now = Snapshot { has_marks: true, seen: true, ..Snapshot::default() };
        for (text, holds) in [
            ("seen", true),
            ("!seen", false),
            ("!!seen", true),
            ("seen && has-filter", false),
            ("has-filter && seen || has-marks", true),
            ("has-filter && (seen || has-marks)", false),
            ("!has-filter&&seen", true),
            ("!(has-filter || seen)", false),
        ] {
            assert_eq!(When::parse(text).map(|w| w.holds(&now)), Ok(holds), "{text}");
        }
    }

    #[test]
    fn a_condition_reads_back_from_its_text() {
        for text in ["seen", "!seen", "!!seen", "seen && (typing || !zoomed)", "!(seen || typing) || narrow"]
        {
            let when = When::parse(text).expect(text);
            assert_eq!(When::parse(&when.to_string()), Ok(when), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for (text, start) in [
            ("", "a fact is missing"),
            ("seen &&", "a fact is missing"),
            ("seen & has-marks", "nothing was expected at `& has-marks`"),
            ("(seen", "a parenthesis"),
            ("has-mark", "no fact is called `has-mark`; did you mean `has-marks`?"),
            ("&& seen", "a fact was expected, not `&`"),
        ] {
            let error = When::parse(text).expect_err(text);
            assert!(error.starts_with(start), "{text}: {error}");
        }
        assert!(When::parse(&"!".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*", words in "([!()&|]|seen| ){0,20}") {
            let _ = When::parse(&text);
            let _ = When::parse(&words);
        }
    }
}
