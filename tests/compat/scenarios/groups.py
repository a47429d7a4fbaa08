"""Auto Scaling groups, their instances, activities, processes, metrics and notifications."""

from __future__ import annotations

from typing import Any

from tests.compat.scenario import Content, Failure, raised, scenario

INSTANCES: list[Content] = [
    {
        "InstanceId": "i-0a1b2c3d",
        "AvailabilityZone": "us-east-1a",
        "LifecycleState": "InService",
        "HealthStatus": "Healthy",
        "LaunchConfigurationName": "web-1",
    },
    {
        "InstanceId": "i-0a1b2c3e",
        "AvailabilityZone": "us-east-1b",
        "LifecycleState": "Terminating:Wait",
        "HealthStatus": "Unhealthy",
    },
]

GROUP: Content = {
    "AutoScalingGroupName": "web",
    "AutoScalingGroupARN": "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:4b2:web",
    "LaunchConfigurationName": "web-1",
    "MinSize": 1,
    "MaxSize": 4,
    "DesiredCapacity": 2,
    "DefaultCooldown": 300,
    "AvailabilityZones": ["us-east-1a", "us-east-1b"],
    "LoadBalancerNames": ["front", "back"],
    "HealthCheckType": "ELB",
    "HealthCheckGracePeriod": 120,
    "Instances": INSTANCES,
    "CreatedTime": "2013-06-25T18:04:11.123Z",
    "SuspendedProcesses": [
        {"ProcessName": "AZRebalance", "SuspensionReason": "User suspended at 2013-06-25T18:04:11Z"}
    ],
    "PlacementGroup": "close",
    "VPCZoneIdentifier": "subnet-1,subnet-2",
    "EnabledMetrics": [{"Metric": "GroupMinSize", "Granularity": "1Minute"}],
    "Status": "Delete in progress",
    "Tags": [
        {
            "ResourceId": "web",
            "ResourceType": "auto-scaling-group",
            "Key": "role",
            "Value": "front & back <é>",
            "PropagateAtLaunch": True,
        },
        {
            "ResourceId": "web",
            "ResourceType": "auto-scaling-group",
            "Key": "empty",
            "Value": "",
            "PropagateAtLaunch": False,
        },
    ],
    "TerminationPolicies": ["OldestInstance", "Default"],
}
# AWS's response for a group with only the required arguments.
BARE: Content = {
    "AutoScalingGroupName": "bare",
    "MinSize": 0,
    "MaxSize": 0,
    "DesiredCapacity": 0,
    "DefaultCooldown": 300,
    "AvailabilityZones": ["us-east-1a"],
    "LoadBalancerNames": [],
    "HealthCheckType": "EC2",
    "Instances": [],
    "CreatedTime": "2013-06-25T18:04:11Z",
    "SuspendedProcesses": [],
    "VPCZoneIdentifier": "",
    "EnabledMetrics": [],
    "Tags": [],
    "TerminationPolicies": ["Default"],
}
GROUPS: Content = {"AutoScalingGroups": [GROUP, BARE]}
MODERN: Content = {
    **GROUP,
    "LaunchConfigurationName": None,
    "LaunchTemplate": {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "t", "Version": "$Latest"},
    "TargetGroupARNs": ["arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/1"],
    "TrafficSources": [{"Identifier": "arn:tg", "Type": "elbv2"}],
    "NewInstancesProtectedFromScaleIn": False,
    "ServiceLinkedRoleARN": "arn:aws:iam::123456789012:role/aws-service-role",
    "CapacityRebalance": True,
    "MixedInstancesPolicy": {
        "LaunchTemplate": {
            "Overrides": [{"InstanceType": "m5.large"}, {"InstanceType": "m4.large"}]
        },
        "InstancesDistribution": {"OnDemandPercentageAboveBaseCapacity": 50},
    },
}
ACTIVITY: Content = {
    "ActivityId": "f9f2d65b-f1f2-43e7-b46d-d86756459699",
    "AutoScalingGroupName": "web",
    "Description": "Launching a new EC2 instance: i-0a1b2c3d",
    "Cause": "At 2013-06-25T18:04:11Z a user request changed the desired capacity from 0 to 1.",
    "StartTime": "2013-06-25T18:04:11.123Z",
    "EndTime": "2013-06-25T18:05:11Z",
    "StatusCode": "Successful",
    "StatusMessage": "all is well",
    "Progress": 100,
    "Details": '{"Availability Zone":"us-east-1a"}',
}
RUNNING: Content = {**ACTIVITY, "EndTime": None, "StatusCode": "InProgress", "Progress": 30}


@scenario(DescribeAutoScalingGroups=GROUPS)
def groups_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return autoscale.get_all_groups()


@scenario(DescribeAutoScalingGroups={**GROUPS, "NextToken": "more"})
def some_groups_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.get_all_groups(["web", "bare"], 2, "token"),
        autoscale.get_all_groups(names=["web"]),
        autoscale.get_all_groups([], 0, ""),
        autoscale.get_all_groups(max_records="5"),
    ]


@scenario(DescribeAutoScalingGroups={"AutoScalingGroups": []})
def no_group_is_found(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    found = autoscale.get_all_groups(names=["nobody"])
    return [found, bool(found), raised(lambda: found[0])]


@scenario(DescribeAutoScalingGroups={"AutoScalingGroups": [MODERN]})
def a_group_of_today_is_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return autoscale.get_all_groups()


@scenario()
def groups_are_created(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group, tag = boto.ec2.autoscale.AutoScalingGroup, boto.ec2.autoscale.Tag
    config = boto.ec2.autoscale.LaunchConfiguration(name="web-1")
    tags = [
        tag(key="role", value="front", propagate_at_launch=True, resource_id="web"),
        tag(key="count", value=3, resource_id="web"),
    ]
    made = [
        group(name="web", launch_config="web-1", availability_zones=["a"], min_size=1, max_size=2),
        group(group_name="web", launch_config=config, min_size=0, max_size=0, desired_capacity=0),
        group(
            name="web",
            launch_config=config,
            availability_zones=["a", "b"],
            load_balancers=["front"],
            default_cooldown=60,
            health_check_type="ELB",
            health_check_period=90,
            placement_group="close",
            vpc_zone_identifier=["subnet-1", "subnet-2"],
            desired_capacity="3",
            min_size="1",
            max_size="4",
            tags=tags,
            termination_policies=["OldestInstance", "Default"],
            instance_id="i-1",
        ),
        group(name="web", cooldown=30, min_size=1, max_size=1, vpc_zone_identifier="s-1,s-2"),
        group(name="web", min_size=1, max_size=1, unknown="is ignored", launch_config="web-1"),
    ]
    return [[autoscale.create_auto_scaling_group(each) for each in made], made]


@scenario(DescribeAutoScalingGroups=GROUPS)
def groups_are_changed_and_written_back(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    web, bare = autoscale.get_all_groups()
    web.min_size, web.max_size = 2, 6
    web.desired_capacity = 3
    web.launch_config_name = "web-2"
    web.availability_zones.append("us-east-1c")
    web.termination_policies = ["NewestInstance"]
    web.cooldown = 45
    web.health_check_period = 10
    bare.vpc_zone_identifier = "subnet-9"
    bare.set_capacity(4)
    return [web.update(), bare.update(), web.shutdown_instances(), web, bare]


@scenario()
def a_group_that_was_not_fetched_is_updated(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = boto.ec2.autoscale.AutoScalingGroup(
        connection=autoscale, name="web", launch_config="web-2", min_size=1, max_size=3
    )
    return [group.update(), autoscale._update_group("UpdateAutoScalingGroup", group), group]


@scenario(DescribeAutoScalingGroups=GROUPS, DescribeScalingActivities={"Activities": [ACTIVITY]})
def a_groups_own_methods(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = autoscale.get_all_groups()[0]
    topic, kinds = "arn:aws:sns:us-east-1:123456789012:t", ["autoscaling:EC2_INSTANCE_LAUNCH"]
    return [
        group.set_capacity(3),
        group.get_activities(),
        group.get_activities(["f9f2d65b-f1f2-43e7-b46d-d86756459699"], 5),
        group.suspend_processes(),
        group.suspend_processes(["Launch", "Terminate"]),
        group.resume_processes(),
        group.resume_processes(scaling_processes=["Launch"]),
        group.put_notification_configuration(topic, kinds),
        group.delete_notification_configuration(topic),
        group.delete(),
        group.delete(True),
        group.delete(force_delete=True),
    ]


@scenario()
def groups_are_deleted(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.delete_auto_scaling_group("web"),
        autoscale.delete_auto_scaling_group("web", True),
        autoscale.delete_auto_scaling_group(name="web", force_delete=True),
    ]


@scenario()
def capacity_is_set(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.set_desired_capacity("web", 3),
        autoscale.set_desired_capacity("web", "3", True),
        autoscale.set_desired_capacity("web", 0, honor_cooldown=False),
    ]


@scenario(DescribeScalingActivities={"Activities": [ACTIVITY, RUNNING], "NextToken": "t"})
def activities_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = boto.ec2.autoscale.AutoScalingGroup(name="web")
    return [
        autoscale.get_all_activities("web"),
        autoscale.get_all_activities(group, max_records=1),
        autoscale.get_all_activities(group, ["a", "b"], 2, "token"),
    ]


@scenario(
    DescribeAutoScalingInstances={
        "AutoScalingInstances": [
            {**INSTANCES[0], "AutoScalingGroupName": "web"},
            {**INSTANCES[1], "AutoScalingGroupName": "web", "ProtectedFromScaleIn": True},
        ]
    }
)
def instances_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.get_all_autoscaling_instances(),
        autoscale.get_all_autoscaling_instances(["i-1", "i-2"], 3, "token"),
        autoscale.get_all_autoscaling_instances(instance_ids=["i-1"]),
    ]


@scenario(TerminateInstanceInAutoScalingGroup={"Activity": RUNNING})
def instances_are_terminated(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.terminate_instance("i-1"),
        autoscale.terminate_instance("i-1", decrement_capacity=False),
    ]


@scenario(DetachInstances={"Activities": [RUNNING]})
def instances_are_moved(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.attach_instances("web", ["i-1", "i-2"]),
        autoscale.detach_instances("web", ["i-1"]),
        autoscale.detach_instances("web", ["i-1", "i-2"], False),
        autoscale.set_instance_health("i-1", "Unhealthy"),
        autoscale.set_instance_health("i-1", "Healthy", should_respect_grace_period=False),
    ]


@scenario()
def processes_are_suspended(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.suspend_processes("web"),
        autoscale.suspend_processes("web", []),
        autoscale.suspend_processes("web", ["Launch", "AZRebalance"]),
        autoscale.resume_processes("web"),
        autoscale.resume_processes("web", scaling_processes=["Launch"]),
    ]


@scenario()
def metrics_of_groups_are_collected(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.enable_metrics_collection("web", "1Minute"),
        autoscale.enable_metrics_collection("web", "1Minute", ["GroupMinSize", "GroupMaxSize"]),
        autoscale.disable_metrics_collection("web"),
        autoscale.disable_metrics_collection("web", metrics=["GroupMinSize"]),
    ]


@scenario()
def notifications_are_configured(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = boto.ec2.autoscale.AutoScalingGroup(name="web")
    kinds = ["autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_TERMINATE"]
    return [
        autoscale.put_notification_configuration("web", "arn:t", kinds),
        autoscale.put_notification_configuration(group, "arn:t", kinds[:1]),
        autoscale.delete_notification_configuration("web", "arn:t"),
        autoscale.delete_notification_configuration(group, "arn:t"),
    ]


@scenario(
    DescribeAccountLimits={
        "MaxNumberOfAutoScalingGroups": 200,
        "MaxNumberOfLaunchConfigurations": 200,
        "NumberOfAutoScalingGroups": 3,
        "NumberOfLaunchConfigurations": 5,
    },
    DescribeScalingProcessTypes={
        "Processes": [{"ProcessName": "AZRebalance"}, {"ProcessName": "Launch"}]
    },
    DescribeAdjustmentTypes={
        "AdjustmentTypes": [
            {"AdjustmentType": "ChangeInCapacity"},
            {"AdjustmentType": "PercentChangeInCapacity"},
        ]
    },
    DescribeTerminationPolicyTypes={"TerminationPolicyTypes": ["Default", "OldestInstance"]},
    DescribeMetricCollectionTypes={
        "Metrics": [{"Metric": "GroupMinSize"}, {"Metric": "GroupMaxSize"}],
        "Granularities": [{"Granularity": "1Minute"}],
    },
)
def what_there_is(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.get_account_limits(),
        autoscale.get_all_scaling_process_types(),
        autoscale.get_all_adjustment_types(),
        autoscale.get_termination_policies(),
        autoscale.get_all_metric_collection_types(),
    ]


@scenario(
    DescribeAutoScalingGroups=Failure("ValidationError", "Group <web> & co not found"),
    CreateAutoScalingGroup=Failure("AlreadyExists", "AutoScalingGroup by this name exists"),
    DeleteAutoScalingGroup=Failure("ScalingActivityInProgress", "You cannot delete it"),
    SuspendProcesses=Failure("Throttling", "Rate exceeded"),
    SetDesiredCapacity=Failure("InternalFailure", "", 500),
    AttachInstances=Failure("ServiceUnavailable", "no", 503),
    DescribeScalingActivities=Failure("AccessDenied", "not you", 403),
)
def autoscaling_refuses(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    group = boto.ec2.autoscale.AutoScalingGroup(name="web", min_size=1, max_size=1)
    return [
        raised(autoscale.get_all_groups),
        raised(autoscale.create_auto_scaling_group, group),
        raised(autoscale.delete_auto_scaling_group, "web"),
        raised(autoscale.suspend_processes, "web"),
        raised(autoscale.set_desired_capacity, "web", 1),
        raised(autoscale.attach_instances, "web", ["i-1"]),
        raised(autoscale.get_all_activities, "web"),
    ]
