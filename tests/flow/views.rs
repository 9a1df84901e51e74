//! Filters saved under a name: kept, counted, opened, shared, in whatever language each desk speaks.

use guichet::app::pane::queue::{Entry, in_hand};
use guichet::domain::queue::Queue;
use guichet::store::seed::DemoRole;
use sqlx::Executor;

use crate::support::desk::Desk;
use crate::support::server::Database;

/// The line of the queues pane that begins so.
fn line(desk: &mut Desk, begins: &str) -> String {
    let screen = desk.screen();
    let pane = |line: &str| {
        line.chars().skip(1).take(26).collect::<String>().trim_start_matches(['▸', ' ']).to_owned()
    };
    screen
        .lines()
        .map(pane)
        .find(|line| line.starts_with(begins))
        .unwrap_or_else(|| panic!("no {begins}: {screen}"))
}

#[tokio::test]
async fn a_filter_is_saved_counted_and_opened_and_an_english_desk_reads_it() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("/début:>=01/01/2020 -étudiant:zzzz<Enter>sa").await;
    let (filter, sort, files) =
        (desk.model.list.filter.clone(), desk.model.list.sort, desk.model.list.rows.len());
    desk.keys(":vue enregistrer Mes urgences<Enter>").await;
    assert_eq!(desk.said(), "Vue « Mes urgences » enregistrée.");
    assert!(desk.screen().contains("Mes vues"), "{}", desk.screen());
    assert!(matches!(in_hand(&desk.model), Entry::View(_)), "what is shown now has this name");
    assert!(line(&mut desk, "Mes urgences").trim_end().ends_with(&files.to_string()));
    // Elsewhere, then back by name.
    desk.keys("<Esc>J").await;
    assert_ne!(desk.model.list.queue, Queue::Administrative);
    desk.keys(":vue mes urg<Tab><Enter>").await;
    assert_eq!(desk.model.list.queue, Queue::Administrative);
    assert_eq!((&desk.model.list.filter, desk.model.list.sort), (&filter, sort));
    assert_eq!(desk.model.list.rows.len(), files);
    assert!(desk.screen().contains("Validation administrative > Mes urgences"), "{}", desk.screen());
    assert!(matches!(in_hand(&desk.model), Entry::View(_)));
    // The hand goes through the pane: out of the view its filter does not follow.
    desk.keys("K").await;
    assert_eq!(in_hand(&desk.model), Entry::Queue(Queue::All));
    assert!(desk.model.list.filter.is_empty());
    desk.keys("J").await;
    assert_eq!(desk.model.list.filter, filter);
    // Another filter is another list.
    desk.keys("<Esc>").await;
    assert_eq!(in_hand(&desk.model), Entry::Queue(Queue::Administrative));

    desk.keys(":vue partager Mes urgences SCI<Enter>").await;
    assert_eq!(desk.said(), "Vue « Mes urgences » partagée avec le centre SCI.");
    let mut other = Desk::open(&database, DemoRole::Manager).await;
    other.keys(":langue en<Enter>:view mes<Tab><Enter>").await;
    assert_eq!(other.model.list.filter, filter);
    assert!(other.screen().contains("start:>=2020-01-01 -student:zzzz"), "{}", other.screen());
    assert!(other.screen().contains("Shared views"), "{}", other.screen());
    // What the owner takes back leaves the other desk.
    desk.keys(":vue reprendre mes urgences<Enter>").await;
    other.until(|model| model.queues.views.is_empty()).await;
    desk.keys(":vue supprimer mes urgences<Enter>").await;
    assert!(desk.said().contains("supprimée (/début:>=01/01/2020 -étudiant:zzzz)"), "{}", desk.said());
    assert!(!desk.screen().contains("Mes vues"));
}

#[tokio::test]
async fn views_that_nobody_sees_are_not_counted() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Clerk).await;
    desk.keys("/-zzzz<Enter>:vue enregistrer Tout<Enter>").await;
    let mut narrow = Desk::connecting(&database, DemoRole::Clerk);
    narrow.resize(80, 24);
    narrow.up().await;
    assert_eq!(narrow.model.queues.views[0].count, None);
    narrow.resize(140, 40);
    narrow.settle().await;
    let files = i64::try_from(desk.model.list.rows.len()).unwrap();
    assert_eq!(narrow.model.queues.views[0].count, Some(Some(files)));
}

#[tokio::test]
async fn counts_stop_where_free_filters_stop_and_a_filter_that_cannot_be_read_is_told() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys(":file Toutes<Enter>/-zzzz<Enter>:vue enregistrer Tout<Enter>").await;
    assert!(line(&mut desk, "Tout ").trim_end().ends_with("1 000+"), "{}", desk.screen());
    let mut owner = database.owner().await;
    owner
        .execute(
            "insert into guichet.saved_view (person_id, name, queue, filter, sort, descending)
             select id, 'De demain', 'all', 'mood:grumpy', 'since', false from guichet.person where login = 'sophie.aubry'",
        )
        .await
        .unwrap();
    owner.execute("select pg_notify('guichet', '')").await.unwrap();
    desk.until(|model| model.queues.views.len() == 2).await;
    desk.settle().await;
    desk.keys(":vue de demain<Enter>").await;
    assert!(desk.said().contains("mood"), "{}", desk.said());
    desk.keys(":vue inconnue<Enter>").await;
    assert_eq!(desk.said(), "Aucune vue à vous ne s’appelle « inconnue ».");
    desk.keys(":vue enregistrer supprimer tout<Enter>").await;
    assert!(desk.said().contains("ne convient pas"), "{}", desk.said());
    desk.keys(":vue partager Tout NULLE<Enter>").await;
    assert!(desk.said().contains("Aucun centre à vous n’a le code « NULLE »"), "{}", desk.said());
}
