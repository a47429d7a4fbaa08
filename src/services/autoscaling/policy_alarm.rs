//! The alarms of a scaling policy.

use crate::decode::shape::{FieldType, Shape};

pub static ALARM: Shape = Shape::new(
    "reboto.ec2.autoscale.policy",
    "Alarm",
    &[("AlarmName", "name", FieldType::Text), ("AlarmARN", "alarm_arn", FieldType::Text)],
);
