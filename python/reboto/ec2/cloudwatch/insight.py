"""Contributor Insights rules and their reports."""

from __future__ import annotations

from reboto.ec2.cloudwatch._generated.insight import (
    Contributor,
    ContributorDatapoint,
    InsightRule,
    InsightRuleReport,
    ManagedRule,
    ManagedRuleState,
    MetricDatapoint,
    PartialFailure,
)

__all__ = [
    "Contributor",
    "ContributorDatapoint",
    "InsightRule",
    "InsightRuleReport",
    "ManagedRule",
    "ManagedRuleState",
    "MetricDatapoint",
    "PartialFailure",
]
