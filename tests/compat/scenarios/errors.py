"""Invalid responses, and errors in other forms than the services' own."""

from __future__ import annotations

from typing import Any

from tests.compat.scenario import Failure, Raw, raised, scenario

OF_EC2 = (
    "<Response><Errors><Error><Code>AuthFailure</Code><Message>not you</Message></Error></Errors>"
    "<RequestID>ea966190-f9aa-478e-9ede-cb5432a3aa99</RequestID></Response>"
)
PAGE = "<html><head><title>503</title></head><body><h1>Service Unavailable</h1></body></html>"


@scenario(
    DescribePolicies=Raw(503, PAGE, "text/html"),
    DescribeTags=Raw(400),
    DescribeScheduledActions=Raw(403, OF_EC2),
    DescribeScalingActivities=Raw(500, "something broke", "text/plain"),
    DescribeAutoScalingInstances=Raw(
        400, '{"Code": "Broken", "Message": "in JSON"}', "application/json"
    ),
    DescribeAdjustmentTypes=Failure("Odd.Code", "line one\nline two", 409),
)
def errors_come_in_other_forms(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        raised(autoscale.get_all_policies),
        raised(autoscale.get_all_tags),
        raised(autoscale.get_all_scheduled_actions),
        raised(autoscale.get_all_activities, "web"),
        raised(autoscale.get_all_autoscaling_instances),
        raised(autoscale.get_all_adjustment_types),
    ]


@scenario(
    ListMetrics=Raw(503, PAGE, "text/html"),
    DescribeAlarms=Raw(400),
    DeleteAlarms=Raw(500, "something broke", "text/plain"),
    DescribeAlarmHistory=Failure("Odd.Code", "line one\nline two <&>", 409),
    EnableAlarmActions=Failure("InvalidParameterValue", ""),
)
def errors_of_cloudwatch_come_in_other_forms(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        raised(cloudwatch.list_metrics),
        raised(cloudwatch.describe_alarms),
        raised(cloudwatch.delete_alarms, ["high"]),
        raised(cloudwatch.describe_alarm_history),
        raised(cloudwatch.enable_alarm_actions, ["high"]),
    ]


@scenario(
    DescribeAutoScalingGroups=Raw(200, "<DescribeAutoScalingGroupsResponse><Unfinished>"),
    DeletePolicy=Raw(200, ""),
)
def successes_cannot_be_read(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        isinstance(raised(autoscale.get_all_groups), Exception),
        isinstance(raised(autoscale.delete_policy, "grow"), Exception),
    ]
