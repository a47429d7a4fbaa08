"""Examples in the docstrings of generated classes. They are run by the tests.

`tools/model.py` reads them.
"""

from __future__ import annotations

# A group, for the examples of what groups have.
_GROUP = """\
>>> import reboto, reboto.local
>>> from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration
>>> def create_group(autoscale):
...     lc = LaunchConfiguration(name="lc", image_id="ami-12c6146b")
...     autoscale.create_launch_configuration(lc)
...     web = AutoScalingGroup(
...         name="web",
...         launch_config="lc",
...         availability_zones=["us-east-1a"],
...         min_size=2,
...         max_size=9,
...     )
...     autoscale.create_auto_scaling_group(web)
...     return autoscale.get_all_groups(["web"])[0]
"""

# By module and class.
EXAMPLES = {
    "launchtemplate.InstanceRequirements": """\
>>> from reboto.ec2.autoscale import InstanceRequirements, MixedInstancesPolicy
>>> requirements = InstanceRequirements(
...     vcpu_count=(2, 8), memory_mib=(4096, None), instance_generations=["current"]
... )
>>> requirements.to_dict()["VCpuCount"]
{'Min': 2, 'Max': 8}
>>> policy = MixedInstancesPolicy("web-template", instance_requirements=requirements)
""",
    "launchtemplate.LaunchTemplateSpecification": """\
>>> from reboto.ec2.autoscale import LaunchTemplateSpecification
>>> LaunchTemplateSpecification("web-template", 7)
LaunchTemplateSpecification(version='7', launch_template_name='web-template')
>>> LaunchTemplateSpecification("lt-0a1b2c3d", "$Latest").launch_template_id
'lt-0a1b2c3d'
""",
    "launchtemplate.LaunchTemplateOverrides": """\
>>> from reboto.ec2.autoscale import LaunchTemplateOverrides
>>> LaunchTemplateOverrides("c7g.xlarge", 2)
LaunchTemplateOverrides(instance_type='c7g.xlarge', weighted_capacity='2')
""",
    "launchtemplate.MixedInstancesPolicy": """\
>>> from reboto.ec2.autoscale import AutoScalingGroup, MixedInstancesPolicy
>>> policy = MixedInstancesPolicy(
...     "web-template",
...     ["c7g.large", "m7g.large"],
...     on_demand_base_capacity=2,
...     on_demand_percentage_above_base_capacity=25,
...     spot_allocation_strategy="price-capacity-optimized",
... )
>>> [override.instance_type for override in policy.launch_template.overrides]
['c7g.large', 'm7g.large']
>>> group = AutoScalingGroup(
...     name="web", min_size=2, max_size=20, mixed_instances_policy=policy
... )
""",
    "launchtemplate.Range": """\
>>> from reboto.ec2.autoscale import Range
>>> Range(2, 8).to_dict()
{'Min': 2, 'Max': 8}
""",
    "lifecycle.LifecycleHook": _GROUP
    + """\
>>> from reboto.ec2.autoscale import LifecycleHook
>>> with reboto.local.server():
...     autoscale = reboto.connect_autoscale()
...     group = create_group(autoscale)
...     hook = LifecycleHook(
...         autoscale,
...         name="drain",
...         as_name="web",
...         transition="autoscaling:EC2_INSTANCE_TERMINATING",
...         heartbeat_timeout=300,
...     )
...     autoscale.put_lifecycle_hook(hook)
...     change = group.set_capacity(3)
...     change = group.set_capacity(2)
...     for action in hook.waiting_instances(timeout=0):
...         with action:
...             print("draining an instance that is in", action.lifecycle_state)
...     print(action.result)
True
draining an instance that is in Terminating:Wait
CONTINUE
""",
    "policy.PredictiveScaling": """\
>>> from reboto.ec2.autoscale import PredictiveScaling, ScalingPolicy
>>> policy = ScalingPolicy(
...     name="daily",
...     as_name="web",
...     predictive_scaling=PredictiveScaling("ASGCPUUtilization", 40, mode="ForecastAndScale"),
... )
>>> policy.predictive_scaling.metric_specifications[0].target_value
40
""",
    "policy.TargetTracking": """\
>>> from reboto.ec2.autoscale import ScalingPolicy, TargetTracking
>>> policy = ScalingPolicy(
...     name="cpu",
...     as_name="web",
...     target_tracking=TargetTracking("ASGAverageCPUUtilization", 50),
... )
>>> policy.target_tracking.predefined_metric_specification.predefined_metric_type
'ASGAverageCPUUtilization'
>>> from reboto.ec2.cloudwatch import MetricDataQuery
>>> orders = MetricDataQuery("orders", "Orders", "Shop", {"Site": "a"}, "Average", 60)
>>> TargetTracking(orders, 100).customized_metric_specification.metric_name
'Orders'
""",
    "refresh.InstanceRefresh": _GROUP
    + """\
>>> with reboto.local.server(speed=20_000):
...     group = create_group(reboto.connect_autoscale())
...     refresh = group.start_instance_refresh(min_healthy_percentage=50, instance_warmup=0)
...     refresh = refresh.wait_until_finished(timeout=60, delay=0.1)
...     refresh.status, refresh.percentage_complete
('Successful', 100)
""",
    "traffic.TrafficSource": """\
>>> from reboto.ec2.autoscale import AutoScalingGroup, TrafficSource
>>> source = TrafficSource(identifier="my-load-balancer", type="elb")
>>> group = AutoScalingGroup(name="web", traffic_sources=[source])
""",
    "warmpool.WarmPool": _GROUP
    + """\
>>> with reboto.local.server():
...     group = create_group(reboto.connect_autoscale())
...     group.put_warm_pool(pool_state="Stopped", min_size=2, reuse_on_scale_in=True)
...     pool = group.get_warm_pool().wait_until_warm(2, delay=0.1)
...     pool.pool_state, pool.min_size
True
('Stopped', 2)
""",
}
