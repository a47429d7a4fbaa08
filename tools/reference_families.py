"""The pages of the reference: which operations and modules each has, and an example."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """A page of the reference.

    Parameters
    ----------
    name, title : str
        End of the file's name, and heading.
    operations : str
        Regular expression for AWS's names of its operations. The first page that matches has
        the operation.
    modules : str
        Names of the modules whose classes it lists.
    example : str
        A script that the tests run.
    """

    name: str
    title: str
    operations: str
    modules: str
    example: str


FAMILIES: dict[str, list[Family]] = {
    "autoscaling": [
        Family(
            "launch-configurations",
            "Launch configurations",
            "LaunchConfiguration",
            "launchconfig",
            """\
import reboto

autoscale = reboto.connect_autoscale()
(config,) = autoscale.get_all_launch_configurations(names=["web-1"])[:1]
config.name = "web-2"
config.metadata_options = {"http_tokens": "required"}
autoscale.create_launch_configuration(config)
""",
        ),
        Family(
            "scheduled-actions",
            "Scheduled actions",
            "Scheduled",
            "scheduled",
            """\
import reboto
from reboto.ec2.autoscale import ScheduledUpdateGroupAction

autoscale = reboto.connect_autoscale()
autoscale.create_scheduled_group_action(
    "web", "morning", min_size=3, recurrence="0 8 * * 1-5", time_zone="Europe/Berlin"
)
for action in autoscale.get_all_scheduled_actions("web"):
    print(action.name, action.recurrence, action.time_zone)
""",
        ),
        Family(
            "policies",
            "Scaling policies",
            "ScalingPolicy|Polic(y|ies)$|AdjustmentTypes|Forecast",
            "policy",
            """\
import reboto
from reboto.ec2.autoscale import ScalingPolicy

autoscale = reboto.connect_autoscale()
policy = ScalingPolicy(
    name="cpu-50",
    as_name="web",
    policy_type="TargetTrackingScaling",
    target_tracking={
        "target_value": 50.0,
        "predefined_metric_specification": {
            "predefined_metric_type": "ASGAverageCPUUtilization",
        },
    },
)
print(autoscale.create_scaling_policy(policy).PolicyARN)
""",
        ),
        Family(
            "lifecycle-hooks",
            "Lifecycle hooks",
            "Lifecycle",
            "lifecycle",
            """\
import reboto
from reboto.ec2.autoscale.lifecycle import LifecycleHook

autoscale = reboto.connect_autoscale()
hook = LifecycleHook(
    name="drain",
    as_name="web",
    transition="autoscaling:EC2_INSTANCE_TERMINATING",
    heartbeat_timeout=300,
)
autoscale.put_lifecycle_hook(hook)
autoscale.complete_lifecycle_action("drain", "web", "CONTINUE", instance_id="i-0123456789abcdef0")
""",
        ),
        Family(
            "warm-pools",
            "Warm pools",
            "WarmPool",
            "warmpool",
            """\
import reboto
from reboto.ec2.autoscale.warmpool import WarmPool

autoscale = reboto.connect_autoscale()
autoscale.put_warm_pool("web", WarmPool(min_size=2, pool_state="Stopped"))
pool = autoscale.get_warm_pool("web")
print(pool.min_size, len(pool.instances or []))
""",
        ),
        Family(
            "instance-refreshes",
            "Instance refreshes",
            "InstanceRefresh",
            "refresh",
            """\
import reboto

autoscale = reboto.connect_autoscale()
started = autoscale.start_instance_refresh("web", min_healthy_percentage=90)
print(started.instance_refresh_id)
for refresh in autoscale.get_all_instance_refreshes("web"):
    print(refresh.status, refresh.percentage_complete)
""",
        ),
        Family(
            "load-balancers",
            "Load balancers and traffic sources",
            "LoadBalancer|TrafficSource",
            "traffic",
            """\
import reboto
from reboto.ec2.autoscale.traffic import TrafficSource

autoscale = reboto.connect_autoscale()
arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/73e2d6bc24d8a067"
autoscale.attach_traffic_sources("web", [TrafficSource(identifier=arn, type="elbv2")])
for source in autoscale.get_all_traffic_sources("web"):
    print(source.identifier, source.state)
""",
        ),
        Family(
            "notifications",
            "Notifications",
            "Notification",
            "notification",
            """\
import reboto

autoscale = reboto.connect_autoscale()
topic = "arn:aws:sns:us-east-1:123456789012:scaling"
autoscale.put_notification_configuration("web", topic, ["autoscaling:EC2_INSTANCE_LAUNCH"])
for one in autoscale.get_all_notification_configurations(["web"]):
    print(one.as_name, one.notification_type, one.topic_arn)
""",
        ),
        Family(
            "tags",
            "Tags",
            "Tags",
            "tag",
            """\
import reboto
from reboto.ec2.autoscale import Tag

autoscale = reboto.connect_autoscale()
autoscale.create_or_update_tags([Tag(key="team", value="web", resource_id="web")])
for tag in autoscale.get_all_tags({"auto-scaling-group": "web"}):
    print(tag.key, tag.value)
""",
        ),
        Family(
            "account",
            "Account limits and settings",
            "Account",
            "account limits",
            """\
import reboto

autoscale = reboto.connect_autoscale()
limits = autoscale.get_account_limits()
print(limits.max_autoscaling_groups)
""",
        ),
        Family(
            "instances",
            "Instances",
            "Instance",
            "instance launch",
            """\
import reboto

autoscale = reboto.connect_autoscale()
for instance in autoscale.get_all_autoscaling_instances():
    if not instance.protected_from_scale_in:
        autoscale.set_instance_protection([instance.instance_id], instance.group_name, True)
""",
        ),
        Family(
            "groups",
            "Groups",
            "",
            "group launchtemplate activity",
            """\
import reboto

autoscale = reboto.connect_autoscale()
(group,) = autoscale.get_all_groups(["web"])[:1]
group.default_instance_warmup = 120
group.update()
""",
        ),
    ],
    "cloudwatch": [
        Family(
            "mute-rules",
            "Mute rules",
            "MuteRule",
            "mute",
            """\
import reboto
from reboto.ec2.cloudwatch.mute import AlarmMuteRule

cloudwatch = reboto.connect_cloudwatch()
rule = AlarmMuteRule(
    name="maintenance",
    rule={"schedule": {"expression": "cron(0 2 * * 1)", "duration": "PT2H"}},
    mute_targets={"alarm_names": ["busy"]},
)
cloudwatch.put_alarm_mute_rule(rule)
""",
        ),
        Family(
            "alarms",
            "Alarms",
            "Alarm",
            "alarm",
            """\
import reboto
from reboto.ec2.cloudwatch.alarm import CompositeAlarm

cloudwatch = reboto.connect_cloudwatch()
cloudwatch.put_composite_alarm(CompositeAlarm(name="page", rule="ALARM(busy) AND ALARM(slow)"))
for alarm in cloudwatch.describe_alarms(alarm_types="all"):
    print(type(alarm).__name__, alarm.name, alarm.state_value)
""",
        ),
        Family(
            "anomaly-detectors",
            "Anomaly detectors",
            "AnomalyDetector",
            "anomaly",
            """\
import reboto
from reboto.ec2.cloudwatch.anomaly import AnomalyDetector

cloudwatch = reboto.connect_cloudwatch()
detector = AnomalyDetector(
    single_metric_anomaly_detector={
        "namespace": "AWS/EC2",
        "metric_name": "CPUUtilization",
        "stat": "Average",
        "dimensions": {"AutoScalingGroupName": "web"},
    },
)
cloudwatch.put_anomaly_detector(detector)
""",
        ),
        Family(
            "dashboards",
            "Dashboards",
            "Dashboard",
            "dashboard",
            """\
import json

import reboto

cloudwatch = reboto.connect_cloudwatch()
dashboard = cloudwatch.get_dashboard("web")
dashboard.body = json.dumps({"widgets": []})
cloudwatch.put_dashboard(dashboard)
""",
        ),
        Family(
            "insight-rules",
            "Contributor Insights rules",
            "InsightRule",
            "insight",
            """\
import reboto

cloudwatch = reboto.connect_cloudwatch()
for rule in cloudwatch.describe_insight_rules():
    print(rule.name, rule.state)
cloudwatch.disable_insight_rules(["top-callers"])
""",
        ),
        Family(
            "metric-streams",
            "Metric streams",
            "MetricStream",
            "stream",
            """\
import reboto

cloudwatch = reboto.connect_cloudwatch()
stream = cloudwatch.get_metric_stream("all")
stream.output_format = "opentelemetry1.0"
cloudwatch.put_metric_stream(stream)
""",
        ),
        Family(
            "resources",
            "Tags, enrichment, resource metrics and datasets",
            "Resource|OTel|Dataset",
            "enrichment resource dataset",
            """\
import reboto

cloudwatch = reboto.connect_cloudwatch()
arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:busy"
cloudwatch.tag_resource(arn, {"team": "web"})
print(cloudwatch.list_tags_for_resource(arn))
""",
        ),
        Family(
            "metrics",
            "Metrics and queries",
            "",
            "metric metric_data data dimension",
            """\
import datetime

import reboto

cloudwatch = reboto.connect_cloudwatch()
now = datetime.datetime.now(datetime.timezone.utc)
cloudwatch.put_metric_data(
    "Shop",
    metric_data=[{"metric_name": "Orders", "value": 3, "timestamp": now, "unit": "Count"}],
)
for metric in cloudwatch.list_metrics(namespace="Shop"):
    print(metric.name, metric.dimensions)
""",
        ),
    ],
}
