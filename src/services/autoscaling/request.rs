//! What boto returns where AWS only acknowledges a request.

use crate::decode::shape::{FieldType, Shape};

/// What boto gives back where the answer says no more than that it was done.
pub static REQUEST: Shape =
    Shape::new("reboto.ec2.autoscale.request", "Request", &[("RequestId", "request_id", FieldType::Text)]);
