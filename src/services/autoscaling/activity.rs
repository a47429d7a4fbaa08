//! Scaling activities: instances that a group launched or terminated, and why.

use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, Pagination, run};
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::model::autoscaling::{self as model, OP_DESCRIBE_SCALING_ACTIVITIES};
use crate::model::value::Input;

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
)
.of(&[&model::ACTIVITY, &model::ACTIVITY_TYPE]);

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
    /// include_deleted_groups : bool, optional
    ///     Whether to include groups that were deleted; default is False.
    /// include_managed_resources : bool, optional
    ///     Whether to include what other AWS services manage; default is False.
    /// filters : list of Filter or list of dict or dict of str to str or list of str, optional
    ///     Filters: names, each with a value or a list of values.
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
    #[pyo3(signature = (autoscale_group, activity_ids=None, max_records=None, next_token=None, *, include_deleted_groups=None, include_managed_resources=None, filters=None))]
    #[expect(clippy::too_many_arguments, reason = "they are the members of the input")]
    fn get_all_activities<'py>(
        slf: &Connection<'py>,
        autoscale_group: Arg<'py>,
        activity_ids: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
        include_deleted_groups: Arg<'py>,
        include_managed_resources: Arg<'py>,
        filters: Arg<'py>,
    ) -> CallResult<'py> {
        let pagination = Pagination::of(max_records, next_token)?;
        let input = Input::new(&OP_DESCRIBE_SCALING_ACTIVITIES)
            .with("AutoScalingGroupName", autoscale_group.non_empty()?.name_or_object("autoscale_group")?)
            .with("ActivityIds", activity_ids.non_empty()?.texts("activity_ids")?)
            .with("MaxRecords", pagination.max_records)
            .with("NextToken", pagination.next_token)
            .argument("IncludeDeletedGroups", "include_deleted_groups", &include_deleted_groups)?
            .argument("IncludeManagedResources", "include_managed_resources", &include_managed_resources)?
            .argument("Filters", "filters", &filters)?;
        run(slf, ResultKind::Page(&ACTIVITY), input)
    }
}
