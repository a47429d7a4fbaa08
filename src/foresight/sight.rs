//! What an alarm saw: the points of one of its evaluations, after the simulation.

use super::judge::Point;
use super::load::Series;
use super::plan::WatchPlan;
use super::scenario::Scenario;

/// One evaluation of an alarm.
#[derive(Debug, PartialEq)]
pub struct Sight {
    /// When it took place.
    pub at: i64,
    /// The evaluation range, oldest first.
    pub points: Vec<Seen>,
}

/// A data point of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// Start of the period.
    pub start: i64,
    /// NaN if the point is missing.
    pub value: f64,
    pub point: Point,
}

/// The last evaluation at or before `time`; `None` if there was none. `values` are the metric's.
pub fn sight(scenario: &Scenario, watch: &WatchPlan, values: &[f64], time: i64) -> Option<Sight> {
    let parameters = &scenario.parameters;
    let (cadence, delay) = (watch.window.cadence(), parameters.metric_delay);
    let origin = scenario.start + parameters.alarm_phase;
    let at = origin + (time.min(scenario.end()) - origin).div_euclid(cadence) * cadence;
    if at <= origin {
        return None;
    }
    let series = Series::known(&scenario.metrics[watch.metric], values);
    let newest = watch.window.newest_end(at, delay);
    let seen = |age: u64| {
        let end = newest - age as i64 * watch.window.period;
        let start = end - watch.window.period;
        let last = series.first_from(end).min(series.visible(at, delay));
        let value = watch.statistic.of(series.slice(series.first_from(start), last).iter().copied());
        Seen { start, value, point: watch.rule.point(value) }
    };
    Some(Sight { at, points: (0..watch.range).rev().map(seen).collect() })
}
