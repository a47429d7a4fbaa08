//! Scheduled actions: changes of a group's size at given times.

use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::limits::{self, CheckLimit};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::model::autoscaling::{
    self as model, OP_DELETE_SCHEDULED_ACTION, OP_DESCRIBE_SCHEDULED_ACTIONS, OP_PUT_SCHEDULED_UPDATE_GROUP_ACTION,
};
use crate::model::value::Input;

pub static SCHEDULED_ACTION: Shape = Shape::new(
    "reboto.ec2.autoscale.scheduled",
    "ScheduledUpdateGroupAction",
    &[
        ("DesiredCapacity", "desired_capacity", FieldType::Text),
        ("ScheduledActionName", "name", FieldType::Text),
        ("AutoScalingGroupName", "as_group", FieldType::Text),
        ("MaxSize", "max_size", FieldType::Int),
        ("MinSize", "min_size", FieldType::Int),
        ("ScheduledActionARN", "action_arn", FieldType::Text),
        ("Recurrence", "recurrence", FieldType::Text),
        ("Time", "time", FieldType::Timestamp),
        ("StartTime", "start_time", FieldType::Timestamp),
        ("EndTime", "end_time", FieldType::Timestamp),
    ],
)
.of(&[&model::SCHEDULED_UPDATE_GROUP_ACTION]);

#[pymethods]
impl AutoScaleOperations {
    /// Create or update a scheduled action of a group.
    ///
    /// AWS operation: ``PutScheduledUpdateGroupAction``. The action changes the
    /// group's size once or repeatedly. Sizes that are not given do not change.
    ///
    /// Parameters
    /// ----------
    /// as_group : str or AutoScalingGroup
    ///     The group or its name.
    /// name : str
    ///     Name of the action.
    /// time : datetime.datetime or str, optional
    ///     UTC; time of the action. Deprecated by AWS, which ignores it; reboto
    ///     also sends it as ``start_time`` unless that is given.
    /// desired_capacity : int or str, optional
    ///     Desired number of instances.
    /// min_size, max_size : int or str, optional
    ///     Minimum and maximum number of instances.
    /// start_time, end_time : datetime.datetime or str, optional
    ///     UTC; time of the action, or first and last time of a recurring action.
    ///     Aware datetimes are converted to UTC; naive datetimes are taken as UTC.
    /// recurrence : str, optional
    ///     Schedule of a recurring action in Unix cron format, in UTC:
    ///     ``"0 10 * * *"``.
    /// time_zone : str, optional
    ///     Time zone of ``recurrence``, such as ``"Europe/Berlin"``; default is UTC.
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
    /// >>> autoscale.create_scheduled_group_action(
    /// ...     "web", "working-day", min_size=3, recurrence="0 8 * * 1-5"
    /// ... )
    /// True
    #[pyo3(signature = (as_group, name, time=None, desired_capacity=None, min_size=None, max_size=None, start_time=None, end_time=None, recurrence=None, time_zone=None))]
    #[expect(clippy::too_many_arguments, reason = "boto's signature")]
    fn create_scheduled_group_action<'py>(
        slf: &Connection<'py>,
        as_group: Arg<'py>,
        name: Arg<'py>,
        time: Arg<'py>,
        desired_capacity: Arg<'py>,
        min_size: Arg<'py>,
        max_size: Arg<'py>,
        start_time: Arg<'py>,
        end_time: Arg<'py>,
        recurrence: Arg<'py>,
        time_zone: Arg<'py>,
    ) -> CallResult<'py> {
        // AWS ignores Time: without StartTime, it would schedule nothing.
        let time = time.non_empty()?.timestamp("time")?;
        let input = Input::new(&OP_PUT_SCHEDULED_UPDATE_GROUP_ACTION)
            .with("AutoScalingGroupName", as_group.required_name("as_group")?)
            .with("ScheduledActionName", name.required_name("name")?.within(&limits::NAME, "name")?)
            .with("Time", time)
            .with("DesiredCapacity", desired_capacity.count("desired_capacity")?)
            .with("MinSize", min_size.count("min_size")?)
            .with("MaxSize", max_size.count("max_size")?)
            .with("StartTime", start_time.timestamp("start_time")?.or(time))
            .with("EndTime", end_time.timestamp("end_time")?)
            .with("Recurrence", recurrence.identifier("recurrence")?)
            .argument("TimeZone", "time_zone", &time_zone)?;
        run(slf, ResultKind::Done, input)
    }

    /// List scheduled actions.
    ///
    /// AWS operation: ``DescribeScheduledActions``. Actions that have already run
    /// or expired are not listed.
    ///
    /// Parameters
    /// ----------
    /// as_group : str or AutoScalingGroup, optional
    ///     The group or its name; default is all groups.
    /// start_time, end_time : datetime.datetime or str, optional
    ///     UTC; the earliest and the latest start time of an action. (boto ignored
    ///     them.)
    /// scheduled_actions : list of str, optional
    ///     Names or ARNs of actions; default is all actions. If given, the times
    ///     are ignored.
    /// max_records : int or str, optional
    ///     Actions per page, at most 100.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    /// include_managed_resources : bool, optional
    ///     Whether to include what other AWS services manage; default is False.
    ///
    /// Returns
    /// -------
    /// ResultSet of ScheduledUpdateGroupAction
    ///     One page; ``next_token`` is set if there are more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    #[pyo3(signature = (as_group=None, start_time=None, end_time=None, scheduled_actions=None, max_records=None, next_token=None, *, include_managed_resources=None))]
    #[expect(clippy::too_many_arguments, reason = "they are the members of the input")]
    fn get_all_scheduled_actions<'py>(
        slf: &Connection<'py>,
        as_group: Arg<'py>,
        start_time: Arg<'py>,
        end_time: Arg<'py>,
        scheduled_actions: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
        include_managed_resources: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let input = Input::new(&OP_DESCRIBE_SCHEDULED_ACTIONS)
            .with("AutoScalingGroupName", as_group.non_empty()?.name_or_object("as_group")?)
            .with("StartTime", start_time.timestamp("start_time")?)
            .with("EndTime", end_time.timestamp("end_time")?)
            .with("ScheduledActionNames", scheduled_actions.non_empty()?.texts("scheduled_actions")?)
            .with("MaxRecords", pagination.max_records)
            .with("NextToken", pagination.next_token)
            .argument("IncludeManagedResources", "include_managed_resources", &include_managed_resources)?;
        run(slf, ResultKind::Page(&SCHEDULED_ACTION), input)
    }

    /// Delete a scheduled action.
    ///
    /// AWS operation: ``DeleteScheduledAction``.
    ///
    /// Parameters
    /// ----------
    /// scheduled_action_name : str or ScheduledUpdateGroupAction
    ///     The action or its name.
    /// autoscale_group : str or AutoScalingGroup, optional
    ///     The action's group or its name.
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
    #[pyo3(signature = (scheduled_action_name, autoscale_group=None))]
    fn delete_scheduled_action<'py>(
        slf: &Connection<'py>,
        scheduled_action_name: Arg<'py>,
        autoscale_group: Arg<'py>,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_DELETE_SCHEDULED_ACTION)
            .with("ScheduledActionName", scheduled_action_name.required_name("scheduled_action_name")?)
            .with("AutoScalingGroupName", autoscale_group.non_empty()?.name_or_object("autoscale_group")?);
        run(slf, ResultKind::Done, input)
    }
}
