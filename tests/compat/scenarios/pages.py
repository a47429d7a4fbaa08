"""Lists read page by page, from an endpoint with more than one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.compat.scenario import scenario
from tests.compat.scenarios import alarms, groups, launchconfigs, metrics, policies

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 7


def paged(
    member: str, name: str, pattern: dict[str, Any], **more: Any
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Respond with items made from a pattern, in pages of the requested size, at most three."""
    items = [{**pattern, name: f"{pattern[name]}-{number}"} for number in range(COUNT)]

    def respond(parameters: dict[str, Any]) -> dict[str, Any]:
        start = int(str(parameters.get("NextToken", "from 0")).rpartition(" ")[2])
        end = start + min(int(parameters.get("MaxRecords", 3)), 3)
        token = {"NextToken": f"a/b+c= {end}"} if end < COUNT else {}
        return {member: items[start:end], **more, **token}

    return respond


def pages(call: Callable[..., Any], **arguments: Any) -> list[Any]:
    """Read page after page, as scripts do."""
    found = []
    token = None
    while True:
        found.append(call(next_token=token, **arguments))
        token = found[-1].next_token
        if not token:
            return found


@scenario(DescribeAutoScalingGroups=paged("AutoScalingGroups", "AutoScalingGroupName", groups.BARE))
def pages_of_groups(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        pages(autoscale.get_all_groups),
        pages(autoscale.get_all_groups, max_records=1),
        pages(autoscale.get_all_groups, max_records=100, names=["bare"]),
    ]


@scenario(
    DescribeLaunchConfigurations=paged(
        "LaunchConfigurations", "LaunchConfigurationName", launchconfigs.BARE
    )
)
def pages_of_launch_configurations(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    read = pages(autoscale.get_all_launch_configurations, max_records=2)
    return [[config.name for config in page] for page in read]


@scenario(
    DescribePolicies=paged("ScalingPolicies", "PolicyName", policies.POLICIES["ScalingPolicies"][0])
)
def pages_of_policies(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return pages(autoscale.get_all_policies, as_group="web")


@scenario(
    DescribeAutoScalingInstances=paged(
        "AutoScalingInstances",
        "InstanceId",
        {**groups.INSTANCES[0], "AutoScalingGroupName": "web"},
    )
)
def pages_of_instances(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return pages(autoscale.get_all_autoscaling_instances)


@scenario(DescribeScalingActivities=paged("Activities", "ActivityId", groups.ACTIVITY))
def pages_of_activities(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return pages(autoscale.get_all_activities, autoscale_group="web", max_records=2)


@scenario(
    DescribeScheduledActions=paged(
        "ScheduledUpdateGroupActions",
        "ScheduledActionName",
        policies.ACTIONS["ScheduledUpdateGroupActions"][0],
    )
)
def pages_of_scheduled_actions(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return pages(autoscale.get_all_scheduled_actions, as_group="web")


@scenario(DescribeTags=paged("Tags", "Key", policies.TAGS["Tags"][0]))
def pages_of_tags(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return pages(autoscale.get_all_tags, max_records=3)


@scenario(DescribeAlarms=paged("MetricAlarms", "AlarmName", alarms.FULL))
def pages_of_alarms(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [pages(cloudwatch.describe_alarms), pages(cloudwatch.describe_alarms, max_records=1)]


@scenario(
    DescribeAlarmHistory=paged(
        "AlarmHistoryItems", "AlarmName", alarms.HISTORY["AlarmHistoryItems"][0]
    ),
    DescribeAlarms=alarms.ALARMS,
)
def pages_of_history(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    alarm = cloudwatch.describe_alarms()[0]
    return [
        pages(cloudwatch.describe_alarm_history),
        pages(alarm.describe_history, max_records=2, history_item_type="StateUpdate"),
    ]


@scenario(ListMetrics=paged("Metrics", "MetricName", metrics.METRICS["Metrics"][0]))
def pages_of_metrics(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return pages(cloudwatch.list_metrics, namespace="AWS/EC2")


@scenario(DescribeAutoScalingGroups=paged("AutoScalingGroups", "AutoScalingGroupName", groups.BARE))
def the_first_page_stands_alone(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    """A caller that does not request the next page gets one page with one request."""
    first = autoscale.get_all_groups()
    return [len(first), first.next_token, first.marker, first.is_truncated]
