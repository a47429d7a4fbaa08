//! Instances of Auto Scaling groups.

use pyo3::prelude::*;

use super::activity::ACTIVITY;
use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use crate::arguments::booleans::flags;
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::model::autoscaling::{
    self as model, OP_ATTACH_INSTANCES, OP_DESCRIBE_AUTO_SCALING_INSTANCES, OP_DETACH_INSTANCES,
    OP_SET_INSTANCE_HEALTH, OP_TERMINATE_INSTANCE_IN_AUTO_SCALING_GROUP,
};
use crate::model::value::Input;

pub static INSTANCE: Shape = Shape::new(
    "reboto.ec2.autoscale.instance",
    "Instance",
    &[
        ("InstanceId", "instance_id", FieldType::Text),
        ("HealthStatus", "health_status", FieldType::Text),
        ("LaunchConfigurationName", "launch_config_name", FieldType::Text),
        ("LifecycleState", "lifecycle_state", FieldType::Text),
        ("AvailabilityZone", "availability_zone", FieldType::Text),
        ("AutoScalingGroupName", "group_name", FieldType::Text),
    ],
)
.of(&[&model::INSTANCE, &model::AUTO_SCALING_INSTANCE_DETAILS]);

#[pymethods]
impl AutoScaleOperations {
    /// List instances that belong to Auto Scaling groups.
    ///
    /// AWS operation: ``DescribeAutoScalingInstances``.
    ///
    /// Parameters
    /// ----------
    /// instance_ids : list of str, optional
    ///     At most 50 instance ids; default is all instances.
    /// max_records : int or str, optional
    ///     Instances per page, at most 50.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    /// include_managed_resources : bool, optional
    ///     Whether to include what other AWS services manage; default is False.
    ///
    /// Returns
    /// -------
    /// ResultSet of Instance
    ///     One page; ``next_token`` is set if there are more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> [instance.group_name for instance in autoscale.get_all_autoscaling_instances()]
    /// ['web', 'web']
    #[pyo3(signature = (instance_ids=None, max_records=None, next_token=None, *, include_managed_resources=None))]
    fn get_all_autoscaling_instances<'py>(
        slf: &Connection<'py>,
        instance_ids: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
        include_managed_resources: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let input = Input::new(&OP_DESCRIBE_AUTO_SCALING_INSTANCES)
            .with("InstanceIds", instance_ids.non_empty()?.texts("instance_ids")?)
            .with("MaxRecords", pagination.max_records)
            .with("NextToken", pagination.next_token)
            .argument("IncludeManagedResources", "include_managed_resources", &include_managed_resources)?;
        run(slf, ResultKind::Page(&INSTANCE), input)
    }

    /// Terminate an instance of a group.
    ///
    /// AWS operation: ``TerminateInstanceInAutoScalingGroup``.
    ///
    /// Parameters
    /// ----------
    /// instance_id : str
    ///     Id of the instance.
    /// decrement_capacity : bool, default True
    ///     Whether to reduce the group's desired capacity by one. Otherwise the
    ///     group launches a replacement.
    /// instance_ids : list of str, optional
    ///     IDs of several instances of a group, instead of ``instance_id``.
    /// as_group : str or AutoScalingGroup, optional
    ///     The group of ``instance_ids`` or its name.
    ///
    /// Returns
    /// -------
    /// Activity
    ///     The scaling activity that terminates the instance.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> instance = autoscale.get_all_autoscaling_instances()[0]
    /// >>> activity = autoscale.terminate_instance(instance.instance_id)
    /// >>> autoscale.get_all_groups(["web"])[0].desired_capacity
    /// 1
    #[pyo3(signature = (instance_id=None, decrement_capacity=true, *, instance_ids=None, as_group=None))]
    fn terminate_instance<'py>(
        slf: &Connection<'py>,
        instance_id: Arg<'py>,
        #[pyo3(from_py_with = flags::decrement_capacity)] decrement_capacity: bool,
        instance_ids: Arg<'py>,
        as_group: Arg<'py>,
    ) -> CallResult<'py> {
        let one = match &instance_ids {
            Some(_) => instance_id.non_empty()?.identifier("instance_id")?,
            None => Some(instance_id.required_text("instance_id")?),
        };
        let input = Input::new(&OP_TERMINATE_INSTANCE_IN_AUTO_SCALING_GROUP)
            .with("InstanceId", one)
            .argument("InstanceIds", "instance_ids", &instance_ids)?
            .argument("AutoScalingGroupName", "as_group", &as_group)?
            .with("ShouldDecrementDesiredCapacity", decrement_capacity);
        run(slf, ResultKind::One(&ACTIVITY), input)
    }

    /// Attach running instances to a group.
    ///
    /// AWS operation: ``AttachInstances``. The group's desired capacity grows by
    /// the number of instances.
    ///
    /// Parameters
    /// ----------
    /// name : str or AutoScalingGroup
    ///     The group or its name.
    /// instance_ids : list of str
    ///     At most 20 instance ids.
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
    #[pyo3(signature = (name, instance_ids))]
    fn attach_instances<'py>(slf: &Connection<'py>, name: Arg<'py>, instance_ids: Arg<'py>) -> CallResult<'py> {
        let input = Input::new(&OP_ATTACH_INSTANCES)
            .with("AutoScalingGroupName", name.required_name("name")?)
            .with("InstanceIds", instance_ids.non_empty()?.texts("instance_ids")?);
        run(slf, ResultKind::Done, input)
    }

    /// Detach instances from a group.
    ///
    /// AWS operation: ``DetachInstances``. The instances keep running.
    ///
    /// Parameters
    /// ----------
    /// name : str or AutoScalingGroup
    ///     The group or its name.
    /// instance_ids : list of str
    ///     At most 20 instance ids.
    /// decrement_capacity : bool, default True
    ///     Whether to reduce the group's desired capacity by the number of
    ///     instances. Otherwise the group launches replacements.
    /// return_activities : bool, default False
    ///     Whether to return the scaling activities instead of True.
    ///
    /// Returns
    /// -------
    /// bool or ResultSet of Activity
    ///     True, or the activities.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    #[pyo3(signature = (name, instance_ids, decrement_capacity=true, *, return_activities=false))]
    fn detach_instances<'py>(
        slf: &Connection<'py>,
        name: Arg<'py>,
        instance_ids: Arg<'py>,
        #[pyo3(from_py_with = flags::decrement_capacity)] decrement_capacity: bool,
        #[pyo3(from_py_with = flags::return_activities)] return_activities: bool,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_DETACH_INSTANCES)
            .with("AutoScalingGroupName", name.required_name("name")?)
            .with("InstanceIds", instance_ids.non_empty()?.texts("instance_ids")?)
            .with("ShouldDecrementDesiredCapacity", decrement_capacity);
        let result = if return_activities { ResultKind::Page(&ACTIVITY) } else { ResultKind::Done };
        run(slf, result, input)
    }

    /// Set the health status of an instance.
    ///
    /// AWS operation: ``SetInstanceHealth``.
    ///
    /// Parameters
    /// ----------
    /// instance_id : str
    ///     Id of the instance.
    /// health_status : str
    ///     ``Healthy`` or ``Unhealthy``. Auto Scaling replaces unhealthy instances.
    /// should_respect_grace_period : bool, default True
    ///     Whether to ignore the status during the group's health check grace
    ///     period.
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
    #[pyo3(signature = (instance_id, health_status, should_respect_grace_period=true))]
    fn set_instance_health<'py>(
        slf: &Connection<'py>,
        instance_id: Arg<'py>,
        health_status: Arg<'py>,
        #[pyo3(from_py_with = flags::should_respect_grace_period)] should_respect_grace_period: bool,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_SET_INSTANCE_HEALTH)
            .with("InstanceId", instance_id.required_text("instance_id")?)
            .with("HealthStatus", health_status.required_text("health_status")?)
            .with("ShouldRespectGracePeriod", should_respect_grace_period);
        run(slf, ResultKind::Done, input)
    }
}
