"""CBOR, the format of CloudWatch's requests and responses, without another package."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

# The length that means: items follow until a break.
_INDEFINITE = 31
_BREAK = object()


def dumps(value: Any) -> bytes:
    """Encode a value.

    Parameters
    ----------
    value : object
        A dict, list, str, bytes, number, bool, None, or datetime; without a time zone, the
        datetime is UTC.

    Returns
    -------
    bytes

    Raises
    ------
    TypeError
        If a value has another type.
    """
    match value:
        case None:
            return b"\xf6"
        case bool():
            return b"\xf5" if value else b"\xf4"
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case datetime():
            instant = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
            return b"\xc1" + dumps(instant.timestamp())
        case bytes():
            return _head(2, len(value)) + value
        case str():
            encoded = value.encode()
            return _head(3, len(encoded)) + encoded
        case Mapping():
            members: Mapping[Any, Any] = value  # pyright: ignore[reportUnknownVariableType]
            items = [(key, item) for key, item in members.items() if item is not None]
            return _head(5, len(items)) + b"".join(dumps(key) + dumps(item) for key, item in items)
        case Sequence():
            elements: Sequence[Any] = value  # pyright: ignore[reportUnknownVariableType]
            return _head(4, len(elements)) + b"".join(map(dumps, elements))
        case _:
            raise TypeError(f"a response cannot contain {value!r} of type {type(value).__name__}")


def _head(major: int, number: int) -> bytes:
    for size, short in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if number < 24:
            return bytes([major << 5 | number])
        if number < 1 << 8 * size:
            return bytes([major << 5 | short]) + number.to_bytes(size, "big")
    raise ValueError(f"a response cannot contain the number {number}: it has more than 64 bits")


def loads(data: bytes) -> Any:
    """Decode a value. Timestamps become datetimes in UTC.

    Parameters
    ----------
    data : bytes
        One encoded value.

    Returns
    -------
    object

    Raises
    ------
    ValueError
        If the data is not CBOR.
    """
    try:
        value, end = _value(data, 0)
    except (IndexError, struct.error):
        raise ValueError("the CBOR document is incomplete") from None
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes follow the CBOR document")
    return value


def _value(data: bytes, at: int) -> tuple[Any, int]:
    major, short = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return _simple(data, at, short)
    number = short
    if short in {24, 25, 26, 27}:
        size = 1 << (short - 24)
        number = int.from_bytes(_bytes(data, at, size), "big")
        at += size
    match major:
        case 0:
            return number, at
        case 1:
            return -1 - number, at
        case 2 | 3 if short != _INDEFINITE:
            content = _bytes(data, at, number)
            return content if major == 2 else content.decode(), at + number
        case 4 | 5:
            return _items(data, at, major, None if short == _INDEFINITE else number)
        case 6:
            tagged, at = _value(data, at)
            return datetime.fromtimestamp(tagged, timezone.utc) if number == 1 else tagged, at
        case _:
            raise ValueError(f"byte {data[at - 1]:#04x} is not supported")


def _items(data: bytes, at: int, major: int, count: int | None) -> tuple[Any, int]:
    found: list[Any] = []
    expected = None if count is None else count * (major - 3)
    while expected is None or len(found) < expected:
        item, at = _value(data, at)
        if item is _BREAK:
            break
        found.append(item)
    return (found if major == 4 else dict(zip(found[::2], found[1::2], strict=True))), at


def _simple(data: bytes, at: int, short: int) -> tuple[Any, int]:
    known = {20: False, 21: True, 22: None, 23: None, _INDEFINITE: _BREAK}
    if short in known:
        return known[short], at
    formats = {25: ">e", 26: ">f", 27: ">d"}
    if short not in formats:
        raise ValueError(f"the simple value {short} is not supported")
    size = struct.calcsize(formats[short])
    return struct.unpack(formats[short], _bytes(data, at, size))[0], at + size


def _bytes(data: bytes, at: int, size: int) -> bytes:
    found = data[at : at + size]
    if len(found) != size:
        raise IndexError
    return found
