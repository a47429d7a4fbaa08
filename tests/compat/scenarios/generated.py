"""Calls with arguments that a test generates."""

from __future__ import annotations

from typing import Any

from tests.compat.scenario import scenario

_EMPTY: dict[str, Any] = {"DescribeAlarms": {"MetricAlarms": []}}


@scenario(**_EMPTY)
def a_call(
    boto: Any,
    autoscale: Any,
    cloudwatch: Any,
    service: str,
    method: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    """Call a method of one of the connections."""
    connection = {"autoscale": autoscale, "cloudwatch": cloudwatch}[service]
    return getattr(connection, method)(*args, **kwargs)


@scenario()
def an_object_is_sent(
    boto: Any, autoscale: Any, cloudwatch: Any, method: str, path: str, kwargs: dict[str, Any]
) -> Any:
    """Make an object, and pass it to a method of the connection."""
    made = _find(boto, path)(**kwargs)
    connection = autoscale if hasattr(autoscale, method) else cloudwatch
    return [getattr(connection, method)(made), made]


@scenario()
def tags_are_sent(
    boto: Any, autoscale: Any, cloudwatch: Any, method: str, tags: list[dict[str, Any]]
) -> Any:
    """Write or delete tags."""
    made = [boto.ec2.autoscale.Tag(**kwargs) for kwargs in tags]
    return [getattr(autoscale, method)(made), made]


@scenario()
def a_group_with_tags_is_sent(
    boto: Any,
    autoscale: Any,
    cloudwatch: Any,
    kwargs: dict[str, Any],
    tags: list[dict[str, Any]],
) -> Any:
    """Create a group that has tags."""
    made = [boto.ec2.autoscale.Tag(**each) for each in tags]
    group = boto.ec2.autoscale.AutoScalingGroup(tags=made, **kwargs)
    return [autoscale.create_auto_scaling_group(group), group]


@scenario()
def typed_devices_are_sent(
    boto: Any, autoscale: Any, cloudwatch: Any, mappings: list[dict[str, dict[str, Any]]]
) -> Any:
    """Create a launch configuration with block devices."""
    devices = boto.ec2.blockdevicemapping
    made = []
    for mapping in mappings:
        made.append(devices.BlockDeviceMapping())
        for name, kwargs in mapping.items():
            made[-1][name] = devices.BlockDeviceType(**kwargs)
    config = boto.ec2.autoscale.LaunchConfiguration(
        name="web", image_id="ami-1", block_device_mappings=made
    )
    return autoscale.create_launch_configuration(config)


def _find(boto: Any, path: str) -> Any:
    found = boto
    for part in path.split("."):
        found = getattr(found, part)
    return found
