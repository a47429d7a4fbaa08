"""Instance refreshes of groups."""

from __future__ import annotations

from reboto.ec2.autoscale._generated.refresh import (
    AlarmSpecification,
    DesiredConfiguration,
    InstanceRefresh,
    PoolProgress,
    ProgressDetails,
    RefreshPreferences,
    RollbackDetails,
)

__all__ = [
    "AlarmSpecification",
    "DesiredConfiguration",
    "InstanceRefresh",
    "PoolProgress",
    "ProgressDetails",
    "RefreshPreferences",
    "RollbackDetails",
]
