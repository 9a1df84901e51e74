//! The fields of study: what internships in each are about, where they are done, and how long a level lasts.

use super::humanities::HUMANITIES;
use super::rng::Rng;
use super::sciences::SCIENCES;

/// A field of study: those of [`SCIENCES`], then those of [`HUMANITIES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Field {
    Computing,
    Data,
    Biology,
    Chemistry,
    Engineering,
    Law,
    Business,
    Marketing,
    Heritage,
    Languages,
    Social,
    Psychology,
    Health,
    Sport,
    Media,
    Teaching,
    Planning,
    Logistics,
}

/// What an internship of a field looks like. Subjects are `{head} d'{object}{context}`.
pub(super) struct Texture {
    /// Label of the theme in the reference list.
    pub(super) theme: &'static str,
    /// Names of host services.
    pub(super) services: &'static [&'static str],
    /// How a subject begins.
    pub(super) heads: &'static [&'static str],
    /// What it is about; each begins with an elidable article.
    pub(super) objects: &'static [&'static str],
    /// How it ends.
    pub(super) contexts: &'static [&'static str],
    /// What is done there.
    pub(super) tasks: &'static [&'static str],
    /// What is learnt there.
    pub(super) skills: &'static str,
}

impl Field {
    /// Its texture.
    pub(super) fn texture(self) -> &'static Texture {
        let n = self as usize;
        SCIENCES.get(n).unwrap_or_else(|| &HUMANITIES[n - SCIENCES.len()])
    }

    /// The subject of an internship.
    pub(super) fn subject(self, rng: &mut Rng) -> String {
        let t = self.texture();
        format!("{} d'{}{}", rng.pick(t.heads), rng.pick(t.objects), rng.pick(t.contexts))
    }

    /// What the student will do there.
    pub(super) fn tasks(self, rng: &mut Rng) -> String {
        let tasks = self.texture().tasks;
        let first = rng.below(tasks.len());
        format!(
            "{} ; {} ; participation à la vie du service.",
            tasks[first],
            tasks[(first + 1) % tasks.len()].to_lowercase()
        )
    }

    /// What the student will learn.
    pub(super) fn skills(self) -> &'static str {
        self.texture().skills
    }
}

/// The level of an étape: when its internships start, and how many weeks they last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Licence2,
    Licence3,
    LicencePro,
    But2,
    But3,
    Master1,
    Master2,
    Engineer4,
    Engineer5,
    Diploma,
}

impl Level {
    /// Months in which its internships usually start.
    pub(super) fn months(self) -> &'static [u32] {
        match self {
            Self::Licence2 => &[4, 5, 6, 6],
            Self::Licence3 => &[3, 4, 4, 5, 6],
            Self::LicencePro => &[2, 3, 3, 4],
            Self::But2 => &[3, 4, 4, 11],
            Self::But3 => &[1, 2, 2, 3, 12],
            Self::Master1 => &[3, 4, 4, 5, 5, 6],
            Self::Master2 => &[1, 2, 2, 3, 3, 10, 12],
            Self::Engineer4 => &[5, 6, 6, 7],
            Self::Engineer5 => &[2, 2, 3, 9],
            Self::Diploma => &[1, 3, 5, 9, 10, 11],
        }
    }

    /// Shortest and longest usual number of weeks.
    pub(super) fn weeks(self) -> (i64, i64) {
        match self {
            Self::Licence2 => (4, 8),
            Self::Licence3 => (8, 13),
            Self::LicencePro => (12, 16),
            Self::But2 => (8, 10),
            Self::But3 => (14, 16),
            Self::Master1 => (8, 17),
            Self::Master2 => (20, 26),
            Self::Engineer4 => (12, 16),
            Self::Engineer5 => (22, 26),
            Self::Diploma => (4, 10),
        }
    }

    /// The first years of study of its students: their age at the start of the year.
    pub(super) fn age(self) -> i32 {
        match self {
            Self::Licence2 | Self::But2 => 19,
            Self::Licence3 | Self::LicencePro | Self::But3 => 20,
            Self::Master1 | Self::Engineer4 => 21,
            Self::Master2 | Self::Engineer5 => 22,
            Self::Diploma => 34,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn more_than_three_hundred_subjects() {
        let subjects: usize = SCIENCES
            .iter()
            .chain(&HUMANITIES)
            .map(|t| t.heads.len() * t.objects.len() * t.contexts.len())
            .sum();
        assert!(subjects > 3_000, "{subjects}");
        let mut rng = Rng::new(5);
        let drawn: HashSet<_> = (0..5_000).map(|_| Field::Data.subject(&mut rng)).collect();
        assert!(drawn.len() > 200);
    }

    #[test]
    fn the_article_always_elides() {
        for texture in SCIENCES.iter().chain(&HUMANITIES) {
            for object in texture.objects {
                assert!(object.starts_with("un ") || object.starts_with("une "), "{object}");
            }
        }
    }
}
