"""Lifecycle hooks of groups, and workers for them."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, lazy_attributes
from reboto.ec2.autoscale._generated.lifecycle import (
    LifecycleHook,
)

if TYPE_CHECKING:
    from reboto.ec2.autoscale._lifecycle_actions import LifecycleAction, WaitingInstances
else:
    # Imported at first use, to keep startup fast.
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        dict.fromkeys(
            ("LifecycleAction", "WaitingInstances"), "reboto.ec2.autoscale._lifecycle_actions"
        ),
    )

__all__ = ["LifecycleAction", "LifecycleHook", "WaitingInstances"]
