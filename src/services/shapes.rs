//! The classes that generic calls read, and that tables know the columns of.

use crate::decode::shape::Shape;
use crate::services::{autoscaling, cloudwatch};

/// Those of both services.
pub static SHAPES: [&[&Shape]; 2] = [&autoscaling::SHAPES, &cloudwatch::SHAPES];
