"""Requests, and AWS's pages that state their limits."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.local.rawclient import RawClient, Response

AS = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_"
CW = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_"
TOPIC = "arn:aws:sns:us-east-1:123456789012:operators"
NOW = datetime.now(timezone.utc).replace(microsecond=0)
AN_HOUR = {"StartTime": NOW - timedelta(hours=1), "EndTime": NOW}


def done(response: Response) -> Response:
    assert response.status == 200, response.body
    return response


def code_of(response: Response) -> str:
    """The error's code, which a shape's name in CBOR may differ from."""
    found = response.headers.get("x-amzn-query-error") or response.document["__type"]
    return str(found).split(";")[0].split("#")[-1]


def configuration(client: RawClient, name: str = "v1") -> None:
    done(
        client.autoscale(
            "CreateLaunchConfiguration",
            LaunchConfigurationName=name,
            ImageId="ami-12345678",
            InstanceType="t2.micro",
        )
    )


def group(client: RawClient, name: str = "web", **more: str) -> None:
    members = {
        "AutoScalingGroupName": name,
        "LaunchConfigurationName": "v1",
        "MinSize": "0",
        "MaxSize": "200",
        "AvailabilityZones.member.1": "us-east-1a",
    }
    done(client.autoscale("CreateAutoScalingGroup", **members | more))


def alarm(name: str = "busy", **more: Any) -> dict[str, Any]:
    return {
        "AlarmName": name,
        "Namespace": "Shop",
        "MetricName": "Orders",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 2,
        "Threshold": 70.0,
        "ComparisonOperator": "GreaterThanThreshold",
        **more,
    }


# Each fills a list with more items than a page has.


def query(name: str = "m1", **more: Any) -> dict[str, Any]:
    metric = {"Namespace": "Shop", "MetricName": "Orders"}
    return {"Id": name, "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}, **more}
