//! CloudWatch: one file per resource, with its shapes and operations.

pub mod alarm;
pub mod alarm_input;
pub mod alarm_shape;
pub mod connection;
pub mod data;
pub mod dimension;
pub mod history;
pub mod metric;
pub mod metric_data;
pub mod operations;
pub mod state;
pub mod statistics;

use crate::decode::shape::Shape;

/// The shapes that generic calls can return.
pub static SHAPES: [&Shape; 5] =
    [&alarm_shape::ALARM, &alarm_shape::ALARMS, &metric::METRIC, &history::ITEM, &statistics::DATAPOINT];
