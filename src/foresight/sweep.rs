//! Many variants of a scenario on all cores. A sweep keeps scores only.
//!
//! Threads are made for each batch: a pool would be left without threads in a forked process, such as
//! a worker of `concurrent.futures`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::error::{Error, Result};
use super::plan::Plan;
use super::run::{Workspace, run};
use super::scenario::Scenario;
use super::schema::item::{Item, MOST, Path};
use super::schema::json::{self, Node};
use super::score::{Counter, Score, Side};
use super::variant::{Base, Noise, Pointer};

#[derive(Debug)]
pub struct Sweep {
    base: Base,
    pointers: Vec<Pointer>,
    scores: Vec<Score>,
    seeds: Vec<Seed>,
    launch_noise: f64,
}

/// The series of a seed; `None` for those of the scenario.
#[derive(Debug)]
struct Seed {
    number: u64,
    series: Option<Vec<Arc<[f64]>>>,
}

/// A variant that is not a valid scenario.
#[derive(Debug)]
pub struct Invalid {
    pub variant: usize,
    pub error: Error,
}

impl Sweep {
    /// Read pointers and scores from JSON. Without seeds there is one run a variant, without noise.
    pub fn new(base: Base, pointers: &str, scores: &str, seeds: &[u64], noise: (f64, f64)) -> Result<Self> {
        let (launch_noise, load_noise) = noise;
        let scenario = base.scenario()?;
        Plan::new(&scenario)?;
        let read = |item: Item| score(item, &scenario);
        let scores = Item::new(&json::parse(scores)?, Path::ROOT.join("scores")).each(read)?;
        let seed = |&number: &u64| {
            let series = (load_noise > 0.0).then(|| base.noisy(number, load_noise)).transpose()?;
            Ok(Seed { number, series })
        };
        let mut seeds = seeds.iter().map(seed).collect::<Result<Vec<_>>>()?;
        let launch_noise = if seeds.is_empty() { 0.0 } else { launch_noise };
        if seeds.is_empty() {
            seeds.push(Seed { number: 0, series: None });
        }
        Ok(Self { pointers: Pointer::list(pointers)?, base, scores, seeds, launch_noise })
    }

    /// Scores of each variant, for each seed.
    pub fn run(&self, variants: &str, threads: usize) -> std::result::Result<Vec<f64>, Invalid> {
        let invalid = |variant| move |error| Invalid { variant, error };
        let node = json::parse(variants).map_err(invalid(0))?;
        let variants = Item::new(&node, Path::ROOT.join("variants"));
        let variants = variants.each(|variant| variant.list().map(<[Node]>::to_vec)).map_err(invalid(0))?;
        let jobs = variants.len() * self.seeds.len();
        let next = AtomicUsize::new(0);
        let results = Mutex::new(vec![0.0; jobs * self.scores.len()]);
        let failed: Mutex<Option<Invalid>> = Mutex::new(None);
        let work = || {
            let mut workspace = Workspace::default();
            loop {
                let job = next.fetch_add(1, Ordering::Relaxed);
                let (variant, seed) = (job / self.seeds.len(), job % self.seeds.len());
                let Some(values) = variants.get(variant) else { break };
                match self.job(values, &self.seeds[seed], &mut workspace) {
                    Ok(scores) => {
                        let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                        results[job * scores.len()..][..scores.len()].copy_from_slice(&scores);
                    }
                    Err(error) => {
                        let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                        // The first variant that is invalid, whichever thread finds it.
                        if failed.as_ref().is_none_or(|known| known.variant > variant) {
                            *failed = Some(Invalid { variant, error });
                        }
                        next.fetch_max(jobs, Ordering::Relaxed);
                    }
                }
            }
        };
        let threads = threads.clamp(1, jobs.max(1));
        thread::scope(|scope| {
            // A host that refuses more threads gets the work done by those that it has.
            for _ in 1..threads {
                if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                    break;
                }
            }
            work();
        });
        match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(invalid) => Err(invalid),
            None => Ok(results.into_inner().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    fn job(&self, values: &[Node], seed: &Seed, workspace: &mut Workspace) -> Result<Vec<f64>> {
        if values.len() != self.pointers.len() {
            let expected = format!("lists of {} values", self.pointers.len());
            return Err(Error::invalid("variants", expected, format!("{} values", values.len())));
        }
        let mut scenario = self.base.variant(&self.pointers, values, seed.series.as_deref())?;
        if self.launch_noise > 0.0 {
            let launch = &mut scenario.group.durations.launch;
            *launch = (*launch as f64 * Noise::new(seed.number, 0).factor(self.launch_noise)).round() as i64;
        }
        let plan = Plan::new(&scenario)?;
        let mut counter = Counter::of(&self.scores);
        run(&plan, workspace, &mut counter);
        Ok(self.scores.iter().map(|&score| counter.score(score, &plan, workspace)).collect())
    }
}

/// Read a score such as `{"kind": "above", "metric": "cpu", "limit": 80}`.
fn score(item: Item, scenario: &Scenario) -> Result<Score> {
    let object = item.object(&["kind", "metric", "limit", "within"])?;
    let kinds = ["instance_seconds", "above", "below", "activities", "flaps", "peak"].map(|kind| (kind, kind));
    let minutes = |side| {
        let metric = object.need("metric", "the name of a metric")?;
        let name = metric.name()?;
        let index = scenario.metrics.iter().position(|known| known.name == name);
        Ok(Score::Minutes {
            metric: index.ok_or_else(|| metric.invalid("the name of a metric of the scenario"))?,
            limit: object.need("limit", "a number")?.number()?,
            side,
        })
    };
    match object.need("kind", "a kind of score")?.word(&kinds)? {
        "above" => minutes(Side::Above),
        "below" => minutes(Side::Below),
        "activities" => Ok(Score::Activities),
        "flaps" => Ok(Score::Flaps { within: object.integer("within", 0..=MOST)?.unwrap_or(900) }),
        "peak" => Ok(Score::Peak),
        _ => Ok(Score::InstanceSeconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"start": 0, "duration": 7200, "group": {"min_size": 1, "max_size": 9, "launch_seconds": 60},
        "policies": [{"name": "up", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 1}],
        "alarms": [{"name": "hot", "metric": "cpu", "comparison": "GreaterThanThreshold", "threshold": 70,
                    "evaluation_periods": 2, "period": 60, "alarm_actions": ["up"]}],
        "metrics": {"cpu": {"model": "utilization", "per_instance": 10, "load": []}}}"#;
    const SCORES: &str = r#"[{"kind": "instance_seconds"}, {"kind": "above", "metric": "cpu", "limit": 80},
        {"kind": "activities"}, {"kind": "flaps"}, {"kind": "peak"}]"#;

    fn sweep(seeds: &[u64], noise: (f64, f64)) -> Sweep {
        let load = (0..120).map(|minute| f64::from(minute % 50)).collect();
        let base = Base::new(TEXT, vec![("cpu".to_owned(), load)]).expect("valid JSON");
        Sweep::new(base, r#"[["alarms", 0, "threshold"]]"#, SCORES, seeds, noise).expect("a sweep")
    }

    #[test]
    fn the_number_of_threads_makes_no_difference() {
        let variants = format!("[{}]", (10..90).map(|limit| format!("[{limit}]")).collect::<Vec<_>>().join(","));
        for (seeds, noise) in [(&[][..], (0.0, 0.0)), (&[1, 2, 3][..], (0.3, 0.1))] {
            let sweep = sweep(seeds, noise);
            let one = sweep.run(&variants, 1).expect("scores");
            assert_eq!(one.len(), 80 * seeds.len().max(1) * 5);
            assert_eq!(one, sweep.run(&variants, 3).expect("scores"));
            let alone = sweep.run("[[57]]", 8).expect("scores");
            assert_eq!(alone[..], one[47 * alone.len()..48 * alone.len()]);
        }
    }

    #[test]
    fn seeds_differ_by_their_noise_only() {
        let scores = |noise| sweep(&[1, 2], noise).run("[[50]]", 1).expect("scores");
        let (still, noisy) = (scores((0.0, 0.0)), scores((0.5, 0.2)));
        assert_eq!(still[..5], still[5..]);
        assert_ne!(noisy[..5], noisy[5..]);
    }

    #[test]
    fn the_first_invalid_variant_is_named() {
        let error = sweep(&[], (0.0, 0.0)).run("[[1], [2], [true], [\"x\"]]", 2).expect_err("invalid");
        assert_eq!(error.variant, 2);
        assert!(error.error.to_string().starts_with("scenario.alarms[0].threshold must be a number"));
        assert!(sweep(&[], (0.0, 0.0)).run("[[1, 2]]", 1).is_err());
        assert!(sweep(&[], (0.0, 0.0)).run("[]", 1).expect("nothing").is_empty());
    }
}
