"""Launch configurations: templates for the instances of a group."""

from __future__ import annotations

from reboto._arguments import string_list
from reboto._lazy import (
    TYPE_CHECKING,
    Awaiting,
    Blocking,
    HtmlColumns,
    LazyModule,
    Style,
    Styled,
    Unpack,
    abc,
    lazy_attributes,
    typing,
)
from reboto._model import ListElement, Resource, Value
from reboto.ec2.autoscale._generated.members import (
    BlockDeviceMappingMembers,
    EbsMembers,
    InstanceMonitoringMembers,
    LaunchConfigurationMembers,
)
from reboto.ec2.blockdevicemapping import BlockDeviceMapping as BDM  # noqa: N817
from reboto.resultset import ResultSet

if TYPE_CHECKING:
    from datetime import datetime

    from reboto._lazy import Later
    from reboto.ec2.autoscale._generated import keywords
    from reboto.ec2.autoscale._generated.launchconfig import InstanceMetadataOptions
    from reboto.ec2.autoscale.request import Request
else:
    keywords = LazyModule("reboto.ec2.autoscale._generated.keywords")
    __getattr__, __dir__ = lazy_attributes(
        __name__, {"InstanceMetadataOptions": "reboto.ec2.autoscale._generated.launchconfig"}
    )

__all__ = [
    "BDM",
    "BlockDeviceMapping",
    "Ebs",
    "InstanceMetadataOptions",
    "InstanceMonitoring",
    "LaunchConfiguration",
    "ListElement",
    "ResultSet",
]


class Ebs(EbsMembers, Value):
    """The EBS volume of a block device.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.
    snapshot_id : str
        ID of the snapshot to create the volume from.
    volume_size : int or str
        Size of the volume in GiB.
    **kwargs : object
        Members that boto did not have: `volume_type`, `delete_on_termination`, `iops`,
        `encrypted` and `throughput`.

    Raises
    ------
    TypeError
        If a keyword names no member.
    """

    _identity = "snapshot_id"

    def __init__(
        self,
        connection: typing.Any = None,
        snapshot_id: str | None = None,
        volume_size: int | str | None = None,
        **kwargs: Unpack[keywords.Ebs],
    ) -> None:
        self.connection = connection
        self.snapshot_id = snapshot_id
        self.volume_size = volume_size
        self._take_keywords(kwargs)

    def __repr__(self) -> str:
        return f"Ebs({self.snapshot_id}, {self.volume_size})"


class InstanceMonitoring(InstanceMonitoringMembers, Value):
    """Detailed monitoring of instances, with a period of one minute.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.
    enabled : str
        ``"true"`` or ``"false"``, as text like in boto.
    """

    _identity = "enabled"

    def __init__(self, connection: typing.Any = None, enabled: str = "false") -> None:
        self.connection = connection
        self.enabled = enabled

    def __repr__(self) -> str:
        return f"InstanceMonitoring({self.enabled})"


class BlockDeviceMapping(BlockDeviceMappingMembers, Value):
    """A block device of instances, the default type in launch configurations read from AWS.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection it was read through.
    device_name : str
        Device name on the instance, such as ``"/dev/sda1"``.
    virtual_name : str
        Instance store volume, such as ``"ephemeral0"``.
    ebs : Ebs
        EBS volume.
    no_device : bool
        Whether to omit this device of the image.
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


class LaunchConfiguration(LaunchConfigurationMembers, Resource[Style]):
    """A template from which Auto Scaling launches instances.

    Parameters
    ----------
    connection : AutoScaleConnection
        The connection that methods use; its `use_block_device_types` overrides the
        argument.
    name : str
        Name of the launch configuration.
    image_id : str
        ID of the machine image, such as ``"ami-0abcdef1234567890"``.
    key_name : str
        Name of the key pair for SSH.
    security_groups : list of str
        Names or, in a VPC, IDs of security groups. A single string is converted to a
        list.
    user_data : str or bytes
        User data for the instances; it is Base64-encoded automatically. Bytes, if the
        launch configuration was read from AWS.
    instance_type : str
        Instance type, such as ``"m5.large"``.
    kernel_id, ramdisk_id : str
        IDs of the kernel and RAM disk of a paravirtual image.
    block_device_mappings : list
        `reboto.ec2.blockdevicemapping.BlockDeviceMapping` objects.
    instance_monitoring : bool or InstanceMonitoring
        Whether to enable detailed monitoring.
    spot_price : float or str
        Maximum price for spot instances in US dollars per hour.
    instance_profile_name : str
        Name or ARN of the IAM instance profile.
    ebs_optimized : bool
        Whether to use dedicated throughput for EBS.
    associate_public_ip_address : bool or None
        Whether instances in a VPC get a public IP address; None uses the setting of the
        subnet.
    volume_type, delete_on_termination, iops : str, bool, int
        Kept, but without effect: AWS reads them from the block devices.
    use_block_device_types : bool
        Whether block devices are read as
        `reboto.ec2.blockdevicemapping.BlockDeviceMapping` objects.
    classic_link_vpc_id : str
        ID of the VPC to link EC2-Classic instances to.
    classic_link_vpc_security_groups : list of str
        IDs of security groups of that VPC. A single string is converted to a list.
    **kwargs : object
        Members that AWS added after boto: `metadata_options`, `placement_tenancy` and
        `instance_id`.

    Attributes
    ----------
    created_time : datetime or None
        UTC, without a time zone; only set on objects that were read from AWS.
    launch_configuration_arn : str or None
        ARN; only set on objects that were read from AWS.

    Raises
    ------
    TypeError
        If a keyword names no member.

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
        connection: Styled[Style] | None = None,
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
        **kwargs: Unpack[keywords.LaunchConfiguration],
    ) -> None:
        self.user_data = user_data
        # Deleted, because a traceback with locals would show it.
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
        # Moved to the position it has in boto: scripts list attributes in order.
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
        self._take_keywords(kwargs)

    def __repr__(self) -> str:
        return f"LaunchConfiguration:{self.name}"

    if TYPE_CHECKING:

        @typing.overload
        def delete(self: LaunchConfiguration[Blocking]) -> Request: ...
        @typing.overload
        def delete(self: LaunchConfiguration[Awaiting]) -> Later[Request]: ...

    def delete(self) -> typing.Any:
        """Delete the launch configuration (DeleteLaunchConfiguration).

        Returns
        -------
        Request
            Result with the request ID.

        Raises
        ------
        BotoServerError
            If AWS rejects the request.
        """
        return self._require_connection().delete_launch_configuration(self.name)
