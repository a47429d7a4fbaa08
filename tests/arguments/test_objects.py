"""Objects of boto's classes as arguments: dicts are taken, other values are refused."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, Tag
from reboto.ec2.autoscale.launchconfig import BlockDeviceMapping, InstanceMonitoring
from reboto.ec2.blockdevicemapping import BlockDeviceType
from reboto.ec2.cloudwatch import MetricDataQuery
from reboto.warnings import UnknownKeywordWarning
from tests.support.messages import cbor_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

# A method, its parameter, what it takes, and a dict of it with a member of the request.
OBJECTS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "create_auto_scaling_group": (
        "as_group",
        "an AutoScalingGroup or a dict",
        {"AutoScalingGroupName": "web", "launch_config_name": "lc", "MinSize": 1, "max_size": 2},
        "MaxSize",
    ),
    "create_launch_configuration": (
        "launch_config",
        "a LaunchConfiguration or a dict",
        {"LaunchConfigurationName": "web", "image_id": "ami-1"},
        "ImageId",
    ),
    "create_scaling_policy": (
        "scaling_policy",
        "a ScalingPolicy or a dict",
        {"PolicyName": "up", "as_name": "web", "ScalingAdjustment": 1},
        "ScalingAdjustment",
    ),
    "put_lifecycle_hook": (
        "hook",
        "a LifecycleHook or a dict",
        {"LifecycleHookName": "drain", "as_name": "web", "HeartbeatTimeout": 60},
        "HeartbeatTimeout",
    ),
    "put_metric_alarm": (
        "alarm",
        "a MetricAlarm or a dict",
        {"AlarmName": "busy", "comparison": ">", "EvaluationPeriods": 2},
        "EvaluationPeriods",
    ),
    "put_insight_rule": (
        "rule",
        "an InsightRule or a dict",
        {"name": "top", "RuleDefinition": "{}"},
        "RuleDefinition",
    ),
}


def _connect(style: Blocking, server: Wire, method: str) -> Any:
    if method in ("put_metric_alarm", "put_insight_rule"):
        server.otherwise = cbor_result({})
        return style.cloudwatch(server)
    return style.autoscale(server)


@pytest.mark.parametrize("method", OBJECTS)
@pytest.mark.parametrize(
    "given", ["web", 8, None, [], ("web",), b"web", True, pytest.param(object(), id="object")]
)
def test_values_of_other_types_are_refused(
    style: Blocking, server: Wire, method: str, given: Any
) -> None:
    parameter, expected, _, _ = OBJECTS[method]
    with pytest.raises(TypeError, match=f"^{parameter} must be {expected}, got .*\\(.+\\)$"):
        getattr(_connect(style, server, method), method)(given)
    assert server.requests == []


@pytest.mark.parametrize("method", OBJECTS)
def test_dicts_of_members_are_taken(style: Blocking, server: Wire, method: str) -> None:
    _, _, given, member = OBJECTS[method]
    connection = _connect(style, server, method)
    style.settle(getattr(connection, method)(given))
    request = server.request
    assert member in (request.parameters or request.document)
    with pytest.raises(ValueError, match=r"has no member 'Naem'"):
        getattr(connection, method)({**given, "Naem": "web"})


@pytest.mark.parametrize("given", ["a", ("key", "value"), 8, None])
def test_tags_that_are_no_tags_are_refused(style: Blocking, server: Wire, given: Any) -> None:
    autoscale = style.autoscale(server)
    tag = Tag(key="a", value="b", resource_id="web")
    with pytest.raises(TypeError, match=r"^tags\[1\] must be a Tag or a dict, got "):
        autoscale.create_or_update_tags([tag, given])
    group = AutoScalingGroup(name="web", launch_config="lc", min_size=1, max_size=1)
    group.tags = [given]
    with pytest.raises(TypeError, match=r"^AutoScalingGroup\.tags\[0\] must be a Tag or a dict, "):
        autoscale.create_auto_scaling_group(group)
    assert server.requests == []


def _configuration(devices: Any) -> LaunchConfiguration:
    return LaunchConfiguration(name="web", image_id="ami-1", block_device_mappings=devices)


def _tag(autoscale: Any) -> Any:
    tag: Any = Tag(key="a", value="b", resource_id="web")
    tag.propogate_at_launch = True
    return autoscale.create_or_update_tags([tag])


def _device(autoscale: Any) -> Any:
    device: Any = BlockDeviceType(size=8)
    device.volume_size = 80
    return autoscale.create_launch_configuration(_configuration({"/dev/sda1": device}))


def _older_device(autoscale: Any) -> Any:
    device: Any = BlockDeviceMapping(device_name="/dev/sda1")
    device.virtual_nmae = "ephemeral0"
    return autoscale.create_launch_configuration(_configuration([device]))


def _monitoring(autoscale: Any) -> Any:
    monitoring: Any = InstanceMonitoring(enabled="true")
    monitoring.enabeld = False
    config = LaunchConfiguration(name="web", image_id="ami-1", instance_monitoring=monitoring)
    return autoscale.create_launch_configuration(config)


NOT_SENT: dict[str, Callable[[Any], Any]] = {
    "Tag.propogate_at_launch is not sent: did you mean propagate_at_launch?": _tag,
    "BlockDeviceType.volume_size is not sent": _device,
    "BlockDeviceMapping.virtual_nmae is not sent: did you mean virtual_name?": _older_device,
    "InstanceMonitoring.enabeld is not sent: did you mean enabled?": _monitoring,
}


@pytest.fixture(autouse=True)
def _never_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reboto._unsent._warned", set())


@pytest.mark.parametrize("message", NOT_SENT)
def test_attributes_that_are_not_sent_are_warned_of(
    style: Blocking, server: Wire, message: str
) -> None:
    with pytest.warns(UnknownKeywordWarning) as caught:
        style.settle(NOT_SENT[message](style.autoscale(server)))
    assert str(caught[0].message).startswith(message)


def _query() -> Any:
    return MetricDataQuery("cpu", "CPUUtilization", "AWS/EC2", statistic="Average", period=60)


def _in_an_alarm(cloudwatch: Any, query: Any) -> Any:
    alarm = {"AlarmName": "busy", "comparison": ">", "threshold": 1, "metrics": [query]}
    return cloudwatch.put_metric_alarm({**alarm, "evaluation_periods": 1})


def _in_a_call(cloudwatch: Any, query: Any) -> Any:
    return cloudwatch.get_metric_data([query], "2026-11-28T00:00:00Z", "2026-11-28T01:00:00Z")


@pytest.mark.parametrize("send", [_in_an_alarm, _in_a_call])
def test_attributes_of_queries_that_are_not_sent_are_warned_of(
    style: Blocking, server: Wire, send: Callable[[Any, Any], Any]
) -> None:
    server.otherwise = cbor_result({})
    query = _query()
    query.lable = "load"
    with pytest.warns(UnknownKeywordWarning, match=r"lable is not sent: did you mean label\?"):
        style.settle(send(style.cloudwatch(server), query))


LATER = {"Later": [1]}


@pytest.mark.parametrize(
    "later",
    [
        {**LATER},
        {"MetricStat": {"Metric": {"Namespace": "A", "MetricName": "B"}, "Stat": "Sum", **LATER}},
        {"MetricStat": {"Metric": {"Namespace": "A", "MetricName": "B", **LATER}, "Stat": "Sum"}},
    ],
)
def test_a_query_with_members_of_a_later_model_is_written_back(
    style: Blocking, server: Wire, later: dict[str, Any]
) -> None:
    server.otherwise = cbor_result({})
    members = _query().to_dict()
    query = MetricDataQuery._from_members({**members, **later})  # pyright: ignore[reportPrivateUsage]
    query.period = 60
    with pytest.warns(UnknownKeywordWarning, match=r"Later is not sent"):
        style.settle(_in_an_alarm(style.cloudwatch(server), query))
    (sent,) = server.request.document["Metrics"]
    assert "Later" not in str(sent)
    assert sent["MetricStat"]["Period"] == 60
    with warnings.catch_warnings():
        # The document in boto3's form has them.
        warnings.simplefilter("error")
        assert "Later" in str(query.to_dict())
