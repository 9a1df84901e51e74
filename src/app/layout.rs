//! How the desk is divided: which columns the list shows and in which order, how wide the panes are. Chosen by the
//! person, else what suits the width of the window.

use crate::domain::convention::coded;
use crate::domain::fold::fold;
use crate::i18n::Lang;

use super::filter::Field;
use super::model::Pane;

/// What a pane needs at least, in the order of [`Pane::ABREAST`].
const LEAST: [u16; 3] = [14, 30, 20];

/// How many columns a key gives or takes.
const STEP: u16 = 4;

coded! {
    /// A column of the list.
    ListColumn {
        /// The number of the convention.
        Number = "number",
        /// The student's name.
        Student = "student",
        /// The student's number.
        StudentNumber = "student_number",
        /// The host organisation.
        Organisation = "organisation",
        /// The étape.
        Etape = "etape",
        /// The host's town.
        Town = "town",
        /// The first day.
        Start = "start",
        /// The last day.
        End = "end",
        /// The hours of presence.
        Hours = "hours",
        /// The supervisor.
        Supervisor = "supervisor",
        /// The centre.
        Centre = "centre",
        /// The state of the file.
        State = "state",
        /// Where its signature stands.
        Signature = "signature",
        /// What an amendment changes, in few words.
        Changes = "changes",
        /// How long the file has waited.
        Since = "since",
        /// Findings, who reads it, what others did: always shown, last unless placed elsewhere.
        Signs = "signs",
    }
}

impl ListColumn {
    /// The filter field of the same name, which people know.
    fn field(self) -> Option<Field> {
        match self {
            Self::Number => Some(Field::Number),
            Self::Student => Some(Field::Student),
            Self::Organisation => Some(Field::Host),
            Self::Changes => Some(Field::Amends),
            Self::Etape => Some(Field::Etape),
            Self::Start => Some(Field::Start),
            Self::End => Some(Field::End),
            Self::Supervisor => Some(Field::Supervisor),
            Self::Centre => Some(Field::Centre),
            Self::State => Some(Field::State),
            Self::Signature => Some(Field::Signature),
            Self::Since => Some(Field::Since),
            Self::Signs => Some(Field::Finding),
            Self::StudentNumber | Self::Town | Self::Hours => None,
        }
    }

    /// Its name where it is typed: `étudiant`, `student`.
    pub fn name(self, lang: Lang) -> &'static str {
        if let Some(field) = self.field() {
            return field.name(lang);
        }
        match (self, lang) {
            (Self::StudentNumber, Lang::Fr) => "n°-étudiant",
            (Self::StudentNumber, Lang::En) => "student-id",
            (Self::Town, Lang::Fr) => "ville",
            (Self::Town, Lang::En) => "town",
            (_, Lang::Fr) => "heures",
            (_, Lang::En) => "hours",
        }
    }

    /// The column with this name, in either language; case and accents do not count.
    pub fn named(text: &str) -> Option<Self> {
        let wanted = fold(text);
        if wanted == "n" {
            return Some(Self::Number);
        }
        let of = Field::named(text);
        Self::ALL.iter().copied().find(|column| {
            (of.is_some() && column.field() == of)
                || Lang::ALL.iter().any(|&lang| fold(column.name(lang)) == wanted)
        })
    }
}

/// A width chosen in words: that of a pane, or the usual ones again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Width {
    /// That pane, that many columns.
    Of(Pane, u16),
    /// What suits the window.
    Usual,
}

impl Width {
    /// Reads `dossier 45`, `files 30`, `défaut`, in either language.
    pub fn read(text: &str) -> Option<Self> {
        if is_usual(text) {
            return Some(Self::Usual);
        }
        let (name, columns) = text.split_once(char::is_whitespace)?;
        let wanted = fold(name);
        let pane = Pane::ABREAST
            .into_iter()
            .find(|pane| Lang::ALL.iter().any(|&lang| pane_name(*pane, lang) == wanted))?;
        Some(Self::Of(pane, columns.trim().parse().ok()?))
    }

    /// As it is typed.
    pub fn text(self, lang: Lang) -> String {
        match self {
            Self::Usual => usual(lang).to_owned(),
            Self::Of(pane, columns) => format!("{} {columns}", pane_name(pane, lang)),
        }
    }
}

/// A pane, as a width names it; one that takes the whole desk has none.
pub fn pane_name(pane: Pane, lang: Lang) -> &'static str {
    match (pane, lang) {
        (Pane::Administration | Pane::Writing | Pane::Organisations | Pane::Alerts, _) => "",
        (Pane::Queues, Lang::Fr) => "files",
        (Pane::Queues, Lang::En) => "queues",
        (Pane::List, Lang::Fr) => "liste",
        (Pane::List, Lang::En) => "list",
        (Pane::File, Lang::Fr) => "dossier",
        (Pane::File, Lang::En) => "file",
    }
}

/// The word for what suits the window.
pub fn usual(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "défaut",
        Lang::En => "default",
    }
}

fn is_usual(text: &str) -> bool {
    Lang::ALL.iter().any(|&lang| fold(usual(lang)) == fold(text))
}

/// Reads `n,étudiant,début`; the usual ones are none. The error is the name that is no column's.
pub fn read_columns(text: &str) -> Result<Vec<ListColumn>, &str> {
    if is_usual(text) {
        return Ok(Vec::new());
    }
    let mut columns = Vec::new();
    for name in text.split([',', ' ']).filter(|name| !name.is_empty()) {
        let column = ListColumn::named(name).ok_or(name)?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    Ok(columns)
}

/// Columns as they are typed: `n°,étudiant,début`.
pub fn columns_text(columns: &[ListColumn], lang: Lang) -> String {
    if columns.is_empty() {
        return usual(lang).to_owned();
    }
    columns.iter().map(|column| column.name(lang)).collect::<Vec<_>>().join(",")
}

/// What the person has chosen; what they have not is what suits the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The columns of the list, in order; empty for the usual ones.
    pub columns: Vec<ListColumn>,
    /// How wide the queues are.
    pub queues: Option<u16>,
    /// How wide the file is.
    pub file: Option<u16>,
}

impl Layout {
    /// How wide queues, list and file are in a window of so many columns: each leaves the others what they need.
    pub fn widths(&self, total: u16) -> [u16; 3] {
        let queues = self.queues.unwrap_or_else(|| {
            let usual = match total {
                0..120 => 24,
                120..160 => 28,
                _ => 31,
            };
            usual.min(total / 3)
        });
        let file = self.file.unwrap_or(match total {
            0..150 => total * 3 / 10,
            _ => (u32::from(total) * 36 / 100) as u16,
        });
        let [least_queues, least_list, least_file] = LEAST;
        let queues =
            queues.clamp(least_queues, total.saturating_sub(least_list + least_file).max(least_queues));
        let file = file.clamp(least_file, total.saturating_sub(least_list + queues).max(least_file));
        [queues, total.saturating_sub(queues + file), file]
    }

    /// Sets a width, as far as the others allow.
    pub fn set(&mut self, width: Width, total: u16) {
        match width {
            Width::Usual => (self.queues, self.file) = (None, None),
            Width::Of(Pane::Queues, columns) => self.queues = Some(columns),
            Width::Of(Pane::File, columns) => self.file = Some(columns),
            Width::Of(Pane::Administration | Pane::Writing | Pane::Organisations | Pane::Alerts, _) => {}
            Width::Of(Pane::List, columns) => {
                let [queues, ..] = self.widths(total);
                self.file = Some(total.saturating_sub(queues + columns));
            }
        }
        // What is kept is what shows, so that the next step starts from there.
        let [queues, _, file] = self.widths(total);
        self.queues = self.queues.map(|_| queues);
        self.file = self.file.map(|_| file);
    }

    /// Gives a pane some columns of its neighbour's, or takes some away.
    pub fn step(&mut self, pane: Pane, wider: bool, total: u16) {
        let [queues, list, file] = self.widths(total);
        let now = match pane {
            Pane::Queues => queues,
            Pane::List => list,
            Pane::File => file,
            // They have no neighbour.
            Pane::Administration | Pane::Writing | Pane::Organisations | Pane::Alerts => return,
        };
        let wanted = if wider { now + STEP } else { now.saturating_sub(STEP) };
        self.set(Width::Of(pane, wanted), total);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_have_names_in_both_languages_and_no_two_share_one() {
        for &column in ListColumn::ALL {
            for lang in Lang::ALL {
                assert_eq!(ListColumn::named(column.name(lang)), Some(column), "{column:?}");
                assert!(!column.name(lang).contains([' ', ',']), "{column:?}");
            }
        }
        assert_eq!(ListColumn::named("N"), Some(ListColumn::Number));
        assert_eq!(ListColumn::named("Entreprise"), Some(ListColumn::Organisation));
        assert_eq!(ListColumn::named("pays"), None);
    }

    #[test]
    fn what_is_typed_reads_back() {
        let columns = vec![ListColumn::Number, ListColumn::Start, ListColumn::Town];
        for lang in Lang::ALL {
            assert_eq!(read_columns(&columns_text(&columns, lang)), Ok(columns.clone()));
            assert_eq!(read_columns(&columns_text(&[], lang)), Ok(Vec::new()));
            for width in [Width::Usual, Width::Of(Pane::Queues, 30), Width::Of(Pane::File, 45)] {
                assert_eq!(Width::read(&width.text(lang)), Some(width));
            }
        }
        assert_eq!(read_columns("n,debut,n, prénom"), Err("prénom"));
        assert_eq!(read_columns("DÉBUT"), Ok(vec![ListColumn::Start]));
        for text in ["", "dossier", "dossier -3", "dossier 99999", "cave 3"] {
            assert_eq!(Width::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_pane_grows_at_its_neighbours_cost_and_stops() {
        let mut layout = Layout::default();
        let [queues, list, file] = layout.widths(120);
        layout.step(Pane::File, true, 120);
        assert_eq!(layout.widths(120), [queues, list - STEP, file + STEP]);
        layout.step(Pane::List, true, 120);
        assert_eq!(layout.widths(120), [queues, list, file]);
        for _ in 0..40 {
            layout.step(Pane::Queues, true, 120);
        }
        assert_eq!(layout.widths(120)[1], LEAST[1], "{:?}", layout.widths(120));
        let before = layout.queues;
        layout.step(Pane::Queues, false, 120);
        assert_ne!(layout.queues, before, "one step back shows at once");
        layout.set(Width::Usual, 120);
        assert_eq!(layout, Layout::default());
    }

    proptest! {
        #[test]
        fn no_choice_leaves_a_pane_out_of_the_window(
            queues in proptest::option::of(any::<u16>()), file in proptest::option::of(any::<u16>()),
            total in super::super::model::NARROW..2_000,
        ) {
            let layout = Layout { queues, file, ..Layout::default() };
            let widths = layout.widths(total);
            prop_assert_eq!(widths.iter().sum::<u16>(), total);
            prop_assert!(widths.iter().zip(LEAST).all(|(width, least)| *width >= least), "{widths:?}");
        }
    }
}
