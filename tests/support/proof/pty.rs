//! The terminal driver, proved against the shell: what it sends, sees, answers, measures and reports.

use std::time::Duration;

use rustix::process::Signal;

use crate::support::pty::{Key, Launch, Outcome, Pty};

const SOON: Duration = Duration::from_secs(10);
const MOMENT: Duration = Duration::from_millis(60);

fn shell(script: &str) -> Launch {
    Launch::program("/bin/sh").args(&["-c", script])
}

/// A shell that shows the keys it is given, raw, as `cat -v` writes them.
fn mirror(before: &str, keys: usize) -> Outcome<Pty> {
    let pty = shell(&format!("stty raw -echo; printf '{before}ready '; head -c {keys} | cat -v; read end"))
        .spawn()?;
    pty.wait_text("ready", SOON)?;
    Ok(pty)
}

/// How many bytes `cat -v` showed: each caret makes one of two.
fn typed_length(shown: &str) -> usize {
    shown.len() - shown.matches('^').count()
}

#[test]
fn a_program_is_driven_and_its_end_awaited() -> Outcome<()> {
    let pty = shell("printf \"$NAME? \"; read x; stty size; echo \"<$x>\"; exit 3")
        .env("NAME", "who")
        .size(70, 20)
        .spawn()?;
    pty.wait_text("who?", SOON)?;
    pty.send("Inès")?;
    pty.send_key(Key::Enter)?;
    let exit = pty.wait_exit(SOON)?;
    assert_eq!(exit.exit_code(), 3);
    let screen = pty.screen().text();
    assert!(screen.starts_with("who? Inès\n20 70\n<Inès>\n"), "{screen}");
    assert_eq!(pty.bytes(), "who? Inès\r\n20 70\r\n<Inès>\r\n".len() as u64);
    assert_eq!(pty.leftovers(), [""; 0]);
    Ok(())
}

#[test]
fn the_program_under_test_runs_in_it() -> Outcome<()> {
    assert!(Launch::guichet().args(&["--version"]).spawn()?.wait_exit(SOON)?.success());
    Ok(())
}

#[test]
fn keys_are_the_bytes_of_xterm() -> Outcome<()> {
    let keys = [
        (Key::Enter, "^M"),
        (Key::Esc, "^["),
        (Key::Tab, "^I"),
        (Key::BackTab, "^[[Z"),
        (Key::Backspace, "^?"),
        (Key::Delete, "^[[3~"),
        (Key::Up, "^[[A"),
        (Key::Down, "^[[B"),
        (Key::Left, "^[[D"),
        (Key::Right, "^[[C"),
        (Key::Home, "^[[H"),
        (Key::End, "^[[F"),
        (Key::PageUp, "^[[5~"),
        (Key::PageDown, "^[[6~"),
        (Key::F(1), "^[OP"),
        (Key::F(5), "^[[15~"),
        (Key::F(12), "^[[24~"),
        (Key::Ctrl('p'), "^P"),
        (Key::Alt('x'), "^[x"),
    ];
    let shown = keys.map(|(_, text)| text).concat();
    let script =
        format!("stty raw -echo; printf 'ready '; head -c {} | cat -vT; read end", typed_length(&shown));
    let pty = shell(&script).size(200, 5).spawn()?;
    pty.wait_text("ready", SOON)?;
    for (key, _) in keys {
        pty.send_key(key)?;
    }
    pty.wait_text(&shown, SOON)?;
    let pty = mirror("\\033[?1h", 3)?;
    pty.send_key(Key::Up)?;
    pty.wait_text("^[OA", SOON)
}

#[test]
fn a_paste_is_bracketed_when_asked_for() -> Outcome<()> {
    let pty = mirror("\\033[?2004h", 17)?;
    pty.paste("été")?;
    pty.wait_text("^[[200~M-CM-)tM-CM-)^[[201~", SOON)?;
    let pty = mirror("", 3)?;
    pty.paste("abc")?;
    pty.wait_text("ready abc", SOON)
}

#[test]
fn questions_are_answered_as_a_terminal_does() -> Outcome<()> {
    for (question, answer) in [
        ("\\033[3;5H\\033[6n", "^[[3;5R"),
        ("\\033[5n", "^[[0n"),
        ("\\033[c", "^[[?62;22c"),
        ("\\033[>c", "^[[>1;10;0c"),
        ("\\033[?2026$p", "^[[?2026;2$y"),
        ("\\033[?2031$p", "^[[?2031;0$y"),
        ("\\033]10;?\\007", "^[]10;rgb:e5e5/e5e5/e5e5^[\\"),
        ("\\033]11;?\\033\\\\", "^[]11;rgb:1c1c/1c1c/1c1c^[\\"),
    ] {
        let length = typed_length(answer);
        let script = format!("stty raw -echo; printf '{question}'; head -c {length} | cat -v; read end");
        shell(&script).spawn()?.wait_text(answer, SOON)?;
    }
    Ok(())
}

#[test]
fn a_frame_is_seen_whole_or_not_at_all() -> Outcome<()> {
    let pty = shell(
        "stty -echo; printf ready; read go; printf '\\033[?2026hhalf'; read go; printf ' whole\\033[?2026l'; read end",
    )
    .spawn()?;
    pty.wait_text("ready", SOON)?;
    pty.send("\n")?;
    while pty.bytes() < "ready\x1b[?2026hhalf".len() as u64 {
        pty.bytes_during(MOMENT);
    }
    let torn = pty.wait_text("half", MOMENT).unwrap_err();
    assert!(format!("{torn:?}").contains("\nreadyhalf\n"), "the half frame had come: {torn:?}");
    assert_eq!(pty.frames(), 0);
    let frame = pty.frame_after("\n", SOON)?;
    assert_eq!(frame.bytes, " whole\x1b[?2026l".len() as u64);
    assert!(frame.elapsed < SOON);
    pty.wait_text("readyhalf whole", SOON)?;
    assert_eq!(pty.frames(), 1);
    assert_eq!(pty.bytes_during(MOMENT), 0);
    Ok(())
}

#[test]
fn a_failed_wait_says_everything_it_saw() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("log");
    std::fs::write(&log, "first line\nlast line\n")?;
    let pty = shell("printf '\\033[1mbold\\033[0m here'; read end").size(20, 3).log(&log).spawn()?;
    pty.wait_text("here", SOON)?;
    let report = format!("{:?}", pty.wait(|_| false, "miracle", MOMENT).unwrap_err());
    assert_eq!(
        report,
        "waited 60ms: no miracle\n20x3, cursor 0:9\nbold here\n\n\n----\nbold | 0:0-3\nprogram: running\n\
         17 bytes, the last: \\x1b[1mbold\\x1b[0m here\nlog:\nfirst line\nlast line\n"
    );
    pty.send("\n")?;
    let report = format!("{:?}", pty.wait_text("miracle", SOON).unwrap_err());
    assert!(report.starts_with("the program ended: no \"miracle\" on the screen\n"), "{report}");
    Ok(())
}

#[test]
fn a_terminal_that_goes_away_hangs_the_program_up() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let typed = folder.path().join("typed");
    // Deaf to the hang-up, so that it lives to record what came with it: nothing may be typed by the closing.
    let script = format!("trap '' HUP; printf ready; cat > {}; exit 9", typed.display());
    let mut pty = shell(&script).spawn()?;
    pty.wait_text("ready", SOON)?;
    pty.close_master()?;
    assert_eq!(pty.wait_exit(SOON)?.exit_code(), 9);
    assert_eq!(std::fs::read(&typed)?, b"");
    assert!(pty.send("x").is_err());

    let mut pty = shell("printf ready; exec cat").spawn()?;
    pty.wait_text("ready", SOON)?;
    pty.close_master()?;
    assert_eq!(pty.wait_exit(SOON)?.signal(), Some("Hangup"));
    Ok(())
}

#[test]
fn signals_and_sizes_reach_the_program() -> Outcome<()> {
    let pty = shell("trap 'stty size' WINCH; printf ready; while :; do sleep 100 & wait; done").spawn()?;
    pty.wait_text("ready", SOON)?;
    pty.resize(61, 17)?;
    pty.wait_text("17 61", SOON)?;
    assert!(pty.screen().to_string().starts_with("61x17,"));
    pty.kill(Signal::TERM)?;
    pty.wait(|_| false, "end", SOON).unwrap_err();
    Ok(())
}

#[test]
fn what_is_not_put_back_is_named() -> Outcome<()> {
    let set = "\\033[?1049h\\033[?25l\\033[?2004h\\033[?1000h\\033[?1003h\\033[?1015;1006h\\033[?1004h\\033[?1h\\033[>1u";
    let pty = shell(&format!("stty raw; printf '{set}\\033[?2026h\\033[1;31m'")).spawn()?;
    pty.wait_exit(SOON)?;
    assert_eq!(
        pty.leftovers(),
        [
            "the alternate screen",
            "a hidden cursor",
            "bracketed paste",
            "mouse capture",
            "application cursor keys",
            "a colour",
            "a text style",
            "an unfinished frame",
            "a keyboard protocol",
            "raw input",
            "mode 1004",
            "mode 1015",
        ]
    );
    let unset = "\\033[<u\\033[?1l\\033[?1004l\\033[?1006;1015l\\033[?1003l\\033[?1000l\\033[?2004l\\033[?25h\\033[?1049l";
    let pty = shell(&format!("stty raw; printf '{set}{unset}'; stty sane")).spawn()?;
    pty.wait_exit(SOON)?;
    assert_eq!(pty.leftovers(), [""; 0]);
    Ok(())
}

#[test]
fn the_clipboard_and_the_cost_of_a_program_are_known() -> Outcome<()> {
    let pty = shell("printf '\\033]52;c;YWJj\\007ready'; read end").spawn()?;
    pty.wait_text("ready", SOON)?;
    assert_eq!(pty.clipboard(), "YWJj");
    assert!(pty.cpu_time()? < SOON);
    assert!((100_000..100_000_000).contains(&pty.peak_memory()?), "{:?}", pty.peak_memory());
    Ok(())
}
