//! An alarm over time: its window moves over a metric, its state follows.

use super::judge::{Point, Register, State};
use super::load::{Metric, Series};
use super::plan::WatchPlan;
use super::window::Statistic;

#[derive(Debug)]
pub struct Watch<'p> {
    pub plan: &'p WatchPlan,
    pub state: State,
    /// Ticks until the next evaluation.
    pub ticks: i64,
    /// When the policies of the state are executed next.
    pub execution: i64,
    /// Time of the last evaluation.
    seen: Option<i64>,
    /// End of the newest period at the last evaluation.
    end: i64,
    stream: Option<Stream>,
}

/// Windows whose periods consist of whole slots: every point is computed once.
///
/// Periods of 300 seconds that slide by 60 make five interleaved rows of points: a register each.
#[derive(Debug)]
struct Stream {
    registers: Vec<Register>,
    turn: usize,
    /// The slot after the newest period.
    cursor: i64,
    /// Slots between two ends of periods.
    step: i64,
    /// Slots in a period.
    width: i64,
}

/// Whether the alarm's points can be streamed.
pub fn streams(plan: &WatchPlan, metric: &Metric) -> bool {
    let grid = plan.window.grid();
    plan.range <= Register::POINTS
        && plan.window.period % grid == 0
        && grid % metric.resolution == 0
        && metric.start % metric.resolution == 0
}

impl<'p> Watch<'p> {
    pub fn new(plan: &'p WatchPlan, metric: &Metric, start: i64) -> Self {
        let (grid, period) = (plan.window.grid(), plan.window.period);
        let stream = streams(plan, metric).then(|| Stream {
            registers: vec![Register::default(); (period / grid) as usize],
            turn: 0,
            cursor: 0,
            step: grid / metric.resolution,
            width: period / metric.resolution,
        });
        let state = plan.state;
        let mut watch = Self { plan, state, ticks: plan.every, execution: 0, seen: None, end: 0, stream };
        watch.schedule(start);
        watch
    }

    /// Execute the policies of the state from `now` on.
    fn schedule(&mut self, now: i64) {
        let acts = !self.plan.actions[self.state as usize].is_empty();
        self.execution = if acts { now } else { super::group::NEVER };
    }

    /// Evaluate the alarm. Returns the state that it left, if it did.
    #[inline]
    pub fn evaluate(&mut self, series: &Series, now: i64, delay: i64, scratch: &mut Vec<Point>) -> Option<State> {
        let state = self.judge(series, now, delay, scratch);
        self.seen = Some(now);
        if state == self.state {
            return None;
        }
        let from = std::mem::replace(&mut self.state, state);
        self.schedule(now);
        Some(from)
    }

    #[inline]
    fn judge(&mut self, series: &Series, now: i64, delay: i64, scratch: &mut Vec<Point>) -> State {
        let plan = self.plan;
        let (rule, grid) = (&plan.rule, plan.window.grid());
        let first = self.seen.is_none();
        if first {
            self.end = plan.window.newest_end(now, delay);
        }
        let Some(stream) = &mut self.stream else {
            self.end = plan.window.newest_end(now, delay);
            scratch.clear();
            let points = (0..plan.range as i64).rev().map(|age| rule.point(self.point(series, age, now, delay)));
            scratch.extend(points);
            return rule.evaluate(scratch, self.state);
        };
        if first {
            stream.fill(plan, series, self.end);
        }
        while self.end + grid <= now - delay {
            self.end += grid;
            stream.cursor += stream.step;
            stream.turn = if stream.turn + 1 == stream.registers.len() { 0 } else { stream.turn + 1 };
            let newest = rule.point(stream.value(plan.statistic, series, 0));
            stream.registers[stream.turn].push(newest);
        }
        stream.registers[stream.turn].evaluate(rule, plan.range, self.state)
    }

    /// The point of a period of the last window; age 0 is the newest. NaN is a missing point.
    fn point(&self, series: &Series, age: i64, now: i64, delay: i64) -> f64 {
        if let Some(stream) = &self.stream {
            return stream.value(self.plan.statistic, series, age);
        }
        let end = self.end - age * self.plan.window.period;
        let first = series.first_from(end - self.plan.window.period);
        let last = series.first_from(end).min(series.visible(now, delay));
        self.plan.statistic.of(series.slice(first, last).iter().copied())
    }

    /// Collect the newest real points of the last evaluation, at most `most` of them, newest first.
    pub fn newest_real(&self, series: &Series, most: u64, delay: i64, values: &mut Vec<f64>) {
        values.clear();
        let Some(seen) = self.seen else { return };
        let points = (0..self.plan.range as i64).map(|age| self.point(series, age, seen, delay));
        values.extend(points.filter(|value| !value.is_nan()).take(usize::try_from(most).unwrap_or(usize::MAX)));
    }
}

impl Stream {
    /// Begin with the periods that end at or before `end`.
    fn fill(&mut self, plan: &WatchPlan, series: &Series, end: i64) {
        self.cursor = series.first_from(end);
        let ahead = self.registers.len() as i64;
        for (turn, register) in self.registers.iter_mut().enumerate() {
            // The row of this register is due `turn` steps ahead; its newest point is pushed then.
            let offset = self.cursor + turn as i64 * self.step;
            for age in (1..plan.range as i64).rev() {
                let value = value(plan.statistic, series, offset - age * self.step * ahead, self.width);
                register.push(plan.rule.point(value));
            }
        }
        let newest = value(plan.statistic, series, self.cursor, self.width);
        self.registers[0].push(plan.rule.point(newest));
    }

    #[inline]
    fn value(&self, statistic: Statistic, series: &Series, age: i64) -> f64 {
        value(statistic, series, self.cursor - age * self.width, self.width)
    }
}

/// The statistic of the `width` slots before `end`.
#[inline]
fn value(statistic: Statistic, series: &Series, end: i64, width: i64) -> f64 {
    if width == 1 && statistic != Statistic::SampleCount {
        let slot = usize::try_from(end - 1).ok();
        return slot.and_then(|slot| series.values().get(slot)).copied().unwrap_or(f64::NAN);
    }
    statistic.of(series.slice(end - width, end).iter().copied())
}
