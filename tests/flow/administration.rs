//! Roles, people and centres at the keyboard: changed by those who may, refused to the others with the reason.

use guichet::app::model::Pane;
use guichet::domain::access::Register;
use guichet::store::seed::DemoRole;
use sqlx::ConnectOptions;

use crate::support::desk::Desk;
use crate::support::server::Database;

/// Goes to the entry with this code, in the register in hand.
async fn to(desk: &mut Desk, code: &str) {
    desk.keys("gg").await;
    while desk.model.administration.code() != Some(code) {
        let at = desk.model.administration.at;
        desk.keys("j").await;
        assert_ne!(desk.model.administration.at, at, "no {code}");
    }
}

async fn held(database: &Database, role: &str) -> bool {
    sqlx::query_scalar(
        "select can_validate from guichet.role_right where role = $1 and function = 'CONVENTION'",
    )
    .bind(role)
    .fetch_one(&mut database.dba().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_right_is_taken_with_two_keys_and_holds_at_once_for_a_desk_that_is_open() {
    let database = Database::university().await;
    let mut clerk = Desk::open(&database, DemoRole::Clerk).await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys("gd").await;
    assert_eq!(desk.model.focus, Pane::Administration);
    to(&mut desk, "GES").await;
    desk.keys("<Right>j<Right><Right><Right><Right>").await;
    desk.keys("<Space>").await;
    assert!(desk.screen().contains("ne pourra plus valider"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert_eq!(desk.said(), "Enregistré.");
    assert!(!held(&database, "GES").await);
    assert_eq!(desk.model.administration.code(), Some("GES"), "the hand stays where it was");
    clerk
        .until(|model| model.person.as_ref().is_some_and(|person| !person.holds("CONVENTION.validate")))
        .await;
    clerk.settle().await;
    clerk.keys("v").await;
    assert!(clerk.said().contains("Il vous manque le droit « valider » (conventions)"), "{}", clerk.said());
    assert!(clerk.said().contains("Aubry"), "who can grant it is told: {}", clerk.said());
    desk.keys("<Space><Enter>").await;
    assert!(held(&database, "GES").await);
    // Out of the details, out of the pane, and the desk is where it was.
    desk.keys("<Esc><Esc>").await;
    assert_eq!(desk.model.focus, Pane::List);
}

#[tokio::test]
async fn somebody_is_added_with_a_password_and_what_is_refused_stays_typed() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    let login = format!("ajout.{}", database.name().replace('_', "-"));
    desk.keys("ge").await;
    desk.keys("a<Enter>").await;
    assert!(desk.screen().contains("Il manque l’identifiant"), "{}", desk.screen());
    desk.keys("Pas un login<Tab>Ajout<Tab>Zoé<Tab><Tab>très secret").await;
    assert!(!desk.screen().contains("très secret") && desk.screen().contains("•••••"), "{}", desk.screen());
    desk.keys("<Enter>").await;
    assert!(desk.screen().contains("« Pas un login » ne convient pas"), "{}", desk.screen());
    desk.keys("<BackTab><BackTab><BackTab><BackTab><C-u>").await;
    desk.keys(&login).await;
    // GES among the roles, SCI among the centres.
    desk.keys("<BackTab><BackTab>").await;
    while !desk.screen().lines().any(|line| line.contains("▸[ ] GES ")) {
        desk.keys("<Down>").await;
    }
    desk.keys("<Space><Tab>").await;
    while !desk.screen().lines().any(|line| line.contains("▸[ ] SCI ")) {
        desk.keys("<Down>").await;
    }
    desk.keys("<Space><Enter>").await;
    assert_eq!(desk.said(), "Enregistré.");
    assert!(desk.model.overlay.is_none());
    let mut newcomer = database.options(&login).password("très secret").connect().await.unwrap();
    let centres: Vec<i32> =
        sqlx::query_scalar("select guichet.my_centres()").fetch_one(&mut newcomer).await.unwrap();
    assert_eq!(centres.len(), 1);
    // The account is closed from the same pane; its connection ends.
    to(&mut desk, &login).await;
    desk.keys("x<Enter>").await;
    assert_eq!(desk.said(), "Enregistré.");
    sqlx::query("select 1").execute(&mut newcomer).await.expect_err("a closed account");
    let drop = format!("drop role \"{login}\"");
    sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut database.dba().await).await.unwrap();
}

#[tokio::test]
async fn a_centre_is_set_by_its_manager_and_by_nobody_else() {
    let database = Database::university().await;
    let mut manager = Desk::open(&database, DemoRole::Manager).await;
    manager.keys("gs").await;
    assert_eq!(manager.model.administration.register, Register::Centres);
    to(&mut manager, "SCI").await;
    manager.keys("<Right>").await;
    let steps = manager.model.administration.centre().unwrap().settings.len();
    for _ in 0..steps {
        manager.keys("j").await;
    }
    manager.keys("<Enter>").await;
    // The circuit in the order in which it is ticked.
    manager.keys("<Space>j<Space>j<Space>").await;
    manager.keys("k<Space>kk<Space><Enter>").await;
    assert_eq!(manager.said(), "Enregistré.", "{}", manager.screen());
    let centre = manager.model.administration.centre().unwrap().clone();
    assert!(!centre.steps.is_empty());
    let place = centre.settings.iter().position(|(name, _)| name == "alert_days").unwrap();
    manager.keys("gg").await;
    for _ in 0..place {
        manager.keys("j").await;
    }
    manager.keys("<Enter><C-u>beaucoup<Enter>").await;
    assert!(manager.screen().contains("« beaucoup » ne convient pas"), "{}", manager.screen());
    manager.keys("<C-u>12<Enter>").await;
    assert_eq!(manager.model.administration.centre().unwrap().setting("alert_days"), Some("12"));

    let mut clerk = Desk::open(&database, DemoRole::Clerk).await;
    clerk.keys("gs<Right><Enter>").await;
    assert!(clerk.model.overlay.is_none());
    assert!(clerk.said().contains("« modifier » (paramétrage des centres)"), "{}", clerk.said());
}

#[tokio::test]
async fn the_establishment_is_set_by_an_administrator() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys("gt<Right>").await;
    assert!(desk.screen().contains("l’année universitaire commence"), "{}", desk.screen());
    let here = desk.model.administration.centre().unwrap().clone();
    let place = here.settings.iter().position(|(name, _)| name == "student_hosts_active").unwrap();
    for _ in 0..place {
        desk.keys("j").await;
    }
    desk.keys("<Enter>gg<Up><Space><Enter>").await;
    assert_eq!(desk.said(), "Enregistré.", "{}", desk.screen());
    assert_eq!(desk.model.administration.centre().unwrap().setting("student_hosts_active"), Some("true"));
    desk.keys("<Esc>a").await;
    assert!(desk.said().contains("qu’un établissement"), "{}", desk.said());
    let mut manager = Desk::open(&database, DemoRole::Manager).await;
    manager.keys("gt<Right><Enter>").await;
    assert!(manager.said().contains("droit"), "{}", manager.said());
}

#[tokio::test]
async fn entries_are_searched_and_roles_of_ones_own_come_and_go() {
    let database = Database::university().await;
    let mut desk = Desk::open(&database, DemoRole::Administrator).await;
    desk.keys(":personnes<Enter>/delattre<Enter>").await;
    assert_eq!(desk.model.administration.code(), Some("marc.delattre"));
    desk.keys("<Esc>").await;
    assert!(desk.model.administration.shown().len() > 5, "Esc shows everything again");
    desk.keys("gd").await;
    to(&mut desk, "RESP_GES").await;
    desk.keys("aBUREAU<Tab>Bureau des stages<Enter>").await;
    to(&mut desk, "BUREAU").await;
    assert!(desk.screen().contains("Bureau des stages"));
    desk.keys("x<Enter>").await;
    assert_eq!(desk.said(), "Enregistré.");
    desk.keys("ggx").await;
    assert!(desk.model.overlay.is_none(), "a standard role stays");
    assert!(desk.said().contains("propre à l’établissement"), "{}", desk.said());
}
