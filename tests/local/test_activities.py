"""Scaling activities at the local endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import reboto
from reboto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy

if TYPE_CHECKING:
    from reboto.ec2.autoscale import AutoScaleConnection
    from reboto.local import Endpoint


def group_of(size: int) -> AutoScaleConnection:
    autoscale = reboto.connect_autoscale()
    config = LaunchConfiguration(name="config", image_id="ami-12c6146b", instance_type="t2.micro")
    autoscale.create_launch_configuration(config)
    autoscale.create_auto_scaling_group(
        AutoScalingGroup(
            group_name="web",
            launch_config=config,
            availability_zones=["us-east-1a"],
            min_size=0,
            max_size=8,
            desired_capacity=size,
        )
    )
    return autoscale


def test_each_instance_that_comes_or_goes_is_an_activity(endpoint: Endpoint) -> None:
    autoscale = group_of(2)
    launched = {instance.instance_id for instance in autoscale.get_all_autoscaling_instances()}
    activities = autoscale.get_all_activities("web")
    assert {activity.description for activity in activities} == {
        f"Launching a new EC2 instance: {instance}" for instance in launched
    }
    assert all("changing the desired capacity from 0 to 2" in str(one.cause) for one in activities)
    autoscale.set_desired_capacity("web", 1)
    latest, *others = autoscale.get_all_activities("web")
    assert str(latest.description).startswith("Terminating EC2 instance: i-")
    assert "shrinking the capacity from 2 to 1" in str(latest.cause)
    assert (latest.status_code, latest.group_name, latest.progress) == ("Successful", "web", "100")
    assert [one.activity_id for one in others] == [one.activity_id for one in activities]


def test_a_policy_leads_to_activities(endpoint: Endpoint) -> None:
    autoscale = group_of(1)
    autoscale.create_scaling_policy(
        ScalingPolicy(
            name="up", adjustment_type="ChangeInCapacity", as_name="web", scaling_adjustment=1
        )
    )
    autoscale.execute_policy("up", as_group="web")
    latest = autoscale.get_all_activities("web")[0]
    assert "changing the desired capacity from 1 to 2" in str(latest.cause)


def test_activities_come_in_pages_and_by_their_ids(endpoint: Endpoint) -> None:
    autoscale = group_of(3)
    page = autoscale.get_all_activities("web", max_records=2)
    assert len(page) == 2
    rest = autoscale.get_all_activities("web", next_token=page.next_token)
    assert len(rest) == 1
    (found,) = autoscale.get_all_activities("web", [str(rest[0].activity_id)])
    assert found == rest[0]


def test_a_reset_forgets_activities(endpoint: Endpoint) -> None:
    group_of(1)
    endpoint.reset()
    assert reboto.connect_autoscale().get_all_activities("web") == []
