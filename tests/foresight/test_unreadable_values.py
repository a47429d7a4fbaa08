"""Values without end or of any type are short errors that name the argument."""

from __future__ import annotations

import decimal
import itertools
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy
import pytest

from reboto import foresight
from reboto.foresight import _series
from reboto.foresight.load import Burst, Daily, Load, Step

if TYPE_CHECKING:
    from collections.abc import Callable


class _Endless(Mapping[Any, Any]):
    """A mapping of times to numbers that never ends, though it says that it is short."""

    def __getitem__(self, key: Any) -> Any:
        return 5

    def __iter__(self) -> Iterator[Any]:
        return itertools.count()

    def __len__(self) -> int:
        return 3


class _Unprintable:
    def __repr__(self) -> str:
        return repr(self)


LONG = b"\xff" * 1000
NUMBERS: dict[str, Callable[[], Any]] = {
    "a huge integer": lambda: 10**5000,
    "a signaling NaN": lambda: decimal.Decimal("sNaN"),
    "an array": lambda: numpy.array([1, 2]),
    "long bytes": lambda: LONG,
    "a list": lambda: [LONG],
    "no representation": _Unprintable,
    "a list of huge integers": lambda: [10**5000],
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers(kind: str) -> None:
    numbers: dict[str, Callable[[Any], Any]] = {
        "height": lambda value: Burst(value, 0, "5m"),
        "trough": lambda value: Daily(trough=value, peak=100),
        "peak": lambda value: Daily(trough=1, peak=value),
    }
    for name, make in numbers.items():
        with pytest.raises((TypeError, ValueError), match=f"^{name} must be a number") as caught:
            make(NUMBERS[kind]())
        assert len(str(caught.value)) < 300
    if kind != "a huge integer":
        with pytest.raises(TypeError, match=r"^resolution must be an integer of at least 1"):
            Load([1], resolution=NUMBERS[kind]())


@pytest.mark.parametrize(
    "make", [lambda: itertools.repeat(5), _Endless, lambda: (5 for _ in itertools.count())]
)
def test_points_without_end(monkeypatch: pytest.MonkeyPatch, make: Callable[[], Any]) -> None:
    # The limit is that of a series that takes a second to read.
    monkeypatch.setattr(_series, "MOST_ITEMS", 1000)
    with pytest.raises(ValueError, match="load must have at most 1,000 values"):
        Load(make())
    assert len(Load([1] * 2000).values) == 2000
    assert len(Load(iter([1] * 1000)).values) == 1000


def test_a_space_without_end() -> None:
    group: Any = {"min_size": 1, "max_size": 5, "desired_capacity": 1}
    scenario = foresight.scenario(group, metrics={"CPU": [50]}, start="2026-11-24T12:00:00Z")
    with pytest.raises(ValueError, match=r"space.* must have at most 1000000 items"):
        foresight.sweep(scenario, {"group.max_size": itertools.count()})


@pytest.mark.parametrize("value", [LONG, [LONG], _Unprintable()])
def test_points_of_other_types(value: Any) -> None:
    with pytest.raises(TypeError, match="load must be ") as caught:
        Load([value, 5] if value is not LONG else value)
    assert len(str(caught.value)) < 300


def test_loads_that_do_not_fit() -> None:
    loads: dict[str, Callable[[], Any]] = {
        "at": lambda: Burst(5, 1e15, 60),
        "lasts": lambda: Burst(5, 60, "99999999999w"),
        "until": lambda: Step(5, 6, 60, 1e15),
        "days": lambda: Daily(5, 1, days=1e12),
    }
    for name, make in loads.items():
        with pytest.raises(ValueError, match=f"^{name} must be at most 100,000,000 times"):
            make()
    with pytest.raises(ValueError, match=r"^days must be a number above 0"):
        Daily(5, 1, days=float("nan"))


@pytest.mark.parametrize("value", [5, None, [], itertools.count(), numpy.array([1, 2])])
def test_functions_name_their_arguments(value: Any) -> None:
    connection = SimpleNamespace(get_all_groups=list, describe_alarms=list)
    group: Any = {"min_size": 1, "max_size": 5}
    made = foresight.scenario(group, metrics={"CPU": [50]})
    calls: dict[str, Callable[[], Any]] = {
        "autoscale must be a connection": lambda: foresight.of(value, connection, "web"),
        "cloudwatch must be a connection": lambda: foresight.backtest(connection, value, "web"),
        "scenario must be a Scenario": lambda: foresight.fit(value, []),
        r"history\[0\] must be an AlarmHistoryItem": lambda: foresight.fit(made, [value]),
        r"activities\[0\] must be an Activity": lambda: foresight.fit(made, [], [value]),
        "path must be": lambda: foresight.check(value),
    }
    for message, call in calls.items():
        with pytest.raises((TypeError, ValueError), match=f"^{message}") as caught:
            call()
        assert len(str(caught.value)) < 300


@pytest.mark.parametrize("make", [itertools.count, lambda: 5, lambda: None])
def test_a_history_is_a_list(make: Callable[[], Any]) -> None:
    group: Any = {"min_size": 1, "max_size": 5}
    made = foresight.scenario(group, metrics={"CPU": [50]})
    with pytest.raises((TypeError, ValueError), match=r"^history must "):
        foresight.fit(made, make())
    with pytest.raises((TypeError, ValueError), match=r"^activities must "):
        foresight.fit(made, [], make())


@pytest.mark.parametrize("days", [0, -1, 1e12, "14", float("nan"), numpy.array([1, 2]), None])
def test_days_of_a_history(days: Any) -> None:
    connection = SimpleNamespace(get_all_groups=list, describe_alarms=list)
    with pytest.raises((TypeError, ValueError), match=r"^days must be "):
        foresight.of(connection, connection, "web", days=days)


@pytest.mark.parametrize(
    "value", [numpy.array([1, 2]), decimal.Decimal("sNaN"), numpy.datetime64("NaT"), 1j, object()]
)
def test_lengths_of_time(value: Any) -> None:
    with pytest.raises(TypeError, match=r"^at must be seconds, a timedelta or text, got"):
        Burst(5, value, 60)


def test_points_of_a_released_memoryview() -> None:
    points = memoryview(b"abc")
    points.release()
    with pytest.raises(TypeError, match=r"^load must be a list or another series of numbers"):
        Load(points)
