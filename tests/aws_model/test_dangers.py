"""Scripts that lost or changed settings silently, because boto's vocabulary ends in 2018."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy
from reboto.ec2.cloudwatch import MetricAlarm
from tests.aws_model.answers import answer
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


METADATA = {"HttpTokens": "required", "HttpPutResponseHopLimit": 1, "HttpEndpoint": "enabled"}
GP3 = {"VolumeSize": 8, "VolumeType": "gp3", "Throughput": 250}


def test_a_copied_launch_configuration_keeps_its_security(style: Blocking, server: Wire) -> None:
    autoscale, config = read(
        style,
        server,
        PAIRS["launch configuration"],
        {
            "LaunchConfigurationName": "old",
            "ImageId": "ami-1",
            "InstanceType": "t3.micro",
            "MetadataOptions": METADATA,
            "PlacementTenancy": "dedicated",
        },
    )
    config.name, config.image_id = "new", "ami-2"
    style.settle(autoscale.create_launch_configuration(config))
    sent = server.request.parameters
    assert sent["LaunchConfigurationName"] == "new"
    assert {name: sent[f"MetadataOptions.{name}"] for name in METADATA} == {
        name: str(value) for name, value in METADATA.items()
    }
    assert sent["PlacementTenancy"] == "dedicated"


@pytest.mark.parametrize("typed", [False, True], ids=["list", "use_block_device_types"])
def test_a_copied_launch_configuration_keeps_the_throughput_of_volumes(
    style: Blocking, server: Wire, typed: bool
) -> None:
    autoscale = style.autoscale(server, use_block_device_types=typed)
    pair = PAIRS["launch configuration"]
    config = pair.receive(
        style,
        server,
        autoscale,
        {
            "LaunchConfigurationName": "old",
            "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": GP3}],
        },
    )
    style.settle(autoscale.create_launch_configuration(config))
    sent = server.request.parameters
    assert sent["BlockDeviceMappings.member.1.DeviceName"] == "/dev/xvda"
    for name, value in GP3.items():
        assert sent[f"BlockDeviceMappings.member.1.Ebs.{name}"] == str(value)


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
NEW_OF_ALARMS = {
    "EvaluationWindow": {"SlidingWindow": {}},
    "WarmUpConfiguration": {"WarmUpDuration": 300},
    "ActionConfiguration": {"key": "value"},
}


def test_an_updated_alarm_keeps_its_window_and_warm_up(style: Blocking, server: Wire) -> None:
    pair = PAIRS["metric alarm"]
    shapes = pair.shape.members
    filled = {name: pair.values()[name] for name in NEW_OF_ALARMS}
    assert set(filled) <= set(shapes)
    _, alarm = read(style, server, pair, {**ALARM, **filled})
    alarm.threshold = 80
    style.settle(alarm.update())
    sent = server.request.document
    assert sent == {**ALARM, **filled, "Threshold": 80.0}


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


def test_a_disabled_policy_stays_disabled(style: Blocking, server: Wire) -> None:
    autoscale, policy = read(style, server, PAIRS["simple policy"], POLICY)
    policy.cooldown = 120
    style.settle(autoscale.create_scaling_policy(policy))
    assert changes(server)["Enabled"] == "false"
    assert changes(server)["Cooldown"] == "120"


@pytest.mark.parametrize("name", ["MinAdjustmentMagnitude", "MinAdjustmentStep"])
def test_a_policy_keeps_the_least_change_of_percentages(
    style: Blocking, server: Wire, name: str
) -> None:
    members = {key: value for key, value in POLICY.items() if key != "MinAdjustmentMagnitude"}
    autoscale, policy = read(style, server, PAIRS["simple policy"], {**members, name: 3})
    style.settle(autoscale.create_scaling_policy(policy))
    minima = {key: value for key, value in changes(server).items() if key.startswith("MinAdj")}
    assert minima == {name: "3"}


def test_a_scheduled_action_keeps_its_time_zone(style: Blocking, server: Wire) -> None:
    members = {
        "AutoScalingGroupName": "web",
        "ScheduledActionName": "morning",
        "Recurrence": "0 8 * * *",
        "TimeZone": "Europe/Berlin",
        "MinSize": 3,
    }
    autoscale, action = read(style, server, PAIRS["scheduled action"], members)
    style.settle(
        autoscale.create_scheduled_group_action(
            action.as_group,
            action.name,
            recurrence=action.recurrence,
            min_size=action.min_size,
            time_zone=action.time_zone,
        )
    )
    assert changes(server)["TimeZone"] == "Europe/Berlin"


def test_the_copy_of_a_group_has_its_targets_and_protection(style: Blocking, server: Wire) -> None:
    settings = {
        "LaunchConfigurationName": "config",
        "TargetGroupARNs": ["arn:1", "arn:2"],
        "TrafficSources": [{"Identifier": "arn:3", "Type": "elbv2"}],
        "NewInstancesProtectedFromScaleIn": True,
        "CapacityRebalance": True,
        "MaxInstanceLifetime": 86400,
        "DefaultInstanceWarmup": 0,
        "DeletionProtection": "prevent-all-deletion",
        "InstanceMaintenancePolicy": {"MinHealthyPercentage": 90, "MaxHealthyPercentage": 110},
        "AvailabilityZoneDistribution": {"CapacityDistributionStrategy": "balanced-only"},
    }
    group = read_group(style, server, **settings)
    group.name = "copy"
    style.settle(group.connection.create_auto_scaling_group(group))
    sent = changes(server)
    assert server.request.parameters["AutoScalingGroupName"] == "copy"
    assert (sent["TargetGroupARNs.member.1"], sent["TargetGroupARNs.member.2"]) == (
        "arn:1",
        "arn:2",
    )
    assert sent["TrafficSources.member.1.Identifier"] == "arn:3"
    assert sent["NewInstancesProtectedFromScaleIn"] == sent["CapacityRebalance"] == "true"
    assert (sent["MaxInstanceLifetime"], sent["DefaultInstanceWarmup"]) == ("86400", "0")
    assert sent["DeletionProtection"] == "prevent-all-deletion"
    assert sent["InstanceMaintenancePolicy.MaxHealthyPercentage"] == "110"
    assert sent["AvailabilityZoneDistribution.CapacityDistributionStrategy"] == "balanced-only"


def test_keywords_that_boto_swallowed_are_sent(style: Blocking, server: Wire) -> None:
    autoscale = style.autoscale(server)
    server.otherwise = result("CreateAutoScalingGroup", {})
    group = AutoScalingGroup(
        name="web",
        launch_config="config",
        min_size=0,
        max_size=1,
        target_group_arns=["arn:1"],
        new_instances_protected_from_scale_in=True,
    )
    style.settle(autoscale.create_auto_scaling_group(group))
    sent = changes(server)
    assert sent["TargetGroupARNs.member.1"] == "arn:1"
    assert sent["NewInstancesProtectedFromScaleIn"] == "true"


def test_a_step_policy_is_no_simple_policy(style: Blocking, server: Wire) -> None:
    autoscale = style.autoscale(server)
    server.otherwise = result("PutScalingPolicy", {})
    policy = ScalingPolicy(
        name="up",
        as_name="web",
        adjustment_type="ChangeInCapacity",
        policy_type="StepScaling",
        step_adjustments=STEPS,
        enabled=False,
    )
    style.settle(autoscale.create_scaling_policy(policy))
    sent = changes(server)
    assert (sent["PolicyType"], sent["Enabled"]) == ("StepScaling", "false")
    assert sent["StepAdjustments.member.1.ScalingAdjustment"] == "2"


@pytest.mark.parametrize("kind", [AutoScalingGroup, ScalingPolicy])
def test_keywords_that_name_nothing_are_warned_of(kind: Any) -> None:
    from reboto import _structure
    from reboto.warnings import UnknownKeywordWarning

    _structure._warned.clear()
    with pytest.warns(UnknownKeywordWarning, match="no_such_setting"):
        kind(no_such_setting=1)


@pytest.mark.parametrize("kind", [LaunchConfiguration, MetricAlarm])
def test_keywords_that_boto_refused_are_refused(kind: Any) -> None:
    with pytest.raises(TypeError, match="no_such_setting"):
        kind(no_such_setting=1)


@pytest.mark.parametrize(
    ("attribute", "value", "sent"),
    [
        ("MaxInstanceLifetime", 86400, {"MaxInstanceLifetime": "86400"}),
        ("CapacityRebalance", True, {"CapacityRebalance": "true"}),
        ("capacity_rebalance", "true", {"CapacityRebalance": "true"}),
        ("default_instance_warmup", 0, {"DefaultInstanceWarmup": "0"}),
    ],
)
def test_new_attributes_of_a_group_are_sent(
    style: Blocking, server: Wire, attribute: str, value: Any, sent: dict[str, str]
) -> None:
    group = read_group(style, server)
    setattr(group, attribute, value)
    style.settle(group.update())
    assert changes(server) == sent


METRICS = [{"Id": "e1", "Expression": "m1 * 2", "ReturnData": True}]


@pytest.mark.parametrize(
    ("attribute", "value", "sent"),
    [
        ("Metrics", METRICS, {"Metrics": METRICS}),
        ("treat_missing_data", "breaching", {"TreatMissingData": "breaching"}),
        ("TreatMissingData", "breaching", {"TreatMissingData": "breaching"}),
        ("datapoints_to_alarm", 1, {"DatapointsToAlarm": 1}),
    ],
)
def test_new_attributes_of_an_alarm_are_sent(
    style: Blocking, server: Wire, attribute: str, value: Any, sent: dict[str, Any]
) -> None:
    _, alarm = read(style, server, PAIRS["metric alarm"], ALARM)
    setattr(alarm, attribute, value)
    style.settle(alarm.update())
    assert server.request.document == {**ALARM, **sent}


def test_attributes_that_cannot_be_sent_are_warned_of(style: Blocking, server: Wire) -> None:
    from reboto import _unsent
    from reboto.warnings import UnknownKeywordWarning

    _unsent._warned.clear()
    group = read_group(style, server)
    group.max_instance_lifetme = 86400
    with pytest.warns(UnknownKeywordWarning, match=r"did you mean max_instance_lifetime\?"):
        style.settle(group.update())


def test_an_update_does_not_undo_scaling(style: Blocking, server: Wire) -> None:
    group = read_group(style, server)
    group.max_size = 12
    style.settle(group.update())
    assert changes(server) == {"MaxSize": "12"}


@pytest.mark.parametrize(
    ("attribute", "value", "sent"),
    [
        ("default_cooldown", 0, {"DefaultCooldown": "0"}),
        ("health_check_period", 0, {"HealthCheckGracePeriod": "0"}),
        ("placement_group", "", {"PlacementGroup": ""}),
        ("placement_group", None, {"PlacementGroup": ""}),
        ("termination_policies", [], {"TerminationPolicies": ""}),
        ("termination_policies", None, {"TerminationPolicies.member.1": "Default"}),
        ("max_instance_lifetime", None, {"MaxInstanceLifetime": "0"}),
        ("default_instance_warmup", None, {"DefaultInstanceWarmup": "-1"}),
        ("deletion_protection", None, {"DeletionProtection": "none"}),
        (
            "new_instances_protected_from_scale_in",
            False,
            {"NewInstancesProtectedFromScaleIn": "false"},
        ),
    ],
)
def test_values_that_are_zero_or_empty_are_sent(
    style: Blocking, server: Wire, attribute: str, value: Any, sent: dict[str, str]
) -> None:
    group = read_group(
        style,
        server,
        DefaultCooldown=300,
        HealthCheckGracePeriod=60,
        PlacementGroup="cluster",
        TerminationPolicies=["OldestInstance"],
        MaxInstanceLifetime=86400,
        DefaultInstanceWarmup=30,
        DeletionProtection="prevent-all-deletion",
        NewInstancesProtectedFromScaleIn=True,
    )
    setattr(group, attribute, value)
    style.settle(group.update())
    assert changes(server) == sent


COMPOSITE = {"AlarmName": "page", "AlarmRule": "ALARM(busy)", "StateValue": "OK"}
LOG = {"AlarmName": "errors", "QueryResultsToAlarm": 1, "StateValue": "ALARM"}


def test_alarms_of_all_types_are_found_by_name(style: Blocking, server: Wire) -> None:
    cloudwatch = style.cloudwatch(server)
    server.otherwise = answer(
        "cloudwatch",
        "DescribeAlarms",
        {"MetricAlarms": [ALARM], "CompositeAlarms": [COMPOSITE], "LogAlarms": [LOG]},
    )
    found = style.settle(cloudwatch.describe_alarms(alarm_names=["busy", "page", "errors"]))
    assert {alarm.name: type(alarm).__name__ for alarm in found} == {
        "busy": "MetricAlarm",
        "page": "CompositeAlarm",
        "errors": "LogAlarm",
    }
    assert set(server.request.document["AlarmTypes"]) == {
        "MetricAlarm",
        "CompositeAlarm",
        "LogAlarm",
    }
    style.settle(cloudwatch.describe_alarms(alarm_types="all"))
    assert set(server.requests[-1].document["AlarmTypes"]) == {
        "MetricAlarm",
        "CompositeAlarm",
        "LogAlarm",
    }


def test_composite_alarms_are_waited_for(style: Blocking, server: Wire) -> None:
    cloudwatch = style.cloudwatch(server)
    server.otherwise = answer("cloudwatch", "DescribeAlarms", {"CompositeAlarms": [COMPOSITE]})
    found = style.settle(MetricAlarm(cloudwatch, name="page").wait_until_state("OK", timeout=0))
    assert (type(found).__name__, found.name) == ("CompositeAlarm", "page")


def test_the_history_of_composite_alarms_is_found(style: Blocking, server: Wire) -> None:
    cloudwatch = style.cloudwatch(server)
    item = {"AlarmName": "page", "AlarmType": "CompositeAlarm", "HistorySummary": "created"}
    server.otherwise = answer("cloudwatch", "DescribeAlarmHistory", {"AlarmHistoryItems": [item]})
    (found,) = style.settle(cloudwatch.describe_alarm_history(alarm_name="page"))
    assert (found.name, found.alarm_type) == ("page", "CompositeAlarm")
    assert set(server.request.document["AlarmTypes"]) == {
        "MetricAlarm",
        "CompositeAlarm",
        "LogAlarm",
    }


@pytest.mark.parametrize("value", [False, True])
def test_flags_are_no_texts(style: Blocking, server: Wire, value: bool) -> None:
    instance = {"InstanceId": "i-1", "ProtectedFromScaleIn": value}
    group = read_group(style, server, NewInstancesProtectedFromScaleIn=value, Instances=[instance])
    assert group.NewInstancesProtectedFromScaleIn is value
    assert group.new_instances_protected_from_scale_in is value
    assert group.instances[0].ProtectedFromScaleIn is value
    _, policy = read(style, server, PAIRS["simple policy"], {**POLICY, "Enabled": value})
    assert policy.Enabled is value


def test_empty_lists_are_lists(style: Blocking, server: Wire) -> None:
    group = read_group(style, server, TargetGroupARNs=[], TrafficSources=[])
    assert group.TargetGroupARNs == group.traffic_sources == []
    _, policy = read(style, server, PAIRS["simple policy"], {**POLICY, "StepAdjustments": []})
    assert policy.StepAdjustments == []


def test_detaching_returns_the_activities(style: Blocking, server: Wire) -> None:
    autoscale = style.autoscale(server)
    activities = [{"ActivityId": "1", "StatusCode": "InProgress"}]
    server.otherwise = answer("autoscaling", "DetachInstances", {"Activities": activities})
    assert style.settle(autoscale.detach_instances("web", ["i-1"])) is True
    (found,) = style.settle(autoscale.detach_instances("web", ["i-1"], return_activities=True))
    assert (found.activity_id, found.status_code) == ("1", "InProgress")


def test_all_references_of_a_baseline_are_read(style: Blocking, server: Wire) -> None:
    references = [{"InstanceFamily": "m5"}, {"InstanceFamily": "c5"}]
    requirements = {
        "VCpuCount": {"Min": 1},
        "MemoryMiB": {"Min": 1024},
        "BaselinePerformanceFactors": {"Cpu": {"References": references}},
    }
    template = {"Overrides": [{"InstanceRequirements": requirements}]}
    group = read_group(style, server, MixedInstancesPolicy={"LaunchTemplate": template})
    read_back = group.MixedInstancesPolicy["LaunchTemplate"]["Overrides"][0].to_dict()
    assert read_back["InstanceRequirements"] == requirements


BAND = [
    {
        "Id": "m1",
        "MetricStat": {
            "Metric": {"Namespace": "AWS/EC2", "MetricName": "CPUUtilization"},
            "Period": 60,
            "Stat": "Average",
        },
    },
    {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)", "Period": 60},
]
OF_MATH: dict[str, dict[str, Any]] = {
    "metric math": {
        "Metrics": BAND,
        "Threshold": 1.0,
        "ComparisonOperator": "GreaterThanThreshold",
    },
    "band": {
        "Metrics": BAND,
        "ThresholdMetricId": "band",
        "ComparisonOperator": "LessThanLowerOrGreaterThanUpperThreshold",
    },
    "query": {
        "Metrics": [
            {"Id": "q1", "Expression": 'SELECT MAX(Load) FROM "Custom"', "Period": 60},
        ],
        "Threshold": 1.0,
        "ComparisonOperator": "GreaterThanThreshold",
    },
    "PromQL": {
        "EvaluationCriteria": {"PromQLCriteria": {"Query": "up == 0"}},
        "EvaluationInterval": 60,
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", OF_MATH)
def test_alarms_that_are_not_on_one_metric_are_updated(
    style: Blocking, server: Wire, kind: str
) -> None:
    members = {"AlarmName": "math", "EvaluationPeriods": 3, **OF_MATH[kind]}
    _, alarm = read(style, server, PAIRS["metric alarm"], members)
    alarm.description = "changed"
    style.settle(alarm.update())
    assert server.request.document == {**members, "AlarmDescription": "changed"}


TRACKING: dict[str, dict[str, Any]] = {
    "TargetTrackingScaling": {
        "TargetTrackingConfiguration": {
            "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"},
            "TargetValue": 50.0,
        }
    },
    "StepScaling": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": STEPS},
    "PredictiveScaling": {
        "PredictiveScalingConfiguration": {
            "MetricSpecifications": [
                {
                    "TargetValue": 50.0,
                    "PredefinedMetricPairSpecification": {
                        "PredefinedMetricType": "ASGCPUUtilization"
                    },
                }
            ],
            "Mode": "ForecastOnly",
        }
    },
}


@pytest.mark.parametrize("kind", TRACKING)
def test_policies_that_are_not_simple_stay_what_they_are(
    style: Blocking, server: Wire, kind: str
) -> None:
    from tests.aws_model.answers import document, encoded

    members = {
        "AutoScalingGroupName": "web",
        "PolicyName": "p",
        "PolicyType": kind,
        **TRACKING[kind],
    }
    autoscale, policy = read(style, server, PAIRS["step policy"], members)
    style.settle(autoscale.create_scaling_policy(policy))
    assert document(server.request) == encoded("autoscaling", "PutScalingPolicy", members)


@pytest.mark.parametrize("source", ["LaunchTemplate", "MixedInstancesPolicy"])
def test_the_copy_of_a_group_has_its_launch_template(
    style: Blocking, server: Wire, source: str
) -> None:
    mixed = {"LaunchTemplate": {"LaunchTemplateSpecification": LAUNCH_TEMPLATE}}
    given = {"LaunchTemplate": LAUNCH_TEMPLATE, "MixedInstancesPolicy": mixed}[source]
    group = read_group(style, server, **{source: given})
    group.name = "copy"
    style.settle(group.connection.create_auto_scaling_group(group))
    prefix = source if source == "LaunchTemplate" else (
        "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification"
    )  # fmt: skip
    assert changes(server)[f"{prefix}.LaunchTemplateName"] == "web"


@pytest.mark.parametrize(
    ("before", "change", "sent"),
    [
        ({"ExtendedStatistic": "p99"}, {"statistic": "Average"}, {"Statistic": "Average"}),
        ({"Statistic": "Average"}, {"extended_statistic": "p99"}, {"ExtendedStatistic": "p99"}),
        ({"Statistic": "Average"}, {"statistic": "p99"}, {"ExtendedStatistic": "p99"}),
        ({"ExtendedStatistic": "p99"}, {"extended_statistic": "p90"}, {"ExtendedStatistic": "p90"}),
    ],
)
def test_the_statistic_that_was_set_since_is_sent(
    style: Blocking,
    server: Wire,
    before: dict[str, str],
    change: dict[str, str],
    sent: dict[str, str],
) -> None:
    members = {
        **{key: value for key, value in ALARM.items() if key != "Statistic"},
        "AlarmActions": ["arn:1"],
        "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}],
    }
    _, alarm = read(style, server, PAIRS["metric alarm"], {**members, **before})
    for attribute, value in change.items():
        setattr(alarm, attribute, value)
    style.settle(alarm.update())
    assert server.request.document == {**members, **sent}


def test_a_new_alarm_has_one_statistic(style: Blocking, server: Wire) -> None:
    alarm = MetricAlarm(
        name="a", metric="m", namespace="n", statistic="Average", comparison=">", threshold=1,
        period=60, evaluation_periods=1, extended_statistic="p99",
    )  # fmt: skip
    with pytest.raises(ValueError, match="either statistic or extended_statistic"):
        style.settle(style.cloudwatch(server).put_metric_alarm(alarm))
    assert server.requests == []


def test_an_update_keeps_the_mixed_instances_policy(style: Blocking, server: Wire) -> None:
    mixed = {"LaunchTemplate": {"LaunchTemplateSpecification": LAUNCH_TEMPLATE}}
    group = read_group(style, server, MixedInstancesPolicy=mixed)
    group.max_size = 9
    style.settle(group.update())
    assert changes(server) == {"MaxSize": "9"}


@pytest.mark.parametrize(
    ("weights", "desired", "states", "reached"),
    [
        (["4", "4", "2"], 10, ["InService"] * 3, True),
        # The last instance has more units than were missing.
        (["4", "4", "4"], 10, ["InService"] * 3, True),
        (["4", "4", "4"], 10, ["InService", "InService", "Pending"], False),
        (["4", "4", "4", "4"], 10, ["InService"] * 4, False),
        ([None, None], 2, ["InService"] * 2, True),
        ([None, None, None], 2, ["InService"] * 3, False),
        (["2"], 0, ["Terminating"], False),
    ],
)
def test_the_units_of_weighted_groups_are_waited_for(
    style: Blocking,
    server: Wire,
    weights: list[str | None],
    desired: int,
    states: list[str],
    reached: bool,
) -> None:
    from reboto.exception import BotoTimeoutError

    instances = [
        {"InstanceId": f"i-{at}", "LifecycleState": state}
        | ({} if weight is None else {"WeightedCapacity": weight})
        for at, (weight, state) in enumerate(zip(weights, states, strict=True))
    ]
    members = {"DesiredCapacity": desired, "Instances": instances}
    group = read_group(style, server, **members)
    server.otherwise = PAIRS["group"].answer({"AutoScalingGroupName": "web", **members})
    if reached:
        assert style.settle(group.wait_until_in_service(timeout=0)).name == "web"
        return
    with pytest.raises(BotoTimeoutError, match="in service"):
        style.settle(group.wait_until_in_service(timeout=0))


def test_no_row_warns(style: Blocking, server: Wire) -> None:
    """Objects that were only read and written name nothing that cannot be sent."""
    for pair in PAIRS.values():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            connection, value = read(style, server, pair, pair.values())
            style.settle(pair.send(connection, value))
