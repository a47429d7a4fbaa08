//! The results of a simulation as JSON.

use std::fmt::{self, Write as _};

use super::plan::AlarmPlan;
use super::run::Workspace;
use super::scenario::Scenario;
use super::schema::json::quote;
use super::timeline::{Activity, Actor, Decision, Timeline, Transition};

/// The timeline of the JSON interface.
pub fn to_json(scenario: &Scenario, alarms: &[AlarmPlan], workspace: &Workspace, timeline: &Timeline) -> String {
    let alarms: Vec<String> = alarms.iter().map(|alarm| quote(&alarm.name)).collect();
    let policies: Vec<String> = scenario.policies.iter().map(|policy| quote(&policy.name)).collect();
    let mut json = Json(String::with_capacity(1024 + 96 * timeline.decisions.len()));
    json.list("{\"alarm_states\":", &timeline.transitions, |text, &Transition { at, alarm, from, to }| {
        let (alarm, from, to) = (&alarms[alarm], from.as_str(), to.as_str());
        write!(text, "{{\"at\":{at},\"alarm\":{alarm},\"from\":\"{from}\",\"to\":\"{to}\"}}")
    });
    json.list(",\"decisions\":", &timeline.decisions, |text, decision| {
        let Decision { at, alarm, policy, capacity, reason } = *decision;
        let (alarm, policy) = (&alarms[alarm as usize], &policies[policy as usize]);
        let reason = reason.as_str();
        write!(
            text,
            "{{\"at\":{at},\"alarm\":{alarm},\"policy\":{policy},\"capacity\":{capacity},\"reason\":\"{reason}\"}}"
        )
    });
    json.list(",\"activities\":", &timeline.activities, |text, &Activity { at, from, to, actor }| {
        let null = || "null".to_owned();
        let (kind, name, alarm) = match actor {
            Actor::Policy { policy, alarm } => ("policy", policies[policy].clone(), alarms[alarm].clone()),
            Actor::Scheduled { action } => {
                ("scheduled", scenario.schedule[action].name.as_deref().map_or_else(null, quote), null())
            }
            Actor::Manual => ("manual", null(), null()),
        };
        write!(
            text,
            "{{\"at\":{at},\"from\":{from},\"to\":{to},\"kind\":\"{kind}\",\"name\":{name},\"alarm\":{alarm}}}"
        )
    });
    let pair = |text: &mut String, &(at, count): &(i64, i64)| write!(text, "[{at},{count}]");
    json.list(",\"desired\":", &workspace.desired, pair);
    json.list(",\"in_service\":", &workspace.in_service, pair);
    let mut text = json.0;
    let _ = write!(text, ",\"instance_seconds\":{},\"final_states\":{{", workspace.instance_seconds);
    for (index, (alarm, state)) in alarms.iter().zip(&workspace.states).enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{alarm}:\"{}\"", state.as_str());
    }
    text.push_str("}}");
    text
}

struct Json(String);

impl Json {
    fn list<T>(&mut self, key: &str, items: &[T], write: impl Fn(&mut String, &T) -> fmt::Result) {
        self.0.push_str(key);
        self.0.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            // Writing to a string cannot fail.
            let _ = write(&mut self.0, item);
        }
        self.0.push(']');
    }
}
