//! The help finds an action by what it is called, by what it does, and by its keys however they are written.

use guichet::app::overlay::{Overlay, Picks};
use guichet::i18n::Lang;

use super::fixture::{Desk, FRENCH, Look};

/// The actions that the help lists for a text, the best first.
fn found(desk: &mut Desk, typed: &str) -> Vec<&'static str> {
    desk.press("?").write(typed);
    let Some(Overlay::Picker(picker)) = &desk.model.overlay else { panic!("no help") };
    let Picks::Actions(items) = &picker.picks else { panic!("no actions") };
    let found = picker.matching.iter().map(|at| items[*at].call.action.id()).collect();
    desk.press("<Esc>");
    found
}

#[test]
fn by_key() {
    let mut desk = Desk::working(FRENCH);
    for (typed, action) in [
        ("r", "convention.return"),
        ("g r", "list.reload"),
        ("F5", "list.reload"),
        ("f5", "list.reload"),
        ("Ctrl-P", "app.find"),
        ("ctrl-p", "app.find"),
        ("<C-p>", "app.find"),
        ("C-p", "app.find"),
        ("<f5>", "list.reload"),
        ("esc", "app.escape"),
        ("entrée", "convention.open"),
        ("entree", "convention.open"),
        ("V", "mark.range"),
        ("v", "convention.validate"),
        ("*", "mark.all"),
        ("s d", "list.sort"),
    ] {
        assert_eq!(found(&mut desk, typed).first(), Some(&action), "{typed}");
    }
    // The beginning of a chord shows all that it leads to, before anything that only has the letter.
    let after_g = found(&mut desk, "g");
    let place = |id: &str| after_g.iter().position(|action| *action == id).expect(id);
    for led_to in ["app.journal", "cursor.top", "list.reload"] {
        assert!(place(led_to) < place("mark.toggle"), "{led_to}: {after_g:?}");
    }
}

#[test]
fn by_key_as_emacs_writes_it() {
    let mut desk = Desk::working(FRENCH);
    desk.with_keys("emacs");
    for (typed, action) in [
        ("M-x", "app.command"),
        ("C-x C-c", "app.quit"),
        ("C-n", "cursor.down"),
        ("M-<", "cursor.top"),
        ("M->", "cursor.bottom"),
    ] {
        assert_eq!(found(&mut desk, typed).first(), Some(&action), "{typed}");
    }
}

#[test]
fn by_text() {
    let mut desk = Desk::working(FRENCH);
    for (typed, action) in [
        ("défaire", "convention.undo"),
        ("defa", "convention.undo"),
        ("a-corriger", "convention.return"),
        ("presse-papiers", "app.copy"),
        ("couleurs", "app.theme"),
    ] {
        assert_eq!(found(&mut desk, typed).first(), Some(&action), "{typed}");
    }
    assert_eq!(found(&mut desk, "zzz"), [""; 0]);
    let mut english = Desk::working(Look { lang: Lang::En, ..FRENCH });
    assert_eq!(found(&mut english, "colours").first(), Some(&"app.theme"));
}
