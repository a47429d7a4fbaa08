"""Calls of actions by name, and the builders of their parameters."""

from __future__ import annotations

import datetime
from typing import Any

from tests.compat.scenario import Failure, raised, scenario
from tests.compat.scenarios import alarms, groups, metrics, policies


@scenario(
    DescribePolicies=policies.POLICIES,
    DescribeAccountLimits={"MaxNumberOfAutoScalingGroups": 200},
    PutLifecycleHook=Failure("ValidationError", "no such group"),
)
def actions_are_sent_by_name(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    params = {"AutoScalingGroupName": "web", "TopicARN": "arn:t", "Count": 3, "Flag": True}
    autoscale.build_list_params(params, ["a & b", "c"], "NotificationTypes")
    nouns = boto.ec2.autoscale
    return [
        params,
        autoscale.get_status("PutNotificationConfiguration", params),
        autoscale.get_status("EnterStandby", {}, verb="POST"),
        autoscale.get_list("DescribePolicies", {}, [("member", nouns.ScalingPolicy)]),
        autoscale.get_object("DescribeAccountLimits", {}, nouns.AccountLimits),
        autoscale.get_object("CreateOrUpdateTags", {"A": "b"}, nouns.Request, verb="POST"),
        raised(autoscale.get_status, "PutLifecycleHook", {}),
    ]


@scenario(
    DescribeAlarmsForMetric=alarms.ALARMS,
    ListMetrics=metrics.METRICS,
    GetMetricStatistics=metrics.DATAPOINTS,
    DescribeAlarmHistory=alarms.HISTORY,
    DescribeAlarms={**alarms.ALARMS, "NextToken": "more"},
    PutDashboard=Failure("InvalidParameterInput", "no JSON"),
)
def actions_of_cloudwatch_are_sent_by_name(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    nouns = boto.ec2.cloudwatch
    return [
        cloudwatch.get_status("TagResource", {"ResourceARN": "arn:a", "Tags.member.1.Key": "k"}),
        cloudwatch.get_list("ListMetrics", {}, [("member", nouns.Metric)]),
        cloudwatch.get_list("GetMetricStatistics", {}, [("member", nouns.Datapoint)]),
        cloudwatch.get_list("DescribeAlarmHistory", {}, [("member", nouns.AlarmHistoryItem)]),
        cloudwatch.get_list("DescribeAlarmsForMetric", {}, [("member", nouns.MetricAlarm)]),
        cloudwatch.get_list("DescribeAlarms", {}, [("MetricAlarms", nouns.MetricAlarms)]),
        raised(cloudwatch.get_status, "PutDashboard", {"DashboardName": "d"}),
    ]


@scenario(
    DescribeTags={"Tags": []},
    DescribeAutoScalingGroups=Failure("ValidationError", "no such group"),
)
def requests_are_made_by_name(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    good = autoscale.make_request("DescribeTags", {"MaxRecords": 5})
    bad = autoscale.make_request("DescribeAutoScalingGroups")
    return [
        [response.status, response.reason, response.read(), response.getheader("content-type")]
        for response in (good, bad)
    ]


@scenario(DescribeAutoScalingGroups=groups.GROUPS)
def a_class_of_the_scripts_own_is_filled(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    class Group(boto.ec2.autoscale.AutoScalingGroup):  # type: ignore[misc]
        """A group of the script's own."""

    found = autoscale.get_list("DescribeAutoScalingGroups", {}, [("member", Group)])
    return [[type(one).__name__, one.name, one.min_size, len(one.instances)] for one in found]


@scenario()
def parameters_are_built(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    time = datetime.datetime(2013, 6, 25, 18, 0, 0, 250000)
    one = {"maximum": 3, "minimum": 1, "samplecount": 2, "sum": 4}
    built: list[dict[str, Any]] = [{} for _ in range(9)]
    autoscale.build_list_params(built[0], ["a", "b"], "Names")
    autoscale.build_list_params(built[1], [{"Ebs": {"Size": 1}, "Name": "a"}, 5], "Devices")
    cloudwatch.build_list_params(built[2], ["a", 5], "Names.member.%d")
    cloudwatch.build_list_params(built[3], "a", "Names.member.%d")
    cloudwatch.build_list_params(built[4], [{"a": "b", "c": None}], "D.member.%d.%s")
    cloudwatch.build_dimension_param({"a": "b", "c": ["d", "e"], "f": None, "g": []}, built[5])
    cloudwatch.build_put_params(built[6], "Orders", 3, time, "Count", {"Shop": ["a"]})
    cloudwatch.build_put_params(built[7], ["Orders", "Sales"], [1, 2], dimensions={"Shop": None})
    cloudwatch.build_put_params(built[8], "Orders", statistics=one)
    return built
