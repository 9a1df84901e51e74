//! What amendments cost whoever reads lists, and how fast they are triaged: the first page of files with and without them,
//! pages of those that wait, one amendment read, a difference of long texts computed and drawn, and a long history drawn.

#[expect(dead_code, reason = "each bench uses its part of what they share")]
#[path = "support/database.rs"]
mod database;
#[path = "support/mod.rs"]
mod harness;

use std::process::ExitCode;

use chrono::NaiveDate;
use database::{Outcome, Server};
use guichet::app::keymap::Keymap;
use guichet::app::model::{Model, Pane};
use guichet::app::overlay::{Overlay, ReaderBox, ReaderText};
use guichet::config::{keymap, theme};
use guichet::domain::access::Person;
use guichet::domain::act::{Change, HistoryEntry};
use guichet::domain::filter::{Column, Op, Term};
use guichet::domain::form::Value;
use guichet::domain::queue::Queue;
use guichet::domain::row::{Row, Sort, SortColumn};
use guichet::domain::sheet::{Review, Sheet};
use guichet::i18n::{Lang, Texts};
use guichet::store::lists::{self, From, Wanted};
use guichet::store::{amendments, files, people};
use guichet::ui;
use harness::{Bench, Key, now};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sqlx::PgConnection;
use tokio::runtime::Runtime;

const SIZES: [u32; 2] = [130_000, 1_300_000];
const ROLES: [&str; 3] = ["clerk5", "mid60", "all200"];
const ROWS: i64 = 50;
const ROUNDS: usize = 200;
/// Characters of the texts that are compared.
const LONG: usize = 30_000;
/// Entries of a long history, and sentences of each of its texts: some 2 000 characters.
const ENTRIES: i32 = 500;
const LONG_FIELD: usize = 70;

fn key(case: &'static str, role: &'static str, size: u32) -> Key {
    Key { case, role: Some(role), rows: Some(size.into()) }
}

const DIFF: Key = Key { case: "diff_30000", role: None, rows: None };
const REWRITTEN: Key = Key { case: "diff_30000_rewritten", role: None, rows: None };
const HISTORY: Key = Key { case: "history_500", role: None, rows: None };
const CASES: [&str; 6] =
    ["page_plain", "page_amended", "triage_first", "triage_by_host", "triage_filtered", "read_one"];

fn main() -> ExitCode {
    let sizes = if database::is_quick() { &SIZES[..1] } else { &SIZES };
    let mut promised = vec![DIFF, REWRITTEN, HISTORY];
    for &size in sizes {
        promised.extend(ROLES.iter().flat_map(|role| CASES.iter().map(|case| key(case, role, size))));
    }
    Bench::main("amendments", std::env::args().skip(1), &promised, |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let server = Server::open()?;
        for &size in sizes {
            if !ROLES.iter().any(|role| CASES.iter().any(|case| bench.wants(key(case, role, size)))) {
                continue;
            }
            let plain = runtime.block_on(server.university(size))?;
            let amended = runtime.block_on(server.amended(size))?;
            for role in ROLES {
                let mut before = runtime.block_on(Reader::open(&runtime, &server, &plain, role))?;
                let mut reader = runtime.block_on(Reader::open(&runtime, &server, &amended, role))?;
                reader.measure(bench, &mut before, role, size)?;
            }
        }
        if [DIFF, REWRITTEN, HISTORY].into_iter().any(|key| bench.wants(key)) {
            let small = runtime.block_on(server.amended(SIZES[0]))?;
            let mut reader = runtime.block_on(Reader::open(&runtime, &server, &small, "all200"))?;
            reader.differences(bench)?;
        }
        Ok(())
    })
}

/// Somebody who reads lists.
struct Reader<'a> {
    runtime: &'a Runtime,
    conn: PgConnection,
    person: Person,
    today: NaiveDate,
}

impl<'a> Reader<'a> {
    async fn open(runtime: &'a Runtime, server: &Server, database: &str, role: &str) -> Outcome<Self> {
        let mut conn = server.person(database, role).await?;
        let (person, today) = people::whoami(&mut conn).await?.ok_or("a stranger")?;
        Ok(Self { runtime, conn, person, today })
    }

    fn page(&mut self, queue: Queue, terms: &[Term], column: SortColumn) -> Result<Vec<Row>, sqlx::Error> {
        let shape = queue.shape(self.today);
        let sort = Sort { column, descending: false };
        let wanted = Wanted { shape: &shape, terms, sort, scope: &self.person.scope };
        self.runtime.block_on(lists::page(&mut self.conn, &wanted, From::Top, ROWS))
    }

    fn measure(&mut self, bench: &mut Bench, plain: &mut Self, role: &'static str, size: u32) -> Outcome<()> {
        let mut ideal = None;
        bench.run(key("page_plain", role, size), |case| {
            let run = case.time(ROUNDS, |_| plain.page(Queue::Signed, &[], SortColumn::Start));
            ideal = case.percentile_ms(0.5);
            run
        });
        bench.run(key("page_amended", role, size), |case| {
            let run = case.time(ROUNDS, |_| self.page(Queue::Signed, &[], SortColumn::Start));
            case.ratio = case.percentile_ms(0.5).zip(ideal).map(|(median, ideal)| median / ideal);
            run
        });
        bench.run(key("triage_first", role, size), |case| {
            case.time(ROUNDS, |_| self.page(Queue::Amendments, &[], SortColumn::Start))
        });
        bench.run(key("triage_by_host", role, size), |case| {
            case.time(ROUNDS, |_| self.page(Queue::Amendments, &[], SortColumn::Organisation))
        });
        let pays = [Term { column: Column::Amends, op: Op::Eq, value: "gratification".into(), not: false }];
        bench.run(key("triage_filtered", role, size), |case| {
            case.time(ROUNDS, |_| self.page(Queue::Amendments, &pays, SortColumn::Start))
        });
        let waiting = self.page(Queue::Amendments, &[], SortColumn::Start)?;
        if waiting.is_empty() {
            return Err(format!("{role} has no amendment to read among {size} conventions").into());
        }
        bench.run(key("read_one", role, size), |case| {
            case.time(ROUNDS, |at| {
                let row = &waiting[at % waiting.len()];
                let amendment = row.amendment.as_ref().map_or(0, |one| one.id);
                self.runtime.block_on(amendments::sheet(&mut self.conn, amendment, None))
            })
        });
        Ok(())
    }

    /// An amendment of a long text, computed and drawn: some words in each sentence, then all of it.
    fn differences(&mut self, bench: &mut Bench) -> Outcome<()> {
        let row =
            self.page(Queue::Amendments, &[], SortColumn::Start)?.into_iter().next().ok_or("no amendment")?;
        let amendment = row.amendment.as_ref().map_or(0, |one| one.id);
        let (sheet, review, facts) = self.runtime.block_on(async {
            let sheet = files::sheet(&mut self.conn, row.id).await?;
            let review = amendments::sheet(&mut self.conn, amendment, None).await?;
            let facts = files::facts(&mut self.conn, &[row.id]).await?.pop();
            Ok::<_, sqlx::Error>((sheet, review, facts))
        })?;
        let (sheet, mut review) = sheet.zip(review).ok_or("it is not there")?;
        let sentence =
            |at: usize, word: &str| format!("Mesure {at} du bruit de la salle {word}, avec deux capteurs. ");
        let text = |word: &dyn Fn(usize) -> &'static str| {
            (0..)
                .map(|at| sentence(at, word(at)))
                .scan(0, |length, next| {
                    *length += next.chars().count();
                    (*length <= LONG).then_some(next)
                })
                .collect::<String>()
        };
        let old = text(&|_| "sèche");
        let (some, all) = (
            text(&|at| if at % 3 == 0 { "humide" } else { "sèche" }),
            text(&|_| "chaude").replace("bruit", "vent"),
        );
        for (key, new) in [(DIFF, some), (REWRITTEN, all)] {
            review.before.values.insert("subject".into(), Value::from(old.as_str()));
            review.after.values.insert("subject".into(), Value::from(new.as_str()));
            let looked_at =
                Review { sheet: review.clone(), facts: facts.as_ref().map(|known| known.facts.clone()) };
            let sheet = Sheet { review: Some(Box::new(looked_at)), ..sheet.clone() };
            draws(bench, key, desk(row.clone(), sheet)?)?;
        }
        let mut model = desk(row, sheet)?;
        let text = |seq: i32, word: &str| {
            (0..LONG_FIELD).map(|at| format!("Tâche {at} de {seq}, {word}. ")).collect::<String>()
        };
        let entries: Vec<HistoryEntry> = (1..=ENTRIES)
            .map(|seq| {
                let (from, to) = (Some(text(seq, "à préciser")), Some(text(seq + 1, "précisée")));
                HistoryEntry {
                    seq,
                    at: model.now,
                    by: Some("Inès Benali".to_owned()),
                    verb: "edit".to_owned(),
                    changes: vec![Change { field: "tasks".to_owned(), from, to, masked: false }],
                    reason: None,
                }
            })
            .collect();
        let text = ReaderText::History(entries.into());
        model.overlay = Some(Overlay::Reader(ReaderBox { text, subject: None, loading: None, scroll: 0 }));
        draws(bench, HISTORY, model)
    }
}

/// How long a frame of this desk takes.
fn draws(bench: &mut Bench, key: Key, mut model: Model) -> Outcome<()> {
    let theme = ui::theme::Theme::new(&theme::Theme::load("dark", None)?, theme::Depth::Indexed);
    bench.run(key, |case| {
        case.rounds(ROUNDS, |_| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
            let start = now();
            let (drawn, _) = ui::view(&model, &theme, &mut buffer);
            let elapsed = start.elapsed();
            model.drawn = std::hint::black_box(drawn);
            Ok::<_, String>(elapsed)
        })
    });
    Ok(())
}

/// A desk on which an amendment is looked at.
fn desk(row: Row, sheet: Sheet) -> Outcome<Model> {
    let keys = Keymap::build(&keymap::load("default", None, None)?).map_err(|_| "the key map we ship")?;
    let at = guichet::runtime::clock::now();
    let mut model = Model::new(Texts::of(Lang::Fr), keys, "default", "dark", at);
    model.size = (120, 40);
    model.focus = Pane::File;
    model.list.queue = Queue::Amendments;
    model.list.is_loaded = true;
    model.list.rows = vec![row];
    model.file.wanted = Some(sheet.subject());
    model.file.sheet = Some(sheet);
    Ok(model)
}
