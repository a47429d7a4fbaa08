//! The classes that generic calls read, and that tables know the columns of.

use crate::decode::shape::Noun;
use crate::services::{autoscaling, cloudwatch};

/// Those of both services.
pub static SHAPES: [&[&Noun]; 2] = [&autoscaling::SHAPES, &cloudwatch::SHAPES];
