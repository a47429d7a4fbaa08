"""Responses of success other than 200, without the expected document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reboto.exception import UnreadableAnswerError
from tests.support.wire import Response

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

CALLS = ["get_all_groups", "get_status", "get_account_limits"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("status", "reason"), [(202, "Accepted"), (204, "No Content")])
def test_an_error_has_the_status_of_the_response(
    style: Blocking, server: Wire, call: str, status: int, reason: str
) -> None:
    server.script(Response(status, b""))
    arguments = ["DeletePolicy"] if call == "get_status" else []
    with pytest.raises(UnreadableAnswerError, match=f"{status} {reason}, but") as caught:
        style.settle(getattr(style.autoscale(server), call)(*arguments))
    assert (caught.value.status, caught.value.reason) == (status, reason)
