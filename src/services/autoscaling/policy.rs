//! Scaling policies: rules that change a group's size.

use aws_sdk_autoscaling::operation::delete_policy::DeletePolicyInput;
use aws_sdk_autoscaling::operation::describe_adjustment_types::DescribeAdjustmentTypesInput;
use aws_sdk_autoscaling::operation::describe_policies::DescribePoliciesInput;
use aws_sdk_autoscaling::operation::describe_termination_policy_types::DescribeTerminationPolicyTypesInput;
use aws_sdk_autoscaling::operation::execute_policy::ExecutePolicyInput;
use aws_sdk_autoscaling::operation::put_scaling_policy::PutScalingPolicyInput;
use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use super::request::REQUEST;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::Fields;
use crate::arguments::limits::{self, CheckLimit};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;

const MODULE: &str = "reboto.ec2.autoscale.policy";

pub static ALARM: Shape =
    Shape::new(MODULE, "Alarm", &[("AlarmName", "name", FieldType::Text), ("AlarmARN", "alarm_arn", FieldType::Text)]);

pub static POLICY: Shape = Shape::new(
    MODULE,
    "ScalingPolicy",
    &[
        ("PolicyName", "name", FieldType::Text),
        ("AutoScalingGroupName", "as_name", FieldType::Text),
        ("PolicyARN", "policy_arn", FieldType::Text),
        ("ScalingAdjustment", "scaling_adjustment", FieldType::Int),
        ("Cooldown", "cooldown", FieldType::Int),
        ("AdjustmentType", "adjustment_type", FieldType::Text),
        ("MinAdjustmentStep", "min_adjustment_step", FieldType::Int),
        ("Alarms", "alarms", FieldType::List(&ALARM)),
    ],
);

pub static ADJUSTMENT_TYPE: Shape =
    Shape::new(MODULE, "AdjustmentType", &[("AdjustmentType", "adjustment_type", FieldType::Text)]);

pub static TERMINATION_POLICIES: Shape =
    Shape::new(MODULE, "TerminationPolicies", &[("TerminationPolicyTypes", "", FieldType::Members)]);

#[pymethods]
impl AutoScaleOperations {
    /// Create or update a scaling policy.
    ///
    /// AWS operation: ``PutScalingPolicy``.
    ///
    /// Parameters
    /// ----------
    /// scaling_policy : ScalingPolicy
    ///     The policy. An existing policy of the same name is updated.
    ///     ``min_adjustment_step`` is sent only with the adjustment type
    ///     ``PercentChangeInCapacity``.
    ///
    /// Returns
    /// -------
    /// Request
    ///     Its ``PolicyARN`` is the policy's ARN.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    /// ValueError, TypeError
    ///     If an attribute is invalid. No request is sent.
    ///
    /// Examples
    /// --------
    /// >>> policy = ScalingPolicy(
    /// ...     name="down", as_name="web", adjustment_type="ExactCapacity", scaling_adjustment=1
    /// ... )
    /// >>> autoscale.create_scaling_policy(policy).PolicyARN
    /// 'arn:aws:autoscaling:...:policyName/down'
    fn create_scaling_policy<'py>(slf: &Connection<'py>, scaling_policy: &Bound<'py, PyAny>) -> CallResult<'py> {
        let policy = Fields::of(scaling_policy, "ScalingPolicy");
        let adjustment_type = policy.get("adjustment_type")?.identifier()?;
        let step = match adjustment_type.as_deref() {
            Some("PercentChangeInCapacity") => policy.get("min_adjustment_step")?.count()?,
            _ => None,
        };
        let input = PutScalingPolicyInput::builder()
            .auto_scaling_group_name(policy.get("as_name")?.required_text()?)
            .policy_name(policy.get("name")?.required_text()?.within(&limits::NAME, "ScalingPolicy.name")?)
            .set_adjustment_type(adjustment_type)
            .set_scaling_adjustment(policy.get("scaling_adjustment")?.count()?)
            .set_min_adjustment_step(step)
            .set_cooldown(policy.get("cooldown")?.count()?);
        run(slf, ResultKind::One(&REQUEST), input.build())
    }

    /// List scaling policies.
    ///
    /// AWS operation: ``DescribePolicies``.
    ///
    /// Parameters
    /// ----------
    /// as_group : str or AutoScalingGroup, optional
    ///     The group or its name; default is all groups.
    /// policy_names : list of str, optional
    ///     Names or ARNs of policies; default is all policies.
    /// max_records : int or str, optional
    ///     Policies per page, at most 100.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    ///
    /// Returns
    /// -------
    /// ResultSet of ScalingPolicy
    ///     One page; ``next_token`` is set if there are more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> (policy,) = autoscale.get_all_policies(as_group="web", policy_names=["up"])
    /// >>> policy.policy_arn
    /// 'arn:aws:autoscaling:...:policyName/up'
    #[pyo3(signature = (as_group=None, policy_names=None, max_records=None, next_token=None))]
    fn get_all_policies<'py>(
        slf: &Connection<'py>,
        as_group: Arg<'py>,
        policy_names: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let input = DescribePoliciesInput::builder()
            .set_auto_scaling_group_name(as_group.non_empty()?.name_or_object("as_group")?)
            .set_policy_names(policy_names.non_empty()?.texts("policy_names")?)
            .set_max_records(pagination.max_records)
            .set_next_token(pagination.next_token);
        run(slf, ResultKind::Page(&POLICY), input.build())
    }

    /// Delete a scaling policy.
    ///
    /// AWS operation: ``DeletePolicy``.
    ///
    /// Parameters
    /// ----------
    /// policy_name : str
    ///     Name or ARN of the policy.
    /// autoscale_group : str or AutoScalingGroup, optional
    ///     The policy's group or its name; required unless ``policy_name`` is an
    ///     ARN.
    ///
    /// Returns
    /// -------
    /// bool
    ///     True.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    #[pyo3(signature = (policy_name, autoscale_group=None))]
    fn delete_policy<'py>(slf: &Connection<'py>, policy_name: Arg<'py>, autoscale_group: Arg<'py>) -> CallResult<'py> {
        let input = DeletePolicyInput::builder()
            .policy_name(policy_name.required_text("policy_name")?)
            .set_auto_scaling_group_name(autoscale_group.non_empty()?.name_or_object("autoscale_group")?);
        run(slf, ResultKind::Done, input.build())
    }

    /// Execute a scaling policy now.
    ///
    /// AWS operation: ``ExecutePolicy``.
    ///
    /// Parameters
    /// ----------
    /// policy_name : str
    ///     Name or ARN of the policy.
    /// as_group : str or AutoScalingGroup, optional
    ///     The policy's group or its name; required unless ``policy_name`` is an
    ///     ARN.
    /// honor_cooldown : bool, optional
    ///     Whether to skip the execution during the group's cooldown; default is
    ///     False.
    ///
    /// Returns
    /// -------
    /// bool
    ///     True.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request. Its ``error_code`` is
    ///     ``ScalingActivityInProgress`` while another scaling activity runs.
    ///
    /// Examples
    /// --------
    /// >>> autoscale.execute_policy("up", as_group="web")
    /// True
    #[pyo3(signature = (policy_name, as_group=None, honor_cooldown=None))]
    fn execute_policy<'py>(
        slf: &Connection<'py>,
        policy_name: Arg<'py>,
        as_group: Arg<'py>,
        honor_cooldown: Arg<'py>,
    ) -> CallResult<'py> {
        let input = ExecutePolicyInput::builder()
            .policy_name(policy_name.required_text("policy_name")?)
            .set_auto_scaling_group_name(as_group.non_empty()?.name_or_object("as_group")?)
            .set_honor_cooldown(honor_cooldown.flag("honor_cooldown")?.filter(|honors| *honors));
        run(slf, ResultKind::Done, input.build())
    }

    /// List the adjustment types that a scaling policy can have.
    ///
    /// AWS operation: ``DescribeAdjustmentTypes``.
    ///
    /// Returns
    /// -------
    /// ResultSet of AdjustmentType
    fn get_all_adjustment_types<'py>(slf: &Connection<'py>) -> CallResult<'py> {
        let input = DescribeAdjustmentTypesInput::builder();
        run(slf, ResultKind::Page(&ADJUSTMENT_TYPE), input.build())
    }

    /// List the available termination policies.
    ///
    /// AWS operation: ``DescribeTerminationPolicyTypes``.
    ///
    /// Returns
    /// -------
    /// TerminationPolicies
    ///     List of names, for ``AutoScalingGroup.termination_policies``.
    fn get_termination_policies<'py>(slf: &Connection<'py>) -> CallResult<'py> {
        let input = DescribeTerminationPolicyTypesInput::builder();
        run(slf, ResultKind::One(&TERMINATION_POLICIES), input.build())
    }
}
