"""Composite alarms, whose rules have operators."""

from __future__ import annotations

import re

from reboto._lazy import TYPE_CHECKING, HtmlColumns, Style, typing, with_inherited_parameters
from reboto._member_values import is_mapping
from reboto.ec2.cloudwatch import rule as rules
from reboto.ec2.cloudwatch._generated import alarm as generated

# The public module, which pickles refer to.
__name__ = "reboto.ec2.cloudwatch.alarm"


class _Rule:
    """The attribute `rule`: text is read as an `AlarmRule`, which has the same text."""

    def __get__(self, alarm: typing.Any, owner: type | None = None) -> typing.Any:
        given = None if alarm is None else alarm.__dict__.get("rule")
        return rules.AlarmRule(given) if isinstance(given, str) else given

    def __set__(self, alarm: typing.Any, given: typing.Any) -> None:
        alarm.__dict__["rule"] = given

    def __delete__(self, alarm: typing.Any) -> None:
        try:
            del alarm.__dict__["rule"]
        except KeyError:
            raise AttributeError("rule") from None


@with_inherited_parameters
class CompositeAlarm(generated.CompositeAlarm[Style]):
    """An alarm on the states of other alarms.

    The rule is built with `in_alarm`, `is_ok`, `has_no_data`, `at_least` and the operators
    ``&``, ``|`` and ``~``, or it is text in AWS's syntax. The attribute `rule` is an
    `AlarmRule`, also on alarms that were read.

    Examples
    --------
    >>> from reboto.ec2.cloudwatch import CompositeAlarm, in_alarm
    >>> alarm = CompositeAlarm(name="page", rule=in_alarm("cpu") & ~in_alarm("deploying"))
    >>> alarm.rule.alarms
    ['cpu', 'deploying']
    >>> print(alarm.rule.tree())
    AND
    ├── ALARM("cpu")
    └── NOT
        └── ALARM("deploying")
    """

    if TYPE_CHECKING:

        @property
        def rule(self) -> rules.AlarmRule | None: ...
        @rule.setter
        def rule(self, rule: str | None) -> None: ...  # pyright: ignore[reportIncompatibleVariableOverride]

    else:
        rule = _Rule()

    _html_columns: typing.ClassVar[HtmlColumns] = {
        "state": "state_value",
        "alarm": "name",
        "rule": "rule",
        "actions": lambda alarm: [str(arn).rpartition(":")[2] for arn in alarm.alarm_actions or ()],
    }


# Functions that a rule can have. AWS may add others, which it has to check.
_FUNCTION = re.compile(r"(\w+)\s*\(")
_KNOWN = {"ALARM", "OK", "INSUFFICIENT_DATA", "AT_LEAST", "AND", "OR", "NOT"}


def check(alarm: typing.Any) -> None:
    """Raise ValueError if the rule of an alarm is no rule or exceeds AWS's limits."""
    given = (
        alarm.get("rule", alarm.get("AlarmRule"))
        if is_mapping(alarm)
        else getattr(alarm, "rule", None)
    )
    if not isinstance(given, str):
        return
    functions = {name.upper() for name in _FUNCTION.findall(given)}
    if functions and functions <= _KNOWN:
        rules.AlarmRule(given).check()
