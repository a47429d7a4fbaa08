//! Timelines for Python: results stay in Rust until they are asked for.

use std::sync::Arc;

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use super::super::evaluation::Point;
use super::super::last_evaluation::last_evaluation;
use super::super::plan::AlarmPlan;
use super::super::run::Workspace;
use super::super::scenario::Scenario;
use super::super::score::{self, Side};
use super::super::timeline::{Actor, Timeline};
use super::tables;
use crate::arrow::Table;

/// The results of a simulation. Times are seconds since 1970 UTC.
#[pyclass(module = "reboto._core", frozen)]
pub struct ForesightTimeline {
    scenario: Arc<Scenario>,
    alarms: Vec<AlarmPlan>,
    work: Workspace,
    timeline: Timeline,
}

impl ForesightTimeline {
    pub(crate) fn new(scenario: Arc<Scenario>, alarms: Vec<AlarmPlan>, work: Workspace, timeline: Timeline) -> Self {
        Self { scenario, alarms, work, timeline }
    }

    fn alarm_plan(&self, alarm: &str) -> PyResult<&AlarmPlan> {
        let known = || self.alarms.iter().map(|plan| plan.name.as_str());
        found(known().position(|name| name == alarm), "alarm", alarm, known()).map(|index| &self.alarms[index])
    }

    fn metric(&self, metric: &str) -> PyResult<usize> {
        let known = || self.scenario.metrics.iter().map(|metric| metric.name.as_str());
        found(known().position(|name| name == metric), "metric", metric, known())
    }
}

type Activity = (i64, i64, i64, &'static str, Option<String>, Option<String>);

#[pymethods]
impl ForesightTimeline {
    /// Return the timeline of the JSON interface.
    ///
    /// Returns
    /// -------
    /// str
    fn json(&self, py: Python<'_>) -> String {
        py.detach(|| super::super::timeline_json::to_json(&self.scenario, &self.alarms, &self.work, &self.timeline))
    }

    /// Return results as columns.
    ///
    /// Parameters
    /// ----------
    /// content : str
    ///     ``alarm_states``, ``decisions``, ``activities``, ``desired``, ``in_service``, or
    ///     ``minutes`` for a row a minute with all metrics.
    ///
    /// Returns
    /// -------
    /// Table
    ///
    /// Raises
    /// ------
    /// KeyError
    ///     If there is no such content.
    fn table(&self, py: Python<'_>, content: &str) -> PyResult<Table> {
        let columns = py.detach(|| {
            Some(match content {
                "alarm_states" => tables::transitions(&self.timeline.transitions, &self.alarms),
                "decisions" => tables::decisions(&self.timeline.decisions, &self.alarms, &self.scenario),
                "activities" => tables::activities(&self.timeline, &self.alarms, &self.scenario),
                "desired" => tables::changes(&self.work.desired),
                "in_service" => tables::changes(&self.work.in_service),
                "minutes" => tables::minutes(&self.scenario, &self.work),
                _ => return None,
            })
        });
        columns.map(Table::new).ok_or_else(|| PyKeyError::new_err(format!("a timeline has no table {content:?}")))
    }

    /// Return the values of a metric as columns.
    ///
    /// Parameters
    /// ----------
    /// name : str
    ///     Name of the metric.
    ///
    /// Returns
    /// -------
    /// Table
    ///
    /// Raises
    /// ------
    /// KeyError
    ///     If there is no such metric.
    fn metric_table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        let metric = self.metric(name)?;
        let columns = py.detach(|| tables::metric(&self.scenario, self.work.values(&self.scenario, metric), metric));
        Ok(Table::new(columns))
    }

    /// Return the changes of a number of instances.
    ///
    /// Parameters
    /// ----------
    /// in_service : bool
    ///     Whether to return instances in service instead of the desired capacity.
    ///
    /// Returns
    /// -------
    /// list of tuple
    ///     Time and number, the first at the start.
    fn changes(&self, in_service: bool) -> Vec<(i64, i64)> {
        if in_service { self.work.in_service.clone() } else { self.work.desired.clone() }
    }

    /// Return the changes of alarm states.
    ///
    /// Returns
    /// -------
    /// list of tuple
    ///     Time, alarm, old and new state.
    fn alarm_states(&self) -> Vec<(i64, &str, &'static str, &'static str)> {
        let states = self.timeline.transitions.iter();
        states.map(|one| (one.at, self.alarms[one.alarm].name.as_str(), one.from.as_str(), one.to.as_str())).collect()
    }

    /// Return the changes of the desired capacity.
    ///
    /// Parameters
    /// ----------
    /// first, last : int, optional
    ///     First and last second; default is all changes.
    ///
    /// Returns
    /// -------
    /// list of tuple
    ///     Time, old and new capacity, kind (``policy``, ``scheduled`` or ``manual``),
    ///     name of the policy or action, and alarm.
    #[pyo3(signature = (first=None, last=None))]
    fn activities(&self, first: Option<i64>, last: Option<i64>) -> Vec<Activity> {
        let all = &self.timeline.activities;
        let begin = first.map_or(0, |first| all.partition_point(|one| one.at < first));
        let end = last.map_or(all.len(), |last| all.partition_point(|one| one.at <= last));
        let each = all[begin..end.max(begin)].iter().map(|one| {
            let (kind, alarm) = match one.actor {
                Actor::Policy { alarm, .. } => ("policy", Some(self.alarms[alarm].name.clone())),
                Actor::Scheduled { .. } => ("scheduled", None),
                Actor::Manual => ("manual", None),
            };
            (one.at, one.from, one.to, kind, tables::name(one, &self.scenario), alarm)
        });
        each.collect()
    }

    /// Return the launches and terminations of instances.
    ///
    /// Returns
    /// -------
    /// list of tuple
    ///     Start, end, number of instances and kind: ``launch``, ``replace``,
    ///     ``terminate``, ``cancel`` (the end of pending instances) or ``unhealthy``.
    fn moves(&self) -> Vec<(i64, i64, i64, &'static str)> {
        self.work.moves.iter().map(|one| (one.at, one.ends, one.count, one.kind.as_str())).collect()
    }

    /// Return the executions of policies within a span of time.
    ///
    /// Parameters
    /// ----------
    /// first, last : int
    ///     First and last second.
    ///
    /// Returns
    /// -------
    /// list of tuple
    ///     Time, alarm, policy, capacity and reason.
    fn decisions(&self, first: i64, last: i64) -> Vec<(i64, &str, &str, u32, &'static str)> {
        let decisions = &self.timeline.decisions;
        let begin = decisions.partition_point(|decision| decision.at < first);
        let end = decisions.partition_point(|decision| decision.at <= last);
        let each = decisions[begin..end.max(begin)].iter().map(|one| {
            let (alarm, policy) = (&self.alarms[one.alarm as usize], &self.scenario.policies[one.policy as usize]);
            (one.at, alarm.name.as_str(), policy.name.as_str(), one.capacity, one.reason.as_str())
        });
        each.collect()
    }

    /// Return the number of decisions.
    ///
    /// Returns
    /// -------
    /// int
    fn decision_count(&self) -> usize {
        self.timeline.decisions.len()
    }

    /// Return the time of the next decision of a policy that has an effect.
    ///
    /// Parameters
    /// ----------
    /// after : int
    ///     The time from which on to look, exclusive.
    ///
    /// Returns
    /// -------
    /// int or None
    fn next_activity(&self, after: i64) -> Option<i64> {
        let activities = &self.timeline.activities;
        activities.get(activities.partition_point(|activity| activity.at <= after)).map(|activity| activity.at)
    }

    /// Return until when simple scaling and shrinking wait, as known at a time.
    ///
    /// Parameters
    /// ----------
    /// at : int
    ///     The time.
    ///
    /// Returns
    /// -------
    /// tuple
    ///     End of the cooldown and end of the warm-up, each None if there was none yet.
    fn waits(&self, at: i64) -> (Option<i64>, Option<i64>) {
        let waits = &self.work.waits;
        let last = waits[..waits.partition_point(|wait| wait.at <= at)].last();
        let given = |time: i64| (time > i64::MIN).then_some(time);
        last.map_or((None, None), |wait| (given(wait.cooldown), given(wait.warm)))
    }

    /// Return the names of the alarms, those of target tracking included.
    ///
    /// Returns
    /// -------
    /// list of str
    fn alarms(&self) -> Vec<&str> {
        self.alarms.iter().map(|plan| plan.name.as_str()).collect()
    }

    /// Return the condition of an alarm.
    ///
    /// Parameters
    /// ----------
    /// alarm : str
    ///     Name of the alarm.
    ///
    /// Returns
    /// -------
    /// tuple
    ///     Metric, comparison, threshold, evaluation periods, data points to alarm and period.
    ///
    /// Raises
    /// ------
    /// KeyError
    ///     If there is no such alarm.
    fn condition(&self, alarm: &str) -> PyResult<(&str, &'static str, f64, u64, u64, i64)> {
        let plan = self.alarm_plan(alarm)?;
        let metric = self.scenario.metrics[plan.metric].name.as_str();
        let rule = &plan.rule;
        Ok((metric, rule.comparison.as_str(), rule.threshold, rule.periods, rule.needed, plan.window.period))
    }

    /// Return the state of an alarm at a time.
    ///
    /// Parameters
    /// ----------
    /// alarm : str
    ///     Name of the alarm.
    /// at : int
    ///     The time.
    ///
    /// Returns
    /// -------
    /// tuple
    ///     The state, and the time of its beginning.
    ///
    /// Raises
    /// ------
    /// KeyError
    ///     If there is no such alarm.
    fn state(&self, alarm: &str, at: i64) -> PyResult<(&'static str, i64)> {
        let plan = self.alarm_plan(alarm)?;
        let transitions = &self.timeline.transitions;
        let before = transitions[..transitions.partition_point(|one| one.at <= at)].iter().rev();
        let last = before.into_iter().find(|one| self.alarms[one.alarm].name == plan.name);
        Ok(last.map_or((plan.state.as_str(), self.scenario.start), |one| (one.to.as_str(), one.at)))
    }

    /// Return the range of a metric in spans of equal length, for a picture.
    ///
    /// Parameters
    /// ----------
    /// metric : str
    ///     Name of the metric.
    /// spans : int
    ///     Number of spans that the simulation is divided into.
    ///
    /// Returns
    /// -------
    /// list of tuple
    ///     Lowest and highest value of each span; NaN for a span without values.
    ///
    /// Raises
    /// ------
    /// KeyError
    ///     If there is no such metric.
    fn outline(&self, py: Python<'_>, metric: &str, spans: i64) -> PyResult<Vec<(f64, f64)>> {
        let metric = self.metric(metric)?;
        Ok(py.detach(|| score::outline(&self.scenario, self.work.values(&self.scenario, metric), metric, spans)))
    }

    /// Return the points of the last evaluation of an alarm at or before a time.
    ///
    /// Parameters
    /// ----------
    /// alarm : str
    ///     Name of the alarm.
    /// at : int
    ///     The time.
    ///
    /// Returns
    /// -------
    /// tuple or None
    ///     Time of the evaluation, and a list with start, value and whether it breaches
    ///     for each point, oldest first. A missing point has neither. None before the
    ///     first evaluation.
    ///
    /// Raises
    /// ------
    /// KeyError
    ///     If there is no such alarm.
    #[expect(clippy::type_complexity, reason = "plain values for Python")]
    fn points(&self, alarm: &str, at: i64) -> PyResult<Option<(i64, Vec<(i64, Option<f64>, Option<bool>)>)>> {
        let plan = self.alarm_plan(alarm)?;
        let values = self.work.values(&self.scenario, plan.metric);
        let past = last_evaluation(&self.scenario, plan, values, at);
        Ok(past.map(|past| {
            let points = past.points.iter().map(|seen| match seen.point {
                Point::Missing => (seen.start, None, None),
                point => (seen.start, Some(seen.value), Some(point == Point::Breach)),
            });
            (past.at, points.collect())
        }))
    }

    /// Return the minutes in which a metric is beyond a limit.
    ///
    /// Parameters
    /// ----------
    /// metric : str
    ///     Name of the metric.
    /// limit : float
    ///     The limit, exclusive.
    /// below : bool
    ///     Whether to count values below the limit instead of those above.
    ///
    /// Returns
    /// -------
    /// float
    ///
    /// Raises
    /// ------
    /// KeyError
    ///     If there is no such metric.
    fn minutes(&self, py: Python<'_>, metric: &str, limit: f64, below: bool) -> PyResult<f64> {
        let metric = self.metric(metric)?;
        let values = self.work.values(&self.scenario, metric);
        let side = if below { Side::Below } else { Side::Above };
        Ok(py.detach(|| score::minutes(&self.scenario, values, metric, limit, side)))
    }

    /// Return how often the desired capacity reverses its last change.
    ///
    /// Parameters
    /// ----------
    /// within : int
    ///     Only reversals within so many seconds.
    ///
    /// Returns
    /// -------
    /// list of int
    ///     Time of each reversal.
    fn flaps(&self, within: i64) -> Vec<i64> {
        let pairs = self.timeline.activities.windows(2);
        pairs.filter(|pair| score::is_flap(&pair[0], &pair[1], within)).map(|pair| pair[1].at).collect()
    }

    /// Return the seconds of all instances that exist.
    ///
    /// Returns
    /// -------
    /// int
    fn instance_seconds(&self) -> i64 {
        self.work.instance_seconds
    }

    /// Return the state of each alarm at the end.
    ///
    /// Returns
    /// -------
    /// dict of str to str
    fn final_states(&self) -> std::collections::BTreeMap<&str, &'static str> {
        let states = self.work.states.iter().map(|state| state.as_str());
        self.alarms.iter().map(|plan| plan.name.as_str()).zip(states).collect()
    }
}

fn found<'n>(index: Option<usize>, what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> PyResult<usize> {
    index.ok_or_else(|| {
        let known: Vec<String> = known.map(|name| format!("{name:?}")).collect();
        let listed =
            if known.is_empty() { "there is none".to_owned() } else { format!("there is {}", known.join(", ")) };
        PyKeyError::new_err(format!("there is no {what} {name:?}; {listed}"))
    })
}
