//! What a program in a terminal costs the machine, read from `/proc`.

use std::time::Duration;

use super::trouble::refused;
use super::{Outcome, Pty};

impl Pty {
    /// The processor time that the program has used, all threads together, in steps of 10 ms.
    pub fn cpu_time(&self) -> Outcome<Duration> {
        let stat = std::fs::read_to_string(self.about("stat"))?;
        // The name in parentheses may hold spaces; user and system time are the 14th and 15th fields.
        let fields =
            stat.rsplit_once(')').map(|(_, fields)| fields).ok_or_else(|| refused("no fields in stat"))?;
        let ticks = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(str::parse::<u64>)
            .sum::<Result<u64, _>>()
            .map_err(refused)?;
        Ok(Duration::from_millis(ticks * 10))
    }

    /// The most memory that the program has held, in bytes.
    pub fn peak_memory(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(self.about("status"))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .ok_or_else(|| refused("no VmHWM in status"))?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>().map_err(refused)? * 1024)
    }

    /// How often the program has been woken up: every time one of its threads was given the processor.
    pub fn wake_ups(&self) -> Outcome<u64> {
        let mut woken = 0;
        for thread in std::fs::read_dir(self.about("task"))? {
            let status = std::fs::read_to_string(thread?.path().join("status"))?;
            for line in status.lines().filter(|line| line.contains("voluntary_ctxt_switches:")) {
                let count = line.rsplit(':').next().unwrap_or_default();
                woken += count.trim().parse::<u64>().map_err(refused)?;
            }
        }
        Ok(woken)
    }

    fn about(&self, what: &str) -> String {
        format!("/proc/{}/{what}", self.pid.as_raw_nonzero())
    }
}
