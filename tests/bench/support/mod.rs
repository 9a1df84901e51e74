//! The harness of the benches: the cases a bench promises, their figures as a table for people and as one JSON
//! object a case in `target/bench/NAME.jsonl`. A promised case that was not measured is a failure.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde::Serialize;

/// What names a case: no two measured cases of a bench share it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// What is measured.
    pub case: &'static str,
    /// As whom, where it matters.
    pub role: Option<&'static str>,
    /// Over how many rows, where it matters.
    pub rows: Option<u64>,
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.case)?;
        self.role.map_or(Ok(()), |role| write!(out, "/{role}"))?;
        self.rows.map_or(Ok(()), |rows| write!(out, "/{rows}"))
    }
}

/// The figures of one case, filled in while it runs; those that do not apply stay empty.
#[derive(Debug, Default)]
pub struct Case {
    /// One duration a round; the median, the 99th percentile and the longest are theirs.
    pub samples: Vec<Duration>,
    /// The bytes of one round, or held at the peak.
    pub bytes: Option<u64>,
    /// How many a second.
    pub per_second: Option<f64>,
    /// This case over the one it is compared with.
    pub ratio: Option<f64>,
    /// Fewer rounds were asked for.
    pub quick: bool,
}

impl Case {
    /// Runs `round` a few times to warm up, then `rounds` times (a tenth with `--quick`), keeping the duration that
    /// each one gives. The number of the round is passed, warm-up included, so that rounds can differ.
    pub fn rounds<E>(
        &mut self,
        rounds: usize,
        mut round: impl FnMut(usize) -> Result<Duration, E>,
    ) -> Result<(), E> {
        const WARM_UP: usize = 3;
        let rounds = if self.quick { rounds.div_ceil(10) } else { rounds };
        for at in 0..WARM_UP + rounds {
            let elapsed = round(at)?;
            if at >= WARM_UP {
                self.samples.push(elapsed);
            }
        }
        Ok(())
    }

    /// The same, each round's duration being the time that `work` takes.
    pub fn time<T, E>(
        &mut self,
        rounds: usize,
        mut work: impl FnMut(usize) -> Result<T, E>,
    ) -> Result<(), E> {
        self.rounds(rounds, |at| {
            let start = now();
            let made = std::hint::black_box(work(at));
            let elapsed = start.elapsed();
            // What the work made is dropped outside its time.
            made.map(|_| elapsed)
        })
    }

    /// The duration under which this share of the rounds stayed, in milliseconds (nearest rank).
    pub fn percentile_ms(&self, share: f64) -> Option<f64> {
        let mut sorted = self.samples.clone();
        sorted.sort_unstable();
        let rank = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).map(|duration| duration.as_secs_f64() * 1e3)
    }
}

/// The time on the clock that benches measure with.
#[expect(clippy::disallowed_methods, reason = "a bench measures the real clock")]
pub fn now() -> Instant {
    Instant::now()
}

/// One measured case, as it is written.
#[derive(Serialize)]
struct Line {
    bench: String,
    case: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    median_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p99_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per_second: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio: Option<f64>,
}

impl Line {
    fn key(&self) -> Key {
        Key { case: self.case, role: self.role, rows: self.rows }
    }
}

/// What was asked for on the command line of a bench.
#[derive(Debug, Default, PartialEq)]
pub struct Wish {
    /// A tenth of the rounds, to see that the bench works.
    pub quick: bool,
    /// Only the cases whose name holds this.
    pub filter: Option<String>,
}

impl Wish {
    /// Reads the arguments after the program's name; `--bench` is cargo's and means nothing here.
    pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut wish = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--bench" => {}
                "--quick" => wish.quick = true,
                flag if flag.starts_with('-') => {
                    return Err(format!(
                        "{flag}: not an argument of a bench (only --quick and part of a case's name)"
                    ));
                }
                _ if wish.filter.is_some() => {
                    return Err(format!("{argument}: one part of a case's name is enough"));
                }
                _ => wish.filter = Some(argument),
            }
        }
        Ok(wish)
    }
}

/// A bench: it promises its cases, runs them, and ends with its report.
pub struct Bench {
    name: &'static str,
    wish: Wish,
    promised: BTreeSet<Key>,
    lines: Vec<Line>,
    faults: Vec<String>,
    folder: PathBuf,
}

impl Bench {
    /// The whole `main` of a bench: reads the arguments (after the program's name), runs `body`, prints and writes
    /// the report.
    pub fn main(
        name: &'static str,
        arguments: impl IntoIterator<Item = String>,
        promised: &[Key],
        body: impl FnOnce(&mut Self) -> Result<(), Box<dyn std::error::Error>>,
    ) -> ExitCode {
        // cargo keeps a folder for tests and benches inside the target folder, wherever that is.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap_or(Path::new("target"));
        let (text, passed) = match Wish::read(arguments) {
            Ok(wish) => {
                let mut bench = Self::new(name, wish, promised, &target.join("bench"));
                if let Err(error) = body(&mut bench) {
                    bench.faults.push(error.to_string());
                }
                bench.finish()
            }
            Err(fault) => (format!("{fault}\n"), false),
        };
        // Nobody is left to read the report when the output is closed; the exit code still speaks.
        let _ = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
        if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// A bench that writes its figures into `folder`.
    pub fn new(name: &'static str, wish: Wish, promised: &[Key], folder: &Path) -> Self {
        let mut faults = Vec::new();
        let mut keys = BTreeSet::new();
        for key in promised {
            if !keys.insert(*key) {
                faults.push(format!("{key}: promised twice"));
            }
        }
        if wish.filter.as_deref().is_some_and(|part| !keys.iter().any(|key| key.to_string().contains(part))) {
            faults.push(format!("no case holds {:?}", wish.filter.as_deref().unwrap_or_default()));
        }
        Self { name, wish, promised: keys, lines: Vec::new(), faults, folder: folder.to_owned() }
    }

    /// Whether the case is asked for: what prepares it may be skipped when it is not.
    pub fn wants(&self, key: Key) -> bool {
        self.wish.filter.as_deref().is_none_or(|part| key.to_string().contains(part))
    }

    /// Runs a case, unless it is filtered out, and gives its median in milliseconds for a ratio with another.
    pub fn run<E: fmt::Display>(
        &mut self,
        key: Key,
        body: impl FnOnce(&mut Case) -> Result<(), E>,
    ) -> Option<f64> {
        if !self.wants(key) {
            return None;
        }
        if !self.promised.contains(&key) {
            self.faults.push(format!("{key}: measured but not promised"));
        }
        if self.lines.iter().any(|line| line.key() == key) {
            self.faults.push(format!("{key}: measured twice"));
        }
        let mut case = Case { quick: self.wish.quick, ..Case::default() };
        if let Err(error) = body(&mut case) {
            self.faults.push(format!("{key}: {error}"));
            return None;
        }
        let line = Line {
            bench: self.name.to_owned(),
            case: key.case,
            role: key.role,
            rows: key.rows,
            median_ms: case.percentile_ms(0.5),
            p99_ms: case.percentile_ms(0.99),
            max_ms: case.percentile_ms(1.0),
            bytes: case.bytes,
            per_second: case.per_second,
            ratio: case.ratio,
        };
        let median = line.median_ms;
        if median.is_none() && line.bytes.is_none() && line.per_second.is_none() && line.ratio.is_none() {
            self.faults.push(format!("{key}: no figure"));
        } else {
            self.lines.push(line);
        }
        median
    }

    /// Writes the figures, and gives the report with whether every promise was kept.
    pub fn finish(mut self) -> (String, bool) {
        let measured = |key: &Key| self.lines.iter().any(|line| line.key() == *key);
        let missing = self.promised.iter().filter(|key| self.wants(**key) && !measured(key));
        self.faults.extend(missing.map(|key| format!("{key}: missing")).collect::<Vec<_>>());
        if let Err(error) = self.write() {
            self.faults.push(format!("{}: {error}", self.folder.display()));
        }
        let mut text = self.table();
        for fault in &self.faults {
            // Writing into a text cannot fail.
            let _ = writeln!(text, "FAILED {fault}");
        }
        (text, self.faults.is_empty())
    }

    fn write(&self) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let mut text = String::new();
        for line in &self.lines {
            text += &serde_json::to_string(line)?;
            text.push('\n');
        }
        std::fs::write(self.folder.join(format!("{}.jsonl", self.name)), text)
    }

    fn table(&self) -> String {
        const HEAD: [&str; 9] =
            ["case", "role", "rows", "median ms", "p99 ms", "max ms", "bytes", "per second", "ratio"];
        let number = |value: Option<f64>, places: usize| {
            value.map_or(String::new(), |value| format!("{value:.places$}"))
        };
        let whole = |value: Option<u64>| value.map_or(String::new(), |value| value.to_string());
        let mut rows = vec![HEAD.map(str::to_owned)];
        rows.extend(self.lines.iter().map(|line| {
            [
                line.case.to_owned(),
                line.role.unwrap_or_default().to_owned(),
                whole(line.rows),
                number(line.median_ms, 3),
                number(line.p99_ms, 3),
                number(line.max_ms, 3),
                whole(line.bytes),
                number(line.per_second, 0),
                number(line.ratio, 2),
            ]
        }));
        // A column that no case fills is left out.
        let used: Vec<usize> =
            (0..HEAD.len()).filter(|at| rows[1..].iter().any(|row| !row[*at].is_empty())).collect();
        let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
        let mut text =
            format!("{}{}\n", self.name, if self.wish.quick { " (quick: figures mean little)" } else { "" });
        for row in &rows {
            let cells = used.iter().map(|at| {
                let width = width(*at);
                if *at < 2 { format!("{:<width$}", row[*at]) } else { format!("{:>width$}", row[*at]) }
            });
            let line = cells.collect::<Vec<_>>().join("  ");
            text += &format!("  {}\n", line.trim_end());
        }
        text
    }
}
