//! Group metrics: the metrics that Auto Scaling sends to CloudWatch for a group.

use pyo3::prelude::*;

use super::connection::{AutoScaleOperations, CallResult, Connection, run};
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{FieldType, Shape};
use crate::decode::xml_response::ResultKind;
use crate::model::autoscaling::{
    OP_DESCRIBE_METRIC_COLLECTION_TYPES, OP_DISABLE_METRICS_COLLECTION, OP_ENABLE_METRICS_COLLECTION,
};
use crate::model::value::Input;

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
        let input = Input::new(&OP_DESCRIBE_METRIC_COLLECTION_TYPES);
        run(slf, ResultKind::One(&COLLECTION_TYPES), input)
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
        let input = Input::new(&OP_ENABLE_METRICS_COLLECTION)
            .with("AutoScalingGroupName", as_group.required_name("as_group")?)
            .with("Granularity", granularity.required_text("granularity")?)
            .with("Metrics", metrics.non_empty()?.texts("metrics")?);
        run(slf, ResultKind::Done, input)
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
        let input = Input::new(&OP_DISABLE_METRICS_COLLECTION)
            .with("AutoScalingGroupName", as_group.required_name("as_group")?)
            .with("Metrics", metrics.non_empty()?.texts("metrics")?);
        run(slf, ResultKind::Done, input)
    }
}
