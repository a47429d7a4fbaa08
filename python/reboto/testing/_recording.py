"""Files of recorded responses."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Generator, Iterator
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from reboto.testing._server import Message

_VERSION = 1


class _Recorder:
    """A request hook that keeps the responses, and calls the hook that the connection had."""

    def __init__(self, responses: list[dict[str, Any]], other: Any) -> None:
        self.responses, self.other = responses, other

    def handle_request_data(self, request: Any, response: Any, error: bool = False) -> None:
        if response is not None:
            self.responses.append(_entry(request, response))
        if self.other is not None:
            self.other.handle_request_data(request, response, error)


def _entry(request: Any, response: Any) -> dict[str, Any]:
    operation = request.path.rpartition("/operation/")[2]
    if "/operation/" not in request.path:
        operation = parse_qs(request.body.decode())["Action"][0]
    content_type, body = response.getheader("content-type", ""), response.read()
    entry = {"operation": operation, "status": response.status, "content_type": content_type}
    if "cbor" in content_type:
        return {**entry, "base64": base64.b64encode(body).decode()}
    return {**entry, "text": body.decode()}


@contextlib.contextmanager
def record(path: str | PathLike[str], *connections: Any) -> Generator[None]:
    """Record the responses that connections get inside the ``with`` block, into a file.

    `reboto.testing.responses` plays them. Credentials and headers are not recorded. The responses
    contain names and account numbers; look at the file before you publish it.

    Parameters
    ----------
    path : str or path
        The file to write, in JSON. An existing file is replaced when the block ends without
        an error.
    *connections : AutoScaleConnection or CloudWatchConnection
        The connections, blocking or awaitable.

    Raises
    ------
    TypeError
        If no connection is given.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> autoscale = reboto.connect_autoscale()  # doctest: +SKIP
    >>> with testing.record("tests/groups.json", autoscale):  # doctest: +SKIP
    ...     autoscale.get_all_groups()
    """
    if not connections:
        raise TypeError("record needs the connections to record: record(path, connection)")
    recorded: list[dict[str, Any]] = []
    before = [connection.request_hook for connection in connections]
    for connection in connections:
        connection.set_request_hook(_Recorder(recorded, connection.request_hook))
    try:
        yield
    finally:
        for connection, hook in zip(connections, before, strict=True):
            connection.set_request_hook(hook)
    content = {"version": _VERSION, "responses": recorded}
    Path(path).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def read(path: str | PathLike[str]) -> Iterator[tuple[str, Message]]:
    """Read recorded responses.

    Parameters
    ----------
    path : str or path
        The file.

    Yields
    ------
    tuple of str and Message
        Each operation and its response.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If the file has other content.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        if content["version"] != _VERSION:
            raise ValueError(f"its version is {content['version']!r}, not {_VERSION}")
        for entry in content["responses"]:
            body = (
                base64.b64decode(entry["base64"]) if "base64" in entry else entry["text"].encode()
            )
            yield entry["operation"], Message(entry["status"], entry["content_type"], body)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{path} is not a file of reboto.testing.record: {error}") from error
