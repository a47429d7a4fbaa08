"""Instances launched with `launch_instances`."""

from __future__ import annotations

from reboto.ec2.autoscale._generated.launch import (
    InstanceCollection,
    LaunchedInstances,
    LaunchError,
)

__all__ = ["InstanceCollection", "LaunchError", "LaunchedInstances"]
