//! The objects of the JSON interface: from a tree to checked values.
//!
//! Each file reads one object. A key that the interface does not name is an error, and so is a
//! value that AWS could not hold; a behavior that the interface defines is never refused.

pub mod alarm;
pub mod group;
pub mod item;
pub mod json;
pub mod metric;
pub mod parameters;
pub mod policy;
pub mod scenario;
pub mod schedule;
