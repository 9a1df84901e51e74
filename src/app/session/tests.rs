//! What a session keeps, what it does not trust, and what of two desks' tastes is kept.

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;
use crate::app::effect::Effect;
use crate::app::filter;
use crate::app::keymap::Keymap;
use crate::app::layout::ListColumn;
use crate::app::message::Message;
use crate::app::overlay::FormBox;
use crate::app::pane::queue::Mark;
use crate::app::update::update;
use crate::config::keymap;
use crate::i18n::{Lang, Texts};

fn now() -> DateTime<Utc> {
    "2026-02-24T09:05:00Z".parse().unwrap()
}

fn desk(lang: Lang) -> Model {
    let keys = Keymap::build(&keymap::load("default", None, None).unwrap()).unwrap();
    let mut model = Model::new(Texts::of(lang), keys, "default", "dark", now());
    let settings = Tastes { lang: lang.code().into(), theme: "dark".into(), keymap: "default".into() };
    model.keeping = Keeping::new(settings, Preferences::default());
    model
}

/// A desk in the middle of a morning's work.
fn busy() -> Model {
    let mut model = desk(Lang::Fr);
    model.focus = Pane::File;
    model.list.queue = Queue::ToCorrect;
    model.list.filter = filter::parse("début:>=01/03/2026 -étudiant:\"de la tour\"", model.today).unwrap();
    model.list.sort.descending = true;
    model.list.marks.insert(Subject::file(28399), Mark { version: 4, warned: true });
    model.keeping.returning = Some(Place { key: "2026-03-02".into(), id: 28413 });
    let targets = vec![Target::file(28413, 3)];
    let mut form = FormBox::new(FormKind::Return, targets, String::new(), Default::default());
    form.text.insert("revoir la fin");
    form.ticked = vec![2];
    model.overlay = Some(Overlay::Form(form));
    let note = crate::app::drafts::Draft { text: "rappeler".into(), ticked: Vec::new() };
    model.drafts.put(FormKind::Note, 28377, note);
    model
}

#[test]
fn what_is_kept_is_given_back_to_a_desk_in_another_language() {
    let before = busy();
    let session = Session::of(&before);
    let text = Saved::new(session.clone(), now()).text();
    assert!(!text.contains("début"), "no language of the screen is kept: {text}");
    let read = Saved::read(&text).unwrap();
    assert_eq!(read.session, session);
    let mut after = desk(Lang::En);
    let effects = resume(&mut after, read.session);
    assert_eq!(after.list.filter, before.list.filter);
    assert_eq!(after.list.marks, before.list.marks);
    assert_eq!(after.drafts.of(FormKind::Note, 28377).unwrap().text, "rappeler");
    let Some(Overlay::Form(form)) = &after.overlay else { panic!("no form") };
    assert_eq!((form.text.text(), form.ticked.as_slice()), ("revoir la fin", &[2][..]));
    assert_eq!(Session::of(&after), session);
    // What was taken is this desk's before the offered one is removed.
    let kept: Vec<&Effect> = effects.iter().filter(|effect| matches!(effect, Effect::Keep(_))).collect();
    let [Effect::Keep(Keep::Session(Some(saved))), Effect::Keep(Keep::DropOffered)] = kept[..] else {
        panic!("{kept:?}")
    };
    assert_eq!(saved.session, session);
}

#[test]
fn declining_keeps_the_texts_and_forgetting_does_not() {
    let session = Session::of(&busy());
    let mut model = desk(Lang::Fr);
    let effects = decline(&mut model, &session);
    assert!(model.list.marks.is_empty() && model.overlay.is_none());
    assert_eq!(model.drafts.of(FormKind::Return, 28413).unwrap().text, "revoir la fin");
    assert!(matches!(effects[..], [Effect::Keep(Keep::Session(Some(_))), Effect::Keep(Keep::DropOffered)]));
    let mut model = desk(Lang::Fr);
    assert_eq!(forget(&mut model), [Effect::Keep(Keep::DropOffered)]);
    assert!(model.drafts.is_empty());
}

#[test]
fn it_is_written_once_a_while_after_the_last_key_and_never_when_nothing_changed() {
    let mut model = desk(Lang::Fr);
    assert_eq!(model.next_deadline(), None);
    let key = |c| Message::Key(crate::app::key::Key::char(c));
    let keeps = |effects: Vec<Effect>| effects.into_iter().filter(|e| matches!(e, Effect::Keep(_))).count();
    assert_eq!(keeps(update(&mut model, key(':'), now())), 0);
    let due = model.next_deadline().unwrap();
    assert_eq!(keeps(update(&mut model, key('x'), now())), 0, "never on the way of a key");
    assert_eq!(model.next_deadline(), Some(due), "typing on does not put it off");
    assert_eq!(keeps(update(&mut model, Message::Deadline, due)), 1);
    assert_eq!(model.next_deadline(), None);
    // A key that changes nothing that is kept.
    update(&mut model, Message::Key("<Left>".parse().unwrap()), due);
    let again = model.next_deadline().unwrap();
    assert_eq!(keeps(update(&mut model, Message::Deadline, again)), 0);
    assert_eq!(model.next_deadline(), None);
}

#[test]
fn while_a_session_is_offered_nothing_takes_its_place() {
    let mut model = desk(Lang::Fr);
    offer(&mut model, Saved::new(Session::of(&busy()), now()));
    model.list.marks.insert(Subject::file(1), Mark { version: 1, warned: false });
    touch(&mut model);
    model.now += chrono::TimeDelta::seconds(1);
    assert_eq!(settle(&mut model), []);
    assert_eq!(leaving(&mut model), []);
}

#[test]
fn leaving_on_purpose_leaves_only_what_was_not_sent() {
    let mut model = desk(Lang::Fr);
    model.list.marks.insert(Subject::file(1), Mark { version: 1, warned: false });
    let cut = leaving(&mut model.clone());
    assert!(matches!(cut[..], [Keep::Session(Some(_))]));
    model.quit = true;
    assert_eq!(leaving(&mut model.clone()), [Keep::Session(None)]);
    let draft = crate::app::drafts::Draft { text: "rappeler".into(), ticked: Vec::new() };
    model.drafts.put(FormKind::Note, 1, draft);
    assert!(matches!(leaving(&mut model)[..], [Keep::Session(Some(_))]));
}

#[test]
fn what_is_not_ours_is_refused_and_what_is_odd_is_passed_over() {
    for (text, why) in [
        ("", Unreadable::Damaged),
        ("{}", Unreadable::Damaged),
        ("{\"version\":1}", Unreadable::Damaged),
        ("{\"version\":2,\"at\":1}", Unreadable::Newer),
        (
            "{\"version\":1,\"at\":\"2026-02-24T09:05:00Z\",\"session\":{\"queue\":\"devoured\"}}",
            Unreadable::Damaged,
        ),
    ] {
        assert_eq!(Saved::read(text), Err(why), "{text}");
    }
    let odd = "{\"version\":1,\"at\":\"2026-02-24T09:05:00Z\",\"session\":{\"filter\":\"date:demain\",\"later\":[],
        \"form\":{\"kind\":\"return\",\"targets\":[],\"reason\":99,\"text\":\"\\u001b[2Jx\"},\"cursor\":{\"id\":-3,\"key\":\"'; drop\"}}}";
    let mut model = desk(Lang::Fr);
    resume(&mut model, Saved::read(odd).unwrap().session);
    assert!(model.list.filter.is_empty());
    assert!(model.journal.last().unwrap().text.contains("date"), "the filter is refused with its reason");
    let Some(Overlay::Form(form)) = &model.overlay else { panic!("no form") };
    assert!(!form.text.text().contains('\u{1b}'), "{:?}", form.text.text());
}

#[test]
fn a_taste_holds_until_the_settings_say_something_else() {
    let mut model = desk(Lang::Fr);
    model.theme = "light".into();
    model.layout.columns = vec![ListColumn::Start, ListColumn::Student];
    model.layout.file = Some(50);
    let liked = Preferences::read(&Preferences::of(&model).text()).unwrap();
    assert_eq!(liked.layout(), model.layout);
    let mut settings = model.keeping.settings.clone();
    assert_eq!(liked.over(&settings).theme, "light");
    assert_eq!(liked.over(&settings).lang, "fr");
    settings.theme = "mono".into();
    assert_eq!(liked.over(&settings).theme, "mono");
    let unknown = "{\"version\":1,\"columns\":{\"list\":[\"mood\",\"start\"],\"other\":[\"x\"]}}";
    assert_eq!(Preferences::read(unknown).unwrap().layout().columns, [ListColumn::Start]);
}

#[test]
fn of_two_desks_each_keeps_what_the_other_changed() {
    let base = Preferences::default();
    let mut one = desk(Lang::Fr);
    one.layout.columns = vec![ListColumn::Start];
    let mut other = desk(Lang::Fr);
    other.theme = "light".into();
    let (one, other) = (Preferences::of(&one), Preferences::of(&other));
    let first = one.merged(&base, &base);
    let second = other.merged(&base, &first);
    assert_eq!(second.layout().columns, [ListColumn::Start]);
    let settings = Tastes { theme: "dark".into(), ..Tastes::default() };
    assert_eq!(second.over(&settings).theme, "light");
}

proptest! {
    #[test]
    fn no_text_makes_reading_or_resuming_panic(
        text in "\\PC*",
        filter in "\\PC{0,40}", key in "\\PC{0,20}", typed in "\\PC{0,40}", id in any::<i32>(), reason in any::<Option<usize>>(),
    ) {
        let _ = (Saved::read(&text), Preferences::read(&text));
        let session = Session {
            filter,
            cursor: Some(At { id, key }),
            marks: vec![Marked { id, amendment: None, version: id, warned: true }],
            form: Some(Form { kind: FormKind::Return, targets: vec![(id, id)], reason, text: typed.clone(), ticked: vec![id] }),
            prompt: Some((PromptKind::Filter, typed)),
            ..Session::default()
        };
        let read = Saved::read(&Saved::new(session.clone(), now()).text()).unwrap();
        prop_assert_eq!(&read.session, &session);
        resume(&mut desk(Lang::En), read.session);
    }
}
