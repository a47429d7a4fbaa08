//! Fast creation of datetimes, for pages with many times close together.

use std::sync::{Mutex, MutexGuard};

use pyo3::prelude::*;
use pyo3::types::PyDelta;

use crate::decode::datetime::datetime;
use crate::protocol::timestamp::Timestamp;

/// Milliseconds since 1970 and their datetime.
type CachedDatetime = Option<(i64, Py<PyAny>)>;

/// Recently created datetimes, by slot. Series read by one script mostly cover the same minutes,
/// and datetimes are immutable.
static RECENT: Mutex<Vec<CachedDatetime>> = Mutex::new(Vec::new());

/// Number of slots: more than the 1,440 minutes of a day, and prime, so that times at equal
/// intervals use all slots.
const SLOTS: i64 = 2039;

/// Creates datetimes by adding a `timedelta` to a full hour. The stable ABI can only call the
/// class, which is six times slower.
pub struct DatetimeCache<'py> {
    py: Python<'py>,
    /// `None` while another page is decoded, possibly on the same thread: a garbage collection may run user code.
    recent: Option<MutexGuard<'static, Vec<CachedDatetime>>>,
    /// The last full hour of each slot; an hour's slot is its number modulo 128. A page of 1,440 datapoints at
    /// intervals of 5 minutes has 120 hours, in any order.
    hours: [Option<(i64, Bound<'py, PyAny>)>; 128],
    /// For each minute of an hour, the first offset from the full hour.
    offsets: [Option<(i64, Bound<'py, PyDelta>)>; 60],
}

impl<'py> DatetimeCache<'py> {
    pub fn new(py: Python<'py>) -> Self {
        let mut recent = RECENT.try_lock().ok();
        if let Some(recent) = &mut recent {
            recent.resize_with(slot_index(-1) + 1, || None);
        }
        Self { py, recent, hours: [const { None }; 128], offsets: [const { None }; 60] }
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
        let slot = &mut self.hours[usize::try_from(hour.rem_euclid(128)).expect("it is below 128")];
        let full = match slot {
            Some((known, full)) if *known == hour => full,
            _ => &mut slot.insert((hour, datetime(self.py, Timestamp::from_millis(hour * HOUR))?)).1,
        };
        let slot = &mut self.offsets[usize::try_from(rest / MINUTE).expect("an hour has 60")];
        let offset = match slot {
            Some((known, offset)) if *known == rest => offset,
            // Datapoints less than a minute apart: most offsets would be used only once.
            Some(_) => return datetime(self.py, Timestamp::from_millis(millis)),
            None => {
                let small = |number: i64| i32::try_from(number).expect("an hour has fewer");
                let made = PyDelta::new(self.py, 0, small(rest / 1000), small(rest % 1000 * 1000), false)?;
                &mut slot.insert((rest, made)).1
            }
        };
        full.add(&*offset)
    }
}

fn slot_index(seconds: i64) -> usize {
    usize::try_from(seconds.rem_euclid(SLOTS)).expect("a remainder is not negative")
}
