//! Instances as Auto Scaling sees them.

use aws_sdk_autoscaling::operation::attach_instances::AttachInstancesInput;
use aws_sdk_autoscaling::operation::describe_auto_scaling_instances::DescribeAutoScalingInstancesInput;
use aws_sdk_autoscaling::operation::detach_instances::DetachInstancesInput;
use aws_sdk_autoscaling::operation::set_instance_health::SetInstanceHealthInput;
use aws_sdk_autoscaling::operation::terminate_instance_in_auto_scaling_group::TerminateInstanceInAutoScalingGroupInput;
use pyo3::prelude::*;

use super::activity::ACTIVITY;
use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use crate::arguments::booleans::flags;
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;

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
);

#[pymethods]
impl AutoScaleOperations {
    /// List instances that belong to groups: all, or those named.
    ///
    /// AWS operation: ``DescribeAutoScalingInstances``.
    ///
    /// Parameters
    /// ----------
    /// instance_ids : list of str, optional
    ///     Ids of instances, at most 50.
    /// max_records : int or str, optional
    ///     Instances a page, at most 50.
    /// next_token : str, optional
    ///     The token of the page before.
    ///
    /// Returns
    /// -------
    /// ResultSet of Instance
    ///     One page; ``next_token`` is set where more follow.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS refuses it.
    ///
    /// Examples
    /// --------
    /// >>> [instance.group_name for instance in autoscale.get_all_autoscaling_instances()]
    /// ['web', 'web']
    #[pyo3(signature = (instance_ids=None, max_records=None, next_token=None))]
    fn get_all_autoscaling_instances<'py>(
        slf: &Connection<'py>,
        instance_ids: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let input = DescribeAutoScalingInstancesInput::builder()
            .set_instance_ids(instance_ids.non_empty()?.texts("instance_ids")?)
            .set_max_records(pagination.max_records)
            .set_next_token(pagination.next_token);
        run(slf, ResultKind::Page(&INSTANCE), input.build())
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
    ///     Whether the group's desired capacity goes down by one, so that no
    ///     other instance takes its place.
    ///
    /// Returns
    /// -------
    /// Activity
    ///     The activity that terminates it.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS refuses it.
    ///
    /// Examples
    /// --------
    /// >>> instance = autoscale.get_all_autoscaling_instances()[0]
    /// >>> activity = autoscale.terminate_instance(instance.instance_id)
    /// >>> autoscale.get_all_groups(["web"])[0].desired_capacity
    /// 1
    #[pyo3(signature = (instance_id, decrement_capacity=true))]
    fn terminate_instance<'py>(
        slf: &Connection<'py>,
        instance_id: Arg<'py>,
        #[pyo3(from_py_with = flags::decrement_capacity)] decrement_capacity: bool,
    ) -> CallResult<'py> {
        let input = TerminateInstanceInAutoScalingGroupInput::builder()
            .instance_id(instance_id.required_text("instance_id")?)
            .should_decrement_desired_capacity(decrement_capacity);
        run(slf, ResultKind::One(&ACTIVITY), input.build())
    }

    /// Put running instances into a group; its desired capacity grows by their number.
    ///
    /// AWS operation: ``AttachInstances``.
    ///
    /// Parameters
    /// ----------
    /// name : str or AutoScalingGroup
    ///     The group, or its name.
    /// instance_ids : list of str
    ///     Ids of instances, at most 20.
    ///
    /// Returns
    /// -------
    /// bool
    ///     True.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS refuses it.
    #[pyo3(signature = (name, instance_ids))]
    fn attach_instances<'py>(slf: &Connection<'py>, name: Arg<'py>, instance_ids: Arg<'py>) -> CallResult<'py> {
        let input = AttachInstancesInput::builder()
            .auto_scaling_group_name(name.required_name("name")?)
            .set_instance_ids(instance_ids.non_empty()?.texts("instance_ids")?);
        run(slf, ResultKind::Done, input.build())
    }

    /// Take instances out of a group; they go on running.
    ///
    /// AWS operation: ``DetachInstances``.
    ///
    /// Parameters
    /// ----------
    /// name : str or AutoScalingGroup
    ///     The group, or its name.
    /// instance_ids : list of str
    ///     Ids of instances, at most 20.
    /// decrement_capacity : bool, default True
    ///     Whether the group's desired capacity goes down by their number, so
    ///     that no other instances take their place.
    ///
    /// Returns
    /// -------
    /// bool
    ///     True.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS refuses it.
    #[pyo3(signature = (name, instance_ids, decrement_capacity=true))]
    fn detach_instances<'py>(
        slf: &Connection<'py>,
        name: Arg<'py>,
        instance_ids: Arg<'py>,
        #[pyo3(from_py_with = flags::decrement_capacity)] decrement_capacity: bool,
    ) -> CallResult<'py> {
        let input = DetachInstancesInput::builder()
            .auto_scaling_group_name(name.required_name("name")?)
            .set_instance_ids(instance_ids.non_empty()?.texts("instance_ids")?)
            .should_decrement_desired_capacity(decrement_capacity);
        run(slf, ResultKind::Done, input.build())
    }

    /// Tell Auto Scaling how an instance is.
    ///
    /// AWS operation: ``SetInstanceHealth``.
    ///
    /// Parameters
    /// ----------
    /// instance_id : str
    ///     Id of the instance.
    /// health_status : str
    ///     ``Healthy``, or ``Unhealthy`` to have it terminated and replaced.
    /// should_respect_grace_period : bool, default True
    ///     Whether nothing happens while the group's grace period for the
    ///     instance lasts.
    ///
    /// Returns
    /// -------
    /// bool
    ///     True.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS refuses it.
    #[pyo3(signature = (instance_id, health_status, should_respect_grace_period=true))]
    fn set_instance_health<'py>(
        slf: &Connection<'py>,
        instance_id: Arg<'py>,
        health_status: Arg<'py>,
        #[pyo3(from_py_with = flags::should_respect_grace_period)] should_respect_grace_period: bool,
    ) -> CallResult<'py> {
        let input = SetInstanceHealthInput::builder()
            .instance_id(instance_id.required_text("instance_id")?)
            .health_status(health_status.required_text("health_status")?)
            .should_respect_grace_period(should_respect_grace_period);
        run(slf, ResultKind::Done, input.build())
    }
}
