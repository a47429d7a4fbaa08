"""Uses of Auto Scaling and CloudWatch, written for boto, by noun."""

from differential.scenario import SCENARIOS
from differential.scenarios import (
    alarms,
    generated,
    generic,
    groups,
    launchconfigs,
    local,
    metrics,
    pages,
    policies,
)

__all__ = [
    "SCENARIOS",
    "alarms",
    "generated",
    "generic",
    "groups",
    "launchconfigs",
    "local",
    "metrics",
    "pages",
    "policies",
]
