"""Rules of composite alarms.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reboto.ec2.cloudwatch.rule import AlarmRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    # Takes the states of alarms by name or ARN.
    Rule = Callable[[Mapping[str, str]], bool]


class RuleError(ValueError):
    """A rule that is invalid."""


def parse(text: str) -> tuple[Rule, list[str]]:
    """Parse a rule. Returns its function, and the names or ARNs of its alarms in order.

    Raises
    ------
    RuleError
        If the rule is invalid.
    """
    rule = AlarmRule(text)
    try:
        rule.check()
    except ValueError as error:
        raise RuleError(str(error).removeprefix("rule: ")) from None
    return rule.root.evaluate, rule.alarms
