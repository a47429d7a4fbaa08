//! Alarm history.

use aws_sdk_cloudwatch::operation::describe_alarm_history::{DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput};
use aws_sdk_cloudwatch::types::{AlarmType, HistoryItemType};
use pyo3::intern;
use pyo3::prelude::*;

use super::connection::{CallResult, CloudWatchOperations, Connection, run};
use crate::arguments::convert::{Arg, Convert};
use crate::client::session::IntoPython;
use crate::decode::datetime::naive;
use crate::decode::object::{ObjectBuilder, set_request_id};
use crate::decode::results::{self, result_set_of};
use crate::decode::shape::{FieldType, Shape};

/// Used for the XML responses of generic calls only.
pub static ITEM: Shape = Shape::new(
    "reboto.ec2.cloudwatch.alarm",
    "AlarmHistoryItem",
    &[
        ("AlarmName", "name", FieldType::Text),
        ("HistoryData", "data", FieldType::Json),
        ("HistoryItemType", "tem_type", FieldType::Text),
        ("HistorySummary", "summary", FieldType::Text),
        ("Timestamp", "timestamp", FieldType::Timestamp),
    ],
);

#[pymethods]
impl CloudWatchOperations {
    /// List the history of alarms, newest first.
    ///
    /// AWS operation: ``DescribeAlarmHistory``. AWS keeps the history for 30 days,
    /// also for deleted alarms.
    ///
    /// Parameters
    /// ----------
    /// alarm_name : str or MetricAlarm, optional
    ///     The alarm or its name; default is all alarms.
    /// start_date, end_date : datetime.datetime or str, optional
    ///     UTC; the earliest and the latest time of an item.
    /// max_records : int or str, optional
    ///     Items per page, at most 100.
    /// history_item_type : str, optional
    ///     ``ConfigurationUpdate``, ``StateUpdate`` or ``Action``; default is all
    ///     types.
    /// next_token : str, optional
    ///     ``next_token`` of the previous page.
    ///
    /// Returns
    /// -------
    /// ResultSet of AlarmHistoryItem
    ///     One page; ``next_token`` is set if there are more pages.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    #[pyo3(signature = (alarm_name=None, start_date=None, end_date=None, max_records=None, history_item_type=None, next_token=None))]
    fn describe_alarm_history<'py>(
        slf: &Connection<'py>,
        alarm_name: Arg<'py>,
        start_date: Arg<'py>,
        end_date: Arg<'py>,
        max_records: Arg<'py>,
        history_item_type: Arg<'py>,
        next_token: Arg<'py>,
    ) -> CallResult<'py> {
        let kind = history_item_type.non_empty()?.identifier("history_item_type")?;
        let input = DescribeAlarmHistoryInput::builder()
            .set_alarm_name(alarm_name.non_empty()?.name_or_object("alarm_name")?)
            .set_start_date(start_date.non_empty()?.timestamp("start_date")?)
            .set_end_date(end_date.non_empty()?.timestamp("end_date")?)
            .set_max_records(max_records.page_size("max_records")?)
            .set_history_item_type(kind.map(|kind| HistoryItemType::from(kind.as_str())))
            .set_next_token(next_token.non_empty()?.text("next_token")?);
        run(slf, input.build(), HistoryPage)
    }
}

struct HistoryPage(DescribeAlarmHistoryOutput);

impl IntoPython for HistoryPage {
    fn prepare(py: Python<'_>) -> PyResult<()> {
        results::prepare(py, &[&ITEM])
    }

    fn into_python<'py>(self, connection: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = connection.py();
        let list = result_set_of(&ITEM.class(py)?)?;
        for item in self.0.alarm_history_items() {
            let object = ObjectBuilder::new(&ITEM, connection)?;
            object.set(intern!(py, "name"), item.alarm_name())?;
            if let Some(data) = item.history_data() {
                object.set(intern!(py, "data"), Some(FieldType::Json.value(py, data)?))?;
            }
            let kind = item.history_item_type().map(HistoryItemType::as_str);
            object.set(intern!(py, "tem_type"), kind)?;
            object.set(intern!(py, "summary"), item.history_summary())?;
            if let Some(time) = item.timestamp() {
                object.set(intern!(py, "timestamp"), Some(naive(py, time)?))?;
            }
            object.add("AlarmType", item.alarm_type().map(AlarmType::as_str))?;
            list.append(object.0)?;
        }
        list.setattr(intern!(py, "next_token"), self.0.next_token())?;
        set_request_id(&list, &self.0)?;
        Ok(list.into_any())
    }
}
