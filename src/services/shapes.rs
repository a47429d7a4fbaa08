//! The shapes of both services, for generic calls and for the columns of tables.

use crate::decode::shape::Shape;
use crate::services::{autoscaling, cloudwatch};

/// The shapes of Auto Scaling and of CloudWatch.
pub static SHAPES: [&[&Shape]; 2] = [&autoscaling::SHAPES, &cloudwatch::SHAPES];
