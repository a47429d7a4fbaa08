"""Objects that were read, and what is sent for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.aws_model.pairs import PAIRS, Pair
from tests.support.messages import cbor_result, result

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

LAUNCH_TEMPLATE = {"LaunchTemplateName": "web", "Version": "$Latest"}
STEPS = [{"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 2}]


def read(style: Blocking, server: Wire, pair: Pair, members: dict[str, Any]) -> tuple[Any, Any]:
    """Return a connection and an object with these members that was read through it."""
    is_query = pair.service == "autoscaling"
    server.otherwise = result(pair.write, {}) if is_query else cbor_result({})
    connection = pair.connect(style, server)
    return connection, pair.receive(style, server, connection, members)


def read_group(style: Blocking, server: Wire, **members: Any) -> Any:
    """Return a group that was read."""
    given = {"AutoScalingGroupName": "web", "MinSize": 1, "MaxSize": 4, "DesiredCapacity": 2}
    return read(style, server, PAIRS["group"], {**given, **members})[1]


def changes(server: Wire) -> dict[str, str]:
    """Return the parameters of the only request, without those that all updates have."""
    parameters = server.request.parameters
    fixed = ("Action", "Version", "AutoScalingGroupName")
    return {name: value for name, value in parameters.items() if name not in fixed}


ALARM = {
    "AlarmName": "busy",
    "MetricName": "CPUUtilization",
    "Namespace": "AWS/EC2",
    "Statistic": "Average",
    "Period": 60,
    "EvaluationPeriods": 2,
    "Threshold": 70.0,
    "ComparisonOperator": "GreaterThanThreshold",
}
POLICY = {
    "AutoScalingGroupName": "web",
    "PolicyName": "up",
    "PolicyType": "SimpleScaling",
    "AdjustmentType": "PercentChangeInCapacity",
    "ScalingAdjustment": 10,
    "Cooldown": 60,
    "MinAdjustmentMagnitude": 3,
    "Enabled": False,
}
