//! The input of PutMetricAlarm, from boto's alarms.

use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::alarm_shape::{ALARM, COMPARISONS};
use super::connection::Connection;
use super::dimension::dimensions;
use super::statistics::is_plain;
use crate::arguments::convert::Convert;
use crate::arguments::fields::{Field, Fields};
use crate::arguments::invalid::quoted;
use crate::arguments::limits::{self, CheckLimit};
use crate::arguments::members;
use crate::arguments::text::is_text;
use crate::decode::cbor_objects::{self, ObjectTemplate};
use crate::decode::error::DecodeError;
use crate::model::cloudwatch::OP_PUT_METRIC_ALARM;
use crate::model::value::Input;
use crate::protocol::cbor::Items;

/// The input of an alarm, whose connection is set.
pub fn input(slf: &Connection<'_>, alarm: &Bound<'_, PyAny>) -> PyResult<Input> {
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
        .with("Namespace", fields.get("namespace")?.identifier()?.within(&limits::NAMESPACE, "MetricAlarm.namespace")?)
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

/// Comparisons with an anomaly band, which boto has no symbol for.
const BAND_COMPARISONS: [&str; 3] =
    ["LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"];

/// A comparison operator from boto's symbol or AWS's name.
fn comparison(field: &Field<'_>) -> PyResult<String> {
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
