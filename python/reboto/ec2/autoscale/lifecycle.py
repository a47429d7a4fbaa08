"""Lifecycle hooks of groups, and workers for them."""

from __future__ import annotations

from reboto._lazy import TYPE_CHECKING, lazy_attributes
from reboto.ec2.autoscale._generated.lifecycle import (
    LifecycleHook,
)

if TYPE_CHECKING:
    from reboto.ec2.autoscale._lifecycle_actions import LifecycleAction
    from reboto.ec2.autoscale._waiting_instances import WaitingInstances
else:
    # Imported at first use, to keep startup fast.
    __getattr__, __dir__ = lazy_attributes(
        __name__,
        {
            "LifecycleAction": "reboto.ec2.autoscale._lifecycle_actions",
            "WaitingInstances": "reboto.ec2.autoscale._waiting_instances",
        },
    )

__all__ = ["LifecycleAction", "LifecycleHook", "WaitingInstances"]
