//! Turns changed cells into the fewest bytes, and hands each frame to the terminal in one write.
//!
//! ratatui's own backend positions the cursor with absolute addresses, resets colours at the end of every frame,
//! even an empty one, and flushes when the cursor is shown or hidden. This one remembers what the terminal shows, so
//! that it can take the shortest way to the next cell (writing a few unchanged cells again is often shorter than an
//! address), and writes nothing at all when nothing has changed.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};

use super::pen::Pen;
use crate::runtime::ascii;

/// Begins a synchronized update (DEC 2026): the terminal shows the frame at once. Those that do not know it ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
/// Ends a synchronized update.
const END: &[u8] = b"\x1b[?2026l";
/// Room for any usual frame: it never grows while drawing.
const CAPACITY: usize = 64 * 1024;
/// Gaps up to that many cells may be written over rather than jumped.
const SHORT_GAP: u16 = 6;

/// A cell as the terminal shows it, when it is simple enough to be written again.
#[derive(Clone, Copy, Debug)]
struct Shown {
    /// One narrow character; none when the cell is wide, part of a wide one, or a cluster.
    character: Option<char>,
    pen: Pen,
    /// Whether the next cell is part of the same wide character.
    goes_on: bool,
}

impl Shown {
    const UNKNOWN: Self = Self { character: None, pen: Pen::DEFAULT, goes_on: false };
    const BLANK: Self = Self { character: Some(' '), ..Self::UNKNOWN };
}

/// A ratatui backend that writes each frame at once.
#[derive(Debug)]
pub struct FrameWriter<W: Write> {
    out: W,
    frame: Vec<u8>,
    size: Size,
    /// Only ASCII gets through.
    ascii: bool,
    shown: Vec<Shown>,
    /// Where the terminal's cursor is, when that is certain.
    at: Option<Position>,
    pen: Pen,
    /// Where the cursor is wanted; hidden when absent.
    wanted: Option<Position>,
    /// The last place given, for when the cursor is shown again without one.
    last: Position,
    /// What the terminal was last told: hidden, or shown there.
    told: Option<Option<Position>>,
    written: u64,
    writes: u64,
}

impl<W: Write> FrameWriter<W> {
    /// A writer to a terminal of that size, of which nothing is known.
    pub fn new(out: W, size: Size) -> Self {
        let mut writer = Self {
            out,
            frame: Vec::with_capacity(CAPACITY),
            size,
            ascii: false,
            shown: Vec::new(),
            at: None,
            pen: Pen::DEFAULT,
            wanted: None,
            last: Position::ORIGIN,
            told: None,
            written: 0,
            writes: 0,
        };
        writer.forget();
        writer
    }

    /// Tells the size of the terminal.
    pub fn set_size(&mut self, size: Size) {
        self.size = size;
        self.forget();
    }

    /// Tells whether the line carries ASCII alone.
    pub fn set_ascii(&mut self, ascii: bool) {
        self.ascii = ascii;
        self.forget();
    }

    /// Takes for granted nothing of what the terminal shows.
    pub fn forget(&mut self) {
        let cells = usize::from(self.size.width) * usize::from(self.size.height);
        self.shown.clear();
        self.shown.resize(cells, Shown::UNKNOWN);
        self.at = None;
        self.told = None;
    }

    /// Sends a sequence that draws nothing, in a write of its own.
    pub fn send(&mut self, sequence: &str) -> io::Result<()> {
        self.out.write_all(sequence.as_bytes())?;
        self.out.flush()?;
        self.count(sequence.len());
        Ok(())
    }

    /// How many bytes have been written.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// How many times something was written.
    pub fn writes(&self) -> u64 {
        self.writes
    }

    fn count(&mut self, bytes: usize) {
        self.written += bytes as u64;
        self.writes += 1;
    }

    fn index(&self, x: u16, y: u16) -> Option<usize> {
        (x < self.size.width && y < self.size.height)
            .then(|| usize::from(y) * usize::from(self.size.width) + usize::from(x))
    }

    fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        let Some(index) = self.index(x, y) else { return };
        let near = if self.ascii { ascii::cell(cell.symbol()) } else { cell.symbol().into() };
        let symbol = near.as_ref();
        let mut pen = Pen::of(cell);
        if symbol == " " && self.pen.same_blank(pen) {
            pen = self.pen;
        }
        self.go(x, y);
        self.pen.change(pen, &mut self.frame);
        self.pen = pen;
        self.frame.extend_from_slice(symbol.as_bytes());

        let width = symbol.cell_width().max(1);
        let mut characters = symbol.chars();
        let single = characters.next().filter(|_| characters.next().is_none() && width == 1);
        let last = (index + usize::from(width) - 1).min(self.shown.len() - 1);
        let halved = self.shown[last].goes_on;
        for covered in index..=last {
            self.shown[covered] = Shown { goes_on: covered < last, ..Shown::UNKNOWN };
        }
        if single.is_some() {
            self.shown[index] = Shown { character: single, pen, goes_on: false };
        }
        // After the last column terminals differ on where the cursor is, and on how wide a cluster is.
        let right = x.saturating_add(width);
        self.at = (single.is_some() && right < self.size.width).then(|| Position::new(right, y));
        if halved {
            // The terminal has blanked the rest of a wide character with the pen of this one.
            self.put(right, y, &Cell::EMPTY);
        }
    }

    /// Brings the cursor to a cell by the shortest way.
    fn go(&mut self, x: u16, y: u16) {
        let to = Position::new(x, y);
        if self.at == Some(to) {
            return;
        }
        let mut way = absolute(to);
        if let Some(at) = self.at {
            let shorter = |candidate: Option<Vec<u8>>, way: &mut Vec<u8>| {
                if let Some(candidate) = candidate.filter(|candidate| candidate.len() < way.len()) {
                    *way = candidate;
                }
            };
            if at.y == y {
                shorter(Some(along(at.x, x)), &mut way);
                shorter(self.over(at, x), &mut way);
            } else if y > at.y {
                // In raw mode a line feed keeps the column; it cannot scroll, the row below exists.
                let down =
                    if y == at.y + 1 { b"\n".to_vec() } else { format!("\x1b[{}B", y - at.y).into_bytes() };
                shorter(Some([down, along(at.x, x)].concat()), &mut way);
            }
        }
        self.frame.extend_from_slice(&way);
        self.at = Some(to);
    }

    /// The cells between, written again as they are, when all of them are known and of the current pen.
    fn over(&self, at: Position, x: u16) -> Option<Vec<u8>> {
        let gap = x.checked_sub(at.x).filter(|gap| *gap <= SHORT_GAP)?;
        let start = self.index(at.x, at.y)?;
        let mut again = String::new();
        for shown in self.shown.get(start..start + usize::from(gap))? {
            let character = shown.character?;
            let same = if character == ' ' { shown.pen.same_blank(self.pen) } else { shown.pen == self.pen };
            if !same {
                return None;
            }
            again.push(character);
        }
        Some(again.into_bytes())
    }
}

/// The address of a cell.
fn absolute(to: Position) -> Vec<u8> {
    match (to.y, to.x) {
        (0, 0) => b"\x1b[H".to_vec(),
        (y, 0) => format!("\x1b[{}H", y + 1).into_bytes(),
        (y, x) => format!("\x1b[{};{}H", y + 1, x + 1).into_bytes(),
    }
}

/// The way along a row.
fn along(from: u16, to: u16) -> Vec<u8> {
    if to == from {
        return Vec::new();
    }
    if to == 0 {
        return b"\r".to_vec();
    }
    let (step, letter) = if to > from { (to - from, 'C') } else { (from - to, 'D') };
    if letter == 'D' && step <= 3 {
        return vec![8; usize::from(step)];
    }
    let relative = if step == 1 { format!("\x1b[{letter}") } else { format!("\x1b[{step}{letter}") };
    let from_edge = if to == 1 { "\r\x1b[C".to_owned() } else { format!("\r\x1b[{to}C") };
    if from_edge.len() < relative.len() { from_edge.into_bytes() } else { relative.into_bytes() }
}

impl<W: Write> Backend for FrameWriter<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.put(x, y, cell);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted = Some(self.last);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.last)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.last = position.into();
        if self.wanted.is_some() {
            self.wanted = Some(self.last);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        // A full-screen terminal only ever clears all of it.
        if clear_type != ClearType::All {
            return Err(io::Error::from(io::ErrorKind::Unsupported));
        }
        self.pen.change(Pen::DEFAULT, &mut self.frame);
        self.pen = Pen::DEFAULT;
        self.frame.extend_from_slice(b"\x1b[2J");
        self.shown.fill(Shown::BLANK);
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        let wanted = self.wanted.filter(|at| at.x < self.size.width && at.y < self.size.height);
        if self.frame.is_empty() && self.told == Some(wanted) {
            return Ok(());
        }
        self.pen.change(Pen::DEFAULT, &mut self.frame);
        self.pen = Pen::DEFAULT;
        if let Some(position) = wanted {
            self.go(position.x, position.y);
        }
        match (wanted.is_some(), self.told.map(|told| told.is_some())) {
            (true, Some(true)) | (false, Some(false)) => {}
            (true, _) => self.frame.extend_from_slice(b"\x1b[?25h"),
            (false, _) => self.frame.extend_from_slice(b"\x1b[?25l"),
        }
        let body = self.frame.len();
        self.frame.extend_from_slice(END);
        self.frame.splice(0..0, BEGIN.iter().copied());
        let result = self.out.write_all(&self.frame).and_then(|()| self.out.flush());
        self.frame.clear();
        match result {
            Ok(()) => {
                self.told = Some(wanted);
                self.count(body + BEGIN.len() + END.len());
                Ok(())
            }
            Err(error) => {
                // Nobody knows how much of it has arrived.
                self.forget();
                Err(error)
            }
        }
    }
}
