//! Auto Scaling: one file per resource, with its shapes and operations.

pub mod activity;
pub mod connection;
pub mod group;
pub mod group_update;
pub mod instance;
pub mod launchconfig;
pub mod limits;
pub mod metrics_collection;
pub mod notification;
pub mod operations;
pub mod policy;
pub mod policy_alarm;
pub mod process;
pub mod request;
pub mod scheduled;
pub mod tag;

use crate::decode::shape::Shape;

/// The shapes that generic calls can return.
pub static SHAPES: [&Shape; 19] = [
    &activity::ACTIVITY,
    &group::GROUP,
    &group::ENABLED_METRIC,
    &group::SUSPENDED_PROCESS,
    &instance::INSTANCE,
    &launchconfig::LAUNCH_CONFIGURATION,
    &launchconfig::MONITORING,
    &launchconfig::DEVICE,
    &launchconfig::EBS,
    &limits::LIMITS,
    &policy::POLICY,
    &policy_alarm::ALARM,
    &policy::ADJUSTMENT_TYPE,
    &policy::TERMINATION_POLICIES,
    &process::PROCESS_TYPE,
    &metrics_collection::COLLECTION_TYPES,
    &scheduled::SCHEDULED_ACTION,
    &tag::TAG,
    &request::REQUEST,
];
