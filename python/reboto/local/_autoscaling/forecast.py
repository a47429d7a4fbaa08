"""Forecasts of predictive scaling.

AWS does not publish its model. Here, the forecast of an hour is the mean of the same hour of the
day in the last two weeks.
"""

from __future__ import annotations

import math
import statistics
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from moto.autoscaling.exceptions import ValidationError
from moto.core.responses import ActionResult

from reboto.local._autoscaling.describe_calls import DescribeCalls
from reboto.local._cloudwatch.alarm_evaluation import single_values
from reboto.local._cloudwatch.metric_queries import Queries
from reboto.local._cloudwatch.metrics import Metric, metrics_of
from reboto.local._requests.model_validation import reject
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOUR, _HISTORY, _LONGEST = timedelta(hours=1), timedelta(days=14), timedelta(days=30)
_METRICS = {
    "CPUUtilization": ("AWS/EC2", "CPUUtilization"),
    "NetworkIn": ("AWS/EC2", "NetworkIn"),
    "NetworkOut": ("AWS/EC2", "NetworkOut"),
    "RequestCount": ("AWS/ApplicationELB", "RequestCount"),
}


class Forecasts(DescribeCalls):
    """The Auto Scaling operation on forecasts."""

    def get_predictive_scaling_forecast(self) -> ActionResult:
        """Return the forecast of the load, and of the capacity, hour by hour."""
        group, name = self.group(), self._get_param("PolicyName")
        start, end = self._get_param("StartTime"), self._get_param("EndTime")
        policies: Any = self.autoscaling_backend.policies.values()
        found = [
            one
            for one in policies
            if one.auto_scaling_group_name == group.name and name in (one.name, one.arn)
        ]
        if not found:
            raise ValidationError(f"PolicyName not found - {name}")
        if found[0].policy_type != "PredictiveScaling":
            reject("ValidationError", f"The policy {name} is not a PredictiveScaling policy")
        if start >= end or end - start > _LONGEST:
            reject("ValidationError", "StartTime must be before EndTime, by at most 30 days")
        now, configuration = utcnow(), found[0].predictive_scaling_configuration
        first = start.replace(minute=0, second=0, microsecond=0)
        first += _HOUR if first < start else timedelta()
        hours = [first + _HOUR * at for at in range(math.ceil((end - first) / _HOUR))]
        forecasts, capacities = [], [0.0] * len(hours)
        for specification in configuration["MetricSpecifications"]:
            history = self._history(group.name, specification, now)
            values = _forecast(history, hours)
            forecasts.append(
                {"Timestamps": hours, "Values": values, "MetricSpecification": specification}
            )
            target = float(specification["TargetValue"])
            capacities = [
                max(before, float(math.ceil(value / target - 1e-9)))
                for before, value in zip(capacities, values, strict=True)
            ]
        least, most = group.min_size or 0, group.max_size or 0
        if configuration.get("MaxCapacityBreachBehavior") == "IncreaseMaxCapacity":
            most = max([most, *map(int, capacities)])
        bounded = [float(max(least, min(most, value))) for value in capacities]
        return ActionResult(
            {
                "LoadForecast": forecasts,
                "CapacityForecast": {"Timestamps": hours, "Values": bounded},
                "UpdateTime": now,
            }
        )

    def _history(
        self, group: str, specification: Mapping[str, Any], now: datetime
    ) -> dict[datetime, float]:
        window = (now - _HISTORY).replace(minute=0, second=0, microsecond=0), now, 3600
        custom = specification.get("CustomizedLoadMetricSpecification")
        if custom:
            wanted = {
                "StartTime": window[0],
                "EndTime": now,
                "MetricDataQueries": custom["MetricDataQueries"],
            }
            results = Queries(metrics_of(self.here), wanted).results()
            found = dict(results[0][2]) if results else {}
        else:
            kind = next(
                specification[name]["PredefinedMetricType"]
                for name in (
                    "PredefinedLoadMetricSpecification",
                    "PredefinedMetricPairSpecification",
                )
                if specification.get(name)
            )
            namespace, name = next(
                metric for part, metric in _METRICS.items() if part.upper() in kind.upper()
            )
            metric = Metric(namespace, name, (("AutoScalingGroupName", group),))
            values = single_values(self.here, metric, "Sum", window, None)
            found = {at: value for at, (value, _) in values.items() if value is not None}
        if len(found) < 24:
            reject(
                "ValidationError",
                "The forecast needs at least 24 hours of data of its load metric, got "
                f"{len(found)}",
            )
        return found


def _forecast(history: Mapping[datetime, float], hours: list[datetime]) -> list[float]:
    mean = statistics.fmean(history.values())
    alike = {
        hour: [value for at, value in history.items() if at.hour == hour] for hour in range(24)
    }
    return [statistics.fmean(alike[at.hour]) if alike[at.hour] else mean for at in hours]
