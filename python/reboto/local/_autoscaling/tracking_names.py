"""The names of the alarms that target tracking creates, by which they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from moto.autoscaling.models import FakeScalingPolicy

    from reboto.local._cloudwatch.alarm_store import Alarm

_MARKS = {"high": "AlarmHigh", "low": "AlarmLow"}


def alarms_of_policy(alarms: Iterable[Alarm], policy: FakeScalingPolicy) -> Iterable[Alarm]:
    """Return the alarms that target tracking created for a policy."""
    return [alarm for alarm in alarms if side_of(policy, alarm) is not None]


def side_of(policy: FakeScalingPolicy, alarm: Alarm) -> str | None:
    """Return ``"high"`` or ``"low"`` for an alarm that target tracking created for a policy."""
    if policy.policy_type != "TargetTrackingScaling" or policy.arn not in alarm.actions():
        return None
    for side in _MARKS:
        if alarm.name.startswith(prefix_of(policy.auto_scaling_group_name, side)):
            return side
    return None


def prefix_of(group: str, side: str) -> str:
    """Return how the names of a group's alarms of a side, ``"high"`` or ``"low"``, begin."""
    return f"TargetTracking-{group}-{_MARKS[side]}-"
