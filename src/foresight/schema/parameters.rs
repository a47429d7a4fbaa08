//! Parameters of the JSON interface: behavior that AWS does not publish.

use super::super::error::Result;
use super::super::evaluation::{PrematureScope, TooYoung};
use super::super::policy::TrackingLimits;
use super::super::scenario::{Parameters, TrackingValue};
use super::item::{Item, MOST};
use super::json::Node;

pub fn parameters(item: Option<Item>) -> Result<Parameters> {
    let default = Parameters::default();
    let Some(item) = item else { return Ok(default) };
    let object = item.object(&[
        "evaluation_range_extra",
        "premature_scope",
        "too_young",
        "alarm_phase_seconds",
        "metric_delay_seconds",
        "step_points",
        "cooldown_after_other",
        "tt_period",
        "tt_high_periods",
        "tt_low_periods",
        "tt_low_factor",
        "tt_value",
        "tt_scale_in_limit_percent",
        "tt_zero_capacity_as",
        "scheduled_delay_seconds",
        "suspended_desired",
    ])?;
    let count = |key, least, default: u64| Ok(object.integer(key, least..=MOST)?.map_or(default, i64::unsigned_abs));
    let at_least_zero = |item: Item| match item.number()? {
        value if value >= 0.0 => Ok(value),
        _ => Err(item.invalid("a number of at least 0")),
    };
    // The one key whose null is a value of its own: no limit.
    let limit = object.read("tt_scale_in_limit_percent", at_least_zero)?;
    let unlimited = limit.is_none() && object.holds("tt_scale_in_limit_percent");
    Ok(Parameters {
        evaluation_range_extra: count("evaluation_range_extra", 0, default.evaluation_range_extra)?,
        premature_scope: object.word(
            "premature_scope",
            &[("range", PrematureScope::Range), ("periods", PrematureScope::Periods)],
            default.premature_scope,
        )?,
        too_young: object.word(
            "too_young",
            &[("legacy", TooYoung::Legacy), ("ok", TooYoung::Ok)],
            default.too_young,
        )?,
        alarm_phase: object.seconds("alarm_phase_seconds")?.unwrap_or(default.alarm_phase),
        metric_delay: object.seconds("metric_delay_seconds")?.unwrap_or(default.metric_delay),
        step_points: object.read("step_points", step_points)?.flatten(),
        cooldown_after_other: object.boolean("cooldown_after_other", default.cooldown_after_other)?,
        tt_period: object.read("tt_period", super::alarm::period)?.unwrap_or(default.tt_period),
        tt_high_periods: count("tt_high_periods", 1, default.tt_high_periods)?,
        tt_low_periods: count("tt_low_periods", 1, default.tt_low_periods)?,
        tt_low_factor: object.read("tt_low_factor", at_least_zero)?.unwrap_or(default.tt_low_factor),
        tt_value: object.word("tt_value", &TrackingValue::WORDS, default.tt_value)?,
        tracking: TrackingLimits {
            scale_in_percent: if unlimited { None } else { limit.or(default.tracking.scale_in_percent) },
            zero_capacity_as: object
                .integer("tt_zero_capacity_as", 0..=MOST)?
                .unwrap_or(default.tracking.zero_capacity_as),
        },
        scheduled_delay: object.seconds("scheduled_delay_seconds")?.unwrap_or(default.scheduled_delay),
        frozen: object.word("suspended_desired", &[("frozen", true), ("moves", false)], default.frozen)?,
    })
}

/// `None` for the points that were evaluated.
fn step_points(item: Item) -> Result<Option<u64>> {
    match item.node {
        Node::Text(text) if text == "evaluated" => Ok(None),
        Node::Int(_) | Node::Float(_) => item.integer(1..=MOST).map(|count| Some(count.unsigned_abs())),
        _ => Err(item.invalid("\"evaluated\" or an integer of at least 1")),
    }
}
