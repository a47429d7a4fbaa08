"""Uses of Auto Scaling and CloudWatch, written for boto, by noun."""

from differential.scenario import SCENARIOS
from differential.scenarios import (
    alarms,
    errors,
    generated,
    generic,
    groups,
    launchconfigs,
    local,
    metrics,
    pages,
    policies,
    usage,
)

__all__ = [
    "SCENARIOS",
    "alarms",
    "errors",
    "generated",
    "generic",
    "groups",
    "launchconfigs",
    "local",
    "metrics",
    "pages",
    "policies",
    "usage",
]
