//! SNS notifications of a group's scaling events.

use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, run};
use crate::arguments::convert::{Arg, Convert};
use crate::decode::xml_response::ResultKind;
use crate::model::autoscaling::{OP_DELETE_NOTIFICATION_CONFIGURATION, OP_PUT_NOTIFICATION_CONFIGURATION};
use crate::model::value::Input;

#[pymethods]
impl AutoScaleOperations {
    /// Send notifications of a group's scaling events to an SNS topic.
    ///
    /// AWS operation: ``PutNotificationConfiguration``.
    ///
    /// Parameters
    /// ----------
    /// autoscale_group : str or AutoScalingGroup
    ///     The group or its name.
    /// topic : str
    ///     ARN of the topic.
    /// notification_types : list of str
    ///     Events to notify about: ``autoscaling:EC2_INSTANCE_LAUNCH``,
    ///     ``autoscaling:EC2_INSTANCE_LAUNCH_ERROR``,
    ///     ``autoscaling:EC2_INSTANCE_TERMINATE``,
    ///     ``autoscaling:EC2_INSTANCE_TERMINATE_ERROR`` or
    ///     ``autoscaling:TEST_NOTIFICATION``.
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
    #[pyo3(signature = (autoscale_group, topic, notification_types))]
    fn put_notification_configuration<'py>(
        slf: &Connection<'py>,
        autoscale_group: Arg<'py>,
        topic: Arg<'py>,
        notification_types: Arg<'py>,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_PUT_NOTIFICATION_CONFIGURATION)
            .with("AutoScalingGroupName", autoscale_group.required_name("autoscale_group")?)
            .with("TopicARN", topic.required_text("topic")?)
            .with("NotificationTypes", notification_types.non_empty()?.texts("notification_types")?);
        run(slf, ResultKind::Done, input)
    }

    /// Remove a group's SNS notification configuration.
    ///
    /// AWS operation: ``DeleteNotificationConfiguration``.
    ///
    /// Parameters
    /// ----------
    /// autoscale_group : str or AutoScalingGroup
    ///     The group or its name.
    /// topic : str
    ///     ARN of the topic.
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
    #[pyo3(signature = (autoscale_group, topic))]
    fn delete_notification_configuration<'py>(
        slf: &Connection<'py>,
        autoscale_group: Arg<'py>,
        topic: Arg<'py>,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_DELETE_NOTIFICATION_CONFIGURATION)
            .with("AutoScalingGroupName", autoscale_group.required_name("autoscale_group")?)
            .with("TopicARN", topic.required_text("topic")?);
        run(slf, ResultKind::Done, input)
    }
}
