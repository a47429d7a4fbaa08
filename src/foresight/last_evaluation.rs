//! The evaluation of an alarm at a time of a finished simulation, with its points.

use super::evaluation::Point;
use super::load::Series;
use super::plan::AlarmPlan;
use super::scenario::Scenario;

/// One evaluation of an alarm.
#[derive(Debug, PartialEq)]
pub struct PastEvaluation {
    /// When it took place.
    pub at: i64,
    /// The evaluation range, oldest first.
    pub points: Vec<EvaluatedPoint>,
}

/// A data point of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EvaluatedPoint {
    /// Start of the period.
    pub start: i64,
    /// NaN if the point is missing.
    pub value: f64,
    pub point: Point,
}

/// The last evaluation at or before `time`; `None` if there was none. `values` are the metric's.
pub fn last_evaluation(scenario: &Scenario, plan: &AlarmPlan, values: &[f64], time: i64) -> Option<PastEvaluation> {
    let parameters = &scenario.parameters;
    let (cadence, delay) = (plan.window.cadence(), parameters.metric_delay);
    let origin = scenario.start + parameters.alarm_phase;
    let at = origin + (time.min(scenario.end()) - origin).div_euclid(cadence) * cadence;
    if at <= origin {
        return None;
    }
    let series = Series::known(&scenario.metrics[plan.metric], values);
    let newest = plan.window.newest_end(at, delay);
    let seen = |age: u64| {
        let end = newest - age as i64 * plan.window.period;
        let start = end - plan.window.period;
        let last = series.first_from(end).min(series.visible(at, delay));
        let value = plan.statistic.of(series.slice(series.first_from(start), last).iter().copied());
        EvaluatedPoint { start, value, point: plan.rule.point(value) }
    };
    Some(PastEvaluation { at, points: (0..plan.range).rev().map(seen).collect() })
}
