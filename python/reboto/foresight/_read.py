"""Scenarios of groups in an account."""

from __future__ import annotations

import statistics
from collections.abc import Generator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from reboto._core import shown
from reboto.ec2.cloudwatch.metric_data import MetricDataQuery
from reboto.foresight import _objects
from reboto.foresight._arguments import real
from reboto.foresight._parameters import Parameters
from reboto.foresight._predictive import Predictive
from reboto.foresight._recipes import Recipe, follow, pages
from reboto.foresight._series import Series, series
from reboto.foresight._simulate import scenario
from reboto.foresight._times import Time, seconds, to_datetime
from reboto.foresight.load import Load, Model, Replay, Utilization

_LAUNCH, _TERMINATE = 90, 60
# CloudWatch keeps periods of less than a minute for three hours.
_SHORT_KEPT = 3 / 24
_COUNT = ("AWS/AutoScaling", "GroupInServiceInstances")


def of(
    autoscale: Any,
    cloudwatch: Any,
    group: str,
    days: float = 14,
    end: Time | None = None,
    closed: bool = False,
    launch: float | None = None,
    terminate: float | None = None,
    parameters: Parameters | Mapping[str, Any] | None = None,
) -> Any:
    """Read a group, its policies, alarms and schedule, and the history of the alarms' metrics.

    Of predictive policies, the forecasts of that time are read.

    Parameters
    ----------
    autoscale : AutoScaleConnection
        The connection to Auto Scaling, blocking or of `reboto.aio`.
    cloudwatch : CloudWatchConnection
        The connection to CloudWatch, of the same kind.
    group : str
        Name of the group.
    days : float, default 14
        Days of history.
    end : datetime or int or str, optional
        End of the history; default is now.
    closed : bool, default False
        Whether CPU utilization depends on the simulated number of instances: a closed loop.
        The load is the utilization times the instances that were in service, from the metric
        ``GroupInServiceInstances`` or, without it, the present number. By default, metrics
        are replayed as they were.
    launch, terminate : float, optional
        Seconds until a new instance is in service, and until a terminated one is gone; default
        is the median of the group's last activities, or 90 and 60.
    parameters : Parameters or dict
        Behavior that AWS does not publish. By default, that of target tracking is read from
        its alarms.

    Returns
    -------
    Scenario
        With connections of `reboto.aio`, a coroutine of it.

    Raises
    ------
    ValueError
        If there is no such group, or if an object cannot be simulated.
    BotoServerError
        If AWS rejects a request.

    Examples
    --------
    >>> from reboto import foresight
    >>> scenario = foresight.of(autoscale, cloudwatch, "web", days=7)  # doctest: +SKIP
    >>> scenario.simulate().activities  # doctest: +SKIP
    """
    for argument, connection, needed in (
        ("autoscale", autoscale, "get_all_groups"),
        ("cloudwatch", cloudwatch, "describe_alarms"),
    ):
        if not callable(getattr(connection, needed, None)):
            raise TypeError(f"{argument} must be a connection, got {shown(connection)}")
    until = datetime.now(timezone.utc) if end is None else to_datetime(seconds("end", end))
    days = float(real("days", days, above=0))
    most = (until - datetime.min.replace(tzinfo=timezone.utc)).days
    if days > most:
        raise ValueError(f"days must be at most {most}, got {days}")
    recipe = _scenario(
        autoscale, cloudwatch, group, days, until, closed, launch, terminate, parameters
    )
    return follow(recipe)


def _scenario(
    autoscale: Any,
    cloudwatch: Any,
    name: str,
    days: float,
    until: datetime,
    closed: bool,
    launch: float | None,
    terminate: float | None,
    parameters: Parameters | Mapping[str, Any] | None,
) -> Recipe:
    groups = yield autoscale.get_all_groups([name])
    if not groups:
        raise ValueError(f"group must be the name of a group in the account, got {name!r}")
    group = groups[0]
    policies = yield from pages(autoscale.get_all_policies, name)
    schedule = yield from pages(autoscale.get_all_scheduled_actions, name)
    recent = yield autoscale.get_all_activities(name)
    owners = {
        _name(alarm): policy
        for policy in policies
        for alarm in _objects.read(policy, "alarms") or ()
    }
    known = yield from _alarms(cloudwatch, list(owners))
    tracking = [one for one in known if _is_tracking(owners[_name(one)])]
    alarms = [one for one in known if one not in tracking]
    wanted = _Wanted()
    keys = {_name(one): wanted.add(one) for one in alarms}
    tracked = {_name(owners[_name(one)]): wanted.add(one) for one in tracking}
    begin = until - timedelta(days=days)
    data = yield from _metrics(cloudwatch, wanted, begin, until, days)
    metrics: dict[str, Model] = {key: Replay(values) for key, values in data.items()}
    if closed:
        counts = yield from _counts(cloudwatch, group, begin, until)
        metrics.update(_closed(wanted, data, counts))
    predictive: list[Predictive] = []
    for policy in filter(_is_predictive, policies):
        forecast = yield from _forecast(autoscale, name, _name(policy), begin, until)
        predictive.append(Predictive(forecast, policy))
    measured = _durations(recent)
    made = scenario(
        group,
        [*(one for one in policies if not (_is_tracking(one) or _is_predictive(one))), *predictive],
        alarms,
        schedule,
        metrics=metrics,
        start=int(begin.timestamp()) // 60 * 60,
        until=int(until.timestamp()) // 60 * 60,
        launch=launch if launch is not None else measured.get("launching", _LAUNCH),
        terminate=terminate if terminate is not None else measured.get("terminating", _TERMINATE),
        parameters=parameters if parameters is not None else _parameters(tracking, owners),
        keys=keys,
    )
    return made.with_content(_completed(made.full(arrays=True), policies, tracked))


def _completed(content: dict[str, Any], policies: list[Any], tracked: Mapping[str, str]) -> Any:
    """Add target tracking to the content of a scenario, and adapt its alarms to the series.

    `tracked` has the names of metrics by names of policies.
    """
    for one in content["alarms"]:
        # The present state is not that of the beginning.
        one.pop("state", None)
        # Each value of the series is the number of samples already.
        if one.get("statistic") == "SampleCount":
            one["statistic"] = "Sum"
    for policy in filter(_is_tracking, policies):
        read = _objects.policy(policy, ())
        read["metric"] = tracked.get(read["name"], read.get("metric"))
        content["policies"].append(read)
    return content


def _name(item: Any) -> str:
    return str(_objects.name_of(item))


def _alarms(cloudwatch: Any, names: list[str]) -> Recipe:
    found: list[Any] = []
    for first in range(0, len(names), 100):
        found += yield from pages(
            cloudwatch.describe_alarms, alarm_names=names[first : first + 100]
        )
    return found


def _is_tracking(policy: Any) -> bool:
    return _type(policy) == "TargetTrackingScaling"


def _is_predictive(policy: Any) -> bool:
    return _type(policy) == "PredictiveScaling"


def _type(policy: Any) -> object:
    kind: object = _objects.read(policy, "policy_type", "PolicyType")
    return kind


def _forecast(
    autoscale: Any, group: str, policy: str, begin: datetime, until: datetime
) -> Generator[Any, Any, dict[datetime, float]]:
    """Read the capacity that AWS forecast."""
    found: dict[datetime, float] = {}
    while begin < until:
        last = min(until, begin + timedelta(days=30))
        forecast = yield autoscale.get_predictive_scaling_forecast(group, policy, begin, last)
        capacity = forecast.capacity_forecast
        found.update(zip(capacity.timestamps or (), capacity.values or (), strict=True))
        begin = last
    return found


class _Wanted:
    """The series that alarms read, each with a name."""

    def __init__(self) -> None:
        self.alarms: dict[str, Any] = {}
        self.periods: dict[str, int] = {}
        self._names: dict[Any, str] = {}

    def add(self, alarm: Any) -> str:
        """Name the series of an alarm."""
        key = (_objects.metric_key(alarm), _objects.read(alarm, "statistic"))
        if key not in self._names:
            (_, name, dimensions), statistic = key
            values = [value for _, value in dimensions]
            choices = [name, f"{name} {statistic}", " ".join([name, str(statistic), *values])]
            free = [choice for choice in choices if choice not in self.alarms]
            chosen = free[0] if free else f"{choices[-1]} {len(self.alarms)}"
            self._names[key] = chosen
            self.alarms[chosen] = alarm
        chosen = self._names[key]
        period = _objects.whole(alarm, "period") or 60
        self.periods[chosen] = min(period, self.periods.get(chosen, period))
        return chosen


def _metrics(
    cloudwatch: Any, wanted: _Wanted, begin: datetime, until: datetime, days: float
) -> Generator[Any, Any, dict[str, Series]]:
    queries: list[MetricDataQuery] = []
    periods: list[int] = []
    for number, (name, alarm) in enumerate(wanted.alarms.items()):
        period = wanted.periods[name]
        # A minute keeps the finest data that alarms with longer periods slide over.
        period = 60 if period >= 60 or days > _SHORT_KEPT else period
        # Older data have longer periods.
        period = 300 if days > 15 else period
        periods.append(period)
        queries.append(
            MetricDataQuery(
                f"m{number}",
                _objects.read(alarm, "metric"),
                _objects.read(alarm, "namespace"),
                _objects.read(alarm, "dimensions"),
                statistic=_objects.read(alarm, "statistic"),
                period=period,
                unit=_objects.read(alarm, "unit"),
            )
        )
    times: dict[str, list[Any]] = {query.id: [] for query in queries}
    # AWS answers at most 500 queries at once.
    for first in range(0, len(queries), 500):
        part = queries[first : first + 500]
        for result in (yield from pages(cloudwatch.get_metric_data, part, begin, until)):
            times[result.id] += zip(result.timestamps, result.values, strict=True)
    return {
        name: series(name, dict(times[query.id]), period)
        for name, query, period in zip(wanted.alarms, queries, periods, strict=True)
    }


def _counts(
    cloudwatch: Any, group: Any, begin: datetime, until: datetime
) -> Generator[Any, Any, Any]:
    """Instances in service over time, or the present number."""
    namespace, metric = _COUNT
    name = _objects.name_of(group)
    query = MetricDataQuery(
        "count", metric, namespace, {"AutoScalingGroupName": name}, statistic="Average", period=60
    )
    results = yield from pages(cloudwatch.get_metric_data, [query], begin, until)
    found = {
        time: value
        for result in results
        for time, value in zip(result.timestamps, result.values, strict=True)
    }
    if found:
        return found
    return len(_objects.read(group, "instances") or ()) or _objects.whole(group, "desired_capacity")


def _closed(wanted: _Wanted, data: Mapping[str, Series], counts: Any) -> dict[str, Model]:
    """Make loads of the metrics of CPU utilization."""
    models: dict[str, Model] = {}
    for name, values in data.items():
        if _objects.read(wanted.alarms[name], "metric") != "CPUUtilization" or not values.values:
            continue
        instances = counts or 1
        if isinstance(counts, dict):
            start = values.start or 0
            by_slot = {
                (seconds("timestamps", time) - start) // values.resolution: value
                for time, value in counts.items()
            }
            last, instances = 1.0, list[float]()
            for slot in range(len(values.values)):
                last = by_slot.get(slot, last)
                instances.append(last)
        models[name] = Utilization(Load.from_cpu(values, instances), per_instance=100)
    return models


def _durations(activities: Any) -> dict[str, float]:
    """Median lengths of the launches and terminations that succeeded, in seconds."""
    found: dict[str, list[float]] = {}
    for one in activities:
        start, end = _objects.read(one, "start_time"), _objects.read(one, "end_time")
        word = str(_objects.read(one, "description") or "").partition(" ")[0].lower()
        if start and end and _objects.read(one, "status_code") == "Successful":
            found.setdefault(word, []).append((end - start).total_seconds())
    return {word: round(statistics.median(lengths)) for word, lengths in found.items()}


def _parameters(tracking: Any, owners: Mapping[str, Any]) -> dict[str, Any]:
    """Read how target tracking behaves in this account from its alarms."""
    found: dict[str, Any] = {}
    for alarm in tracking:
        policy = owners[_name(alarm)]
        target = _objects.policy(policy, ()).get("target_value")
        periods = _objects.whole(alarm, "evaluation_periods")
        threshold = _objects.number(alarm, "threshold")
        if _objects.read(alarm, "comparison") in {">", "GreaterThanThreshold"}:
            found.setdefault("tt_high_periods", periods)
        else:
            found.setdefault("tt_low_periods", periods)
            if target and threshold is not None:
                found.setdefault("tt_low_factor", threshold / target)
        found.setdefault("tt_period", _objects.whole(alarm, "period"))
    return _objects.filled(found)
