//! A month as a grid of weeks, a line at a time, with one day in hand.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text::pad;

/// Lines of a month: its name, the weekdays, six weeks.
pub const LINES: usize = 8;

/// Columns of a day, with what parts it from the next one.
const DAY: usize = 3;

/// What a month is drawn with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    /// Its name.
    pub title: Style,
    /// The weekdays.
    pub weekday: Style,
    /// A day.
    pub day: Style,
    /// A day set apart.
    pub marked: Style,
    /// The day in hand.
    pub selected: Style,
}

/// A month.
#[derive(Clone, Copy, Debug)]
pub struct Month<'a> {
    /// Its name.
    pub title: &'a str,
    /// The weekdays, from the first of a week.
    pub weekdays: [&'a str; 7],
    /// How many days of its first week belong to the month before.
    pub before: usize,
    /// How many days it has.
    pub days: usize,
    /// The day in hand, from 1.
    pub selected: usize,
    /// Days set apart.
    pub marked: &'a [usize],
    /// What it is drawn with.
    pub styles: Styles,
}

impl Month<'_> {
    /// One of its lines; the day in hand is between brackets, so that it shows without any style too.
    pub fn line(&self, nth: usize) -> Line<'static> {
        let Some(week) = nth.checked_sub(2) else {
            return match nth {
                0 => Line::from(Span::styled(self.title.to_owned(), self.styles.title)),
                _ => {
                    let names = self.weekdays.map(|name| format!(" {}", pad(name, DAY - 1, "")));
                    Line::from(Span::styled(names.concat(), self.styles.weekday))
                }
            };
        };
        let mut spans = Vec::with_capacity(8);
        for column in 0..7 {
            let day =
                (week * 7 + column + 1).checked_sub(self.before).filter(|day| (1..=self.days).contains(day));
            let Some(day) = day else {
                spans.push(Span::raw(if column > 0 && self.follows(week, column) { "]  " } else { "   " }));
                continue;
            };
            let open = match day {
                day if day == self.selected => "[",
                day if day == self.selected + 1 && column > 0 => "]",
                _ => " ",
            };
            let style = match day {
                day if day == self.selected => self.styles.selected,
                day if self.marked.contains(&day) => self.styles.marked,
                _ => self.styles.day,
            };
            spans.push(Span::raw(open));
            spans.push(Span::styled(format!("{day:>2}"), style));
        }
        // The bracket of a Sunday stands after the week.
        if (week * 7 + 7).checked_sub(self.before) == Some(self.selected) {
            spans.push(Span::raw("]"));
        }
        Line::from(spans)
    }

    /// Whether the day before this empty place is the one in hand.
    fn follows(&self, week: usize, column: usize) -> bool {
        (week * 7 + column).checked_sub(self.before) == Some(self.selected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(before: usize, days: usize, selected: usize) -> Vec<String> {
        let month = Month {
            title: "mars 2026",
            weekdays: ["lu", "ma", "me", "je", "ve", "sa", "di"],
            before,
            days,
            selected,
            marked: &[6],
            styles: Styles::default(),
        };
        (0..LINES).map(|nth| month.line(nth).to_string().trim_end().to_owned()).collect()
    }

    #[test]
    fn a_month_stands_in_weeks_with_its_day_in_brackets() {
        let expected = [
            "mars 2026",
            " lu ma me je ve sa di",
            "                    1",
            "  2  3  4  5  6  7  8",
            "  9 10 11[12]13 14 15",
            " 16 17 18 19 20 21 22",
            " 23 24 25 26 27 28 29",
            " 30 31",
        ];
        assert_eq!(drawn(6, 31, 12), expected);
    }

    #[test]
    fn the_day_in_hand_shows_wherever_it_stands() {
        for (before, days) in [(0, 28), (6, 31), (3, 30), (5, 31)] {
            for selected in 1..=days {
                let text = drawn(before, days, selected).join("\n");
                assert_eq!(text.matches('[').count(), 1, "{text}");
                assert!(text.contains(&format!("[{selected:>2}]")), "{selected}\n{text}");
            }
        }
    }
}
