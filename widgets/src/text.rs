//! Text as a terminal sees it: measured, cut and wrapped by grapheme cluster, and made harmless.
//!
//! What comes from a database or a file is data: [`sanitise`] makes visible whatever could move the cursor, hide
//! characters or reorder a line. [`width`] counts as ratatui's buffer does, so that nothing is cut by surprise.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

/// Stands for a character that must not reach a terminal.
const REPLACEMENT: char = '\u{FFFD}';
/// The longest cluster left whole; scripts in use stay below, stacked marks do not.
const LONGEST_CLUSTER: usize = 8;

/// How many columns the text takes.
pub fn width(text: &str) -> usize {
    if is_plain(text) { text.chars().count() } else { text.graphemes(true).map(grapheme_width).sum() }
}

/// How many columns one grapheme cluster takes: nothing for those that ratatui leaves out.
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) { 0 } else { usize::from(grapheme.cell_width()) }
}

/// Only letters that are a cluster, a column and harmless each by itself: what most texts here are made of.
fn is_plain(text: &str) -> bool {
    text.chars().all(
        |c| matches!(c, ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{24F}' | '\u{2010}'..='\u{2026}'),
    )
}

/// Makes a text safe to show on one line.
///
/// Control characters get a visible picture, line ends and tabs become blanks, and characters that are invisible or
/// reorder the line, as well as over-long clusters, are replaced by `U+FFFD`.
pub fn sanitise(text: &str) -> Cow<'_, str> {
    if is_plain(text) || text.graphemes(true).all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        if is_harmless(grapheme) {
            out.push_str(grapheme);
            continue;
        }
        if grapheme.chars().count() > LONGEST_CLUSTER {
            out.extend(grapheme.chars().next().and_then(neutralise));
            out.push(REPLACEMENT);
            continue;
        }
        let start = out.len();
        out.extend(grapheme.chars().filter_map(neutralise));
        if out.len() > start && width(&out[start..]) == 0 {
            out.truncate(start);
            out.push(REPLACEMENT);
        }
    }
    Cow::Owned(out)
}

/// Each character, and whether it may reach a terminal as it is: for texts that must keep every character, such as JSON,
/// and can write the others in another way.
pub fn marked(text: &str) -> impl Iterator<Item = (char, bool)> {
    text.graphemes(true).flat_map(|grapheme| {
        let visible = grapheme_width(grapheme) > 0;
        let letters = grapheme.chars().enumerate();
        letters.map(move |(at, c)| (c, visible && at < LONGEST_CLUSTER && is_shown(c)))
    })
}

fn is_harmless(grapheme: &str) -> bool {
    grapheme.chars().all(is_shown)
        && grapheme.chars().count() <= LONGEST_CLUSTER
        && grapheme_width(grapheme) > 0
}

/// Whether a character may reach a terminal as it is, as far as it alone decides.
pub fn is_shown(c: char) -> bool {
    neutralise(c) == Some(c)
}

/// The character to show instead, or none for those that only choose between two looks of the one before.
fn neutralise(c: char) -> Option<char> {
    let shown = match c {
        '\t' | '\n' | '\u{2028}' | '\u{2029}' => ' ',
        '\r' => return None,
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(REPLACEMENT),
        '\u{7F}' => '\u{2421}',
        '\u{80}'..='\u{9F}' => REPLACEMENT,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => return None,
        // Bidirectional marks, embeddings, overrides and isolates; deprecated format characters.
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => {
            REPLACEMENT
        }
        // Zero-width and blank-looking characters, tags, interlinear annotations.
        '\u{00AD}'
        | '\u{034F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'..='\u{2065}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => REPLACEMENT,
        _ => c,
    };
    Some(shown)
}

/// The start of a text that takes at most that many columns.
pub fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (index, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used > columns {
            return &text[..index];
        }
    }
    text
}

/// Cuts a text to that many columns; `more` stands for what is lost, as far as there is room for it.
pub fn truncate<'a>(text: &'a str, columns: usize, more: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let more = head(more, columns);
    Cow::Owned(format!("{}{more}", head(text, columns - width(more)).trim_end()))
}

/// The text in exactly that many columns: cut, with `more` for what is lost, or followed by blanks.
pub fn pad(text: &str, columns: usize, more: &str) -> String {
    let text = truncate(text, columns, more);
    let blanks = columns.saturating_sub(width(&text));
    format!("{text}{:blanks$}", "")
}

/// Cuts a styled line to that many columns; `more` stands for what is lost, in the style of what it replaces.
pub fn truncate_line<'a>(line: &'a Line<'_>, columns: usize, more: &'a str) -> Line<'a> {
    let borrowed = |span: &'a Span<'_>| Span::styled(span.content.as_ref(), span.style);
    let mut out = Line::default().style(line.style);
    if line.spans.iter().map(|span| width(&span.content)).sum::<usize>() <= columns {
        out.spans.extend(line.spans.iter().map(borrowed));
        return out;
    }
    let more = head(more, columns);
    let mut room = columns - width(more);
    for span in &line.spans {
        let used = width(&span.content);
        if used > room {
            out.spans.push(Span::styled(head(&span.content, room), span.style));
            out.spans.push(Span::styled(more, span.style));
            break;
        }
        room -= used;
        out.spans.push(borrowed(span));
    }
    out
}

/// Writes a line into at most that many columns, as [`Buffer::set_line`] does; a plain text is not searched for
/// clusters, which is most of the cost of a frame.
pub fn put_line(buffer: &mut Buffer, x: u16, y: u16, line: &Line<'_>, columns: u16) {
    let right = buffer.area.right().min(x.saturating_add(columns));
    let mut x = x;
    for span in &line.spans {
        let room = usize::from(right.saturating_sub(x));
        let style = line.style.patch(span.style);
        if !is_plain(&span.content) {
            x = buffer.set_stringn(x, y, &span.content, room, style).0;
            continue;
        }
        for letter in span.content.chars().take(room) {
            buffer[(x, y)].set_char(letter).set_style(style);
            x += 1;
        }
    }
}

/// Wraps a text to that many columns: at blanks when possible, inside a word when it is longer than a line.
///
/// Line ends in the text are kept; no-break spaces do not break. There is always at least one line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
            let needed = width(word);
            if used > 0 && used + 1 + needed > columns {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            if used + needed <= columns {
                line.push_str(word);
                used += needed;
                continue;
            }
            // Longer than a line: cut where the line ends.
            for grapheme in word.graphemes(true) {
                let step = grapheme_width(grapheme);
                if used > 0 && used + step > columns {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push_str(grapheme);
                used += step;
            }
        }
        lines.push(line);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Wraps styled spans to that many columns, as [`wrap`] does, each piece keeping its style.
pub fn wrap_spans<'a>(spans: &[(Cow<'a, str>, Style)], columns: usize) -> Vec<Line<'static>> {
    let columns = columns.max(1);
    if let [(text, style)] = spans {
        return wrap(text, columns).into_iter().map(|line| Line::from(Span::styled(line, *style))).collect();
    }
    let whole: String = spans.iter().map(|(text, _)| text.as_ref()).collect();
    // Walk the wrapped text and the spans together: wrapping only ever drops blanks.
    let mut source =
        spans.iter().flat_map(|(text, style)| text.chars().map(move |letter| (letter, *style))).peekable();
    let mut out = Vec::new();
    for wrapped in wrap(&whole, columns) {
        let mut line: Vec<Span<'static>> = Vec::new();
        for letter in wrapped.chars() {
            while source.next_if(|(found, _)| *found != letter).is_some() {}
            let style = source.next().map_or_else(Style::default, |(_, style)| style);
            match line.last_mut() {
                Some(last) if last.style == style => last.content.to_mut().push(letter),
                _ => line.push(Span::styled(letter.to_string(), style)),
            }
        }
        out.push(Line::from(line));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "",
            "plain",
            "Éléonore Lefèbvre — 4,50 €/h",
            "李雷",
            "e\u{301}te\u{301}",
            "L\u{2019}été\u{202F}!",
            "🇫🇷",
        ] {
            assert!(matches!(sanitise(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn what_could_act_on_a_terminal_becomes_visible() {
        assert_eq!(sanitise("a\x1b[31mb"), "a␛[31mb");
        assert_eq!(sanitise("bell\x07 del\x7f nul\0"), "bell␇ del␡ nul␀");
        assert_eq!(sanitise("c1\u{9b}31m"), "c1\u{FFFD}31m");
        assert_eq!(sanitise("one\r\ntwo\tthree"), "one two three");
        assert_eq!(sanitise("a\u{202e}txt.exe"), "a\u{FFFD}txt.exe");
        assert_eq!(sanitise("DU\u{200b}PONT"), "DU\u{FFFD}PONT");
        assert_eq!(sanitise("\u{301}x"), "\u{FFFD}x");
        assert_eq!(sanitise("❤\u{fe0f}"), "❤");
    }

    #[test]
    fn over_long_clusters_are_cut_visibly() {
        let tower = format!("Z{}", "\u{301}".repeat(40));
        assert_eq!(sanitise(&tower), "Z\u{FFFD}");
    }

    #[test]
    fn characters_that_steer_are_told_apart_and_kept() {
        let text = "a\u{1b}[2J\u{202e}b\u{200b}é日本 👩🏽";
        assert_eq!(marked(text).map(|(c, _)| c).collect::<String>(), text);
        let harmful: String = marked(text).filter(|(_, harmless)| !harmless).map(|(c, _)| c).collect();
        assert_eq!(harmful, "\u{1b}\u{202e}\u{200b}");
        let tower = format!("Z{}", "\u{301}".repeat(30));
        assert_eq!(marked(&tower).filter(|(_, harmless)| !harmless).count(), 31 - LONGEST_CLUSTER);
    }

    #[test]
    fn sanitised_text_is_stable_and_shows_every_cluster() {
        for code in 0..0x2_FFFF_u32 {
            let Some(c) = char::from_u32(code) else { continue };
            let text = format!("a{c}b");
            let once = sanitise(&text).into_owned();
            assert_eq!(sanitise(&once), once.as_str(), "U+{code:04X}");
            assert!(!once.contains(char::is_control), "U+{code:04X}");
        }
    }

    #[test]
    fn padding_makes_columns() {
        assert_eq!(pad("日本", 6, "…"), "日本  ");
        assert_eq!(pad("日本語", 5, "…"), "日本…");
    }

    #[test]
    fn truncation_counts_columns_not_bytes() {
        assert_eq!(truncate("Élève", 5, "…"), "Élève");
        assert_eq!(truncate("Élèves", 5, "…"), "Élèv…");
        assert_eq!(truncate("Élèves", 5, "..."), "Él...");
        assert_eq!(truncate("Élèves", 2, "..."), "..");
        assert_eq!(truncate("李雷雷", 4, "…"), "李…");
        assert_eq!(truncate("abc", 1, "…"), "…");
        assert_eq!(truncate("abc", 0, "…"), "");
        for columns in 0..12 {
            assert!(width(&truncate("e\u{301}té à 李雷", columns, "...")) <= columns);
        }
    }

    #[test]
    fn a_styled_line_is_cut_across_spans() {
        let bold = Style::new().bold();
        let line = Line::from(vec![Span::raw("abc"), Span::styled("def", bold)]);
        let cut = truncate_line(&line, 5, "…");
        assert_eq!(cut.to_string(), "abcd…");
        assert_eq!(truncate_line(&line, 5, "...").to_string(), "ab...");
        assert_eq!(truncate_line(&line, 1, "...").to_string(), ".");
        assert_eq!(cut.spans.last().map(|span| span.style), Some(bold));
        assert_eq!(truncate_line(&line, 6, "…").to_string(), "abcdef");
        assert_eq!(truncate_line(&line, 0, "…").to_string(), "");
    }

    #[test]
    fn a_plain_text_is_one_column_a_letter_and_harmless() {
        for c in (0..0x3000).filter_map(char::from_u32).filter(|c| is_plain(c.encode_utf8(&mut [0; 4]))) {
            assert_eq!(grapheme_width(c.encode_utf8(&mut [0; 4])), 1, "U+{:04X}", u32::from(c));
            assert!(is_harmless(c.encode_utf8(&mut [0; 4])), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn lines_are_put_as_ratatui_sets_them() {
        let bold = Style::new().bold();
        for text in
            ["plain", "Éléonore – « été »", "e\u{301}te\u{301} 李雷", "", "a much longer text than the area"]
        {
            let line = Line::from(vec![Span::styled(text, bold), Span::raw("; "), Span::raw(text)]);
            let area = ratatui::layout::Rect::new(0, 0, 24, 1);
            for columns in [0, 1, 7, 24, 90] {
                let (mut ours, mut theirs) = (Buffer::empty(area), Buffer::empty(area));
                put_line(&mut ours, 2, 0, &line, columns);
                theirs.set_line(2, 0, &line, columns);
                assert_eq!(ours, theirs, "{text:?} in {columns}");
            }
        }
    }

    #[test]
    fn wrapping_breaks_at_blanks_and_keeps_no_break_spaces() {
        assert_eq!(wrap("un deux trois", 8), ["un deux", "trois"]);
        assert_eq!(wrap("924\u{a0}h au plus", 6), ["924\u{a0}h", "au", "plus"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrap("", 9), [""]);
        for columns in 1..10 {
            assert!(
                wrap("un mot interminablement long 李雷雷", columns)
                    .iter()
                    .all(|line| width(line) <= columns.max(2))
            );
        }
    }

    #[test]
    fn wrapped_spans_keep_their_styles() {
        let bold = Style::new().bold();
        let spans = [(Cow::Borrowed("two  "), Style::new()), (Cow::Borrowed("bold words"), bold)];
        let lines = wrap_spans(&spans, 8);
        assert_eq!(lines.iter().map(Line::to_string).collect::<Vec<_>>(), ["two bold", "words"]);
        assert_eq!(
            lines[0].spans.last().map(|span| (span.content.as_ref(), span.style)),
            Some(("bold", bold))
        );
        assert_eq!(lines[1].spans[0].style, bold);
    }
}
