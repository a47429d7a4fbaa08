"""Validation of requests by AWS's model: types, required members, ranges, patterns and enums."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from botocore.utils import parse_timestamp
from moto.core.exceptions import ServiceException
from moto.core.parse import UNDEFINED, JSONParser, QueryParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moto.core.model import OperationModel
    from werkzeug.wrappers import Request

_LONGEST_SHOWN = 100
_RANGES = {"integer": 2**31, "long": 2**63}
# AWS's patterns use Java's notation for characters outside the BMP; Python's differs.
_SURROGATES = r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF"
_TEXT = re.compile(r"\\p\{[A-Za-z]+\}")


class RejectedError(ServiceException):
    """A request that AWS rejects."""


def reject(code: str, message: str) -> NoReturn:
    """Raise an error that becomes an error response in AWS's format."""
    raise RejectedError(code, message)


def read(model: OperationModel, protocol: str, request: Request) -> dict[str, Any]:
    """Read the members of a request.

    Raises
    ------
    ServiceException
        If a value has the wrong type.
    """
    reader = _Query(model) if protocol == "query" else _Json(model)
    members: dict[str, Any] = reader.parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.get_data(),
            "url_path": request.path,
            "url_params": {},
        }
    )
    return members


def broken_constraints(shape: Any, value: Any, path: str = "") -> Iterator[str]:
    """Return the constraints that a value violates, in the wording of AWS's validation."""
    kind, limits = shape.type_name, shape.metadata
    if kind == "structure":
        for name in shape.required_members:
            if value.get(name) is None:
                yield _broken("null", _at(path, name), "must not be null")
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from broken_constraints(member, value[name], _at(path, name))
    elif kind == "list":
        yield from _broken_range(limits, len(value), f"'{_shown(value)}'", path, "length")
        for index, item in enumerate(value, 1):
            yield from broken_constraints(shape.member, item, f"{path}.{index}.member")
    elif kind == "map":
        for key, item in value.items():
            yield from broken_constraints(shape.value, item, f"{path}.{key}.member")
    elif kind in {"string", "blob"}:
        yield from _broken_range(limits, len(value), f"'{_shown(value)}'", path, "length")
        if limits.get("enum") and value not in limits["enum"]:
            values = ", ".join(limits["enum"])
            yield _broken(f"'{_shown(value)}'", path, f"must satisfy enum value set: [{values}]")
        pattern = limits.get("pattern")
        if pattern and kind == "string" and not _pattern(pattern).fullmatch(value):
            must = f"must satisfy regular expression pattern: {pattern}"
            yield _broken(f"'{_shown(value)}'", path, must)
    elif kind in {"integer", "long", "float", "double"}:
        yield from _broken_range(limits, value, f"'{value}'", path, "value")


def _broken_range(
    limits: dict[str, Any], number: float, shown: str, path: str, what: str
) -> Iterator[str]:
    if "min" in limits and number < limits["min"]:
        yield _broken(shown, path, f"must have {what} greater than or equal to {limits['min']}")
    if "max" in limits and number > limits["max"]:
        yield _broken(shown, path, f"must have {what} less than or equal to {limits['max']}")


def _broken(value: str, path: str, must: str) -> str:
    return f"Value {value} at '{path}' failed to satisfy constraint: Member {must}"


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _at(path: str, name: str) -> str:
    name = name[0].lower() + name[1:]
    return f"{path}.{name}" if path else name


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    # The only Unicode classes in the model are a union that means "no control characters".
    pattern = pattern.replace(*_SURROGATES)
    if _TEXT.search(pattern):
        return re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*")
    return re.compile(pattern, re.DOTALL)


def _whole(value: Any, kind: str, path: str) -> int:
    if abs(value) >= _RANGES[kind] and value != -_RANGES[kind]:
        reject("SerializationException", f"{path}: {value} is out of range for the type {kind}")
    return int(value)


def _parse_with(parser: Any, *given: Any) -> Any:
    """Call a parser of moto, which has no type annotations."""
    return parser._default_handle(*given)


class _Query(QueryParser):
    """Parser of the Query protocol that is as strict as AWS."""

    def _parse_integer(self, shape: Any, query_params: Any, prefix: str = "") -> Any:
        value = _parse_with(self, shape, query_params, prefix)
        if value is UNDEFINED:
            return value
        if not re.fullmatch(r"[+-]?[0-9]{1,30}", str(value)):
            reject("MalformedInput", f"{prefix}: {_shown(value)!r} is not a whole number")
        return _whole(int(value), shape.type_name, prefix)

    _parse_long = _parse_integer

    def _parse_double(self, shape: Any, query_params: Any, prefix: str = "") -> Any:
        value = _parse_with(self, shape, query_params, prefix)
        if value is UNDEFINED:
            return value
        try:
            return float(value)
        except ValueError:
            reject("MalformedInput", f"{prefix}: {_shown(value)!r} is not a number")

    _parse_float = _parse_double

    def _parse_boolean(self, shape: Any, query_params: Any, prefix: str = "") -> Any:
        value = _parse_with(self, shape, query_params, prefix)
        if value is UNDEFINED or isinstance(value, bool):
            return value
        if value.lower() not in {"true", "false"}:
            reject("MalformedInput", f"{prefix}: {_shown(value)!r} is neither true nor false")
        return value.lower() == "true"

    def _parse_timestamp(self, shape: Any, query_params: Any, prefix: str = "") -> Any:
        value = _parse_with(self, shape, query_params, prefix)
        return value if value is UNDEFINED else _timestamp(value, prefix)

    def _parse_blob(self, shape: Any, query_params: Any, prefix: str = "") -> Any:
        value = _parse_with(self, shape, query_params, prefix)
        return value if value is UNDEFINED else _blob(value, prefix)


class _Json(JSONParser):
    """Parser of the JSON that the bridge produces from CBOR, with strict types."""

    def _parse_json_body(self, raw_body: bytes, shape: Any) -> Any:
        try:
            document = json.loads(raw_body or b"{}")
        except ValueError as error:
            reject("SerializationException", f"the body is not JSON: {error}")
        return self._typed(shape, document, "")

    def _typed(self, shape: Any, value: Any, path: str) -> Any:
        kind = shape.type_name
        if kind == "structure" and isinstance(value, dict):
            return {
                name: self._typed(member, value[name], _at(path, name))
                for name, member in shape.members.items()
                if value.get(name) is not None
            }
        if kind == "list" and isinstance(value, list):
            return [
                self._typed(shape.member, item, f"{path}.{index}.member")
                for index, item in enumerate(value, 1)
            ]
        if kind == "map" and isinstance(value, dict):
            return {
                key: self._typed(shape.value, item, f"{path}.{key}") for key, item in value.items()
            }
        if kind == "string" and isinstance(value, str):
            return value
        if kind == "blob" and isinstance(value, str):
            return _blob(value, path)
        if kind == "boolean" and isinstance(value, bool):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            if kind in {"float", "double"}:
                return float(value)
            if kind in _RANGES and math.isfinite(value) and value == int(value):
                return _whole(value, kind, path)
            if kind == "timestamp":
                return _timestamp(value, path)
        if kind == "timestamp" and isinstance(value, str):
            return _timestamp(value, path)
        reject("SerializationException", f"{path}: {_shown(value)!r} is not a {kind}")


def _timestamp(value: Any, path: str) -> datetime:
    """Return a time in UTC without a zone, as moto has it."""
    try:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
            value = float(value)
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, timezone.utc).replace(tzinfo=None)
        timestamp = parse_timestamp(value)
        # boto sends no zone. AWS takes such a time for UTC, moto's parser for local time.
        if timestamp.tzinfo is None:
            timestamp = timestamp.replace(tzinfo=timezone.utc)
        return timestamp.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError, TypeError):
        reject("MalformedInput", f"{path}: {_shown(value)!r} is not a timestamp")


def _blob(value: str, path: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        reject("MalformedInput", f"{path}: {_shown(value)!r} is not base64")
