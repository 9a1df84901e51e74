//! One file at a time: validating, returning, undoing, repeating, finding, filtering; and what is refused.

use guichet::app::message::{LinkNews, Message};
use guichet::app::model::{Level, Pane};
use guichet::app::overlay::Overlay;
use guichet::app::pane::queue::Flag;
use guichet::domain::act::{Act, Subject, Target};
use guichet::domain::queue::Queue;
use guichet::domain::row::Row;
use guichet::store::acts;
use guichet::store::seed::DemoRole;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sqlx::Executor;
use sqlx::types::Uuid;

use crate::store::enrolments::{tell, told, waiting};
use crate::support::desk::{Desk, split};
use crate::support::server::Database;

/// Goes down to a file that nothing keeps from being validated.
async fn to_a_clear_file(desk: &mut Desk) {
    let clear = |row: &Row| row.checked && row.blocking == 0 && !row.supervisor.is_empty();
    while !desk.model.list.row().is_some_and(clear) {
        desk.keys("j").await;
    }
}

#[tokio::test]
async fn validating_undoing_and_repeating() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    to_a_clear_file(&mut desk).await;
    let (first, files) = (desk.file(), desk.model.list.rows.len());
    desk.keys("v").await;
    assert!(desk.screen().contains("Valider"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!(desk.said(), format!("n° {first} : validée"));
    assert_eq!(desk.model.list.rows.len(), files - 1);
    assert_ne!(desk.file(), first, "the cursor stands on the next file");
    to_a_clear_file(&mut desk).await;
    let second = desk.file();
    desk.keys(".<Enter>").await;
    assert_eq!(desk.said(), format!("n° {second} : validée"));
    for file in [second, first] {
        desk.keys("u<Enter>").await;
        assert_eq!(desk.file(), file, "what was undone is back, and in hand");
    }
    assert_eq!(desk.model.list.rows.len(), files);
    desk.keys("u").await;
    assert!(desk.model.overlay.is_none());
    assert_eq!(desk.said(), "Rien à défaire dans cette session.");
}

#[tokio::test]
async fn returning_with_reasons_and_words() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let file = desk.file();
    desk.keys("r<Enter>").await;
    assert!(
        desk.screen().contains("Cochez au moins un motif"),
        "a return without a reason is refused at once"
    );
    desk.keys("<Space>j<Space><Tab>revoir la fin").await;
    // Stepping out keeps what was typed, and offers it back.
    desk.keys("<Esc>r<Tab>").await;
    assert!(desk.screen().contains("revoir la fin"));
    desk.keys("<BackTab><Space><Enter>").await;
    assert_eq!(desk.said(), format!("n° {file} : mise à corriger"));
    let (state, words): (String, Option<String>) = sqlx::query_as(
        "select c.file_state, r.free_text from guichet.convention c join guichet.convention_return r on r.convention_id = c.id
         where c.id = $1 order by r.id desc limit 1",
    )
    .bind(file)
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    assert_eq!((state.as_str(), words.as_deref()), ("to_correct", Some("revoir la fin")));
}

#[tokio::test]
async fn what_was_typed_survives_a_refusal_and_a_confirmation_that_is_closed() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let row = desk.model.list.row().unwrap();
    let target = [Target::file(row.id, row.version)];
    desk.keys("r<Space><Tab>revoir la fin").await;
    let mut faster = database.person(DemoRole::Manager).await;
    let day = desk.model.today + chrono::Days::new(3);
    acts::act(&mut faster, &Act::Hold(Some(day)), &target, Uuid::now_v7()).await.unwrap();
    desk.keys("<Enter>").await;
    assert_eq!(desk.said(), "Votre texte est gardé : rouvrez le formulaire pour le retrouver.");
    desk.keys("r").await;
    let Some(Overlay::Form(form)) = &desk.model.overlay else { panic!("no form") };
    assert_eq!((form.text.text(), form.ticked.len()), ("revoir la fin", 1));
    desk.keys("<Enter>").await;
    assert!(desk.said().ends_with("mise à corriger"), "{}", desk.said());
    assert!(desk.model.drafts.is_empty(), "it is done");
    // Several files: the confirmation comes after the form, and closing it costs nothing either.
    desk.keys("<Space><Space>r<Tab>ensemble<Enter><Esc>r<Tab>").await;
    assert!(desk.screen().contains("ensemble"), "{}", desk.screen());
}

#[tokio::test]
async fn an_error_is_dismissed_before_the_filter_and_outlives_another_lost_line() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("/-zzzz<Enter>").await;
    desk.model.say(Level::Error, "Le disque est plein : faites de la place.");
    for number in 0..4 {
        desk.model.say(Level::Info, format!("passe {number}"));
    }
    desk.tell(Message::Link(LinkNews::Down("La ligne est coupée.".into())));
    let (person, today) = (desk.model.person.clone().unwrap(), desk.model.today);
    desk.tell(Message::Link(LinkNews::Up(Box::new(person), today)));
    desk.settle().await;
    let screen = desk.screen();
    assert!(screen.contains("disque est plein") && !screen.contains("ligne est coupée"), "{screen}");
    desk.keys("<Esc>").await;
    assert!(!desk.screen().contains("disque est plein"));
    assert!(!desk.model.list.filter.is_empty(), "the filter is still there");
    desk.keys("<Esc>").await;
    assert!(desk.model.list.filter.is_empty());
}

#[tokio::test]
async fn what_one_does_oneself_is_no_news() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let file = desk.file();
    for (keys, said) in [("nappeler lundi<Enter>", "note ajoutée"), ("w15j<Enter>", "mise en attente")] {
        let before = desk.model.list.row().unwrap().version;
        desk.keys(keys).await;
        assert!(desk.said().contains(said), "{}", desk.said());
        desk.until(|model| model.list.row().is_some_and(|row| row.version > before)).await;
        desk.settle().await;
        assert_eq!(desk.file(), file);
        assert!(desk.model.list.flags.is_empty(), "{:?}", desk.model.list.flags);
    }
}

#[tokio::test]
async fn a_file_whose_enrolment_is_told_as_it_says_leaves_the_queue_of_those_to_check() {
    let database = Database::university().await;
    let (mut dba, mut admin) = (database.dba().await, database.person(DemoRole::Administrator).await);
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let centres = &desk.model.person.as_ref().unwrap().scope.centres;
    let mine = format!("c.centre_id = any(array{centres:?})");
    let files = waiting(&mut dba, &mine, 2).await;
    assert!(!desk.screen().contains("Inscription à vérifier"), "{}", desk.screen());
    for file in &files {
        tell(&mut admin, file, told(&[(&file.etape, "cancelled")])).await;
    }
    desk.keys("<F5>").await;
    let screen = desk.screen();
    let line = screen.lines().find(|line| line.contains("Inscription à vérifier")).unwrap();
    assert!(line.split('│').any(|part| part.trim_end().ends_with(" 2")), "{line}");
    desk.keys(":file inscription à vérifier<Enter>").await;
    let mut listed: Vec<i32> = desk.model.list.rows.iter().map(|row| row.id).collect();
    listed.sort_unstable();
    assert_eq!(listed, files.iter().map(|file| file.id).collect::<Vec<_>>());
    // The list does not move under the hand: the one that is enrolled again is told gone.
    tell(&mut admin, &files[0], told(&[(&files[0].etape, "valid")])).await;
    dba.execute("select pg_notify('guichet', '')").await.unwrap();
    desk.until(|model| !model.list.flags.is_empty()).await;
    desk.settle().await;
    let gone = [(Subject::file(files[0].id), Flag::Gone)];
    assert_eq!(desk.model.list.flags.iter().map(|(one, flag)| (*one, *flag)).collect::<Vec<_>>(), gone);
    assert_eq!((desk.model.list.rows.len(), desk.model.list.news), (2, 0));
    desk.keys("<F5>").await;
    assert_eq!((desk.model.list.rows.len(), desk.file()), (1, files[1].id));
}

#[tokio::test]
async fn files_that_are_passed_over_are_not_asked_for() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let shown = desk.model.drawn.file.unwrap().id;
    for key in split("jjjj") {
        desk.press(key);
        assert_eq!(desk.open_questions(), 0, "the cursor still moves");
    }
    assert_eq!(desk.model.drawn.file.unwrap().id, shown, "the last file stays for a moment");
    desk.settle().await;
    assert_ne!(desk.file(), shown);
    assert_eq!(desk.model.drawn.file.unwrap().id, desk.file(), "it rests");
}

#[tokio::test]
async fn a_file_changed_meanwhile_is_not_acted_upon_and_its_story_is_told() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    to_a_clear_file(&mut desk).await;
    desk.keys("v").await;
    assert!(matches!(desk.model.overlay, Some(Overlay::Confirm(_))));
    let row = desk.model.list.row().unwrap();
    let target = [Target::file(row.id, row.version)];
    let mut faster = database.person(DemoRole::Manager).await;
    let outcome = acts::act(&mut faster, &Act::Validate, &target, Uuid::now_v7()).await.unwrap();
    assert!(outcome[0].is_done(), "{outcome:?}");
    desk.keys("<Enter>").await;
    let told = desk.said();
    assert!(told.contains("Hélène"), "who was faster is told: {told}");
}

#[tokio::test]
async fn what_was_not_drawn_is_not_acted_upon() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    // Down and validate, faster than the file can come.
    desk.press(split("j")[0]);
    desk.press(split("v")[0]);
    assert!(desk.model.overlay.is_none());
    assert!(desk.said().contains("Affichez d’abord le dossier"), "{}", desk.said());
    desk.settle().await;
}

#[tokio::test]
async fn rights_are_the_databases_and_the_reason_is_told() {
    let database = Database::university().await;
    let mut auditor = Desk::open(&database, DemoRole::Auditor).await;
    auditor.keys("v").await;
    assert!(auditor.model.overlay.is_none());
    assert!(auditor.said().contains("Il vous manque le droit « valider »"), "{}", auditor.said());
    let mut teacher = Desk::open(&database, DemoRole::Teacher).await;
    assert_eq!(teacher.model.list.queue, Queue::Pedagogical);
    to_a_clear_file(&mut teacher).await;
    let file = teacher.file();
    teacher.keys("v<Enter>").await;
    assert!(teacher.said().starts_with(&format!("n° {file} :")), "{}", teacher.said());
}

#[tokio::test]
async fn filtering_sorting_and_finding() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    let all = desk.model.list.rows.len();
    desk.keys("/début:>=01/01/2020 -zzz<Enter>").await;
    assert_eq!(desk.model.list.rows.len(), all);
    desk.keys("/début:<lt>lundi<Enter>").await;
    assert!(desk.model.prompt.is_some(), "a filter that cannot be read stays in its line");
    desk.keys("<Esc>/<C-u>zzzz<Enter>").await;
    assert_eq!(desk.model.list.rows.len(), 0);
    desk.keys("<Esc>").await;
    assert_eq!(desk.model.list.rows.len(), all, "Esc in the list takes the filter away");
    desk.keys("se").await;
    let names: Vec<String> = desk.model.list.rows.iter().map(|row| row.key.clone()).collect();
    assert!(names.is_sorted(), "{names:?}");
    let wanted = desk.model.list.rows[all / 2].id;
    desk.keys("<C-p>").await;
    assert!(desk.screen().contains("Numéro de convention ou d’étudiant"), "nothing is being looked for yet");
    desk.keys("<Esc>").await;
    desk.keys(&format!(":{wanted}<Enter><Enter>")).await;
    assert_eq!((desk.file(), desk.model.focus), (wanted, Pane::File));
    desk.keys("c").await;
    assert!(desk.copied[0].starts_with(&format!("{wanted}\t")));
}

#[tokio::test]
async fn columns_and_widths_are_chosen_by_name_and_by_key() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys(":colonnes n,organisme,ville<Enter>").await;
    let screen = desk.screen();
    let header = screen.lines().nth(2).unwrap();
    assert!(header.contains("Ville") && !header.contains("Étudiant"), "{header}");
    desk.keys(":colonnes prénom<Enter>").await;
    assert!(desk.model.prompt.as_ref().is_some_and(|prompt| prompt.error.is_some()), "{}", desk.screen());
    desk.keys("<Esc>sc").await;
    assert_eq!(desk.model.prompt.as_ref().unwrap().line.text(), "colonnes n°,organisme,ville");
    desk.keys("<C-u>colonnes défaut<Enter>").await;
    assert!(desk.model.layout.columns.is_empty());
    desk.keys(":largeur files 40<Enter>").await;
    assert_eq!(desk.model.layout.widths(140)[0], 40);
    desk.keys("1<lt>").await;
    assert_eq!(desk.model.layout.widths(140)[0], 36);
    desk.keys("z>").await;
    assert!(desk.said().starts_with("Un seul panneau"), "{}", desk.said());
}

#[tokio::test]
async fn any_keys_at_any_size_never_panic() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Auditor).await;
    let keys = split(
        "jkJKGgvru.hCtwnpsediac/?:zV*!-<Space><Enter><Esc><Tab><BackTab><Up><Down><PageDown><PageUp><Home><End><C-p><C-f><Backspace>1234é<lt>",
    );
    let steps = prop::collection::vec(
        (prop::sample::select(keys), prop::option::weighted(0.05, (1..200_u16, 1..60_u16))),
        1_500,
    );
    let mut runner = TestRunner::deterministic();
    for (step, (key, size)) in steps.new_tree(&mut runner).unwrap().current().into_iter().enumerate() {
        if let Some((columns, rows)) = size {
            desk.resize(columns, rows);
        }
        desk.press(key);
        if step % 10 == 0 {
            desk.settle().await;
        }
    }
}

#[tokio::test]
async fn a_clerk_records_what_a_teacher_decided() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys(":file validation pédagogique<Enter>").await;
    to_a_clear_file(&mut desk).await;
    let file = desk.file();
    let supervisor = desk.model.file.current().unwrap().supervisor.clone().unwrap().name;
    desk.keys("v").await;
    assert!(desk.said().contains("en son nom"), "{}", desk.said());
    desk.keys("b").await;
    assert!(desk.screen().contains(&supervisor), "{}", desk.screen());
    desk.keys("<Tab><Tab><C-u>demain<Enter>").await;
    assert!(desk.screen().contains("au plus tard aujourd’hui"), "{}", desk.screen());
    // Closed half filled, it comes back as it was left.
    desk.keys("<C-u>2026-01-12<BackTab><Down><Space><Esc>").await;
    assert_eq!(desk.model.begun.len(), 1);
    desk.keys("b").await;
    assert!(desk.screen().contains("Ce que vous aviez commencé est revenu."), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!(desk.said(), format!("n° {file} : validée"));
    let recorded: (String, String, chrono::NaiveDate, String) = sqlx::query_as(
        "select s.on_behalf_of, s.on_behalf_origin, s.on_behalf_date, p.login from guichet.convention_step s
         join guichet.person p on p.id = s.done_by where s.convention_id = $1 and s.kind = 'pedagogical'",
    )
    .bind(file)
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 12).unwrap();
    assert_eq!(recorded, (supervisor, "paper".into(), day, "nadia.lefevre".into()));
    assert!(desk.model.begun.is_empty(), "what is done is kept no longer");
    // What was recorded for somebody can be undone by who recorded it.
    desk.keys("u<Enter>").await;
    assert_eq!(desk.file(), file);
    // Where the pedagogical step is done, there is nothing to record.
    desk.keys(":file validation administrative<Enter>").await;
    desk.keys("b<Enter>").await;
    assert!(desk.said().starts_with("Déjà faite") || desk.said().contains("circuit"), "{}", desk.said());
}
