"""Policies that alarms execute, by the rules of foresight's core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reboto.local._autoscaling.activities import groups_of, recorded
from reboto.local._autoscaling.policies import cause_of, proposal
from reboto.local._autoscaling.tracking_names import alarms_of_policy, side_of
from reboto.local._cloudwatch.alarm_evaluation import newest_values
from reboto.local._cloudwatch.alarm_store import ALARM, Alarm, alarms_of
from reboto.local._core import foresight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from moto.autoscaling.models import FakeScalingPolicy

    from reboto.local._autoscaling.execution import Execution
    from reboto.local._autoscaling.groups import Group
    from reboto.local._world import Region


class _Proposal(NamedTuple):
    alarm: Alarm
    policy: FakeScalingPolicy
    capacity: int


class Outcome(NamedTuple):
    """What an alarm's execution of a policy led to; the error is None without one."""

    alarm: Alarm
    policy: str
    error: str | None


def execute(region: Region, executions: Iterable[Execution], now: datetime) -> Iterator[Outcome]:
    """Execute policies at one time. Of several for a group, the largest capacity is set."""
    proposals: dict[str, list[_Proposal]] = {}
    outcomes: list[Outcome] = []
    for alarm, arn in executions:
        policy = _policies(region).get(arn)
        group = groups_of(region).get(policy.auto_scaling_group_name) if policy else None
        if policy is None or group is None:
            outcomes.append(Outcome(alarm, arn, f"PolicyARN not found - {arn}"))
            continue
        refused, capacity = _decide(region, group, policy, alarm, now)
        outcomes.append(Outcome(alarm, arn, refused))
        if refused is None:
            proposals.setdefault(group.name, []).append(_Proposal(alarm, policy, capacity))
    for name, found in proposals.items():
        _apply(region, groups_of(region)[name], found)
    yield from outcomes


def _policies(region: Region) -> dict[str, FakeScalingPolicy]:
    from moto.autoscaling.models import autoscaling_backends

    return autoscaling_backends[region.account][region.name].policies


def _decide(
    region: Region, group: Group, policy: FakeScalingPolicy, alarm: Alarm, now: datetime
) -> tuple[str | None, int]:
    """Return why a policy is not executed, or the capacity that it asks for."""
    desired = group.desired_capacity or 0
    if "AlarmNotification" in group.suspended:
        return "The process AlarmNotification is suspended", desired
    if getattr(policy, "enabled", True) is False:
        return "The policy is disabled", desired
    reading: dict[str, Any] = {}
    if policy.policy_type == "SimpleScaling":
        if any(member.entered is None or member.ending for member in group.members):
            return "A scaling activity is in progress", desired
        if group.cooldown_end is not None and now < group.cooldown_end:
            return f"The group is in a cooldown until {group.cooldown_end:%H:%M:%S}", desired
    else:
        value = _read(region, policy, alarm, now)
        if value is None:
            return "The metric has no data", desired
        side = side_of(policy, alarm)
        if side == "low" and _low_waits(region, group):
            return "Another low alarm is not in ALARM", desired
        reading = {"value": value, "threshold": alarm.get("Threshold"), "alarm": side}
    capacity, _ = proposal(
        group, policy, {key: one for key, one in reading.items() if one is not None}
    )
    process = "Launch" if capacity > desired else "Terminate"
    if capacity != desired and process in group.suspended:
        return f"The process {process} is suspended", desired
    return None, capacity


def _read(region: Region, policy: FakeScalingPolicy, alarm: Alarm, now: datetime) -> float | None:
    """Return the metric that a step or target tracking policy reads; None without data."""
    if policy.policy_type == "StepScaling":
        values = newest_values(region, alarm, now, int(alarm.get("EvaluationPeriods", 1)))
        name = policy.metric_aggregation_type or "Average"
        found: float | None = foresight("statistic", name=name, values=values)
        return found
    newest = newest_values(region, alarm, now, 1)
    return newest[-1] if newest else None


def _low_waits(region: Region, group: Group) -> bool:
    """Return whether another target tracking policy keeps the group from shrinking."""
    return any(
        one.state != ALARM
        for policy in _policies(region).values()
        if policy.auto_scaling_group_name == group.name
        for one in alarms_of_policy(alarms_of(region).values(), policy)
        if side_of(policy, one) == "low"
    )


def _apply(region: Region, group: Group, proposals: list[_Proposal]) -> None:
    desired = group.desired_capacity or 0
    capacity = foresight("resolve", proposals=[one.capacity for one in proposals], desired=desired)
    if capacity == desired:
        return
    alarm, policy, _ = next(one for one in proposals if one.capacity == capacity)
    cause = (
        f"a monitor alarm {alarm.name} in state {alarm.state} triggered policy {policy.name} "
        "changing"
    )
    with recorded(region, cause):
        group.set_desired_capacity(capacity, cause_of(group, policy))
