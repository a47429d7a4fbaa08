"""Values of undocumented types, and the number 0."""

from __future__ import annotations

import datetime
import decimal
import fractions
import ipaddress
import pathlib
import uuid
from typing import Any

from tests.compat.scenario import scenario

VALUES: list[Any] = [
    {"min": 1, "desired": 2},
    ["a", 1],
    ("a", 1),
    5,
    0,
    2.5,
    True,
    False,
    decimal.Decimal("1.10"),
    fractions.Fraction(1, 3),
    datetime.datetime(2026, 11, 24, 10, 3),
    datetime.date(2026, 11, 24),
    datetime.timedelta(minutes=5),
    b"bytes",
    uuid.UUID(int=7),
    pathlib.PurePosixPath("/srv/app"),
    ipaddress.ip_address("10.0.0.1"),
    ipaddress.ip_network("10.0.0.0/8"),
    ValueError("refused"),
    {},
    [],
    (),
]


class Version:
    """An object with its own `__str__`."""

    def __str__(self) -> str:
        return "v1.2"


@scenario()
def values_are_sent_as_text(boto: Any, autoscale: Any, cloudwatch: Any) -> None:
    tags = boto.ec2.autoscale.Tag
    for value in [*VALUES, Version()]:
        autoscale.create_or_update_tags([tags(key="state", value=value, resource_id="web")])
        cloudwatch.set_alarm_state("busy", value, "OK")
    for value in [5, 2.5, True, b"bytes", uuid.UUID(int=7), Version(), ("a", 1)]:
        autoscale.delete_tags([tags(key=value, value="", resource_id="web")])


@scenario()
def objects_are_sent_as_text(boto: Any, autoscale: Any, cloudwatch: Any) -> None:
    configuration, group = (
        boto.ec2.autoscale.LaunchConfiguration,
        boto.ec2.autoscale.AutoScalingGroup,
    )
    for value in [v for v in VALUES if v] + [Version()]:
        where = {"InstanceId": [value, "i-2"]}
        alarm = {"namespace": "Shop", "statistic": "Sum", "comparison": ">", "threshold": 1}
        cloudwatch.put_metric_alarm(
            boto.ec2.cloudwatch.MetricAlarm(
                name="busy",
                metric="Orders",
                period=60,
                evaluation_periods=1,
                description=value,
                dimensions=where,
                **alarm,
            )
        )
        cloudwatch.list_metrics(dimensions=where)
        autoscale.create_launch_configuration(
            configuration(name="web", image_id=value, key_name=value, kernel_id=value)
        )
        sizes = {"min_size": 1, "max_size": 2, "launch_config": "web"}
        autoscale.create_auto_scaling_group(group(name="web", placement_group=value, **sizes))
    for price in (0.05, "0.05", decimal.Decimal("0.050"), 1, fractions.Fraction(1, 2)):
        autoscale.create_launch_configuration(
            configuration(name="web", image_id="ami-1", spot_price=price)
        )
    for data in (bytearray(b"#!/bin/sh"), memoryview(b"#!/bin/sh"), b"#!/bin/sh", "#!/bin/sh"):
        autoscale.create_launch_configuration(
            configuration(name="web", image_id="ami-1", user_data=data)
        )


@scenario()
def zeros_are_given(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    made = {"name": "web", "launch_config": "web", "min_size": 0, "max_size": 0}
    rest = {"default_cooldown": 0, "health_check_period": 0, "desired_capacity": 0}
    group = boto.ec2.autoscale.AutoScalingGroup(**made, **rest)
    autoscale.create_auto_scaling_group(group)
    group.connection, group.default_cooldown = autoscale, 0
    group.update()
    policy = {"adjustment_type": "PercentChangeInCapacity", "scaling_adjustment": 0}
    autoscale.create_scaling_policy(
        boto.ec2.autoscale.ScalingPolicy(
            name="none", as_name="web", cooldown=0, min_adjustment_step=0, **policy
        )
    )
    autoscale.create_scheduled_group_action("web", "none", None, 0, 0, 0)
    autoscale.set_desired_capacity("web", 0)
    devices = boto.ec2.blockdevicemapping
    mapping = devices.BlockDeviceMapping()
    mapping["/dev/sda1"] = devices.BlockDeviceType(size=0, iops=0)
    autoscale.create_launch_configuration(
        boto.ec2.autoscale.LaunchConfiguration(
            name="web", image_id="ami-1", spot_price=0, block_device_mappings=[mapping]
        )
    )
    cloudwatch.put_metric_data("Shop", "Orders", 0, dimensions={"Shard": [0]})
    return group


@scenario()
def zeros_of_cloudwatch_are_given(boto: Any, autoscale: Any, cloudwatch: Any) -> None:
    cloudwatch.put_metric_alarm(
        boto.ec2.cloudwatch.MetricAlarm(
            name="busy",
            metric="Orders",
            namespace="Shop",
            statistic="Sum",
            comparison=">",
            threshold=0,
            period=60,
            evaluation_periods=1,
            description=0,
            dimensions={"Shard": 0},
        )
    )
    cloudwatch.set_alarm_state("busy", "a trial", "OK", 0)
    cloudwatch.describe_alarms_for_metric("Orders", "Shop", period=0)


FALSE = ["false", "False", "0", "no", "off", "n", "f", ""]


@scenario()
def false_is_given_as_text(boto: Any, autoscale: Any, cloudwatch: Any) -> None:
    devices = boto.ec2.blockdevicemapping
    for word in FALSE:
        autoscale.delete_auto_scaling_group("web", word)
        autoscale.terminate_instance("i-1", word)
        autoscale.detach_instances("web", ["i-1"], word)
        autoscale.set_instance_health("i-1", "Healthy", word)
        autoscale.set_desired_capacity("web", 1, word)
        autoscale.execute_policy("up", "web", word)
        autoscale.create_or_update_tags(
            [boto.ec2.autoscale.Tag(key="a", value="b", propagate_at_launch=word, resource_id="g")]
        )
        mapping = devices.BlockDeviceMapping()
        mapping["/dev/sda1"] = devices.BlockDeviceType(
            no_device=word, delete_on_termination=word, encrypted=word
        )
        autoscale.create_launch_configuration(
            boto.ec2.autoscale.LaunchConfiguration(
                name="web",
                image_id="ami-1",
                instance_monitoring=word,
                ebs_optimized=word,
                associate_public_ip_address=word,
                block_device_mappings=[mapping],
            )
        )


@scenario()
def true_is_given_as_text(boto: Any, autoscale: Any, cloudwatch: Any) -> None:
    for word in ("true", "True", "1", "yes", "on", "y", "t"):
        autoscale.delete_auto_scaling_group("web", word)
        autoscale.terminate_instance("i-1", word)
        autoscale.set_desired_capacity("web", 1, word)


@scenario()
def an_action_is_scheduled_by_its_old_name(boto: Any, autoscale: Any, cloudwatch: Any) -> None:
    noon, night = datetime.datetime(2026, 11, 24, 12), datetime.datetime(2026, 11, 24, 23)
    autoscale.create_scheduled_group_action("web", "once", noon, 2)
    autoscale.create_scheduled_group_action("web", "both", noon, 2, start_time=night)
    autoscale.create_scheduled_group_action("web", "new", None, 2, start_time=night)
