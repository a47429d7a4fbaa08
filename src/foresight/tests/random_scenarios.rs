//! Random scenarios from a seed: the same on every host.

use crate::foresight::evaluation::{Comparison, Missing, PrematureScope, State, TooYoung};
use crate::foresight::group::{Durations, Group, Process, Suspended};
use crate::foresight::load::{Metric, Model, Source};
use crate::foresight::policy::{Adjusting, AdjustmentType, Kind, Policy, Step, TrackingLimits};
use crate::foresight::scenario::{Alarm, Event, EventKind, Parameters, Scenario, Test, TrackingValue};
use crate::foresight::schedule::{Action, Cron};
use crate::foresight::window::{Statistic, Window};

/// SplitMix64.
pub struct RandomNumbers(pub u64);

impl RandomNumbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    pub fn below(&mut self, end: i64) -> i64 {
        (self.next() % end as u64) as i64
    }

    pub fn one<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as i64) as usize].clone()
    }

    pub fn percent(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    fn maybe<T: Clone>(&mut self, choices: &[T]) -> Option<T> {
        self.percent(50).then(|| self.one(choices))
    }

    fn suspended(&mut self) -> Suspended {
        let count = self.one(&[0, 0, 1, 2]);
        (0..count).map(|_| self.one(&Process::WORDS).1).collect()
    }

    pub fn scenario(&mut self) -> Scenario {
        let start = 1_700_000_000 + self.below(100_000) - self.one(&[0, 40, 7]);
        let duration = self.one(&[0, 59, 600, 2400, 3600]);
        let metrics = vec![self.metric("m0", start, duration), self.metric("m1", start, duration)];
        let policies: Vec<Policy> = (0..self.below(4)).map(|k| self.policy(format!("p{k}"))).collect();
        let alarms = (0..self.below(4)).map(|k| self.alarm(format!("a{k}"), &policies)).collect();
        let min_size = self.below(4);
        let max_size = min_size + self.below(9);
        Scenario {
            start,
            duration,
            group: Group {
                min_size,
                max_size,
                desired: min_size + self.below(max_size - min_size + 1),
                default_cooldown: self.one(&[0, 60, 119, 300]),
                default_warmup: self.maybe(&[0, 60, 240]),
                suspended: self.suspended(),
                durations: self.durations(),
            },
            policies,
            alarms,
            metrics,
            schedule: (0..self.below(3)).map(|k| self.action(format!("s{k}"), start, duration)).collect(),
            events: (0..self.one(&[0, 0, 2, 5])).map(|_| self.event(start, duration)).collect(),
            parameters: self.parameters(),
        }
    }

    fn durations(&mut self) -> Durations {
        let seconds = [0, 0, 1, 30, 60, 150];
        Durations {
            launch: self.one(&seconds),
            launch_hook: self.one(&seconds),
            terminate: self.one(&seconds),
            terminate_hook: self.one(&seconds),
            drain: self.maybe(&seconds),
        }
    }

    pub fn parameters(&mut self) -> Parameters {
        Parameters {
            evaluation_range_extra: self.one(&[0, 1, 2, 2, 5, 70]),
            premature_scope: self.one(&[PrematureScope::Range, PrematureScope::Periods]),
            too_young: self.one(&[TooYoung::Legacy, TooYoung::Ok]),
            alarm_phase: self.one(&[0, 0, 7, 30, 90]),
            metric_delay: self.one(&[0, 0, 5, 60, 150]),
            step_points: self.maybe(&[1, 2, 10]),
            cooldown_after_other: self.percent(70),
            tt_period: self.one(&[10, 60, 60, 300]),
            tt_high_periods: self.below(3).unsigned_abs() + 1,
            tt_low_periods: self.below(15).unsigned_abs() + 1,
            tt_low_factor: self.one(&[0.7, 0.9, 1.0]),
            tt_value: self.one(&TrackingValue::WORDS).1,
            tracking: TrackingLimits {
                scale_in_percent: self.maybe(&[10.0, 50.0, 100.0]),
                zero_capacity_as: self.below(3),
            },
            scheduled_delay: self.one(&[0, 13, 120]),
            frozen: self.percent(70),
        }
    }

    fn points(&mut self, count: i64) -> Vec<f64> {
        let missing = self.one(&[0, 0, 10, 60]);
        let mut level = 30.0;
        let point = |_| {
            if self.percent(8) {
                level = self.one(&[0.0, 5.0, 10.0, 40.0, 120.0, 300.0]);
            }
            if self.percent(missing) { f64::NAN } else { level * (80 + self.below(40)) as f64 / 97.0 }
        };
        (0..count).map(point).collect()
    }

    fn metric(&mut self, name: &str, start: i64, duration: i64) -> Metric {
        let resolution = self.one(&[60, 60, 60, 10, 300, 45]);
        let spare = self.one(&[0, 2, 12]);
        let points = self.points(duration / resolution + spare).into();
        let per_instance = self.one(&[10.0, 33.3, 100.0]);
        let source = match self.below(4) {
            0 => Source::Replay(points),
            1 => Source::Load(Model::Utilization { per_instance, most: 100.0 }, points),
            2 => Source::Load(Model::PerInstance, points),
            _ => Source::Load(Model::Queue { per_instance, initial_backlog: self.one(&[0.0, 12.5]) }, points),
        };
        let start = start - start % 60 * self.below(2) + self.one(&[0, 0, 0, -600, 300, -7]);
        Metric { name: name.to_owned(), start, resolution, source }
    }

    fn policy(&mut self, name: String) -> Policy {
        let kind = self.one(&AdjustmentType::WORDS).1;
        let adjusting = Adjusting { kind, min_magnitude: self.one(&[0, 0, 2]) };
        let scale = if kind == AdjustmentType::Percent { 25 } else { 1 };
        let adjustment = |random: &mut Self| match kind {
            AdjustmentType::Exact => random.below(9),
            _ => (random.below(9) - 4) * scale,
        };
        let warmup = self.maybe(&[0, 60, 200]);
        let kind = match self.below(3) {
            0 => Kind::Simple { adjusting, adjustment: adjustment(self), cooldown: self.maybe(&[0, 59, 60, 61, 180]) },
            1 => {
                let bounds = [None, Some(-10.0), Some(0.0), Some(10.0), None];
                let steps = bounds.windows(2).skip(self.below(3) as usize);
                let step =
                    |pair: &[Option<f64>]| Step { lower: pair[0], upper: pair[1], adjustment: Some(adjustment(self)) };
                let steps = steps.map(step).collect();
                let aggregation = self.one(&[Statistic::Average, Statistic::Minimum, Statistic::Maximum]);
                Kind::Step { adjusting, steps, aggregation, warmup }
            }
            _ => Kind::Tracking {
                metric: Some(self.one(&["m0", "m1"]).to_owned()),
                statistic: Statistic::Average,
                target: self.one(&[5.0, 40.0, 60.5]),
                disable_scale_in: self.percent(30),
                warmup,
            },
        };
        Policy { name, enabled: self.percent(90), kind }
    }

    fn alarm(&mut self, name: String, policies: &[Policy]) -> Alarm {
        let periods = self.one(&[1, 1, 2, 3, 5]);
        let period = self.one(&[60, 60, 60, 10, 20, 30, 120, 300]);
        let test = Test {
            comparison: self.one(&Comparison::WORDS[..4]).1,
            threshold: self.one(&[5.0, 30.0, 60.0]),
            periods,
            needed: self.below(periods as i64).unsigned_abs() + 1,
            missing: self.one(&Missing::WORDS).1,
        };
        let names: Vec<String> = policies.iter().map(|policy| policy.name.clone()).collect();
        let mut actions = |percent| match names.as_slice() {
            names if !names.is_empty() && self.percent(percent) => vec![self.one(names)],
            _ => Vec::new(),
        };
        let actions = [actions(20), actions(40), actions(90)];
        Alarm {
            name,
            metric: self.one(&["m0", "m1"]).to_owned(),
            test,
            window: Window { period, periods, wall_clock: self.percent(20) },
            statistic: self.one(&Statistic::WORDS).1,
            state: self.one(&State::WORDS).1,
            actions_enabled: self.percent(90),
            actions,
        }
    }

    fn action(&mut self, name: String, start: i64, duration: i64) -> Action {
        let recurrence = self.one(&["* * * * *", "*/5 * * * *", "*/20 * * * *"]);
        Action {
            name: Some(name),
            start_time: self.percent(40).then(|| start + self.below(duration + 1)),
            end_time: self.percent(30).then(|| start + self.below(duration + 1)),
            recurrence: Some(Cron::parse(recurrence).expect("valid")),
            zone: jiff::tz::TimeZone::UTC,
            min_size: self.maybe(&[0, 1, 3, 5]),
            max_size: self.maybe(&[2, 8, 12]),
            desired: self.maybe(&[0, 3, 6, 9]),
        }
    }

    fn event(&mut self, start: i64, duration: i64) -> Event {
        let kind = match self.below(5) {
            0 => EventKind::Suspend(self.suspended()),
            1 => EventKind::Resume(self.suspended()),
            2 => EventKind::SetDesiredCapacity { desired: self.below(10), honor_cooldown: self.percent(50) },
            3 => EventKind::Update {
                min_size: self.maybe(&[0, 2, 5]),
                max_size: self.maybe(&[1, 8]),
                desired: self.maybe(&[0, 4, 9]),
            },
            _ => EventKind::Unhealthy { count: self.below(4) },
        };
        Event { at: start + self.below(duration + 1), kind }
    }
}
