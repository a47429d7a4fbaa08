"""Launch templates of groups: names, versions, instance types and requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import (
    AutoScalingGroup,
    InstanceRequirements,
    InstancesDistribution,
    LaunchTemplate,
    LaunchTemplateOverrides,
    LaunchTemplateSpecification,
    LifecycleHook,
    MixedInstancesPolicy,
    Range,
    TrafficSource,
)
from tests.support.wire import success

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


def sent(style: Blocking, server: Wire, group: AutoScalingGroup[Any]) -> dict[str, str]:
    """Create a group, and return the parameters of the request."""
    server.script(success)
    style.settle(style.autoscale(server).create_auto_scaling_group(group))
    return server.requests[-1].parameters


def test_a_template_is_given_by_name_or_id_and_version() -> None:
    by_name = LaunchTemplateSpecification("web", 7)
    assert by_name.to_dict() == {"LaunchTemplateName": "web", "Version": "7"}
    by_id = LaunchTemplateSpecification("lt-1", "$Latest")
    assert by_id.to_dict() == {"LaunchTemplateId": "lt-1", "Version": "$Latest"}
    assert LaunchTemplateSpecification(launch_template_name="web", version="7") == by_name
    with pytest.raises(ValueError, match="either name or launch_template_id"):
        LaunchTemplateSpecification("web", launch_template_id="lt-1")
    with pytest.raises(TypeError, match="name must be the name or the ID of a launch template"):
        LaunchTemplateSpecification("")
    with pytest.raises(ValueError, match="version"):
        LaunchTemplateSpecification("web", 1.5)  # type: ignore[arg-type]


def test_a_group_takes_the_name_of_a_template(style: Blocking, server: Wire) -> None:
    group: AutoScalingGroup[Any] = AutoScalingGroup(
        name="web",
        launch_template="web-template",
        min_size=1,
        max_size=2,
        vpc_zone_identifier=["subnet-1", "subnet-2"],
        traffic_sources=["arn:aws:vpc-lattice:1", "arn:aws:elasticloadbalancing:2", "classic"],
        lifecycle_hook_specification_list=[
            LifecycleHook(name="drain", transition="autoscaling:EC2_INSTANCE_TERMINATING")
        ],
    )
    attributes = dict(vars(group))
    parameters = sent(style, server, group)
    expected = {
        "LaunchTemplate.LaunchTemplateName": "web-template",
        "VPCZoneIdentifier": "subnet-1,subnet-2",
        "TrafficSources.member.1.Type": "vpc-lattice",
        "TrafficSources.member.2.Type": "elbv2",
        "TrafficSources.member.2.Identifier": "arn:aws:elasticloadbalancing:2",
        "TrafficSources.member.3.Type": "elb",
        "LifecycleHookSpecificationList.member.1.LifecycleHookName": "drain",
    }
    assert {name: parameters[name] for name in expected} == expected
    assert vars(group).keys() == attributes.keys()
    assert group.traffic_sources is not None
    assert isinstance(group.traffic_sources[0], TrafficSource)


def test_a_mixed_instances_policy_from_a_name_and_types() -> None:
    policy = MixedInstancesPolicy(
        "web", ["c7g.large", "m7g.large"], version=3, on_demand_base_capacity=2,
        spot_allocation_strategy="price-capacity-optimized",
    )  # fmt: skip
    assert policy.to_dict() == {
        "LaunchTemplate": {
            "LaunchTemplateSpecification": {"LaunchTemplateName": "web", "Version": "3"},
            "Overrides": [{"InstanceType": "c7g.large"}, {"InstanceType": "m7g.large"}],
        },
        "InstancesDistribution": {
            "OnDemandBaseCapacity": 2,
            "SpotAllocationStrategy": "price-capacity-optimized",
        },
    }


def overrides(policy: MixedInstancesPolicy) -> list[LaunchTemplateOverrides] | None:
    """The overrides of a policy."""
    return None if policy.launch_template is None else policy.launch_template.overrides


def test_instance_types_have_weights_or_requirements() -> None:
    weighted = MixedInstancesPolicy("web", {"c7g.large": 1, "c7g.xlarge": 2})
    expected = [LaunchTemplateOverrides("c7g.large", 1), LaunchTemplateOverrides("c7g.xlarge", "2")]
    assert overrides(weighted) == expected
    assert expected[0].weighted_capacity == "1"
    needs = InstanceRequirements((2, 8), (4096, None), accelerator_count=0)
    required = MixedInstancesPolicy("web", instance_requirements=needs)
    assert overrides(required) == [LaunchTemplateOverrides(instance_requirements=needs)]
    assert needs.to_dict() == {
        "VCpuCount": {"Min": 2, "Max": 8},
        "MemoryMiB": {"Min": 4096},
        "AcceleratorCount": {"Min": 0, "Max": 0},
    }
    assert overrides(MixedInstancesPolicy("web")) is None
    one = MixedInstancesPolicy("web", {"InstanceType": "c7g.large"})
    assert overrides(one) == [LaunchTemplateOverrides("c7g.large")]


def test_a_policy_keeps_the_forms_of_aws() -> None:
    template = LaunchTemplate("web", ["c7g.large"])
    policy = MixedInstancesPolicy(template)
    assert policy.launch_template is template
    assert template.launch_template_specification == LaunchTemplateSpecification("web")
    form = {"LaunchTemplateSpecification": {"LaunchTemplateName": "web"}}
    assert MixedInstancesPolicy(form, ["c7g.large"]) == policy
    assert MixedInstancesPolicy({"LaunchTemplateName": "web"}, ["c7g.large"]) == policy
    assert MixedInstancesPolicy.from_dict(policy.to_dict()) == policy
    shares = InstancesDistribution(on_demand_base_capacity=1)
    given = MixedInstancesPolicy("web", instances_distribution=shares)
    assert given == MixedInstancesPolicy("web", on_demand_base_capacity=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"launch_template": LaunchTemplate("a"), "version": 1},
            "version needs the name or the ID",
        ),
        ({"instance_types": ["c7g.large"]}, "instance_types needs launch_template"),
        (
            {"launch_template": LaunchTemplate("a", ["b"]), "instance_types": ["c"]},
            "launch_template has overrides already",
        ),
        (
            {"launch_template": "a", "instance_types": ["b"], "instance_requirements": {}},
            "either instance_types or instance_requirements",
        ),
        (
            {"launch_template": "a", "instances_distribution": {}, "spot_max_price": "1"},
            "either instances_distribution or spot_max_price",
        ),
        (
            {"launch_template": "a", "on_demand_percentage_above_base_capacity": 101},
            "must be from 0 to 100, got 101",
        ),
    ],
)
def test_an_invalid_policy_is_an_error(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        MixedInstancesPolicy(**arguments)


def test_an_invalid_range_is_an_error() -> None:
    assert Range(1, 2).to_dict() == {"Min": 1, "Max": 2}
    with pytest.raises(ValueError, match="min 8 is greater than max 2"):
        InstanceRequirements((8, 2), 1)
    with pytest.raises(ValueError, match=r"InstanceRequirements.vcpu_count must be a pair"):
        InstanceRequirements((8, 2, 1), 1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="must be a Range, a dict, a number or a pair of numbers"):
        InstanceRequirements("8", 1)  # type: ignore[arg-type]
    with pytest.raises(
        TypeError, match="must be a LaunchTemplateSpecification, a dict or a string"
    ):
        AutoScalingGroup(launch_template=5)  # type: ignore[arg-type]
