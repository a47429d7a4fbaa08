"""Lifecycle hooks of groups."""

from __future__ import annotations

from reboto.ec2.autoscale._generated.lifecycle import (
    LifecycleHook,
)

__all__ = ["LifecycleHook"]
