//! Cuts a migration into its statements and each statement into what is code, what is a function's body and what
//! is neither (comments, texts), so that the rules about SQL never match a comment.

/// One statement of a migration.
#[derive(Debug, Default, PartialEq)]
pub struct Statement {
    /// The line it begins on, from 1.
    pub line: usize,
    /// Its words in lower case, one space between them, without comments, texts (`''`) or bodies (`$$`).
    pub code: String,
    /// The bodies between dollar quotes, without comments, in lower case, with their texts.
    pub bodies: Vec<String>,
}

/// What the next characters begin.
enum Piece<'a> {
    Comment(&'a str),
    Text(&'a str),
    Body(&'a str, &'a str),
    Letter(char),
}

/// Takes the next piece off `rest`.
fn take<'a>(rest: &mut &'a str) -> Option<Piece<'a>> {
    let text = *rest;
    let first = text.chars().next()?;
    let mut cut = |length: usize| {
        let (piece, left) = text.split_at(length.min(text.len()));
        *rest = left;
        piece
    };
    Some(if text.starts_with("--") {
        Piece::Comment(cut(text.find('\n').unwrap_or(text.len())))
    } else if text.starts_with("/*") {
        Piece::Comment(cut(block_length(text)))
    } else if first == '\'' {
        Piece::Text(cut(quoted_length(text)))
    } else if let Some(tag) = dollar_tag(text) {
        let length = text[tag.len()..].find(tag).map_or(text.len(), |at| at + 2 * tag.len());
        let piece = cut(length);
        Piece::Body(piece, piece[tag.len()..].strip_suffix(tag).unwrap_or_default())
    } else {
        Piece::Letter(cut(first.len_utf8()).chars().next()?)
    })
}

/// A block comment holds other block comments.
fn block_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_u32, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// A quote doubled inside a text does not end it.
fn quoted_length(text: &str) -> usize {
    let mut at = 1;
    while let Some(next) = text[at..].find('\'') {
        at += next + 1;
        if !text[at..].starts_with('\'') {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// `$$` or `$name$`; not `$1`.
fn dollar_tag(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('$')?;
    let end = inside.find('$')?;
    let name = &inside[..end];
    let is_name = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        && !name.starts_with(|letter: char| letter.is_numeric());
    is_name.then(|| &text[..end + 2])
}

/// The statements of a migration, in order.
pub fn statements(sql: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut current = Statement::default();
    let mut line = 1;
    let mut rest = sql;
    while let Some(piece) = take(&mut rest) {
        let lines = |text: &str| text.matches('\n').count();
        if current.line == 0
            && !matches!(piece, Piece::Comment(_) | Piece::Letter(' ' | '\t' | '\r' | '\n' | ';'))
        {
            current.line = line;
        }
        match piece {
            Piece::Comment(text) => {
                line += lines(text);
                current.code.push(' ');
            }
            Piece::Text(text) => {
                line += lines(text);
                current.code.push_str("''");
            }
            Piece::Body(text, body) => {
                line += lines(text);
                current.code.push_str("$$");
                current.bodies.push(without_comments(body));
            }
            Piece::Letter(';') => found.push(std::mem::take(&mut current)),
            Piece::Letter(letter) => {
                line += usize::from(letter == '\n');
                current.code.extend(letter.to_lowercase());
            }
        }
    }
    found.push(current);
    found.retain(|statement| statement.line > 0);
    for statement in &mut found {
        statement.code = statement.code.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    found
}

/// A body in lower case with single spaces, its comments gone and its texts kept.
fn without_comments(body: &str) -> String {
    let mut kept = String::new();
    let mut rest = body;
    while let Some(piece) = take(&mut rest) {
        match piece {
            Piece::Comment(_) => kept.push(' '),
            Piece::Text(text) | Piece::Body(text, _) => kept.push_str(&text.to_lowercase()),
            Piece::Letter(letter) => kept.extend(letter.to_lowercase()),
        }
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same text with every `'...'` emptied.
pub fn without_texts(body: &str) -> String {
    let mut kept = String::new();
    let mut rest = body;
    while let Some(piece) = take(&mut rest) {
        match piece {
            Piece::Comment(_) => {}
            Piece::Text(_) => kept.push_str("''"),
            Piece::Body(text, _) => kept.push_str(text),
            Piece::Letter(letter) => kept.push(letter),
        }
    }
    kept
}
