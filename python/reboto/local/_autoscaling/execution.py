"""Executions of policies by alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reboto.local._cloudwatch.alarm_store import Alarm


class Execution(NamedTuple):
    """A policy that an alarm executes."""

    alarm: Alarm
    policy: str
