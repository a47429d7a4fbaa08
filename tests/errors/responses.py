"""Responses with a success status that cannot be read, or only just."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cbor2

from reboto.exception import BotoConnectionError, UnreadableAnswerError
from tests.errors.fault import Fault, responding
from tests.support.wire import Response, cbor_result, result

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATION = "DescribeAutoScalingGroups"
NAME = "<AutoScalingGroupName>caf\N{LATIN SMALL LETTER E WITH ACUTE}</AutoScalingGroupName>"
DOCUMENT = (
    f"<{OPERATION}Response><{OPERATION}Result><AutoScalingGroups><member>{NAME}</member>"
    f"</AutoScalingGroups></{OPERATION}Result></{OPERATION}Response>"
)
HALF = f"<{OPERATION}Response><{OPERATION}Result><AutoScalingGroups><member>".encode()
BOMB = (
    b"<!DOCTYPE b [<!ENTITY e0 'x'>"
    + b"".join(b"<!ENTITY e%d '%s'>" % (i + 1, b"&e%d;" % i * 10) for i in range(9))
    + f"]><{OPERATION}Response>&e9;</{OPERATION}Response>".encode()
)
DEEP = f"<{OPERATION}Response>".encode() + b"<a>" * 1_000_000
PORTAL = b"<html><body>Log in to the network</body></html>"
XML = {"Content-Type": "text/xml"}
CBOR = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
MEGABYTE = b"100000\r\n" + b" " * 0x100000 + b"\r\n"

NEWER: dict[str, Any] = {
    "AutoScalingGroupName": "web",
    "HealthCheckType": "TELEPATHY",
    "Instances": [{"InstanceId": "i-1", "LifecycleState": "Dreaming", "Mood": "calm"}],
    "Mood": "calm",
    "Moods": ["calm", "gay"],
}
NEWER_ALARM = {
    "AlarmName": "busy",
    "StateValue": "DREAMING",
    "ComparisonOperator": "SmellsLikeThreshold",
    "Statistic": "Gist",
    "Unit": "Furlongs",
    "Mood": {"calm": [1, 2, {"deep": None}]},
}


def unending() -> Iterator[bytes]:
    """A response without a length that does not end."""
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    for _ in range(200):
        yield MEGABYTE
    yield b"0\r\n\r\n"


def alarms(connection: Any) -> Any:
    return connection.describe_alarms()


def xml(name: str, body: bytes, headers: dict[str, str] | None = None) -> Fault:
    response = Response(200, body, XML if headers is None else headers)
    return Fault(name, responding(response), UnreadableAnswerError, status=200)


def cbor(name: str, body: bytes, headers: dict[str, str] | None = None) -> Fault:
    response = Response(200, body, CBOR if headers is None else headers)
    return Fault(
        name,
        responding(response, service="cloudwatch"),
        UnreadableAnswerError,
        status=200,
        call=alarms,
    )


def accented(groups: Any) -> None:
    assert [group.name for group in groups] == ["caf\N{LATIN SMALL LETTER E WITH ACUTE}"]


def newer(groups: Any) -> None:
    (group,) = groups
    assert (group.name, group.health_check_type) == ("web", "TELEPATHY")
    assert (group.Mood, group.Moods) == ("calm", ["calm", "gay"])
    assert (group.instances[0].lifecycle_state, group.instances[0].Mood) == ("Dreaming", "calm")


def newer_alarm(found: Any) -> None:
    (alarm,) = found
    assert (alarm.name, alarm.state_value, alarm.statistic) == ("busy", "DREAMING", "Gist")
    assert (alarm.comparison, alarm.unit) == ("SmellsLikeThreshold", "Furlongs")


FAULTS = [
    xml("an empty response", b""),
    xml("a login page of a network", PORTAL, {"Content-Type": "text/html"}),
    xml("a web page that is not XML", b"<html><p>Log in<br></html>", {"Content-Type": "text/html"}),
    xml("half a document", HALF),
    xml("elements that overlap", f"<{OPERATION}Response><a></b>".encode()),
    xml("plain text", b"It works!", {"Content-Type": "text/plain"}),
    xml("JSON", b'{"AutoScalingGroups": []}', {"Content-Type": "application/json"}),
    xml("CBOR instead of XML", cbor2.dumps({"AutoScalingGroups": []}), CBOR),
    xml(
        "a document in ISO 8859-1",
        f'<?xml version="1.0" encoding="iso-8859-1"?>{DOCUMENT}'.encode("latin-1"),
    ),
    xml("a document in UTF-16", DOCUMENT.encode("utf-16")),
    xml("a document with invalid UTF-8", DOCUMENT.encode().replace(b"\xc3\xa9", b"\xc3")),
    xml("a document with an entity bomb", BOMB),
    xml("a document of a million nested elements", DEEP),
    Fault(
        "a document of another type",
        responding(Response(200, DOCUMENT.encode(), {"Content-Type": "image/png"})),
        check=accented,
    ),
    Fault(
        "a response with a length of 200 MB",
        responding(Response(200, b"", {"Content-Length": "200000000"}, ending="stall")),
        BotoConnectionError,
    ),
    Fault(
        "a response of 200 MB without a length",
        responding(Response(stream=unending), timeout=30),
        BotoConnectionError,
    ),
    Fault(
        "unknown fields and values",
        responding(result(OPERATION, {"AutoScalingGroups": [NEWER], "Weather": "fine"})),
        check=newer,
    ),
    cbor("CloudWatch: an empty response", b""),
    cbor("CloudWatch: bytes that are not CBOR", b"\xff\xfe\x00"),
    cbor("CloudWatch: CBOR that is cut short", cbor2.dumps({"MetricAlarms": [NEWER_ALARM]})[:-9]),
    cbor("CloudWatch: CBOR of another structure", cbor2.dumps(["not", "a", "map"])),
    cbor("CloudWatch: a list with a wrong length", b"\xa1\x6cMetricAlarms\x9b" + b"\x7f" * 8),
    cbor("CloudWatch: 100,000 nested lists", b"\x9f" * 100_000),
    cbor("CloudWatch: a web page", PORTAL, {"Content-Type": "text/html"}),
    cbor(
        "CloudWatch: XML instead of CBOR",
        b"<DescribeAlarmsResponse><DescribeAlarmsResult/></DescribeAlarmsResponse>",
        XML,
    ),
    Fault(
        "CloudWatch: a response with a length of 200 MB",
        responding(
            Response(200, b"", {**CBOR, "Content-Length": "200000000"}, ending="stall"),
            service="cloudwatch",
        ),
        BotoConnectionError,
        call=alarms,
    ),
    Fault(
        "CloudWatch: CBOR of another type",
        responding(
            Response(
                200, cbor2.dumps({"MetricAlarms": [NEWER_ALARM]}), {"Content-Type": "image/png"}
            ),
            service="cloudwatch",
        ),
        call=alarms,
        check=newer_alarm,
    ),
    Fault(
        "CloudWatch: unknown fields and values",
        responding(
            cbor_result({"MetricAlarms": [NEWER_ALARM], "Weather": "fine"}), service="cloudwatch"
        ),
        call=alarms,
        check=newer_alarm,
    ),
]
