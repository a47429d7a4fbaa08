"""Page iterators: tokens that repeat, and two iterators with the same token."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from reboto.exception import BotoClientError
from tests.support.styles import Awaited, Blocking
from tests.support.wire import Request, Response, Wire, cbor_result


@pytest.mark.parametrize("tokens", [["A", "B"], ["A", "B", "C"], ["A"]])
def test_tokens_that_cycle_are_an_error(server: Wire, style: Blocking, tokens: list[str]) -> None:
    def respond(request: Request) -> Response:
        given = request.document.get("NextToken")
        after = tokens[(tokens.index(given) + 1) % len(tokens)] if given else tokens[0]
        return cbor_result({"MetricAlarms": [{"AlarmName": after}], "NextToken": after})

    server.otherwise = respond
    with pytest.raises(BotoClientError, match="would never end"):
        style.all(style.cloudwatch(server).iter_alarms())
    assert len(server.requests) == len(tokens) + 1


def test_two_tasks_on_one_iterator_are_refused(server: Wire) -> None:
    style = Awaited()
    server.otherwise = cbor_result({"MetricAlarms": [{"AlarmName": "a"}, {"AlarmName": "b"}]})
    pages = style.cloudwatch(server).iter_alarms()

    async def both() -> tuple[Any, Any]:
        return await asyncio.gather(anext(pages), anext(pages), return_exceptions=True)

    first, second = style.settle(both())
    assert first.name == "a"
    assert isinstance(second, BotoClientError)
    assert "create one iterator for each" in str(second)
    # The iterator itself is as it was.
    assert [alarm.name for alarm in style.all(pages)] == ["b"]
    style.close()


def test_two_threads_on_one_iterator_are_refused(server: Wire) -> None:
    released = threading.Event()
    response = cbor_result({"MetricAlarms": [{"AlarmName": "a"}]})
    server.otherwise = replace(response, when=released.wait)
    pages = Blocking().cloudwatch(server).iter_alarms()
    with ThreadPoolExecutor() as pool:
        first = pool.submit(next, pages)
        server.wait_for(1)
        with pytest.raises(BotoClientError, match="create one iterator for each"):
            next(pages)
        released.set()
        assert first.result().name == "a"
