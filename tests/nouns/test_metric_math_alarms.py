"""Alarms on metric math, anomaly bands and PromQL; muted alarms; tags."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto.ec2.cloudwatch import (
    AlarmMuteRule,
    CompositeAlarm,
    LogAlarm,
    Metric,
    MetricAlarm,
    MetricDataQuery,
    MetricStream,
)
from reboto.exception import BotoServerError
from tests.support.messages import cbor_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from reboto.local import Endpoint
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

ARN = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:busy"
CPU = ("CPUUtilization", "AWS/EC2", {"AutoScalingGroupName": "web"}, "Average", 60)


def math(*queries: Any, **more: Any) -> MetricAlarm:
    return MetricAlarm(
        name="math", comparison=">", threshold=5, evaluation_periods=1, metrics=queries, **more
    )


def returning(alarm: MetricAlarm) -> list[str]:
    return [query.id for query in alarm.metrics or () if query.return_data is not False]


@pytest.mark.parametrize(
    ("expressions", "watched"),
    [
        ({"rate": "100 * a / b"}, ["rate"]),
        ({"x": "a + b", "y": "x * 2"}, ["y"]),
        ({"x": "SUM(METRICS())"}, ["x"]),
        ({"x": "IF(a > 1e3, FILL(b, REPEAT), 0)"}, ["x"]),
        ({"x": "SUM([a, b])"}, ["x"]),
    ],
)
def test_queries_that_others_use_return_no_data(
    expressions: dict[str, str], watched: list[str]
) -> None:
    inputs = [MetricDataQuery(name, *CPU) for name in ("a", "b")]
    outputs = [MetricDataQuery(name, expression=text) for name, text in expressions.items()]
    assert returning(math(*inputs, *outputs)) == watched
    assert returning(math(*outputs, *inputs)) == watched
    # The caller's queries may serve other calls.
    assert [query.return_data for query in (*inputs, *outputs)] == [True] * (2 + len(outputs))


def test_dicts_of_boto3_are_queries_too() -> None:
    stat = {"Metric": {"Namespace": "AWS/EC2", "MetricName": "Net"}, "Period": 60, "Stat": "Sum"}
    alarm = math({"Id": "x", "Expression": "a * 2"}, {"Id": "a", "MetricStat": stat})
    assert returning(alarm) == ["x"]


def test_queries_appended_later_are_inferred_when_they_are_sent(
    style: Blocking, server: Wire
) -> None:
    server.script(cbor_result())
    alarm = math(MetricDataQuery("a", *CPU))
    assert alarm.metrics is not None
    alarm.metrics.append(MetricDataQuery("x", expression="a * 2"))
    style.settle(style.cloudwatch(server).put_metric_alarm(alarm))
    sent = server.requests[-1].document["Metrics"]
    assert [(query["Id"], query["ReturnData"]) for query in sent] == [("a", False), ("x", True)]


@pytest.mark.parametrize(
    ("alarm", "message"),
    [
        (
            math(MetricDataQuery("a", *CPU), MetricDataQuery("b", *CPU)),
            "exactly one query that returns data, got 'a', 'b'; set return_data=False",
        ),
        (math(MetricDataQuery("a", *CPU, return_data=False)), "returns data, got none"),
        (
            math(MetricDataQuery("a", *CPU), MetricDataQuery("x", expression="a / requests")),
            "the expression of 'x' uses 'requests', which is not the ID of a query",
        ),
        (
            math(MetricDataQuery("a", *CPU), threshold_metric_id="band"),
            "threshold_metric_id must be the ID of a query, got 'band'",
        ),
    ],
)
@pytest.mark.parametrize("call", ["put_metric_alarm", "create_alarm", "update_alarm"])
def test_wrong_queries_are_refused_before_sending(
    style: Blocking, server: Wire, alarm: MetricAlarm, message: str, call: str
) -> None:
    with pytest.raises(ValueError, match=message):
        style.settle(getattr(style.cloudwatch(server), call)(alarm))
    assert server.requests == []


@pytest.mark.parametrize(
    ("comparison", "sent"),
    [
        ("outside", "LessThanLowerOrGreaterThanUpperThreshold"),
        (">", "GreaterThanUpperThreshold"),
        ("<", "LessThanLowerThreshold"),
        ("LessThanLowerThreshold", "LessThanLowerThreshold"),
    ],
)
def test_an_anomaly_alarm_compares_a_metric_with_its_band(
    style: Blocking, server: Wire, comparison: str, sent: str
) -> None:
    server.script(cbor_result())
    alarm = MetricAlarm.anomaly(*CPU, name="odd", band=2.5, comparison=comparison)
    style.settle(style.cloudwatch(server).put_metric_alarm(alarm))
    document = server.requests[-1].document
    assert document["ComparisonOperator"] == sent
    assert document["ThresholdMetricId"] == "band"
    assert document["EvaluationPeriods"] == 3
    assert "Threshold" not in document
    metric, band = document["Metrics"]
    assert metric["MetricStat"]["Stat"] == "Average"
    assert (metric["Id"], metric["ReturnData"]) == ("metric", True)
    assert band["Expression"] == "ANOMALY_DETECTION_BAND(metric, 2.5)"
    assert repr(alarm).startswith("MetricAlarm:odd[CPUUtilization(Average) ")


def test_an_anomaly_alarm_of_a_metric_object() -> None:
    metric = Metric()
    metric.name, metric.namespace, metric.dimensions = "Orders", "Shop", {"Till": ["1"]}
    alarm = MetricAlarm.anomaly(metric, name="odd", alarm_actions=["arn"], datapoints_to_alarm=2)
    query = (alarm.metrics or [])[0]
    assert (query.metric, query.namespace, query.dimensions) == ("Orders", "Shop", {"Till": ["1"]})
    assert (alarm.alarm_actions, alarm.datapoints_to_alarm) == (["arn"], 2)


def test_a_promql_alarm_has_no_comparison(style: Blocking, server: Wire) -> None:
    server.script(cbor_result())
    alarm = MetricAlarm.promql("up == 0", name="down", interval=30, pending_period=120)
    style.settle(style.cloudwatch(server).put_metric_alarm(alarm))
    document = server.requests[-1].document
    assert document == {
        "AlarmName": "down",
        "EvaluationInterval": 30,
        "EvaluationCriteria": {"PromQLCriteria": {"Query": "up == 0", "PendingPeriod": 120}},
    }
    assert "up == 0" in alarm._repr_html_()  # pyright: ignore[reportPrivateUsage]


def test_a_promql_alarm_is_kept_by_the_local_endpoint(endpoint: Endpoint, style: Blocking) -> None:
    del endpoint
    cloudwatch = style.cloudwatch()
    style.settle(cloudwatch.put_metric_alarm(MetricAlarm.promql("up == 0", name="down")))
    (alarm,) = style.settle(cloudwatch.describe_alarms(alarm_names=["down"]))
    assert repr(alarm) == "MetricAlarm:down[up == 0]"
    assert style.settle(alarm.update()) is True
    alarm.threshold = 7.0
    with pytest.raises(BotoServerError, match="Threshold must not be given with Evaluation"):
        style.settle(alarm.update())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MetricAlarm.anomaly(*CPU, name="a", band=0), "band must be a number of standard"),
        (lambda: MetricAlarm.anomaly(*CPU, name="a", comparison=">="), "comparison must be one of"),
        (lambda: MetricAlarm.anomaly("CPU", name="a"), "namespace is required"),
        (lambda: MetricAlarm.promql(" ", name="a"), "query must be a PromQL query"),
        (lambda: MetricAlarm.promql("up", name="a", interval=45), "interval must be 10, 20, 30 or"),
        (
            lambda: MetricAlarm.promql("up", name="a", pending_period=-1),
            "pending_period must be from 0 to 86400 seconds, got -1",
        ),
        (lambda: MetricAlarm(name="a", comparison="=="), "'GreaterThanUpperThreshold', got '=='"),
    ],
)
def test_wrong_arguments(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def muting(style: Blocking, server: Wire) -> list[Any]:
    cloudwatch = style.cloudwatch(server)
    return [
        MetricAlarm(cloudwatch, "busy"),
        CompositeAlarm(cloudwatch, name="busy"),
        LogAlarm(cloudwatch, name="busy"),
    ]


@pytest.mark.parametrize("which", range(3))
def test_an_alarm_is_muted_for_a_while(style: Blocking, server: Wire, which: int) -> None:
    server.script(cbor_result(), cbor_result())
    alarm = muting(style, server)[which]
    rule = style.settle(alarm.mute(hours=1, minutes=30, description="deploy"))
    sent = server.requests[-1].document
    assert sent["Name"] == "mute-busy"
    assert sent["MuteTargets"] == {"AlarmNames": ["busy"]}
    schedule = sent["Rule"]["Schedule"]
    assert (schedule["Duration"], schedule["Timezone"]) == ("PT1H30M", "UTC")
    begin = datetime.datetime.strptime(schedule["Expression"], "at(%Y-%m-%dT%H:%M)")
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    assert abs(begin - now) <= datetime.timedelta(seconds=90)
    assert isinstance(rule, AlarmMuteRule)
    assert style.settle(rule.delete()) is True
    assert server.requests[-1].document == {"AlarmMuteRuleName": "mute-busy"}


@pytest.mark.parametrize(
    ("length", "iso"),
    [
        ({"minutes": 1}, "PT1M"),
        ({"days": 15}, "P15D"),
        ({"days": 2, "hours": 12}, "P2DT12H"),
        ({"hours": 0.5}, "PT30M"),
        ({"duration": datetime.timedelta(hours=25), "minutes": 5}, "P1DT1H5M"),
    ],
)
def test_durations(length: dict[str, Any], iso: str) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    start = datetime.datetime(2026, 12, 24, 18, 0, 30, tzinfo=zone)
    rule: Any = AlarmMuteRule.once("a", ["x"], **length, start=start).rule
    assert rule.schedule.duration == iso
    assert rule.schedule.expression == "at(2026-12-24T16:01)"


@pytest.mark.parametrize("length", [{}, {"minutes": 0.5}, {"days": 16}, {"hours": -1}])
def test_wrong_durations_are_refused(length: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="from 1 minute to 15 days, in whole minutes, got"):
        MetricAlarm(reboto.connect_cloudwatch("key", "secret"), "busy").mute(**length)


def test_recurring_mutes(style: Blocking, server: Wire) -> None:
    server.script(
        cbor_result(),
        cbor_result({"Name": "nights", "Status": "SCHEDULED"}),
        cbor_result({"Name": "nights", "Status": "ACTIVE"}),
    )
    alarms = [MetricAlarm(name="busy"), "idle"]
    rule = AlarmMuteRule.recurring(
        "nights", alarms, "cron(0 22 * * *)", hours=8, time_zone="Europe/Berlin"
    )
    rule.connection = style.cloudwatch(server)
    assert style.settle(rule.save()) is True
    assert server.requests[-1].document["Rule"]["Schedule"] == {
        "Expression": "cron(0 22 * * *)",
        "Duration": "PT8H",
        "Timezone": "Europe/Berlin",
    }
    assert server.requests[-1].document["MuteTargets"] == {"AlarmNames": ["busy", "idle"]}
    reached = style.settle(rule.wait_until_status("ACTIVE", delay=0.1))
    assert (reached.status, len(server.requests)) == ("ACTIVE", 3)
    with pytest.raises(ValueError, match="status must be one of 'SCHEDULED'"):
        rule.wait_until_status("OVER")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="cron must have 5 fields"):
        AlarmMuteRule.recurring("nights", alarms, "0 22 * *", hours=8)
    with pytest.raises(ValueError, match=r"time_zone must be .* did you mean 'Europe/Berlin'"):
        AlarmMuteRule.recurring("nights", alarms, "0 22 * * *", hours=8, time_zone="Europe/Berlinn")
    with pytest.raises(ValueError, match="alarms must have 1 to 100 alarms, got 0"):
        AlarmMuteRule.once("nights", [], hours=8)


def test_listed_mute_rules_have_the_name_of_their_arn(style: Blocking, server: Wire) -> None:
    arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm-mute-rule:nights"
    summary = {"AlarmMuteRuleArn": arn, "Status": "ACTIVE", "MuteType": "RECURRING"}
    server.script(cbor_result({"AlarmMuteRuleSummaries": [summary]}))
    rules = style.settle(style.cloudwatch(server).list_alarm_mute_rules())
    assert rules[0].name == "nights"
    assert "nights" in rules._repr_html_()  # pyright: ignore[reportPrivateUsage]
    frame = rules.to_pandas()
    assert list(frame["status"]) == ["ACTIVE"]


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        (MetricAlarm, {"alarm_arn": ARN}),
        (CompositeAlarm, {"alarm_arn": ARN}),
        (LogAlarm, {"alarm_arn": ARN}),
        (AlarmMuteRule, {"alarm_mute_rule_arn": ARN}),
        (MetricStream, {"arn": ARN}),
    ],
)
def test_tags_of_everything_with_an_arn(
    style: Blocking, server: Wire, kind: Any, members: dict[str, str]
) -> None:
    server.script(
        cbor_result({"Tags": [{"Key": "stage", "Value": "live"}]}), cbor_result(), cbor_result()
    )
    noun = kind(style.cloudwatch(server), name="busy")
    for name, arn in members.items():
        with pytest.raises(ValueError, match=f"{kind.__name__}.{name} is not set: read"):
            noun.get_tags()
        setattr(noun, name, arn)
    assert style.settle(noun.get_tags()) == {"stage": "live"}
    assert style.settle(noun.add_tags({"team": "shop"})) is True
    assert server.requests[-1].document["Tags"] == [{"Key": "team", "Value": "shop"}]
    assert style.settle(noun.remove_tags("team")) is True
    assert server.requests[-1].document == {"ResourceARN": ARN, "TagKeys": ["team"]}
