//! Alarms on metrics.

use std::borrow::Cow;

use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};

use super::connection::{CallResult, CloudWatchOperations, Connection, run, run_for_status};
use super::dimension::dimensions;
use super::statistics::is_plain;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::{Field, Fields};
use crate::arguments::invalid::quoted;
use crate::arguments::limits::{self, CheckLimit};
use crate::arguments::members;
use crate::arguments::text::is_text;
use crate::client::raw_response::RawResponse;
use crate::client::session::IntoPython;
use crate::decode::cbor::{self, Visit};
use crate::decode::cbor_objects::{self, ObjectTemplate};
use crate::decode::cbor_values::ValueDecoder;
use crate::decode::error::DecodeError;
use crate::decode::results::{self, result_set_of};
use crate::decode::shape::{FieldType, Shape};
use crate::model::cloudwatch::{
    self as model, OP_DELETE_ALARMS, OP_DESCRIBE_ALARMS, OP_DESCRIBE_ALARMS_FOR_METRIC, OP_PUT_METRIC_ALARM,
};
use crate::model::value::Input;
use crate::protocol::cbor::Items;

const MODULE: &str = "reboto.ec2.cloudwatch.alarm";

/// Used for CBOR responses and for the XML responses of generic calls.
pub static ALARM: Shape = Shape::new(
    MODULE,
    "MetricAlarm",
    &[
        ("ActionsEnabled", "actions_enabled", FieldType::Text),
        ("AlarmArn", "alarm_arn", FieldType::Text),
        ("AlarmConfigurationUpdatedTimestamp", "last_updated", FieldType::Text),
        ("AlarmDescription", "description", FieldType::Text),
        ("AlarmName", "name", FieldType::Text),
        ("ComparisonOperator", "comparison", FieldType::Mapped(symbol_of)),
        ("EvaluationPeriods", "evaluation_periods", FieldType::Int),
        ("MetricName", "metric", FieldType::Text),
        ("Namespace", "namespace", FieldType::Text),
        ("Period", "period", FieldType::Int),
        ("StateReason", "state_reason", FieldType::Text),
        ("StateValue", "state_value", FieldType::Text),
        ("Statistic", "statistic", FieldType::Text),
        ("Threshold", "threshold", FieldType::Float),
        ("Unit", "unit", FieldType::Text),
        ("AlarmActions", "alarm_actions", FieldType::TextList),
        ("InsufficientDataActions", "insufficient_data_actions", FieldType::TextList),
        ("OKActions", "ok_actions", FieldType::TextList),
        ("Dimensions", "dimensions", FieldType::Dimensions),
    ],
)
.of(&[&model::METRIC_ALARM]);
pub static ALARMS: Shape = Shape::new(MODULE, "MetricAlarms", &[("member", "", FieldType::Append(&ALARM))]);

/// boto's comparison symbols and AWS's comparison operators.
const COMPARISONS: [(&str, &str); 4] = [
    (">=", "GreaterThanOrEqualToThreshold"),
    (">", "GreaterThanThreshold"),
    ("<", "LessThanThreshold"),
    ("<=", "LessThanOrEqualToThreshold"),
];

/// Comparisons with an anomaly band, which boto has no symbol for.
const BAND_COMPARISONS: [&str; 3] =
    ["LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"];

/// A comparison operator from boto's symbol or AWS's name.
pub fn comparison(field: &Field<'_>) -> PyResult<String> {
    let text = field.text()?.unwrap_or_default();
    let known = COMPARISONS.iter().find(|(symbol, word)| *symbol == text || *word == text);
    if let Some((_, word)) = known {
        return Ok((*word).to_owned());
    }
    if BAND_COMPARISONS.contains(&text.as_str()) {
        return Ok(text);
    }
    Err(field.refuse("'>', '>=', '<', '<=' or an AWS comparison operator such as 'GreaterThanThreshold'"))
}

fn above_zero(field: &Field<'_>) -> PyResult<Option<i32>> {
    match field.count()? {
        Some(..=0) => Err(field.refuse("an integer above 0")),
        count => Ok(count),
    }
}

/// ARNs of actions, given as text or as scaling policies with an ARN.
fn actions(field: &Field<'_>) -> PyResult<Option<Vec<String>>> {
    let Some(value) = field.value.clone().truthy()? else { return Ok(None) };
    let arns: Vec<String> = if is_text(&value) {
        vec![field.required_text()?]
    } else if value.hasattr("policy_arn")? {
        vec![Some(value.getattr("policy_arn")?).required_text(&field.name)?]
    } else {
        field
            .items()?
            .into_iter()
            .enumerate()
            .map(|(at, item)| {
                let arn = item.getattr_opt("policy_arn")?.or(Some(item));
                arn.required_text(&format!("{}[{at}]", field.name))
            })
            .collect::<PyResult<_>>()?
    };
    limits::at_most(5, arns.len(), &field.name, "actions")?;
    arns.within(&limits::ACTION, &field.name).map(Some)
}

/// The types of alarms to list; without an argument, AWS's default or, if alarms are named, all.
pub fn alarm_kinds(given: &Arg<'_>, is_named: bool) -> PyResult<Option<Vec<String>>> {
    let all = || Some(["MetricAlarm", "CompositeAlarm", "LogAlarm"].map(str::to_owned).to_vec());
    let Some(kinds) = given.clone().non_empty()?.texts("alarm_types")? else {
        return Ok(if is_named { all() } else { None });
    };
    Ok(if kinds.len() == 1 && kinds[0] == "all" { all() } else { Some(kinds) })
}

#[pymethods]
impl CloudWatchOperations {
    /// Create or update an alarm.
    ///
    /// AWS operation: ``PutMetricAlarm``. AWS replaces the whole alarm, so everything
    /// that was read is sent again, also what boto did not know.
    ///
    /// Parameters
    /// ----------
    /// alarm : MetricAlarm
    ///     The alarm. Its ``connection`` is set to this connection.
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
    /// ValueError, TypeError
    ///     If an attribute is invalid. No request is sent.
    ///
    /// Examples
    /// --------
    /// >>> alarm = MetricAlarm(
    /// ...     name="idle",
    /// ...     namespace="AWS/EC2",
    /// ...     metric="CPUUtilization",
    /// ...     statistic="Average",
    /// ...     comparison="<",
    /// ...     threshold=40,
    /// ...     period=60,
    /// ...     evaluation_periods=2,
    /// ...     dimensions={"AutoScalingGroupName": "web"},
    /// ... )
    /// >>> cloudwatch.put_metric_alarm(alarm)
    /// True
    #[pyo3(signature = (alarm))]
    fn put_metric_alarm<'py>(slf: &Connection<'py>, alarm: &Bound<'py, PyAny>) -> CallResult<'py> {
        let input = Self::alarm_call(slf, alarm)?;
        run_for_status(slf, input)
    }

    /// Create or update an alarm and return it, for `Metric.create_alarm`.
    #[pyo3(signature = (alarm))]
    fn _put_alarm<'py>(slf: &Connection<'py>, alarm: &Bound<'py, PyAny>) -> CallResult<'py> {
        let input = Self::alarm_call(slf, alarm)?;
        let alarm = alarm.clone().unbind();
        run(slf, input, |_| GivenObject(alarm))
    }

    /// List alarms.
    ///
    /// AWS operation: ``DescribeAlarms``.
    ///
    /// Parameters
    /// ----------
    /// action_prefix : str, optional
    ///     Prefix of the ARN of one of the alarm's actions.
    /// alarm_name_prefix : str, optional
    ///     Prefix of the alarm's name. If given, ``alarm_names`` is not sent.
    /// alarm_names : list of str or list of MetricAlarm or MetricAlarm, optional
    ///     At most 100 alarms or alarm names; default is all alarms.
    /// max_records : int or str, optional
    ///     Alarms per page, at most 100.
    /// state_value : str, optional
    ///     ``OK``, ``ALARM`` or ``INSUFFICIENT_DATA``; default is all states.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    /// alarm_types : str or list of str, optional
    ///     ``MetricAlarm``, ``CompositeAlarm`` and ``LogAlarm``, or ``"all"``; default is
    ///     all types if alarms are named, and otherwise ``MetricAlarm``, as in boto.
    /// children_of_alarm_name : str or CompositeAlarm, optional
    ///     Only the alarms that the rule of this composite alarm names.
    /// parents_of_alarm_name : str or MetricAlarm, optional
    ///     Only the composite alarms whose rule names this alarm.
    ///
    /// Returns
    /// -------
    /// MetricAlarms
    ///     One page, of 50 alarms by default; ``next_token`` is set if there are
    ///     more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    ///
    /// Examples
    /// --------
    /// >>> cloudwatch.describe_alarms(alarm_names=["busy"])
    /// [MetricAlarm:busy[CPUUtilization(Average) > 70.0]]
    #[pyo3(signature = (action_prefix=None, alarm_name_prefix=None, alarm_names=None, max_records=None, state_value=None, next_token=None, *, alarm_types=None, children_of_alarm_name=None, parents_of_alarm_name=None))]
    #[expect(clippy::too_many_arguments, reason = "they are the members of the input")]
    fn describe_alarms<'py>(
        slf: &Connection<'py>,
        action_prefix: Arg<'py>,
        alarm_name_prefix: Arg<'py>,
        alarm_names: Arg<'py>,
        max_records: Arg<'py>,
        state_value: Arg<'py>,
        next_token: Arg<'py>,
        alarm_types: Arg<'py>,
        children_of_alarm_name: Arg<'py>,
        parents_of_alarm_name: Arg<'py>,
    ) -> CallResult<'py> {
        let prefix = alarm_name_prefix.non_empty()?.text("alarm_name_prefix")?;
        let names = if prefix.is_some() {
            None
        } else {
            limits::alarm_names(alarm_names.non_empty()?.names("alarm_names")?, "alarm_names")?
        };
        let input = Input::new(&OP_DESCRIBE_ALARMS)
            .with("ActionPrefix", action_prefix.non_empty()?.text("action_prefix")?)
            .with("AlarmNamePrefix", prefix)
            .with("AlarmNames", names)
            .with("MaxRecords", max_records.page_size("max_records")?)
            .with("StateValue", state_value.non_empty()?.identifier("state_value")?)
            .with("NextToken", next_token.non_empty()?.text("next_token")?)
            .argument("ChildrenOfAlarmName", "children_of_alarm_name", &children_of_alarm_name)?
            .argument("ParentsOfAlarmName", "parents_of_alarm_name", &parents_of_alarm_name)?;
        // AWS leaves out alarms of other types, so that a name would seem to be absent.
        let is_named = ["AlarmNames", "ChildrenOfAlarmName", "ParentsOfAlarmName"]
            .iter()
            .any(|member| input.fields.get(member).is_some());
        let input = input.with("AlarmTypes", alarm_kinds(&alarm_types, is_named)?);
        run(slf, input, AlarmPage)
    }

    /// List the alarms of a metric.
    ///
    /// AWS operation: ``DescribeAlarmsForMetric``.
    ///
    /// Parameters
    /// ----------
    /// metric_name : str
    ///     Name of the metric.
    /// namespace : str
    ///     Namespace of the metric, such as ``AWS/EC2``.
    /// period : int or str, optional
    ///     Seconds; only alarms with this period.
    /// statistic : str, optional
    ///     Only alarms with this statistic.
    /// dimensions : dict of str to str or list of str, optional
    ///     Dimensions of the metric: each name with its value or a list of values.
    /// unit : str, optional
    ///     Only alarms with this unit.
    ///
    /// Returns
    /// -------
    /// ResultSet of MetricAlarm
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    #[pyo3(signature = (metric_name, namespace, period=None, statistic=None, dimensions=None, unit=None))]
    fn describe_alarms_for_metric<'py>(
        slf: &Connection<'py>,
        metric_name: Arg<'py>,
        namespace: Arg<'py>,
        period: Arg<'py>,
        statistic: Arg<'py>,
        dimensions: Arg<'py>,
        unit: Arg<'py>,
    ) -> CallResult<'py> {
        let statistic = statistic.non_empty()?.identifier("statistic")?;
        let (plain, percentile) = match statistic {
            Some(name) if !is_plain(&name) => (None, Some(name)),
            plain => (plain, None),
        };
        let input = Input::new(&OP_DESCRIBE_ALARMS_FOR_METRIC)
            .with("MetricName", metric_name.required_text("metric_name")?.within(&limits::METRIC_NAME, "metric_name")?)
            .with("Namespace", namespace.required_text("namespace")?.within(&limits::NAMESPACE, "namespace")?)
            .with("Period", period.truthy()?.count("period")?)
            .with("Statistic", plain)
            .with("ExtendedStatistic", percentile)
            .with("Dimensions", self::dimensions("dimensions", &dimensions.truthy()?)?)
            .with("Unit", unit.non_empty()?.identifier("unit")?);
        run(slf, input, AlarmsForMetric)
    }

    /// Delete alarms.
    ///
    /// AWS operation: ``DeleteAlarms``. If one alarm cannot be deleted, no alarm is
    /// deleted.
    ///
    /// Parameters
    /// ----------
    /// alarms : list of str or list of MetricAlarm or MetricAlarm
    ///     At most 100 alarms or alarm names.
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
    #[pyo3(signature = (alarms))]
    fn delete_alarms<'py>(slf: &Connection<'py>, alarms: Arg<'py>) -> CallResult<'py> {
        let input =
            Input::new(&OP_DELETE_ALARMS).with("AlarmNames", limits::alarm_names(alarms.names("alarms")?, "alarms")?);
        run_for_status(slf, input)
    }
}

impl CloudWatchOperations {
    fn alarm_call(slf: &Connection<'_>, alarm: &Bound<'_, PyAny>) -> PyResult<Input> {
        let fields = Fields::of(alarm, "MetricAlarm");
        let (statistic, extended) = statistics(slf.as_any(), alarm, &fields)?;
        let (period, periods) =
            (limits::alarm_period(&fields.get("period")?)?, above_zero(&fields.get("evaluation_periods")?)?);
        limits::evaluation_window(period, periods)?;
        let description = fields.get("description")?.truthy()?.text()?;
        // PromQL alarms compare in their query.
        let compares = fields.get("comparison")?;
        let needs_comparison = compares.value.is_some() || fields.get("evaluation_criteria")?.value.is_none();
        let input = Input::new(&OP_PUT_METRIC_ALARM)
            .with("AlarmName", fields.get("name")?.required_text()?.within(&limits::ALARM_NAME, "MetricAlarm.name")?)
            .with("MetricName", fields.get("metric")?.identifier()?.within(&limits::METRIC_NAME, "MetricAlarm.metric")?)
            .with(
                "Namespace",
                fields.get("namespace")?.identifier()?.within(&limits::NAMESPACE, "MetricAlarm.namespace")?,
            )
            .with("Statistic", statistic)
            .with("ExtendedStatistic", extended)
            .with("ComparisonOperator", needs_comparison.then(|| comparison(&compares)).transpose()?)
            .with("Threshold", fields.get("threshold")?.real()?)
            .with("Period", period)
            .with("EvaluationPeriods", periods)
            .with("ActionsEnabled", fields.get("actions_enabled")?.flag()?)
            .with("AlarmDescription", description.within(&limits::DESCRIPTION, "MetricAlarm.description")?)
            .with("Dimensions", dimensions("MetricAlarm.dimensions", &fields.get("dimensions")?.truthy()?.value)?)
            .with("Unit", fields.get("unit")?.truthy()?.identifier()?)
            .with("AlarmActions", actions(&fields.get("alarm_actions")?)?)
            .with("OKActions", actions(&fields.get("ok_actions")?)?)
            .with("InsufficientDataActions", actions(&fields.get("insufficient_data_actions")?)?)
            .with("DatapointsToAlarm", above_zero(&fields.get("datapoints_to_alarm")?)?);
        let fields = input.fields.with_attributes("MetricAlarm", alarm, &BOTOS_MEMBERS)?;
        alarm.setattr(intern!(slf.py(), "connection"), slf)?;
        Ok(Input { fields, ..input })
    }
}

/// The members that boto's objects have, sent as boto did.
const BOTOS_MEMBERS: [&str; 17] = [
    "AlarmName",
    "AlarmDescription",
    "ActionsEnabled",
    "OKActions",
    "AlarmActions",
    "InsufficientDataActions",
    "MetricName",
    "Namespace",
    "Statistic",
    "ExtendedStatistic",
    "Dimensions",
    "Period",
    "Unit",
    "EvaluationPeriods",
    "DatapointsToAlarm",
    "Threshold",
    "ComparisonOperator",
];

/// The statistic and the extended statistic of an alarm, of which AWS takes one.
///
/// boto's attribute takes both. If an alarm that was read has both now, the one set since counts.
fn statistics(
    connection: &Bound<'_, PyAny>,
    alarm: &Bound<'_, PyAny>,
    fields: &Fields<'_, '_>,
) -> PyResult<(Option<String>, Option<String>)> {
    let statistic = fields.get("statistic")?.truthy()?.identifier()?;
    let extended = fields.get("extended_statistic")?.truthy()?.identifier()?;
    match (statistic, extended) {
        (Some(name), extended) if !is_plain(&name) => Ok((None, extended.or(Some(name)))),
        (Some(plain), Some(extended)) => {
            let Some(received) = members::received(alarm)? else {
                return Err(PyValueError::new_err(format!(
                    "MetricAlarm must have either statistic or extended_statistic, got both: {} and {}",
                    quoted(&plain),
                    quoted(&extended)
                )));
            };
            let read = read_again(connection, received.cast::<PyBytes>()?.as_bytes())?;
            let before = Fields::of(&read, "MetricAlarm").get("statistic")?.identifier()?;
            Ok(if before.as_ref() == Some(&plain) { (None, Some(extended)) } else { (Some(plain), None) })
        }
        (plain, extended) => Ok((plain, extended)),
    }
}

/// An alarm as it was received.
fn read_again<'py>(connection: &Bound<'py, PyAny>, received: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let (mut template, mut fields) =
        (ObjectTemplate::of(&ALARM, connection)?, cbor_objects::ObjectFields::of(&ALARM, connection)?);
    let (alarm, attributes) = template.instantiate()?;
    fields.fill(&mut Items::new(received), &alarm, &attributes).map_err(|error| match error {
        DecodeError::Python(error) => error,
        DecodeError::Malformed(malformed) => PyValueError::new_err(malformed.0),
    })?;
    Ok(alarm)
}

/// The caller's object, returned after a successful call.
struct GivenObject(Py<PyAny>);

impl IntoPython for GivenObject {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.0.into_bound(connection.py()))
    }
}

struct AlarmPage(RawResponse);

impl IntoPython for AlarmPage {
    fn prepare(py: Python<'_>) -> PyResult<()> {
        results::prepare(py, &[&ALARMS])
    }

    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let list = ALARMS.class(py)?.call1((connection,))?;
        let token = read(&self.0, connection, list.cast()?)?;
        list.setattr(intern!(py, "next_token"), token)?;
        Ok(list)
    }
}

struct AlarmsForMetric(RawResponse);

impl IntoPython for AlarmsForMetric {
    fn prepare(py: Python<'_>) -> PyResult<()> {
        results::prepare(py, &[&ALARM])
    }

    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let list = result_set_of(&ALARM.class(connection.py())?)?;
        read(&self.0, connection, &list)?;
        cbor::set_request_id(&list, &self.0)?;
        Ok(list.into_any())
    }
}

/// Appends a page's alarms to a list and returns the next page's token.
fn read<'py>(
    received: &RawResponse,
    connection: &Bound<'py, PyAny>,
    list: &Bound<'py, PyList>,
) -> PyResult<Option<String>> {
    let py = connection.py();
    let mut token = None;
    let (mut template, mut fields) =
        (ObjectTemplate::of(&ALARM, connection)?, cbor_objects::ObjectFields::of(&ALARM, connection)?);
    cbor::read(py, received, |items, part| match part {
        b"MetricAlarms" => cbor::list(items, |items| {
            let (alarm, attributes) = template.instantiate()?;
            fields.fill(items, &alarm, &attributes)?;
            Ok(list.append(alarm)?)
        }),
        b"CompositeAlarms" | b"LogAlarms" => {
            let of = if part == b"LogAlarms" { &model::LOG_ALARM } else { &model::COMPOSITE_ALARM };
            let values = ValueDecoder { py, connection };
            cbor::list(items, |items| match values.structure(items, of)? {
                Some(alarm) => Ok(list.append(alarm)?),
                None => Ok(()),
            })
        }
        b"NextToken" => {
            token = cbor::text(items)?.map(Cow::into_owned);
            Ok(Visit::Read)
        }
        _ => Ok(Visit::Skip),
    })?;
    Ok(token)
}

/// boto's symbol for an AWS comparison operator, or the operator itself if boto has none.
fn symbol_of(word: &str) -> &str {
    COMPARISONS.iter().find(|(_, known)| *known == word).map_or(word, |(symbol, _)| symbol)
}
