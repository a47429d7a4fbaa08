//! Timeouts in seconds.

use std::time::Duration;

/// The longest timeout, ten years: no call lasts so long, and clocks can still add it up.
pub const LONGEST: Duration = Duration::from_hours(24 * 365 * 10);

/// A timeout in seconds: a number above 0 that a `Duration` can hold. Longer ones than `LONGEST` are cut to it.
#[must_use]
pub fn seconds(number: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(number).ok().filter(|limit| !limit.is_zero()).map(|limit| limit.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_waited_is_no_time() {
        assert_eq!(seconds(0.5), Some(Duration::from_millis(500)));
        assert_eq!(seconds(1e19), Some(LONGEST));
        for number in [0.0, -1.0, 1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(seconds(number), None);
        }
    }
}
