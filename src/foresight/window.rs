//! Alarm windows: when an alarm is evaluated, and which seconds make each of its data points.

/// Seconds between two evaluations.
pub fn cadence(period: i64, periods: u64) -> i64 {
    if period < 60 {
        10
    } else if i128::from(period) * i128::from(periods) <= 86_400 {
        60
    } else {
        3600
    }
}

/// How an alarm's periods lie in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub period: i64,
    /// Evaluation periods: N.
    pub periods: u64,
    /// Whether periods begin at multiples of the period instead of sliding.
    pub wall_clock: bool,
}

impl Window {
    pub fn cadence(&self) -> i64 {
        cadence(self.period, self.periods)
    }

    /// The ends of periods are multiples of this.
    pub fn grid(&self) -> i64 {
        if self.wall_clock { self.period } else { self.cadence() }
    }

    /// End of the newest period that an evaluation at `now` sees.
    pub fn newest_end(&self, now: i64, delay: i64) -> i64 {
        let grid = self.grid();
        (now - delay).div_euclid(grid) * grid
    }
}

/// CloudWatch's statistics of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Statistic {
    SampleCount,
    Sum,
    #[default]
    Average,
    Minimum,
    Maximum,
}

impl Statistic {
    pub const WORDS: [(&'static str, Self); 5] = [
        ("SampleCount", Self::SampleCount),
        ("Sum", Self::Sum),
        ("Average", Self::Average),
        ("Minimum", Self::Minimum),
        ("Maximum", Self::Maximum),
    ];

    /// The statistic of the values that are not NaN; NaN if there are none.
    pub fn of(self, values: impl Iterator<Item = f64>) -> f64 {
        let (mut count, mut sum) = (0u32, 0.0);
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            if !value.is_nan() {
                count += 1;
                sum += value;
                least = if value < least { value } else { least };
                most = if value > most { value } else { most };
            }
        }
        if count == 0 {
            return f64::NAN;
        }
        match self {
            Self::SampleCount => f64::from(count),
            Self::Sum => sum,
            Self::Average => sum / f64::from(count),
            Self::Minimum => least,
            Self::Maximum => most,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cadence_follows_the_period_and_the_interval() {
        for (period, periods, seconds) in [
            (10, 1, 10),
            (30, 600, 10),
            (60, 1, 60),
            (60, 1440, 60),
            (60, 1441, 3600),
            (3600, 24, 60),
            (3600, 25, 3600),
        ] {
            assert_eq!(cadence(period, periods), seconds, "{period} {periods}");
        }
        assert_eq!(cadence(i64::MAX, u64::MAX), 3600);
    }

    #[test]
    fn windows_slide_or_keep_to_the_clock() {
        let sliding = Window { period: 300, periods: 1, wall_clock: false };
        let clock = Window { wall_clock: true, ..sliding };
        assert_eq!([sliding.newest_end(659, 0), clock.newest_end(659, 0)], [600, 600]);
        assert_eq!([sliding.newest_end(660, 0), clock.newest_end(660, 0)], [660, 600]);
        assert_eq!(sliding.newest_end(660, 1), 600);
        assert_eq!(sliding.newest_end(-1, 0), -60, "rounded down before 1970 too");
    }

    #[test]
    fn statistics_skip_missing_values_and_add_from_the_left() {
        let values = [2.0, f64::NAN, 4.0, 5.0];
        for (statistic, expected) in [
            (Statistic::SampleCount, 3.0),
            (Statistic::Sum, 11.0),
            (Statistic::Average, 11.0 / 3.0),
            (Statistic::Minimum, 2.0),
            (Statistic::Maximum, 5.0),
        ] {
            assert_eq!(statistic.of(values.into_iter()).to_bits(), f64::to_bits(expected), "{statistic:?}");
            assert!(statistic.of(std::iter::once(f64::NAN)).is_nan());
        }
        let sum = Statistic::Sum.of([0.1, 0.2, 0.3].into_iter());
        assert_eq!(sum.to_bits(), ((0.1f64 + 0.2) + 0.3).to_bits());
    }
}
