//! Alarms on metrics.

use std::borrow::Cow;

use aws_sdk_cloudwatch::operation::delete_alarms::DeleteAlarmsInput;
use aws_sdk_cloudwatch::operation::describe_alarms::DescribeAlarmsInput;
use aws_sdk_cloudwatch::operation::describe_alarms_for_metric::DescribeAlarmsForMetricInput;
use aws_sdk_cloudwatch::operation::put_metric_alarm::PutMetricAlarmInput;
use aws_sdk_cloudwatch::operation::put_metric_alarm::builders::PutMetricAlarmInputBuilder;
use aws_sdk_cloudwatch::types::{ComparisonOperator, StandardUnit, StateValue, Statistic};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::connection::{CallResult, CloudWatchOperations, Connection, run, run_for_status, run_raw};
use super::dimension::dimensions;
use super::statistics::is_plain;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::{Field, Fields};
use crate::arguments::limits::{self, CheckLimit};
use crate::arguments::text::is_text;
use crate::client::raw_response::RawResponse;
use crate::client::session::IntoPython;
use crate::decode::cbor::{self, Visit};
use crate::decode::cbor_objects::{self, ObjectTemplate};
use crate::decode::object::ObjectBuilder;
use crate::decode::results::{self, result_set_of};
use crate::decode::shape::{FieldType, Shape};

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
);
pub static ALARMS: Shape = Shape::new(MODULE, "MetricAlarms", &[("member", "", FieldType::Append(&ALARM))]);

/// boto's comparison symbols and AWS's comparison operators.
const COMPARISONS: [(&str, ComparisonOperator); 4] = [
    (">=", ComparisonOperator::GreaterThanOrEqualToThreshold),
    (">", ComparisonOperator::GreaterThanThreshold),
    ("<", ComparisonOperator::LessThanThreshold),
    ("<=", ComparisonOperator::LessThanOrEqualToThreshold),
];

/// A comparison operator from boto's symbol or AWS's name.
fn comparison(field: &Field<'_>) -> PyResult<ComparisonOperator> {
    let text = field.text()?.unwrap_or_default();
    if let Some((_, known)) = COMPARISONS.iter().find(|(symbol, _)| *symbol == text) {
        return Ok(known.clone());
    }
    if ComparisonOperator::values().contains(&text.as_str()) {
        return Ok(ComparisonOperator::from(text.as_str()));
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

#[pymethods]
impl CloudWatchOperations {
    /// Create or update an alarm.
    ///
    /// AWS operation: ``PutMetricAlarm``. Settings that boto did not know, such as
    /// ``TreatMissingData`` and ``DatapointsToAlarm``, are also sent if the alarm
    /// has them. An update therefore preserves them.
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
        run_for_status(slf, input.build())
    }

    /// Create or update an alarm and return it, for `Metric.create_alarm`.
    #[pyo3(signature = (alarm))]
    fn _put_alarm<'py>(slf: &Connection<'py>, alarm: &Bound<'py, PyAny>) -> CallResult<'py> {
        let input = Self::alarm_call(slf, alarm)?;
        let alarm = alarm.clone().unbind();
        run(slf, input.build(), |_| GivenObject(alarm))
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
    #[pyo3(signature = (action_prefix=None, alarm_name_prefix=None, alarm_names=None, max_records=None, state_value=None, next_token=None))]
    fn describe_alarms<'py>(
        slf: &Connection<'py>,
        action_prefix: Arg<'py>,
        alarm_name_prefix: Arg<'py>,
        alarm_names: Arg<'py>,
        max_records: Arg<'py>,
        state_value: Arg<'py>,
        next_token: Arg<'py>,
    ) -> CallResult<'py> {
        let prefix = alarm_name_prefix.non_empty()?.text("alarm_name_prefix")?;
        let names = if prefix.is_some() {
            None
        } else {
            limits::alarm_names(alarm_names.non_empty()?.names("alarm_names")?, "alarm_names")?
        };
        let input = DescribeAlarmsInput::builder()
            .set_action_prefix(action_prefix.non_empty()?.text("action_prefix")?)
            .set_alarm_name_prefix(prefix)
            .set_alarm_names(names)
            .set_max_records(max_records.page_size("max_records")?)
            .set_state_value(
                state_value.non_empty()?.identifier("state_value")?.map(|state| StateValue::from(state.as_str())),
            )
            .set_next_token(next_token.non_empty()?.text("next_token")?);
        run_raw(slf, input.build(), AlarmPage)
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
        let input = DescribeAlarmsForMetricInput::builder()
            .metric_name(metric_name.required_text("metric_name")?.within(&limits::METRIC_NAME, "metric_name")?)
            .namespace(namespace.required_text("namespace")?.within(&limits::NAMESPACE, "namespace")?)
            .set_period(period.truthy()?.count("period")?)
            .set_statistic(plain.map(|name| Statistic::from(name.as_str())))
            .set_extended_statistic(percentile)
            .set_dimensions(self::dimensions("dimensions", &dimensions.truthy()?)?)
            .set_unit(unit.non_empty()?.identifier("unit")?.map(|unit| StandardUnit::from(unit.as_str())));
        run_raw(slf, input.build(), AlarmsForMetric)
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
            DeleteAlarmsInput::builder().set_alarm_names(limits::alarm_names(alarms.names("alarms")?, "alarms")?);
        run_for_status(slf, input.build())
    }
}

impl CloudWatchOperations {
    fn alarm_call(slf: &Connection<'_>, alarm: &Bound<'_, PyAny>) -> PyResult<PutMetricAlarmInputBuilder> {
        let fields = Fields::of(alarm, "MetricAlarm");
        let statistic = fields.get("statistic")?.truthy()?.identifier()?;
        let (plain, percentile) = match statistic {
            Some(name) if !is_plain(&name) => (None, Some(name)),
            plain => (plain, fields.get("ExtendedStatistic")?.identifier()?),
        };
        let (period, periods) =
            (limits::alarm_period(&fields.get("period")?)?, above_zero(&fields.get("evaluation_periods")?)?);
        limits::evaluation_window(period, periods)?;
        let description = fields.get("description")?.truthy()?.text()?;
        let input = PutMetricAlarmInput::builder()
            .alarm_name(fields.get("name")?.required_text()?.within(&limits::ALARM_NAME, "MetricAlarm.name")?)
            .set_metric_name(fields.get("metric")?.identifier()?.within(&limits::METRIC_NAME, "MetricAlarm.metric")?)
            .set_namespace(fields.get("namespace")?.identifier()?.within(&limits::NAMESPACE, "MetricAlarm.namespace")?)
            .set_statistic(plain.map(|name| Statistic::from(name.as_str())))
            .set_extended_statistic(percentile)
            .comparison_operator(comparison(&fields.get("comparison")?)?)
            .set_threshold(fields.get("threshold")?.real()?)
            .set_period(period)
            .set_evaluation_periods(periods)
            .set_actions_enabled(fields.get("actions_enabled")?.flag()?)
            .set_alarm_description(description.within(&limits::DESCRIPTION, "MetricAlarm.description")?)
            .set_dimensions(dimensions("MetricAlarm.dimensions", &fields.get("dimensions")?.truthy()?.value)?)
            .set_unit(fields.get("unit")?.truthy()?.identifier()?.map(|unit| StandardUnit::from(unit.as_str())))
            .set_alarm_actions(actions(&fields.get("alarm_actions")?)?)
            .set_ok_actions(actions(&fields.get("ok_actions")?)?)
            .set_insufficient_data_actions(actions(&fields.get("insufficient_data_actions")?)?)
            .set_datapoints_to_alarm(above_zero(&fields.get("DatapointsToAlarm")?)?)
            .set_treat_missing_data(fields.get("TreatMissingData")?.identifier()?)
            .set_evaluate_low_sample_count_percentile(fields.get("EvaluateLowSampleCountPercentile")?.text()?);
        alarm.setattr(intern!(slf.py(), "connection"), slf)?;
        Ok(input)
    }
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
        let list = ObjectBuilder::new(&ALARMS, connection)?.0;
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
    COMPARISONS.iter().find(|(_, known)| known.as_str() == word).map_or(word, |(symbol, _)| symbol)
}
