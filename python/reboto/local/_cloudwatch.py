"""CloudWatch operations whose responses are incomplete in moto."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from moto.core.utils import utcnow

from reboto.local._alarms import Alarms
from reboto.local._metric_data import MetricData
from reboto.local._paging import page
from reboto.local._responses import Responses

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from moto.cloudwatch.models import Alarm, CloudWatchBackend
    from moto.core.responses import ActionResult

# Keyed weakly: a reset of moto replaces the backends, which drops their histories.
_histories: WeakKeyDictionary[CloudWatchBackend, list[dict[str, Any]]] = WeakKeyDictionary()


class CloudWatch(Responses, Alarms, MetricData):
    """moto's CloudWatch, with reboto's metrics and with the history of alarms."""

    def put_metric_alarm(self) -> ActionResult:
        """Put an alarm. An existing alarm keeps its state."""
        return self._configuring([self._get_param("AlarmName")], self._put_keeping_state)

    def delete_alarms(self) -> ActionResult:
        """Delete alarms, but not their history."""
        return self._configuring(self._get_param("AlarmNames", []), super().delete_alarms)

    def enable_alarm_actions(self) -> ActionResult:
        """Enable the actions of alarms."""
        return self._configuring(self._get_param("AlarmNames", []), super().enable_alarm_actions)

    def disable_alarm_actions(self) -> ActionResult:
        """Disable the actions of alarms."""
        return self._configuring(self._get_param("AlarmNames", []), super().disable_alarm_actions)

    def set_alarm_state(self) -> ActionResult:
        """Set an alarm's state, and record it in the history."""
        name = self._get_param("AlarmName")
        alarm = self.cloudwatch_backend.alarms.get(name)
        old = _state(alarm) if alarm else {}
        result = super().set_alarm_state()
        if alarm:
            new = _state(alarm)
            self._record(
                name,
                "StateUpdate",
                f"Alarm updated from {old['stateValue']} to {new['stateValue']}",
                oldState=old,
                newState=new,
            )
        return result

    def describe_alarm_history(self) -> ActionResult:
        """Describe the history of alarms, newest first by default."""
        name, kind = self._get_param("AlarmName"), self._get_param("HistoryItemType")
        start, end = self._get_param("StartDate"), self._get_param("EndDate")
        items = [
            item
            for item in _histories.get(self.cloudwatch_backend, [])
            if (not name or item["AlarmName"] == name)
            and (not kind or item["HistoryItemType"] == kind)
            and (not start or item["Timestamp"] >= start)
            and (not end or item["Timestamp"] <= end)
            and item["AlarmType"] in self._get_param("AlarmTypes", ["MetricAlarm"])
        ]
        if self._get_param("ScanBy") != "TimestampAscending":
            items.reverse()
        return page(self, self.cloudwatch_backend, "AlarmHistoryItems", items, id)

    def _put_keeping_state(self) -> ActionResult:
        alarms, name = self.cloudwatch_backend.alarms, self._get_param("AlarmName")
        before = alarms.get(name)
        result = super().put_metric_alarm()
        if before:
            for part in ("value", "reason", "reason_data", "updated_timestamp"):
                setattr(alarms[name], f"state_{part}", getattr(before, f"state_{part}"))
        return result

    def _configuring(self, names: list[str], operation: Callable[[], ActionResult]) -> ActionResult:
        alarms = self.cloudwatch_backend.alarms
        before = {name: _configuration(alarms[name]) for name in names if name in alarms}
        result = operation()
        for name in names:
            old = before.get(name)
            new = _configuration(alarms[name]) if name in alarms else None
            if old and new and old != new:
                changed = {key: value for key, value in old.items() if value != new.get(key)}
                self._record_configuration(
                    name, "Update", updatedAlarm=new, originalUpdatedFields=changed
                )
            elif new and not old:
                self._record_configuration(name, "Create", createdAlarm=new)
            elif old and not new:
                self._record_configuration(name, "Delete", deletedAlarm=old)
        return result

    def _record_configuration(self, name: str, change: str, **data: Any) -> None:
        summary = f'Alarm "{name}" {change.lower().removesuffix("e")}ed'
        self._record(name, "ConfigurationUpdate", summary, type=change, **data)

    def _record(self, name: str, kind: str, summary: str, **data: Any) -> None:
        _histories.setdefault(self.cloudwatch_backend, []).append(
            {
                "AlarmName": name,
                "AlarmType": "MetricAlarm",
                "Timestamp": utcnow(),
                "HistoryItemType": kind,
                "HistorySummary": summary,
                "HistoryData": json.dumps({"version": "1.0", **data}, separators=(",", ":")),
            }
        )


def _state(alarm: Alarm) -> dict[str, Any]:
    state = {"stateValue": alarm.state_value, "stateReason": alarm.state_reason}
    data = json.loads(alarm.state_reason_data or "{}")
    return {**state, "stateReasonData": data} if data else state


def _configuration(alarm: Alarm) -> dict[str, Any]:
    """Return an alarm's properties with the names that AWS uses in the history."""
    described = {
        "alarmName": alarm.name,
        "alarmDescription": alarm.description,
        "alarmArn": alarm.alarm_arn,
        "alarmConfigurationUpdatedTimestamp": _time(alarm.configuration_updated_timestamp),
        "namespace": alarm.namespace,
        "metricName": alarm.metric_name,
        "statistic": alarm.statistic,
        "extendedStatistic": alarm.extended_statistic,
        "period": alarm.period,
        "unit": alarm.unit,
        "dimensions": [{"value": one.value, "name": one.name} for one in alarm.dimensions],
        "threshold": alarm.threshold,
        "comparisonOperator": alarm.comparison_operator,
        "evaluationPeriods": alarm.evaluation_periods,
        "datapointsToAlarm": alarm.datapoints_to_alarm,
        "treatMissingData": alarm.treat_missing_data,
        "stateValue": alarm.state_value,
        "stateUpdatedTimestamp": _time(alarm.state_updated_timestamp),
        "actionsEnabled": alarm.actions_enabled,
        "alarmActions": alarm.alarm_actions,
        "insufficientDataActions": alarm.insufficient_data_actions,
        "okactions": alarm.ok_actions,
    }
    return {key: value for key, value in described.items() if value is not None}


def _time(time: datetime) -> str:
    return f"{time.isoformat(timespec='milliseconds')}+0000"
