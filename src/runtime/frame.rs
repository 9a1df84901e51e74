//! The screen: draws frames with ratatui and sends each to the terminal as one write, or nothing when nothing changed.

mod pen;
mod writer;

use std::io::{self, Write};

use ratatui::layout::Size;
use ratatui::{Frame, Terminal};

use writer::FrameWriter;

/// A full-screen terminal to draw on.
#[derive(Debug)]
pub struct Screen<W: Write> {
    terminal: Terminal<FrameWriter<W>>,
    /// The next frame must say everything.
    whole: bool,
}

impl<W: Write> Screen<W> {
    /// A screen of that size, about which nothing is known: the first frame clears it.
    pub fn new(out: W, size: Size) -> io::Result<Self> {
        Ok(Self { terminal: Terminal::new(FrameWriter::new(out, size))?, whole: true })
    }

    /// The same screen on a line that only carries ASCII.
    #[must_use]
    pub fn in_ascii(mut self, ascii: bool) -> Self {
        self.terminal.backend_mut().set_ascii(ascii);
        self
    }

    /// Tells that the terminal has another size; the next frame is drawn anew.
    pub fn resize(&mut self, size: Size) {
        self.terminal.backend_mut().set_size(size);
        self.whole = true;
    }

    /// The size frames are drawn at.
    pub fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    /// Asks for the next frame to be drawn anew: someone else may have written on the terminal.
    pub fn redraw(&mut self) {
        self.terminal.backend_mut().forget();
        self.whole = true;
    }

    /// Draws a frame, and tells how many bytes it took.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> io::Result<u64> {
        let before = self.written();
        if self.whole {
            self.terminal.autoresize()?;
            self.terminal.clear()?;
        }
        self.terminal.draw(render)?;
        self.whole = false;
        Ok(self.written() - before)
    }

    /// Sends a sequence that draws nothing, such as [`super::clipboard::sequence`].
    pub fn send(&mut self, sequence: &str) -> io::Result<()> {
        self.terminal.backend_mut().send(sequence)
    }

    /// How many bytes have been written since the start.
    pub fn written(&self) -> u64 {
        self.terminal.backend().written()
    }

    /// How many times something was written since the start: once a frame.
    pub fn writes(&self) -> u64 {
        self.terminal.backend().writes()
    }
}

#[cfg(test)]
mod tests;
