//! Scores of a simulation: what it costs, and how well the group served its load.

use super::load::Series;
use super::plan::Plan;
use super::run::Workspace;
use super::scenario::Scenario;
use super::timeline::{Activity, Decision, Recorder, Transition};
use super::window::Statistic;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Score {
    /// Seconds of all instances that exist.
    InstanceSeconds,
    /// Minutes in which a metric is above, or below, a limit.
    Minutes { metric: usize, limit: f64, side: Side },
    /// Changes of the desired capacity.
    Activities,
    /// Changes of the desired capacity that reverse the one before within so many seconds.
    Flaps { within: i64 },
    /// The largest desired capacity.
    Peak,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Above,
    Below,
}

/// The slots that begin within `from <= t < to`, as far as there are any.
fn slots<'v>(scenario: &Scenario, values: &'v [f64], metric: usize, from: i64, to: i64) -> &'v [f64] {
    Series::known(&scenario.metrics[metric], values).between(from, to)
}

/// Lowest and highest value of a metric in each of `spans` parts of the simulation; NaN without values.
pub fn outline(scenario: &Scenario, values: &[f64], metric: usize, spans: i64) -> Vec<(f64, f64)> {
    let at = |span: i64| scenario.start + (i128::from(scenario.duration) * i128::from(span) / i128::from(spans)) as i64;
    let range = |span| {
        let part = slots(scenario, values, metric, at(span), at(span + 1));
        (Statistic::Minimum.of(part.iter().copied()), Statistic::Maximum.of(part.iter().copied()))
    };
    (0..spans).map(range).collect()
}

/// Minutes of the simulation in which a metric is beyond a limit. Missing data count on neither side.
pub fn minutes(scenario: &Scenario, values: &[f64], metric: usize, limit: f64, side: Side) -> f64 {
    let resolution = scenario.metrics[metric].resolution;
    let within = slots(scenario, values, metric, scenario.start, scenario.end());
    let count = match side {
        Side::Above => within.iter().filter(|&&value| value > limit).count(),
        Side::Below => within.iter().filter(|&&value| value < limit).count(),
    };
    count as f64 * resolution as f64 / 60.0
}

/// Whether a change of the desired capacity reverses the one before within so many seconds.
pub fn is_flap(before: &Activity, now: &Activity, within: i64) -> bool {
    (before.to > before.from) != (now.to > now.from) && now.at - before.at <= within
}

/// Counts activities without keeping them.
#[derive(Debug, Default)]
pub struct Counter {
    within: i64,
    last: Option<Activity>,
    activities: u64,
    flaps: u64,
}

impl Counter {
    /// A counter of the flaps that the scores ask for; they have one limit in common.
    pub fn of(scores: &[Score]) -> Self {
        let within = scores.iter().find_map(|score| match score {
            Score::Flaps { within } => Some(*within),
            _ => None,
        });
        Self { within: within.unwrap_or(0), ..Self::default() }
    }

    /// A score of the run that this counter recorded.
    pub fn score(&self, score: Score, plan: &Plan, work: &Workspace) -> f64 {
        match score {
            Score::InstanceSeconds => work.instance_seconds as f64,
            Score::Minutes { metric, limit, side } => {
                minutes(plan.scenario, work.values(plan.scenario, metric), metric, limit, side)
            }
            Score::Activities => self.activities as f64,
            Score::Flaps { .. } => self.flaps as f64,
            Score::Peak => work.desired.iter().map(|&(_, count)| count).max().unwrap_or(0) as f64,
        }
    }
}

impl Recorder for Counter {
    fn transition(&mut self, _: Transition) {}

    #[inline]
    fn decision(&mut self, _: Decision) {}

    fn activity(&mut self, activity: Activity) {
        self.activities += 1;
        if self.last.is_some_and(|last| is_flap(&last, &activity, self.within)) {
            self.flaps += 1;
        }
        self.last = Some(activity);
    }
}
