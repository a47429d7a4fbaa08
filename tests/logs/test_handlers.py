"""Log handlers: the time, thread and context of their calls, and calls that they make."""

from __future__ import annotations

import asyncio
import contextvars
import dataclasses
import logging
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from reboto import aio
from reboto.ec2.autoscale import AutoScalingGroup
from reboto.fanout import each
from tests.support.interpreter import finish, start
from tests.support.styles import Blocking, reaching
from tests.support.wire import Wire, failure, result, success

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.wire import Request, Response

CONTEXT: contextvars.ContextVar[str] = contextvars.ContextVar("CONTEXT", default="none")


class Handler(logging.Handler):
    """Keeps records, and runs a function with each."""

    def __init__(self, also: Callable[[logging.LogRecord], object] = lambda _: None) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.contexts: list[str] = []
        self.also = also

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
        self.contexts.append(CONTEXT.get())
        self.also(record)

    @property
    def kinds(self) -> list[str]:
        """The kind of each record."""
        return [record.getMessage().split()[0].strip(":") for record in self.records]


@pytest.fixture
def handler() -> Iterator[Handler]:
    logger, made = logging.getLogger("reboto"), Handler()
    logger.addHandler(made)
    logger.setLevel(logging.DEBUG)
    yield made
    logger.setLevel(logging.NOTSET)
    logger.removeHandler(made)


def after(event: threading.Event) -> Callable[[Request], Response]:
    """Send the response after an event is set."""
    return lambda request: dataclasses.replace(success(request), when=lambda: event.wait(30))


def test_a_handler_may_make_calls(style: Blocking, server: Wire, handler: Handler) -> None:
    inner: list[Any] = []

    def call(_: logging.LogRecord) -> None:
        if len(inner) < 4:
            inner.append(None)
            inner[inner.index(None)] = Blocking().autoscale(server).get_all_policies()

    handler.also = call
    assert style.settle(style.autoscale(server).get_all_groups()) == []
    assert inner == [[]] * 4
    assert len(server.requests) == 5


def test_a_request_is_logged_before_its_response_arrives(
    style: Blocking, server: Wire, handler: Handler
) -> None:
    logged = threading.Event()
    handler.also = lambda _: logged.set()
    server.otherwise = after(logged)
    assert style.settle(style.autoscale(server).get_all_groups()) == []
    assert logged.is_set()
    assert handler.kinds == ["request", "response"]


def test_a_request_is_sent_once_it_is_logged(
    style: Blocking, server: Wire, handler: Handler
) -> None:
    sent: list[int] = []
    handler.also = lambda _: sent.append(len(server.requests))
    style.settle(style.autoscale(server).get_all_groups())
    assert sent == [0, 1]


def test_a_slow_handler_does_not_take_the_time_of_the_call(
    style: Blocking, server: Wire, handler: Handler
) -> None:
    handler.also = lambda _: time.sleep(1.5)
    connection = style.autoscale(server)
    connection.num_retries = 0
    connection.http_connection_kwargs = {"timeout": 5, "connect_timeout": 1}
    assert style.settle(connection.get_all_groups()) == []


def test_records_have_the_caller_s_context_thread_and_place(
    style: Blocking, server: Wire, handler: Handler
) -> None:
    connection = style.autoscale(server)

    async def awaited() -> None:
        CONTEXT.set("own")
        await connection.get_all_groups()

    def blocking() -> None:
        CONTEXT.set("own")
        connection.get_all_groups()

    if isinstance(style, Blocking) and type(style) is Blocking:
        contextvars.copy_context().run(blocking)
    else:
        style.settle(awaited())
    assert handler.contexts == ["own", "own"]
    for record in handler.records:
        assert record.threadName == threading.current_thread().name
        assert record.pathname == __file__
        assert record.funcName in ("awaited", "blocking")


def test_each_task_s_records_have_its_context_and_name(server: Wire, handler: Handler) -> None:
    connection = aio.connect_autoscale(**reaching(server))
    tasks: list[str] = []
    handler.also = lambda _: tasks.append(getattr(asyncio.current_task(), "get_name", str)())

    async def call(name: str) -> None:
        CONTEXT.set(name)
        await connection.get_all_groups()

    async def main() -> None:
        await asyncio.gather(
            *(asyncio.create_task(call(name), name=name) for name in ("first", "second"))
        )

    asyncio.run(main())
    assert handler.contexts == tasks
    assert sorted(tasks) == ["first", "first", "second", "second"]


def test_pages_waiters_and_fan_out_log_in_the_caller_s_context(
    style: Blocking, server: Wire, handler: Handler, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_AUTO_SCALING", server.url)
    CONTEXT.set("own")
    connection = style.autoscale(server)
    server.script(
        result("DescribePolicies", {"NextToken": "more"}),
        result("DescribePolicies", {}),
        result("DescribeAutoScalingGroups", {"AutoScalingGroups": []}),
    )
    style.all(connection.iter_policies())
    style.settle(AutoScalingGroup(connection, name="web").wait_until_deleted(delay=0.01))
    style.all(each(lambda autoscale: autoscale.get_all_groups(), "autoscaling", regions=["a", "b"]))
    assert handler.contexts == ["own"] * 10
    CONTEXT.set("none")


def test_records_have_the_time_of_the_event(server: Wire, handler: Handler) -> None:
    connection, asked = aio.connect_autoscale(**reaching(server)), threading.Event()
    server.otherwise = after(asked)
    began = time.time()
    seen = 0.0

    async def main() -> None:
        nonlocal seen
        task = asyncio.create_task(connection.get_all_groups())
        while not server.requests:
            await asyncio.sleep(0.01)
        # The loop is blocked until long after the response has arrived.
        asked.set()
        time.sleep(1)
        seen = time.time()
        await task

    asyncio.run(main())
    request, response = handler.records
    assert began - 1 < request.created <= response.created < seen - 0.2
    assert abs(response.created % 1 * 1000 - response.msecs) < 2
    assert request.relativeCreated <= response.relativeCreated


def test_events_before_a_call_was_cancelled_are_logged(server: Wire, handler: Handler) -> None:
    connection, asked = aio.connect_autoscale(**reaching(server)), threading.Event()
    server.otherwise = after(asked)

    async def main() -> None:
        task = asyncio.create_task(connection.get_all_groups())
        while not server.requests:
            await asyncio.sleep(0.01)
        # The loop is blocked while the response arrives.
        asked.set()
        time.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert handler.kinds == ["request", "response"]


def test_each_attempt_of_a_call_that_fails_is_logged(
    style: Blocking, server: Wire, handler: Handler, boto_cfg: Any
) -> None:
    boto_cfg("[Boto]\nmax_retry_delay = 0\n")
    server.otherwise = failure("InternalFailure", status=500)
    with pytest.raises(Exception, match="500"):
        style.settle(style.autoscale(server).get_all_groups())
    assert handler.kinds == ["request", "response"] * 7


def test_an_exception_in_a_handler_does_not_end_the_call(
    style: Blocking, server: Wire, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda args: reported.append(args.exc_type))

    def refuse(_: logging.LogRecord) -> None:
        raise LookupError

    handler.also = refuse
    assert style.settle(style.autoscale(server).get_all_groups()) == []
    assert reported == [LookupError, LookupError]


def test_a_handler_that_calls_without_end_gets_a_recursion_error(
    style: Blocking, server: Wire, handler: Handler
) -> None:
    inner = Blocking().autoscale(server)
    handler.also = lambda _: inner.get_all_groups()
    with pytest.raises(RecursionError):
        style.settle(style.autoscale(server).get_all_groups())
    handler.also = lambda _: None
    assert inner.get_all_groups() == []


SCRIPT = """
import asyncio, logging, os, sys, threading, time
import reboto
from reboto import aio
from reboto.exception import BotoClientError
from reboto.regioninfo import RegionInfo

def connect(how=reboto.connect_autoscale):
    region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    return how("k", "s", region=region, port=int(sys.argv[1]), is_secure=False)

class Handler(logging.Handler):
    def emit(self, record):
        handle(record)

logging.getLogger("reboto").addHandler(Handler())
logging.getLogger("reboto").setLevel(logging.DEBUG)
"""


def test_a_handler_may_fork(server: Wire) -> None:
    """The forked child does not continue the call; the parent does."""
    process = start(
        SCRIPT
        + """
# Without the handler's lock: Python replaces it in a child, and then cannot release it.
logging.getLogger("reboto").handlers[0].handle = lambda record: handle(record)
import warnings
warnings.simplefilter("ignore")
child = None

def handle(record):
    global child
    if child is None:
        child = os.fork()

parent = os.getpid()
try:
    groups = connect().get_all_groups()
except BotoClientError as error:
    assert os.getpid() != parent and "parent" in str(error)
    os._exit(0 if connect().get_all_groups() == [] else 1)
print(os.waitpid(child, 0)[1], groups)
""",
        server.port,
    )
    assert finish(process) == (0, "0 []\n", "")


def test_threads_whose_handlers_wait_for_one_that_forks(server: Wire) -> None:
    process = start(
        SCRIPT
        + """
import warnings
warnings.simplefilter("ignore")
forks = 0

def handle(record):
    global forks
    if threading.current_thread().name == "forks" and forks < 10:
        forks += 1
        child = os.fork()
        if not child:
            os._exit(0)
        os.waitpid(child, 0)

connection = connect()
def calls():
    for _ in range(20):
        connection.get_all_groups()
threads = [threading.Thread(target=calls, name=name) for name in ("forks", "a", "b", "c")]
begun = time.monotonic()
for thread in threads: thread.start()
for thread in threads: thread.join()
print(forks, time.monotonic() - begun < 15)
""",
        server.port,
    )
    assert finish(process, timeout=60) == (0, "10 True\n", "")


@pytest.mark.parametrize("slow", ["time.sleep(3)", "sum(range(60_000_000))"])
@pytest.mark.parametrize("how", ["blocking", "awaited"])
def test_exit_while_a_slow_handler_runs_in_a_daemon_thread(
    server: Wire, how: str, slow: str
) -> None:
    process = start(
        SCRIPT
        + f"""
begun = threading.Event()

def handle(record):
    begun.set()
    {slow}
    record.getMessage()

def call():
    while True:
        if {how == "blocking"}:
            connect().get_all_groups()
        else:
            asyncio.run(connect(aio.connect_autoscale).get_all_groups())

threading.Thread(target=call, daemon=True).start()
begun.wait()
""",
        server.port,
    )
    assert finish(process, timeout=60) == (0, "", "")


@pytest.mark.parametrize("attempt", range(4))
@pytest.mark.parametrize("how", ["blocking", "awaited"])
def test_exit_while_handlers_run_in_daemon_threads(server: Wire, how: str, attempt: int) -> None:
    process = start(
        SCRIPT
        + f"""
def handle(record):
    text = record.getMessage()
    for _ in range(2000):
        text.upper()

def call():
    connection = connect(reboto.connect_autoscale if {how == "blocking"} else aio.connect_autoscale)
    async def many():
        while True:
            await connection.get_all_groups()
    while True:
        if {how == "blocking"}:
            connection.get_all_groups()
        else:
            asyncio.run(many())

for _ in range(4):
    threading.Thread(target=call, daemon=True).start()
sys.stdin.readline()
""",
        server.port,
    )
    server.wait_for(20)
    assert finish(process, given="\n", timeout=60) == (0, "", "")


def test_a_handlers_calls_wait_for_no_slot_that_the_outer_call_has(
    style: Blocking, server: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    inner = Blocking().autoscale(server)
    outer = style.autoscale(server)
    inner.max_connections = outer.max_connections = 1
    responses: list[Any] = []

    class Handler(logging.Handler):
        busy = False

        def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
            if not self.busy:
                self.busy = True
                responses.append(inner.get_all_groups())
                self.busy = False

    log = logging.getLogger("reboto")
    handler = Handler()
    log.addHandler(handler)
    try:
        with caplog.at_level(logging.DEBUG, "reboto"):
            assert style.settle(outer.get_all_groups()) == []
    finally:
        log.removeHandler(handler)
    assert responses == [[], []]
