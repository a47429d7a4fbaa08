"""A script that follows boto's tutorial on Auto Scaling runs unchanged."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import reboto.local

# The code of the chapter, in its order and with its names.
SCRIPT = """
import boto
import boto.ec2.autoscale
import boto.ec2.cloudwatch
from boto.ec2.autoscale import AutoScaleConnection, AutoScalingGroup, LaunchConfiguration
from boto.ec2.autoscale import ScalingPolicy
from boto.ec2.cloudwatch import MetricAlarm

conn = AutoScaleConnection('testing', 'testing')
autoscale = boto.ec2.autoscale.connect_to_region('us-west-2')
print(autoscale)
print([group.name for group in conn.get_all_groups()])

lc = LaunchConfiguration(name='my-launch_config', image_id='ami-12c6146b',
                         key_name='my_key_name', security_groups=['default'])
conn.create_launch_configuration(lc)
ag = AutoScalingGroup(group_name='my_group', availability_zones=['us-east-1a', 'us-east-1b'],
                      launch_config=lc, min_size=4, max_size=8, connection=conn)
conn.create_auto_scaling_group(ag)
print(ag.get_activities() != [])

scale_up_policy = ScalingPolicy(
    name='scale_up', adjustment_type='ChangeInCapacity', as_name='my_group',
    scaling_adjustment=1, cooldown=180)
scale_down_policy = ScalingPolicy(
    name='scale_down', adjustment_type='ChangeInCapacity', as_name='my_group',
    scaling_adjustment=-1, cooldown=180)
conn.create_scaling_policy(scale_up_policy)
conn.create_scaling_policy(scale_down_policy)
scale_up_policy = conn.get_all_policies(
    as_group='my_group', policy_names=['scale_up'])[0]
scale_down_policy = conn.get_all_policies(
    as_group='my_group', policy_names=['scale_down'])[0]

cloudwatch = boto.ec2.cloudwatch.CloudWatchConnection('testing', 'testing')
alarm_dimensions = {"AutoScalingGroupName": 'my_group'}
scale_up_alarm = MetricAlarm(
    name='scale_up_on_cpu', namespace='AWS/EC2', metric='CPUUtilization', statistic='Average',
    comparison='>', threshold='70', period='60', evaluation_periods=2,
    alarm_actions=[scale_up_policy.policy_arn], dimensions=alarm_dimensions)
cloudwatch.create_alarm(scale_up_alarm)
scale_down_alarm = MetricAlarm(
    name='scale_down_on_cpu', namespace='AWS/EC2', metric='CPUUtilization', statistic='Average',
    comparison='<', threshold='40', period='60', evaluation_periods=2,
    alarm_actions=[scale_down_policy.policy_arn], dimensions=alarm_dimensions)
cloudwatch.create_alarm(scale_down_alarm)

group = conn.get_all_groups(names=['my_group'])[0]
print(len([i.instance_id for i in group.instances]))
for policy in conn.get_all_policies(as_group='my_group'):
    print(policy, policy.alarms)
for alarm in cloudwatch.describe_alarms():
    print(alarm)
ag.shutdown_instances()
ag.delete(force_delete=True)
lc = conn.get_all_launch_configurations(names=['my-launch_config'])[0]
lc.delete()
print(conn.get_all_groups())
"""

PRINTED = """\
AutoScaleConnection:autoscaling.us-west-2.amazonaws.com
[]
True
4
ScalingPolicy(scale_up group:my_group adjustment:ChangeInCapacity) [Alarm:scale_up_on_cpu]
ScalingPolicy(scale_down group:my_group adjustment:ChangeInCapacity) [Alarm:scale_down_on_cpu]
MetricAlarm:scale_up_on_cpu[CPUUtilization(Average) > 70.0]
MetricAlarm:scale_down_on_cpu[CPUUtilization(Average) < 40.0]
[]
"""


def test_the_tutorials_chapter_runs_unchanged(
    endpoint: reboto.local.Endpoint, tmp_path: Path
) -> None:
    assert endpoint.url
    script = tmp_path / "tutorial.py"
    script.write_text(SCRIPT)
    ran = subprocess.run(
        [sys.executable, "-m", "reboto", "run", str(script)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stderr, ran.returncode) == ("", 0)
    assert ran.stdout == PRINTED
