"""A client of botocore for the local endpoint, and a group that its tests scale."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import botocore.config
import botocore.session

if TYPE_CHECKING:
    import reboto.local

# One session, because it keeps the models that it has read.
SESSION = botocore.session.Session()
WEB = {"AutoScalingGroupName": "web"}


@cache
def client_of(service: str, url: str) -> Any:
    """Return a client; making one takes longer than most tests."""
    return SESSION.create_client(
        service,
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=botocore.config.Config(retries={"max_attempts": 0}),
    )


class Group:
    """A group named ``web``, its service and CloudWatch."""

    def __init__(self, endpoint: reboto.local.Endpoint, **members: Any) -> None:
        self.endpoint = endpoint
        self.autoscaling = self.client("autoscaling")
        self.cloudwatch = self.client("cloudwatch")
        self.autoscaling.create_launch_configuration(
            LaunchConfigurationName="v1", ImageId="ami-12345678", InstanceType="t2.micro"
        )
        usual = {
            "LaunchConfigurationName": "v1",
            "MinSize": 1,
            "MaxSize": 8,
            "DesiredCapacity": 2,
            "AvailabilityZones": ["us-east-1a"],
            "HealthCheckGracePeriod": 0,
        }
        if "LaunchTemplate" in members:
            del usual["LaunchConfigurationName"]
        self.autoscaling.create_auto_scaling_group(**WEB, **usual | members)

    def client(self, service: str) -> Any:
        return client_of(service, self.endpoint.url)

    @property
    def described(self) -> Any:
        return self.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"][0]

    @property
    def desired(self) -> int:
        return int(self.described["DesiredCapacity"])

    @property
    def states(self) -> list[str]:
        return [one["LifecycleState"] for one in self.described["Instances"]]

    @property
    def instances(self) -> list[str]:
        return [one["InstanceId"] for one in self.described["Instances"]]

    @property
    def activities(self) -> list[Any]:
        return list(self.autoscaling.describe_scaling_activities(**WEB)["Activities"])

    def policy(self, name: str, **members: Any) -> str:
        usual = {"AdjustmentType": "ChangeInCapacity"} if "PolicyType" not in members else {}
        made = self.autoscaling.put_scaling_policy(**WEB, PolicyName=name, **usual, **members)
        return str(made["PolicyARN"])

    def alarm(self, name: str, **members: Any) -> None:
        usual = {
            "Namespace": "AWS/EC2",
            "MetricName": "CPUUtilization",
            "Dimensions": [{"Name": "AutoScalingGroupName", "Value": "web"}],
            "Statistic": "Average",
            "Period": 60,
            "EvaluationPeriods": 2,
            "Threshold": 70.0,
            "ComparisonOperator": "GreaterThanThreshold",
        }
        self.cloudwatch.put_metric_alarm(AlarmName=name, **usual | members)

    def state(self, name: str) -> str:
        found = self.cloudwatch.describe_alarms(
            AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"]
        )
        (alarm,) = found["MetricAlarms"] + found["CompositeAlarms"]
        return str(alarm["StateValue"])

    def cpu(self, *values: float | None) -> None:
        """Record a minute's data for each value."""
        self.endpoint.record("AWS/EC2", "CPUUtilization", values, dimensions=WEB)
