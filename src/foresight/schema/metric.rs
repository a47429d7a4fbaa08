//! Metrics of the JSON interface.

use super::super::error::{Error, Result};
use super::super::load::{Metric, Model, Source};
use super::item::{Item, LONGEST, Object};

const KEYS: [&str; 9] =
    ["name", "start", "resolution", "values", "model", "load", "per_instance", "most", "initial_backlog"];

/// Metrics by name: an object, or a list whose elements carry their names.
pub fn metrics(item: Item, start: i64) -> Result<Vec<Metric>> {
    if item.list().is_ok() {
        return item.each(|item| {
            let object = item.object(&KEYS)?;
            let name = object.need("name", "a name")?.name()?;
            metric(name, &object, start)
        });
    }
    item.entries()?.each(|name, item| {
        if !super::item::valid_name(name) {
            return Err(item.invalid("under a name of 1 to 255 characters"));
        }
        metric(name, &item.object(&KEYS[1..])?, start)
    })
}

#[derive(Clone, Copy)]
enum Kind {
    Utilization,
    PerInstance,
    Queue,
}

const KINDS: [(&str, Kind); 3] =
    [("utilization", Kind::Utilization), ("per_instance", Kind::PerInstance), ("queue", Kind::Queue)];

fn metric(name: &str, object: &Object, start: i64) -> Result<Metric> {
    Ok(Metric {
        name: name.to_owned(),
        start: object.read("start", |item| item.time())?.unwrap_or(start),
        resolution: object.integer("resolution", 1..=LONGEST)?.unwrap_or(60),
        source: source(object)?,
    })
}

fn source(object: &Object) -> Result<Source> {
    let above_zero = |item: Item| match item.number()? {
        value if value > 0.0 => Ok(value),
        _ => Err(item.invalid("a number above 0")),
    };
    let per_instance = object.read("per_instance", above_zero)?;
    let most = object.read("most", above_zero)?;
    let initial_backlog = object.read("initial_backlog", |item| match item.number()? {
        value if value >= 0.0 => Ok(value),
        _ => Err(item.invalid("a number of at least 0")),
    })?;
    let Some(model) = object.read("model", |item| item.word(&KINDS))? else {
        let values = object.need("values", "a list of numbers and nulls, unless model and load are given")?;
        object.refuse(&["load", "per_instance", "most", "initial_backlog"], "absent from a metric without a model")?;
        return Ok(Source::Replay(values.points()?.into()));
    };
    object.refuse(&["values"], "absent from a metric with a model")?;
    let per_instance = || {
        let path = format!("{}.per_instance", object.path);
        per_instance.ok_or(Error::Missing { path, expected: "a number above 0".to_owned() })
    };
    let model = match model {
        Kind::Utilization => Model::Utilization { per_instance: per_instance()?, most: most.unwrap_or(100.0) },
        Kind::PerInstance => Model::PerInstance,
        Kind::Queue => Model::Queue { per_instance: per_instance()?, initial_backlog: initial_backlog.unwrap_or(0.0) },
    };
    Ok(Source::Load(model, object.need("load", "a list of numbers and nulls")?.points()?.into()))
}
