//! Scaling policies: rules that change a group's size.

use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use super::policy_alarm::ALARM;
use super::request::REQUEST;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::Fields;
use crate::arguments::limits::{self, CheckLimit};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::model::autoscaling::{
    self as model, OP_DELETE_POLICY, OP_DESCRIBE_ADJUSTMENT_TYPES, OP_DESCRIBE_POLICIES,
    OP_DESCRIBE_TERMINATION_POLICY_TYPES, OP_EXECUTE_POLICY, OP_PUT_SCALING_POLICY,
};
use crate::model::value::{Fields as Values, Input, IntoValue};
use crate::services::object_argument::object;

const MODULE: &str = "reboto.ec2.autoscale.policy";

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
)
.of(&[&model::SCALING_POLICY]);

pub static ADJUSTMENT_TYPE: Shape =
    Shape::new(MODULE, "AdjustmentType", &[("AdjustmentType", "adjustment_type", FieldType::Text)]);

pub static TERMINATION_POLICIES: Shape =
    Shape::new(MODULE, "TerminationPolicies", &[("TerminationPolicyTypes", "", FieldType::Members)]);

/// The members that boto's objects have, sent as boto did.
const BOTOS_MEMBERS: [&str; 6] =
    ["AutoScalingGroupName", "PolicyName", "AdjustmentType", "ScalingAdjustment", "Cooldown", "MinAdjustmentStep"];

/// The type that follows from the settings of a policy; AWS's default is `SimpleScaling`.
fn policy_type(fields: &Values) -> Option<&'static str> {
    if fields.get("TargetTrackingConfiguration").is_some() {
        Some("TargetTrackingScaling")
    } else if fields.get("PredictiveScalingConfiguration").is_some() {
        Some("PredictiveScaling")
    } else if fields.get("StepAdjustments").is_some() {
        Some("StepScaling")
    } else {
        None
    }
}

#[pymethods]
impl AutoScaleOperations {
    /// Create or update a scaling policy.
    ///
    /// AWS operation: ``PutScalingPolicy``.
    ///
    /// Parameters
    /// ----------
    /// scaling_policy : ScalingPolicy or dict
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
        let scaling_policy = &object("scaling_policy", scaling_policy, &POLICY)?;
        let policy = Fields::of(scaling_policy, "ScalingPolicy");
        let adjustment_type = policy.get("adjustment_type")?.identifier()?;
        let step = match adjustment_type.as_deref() {
            Some("PercentChangeInCapacity") => policy.get("min_adjustment_step")?.count()?,
            _ => None,
        };
        let input = Input::new(&OP_PUT_SCALING_POLICY)
            .with("AutoScalingGroupName", policy.get("as_name")?.required_text()?)
            .with("PolicyName", policy.get("name")?.required_text()?.within(&limits::NAME, "ScalingPolicy.name")?)
            .with("AdjustmentType", adjustment_type)
            .with("ScalingAdjustment", policy.get("scaling_adjustment")?.count()?)
            .with("Cooldown", policy.get("cooldown")?.count()?);
        let mut fields = input.fields.with_attributes("ScalingPolicy", scaling_policy, &BOTOS_MEMBERS)?;
        if fields.get("PolicyType").is_none() {
            fields.set("PolicyType", policy_type(&fields));
        }
        // Two names of one setting, of which AWS takes one. boto knows the older.
        let magnitude = fields.get("MinAdjustmentMagnitude").cloned();
        if magnitude.is_some() && magnitude != step.into_value() && step.is_some() {
            fields.set("MinAdjustmentMagnitude", None::<i32>);
        }
        if fields.get("MinAdjustmentMagnitude").is_none() {
            fields.set("MinAdjustmentStep", step);
        }
        let input = Input { fields, ..input };
        run(slf, ResultKind::One(&REQUEST), input)
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
    /// policy_types : list of str, optional
    ///     ``SimpleScaling``, ``StepScaling``, ``TargetTrackingScaling`` and
    ///     ``PredictiveScaling``; default is all types.
    /// include_managed_resources : bool, optional
    ///     Whether to include what other AWS services manage; default is False.
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
    #[pyo3(signature = (as_group=None, policy_names=None, max_records=None, next_token=None, *, policy_types=None, include_managed_resources=None))]
    fn get_all_policies<'py>(
        slf: &Connection<'py>,
        as_group: Arg<'py>,
        policy_names: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
        policy_types: Arg<'py>,
        include_managed_resources: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let input = Input::new(&OP_DESCRIBE_POLICIES)
            .with("AutoScalingGroupName", as_group.non_empty()?.name_or_object("as_group")?)
            .with("PolicyNames", policy_names.non_empty()?.texts("policy_names")?)
            .with("MaxRecords", pagination.max_records)
            .with("NextToken", pagination.next_token)
            .argument("PolicyTypes", "policy_types", &policy_types)?
            .argument("IncludeManagedResources", "include_managed_resources", &include_managed_resources)?;
        run(slf, ResultKind::Page(&POLICY), input)
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
        let input = Input::new(&OP_DELETE_POLICY)
            .with("PolicyName", policy_name.required_text("policy_name")?)
            .with("AutoScalingGroupName", autoscale_group.non_empty()?.name_or_object("autoscale_group")?);
        run(slf, ResultKind::Done, input)
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
    /// metric_value : float, optional
    ///     Value of the metric; required for a policy of type ``StepScaling``.
    /// breach_threshold : float, optional
    ///     Threshold of the alarm; required for a policy of type ``StepScaling``.
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
    #[pyo3(signature = (policy_name, as_group=None, honor_cooldown=None, *, metric_value=None, breach_threshold=None))]
    fn execute_policy<'py>(
        slf: &Connection<'py>,
        policy_name: Arg<'py>,
        as_group: Arg<'py>,
        honor_cooldown: Arg<'py>,
        metric_value: Arg<'py>,
        breach_threshold: Arg<'py>,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_EXECUTE_POLICY)
            .with("PolicyName", policy_name.required_text("policy_name")?)
            .with("AutoScalingGroupName", as_group.non_empty()?.name_or_object("as_group")?)
            .with("HonorCooldown", honor_cooldown.flag("honor_cooldown")?.filter(|honors| *honors))
            .argument("MetricValue", "metric_value", &metric_value)?
            .argument("BreachThreshold", "breach_threshold", &breach_threshold)?;
        run(slf, ResultKind::Done, input)
    }

    /// List the adjustment types that a scaling policy can have.
    ///
    /// AWS operation: ``DescribeAdjustmentTypes``.
    ///
    /// Returns
    /// -------
    /// ResultSet of AdjustmentType
    fn get_all_adjustment_types<'py>(slf: &Connection<'py>) -> CallResult<'py> {
        let input = Input::new(&OP_DESCRIBE_ADJUSTMENT_TYPES);
        run(slf, ResultKind::Page(&ADJUSTMENT_TYPE), input)
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
        let input = Input::new(&OP_DESCRIBE_TERMINATION_POLICY_TYPES);
        run(slf, ResultKind::One(&TERMINATION_POLICIES), input)
    }
}
