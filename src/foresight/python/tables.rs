//! The columns of a timeline.

use super::super::load::Series;
use super::super::plan::AlarmPlan;
use super::super::policy::Reason;
use super::super::run::Workspace;
use super::super::scenario::Scenario;
use super::super::timeline::{Activity, Actor, Decision, Timeline, Transition};
use super::super::window::Statistic;
use crate::arrow::column::Column;

pub type Columns = Vec<(String, Column)>;

const SECOND: i64 = 1_000_000;

fn times(times: impl Iterator<Item = i64>) -> Column {
    Column::Time(times.map(|time| time.checked_mul(SECOND)).collect())
}

fn whole(numbers: impl Iterator<Item = i64>) -> Column {
    Column::Whole(numbers.map(Some).collect())
}

fn words<'w>(indices: impl Iterator<Item = Option<usize>>, words: impl Iterator<Item = &'w str>) -> Column {
    let indices = indices.map(|index| index.and_then(|index| u32::try_from(index).ok()));
    Column::Word(indices.collect(), words.map(str::to_owned).collect())
}

fn named(columns: Vec<(&str, Column)>) -> Columns {
    columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect()
}

pub fn transitions(transitions: &[Transition], alarms: &[AlarmPlan]) -> Columns {
    let states = || super::super::evaluation::State::WORDS.iter().map(|(word, _)| *word);
    named(vec![
        ("at", times(transitions.iter().map(|one| one.at))),
        ("alarm", words(transitions.iter().map(|one| Some(one.alarm)), alarm_names(alarms))),
        ("from", words(transitions.iter().map(|one| Some(one.from as usize)), states())),
        ("to", words(transitions.iter().map(|one| Some(one.to as usize)), states())),
    ])
}

pub fn decisions(decisions: &[Decision], alarms: &[AlarmPlan], scenario: &Scenario) -> Columns {
    let reasons = Reason::ALL.iter().map(|reason| reason.as_str());
    named(vec![
        ("at", times(decisions.iter().map(|one| one.at))),
        ("alarm", words(decisions.iter().map(|one| Some(one.alarm as usize)), alarm_names(alarms))),
        ("policy", words(decisions.iter().map(|one| Some(one.policy as usize)), policies(scenario))),
        ("capacity", whole(decisions.iter().map(|one| i64::from(one.capacity)))),
        ("reason", words(decisions.iter().map(|one| Some(one.reason as usize)), reasons)),
    ])
}

pub fn activities(timeline: &Timeline, alarms: &[AlarmPlan], scenario: &Scenario) -> Columns {
    let activities = timeline.activities.iter();
    let kinds = ["policy", "scheduled", "manual"];
    let kind = |activity: &Activity| match activity.actor {
        Actor::Policy { .. } => 0,
        Actor::Scheduled { .. } => 1,
        Actor::Manual => 2,
    };
    let alarm = |activity: &Activity| match activity.actor {
        Actor::Policy { alarm, .. } => Some(alarm),
        _ => None,
    };
    let names: Vec<Option<String>> = activities.clone().map(|activity| name(activity, scenario)).collect();
    named(vec![
        ("at", times(activities.clone().map(|one| one.at))),
        ("from", whole(activities.clone().map(|one| one.from))),
        ("to", whole(activities.clone().map(|one| one.to))),
        ("kind", words(activities.clone().map(|one| Some(kind(one))), kinds.into_iter())),
        ("name", Column::Text(names)),
        ("alarm", words(activities.map(alarm), alarm_names(alarms))),
    ])
}

/// Name of the policy or of the scheduled action that caused an activity.
pub fn name(activity: &Activity, scenario: &Scenario) -> Option<String> {
    match activity.actor {
        Actor::Policy { policy, .. } => Some(scenario.policies[policy].name.clone()),
        Actor::Scheduled { action } => scenario.schedule[action].name.clone(),
        Actor::Manual => None,
    }
}

pub fn changes(changes: &[(i64, i64)]) -> Columns {
    named(vec![("at", times(changes.iter().map(|one| one.0))), ("count", whole(changes.iter().map(|one| one.1)))])
}

/// The slots of a metric.
pub fn metric(scenario: &Scenario, values: &[f64], metric: usize) -> Columns {
    let metric = &scenario.metrics[metric];
    let time = |slot: usize| metric.start + slot as i64 * metric.resolution;
    named(vec![
        ("at", times((0..values.len()).map(time))),
        ("value", Column::Real(values.iter().map(|&value| (!value.is_nan()).then_some(value)).collect())),
    ])
}

/// A row for each minute, with the number of instances at its start and the average of each metric.
pub fn minutes(scenario: &Scenario, work: &Workspace) -> Columns {
    let (start, end) = (scenario.start, scenario.end());
    let minutes = || (start..end).step_by(60);
    let mut columns = vec![
        ("at".to_owned(), times(minutes())),
        ("desired".to_owned(), whole(held(&work.desired, minutes()))),
        ("in_service".to_owned(), whole(held(&work.in_service, minutes()))),
    ];
    for (index, metric) in scenario.metrics.iter().enumerate() {
        let values = work.values(scenario, index);
        let series = Series::known(metric, values);
        let plain = metric.resolution == 60 && (start - metric.start) % 60 == 0;
        let value = |time: i64| {
            let slots = series.between(time, time + 60);
            let value = if plain {
                slots.first().copied().unwrap_or(f64::NAN)
            } else {
                Statistic::Average.of(slots.iter().copied())
            };
            (!value.is_nan()).then_some(value)
        };
        // A metric may have the name of another column.
        let taken = ["at", "desired", "in_service"].contains(&metric.name.as_str());
        let name = if taken { format!("metric {}", metric.name) } else { metric.name.clone() };
        columns.push((name, Column::Real(minutes().map(value).collect())));
    }
    columns
}

/// The value of a log at ascending times.
fn held(log: &[(i64, i64)], times: impl Iterator<Item = i64>) -> impl Iterator<Item = i64> {
    let mut at = 0;
    times.map(move |time| {
        while log.get(at + 1).is_some_and(|&(change, _)| change <= time) {
            at += 1;
        }
        log.get(at).map_or(0, |&(_, value)| value)
    })
}

fn alarm_names(alarms: &[AlarmPlan]) -> impl Iterator<Item = &str> {
    alarms.iter().map(|alarm| alarm.name.as_str())
}

fn policies(scenario: &Scenario) -> impl Iterator<Item = &str> {
    scenario.policies.iter().map(|policy| policy.name.as_str())
}
