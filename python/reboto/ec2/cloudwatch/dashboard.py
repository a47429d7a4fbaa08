"""Dashboards."""

from __future__ import annotations

from reboto.ec2.cloudwatch._generated.dashboard import (
    Dashboard,
    DashboardEntry,
    DashboardValidationMessage,
)

__all__ = ["Dashboard", "DashboardEntry", "DashboardValidationMessage"]
