"""Block devices of instances, in the format of boto's EC2 module."""

from __future__ import annotations

from reboto._arguments import is_given, need_dict
from reboto._core import to_bool
from reboto._lazy import abc, typing
from reboto._model import Connected, Value


class BlockDeviceType(Value):
    """A block device: an EBS volume, an instance store volume, or an omitted device.

    Parameters
    ----------
    connection : object
        The connection it was read through.
    ephemeral_name : str
        Instance store volume, such as ``"ephemeral0"``; other parameters are then ignored.
    no_device : bool
        Whether to omit this device of the image.
    volume_id, status, attach_time : str
        ID, state and attachment time of the volume; only set on objects that were read from
        EC2.
    snapshot_id : str
        ID of the snapshot to create the volume from.
    delete_on_termination : bool
        Whether to delete the volume when its instance is terminated.
    size : int
        Size of the volume in GiB.
    volume_type : str
        ``"standard"``, ``"gp2"``, ``"gp3"``, ``"io1"``, ``"io2"``, ``"st1"``
        or ``"sc1"``.
    iops : int
        Provisioned I/O operations per second, for types that support it.
    encrypted : bool or None
        Whether the volume is encrypted; None uses the setting of the snapshot.
    throughput : int
        Throughput of the volume in MiB per second, for ``"gp3"``.
    """

    _identity = "snapshot_id"
    # Unlike boto's attributes, it is only in `vars()` if it was read or set.
    throughput: int | None = None

    def __init__(
        self,
        connection: typing.Any = None,
        ephemeral_name: str | None = None,
        no_device: bool = False,
        volume_id: str | None = None,
        snapshot_id: str | None = None,
        status: str | None = None,
        attach_time: str | None = None,
        delete_on_termination: bool = False,
        size: int | None = None,
        volume_type: str | None = None,
        iops: int | None = None,
        encrypted: bool | None = None,
        *,
        throughput: int | None = None,
    ) -> None:
        self.connection = connection
        self.ephemeral_name = ephemeral_name
        self.no_device = no_device
        self.volume_id = volume_id
        self.snapshot_id = snapshot_id
        self.status = status
        self.attach_time = attach_time
        self.delete_on_termination = delete_on_termination
        self.size = size
        self.volume_type = volume_type
        self.iops = iops
        self.encrypted = encrypted
        if throughput is not None:
            self.throughput = throughput


EBSBlockDeviceType = BlockDeviceType


class BlockDeviceMapping(Connected, dict[str, BlockDeviceType]):
    """Block devices of an instance by device name.

    Parameters
    ----------
    connection : object
        The connection it was read through.

    Examples
    --------
    >>> devices = BlockDeviceMapping()
    >>> devices["/dev/sda1"] = BlockDeviceType(size=100, delete_on_termination=True)
    >>> params = {}
    >>> devices.autoscale_build_list_params(params)
    >>> params["BlockDeviceMappings.member.1.Ebs.VolumeSize"]
    100
    """

    def __init__(self, connection: typing.Any = None) -> None:
        super().__init__()
        self.connection = connection
        self.current_name: str | None = None
        self.current_value: BlockDeviceType | None = None

    def ec2_build_list_params(
        self, params: abc.MutableMapping[str, typing.Any], prefix: str = ""
    ) -> None:
        """Add the devices to the parameters of an EC2 Query request.

        Parameters
        ----------
        params : dict
            Parameters to add to.
        prefix : str
            Prefix of each name, such as ``"LaunchSpecification."``.
        """
        self._build_list_params(params, f"{prefix}BlockDeviceMapping")

    def autoscale_build_list_params(
        self, params: abc.MutableMapping[str, typing.Any], prefix: str = ""
    ) -> None:
        """Add the devices to the parameters of an Auto Scaling Query request.

        Parameters
        ----------
        params : dict
            Parameters to add to.
        prefix : str
            Prefix of each name.
        """
        self._build_list_params(params, f"{prefix}BlockDeviceMappings.member")

    def _build_list_params(self, params: abc.MutableMapping[str, typing.Any], prefix: str) -> None:
        need_dict(params)
        for number, (name, device) in enumerate(self.items(), 1):
            member = f"{prefix}.{number}"
            params[f"{member}.DeviceName"] = name
            if device.ephemeral_name:
                params[f"{member}.VirtualName"] = device.ephemeral_name
            elif to_bool("BlockDeviceType.no_device", device.no_device):
                params[f"{member}.NoDevice"] = ""
            else:
                params.update((f"{member}.Ebs.{key}", part) for key, part in _ebs_params(device))


def _ebs_params(device: BlockDeviceType) -> list[tuple[str, typing.Any]]:
    params: list[tuple[str, typing.Any]] = []
    if device.snapshot_id:
        params.append(("SnapshotId", device.snapshot_id))
    if is_given(device.size):
        params.append(("VolumeSize", device.size))
    params.append(("DeleteOnTermination", _word("delete_on_termination", device)))
    if device.volume_type:
        params.append(("VolumeType", device.volume_type))
    if device.iops is not None:
        params.append(("Iops", device.iops))
    if device.throughput is not None:
        params.append(("Throughput", device.throughput))
    # AWS rejects the flag on a root volume even if it is false, so None must not be sent.
    if device.encrypted is not None:
        params.append(("Encrypted", _word("encrypted", device)))
    return params


def _word(name: str, device: BlockDeviceType) -> str:
    return "true" if to_bool(f"BlockDeviceType.{name}", getattr(device, name)) else "false"
