//! No colour carries a meaning alone: what the list says in colour it says with a sign too.

use chrono::TimeDelta;

use super::fixture::{Desk, FRENCH, Look, now};

/// The line of the list that holds this number.
fn line_of(desk: &mut Desk, id: i32) -> String {
    let screen = desk.draw().text();
    screen.lines().skip(2).find(|line| line.contains(&id.to_string())).expect("a row").to_owned()
}

#[test]
fn rows_say_in_signs_what_they_say_in_colour() {
    let mut desk = Desk::working(Look { theme: "mono", ..FRENCH });
    let me = desk.model.person.as_ref().expect("a person").id;
    let until = now() + TimeDelta::minutes(10);
    let id = desk.model.list.rows[1].id;
    let plain = line_of(&mut desk, id);
    let mut seen = vec![plain];
    let mut say = |desk: &mut Desk, what: &str| {
        let line = line_of(desk, id);
        assert!(!seen.contains(&line), "{what} looks like something else: {line}");
        seen.push(line);
    };
    desk.model.list.rows[1].claimed = Some((me, until));
    say(&mut desk, "a file in my hand");
    desk.model.list.rows[1].claimed = Some((me + 1, until));
    say(&mut desk, "a file in somebody else's hand");
    desk.model.list.rows[1].claimed = None;
    desk.model.list.rows[1].start = Some(desk.model.today + TimeDelta::days(2));
    say(&mut desk, "a day that presses");
    assert!(line_of(&mut desk, id).contains("26/02/26!"));
    desk.model.list.rows[1].blocking = 1;
    say(&mut desk, "a blocking finding");
    (desk.model.list.rows[1].blocking, desk.model.list.rows[1].warnings) = (0, 1);
    say(&mut desk, "a warning");
}
