//! Group metrics: the metrics that Auto Scaling sends to CloudWatch for a group.

use aws_sdk_autoscaling::operation::describe_metric_collection_types::DescribeMetricCollectionTypesInput;
use aws_sdk_autoscaling::operation::disable_metrics_collection::DisableMetricsCollectionInput;
use aws_sdk_autoscaling::operation::enable_metrics_collection::EnableMetricsCollectionInput;
use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, run};
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;

pub static METRIC: Shape =
    Shape::new("reboto.ec2.autoscale.policy", "MetricCollectionTypes.Metric", &[("Metric", "val", FieldType::Text)]);

pub static GRANULARITY: Shape = Shape::new(
    "reboto.ec2.autoscale.policy",
    "MetricCollectionTypes.Granularity",
    &[("Granularity", "val", FieldType::Text)],
);

pub static COLLECTION_TYPES: Shape = Shape::new(
    "reboto.ec2.autoscale.policy",
    "MetricCollectionTypes",
    &[
        ("Metrics", "metrics", FieldType::List(&METRIC)),
        ("Granularities", "granularities", FieldType::List(&GRANULARITY)),
    ],
);

#[pymethods]
impl AutoScaleOperations {
    /// List the available group metrics and granularities.
    ///
    /// AWS operation: ``DescribeMetricCollectionTypes``.
    ///
    /// Returns
    /// -------
    /// MetricCollectionTypes
    fn get_all_metric_collection_types<'py>(slf: &Connection<'py>) -> CallResult<'py> {
        let input = DescribeMetricCollectionTypesInput::builder();
        run(slf, ResultKind::One(&COLLECTION_TYPES), input.build())
    }

    /// Enable the collection of group metrics.
    ///
    /// AWS operation: ``EnableMetricsCollection``.
    ///
    /// Parameters
    /// ----------
    /// as_group : str or AutoScalingGroup
    ///     The group or its name.
    /// granularity : str
    ///     ``1Minute``, the only value that AWS accepts.
    /// metrics : list of str, optional
    ///     Names of metrics, such as ``GroupInServiceInstances``; default is all
    ///     metrics.
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
    #[pyo3(signature = (as_group, granularity, metrics=None))]
    fn enable_metrics_collection<'py>(
        slf: &Connection<'py>,
        as_group: Arg<'py>,
        granularity: Arg<'py>,
        metrics: Arg<'py>,
    ) -> CallResult<'py> {
        let input = EnableMetricsCollectionInput::builder()
            .auto_scaling_group_name(as_group.required_name("as_group")?)
            .granularity(granularity.required_text("granularity")?)
            .set_metrics(metrics.non_empty()?.texts("metrics")?);
        run(slf, ResultKind::Done, input.build())
    }

    /// Disable the collection of group metrics.
    ///
    /// AWS operation: ``DisableMetricsCollection``.
    ///
    /// Parameters
    /// ----------
    /// as_group : str or AutoScalingGroup
    ///     The group or its name.
    /// metrics : list of str, optional
    ///     Names of metrics; default is all metrics.
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
    #[pyo3(signature = (as_group, metrics=None))]
    fn disable_metrics_collection<'py>(
        slf: &Connection<'py>,
        as_group: Arg<'py>,
        metrics: Arg<'py>,
    ) -> CallResult<'py> {
        let input = DisableMetricsCollectionInput::builder()
            .auto_scaling_group_name(as_group.required_name("as_group")?)
            .set_metrics(metrics.non_empty()?.texts("metrics")?);
        run(slf, ResultKind::Done, input.build())
    }
}
