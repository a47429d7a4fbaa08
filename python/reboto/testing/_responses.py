"""Responses to calls, in the order of each operation."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from os import PathLike
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from reboto.testing import _cbor, _recording
from reboto.testing._operations import RESULTS
from reboto.testing._server import Message

_XML, _CBOR = "text/xml", "application/cbor"


@dataclass(frozen=True)
class Call:
    """A request that was received.

    Attributes
    ----------
    operation : str
        AWS's name of the operation, such as ``"DescribeAlarms"``.
    parameters : dict
        Parameters: of CloudWatch as AWS's model nests them; of Auto Scaling flat, such as
        ``{"AutoScalingGroupNames.member.1": "web"}``.
    """

    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class _Written:
    """A response without a format: it has the format of the request."""

    result: Mapping[str, Any]
    error: tuple[int, str, str] | None = None


@dataclass
class _Entry:
    response: _Written | Message
    remaining: int | None


class Responses:
    """Responses to calls of connections; see `reboto.testing.responses`.

    Each operation has a queue of responses. A request without a response is refused with the error
    code ``NoResponse``, which is not retried.

    Attributes
    ----------
    calls : list of Call
        The requests so far, in their order, with those that were retried.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._entries: defaultdict[str, deque[_Entry]] = defaultdict(deque)
        self._refused: list[str] = []
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        waiting = ", ".join(name for name, entries in self._entries.items() if entries)
        return f"<Responses: {len(self.calls)} calls; waiting: {waiting or 'none'}>"

    def add(
        self,
        operation: str,
        result: Mapping[str, Any] | None = None,
        *,
        times: int | None = 1,
    ) -> None:
        """Add a response to an operation.

        Parameters
        ----------
        operation : str
            AWS's name of the operation, such as ``"DescribeAutoScalingGroups"``.
        result : dict, optional
            Members of the response, with AWS's names, as in boto3: dicts, lists, numbers, text
            and datetimes. By default, there are none. ``ResponseMetadata`` is left out.
        times : int or None
            How many requests get this response. None means all that follow.

        Raises
        ------
        TypeError
            If `result` is not a dict.
        ValueError
            If `times` is less than 1, or if AWS does not have the operation or a member.
        """
        if not isinstance(result, Mapping | None):
            raise TypeError(f"result must be a dict, got {result!r}")
        content = dict(result or {})
        content.pop("ResponseMetadata", None)
        members = _members(operation)
        for member in content:
            _check_name(f"a member of the result of {operation}", member, members)
        self._add(operation, _Written(content), times)

    def add_error(
        self,
        operation: str,
        code: str,
        message: str = "",
        *,
        status: int = 400,
        times: int | None = 1,
    ) -> None:
        """Add an error response to an operation.

        Parameters
        ----------
        operation : str
            AWS's name of the operation.
        code : str
            Error code, such as ``"ValidationError"``. Requests with a code that AWS uses for
            temporary errors, such as ``"Throttling"``, are retried.
        message : str
            Error message.
        status : int
            HTTP status, 400 to 599.
        times : int or None
            How many requests get this response. None means all that follow.

        Raises
        ------
        ValueError
            If `times` is less than 1, if AWS does not have the operation, or if the status is not
            one of an error.
        """
        _members(operation)
        if not 400 <= status <= 599:
            raise ValueError(f"status must be from 400 to 599, got {status!r}")
        self._add(operation, _Written({}, (status, code, message)), times)

    def load(self, path: str | PathLike[str]) -> None:
        """Add the responses in a file that `reboto.testing.record` wrote.

        Parameters
        ----------
        path : str or path
            Path of the file.

        Raises
        ------
        OSError
            If the file cannot be read.
        ValueError
            If the file has other content.
        """
        for operation, message in _recording.read(path):
            self._add(operation, message, 1)

    def check(self) -> None:
        """Check that every request had a response, and that every response was used.

        Raises
        ------
        AssertionError
            If not. The message lists the operations.
        """
        with self._lock:
            unused = [
                f"{name} ({sum(entry.remaining or 0 for entry in entries)})"
                for name, entries in self._entries.items()
                if any(entry.remaining for entry in entries)
            ]
            refused = list(dict.fromkeys(self._refused))
        problems: list[str] = []
        if refused:
            problems.append(f"requests without a response: {', '.join(refused)}")
        if unused:
            problems.append(f"responses that were not used: {', '.join(unused)}")
        if problems:
            raise AssertionError("; ".join(problems))

    def _add(self, operation: str, response: _Written | Message, times: int | None) -> None:
        if times is not None and times < 1:
            raise ValueError(f"times must be 1 or more, or None for all requests, got {times!r}")
        with self._lock:
            self._entries[operation].append(_Entry(response, times))

    def respond(self, path: str, content_type: str, body: bytes) -> Message:
        """Respond to a request; the server calls this method.

        Parameters
        ----------
        path, content_type : str
            Path and content type of the request.
        body : bytes
            Its body.

        Returns
        -------
        Message
            The response.
        """
        cbor = content_type == _CBOR
        if cbor:
            operation = path.rpartition("/")[2]
            parameters: dict[str, Any] = _cbor.loads(body) if body else {}
        else:
            parameters = dict(parse_qsl(body.decode(), keep_blank_values=True))
            operation = parameters.pop("Action", "")
            parameters.pop("Version", None)
        with self._lock:
            self.calls.append(Call(operation, parameters))
            response = self._next(operation)
        if isinstance(response, Message):
            return response
        return _cbor_message(response) if cbor else _xml_message(operation, response)

    def _next(self, operation: str) -> _Written | Message:
        entries = self._entries[operation]
        if not entries:
            self._refused.append(operation)
            text = f"{operation} has no response; add one: responses.add({operation!r}, ...)"
            return _Written({}, (400, "NoResponse", text))
        entry = entries[0]
        if entry.remaining is not None:
            entry.remaining -= 1
            if not entry.remaining:
                entries.popleft()
        return entry.response


def _members(operation: str) -> Collection[str]:
    """Return the members of the result of an operation, which must exist."""
    _check_name("an operation", operation, RESULTS)
    return RESULTS[operation]


def _check_name(expected: str, name: str, known: Collection[str]) -> None:
    if name in known:
        return
    from difflib import get_close_matches

    nearest = get_close_matches(str(name), known, 1)
    if nearest:
        hint = f"did you mean {nearest[0]!r}?"
    else:
        hint = f"it has {', '.join(known) or 'none'}" if len(known) < 20 else "use AWS's names"
    raise ValueError(f"{name!r} is not {expected}; {hint}")


def _cbor_message(response: _Written) -> Message:
    if response.error is None:
        return Message(200, _CBOR, _cbor.dumps(response.result))
    status, code, message = response.error
    return Message(status, _CBOR, _cbor.dumps({"__type": code, "message": message}))


def _xml_message(operation: str, response: _Written) -> Message:
    tail = "<RequestId>00000000-0000-4000-8000-000000000000</RequestId>"
    if response.error is None:
        text = (
            f"<{operation}Response><{operation}Result>{_xml(response.result)}</{operation}Result>"
            f"<ResponseMetadata>{tail}</ResponseMetadata></{operation}Response>"
        )
        return Message(200, _XML, text.encode())
    status, code, message = response.error
    error = {"Type": "Sender" if status < 500 else "Receiver", "Code": code, "Message": message}
    text = f"<ErrorResponse><Error>{_xml(error)}</Error>{tail}</ErrorResponse>"
    return Message(status, _XML, text.encode())


def _xml(value: Any) -> str:
    match value:
        case Mapping():
            members: Mapping[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
            return "".join(
                f"<{name}>{_xml(item)}</{name}>"
                for name, item in members.items()
                if item is not None
            )
        case bool():
            return str(value).lower()
        case datetime():
            instant = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
            return instant.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case str():
            return escape(value)
        case Sequence():
            elements: Sequence[Any] = value  # pyright: ignore[reportUnknownVariableType]
            return "".join(f"<member>{_xml(item)}</member>" for item in elements)
        case _:
            return escape(str(value))
