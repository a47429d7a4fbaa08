"""With any arguments, a call succeeds or raises one of the documented exceptions.

These are TypeError and ValueError, which name the argument; subclasses of BotoClientError and
BotoServerError; and AttributeError where an object of another type is passed to a value or a helper
that is written in Python. Exceptions from the caller's own objects are passed through, such as
RecursionError where an object nests too deeply for `repr()`. No call panics or hangs: an example
that takes longer than `tries.PATIENCE` fails.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reboto._generic_calls import QueryCalls
from reboto.ec2 import autoscale, cloudwatch
from reboto.pyami.config import Config
from reboto.utils import LazyLoadMetadata
from tests.fuzz import surface
from tests.fuzz.outcomes import OF_OBJECTS, TOLD, shown, used
from tests.fuzz.values import hostile
from tests.support.examples import seconds, tries
from tests.support.messages import Request, Response, success
from tests.support.styles import Blocking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.wire import Wire

# Several examples together may take more than a test has.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(seconds(300))]
trying = tries(8)

SERVICES = {
    "autoscale": autoscale.AutoScaleConnection,
    "cloudwatch": cloudwatch.CloudWatchConnection,
}
CALLS = [(service, name) for service, kind in SERVICES.items() for name in surface.methods(kind)]


def respond(request: Request) -> Response:
    """Some content for the metadata service's pages, nothing for all else."""
    return Response(200, b"ami-id") if request.method == "GET" else success(request)


@pytest.fixture
def style() -> Blocking:
    """One style: `tests/arguments/test_parity.py` holds the other one to it."""
    return Blocking()


@pytest.fixture
def server(server: Wire) -> Wire:
    server.otherwise = respond
    return server


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where files whose names are hostile do no harm."""
    monkeypatch.chdir(tmp_path)


def test_the_surface_is_seen() -> None:
    assert len(CALLS) > 65
    assert ("cloudwatch", "put_metric_data") in CALLS
    assert ("autoscale", "iter_groups") in CALLS
    assert ("autoscale", "make_request") in CALLS
    assert {"reboto.utils.get_ts", "reboto.fanout.each", "reboto._core.to_int"} <= set(
        surface.functions()
    )
    assert {"reboto.ec2.autoscale.tag.Tag", "reboto.pyami.config.Config"} <= set(surface.classes())
    assert len(surface.classes()) > 70


@pytest.mark.parametrize(("service", "name"), CALLS)
@trying
@given(data=st.data())
def test_a_connections_call_refuses_or_succeeds(
    style: Blocking, server: Wire, service: str, name: str, data: st.DataObject
) -> None:
    connection = getattr(style, service)(server)
    call = getattr(connection, name)
    taken = data.draw(surface.arguments(call))
    # Those that begin so are helpers of boto's, written in Python.
    with contextlib.suppress(*(OF_OBJECTS if name.startswith("build_") else TOLD)):
        used(style, surface.called(call, taken))
    connection.request_hook = None
    # The connection still works after a refused call.
    style.settle(connection.make_request("Anything"))


@pytest.mark.parametrize("service", SERVICES)
def test_many_of_the_drawn_calls_succeed(style: Blocking, server: Wire, service: str) -> None:
    connection = getattr(style, service)(server)
    tried = succeeded = 0
    for name in surface.methods(SERVICES[service]):
        call = getattr(connection, name)

        @settings(max_examples=3)
        @given(taken=surface.arguments(call))
        def one(call: Callable[..., Any], taken: dict[str, Any]) -> None:
            nonlocal tried, succeeded
            tried += 1
            with contextlib.suppress(*OF_OBJECTS):
                used(style, surface.called(call, taken))
                succeeded += 1

        one(call)
        connection.request_hook = None
    assert tried > 60
    assert succeeded > tried / 5, f"{succeeded} of {tried}"


FUNCTIONS = surface.functions()


@pytest.mark.parametrize("name", FUNCTIONS)
@trying
@given(data=st.data())
def test_a_function_refuses_or_succeeds(
    style: Blocking, server: Wire, name: str, data: st.DataObject
) -> None:
    call = FUNCTIONS[name]
    # The metadata service is the server, not what may be at its address.
    given = {"connection": style.cloudwatch(server), "url": server.url, "endpoint": server.url}
    # Limited, because a million attempts would be made too.
    given |= {"num_retries": 1, "attempts": 1}
    taken = data.draw(surface.arguments(call, given))
    with contextlib.suppress(*OF_OBJECTS):
        result = surface.called(call, taken)
        used(style, result)
        if isinstance(result, LazyLoadMetadata):
            result.items()


# Connections and their parts have tests above. `Config` reads and closes the files that it is
# given, also by their file descriptors.
CLASSES = {
    name: cls
    for name, cls in surface.classes().items()
    if not issubclass(cls, (QueryCalls, Config))
    and not any(issubclass(connection, cls) for connection in SERVICES.values())
    and cls.__module__ != "reboto._core"
}


@pytest.mark.parametrize("name", CLASSES)
@trying
@given(data=st.data())
def test_an_object_is_made_and_shown_with_any_content(
    style: Blocking, server: Wire, name: str, data: st.DataObject
) -> None:
    cls = CLASSES[name]
    service = "cloudwatch" if "cloudwatch" in name else "autoscale"
    connection = getattr(style, service)(server)
    given = {"connection": connection, "url": server.url, "num_retries": 1, "timeout": 0.01}
    try:
        value = surface.called(cls, data.draw(surface.arguments(cls, given)))
    except OF_OBJECTS:
        return
    if hasattr(value, "__dict__"):
        # Private attributes are not input: a test with an endless iterator as pages would not end.
        public = [attribute for attribute in vars(value) if not attribute.startswith("_")]
        names = st.sampled_from([*public, "name"])
        for attribute, replaced in data.draw(st.dictionaries(names, hostile, max_size=2)).items():
            with contextlib.suppress(*OF_OBJECTS):
                setattr(value, attribute, replaced)
    shown(value)
    for method in surface.methods(cls):
        call = getattr(value, method)
        taken = data.draw(surface.arguments(call))
        with contextlib.suppress(*OF_OBJECTS):
            used(style, surface.called(call, taken))


SETTINGS = st.sampled_from(
    [
        "APIVersion",
        "aws_access_key_id",
        "ca_certificates_file",
        "debug",
        "http_connection_kwargs",
        "https_validate_certificates",
        "is_secure",
        "num_retries",
        "path",
        "port",
        "provider",
        "region",
        "request_hook",
    ]
)


@pytest.mark.parametrize("service", SERVICES)
@trying
@given(attribute=SETTINGS, value=hostile)
def test_a_connections_attribute_is_refused_or_used(
    style: Blocking, server: Wire, service: str, attribute: str, value: Any
) -> None:
    connection = getattr(style, service)(server)
    connection.http_connection_kwargs = {"timeout": 5}
    connection.num_retries = 0
    with contextlib.suppress(*OF_OBJECTS):
        setattr(connection, attribute, value)
        shown(connection)
        style.settle(connection.make_request("Anything"))
