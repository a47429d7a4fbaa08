"""Rules that mute the actions of alarms."""

from __future__ import annotations

import re
import zoneinfo
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from reboto.local._core import occurrences
from reboto.local._durations import duration
from reboto.local._requests.model_validation import reject
from reboto.local._requests.store import Stored
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from reboto.local._world import Region

_KIND = "mute rules"
_LEAST, _MOST = timedelta(minutes=1), timedelta(days=15)


class MuteRules(Stored, CloudWatchResponse):
    """CloudWatch operations on mute rules."""

    def put_alarm_mute_rule(self) -> ActionResult:
        """Put a mute rule."""
        name, schedule = self._get_param("Name"), self._get_param("Rule")["Schedule"]
        _check(schedule)
        recurs = schedule["Expression"].startswith("cron(")
        arn = self.arn_of(f"alarm-mute-rule:{name}")
        new = name not in self.here.table(_KIND)
        self.put(
            _KIND,
            name,
            "",
            "LastUpdatedTimestamp",
            AlarmMuteRuleArn=arn,
            MuteType="RECURRING" if recurs else "ONE_TIME",
        )
        if new and self._get_param("Tags"):
            self.cloudwatch_backend.tagger.tag_resource(arn, self._get_param("Tags"))
        return EmptyResult()

    def get_alarm_mute_rule(self) -> ActionResult:
        """Return a mute rule."""
        name = self._get_param("AlarmMuteRuleName")
        message = f"The alarm mute rule {name} does not exist."
        return ActionResult(_shown(self.stored(_KIND, name, "ResourceNotFoundException", message)))

    def delete_alarm_mute_rule(self) -> ActionResult:
        """Delete a mute rule, if it exists."""
        if gone := self.here.table(_KIND).pop(self._get_param("AlarmMuteRuleName"), None):
            self.cloudwatch_backend.tagger.delete_all_tags_for_resource(gone["AlarmMuteRuleArn"])
        return EmptyResult()

    def list_alarm_mute_rules(self) -> ActionResult:
        """List mute rules, optionally those of an alarm or in given states."""
        alarm, statuses = self._get_param("AlarmName"), self._get_param("Statuses")
        found = [
            shown
            for rule in self.here.table(_KIND).values()
            if (shown := _shown(rule))
            and (alarm is None or alarm in _targets(rule))
            and (not statuses or shown["Status"] in statuses)
        ]
        return self.paged(
            self.cloudwatch_backend, "AlarmMuteRuleSummaries", found, lambda one: one["Name"]
        )


def muting(region: Region, alarm: str, now: datetime) -> dict[str, Any] | None:
    """Return a rule that mutes an alarm now; None if no rule does."""
    for rule in region.table(_KIND).values():
        if alarm in _targets(rule) and _status(rule, now) == "ACTIVE":
            found: dict[str, Any] = rule
            return found
    return None


def _targets(rule: dict[str, Any]) -> list[str]:
    return list((rule.get("MuteTargets") or {}).get("AlarmNames", []))


def _shown(rule: dict[str, Any]) -> dict[str, Any]:
    return {**rule, "Status": _status(rule, utcnow())}


def _status(rule: dict[str, Any], now: datetime) -> str:
    schedule, start, expire = (
        rule["Rule"]["Schedule"],
        rule.get("StartDate"),
        rule.get("ExpireDate"),
    )
    if expire is not None and now >= expire:
        return "EXPIRED"
    length = duration(schedule["Duration"])
    since = now - length + timedelta(microseconds=1)
    if start is not None and start > since:
        since = start
    if (once := _once(schedule)) is not None:
        if now >= once + length:
            return "EXPIRED"
        return "ACTIVE" if since <= once <= now else "SCHEDULED"
    cron = schedule["Expression"][5:-1]
    end = now + timedelta(seconds=1)
    past = since < end and any(
        at <= now
        for at in occurrences(since, end, recurrence=cron, time_zone=schedule.get("Timezone"))
    )
    return "ACTIVE" if past else "SCHEDULED"


def _once(schedule: dict[str, Any]) -> datetime | None:
    found = re.fullmatch(r"at\((.+)\)", schedule["Expression"])
    if not found:
        return None
    local = datetime.fromisoformat(found[1]).replace(
        tzinfo=zoneinfo.ZoneInfo(schedule.get("Timezone") or "UTC")
    )
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def _check(schedule: dict[str, Any]) -> None:
    length = schedule["Duration"]
    if not _LEAST <= duration(length) <= _MOST:
        reject(
            "ValidationError",
            f"Duration must be an ISO 8601 duration from PT1M to P15D, got {length!r}",
        )
    try:
        zoneinfo.ZoneInfo(schedule.get("Timezone") or "UTC")
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        reject("ValidationError", f"Timezone {schedule['Timezone']!r} is not a known time zone")
    text = schedule["Expression"]
    try:
        if found := re.fullmatch(r"cron\((.+)\)", text):
            now = utcnow()
            occurrences(now, now, recurrence=found[1])
        elif _once(schedule) is None:
            raise ValueError
    except ValueError:
        reject(
            "ValidationError",
            "Expression must be cron(Minutes Hours Day-of-month Month Day-of-week) or "
            f"at(yyyy-MM-ddThh:mm), got {text!r}",
        )
