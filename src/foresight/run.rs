//! The simulation: virtual time jumps from one second in which something happens to the next.
//!
//! The result equals that of working through every second. Within a second the order is:
//! instances, events, scheduled actions, alarms, policies. Instances follow a change of the desired
//! capacity in the next second.

use super::evaluation::{Point, State};
use super::group::{Cause, Fleet, Move, NEVER, Process, Suspended};
use super::load::{Mark, Series, Source};
use super::plan::{Cue, Plan};
use super::policy::{Capacity, Kind, Policy, Reading, Reason, Side, resolve};
use super::running_alarm::RunningAlarm;
use super::scenario::{EventKind, Scenario, TrackingValue};
use super::timeline::{Activity, Actor, Decision, Recorder, Transition};
use super::window::Statistic;

/// An alarm executes the policies of its state again after so many seconds.
const REPEAT: i64 = 60;

/// Evaluations that are done at once while no alarm changes its state.
const SHORTEST_STRIDE: usize = 8;
const LONGEST_STRIDE: usize = 64;

/// Buffers that runs share, and the results that are not recorded.
#[derive(Debug, Default)]
pub struct Workspace {
    buffers: Vec<Vec<f64>>,
    /// Changes of the desired capacity, the first at the start.
    pub desired: Vec<(i64, i64)>,
    /// Changes of the number of instances in service, the first at the start.
    pub in_service: Vec<(i64, i64)>,
    /// State of each alarm at the end.
    pub states: Vec<State>,
    pub instance_seconds: i64,
    /// Until when simple scaling and shrinking wait, at each change of either.
    pub waits: Vec<Wait>,
    /// Launches and terminations.
    pub moves: Vec<Move>,
    decisions: Vec<Decision>,
    points: Vec<Point>,
    values: Vec<f64>,
}

/// When simple scaling and instances stop to wait, as known at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub at: i64,
    /// End of the cooldown.
    pub cooldown: i64,
    /// From when on no instance in service warms up.
    pub warm: i64,
}

impl Workspace {
    /// The values of a metric: those of its history, or those that the group's load made.
    pub fn values<'a>(&'a self, scenario: &'a Scenario, metric: usize) -> &'a [f64] {
        match &scenario.metrics[metric].source {
            Source::Replay(values) => values,
            Source::Load(..) => &self.buffers[metric],
        }
    }
}

/// Run a plan. The workspace keeps the course of the capacity, the recorder the rest.
pub fn run<R: Recorder>(plan: &Plan, workspace: &mut Workspace, recorder: &mut R) {
    workspace.desired.clear();
    workspace.in_service.clear();
    workspace.waits.clear();
    let mut simulation = Simulation::new(plan, workspace, recorder);
    let end = plan.scenario.end();
    let mut now = plan.scenario.start;
    while now <= end {
        simulation.second(now);
        now = simulation.coast(now, end);
        now = simulation.next(now);
    }
    simulation.finish(end);
}

struct Simulation<'r, 'p, R> {
    plan: &'p Plan<'p>,
    work: &'r mut Workspace,
    recorder: &'r mut R,
    fleet: Fleet,
    series: Vec<Series<'p>>,
    alarms: Vec<RunningAlarm<'p>>,
    min_size: i64,
    max_size: i64,
    desired: i64,
    suspended: Suspended,
    /// The cause of the last change of the desired capacity.
    cause: Cause,
    /// The cause of changes by others than policies, such as scheduled actions.
    other: Cause,
    next_tick: i64,
    next_execution: i64,
    /// Position in the script.
    cue: usize,
    /// Whether a low alarm of target tracking is not in ALARM, in the present executions.
    low_waits: Option<bool>,
    /// Whether instances must follow a change in the next second.
    unsettled: bool,
    /// Where `stride` began, by metric.
    marks: Vec<Mark>,
    /// Since when the number of existing instances has been the present one.
    counted: i64,
}

impl<'r, 'p, R: Recorder> Simulation<'r, 'p, R> {
    fn new(plan: &'p Plan<'p>, work: &'r mut Workspace, recorder: &'r mut R) -> Self {
        let scenario = plan.scenario;
        let (group, parameters) = (&scenario.group, &scenario.parameters);
        work.buffers.resize_with(scenario.metrics.len(), Vec::new);
        let series: Vec<_> = (scenario.metrics.iter().zip(&mut work.buffers))
            .map(|(metric, buffer)| Series::new(metric, scenario.start, std::mem::take(buffer)))
            .collect();
        let alarms: Vec<_> = (plan.alarms.iter())
            .map(|plan| RunningAlarm::new(plan, &scenario.metrics[plan.metric], scenario.start))
            .collect();
        let other = Cause {
            cooldown: parameters.cooldown_after_other.then_some(group.default_cooldown),
            warmup: group.default_warmup.unwrap_or(group.default_cooldown),
        };
        work.instance_seconds = 0;
        Self {
            plan,
            work,
            recorder,
            fleet: Fleet::new(group.desired, group.durations),
            series,
            next_execution: alarms.iter().map(|running| running.execution).min().unwrap_or(NEVER),
            alarms,
            min_size: group.min_size,
            max_size: group.max_size,
            desired: group.desired,
            suspended: group.suspended,
            cause: other,
            other,
            next_tick: if plan.alarms.is_empty() { NEVER } else { scenario.start + parameters.alarm_phase + plan.tick },
            cue: 0,
            low_waits: None,
            unsettled: false,
            marks: Vec::new(),
            counted: scenario.start,
        }
    }

    /// Everything that happens in a second, in order.
    #[inline]
    fn second(&mut self, now: i64) {
        if self.unsettled || self.fleet.next() <= now {
            self.move_instances(now);
        }
        while let Some(&(_, cue)) = self.plan.script.get(self.cue).filter(|&&(at, _)| at == now) {
            self.cue += 1;
            self.perform(cue, now);
        }
        if self.next_tick == now {
            self.evaluate(now);
        }
        if self.next_execution == now {
            self.execute(now);
        }
        self.note(now);
    }

    /// Work through the seconds in which only alarms are due, until the group changes.
    /// Returns the last of them.
    #[inline]
    fn coast(&mut self, mut now: i64, end: i64) -> i64 {
        if self.unsettled {
            return now;
        }
        let horizon = self.fleet.next().min(self.next_cue()).min(end + 1);
        let mut stride = SHORTEST_STRIDE;
        while self.next_tick < horizon && self.next_tick <= self.next_execution {
            let quiet = (horizon.min(self.next_execution) - self.next_tick) / self.plan.tick;
            if quiet >= stride as i64 {
                let skipped = self.stride(stride);
                if skipped > 0 {
                    now = self.next_tick - self.plan.tick;
                }
                if skipped == stride {
                    stride = (2 * stride).min(LONGEST_STRIDE);
                    continue;
                }
            }
            now = self.next_tick;
            self.evaluate(now);
            if self.next_execution == now {
                self.execute(now);
                if self.unsettled {
                    self.note(now);
                    break;
                }
            }
        }
        now
    }

    /// Work through up to `count` evaluations of all alarms at once, until one changes its state.
    /// Returns how many were done.
    fn stride(&mut self, count: usize) -> usize {
        if !self.alarms.iter().all(RunningAlarm::is_steady) {
            return 0;
        }
        let (tick, in_service) = (self.plan.tick, self.work.in_service.as_slice());
        let last = self.next_tick + (count as i64 - 1) * tick;
        self.marks.clear();
        for series in &mut self.series {
            self.marks.push(series.mark());
            series.advance(last, in_service);
        }
        let mut skipped = count;
        for running in &mut self.alarms {
            skipped = skipped.min(running.unchanged(&self.series[running.metric], count));
        }
        self.alarms.iter_mut().for_each(|running| running.skip(skipped));
        self.next_tick += skipped as i64 * tick;
        if skipped < count {
            for (series, mark) in self.series.iter_mut().zip(&self.marks) {
                series.retract(*mark, self.next_tick - tick, in_service);
            }
        }
        skipped
    }

    /// The next second in which something can happen.
    #[inline]
    fn next(&self, now: i64) -> i64 {
        if self.unsettled {
            return now + 1;
        }
        self.next_tick.min(self.next_execution).min(self.fleet.next()).min(self.next_cue())
    }

    #[inline]
    fn next_cue(&self) -> i64 {
        self.plan.script.get(self.cue).map_or(NEVER, |&(at, _)| at)
    }

    #[inline]
    fn note(&mut self, now: i64) {
        note(&mut self.work.desired, now, self.desired);
        note(&mut self.work.in_service, now, self.fleet.in_service());
    }

    fn finish(mut self, end: i64) {
        self.count(end);
        self.work.states.clear();
        self.work.states.extend(self.alarms.iter().map(|running| running.state));
        self.work.buffers.clear();
        // Slots after the last evaluation, and metrics that no alarm reads.
        let in_service = self.work.in_service.as_slice();
        self.series.iter_mut().for_each(|series| series.advance(end, in_service));
        self.work.moves = self.fleet.into_moves();
        self.work.buffers.extend(self.series.into_iter().map(Series::into_buffer));
    }

    fn count(&mut self, now: i64) {
        self.work.instance_seconds += self.fleet.existing() * (now - self.counted);
        self.counted = now;
    }

    fn move_instances(&mut self, now: i64) {
        self.count(now);
        self.unsettled = false;
        self.fleet.advance(now);
        let wait = Wait { at: now, cooldown: self.fleet.cooldown_end(), warm: self.fleet.warm_from() };
        if self.work.waits.last().is_none_or(|last| (last.cooldown, last.warm) != (wait.cooldown, wait.warm)) {
            self.work.waits.push(wait);
        }
        self.fleet.reconcile(now, self.desired, self.cause, self.other, self.suspended);
    }

    fn perform(&mut self, cue: Cue, now: i64) {
        self.unsettled = true;
        let scenario = self.plan.scenario;
        match cue {
            Cue::Action(index) => {
                if !self.suspended.holds(Process::ScheduledActions) {
                    let action = &scenario.schedule[index];
                    let actor = Actor::Scheduled { action: index };
                    self.update(action.min_size, action.max_size, action.desired, actor, now);
                }
            }
            Cue::Event(index) => match scenario.events[index].kind {
                EventKind::Suspend(processes) => self.suspended = self.suspended.with(processes),
                EventKind::Resume(processes) => self.suspended = self.suspended.without(processes),
                EventKind::Unhealthy { count } => {
                    self.fleet.unhealthy(count, now, self.other.cooldown, self.suspended);
                }
                EventKind::Update { min_size, max_size, desired } => {
                    self.update(min_size, max_size, desired, Actor::Manual, now);
                }
                EventKind::SetDesiredCapacity { desired, honor_cooldown } => {
                    let waits = self.fleet.busy() || now < self.fleet.cooldown_end();
                    let outside = desired < self.min_size || desired > self.max_size;
                    if !(outside || honor_cooldown && waits) {
                        self.update(None, None, Some(desired), Actor::Manual, now);
                    }
                }
            },
        }
    }

    /// Set limits, then the desired capacity, given or kept, within them.
    fn update(&mut self, min: Option<i64>, max: Option<i64>, desired: Option<i64>, actor: Actor, now: i64) {
        self.min_size = min.unwrap_or(self.min_size);
        self.max_size = max.unwrap_or(self.max_size);
        let to = super::policy::clamp(desired.unwrap_or(self.desired), self.min_size, self.max_size);
        if to != self.desired && !self.frozen(to) {
            self.set_desired(to, actor, self.other, now);
        }
    }

    /// Whether the desired capacity cannot move to `to` because the process that would follow is suspended.
    fn frozen(&self, to: i64) -> bool {
        let process = if to > self.desired { Process::Launch } else { Process::Terminate };
        self.plan.scenario.parameters.frozen && to != self.desired && self.suspended.holds(process)
    }

    fn set_desired(&mut self, to: i64, actor: Actor, cause: Cause, now: i64) {
        self.recorder.activity(Activity { at: now, from: self.desired, to, actor });
        self.desired = to;
        self.cause = cause;
        self.unsettled = true;
    }

    #[inline]
    fn evaluate(&mut self, now: i64) {
        self.next_tick = now + self.plan.tick;
        let delay = self.plan.scenario.parameters.metric_delay;
        let in_service = self.work.in_service.as_slice();
        let series = self.series.as_mut_slice();
        for (alarm, running) in self.alarms.iter_mut().enumerate() {
            if running.waits() {
                continue;
            }
            let series = &mut series[running.metric];
            series.advance(now, in_service);
            if let Some(from) = running.evaluate(series, now, delay, &mut self.work.points) {
                self.recorder.transition(Transition { at: now, alarm, from, to: running.state });
                self.next_execution = self.next_execution.min(running.execution);
            }
        }
    }

    /// Execute the policies of the alarms that are due. All see the group as it is before.
    fn execute(&mut self, now: i64) {
        let group = Capacity {
            min_size: self.min_size,
            max_size: self.max_size,
            desired: self.desired,
            in_service: self.fleet.in_service(),
            warming: self.fleet.warming(now),
            pending: self.fleet.pending(),
            terminating: self.fleet.terminating(),
        };
        let mut decisions = std::mem::take(&mut self.work.decisions);
        let mut next = NEVER;
        self.low_waits = None;
        for alarm in 0..self.alarms.len() {
            let running = &mut self.alarms[alarm];
            if running.execution == now {
                running.execution = now + REPEAT;
                for &policy in &running.plan.actions[running.state as usize] {
                    let (capacity, reason) = self.decide(alarm, &self.plan.scenario.policies[policy], &group, now);
                    let capacity = u32::try_from(capacity).unwrap_or(u32::MAX);
                    decisions.push(Decision { at: now, alarm: alarm as u32, policy: policy as u32, capacity, reason });
                }
            }
            next = next.min(self.alarms[alarm].execution);
        }
        self.next_execution = next;
        let acting = self.vote(&mut decisions);
        for decision in &decisions {
            self.recorder.decision(*decision);
        }
        decisions.clear();
        self.work.decisions = decisions;
        if let Some(Decision { alarm, policy, capacity, .. }) = acting {
            let (policy, alarm) = (policy as usize, alarm as usize);
            let cause = self.cause_of(&self.plan.scenario.policies[policy]);
            self.set_desired(i64::from(capacity), Actor::Policy { policy, alarm }, cause, now);
        }
    }

    /// Find the decision that takes effect, the first with the largest capacity; it outvotes the others.
    #[inline]
    fn vote(&self, decisions: &mut [Decision]) -> Option<Decision> {
        let desired = self.desired as u32;
        if let [only] = decisions {
            return (only.capacity != desired).then_some(*only);
        }
        let chosen = resolve(decisions.iter().map(|decision| i64::from(decision.capacity)), self.desired) as u32;
        let mut acting = None;
        for decision in decisions.iter_mut().filter(|decision| decision.capacity != desired) {
            if decision.capacity == chosen && acting.is_none() {
                acting = Some(*decision);
            } else {
                decision.reason = Reason::Outvoted;
            }
        }
        acting
    }

    fn cause_of(&self, policy: &Policy) -> Cause {
        match policy.kind {
            Kind::Simple { cooldown, .. } => {
                Cause { cooldown: cooldown.or(Some(self.plan.scenario.group.default_cooldown)), ..self.other }
            }
            Kind::Step { warmup, .. } | Kind::Tracking { warmup, .. } => {
                Cause { warmup: warmup.unwrap_or(self.other.warmup), ..self.other }
            }
        }
    }

    /// The capacity that one execution of a policy asks for: the checks in order, then the policy itself.
    fn decide(&mut self, alarm: usize, policy: &Policy, group: &Capacity, now: i64) -> (i64, Reason) {
        let refused = |reason| (group.desired, reason);
        if self.suspended.holds(Process::AlarmNotification) {
            return refused(Reason::Suspended);
        }
        if !policy.enabled {
            return refused(Reason::Disabled);
        }
        let value = match &policy.kind {
            Kind::Simple { .. } if self.fleet.busy() => return refused(Reason::ActivityInProgress),
            Kind::Simple { .. } if now < self.fleet.cooldown_end() => return refused(Reason::Cooldown),
            Kind::Simple { .. } => f64::NAN,
            Kind::Step { .. } | Kind::Tracking { .. } => match self.read(alarm, policy) {
                Some(value) => value,
                None => return refused(Reason::NoData),
            },
        };
        let running = self.alarms[alarm].plan;
        if running.side == Some(Side::Low) && self.low_waits() {
            return refused(Reason::NotAllReady);
        }
        let parameters = &self.plan.scenario.parameters;
        let reading = Reading { value, threshold: running.rule.threshold, side: running.side };
        let (capacity, reason) = policy.apply(group, reading, &parameters.tracking);
        if self.frozen(capacity) { refused(Reason::Suspended) } else { (capacity, reason) }
    }

    /// Whether a low alarm keeps the group from shrinking. The one that executes its policy is in ALARM.
    fn low_waits(&mut self) -> bool {
        let alarms = &self.alarms;
        *self.low_waits.get_or_insert_with(|| {
            alarms.iter().any(|running| running.plan.side == Some(Side::Low) && running.state != State::Alarm)
        })
    }

    /// The metric that a step or target tracking policy reads; `None` without real points.
    fn read(&mut self, alarm: usize, policy: &Policy) -> Option<f64> {
        let parameters = &self.plan.scenario.parameters;
        let running = &self.alarms[alarm];
        let periods = running.plan.rule.periods;
        let (points, statistic) = match policy.kind {
            Kind::Step { aggregation, .. } => (parameters.step_points.unwrap_or(periods), aggregation),
            _ => match parameters.tt_value {
                TrackingValue::Newest => (1, Statistic::Maximum),
                TrackingValue::Average => (periods, Statistic::Average),
                TrackingValue::Maximum => (periods, Statistic::Maximum),
            },
        };
        let series = &self.series[running.plan.metric];
        running.newest_real(series, points, parameters.metric_delay, &mut self.work.values);
        // The oldest first: sums depend on their order.
        let value = statistic.of(self.work.values.iter().rev().copied());
        (!value.is_nan()).then_some(value)
    }
}

/// Note a value if it changed.
#[inline]
fn note(log: &mut Vec<(i64, i64)>, now: i64, value: i64) {
    if log.last().is_none_or(|&(_, last)| last != value) {
        log.push((now, value));
    }
}

#[cfg(test)]
#[path = "tests/run.rs"]
mod tests;
