//! The benches' harness: its percentiles, its promises, its arguments and what it writes.

use std::process::ExitCode;
use std::time::Duration;

use crate::bench_support::{Bench, Case, Key, Wish};

const PAGE: Key = Key { case: "page", role: Some("clerk5"), rows: Some(130_000) };
const COUNTS: Key = Key { case: "counts", role: None, rows: None };

fn wish(arguments: &[&str]) -> Result<Wish, String> {
    Wish::read(arguments.iter().map(|argument| (*argument).to_owned()))
}

fn measured(case: &mut Case) -> Result<(), String> {
    case.samples = (1..=200).rev().map(Duration::from_millis).collect();
    Ok(())
}

/// Runs a bench in a folder of its own; gives its report, whether it passed, and what it wrote.
fn run(arguments: &[&str], promised: &[Key], body: impl FnOnce(&mut Bench)) -> (String, bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = Bench::new("queue", wish(arguments).unwrap(), promised, &folder.path().join("bench"));
    body(&mut bench);
    let (text, passed) = bench.finish();
    (text, passed, std::fs::read_to_string(folder.path().join("bench/queue.jsonl")).unwrap())
}

#[test]
fn percentiles_are_of_the_nearest_rank() {
    let of = |count: u64, share| {
        let samples = (1..=count).rev().map(Duration::from_millis).collect();
        Case { samples, ..Case::default() }.percentile_ms(share)
    };
    assert_eq!(of(0, 0.5), None);
    assert_eq!((of(1, 0.5), of(1, 0.99)), (Some(1.0), Some(1.0)));
    assert_eq!((of(4, 0.5), of(5, 0.5)), (Some(2.0), Some(3.0)));
    assert_eq!((of(100, 0.99), of(200, 0.99), of(500, 0.99)), (Some(99.0), Some(198.0), Some(495.0)));
}

#[test]
fn each_case_is_a_row_and_an_object_with_the_figures_that_apply() {
    let (text, passed, written) = run(&[], &[PAGE, COUNTS], |bench| {
        let median = bench.run(PAGE, measured).unwrap();
        bench.run(COUNTS, |case| {
            (case.bytes, case.per_second, case.ratio) = (Some(64), Some(2000.4), Some(median / 80.0));
            Ok::<_, String>(())
        });
    });
    assert!(passed, "{text}");
    assert_eq!(
        text,
        "queue\n\
         \x20 case    role      rows  median ms   p99 ms   max ms  bytes  per second  ratio\n\
         \x20 page    clerk5  130000    100.000  198.000  200.000\n\
         \x20 counts                                                  64        2000   1.25\n"
    );
    assert_eq!(
        written,
        "{\"bench\":\"queue\",\"case\":\"page\",\"role\":\"clerk5\",\"rows\":130000,\"median_ms\":100.0,\"p99_ms\":198.0,\"max_ms\":200.0}\n\
         {\"bench\":\"queue\",\"case\":\"counts\",\"bytes\":64,\"per_second\":2000.4,\"ratio\":1.25}\n"
    );
}

#[test]
fn a_promise_that_is_not_kept_is_a_failure() {
    let failed = |promised: &[Key], body: fn(&mut Bench) -> Option<f64>| {
        let (text, passed, _) = run(&[], promised, |bench| {
            body(bench);
        });
        assert!(!passed, "{text}");
        text.lines().filter_map(|line| line.strip_prefix("FAILED ")).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(failed(&[PAGE, COUNTS], |bench| bench.run(COUNTS, measured)), "page/clerk5/130000: missing");
    assert_eq!(failed(&[], |bench| bench.run(COUNTS, measured)), "counts: measured but not promised");
    assert_eq!(failed(&[COUNTS, COUNTS], |bench| bench.run(COUNTS, measured)), "counts: promised twice");
    assert_eq!(
        failed(&[COUNTS], |bench| bench.run(COUNTS, measured).and(bench.run(COUNTS, measured))),
        "counts: measured twice"
    );
    assert_eq!(
        failed(&[COUNTS], |bench| bench.run(COUNTS, |_| Err("server gone"))),
        "counts: server gone; counts: missing"
    );
    assert_eq!(
        failed(&[COUNTS], |bench| bench.run(COUNTS, |_| Ok::<_, String>(()))),
        "counts: no figure; counts: missing"
    );
}

#[test]
fn arguments_choose_cases_and_rounds() {
    assert_eq!(wish(&["--bench"]), Ok(Wish::default()));
    assert_eq!(wish(&["--quick", "page", "--bench"]), Ok(Wish { quick: true, filter: Some("page".into()) }));
    assert!(wish(&["--fast"]).unwrap_err().starts_with("--fast: not an argument"));
    assert!(wish(&["page", "counts"]).is_err());

    let mut rounds = 0;
    let (text, passed, written) = run(&["--quick", "clerk5"], &[PAGE, COUNTS], |bench| {
        assert!(bench.wants(PAGE) && !bench.wants(COUNTS));
        bench.run(PAGE, |case| {
            case.time(50, |at| {
                rounds = at + 1;
                Ok::<_, String>(())
            })?;
            assert_eq!(case.samples.len(), 5);
            case.rounds(50, |at| if at < 4 { Ok(Duration::MAX) } else { Err("gone".to_owned()) })
                .map_or_else(|_| Ok::<_, String>(()), |()| Err("went on after an error".to_owned()))
        });
        assert_eq!(bench.run(COUNTS, |_| Err("filtered out, so never run")), None);
    });
    assert!(passed && text.starts_with("queue (quick"), "{text}");
    assert_eq!((rounds, written.lines().count()), (8, 1));
    let (text, passed, _) = run(&["absent"], &[PAGE], |_| {});
    assert!(!passed && text.ends_with("FAILED no case holds \"absent\"\n"), "{text}");
}

#[test]
fn the_main_of_a_bench_refuses_arguments_that_are_not_its_own() {
    let code = Bench::main("proof", ["--fast".to_owned()], &[COUNTS], |bench| {
        bench.run(COUNTS, measured);
        Err("never begun".into())
    });
    assert_eq!(code, ExitCode::FAILURE);
}
