//! Alarm evaluation: from data points to a state.
//!
//! The rule exists once, in [`Rule::decide`]. [`Rule::evaluate`] feeds it from a list of points,
//! [`Evaluator`] from bit masks that shift by one point an evaluation.

/// State of an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    #[default]
    InsufficientData,
    Ok,
    Alarm,
}

impl State {
    pub const WORDS: [(&'static str, Self); 3] =
        [("INSUFFICIENT_DATA", Self::InsufficientData), ("OK", Self::Ok), ("ALARM", Self::Alarm)];

    pub fn as_str(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    GreaterOrEqual,
    Greater,
    Less,
    LessOrEqual,
    OutsideBand,
    BelowBand,
    AboveBand,
}

impl Comparison {
    pub const WORDS: [(&'static str, Self); 7] = [
        ("GreaterThanOrEqualToThreshold", Self::GreaterOrEqual),
        ("GreaterThanThreshold", Self::Greater),
        ("LessThanThreshold", Self::Less),
        ("LessThanOrEqualToThreshold", Self::LessOrEqual),
        ("LessThanLowerOrGreaterThanUpperThreshold", Self::OutsideBand),
        ("LessThanLowerThreshold", Self::BelowBand),
        ("GreaterThanUpperThreshold", Self::AboveBand),
    ];

    pub fn as_str(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    pub fn needs_band(self) -> bool {
        matches!(self, Self::OutsideBand | Self::BelowBand | Self::AboveBand)
    }

    /// Whether a value breaches. A static comparison compares with `lower`, the threshold.
    #[inline]
    pub fn breaches(self, value: f64, lower: f64, upper: f64) -> bool {
        match self {
            Self::GreaterOrEqual => value >= lower,
            Self::Greater => value > lower,
            Self::Less | Self::BelowBand => value < lower,
            Self::LessOrEqual => value <= lower,
            Self::OutsideBand => value < lower || value > upper,
            Self::AboveBand => value > upper,
        }
    }
}

/// How an alarm treats missing points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missing {
    #[default]
    Unknown,
    Ignore,
    Breaching,
    NotBreaching,
}

impl Missing {
    pub const WORDS: [(&'static str, Self); 4] = [
        ("missing", Self::Unknown),
        ("ignore", Self::Ignore),
        ("breaching", Self::Breaching),
        ("notBreaching", Self::NotBreaching),
    ];
}

/// Where the oldest breaching point is sought when points are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PrematureScope {
    /// In the whole evaluation range.
    #[default]
    Range,
    /// In the newest N periods.
    Periods,
}

/// State of an alarm whose breaching points are too few and too young.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TooYoung {
    /// INSUFFICIENT_DATA, or the present state if missing points are ignored.
    #[default]
    Legacy,
    Ok,
}

/// A point as the rule sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    Missing,
    Good,
    Breach,
}

/// The part of an alarm that decides its state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    pub comparison: Comparison,
    pub threshold: f64,
    /// Evaluation periods: N.
    pub periods: u64,
    /// Data points to alarm: M.
    pub needed: u64,
    pub missing: Missing,
    pub scope: PrematureScope,
    pub too_young: TooYoung,
}

/// Summary of a window with fewer than N real points.
struct Sparse {
    real: u64,
    breaches: u64,
    /// Age of the oldest breaching point in scope; the newest slot has age 1. 0 if there is none.
    oldest_breach: u64,
}

impl Rule {
    /// Classify a value; NaN is a missing point.
    #[inline]
    pub fn point(&self, value: f64) -> Point {
        if value.is_nan() {
            Point::Missing
        } else if self.comparison.breaches(value, self.threshold, self.threshold) {
            Point::Breach
        } else {
            Point::Good
        }
    }

    /// State after one evaluation of a window, oldest point first.
    pub fn evaluate(&self, window: &[Point], state: State) -> State {
        let (mut real, mut breaches, mut oldest_breach) = (0, 0, 0);
        for (age, point) in (1..).zip(window.iter().rev()) {
            if *point == Point::Missing {
                continue;
            }
            real += 1;
            if *point == Point::Breach {
                breaches += 1;
                if self.scope == PrematureScope::Range || age <= self.periods {
                    oldest_breach = age;
                }
            }
            if real == self.periods {
                return self.full(breaches);
            }
        }
        self.decide(&Sparse { real, breaches, oldest_breach }, state)
    }

    /// The state if N real points are there: missing points play no part.
    #[inline]
    fn full(&self, breaches: u64) -> State {
        if breaches >= self.needed { State::Alarm } else { State::Ok }
    }

    /// The state if fewer than N points are real.
    fn decide(&self, window: &Sparse, state: State) -> State {
        let keep = if self.missing == Missing::Ignore { state } else { State::InsufficientData };
        match self.missing {
            Missing::Breaching => self.full(window.breaches + self.periods - window.real),
            Missing::NotBreaching => self.full(window.breaches),
            Missing::Unknown | Missing::Ignore if window.real == 0 => keep,
            _ if window.breaches >= self.needed => State::Alarm,
            _ if window.real > window.breaches => State::Ok,
            Missing::Unknown if window.oldest_breach >= self.needed => State::Alarm,
            Missing::Ignore if window.oldest_breach >= self.needed => state,
            _ if self.too_young == TooYoung::Ok => State::Ok,
            _ => keep,
        }
    }
}

/// The newest points of an alarm as bit masks; bit 0 is the newest.
#[derive(Debug, Clone, Copy, Default)]
pub struct Register {
    real: u64,
    breach: u64,
}

/// A rule prepared for registers, with its masks and bounds computed once.
#[derive(Debug, Clone, Copy)]
pub struct Evaluator {
    rule: Rule,
    /// Points that an evaluation sees: L.
    range: u64,
    /// The newest N points.
    recent: u64,
    /// A value below or above breaches.
    low: f64,
    high: f64,
}

impl Evaluator {
    /// Longest evaluation range that a register holds.
    pub const POINTS: u64 = 64;

    /// `None` if the range is too long for a register.
    pub fn new(rule: Rule, range: u64) -> Option<Self> {
        let threshold = rule.threshold;
        let (low, high) = match rule.comparison {
            Comparison::GreaterOrEqual => (f64::NEG_INFINITY, threshold.next_down()),
            Comparison::Greater => (f64::NEG_INFINITY, threshold),
            Comparison::Less => (threshold, f64::INFINITY),
            Comparison::LessOrEqual => (threshold.next_up(), f64::INFINITY),
            // A band differs from point to point: its points are classified by the caller.
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        (range <= Self::POINTS).then(|| Self { rule, range, recent: lowest(rule.periods), low, high })
    }

    /// Classify a value and add it; NaN is a missing point.
    #[inline]
    pub fn push(&self, register: &mut Register, value: f64) {
        register.real = register.real << 1 | u64::from(!value.is_nan());
        register.breach = register.breach << 1 | u64::from(value < self.low) | u64::from(value > self.high);
    }

    /// Add up to 64 values to the points of a register.
    pub fn ahead(&self, register: Register, values: &[f64]) -> Ahead {
        let mut block = Register::default();
        for &value in values {
            self.push(&mut block, value);
        }
        let join = |old: u64, new: u64| u128::from(old) << values.len() | u128::from(new);
        Ahead {
            real: join(register.real, block.real),
            breach: join(register.breach, block.breach),
            count: values.len(),
        }
    }

    /// How many of the values ahead, evaluated one by one, leave the state as it is.
    ///
    /// A missing point ends the count: after it, the alarm may be in any state.
    pub fn unchanged(&self, ahead: &Ahead, state: State) -> usize {
        if state == State::InsufficientData {
            return 0;
        }
        let alarm = state == State::Alarm;
        // Bit k: whether the window whose newest point is k has real points only, and breaches only.
        let (mut whole, mut breaching) = (ahead.real, ahead.breach);
        for age in 1..self.rule.periods {
            whole &= ahead.real >> age;
            breaching &= ahead.breach >> age;
        }
        if self.rule.needed < self.rule.periods {
            let enough = |window: &usize| self.full((ahead.breach >> window) as u64 & self.recent) == State::Alarm;
            breaching = (0..ahead.count).filter(enough).fold(0, |mask, window| mask | 1 << window);
        }
        let keeps = whole & if alarm { breaching } else { !breaching };
        // The oldest of the values ahead comes first.
        let first = keeps << (u128::BITS as usize - ahead.count.max(1));
        (first.leading_ones() as usize).min(ahead.count)
    }

    /// State after an evaluation.
    #[inline]
    pub fn evaluate(&self, register: Register, state: State) -> State {
        if register.real & self.recent != self.recent {
            return self.evaluate_sparse(register, state);
        }
        self.full(register.breach & self.recent)
    }

    /// State by the breaching points of the newest N, which are all real.
    #[inline]
    fn full(&self, breaches: u64) -> State {
        let alarm = if self.rule.needed == self.rule.periods {
            breaches == self.recent
        } else {
            u64::from(breaches.count_ones()) >= self.rule.needed
        };
        if alarm { State::Alarm } else { State::Ok }
    }

    fn evaluate_sparse(&self, register: Register, state: State) -> State {
        let Self { rule, range, recent, .. } = self;
        let (real, breach) = (register.real & lowest(*range), register.breach & lowest(*range));
        let count = |mask: u64| u64::from(mask.count_ones());
        if count(real) >= rule.periods {
            // As few slots as hold N real points.
            let slots = (rule.periods..*range).find(|&slots| count(real & lowest(slots)) == rule.periods);
            return rule.full(count(breach & lowest(slots.unwrap_or(*range))));
        }
        let sought = if rule.scope == PrematureScope::Range { breach } else { breach & recent };
        let oldest_breach = u64::from(u64::BITS - sought.leading_zeros());
        rule.decide(&Sparse { real: count(real), breaches: count(breach), oldest_breach }, state)
    }
}

/// Points of a register, and up to 64 newer ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ahead {
    real: u128,
    breach: u128,
    count: usize,
}

impl Ahead {
    /// The register after the first `count` of the newer points.
    pub fn register(&self, count: usize) -> Register {
        let left = self.count - count;
        Register { real: (self.real >> left) as u64, breach: (self.breach >> left) as u64 }
    }
}

impl Register {
    /// Add a point that is classified already.
    pub fn push(&mut self, point: Point) {
        self.real = self.real << 1 | u64::from(point != Point::Missing);
        self.breach = self.breach << 1 | u64::from(point == Point::Breach);
    }
}

/// The lowest `bits` bits.
#[inline]
fn lowest(bits: u64) -> u64 {
    if bits >= 64 { u64::MAX } else { (1 << bits) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(periods: u64, needed: u64, missing: Missing, scope: PrematureScope, too_young: TooYoung) -> Rule {
        Rule { comparison: Comparison::Greater, threshold: 0.0, periods, needed, missing, scope, too_young }
    }

    /// Every window of five slots.
    fn windows() -> impl Iterator<Item = Vec<Point>> {
        (0..3usize.pow(5)).map(|code| {
            (0..5).map(|slot| [Point::Missing, Point::Good, Point::Breach][code / 3usize.pow(slot) % 3]).collect()
        })
    }

    fn rules() -> impl Iterator<Item = Rule> {
        let shapes = (1..=5).flat_map(|periods| (1..=periods).map(move |needed| (periods, needed)));
        shapes.flat_map(|(periods, needed)| {
            Missing::WORDS.into_iter().flat_map(move |(_, missing)| {
                [PrematureScope::Range, PrematureScope::Periods].into_iter().flat_map(move |scope| {
                    [TooYoung::Legacy, TooYoung::Ok].map(|too_young| rule(periods, needed, missing, scope, too_young))
                })
            })
        })
    }

    #[test]
    fn a_register_decides_as_the_list_does() {
        let mut compared = 0;
        for rule in rules() {
            for window in windows() {
                let evaluator = Evaluator::new(rule, 5).expect("a short range");
                let mut register = Register::default();
                // Points that left the range must not count.
                for point in [Point::Breach, Point::Good, Point::Breach].iter().chain(&window) {
                    register.push(*point);
                }
                for (_, state) in State::WORDS {
                    assert_eq!(
                        evaluator.evaluate(register, state),
                        rule.evaluate(&window, state),
                        "{rule:?} {window:?} {state:?}"
                    );
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, 15 * 4 * 2 * 2 * 243 * 3);
    }

    #[test]
    fn evaluating_the_same_window_again_changes_nothing() {
        for rule in rules() {
            for window in windows() {
                for (_, state) in State::WORDS {
                    let once = rule.evaluate(&window, state);
                    assert_eq!(rule.evaluate(&window, once), once, "{rule:?} {window:?} {state:?}");
                }
            }
        }
    }

    #[test]
    fn a_register_holds_its_longest_range() {
        let rule = rule(64, 64, Missing::Unknown, PrematureScope::Range, TooYoung::Legacy);
        let evaluator = Evaluator::new(rule, 64).expect("a range that fits");
        let mut register = Register::default();
        (0..64).for_each(|_| register.push(Point::Breach));
        assert_eq!(evaluator.evaluate(register, State::Ok), State::Alarm);
        register.push(Point::Missing);
        assert_eq!(evaluator.evaluate(register, State::Ok), State::Alarm, "the oldest breach is 64 points old");
        register.push(Point::Good);
        assert_eq!(evaluator.evaluate(register, State::Alarm), State::Ok);
        assert!(Evaluator::new(rule, 65).is_none());
    }

    #[test]
    fn a_judge_classifies_values_as_the_comparison_does() {
        let values = [f64::NAN, -1.0, -0.0, 0.0, 1.0f64.next_down(), 1.0, 1.0f64.next_up(), 2.0, f64::INFINITY];
        for (_, comparison) in &Comparison::WORDS[..4] {
            for threshold in [-0.0, 0.0, 1.0, f64::MAX, f64::MIN] {
                let comparison = *comparison;
                let rule =
                    Rule { comparison, threshold, ..rule(1, 1, Missing::Unknown, PrematureScope::Range, TooYoung::Ok) };
                let evaluator = Evaluator::new(rule, 1).expect("a short range");
                for value in values.into_iter().chain([f64::MAX, f64::MIN]) {
                    let (mut classified, mut pushed) = (Register::default(), Register::default());
                    classified.push(rule.point(value));
                    evaluator.push(&mut pushed, value);
                    assert_eq!(
                        (pushed.real, pushed.breach),
                        (classified.real, classified.breach),
                        "{comparison:?} {threshold} {value}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_band_is_exclusive_at_its_ends() {
        for (comparison, breaching) in [
            (Comparison::OutsideBand, [true, false, false, false, true]),
            (Comparison::BelowBand, [true, false, false, false, false]),
            (Comparison::AboveBand, [false, false, false, false, true]),
        ] {
            let got = [0.0, 1.0, 2.0, 3.0, 4.0].map(|value| comparison.breaches(value, 1.0, 3.0));
            assert_eq!(got, breaching, "{comparison:?}");
        }
    }

    #[test]
    fn a_static_comparison_is_strict_or_not() {
        for (comparison, breaching) in [
            (Comparison::GreaterOrEqual, [false, true, true]),
            (Comparison::Greater, [false, false, true]),
            (Comparison::Less, [true, false, false]),
            (Comparison::LessOrEqual, [true, true, false]),
        ] {
            assert_eq!([4.0, 5.0, 6.0].map(|value| comparison.breaches(value, 5.0, 5.0)), breaching, "{comparison:?}");
        }
    }
}
