//! Repeats a call and measures it, as `worker.py` does for Python.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::Outcome;

/// How long or how often a call is repeated.
pub enum Budget {
    Seconds(f64),
    Calls(u32),
}

impl Budget {
    pub fn parse(option: &str, amount: &str) -> Outcome<Self> {
        match option {
            "--seconds" => Ok(Self::Seconds(amount.parse()?)),
            "--calls" => Ok(Self::Calls(amount.parse()?)),
            _ => Err(format!("expected --seconds or --calls, got {option}").into()),
        }
    }
}

/// Measures CPU and wall time since its start.
pub struct Clock {
    cpu: Duration,
    wall: Instant,
}

impl Clock {
    pub fn start() -> Self {
        Self { cpu: cpu(), wall: Instant::now() }
    }

    /// Prints the measurements of the calls, and the memory use of the process.
    pub fn report(&self, calls: u32) {
        let (cpu, wall) = (cpu().saturating_sub(self.cpu).as_secs_f64(), self.wall.elapsed().as_secs_f64());
        let (peak, resident) = (memory("VmHWM"), memory("VmRSS"));
        println!(
            "{{\"calls\": {calls}, \"cpu\": {cpu}, \"wall\": {wall}, \"peak\": {peak}, \"resident\": {resident}, \
             \"read\": null}}"
        );
    }
}

/// User and system time of the whole process.
fn cpu() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().expect("CPU time is positive")
}

/// A field of the process's status, in KiB. The peak is that of this program only, while the peak of
/// `getrusage` may be that of the parent process.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Makes calls to open connections, fill caches and load code.
pub fn warm(budget: &Budget, each: u32, mut once: impl FnMut() -> Outcome) -> Outcome {
    match budget {
        Budget::Calls(_) => once(),
        Budget::Seconds(seconds) => repeat(&Budget::Seconds(seconds / 4.0), each, &mut once).map(|_| ()),
    }
}

/// Makes calls and prints the measurements.
pub fn run(budget: &Budget, each: u32, mut once: impl FnMut() -> Outcome) -> Outcome {
    let clock = Clock::start();
    let calls = repeat(budget, each, &mut once)?;
    clock.report(calls);
    Ok(())
}

fn repeat(budget: &Budget, each: u32, once: &mut impl FnMut() -> Outcome) -> Outcome<u32> {
    let start = Instant::now();
    let mut calls = 0;
    loop {
        once()?;
        calls += each;
        let done = match budget {
            Budget::Seconds(seconds) => start.elapsed().as_secs_f64() >= *seconds,
            Budget::Calls(limit) => calls >= *limit,
        };
        if done {
            return Ok(calls);
        }
    }
}
