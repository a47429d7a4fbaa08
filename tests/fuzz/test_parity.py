"""Both styles raise the same error for the same hostile response.

The other tests of responses run in one style.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.fuzz import shapes
from tests.fuzz.test_nested_responses import AUTOSCALE, CLOUDWATCH, ask
from tests.support.messages import Response, cbor_failure, failure, hang_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

DEEP = 1_000
BODIES = {
    "empty": b"",
    "text": b"It works!",
    "page": b"<html><body>Log in to the network</body></html>",
    "truncated XML": b"<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult>",
    "entities": b"<!DOCTYPE b [<!ENTITY e 'x'>]><ErrorResponse><Error><Code>&e;</Code></Error>",
    "not UTF-8": b"<R><ErrorResponse><Error><Code>\xff</Code></Error></ErrorResponse></R>",
    "a list": b"\x83\x01\x02\x03",
    "truncated CBOR": b"\xa1lMetricAlarms\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
    "an infinite time": b"\xa1lMetricAlarms\x81\xa1iTimestamp\xc1\xfb\x7f\xf0\0\0\0\0\0\0",
    **{f"{name}, nested": body for name, body in shapes.cbor(DEEP).items()},
    **{f"{name}, known and nested": body for name, body in shapes.known(DEEP).items()},
    **{f"{name}, XML": body for name, body in shapes.xml(DEEP).items()},
}
KINDS = {"autoscale": "text/xml", "cloudwatch": "application/cbor"}


def responses(service: str) -> Iterator[tuple[str, Response]]:
    headers = {"Content-Type": KINDS[service], "smithy-protocol": "rpc-v2-cbor"}
    for name, body in BODIES.items():
        for status in (200, 302, 400, 500):
            yield f"{name}, {status}", Response(status, body, headers)
    yield "a wrong type", Response(200, BODIES["page"], {"Content-Type": "text/html"})
    yield "an error", (failure if service == "autoscale" else cbor_failure)("Throttling", "slow")
    yield "no response", hang_up()


def outcome(style: Blocking, server: Wire, call: Callable[[Any], Any], response: Response) -> Any:
    """The error without its duration, or the text of the result."""
    try:
        result = ask(style, server, call, response)
    except Exception as error:  # noqa: BLE001 - which one is what is compared
        described = [f"{name}={value!r}" for name, value in sorted(vars(error).items())]
        text = re.sub(r" in \d+\.\d s", " in N.N s", "\n".join([str(error), *described]))
        return type(error), text
    return re.sub(r" at 0x[0-9a-f]+", "", repr(result))


@pytest.mark.parametrize(
    ("service", "name"),
    [*(("autoscale", name) for name in AUTOSCALE), *(("cloudwatch", name) for name in CLOUDWATCH)],
)
def test_both_styles_raise_the_same_errors(
    both: list[Blocking], server: Wire, service: str, name: str
) -> None:
    call = (AUTOSCALE if service == "autoscale" else CLOUDWATCH)[name]
    errors = 0
    for description, response in responses(service):
        outcomes = [outcome(style, server, call, response) for style in both]
        assert outcomes[0] == outcomes[1], description
        errors += isinstance(outcomes[0], tuple)
    assert errors > len(BODIES) * 3
