//! The result of operations that return only a request id.

use super::policy_alarm::ALARM;
use crate::decode::shape::{FieldType, Shape};

/// boto's result for a response that contains only a request id.
pub static REQUEST: Shape = Shape::new(
    "reboto.ec2.autoscale.request",
    "Request",
    &[("RequestId", "request_id", FieldType::Text), ("Alarms", "alarms", FieldType::List(&ALARM))],
);
