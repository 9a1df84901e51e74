//! Text that others wrote, before it goes where a terminal, a mail or a table shows it.

/// Whether a character steers what shows it, or shows nothing: controls, line ends, what turns the direction of its
/// neighbours or chooses between two looks of one, and what is blank or has no width. It may not leave the program
/// within a line.
pub fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            // Line ends, bidirectional marks, embeddings, overrides and isolates.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
            // Selectors of variants.
            | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
            // Without a width or a look of their own, tags, annotations between lines.
            | '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
