//! The real program, its own lines and the terminal's echo: the whole job in a terminal that is no screen, and through
//! pipes. Nothing but lines is ever sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use guichet::store::seed::{DemoRole, login_for};
use rustix::process::Signal;

use crate::support::pty::{Launch, Outcome, Pty};
use crate::support::server::Database;

/// Longer than anything takes, even on a busy machine.
const SOON: Duration = Duration::from_secs(20);

/// A desk in a terminal tall enough that nothing scrolls away, once its list has been read out.
fn open(database: &Database, home: &tempfile::TempDir, arguments: &[&str], term: &str) -> Outcome<Pty> {
    open_as(DemoRole::Clerk, database, home, arguments, term)
}

fn open_as(
    role: DemoRole,
    database: &Database,
    home: &tempfile::TempDir,
    arguments: &[&str],
    term: &str,
) -> Outcome<Pty> {
    let pty = Launch::guichet()
        .args(arguments)
        .env("DATABASE_URL", database.url(login_for(role)))
        .env("HOME", home.path())
        .env("LANG", "fr_FR.UTF-8")
        .env("TERM", term)
        .size(400, 900)
        .spawn()?;
    pty.wait_text("Entrée lit le dossier", SOON)?;
    Ok(pty)
}

/// Everything said since a line was typed, with plain spaces, once it holds these words.
fn say(pty: &Pty, line: &str, wanted: &str) -> Outcome<String> {
    let before = said(&pty.screen().text());
    pty.send(&format!("{line}\n"))?;
    let since = |text: &str| said(text).strip_prefix(before.trim_end()).map(str::to_owned);
    let holds = |screen: &vt100::Screen| since(&screen.contents()).is_some_and(|text| text.contains(wanted));
    pty.wait(holds, &format!("{wanted:?} after {line:?}"), SOON)?;
    Ok(since(&pty.screen().text()).unwrap_or_default())
}

fn said(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").replace('\u{a0}', " ").trim_end().to_owned()
}

/// The number in "n° 28413, BENALI Inès".
fn number(text: &str) -> String {
    let after = text.rsplit("n° ").next().unwrap_or_default();
    after.chars().take_while(char::is_ascii_digit).collect()
}

/// The number in "Dossier 28413, BENALI Inès".
fn file(text: &str) -> String {
    let after = text.rsplit("Dossier ").next().unwrap_or_default();
    after.chars().take_while(char::is_ascii_digit).collect()
}

/// Reads files until one has nothing against it.
fn to_a_clear_file(pty: &Pty, first: &str) -> Outcome<String> {
    let mut heard = say(pty, first, "Entrée lit la suite")?;
    while !heard.contains("Aucun constat") {
        heard = say(pty, ">", "Entrée lit la suite")?;
    }
    Ok(heard)
}

#[tokio::test]
async fn the_whole_job_in_a_terminal_that_is_no_screen() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    // Nothing asks for lines: the terminal does.
    let pty = open(&database, &home, &[], "dumb")?;

    // Open, read, validate, and the next file is read at once.
    let heard = to_a_clear_file(&pty, "")?;
    let validated = file(&heard);
    say(&pty, "v", "Entrée confirme")?;
    say(&pty, "non", "Renoncé")?;
    say(&pty, "v", "Entrée confirme")?;
    let heard = say(&pty, "", "Entrée lit la suite")?;
    assert!(heard.contains(&format!("n° {validated} : validée")), "{heard}");
    let next = file(&heard);
    assert_ne!(next, validated);

    // Return with two reasons and words, the file that is read now.
    say(&pty, "1", "début")?;
    say(&pty, "r", "Aucun motif coché.")?;
    say(&pty, "1 3", "Motifs cochés : 1, 3.")?;
    say(&pty, "Merci de préciser.", "En clair : Merci de préciser.")?;
    let heard = say(&pty, "", &format!("n° {next} : mise à corriger"))?;
    assert!(!heard.contains("erreur"), "{heard}");
    pty.wait_text("Dossier", SOON)?;

    // Undo both.
    say(&pty, "liste", " sur ")?;
    say(&pty, "u", "Entrée confirme")?;
    say(&pty, "", &format!("n° {next} : action défaite"))?;
    say(&pty, "u", "Entrée confirme")?;
    say(&pty, "", &format!("n° {validated} : action défaite"))?;

    // Many at once, on marks.
    say(&pty, "gg", "1 sur ")?;
    say(&pty, "espace", "1 dossier marqué.")?;
    say(&pty, "espace", "2 dossiers marqués.")?;
    say(&pty, "espace", "3 dossiers marqués.")?;
    say(&pty, "r", "Mettre à corriger, 3 conventions")?;
    say(&pty, "2", "Motifs cochés : 2.")?;
    say(&pty, "", "Entrée confirme")?;
    say(&pty, "", "3 faites")?;

    // A note, a history, a filter, a student, the queues.
    say(&pty, "n", "Tapez le texte")?;
    say(&pty, "À rappeler lundi", "Entrée envoie")?;
    say(&pty, "", "note ajoutée")?;
    say(&pty, "h", "Historique")?;
    say(&pty, "échap", "Fermé.")?;
    say(&pty, "/début:>=01/01/2020", "filtre « début:>=01/01/2020 »")?;
    let found = say(&pty, &format!(":{validated}"), "Entrée l’ouvre")?;
    assert_eq!(number(&found), validated);
    say(&pty, "", &format!("Dossier {validated}"))?;
    say(&pty, "files", "Un numéro ouvre la file.")?;
    say(&pty, "tout-à-fait", "Aucune commande ne s’appelle")?;

    pty.send("q\n")?;
    assert!(pty.wait_exit(SOON)?.success());
    assert_eq!(pty.frames(), 0, "nothing is drawn");
    assert_eq!(pty.leftovers(), [""; 0]);
    Ok(())
}

/// How many steps have ever been done.
async fn validations(database: &Database) -> i64 {
    sqlx::query_scalar("select count(*) from guichet.history where verb = 'validate'")
        .fetch_one(&mut database.dba().await)
        .await
        .expect("the history")
}

#[tokio::test]
async fn what_was_typed_before_a_file_was_read_does_not_reach_it() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let before = validations(&database).await;
    let pty = open(&database, &home, &["--linear"], "xterm-256color")?;
    // All at once: the file opens, but nobody has heard it when the act is typed.
    pty.send("\nv\n\n")?;
    pty.wait(|screen| said(&screen.contents()).contains("Affichez d’abord le dossier"), "a refusal", SOON)?;
    say(&pty, "liste", " sur ")?;
    // Neither does a yes reach a question about many that was not heard.
    pty.send("*\nv\n\n")?;
    pty.wait_text("Entrée confirme", SOON)?;
    pty.wait_text("écoutez-le", SOON)?;
    say(&pty, "non", "Renoncé")?;
    assert_eq!(validations(&database).await, before);
    Ok(())
}

#[tokio::test]
async fn idle_it_says_nothing_and_what_matters_is_one_line() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let pty = open(&database, &home, &["--linear"], "dumb")?;
    pty.bytes_during(Duration::from_millis(300));
    assert_eq!(pty.bytes_during(Duration::from_secs(3)), 0);
    let before = said(&pty.screen().text()).lines().count();
    sqlx::query(
        "select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()",
    )
    .fetch_all(&mut database.dba().await)
    .await
    .expect("the sessions end");
    pty.wait_text("Connexion rétablie.", SOON)?;
    let text = said(&pty.screen().text());
    assert_eq!(text.lines().count(), before + 2, "{text}");
    Ok(())
}

#[tokio::test]
async fn ctrl_c_steps_out_and_loses_nothing_and_the_end_of_the_terminal_ends_it() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let mut pty = open(&database, &home, &["--linear"], "dumb")?;
    say(&pty, "n", "Tapez le texte")?;
    say(&pty, "à finir", "Entrée envoie")?;
    pty.send("\x03")?;
    pty.wait_text("votre texte est gardé", SOON)?;
    say(&pty, "n", "Note : à finir")?;
    pty.kill(Signal::INT)?;
    say(&pty, "", "Entrée lit la suite")?;
    pty.close_master()?;
    pty.wait_exit(Duration::from_secs(3))?;
    Ok(())
}

#[tokio::test]
async fn a_password_is_not_shown_and_everything_else_is() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let pty = open_as(DemoRole::Administrator, &database, &home, &["--linear"], "dumb")?;
    say(&pty, "g e", "Personnes")?;
    say(&pty, "a", "5 : mot de passe : vide")?;
    say(&pty, "jean.petit", "1 : identifiant : jean.petit")?;
    say(&pty, "5", "Le texte va à : mot de passe")?;
    pty.send("tres-secret\n")?;
    pty.wait_text("5\u{a0}: mot de passe\u{a0}: tapé", SOON)?;
    assert!(!pty.screen().text().contains("tres-secret"), "{}", pty.screen().text());
    say(&pty, "échap", "Renoncé")?;
    let heard = say(&pty, "xyz", "Aucune commande")?;
    assert!(heard.trim_start().starts_with("xyz"), "the echo is back: {heard}");
    pty.send("\x04")?;
    pty.wait_exit(SOON)?;
    assert_eq!(pty.leftovers(), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn ctrl_d_leaves() -> Outcome<()> {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let pty = open(&database, &home, &["--linear"], "dumb")?;
    pty.send("\x04")?;
    assert!(pty.wait_exit(SOON)?.success());
    assert_eq!(pty.leftovers(), [""; 0]);
    Ok(())
}

/// A desk at the other end of two pipes.
struct Piped {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    heard: Vec<String>,
}

impl Piped {
    fn open(database: &Database, home: &tempfile::TempDir, lang: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
            .arg("--linear")
            .env_clear()
            .env("DATABASE_URL", database.url(login_for(DemoRole::Clerk)))
            .env("HOME", home.path())
            .env("LANG", lang)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let output = child.stdout.take().expect("its output");
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut line = String::new();
            while output.read_line(&mut line).is_ok_and(|length| length > 0) {
                if sender.send(std::mem::take(&mut line)).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Self { child, input, lines, heard: Vec::new() }
    }

    fn say(&mut self, line: &str) {
        let input = self.input.as_mut().expect("an open input");
        input.write_all(format!("{line}\n").as_bytes()).expect("the program reads");
    }

    /// Waits for a line that holds these words.
    fn hear(&mut self, wanted: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(SOON).unwrap_or_else(|_| {
                panic!("no {wanted:?} in\n{}", self.heard.concat());
            });
            let line = line.replace('\u{a0}', " ");
            self.heard.push(line.clone());
            if line.contains(wanted) {
                return line;
            }
        }
    }

    /// Closes the input and waits for the end.
    fn end(mut self) -> (bool, String) {
        self.input = None;
        let ended = self.child.wait().expect("an end").success();
        self.heard.extend(self.lines.iter());
        (ended, self.heard.concat())
    }
}

#[tokio::test]
async fn through_pipes_a_file_is_validated_and_the_end_of_the_input_is_the_end() {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let mut desk = Piped::open(&database, &home, "fr_FR.UTF-8");
    desk.hear("Entrée lit le dossier");
    desk.say("");
    loop {
        desk.hear("Dossier");
        let findings = desk.hear("Contrôles");
        desk.hear("Entrée lit la suite");
        if findings.contains("Aucun constat") {
            break;
        }
        desk.say(">");
    }
    desk.say("v");
    desk.hear("Entrée confirme");
    desk.say("");
    desk.hear(": validée");
    let (ended, heard) = desk.end();
    assert!(ended, "{heard}");
    assert!(!heard.contains('\u{1b}'), "nothing but lines: {heard}");
}

#[tokio::test]
async fn without_utf_8_only_ascii_is_said() {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let mut desk = Piped::open(&database, &home, "C");
    desk.hear("Entree lit le dossier");
    desk.say("");
    desk.hear("Entree lit la suite");
    let (ended, heard) = desk.end();
    assert!(ended && heard.is_ascii(), "{heard}");
}

#[tokio::test]
async fn a_reader_that_has_gone_ends_it_quietly() {
    let database = Database::university().await;
    let home = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
        .arg("--linear")
        .env_clear()
        .env("DATABASE_URL", database.url(login_for(DemoRole::Clerk)))
        .env("HOME", home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().expect("its errors").read_to_string(&mut said).expect("text");
    assert!(child.wait().expect("an end").success());
    assert_eq!(said, "");
}
