//! Scaling policies: the capacity that a policy asks for, and why.

use super::window::Statistic;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdjustmentType {
    Change,
    Exact,
    Percent,
}

impl AdjustmentType {
    pub const WORDS: [(&'static str, Self); 3] = [
        ("ChangeInCapacity", Self::Change),
        ("ExactCapacity", Self::Exact),
        ("PercentChangeInCapacity", Self::Percent),
    ];
}

/// How a simple or step policy turns an adjustment into a capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjusting {
    pub kind: AdjustmentType,
    pub min_magnitude: i64,
}

impl Adjusting {
    /// Capacity after adjusting `base` by `value`, before limits.
    pub fn apply(&self, base: i64, value: i64) -> i64 {
        match self.kind {
            AdjustmentType::Change => base + value,
            AdjustmentType::Exact => value,
            AdjustmentType::Percent => base + self.percent(base, value),
        }
    }

    /// Change by a percentage: truncated, but at least one instance and at least the minimum magnitude.
    fn percent(&self, base: i64, value: i64) -> i64 {
        let product = base * value;
        if product == 0 {
            return 0;
        }
        (product / 100).abs().max(1).max(self.min_magnitude) * product.signum()
    }

    /// Whether an adjustment asks for fewer instances.
    fn shrinks(&self, value: i64, desired: i64) -> bool {
        if self.kind == AdjustmentType::Exact { value < desired } else { value < 0 }
    }
}

/// Bounds relative to the threshold; an absent lower bound is -infinity, an absent upper one +infinity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub adjustment: Option<i64>,
}

impl Step {
    fn holds(&self, threshold: f64, value: f64) -> bool {
        let lower = self.lower.map_or(f64::NEG_INFINITY, |bound| threshold + bound);
        let upper = self.upper.map_or(f64::INFINITY, |bound| threshold + bound);
        // A value can be infinite by overflow: an absent bound holds it too.
        if value > threshold || (value == threshold && lower >= threshold) {
            lower <= value && (value < upper || self.upper.is_none())
        } else {
            (lower < value || self.lower.is_none()) && value <= upper
        }
    }
}

/// The first step in the list that holds the value.
pub fn select_step(steps: &[Step], threshold: f64, value: f64) -> Option<&Step> {
    steps.iter().find(|step| step.holds(threshold, value))
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Simple { adjusting: Adjusting, adjustment: i64, cooldown: Option<i64> },
    Step { adjusting: Adjusting, steps: Vec<Step>, aggregation: Statistic, warmup: Option<i64> },
    Tracking { metric: Option<String>, statistic: Statistic, target: f64, disable_scale_in: bool, warmup: Option<i64> },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub name: String,
    pub enabled: bool,
    pub kind: Kind,
}

/// The group as a policy sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    pub min_size: i64,
    pub max_size: i64,
    pub desired: i64,
    /// All instances in service, those that warm up included.
    pub in_service: i64,
    pub warming: i64,
    pub pending: i64,
    pub terminating: i64,
}

impl Capacity {
    pub fn clamp(&self, capacity: i64) -> i64 {
        clamp(capacity, self.min_size, self.max_size)
    }
}

/// The limits, also where the minimum is above the maximum: then the minimum.
pub fn clamp(capacity: i64, min_size: i64, max_size: i64) -> i64 {
    min_size.max(max_size.min(capacity))
}

/// Which of target tracking's two alarms executes the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    High,
    Low,
}

impl Side {
    pub const WORDS: [(&'static str, Self); 2] = [("high", Self::High), ("low", Self::Low)];
}

/// The metric that a step or target tracking policy reads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    pub value: f64,
    pub threshold: f64,
    pub side: Option<Side>,
}

/// Target tracking's unpublished arithmetic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrackingLimits {
    pub scale_in_percent: Option<f64>,
    pub zero_capacity_as: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    ScaleOut,
    ScaleIn,
    NoChange,
    NoStep,
    Warmup,
    ScaleInDisabled,
    Suspended,
    Disabled,
    ActivityInProgress,
    Cooldown,
    NoData,
    NotAllReady,
    Outvoted,
}

impl Reason {
    /// All reasons, by `reason as usize`.
    pub const ALL: [Self; 13] = [
        Self::ScaleOut,
        Self::ScaleIn,
        Self::NoChange,
        Self::NoStep,
        Self::Warmup,
        Self::ScaleInDisabled,
        Self::Suspended,
        Self::Disabled,
        Self::ActivityInProgress,
        Self::Cooldown,
        Self::NoData,
        Self::NotAllReady,
        Self::Outvoted,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::ScaleOut => "scale_out",
            Self::ScaleIn => "scale_in",
            Self::NoChange => "no_change",
            Self::NoStep => "no_step",
            Self::Warmup => "warmup",
            Self::ScaleInDisabled => "scale_in_disabled",
            Self::Suspended => "suspended",
            Self::Disabled => "disabled",
            Self::ActivityInProgress => "activity_in_progress",
            Self::Cooldown => "cooldown",
            Self::NoData => "no_data",
            Self::NotAllReady => "not_all_ready",
            Self::Outvoted => "outvoted",
        }
    }
}

impl Policy {
    /// The capacity that the policy asks for; the desired capacity if it asks for no change.
    pub fn apply(&self, group: &Capacity, reading: Reading, limits: &TrackingLimits) -> (i64, Reason) {
        let shrinks_while_warming = |shrinks: bool| shrinks && (group.pending > 0 || group.warming > 0);
        let (shrinks, capacity) = match &self.kind {
            Kind::Simple { adjusting, adjustment, .. } => {
                (adjusting.shrinks(*adjustment, group.desired), adjusting.apply(group.in_service, *adjustment))
            }
            Kind::Step { adjusting, steps, .. } => {
                let step = select_step(steps, reading.threshold, reading.value);
                let Some(adjustment) = step.and_then(|step| step.adjustment) else {
                    return (group.desired, Reason::NoStep);
                };
                let shrinks = adjusting.shrinks(adjustment, group.desired);
                if shrinks_while_warming(shrinks) {
                    return (group.desired, Reason::Warmup);
                }
                let base = if adjustment < 0 {
                    group.in_service + group.terminating
                } else {
                    group.in_service - group.warming
                };
                (shrinks, adjusting.apply(base, adjustment))
            }
            Kind::Tracking { target, disable_scale_in, .. } => {
                let side = if reading.value > *target { Side::High } else { Side::Low };
                if reading.side.unwrap_or(side) == Side::High {
                    let warm = group.in_service - group.warming;
                    let base = if warm == 0 { limits.zero_capacity_as } else { warm };
                    (false, proportion(base, reading.value, *target))
                } else if *disable_scale_in {
                    return (group.desired, Reason::ScaleInDisabled);
                } else if shrinks_while_warming(true) {
                    return (group.desired, Reason::Warmup);
                } else {
                    let base = group.in_service + group.terminating;
                    let needed = proportion(base, reading.value, *target);
                    (true, limits.scale_in_percent.map_or(needed, |limit| needed.max(base - largest_cut(base, limit))))
                }
            }
        };
        let capacity = group.clamp(capacity);
        match shrinks {
            false if capacity > group.desired => (capacity, Reason::ScaleOut),
            true if capacity < group.desired => (capacity, Reason::ScaleIn),
            _ => (group.desired, Reason::NoChange),
        }
    }
}

/// Capacity in proportion to the metric. The subtrahend keeps rounding errors from adding an instance.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // Counts are below 2^53; the cast saturates.
fn proportion(base: i64, value: f64, target: f64) -> i64 {
    ((base as f64 * value / target - 1e-9).ceil() as i64).clamp(-FAR, FAR)
}

/// Beyond every limit of a group, and far from overflow.
const FAR: i64 = 1 << 50;

/// The most instances that target tracking removes at once.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn largest_cut(base: i64, percent: f64) -> i64 {
    ((base as f64 * percent / 100.0).floor() as i64).clamp(1, FAR)
}

/// The largest proposal that differs from the desired capacity, else the desired capacity.
pub fn resolve(proposals: impl IntoIterator<Item = i64>, desired: i64) -> i64 {
    proposals.into_iter().filter(|&proposal| proposal != desired).max().unwrap_or(desired)
}

#[cfg(test)]
#[path = "tests/policy.rs"]
mod tests;
