//! A scenario with its names resolved, ready to run any number of times.

use std::collections::{HashMap, HashSet};

use super::error::{Error, Result};
use super::evaluation::{Comparison, Evaluator, Missing, Rule, State};
use super::load::Metric;
use super::policy::{Kind, Side};
use super::scenario::{Scenario, Test};
use super::schedule::MOST_TIMES;
use super::window::{Statistic, Window};

/// The most data that the evaluations of one run may read: up to 20 seconds of CPU time.
const MOST_READS: i128 = 1_000_000_000;
const MOST_EVALUATIONS: i128 = 200_000_000;
/// The most executions of policies in one run: each leaves a decision in memory.
const MOST_DECISIONS: i128 = 50_000_000;

#[derive(Debug)]
pub struct Plan<'s> {
    pub scenario: &'s Scenario,
    /// The scenario's alarms, then those of target tracking.
    pub alarms: Vec<AlarmPlan>,
    /// Seconds between the evaluations of the most frequent alarms; every cadence is a multiple.
    pub tick: i64,
    /// Events and scheduled actions in the order in which they take effect.
    pub script: Vec<(i64, Cue)>,
}

/// The index of an event or of a scheduled action; events come first within a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cue {
    Event(usize),
    Action(usize),
}

#[derive(Debug)]
pub struct AlarmPlan {
    pub name: String,
    /// Index of the metric.
    pub metric: usize,
    pub statistic: Statistic,
    pub rule: Rule,
    pub window: Window,
    /// Points that an evaluation sees: L.
    pub range: u64,
    /// Evaluated every so many ticks.
    pub every: i64,
    pub state: State,
    /// Indices of policies for each state, by `State as usize`.
    pub actions: [Vec<usize>; 3],
    pub side: Option<Side>,
}

impl AlarmPlan {
    /// The evaluator of the alarm if its points can be streamed.
    pub fn stream_evaluator(&self, metric: &Metric) -> Option<Evaluator> {
        let grid = self.window.grid();
        let whole =
            self.window.period % grid == 0 && grid % metric.resolution == 0 && metric.start % metric.resolution == 0;
        Evaluator::new(self.rule, self.range).filter(|_| whole)
    }
}

impl<'s> Plan<'s> {
    pub fn new(scenario: &'s Scenario) -> Result<Self> {
        let mut alarms = alarms(scenario)?;
        tracking(scenario, &mut alarms)?;
        check_work(scenario, &alarms)?;
        let tick = alarms.iter().map(|alarm| alarm.window.cadence()).min().unwrap_or(60);
        for alarm in &mut alarms {
            alarm.every = alarm.window.cadence() / tick;
        }
        Ok(Self { scenario, alarms, tick, script: script(scenario)? })
    }
}

fn alarms(scenario: &Scenario) -> Result<Vec<AlarmPlan>> {
    let policies = index(scenario.policies.iter().map(|policy| policy.name.as_str()));
    let metrics = index(scenario.metrics.iter().map(|metric| metric.name.as_str()));
    let parameters = &scenario.parameters;
    let mut alarms = Vec::new();
    for (index, alarm) in scenario.alarms.iter().enumerate() {
        let path = format!("scenario.alarms[{index}]");
        if alarm.test.comparison.needs_band() {
            let expected = "a comparison with a threshold: anomaly bands are not simulated";
            return Err(Error::invalid(format!("{path}.comparison"), expected, alarm.test.comparison.as_str()));
        }
        let mut actions: [Vec<usize>; 3] = Default::default();
        for (of_state, names) in alarm.actions.iter().enumerate() {
            let key = ["insufficient_data_actions", "ok_actions", "alarm_actions"][of_state];
            for (position, name) in names.iter().enumerate() {
                let path = || format!("{path}.{key}[{position}]");
                let found = find(&policies, name, "policies", path)?;
                if alarm.actions_enabled {
                    actions[of_state].push(found);
                }
            }
        }
        alarms.push(AlarmPlan {
            name: alarm.name.clone(),
            metric: find(&metrics, &alarm.metric, "metrics", || format!("{path}.metric"))?,
            statistic: alarm.statistic,
            rule: alarm.test.rule(parameters),
            window: alarm.window,
            range: alarm.test.periods + parameters.evaluation_range_extra,
            every: 1,
            state: alarm.state,
            actions,
            side: None,
        });
    }
    Ok(alarms)
}

/// The alarms that target tracking makes for itself.
fn tracking(scenario: &Scenario, alarms: &mut Vec<AlarmPlan>) -> Result<()> {
    let parameters = &scenario.parameters;
    let metrics = index(scenario.metrics.iter().map(|metric| metric.name.as_str()));
    let taken: HashSet<&str> = scenario.alarms.iter().map(|alarm| alarm.name.as_str()).collect();
    for (index, policy) in scenario.policies.iter().enumerate() {
        let Kind::Tracking { metric: name, statistic, target, disable_scale_in, .. } = &policy.kind else { continue };
        let path = || format!("scenario.policies[{index}].metric");
        let Some(name) = name else {
            return Err(Error::Missing { path: path(), expected: "the name of a metric".to_owned() });
        };
        let metric = find(&metrics, name, "metrics", path)?;
        for side in [Side::High, Side::Low] {
            let (prefix, comparison, threshold, periods) = match side {
                Side::High => ("AlarmHigh", Comparison::Greater, *target, parameters.tt_high_periods),
                Side::Low if *disable_scale_in => continue,
                Side::Low => {
                    ("AlarmLow", Comparison::Less, target * parameters.tt_low_factor, parameters.tt_low_periods)
                }
            };
            let name = format!("{prefix}-{}", policy.name);
            if taken.contains(name.as_str()) {
                let expected = format!("other than {name:?}, which names an alarm of target tracking");
                return Err(Error::invalid("scenario.alarms: each name", expected, format!("{name:?}")));
            }
            let test = Test { comparison, threshold, periods, needed: periods, missing: Missing::Unknown };
            alarms.push(AlarmPlan {
                name,
                metric,
                statistic: *statistic,
                rule: test.rule(parameters),
                window: Window { period: parameters.tt_period, periods, wall_clock: false },
                range: periods + parameters.evaluation_range_extra,
                every: 1,
                state: State::InsufficientData,
                actions: [Vec::new(), Vec::new(), vec![index]],
                side: Some(side),
            });
        }
    }
    Ok(())
}

fn index<'n>(names: impl Iterator<Item = &'n str>) -> HashMap<&'n str, usize> {
    names.enumerate().map(|(index, name)| (name, index)).collect()
}

fn find(names: &HashMap<&str, usize>, name: &str, what: &str, path: impl Fn() -> String) -> Result<usize> {
    names.get(name).copied().ok_or_else(|| {
        let mut known: Vec<String> = names.keys().map(|name| format!("{name:?}")).collect();
        known.sort_unstable();
        known.truncate(20);
        let expected = match known.len() {
            0 => format!("the name of one of the {what}, but the scenario has none"),
            _ => format!("the name of one of the {what}: {}", known.join(", ")),
        };
        Error::invalid(path(), expected, format!("{name:?}"))
    })
}

/// Refuse simulations that take too long or too much memory.
fn check_work(scenario: &Scenario, alarms: &[AlarmPlan]) -> Result<()> {
    let (mut evaluations, mut reads, mut decisions) = (0i128, 0i128, 0i128);
    for alarm in alarms {
        let Window { period, .. } = alarm.window;
        let times = i128::from(scenario.duration / alarm.window.cadence() + 1);
        let actions = alarm.actions.iter().map(Vec::len).max().unwrap_or(0);
        // Policies are executed at least once a minute, and whenever the state changes.
        let executions = i128::from(scenario.duration / alarm.window.cadence().min(60) + 1);
        decisions += executions * actions as i128;
        let slots = i128::from((period / scenario.metrics[alarm.metric].resolution).max(1));
        let streamed = alarm.stream_evaluator(&scenario.metrics[alarm.metric]).is_some();
        // The registers are filled once, with the points from before the first evaluation.
        let points = if streamed { 1 } else { i128::from(alarm.range) };
        let filled = if streamed { i128::from(alarm.range) * i128::from(period / alarm.window.grid()) } else { 0 };
        evaluations += times;
        reads += (times * points + filled) * slots;
    }
    if evaluations <= MOST_EVALUATIONS && reads <= MOST_READS && decisions <= MOST_DECISIONS {
        return Ok(());
    }
    let expected = format!(
        "short enough for {MOST_EVALUATIONS} evaluations that read {MOST_READS} data, and {MOST_DECISIONS} decisions"
    );
    let duration = scenario.duration;
    let got =
        format!("{duration} seconds, which takes {evaluations} evaluations, {reads} data and {decisions} decisions");
    Err(Error::invalid("scenario.duration", expected, got))
}

fn script(scenario: &Scenario) -> Result<Vec<(i64, Cue)>> {
    let (start, end) = (scenario.start, scenario.end());
    let mut script: Vec<(i64, Cue)> = Vec::new();
    for (index, event) in scenario.events.iter().enumerate() {
        if (start..=end).contains(&event.at) {
            script.push((event.at, Cue::Event(index)));
        }
    }
    let delay = scenario.parameters.scheduled_delay;
    for (index, action) in scenario.schedule.iter().enumerate() {
        let times =
            action.times(start - delay, end - delay + 1).filter(|times| times.len() + script.len() <= MOST_TIMES);
        let Some(times) = times else {
            let expected = format!("rare enough that scheduled actions are due at most {MOST_TIMES} times");
            let path = format!("scenario.scheduled_actions[{index}].recurrence");
            return Err(Error::invalid(path, expected, "more"));
        };
        script.extend(times.into_iter().map(|time| (time + delay, Cue::Action(index))));
    }
    script.sort_unstable();
    Ok(script)
}
