//! A scenario: a group, its policies, alarms and schedule, metrics and events.
//!
//! Plain data: a variant is a clone with other fields. Metrics are shared, not copied.

use super::evaluation::{Comparison, Missing, PrematureScope, Rule, State, TooYoung};
use super::group::{Group, Suspended};
use super::load::Metric;
use super::policy::{Policy, TrackingLimits};
use super::schedule::Action;
use super::window::{Statistic, Window};

#[derive(Debug, Clone)]
pub struct Scenario {
    pub start: i64,
    pub duration: i64,
    pub group: Group,
    pub policies: Vec<Policy>,
    pub alarms: Vec<Alarm>,
    pub metrics: Vec<Metric>,
    pub schedule: Vec<Action>,
    pub events: Vec<Event>,
    pub parameters: Parameters,
}

impl Scenario {
    pub fn end(&self) -> i64 {
        self.start + self.duration
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    pub name: String,
    pub metric: String,
    pub test: Test,
    pub window: Window,
    pub statistic: Statistic,
    pub state: State,
    pub actions_enabled: bool,
    /// Names of policies for each state, by `State as usize`.
    pub actions: [Vec<String>; 3],
}

/// The condition that an alarm tests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    pub comparison: Comparison,
    pub threshold: f64,
    pub periods: u64,
    pub needed: u64,
    pub missing: Missing,
}

impl Test {
    pub fn rule(self, parameters: &Parameters) -> Rule {
        let Self { comparison, threshold, periods, needed, missing } = self;
        let Parameters { premature_scope: scope, too_young, .. } = *parameters;
        Rule { comparison, threshold, periods, needed, missing, scope, too_young }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    pub at: i64,
    pub kind: EventKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    Suspend(Suspended),
    Resume(Suspended),
    SetDesiredCapacity { desired: i64, honor_cooldown: bool },
    Update { min_size: Option<i64>, max_size: Option<i64>, desired: Option<i64> },
    Unhealthy { count: i64 },
}

/// Which value enters target tracking's proportion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TrackingValue {
    #[default]
    Newest,
    Average,
    Maximum,
}

impl TrackingValue {
    pub const WORDS: [(&'static str, Self); 3] =
        [("newest", Self::Newest), ("average", Self::Average), ("maximum", Self::Maximum)];
}

/// Behavior that AWS does not publish.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// Periods that an evaluation sees beyond N.
    pub evaluation_range_extra: u64,
    pub premature_scope: PrematureScope,
    pub too_young: TooYoung,
    pub alarm_phase: i64,
    pub metric_delay: i64,
    /// Points that a step policy aggregates; `None` for N.
    pub step_points: Option<u64>,
    pub cooldown_after_other: bool,
    pub tt_period: i64,
    pub tt_high_periods: u64,
    pub tt_low_periods: u64,
    pub tt_low_factor: f64,
    pub tt_value: TrackingValue,
    pub tracking: TrackingLimits,
    pub scheduled_delay: i64,
    /// Whether the desired capacity stays while the process that would follow it is suspended.
    pub frozen: bool,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            evaluation_range_extra: 2,
            premature_scope: PrematureScope::Range,
            too_young: TooYoung::Legacy,
            alarm_phase: 0,
            metric_delay: 0,
            step_points: None,
            cooldown_after_other: true,
            tt_period: 60,
            tt_high_periods: 3,
            tt_low_periods: 15,
            tt_low_factor: 0.9,
            tt_value: TrackingValue::Newest,
            tracking: TrackingLimits { scale_in_percent: Some(50.0), zero_capacity_as: 1 },
            scheduled_delay: 0,
            frozen: true,
        }
    }
}
