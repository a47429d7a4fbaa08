//! Account limits of Auto Scaling.

use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, run};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::model::autoscaling::{self as model, OP_DESCRIBE_ACCOUNT_LIMITS};
use crate::model::value::Input;

pub static LIMITS: Shape = Shape::new(
    "reboto.ec2.autoscale.limits",
    "AccountLimits",
    &[
        ("RequestId", "request_id", FieldType::Text),
        ("MaxNumberOfAutoScalingGroups", "max_autoscaling_groups", FieldType::Int),
        ("MaxNumberOfLaunchConfigurations", "max_launch_configurations", FieldType::Int),
    ],
)
.of(&[&model::DESCRIBE_ACCOUNT_LIMITS_ANSWER]);

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
        let input = Input::new(&OP_DESCRIBE_ACCOUNT_LIMITS);
        run(slf, ResultKind::One(&LIMITS), input)
    }
}
