"""Validation of requests by rules that AWS's published model does not contain.

Rules that reboto's client also checks use the client's limits (``check_limit``).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from reboto.local._requests import autoscaling_rules, cloudwatch_rules
from reboto.local._requests.model_validation import reject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reboto.local._requests.rules import Rule

_TABLES = {"autoscaling": autoscaling_rules.RULES, "cloudwatch": cloudwatch_rules.RULES}


def check(service: str, operation: str, members: dict[str, Any], region: str) -> None:
    """Reject a request that violates a rule.

    Raises
    ------
    ServiceException
        With the code and reason of the first violated rule.
    """
    for rule in _rules(service, operation):
        if not rule.member:
            if reason := rule.reason({**members, "": region}):
                reject(rule.code, reason)
            continue
        for place, value in _values(members, rule.member.split("."), ""):
            if reason := rule.reason(value):
                reject(
                    rule.code,
                    f"The value {_shown(value)} for parameter {place} is invalid: {reason}",
                )


@cache
def _rules(service: str, operation: str) -> tuple[Rule, ...]:
    return tuple(
        rule for rule in _TABLES[service] if not rule.operations or operation in rule.operations
    )


def _values(value: Any, steps: list[str], place: str) -> Iterator[tuple[str, Any]]:
    if not steps:
        yield place, value
        return
    name, _, many = steps[0].partition("[")
    if not isinstance(value, dict) or value.get(name) is None:
        return
    found, place = value[name], f"{place}.{name}" if place else name
    if not many:
        yield from _values(found, steps[1:], place)
    elif isinstance(found, list):
        for index, item in enumerate(found, 1):
            yield from _values(item, steps[1:], f"{place}.member.{index}")


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 100 else f"{text[:100]}..."
