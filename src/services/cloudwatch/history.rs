//! Alarm history.

use pyo3::prelude::*;

use super::alarm::alarm_kinds;
use super::connection::{CallResult, CloudWatchOperations, Connection, send_page};
use crate::arguments::convert::{Arg, Convert};
use crate::decode::shape::{FieldType, Shape};
use crate::model::cloudwatch::{self as model, OP_DESCRIBE_ALARM_HISTORY};
use crate::model::value::Input;

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
)
.of(&[&model::ALARM_HISTORY_ITEM]);

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
    /// alarm_contributor_id : str, optional
    ///     Only items of this contributor of the alarm.
    /// alarm_types : str or list of str, optional
    ///     ``MetricAlarm``, ``CompositeAlarm`` and ``LogAlarm``, or ``"all"``; default is
    ///     all types if an alarm is named, and otherwise ``MetricAlarm``, as in boto.
    /// scan_by : str, optional
    ///     ``TimestampDescending`` or ``TimestampAscending``; default is newest first.
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
    #[pyo3(signature = (alarm_name=None, start_date=None, end_date=None, max_records=None, history_item_type=None, next_token=None, *, alarm_contributor_id=None, alarm_types=None, scan_by=None))]
    #[expect(clippy::too_many_arguments, reason = "they are the members of the input")]
    fn describe_alarm_history<'py>(
        slf: &Connection<'py>,
        alarm_name: Arg<'py>,
        start_date: Arg<'py>,
        end_date: Arg<'py>,
        max_records: Arg<'py>,
        history_item_type: Arg<'py>,
        next_token: Arg<'py>,
        alarm_contributor_id: Arg<'py>,
        alarm_types: Arg<'py>,
        scan_by: Arg<'py>,
    ) -> CallResult<'py> {
        let kind = history_item_type.non_empty()?.identifier("history_item_type")?;
        let name = alarm_name.non_empty()?.name_or_object("alarm_name")?;
        let input = Input::new(&OP_DESCRIBE_ALARM_HISTORY)
            .with("AlarmTypes", alarm_kinds(&alarm_types, name.is_some())?)
            .with("AlarmName", name)
            .argument("AlarmContributorId", "alarm_contributor_id", &alarm_contributor_id)?
            .argument("ScanBy", "scan_by", &scan_by)?
            .with("StartDate", start_date.non_empty()?.timestamp("start_date")?)
            .with("EndDate", end_date.non_empty()?.timestamp("end_date")?)
            .with("MaxRecords", max_records.page_size("max_records")?)
            .with("HistoryItemType", kind)
            .with("NextToken", next_token.non_empty()?.identifier("next_token")?);
        send_page(slf, input, "AlarmHistoryItems")
    }
}
