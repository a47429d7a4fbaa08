"""Hooks and handlers that make calls recursively."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.child_scripts import CONNECT, finish, start
from tests.support.styles import Blocking

if TYPE_CHECKING:
    from tests.support.wire import Wire

SCRIPT = """
import asyncio, logging
from reboto import aio

depth = deepest = 0

def call():
    global depth, deepest
    depth += 1
    deepest = max(depth, deepest)
    try:
        connection.get_all_groups()
    finally:
        depth -= 1

class Hook:
    def handle_request_data(self, request, response, error=False):
        call()

class Handler(logging.Handler):
    def emit(self, record):
        call()

def begin():
    try:
        if sys.argv[2] == "handler":
            logging.getLogger("reboto").addHandler(Handler())
            logging.getLogger("reboto").setLevel(logging.DEBUG)
        connection.request_hook = Hook() if sys.argv[2] == "hook" else None
        if sys.argv[3] == "awaited":
            outer = connect(aio.connect_autoscale)
            outer.request_hook = connection.request_hook
            asyncio.run(outer.get_all_groups())
        else:
            connection.get_all_groups()
    except RecursionError as error:
        print(deepest > 0 or int(sys.argv[4]) < 300, str(error).startswith("maximum recursion"))
    logging.getLogger("reboto").setLevel(logging.INFO)
    connection.request_hook = None
    if int(sys.argv[4]) > 200 or not int(sys.argv[4]):
        print(connection.get_all_groups())
    else:
        print([])

if int(sys.argv[5]):
    sys.setrecursionlimit(int(sys.argv[5]))
if int(sys.argv[4]):
    threading.stack_size(int(sys.argv[4]) * 1024)
    thread = threading.Thread(target=begin)
    thread.start()
    thread.join()
else:
    begin()
"""


@pytest.mark.parametrize("limit", [0, 1_000_000], ids=["usual", "unlimited"])
@pytest.mark.parametrize("kilobytes", [0, 64, 256, 1024, 8192])
@pytest.mark.parametrize("how", ["blocking", "awaited"])
@pytest.mark.parametrize("what", ["hook", "handler"])
def test_calls_without_end_are_a_recursion_error(
    what: str, how: str, kilobytes: int, limit: int, server: Wire
) -> None:
    process = start(CONNECT + SCRIPT, server.port, what, how, kilobytes, limit)
    assert finish(process, timeout=120) == (0, "True True\n[]\n", "")


def test_a_hook_may_make_some_calls(style: Blocking, server: Wire) -> None:
    inner = Blocking().autoscale(server)
    answers: list[Any] = []

    class Hook:
        def handle_request_data(self, *_: object) -> None:
            if len(answers) < 30:
                answers.append(None)
                answers[-1] = inner.get_all_groups()

    outer = style.autoscale(server)
    inner.request_hook = outer.request_hook = Hook()
    assert style.settle(outer.get_all_groups()) == []
    assert len(server.requests) == 31
