//! How much of Auto Scaling an account may use.

use aws_sdk_autoscaling::operation::describe_account_limits::DescribeAccountLimitsInput;
use pyo3::prelude::*;

use super::connection::{Answer, AutoScaleOperations, Connection, answer};
use crate::decode::shape::{Kind, Noun};
use crate::decode::xml_response::Shape;

pub static LIMITS: Noun = Noun::new(
    "reboto.ec2.autoscale.limits",
    "AccountLimits",
    &[
        ("RequestId", "request_id", Kind::Text),
        ("MaxNumberOfAutoScalingGroups", "max_autoscaling_groups", Kind::Int),
        ("MaxNumberOfLaunchConfigurations", "max_launch_configurations", Kind::Int),
    ],
);

#[pymethods]
impl AutoScaleOperations {
    /// Tell how many groups and launch configurations the account may have.
    ///
    /// AWS operation: ``DescribeAccountLimits``.
    ///
    /// Returns
    /// -------
    /// AccountLimits
    fn get_account_limits<'py>(slf: &Connection<'py>) -> Answer<'py> {
        let input = DescribeAccountLimitsInput::builder();
        answer(slf, Shape::One(&LIMITS), input.build())
    }
}
