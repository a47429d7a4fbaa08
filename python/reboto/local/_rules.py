"""What AWS refuses beyond its published model, as tables of rules with the pages that state them.

The tables are in `_rules_autoscaling` and `_rules_cloudwatch`. Where reboto's client has a limit
already, the rule is the client's own (``check_limit``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from reboto._core import check_limit
from reboto.local._shapes import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # Says why AWS refuses a value, or None.
    Reason = Callable[[Any], str | None]

AUTOSCALING = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/"
CLOUDWATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/"


@dataclass(frozen=True)
class Rule:
    """What the values of one member must be.

    Attributes
    ----------
    operations
        The operations that have the member; empty for all that do.
    member
        Where it is, such as ``"Tags[].Key"``; empty for a rule on all members together, whose
        `reason` is given the request.
    reason
        Says why AWS refuses a value, or None.
    page
        The page of AWS's documentation that states the rule.
    code
        Error code of the refusal.
    """

    operations: tuple[str, ...]
    member: str
    reason: Reason
    page: str
    code: str = "ValidationError"


def check(service: str, operation: str, members: dict[str, Any], region: str) -> None:
    """Refuse a request that breaks a rule.

    Raises
    ------
    ServiceException
        With the code and the reason of the first rule that is broken.
    """
    for rule in _rules(service, operation):
        if not rule.member:
            if reason := rule.reason({**members, "": region}):
                refuse(rule.code, reason)
            continue
        for place, value in _values(members, rule.member.split("."), ""):
            if reason := rule.reason(value):
                refuse(
                    rule.code,
                    f"The value {_shown(value)} for parameter {place} is invalid: {reason}",
                )


@cache
def _rules(service: str, operation: str) -> tuple[Rule, ...]:
    # The tables need this module's words.
    from reboto.local import _rules_autoscaling, _rules_cloudwatch

    tables = {"autoscaling": _rules_autoscaling.RULES, "cloudwatch": _rules_cloudwatch.RULES}
    return tuple(
        rule for rule in tables[service] if not rule.operations or operation in rule.operations
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


def one_of(*values: str) -> Reason:
    """Allow these values only."""
    return lambda value: None if value in values else f"it must be one of {', '.join(values)}"


def between(least: float, most: float = float("inf")) -> Reason:
    """Allow numbers of a range only."""
    to = f"at least {least}" if most == float("inf") else f"from {least} to {most}"
    return lambda value: None if least <= value <= most else f"it must be {to}"


def at_most(count: int, what: str) -> Reason:
    """Allow no more than so many."""
    return lambda value: f"at most {count} {what} are allowed" if len(value) > count else None


def matching(pattern: str, wanted: str) -> Reason:
    """Allow texts of a form only."""
    form = re.compile(pattern)
    return lambda value: None if form.fullmatch(value) else f"it must be {wanted}"


def client(limit: str) -> Reason:
    """Allow what the client's own limit allows."""

    def reason(value: Any) -> str | None:
        try:
            check_limit(limit, "the value", value)
        except ValueError as refused:
            return str(refused)
        return None

    return reason


ARN = matching(r"arn:[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+", "an ARN")
NOT_RESERVED = matching(r"(?!(?i:aws):).*", "without the prefix aws:, which is reserved")
