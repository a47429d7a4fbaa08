"""Scenarios from boto's objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from reboto.ec2.autoscale.group import AutoScalingGroup
from reboto.ec2.autoscale.policy import ScalingPolicy
from reboto.ec2.autoscale.scheduled import ScheduledUpdateGroupAction
from reboto.ec2.cloudwatch.alarm import MetricAlarm
from reboto.foresight import _functions, _objects, _predictive
from reboto.foresight._arguments import item, items, mapping
from reboto.foresight._metrics import Metric, metric
from reboto.foresight._parameters import Parameters
from reboto.foresight._predictive import Predictive
from reboto.foresight._scenario import Scenario
from reboto.foresight._timeline import Timeline
from reboto.foresight._times import Time, duration, seconds

Json = dict[str, Any]


def simulate(
    group: AutoScalingGroup,
    policies: Iterable[ScalingPolicy | Predictive] = (),
    alarms: Iterable[MetricAlarm] = (),
    schedule: Iterable[ScheduledUpdateGroupAction] = (),
    load: Metric | None = None,
    metrics: Mapping[str, Metric] | None = None,
    events: Iterable[Mapping[str, Any]] = (),
    start: Time | None = None,
    until: Time | timedelta | None = None,
    launch: float = 90,
    terminate: float = 60,
    warmup: float | None = None,
    launch_hook: float = 0,
    terminate_hook: float = 0,
    drain: float | None = None,
    parameters: Parameters | Mapping[str, Any] | None = None,
) -> Timeline:
    """Simulate what AWS will do with a group, its policies, alarms and schedule.

    Parameters
    ----------
    group : AutoScalingGroup
        The group: its sizes, default cooldown and suspended processes.
    policies : list of ScalingPolicy
        Its policies, unsent or read from AWS. A `Predictive` is a predictive policy with a given
        forecast.
    alarms : list of MetricAlarm
        Alarms. Their actions are ARNs or names of the policies; other actions are ignored.
    schedule : list of ScheduledUpdateGroupAction
        Scheduled actions.
    load : Model or object
        The metric of all alarms: a model such as ``Utilization(requests,
        per_instance=120)``, points to replay, or a function. A function of the minute since
        the start gives the metric's values. A function of the minute, the instances in
        service and its last result, ``f(minute, in_service, queue)``, is a closed loop; it is
        slow, because the simulation is repeated after each change of the instances.
    metrics : dict of str to object
        Metrics by name, each a model or points to replay, if there is more than one.
    events : list of dict
        What happens from outside, as in the JSON interface: ``{"at": ..., "kind":
        "unhealthy", "count": 2}``. Times may be datetimes.
    start : datetime or int or str
        First second; default is the beginning of the metrics' times, or 1970-01-01.
    until : datetime or timedelta or int or str
        Last second; default is the end of the longest metric.
    launch, terminate : float
        Seconds until a new instance is in service, and until a terminated one is gone.
    warmup : float, optional
        Default warm-up of instances in seconds; default is the group's, or its cooldown.
    launch_hook, terminate_hook : float
        Seconds of lifecycle hooks.
    drain : float, optional
        Seconds of connection draining; None without a load balancer.
    parameters : Parameters or dict
        Behavior that AWS does not publish.

    Returns
    -------
    Timeline

    Raises
    ------
    ValueError, TypeError
        If an argument is invalid. The message names it.

    Examples
    --------
    >>> from reboto import foresight
    >>> from reboto.ec2.autoscale import AutoScalingGroup, ScalingPolicy
    >>> from reboto.ec2.cloudwatch import MetricAlarm
    >>> group = AutoScalingGroup(name="web", min_size=1, max_size=4, desired_capacity=1)
    >>> up = ScalingPolicy(
    ...     name="up", adjustment_type="ChangeInCapacity", scaling_adjustment=1, cooldown=60
    ... )
    >>> hot = MetricAlarm(
    ...     name="hot", metric="CPUUtilization", comparison=">", threshold=70, period=60,
    ...     evaluation_periods=2, statistic="Average", alarm_actions=["up"],
    ... )
    >>> load = foresight.Utilization([50] * 10 + [180] * 20, per_instance=100)
    >>> future = foresight.simulate(group, [up], [hot], load=load)
    >>> for sentence in future.why("00:12").split(". "):
    ...     print(sentence)
    00:12 up: capacity from 1 to 2
    hot has been in ALARM since 00:12: 2 of 2 points over 70 (100, 100)
    Cooldown until 00:14:31; next chance 00:15.
    """
    return scenario(
        group,
        policies,
        alarms,
        schedule,
        load,
        metrics,
        events,
        start,
        until,
        launch,
        terminate,
        warmup,
        launch_hook,
        terminate_hook,
        drain,
        parameters,
    ).simulate()


def scenario(
    group: AutoScalingGroup,
    policies: Iterable[ScalingPolicy | Predictive] = (),
    alarms: Iterable[MetricAlarm] = (),
    schedule: Iterable[ScheduledUpdateGroupAction] = (),
    load: Metric | None = None,
    metrics: Mapping[str, Metric] | None = None,
    events: Iterable[Mapping[str, Any]] = (),
    start: Time | None = None,
    until: Time | timedelta | None = None,
    launch: float = 90,
    terminate: float = 60,
    warmup: float | None = None,
    launch_hook: float = 0,
    terminate_hook: float = 0,
    drain: float | None = None,
    parameters: Parameters | Mapping[str, Any] | None = None,
    *,
    keys: Mapping[str, str] | None = None,
) -> Scenario:
    """Make a scenario from boto's objects.

    Parameters
    ----------
    group, policies, alarms, schedule, load, metrics, events, start, until : object
        As for `simulate`.
    launch, terminate, warmup, launch_hook, terminate_hook, drain, parameters : object
        As for `simulate`.
    keys : dict, optional
        Names of metrics by names of alarms, where they are not the metrics' own names.

    Returns
    -------
    Scenario

    Raises
    ------
    ValueError, TypeError
        If an argument is invalid. The message names it.
    """
    policies, predictive = _predictive.split(items("policies", policies, "ScalingPolicy"))
    alarms = items("alarms", alarms, "MetricAlarm")
    schedule = items("schedule", schedule, "ScheduledUpdateGroupAction")
    group = item("group", group, "AutoScalingGroup")
    references = _objects.references(policies)
    keys = keys or {}
    read_alarms = [
        _objects.alarm(one, references, keys.get(str(_objects.name_of(one)))) for one in alarms
    ]
    given = dict(mapping("metrics", metrics))
    if load is not None:
        given[_metric_of_load(policies, read_alarms, given)] = load
    read_metrics = {
        name: metric(f"metrics[{name!r}]" if name in (metrics or ()) else "load", one)
        for name, one in given.items()
    }
    starts = [one["start"] for one in read_metrics.values() if one.get("start") is not None]
    first = seconds("start", start) if start is not None else min(starts, default=0)
    durations = _durations(launch, launch_hook, terminate, terminate_hook, drain, warmup)
    length = _length(until, first, read_metrics)
    functions = _functions.fill(read_metrics, first, length)
    content: Json = {
        "start": first,
        "duration": length,
        "group": _objects.group(group, durations),
        "policies": [_objects.policy(one, given) for one in policies],
        "alarms": read_alarms,
        "metrics": read_metrics,
        "scheduled_actions": [_objects.action(one) for one in schedule],
        "events": [
            {**event, "at": seconds("events at", event["at"])} if "at" in event else dict(event)
            for event in items("events", events, "dict")
        ],
        "parameters": dict(
            parameters.to_dict()
            if isinstance(parameters, Parameters)
            else mapping("parameters", parameters)
        ),
    }
    content["scheduled_actions"] += _predictive.actions(
        predictive,
        content["group"],
        [*content["scheduled_actions"], *content["events"]],
        (first, first + length),
    )
    for key in ("scheduled_actions", "events", "parameters"):
        if not content[key]:
            del content[key]
    made = Scenario(content, _objects.name_of(group))
    return made.with_references(references).with_functions(functions)


def _metric_of_load(
    policies: Iterable[ScalingPolicy], alarms: Iterable[Json], given: Mapping[str, Metric]
) -> str:
    """Return the only name of a metric that alarms and policies read and `metrics` lacks."""
    tracked = [_objects.policy(one, ()).get("metric") for one in policies]
    names = [*(str(one.get("metric")) for one in alarms), *(str(name) for name in tracked if name)]
    missing = [name for name in dict.fromkeys(names) if name not in given]
    if not missing and not given:
        return "load"
    if len(missing) != 1:
        raise ValueError(
            "load must be the only metric of the alarms; use metrics={name: ...}, got alarms "
            f"on {', '.join(missing) or 'no other metric'}"
        )
    return missing[0]


def _durations(
    launch: float,
    launch_hook: float,
    terminate: float,
    terminate_hook: float,
    drain: float | None,
    warmup: float | None,
) -> Json:
    durations = _objects.filled(
        {
            "launch_seconds": duration("launch", launch) or None,
            "launch_hook_seconds": duration("launch_hook", launch_hook) or None,
            "terminate_seconds": duration("terminate", terminate) or None,
            "terminate_hook_seconds": duration("terminate_hook", terminate_hook) or None,
            "drain_seconds": None if drain is None else duration("drain", drain),
        }
    )
    if warmup is not None:
        durations["default_instance_warmup"] = duration("warmup", warmup)
    return durations


def _length(until: Time | timedelta | None, start: int, metrics: Mapping[str, Json]) -> int:
    if isinstance(until, timedelta):
        return duration("until", until)
    if until is not None:
        end = seconds("until", until)
        if end < start:
            raise ValueError(f"until must not be before start, got {until!r}")
        return end - start
    ends: list[int] = []
    for one in metrics.values():
        numbers: Any = one.get("values") or one.get("load") or ()
        if "function" in one:
            continue
        ends.append(int(one.get("start") or start) + int(one["resolution"]) * len(numbers))
    if not ends:
        raise ValueError("until is required without metrics, and with functions only")
    return max(0, max(ends) - start)
