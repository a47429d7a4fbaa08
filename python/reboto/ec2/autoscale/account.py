"""Settings of the account for Auto Scaling."""

from __future__ import annotations

from reboto.ec2.autoscale._generated.account import (
    AccountSetting,
)

__all__ = ["AccountSetting"]
