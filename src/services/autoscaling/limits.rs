//! Account limits of Auto Scaling.

use aws_sdk_autoscaling::operation::describe_account_limits::DescribeAccountLimitsInput;
use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, run};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;

pub static LIMITS: Shape = Shape::new(
    "reboto.ec2.autoscale.limits",
    "AccountLimits",
    &[
        ("RequestId", "request_id", FieldType::Text),
        ("MaxNumberOfAutoScalingGroups", "max_autoscaling_groups", FieldType::Int),
        ("MaxNumberOfLaunchConfigurations", "max_launch_configurations", FieldType::Int),
    ],
);

#[pymethods]
impl AutoScaleOperations {
    /// Get the account's limits for groups and launch configurations.
    ///
    /// AWS operation: ``DescribeAccountLimits``.
    ///
    /// Returns
    /// -------
    /// AccountLimits
    fn get_account_limits<'py>(slf: &Connection<'py>) -> CallResult<'py> {
        let input = DescribeAccountLimitsInput::builder();
        run(slf, ResultKind::One(&LIMITS), input.build())
    }
}
