"""Parser and evaluator of metric math expressions.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from __future__ import annotations

import math
import operator
import re
from typing import TYPE_CHECKING, Any

from reboto.local._cloudwatch.math_values import (
    AGGREGATES,
    CLOCK,
    MathError,
    MathUnsupportedError,
    Series,
    Span,
    Value,
    aggregated,
    chosen,
    combined,
    each,
    filled,
    is_number,
    running_sum,
    series_of,
    steps,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/^()\[\],<>]))"
)
_MAX_DEPTH = 50

_EACH: dict[str, Callable[[float], float]] = {
    "ABS": abs,
    "CEIL": math.ceil,
    "FLOOR": math.floor,
    "LOG": lambda number: math.log(number) if number > 0 else math.nan,
    "LOG10": lambda number: math.log10(number) if number > 0 else math.nan,
}
_UNSUPPORTED_FUNCTIONS = {
    "ANOMALY_DETECTION_BAND",
    "DB_PERF_INSIGHTS",
    "INSIGHT_RULE_METRIC",
    "LAMBDA",
    "SEARCH",
    "SERVICE_QUOTA",
}


def _power(left: float, right: float) -> float:
    try:
        result = left**right
    except (OverflowError, ZeroDivisionError):
        return math.nan
    return result if isinstance(result, int | float) else math.nan


# In order of precedence, lowest first.
_OPERATORS: tuple[dict[str, Callable[[float, float], float]], ...] = (
    {
        "||": lambda left, right: float(bool(left or right)),
        "OR": lambda left, right: float(bool(left or right)),
    },
    {
        "&&": lambda left, right: float(bool(left and right)),
        "AND": lambda left, right: float(bool(left and right)),
    },
    {
        "==": lambda left, right: float(left == right),
        "!=": lambda left, right: float(left != right),
        "<=": lambda left, right: float(left <= right),
        ">=": lambda left, right: float(left >= right),
        "<": lambda left, right: float(left < right),
        ">": lambda left, right: float(left > right),
    },
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": lambda left, right: left / right if right else math.nan},
)


class Expression:
    """An expression, evaluated against the other queries of its request.

    Parameters
    ----------
    text : str
        The expression.
    resolve : callable
        Returns the value of a query by its id.
    metrics : callable
        Returns the metrics of the request by id, for ``METRICS()``.
    span : Span
        The request's time range.
    """

    def __init__(
        self,
        text: str,
        resolve: Callable[[str], Value],
        metrics: Callable[[], Mapping[str, Series]],
        span: Span,
    ) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0
        self._resolve = resolve
        self._metrics = metrics
        self._span = span

    def value(self) -> Value:
        """Evaluate the expression.

        Raises
        ------
        MathError
            If CloudWatch rejects the expression.
        MathUnsupportedError
            If CloudWatch evaluates the expression, but the local endpoint cannot.
        """
        value = self._operation(0)
        if self._at < len(self._tokens):
            raise MathError(f"unexpected {self._tokens[self._at]!r}")
        return value

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, wanted: str = "") -> str:
        token = self._peek()
        if not token or (wanted and token != wanted):
            raise MathError(f"expected {wanted or 'a value'}, got {token or 'the end'!r}")
        self._at += 1
        return token

    def _operation(self, level: int) -> Value:
        if level == len(_OPERATORS):
            return self._signed()
        value = self._operation(level + 1)
        while self._peek() in _OPERATORS[level]:
            value = combined(value, *self._right(level))
        return value

    def _right(self, level: int) -> tuple[Value, Callable[[float, float], float]]:
        function = _OPERATORS[level][self._take()]
        return self._operation(level + 1), function

    def _signed(self) -> Value:
        if self._peek() in {"-", "+"}:
            sign = -1.0 if self._take() == "-" else 1.0
            return each(self._nested(self._signed), lambda number: sign * number)
        value = self._primary()
        if self._peek() == "^":
            self._take()
            return combined(value, self._nested(self._signed), _power)
        return value

    def _nested(self, read: Callable[[], Value]) -> Value:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise MathError(f"must not be nested more than {_MAX_DEPTH} levels deep")
        value = read()
        self._depth -= 1
        return value

    def _primary(self) -> Value:
        token = self._take()
        if token == "(":  # noqa: S105 - a token of an expression
            value = self._nested(lambda: self._operation(0))
            self._take(")")
            return value
        if token == "[":  # noqa: S105 - a token of an expression
            return [one for value in self._list("]") for one in series_of(value, "an array")]
        if token[0].isdigit() or token[0] == ".":
            return float(token)
        if not re.fullmatch(r"[A-Za-z_]\w*", token):
            raise MathError(f"unexpected {token!r}")
        if self._peek() != "(":
            return self._resolve(token)
        self._take()
        return self._nested(lambda: self._function(token.upper()))

    def _list(self, end: str) -> list[Value]:
        values: list[Value] = []
        while self._peek() != end:
            values.append(self._nested(lambda: self._operation(0)))
            if self._peek() != end:
                self._take(",")
        self._take(end)
        return values

    def _words(self, words: tuple[str, ...]) -> list[Any]:
        """Parse a function's arguments; some may be keywords or strings."""
        values: list[Any] = []
        while self._peek() != ")":
            token = self._peek()
            if token in words or token[:1] in {"'", '"'}:
                values.append(self._take().strip("'\""))
            else:
                values.append(self._nested(lambda: self._operation(0)))
            if self._peek() != ")":
                self._take(",")
        self._take(")")
        return values

    def _function(self, name: str) -> Value:
        if name in _UNSUPPORTED_FUNCTIONS:
            raise MathUnsupportedError(f"the function {name}")
        words = {"FILL": ("REPEAT", "LINEAR"), "SORT": (*AGGREGATES, "ASC", "DESC")}.get(name, ())
        arguments = self._words(words)
        function = getattr(self, f"_{name.lower()}_of", None)
        if name == "METRICS":
            return self._all_metrics(*arguments)
        least, most = _ARGUMENTS.get(name, (1, 1))
        known = (
            function or name in _EACH or name in AGGREGATES or name in CLOCK or name in _ARGUMENTS
        )
        if not known:
            raise MathError(f"unknown function {name}")
        if not least <= len(arguments) <= most:
            raise MathError(
                f"{name} takes {least if least == most else f'{least} to {most}'} arguments"
            )
        if any(isinstance(one, str) for one in arguments) and not words:
            raise MathError(f"{name} does not accept a string")
        if function:
            value: Value = function(*arguments)
            return value
        (argument,) = arguments
        if name in _EACH:
            return each(argument, _EACH[name])
        if name in AGGREGATES:
            return aggregated(name, argument, self._span)
        return self._by_series(name, argument)

    def _by_series(self, name: str, value: Value) -> Value:
        functions: dict[str, Callable[[Series], Series]] = {
            "DIFF": lambda one: steps(one, lambda change, _: change),
            "DIFF_TIME": lambda one: steps(one, lambda _, seconds: seconds),
            "RATE": lambda one: steps(one, lambda change, seconds: change / seconds),
            "RUNNING_SUM": running_sum,
        }
        if name in CLOCK:
            clock = CLOCK[name]
            done = [
                one.having((at, clock(at)) for at in one.points) for one in series_of(value, name)
            ]
        else:
            done = [functions[name](one) for one in series_of(value, name)]
        return done if isinstance(value, list) else done[0]

    def _all_metrics(self, *part: str) -> Value:
        if len(part) > 1 or not all(isinstance(one, str) for one in part):
            raise MathError("METRICS takes at most one argument, a string")
        return [
            series
            for name, series in self._metrics().items()
            if not part or part[0] in name or part[0] in series.label
        ]

    def _fill_of(self, value: Value, filling: Any) -> Value:
        done = [filled(one, filling, self._span) for one in series_of(value, "FILL")]
        return done if isinstance(value, list) else done[0]

    def _if_of(self, condition: Value, yes: Value, no: Value | None = None) -> Value:
        return chosen(condition, yes, no)

    def _datapoint_count_of(self, value: Value) -> Value:
        return float(sum(len(one.points) for one in series_of(value, "DATAPOINT_COUNT")))

    def _metric_count_of(self, value: Value) -> Value:
        return float(len(series_of(value, "METRIC_COUNT")))

    def _period_of(self, value: Value) -> Value:
        if not isinstance(value, Series):
            raise MathError("PERIOD requires one time series")
        return float(value.period)

    def _first_of(self, value: Value) -> Value:
        return self._slice_of(value, 0.0)

    def _last_of(self, value: Value) -> Value:
        return self._slice_of(value, len(series_of(value, "LAST")) - 1.0)

    def _remove_empty_of(self, value: Value) -> Value:
        return [one for one in series_of(value, "REMOVE_EMPTY") if one.points]

    def _slice_of(self, value: Value, start: Value, end: Value | None = None) -> Value:
        series = series_of(value, "SLICE")
        if not is_number(start) or not (end is None or is_number(end)):
            raise MathError("the bounds of SLICE must be numbers")
        if end is not None:
            return series[int(start) : int(end)]  # type: ignore[arg-type]
        if not 0 <= start < len(series):  # type: ignore[operator]
            raise MathError("the index of SLICE is out of range")
        return series[int(start)]  # type: ignore[arg-type]

    def _sort_of(self, value: Value, by: Any, order: Any, most: Value | None = None) -> Value:
        if (
            by not in AGGREGATES
            or order not in {"ASC", "DESC"}
            or not (most is None or is_number(most))
        ):
            raise MathError("SORT requires AVG, MAX, MIN, STDDEV or SUM, then ASC or DESC")
        series = [one for one in series_of(value, "SORT") if one.points]
        series.sort(
            key=lambda one: AGGREGATES[by](list(one.points.values())), reverse=order == "DESC"
        )
        return series if most is None else series[: int(most)]  # type: ignore[arg-type]

    def _time_series_of(self, value: Value) -> Value:
        if not is_number(value):
            raise MathError("TIME_SERIES requires a number")
        span = self._span
        return Series("", {}, span.period).having((at, value) for at in span.times(span.period))  # type: ignore[misc]


# Minimum and maximum number of arguments; one for functions that are not listed.
_ARGUMENTS = {
    "DIFF": (1, 1),
    "DIFF_TIME": (1, 1),
    "FILL": (2, 2),
    "IF": (2, 3),
    "RATE": (1, 1),
    "RUNNING_SUM": (1, 1),
    "SLICE": (2, 3),
    "SORT": (3, 4),
}


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise MathError(f"unexpected {text[at:].strip()[:20]!r}")
        tokens.append(found[0].strip())
        at = found.end()
    if not tokens:
        raise MathError("the expression is empty")
    return tokens
