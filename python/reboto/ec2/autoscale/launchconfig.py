"""Launch configurations: what a group starts its instances from."""

from __future__ import annotations

from reboto._arguments import string_list
from reboto._lazy import TYPE_CHECKING, abc, typing
from reboto._model import Value
from reboto.ec2.blockdevicemapping import BlockDeviceMapping as BDM  # noqa: N817
from reboto.ec2.elb.listelement import ListElement
from reboto.resultset import ResultSet

if TYPE_CHECKING:
    from datetime import datetime

    from reboto._html import HtmlColumns

__all__ = [
    "BDM",
    "BlockDeviceMapping",
    "Ebs",
    "InstanceMonitoring",
    "LaunchConfiguration",
    "ListElement",
    "ResultSet",
]


class Ebs(Value):
    """The EBS volume behind a block device.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.
    snapshot_id : str
        The snapshot that the volume is made from.
    volume_size : int or str
        GiB of the volume.
    """

    _identity = "snapshot_id"

    def __init__(
        self,
        connection: typing.Any = None,
        snapshot_id: str | None = None,
        volume_size: int | str | None = None,
    ) -> None:
        self.connection = connection
        self.snapshot_id = snapshot_id
        self.volume_size = volume_size

    def __repr__(self) -> str:
        return f"Ebs({self.snapshot_id}, {self.volume_size})"


class InstanceMonitoring(Value):
    """Whether instances are monitored in detail, each minute.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.
    enabled : str
        ``"true"`` or ``"false"``: text, as in boto.
    """

    _identity = "enabled"

    def __init__(self, connection: typing.Any = None, enabled: str = "false") -> None:
        self.connection = connection
        self.enabled = enabled

    def __repr__(self) -> str:
        return f"InstanceMonitoring({self.enabled})"


class BlockDeviceMapping(Value):
    """A block device of the instances, as launch configurations are read by default.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.
    device_name : str
        The device on the instance, such as ``"/dev/sda1"``.
    virtual_name : str
        The instance store behind it, such as ``"ephemeral0"``.
    ebs : Ebs
        The EBS volume behind it.
    no_device : bool
        Whether a device of the image is left out.
    """

    _identity = "device_name"

    def __init__(
        self,
        connection: typing.Any = None,
        device_name: str | None = None,
        virtual_name: str | None = None,
        ebs: Ebs | None = None,
        no_device: bool | None = None,
    ) -> None:
        self.connection = connection
        self.device_name = device_name
        self.virtual_name = virtual_name
        self.ebs = ebs
        self.no_device = no_device

    def __repr__(self) -> str:
        return f"BlockDeviceMapping({self.device_name}, {self.virtual_name})"


class LaunchConfiguration(Value):
    """What Auto Scaling needs to know to launch an instance.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection to work through; its `use_block_device_types` takes the
        place of the argument.
    name : str
        Name of the launch configuration.
    image_id : str
        The machine image, such as ``"ami-0abcdef1234567890"``.
    key_name : str
        The key pair for logging in.
    security_groups : list of str
        Names or, in a VPC, ids of security groups. A single string is a list
        of one.
    user_data : str or bytes
        What the instances can read at boot; it is encoded for you. Read back
        from AWS it is bytes.
    instance_type : str
        Hardware, such as ``"m5.large"``.
    kernel_id, ramdisk_id : str
        Kernel and RAM disk of a paravirtual image.
    block_device_mappings : list
        `reboto.ec2.blockdevicemapping.BlockDeviceMapping` objects.
    instance_monitoring : bool or InstanceMonitoring
        Whether to monitor in detail.
    spot_price : float or str
        US dollars an hour to bid for spot instances.
    instance_profile_name : str
        Name or ARN of the IAM instance profile.
    ebs_optimized : bool
        Whether to reserve throughput for EBS.
    associate_public_ip_address : bool or None
        Whether instances in a VPC get a public address; None leaves it to
        the subnet.
    volume_type, delete_on_termination, iops : str, bool, int
        Kept but of no effect: AWS takes them from the block devices.
    use_block_device_types : bool
        Whether block devices are read as a
        `reboto.ec2.blockdevicemapping.BlockDeviceMapping`.
    classic_link_vpc_id : str
        The VPC to link EC2-Classic instances to.
    classic_link_vpc_security_groups : list of str
        Ids of that VPC's security groups. A single string is a list of one.

    Attributes
    ----------
    created_time : datetime or None
        UTC, without a zone, on one read from AWS.
    launch_configuration_arn : str or None
        Amazon's name, on one read from AWS.

    Examples
    --------
    >>> config = LaunchConfiguration(
    ...     name="my-config",
    ...     image_id="ami-0abcdef1234567890",
    ...     instance_type="t3.micro",
    ...     security_groups="sg-1",
    ... )
    >>> config, config.security_groups
    (LaunchConfiguration:my-config, ['sg-1'])
    """

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "launch configuration": "name",
        "image": "image_id",
        "type": "instance_type",
        "key": "key_name",
        "security groups": "security_groups",
        "spot price, $": "spot_price",
    }

    def __init__(
        self,
        connection: typing.Any = None,
        name: str | None = None,
        image_id: str | None = None,
        key_name: str | None = None,
        security_groups: abc.Iterable[str] | str | None = None,
        user_data: str | bytes | None = None,
        instance_type: str = "m1.small",
        kernel_id: str | None = None,
        ramdisk_id: str | None = None,
        block_device_mappings: typing.Any = None,
        instance_monitoring: bool | InstanceMonitoring = False,
        spot_price: float | str | None = None,
        instance_profile_name: str | None = None,
        ebs_optimized: bool = False,
        associate_public_ip_address: bool | None = None,
        volume_type: str | None = None,
        delete_on_termination: bool = True,
        iops: int | None = None,
        use_block_device_types: bool = False,
        classic_link_vpc_id: str | None = None,
        classic_link_vpc_security_groups: abc.Iterable[str] | str | None = None,
    ) -> None:
        self.user_data = user_data
        # A traceback with locals would show it.
        del user_data
        self.connection = connection
        self.name = name
        self.instance_type = instance_type
        self.block_device_mappings = block_device_mappings
        self.key_name = key_name
        self.security_groups = ListElement(
            string_list(security_groups, "LaunchConfiguration.security_groups")
        )
        self.image_id = image_id
        self.ramdisk_id = ramdisk_id
        self.created_time: datetime | None = None
        self.kernel_id = kernel_id
        # To where boto has it: scripts list attributes in their order.
        self.user_data = self.__dict__.pop("user_data")
        self.instance_monitoring = instance_monitoring
        self.spot_price = spot_price
        self.instance_profile_name = instance_profile_name
        self.launch_configuration_arn: str | None = None
        self.ebs_optimized = ebs_optimized
        self.associate_public_ip_address = associate_public_ip_address
        self.volume_type = volume_type
        self.delete_on_termination = delete_on_termination
        self.iops = iops
        self.use_block_device_types = getattr(
            connection, "use_block_device_types", use_block_device_types
        )
        self.classic_link_vpc_id = classic_link_vpc_id
        self.classic_link_vpc_security_groups = ListElement(
            string_list(
                classic_link_vpc_security_groups,
                "LaunchConfiguration.classic_link_vpc_security_groups",
            )
        )

    def __repr__(self) -> str:
        return f"LaunchConfiguration:{self.name}"

    def delete(self) -> typing.Any:
        """Delete the launch configuration (DeleteLaunchConfiguration).

        Returns
        -------
        Request
            The receipt.
        """
        return self._require_connection().delete_launch_configuration(self.name)
