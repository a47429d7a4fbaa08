"""Rules of composite alarms.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    # Takes the states of alarms by name or ARN.
    Rule = Callable[[Mapping[str, str]], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"(?P<quoted>(?:[^"\\]|\\.)+)"|(?P<bare>[^\s()"]+))\s*\)"""
    r"|(?P<word>AND|OR|NOT|TRUE|FALSE)\b|(?P<sign>[()]))"
)


class RuleError(ValueError):
    """A rule that is invalid."""


def parse(text: str) -> tuple[Rule, list[str]]:
    """Parse a rule. Returns its function, and the names or ARNs of its alarms in order.

    Raises
    ------
    RuleError
        If the rule is invalid.
    """
    parser = _Parser(text)
    rule = parser.either()
    if parser.place < len(parser.tokens):
        raise RuleError(f"unexpected {parser.tokens[parser.place][1]!r}")
    return rule, list(dict.fromkeys(parser.names))


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, str]] = []
        self.names: list[str] = []
        self.place = 0
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if not found:
                raise RuleError(f"unexpected {text[at:].strip()[:40]!r}")
            at = found.end()
            kind = found.lastgroup or ""
            if found["state"]:
                quoted = found["quoted"]
                name = re.sub(r"\\(.)", r"\1", quoted) if quoted else found["bare"]
                self.tokens.append(("state", found["state"], name))
            else:
                self.tokens.append((kind, found[kind], ""))

    def _take(self, *words: str) -> bool:
        if self.place < len(self.tokens):
            kind, text, _ = self.tokens[self.place]
            if kind != "state" and text in words:
                self.place += 1
                return True
        return False

    def either(self) -> Rule:
        rules = [self._both()]
        while self._take("OR"):
            rules.append(self._both())
        return rules[0] if len(rules) == 1 else lambda states: any(one(states) for one in rules)

    def _both(self) -> Rule:
        rules = [self._negated()]
        while self._take("AND"):
            rules.append(self._negated())
        return rules[0] if len(rules) == 1 else lambda states: all(one(states) for one in rules)

    def _negated(self) -> Rule:
        negations = 0
        while self._take("NOT"):
            negations += 1
        rule = self._single()
        return (lambda states: not rule(states)) if negations % 2 else rule

    def _single(self) -> Rule:
        if self._take("TRUE"):
            return lambda _: True
        if self._take("FALSE"):
            return lambda _: False
        if self._take("("):
            rule = self.either()
            if not self._take(")"):
                raise RuleError("a closing parenthesis is missing")
            return rule
        if self.place >= len(self.tokens):
            raise RuleError("the rule ends where an alarm is expected")
        kind, state, name = self.tokens[self.place]
        if kind != "state":
            raise RuleError(f"unexpected {state!r}")
        self.place += 1
        self.names.append(name)
        return lambda states: states.get(name) == state
