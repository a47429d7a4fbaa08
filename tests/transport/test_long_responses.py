"""Responses that are longer than any of AWS's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.errors.responses import MEGABYTE
from tests.support.interpreter import finish, start
from tests.support.wire import Response, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

ASK = """
import sys
import reboto
from reboto.regioninfo import RegionInfo

region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
port = int(sys.argv[1])
connection = reboto.connect_autoscale("k", "s", region=region, port=port, is_secure=False)
try:
    connection.get_all_groups()
except reboto.exception.BotoConnectionError as error:
    assert "longer than 100 MB" in str(error), error
# The peak of this program alone. `resource` would include the process that started it.
with open("/proc/self/status") as status:
    (peak,) = [line.split()[1] for line in status if line.startswith("VmHWM:")]
print(int(peak) // 1024)
"""


def test_an_endless_response_takes_no_more_memory_than_the_longest_one() -> None:
    def endless() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
        for _ in range(1000):
            yield MEGABYTE
        yield b"0\r\n\r\n"

    with Wire(Response(stream=endless)) as server:
        code, out, err = finish(start(ASK, server.port))
    assert (code, err) == (0, "")
    assert len(server.requests) == 1
    # Megabytes, of which the interpreter and reboto take some forty.
    assert int(out) < 300, out
