"""Rules of composite alarms: build, combine, parse and evaluate them.

A rule is AWS's text with Python's operators:

>>> rule = in_alarm("cpu") & in_alarm("errors") & ~in_alarm("deploying")
>>> print(rule)
ALARM("cpu") AND ALARM("errors") AND NOT ALARM("deploying")
>>> rule.alarms
['cpu', 'errors', 'deploying']
>>> rule.evaluate({"cpu": "ALARM", "errors": "ALARM", "deploying": "OK"})
True
"""

from __future__ import annotations

from reboto import _core
from reboto._arguments import list_of
from reboto._lazy import TYPE_CHECKING, LazyModule, abc, typing

if TYPE_CHECKING:
    from reboto.ec2.cloudwatch import _rule_parser as parser
else:
    parser = LazyModule("reboto.ec2.cloudwatch._rule_parser")

__all__ = ["FALSE", "TRUE", "AlarmRule", "at_least", "has_no_data", "in_alarm", "is_ok"]

# AWS's limits of a rule.
_MOST_ALARMS, _MOST_ELEMENTS, _LONGEST = 100, 500, 10_240


class AlarmRule(str):
    """The rule of a composite alarm: AWS's text, with the operators ``&``, ``|`` and ``~``.

    It is a string, so it can be compared, stored and sent as text. The functions
    `in_alarm`, `is_ok`, `has_no_data` and `at_least` create rules. The rule of an alarm
    that was read is a rule too, with AWS's text unchanged. The text is only parsed when
    it is combined, evaluated or drawn.

    Parameters
    ----------
    text : str
        A rule in AWS's syntax, such as ``ALARM("cpu") AND NOT OK(disk)``.

    Examples
    --------
    >>> rule = AlarmRule("ALARM(cpu) OR ALARM(disk)")
    >>> rule & ~in_alarm("deploying")
    AlarmRule('(ALARM("cpu") OR ALARM("disk")) AND NOT ALARM("deploying")')
    >>> AlarmRule("ALARM(cpu) AND")
    AlarmRule('ALARM(cpu) AND')
    >>> AlarmRule("ALARM(cpu) AND").check()
    Traceback (most recent call last):
    ...
    ValueError: rule: expected a condition after position 14, at the end: ALARM(cpu) AND
    """

    __slots__ = ()

    def __and__(self, other: str) -> AlarmRule:
        return _joined(self, other, all_of=True)

    def __rand__(self, other: str) -> AlarmRule:
        return _joined(other, self, all_of=True)

    def __or__(self, other: str) -> AlarmRule:
        return _joined(self, other, all_of=False)

    def __ror__(self, other: str) -> AlarmRule:
        return _joined(other, self, all_of=False)

    def __invert__(self) -> AlarmRule:
        return AlarmRule(parser.Not(self.root).text())

    def __bool__(self) -> typing.NoReturn:
        raise TypeError(
            "a rule is neither true nor false: combine rules with &, | and ~ instead of and, or "
            "and not, and use rule.evaluate(states) for its value"
        )

    def __repr__(self) -> str:
        return f"AlarmRule({str(self)!r})"

    def __str__(self) -> str:
        return str.__str__(self)

    def __reduce__(self) -> typing.Any:
        return AlarmRule, (str(self),)

    @property
    def root(self) -> parser.Node:
        """The parsed rule: a tree of `And`, `Or`, `Not`, `State`, `AtLeast` and `Constant`."""
        return parser.parse(str(self))

    @property
    def alarms(self) -> list[str]:
        """Names or ARNs of the alarms in the rule, each once, in order."""
        return list(dict.fromkeys(self.root.alarms()))

    def check(self) -> None:
        """Check the syntax and AWS's limits.

        Raises
        ------
        ValueError
            If the text is not a rule, has more than 10,240 characters, 100 alarms or 500
            elements. The message has the position.
        """
        root = self.root
        for count, most, what in (
            (len(self), _LONGEST, "characters"),
            (len(set(root.alarms())), _MOST_ALARMS, "alarms"),
            (parser.elements(str(self)), _MOST_ELEMENTS, "elements"),
        ):
            if count > most:
                raise ValueError(f"rule must have at most {most:,} {what}, got {count:,}")

    def evaluate(self, states: abc.Mapping[str, str]) -> bool:
        """Evaluate the rule for states of alarms, without a request.

        Parameters
        ----------
        states : dict of str to str
            The state of each alarm, by the name or ARN that the rule has:
            ``"OK"``, ``"ALARM"`` or ``"INSUFFICIENT_DATA"``.

        Returns
        -------
        bool
            Whether the composite alarm is in ALARM.

        Raises
        ------
        ValueError
            If the state of an alarm is missing or unknown.
        """
        root = self.root
        parser.check_states(root, states)
        return root.evaluate(states)

    def normalized(self) -> AlarmRule:
        """Return the rule with uniform spaces, quotes and parentheses.

        Returns
        -------
        AlarmRule
            Rules with the same structure have the same normalized text.
        """
        return AlarmRule(self.root.text())

    def tree(self, states: abc.Mapping[str, str] | None = None) -> str:
        """Return the rule as a tree of text, one line per condition.

        Parameters
        ----------
        states : dict of str to str, optional
            The state of each alarm. If given, each line ends with the value of its
            condition.

        Returns
        -------
        str

        Examples
        --------
        >>> print((in_alarm("cpu") & ~in_alarm("deploying")).tree())
        AND
        ├── ALARM("cpu")
        └── NOT
            └── ALARM("deploying")
        """
        root = self.root
        if states is not None:
            parser.check_states(root, states)
        return "\n".join(root.lines(states))

    def _repr_html_(self) -> str:
        from reboto._html import escape

        try:
            shown = self.tree()
        except ValueError:
            shown = str(self)
        return f"<pre>{escape(shown)}</pre>"


def in_alarm(alarm: typing.Any) -> AlarmRule:
    """Return a rule that is true while an alarm is in ALARM.

    Parameters
    ----------
    alarm : str, MetricAlarm, CompositeAlarm or LogAlarm
        The alarm, its name or its ARN.

    Returns
    -------
    AlarmRule

    Examples
    --------
    >>> in_alarm("cpu") | in_alarm("errors")
    AlarmRule('ALARM("cpu") OR ALARM("errors")')
    """
    return AlarmRule(parser.State("ALARM", _name("alarm", alarm)).text())


def is_ok(alarm: typing.Any) -> AlarmRule:
    """Return a rule that is true while an alarm is OK.

    Parameters
    ----------
    alarm : str, MetricAlarm, CompositeAlarm or LogAlarm
        The alarm, its name or its ARN.

    Returns
    -------
    AlarmRule

    Examples
    --------
    >>> is_ok("database")
    AlarmRule('OK("database")')
    """
    return AlarmRule(parser.State("OK", _name("alarm", alarm)).text())


def has_no_data(alarm: typing.Any) -> AlarmRule:
    """Return a rule that is true while an alarm is in INSUFFICIENT_DATA.

    Parameters
    ----------
    alarm : str, MetricAlarm, CompositeAlarm or LogAlarm
        The alarm, its name or its ARN.

    Returns
    -------
    AlarmRule

    Examples
    --------
    >>> ~has_no_data("heartbeat")
    AlarmRule('NOT INSUFFICIENT_DATA("heartbeat")')
    """
    return AlarmRule(parser.State("INSUFFICIENT_DATA", _name("alarm", alarm)).text())


def at_least(
    threshold: int | str,
    alarms: abc.Iterable[typing.Any],
    state: typing.Literal[
        "ALARM", "OK", "INSUFFICIENT_DATA", "NOT ALARM", "NOT OK", "NOT INSUFFICIENT_DATA"
    ] = "ALARM",
) -> AlarmRule:
    """Return a rule that is true while a number or a share of alarms is in a state.

    Parameters
    ----------
    threshold : int or str
        Minimum number of alarms, or a share of them such as ``"50%"``.
    alarms : iterable of str, MetricAlarm, CompositeAlarm or LogAlarm
        The alarms, their names or their ARNs.
    state : str, default "ALARM"
        ``"ALARM"``, ``"OK"`` or ``"INSUFFICIENT_DATA"``, or one of them after ``"NOT "``.

    Returns
    -------
    AlarmRule

    Raises
    ------
    ValueError, TypeError
        If the threshold is invalid or more than the number of alarms.

    Examples
    --------
    >>> at_least(2, ["a", "b", "c"])
    AlarmRule('AT_LEAST(2, ALARM, ("a", "b", "c"))')
    >>> at_least("50%", ["a", "b"], "NOT OK")
    AlarmRule('AT_LEAST(50%, NOT OK, ("a", "b"))')
    """
    given = list_of("alarms", alarms, "alarms or names")
    names = tuple(_name(f"alarms[{at}]", alarm) for at, alarm in enumerate(given))
    return AlarmRule(parser.AtLeast.of(threshold, state, names).text())


def _name(argument: str, alarm: typing.Any) -> str:
    name = alarm if isinstance(alarm, str) else getattr(alarm, "name", None)
    if isinstance(alarm, AlarmRule) or not isinstance(name, str):
        raise TypeError(f"{argument} must be an alarm or its name, got {_core.shown(alarm)}")
    if not name:
        raise ValueError(f"{argument} must be a non-empty name, got {_core.shown(alarm)}")
    if '"' in name:
        raise ValueError(
            f"{argument}: a rule cannot refer to a name with a quote, got {_core.shown(name)}"
        )
    return name


def _joined(left: str, right: str, *, all_of: bool) -> AlarmRule:
    if not isinstance(left, str) or not isinstance(right, str):
        return NotImplemented
    kind = parser.And if all_of else parser.Or
    return AlarmRule(kind.of(parser.parse(str(left)), parser.parse(str(right))).text())


TRUE = AlarmRule("TRUE")
"""The rule that is always true."""

FALSE = AlarmRule("FALSE")
"""The rule that is never true."""
