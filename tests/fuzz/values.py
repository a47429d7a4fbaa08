"""Values that a script may pass by mistake, or an attacker on purpose."""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
from typing import TYPE_CHECKING, Any

import numpy
import pandas
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable


class Raised(Exception):  # noqa: N818 - it is no error of reboto's
    """The exception that a hostile object raises; it must reach the caller."""


_PROTOCOLS = {
    "__str__": "",
    "__repr__": "",
    "__iter__": (),
    "__bool__": (),
    "__len__": (),
    "__index__": (),
    "__int__": (),
    "__float__": (),
    "__eq__": (),
    "__hash__": (),
    "__getitem__": (),
    "__contains__": (),
    "__call__": (),
    "isoformat": (),
    "keys": (),
    "items": (),
}


def _refuse(*arguments: object, **named: object) -> Any:
    raise Raised


def _raising(*bases: type) -> list[type]:
    return [
        type(f"Raising{protocol}", bases or (object,), {protocol: _refuse})
        for protocol in _PROTOCOLS
    ]


class _Property:
    """An object whose attributes cannot be read."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise Raised


class _Anything:
    """An object that has every attribute there is, itself."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object, **__: object) -> Any:
        return self

    def __iter__(self) -> Any:
        return iter((1, 2))


class _Wrong:
    """An object whose special methods return values of wrong types."""

    def isoformat(self) -> Any:
        return 5

    def items(self) -> Any:
        return 7

    name = 3.5
    policy_arn = b"\xff"
    endpoint = object()


class _Liar:
    """An object that says it is text."""

    __class__ = str  # type: ignore[assignment]


class Text(str):
    """A subclass of str whose text forms differ from its value."""

    __slots__ = ()

    def __str__(self) -> str:
        return "another"

    def lower(self) -> str:
        return "another"


class Whole(int):
    def __index__(self) -> int:
        return 12

    def __str__(self) -> str:
        return "twelve"


class Real(float):
    def __float__(self) -> float:
        return 0.5


class Items(list[Any]):
    """A list that says it is longer than it is."""

    def __len__(self) -> int:
        return 1000


class Pairs(dict[Any, Any]):
    def items(self) -> Any:
        return [("a",), ("b", "c", "d"), 5]


class Word(str, enum.Enum):
    OK = "OK"


class Number(enum.IntEnum):
    ONE = 1


def _itself() -> Any:
    endless: list[Any] = ["a"]
    endless.append(endless)
    return endless


def _dict_itself() -> Any:
    endless: dict[Any, Any] = {"a": 1}
    endless["b"] = endless
    return endless


def _deep() -> Any:
    nested: Any = "a"
    for _ in range(3000):
        nested = [nested]
    return nested


def _deep_dict() -> Any:
    nested: Any = "a"
    for _ in range(3000):
        nested = {"a": nested}
    return nested


_LONG = "é" * 10_000_000
_EAST = datetime.timezone(datetime.timedelta(hours=23, minutes=59, seconds=59))
_WEST = datetime.timezone(-datetime.timedelta(hours=23, minutes=59, microseconds=1))

_TEXTS = [
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "a\udfffb",
    "\x1b[2J",
    "a\r\nX-Header: 1",
    "\ufffe",
    "\u202e",
    "&Action=Delete",
    "<a>&b;",
    "%00",
    "-1",
    "1e999",
    "nan",
    "\uff11\uff12",
    "1_000",
    "0x10",
    "9" * 5000,
    "None",
    "../../etc/passwd",
    "2026-11-24T12:00:00Z",
    "2026-99-99",
    "{" * 5000,
]

_MAKERS: list[Callable[[], Any]] = [
    _itself,
    _dict_itself,
    _deep,
    _deep_dict,
    lambda: (part for part in ("a", "b")),
    lambda: iter(["a", None]),
    lambda: map(_refuse, "ab"),
    lambda: {"a": {1, 2}},
    lambda: memoryview(b"ab"),
    lambda: bytearray(b"ab"),
    lambda: Items(["a", "b"]),
    lambda: Pairs(a=1),
    lambda: [None, "", 0, [], {}],
    lambda: {None: None, 1: 2, b"\xff": b"\xff", "": ""},
    lambda: ["\ud800"],
    lambda: {"\ud800": "\ud800"},
    lambda: ["a"] * 5000,
    lambda: {f"a{at}": "b" for at in range(5000)},
    lambda: _LONG,
    lambda: [_LONG],
    lambda: _LONG.encode(),
    _Property,
    _Anything,
    _Wrong,
    _Liar,
    object,
    *_raising(),
    *_raising(list),
    *_raising(dict),
    *(lambda made=made: made("ab") for made in _raising(str)),
    *(lambda made=made: made(7) for made in _raising(int)),
    *(lambda made=made: made(7) for made in _raising(float)),
]

_SINGLE: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    2**31,
    -(2**31) - 1,
    2**63,
    -(2**64),
    10**400,
    float("nan"),
    float("inf"),
    -0.0,
    1.5,
    1e308,
    5e-324,
    1j,
    b"",
    b"\xff\0",
    decimal.Decimal("1.5"),
    decimal.Decimal("NaN"),
    decimal.Decimal("sNaN"),
    decimal.Decimal("-Infinity"),
    decimal.Decimal("1E+999999999"),
    decimal.Decimal("1E-999999999"),
    fractions.Fraction(1, 3),
    fractions.Fraction(10**400),
    numpy.float32("nan"),
    numpy.float64("inf"),
    numpy.int8(-1),
    numpy.bool_(True),
    numpy.str_("web"),
    numpy.datetime64("NaT", "s"),
    numpy.timedelta64(1, "Y"),
    numpy.array(5),
    numpy.array([1.5, 2.5]),
    numpy.array(["a", None], dtype=object),
    pandas.NA,
    pandas.NaT,
    pandas.Timestamp("2026-11-24T12:00", tz="Asia/Tokyo"),
    pandas.Series(["a", "b"]),
    pandas.DataFrame({"a": [1]}),
    datetime.datetime.min,
    datetime.datetime.max,
    datetime.datetime.min.replace(tzinfo=_EAST),
    datetime.datetime.max.replace(tzinfo=_WEST),
    datetime.datetime(2026, 11, 24, 12, tzinfo=_EAST),
    datetime.date(2026, 11, 24),
    datetime.time(12),
    datetime.timedelta.max,
    Ellipsis,
    int,
    Raised,
    Raised("an instance"),
    len,
    lambda *_, **__: None,
    range(3),
    {"a", "b"},
    (),
    ("a",),
    Word.OK,
    Number.ONE,
    Text("web"),
    Whole(60),
    Real(1.0),
]

_scalars = (
    st.sampled_from(_SINGLE)
    | st.sampled_from(_TEXTS)
    | st.sampled_from(_MAKERS).map(lambda make: make())
    | st.text()
    | st.integers()
    | st.floats()
    | st.datetimes()
    | st.binary()
)
# Containers of what is hostile are hostile too.
hostile = (
    _scalars
    | st.lists(_scalars, max_size=3)
    | st.dictionaries(st.text() | st.integers(), _scalars, max_size=3)
)
