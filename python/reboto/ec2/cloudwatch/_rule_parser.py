"""The syntax of rules of composite alarms: a tree of conditions and its parser."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from reboto import _core

STATES = ("ALARM", "OK", "INSUFFICIENT_DATA")
# Deeper nesting could exceed Python's recursion limit; AWS accepts 500 elements.
_DEEPEST = 100


class Node:
    """A condition of a rule. The classes of conditions define `text` and `evaluate`."""

    # Operators with a higher number bind more tightly.
    binding = 4

    def text(self) -> str:
        """Return the condition in AWS's syntax."""
        raise NotImplementedError

    def alarms(self) -> Iterator[str]:
        """Iterate over the names or ARNs of alarms."""
        for part in self.parts():
            yield from part.alarms()

    def parts(self) -> tuple[Node, ...]:
        """Return the conditions inside."""
        return ()

    def evaluate(self, states: Mapping[str, str]) -> bool:
        """Evaluate the condition for the state of each alarm; others are in no state."""
        raise NotImplementedError

    def label(self) -> str:
        """Return the text of the condition in a tree, without the conditions inside."""
        return self.text()

    def lines(self, states: Mapping[str, str] | None = None) -> Iterator[str]:
        """Iterate over the lines of a tree."""
        value = "" if states is None else f": {str(self.evaluate(states)).lower()}"
        yield f"{self.label()}{value}"
        parts = self.parts()
        for number, part in enumerate(parts, 1):
            first, rest = ("└── ", "    ") if number == len(parts) else ("├── ", "│   ")
            for at, line in enumerate(part.lines(states)):
                yield f"{rest if at else first}{line}"


@dataclass(frozen=True)
class State(Node):
    """Whether an alarm is in a state.

    Parameters
    ----------
    state : str
        ``"ALARM"``, ``"OK"`` or ``"INSUFFICIENT_DATA"``.
    alarm : str
        Name or ARN of the alarm.
    """

    state: str
    alarm: str

    def text(self) -> str:
        return f'{self.state}("{self.alarm}")'

    def alarms(self) -> Iterator[str]:
        yield self.alarm

    def evaluate(self, states: Mapping[str, str]) -> bool:
        return states.get(self.alarm) == self.state


@dataclass(frozen=True)
class Constant(Node):
    """``TRUE`` or ``FALSE``.

    Parameters
    ----------
    value : bool
        The value.
    """

    value: bool

    def text(self) -> str:
        return str(self.value).upper()

    def evaluate(self, states: Mapping[str, str]) -> bool:  # noqa: ARG002 - the same for all
        return self.value


@dataclass(frozen=True)
class AtLeast(Node):
    """Whether a number or a share of alarms is in a state.

    Parameters
    ----------
    threshold : str
        A number of alarms, or a share such as ``"50%"``.
    state : str
        A state, or ``"NOT "`` and a state.
    of_alarms : tuple of str
        Names or ARNs of the alarms.
    """

    threshold: str
    state: str
    of_alarms: tuple[str, ...]

    @classmethod
    def of(cls, threshold: object, state: object, alarms: tuple[str, ...]) -> AtLeast:
        """Return the condition; check its arguments."""
        known = [*STATES, *(f"NOT {name}" for name in STATES)]
        if state not in known:
            raise ValueError(
                f"state must be one of {', '.join(map(repr, known))}, got {_core.shown(state)}"
            )
        if not alarms:
            raise ValueError("alarms must have at least one alarm")
        text = str(threshold) if type(threshold) in (int, str) else ""
        if not re.fullmatch(r"\d{1,4}%?", text):
            raise ValueError(
                f"threshold must be a number of alarms or a share such as '50%', "
                f"got {_core.shown(threshold)}"
            )
        most, unit = (100, "%") if text.endswith("%") else (len(alarms), "")
        if not 1 <= int(text.removesuffix("%")) <= most:
            raise ValueError(
                f"threshold must be from 1{unit} to {most}{unit}, got {_core.shown(threshold)}"
            )
        return cls(text, str(state), alarms)

    def text(self) -> str:
        names = ", ".join(f'"{name}"' for name in self.of_alarms)
        return f"AT_LEAST({self.threshold}, {self.state}, ({names}))"

    def alarms(self) -> Iterator[str]:
        yield from self.of_alarms

    def parts(self) -> tuple[Node, ...]:
        state = State(self.state.removeprefix("NOT "), "")
        each = (State(state.state, name) for name in self.of_alarms)
        return tuple(Not(part) if self.state.startswith("NOT ") else part for part in each)

    def label(self) -> str:
        return f"AT_LEAST {self.threshold}"

    def evaluate(self, states: Mapping[str, str]) -> bool:
        count = sum(part.evaluate(states) for part in self.parts())
        share = self.threshold.endswith("%")
        number = int(self.threshold.removesuffix("%"))
        return count >= (math.ceil(number * len(self.of_alarms) / 100) if share else number)


@dataclass(frozen=True)
class Not(Node):
    """The opposite of a condition.

    Parameters
    ----------
    part : Node
        The condition.
    """

    part: Node
    binding = 3

    def text(self) -> str:
        return f"NOT {_inside(self, self.part)}"

    def parts(self) -> tuple[Node, ...]:
        return (self.part,)

    def label(self) -> str:
        return "NOT"

    def evaluate(self, states: Mapping[str, str]) -> bool:
        return not self.part.evaluate(states)


@dataclass(frozen=True)
class _Several(Node):
    """Several conditions joined by an operator.

    Parameters
    ----------
    joined : tuple of Node
        The conditions.
    """

    joined: tuple[Node, ...]
    word = ""

    @classmethod
    def of(cls, *given: Node) -> Node:
        """Join conditions; those that are joined by the same operator are not nested."""
        flat: list[Node] = []
        for part in given:
            flat.extend(part.joined if type(part) is cls else (part,))
        return cls(tuple(flat))

    def text(self) -> str:
        return f" {self.word} ".join(_inside(self, part) for part in self.joined)

    def parts(self) -> tuple[Node, ...]:
        return self.joined

    def label(self) -> str:
        return self.word


class And(_Several):
    """Whether all conditions are true."""

    binding = 2
    word = "AND"

    def evaluate(self, states: Mapping[str, str]) -> bool:
        return all(part.evaluate(states) for part in self.joined)


class Or(_Several):
    """Whether any condition is true."""

    binding = 1
    word = "OR"

    def evaluate(self, states: Mapping[str, str]) -> bool:
        return any(part.evaluate(states) for part in self.joined)


def _inside(outer: Node, part: Node) -> str:
    return part.text() if part.binding > outer.binding else f"({part.text()})"


def check_states(root: Node, states: Mapping[str, str]) -> None:
    """Raise ValueError if the state of an alarm in a rule is missing or unknown."""
    for alarm in root.alarms():
        state = states.get(alarm)
        if state is None:
            raise ValueError(f"states must have the state of the alarm {alarm!r}")
        if state not in STATES:
            raise ValueError(
                f"states[{alarm!r}] must be one of {', '.join(STATES)}, got {_core.shown(state)}"
            )


_TOKEN = re.compile(r'\s*(?:(?P<mark>[(),])|"(?P<quoted>[^"]*)"|(?P<word>[^\s(),"]+))')


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int

    @property
    def key(self) -> str:
        """The text of a word or mark, in upper case; empty for a quoted name."""
        return "" if self.kind == "quoted" else self.text.upper()


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            _refuse(text, start, "the quote is not closed")
        kind = match.lastgroup or ""
        start = match.start(kind) - (kind == "quoted")
        found.append(_Token(kind, match.group(kind), start))
        at = match.end()
    return found


def elements(text: str) -> int:
    """Return the number of elements: alarms, constants and parentheses around conditions.

    Parameters
    ----------
    text : str
        A rule.

    Returns
    -------
    int
    """
    parser = _Parser(text)
    parser.whole()
    return parser.elements


def _refuse(text: str, at: int, what: str) -> NoReturn:
    where = f"at position {at}" if at < len(text.rstrip()) else f"after position {at}, at the end"
    shown = text if len(text) <= 200 else f"{text[max(at - 60, 0) : at + 60]}"
    raise ValueError(f"rule: {what} {where}: {shown}")


def parse(text: str) -> Node:
    """Parse a rule in AWS's syntax.

    Parameters
    ----------
    text : str
        The rule. Operators and functions may be in lower case, and names without quotes.

    Returns
    -------
    Node

    Raises
    ------
    ValueError
        If the text is not a rule. The message has the position, counted from 0.
    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0
        self.elements = 0

    def whole(self) -> Node:
        node = self.either()
        token = self.peek()
        if token is not None:
            _refuse(
                self.text, token.at, f"expected AND, OR or the end, got {_core.shown(token.text)}"
            )
        return node

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, expected: str, *keys: str) -> _Token:
        """Return the next token, which must be one of `keys` if there are any."""
        token = self.peek()
        if token is None:
            _refuse(self.text, len(self.text.rstrip()), f"expected {expected}")
        if keys and token.key not in keys:
            _refuse(self.text, token.at, f"expected {expected}, got {_core.shown(token.text)}")
        self.at += 1
        return token

    def accept(self, *keys: str) -> bool:
        token = self.peek()
        found = token is not None and token.key in keys
        self.at += found
        return found

    def either(self) -> Node:
        parts = [self.both()]
        while self.accept("OR"):
            parts.append(self.both())
        return Or.of(*parts) if len(parts) > 1 else parts[0]

    def both(self) -> Node:
        parts = [self.negated()]
        while self.accept("AND"):
            parts.append(self.negated())
        return And.of(*parts) if len(parts) > 1 else parts[0]

    def negated(self) -> Node:
        token = self.peek()
        self.depth += 1
        if token is not None and self.depth > _DEEPEST:
            _refuse(self.text, token.at, f"more than {_DEEPEST} levels of nesting")
        node = Not(self.negated()) if self.accept("NOT") else self.condition()
        self.depth -= 1
        return node

    def condition(self) -> Node:
        token = self.take("a condition")
        self.elements += token.key in ("(", "TRUE", "FALSE")
        if token.key == "(":
            node = self.either()
            self.take("')'", ")")
            return node
        if token.key in ("TRUE", "FALSE"):
            return Constant(token.key == "TRUE")
        if token.key in STATES:
            self.take("'('", "(")
            name = self.name()
            self.take("')'", ")")
            return State(token.key, name)
        if token.key == "AT_LEAST":
            return self.several(token)
        _refuse(
            self.text,
            token.at,
            "expected ALARM(...), OK(...), INSUFFICIENT_DATA(...), AT_LEAST(...), TRUE, FALSE, "
            f"NOT or '(', got {_core.shown(token.text)}",
        )

    def name(self) -> str:
        self.elements += 1
        token = self.take("the name of an alarm")
        if token.kind == "mark" or not token.text.strip():
            _refuse(
                self.text, token.at, f"expected the name of an alarm, got {_core.shown(token.text)}"
            )
        return token.text

    def several(self, start: _Token) -> Node:
        self.take("'('", "(")
        threshold = self.take("a number or a share such as 50%").text
        self.take("','", ",")
        prefix = "NOT " if self.accept("NOT") else ""
        state = prefix + self.take("a state", *STATES).key
        self.take("','", ",")
        self.take("'('", "(")
        names = [self.name()]
        while self.accept(","):
            names.append(self.name())
        self.take("')'", ")")
        self.take("')'", ")")
        try:
            return AtLeast.of(threshold, state, tuple(names))
        except ValueError as error:
            _refuse(self.text, start.at, f"{error},")
