//! What terminals send means the same whole or in pieces, and nothing that is no key becomes one.

use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Vec<Input> {
    let mut found = Vec::new();
    let mut parser = Parser::default();
    parser.feed(bytes, &mut found);
    parser.settle(&mut found);
    found
}

fn key(code: KeyCode) -> Input {
    Input::Key(Key::new(code, false, false, false))
}

fn with(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Input {
    Input::Key(Key::new(code, ctrl, alt, shift))
}

#[test]
fn what_terminals_send_for_a_key() {
    use KeyCode::*;
    let cases: [(&[u8], Input); 31] = [
        (b"j", key(Char('j'))),
        ("é".as_bytes(), key(Char('é'))),
        (b"\r", key(Enter)),
        (b"\t", key(Tab)),
        (b"\x1b[Z", key(BackTab)),
        (b"\x7f", key(Backspace)),
        (b"\x08", key(Backspace)),
        (b"\x06", with(Char('f'), true, false, false)),
        (b"\0", with(Char(' '), true, false, false)),
        (b"\x1f", with(Char('_'), true, false, false)),
        (b"\x1b", key(Esc)),
        (b"\x1bf", with(Char('f'), false, true, false)),
        ("\x1bé".as_bytes(), with(Char('é'), false, true, false)),
        (b"\x1b\x7f", with(Backspace, false, true, false)),
        (b"\x1b[A", key(Up)),
        (b"\x1bOA", key(Up)),
        (b"\x1b[1;2B", with(Down, false, false, true)),
        (b"\x1b[b", with(Down, false, false, true)),
        (b"\x1b[1;5C", with(Right, true, false, false)),
        (b"\x1b[1;3D", with(Left, false, true, false)),
        (b"\x1b\x1b[D", with(Left, false, true, false)),
        (b"\x1b[1~", key(Home)),
        (b"\x1b[H", key(Home)),
        (b"\x1b[3;5~", with(Delete, true, false, false)),
        (b"\x1b[5~", key(PageUp)),
        (b"\x1bOP", key(F(1))),
        (b"\x1b[[E", key(F(5))),
        (b"\x1b[15~", key(F(5))),
        (b"\x1b[24~", key(F(12))),
        (b"\x1b[27;5;49~", with(Char('1'), true, false, false)),
        (b"\x1b[97;5u", with(Char('a'), true, false, false)),
    ];
    for (bytes, expected) in cases {
        assert_eq!(read(bytes), [expected], "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn sequences_may_arrive_in_pieces() {
    let mut parser = Parser::default();
    let mut found = Vec::new();
    for byte in "a\x1b[1;2Bé\x1b[200~x\x1b[201~".bytes() {
        parser.feed(&[byte], &mut found);
    }
    assert!(!parser.waits());
    assert_eq!(
        found,
        [
            key(KeyCode::Char('a')),
            with(KeyCode::Down, false, false, true),
            key(KeyCode::Char('é')),
            Input::Paste("x".to_owned())
        ]
    );
}

#[test]
fn pasted_text_is_never_keys() {
    assert_eq!(
        read(b"\x1b[200~v\r\x1b[A\x1b\x07q\r\n\x1b[201~j"),
        [Input::Paste("v\n[Aq\n".to_owned()), key(KeyCode::Char('j'))]
    );
    let mut parser = Parser::default();
    let mut found = Vec::new();
    parser.feed(b"\x1b[200~not over", &mut found);
    parser.settle(&mut found);
    assert!(found.is_empty() && !parser.waits());
    parser.feed(b" yet\x1b[201~", &mut found);
    assert_eq!(found, [Input::Paste("not over yet".to_owned())]);
}

#[test]
fn a_long_paste_is_cut_and_its_rest_is_not_keys() {
    let mut parser = Parser::default();
    let mut found = Vec::new();
    parser.feed(b"\x1b[200~", &mut found);
    for _ in 0..2_000 {
        parser.feed(&[b'v'; 1000], &mut found);
    }
    parser.feed(b"\x1b[201~", &mut found);
    assert!(matches!(found.as_slice(), [Input::Paste(text)] if text.len() == LONGEST_PASTE));
}

#[test]
fn unknown_sequences_are_swallowed_whole() {
    for bytes in [b"\x1b[?62;c".as_slice(), b"\x1b[99~", b"\x1b[12;40R", b"\x1b[I", b"\x1b[<0;10;10M"] {
        let found = read(bytes);
        assert!(!found.iter().any(|input| matches!(input, Input::Key(key) if *key == Key::new(KeyCode::Char('c'), false, false, false))), "{found:?}");
        assert!(found.len() <= 1, "{found:?}");
    }
    assert_eq!(read(b"\x1b[12\x1b[A"), [key(KeyCode::Up)]);
    assert_eq!(read(b"\xe9t"), [key(KeyCode::Char('\u{FFFD}')), key(KeyCode::Char('t'))]);
}

const WHITE: Input = Input::Background((255, 255, 255));

/// The answers of xterm, tmux and others, with both of their ends.
const ANSWERS: [&[u8]; 3] =
    [b"\x1b]11;rgb:ffff/ffff/ffff\x07", b"\x1b]11;rgb:ff/ff/ff\x1b\\", b"\x1b]11;#ffffff\x1b\\"];

#[test]
fn an_answer_is_no_key_wherever_it_is_cut_and_however_long_the_rest_takes() {
    for answer in ANSWERS {
        assert_eq!(read(answer), [WHITE], "asked or not");
        for cut in 1..answer.len() {
            let mut parser = Parser { awaits: true, ..Parser::default() };
            let mut found = Vec::new();
            parser.feed(b"j", &mut found);
            for piece in [&answer[..cut], &answer[cut..], b"k"] {
                parser.feed(piece, &mut found);
                // Long enough for what waits to be taken for a key, were it not an answer.
                parser.settle(&mut found);
            }
            // An Escape alone cannot be known for what it is.
            found.retain(|input| *input != key(KeyCode::Esc));
            assert_eq!(found, [key(KeyCode::Char('j')), WHITE, key(KeyCode::Char('k'))], "cut at {cut}");
            assert!(!parser.awaits && !parser.waits());
        }
    }
}

#[test]
fn an_answer_may_come_byte_by_byte() {
    for answer in ANSWERS {
        let mut parser = Parser { awaits: true, ..Parser::default() };
        let mut found = Vec::new();
        for byte in answer {
            parser.feed(&[*byte], &mut found);
            parser.settle(&mut found);
        }
        assert_eq!(found, [key(KeyCode::Esc), WHITE]);
    }
}

#[test]
fn an_answer_that_never_ends_takes_no_key_with_it() {
    let begun: &[u8] = b"\x1b]11;rgb:ff";
    for (typed, expected) in [
        (b"\r".as_slice(), key(KeyCode::Enter)),
        (b"\x03", with(KeyCode::Char('c'), true, false, false)),
        (b"\x1b[A", key(KeyCode::Up)),
        ("é".as_bytes(), key(KeyCode::Char('é'))),
    ] {
        let mut parser = Parser { awaits: true, ..Parser::default() };
        let mut found = Vec::new();
        parser.feed(begun, &mut found);
        assert!(!parser.waits(), "no timer runs meanwhile");
        parser.feed(typed, &mut found);
        assert_eq!(found, [expected]);
    }
    let mut parser = Parser { awaits: true, ..Parser::default() };
    let mut found = Vec::new();
    parser.feed(&[begun, &[b'x'; 200]].concat(), &mut found);
    assert_eq!(found.last(), Some(&key(KeyCode::Char('x'))), "what is too long is no answer");
}

#[test]
fn what_resembles_an_answer_is_a_key() {
    let alt = with(KeyCode::Char(']'), false, true, false);
    assert_eq!(read(b"\x1b]"), std::slice::from_ref(&alt));
    assert_eq!(read(b"\x1b]x"), [alt.clone(), key(KeyCode::Char('x'))]);
    // Asked and not answered, it waits for the key that follows.
    let mut parser = Parser { awaits: true, ..Parser::default() };
    let mut found = Vec::new();
    parser.feed(b"\x1b]", &mut found);
    parser.settle(&mut found);
    assert!(found.is_empty() && !parser.waits());
    parser.feed(b"j", &mut found);
    assert_eq!(found, [alt, key(KeyCode::Char('j'))]);
    // Another answer, to a question nobody asked.
    assert_eq!(read(b"\x1b]4;1;rgb:ff/ff/ff\x07j"), [key(KeyCode::Char('j'))]);
    // Escape, then a bracket.
    let mut found = Vec::new();
    parser.feed(b"\x1b", &mut found);
    parser.settle(&mut found);
    parser.feed(b"]j", &mut found);
    assert_eq!(found, [KeyCode::Esc, KeyCode::Char(']'), KeyCode::Char('j')].map(key));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_any_pieces_mean_the_same(bytes in proptest::collection::vec(prop_oneof![Just(0x1b), Just(b'['), Just(b']'), Just(b'1'), Just(b';'), Just(b'~'), Just(0x07), any::<u8>()], 0..200), cut in 1..20_usize) {
        let mut whole = Vec::new();
        let mut parser = Parser::default();
        parser.feed(&bytes, &mut whole);
        let mut pieces = Vec::new();
        let mut parser = Parser::default();
        for piece in bytes.chunks(cut) {
            parser.feed(piece, &mut pieces);
        }
        prop_assert_eq!(whole, pieces);
    }
}
