"""Ctrl-C in Python code that reboto calls: of an argument, an attribute or a log handler.

Some of that code may fail, and something else is taken then; Ctrl-C is no such failure.
"""

from __future__ import annotations

import json
import logging
import sysconfig
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from reboto.ec2.cloudwatch.metric_data import MetricData, MetricDataResult
from reboto.resultset import ResultSet
from tests.support.wire import Wire, cbor_result, failure, hang_up, result, success

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.styles import Blocking

GRAVE = pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])


def raising(*names: str, error: type[BaseException], bases: tuple[type, ...] = ()) -> Any:
    """An object whose methods of these names raise an error."""

    def method(*_: object) -> NoReturn:
        raise error

    return type("Raising", bases, dict.fromkeys(names, method))()


def nameless(error: type[BaseException]) -> Any:
    """An object whose class raises an error when its name is read."""

    def name(_: object) -> NoReturn:
        raise error

    return type("Kind", (type,), {"__name__": property(name)})("Nameless", (), {})()


class Unequal(str):
    """A key that raises an error where it is compared."""

    error: type[BaseException]
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        raise self.error


def unequal(error: type[BaseException]) -> Any:
    return type("Key", (Unequal,), {"error": error})("id")


HOUR = datetime(2024, 5, 1, 12), datetime(2024, 5, 1, 13)
CALLS: dict[str, Callable[[Blocking, Wire, type[BaseException]], Any]] = {
    "a value that is wrong is shown": lambda style, server, error: style.cloudwatch(
        server
    ).describe_alarms(max_records=raising("__repr__", error=error)),
    "the type of a wrong value is named": lambda style, server, error: style.cloudwatch(
        server
    ).describe_alarms(max_records=nameless(error)),
    "a number is made": lambda style, server, error: style.cloudwatch(server).describe_alarms(
        max_records=raising("__int__", error=error)
    ),
    "a real number is made": lambda style, server, error: style.cloudwatch(server).put_metric_data(
        "Space", "Name", raising("__float__", error=error)
    ),
    "a parameter's time is formatted": lambda style, server, error: style.autoscale(
        server
    ).get_status("Action", {"At": raising("isoformat", error=error)}, "/"),
    "markers are iterated": lambda style, server, error: style.autoscale(server).get_list(
        "Action", {}, raising("__iter__", error=error)
    ),
    "a dimension's values are iterated": lambda style, server, error: style.cloudwatch(
        server
    ).put_metric_data("Space", "Name", 1.0, dimensions={"Key": raising("__iter__", error=error)}),
    "a query's key is compared": lambda style, server, error: style.cloudwatch(
        server
    ).get_metric_data([{unequal(error): "m1"}], *HOUR),
    "a flag is asked for its truth": lambda style, server, error: style.autoscale(
        server
    ).set_desired_capacity("web", 2, raising("__bool__", error=error)),
}


# Without the stable ABI, a class's name is read from the class itself.
if sysconfig.get_config_var("Py_GIL_DISABLED"):
    del CALLS["the type of a wrong value is named"]


@GRAVE
@pytest.mark.parametrize("place", CALLS)
def test_ctrl_c_in_a_callback_is_raised(
    place: str, error: type[BaseException], style: Blocking, server: Wire
) -> None:
    with pytest.raises(error):
        style.settle(CALLS[place](style, server, error))
    assert server.requests == []


class Options(dict[str, Any]):
    """Options that raise an error where one is looked up."""

    error: type[BaseException]

    def __getitem__(self, key: str) -> Any:
        raise self.error


@GRAVE
def test_ctrl_c_is_raised_where_an_option_is_looked_up(
    error: type[BaseException], style: Blocking, server: Wire
) -> None:
    connection = style.autoscale(server)
    connection.http_connection_kwargs = type("Options", (Options,), {"error": error})()
    with pytest.raises(error):
        style.settle(connection.get_all_groups())
    assert server.requests == []


def test_options_that_are_not_a_mapping_are_refused(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    connection.http_connection_kwargs = 5
    with pytest.raises(TypeError, match=r"http_connection_kwargs must be a dict, got 5 \(int\)"):
        style.settle(connection.get_all_groups())


def test_options_may_be_none(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    connection.http_connection_kwargs = None
    assert style.settle(connection.get_all_groups()) == []


def unlisted(provider: Any, error: type[BaseException]) -> Any:
    """The same provider, which raises an error once its attributes are listed a second time."""
    times = []

    def get(self: object, name: str) -> Any:
        if name == "__dict__":
            times.append(name)
            if len(times) == 2:
                raise error
        return object.__getattribute__(self, name)

    provider.__class__ = type("Own", (type(provider),), {"__getattribute__": get})
    return provider


@GRAVE
def test_ctrl_c_is_raised_where_attributes_are_compared(
    error: type[BaseException], style: Blocking, server: Wire
) -> None:
    connection = style.autoscale(server)
    connection.provider = unlisted(connection.provider, error)
    style.settle(connection.get_all_groups())
    with pytest.raises(error):
        style.settle(connection.get_all_groups())


@GRAVE
def test_ctrl_c_is_raised_where_an_error_is_reported(
    error: type[BaseException],
    style: Blocking,
    server: Wire,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.otherwise = failure("ValidationError", status=400)
    connection = style.autoscale(server)

    def proxy(_: object) -> None:
        if server.requests:
            raise error

    monkeypatch.setattr(type(connection), "proxy", property(proxy), raising=False)
    with pytest.raises(error):
        style.settle(connection.get_all_groups())
    assert len(server.requests) == 1


HISTORY = cbor_result({"AlarmHistoryItems": [{"AlarmName": "high", "HistoryData": "{}"}]})


@GRAVE
def test_ctrl_c_is_raised_where_the_json_of_a_response_is_read(
    error: type[BaseException],
    style: Blocking,
    server: Wire,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.otherwise = HISTORY
    monkeypatch.setattr(json, "loads", raising("__call__", error=error))
    with pytest.raises(error):
        style.settle(style.cloudwatch(server).describe_alarm_history())


class Uncounted(list[Any]):
    """A list that can be iterated, but whose length must not be read, nor its iterator's."""

    asked = False

    def __len__(self) -> int:
        self.asked = True
        raise KeyboardInterrupt

    def __iter__(self) -> Iterator[Any]:
        return Going(super().__iter__())


class Going:
    """Iterates over such a list."""

    def __init__(self, items: Iterator[Any]) -> None:
        self._items = items

    def __iter__(self) -> Going:
        return self

    def __next__(self) -> Any:
        return next(self._items)

    def __length_hint__(self) -> int:
        raise KeyboardInterrupt


class Parameters(dict[str, str]):
    """Parameters whose items cannot be counted."""

    def items(self) -> Any:
        return Uncounted(super().items())


# Counting is for speed alone, and PyO3 loses what is raised there.
def test_parameters_are_not_counted_before_they_are_iterated(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    assert style.settle(connection.get_status("Action", Parameters(Name="web")))
    assert server.requests[0].parameters["Name"] == "web"


class Reader:
    """Reads its elements itself, by markers that cannot be counted."""

    def __init__(self, _connection: Any) -> None:
        self.names: Any = []

    def startElement(self, _name: str, _attributes: Any, _connection: Any) -> Any:
        self.names = ResultSet()
        self.names.markers = Uncounted([("member", Reader)])
        return self.names

    def endElement(self, name: str, text: str, _connection: Any) -> None: ...


def test_markers_are_not_counted_before_they_are_iterated(style: Blocking, server: Wire) -> None:
    server.otherwise = result("Action", {"Names": [{}, {}]})
    reader = style.settle(style.autoscale(server).get_object("Action", {}, Reader))
    assert len(reader.names) == 2
    assert not reader.names.markers.asked


def test_series_are_not_counted_before_they_are_iterated() -> None:
    results, series = MetricData(), MetricDataResult()
    series.timestamps, series.values = Uncounted([datetime(2024, 5, 1)]), Uncounted([0.5])
    results.append(series)
    assert "1 rows" in repr(results.to_arrow())


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    logger = logging.getLogger("reboto")
    logger.setLevel(logging.DEBUG)
    yield logger
    logger.setLevel(logging.NOTSET)


class Handler(logging.Handler):
    """Raises an error at the line of a log that begins so."""

    def __init__(self, beginning: str, error: type[BaseException]) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._beginning, self._error = beginning, error

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        if self.lines[-1].startswith(self._beginning):
            raise self._error


@GRAVE
@pytest.mark.parametrize(("line", "sent"), [("request", 0), ("response", 1), ("no response", 1)])
def test_ctrl_c_is_raised_where_a_call_is_logged(
    line: str,
    sent: int,
    error: type[BaseException],
    style: Blocking,
    server: Wire,
    log: logging.Logger,
) -> None:
    connection = style.autoscale(server)
    if line == "no response":
        server.otherwise = hang_up()
    handler = Handler(line, error)
    log.addHandler(handler)
    try:
        with pytest.raises(error):
            style.settle(connection.get_all_groups())
    finally:
        log.removeHandler(handler)
    assert len(server.requests) == sent
    assert handler.lines[-1].startswith(line)
    server.otherwise = success
    assert style.settle(connection.get_all_groups()) == []


@GRAVE
def test_ctrl_c_is_raised_where_the_level_of_a_log_is_read(
    error: type[BaseException], style: Blocking, server: Wire, log: logging.Logger
) -> None:
    connection = style.autoscale(server)
    connection.debug = raising("__index__", error=error)
    with pytest.raises(error):
        style.settle(connection.get_all_groups())
