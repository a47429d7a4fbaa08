"""Warm pools of groups."""

from __future__ import annotations

from reboto.ec2.autoscale._generated.warmpool import (
    InstanceReusePolicy,
    WarmPool,
    WarmPoolConfiguration,
)

__all__ = ["InstanceReusePolicy", "WarmPool", "WarmPoolConfiguration"]
