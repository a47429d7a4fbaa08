"""Notifications of groups to SNS."""

from __future__ import annotations

from reboto.ec2.autoscale._generated.notification import (
    NotificationConfiguration,
)

__all__ = ["NotificationConfiguration"]
