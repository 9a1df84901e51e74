//! What students cost who are asked about far away: a gateway that takes 300 ms a call, a source that is down, what is
//! kept, and a batch.

#[expect(dead_code, reason = "each bench uses its part of what they share")]
#[path = "support/database.rs"]
mod database;
#[path = "support/mod.rs"]
mod harness;

use std::process::ExitCode;
use std::time::Duration;

use database::{Outcome, Server};
use futures_util::stream::{self, StreamExt as _};
use guichet::domain::student::StudentNumber;
use guichet::domain::student::source::Source;
use guichet::runtime::clock;
use guichet::sis::http::{Login, Patience};
use guichet::sis::siscol::RecordsClient;
use guichet::sis::sources::{Records, Sources};
use guichet::store::seed::{self, DemoRole};
use guichet::store::students;
use harness::{Bench, Key, now};
use secrecy::SecretString;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// What a call takes.
const CALL: Duration = Duration::from_millis(300);
const YEAR: i32 = 2026;
const WITHIN: Duration = Duration::from_secs(60);
const HOSTS: u64 = 50_000;
const STUDENTS: usize = 10_000;
/// Questions of the batch that are on their way at once.
const AT_ONCE: usize = 100;
/// Questions about one student.
const QUESTIONS: u32 = 4;

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(3),
    answer: Duration::from_secs(30),
    retries: 0,
    pause: Duration::from_millis(1),
};

const SAMPLES: [(&str, &str); 5] = [
    ("etudiantRef", include_str!("../sis/samples/siscol-apogee-etudiantRef.json")),
    ("infosAdmEtu", include_str!("../sis/samples/siscol-infosAdmEtu.json")),
    ("composantesPrincipalesRef", include_str!("../sis/samples/siscol-composantesPrincipalesRef.json")),
    ("anneesIa", include_str!("../sis/samples/siscol-anneesIa.json")),
    ("etapesByEtudiantAndAnnee", include_str!("../sis/samples/siscol-apogee-etapesByEtudiantAndAnnee.json")),
];

fn records(server: &MockServer) -> Outcome<Records> {
    let login = Login { name: "guichet".to_owned(), password: SecretString::from("bench") };
    Ok(Records::Siscol(Box::new(RecordsClient::new(
        &server.uri(),
        &login,
        Vec::new(),
        PATIENCE,
        clock::now,
    )?)))
}

/// A gateway that knows the student, and takes so long for each call.
async fn knowing() -> MockServer {
    let server = MockServer::start().await;
    for (call, body) in SAMPLES {
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json").set_delay(CALL);
        Mock::given(path(format!("/{call}"))).respond_with(answer).mount(&server).await;
    }
    server
}

/// A gateway that answers so.
async fn saying(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

fn main() -> ExitCode {
    let key = |case| Key { case, role: None, rows: None };
    let batch = Key { case: "batch", role: None, rows: Some(STUDENTS as u64) };
    let promised: Vec<Key> = ["round_trip", "prefill", "prefill_second", "prefill_beside_dead", "kept"]
        .map(key)
        .into_iter()
        .chain([batch])
        .collect();
    Bench::main("sis", std::env::args().skip(1), &promised, |bench| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let number = StudentNumber::parse("22104518").map_err(|wrong| wrong.to_string())?;
        let gateway = runtime.block_on(knowing());
        let one = |at_once| {
            Outcome::Ok(Sources::new(clock::now).with_records(
                Source::SiscolApogee,
                records(&gateway)?,
                at_once,
            ))
        };
        let told = |sources: &Sources| {
            let dossier = runtime.block_on(sources.dossier(&number, None, YEAR, WITHIN));
            if dossier.enrolments.value.is_some() { Ok(()) } else { Err("nothing is told") }
        };
        let round_trip = bench.run(key("round_trip"), |case| {
            let sources = one(4)?;
            case.time(20, |_| Outcome::Ok(runtime.block_on(sources.samples(WITHIN))))
        });
        let ratio = |median: Option<f64>| median.zip(round_trip).map(|(median, trip)| median / trip);
        let sources = one(4)?;
        bench.run(key("prefill"), |case| {
            let timed = case.time(20, |_| told(&sources));
            case.ratio = ratio(case.percentile_ms(0.5));
            timed
        });
        // The first one knows nothing, after as long.
        let nobody = runtime.block_on(saying(ResponseTemplate::new(404).set_delay(CALL)));
        let second = Sources::new(clock::now)
            .with_records(Source::SiscolPcscol, records(&nobody)?, 4)
            .with_records(Source::SiscolApogee, records(&gateway)?, 4);
        bench.run(key("prefill_second"), |case| {
            let timed = case.time(20, |_| told(&second));
            case.ratio = ratio(case.percentile_ms(0.5));
            timed
        });
        // One that failed often is left alone: nobody waits for it.
        let down = runtime.block_on(saying(ResponseTemplate::new(503).set_delay(CALL)));
        bench.run(key("prefill_beside_dead"), |case| {
            let beside = Sources::new(clock::now)
                .with_records(Source::SiscolPcscol, records(&down)?, 4)
                .with_records(Source::SiscolApogee, records(&gateway)?, 4);
            for _ in 0..2 {
                told(&beside)?;
            }
            let timed = case.time(20, |_| told(&beside));
            case.ratio = ratio(case.percentile_ms(0.5));
            Outcome::Ok(timed?)
        });
        if bench.wants(key("kept")) {
            let server = Server::open()?;
            let database = runtime.block_on(server.registry(HOSTS))?;
            let mut conn =
                runtime.block_on(server.person(&database, seed::login_for(DemoRole::Administrator)))?;
            let dossier = runtime.block_on(sources.dossier(&number, None, YEAR, WITHIN));
            runtime.block_on(students::keep(&mut conn, &dossier))?;
            bench.run(key("kept"), |case| {
                case.time(200, |_| runtime.block_on(students::kept(&mut conn, &number, None)))
            });
        }
        bench.run(batch, |case| {
            let sources = one(AT_ONCE)?;
            let numbers: Vec<StudentNumber> = vec![number.clone(); STUDENTS];
            let start = now();
            let asked = numbers.iter().map(|number| sources.dossier(number, Some(YEAR), YEAR, WITHIN));
            let told = runtime.block_on(async {
                stream::iter(asked)
                    .buffer_unordered(AT_ONCE)
                    .filter(|told| std::future::ready(!told.is_partial()))
                    .count()
                    .await
            });
            let took = start.elapsed();
            case.samples.push(took);
            case.per_second = Some(STUDENTS as f64 / took.as_secs_f64());
            // Beside what the questions take that may be on their way at once.
            let least = CALL * QUESTIONS * u32::try_from(STUDENTS / AT_ONCE)?;
            case.ratio = Some(took.as_secs_f64() / least.as_secs_f64());
            if told == STUDENTS { Outcome::Ok(()) } else { Err(format!("{told} were told of").into()) }
        });
        Outcome::Ok(())
    })
}
