"""Scaling policies, scheduled actions and tags."""

from __future__ import annotations

import datetime
from typing import Any

from tests.compat.scenario import Content, Failure, raised, scenario

POLICIES: Content = {
    "ScalingPolicies": [
        {
            "AutoScalingGroupName": "web",
            "PolicyName": "grow",
            "PolicyARN": "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:grow",
            "AdjustmentType": "PercentChangeInCapacity",
            "MinAdjustmentStep": 2,
            "ScalingAdjustment": -25,
            "Cooldown": 60,
            "Alarms": [
                {"AlarmName": "high", "AlarmARN": "arn:aws:cloudwatch:us-east-1:1:alarm:high"},
                {"AlarmName": "low", "AlarmARN": "arn:aws:cloudwatch:us-east-1:1:alarm:low"},
            ],
        },
        {
            "AutoScalingGroupName": "web",
            "PolicyName": "set",
            "PolicyARN": "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:2:set",
            "AdjustmentType": "ExactCapacity",
            "ScalingAdjustment": 3,
            "Alarms": [],
        },
    ],
    "NextToken": "more",
}
OF_TODAY: Content = {
    "ScalingPolicies": [
        {
            **POLICIES["ScalingPolicies"][1],
            "PolicyType": "TargetTrackingScaling",
            "AdjustmentType": None,
            "ScalingAdjustment": None,
            "EstimatedInstanceWarmup": 60,
            "StepAdjustments": [],
            "Enabled": True,
            "TargetTrackingConfiguration": {
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "ASGAverageCPUUtilization"
                },
                "TargetValue": 50.0,
            },
        },
        POLICIES["ScalingPolicies"][0],
    ]
}
ACTIONS: Content = {
    "ScheduledUpdateGroupActions": [
        {
            "AutoScalingGroupName": "web",
            "ScheduledActionName": "morning",
            "ScheduledActionARN": "arn:aws:autoscaling:us-east-1:1:scheduledUpdateGroupAction:1",
            "Time": "2033-06-25T08:00:00Z",
            "StartTime": "2033-06-25T08:00:00.250Z",
            "EndTime": "2034-06-25T08:00:00Z",
            "Recurrence": "0 8 * * *",
            "MinSize": 1,
            "MaxSize": 4,
            "DesiredCapacity": 2,
        },
        {
            "AutoScalingGroupName": "web",
            "ScheduledActionName": "once",
            "ScheduledActionARN": "arn:aws:autoscaling:us-east-1:1:scheduledUpdateGroupAction:2",
            "StartTime": "2033-06-25T08:00:00Z",
            "DesiredCapacity": 0,
        },
    ]
}
TAGS: Content = {
    "Tags": [
        {
            "ResourceId": "web",
            "ResourceType": "auto-scaling-group",
            "Key": "role",
            "Value": "front",
            "PropagateAtLaunch": True,
        },
        {
            "ResourceId": "web",
            "ResourceType": "auto-scaling-group",
            "Key": "empty",
            "Value": "",
            "PropagateAtLaunch": False,
        },
    ]
}
NAIVE = datetime.datetime(2033, 6, 25, 8, 0)
FRACTION = datetime.datetime(2033, 6, 25, 8, 0, 0, 250000)
AWARE = datetime.datetime(2033, 6, 25, 8, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=-7)))


@scenario(DescribePolicies=POLICIES)
def policies_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.get_all_policies(),
        autoscale.get_all_policies("web", ["grow", "set"], 2, "token"),
        autoscale.get_all_policies(as_group="web", policy_names=["grow"]),
    ]


@scenario(DescribePolicies=OF_TODAY)
def policies_of_today_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return autoscale.get_all_policies()


@scenario(PutScalingPolicy={"PolicyARN": "arn:aws:autoscaling:us-east-1:1:scalingPolicy:1:grow"})
def policies_are_created(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    policy = boto.ec2.autoscale.ScalingPolicy
    made = [
        policy(name="a", as_name="web", adjustment_type="ChangeInCapacity", scaling_adjustment=2),
        policy(autoscale, name="a", as_name="web", scaling_adjustment="-1", cooldown="60"),
        policy(
            name="a",
            as_name="web",
            adjustment_type="PercentChangeInCapacity",
            scaling_adjustment=-25,
            min_adjustment_step=2,
            cooldown=0,
        ),
        policy(
            name="a",
            as_name="web",
            adjustment_type="ChangeInCapacity",
            scaling_adjustment=1,
            min_adjustment_step=2,
        ),
        policy(
            name="a",
            as_name="web",
            adjustment_type="ExactCapacity",
            scaling_adjustment=0,
            unknown="is ignored",
        ),
    ]
    return [[autoscale.create_scaling_policy(each) for each in made], made]


@scenario(DescribePolicies=POLICIES)
def a_policy_is_changed_and_written_back(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    policy = autoscale.get_all_policies()[0]
    policy.scaling_adjustment = 10
    policy.cooldown = "120"
    return [autoscale.create_scaling_policy(policy), policy.delete(), policy]


@scenario()
def policies_are_executed_and_deleted(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.execute_policy("grow"),
        autoscale.execute_policy("grow", "web"),
        autoscale.execute_policy("grow", as_group="web", honor_cooldown=True),
        autoscale.execute_policy("grow", "web", "true"),
        autoscale.execute_policy("grow", "web", False),
        autoscale.delete_policy("grow"),
        autoscale.delete_policy("grow", "web"),
        autoscale.delete_policy("grow", autoscale_group="web"),
    ]


@scenario(
    DescribePolicies=Failure("ValidationError", "no such group"),
    PutScalingPolicy=Failure("LimitExceeded", "too many"),
)
def policies_are_refused(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    policy = boto.ec2.autoscale.ScalingPolicy(name="a", as_name="web", scaling_adjustment=1)
    return [
        raised(autoscale.get_all_policies, "web"),
        raised(autoscale.create_scaling_policy, policy),
        raised(policy.delete),
    ]


@scenario(DescribeScheduledActions=ACTIONS)
def scheduled_actions_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.get_all_scheduled_actions(),
        autoscale.get_all_scheduled_actions("web", scheduled_actions=["morning", "once"]),
        autoscale.get_all_scheduled_actions(as_group="web", max_records=3, next_token="token"),
    ]


@scenario()
def actions_are_scheduled(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    schedule = autoscale.create_scheduled_group_action
    return [
        schedule("web", "a", NAIVE, 2),
        schedule("web", "a", time=AWARE, desired_capacity=2, min_size=1, max_size=3),
        schedule("web", "a", start_time=NAIVE, end_time=AWARE, recurrence="0 8 * * *", min_size=0),
        schedule("web", "a", FRACTION, "2", "1", "3"),
        schedule("web", "a", None, None, None, None, FRACTION, None, "* * * * *"),
        autoscale.delete_scheduled_action("a"),
        autoscale.delete_scheduled_action("a", "web"),
        autoscale.delete_scheduled_action("a", autoscale_group="web"),
    ]


@scenario(DescribeTags=TAGS)
def tags_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.get_all_tags(),
        autoscale.get_all_tags(None, 5, "token"),
        autoscale.get_all_tags(max_records=5),
    ]


@scenario(DescribeTags=TAGS)
def tags_are_written(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    tag = boto.ec2.autoscale.Tag
    made = [
        tag(key="role", value="front", propagate_at_launch=True, resource_id="web"),
        tag(autoscale, "count", 3, False, "web"),
        tag(key="none", resource_id="web"),
        tag(key="flag", value=False, resource_id="web", resource_type="auto-scaling-group"),
    ]
    read = autoscale.get_all_tags()
    return [
        autoscale.create_or_update_tags(made),
        autoscale.delete_tags(made[:2]),
        autoscale.create_or_update_tags(read),
        made[1].delete(),
        read[0].delete(),
        made,
    ]
