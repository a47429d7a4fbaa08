"""Scripts that lost or changed settings silently, because boto's vocabulary ends in 2018."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy
from reboto.ec2.cloudwatch import MetricAlarm
from tests.aws_model.pairs import PAIRS
from tests.aws_model.reading import ALARM, POLICY, STEPS, changes, read, read_group
from tests.aws_model.responses import response_of
from tests.support.messages import result

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

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
    from reboto import _unsent
    from reboto.warnings import UnknownKeywordWarning

    _unsent._warned.clear()  # pyright: ignore[reportPrivateUsage]
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

    _unsent._warned.clear()  # pyright: ignore[reportPrivateUsage]
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
    server.otherwise = response_of(
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
    server.otherwise = response_of("cloudwatch", "DescribeAlarms", {"CompositeAlarms": [COMPOSITE]})
    found = style.settle(MetricAlarm(cloudwatch, name="page").wait_until_state("OK", timeout=0))
    assert (type(found).__name__, found.name) == ("CompositeAlarm", "page")


def test_the_history_of_composite_alarms_is_found(style: Blocking, server: Wire) -> None:
    cloudwatch = style.cloudwatch(server)
    item = {"AlarmName": "page", "AlarmType": "CompositeAlarm", "HistorySummary": "created"}
    server.otherwise = response_of(
        "cloudwatch", "DescribeAlarmHistory", {"AlarmHistoryItems": [item]}
    )
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
    server.otherwise = response_of("autoscaling", "DetachInstances", {"Activities": activities})
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
