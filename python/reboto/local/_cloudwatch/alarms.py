"""Alarm operations: put, describe, delete, set state and tag."""

from __future__ import annotations

import json
from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._cloudwatch.alarm_engine import alarm_engine, rule_of
from reboto.local._cloudwatch.alarm_rule import RuleError, parse
from reboto.local._cloudwatch.alarm_store import (
    COMPOSITE,
    LOG,
    METRIC,
    Alarm,
    alarms_of,
    configuring,
    delete,
    history_of,
    put,
)
from reboto.local._cloudwatch.metrics import dimensions_of
from reboto.local._requests.model_validation import reject
from reboto.local._requests.paging import page_of
from reboto.local._requests.store import Stored

_LISTS = {COMPOSITE: "CompositeAlarms", METRIC: "MetricAlarms", LOG: "LogAlarms"}
_MISSING = "ResourceNotFound"


class Alarms(Stored, CloudWatchResponse):
    """CloudWatch operations on alarms."""

    @property
    def _alarms(self) -> dict[str, Alarm]:
        return alarms_of(self.here)

    def put_metric_alarm(self) -> ActionResult:
        """Put an alarm on a metric. An existing alarm keeps its state."""
        return self._put(METRIC)

    def put_log_alarm(self) -> ActionResult:
        """Put an alarm on a query of logs. There are no logs here, so its state stays as it is."""
        return self._put(LOG)

    def put_composite_alarm(self) -> ActionResult:
        """Put an alarm on the states of other alarms."""
        name, rule = self._get_param("AlarmName"), self._get_param("AlarmRule")
        try:
            _, children = parse(rule)
        except RuleError as error:
            reject("ValidationError", f"AlarmRule: {error}")
        known = {one.arn: one.name for one in self._alarms.values()}
        names = [known.get(child, child) for child in children]
        if unknown := [child for child in names if child not in self._alarms and child != name]:
            reject(
                "ValidationError",
                "Could not save the composite alarm as alarms "
                f"[{', '.join(unknown)}] in the alarm rule do not exist",
            )
        if name in self._descendants(names):
            reject("ValidationError", "Could not save the composite alarm as it forms a cycle")
        suppressor = self._get_param("ActionsSuppressor")
        if suppressor is not None and known.get(suppressor, suppressor) not in self._alarms:
            reject(
                "ValidationError",
                f"Could not save the composite alarm as its suppressor {suppressor} does not exist",
            )
        return self._put(COMPOSITE)

    def _put(self, kind: str) -> ActionResult:
        name, tags = self._get_param("AlarmName"), self._get_param("Tags")
        before = self._alarms.get(name)
        if before and before.kind != kind:
            reject("ValidationError", f"The alarm {name} exists with the type {before.kind}")
        alarm = put(self.here, kind, name, dict(self.given()))
        if tags and not before:
            self.cloudwatch_backend.tagger.tag_resource(alarm.arn, tags)
        alarm_engine(self.here).configured(alarm)
        return EmptyResult()

    def _descendants(self, names: list[str]) -> set[str]:
        found: set[str] = set()
        while names:
            name = names.pop()
            if name not in found:
                found.add(name)
                if (alarm := self._alarms.get(name)) and alarm.kind == COMPOSITE:
                    names.extend(rule_of(self.here, alarm)[1])
        return found

    def describe_alarms(self) -> ActionResult:
        """Describe alarms."""
        given = self.given()
        children, parents = given.get("ChildrenOfAlarmName"), given.get("ParentsOfAlarmName")
        if children and parents:
            reject(
                "InvalidParameterCombination",
                "ChildrenOfAlarmName and ParentsOfAlarmName must not be given together",
            )
        kinds = given.get("AlarmTypes") or (
            [METRIC] if not children and not parents else list(_LISTS)
        )
        if children is not None:
            there = self._composite(children)
            chosen = rule_of(self.here, there)[1]
            found = [self._alarms[one] for one in chosen if one in self._alarms]
        elif parents is not None:
            found = [
                one
                for one in self._alarms.values()
                if one.kind == COMPOSITE and parents in rule_of(self.here, one)[1]
            ]
        else:
            found = list(self._alarms.values())
        names, prefix = given.get("AlarmNames"), given.get("AlarmNamePrefix", "")
        state, action = given.get("StateValue"), given.get("ActionPrefix", "")
        found = [
            alarm
            for alarm in found
            if alarm.kind in kinds
            and (not names or alarm.name in names)
            and alarm.name.startswith(prefix)
            and state in (None, alarm.state)
            and (not action or any(one.startswith(action) for one in alarm.actions()))
        ]
        chosen_page, token = page_of(self, self.cloudwatch_backend, found, lambda alarm: alarm.name)
        result: dict[str, Any] = {
            name: [one.described() for one in chosen_page if one.kind == kind]
            for kind, name in _LISTS.items()
        }
        return ActionResult({**result, "NextToken": token})

    def _composite(self, name: str) -> Alarm:
        alarm = self._alarms.get(name)
        if alarm is None or alarm.kind != COMPOSITE:
            reject("ValidationError", f"{name} is not the name of a composite alarm")
        return alarm

    def describe_alarms_for_metric(self) -> ActionResult:
        """Describe the alarms of one metric with exactly the given dimensions."""
        params, dimensions = self.given(), dimensions_of(self.given())
        optional = ("Statistic", "ExtendedStatistic", "Period", "Unit")
        found = [
            alarm.described()
            for alarm in self._alarms.values()
            if alarm.kind == METRIC
            and alarm.get("MetricName") == params["MetricName"]
            and alarm.get("Namespace") == params["Namespace"]
            and alarm.dimensions == dimensions
            and all(params.get(name) in (None, alarm.get(name)) for name in optional)
        ]
        return ActionResult({"MetricAlarms": found})

    def describe_alarm_contributors(self) -> ActionResult:
        """Describe what contributes to the state of an alarm that has several time series."""
        name = self._get_param("AlarmName")
        if name not in self._alarms:
            reject("ResourceNotFoundException", f"The alarm {name} does not exist.")
        return self.paged(
            self.cloudwatch_backend,
            "AlarmContributors",
            self._alarms[name].contributors,
            lambda one: one["ContributorId"],
        )

    def delete_alarms(self) -> ActionResult:
        """Delete all of the named alarms, or none if one does not exist."""
        names, alarms = dict.fromkeys(self._get_param("AlarmNames", [])), self._alarms
        if unknown := [name for name in names if name not in alarms]:
            reject(_MISSING, f"No alarms deleted: {', '.join(unknown)} not found.")
        for alarm in alarms.values():
            if alarm.kind == COMPOSITE and alarm.name not in names:
                used = [name for name in rule_of(self.here, alarm)[1] if name in names]
                if used:
                    reject(
                        "ValidationError",
                        f"Cannot delete {used[0]} as there are composite alarm(s) depending on "
                        f"it: {alarm.name}",
                    )
        for name in names:
            self.cloudwatch_backend.tagger.delete_all_tags_for_resource(alarms[name].arn)
            delete(self.here, name)
        return EmptyResult()

    def enable_alarm_actions(self) -> ActionResult:
        """Enable the actions of alarms."""
        return self._set_enabled(True)

    def disable_alarm_actions(self) -> ActionResult:
        """Disable the actions of alarms."""
        return self._set_enabled(False)

    def _set_enabled(self, enabled: bool) -> ActionResult:
        for name in self._get_param("AlarmNames", []):
            if alarm := self._alarms.get(name):
                members = {**alarm.members, "ActionsEnabled": enabled}
                configuring(
                    self.here,
                    alarm,
                    lambda alarm=alarm, members=members: setattr(alarm, "members", members),  # type: ignore[misc]
                )
        return EmptyResult()

    def set_alarm_state(self) -> ActionResult:
        """Set an alarm's state until it is evaluated again, and execute its actions."""
        name, data = self._get_param("AlarmName"), self._get_param("StateReasonData")
        if name not in self._alarms:
            reject(_MISSING, f"The alarm {name} does not exist.")
        try:
            document = json.loads(data or "{}")
        except ValueError:
            document = None
        if not isinstance(document, dict):
            reject("InvalidFormat", "StateReasonData must be a JSON object.")
        alarm_engine(self.here).set_state(
            self._alarms[name], self._get_param("StateValue"), self._get_param("StateReason"), data
        )
        return EmptyResult()

    def describe_alarm_history(self) -> ActionResult:
        """Describe the history of alarms, newest first by default."""
        name, kind = self._get_param("AlarmName"), self._get_param("HistoryItemType")
        start, end = self._get_param("StartDate"), self._get_param("EndDate")
        contributor = self._get_param("AlarmContributorId")
        items = [
            item
            for item in history_of(self.here)
            if (not name or item["AlarmName"] == name)
            and (not kind or item["HistoryItemType"] == kind)
            and (not start or item["Timestamp"] >= start)
            and (not end or item["Timestamp"] <= end)
            and item["AlarmType"] in self._get_param("AlarmTypes", [METRIC])
            and contributor in (None, item.get("AlarmContributorId"))
        ]
        if self._get_param("ScanBy") != "TimestampAscending":
            items.reverse()
        return self.paged(self.cloudwatch_backend, "AlarmHistoryItems", items, id)
