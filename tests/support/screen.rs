//! A screen as text that a snapshot can hold: the grid of letters, then each style with the cells that wear it.
//! A frame drawn into a ratatui buffer and the same frame read back from a terminal give the same text.

use std::collections::BTreeMap;
use std::fmt;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// A screen to be printed with its styles.
pub struct StyledScreen {
    width: u16,
    rows: Vec<Vec<Cell>>,
    cursor: Option<(u16, u16)>,
}

struct Cell {
    text: String,
    style: String,
}

impl StyledScreen {
    /// A frame drawn in memory, with its cursor when it shows one.
    pub fn of_buffer(buffer: &Buffer, cursor: Option<Position>) -> Self {
        let rows = buffer.area.rows().map(|row| {
            let mut covered = 0;
            let cells = row.columns().map(|at| {
                let cell = &buffer[(at.x, at.y)];
                // The cell behind a wide letter holds nothing of its own.
                let hidden = covered > 0;
                covered = if hidden { covered - 1 } else { cell.symbol().width().saturating_sub(1) };
                let text = if hidden { String::new() } else { cell.symbol().to_owned() };
                Cell { text, style: style_name(cell.fg, cell.bg, cell.modifier) }
            });
            cells.collect()
        });
        let cursor = cursor.map(|at| (at.y - buffer.area.y, at.x - buffer.area.x));
        Self::new(buffer.area.width, rows.collect(), cursor)
    }

    /// What a terminal shows.
    pub fn of_terminal(screen: &vt100::Screen) -> Self {
        let (height, width) = screen.size();
        let row_of = |row| (0..width.get()).map(|column| terminal_cell(screen, row, column)).collect();
        let cursor = (!screen.hide_cursor()).then(|| screen.cursor_position());
        Self::new(width.get(), (0..height.get()).map(row_of).collect(), cursor)
    }

    fn new(width: u16, mut rows: Vec<Vec<Cell>>, cursor: Option<(u16, u16)>) -> Self {
        for row in &mut rows {
            for column in 1..row.len() {
                if row[column].text.is_empty() {
                    // The second half of a wide letter looks as its first half does.
                    row[column].style = row[column - 1].style.clone();
                }
            }
        }
        Self { width, rows, cursor }
    }

    /// The letters alone, one line a row, without the blanks at the end of each.
    pub fn text(&self) -> String {
        let lines = self.rows.iter().map(|row| {
            let line: String = row.iter().flat_map(|cell| cell.text.chars()).map(visible).collect();
            format!("{}\n", line.trim_end())
        });
        lines.collect()
    }

    /// Each style and the cells that wear it, one a line.
    pub fn faces(&self) -> String {
        let span = |(first, last)| if first == last { format!("{first}") } else { format!("{first}-{last}") };
        let lines = self.styles().into_iter().map(|(style, runs)| {
            let runs = runs.iter().map(|run| format!("{}:{}", span(run.rows), span(run.columns)));
            format!("{style} | {}\n", runs.collect::<Vec<_>>().join(" "))
        });
        lines.collect()
    }

    /// Each style with its runs as `row:first-last`; the same columns of rows that follow each other are one run.
    fn styles(&self) -> BTreeMap<&str, Vec<Run>> {
        let mut styles: BTreeMap<&str, Vec<Run>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let mut first = 0;
            for same in row.chunk_by(|a, b| a.style == b.style) {
                let columns = (first, first + same.len() - 1);
                first += same.len();
                if same[0].style.is_empty() {
                    continue;
                }
                let runs = styles.entry(&same[0].style).or_default();
                match runs.iter_mut().find(|run| run.columns == columns && run.rows.1 + 1 == at) {
                    Some(run) => run.rows.1 = at,
                    None => runs.push(Run { rows: (at, at), columns }),
                }
            }
        }
        styles
    }
}

struct Run {
    rows: (usize, usize),
    columns: (usize, usize),
}

fn terminal_cell(screen: &vt100::Screen, row: u16, column: u16) -> Cell {
    let Some(cell) = screen.cell(row, column) else { return Cell { text: " ".into(), style: String::new() } };
    let text = match cell.contents() {
        _ if cell.is_wide_continuation() => "",
        "" => " ",
        text => text,
    };
    let mut modifier = Modifier::empty();
    modifier.set(Modifier::BOLD, cell.bold());
    modifier.set(Modifier::DIM, cell.dim());
    modifier.set(Modifier::ITALIC, cell.italic());
    modifier.set(Modifier::UNDERLINED, cell.underline());
    modifier.set(Modifier::REVERSED, cell.inverse());
    let colour = |colour| match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    };
    Cell {
        text: text.to_owned(),
        style: style_name(colour(cell.fgcolor()), colour(cell.bgcolor()), modifier),
    }
}

/// `bold underlined red on #102030`; nothing for a cell as the terminal gives it.
fn style_name(foreground: Color, background: Color, modifier: Modifier) -> String {
    let mut words: Vec<String> = modifier.iter_names().map(|(name, _)| name.to_lowercase()).collect();
    words.extend(colour_name(foreground));
    words.extend(colour_name(background).map(|name| format!("on {name}")));
    words.join(" ")
}

fn colour_name(colour: Color) -> Option<String> {
    const NAMES: [&str; 16] = [
        "black",
        "red",
        "green",
        "yellow",
        "blue",
        "magenta",
        "cyan",
        "gray",
        "dark-gray",
        "light-red",
        "light-green",
        "light-yellow",
        "light-blue",
        "light-magenta",
        "light-cyan",
        "white",
    ];
    let index = match colour {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Indexed(index) => usize::from(index),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(NAMES.get(index).map_or_else(|| format!("colour-{index}"), |name| (*name).to_owned()))
}

/// A control character that reached the screen is a fault, which the snapshot must show.
fn visible(letter: char) -> char {
    if letter.is_control() { '\u{fffd}' } else { letter }
}

impl fmt::Display for StyledScreen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}x{}", self.width, self.rows.len())?;
        match self.cursor {
            Some((row, column)) => writeln!(out, ", cursor {row}:{column}")?,
            None => writeln!(out, ", no cursor")?,
        }
        out.write_str(&self.text())?;
        write!(out, "----\n{}", self.faces())
    }
}
