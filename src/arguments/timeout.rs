//! Timeouts in seconds.

use std::time::Duration;

/// The longest timeout, ten years: effectively none, but small enough to be added to clock times.
pub const LONGEST: Duration = Duration::from_hours(24 * 365 * 10);

/// A timeout from a number of seconds above 0 in the range of a `Duration`. At most [`LONGEST`].
#[must_use]
pub fn seconds(number: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(number).ok().filter(|limit| !limit.is_zero()).map(|limit| limit.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_are_positive_and_in_range() {
        assert_eq!(seconds(0.5), Some(Duration::from_millis(500)));
        assert_eq!(seconds(1e19), Some(LONGEST));
        for number in [0.0, -1.0, 1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(seconds(number), None);
        }
    }
}
