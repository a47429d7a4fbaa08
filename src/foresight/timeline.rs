//! The results of a simulation, and their JSON.

use std::fmt::{self, Write as _};

use super::door::quote;
use super::judge::State;
use super::plan::Plan;
use super::policy::Reason;
use super::run::Workspace;

/// An execution of a policy by an alarm, with or without effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    pub at: i64,
    pub alarm: u32,
    pub policy: u32,
    pub capacity: u32,
    pub reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    pub at: i64,
    pub alarm: usize,
    pub from: State,
    pub to: State,
}

/// The cause of a change of the desired capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Policy { policy: usize, alarm: usize },
    Scheduled { action: usize },
    Manual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    pub at: i64,
    pub from: i64,
    pub to: i64,
    pub actor: Actor,
}

/// Receives a simulation as it happens. A sweep keeps scores only, a timeline everything.
pub trait Recorder {
    fn transition(&mut self, transition: Transition);
    fn decision(&mut self, decision: Decision);
    fn activity(&mut self, activity: Activity);
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    pub transitions: Vec<Transition>,
    pub decisions: Vec<Decision>,
    pub activities: Vec<Activity>,
}

impl Recorder for Timeline {
    fn transition(&mut self, transition: Transition) {
        self.transitions.push(transition);
    }

    #[inline]
    fn decision(&mut self, decision: Decision) {
        self.decisions.push(decision);
    }

    fn activity(&mut self, activity: Activity) {
        self.activities.push(activity);
    }
}

/// The timeline of the JSON interface.
pub fn to_json(plan: &Plan, workspace: &Workspace, timeline: &Timeline) -> String {
    let alarms: Vec<String> = plan.watches.iter().map(|watch| quote(&watch.name)).collect();
    let policies: Vec<String> = plan.scenario.policies.iter().map(|policy| quote(&policy.name)).collect();
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
                ("scheduled", plan.scenario.schedule[action].name.as_deref().map_or_else(null, quote), null())
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
