//! Scaling activities: instances that a group launched or terminated, and why.

use aws_sdk_autoscaling::operation::describe_scaling_activities::DescribeScalingActivitiesInput;
use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;

pub static ACTIVITY: Shape = Shape::new(
    "reboto.ec2.autoscale.activity",
    "Activity",
    &[
        ("Activity", "", FieldType::Flatten),
        ("ActivityId", "activity_id", FieldType::Text),
        ("AutoScalingGroupName", "group_name", FieldType::Text),
        ("StartTime", "start_time", FieldType::Timestamp),
        ("EndTime", "end_time", FieldType::Timestamp),
        ("Progress", "progress", FieldType::Text),
        ("Cause", "cause", FieldType::Text),
        ("Description", "description", FieldType::Text),
        ("StatusMessage", "status_message", FieldType::Text),
        ("StatusCode", "status_code", FieldType::Text),
    ],
);

#[pymethods]
impl AutoScaleOperations {
    /// List a group's scaling activities, newest first.
    ///
    /// AWS operation: ``DescribeScalingActivities``.
    ///
    /// Parameters
    /// ----------
    /// autoscale_group : str or AutoScalingGroup
    ///     The group or its name.
    /// activity_ids : list of str, optional
    ///     Ids of activities; default is all activities.
    /// max_records : int or str, optional
    ///     Activities per page, at most 100.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    ///
    /// Returns
    /// -------
    /// ResultSet of Activity
    ///     One page; ``next_token`` is set if there are more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    #[pyo3(signature = (autoscale_group, activity_ids=None, max_records=None, next_token=None))]
    fn get_all_activities<'py>(
        slf: &Connection<'py>,
        autoscale_group: Arg<'py>,
        activity_ids: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let input = DescribeScalingActivitiesInput::builder()
            .set_auto_scaling_group_name(autoscale_group.non_empty()?.name_or_object("autoscale_group")?)
            .set_activity_ids(activity_ids.non_empty()?.texts("activity_ids")?)
            .set_max_records(pagination.max_records)
            .set_next_token(pagination.next_token);
        run(slf, ResultKind::Page(&ACTIVITY), input.build())
    }
}
