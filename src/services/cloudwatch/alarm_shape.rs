//! The shape of alarms.

use crate::decode::shape::{FieldType, Shape};
use crate::model::cloudwatch as model;

const MODULE: &str = "reboto.ec2.cloudwatch.alarm";

/// Used for CBOR responses and for the XML responses of generic calls.
pub static ALARM: Shape = Shape::new(
    MODULE,
    "MetricAlarm",
    &[
        ("ActionsEnabled", "actions_enabled", FieldType::Text),
        ("AlarmArn", "alarm_arn", FieldType::Text),
        ("AlarmConfigurationUpdatedTimestamp", "last_updated", FieldType::Text),
        ("AlarmDescription", "description", FieldType::Text),
        ("AlarmName", "name", FieldType::Text),
        ("ComparisonOperator", "comparison", FieldType::Mapped(symbol_of)),
        ("EvaluationPeriods", "evaluation_periods", FieldType::Int),
        ("MetricName", "metric", FieldType::Text),
        ("Namespace", "namespace", FieldType::Text),
        ("Period", "period", FieldType::Int),
        ("StateReason", "state_reason", FieldType::Text),
        ("StateValue", "state_value", FieldType::Text),
        ("Statistic", "statistic", FieldType::Text),
        ("Threshold", "threshold", FieldType::Float),
        ("Unit", "unit", FieldType::Text),
        ("AlarmActions", "alarm_actions", FieldType::TextList),
        ("InsufficientDataActions", "insufficient_data_actions", FieldType::TextList),
        ("OKActions", "ok_actions", FieldType::TextList),
        ("Dimensions", "dimensions", FieldType::Dimensions),
    ],
)
.of(&[&model::METRIC_ALARM]);
pub static ALARMS: Shape = Shape::new(MODULE, "MetricAlarms", &[("member", "", FieldType::Append(&ALARM))]);

/// boto's comparison symbols and AWS's comparison operators.
pub const COMPARISONS: [(&str, &str); 4] = [
    (">=", "GreaterThanOrEqualToThreshold"),
    (">", "GreaterThanThreshold"),
    ("<", "LessThanThreshold"),
    ("<=", "LessThanOrEqualToThreshold"),
];

/// boto's symbol for an AWS comparison operator, or the operator itself if boto has none.
fn symbol_of(word: &str) -> &str {
    COMPARISONS.iter().find(|(_, known)| *known == word).map_or(word, |(symbol, _)| symbol)
}
