//! Data of several metrics and of metric math.

use aws_sdk_cloudwatch::operation::get_metric_data::{GetMetricDataInput, GetMetricDataOutput};
use aws_sdk_cloudwatch::types::{
    Dimension, LabelOptions, MessageData, Metric, MetricDataQuery, MetricDataResult, MetricStat, ScanBy, StandardUnit,
    StatusCode,
};
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::connection::{CallResult, CloudWatchOperations, Connection, run};
use super::dimension::dimensions;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::Field;
use crate::arguments::invalid::wrong;
use crate::arguments::limits::{self, CheckLimit};
use crate::client::session::IntoPython;
use crate::decode::datetime::naive;
use crate::decode::object::{ObjectBuilder, set_request_id};
use crate::decode::results;
use crate::decode::shape::Shape;
use crate::error::suppress::suppress;

static PAGE: Shape = Shape::new("reboto.ec2.cloudwatch.metric_data", "MetricData", &[]);
static RESULT: Shape = Shape::new("reboto.ec2.cloudwatch.metric_data", "MetricDataResult", &[]);

#[pymethods]
impl CloudWatchOperations {
    /// Get data of several metrics and of metric math expressions.
    ///
    /// AWS operation: ``GetMetricData``, at most 500 queries per call and 100,800
    /// datapoints per page. New in reboto.
    ///
    /// Parameters
    /// ----------
    /// queries : list of MetricDataQuery or list of dict
    ///     The queries. Dicts have boto3's form.
    /// start_time, end_time : datetime.datetime
    ///     UTC; start (inclusive) and end (exclusive). Aware datetimes are
    ///     converted to UTC; naive datetimes are taken as UTC.
    /// scan_by : str, optional
    ///     ``TimestampDescending`` (newest first, the default) or
    ///     ``TimestampAscending``.
    /// max_datapoints : int, optional
    ///     Datapoints per page, at most 100,800.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    /// label_timezone : str, optional
    ///     Offset from UTC of times in labels, such as ``+0130``.
    ///
    /// Returns
    /// -------
    /// MetricData
    ///     One page of `MetricDataResult`; ``next_token`` is set if there are more
    ///     pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    /// ValueError, TypeError
    ///     If an argument is invalid. No request is sent.
    #[pyo3(signature = (queries, start_time, end_time, scan_by=None, max_datapoints=None, next_token=None, label_timezone=None))]
    #[expect(clippy::too_many_arguments, reason = "one for each of AWS's parameters")]
    fn get_metric_data<'py>(
        slf: &Connection<'py>,
        queries: Arg<'py>,
        start_time: Arg<'py>,
        end_time: Arg<'py>,
        scan_by: Arg<'py>,
        max_datapoints: Arg<'py>,
        next_token: Arg<'py>,
        label_timezone: Arg<'py>,
    ) -> CallResult<'py> {
        let zone = label_timezone.non_empty()?.text("label_timezone")?;
        let input = GetMetricDataInput::builder()
            .set_metric_data_queries(Some(read_queries(&queries)?))
            .set_start_time(Some(required(start_time.timestamp("start_time")?, "start_time", "a datetime")?))
            .set_end_time(Some(required(end_time.timestamp("end_time")?, "end_time", "a datetime")?))
            .set_scan_by(scan_order(&scan_by)?)
            .set_max_datapoints(max_datapoints.page_size("max_datapoints")?)
            .set_next_token(next_token.non_empty()?.text("next_token")?)
            .set_label_options(zone.map(|zone| LabelOptions::builder().timezone(zone).build()));
        run(slf, input.build(), MetricDataPage)
    }
}

fn required<T>(found: Option<T>, name: &str, expected: &str) -> PyResult<T> {
    found.ok_or_else(|| PyValueError::new_err(format!("{name} is required and must be {expected}")))
}

fn scan_order(given: &Arg<'_>) -> PyResult<Option<ScanBy>> {
    let Some(value) = given else { return Ok(None) };
    let word = required(given.text("scan_by")?, "scan_by", "a string")?;
    if ScanBy::values().contains(&word.as_str()) {
        return Ok(Some(ScanBy::from(word.as_str())));
    }
    Err(wrong("scan_by", value, "'TimestampDescending' or 'TimestampAscending'"))
}

fn read_queries(queries: &Arg<'_>) -> PyResult<Vec<MetricDataQuery>> {
    let given = queries.items("queries")?;
    if given.is_empty() {
        return Err(PyValueError::new_err("queries is required and must be a list of MetricDataQuery"));
    }
    let each = given.iter().enumerate().map(|(at, query)| {
        let name = format!("queries[{at}]");
        match query.cast::<PyDict>() {
            Ok(dict) => ParsedQuery::of_dict(dict, &name)?.build(&name),
            Err(_) => ParsedQuery::of(query, &name)?.build(&name),
        }
    });
    each.collect()
}

/// The parts of a query, from a `MetricDataQuery` or a dict.
struct ParsedQuery<'py> {
    id: Field<'py>,
    metric: Field<'py>,
    namespace: Field<'py>,
    statistic: Field<'py>,
    unit: Field<'py>,
    dimensions: Option<Vec<Dimension>>,
    expression: Field<'py>,
    period: Field<'py>,
    label: Field<'py>,
    return_data: Field<'py>,
    account_id: Field<'py>,
}

impl<'py> ParsedQuery<'py> {
    fn of(query: &Bound<'py, PyAny>, name: &str) -> PyResult<Self> {
        if !query.hasattr(intern!(query.py(), "expression"))? {
            return Err(wrong(name, query, "a MetricDataQuery or a dict in boto3's form"));
        }
        let get = |attribute: &str| {
            let value = query.getattr_opt(attribute)?.filter(|value| !value.is_none());
            PyResult::Ok(Field { value, name: format!("{name}.{attribute}") })
        };
        let given = get("dimensions")?.truthy()?;
        Ok(Self {
            id: get("id")?,
            metric: get("metric")?,
            namespace: get("namespace")?,
            statistic: get("statistic")?,
            unit: get("unit")?,
            dimensions: dimensions(&given.name, &given.value)?,
            expression: get("expression")?,
            period: get("period")?,
            label: get("label")?,
            return_data: get("return_data")?,
            account_id: get("account_id")?,
        })
    }

    /// A query in boto3's form.
    fn of_dict(query: &Bound<'py, PyDict>, name: &str) -> PyResult<Self> {
        let keys = ["Id", "MetricStat", "Expression", "Label", "ReturnData", "Period", "AccountId"];
        let outer = CheckedDict::of(query.as_any(), name, &keys)?;
        let stat = outer.inner("MetricStat", &["Metric", "Period", "Stat", "Unit"])?;
        let metric = stat.inner("Metric", &["Namespace", "MetricName", "Dimensions"])?;
        let inner = stat.get("Period")?;
        Ok(Self {
            id: outer.get("Id")?,
            metric: metric.get("MetricName")?,
            namespace: metric.get("Namespace")?,
            statistic: stat.get("Stat")?,
            unit: stat.get("Unit")?,
            dimensions: dict_dimensions(&metric.get("Dimensions")?)?,
            expression: outer.get("Expression")?,
            period: if inner.value.is_some() { inner } else { outer.get("Period")? },
            label: outer.get("Label")?,
            return_data: outer.get("ReturnData")?,
            account_id: outer.get("AccountId")?,
        })
    }

    fn build(self, name: &str) -> PyResult<MetricDataQuery> {
        let query = MetricDataQuery::builder()
            .id(self.id.required_text()?)
            .set_label(self.label.text()?)
            .set_return_data(self.return_data.flag()?)
            .set_account_id(self.account_id.text()?);
        match (self.expression.text()?, &self.metric.value) {
            (Some(expression), None) => Ok(query.expression(expression).set_period(self.period.count()?).build()),
            (None, Some(_)) => Ok(query.metric_stat(self.stat()?).build()),
            (Some(_), Some(_)) => {
                Err(PyValueError::new_err(format!("{name} must have either metric= or expression=, got both")))
            }
            (None, None) => {
                Err(PyValueError::new_err(format!("{name} must have either metric= or expression=, got neither")))
            }
        }
    }

    fn stat(self) -> PyResult<MetricStat> {
        let metric = Metric::builder()
            .metric_name(self.metric.required_text()?.within(&limits::METRIC_NAME, &self.metric.name)?)
            .namespace(self.namespace.required_text()?.within(&limits::NAMESPACE, &self.namespace.name)?)
            .set_dimensions(self.dimensions);
        let seconds = match self.period.count()? {
            Some(seconds) if limits::is_data_period(seconds) => seconds,
            _ => return Err(self.period.refuse(limits::DATA_PERIOD)),
        };
        Ok(MetricStat::builder()
            .metric(metric.build())
            .period(seconds)
            .stat(self.statistic.required_text()?)
            .set_unit(self.unit.truthy()?.identifier()?.map(|unit| StandardUnit::from(unit.as_str())))
            .build())
    }
}

/// A dict that may contain only known keys. An absent dict is treated as empty.
struct CheckedDict<'py> {
    dict: Option<Bound<'py, PyDict>>,
    name: String,
}

impl<'py> CheckedDict<'py> {
    fn of(value: &Bound<'py, PyAny>, name: &str, known: &[&str]) -> PyResult<Self> {
        let Ok(dict) = value.cast::<PyDict>() else { return Err(wrong(name, value, "a dict")) };
        for key in dict.keys() {
            let mut is_known = false;
            for known in known {
                is_known |= suppress::<PyException, _>(key.py(), key.eq(known))?.unwrap_or(false);
            }
            if !is_known {
                return Err(wrong(&format!("{name}'s key"), &key, &format!("one of {}", known.join(", "))));
            }
        }
        Ok(Self { dict: Some(dict.clone()), name: name.to_owned() })
    }

    fn get(&self, key: &str) -> PyResult<Field<'py>> {
        let found = self.dict.as_ref().map(|dict| dict.get_item(key)).transpose()?.flatten();
        Ok(Field { value: found.filter(|value| !value.is_none()), name: format!("{}[{key:?}]", self.name) })
    }

    fn inner(&self, key: &str, known: &[&str]) -> PyResult<Self> {
        let field = self.get(key)?;
        match &field.value {
            Some(value) => Self::of(value, &field.name, known),
            None => Ok(Self { dict: None, name: field.name }),
        }
    }
}

/// Dimensions in boto3's form, a list of dicts.
fn dict_dimensions(given: &Field<'_>) -> PyResult<Option<Vec<Dimension>>> {
    let each = given.items()?.into_iter().enumerate().map(|(at, one)| {
        let keys = CheckedDict::of(&one, &format!("{}[{at}]", given.name), &["Name", "Value"])?;
        let (name, value) = (keys.get("Name")?.required_text()?, keys.get("Value")?.required_text()?);
        Ok(Dimension::builder().name(name).value(value).build())
    });
    let found = each.collect::<PyResult<Vec<_>>>()?;
    Ok((!found.is_empty()).then_some(found))
}

struct MetricDataPage(GetMetricDataOutput);

impl IntoPython for MetricDataPage {
    fn prepare(py: Python<'_>) -> PyResult<()> {
        results::prepare(py, &[&PAGE, &RESULT])
    }

    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let page = PAGE.class(py)?.call0()?;
        let list = page.cast::<PyList>()?;
        for result in self.0.metric_data_results() {
            list.append(self::result(connection, result)?)?;
        }
        page.setattr(intern!(py, "next_token"), self.0.next_token())?;
        page.setattr(intern!(py, "messages"), messages(self.0.messages()))?;
        set_request_id(&page, &self.0)?;
        Ok(page)
    }
}

fn result<'py>(connection: &Bound<'py, PyAny>, result: &MetricDataResult) -> PyResult<Bound<'py, PyAny>> {
    let py = connection.py();
    let object = ObjectBuilder::new(&RESULT, connection)?;
    let times = result.timestamps().iter().map(|time| naive(py, time)).collect::<PyResult<Vec<_>>>()?;
    object.set(intern!(py, "id"), result.id())?;
    object.set(intern!(py, "label"), result.label())?;
    object.set(intern!(py, "timestamps"), Some(times))?;
    object.set(intern!(py, "values"), Some(result.values().to_vec()))?;
    object.set(intern!(py, "status_code"), result.status_code().map(StatusCode::as_str))?;
    object.set(intern!(py, "messages"), Some(messages(result.messages())))?;
    Ok(object.0)
}

/// AWS's messages, each as `code: text`.
fn messages(messages: &[MessageData]) -> Vec<String> {
    let parts = messages.iter().map(|message| [message.code(), message.value()].into_iter().flatten());
    parts.map(|parts| parts.collect::<Vec<_>>().join(": ")).collect()
}
