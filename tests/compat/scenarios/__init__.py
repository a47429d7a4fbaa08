"""Uses of Auto Scaling and CloudWatch, written for boto, by noun."""

from tests.compat.scenario import SCENARIOS
from tests.compat.scenarios import (
    alarms,
    broken,
    errors,
    generated,
    generic,
    groups,
    iterables,
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
    "iterables",
    "launchconfigs",
    "local",
    "metrics",
    "pages",
    "policies",
    "usage",
    "values",
]
