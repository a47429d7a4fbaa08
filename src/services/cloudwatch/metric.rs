//! Metrics.

use aws_sdk_cloudwatch::operation::list_metrics::{ListMetricsInput, ListMetricsOutput};
use pyo3::intern;
use pyo3::prelude::*;

use super::connection::{CallResult, CloudWatchOperations, Connection, run};
use super::dimension::{self, filters};
use crate::arguments::convert::{Arg, Convert};
use crate::client::session::IntoPython;
use crate::decode::object::{ObjectBuilder, set_request_id};
use crate::decode::results::{self, result_set_of};
use crate::decode::shape::{FieldType, Shape};

/// Used for the XML responses of generic calls only.
pub static METRIC: Shape = Shape::new(
    "reboto.ec2.cloudwatch.metric",
    "Metric",
    &[
        ("MetricName", "name", FieldType::Text),
        ("Namespace", "namespace", FieldType::Text),
        ("Dimensions", "dimensions", FieldType::Dimensions),
    ],
);

#[pymethods]
impl CloudWatchOperations {
    /// List metrics.
    ///
    /// AWS operation: ``ListMetrics``. Metrics without data in the last two weeks
    /// are not listed.
    ///
    /// Parameters
    /// ----------
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    /// dimensions : dict of str to str or list of str or None, optional
    ///     Dimensions that a metric must have: each name with its value, or None
    ///     for any value.
    /// metric_name : str, optional
    ///     Name of the metrics; default is all names.
    /// namespace : str, optional
    ///     Namespace of the metrics, such as ``AWS/EC2``; default is all
    ///     namespaces.
    ///
    /// Returns
    /// -------
    /// ResultSet of Metric
    ///     One page of at most 500 metrics; ``next_token`` is set if there are
    ///     more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> cloudwatch.list_metrics(namespace="Shop")
    /// [Metric:Orders]
    #[pyo3(signature = (next_token=None, dimensions=None, metric_name=None, namespace=None))]
    fn list_metrics<'py>(
        slf: &Connection<'py>,
        next_token: Arg<'py>,
        dimensions: Arg<'py>,
        metric_name: Arg<'py>,
        namespace: Arg<'py>,
    ) -> CallResult<'py> {
        let input = ListMetricsInput::builder()
            .set_next_token(next_token.non_empty()?.text("next_token")?)
            .set_dimensions(filters("dimensions", &dimensions.truthy()?)?)
            .set_metric_name(metric_name.non_empty()?.text("metric_name")?)
            .set_namespace(namespace.non_empty()?.text("namespace")?);
        run(slf, input.build(), MetricPage)
    }
}

struct MetricPage(ListMetricsOutput);

impl IntoPython for MetricPage {
    fn prepare(py: Python<'_>) -> PyResult<()> {
        results::prepare(py, &[&METRIC])
    }

    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let list = result_set_of(&METRIC.class(py)?)?;
        for metric in self.0.metrics() {
            let object = ObjectBuilder::new(&METRIC, connection)?;
            object.set(intern!(py, "name"), metric.metric_name())?;
            object.set(intern!(py, "namespace"), metric.namespace())?;
            object.set(intern!(py, "dimensions"), Some(dimension::read(py, metric.dimensions())?))?;
            list.append(object.0)?;
        }
        list.setattr(intern!(py, "next_token"), self.0.next_token())?;
        set_request_id(&list, &self.0)?;
        Ok(list.into_any())
    }
}
