"""Dictionaries, lists and sets that change while reboto iterates over them."""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.cloudwatch.metric_data import MetricData, MetricDataResult
from reboto.resultset import ResultSet
from tests.support.wire import success

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.styles import Blocking
    from tests.support.wire import Wire


class Changing(str):
    """A key that adds others to a dictionary when it is read."""

    changes: dict[Any, Any]

    def _change(self) -> None:
        for number in range(100):
            self.changes[f"more{len(self.changes)}-{number}"] = "1"

    def __str__(self) -> str:
        self._change()
        return str.__str__(self)

    def __eq__(self, other: object) -> bool:
        self._change()
        return str.__eq__(self, other)

    def __hash__(self) -> int:
        return str.__hash__(self)


class Number(int):
    """A number that adds others to a list when it is read."""

    changes: list[Any]

    def __index__(self) -> int:
        self.changes.append(1)
        return int(self)

    def __float__(self) -> float:
        self.changes.append(1)
        return float(int(self))

    def __str__(self) -> str:
        self.changes.append(1)
        return int.__str__(self)


def keyed(value: Any) -> dict[Any, Any]:
    changing: dict[Any, Any] = {}
    for name in ("a", "b", "c"):
        key = Changing(name)
        key.changes = changing
        dict.__setitem__(changing, key, value)
    return changing


def listed() -> list[Any]:
    changing: list[Any] = []
    for number in range(3):
        one = Number(number)
        one.changes = changing
        changing.append(one)
    return changing


def test_a_row_that_changes_while_it_is_read() -> None:
    rows: ResultSet[Any] = ResultSet()
    rows.extend([keyed(1), keyed("2")])
    assert "rows" in repr(rows.to_arrow())


def test_a_series_that_changes_while_it_is_read() -> None:
    data, series = MetricData(), MetricDataResult()
    series.values = listed()
    series.timestamps = [datetime(2024, 5, 1, hour) for hour in range(3)]
    data.append(series)
    assert "3 rows" in repr(data.to_arrow())


CALLS: dict[str, Callable[[Blocking, Wire], Any]] = {
    "parameters": lambda style, server: style.autoscale(server).get_status(
        "Action", keyed("v"), "/"
    ),
    "dimensions": lambda style, server: style.cloudwatch(server).list_metrics(
        dimensions=keyed("v")
    ),
    "values": lambda style, server: style.cloudwatch(server).put_metric_data(
        "Space", "Name", listed()
    ),
    "names": lambda style, server: style.autoscale(server).get_all_groups(names=listed()),
    "filters": lambda style, server: style.autoscale(server).get_all_tags(filters=keyed(["v"])),
}


@pytest.mark.parametrize("what", CALLS)
def test_an_argument_that_changes_while_it_is_read(
    what: str, style: Blocking, server: Wire
) -> None:
    server.otherwise = success
    # A panic would be no Exception.
    with contextlib.suppress(ValueError, TypeError, RuntimeError):
        style.settle(CALLS[what](style, server))


@pytest.fixture
def another() -> Iterator[Callable[[Callable[[], object]], None]]:
    """Does something again and again in another thread, until the test ends."""
    over, threads = threading.Event(), []

    def begin(what: Callable[[], object]) -> None:
        def work() -> None:
            while not over.is_set():
                what()

        threads.append(threading.Thread(target=work))
        threads[-1].start()

    yield begin
    over.set()
    for thread in threads:
        thread.join()


def test_attributes_that_another_thread_sets_and_deletes(
    style: Blocking, server: Wire, another: Callable[[Callable[[], object]], None]
) -> None:
    connection = style.autoscale(server)

    def change() -> None:
        for number in range(50):
            setattr(connection, f"more{number}", object())
            connection.http_connection_kwargs[f"more{number}"] = object()
        for number in range(50):
            delattr(connection, f"more{number}")
            del connection.http_connection_kwargs[f"more{number}"]

    another(change)
    for _ in range(100):
        assert style.settle(connection.get_all_groups()) == []


def test_arguments_that_another_thread_changes(
    style: Blocking, server: Wire, another: Callable[[Callable[[], object]], None]
) -> None:
    connection = style.autoscale(server)
    parameters, names = {f"Key{number}": "v" for number in range(20)}, ["a"] * 20

    def change() -> None:
        parameters["more"] = "v"
        names.append("b")
        del parameters["more"]
        names.pop()

    another(change)
    for _ in range(50):
        assert style.settle(connection.get_status("Action", parameters, "/"))
        style.settle(connection.get_all_groups(names=names))
    assert len(server.requests) == 100
