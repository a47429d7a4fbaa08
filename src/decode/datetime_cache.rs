//! Datetimes, of which pages have many that lie close together.

use std::sync::{Mutex, MutexGuard};

use pyo3::prelude::*;
use pyo3::types::PyDelta;

use crate::decode::datetime::datetime;
use crate::protocol::timestamp::Timestamp;

/// Milliseconds since 1970 and their datetime.
type CachedDatetime = Option<(i64, Py<PyAny>)>;

/// Times met lately, each at a slot of its own: the series that a script reads mostly are of the
/// same minutes, and a datetime never changes.
static RECENT: Mutex<Vec<CachedDatetime>> = Mutex::new(Vec::new());

/// Places for them. A day has 1,440 minutes; a prime has times at equal distances take all places.
const SLOTS: i64 = 2039;

/// Makes datetimes: the stable ABI does it by calling the class, which takes six times as
/// long as adding a distance to a full hour.
pub struct DatetimeCache<'py> {
    py: Python<'py>,
    /// Nothing while another page is read, on this thread too: a garbage collection may call scripts.
    recent: Option<MutexGuard<'static, Vec<CachedDatetime>>>,
    /// Of each hour that left the same when divided by their number, the last.
    hours: [Option<(i64, Bound<'py, PyAny>)>; 32],
    /// In each minute the first distance that was asked for.
    distances: [Option<(i64, Bound<'py, PyDelta>)>; 60],
}

impl<'py> DatetimeCache<'py> {
    pub fn new(py: Python<'py>) -> Self {
        let mut recent = RECENT.try_lock().ok();
        if let Some(recent) = &mut recent {
            recent.resize_with(slot_index(-1) + 1, || None);
        }
        Self { py, recent, hours: [const { None }; 32], distances: [const { None }; 60] }
    }

    pub fn datetime(&mut self, millis: i64) -> PyResult<Bound<'py, PyAny>> {
        let at = slot_index(millis.div_euclid(1000));
        if let Some(recent) = &self.recent
            && let Some((known, datetime)) = &recent[at]
            && *known == millis
        {
            return Ok(datetime.bind(self.py).clone());
        }
        let made = self.make(millis)?;
        if let Some(recent) = &mut self.recent {
            recent[at] = Some((millis, made.clone().unbind()));
        }
        Ok(made)
    }

    fn make(&mut self, millis: i64) -> PyResult<Bound<'py, PyAny>> {
        const MINUTE: i64 = 60_000;
        const HOUR: i64 = 60 * MINUTE;
        let (hour, rest) = (millis.div_euclid(HOUR), millis.rem_euclid(HOUR));
        let slot = &mut self.hours[usize::try_from(hour.rem_euclid(32)).expect("it is below 32")];
        let full = match slot {
            Some((known, full)) if *known == hour => full,
            _ => &mut slot.insert((hour, datetime(self.py, Timestamp::from_millis(hour * HOUR))?.into_any())).1,
        };
        let slot = &mut self.distances[usize::try_from(rest / MINUTE).expect("an hour has 60")];
        let distance = match slot {
            Some((known, distance)) if *known == rest => distance,
            // Datapoints of less than a minute: each distance would be used once.
            Some(_) => return Ok(datetime(self.py, Timestamp::from_millis(millis))?.into_any()),
            None => {
                let small = |number: i64| i32::try_from(number).expect("an hour has fewer");
                let made = PyDelta::new(self.py, 0, small(rest / 1000), small(rest % 1000 * 1000), false)?;
                &mut slot.insert((rest, made)).1
            }
        };
        full.add(&*distance)
    }
}

fn slot_index(seconds: i64) -> usize {
    usize::try_from(seconds.rem_euclid(SLOTS)).expect("a remainder is not negative")
}
