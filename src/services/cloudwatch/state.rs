//! Alarm states, and whether alarm actions are enabled.

use pyo3::prelude::*;

use super::connection::{CallResult, CloudWatchOperations, Connection, run_for_status};
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::invalid::{named, readable};
use crate::arguments::limits::{self, CheckLimit};
use crate::model::cloudwatch::{OP_DISABLE_ALARM_ACTIONS, OP_ENABLE_ALARM_ACTIONS, OP_SET_ALARM_STATE};
use crate::model::value::Input;

#[pymethods]
impl CloudWatchOperations {
    /// Set the state of an alarm temporarily.
    ///
    /// AWS operation: ``SetAlarmState``. The state lasts until AWS evaluates the
    /// alarm again.
    ///
    /// Parameters
    /// ----------
    /// alarm_name : str or MetricAlarm
    ///     The alarm or its name.
    /// state_reason : str
    ///     Reason, as text.
    /// state_value : str
    ///     ``OK``, ``ALARM`` or ``INSUFFICIENT_DATA``.
    /// state_reason_data : object, optional
    ///     Reason, as data. It is serialized to JSON.
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
    ///
    /// Examples
    /// --------
    /// >>> cloudwatch.set_alarm_state("busy", "a trial", "ALARM")
    /// True
    /// >>> cloudwatch.describe_alarms(state_value="ALARM")[0].name
    /// 'busy'
    #[pyo3(signature = (alarm_name, state_reason, state_value, state_reason_data=None))]
    fn set_alarm_state<'py>(
        slf: &Connection<'py>,
        alarm_name: Arg<'py>,
        state_reason: Arg<'py>,
        state_value: Arg<'py>,
        state_reason_data: Arg<'py>,
    ) -> CallResult<'py> {
        let data: Option<String> = match state_reason_data.truthy()? {
            Some(data) => Some(json(&data)?),
            None => None,
        };
        let input = Input::new(&OP_SET_ALARM_STATE)
            .with("AlarmName", alarm_name.required_name("alarm_name")?.within(&limits::ALARM_NAME, "alarm_name")?)
            .with("StateReason", state_reason.text("state_reason")?.within(&limits::STATE_REASON, "state_reason")?)
            .with("StateValue", state_value.required_text("state_value")?)
            .with("StateReasonData", data.within(&limits::STATE_REASON_DATA, "state_reason_data")?);
        run_for_status(slf, input)
    }

    /// Enable the actions of alarms.
    ///
    /// AWS operation: ``EnableAlarmActions``.
    ///
    /// Parameters
    /// ----------
    /// alarm_names : list of str or list of MetricAlarm or MetricAlarm
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
    #[pyo3(signature = (alarm_names))]
    fn enable_alarm_actions<'py>(slf: &Connection<'py>, alarm_names: Arg<'py>) -> CallResult<'py> {
        let names = limits::alarm_names(alarm_names.names("alarm_names")?, "alarm_names")?;
        let input = Input::new(&OP_ENABLE_ALARM_ACTIONS).with("AlarmNames", names);
        run_for_status(slf, input)
    }

    /// Disable the actions of alarms.
    ///
    /// AWS operation: ``DisableAlarmActions``.
    ///
    /// Parameters
    /// ----------
    /// alarm_names : list of str or list of MetricAlarm or MetricAlarm
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
    #[pyo3(signature = (alarm_names))]
    fn disable_alarm_actions<'py>(slf: &Connection<'py>, alarm_names: Arg<'py>) -> CallResult<'py> {
        let names = limits::alarm_names(alarm_names.names("alarm_names")?, "alarm_names")?;
        let input = Input::new(&OP_DISABLE_ALARM_ACTIONS).with("AlarmNames", names);
        run_for_status(slf, input)
    }
}

fn json(data: &Bound<'_, PyAny>) -> PyResult<String> {
    let dump = || data.py().import("json")?.call_method1("dumps", (data,));
    let dumped = readable(data.py(), "state_reason_data", dump);
    let dumped = dumped.map_err(|error| named(error, "state_reason_data", data, "a dict of JSON values"))?;
    dumped.extract()
}
