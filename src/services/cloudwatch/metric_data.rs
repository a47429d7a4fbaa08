//! Data of several metrics and of metric math.

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
use crate::arguments::members::check_attributes;
use crate::client::raw_response::RawResponse;
use crate::client::session::IntoPython;
use crate::decode::cbor::{self, Visit};
use crate::decode::cbor_values::ValueDecoder;
use crate::decode::error::DecodeError;
use crate::decode::object_limit;
use crate::decode::results;
use crate::decode::shape::Shape;
use crate::error::suppress::suppress;
use crate::model::cloudwatch::{
    DIMENSION, LABEL_OPTIONS, METRIC, METRIC_DATA_QUERY, METRIC_DATA_RESULT, METRIC_STAT, OP_GET_METRIC_DATA,
};
use crate::model::value::{Fields, Input};
use crate::protocol::cbor::Items;

static PAGE: Shape = Shape::new("reboto.ec2.cloudwatch.metric_data", "MetricData", &[]);
static RESULT: Shape =
    Shape::new("reboto.ec2.cloudwatch.metric_data", "MetricDataResult", &[]).of(&[&METRIC_DATA_RESULT]);

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
        let zone = label_timezone.non_empty()?.identifier("label_timezone")?;
        let input = Input::new(&OP_GET_METRIC_DATA)
            .with("MetricDataQueries", Some(read_queries(&queries)?))
            .with("StartTime", Some(required(start_time.timestamp("start_time")?, "start_time", "a datetime")?))
            .with("EndTime", Some(required(end_time.timestamp("end_time")?, "end_time", "a datetime")?))
            .with("ScanBy", scan_order(&scan_by)?)
            .with("MaxDatapoints", max_datapoints.page_size("max_datapoints")?)
            .with("NextToken", next_token.non_empty()?.identifier("next_token")?)
            .with("LabelOptions", zone.map(|zone| Fields::new(&LABEL_OPTIONS).with("Timezone", zone)));
        run(slf, input, MetricDataPage)
    }
}

fn required<T>(found: Option<T>, name: &str, expected: &str) -> PyResult<T> {
    found.ok_or_else(|| PyValueError::new_err(format!("{name} is required and must be {expected}")))
}

fn scan_order(given: &Arg<'_>) -> PyResult<Option<String>> {
    let Some(value) = given else { return Ok(None) };
    let word = required(given.identifier("scan_by")?, "scan_by", "a string")?;
    if ["TimestampDescending", "TimestampAscending"].contains(&word.as_str()) {
        return Ok(Some(word));
    }
    Err(wrong("scan_by", value, "'TimestampDescending' or 'TimestampAscending'"))
}

fn read_queries(queries: &Arg<'_>) -> PyResult<Vec<Fields>> {
    let given = queries.items("queries")?;
    if given.is_empty() {
        return Err(PyValueError::new_err("queries is required and must be a list of MetricDataQuery"));
    }
    let each = given.iter().enumerate().map(|(at, query)| {
        let name = format!("queries[{at}]");
        if let Ok(dict) = query.cast::<PyDict>() {
            return ParsedQuery::of_dict(dict, &name)?.build(&name);
        }
        let query_input = ParsedQuery::of(query, &name)?.build(&name)?;
        check_attributes(&name, query, METRIC_DATA_QUERY.members)?;
        Ok(query_input)
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
    dimensions: Option<Vec<Fields>>,
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

    fn build(self, name: &str) -> PyResult<Fields> {
        let query = Fields::new(&METRIC_DATA_QUERY)
            .with("Id", self.id.required_text()?)
            .with("Label", self.label.identifier()?)
            .with("ReturnData", self.return_data.flag()?)
            .with("AccountId", self.account_id.identifier()?);
        match (self.expression.identifier()?, &self.metric.value) {
            (Some(expression), None) => Ok(query.with("Expression", expression).with("Period", self.period.count()?)),
            (None, Some(_)) => Ok(query.with("MetricStat", self.stat()?)),
            (Some(_), Some(_)) => {
                Err(PyValueError::new_err(format!("{name} must have either metric= or expression=, got both")))
            }
            (None, None) => {
                Err(PyValueError::new_err(format!("{name} must have either metric= or expression=, got neither")))
            }
        }
    }

    fn stat(self) -> PyResult<Fields> {
        let metric = Fields::new(&METRIC)
            .with("MetricName", self.metric.required_text()?.within(&limits::METRIC_NAME, &self.metric.name)?)
            .with("Namespace", self.namespace.required_text()?.within(&limits::NAMESPACE, &self.namespace.name)?)
            .with("Dimensions", self.dimensions);
        let seconds = match self.period.count()? {
            Some(seconds) if limits::is_data_period(seconds) => seconds,
            _ => return Err(self.period.refuse(limits::DATA_PERIOD)),
        };
        Ok(Fields::new(&METRIC_STAT)
            .with("Metric", metric)
            .with("Period", seconds)
            .with("Stat", self.statistic.required_text()?)
            .with("Unit", self.unit.truthy()?.identifier()?))
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
fn dict_dimensions(given: &Field<'_>) -> PyResult<Option<Vec<Fields>>> {
    let each = given.items()?.into_iter().enumerate().map(|(at, one)| {
        let keys = CheckedDict::of(&one, &format!("{}[{at}]", given.name), &["Name", "Value"])?;
        let (name, value) = (keys.get("Name")?.required_text()?, keys.get("Value")?.required_text()?);
        Ok(Fields::new(&DIMENSION).with("Name", name).with("Value", value))
    });
    let found = each.collect::<PyResult<Vec<_>>>()?;
    Ok((!found.is_empty()).then_some(found))
}

struct MetricDataPage(RawResponse);

impl IntoPython for MetricDataPage {
    fn prepare(py: Python<'_>) -> PyResult<()> {
        results::prepare(py, &[&PAGE, &RESULT])
    }

    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let page = PAGE.class(py)?.call0()?;
        let list = page.cast::<PyList>()?;
        cbor::read(py, &self.0, |items, part| {
            match part {
                b"MetricDataResults" => {
                    return cbor::list(items, |items| Ok(list.append(result(connection, items)?)?));
                }
                b"NextToken" => list.setattr(intern!(py, "next_token"), cbor::text(items)?)?,
                b"Messages" => list.setattr(intern!(py, "messages"), messages(items)?)?,
                _ => return Ok(Visit::Skip),
            }
            Ok(Visit::Read)
        })?;
        cbor::set_request_id(&page, &self.0)?;
        Ok(page)
    }
}

fn result<'py>(connection: &Bound<'py, PyAny>, items: &mut Items<'_>) -> Result<Bound<'py, PyAny>, DecodeError> {
    let py = connection.py();
    let values = ValueDecoder { py, connection };
    let shape = RESULT.load(py)?;
    object_limit::count()?;
    let object = shape.instantiate(&shape.class(py), connection)?;
    cbor::pairs(items, |items, part| {
        if part == b"Messages" {
            object.setattr(intern!(py, "messages"), messages(items)?)?;
        } else if let (attribute, Some(value)) = values.member(items, part, shape)? {
            object.setattr(attribute, value)?;
        }
        Ok(Visit::Read)
    })?;
    Ok(object)
}

fn messages(items: &mut Items<'_>) -> Result<Vec<String>, DecodeError> {
    let mut messages = Vec::new();
    cbor::list(items, |items| {
        object_limit::count()?;
        let (mut code, mut value) = (None, None);
        cbor::pairs(items, |items, part| {
            match part {
                b"Code" => code = cbor::text(items)?,
                b"Value" => value = cbor::text(items)?,
                _ => return Ok(Visit::Skip),
            }
            Ok(Visit::Read)
        })?;
        messages.push([code, value].into_iter().flatten().collect::<Vec<_>>().join(": "));
        Ok(())
    })?;
    Ok(messages)
}
