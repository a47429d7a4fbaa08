"""Rules on the members of requests, and the words that tables of rules are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reboto._core import check_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    # Says why AWS refuses a value, or None.
    Reason = Callable[[Any], str | None]
    # A member, what its values must be, and the code of the refusal if it is not the usual one.
    Row = tuple[str, Reason] | tuple[str, Reason, str]
    # The operations that have the members, the page that states the rules, and the rules.
    Section = tuple[str, str, Iterable[Row]]

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


def read_table(reference: str, sections: Iterable[Section]) -> tuple[Rule, ...]:
    """Make a service's rules of its table.

    Parameters
    ----------
    reference : str
        URL of the service's API reference.
    sections : iterable of tuple
        Each with its operations, separated by blanks (none means all operations), the name of
        the API page or its URL, and the rows.
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
    """Refuse two tags of one key on one resource."""
    tags = [(tag.get("ResourceId"), tag.get("Key")) for tag in members.get("Tags", [])]
    return "Duplicate tag keys are not allowed" if len(tags) > len(set(tags)) else None


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
