//! An alarm over time: its window moves over a metric, its state follows.

use super::evaluation::{Ahead, Evaluator, Point, Register, State};
use super::load::{Metric, Series};
use super::plan::AlarmPlan;
use super::window::Statistic;

#[derive(Debug)]
pub struct RunningAlarm<'p> {
    pub plan: &'p AlarmPlan,
    pub state: State,
    /// Index of the metric.
    pub metric: usize,
    /// Ticks until the next evaluation.
    ticks: i64,
    every: i64,
    /// When the policies of the state are executed next.
    pub execution: i64,
    /// Time of the last evaluation, or of the first one if points are streamed.
    seen: Option<i64>,
    /// End of the newest period at the last evaluation.
    end: i64,
    /// Seconds between two ends of periods.
    grid: i64,
    stream: Option<Stream>,
}

/// Windows whose periods consist of whole slots: every point is computed once.
///
/// Periods of 300 seconds that slide by 60 make five interleaved rows of points: a register each.
#[derive(Debug)]
struct Stream {
    evaluator: Evaluator,
    registers: Vec<Register>,
    /// The only register while `quick`.
    register: Register,
    turn: usize,
    /// The slot after the newest period.
    cursor: i64,
    /// Slots between two ends of periods.
    step: i64,
    /// Slots in a period.
    width: i64,
    /// Whether a point is its slot's value.
    plain: bool,
    /// Whether each evaluation sees one plain point more. Found out at the first evaluation.
    quick: bool,
    /// The register with points of the next evaluations.
    ahead: Ahead,
}

impl<'p> RunningAlarm<'p> {
    pub fn new(plan: &'p AlarmPlan, metric: &Metric, start: i64) -> Self {
        let (grid, period) = (plan.window.grid(), plan.window.period);
        let stream = plan.stream_evaluator(metric).map(|evaluator| Stream {
            evaluator,
            registers: vec![Register::default(); (period / grid) as usize],
            register: Register::default(),
            turn: 0,
            cursor: 0,
            step: grid / metric.resolution,
            width: period / metric.resolution,
            plain: period == metric.resolution && plan.statistic != Statistic::SampleCount,
            quick: false,
            ahead: Ahead::default(),
        });
        let state = plan.state;
        let (metric, every) = (plan.metric, plan.every);
        let mut running =
            Self { plan, state, metric, ticks: every, every, execution: 0, seen: None, end: 0, grid, stream };
        running.schedule(start);
        running
    }

    /// Execute the policies of the state from `now` on.
    fn schedule(&mut self, now: i64) {
        let acts = !self.plan.actions[self.state as usize].is_empty();
        self.execution = if acts { now } else { super::group::NEVER };
    }

    /// Whether each tick evaluates the alarm with one plain point more.
    pub fn is_steady(&self) -> bool {
        self.every == 1 && self.stream.as_ref().is_some_and(|stream| stream.quick && stream.step == 1)
    }

    /// How many of the next evaluations, at most `most`, leave the state as it is.
    #[inline]
    pub fn unchanged(&mut self, series: &Series, most: usize) -> usize {
        let Some(stream) = &mut self.stream else { return 0 };
        let values = series.slice(stream.cursor, stream.cursor + most as i64);
        stream.ahead = stream.evaluator.ahead(stream.register, values);
        stream.evaluator.unchanged(&stream.ahead, self.state)
    }

    /// Skip evaluations that leave the state as it is, at most as many as `unchanged` counted.
    pub fn skip(&mut self, count: usize) {
        if let Some(stream) = &mut self.stream {
            stream.register = stream.ahead.register(count);
            stream.cursor += count as i64;
        }
    }

    /// Whether this tick is not one of the alarm's.
    #[inline]
    pub fn waits(&mut self) -> bool {
        self.ticks -= 1;
        let waits = self.ticks > 0;
        if !waits {
            self.ticks = self.every;
        }
        waits
    }

    /// Evaluate the alarm. Returns the state that it left, if it did.
    #[inline]
    pub fn evaluate(&mut self, series: &Series, now: i64, delay: i64, scratch: &mut Vec<Point>) -> Option<State> {
        let state = match &mut self.stream {
            Some(stream) if stream.quick => stream.next_plain_state(series, self.state),
            _ => self.next_state(series, now, delay, scratch),
        };
        if state == self.state {
            return None;
        }
        let from = std::mem::replace(&mut self.state, state);
        self.schedule(now);
        Some(from)
    }

    #[inline(never)]
    fn next_state(&mut self, series: &Series, now: i64, delay: i64, scratch: &mut Vec<Point>) -> State {
        let first = self.seen.replace(now).is_none();
        if first {
            self.end = self.plan.window.newest_end(now, delay);
        }
        let Some(stream) = &mut self.stream else { return self.window_state(series, now, delay, scratch) };
        if first {
            stream.fill(self.plan, series, self.end);
            stream.quick = stream.plain && stream.registers.len() == 1 && self.grid == self.plan.window.cadence();
            stream.register = stream.registers[0];
        }
        while self.end + self.grid <= now - delay {
            self.end += self.grid;
            stream.advance(self.plan.statistic, series);
        }
        stream.evaluator.evaluate(stream.registers[stream.turn], self.state)
    }

    /// Evaluate a window whose points are computed anew.
    fn window_state(&mut self, series: &Series, now: i64, delay: i64, scratch: &mut Vec<Point>) -> State {
        self.end = self.plan.window.newest_end(now, delay);
        scratch.clear();
        let ages = (0..self.plan.range as i64).rev();
        scratch.extend(ages.map(|age| self.plan.rule.point(self.point(series, age, now, delay))));
        self.plan.rule.evaluate(scratch, self.state)
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
    fn fill(&mut self, plan: &AlarmPlan, series: &Series, end: i64) {
        self.cursor = series.first_from(end);
        for (turn, register) in self.registers.iter_mut().enumerate() {
            // The row of this register is due `turn` steps ahead; its newest point is pushed then.
            let offset = self.cursor + turn as i64 * self.step;
            for age in (1..plan.range as i64).rev() {
                self.evaluator.push(register, value(plan.statistic, series, offset - age * self.width, self.width));
            }
        }
        let newest = self.value(plan.statistic, series, 0);
        self.evaluator.push(&mut self.registers[0], newest);
    }

    /// Move by one grid step: the next row gets its newest point.
    fn advance(&mut self, statistic: Statistic, series: &Series) {
        self.cursor += self.step;
        self.turn = if self.turn + 1 == self.registers.len() { 0 } else { self.turn + 1 };
        let newest = self.value(statistic, series, 0);
        self.evaluator.push(&mut self.registers[self.turn], newest);
    }

    /// Add the next slot's value as a point and evaluate. Most evaluations take this path.
    #[inline]
    fn next_plain_state(&mut self, series: &Series, state: State) -> State {
        self.cursor += self.step;
        self.evaluator.push(&mut self.register, slot(series, self.cursor - 1));
        self.evaluator.evaluate(self.register, state)
    }

    fn value(&self, statistic: Statistic, series: &Series, age: i64) -> f64 {
        value(statistic, series, self.cursor - age * self.width, self.width)
    }
}

/// The statistic of the `width` slots before `end`.
fn value(statistic: Statistic, series: &Series, end: i64, width: i64) -> f64 {
    if width == 1 && statistic != Statistic::SampleCount {
        return slot(series, end - 1);
    }
    statistic.of(series.slice(end - width, end).iter().copied())
}

/// The value of one slot; NaN if there is none.
#[inline]
fn slot(series: &Series, slot: i64) -> f64 {
    // A negative index becomes one beyond every list.
    series.values().get(slot as usize).copied().unwrap_or(f64::NAN)
}
