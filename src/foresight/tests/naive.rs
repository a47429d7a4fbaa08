//! The simulation once more, naively: every second, every instance, every window anew.

use super::random_scenarios::RandomNumbers;
use crate::foresight::evaluation::State;
use crate::foresight::group::{Cause, Process, Suspended};
use crate::foresight::load::{Metric, Source};
use crate::foresight::plan::{AlarmPlan, Cue, Plan};
use crate::foresight::policy::{Capacity, Kind, Policy, Reading, Reason, Side, clamp, resolve};
use crate::foresight::run::{Workspace, run};
use crate::foresight::scenario::{EventKind, Scenario, TrackingValue};
use crate::foresight::timeline::{Activity, Actor, Decision, Timeline, Transition};
use crate::foresight::variant::Base;
use crate::foresight::window::Statistic;

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Pending { ready: i64 },
    InService { warm: i64, marked: bool },
    Terminating { settle: i64, settled: bool, gone: i64, replace: bool },
}

#[derive(Clone, Copy)]
struct Instance {
    stage: Stage,
    cause: Cause,
}

/// An alarm: its state, since when, and its points at the last evaluation.
struct NaiveAlarm {
    state: State,
    since: i64,
    points: Vec<f64>,
}

struct Naive<'s> {
    plan: &'s Plan<'s>,
    scenario: &'s Scenario,
    instances: Vec<Instance>,
    replacements: i64,
    limits: (i64, i64),
    desired: i64,
    suspended: Suspended,
    cause: Cause,
    other: Cause,
    cooldown_end: i64,
    alarms: Vec<NaiveAlarm>,
    data: Vec<(Vec<f64>, f64)>,
    timeline: Timeline,
    workspace: Workspace,
}

fn naive(plan: &Plan) -> (Timeline, Workspace) {
    let scenario = plan.scenario;
    let group = &scenario.group;
    let other = Cause {
        cooldown: scenario.parameters.cooldown_after_other.then_some(group.default_cooldown),
        warmup: group.default_warmup.unwrap_or(group.default_cooldown),
    };
    let initial = Instance { stage: Stage::InService { warm: i64::MIN, marked: false }, cause: other };
    let alarm = |plan: &AlarmPlan| NaiveAlarm { state: plan.state, since: scenario.start, points: Vec::new() };
    let datum = |metric: &Metric| match &metric.source {
        Source::Replay(values) => (values.to_vec(), 0.0),
        Source::Load(model, load) => (
            vec![f64::NAN; load.len()],
            match model {
                crate::foresight::load::Model::Queue { initial_backlog, .. } => *initial_backlog,
                _ => 0.0,
            },
        ),
    };
    let mut naive = Naive {
        plan,
        scenario,
        instances: vec![initial; group.desired as usize],
        replacements: 0,
        limits: (group.min_size, group.max_size),
        desired: group.desired,
        suspended: group.suspended,
        cause: other,
        other,
        cooldown_end: i64::MIN,
        alarms: plan.alarms.iter().map(alarm).collect(),
        data: scenario.metrics.iter().map(datum).collect(),
        timeline: Timeline::default(),
        workspace: Workspace::default(),
    };
    for now in scenario.start..=scenario.end() {
        naive.second(now);
    }
    naive.workspace.states = naive.alarms.iter().map(|alarm| alarm.state).collect();
    (naive.timeline, naive.workspace)
}

impl Naive<'_> {
    fn count(&self, holds: impl Fn(&Stage) -> bool) -> i64 {
        self.instances.iter().filter(|instance| holds(&instance.stage)).count() as i64
    }

    fn in_service(&self) -> i64 {
        self.count(|stage| matches!(stage, Stage::InService { .. }))
    }

    fn busy(&self) -> bool {
        self.count(|stage| matches!(stage, Stage::Pending { .. } | Stage::Terminating { settled: false, .. })) > 0
    }

    fn second(&mut self, now: i64) {
        self.move_instances(now);
        let plan = self.plan;
        for (_, cue) in plan.script.iter().filter(|(at, _)| *at == now) {
            self.perform(*cue, now);
        }
        for alarm in 0..self.alarms.len() {
            let since = now - self.scenario.start - self.scenario.parameters.alarm_phase;
            if since > 0 && since % plan.alarms[alarm].window.cadence() == 0 {
                self.evaluate(alarm, now);
            }
        }
        self.execute(now);
        note(&mut self.workspace.desired, now, self.desired);
        let in_service = self.in_service();
        note(&mut self.workspace.in_service, now, in_service);
        for (metric, (values, backlog)) in self.scenario.metrics.iter().zip(&mut self.data) {
            let since = now - metric.start;
            if let Source::Load(model, load) = &metric.source
                && since >= 0
                && since % metric.resolution == 0
                && let Some(load) = load.get((since / metric.resolution) as usize)
            {
                values[(since / metric.resolution) as usize] = model.value(*load, in_service, backlog);
            }
        }
        if now < self.scenario.end() {
            self.workspace.instance_seconds += self.instances.len() as i64;
        }
    }

    fn move_instances(&mut self, now: i64) {
        for instance in &mut self.instances {
            if matches!(instance.stage, Stage::Pending { ready } if ready <= now) {
                instance.stage = Stage::InService { warm: now + instance.cause.warmup, marked: false };
                self.cooldown_end = instance.cause.cooldown.map_or(self.cooldown_end, |length| now + length);
            }
        }
        for instance in &mut self.instances {
            if let Stage::Terminating { settle, settled, gone, replace } = &mut instance.stage {
                if !*settled && *settle <= now {
                    *settled = true;
                    self.cooldown_end = instance.cause.cooldown.map_or(self.cooldown_end, |length| now + length);
                }
                self.replacements += i64::from(*gone <= now && *replace);
            }
        }
        self.instances.retain(|instance| !matches!(instance.stage, Stage::Terminating { gone, .. } if gone <= now));
        self.end_marked(now);
        let placed = self.count(|stage| !matches!(stage, Stage::Terminating { replace: false, .. }));
        let missing = self.desired - placed;
        if missing > 0 && !self.suspended.holds(Process::Launch) {
            let durations = self.scenario.group.durations;
            let stage = Stage::Pending { ready: now + durations.launch + durations.launch_hook };
            for number in 0..missing {
                let cause = if number < self.replacements { self.other } else { self.cause };
                self.instances.push(Instance { stage, cause });
            }
            self.replacements = 0;
        }
        if !self.suspended.holds(Process::Terminate) {
            for _ in missing..0 {
                let newest = self.instances.iter().rposition(|i| matches!(i.stage, Stage::Pending { .. }));
                let oldest = self.instances.iter().position(|i| matches!(i.stage, Stage::InService { .. }));
                if let Some(index) = newest.or(oldest) {
                    self.terminate(index, now, self.cause, false);
                }
            }
        }
        self.replacements = self.replacements.min(missing.max(0));
    }

    fn terminate(&mut self, index: usize, now: i64, cause: Cause, replace: bool) {
        let durations = self.scenario.group.durations;
        let gone = now + durations.drain.unwrap_or(0) + durations.terminate_hook + durations.terminate;
        let settle = durations.drain.map_or(gone, |drain| now + drain);
        self.instances.remove(index);
        self.instances.push(Instance { stage: Stage::Terminating { settle, settled: false, gone, replace }, cause });
    }

    fn end_marked(&mut self, now: i64) {
        if !self.suspended.holds(Process::Terminate) && !self.suspended.holds(Process::ReplaceUnhealthy) {
            let marked = |i: &Instance| matches!(i.stage, Stage::InService { marked: true, .. });
            while let Some(index) = self.instances.iter().position(marked) {
                self.terminate(index, now, self.other, true);
            }
        }
    }

    fn perform(&mut self, cue: Cue, now: i64) {
        match cue {
            Cue::Action(_) if self.suspended.holds(Process::ScheduledActions) => {}
            Cue::Action(index) => {
                let action = &self.scenario.schedule[index];
                let actor = Actor::Scheduled { action: index };
                self.update((action.min_size, action.max_size), action.desired, actor, now);
            }
            Cue::Event(index) => match self.scenario.events[index].kind {
                EventKind::Suspend(processes) => self.suspended = self.suspended.with(processes),
                EventKind::Resume(processes) => self.suspended = self.suspended.without(processes),
                EventKind::Update { min_size, max_size, desired } => {
                    self.update((min_size, max_size), desired, Actor::Manual, now);
                }
                EventKind::SetDesiredCapacity { desired, honor_cooldown } => {
                    let within = self.limits.0 <= desired && desired <= self.limits.1;
                    if within && !(honor_cooldown && (self.busy() || now < self.cooldown_end)) {
                        self.update((None, None), Some(desired), Actor::Manual, now);
                    }
                }
                EventKind::Unhealthy { count } => {
                    let mut left = count;
                    for instance in &mut self.instances {
                        if let Stage::InService { marked, .. } = &mut instance.stage
                            && !*marked
                            && left > 0
                        {
                            *marked = true;
                            left -= 1;
                        }
                    }
                    self.end_marked(now);
                }
            },
        }
    }

    fn update(&mut self, limits: (Option<i64>, Option<i64>), desired: Option<i64>, actor: Actor, now: i64) {
        self.limits = (limits.0.unwrap_or(self.limits.0), limits.1.unwrap_or(self.limits.1));
        let to = clamp(desired.unwrap_or(self.desired), self.limits.0, self.limits.1);
        if !self.frozen(to) {
            self.set(to, actor, self.other, now);
        }
    }

    fn frozen(&self, to: i64) -> bool {
        let out = to > self.desired && self.suspended.holds(Process::Launch);
        let within = to < self.desired && self.suspended.holds(Process::Terminate);
        self.scenario.parameters.frozen && (out || within)
    }

    fn set(&mut self, to: i64, actor: Actor, cause: Cause, now: i64) {
        if to != self.desired {
            self.timeline.activities.push(Activity { at: now, from: self.desired, to, actor });
            (self.desired, self.cause) = (to, cause);
        }
    }

    fn points(&self, plan: &AlarmPlan, now: i64) -> Vec<f64> {
        let metric = &self.scenario.metrics[plan.metric];
        let delay = self.scenario.parameters.metric_delay;
        let newest = plan.window.newest_end(now, delay);
        let point = |age: u64| {
            let end = newest - age as i64 * plan.window.period;
            let values = self.data[plan.metric].0.iter().enumerate().filter(|&(slot, _)| {
                let stamp = metric.start + slot as i64 * metric.resolution;
                (end - plan.window.period..end).contains(&stamp) && stamp + metric.resolution + delay <= now
            });
            plan.statistic.of(values.map(|(_, &value)| value))
        };
        (0..plan.range).rev().map(point).collect()
    }

    fn evaluate(&mut self, alarm: usize, now: i64) {
        let plan = &self.plan.alarms[alarm];
        let points = self.points(plan, now);
        let classified: Vec<_> = points.iter().map(|&value| plan.rule.point(value)).collect();
        let from = self.alarms[alarm].state;
        let to = plan.rule.evaluate(&classified, from);
        self.alarms[alarm].points = points;
        if from != to {
            self.timeline.transitions.push(Transition { at: now, alarm, from, to });
            (self.alarms[alarm].state, self.alarms[alarm].since) = (to, now);
        }
    }

    fn execute(&mut self, now: i64) {
        let warming = |stage: &Stage| matches!(stage, Stage::InService { warm, .. } if *warm > now);
        let group = Capacity {
            min_size: self.limits.0,
            max_size: self.limits.1,
            desired: self.desired,
            in_service: self.in_service(),
            warming: self.count(warming),
            pending: self.count(|stage| matches!(stage, Stage::Pending { .. })),
            terminating: self.count(|stage| matches!(stage, Stage::Terminating { .. })),
        };
        let mut decisions = Vec::new();
        for (alarm, watched) in self.alarms.iter().enumerate() {
            if (now - watched.since) % 60 == 0 {
                for &policy in &self.plan.alarms[alarm].actions[watched.state as usize] {
                    let (capacity, reason) = self.decide(alarm, &self.scenario.policies[policy], &group, now);
                    decisions.push((alarm, policy, capacity, reason));
                }
            }
        }
        let desired = self.desired;
        let chosen = resolve(decisions.iter().map(|decision| decision.2), desired);
        let mut acted = false;
        for (alarm, policy, capacity, mut reason) in decisions {
            if capacity == chosen && capacity != desired && !acted {
                acted = true;
                let cause = match self.scenario.policies[policy].kind {
                    Kind::Simple { cooldown, .. } => {
                        let length = cooldown.unwrap_or(self.scenario.group.default_cooldown);
                        Cause { cooldown: Some(length), ..self.other }
                    }
                    Kind::Step { warmup, .. } | Kind::Tracking { warmup, .. } => {
                        Cause { warmup: warmup.unwrap_or(self.other.warmup), ..self.other }
                    }
                };
                self.set(capacity, Actor::Policy { policy, alarm }, cause, now);
            } else if capacity != desired {
                reason = Reason::Outvoted;
            }
            let (alarm, policy, capacity) = (alarm as u32, policy as u32, capacity as u32);
            self.timeline.decisions.push(Decision { at: now, alarm, policy, capacity, reason });
        }
    }

    fn decide(&self, alarm: usize, policy: &Policy, group: &Capacity, now: i64) -> (i64, Reason) {
        let plan = &self.plan.alarms[alarm];
        let real: Vec<f64> = self.alarms[alarm].points.iter().copied().filter(|point| !point.is_nan()).collect();
        let simple = matches!(policy.kind, Kind::Simple { .. });
        let low = |index: usize| self.plan.alarms[index].side == Some(Side::Low);
        let waiting = |index: usize| index != alarm && low(index) && self.alarms[index].state != State::Alarm;
        let refusal = if self.suspended.holds(Process::AlarmNotification) {
            Some(Reason::Suspended)
        } else if !policy.enabled {
            Some(Reason::Disabled)
        } else if simple && self.busy() {
            Some(Reason::ActivityInProgress)
        } else if simple && now < self.cooldown_end {
            Some(Reason::Cooldown)
        } else if !simple && real.is_empty() {
            Some(Reason::NoData)
        } else if low(alarm) && (0..self.alarms.len()).any(waiting) {
            Some(Reason::NotAllReady)
        } else {
            None
        };
        if let Some(reason) = refusal {
            return (self.desired, reason);
        }
        let parameters = &self.scenario.parameters;
        let newest = |count: u64| real[real.len().saturating_sub(count as usize)..].iter().copied();
        let value = match (&policy.kind, parameters.tt_value) {
            (Kind::Simple { .. }, _) => 0.0,
            (Kind::Step { aggregation, .. }, _) => {
                aggregation.of(newest(parameters.step_points.unwrap_or(plan.rule.periods)))
            }
            (_, TrackingValue::Newest) => real[real.len() - 1],
            (_, TrackingValue::Average) => Statistic::Average.of(newest(plan.rule.periods)),
            (_, TrackingValue::Maximum) => Statistic::Maximum.of(newest(plan.rule.periods)),
        };
        let reading = Reading { value, threshold: plan.rule.threshold, side: plan.side };
        let (capacity, reason) = policy.apply(group, reading, &parameters.tracking);
        if self.frozen(capacity) { (self.desired, Reason::Suspended) } else { (capacity, reason) }
    }
}

fn note(log: &mut Vec<(i64, i64)>, now: i64, value: i64) {
    if log.last().is_none_or(|&(_, last)| last != value) {
        log.push((now, value));
    }
}

#[test]
fn jumping_from_event_to_event_equals_working_through_every_second() {
    let (mut decisions, mut activities) = (0, 0);
    let mut workspace = Workspace::default();
    for seed in 0..400 {
        let scenario = RandomNumbers(seed).scenario();
        let plan = Plan::new(&scenario).expect("a valid scenario");
        let mut timeline = Timeline::default();
        run(&plan, &mut workspace, &mut timeline);
        let (expected, course) = naive(&plan);
        assert_eq!(timeline.transitions, expected.transitions, "seed {seed}");
        assert_eq!(timeline.decisions, expected.decisions, "seed {seed}");
        assert_eq!(timeline.activities, expected.activities, "seed {seed}");
        assert_eq!(workspace.desired, course.desired, "seed {seed}");
        assert_eq!(workspace.in_service, course.in_service, "seed {seed}");
        assert_eq!(workspace.states, course.states, "seed {seed}");
        assert_eq!(workspace.instance_seconds, course.instance_seconds, "seed {seed}");
        decisions += timeline.decisions.len();
        activities += timeline.activities.len();
    }
    assert!(decisions > 1000 && activities > 200, "{decisions} decisions and {activities} activities show too little");
}

/// Long quiet times between changes, which the simulation works through in strides.
#[test]
fn strides_equal_working_through_every_second() {
    let mut workspace = Workspace::default();
    for (period, model) in
        [(10, "utilization"), (60, "utilization"), (60, "per_instance"), (10, "queue"), (60, "queue")]
    {
        for needed in [1, 3] {
            // A rising and falling load with some noise, and a gap.
            let load = (0..900_u32).map(|slot| match slot {
                400..=410 => "null".to_owned(),
                _ => (150 + slot % 300 + slot.wrapping_mul(2_654_435_761) % 70).to_string(),
            });
            let load = load.collect::<Vec<_>>().join(",");
            let alarm = |name: &str, comparison: &str, threshold: u32, policy: &str| {
                format!(
                    r#"{{"name": "{name}", "metric": "m", "comparison": "{comparison}", "threshold": {threshold},
                    "evaluation_periods": 3, "datapoints_to_alarm": {needed}, "period": {period},
                    "alarm_actions": ["{policy}"]}}"#
                )
            };
            let text = format!(
                r#"{{"start": 0, "duration": {}, "group": {{"min_size": 1, "max_size": 9, "launch_seconds": 91,
                "terminate_seconds": 60}}, "policies": [
                {{"name": "up", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": 1, "cooldown": 180}},
                {{"name": "down", "adjustment_type": "ChangeInCapacity", "scaling_adjustment": -1, "cooldown": 60}}],
                "alarms": [{}, {}], "metrics": {{"m": {{"model": "{model}", "resolution": {period}, "load": [{load}]{}}}}}}}"#,
                900 * period,
                alarm("hot", "GreaterThanThreshold", 85, "up"),
                alarm("cold", "LessThanThreshold", 50, "down"),
                if model == "per_instance" { "" } else { r#", "per_instance": 101"# },
            );
            let scenario = Base::new(&text, Vec::new()).and_then(|base| base.scenario()).expect("a scenario");
            let plan = Plan::new(&scenario).expect("a valid scenario");
            let mut timeline = Timeline::default();
            run(&plan, &mut workspace, &mut timeline);
            let (expected, course) = naive(&plan);
            assert_eq!(timeline.transitions, expected.transitions, "{period} {model} {needed}");
            assert_eq!(timeline.decisions, expected.decisions, "{period} {model} {needed}");
            assert_eq!(workspace.in_service, course.in_service, "{period} {model} {needed}");
            assert!(timeline.activities.len() > 10, "{period} {model} {needed}");
        }
    }
}
