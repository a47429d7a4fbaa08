"""Launch configurations and their block devices."""

from __future__ import annotations

import base64
from typing import Any

from tests.compat.scenario import Content, Failure, raised, scenario

FULL: Content = {
    "LaunchConfigurationName": "web-1",
    "LaunchConfigurationARN": "arn:aws:autoscaling:us-east-1:1:launchConfiguration:1:web",
    "ImageId": "ami-1",
    "KeyName": "ops",
    "SecurityGroups": ["sg-1", "sg-2"],
    "ClassicLinkVPCId": "vpc-1",
    "ClassicLinkVPCSecurityGroups": ["sg-3"],
    "UserData": base64.b64encode("#!/bin/sh\necho é\n".encode()).decode(),
    "InstanceType": "m3.large",
    "KernelId": "aki-1",
    "RamdiskId": "ari-1",
    "BlockDeviceMappings": [
        {"DeviceName": "/dev/sdb", "VirtualName": "ephemeral0"},
        {"DeviceName": "/dev/sda1", "Ebs": {"SnapshotId": "snap-1", "VolumeSize": 50}},
        {
            "DeviceName": "/dev/sdc",
            "Ebs": {
                "VolumeSize": 100,
                "VolumeType": "io1",
                "DeleteOnTermination": False,
                "Iops": 1000,
                "Encrypted": True,
            },
        },
        {"DeviceName": "/dev/sdd", "NoDevice": True},
    ],
    "InstanceMonitoring": {"Enabled": True},
    "SpotPrice": "0.05",
    "IamInstanceProfile": "worker",
    "CreatedTime": "2013-06-25T18:04:11.123Z",
    "EbsOptimized": True,
    "AssociatePublicIpAddress": False,
    "VolumeType": "gp2",
    "DeleteOnTermination": True,
    "Iops": 100,
}
# AWS's response for a configuration with only an image and a type.
BARE: Content = {
    "LaunchConfigurationName": "bare",
    "LaunchConfigurationARN": "arn:aws:autoscaling:us-east-1:1:launchConfiguration:2:b",
    "ImageId": "ami-1",
    "KeyName": "",
    "SecurityGroups": [],
    "ClassicLinkVPCSecurityGroups": [],
    "UserData": "",
    "InstanceType": "t1.micro",
    "KernelId": "",
    "RamdiskId": "",
    "BlockDeviceMappings": [],
    "InstanceMonitoring": {"Enabled": False},
    "CreatedTime": "2013-06-25T18:04:11Z",
    "EbsOptimized": False,
}
CONFIGS: Content = {"LaunchConfigurations": [FULL, BARE]}


@scenario(DescribeLaunchConfigurations=CONFIGS)
def configurations_are_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return [
        autoscale.get_all_launch_configurations(),
        autoscale.get_all_launch_configurations(names=["web-1", "bare"]),
        autoscale.get_all_launch_configurations(max_records=2, next_token="token"),
        autoscale.get_all_launch_configurations(unknown="is ignored"),
    ]


@scenario(DescribeLaunchConfigurations=CONFIGS)
def configurations_are_described_with_typed_devices(
    boto: Any, autoscale: Any, cloudwatch: Any
) -> Any:
    autoscale.use_block_device_types = True
    return autoscale.get_all_launch_configurations()


@scenario(
    DescribeLaunchConfigurations={
        "LaunchConfigurations": [
            {
                **BARE,
                "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
                "PlacementTenancy": "dedicated",
            }
        ]
    }
)
def a_configuration_of_today_is_described(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    return autoscale.get_all_launch_configurations()


@scenario()
def configurations_are_created(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    config = boto.ec2.autoscale.LaunchConfiguration
    made = [
        config(name="web", image_id="ami-1", instance_type="t1.micro"),
        config(autoscale, "web", "ami-1", "ops", ["sg-1", "sg-2"], "echo é", "m3.large"),
        config(name="web", image_id="ami-1", user_data=b"\x00\xff binary"),
        config(
            name="web",
            image_id="ami-1",
            kernel_id="aki-1",
            ramdisk_id="ari-1",
            instance_monitoring=True,
            spot_price=0.05,
            instance_profile_name="worker",
            ebs_optimized=True,
            associate_public_ip_address=True,
            volume_type="gp2",
            delete_on_termination=False,
            iops=100,
            use_block_device_types=True,
            classic_link_vpc_id="vpc-1",
            classic_link_vpc_security_groups=["sg-3"],
        ),
        config(name="web", image_id="ami-1", associate_public_ip_address=False, spot_price="0.1"),
        config(name="web", image_id="ami-1", unknown="is ignored"),
    ]
    return [[autoscale.create_launch_configuration(each) for each in made], made]


@scenario()
def block_devices_are_sent(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    devices = boto.ec2.blockdevicemapping
    mapping = devices.BlockDeviceMapping()
    mapping["/dev/sdb"] = devices.BlockDeviceType(ephemeral_name="ephemeral0")
    mapping["/dev/sda1"] = devices.BlockDeviceType(snapshot_id="snap-1", size=50)
    mapping["/dev/sdc"] = devices.BlockDeviceType(
        size="100", volume_type="io1", iops=1000, delete_on_termination=True, encrypted=True
    )
    mapping["/dev/sdd"] = devices.BlockDeviceType(no_device=True)
    second = devices.BlockDeviceMapping()
    second["/dev/sde"] = devices.EBSBlockDeviceType(size=1, encrypted=False)
    config = boto.ec2.autoscale.LaunchConfiguration
    made = [
        config(name="web", image_id="ami-1", block_device_mappings=[each])
        for each in (mapping, second)
    ]
    return [autoscale.create_launch_configuration(each) for each in made]


@scenario(DescribeLaunchConfigurations=CONFIGS)
def a_configuration_is_renamed_and_created_again(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    bare = autoscale.get_all_launch_configurations()[1]
    bare.name = "bare-2"
    bare.instance_type = "m3.medium"
    return [autoscale.create_launch_configuration(bare), bare.delete(), bare]


@scenario(
    CreateLaunchConfiguration=Failure("AlreadyExists", "by that name"),
    DeleteLaunchConfiguration=Failure("ResourceInUse", "in use"),
)
def configurations_are_deleted(boto: Any, autoscale: Any, cloudwatch: Any) -> Any:
    config = boto.ec2.autoscale.LaunchConfiguration(autoscale, name="web", image_id="ami-1")
    return [
        raised(autoscale.create_launch_configuration, config),
        raised(config.delete),
        raised(autoscale.delete_launch_configuration, "web"),
        raised(autoscale.delete_launch_configuration, launch_config_name="web"),
    ]
