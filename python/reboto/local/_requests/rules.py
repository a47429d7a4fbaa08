"""Rules for the members of requests, and functions to write tables of rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reboto._core import check_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    # Returns why AWS rejects a value, or None if the value is valid.
    Reason = Callable[[Any], str | None]
    # A member, the check of its values, and the error code if it is not the default one.
    Row = tuple[str, Reason] | tuple[str, Reason, str]
    # Operations, the page that states the rules, and the rules.
    Section = tuple[str, str, Iterable[Row]]

AUTOSCALING = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/"
CLOUDWATCH = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/"


@dataclass(frozen=True)
class Rule:
    """A rule for the values of one member.

    Attributes
    ----------
    operations
        The operations that the rule applies to; empty for all that have the member.
    member
        Path of the member, such as ``"Tags[].Key"``. If empty, `reason` is called with all
        members of the request.
    reason
        Returns why AWS rejects a value, or None if the value is valid.
    page
        The page of AWS's documentation that states the rule.
    code
        Error code of the response.
    """

    operations: tuple[str, ...]
    member: str
    reason: Reason
    page: str
    code: str = "ValidationError"


def read_table(reference: str, sections: Iterable[Section]) -> tuple[Rule, ...]:
    """Create a service's rules from its table.

    Parameters
    ----------
    reference : str
        URL of the service's API reference.
    sections : iterable of tuple
        For each section the operations, separated by spaces (empty means all operations), the
        name of the API reference page or its URL, and the rows.
    """
    return tuple(
        Rule(
            tuple(operations.split()),
            member,
            reason,
            page if page.startswith("https:") else f"{reference}API_{page}.html",
            *code,
        )
        for operations, page, rows in sections
        for member, reason, *code in rows
    )


def unique_tags(members: dict[str, Any]) -> str | None:
    """Reject two tags with the same key on one resource."""
    tags = [(tag.get("ResourceId"), tag.get("Key")) for tag in members.get("Tags", [])]
    return "Duplicate tag keys are not allowed" if len(tags) > len(set(tags)) else None


def one_of(*values: str) -> Reason:
    """Allow only these values."""
    return lambda value: None if value in values else f"it must be one of {', '.join(values)}"


def between(least: float, most: float = float("inf")) -> Reason:
    """Allow only numbers in a range."""
    to = f"at least {least}" if most == float("inf") else f"from {least} to {most}"
    return lambda value: None if least <= value <= most else f"it must be {to}"


def at_most(count: int, what: str) -> Reason:
    """Allow at most this number of items."""
    return lambda value: f"at most {count} {what} are allowed" if len(value) > count else None


def matching(pattern: str, description: str) -> Reason:
    """Allow only strings that match a pattern."""
    form = re.compile(pattern)
    return lambda value: None if form.fullmatch(value) else f"it must be {description}"


def client(limit: str) -> Reason:
    """Allow the values that the client's own limit allows."""

    def reason(value: Any) -> str | None:
        try:
            check_limit(limit, "the value", value)
        except ValueError as error:
            return str(error)
        return None

    return reason


ARN = matching(r"arn:[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+", "an ARN")
NOT_RESERVED = matching(r"(?!(?i:aws):).*", "without the prefix aws:, which is reserved")
