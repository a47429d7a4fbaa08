//! Metric statistics over time.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::connection::{CallResult, CloudWatchOperations, Connection, run};
use super::dimension::dimensions;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::invalid::wrong;
use crate::arguments::limits::{self, CheckLimit};
use crate::client::raw_response::RawResponse;
use crate::client::session::IntoPython;
use crate::decode::cbor::{self, Visit};
use crate::decode::datapoints::DatapointDecoder;
use crate::decode::results::{self, result_set};
use crate::decode::shape::{FieldType, Shape};
use crate::model::cloudwatch::OP_GET_METRIC_STATISTICS;
use crate::model::value::Input;

/// Used for the XML responses of generic calls only.
pub static DATAPOINT: Shape = Shape::new(
    "reboto.ec2.cloudwatch.datapoint",
    "Datapoint",
    &[
        ("Timestamp", "Timestamp", FieldType::Timestamp),
        ("Average", "Average", FieldType::Float),
        ("Maximum", "Maximum", FieldType::Float),
        ("Minimum", "Minimum", FieldType::Float),
        ("Sum", "Sum", FieldType::Float),
        ("SampleCount", "SampleCount", FieldType::Float),
        ("Unit", "Unit", FieldType::Text),
    ],
);

#[pymethods]
impl CloudWatchOperations {
    /// Get statistics of one metric over time.
    ///
    /// AWS operation: ``GetMetricStatistics``, at most 1,440 datapoints per call.
    ///
    /// Parameters
    /// ----------
    /// period : int or str
    ///     Seconds per datapoint: 1, 5, 10, 20, 30 or a multiple of 60.
    /// start_time, end_time : datetime.datetime or str
    ///     UTC; start (inclusive) and end (exclusive). Aware datetimes are
    ///     converted to UTC; naive datetimes are taken as UTC.
    /// metric_name : str
    ///     Name of the metric.
    /// namespace : str
    ///     Namespace of the metric, such as ``AWS/EC2``.
    /// statistics : str or list of str
    ///     ``Average``, ``Sum``, ``SampleCount``, ``Maximum``, ``Minimum``, or
    ///     percentiles such as ``p99``.
    /// dimensions : dict of str to str or list of str, optional
    ///     Dimensions of the metric: each name with its value or a list of values.
    /// unit : str, optional
    ///     Only values published with this unit, such as ``Percent``; default is
    ///     all units.
    ///
    /// Returns
    /// -------
    /// ResultSet of Datapoint
    ///     Datapoints in no particular order; ``Label`` is the metric's name.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    /// ValueError, TypeError
    ///     If an argument is invalid. No request is sent.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import datetime, timedelta, timezone
    /// >>> now, hour = datetime.now(timezone.utc), timedelta(hours=1)
    /// >>> (point,) = cloudwatch.get_metric_statistics(
    /// ...     3600, now - hour, now + hour, "Orders", "Shop", ["Sum", "SampleCount"]
    /// ... )
    /// >>> point["Sum"], point["SampleCount"]
    /// (3.0, 1.0)
    #[pyo3(signature = (period, start_time, end_time, metric_name, namespace, statistics, dimensions=None, unit=None))]
    #[expect(clippy::too_many_arguments, reason = "boto's signature")]
    fn get_metric_statistics<'py>(
        slf: &Connection<'py>,
        period: Arg<'py>,
        start_time: Arg<'py>,
        end_time: Arg<'py>,
        metric_name: Arg<'py>,
        namespace: Arg<'py>,
        statistics: Arg<'py>,
        dimensions: Arg<'py>,
        unit: Arg<'py>,
    ) -> CallResult<'py> {
        let seconds = period.count("period")?;
        if let (Some(seconds), Some(period)) = (seconds, &period)
            && !limits::is_data_period(seconds)
        {
            return Err(wrong("period", period, limits::DATA_PERIOD));
        }
        let (plain, percentiles): (Vec<String>, Vec<String>) =
            statistics.names("statistics")?.unwrap_or_default().into_iter().partition(|name| is_plain(name));
        let requested = [plain.clone(), percentiles.clone()].concat();
        let input = Input::new(&OP_GET_METRIC_STATISTICS)
            .with("Period", seconds)
            .with("StartTime", start_time.timestamp("start_time")?)
            .with("EndTime", end_time.timestamp("end_time")?)
            .with("MetricName", metric_name.required_text("metric_name")?.within(&limits::METRIC_NAME, "metric_name")?)
            .with("Namespace", namespace.required_text("namespace")?.within(&limits::NAMESPACE, "namespace")?)
            .with("Statistics", some(plain))
            .with("ExtendedStatistics", some(percentiles))
            .with("Dimensions", self::dimensions("dimensions", &dimensions.truthy()?)?)
            .with("Unit", unit.non_empty()?.identifier("unit")?);
        run(slf, input, |received| StatisticsPage { received, requested })
    }
}

fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}

/// Whether a name is one of AWS's plain statistics. Others are extended statistics, such as percentiles.
pub fn is_plain(statistic: &str) -> bool {
    ["Average", "Maximum", "Minimum", "SampleCount", "Sum"].contains(&statistic)
}

struct StatisticsPage {
    received: RawResponse,
    requested: Vec<String>,
}

impl IntoPython for StatisticsPage {
    fn prepare(py: Python<'_>) -> PyResult<()> {
        results::prepare(py, &[&DATAPOINT])
    }

    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let list = result_set(py)?;
        let mut points = DatapointDecoder::of(&DATAPOINT, connection)?;
        cbor::read(py, &self.received, |items, part| {
            match part {
                b"Datapoints" => return cbor::list(items, |items| Ok(list.append(points.read(items)?)?)),
                b"Label" => {
                    if let Some(label) = cbor::text(items)? {
                        list.setattr(intern!(py, "Label"), label)?;
                    }
                }
                _ => return Ok(Visit::Skip),
            }
            Ok(Visit::Read)
        })?;
        // A table of the list has columns for all requested statistics, even without datapoints.
        let columns = PyDict::new(py);
        columns.set_item(intern!(py, "Timestamp"), "time")?;
        for statistic in &self.requested {
            columns.set_item(statistic, "real")?;
        }
        columns.set_item(intern!(py, "Unit"), "text")?;
        list.setattr(intern!(py, "_columns"), columns)?;
        cbor::set_request_id(&list, &self.received)?;
        Ok(list.into_any())
    }
}
