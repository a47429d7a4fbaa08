"""Types of the actions of alarms, for annotations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeAlias


class Policy(Protocol):
    """A `ScalingPolicy`, whose module would import this package."""

    policy_arn: str
    scaling_adjustment: Any


Action: TypeAlias = str | Policy
Actions: TypeAlias = str | Policy | Iterable[str | Policy]
