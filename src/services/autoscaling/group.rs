//! Auto Scaling groups.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run, send};
use super::group_update::Changes;
use super::instance::INSTANCE;
use super::request::REQUEST;
use super::tag::{TAG, tags};
use crate::arguments::booleans::flags;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::{Field, Fields};
use crate::arguments::invalid::quoted;
use crate::arguments::limits::{self, CheckLimit};
use crate::client::raw_response::RawResponse;
use crate::client::session::IntoPython;
use crate::decode::boto3_form::to_dict;
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::{ResultKind, XmlResult};
use crate::model::Operation;
use crate::model::autoscaling::{
    self as model, OP_CREATE_AUTO_SCALING_GROUP, OP_DELETE_AUTO_SCALING_GROUP, OP_DESCRIBE_AUTO_SCALING_GROUPS,
    OP_SET_DESIRED_CAPACITY, OP_UPDATE_AUTO_SCALING_GROUP,
};
use crate::model::value::Input;
use crate::process::held::Held;
use crate::services::object_argument::object;

const MODULE: &str = "reboto.ec2.autoscale.group";

pub static ENABLED_METRIC: Shape = Shape::new(
    MODULE,
    "EnabledMetric",
    &[("Granularity", "granularity", FieldType::Text), ("Metric", "metric", FieldType::Text)],
);

pub static SUSPENDED_PROCESS: Shape = Shape::new(
    MODULE,
    "SuspendedProcess",
    &[("ProcessName", "process_name", FieldType::Text), ("SuspensionReason", "reason", FieldType::Text)],
);

pub static GROUP: Shape = Shape::new(
    MODULE,
    "AutoScalingGroup",
    &[
        ("AutoScalingGroupName", "name", FieldType::Text),
        ("AutoScalingGroupARN", "autoscaling_group_arn", FieldType::Text),
        ("MinSize", "min_size", FieldType::Int),
        ("MaxSize", "max_size", FieldType::Int),
        ("DesiredCapacity", "desired_capacity", FieldType::Int),
        ("CreatedTime", "created_time", FieldType::Text),
        ("DefaultCooldown", "default_cooldown", FieldType::Int),
        ("LaunchConfigurationName", "launch_config_name", FieldType::Text),
        ("PlacementGroup", "placement_group", FieldType::Text),
        ("HealthCheckGracePeriod", "health_check_period", FieldType::Int),
        ("HealthCheckType", "health_check_type", FieldType::Text),
        ("VPCZoneIdentifier", "vpc_zone_identifier", FieldType::Text),
        ("InstanceId", "instance_id", FieldType::Text),
        ("Instances", "instances", FieldType::List(&INSTANCE)),
        ("LoadBalancerNames", "load_balancers", FieldType::AppendTexts),
        ("AvailabilityZones", "availability_zones", FieldType::AppendTexts),
        ("EnabledMetrics", "enabled_metrics", FieldType::List(&ENABLED_METRIC)),
        ("SuspendedProcesses", "suspended_processes", FieldType::List(&SUSPENDED_PROCESS)),
        ("Tags", "tags", FieldType::List(&TAG)),
        ("TerminationPolicies", "termination_policies", FieldType::AppendTexts),
    ],
)
.of(&[&model::AUTO_SCALING_GROUP]);

/// The input of an operation with the members that both creating and updating a group have.
fn group_input(operation: &'static Operation, name: String, group: &Fields<'_, '_>) -> PyResult<Input> {
    Ok(Input::new(operation)
        .with("AutoScalingGroupName", name)
        .with("LaunchConfigurationName", group.get("launch_config_name")?.truthy()?.name()?)
        .with("MinSize", group.get("min_size")?.count()?)
        .with("MaxSize", group.get("max_size")?.count()?)
        .with("DesiredCapacity", group.get("desired_capacity")?.count()?)
        .with("DefaultCooldown", group.get("default_cooldown")?.truthy()?.count()?)
        .with("AvailabilityZones", group.get("availability_zones")?.truthy()?.texts()?)
        .with("VPCZoneIdentifier", subnets(&group.get("vpc_zone_identifier")?.truthy()?)?)
        .with("HealthCheckType", group.get("health_check_type")?.truthy()?.text()?)
        .with("HealthCheckGracePeriod", group.get("health_check_period")?.truthy()?.count()?)
        .with("PlacementGroup", group.get("placement_group")?.truthy()?.text()?)
        .with("TerminationPolicies", group.get("termination_policies")?.truthy()?.texts()?))
}

/// Adds the members that boto did not know.
fn with_other_members(input: Input, group: &Bound<'_, PyAny>) -> PyResult<Input> {
    Ok(Input { fields: input.fields.with_attributes("AutoScalingGroup", group, &BOTOS_MEMBERS)?, ..input })
}

/// Subnet ids: a comma-separated string or a list.
fn subnets(field: &Field<'_>) -> PyResult<Option<String>> {
    Ok(field.texts()?.map(|ids| ids.join(",")))
}

/// The members that boto's objects have, sent as boto did.
const BOTOS_MEMBERS: [&str; 15] = [
    "AutoScalingGroupName",
    "LaunchConfigurationName",
    "InstanceId",
    "MinSize",
    "MaxSize",
    "DesiredCapacity",
    "DefaultCooldown",
    "AvailabilityZones",
    "LoadBalancerNames",
    "HealthCheckType",
    "HealthCheckGracePeriod",
    "PlacementGroup",
    "VPCZoneIdentifier",
    "TerminationPolicies",
    "Tags",
];

/// The response to an update of a group that was read, and what AWS has now.
struct UpdatedGroup {
    received: RawResponse,
    /// The group, and the dict of what AWS has.
    held: Held,
}

impl IntoPython for UpdatedGroup {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let result = XmlResult { received: self.received, shape: ResultKind::One(&REQUEST) };
        let result = result.into_python(connection)?;
        let [group, all] = self.held.take_all()?;
        Changes::remember(all.bind(connection.py()), group.bind(connection.py()))?;
        Ok(result)
    }
}

#[pymethods]
impl AutoScaleOperations {
    /// Create an Auto Scaling group.
    ///
    /// AWS operation: ``CreateAutoScalingGroup``.
    ///
    /// Parameters
    /// ----------
    /// as_group : AutoScalingGroup or dict
    ///     The group. Name, minimum and maximum size are required, and either a
    ///     launch configuration or the id of an instance to copy.
    ///
    /// Returns
    /// -------
    /// Request
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request. Its ``error_code`` is ``AlreadyExists`` if
    ///     the name is taken.
    /// ValueError, TypeError
    ///     If an attribute is invalid. No request is sent.
    ///
    /// Examples
    /// --------
    /// >>> group = AutoScalingGroup(
    /// ...     name="api",
    /// ...     launch_config="web-config",
    /// ...     availability_zones=["us-east-1a"],
    /// ...     min_size=1,
    /// ...     max_size=4,
    /// ... )
    /// >>> autoscale.create_auto_scaling_group(group)
    /// Request:...
    fn create_auto_scaling_group<'py>(slf: &Connection<'py>, as_group: &Bound<'py, PyAny>) -> CallResult<'py> {
        let as_group = &object("as_group", as_group, &GROUP)?;
        let group = Fields::of(as_group, "AutoScalingGroup");
        let name = group.get("name")?.required_text()?.within(&limits::GROUP_NAME, "AutoScalingGroup.name")?;
        let tags_field = group.get("tags")?.truthy()?;
        let tags = tags(&tags_field.value, "AutoScalingGroup.tags", Some(&name))?;
        let input = group_input(&OP_CREATE_AUTO_SCALING_GROUP, name, &group)?;
        for (member, size) in [("MinSize", "min_size"), ("MaxSize", "max_size")] {
            if input.fields.get(member).is_none() {
                let text = format!("AutoScalingGroup.{size} is required and must be a number of instances");
                return Err(PyValueError::new_err(text));
            }
        }
        let input = input
            .with("InstanceId", group.get("instance_id")?.truthy()?.text()?)
            .with("LoadBalancerNames", group.get("load_balancers")?.truthy()?.texts()?)
            .with("Tags", (!tags.is_empty()).then_some(tags));
        let input = with_other_members(input, as_group)?;
        run(slf, ResultKind::One(&REQUEST), input)
    }

    /// Create or update a group. Private in boto, but used by scripts.
    ///
    /// AWS operation: ``CreateAutoScalingGroup`` or ``UpdateAutoScalingGroup``.
    ///
    /// Parameters
    /// ----------
    /// op : str
    ///     ``CreateAutoScalingGroup`` or ``UpdateAutoScalingGroup``.
    /// as_group : AutoScalingGroup
    ///     The group. It does not need to come from AWS. Tags and load balancers
    ///     are sent only when the group is created.
    ///
    /// Returns
    /// -------
    /// Request
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    /// ValueError, TypeError
    ///     If an attribute is invalid. No request is sent.
    #[pyo3(signature = (op, as_group))]
    fn _update_group<'py>(slf: &Connection<'py>, op: &str, as_group: &Bound<'py, PyAny>) -> CallResult<'py> {
        match op {
            "CreateAutoScalingGroup" => return Self::create_auto_scaling_group(slf, as_group),
            "UpdateAutoScalingGroup" => {}
            _ => {
                let known = "'CreateAutoScalingGroup' or 'UpdateAutoScalingGroup'";
                return Err(PyValueError::new_err(format!("op must be {known}, got {}", quoted(op))));
            }
        }
        let as_group = &object("as_group", as_group, &GROUP)?;
        if let Some(changes) = Changes::of(slf.as_any(), as_group, &GROUP)? {
            let input = Input { operation: &OP_UPDATE_AUTO_SCALING_GROUP, fields: changes.sent };
            let all = to_dict(slf.py(), &changes.all)?.into_any().unbind();
            let held = Held::new(vec![as_group.clone().unbind(), all]);
            let prepare = |py: Python<'py>| ResultKind::One(&REQUEST).prepare(py);
            return send(slf, input, prepare, held.clone(), move |received| UpdatedGroup { received, held });
        }
        let group = Fields::of(as_group, "AutoScalingGroup");
        let input = group_input(&OP_UPDATE_AUTO_SCALING_GROUP, group.get("name")?.required_text()?, &group)?;
        let input = with_other_members(input, as_group)?;
        run(slf, ResultKind::One(&REQUEST), input)
    }

    /// List Auto Scaling groups with their instances.
    ///
    /// AWS operation: ``DescribeAutoScalingGroups``.
    ///
    /// Parameters
    /// ----------
    /// names : list of str, optional
    ///     Names of groups; default is all groups.
    /// max_records : int or str, optional
    ///     Groups per page, at most 100.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    /// include_instances : bool, optional
    ///     Whether to return the groups' instances; default is True.
    /// include_managed_resources : bool, optional
    ///     Whether to include what other AWS services manage; default is False.
    /// filters : list of Filter or list of dict or dict of str to str or list of str, optional
    ///     Filters: names, each with a value or a list of values.
    ///
    /// Returns
    /// -------
    /// ResultSet of AutoScalingGroup
    ///     One page, of 50 groups by default; ``next_token`` is set if there are
    ///     more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> (group,) = autoscale.get_all_groups(["web"])
    /// >>> group.desired_capacity, [instance.lifecycle_state for instance in group.instances]
    /// (2, ['InService', 'InService'])
    #[pyo3(signature = (names=None, max_records=None, next_token=None, *, include_instances=None, include_managed_resources=None, filters=None))]
    fn get_all_groups<'py>(
        slf: &Connection<'py>,
        names: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
        include_instances: Arg<'py>,
        include_managed_resources: Arg<'py>,
        filters: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let input = Input::new(&OP_DESCRIBE_AUTO_SCALING_GROUPS)
            .with("AutoScalingGroupNames", names.non_empty()?.texts("names")?)
            .with("MaxRecords", pagination.max_records)
            .with("NextToken", pagination.next_token)
            .argument("IncludeInstances", "include_instances", &include_instances)?
            .argument("IncludeManagedResources", "include_managed_resources", &include_managed_resources)?
            .argument("Filters", "filters", &filters)?;
        run(slf, ResultKind::Page(&GROUP), input)
    }

    /// Delete an Auto Scaling group.
    ///
    /// AWS operation: ``DeleteAutoScalingGroup``.
    ///
    /// Parameters
    /// ----------
    /// name : str or AutoScalingGroup
    ///     The group or its name.
    /// force_delete : bool, default False
    ///     Whether to terminate the group's instances too. Otherwise AWS rejects
    ///     the request while the group has instances.
    ///
    /// Returns
    /// -------
    /// Request
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request. Its ``error_code`` is ``ResourceInUse`` while
    ///     the group has instances.
    #[pyo3(signature = (name, force_delete=false))]
    fn delete_auto_scaling_group<'py>(
        slf: &Connection<'py>,
        name: Arg<'py>,
        #[pyo3(from_py_with = flags::force_delete)] force_delete: bool,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_DELETE_AUTO_SCALING_GROUP)
            .with("AutoScalingGroupName", name.required_name("name")?)
            .with("ForceDelete", force_delete.then_some(true));
        run(slf, ResultKind::One(&REQUEST), input)
    }

    /// Set the desired number of instances of a group.
    ///
    /// AWS operation: ``SetDesiredCapacity``.
    ///
    /// Parameters
    /// ----------
    /// group_name : str or AutoScalingGroup
    ///     The group or its name.
    /// desired_capacity : int or str
    ///     Number of instances, between the group's minimum and maximum size.
    /// honor_cooldown : bool, default False
    ///     Whether AWS rejects the request during the group's cooldown.
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
    ///
    /// Examples
    /// --------
    /// >>> autoscale.set_desired_capacity("web", 3)
    /// True
    #[pyo3(signature = (group_name, desired_capacity, honor_cooldown=false))]
    fn set_desired_capacity<'py>(
        slf: &Connection<'py>,
        group_name: Arg<'py>,
        desired_capacity: Arg<'py>,
        #[pyo3(from_py_with = flags::honor_cooldown)] honor_cooldown: bool,
    ) -> CallResult<'py> {
        let input = capacity(&group_name, &desired_capacity)?.with("HonorCooldown", honor_cooldown.then_some(true));
        run(slf, ResultKind::Done, input)
    }

    /// Set the desired number of instances of a group, for `AutoScalingGroup.set_capacity`.
    #[pyo3(signature = (group_name, desired_capacity))]
    fn _set_capacity<'py>(slf: &Connection<'py>, group_name: Arg<'py>, desired_capacity: Arg<'py>) -> CallResult<'py> {
        let input = capacity(&group_name, &desired_capacity)?;
        run(slf, ResultKind::One(&REQUEST), input)
    }
}

fn capacity(group_name: &Arg<'_>, desired_capacity: &Arg<'_>) -> PyResult<Input> {
    let missing = || PyValueError::new_err("desired_capacity is required and must be a number of instances");
    Ok(Input::new(&OP_SET_DESIRED_CAPACITY)
        .with("AutoScalingGroupName", group_name.required_name("group_name")?)
        .with("DesiredCapacity", desired_capacity.count("desired_capacity")?.ok_or_else(missing)?))
}
