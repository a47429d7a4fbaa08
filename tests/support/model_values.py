"""Values of every type of AWS's model, and their comparison, for tests of all operations."""

from __future__ import annotations

import base64
import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import botocore.session
from botocore import xform_name

if TYPE_CHECKING:
    from collections.abc import Iterator

# The stubs of botocore do not say which kind of shape a type is.
Shape: TypeAlias = Any
OperationModel: TypeAlias = Any
ServiceModel: TypeAlias = Any

_ASCII = {"Name", "Value", "Namespace", "MetricName"}
SERVICES = ("autoscaling", "cloudwatch")


@cache
def service_model(service: str) -> ServiceModel:
    """Return the model of a service that botocore has."""
    return botocore.session.Session().get_service_model(service)


def operations() -> Iterator[tuple[str, str]]:
    """Yield the service and the name of each operation."""
    for service in SERVICES:
        for name in sorted(service_model(service).operation_names):
            yield service, name


def operation(service: str, name: str) -> Any:
    """Return the model of an operation; the stubs of its class lack the members of structures."""
    return service_model(service).operation_model(name)


class Filler:
    """Makes values in boto3's form, each of them different.

    Parameters
    ----------
    required_only : bool, default False
        Whether to leave optional members out.
    """

    def __init__(self, *, required_only: bool = False) -> None:
        self.required_only = required_only
        self._count = 0

    def fill(self, shape: Shape | None, name: str = "value") -> Any:
        """Return a value of a type within its limits."""
        if shape is None:
            return {}
        self._count += 1
        match shape.type_name:
            case "structure":
                return self._structure(shape)
            case "list":
                most = shape.metadata.get("max", 2)
                return [self.fill(shape.member, name) for _ in range(min(2, most))]
            case "map":
                return {f"key{at}": self.fill(shape.value, name) for at in (1, 2)}
            case "string":
                return self._text(shape, name)
            case "integer" | "long":
                return self._number(shape)
            case "double" | "float":
                return self._number(shape) + 0.25
            case "boolean":
                return self._count % 2 == 0
            case "timestamp":
                return datetime.datetime(
                    2026,
                    1 + self._count % 12,
                    1 + self._count % 28,
                    3,
                    4,
                    5,
                    tzinfo=datetime.timezone.utc,
                )
            case "blob":
                return f"bytes {self._count}".encode()
            case other:
                raise AssertionError(f"the model has a type that the test does not know: {other}")

    def _structure(self, shape: Shape) -> dict[str, Any]:
        names = list(shape.members)
        if getattr(shape, "is_tagged_union", False):
            names = names[:1]
        elif self.required_only:
            names = [name for name in names if name in shape.required_members]
        return {name: self.fill(shape.members[name], name) for name in names}

    def _text(self, shape: Shape, name: str) -> str:
        if enum := getattr(shape, "enum", None):
            return str(enum[self._count % len(enum)])
        if name == "TimeZone":
            # reboto checks the names of time zones.
            return ("Europe/Berlin", "Asia/Tokyo")[self._count % 2]
        least, most = shape.metadata.get("min", 1), shape.metadata.get("max", 255)
        # Metrics have names of ASCII characters.
        special = "&" if name in _ASCII else "é&"
        return f"{name}-{special}{self._count}".ljust(least, "x")[:most]

    def _number(self, shape: Shape) -> int:
        least, most = shape.metadata.get("min", 1), shape.metadata.get("max", 60)
        return int(least + self._count % max(1, most - least))


def xml(shape: Shape, value: Any) -> str:
    """Return a value as the content of an XML element, as AWS writes it."""
    match shape.type_name:
        case "structure":
            return "".join(
                f"<{_element(shape.members[name], name)}>{xml(shape.members[name], value[name])}"
                f"</{_element(shape.members[name], name)}>"
                for name in shape.members
                if name in value
            )
        case "list":
            item = shape.member.serialization.get("name", "member")
            return "".join(f"<{item}>{xml(shape.member, one)}</{item}>" for one in value)
        case "map":
            return "".join(
                f"<entry><key>{key}</key><value>{xml(shape.value, one)}</value></entry>"
                for key, one in value.items()
            )
        case "boolean":
            return str(value).lower()
        case "timestamp":
            return str(value.strftime("%Y-%m-%dT%H:%M:%SZ"))
        case "blob":
            return base64.b64encode(value).decode()
        case _:
            return str(value).replace("&", "&amp;")


def _element(shape: Shape, name: str) -> str:
    return str(shape.serialization.get("name", name))


def query(shape: Shape, value: Any, prefix: str = "") -> dict[str, str]:
    """Return a value as the parameters of a Query request, by name."""
    match shape.type_name:
        case "structure":
            found: dict[str, str] = {}
            for name, member in shape.members.items():
                if name in value:
                    path = (
                        f"{prefix}.{_element(member, name)}" if prefix else _element(member, name)
                    )
                    found.update(query(member, value[name], path))
            return found
        case "list":
            item = shape.member.serialization.get("name", "member")
            found = {}
            for at, one in enumerate(value, 1):
                found.update(query(shape.member, one, f"{prefix}.{item}.{at}"))
            return found or {prefix: ""}
        case _:
            return {prefix: xml(shape, value).replace("&amp;", "&")}


def plain(value: Any, shape: Shape) -> Any:
    """Return a value of reboto's in boto3's form, by AWS's names."""
    if value is None:
        return None
    match shape.type_name:
        case "structure" if isinstance(value, str):
            return value
        case "structure":
            converted = value._to_members() if hasattr(value, "_to_members") else None
            found = {}
            for name, member in shape.members.items():
                one = converted.get(name) if converted is not None else _get(value, name)
                if one is not None:
                    found[name] = plain(one, member)
            return found
        case "list":
            return _plain_list(value, shape)
        case "map":
            return {key: plain(one, shape.value) for key, one in value.items()}
        case "boolean":
            return (
                value
                if isinstance(value, bool)
                else {"true": True, "false": False}.get(value, value)
            )
        case "integer" | "long":
            return int(value)
        case "double" | "float":
            return float(value)
        case "timestamp":
            return plain_time(value)
        case _:
            return value


def _get(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return value.get(name)
    # boto's collection types have one attribute `val`.
    names = (name, xform_name(name), "val")
    return next((getattr(value, one) for one in names if hasattr(value, one)), None)


def _plain_list(value: Any, shape: Shape) -> list[Any]:
    if isinstance(value, dict):
        first, second = list(shape.member.members)[:2]
        return [
            {first: key, second: one}
            for key, ones in value.items()
            for one in (ones if isinstance(ones, list) and second == "Value" else [ones])
        ]
    return [plain(one, shape.member) for one in value]


def plain_time(value: Any) -> datetime.datetime:
    """Return a time of reboto's, which is UTC, with its time zone."""
    if isinstance(value, str):
        return datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    time: datetime.datetime = value
    return time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)
