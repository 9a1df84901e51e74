//! The keys of a keyboard, as the bytes that xterm sends for them.

/// A key as a person presses it.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    /// The main Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// The key that erases backwards.
    Backspace,
    /// The key that erases forwards.
    Delete,
    /// An arrow.
    Up,
    /// An arrow.
    Down,
    /// An arrow.
    Left,
    /// An arrow.
    Right,
    /// The start of the line.
    Home,
    /// The end of the line.
    End,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// A function key, 1 to 12.
    F(u8),
    /// Control and a letter.
    Ctrl(char),
    /// Alt and a letter.
    Alt(char),
}

impl Key {
    /// The bytes xterm sends, with the arrows in the form that the program asked for.
    pub fn bytes(self, application: bool) -> String {
        let arrow = |last| format!("\x1b{}{last}", if application { 'O' } else { '[' });
        match self {
            Self::Enter => "\r".into(),
            Self::Esc => "\x1b".into(),
            Self::Tab => "\t".into(),
            Self::BackTab => "\x1b[Z".into(),
            Self::Backspace => "\x7f".into(),
            Self::Delete => "\x1b[3~".into(),
            Self::Up => arrow('A'),
            Self::Down => arrow('B'),
            Self::Right => arrow('C'),
            Self::Left => arrow('D'),
            Self::Home => arrow('H'),
            Self::End => arrow('F'),
            Self::PageUp => "\x1b[5~".into(),
            Self::PageDown => "\x1b[6~".into(),
            Self::F(number @ 1..=4) => format!("\x1bO{}", char::from(b'O' + number)),
            Self::F(number) => {
                let code = [15, 17, 18, 19, 20, 21, 23, 24][usize::from(number - 5).min(7)];
                format!("\x1b[{code}~")
            }
            Self::Ctrl(letter) => char::from(letter as u8 & 0x1f).into(),
            Self::Alt(letter) => format!("\x1b{letter}"),
        }
    }
}
