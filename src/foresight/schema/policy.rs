//! Scaling policies of the JSON interface.

use super::super::error::Result;
use super::super::policy::{Adjusting, AdjustmentType, Kind, Policy, Reading, Side, Step};
use super::super::window::Statistic;
use super::item::{Item, MOST, Object};

const COMMON: [&str; 5] = ["name", "policy_type", "enabled", "adjustment_type", "min_adjustment_magnitude"];
const SIMPLE: [&str; 2] = ["scaling_adjustment", "cooldown"];
const STEP: [&str; 2] = ["step_adjustments", "metric_aggregation_type"];
const TRACKING: [&str; 4] = ["metric", "statistic", "target_value", "disable_scale_in"];
const WARMUP: [&str; 1] = ["estimated_instance_warmup"];

/// AWS's limit.
const MOST_STEPS: usize = 20;

#[derive(Clone, Copy, PartialEq)]
enum Type {
    Simple,
    Step,
    Tracking,
}

impl Type {
    const WORDS: [(&'static str, Self); 3] =
        [("SimpleScaling", Self::Simple), ("StepScaling", Self::Step), ("TargetTrackingScaling", Self::Tracking)];
}

/// Read a policy; a scenario's needs a name.
pub fn policy(item: Item, named: bool) -> Result<Policy> {
    let object = item.object(&[&COMMON[..], &SIMPLE, &STEP, &TRACKING, &WARMUP].concat())?;
    let name = match object.read("name", |item| item.name().map(str::to_owned))? {
        Some(name) => name,
        None if named => object.need("name", "a name")?.name()?.to_owned(),
        None => String::new(),
    };
    let kind = match object.word("policy_type", &Type::WORDS, Type::Simple)? {
        Type::Simple => {
            object.refuse(&[&STEP[..], &TRACKING, &WARMUP].concat(), "absent from a SimpleScaling policy")?;
            simple(&object)?
        }
        Type::Step => {
            object.refuse(&[&SIMPLE[..], &TRACKING].concat(), "absent from a StepScaling policy")?;
            step_scaling(&object)?
        }
        Type::Tracking => {
            object.refuse(&[&SIMPLE[..], &STEP].concat(), "absent from a TargetTrackingScaling policy")?;
            tracking(&object)?
        }
    };
    Ok(Policy { name, enabled: object.boolean("enabled", true)?, kind })
}

fn adjusting(object: &Object) -> Result<Adjusting> {
    Ok(Adjusting {
        kind: object.need("adjustment_type", "one of AWS's adjustment types")?.word(&AdjustmentType::WORDS)?,
        min_magnitude: object.integer("min_adjustment_magnitude", 0..=MOST)?.unwrap_or(0),
    })
}

fn adjustment(item: Item, kind: AdjustmentType) -> Result<i64> {
    item.integer(if kind == AdjustmentType::Exact { 0 } else { -MOST }..=MOST)
}

fn simple(object: &Object) -> Result<Kind> {
    let adjusting = adjusting(object)?;
    let adjustment = adjustment(object.need("scaling_adjustment", "an integer")?, adjusting.kind)?;
    Ok(Kind::Simple { adjusting, adjustment, cooldown: object.seconds("cooldown")? })
}

fn step_scaling(object: &Object) -> Result<Kind> {
    let adjusting = adjusting(object)?;
    let item = object.need("step_adjustments", "a list of steps")?;
    let steps = item.each(|item| {
        let step = step(item)?;
        let given = item.object(&STEP_KEYS)?;
        adjustment(given.need("adjustment", "an integer")?, adjusting.kind)?;
        match (step.lower, step.upper) {
            (Some(lower), Some(upper)) if lower >= upper => {
                Err(given.need("upper", "a number")?.invalid("above lower"))
            }
            _ => Ok(step),
        }
    })?;
    if !(1..=MOST_STEPS).contains(&steps.len()) {
        return Err(item.invalid(format!("a list of 1 to {MOST_STEPS} steps")));
    }
    if let Some((first, second)) = overlap(&steps) {
        return Err(item.invalid(format!("steps that do not overlap, unlike steps {first} and {second}")));
    }
    let aggregations =
        [("Average", Statistic::Average), ("Minimum", Statistic::Minimum), ("Maximum", Statistic::Maximum)];
    Ok(Kind::Step {
        adjusting,
        steps,
        aggregation: object.word("metric_aggregation_type", &aggregations, Statistic::Average)?,
        warmup: object.seconds("estimated_instance_warmup")?,
    })
}

const STEP_KEYS: [&str; 3] = ["lower", "upper", "adjustment"];

/// A step on its own: its adjustment may be absent.
pub fn step(item: Item) -> Result<Step> {
    let object = item.object(&STEP_KEYS)?;
    Ok(Step {
        lower: object.read("lower", |item| item.number())?,
        upper: object.read("upper", |item| item.number())?,
        adjustment: object.integer("adjustment", -MOST..=MOST)?,
    })
}

/// Two steps that share more than a bound.
fn overlap(steps: &[Step]) -> Option<(usize, usize)> {
    let lower = |index: usize| steps[index].lower.unwrap_or(f64::NEG_INFINITY);
    let mut order: Vec<usize> = (0..steps.len()).collect();
    order.sort_by(|&a, &b| lower(a).total_cmp(&lower(b)));
    let found = order.windows(2).find(|pair| steps[pair[0]].upper.is_none_or(|upper| lower(pair[1]) < upper))?;
    Some((found[0].min(found[1]), found[0].max(found[1])))
}

fn tracking(object: &Object) -> Result<Kind> {
    object.read("adjustment_type", |item| item.word(&AdjustmentType::WORDS))?;
    object.integer("min_adjustment_magnitude", 0..=MOST)?;
    let target = object.need("target_value", "a number above 0")?;
    Ok(Kind::Tracking {
        metric: object.read("metric", |item| item.name().map(str::to_owned))?,
        statistic: object.word("statistic", &Statistic::WORDS, Statistic::Average)?,
        target: match target.number()? {
            value if value > 0.0 => value,
            _ => return Err(target.invalid("a number above 0")),
        },
        disable_scale_in: object.boolean("disable_scale_in", false)?,
        warmup: object.seconds("estimated_instance_warmup")?,
    })
}

/// The metric of `apply_policy`: a step policy needs value and threshold, target tracking the value.
pub fn reading(item: Option<Item>, policy: &Policy) -> Result<Reading> {
    let nothing = super::json::Node::Map(Vec::new());
    let path = super::item::Path::ROOT.join("metric");
    let item = item.unwrap_or(Item::new(&nothing, path));
    let object = item.object(&["value", "threshold", "alarm"])?;
    let mut reading = Reading {
        value: object.read("value", |item| item.number())?.unwrap_or(f64::NAN),
        threshold: object.read("threshold", |item| item.number())?.unwrap_or(f64::NAN),
        side: object.read("alarm", |item| item.word(&Side::WORDS))?,
    };
    if !matches!(policy.kind, Kind::Simple { .. }) {
        reading.value = object.need("value", "a number")?.number()?;
    }
    if matches!(policy.kind, Kind::Step { .. }) {
        reading.threshold = object.need("threshold", "a number")?.number()?;
    }
    Ok(reading)
}
