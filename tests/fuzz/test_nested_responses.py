"""Deeply nested and long responses give an error or a value in a short time.

Recursion would crash the process here, and code that is quadratic in the length would take hours.
"""

from __future__ import annotations

import configparser
import contextlib
import copy
import datetime
import gc
import json
import signal
import threading
from typing import TYPE_CHECKING, Any

import pytest

from reboto._json import loads
from reboto.exception import BotoServerError, EC2ResponseError
from reboto.pyami.config import Config
from reboto.utils import get_instance_metadata
from tests.fuzz import shapes
from tests.support.instance import Instance
from tests.support.messages import Response, cbor_result
from tests.support.styles import Blocking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from tests.support.wire import Wire

# "thread" for the whole module: signals are not handled during a long step in Rust.
pytestmark = pytest.mark.timeout(240, method="thread")
DEEP = 100_000
LONG = 500_000
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.timezone.utc)

CLOUDWATCH: dict[str, Callable[[Any], Any]] = {
    "alarms": lambda connection: connection.describe_alarms(),
    "history": lambda connection: connection.describe_alarm_history(),
    "metrics": lambda connection: connection.list_metrics(),
    "statistics": lambda connection: connection.get_metric_statistics(
        60, NOON, NOON, "Orders", "Shop", "Sum"
    ),
    "data": lambda connection: connection.get_metric_data(
        [{"Id": "a", "Expression": "1"}], NOON, NOON
    ),
    "status": lambda connection: connection.disable_alarm_actions(["a"]),
}
AUTOSCALE: dict[str, Callable[[Any], Any]] = {
    "groups": lambda connection: connection.get_all_groups(),
    "limits": lambda connection: connection.get_account_limits(),
    "status": lambda connection: connection.set_desired_capacity("web", 1),
}


def ask(style: Blocking, server: Wire, call: Callable[[Any], Any], response: Response) -> Any:
    """Make a call that gets this response."""
    server.otherwise = response
    service = style.cloudwatch if call in CLOUDWATCH.values() else style.autoscale
    connection = service(server)
    connection.num_retries = 0
    return style.settle(call(connection))


def cbor(status: int, body: bytes) -> Response:
    return Response(
        status, body, {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
    )


@pytest.mark.parametrize("status", [200, 400, 503])
@pytest.mark.parametrize("call", CLOUDWATCH)
def test_cbor_that_nests_deep_is_an_error_or_a_value(server: Wire, call: str, status: int) -> None:
    for body in {**shapes.cbor(DEEP), **shapes.known(DEEP)}.values():
        with contextlib.suppress(BotoServerError):
            ask(Blocking(), server, CLOUDWATCH[call], cbor(status, body))
            assert status == 200


@pytest.mark.parametrize("status", [200, 400, 503])
@pytest.mark.parametrize("call", AUTOSCALE)
def test_xml_that_nests_deep_is_an_error_or_a_value(server: Wire, call: str, status: int) -> None:
    for body in [*shapes.xml(DEEP, b"AnyResponse").values(), *shapes.xml(DEEP).values()]:
        with contextlib.suppress(BotoServerError):
            ask(
                Blocking(),
                server,
                AUTOSCALE[call],
                Response(status, body, {"Content-Type": "text/xml"}),
            )
            assert status == 200


@pytest.mark.parametrize("call", [CLOUDWATCH["alarms"], AUTOSCALE["groups"]])
@pytest.mark.parametrize("name", shapes.text(0))
def test_a_long_error_that_is_not_a_document_is_an_error(
    server: Wire, call: Callable[[Any], Any], name: str
) -> None:
    body = shapes.text(LONG)[name]
    with pytest.raises(BotoServerError) as raised:
        ask(Blocking(), server, call, Response(400, body, {"Content-Type": "text/plain"}))
    assert len(str(raised.value)) < 1_100_000


def test_the_code_before_a_long_message_is_read(style: Blocking, server: Wire) -> None:
    message = "m" * 5_000_000
    document = f"<ErrorResponse><Error><Code>Odd</Code><Message>{message}</Message></Error>"
    for call, response in (
        (AUTOSCALE["groups"], Response(400, document.encode(), {"Content-Type": "text/xml"})),
        (
            CLOUDWATCH["alarms"],
            cbor(
                400,
                b"\xa2f__typecOddgmessage\x7a" + (5_000_000).to_bytes(4, "big") + b"m" * 5_000_000,
            ),
        ),
    ):
        with pytest.raises(BotoServerError) as raised:
            ask(style, server, call, response)
        assert raised.value.error_code == "Odd"
        assert len(str(raised.value)) < 1_100_000


@pytest.mark.parametrize("kind", [BotoServerError, EC2ResponseError])
def test_an_error_is_made_of_any_document(kind: type[BotoServerError]) -> None:
    bodies = {**shapes.xml(LONG), **shapes.text(LONG)}
    bodies["arrays"] = b"[" * 500_000 + b"]" * 500_000
    bodies["objects"] = b'{"Error":' * 200_000 + b"1" + b"}" * 200_000
    for name, body in bodies.items():
        error = kind(400, "Bad Request", body.decode("latin-1"))
        assert error.status == 400, name
        str(error)


def test_fields_before_a_deeply_nested_error_are_read() -> None:
    error = BotoServerError(
        400, "Bad Request", "<R><Code>Odd</Code>" + "<E>" * 100_000 + "</E>" * 100_000 + "</R>"
    )
    assert error.error_code == "Odd"


@pytest.mark.parametrize("depth", [200, 100_000])
def test_history_that_nests_deep_stays_text(style: Blocking, server: Wire, depth: int) -> None:
    deep = "[" * depth + "]" * depth
    content = {"AlarmHistoryItems": [{"AlarmName": "a", "HistoryData": deep}]}
    (item,) = ask(style, server, CLOUDWATCH["history"], cbor_result(content))
    assert item.data == deep
    copy.deepcopy(item.data)


def test_history_is_read_as_json_with_any_strings(style: Blocking, server: Wire) -> None:
    data = {"a": ["[" * 300 + '"\\' + "{" * 300], "b": [[[1]]]}
    content = {"AlarmHistoryItems": [{"AlarmName": "a", "HistoryData": json.dumps(data)}]}
    (item,) = ask(style, server, CLOUDWATCH["history"], cbor_result(content))
    assert item.data == data


def test_json_that_nests_deep_is_broken_json() -> None:
    with pytest.raises(json.JSONDecodeError, match="nested too deeply") as raised:
        loads("[" * 1_000_000)
    assert raised.value.doc == ""
    assert raised.value.__context__ is None


def test_metadata_that_nests_deep_is_refused() -> None:
    with Instance() as instance:
        instance.pages["meta-data/deep"] = '{"a":' * 100_000
        instance.pages["meta-data/"] = "deep"
        data = get_instance_metadata(url=instance.url, num_retries=1)
        with pytest.raises(ValueError, match="nested too deeply"):
            data["deep"]


@pytest.mark.parametrize(
    "text",
    [
        "a = %(a)s hush-hush",
        "a = %(b)s hush-hush\nb = %(a)s",
        "\n".join(f"a{'b' * n} = %(a{'b' * (n + 1)})s hush-hush" for n in range(20)),
    ],
)
def test_settings_that_refer_to_each_other_are_refused_without_their_values(
    boto_cfg: Callable[[str], None], text: str
) -> None:
    boto_cfg("[Boto]\n" + text.strip())
    with pytest.raises(configparser.InterpolationError) as raised:
        Config().get("Boto", "a")
    assert "hush" not in str(raised.value)
    assert raised.value.__context__ is None


class Interrupted(KeyboardInterrupt):
    """The exception that the test's signal handler raises. asyncio drops others in callbacks."""


@pytest.mark.parametrize(
    ("call", "response"),
    [
        (
            AUTOSCALE["groups"],
            Response(200, b"<AResponse>%s</AResponse>" % (b"<a>1</a><b><c/></b>" * 100_000)),
        ),
        (
            CLOUDWATCH["statistics"],
            cbor(200, b"\xbfjDatapoints\x9f" + b"\xa1gAverage\xf9\x3e\x00" * 100_000 + b"\xff\xff"),
        ),
        (
            CLOUDWATCH["metrics"],
            cbor(200, b"\xbfgMetrics\x9f" + b"\xa1iNamespaceaa" * 100_000 + b"\xff\xff"),
        ),
    ],
    ids=["xml", "datapoints", "metrics"],
)
def test_signals_get_in_while_a_long_response_is_read(
    style: Blocking, server: Wire, call: Callable[[Any], Any], response: Response
) -> None:
    sent = threading.Event()
    handled = 0

    def stream() -> Iterator[bytes]:
        head = [f"{name}: {value}" for name, value in response.headers.items()]
        length = f"Content-Length: {len(response.body)}"
        yield "\r\n".join(["HTTP/1.1 200 OK", *head, length, "\r\n"]).encode() + response.body[:-1]
        # Before the last byte: this thread may not run while the response is read.
        sent.set()
        yield response.body[-1:]

    def handle(_number: int, _frame: FrameType | None) -> None:
        nonlocal handled
        handled += sent.is_set()
        # Signals that arrive between two signal checks are handled once.
        if handled == 3:
            raise Interrupted

    # An exception in a finalizer is dropped, for example in that of a call that another test left.
    gc.collect()
    gc.disable()
    before = signal.signal(signal.SIGALRM, handle)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
        with pytest.raises(Interrupted):
            ask(style, server, call, Response(stream=stream, ending="close"))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        gc.enable()
