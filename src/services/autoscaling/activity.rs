//! Scaling activities: what a group did to its instances, and why.

use aws_sdk_autoscaling::operation::describe_scaling_activities::DescribeScalingActivitiesInput;
use pyo3::prelude::*;

use super::connection::{Answer, AutoScaleOperations, Connection, Window, answer};
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{Kind, Noun};
use crate::decode::xml_response::Shape;

pub static ACTIVITY: Noun = Noun::new(
    "reboto.ec2.autoscale.activity",
    "Activity",
    &[
        ("Activity", "", Kind::Inside),
        ("ActivityId", "activity_id", Kind::Text),
        ("AutoScalingGroupName", "group_name", Kind::Text),
        ("StartTime", "start_time", Kind::Moment),
        ("EndTime", "end_time", Kind::Moment),
        ("Progress", "progress", Kind::Text),
        ("Cause", "cause", Kind::Text),
        ("Description", "description", Kind::Text),
        ("StatusMessage", "status_message", Kind::Text),
        ("StatusCode", "status_code", Kind::Text),
    ],
);

#[pymethods]
impl AutoScaleOperations {
    /// List a group's scaling activities, the latest first.
    ///
    /// AWS operation: ``DescribeScalingActivities``.
    ///
    /// Parameters
    /// ----------
    /// autoscale_group : str or AutoScalingGroup
    ///     The group, or its name.
    /// activity_ids : list of str, optional
    ///     Only these activities.
    /// max_records : int or str, optional
    ///     Activities a page, at most 100.
    /// next_token : str, optional
    ///     The token of the page before.
    ///
    /// Returns
    /// -------
    /// ResultSet of Activity
    ///     One page; ``next_token`` is set where more follow.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS refuses it.
    #[pyo3(signature = (autoscale_group, activity_ids=None, max_records=None, next_token=None))]
    fn get_all_activities<'py>(
        slf: &Connection<'py>,
        autoscale_group: Arg<'py>,
        activity_ids: Arg<'py>,
        max_records: Arg<'py>,
        next_token: Arg<'py>,
    ) -> Answer<'py> {
        let window = Window::of(max_records, next_token)?;
        let input = DescribeScalingActivitiesInput::builder()
            .set_auto_scaling_group_name(autoscale_group.set()?.name_or_object("autoscale_group")?)
            .set_activity_ids(activity_ids.set()?.texts("activity_ids")?)
            .set_max_records(window.max_records)
            .set_next_token(window.next_token);
        answer(slf, Shape::Page(&ACTIVITY), input.build())
    }
}
