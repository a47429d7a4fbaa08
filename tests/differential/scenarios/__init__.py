"""Uses of Auto Scaling and CloudWatch, written for boto, by noun."""

from differential.scenario import SCENARIOS
from differential.scenarios import (
    alarms,
    broken,
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
    values,
)

__all__ = [
    "SCENARIOS",
    "alarms",
    "broken",
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
    "values",
]
