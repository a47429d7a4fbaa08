//! Alarms on metrics.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::alarm_input;
use super::alarm_shape::{ALARM, ALARMS};
use super::connection::{CallResult, CloudWatchOperations, Connection, run, run_for_status, send};
use super::dimension::dimensions;
use super::statistics::is_plain;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::limits::{self, CheckLimit};
use crate::client::raw_response::RawResponse;
use crate::client::session::IntoPython;
use crate::decode::cbor::{self, Visit};
use crate::decode::cbor_objects::{self, ObjectTemplate};
use crate::decode::cbor_values::ValueDecoder;
use crate::decode::results::{self, result_set_of};
use crate::model::cloudwatch::{self as model, OP_DELETE_ALARMS, OP_DESCRIBE_ALARMS, OP_DESCRIBE_ALARMS_FOR_METRIC};
use crate::model::value::Input;
use crate::process::held::Held;
use crate::services::object_argument::object;

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
    /// alarm : MetricAlarm or dict
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
        let alarm = &object("alarm", alarm, &ALARM)?;
        run_for_status(slf, alarm_input::input(slf, alarm)?)
    }

    /// Create or update an alarm and return it, for `Metric.create_alarm`.
    #[pyo3(signature = (alarm))]
    fn _put_alarm<'py>(slf: &Connection<'py>, alarm: &Bound<'py, PyAny>) -> CallResult<'py> {
        let input = alarm_input::input(slf, alarm)?;
        let held = Held::new(vec![alarm.clone().unbind()]);
        send(slf, input, GivenObject::prepare, held.clone(), |_| GivenObject(held))
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
        let prefix = alarm_name_prefix.non_empty()?.identifier("alarm_name_prefix")?;
        let names = if prefix.is_some() {
            None
        } else {
            limits::alarm_names(alarm_names.non_empty()?.names("alarm_names")?, "alarm_names")?
        };
        let input = Input::new(&OP_DESCRIBE_ALARMS)
            .with("ActionPrefix", action_prefix.non_empty()?.identifier("action_prefix")?)
            .with("AlarmNamePrefix", prefix)
            .with("AlarmNames", names)
            .with("MaxRecords", max_records.page_size("max_records")?)
            .with("StateValue", state_value.non_empty()?.identifier("state_value")?)
            .with("NextToken", next_token.non_empty()?.identifier("next_token")?)
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

/// The caller's object, returned after a successful call.
struct GivenObject(Held);

impl IntoPython for GivenObject {
    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let [object] = self.0.take_all()?;
        Ok(object.into_bound(connection.py()))
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
