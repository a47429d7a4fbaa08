//! Foresight: simulate a group's policies and alarms in virtual time.
//!
//! Only [`python`] uses Python, and no file uses AWS's client. [`json_interface`] has the functions of the JSON
//! interface, [`schema`] turns JSON into objects, and each rule has its file: [`evaluation`] and
//! [`window`] evaluate alarms, [`policy`] decides on capacities, [`group`] keeps the instances,
//! [`schedule`] reads cron, [`load`] makes metrics, [`run`] simulates a [`scenario`].
//! [`last_evaluation`] finds the points that an alarm evaluated; [`sweep`] runs each [`variant`] of a scenario and
//! keeps its [`score`].
//!
//! The same request gives the same result on every host: there is no clock, no randomness and no
//! time zone but the bundled ones. Behavior that AWS does not publish is in [`scenario::Parameters`].

// The schema limits counts to 10^9 and times to the years 1 to 9999.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss)]
// The interface promises results that are equal as doubles.
#![allow(clippy::float_cmp)]
// Timelines and sweeps have callers in Python only.
#![cfg_attr(not(feature = "python"), allow(dead_code))]

pub(crate) mod error;
pub(crate) mod evaluation;
pub(crate) mod group;
pub(crate) mod json_interface;
pub(crate) mod last_evaluation;
pub(crate) mod load;
pub(crate) mod plan;
pub(crate) mod policy;
pub(crate) mod run;
pub(crate) mod running_alarm;
pub(crate) mod scenario;
pub(crate) mod schedule;
pub(crate) mod schema;
pub(crate) mod score;
pub(crate) mod sweep;
pub(crate) mod timeline;
pub(crate) mod timeline_json;
pub(crate) mod variant;
pub(crate) mod window;

#[cfg(feature = "python")]
pub mod python;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use json_interface::{call, respond};
