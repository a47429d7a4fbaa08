//! Scheduled actions of the JSON interface.

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::super::error::{Error, Result};
use super::super::schedule::{Action, Cron};
use super::item::{Item, MOST};

/// Read a scheduled action; in a scenario it sets at least one of the sizes.
pub fn action(item: Item, sets_sizes: bool) -> Result<Action> {
    let object = item.object(&[
        "name",
        "start_time",
        "end_time",
        "recurrence",
        "time_zone",
        "min_size",
        "max_size",
        "desired_capacity",
    ])?;
    let size = |key| object.integer(key, 0..=MOST);
    let time = |key| object.read(key, |item| item.time());
    let action = Action {
        name: object.read("name", |item| item.name().map(str::to_owned))?,
        start_time: time("start_time")?,
        end_time: time("end_time")?,
        recurrence: object
            .read("recurrence", |item| Cron::parse(item.text()?).map_err(|expected| item.invalid(expected)))?,
        zone: object.read("time_zone", zone)?.unwrap_or(TimeZone::UTC),
        min_size: size("min_size")?,
        max_size: size("max_size")?,
        desired: size("desired_capacity")?,
    };
    if action.start_time.is_none() && action.recurrence.is_none() {
        let expected = "a time, unless recurrence is given".to_owned();
        return Err(Error::Missing { path: format!("{}.start_time", object.path), expected });
    }
    if sets_sizes && [action.min_size, action.max_size, action.desired] == [None; 3] {
        let expected = "an integer, unless min_size or max_size is given".to_owned();
        return Err(Error::Missing { path: format!("{}.desired_capacity", object.path), expected });
    }
    Ok(action)
}

/// Zones come from the bundled database: the host's plays no part.
fn zone(item: Item) -> Result<TimeZone> {
    let found = TimeZoneDatabase::bundled().get(item.text()?);
    found.map_err(|_| item.invalid("the IANA name of a time zone, such as Europe/Berlin"))
}
