"""Block devices of launch configurations, in every form in which they are given."""

from __future__ import annotations

import copy
from typing import Any

from reboto import _core
from reboto._arguments import list_of
from reboto._member_values import are_same, is_mapping
from reboto.ec2.blockdevicemapping import BlockDeviceMapping, BlockDeviceType

_NAME = "LaunchConfiguration.block_device_mappings"


def complete(config: Any) -> Any:
    """Return a launch configuration whose devices are objects.

    A device of another kind would lose its settings: its attributes have other names.

    Parameters
    ----------
    config : LaunchConfiguration
        The launch configuration. It is not changed.

    Returns
    -------
    LaunchConfiguration
        The same, or a copy of it.

    Raises
    ------
    TypeError
        If a device is no device.
    """
    given = getattr(config, "block_device_mappings", None)
    if not given:
        return config
    several = [given] if is_mapping(given) else _items(given)
    devices = [_checked(f"{_NAME}[{at}]", each) for at, each in enumerate(several)]
    is_one_device = is_mapping(given) and _is_device(given)
    if not is_one_device and are_same(devices, several):
        return config
    made = copy.copy(config)
    made.block_device_mappings = devices
    return made


def _is_device(given: Any) -> bool:
    """Return whether a dict has the members of one device, not devices by name."""
    return "DeviceName" in given or "device_name" in given


def _items(given: Any) -> list[Any]:
    items = list_of(_NAME, given, "BlockDeviceMapping")
    for at, item in enumerate(items):
        # Names of devices have an error of their own.
        is_value = type(item).__module__ == "builtins" and not isinstance(item, str)
        if is_value and not is_mapping(item):
            raise TypeError(
                f"{_NAME}[{at}] must be a BlockDeviceMapping or a dict, got {_core.shown(item)}"
            )
    return items


def _checked(name: str, given: Any) -> Any:
    """Return a device, or boto's mapping of names to devices, with objects for dicts."""
    if not is_mapping(given) or _is_device(given):
        return given
    devices = {key: _device(f"{name}[{key!r}]", device) for key, device in given.items()}
    if all(devices[key] is device for key, device in given.items()):
        return given
    made = BlockDeviceMapping()
    made.update(devices)
    return made


def _device(name: str, given: Any) -> Any:
    if is_mapping(given):
        try:
            return BlockDeviceType(**given)
        except TypeError as error:
            raise TypeError(f"{name}: {error}") from None
    if not hasattr(given, "ephemeral_name") or not hasattr(given, "size"):
        raise TypeError(
            f"{name} must be a BlockDeviceType or a dict of its parameters, "
            f"got {_core.shown(given)}"
        )
    return given
