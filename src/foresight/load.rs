//! Metrics: a history that is replayed, or a model of a load that the group serves.

use std::sync::Arc;

use super::group::NEVER;

/// How a load becomes a metric, given the number of instances in service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Model {
    /// Percent of the capacity in service, at most `most`.
    Utilization { per_instance: f64, most: f64 },
    /// Load of one instance.
    PerInstance,
    /// Backlog of one instance.
    Queue { per_instance: f64, initial_backlog: f64 },
}

#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// Values as they were; NaN is a missing one.
    Replay(Arc<[f64]>),
    /// A load; NaN is a missing one.
    Load(Model, Arc<[f64]>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    pub name: String,
    pub start: i64,
    /// Seconds that a slot covers.
    pub resolution: i64,
    pub source: Source,
}

/// How far a series was computed at a time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mark {
    slots: usize,
    backlog: f64,
    logged: usize,
}

/// A metric's values as far as virtual time has come.
#[derive(Debug)]
pub struct Series<'s> {
    start: i64,
    resolution: i64,
    /// The values if they are replayed.
    replay: Option<&'s [f64]>,
    model: Model,
    load: &'s [f64],
    /// Values of a model's slots. Slots from before the simulation are missing.
    computed: Vec<f64>,
    backlog: f64,
    /// When the slot begins that is computed next; never if there is none.
    due: i64,
    /// Position in the log of instances in service.
    logged: usize,
}

impl<'s> Series<'s> {
    /// `start` is the simulation's; `buffer` is reused.
    pub fn new(metric: &'s Metric, start: i64, mut buffer: Vec<f64>) -> Self {
        buffer.clear();
        let (replay, model, load) = match &metric.source {
            Source::Replay(values) => (Some(&values[..]), Model::PerInstance, &[][..]),
            Source::Load(model, load) => (None, *model, &load[..]),
        };
        let before = ((start - metric.start).max(0) as u64).div_ceil(metric.resolution as u64).min(load.len() as u64);
        buffer.reserve(load.len());
        buffer.resize(before as usize, f64::NAN);
        let backlog = if let Model::Queue { initial_backlog, .. } = model { initial_backlog } else { 0.0 };
        let due = if buffer.len() < load.len() { metric.start + before as i64 * metric.resolution } else { NEVER };
        let Metric { start, resolution, .. } = *metric;
        Self { start, resolution, replay, model, load, computed: buffer, backlog, due, logged: 0 }
    }

    /// A metric whose values are all known.
    pub fn known(metric: &Metric, values: &'s [f64]) -> Self {
        Self {
            start: metric.start,
            resolution: metric.resolution,
            replay: Some(values),
            model: Model::PerInstance,
            load: &[],
            computed: Vec::new(),
            backlog: 0.0,
            due: NEVER,
            logged: 0,
        }
    }

    pub fn into_buffer(self) -> Vec<f64> {
        self.computed
    }

    #[inline]
    pub fn values(&self) -> &[f64] {
        self.replay.unwrap_or(&self.computed)
    }

    /// Compute the slots that begin before `now`. `in_service` holds its changes as [time, count].
    #[inline]
    pub fn advance(&mut self, now: i64, in_service: &[(i64, i64)]) {
        while self.due < now {
            while in_service.get(self.logged + 1).is_some_and(|&(at, _)| at <= self.due) {
                self.logged += 1;
            }
            // Slots that begin after the last change have the same number of instances.
            let last = self.logged + 1 == in_service.len();
            let slots = if last { ((now - self.due) as u64).div_ceil(self.resolution as u64) as usize } else { 1 };
            let first = self.computed.len();
            let loads = &self.load[first..][..slots.min(self.load.len() - first)];
            self.model.extend(&mut self.computed, loads, in_service[self.logged].1, &mut self.backlog);
            self.settle_due();
        }
    }

    fn settle_due(&mut self) {
        let slots = self.computed.len();
        self.due = if slots < self.load.len() { self.start + slots as i64 * self.resolution } else { NEVER };
    }

    /// What `retract` needs to undo later calls of `advance`.
    pub fn mark(&self) -> Mark {
        Mark { slots: self.computed.len(), backlog: self.backlog, logged: self.logged }
    }

    /// Forget the slots that begin at `now` or later. They were computed after the mark.
    pub fn retract(&mut self, mark: Mark, now: i64, in_service: &[(i64, i64)]) {
        if self.replay.is_some() {
            return;
        }
        self.logged = mark.logged;
        if let Model::Queue { .. } = self.model {
            self.computed.truncate(mark.slots);
            self.backlog = mark.backlog;
            self.settle_due();
            self.advance(now, in_service);
        } else {
            self.computed.truncate((self.first_from(now).max(0) as usize).max(mark.slots));
            self.settle_due();
        }
    }

    /// Slots whose data an evaluation at `now` sees: those before this one.
    pub fn visible(&self, now: i64, delay: i64) -> i64 {
        (now - delay - self.start).div_euclid(self.resolution)
    }

    /// The first slot that begins at `time` or later.
    pub fn first_from(&self, time: i64) -> i64 {
        -(self.start - time).div_euclid(self.resolution)
    }

    /// Values of the slots `first <= slot < end`, as far as there are any.
    pub fn slice(&self, first: i64, end: i64) -> &[f64] {
        part(self.values(), first, end)
    }

    /// Values of the slots of a known metric that begin within `from <= t < to`.
    pub fn between(&self, from: i64, to: i64) -> &'s [f64] {
        part(self.replay.unwrap_or_default(), self.first_from(from), self.first_from(to))
    }
}

fn part(values: &[f64], first: i64, end: i64) -> &[f64] {
    let last = end.clamp(0, values.len() as i64);
    &values[first.clamp(0, last) as usize..last as usize]
}

impl Model {
    /// Add the data of slots that have the same number of instances in service.
    #[inline]
    fn extend(&self, computed: &mut Vec<f64>, loads: &[f64], in_service: i64, backlog: &mut f64) {
        if let Self::Utilization { per_instance, most } = *self
            && in_service > 0
        {
            let capacity = in_service as f64 * per_instance;
            computed.extend(loads.iter().map(|&load| {
                let percent = 100.0 * load / capacity;
                // Both products can overflow; then the group is at its limit.
                let limited = if percent < most { percent } else { most };
                if load.is_nan() { f64::NAN } else { limited }
            }));
        } else {
            computed.extend(loads.iter().map(|&load| self.value(load, in_service, backlog)));
        }
    }

    /// The datum of a slot; NaN if there is none.
    #[inline]
    pub fn value(&self, load: f64, in_service: i64, backlog: &mut f64) -> f64 {
        let instances = in_service as f64;
        match *self {
            Self::Utilization { .. } | Self::PerInstance if in_service == 0 => f64::NAN,
            _ if load.is_nan() => f64::NAN,
            Self::Utilization { per_instance, most } => {
                let percent = 100.0 * load / (instances * per_instance);
                if percent < most { percent } else { most }
            }
            Self::PerInstance => load / instances,
            Self::Queue { per_instance, .. } => {
                let left = *backlog + load - instances * per_instance;
                *backlog = if left > 0.0 { left } else { 0.0 };
                *backlog / instances.max(1.0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(source: Source) -> Metric {
        Metric { name: "m".into(), start: 0, resolution: 60, source }
    }

    #[test]
    fn utilization_ends_at_100_percent_and_needs_an_instance() {
        let model = |most| Model::Utilization { per_instance: 50.0, most };
        let value = |load, instances| model(100.0).value(load, instances, &mut 0.0);
        assert_eq!([value(50.0, 2), value(500.0, 2), value(0.0, 2)], [50.0, 100.0, 0.0]);
        assert!(value(50.0, 0).is_nan() && value(f64::NAN, 2).is_nan());
        assert_eq!(value(f64::MAX, 1_000_000_000), 100.0);
        assert_eq!([80.0, 400.0].map(|most| model(most).value(150.0, 1, &mut 0.0)), [80.0, 300.0]);
    }

    #[test]
    fn load_is_shared_by_the_instances() {
        assert_eq!(Model::PerInstance.value(9.0, 2, &mut 0.0), 4.5);
        assert!(Model::PerInstance.value(9.0, 0, &mut 0.0).is_nan());
    }

    #[test]
    fn a_queue_keeps_what_the_instances_leave() {
        let model = Model::Queue { per_instance: 10.0, initial_backlog: 0.0 };
        let mut backlog = 5.0;
        assert_eq!(model.value(30.0, 2, &mut backlog), 7.5);
        assert!(model.value(f64::NAN, 2, &mut backlog).is_nan());
        assert_eq!(backlog, 15.0, "a missing load leaves the backlog");
        assert_eq!(model.value(1.0, 0, &mut backlog), 16.0, "without instances the whole backlog");
        assert_eq!(model.value(0.0, 5, &mut backlog), 0.0);
    }

    #[test]
    fn a_slot_takes_the_instances_of_its_first_second() {
        let metric = metric(Source::Load(Model::PerInstance, Arc::from([12.0, 12.0, 12.0, 12.0])));
        let mut series = Series::new(&metric, 0, Vec::new());
        let log = [(0, 1), (60, 2), (61, 3), (121, 4)];
        series.advance(60, &log);
        assert_eq!(series.values(), [12.0]);
        series.advance(181, &log);
        assert_eq!(series.values(), [12.0, 6.0, 4.0, 3.0]);
        series.advance(10_000, &log);
        assert_eq!(series.values().len(), 4);
    }

    #[test]
    fn slots_from_before_the_simulation_are_missing_in_a_model() {
        let load = Metric { start: -90, ..metric(Source::Load(Model::PerInstance, Arc::from([1.0, 1.0, 1.0]))) };
        let mut series = Series::new(&load, 0, Vec::new());
        series.advance(60, &[(0, 1)]);
        assert!(series.values()[0].is_nan() && series.values()[1].is_nan());
        assert_eq!(series.values()[2], 1.0);
    }

    #[test]
    fn slots_are_found_by_time() {
        let metric = metric(Source::Replay(Arc::from([1.0, 2.0, 3.0])));
        let series = Series::new(&metric, 0, Vec::new());
        assert_eq!([-60, -1, 0, 1, 60, 61].map(|time| series.first_from(time)), [-1, 0, 0, 1, 1, 2]);
        assert_eq!([-1, 0, 59, 60].map(|now| series.visible(now, 0)), [-1, 0, 0, 1]);
        assert_eq!(series.visible(60, 1), 0);
        assert_eq!(series.slice(-5, 2), [1.0, 2.0]);
        assert_eq!(series.slice(2, 9), [3.0]);
        assert!(series.slice(7, 9).is_empty() && series.slice(-5, -2).is_empty());
    }
}
