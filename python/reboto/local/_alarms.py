"""Alarm operations that behave as CloudWatch's: describe, delete, set state and tag."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from reboto.local._metrics import dimensions_of
from reboto.local._model_validation import reject
from reboto.local._paging import page

if TYPE_CHECKING:
    from moto.cloudwatch.models import Alarm


class Alarms(CloudWatchResponse):
    """moto's CloudWatch, with support for all filters on alarms."""

    def put_metric_alarm(self) -> ActionResult:
        """Put an alarm."""
        # moto rejects all extended statistics except percentiles.
        extended = self.params.pop("ExtendedStatistic", None)
        result = super().put_metric_alarm()
        self.cloudwatch_backend.alarms[self._get_param("AlarmName")].extended_statistic = extended
        return result

    def describe_alarms(self) -> ActionResult:
        """Describe alarms."""
        names, prefix = self._get_param("AlarmNames"), self._get_param("AlarmNamePrefix", "")
        state, action = self._get_param("StateValue"), self._get_param("ActionPrefix", "")
        has_metric_alarms = "MetricAlarm" in self._get_param("AlarmTypes", ["MetricAlarm"])
        found = [
            alarm
            for alarm in self.cloudwatch_backend.alarms.values()
            if has_metric_alarms
            and (not names or alarm.name in names)
            and alarm.name.startswith(prefix)
            and state in (None, alarm.state_value)
            and (not action or any(one.startswith(action) for one in actions_of(alarm)))
        ]
        result: Any = page(
            self, self.cloudwatch_backend, "MetricAlarms", found, lambda alarm: alarm.name
        ).result
        return ActionResult({**result, "CompositeAlarms": []})

    def describe_alarms_for_metric(self) -> ActionResult:
        """Describe the alarms of one metric with exactly the given dimensions."""
        params = self._get_params()
        dimensions = dimensions_of(params)
        found = [
            alarm
            for alarm in self.cloudwatch_backend.alarms.values()
            if alarm.metric_name == params["MetricName"]
            and alarm.namespace == params["Namespace"]
            and tuple(sorted((str(one.name), str(one.value)) for one in alarm.dimensions))
            == dimensions
            and params.get("Statistic") in (None, alarm.statistic)
            and params.get("ExtendedStatistic") in (None, alarm.extended_statistic)
            and params.get("Period") in (None, alarm.period)
            and params.get("Unit") in (None, alarm.unit)
        ]
        return ActionResult({"MetricAlarms": found})

    def delete_alarms(self) -> ActionResult:
        """Delete all of the named alarms, or none if one does not exist."""
        alarms = self.cloudwatch_backend.alarms
        if unknown := [name for name in self._get_param("AlarmNames", []) if name not in alarms]:
            reject("ResourceNotFound", f"No alarms deleted: {', '.join(unknown)} not found.")
        return super().delete_alarms()

    def set_alarm_state(self) -> ActionResult:
        """Set an alarm's state."""
        name, data = self._get_param("AlarmName"), self._get_param("StateReasonData")
        if name not in self.cloudwatch_backend.alarms:
            reject("ResourceNotFound", f"The alarm {name} does not exist.")
        try:
            document = json.loads(data or "{}")
        except ValueError:
            document = None
        if not isinstance(document, dict):
            reject("InvalidFormat", "StateReasonData must be a JSON object.")
        return super().set_alarm_state()

    def list_tags_for_resource(self) -> ActionResult:
        """List the tags of an alarm or a Contributor Insights rule."""
        self._check_resource()
        return super().list_tags_for_resource()

    def tag_resource(self) -> ActionResult:
        """Tag an alarm or a Contributor Insights rule."""
        arn = self._check_resource()
        self.cloudwatch_backend.tagger.tag_resource(arn, self._get_param("Tags", []))
        return ActionResult({})

    def untag_resource(self) -> ActionResult:
        """Remove tags of an alarm or a Contributor Insights rule."""
        arn = self._check_resource()
        self.cloudwatch_backend.tagger.untag_resource_using_names(
            arn, self._get_param("TagKeys", [])
        )
        return ActionResult({})

    def _check_resource(self) -> str:
        arn: str = self._get_param("ResourceARN")
        backend = self.cloudwatch_backend
        arns = {alarm.alarm_arn for alarm in backend.alarms.values()}
        if arn not in arns | {rule.rule_arn for rule in backend.insight_rules.values()}:
            reject("ResourceNotFoundException", f"The resource {arn} does not exist.")
        return arn


def actions_of(alarm: Alarm) -> list[str]:
    """List all actions of an alarm."""
    return [
        *alarm.alarm_actions,
        *(alarm.ok_actions or []),
        *(alarm.insufficient_data_actions or []),
    ]
