//! Scenarios of the JSON interface.

use std::collections::HashSet;

use super::super::error::{Error, Result};
use super::super::scenario::Scenario;
use super::item::{Item, LONGEST, Object, TIMES};
use super::{alarm, group, metric, parameters, policy, schedule};

pub fn scenario(item: Item) -> Result<Scenario> {
    let object = item.object(&[
        "start",
        "duration",
        "end",
        "group",
        "policies",
        "alarms",
        "metrics",
        "scheduled_actions",
        "schedule",
        "events",
        "parameters",
    ])?;
    let start = object.need("start", "a time")?.time()?;
    let schedule = match object.get("scheduled_actions") {
        Some(item) => {
            object.refuse(&["schedule"], "absent, since scheduled_actions is given")?;
            Some(item)
        }
        None => object.get("schedule"),
    };
    let scenario = Scenario {
        start,
        duration: duration(&object, start)?,
        group: group::group(object.need("group", "an object")?)?,
        policies: list(&object, "policies", |item| policy::policy(item, true))?,
        alarms: list(&object, "alarms", |item| alarm::fields(item)?.alarm())?,
        metrics: object.read("metrics", |item| metric::metrics(item, start))?.unwrap_or_default(),
        schedule: schedule.map(|item| item.each(|item| schedule::action(item, true))).transpose()?.unwrap_or_default(),
        events: list(&object, "events", group::event)?,
        parameters: parameters::parameters(object.get("parameters"))?,
    };
    let path = object.path.to_string();
    unique(&path, "policies", scenario.policies.iter().map(|policy| Some(policy.name.as_str())))?;
    unique(&path, "alarms", scenario.alarms.iter().map(|alarm| Some(alarm.name.as_str())))?;
    unique(&path, "metrics", scenario.metrics.iter().map(|metric| Some(metric.name.as_str())))?;
    unique(&path, "scheduled_actions", scenario.schedule.iter().map(|action| action.name.as_deref()))?;
    Ok(scenario)
}

/// Seconds to simulate, given as such or by their end.
fn duration(object: &Object, start: i64) -> Result<i64> {
    let last = *TIMES.end() - LONGEST;
    let duration = match object.get("end") {
        Some(end) => {
            object.refuse(&["duration"], "absent, since end is given")?;
            match end.time()? - start {
                duration @ 0..=LONGEST => duration,
                _ => return Err(end.invalid("from start to 100 years later")),
            }
        }
        None => object.need("duration", "seconds")?.seconds()?,
    };
    if start > last {
        return Err(object.need("start", "a time")?.invalid("in the years 1 to 9899"));
    }
    Ok(duration)
}

fn list<T>(object: &Object, key: &str, read: impl Fn(Item<'_>) -> Result<T>) -> Result<Vec<T>> {
    Ok(object.read(key, |item| item.each(read))?.unwrap_or_default())
}

fn unique<'n>(path: &str, key: &str, names: impl Iterator<Item = Option<&'n str>>) -> Result<()> {
    let mut seen = HashSet::new();
    for (index, name) in names.enumerate() {
        if let Some(name) = name
            && !seen.insert(name)
        {
            let path = format!("{path}.{key}[{index}].name");
            return Err(Error::invalid(path, "a name that no other has", format!("{name:?}")));
        }
    }
    Ok(())
}
