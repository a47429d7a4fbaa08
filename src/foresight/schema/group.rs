//! Groups and events of the JSON interface.

use super::super::error::Result;
use super::super::group::{Durations, Group, Process, Suspended};
use super::super::policy::Capacity;
use super::super::scenario::{Event, EventKind};
use super::item::{Item, LONGEST, MOST, Object};

/// The group of a scenario: it is one that AWS could hold.
pub fn group(item: Item) -> Result<Group> {
    let object = item.object(&[
        "min_size",
        "max_size",
        "desired_capacity",
        "default_cooldown",
        "default_instance_warmup",
        "suspended_processes",
        "launch_seconds",
        "launch_hook_seconds",
        "terminate_seconds",
        "terminate_hook_seconds",
        "drain_seconds",
    ])?;
    let min_size = object.need_integer("min_size", 0..=MOST)?;
    let max = object.need("max_size", "an integer")?;
    let max_size = max.integer(0..=MOST)?;
    if min_size > max_size {
        return Err(max.invalid(format!("at least min_size, which is {min_size}")));
    }
    let desired = object.read("desired_capacity", |item| match item.integer(0..=MOST)? {
        desired if (min_size..=max_size).contains(&desired) => Ok(desired),
        _ => Err(item.invalid(format!("from min_size to max_size, which are {min_size} and {max_size}"))),
    })?;
    let seconds = |key| Ok(object.seconds(key)?.unwrap_or(0));
    Ok(Group {
        min_size,
        max_size,
        desired: desired.unwrap_or(min_size),
        default_cooldown: object.seconds("default_cooldown")?.unwrap_or(300),
        // AWS writes -1 for a warm-up that is not set.
        default_warmup: object.integer("default_instance_warmup", -1..=LONGEST)?.filter(|&warmup| warmup >= 0),
        suspended: object.read("suspended_processes", processes)?.unwrap_or_default(),
        durations: Durations {
            launch: seconds("launch_seconds")?,
            launch_hook: seconds("launch_hook_seconds")?,
            terminate: seconds("terminate_seconds")?,
            terminate_hook: seconds("terminate_hook_seconds")?,
            drain: object.seconds("drain_seconds")?,
        },
    })
}

fn processes(item: Item) -> Result<Suspended> {
    Ok(item.each(|item| item.word(&Process::WORDS))?.into_iter().collect())
}

/// The group of `apply_policy`. Its limits may cross.
pub fn capacity(item: Item) -> Result<Capacity> {
    let object =
        item.object(&["min_size", "max_size", "desired_capacity", "in_service", "warming", "pending", "terminating"])?;
    let count = |key: &str| object.integer(key, 0..=MOST);
    let min_size = count("min_size")?.unwrap_or(0);
    let desired = count("desired_capacity")?.unwrap_or(min_size);
    Ok(Capacity {
        min_size,
        max_size: count("max_size")?.unwrap_or(MOST),
        desired,
        in_service: count("in_service")?.unwrap_or(desired),
        warming: count("warming")?.unwrap_or(0),
        pending: count("pending")?.unwrap_or(0),
        terminating: count("terminating")?.unwrap_or(0),
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Suspend,
    Resume,
    SetDesiredCapacity,
    Update,
    Unhealthy,
}

const KINDS: [(&str, Kind); 5] = [
    ("suspend", Kind::Suspend),
    ("resume", Kind::Resume),
    ("set_desired_capacity", Kind::SetDesiredCapacity),
    ("update", Kind::Update),
    ("unhealthy", Kind::Unhealthy),
];

const KEYS: [&str; 6] = ["processes", "desired_capacity", "honor_cooldown", "min_size", "max_size", "count"];

pub fn event(item: Item) -> Result<Event> {
    let object = item.object(&[&["at", "kind"][..], &KEYS].concat())?;
    let kind = object.need("kind", "a kind of event")?.word(&KINDS)?;
    let own: &[&str] = match kind {
        Kind::Suspend | Kind::Resume => &KEYS[..1],
        Kind::SetDesiredCapacity => &KEYS[1..3],
        Kind::Update => &["desired_capacity", "min_size", "max_size"],
        Kind::Unhealthy => &KEYS[5..],
    };
    let others: Vec<&str> = KEYS.into_iter().filter(|key| !own.contains(key)).collect();
    object.refuse(&others, "absent from an event of this kind")?;
    Ok(Event {
        at: object.need("at", "a time")?.time()?,
        kind: match kind {
            Kind::Suspend => EventKind::Suspend(all_or(&object)?),
            Kind::Resume => EventKind::Resume(all_or(&object)?),
            Kind::SetDesiredCapacity => EventKind::SetDesiredCapacity {
                desired: object.need_integer("desired_capacity", 0..=MOST)?,
                honor_cooldown: object.boolean("honor_cooldown", false)?,
            },
            Kind::Update => EventKind::Update {
                min_size: object.integer("min_size", 0..=MOST)?,
                max_size: object.integer("max_size", 0..=MOST)?,
                desired: object.integer("desired_capacity", 0..=MOST)?,
            },
            Kind::Unhealthy => EventKind::Unhealthy { count: object.integer("count", 0..=MOST)?.unwrap_or(1) },
        },
    })
}

/// The processes of an event; all of them if none are named, as in AWS.
fn all_or(object: &Object) -> Result<Suspended> {
    let all = || Process::WORDS.into_iter().map(|(_, process)| process).collect();
    Ok(object.read("processes", processes)?.unwrap_or_else(all))
}
