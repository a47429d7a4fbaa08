"""A script that uses secrets in every supported way, and prints everything that can be shown.

It is run in a process of its own, whose whole output is searched. Its own variables hold no secret:
what it is given stays in `GIVEN`, which shows nothing.
"""

from __future__ import annotations

import asyncio
import copy
import faulthandler
import gc
import inspect
import json
import logging
import os
import pickle
import pprint
import sys
import threading
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable


class Given:
    """The values that the test passes to this script, including secrets."""

    __slots__ = ("_content",)

    def __init__(self, text: str) -> None:
        self._content: Callable[[], Any] = lambda: json.loads(text)

    def __getitem__(self, name: str) -> Any:
        return self._content()[name]

    def __repr__(self) -> str:
        return "<given>"


GIVEN = Given(sys.stdin.read())
STYLE, WHOLE = GIVEN["style"], GIVEN["whole"]

logging.basicConfig(level=1, stream=sys.stdout, format="%(name)s %(levelname)s %(message)s")
warnings.simplefilter("always")
faulthandler.enable()

import reboto  # noqa: E402
from reboto import _core, aio  # noqa: E402
from reboto.ec2.autoscale import (  # noqa: E402
    AutoScalingGroup,
    LaunchConfiguration,
    ScalingPolicy,
)
from reboto.ec2.cloudwatch import MetricAlarm  # noqa: E402
from reboto.pyami.config import Config  # noqa: E402
from reboto.regioninfo import RegionInfo  # noqa: E402
from reboto.utils import RequestHook, get_instance_metadata  # noqa: E402

MODULE = reboto if STYLE == "blocking" else aio
LOOP = asyncio.new_event_loop()


def settle(result: Any) -> Any:
    return LOOP.run_until_complete(result) if inspect.iscoroutine(result) else result


def tell(label: str, text: object) -> None:
    print(f"\n=== {label}\n{text}", flush=True)


def describe(label: str, value: Any) -> None:
    """Show a value in all the ways in which it may be shown without asking for a part by name."""
    tell(label, repr(value))
    tell(f"{label}, in text", f"{value} {value!a} {format(value)} {str(value)!r}")
    tell(f"{label}, its names", dir(value))
    if html := getattr(type(value), "_repr_html_", None):
        tell(f"{label}, in a notebook", html(value))
    for way in (copy.copy, copy.deepcopy):
        attempt(f"{label}, {way.__name__}", _shown_copy, way, value, shown=False)


def _shown_copy(way: Callable[[Any], Any], value: Any) -> str:
    return repr(way(value))


def describe_attributes(label: str, value: Any, depth: int = 4) -> None:
    """Show what lists of attributes show, and what is in them."""
    listed = getattr(value, "__dict__", {})
    tell(f"{label}, attributes", repr(listed))
    tell(f"{label}, attributes at length", pprint.pformat(dict(listed)))
    tell(f"{label}, attributes in JSON", json.dumps(dict(listed), default=repr, skipkeys=True))
    if state := getattr(value, "__getstate__", None):
        attempt(f"{label}, state", lambda: repr(state()), shown=False)
    if depth and type(value).__module__.startswith("reboto"):
        for name, inner in dict(listed).items():
            describe_attributes(f"{label}.{name}", inner, depth - 1)


def describe_pickles(label: str, value: Any) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        pickled = attempt(f"{label}, pickled", pickle.dumps, value, protocol, shown=False)
        tell(f"{label}, pickle", (pickled or b"").decode("latin-1"))


def describe_error(label: str, error: BaseException) -> None:
    tell(f"{label}, traceback", "".join(traceback.format_exception(error)))
    formatted = traceback.TracebackException.from_exception(error, capture_locals=True)
    tell(f"{label}, traceback with locals", "".join(formatted.format()))
    chain: list[BaseException] = [error]
    while (inner := chain[-1].__cause__ or chain[-1].__context__) and inner not in chain:
        chain.append(inner)
    for one in chain:
        describe_attributes(f"{label}, error", one)
        describe(f"{label}, error", one) if one is error else tell(label, repr(one))
        tell(f"{label}, arguments", repr(one.args))
        for part in dir(one):
            if not part.startswith("__"):
                tell(f"{label}, error's {part}", repr(getattr(one, part, None)))
    if isinstance(error, Exception):
        describe_pickles(label, error)
    try:
        raise RuntimeError("the script's own") from error
    except RuntimeError:
        tell(f"{label}, again", traceback.format_exc())


def attempt(label: str, call: Callable[..., Any], *arguments: Any, shown: bool = True) -> Any:
    try:
        result = settle(call(*arguments))
    except Exception as error:  # noqa: BLE001 - any error is shown
        if shown:
            describe_error(label, error)
        else:
            formatted = traceback.TracebackException.from_exception(error, capture_locals=True)
            tell(label, "".join(formatted.format()))
        return None
    if shown:
        describe(label, result)
        if not (isinstance(result, list) and result and hasattr(result[0], "user_data")):
            describe_pickles(label, result)
    return result


class Hook(RequestHook):
    """Prints the headers that it gets. Bodies are the caller's own data."""

    def handle_request_data(self, request: Any, response: Any, error: Any = False) -> None:  # noqa: ARG002
        tell("hook", f"{request!r} {request.headers} {response!r} {response and response.headers}")


def connect(
    service: str, place: dict[str, Any], changed: Callable[[], dict[str, Any]] = dict
) -> Any:
    """A connection that reaches a place, with all secrets."""
    region = RegionInfo(name="us-east-1", endpoint=place["host"])
    connection = getattr(MODULE, f"connect_{service}")(
        **{
            **GIVEN["keys"],
            "region": region,
            "port": place["port"],
            "is_secure": place.get("is_secure", False),
            "debug": 2,
            **place.get("more", {}),
            **changed(),
        }
    )
    connection.num_retries = 1
    connection._max_retry_delay = 0
    connection.http_connection_kwargs = {"timeout": place.get("timeout", 20)}
    return connection


def launch_configuration(connection: Any) -> LaunchConfiguration:
    return LaunchConfiguration(
        connection, name="lc", image_id="ami-1", user_data=GIVEN["user data"]
    )


def ordinary_calls(label: str, autoscale: Any, cloudwatch: Any) -> None:
    attempt(f"{label}: groups", autoscale.get_all_groups)
    attempt(
        f"{label}: create launch configuration",
        lambda: autoscale.create_launch_configuration(launch_configuration(autoscale)),
    )
    attempt(f"{label}: alarms", cloudwatch.describe_alarms)


def other_calls(label: str, autoscale: Any, cloudwatch: Any) -> None:
    calls: dict[str, Callable[[], Any]] = {
        "launch configurations": autoscale.get_all_launch_configurations,
        "policies": autoscale.get_all_policies,
        "set capacity": lambda: autoscale.set_desired_capacity("web", 1),
        "create group": lambda: autoscale.create_auto_scaling_group(
            AutoScalingGroup(
                autoscale, "web", availability_zones=["us-east-1a"], min_size=1, max_size=2
            )
        ),
        "create policy": lambda: autoscale.create_scaling_policy(
            ScalingPolicy(autoscale, name="up", as_name="web", adjustment_type="ExactCapacity")
        ),
        "any action": lambda: autoscale.get_object(
            "CreateLaunchConfiguration", {"UserData": GIVEN["user data"]}, LaunchConfiguration
        ),
        "put data": lambda: cloudwatch.put_metric_data("ns", "m", 1),
        "put alarm": lambda: cloudwatch.put_metric_alarm(
            MetricAlarm(cloudwatch, "a", "m", "ns", "Sum", ">", 1, 60, 1)
        ),
        "metrics": cloudwatch.list_metrics,
    }
    for name, call in calls.items():
        attempt(f"{label}: {name}", call)


def wrong_arguments(autoscale: Any, cloudwatch: Any) -> None:
    lc = launch_configuration(autoscale)
    lc.block_device_mappings = 5
    calls: dict[str, Callable[[], Any]] = {
        "a number for names": lambda: autoscale.get_all_groups(names=5),
        "no launch configuration": lambda: autoscale.create_launch_configuration(5),
        "a broken one": lambda: autoscale.create_launch_configuration(lc),
        "a word for a count": lambda: autoscale.set_desired_capacity("web", "many"),
        "no alarm": lambda: cloudwatch.put_metric_alarm(5),
        "an invalid number": lambda: cloudwatch.put_metric_data("ns", "m", "x"),
        "no such argument": lambda: autoscale.get_all_groups(nothing=1),
        "user data of a wrong type": lambda: autoscale.create_launch_configuration(
            LaunchConfiguration(autoscale, "lc", "ami", user_data=cast("Any", [GIVEN["user data"]]))
        ),
        "user data that is not text": lambda: autoscale.create_launch_configuration(
            LaunchConfiguration(autoscale, "lc", "ami", user_data="\ud800" + GIVEN["user data"])
        ),
        "invalid groups": lambda: LaunchConfiguration(
            autoscale, "lc", security_groups=cast("Any", 5), user_data=GIVEN["user data"]
        ),
    }
    for name, call in calls.items():
        attempt(f"wrong: {name}", call)


# Built at each use: a traceback with locals would show a variable.
WRONG_ARGUMENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "one key": lambda: {"aws_access_key_id": None},
    "a factory": lambda: {"https_connection_factory": (object, ())},
    "a word for a port": lambda: {"port": "eighty"},
    "no such argument": lambda: {"nothing": 1},
    "a secret of bytes": lambda: {"aws_secret_access_key": GIVEN["secret key"].encode()},
    "a secret of two lines": lambda: {"aws_secret_access_key": GIVEN["secret key"] + "\n"},
    "a token of two lines": lambda: {"security_token": GIVEN["session token"] + "\nx"},
    "a token that is a list": lambda: {"security_token": [GIVEN["session token"]]},
    "a password that is a list": lambda: {"proxy": "p", "proxy_pass": [GIVEN["proxy password"]]},
    "a login in a wrong proxy": lambda: {"proxy": f"me:{GIVEN['proxy password']}@pro xy"},
    "a login in a proxy": lambda: {"proxy": f"http://me:{GIVEN['plain password']}@127.0.0.1:1"},
    "half a pair": lambda: {"aws_secret_access_key": "\ud800" + GIVEN["secret key"]},
}


def wrong_connections(place: dict[str, Any]) -> None:
    """Connections that are refused when they are made, or at their first call."""
    for name, arguments in WRONG_ARGUMENTS.items():
        for service in ("autoscale", "cloudwatch"):
            attempt(
                f"refused: {name}",
                _first_call,
                service,
                place,
                arguments,
            )
    for host in (
        lambda: f"me:{GIVEN['plain password']}@127.0.0.1",
        lambda: f"http://x:{GIVEN['secret key']}@h/",
    ):
        connection = connect("autoscale", place)
        attempt("host with a login", _set_host, connection, host)
        describe("host with a login", connection)
        describe_attributes("host with a login", connection)
    for connected in (
        reboto.ec2.autoscale.connect_to_region,
        reboto.ec2.cloudwatch.connect_to_region,
        aio.connect_to_region,
    ):
        attempt("by region", _connect_to_region, connected)


def environments_that_are_wrong(place: dict[str, Any]) -> None:
    for number in range(len(GIVEN["wrong environments"])):
        name = GIVEN["wrong environments"][number][0]
        before = os.environ.get(name)
        os.environ[name] = GIVEN["wrong environments"][number][1]
        for service in ("autoscale", "cloudwatch"):
            attempt(
                f"variable {name}, {number}",
                _first_call,
                service,
                place,
            )
        if name.startswith("AWS_ENDPOINT_URL"):
            # It applies to a connection without an endpoint, which refuses it.
            attempt(f"variable {name}, {number}, used", _first_call_to_the_usual_place)
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _first_call(
    service: str, place: dict[str, Any], changed: Callable[[], dict[str, Any]] = dict
) -> Any:
    connection = connect(service, place, changed)
    return connection.get_all_groups() if service == "autoscale" else connection.list_metrics()


def _first_call_to_the_usual_place() -> Any:
    return MODULE.connect_autoscale(**GIVEN["keys"]).get_all_groups()


def _set_host(connection: Any, host: Callable[[], str]) -> None:
    connection.host = host()


def _connect_to_region(connected: Callable[..., Any]) -> Any:
    return connected("us-east-1", **GIVEN["keys"], nothing=1)


def _without_keys() -> dict[str, Any]:
    return dict.fromkeys(GIVEN["keys"])


def files_that_are_wrong(place: dict[str, Any]) -> None:
    """Files with a secret on a line that cannot be read."""
    path = Path(os.environ["BOTO_CONFIG"])
    for number in range(len(GIVEN["wrong boto.cfg"])):
        path.write_text(GIVEN["wrong boto.cfg"][number])
        path.chmod(0o644)
        reboto.config = Config()
        attempt(f"boto.cfg {number}", lambda: connect("autoscale", place))
        attempt(
            f"boto.cfg {number}, at a call",
            lambda: connect("autoscale", place, _without_keys).get_all_groups(),
        )
        attempt(f"boto.cfg {number}, read", lambda: repr(Config(path=str(path))))
        describe(f"boto.cfg {number}, config", reboto.config)
        path.unlink()
        reboto.config = Config()
    credentials = Path.home() / ".aws" / "credentials"
    credentials.parent.mkdir(exist_ok=True)
    for number in range(len(GIVEN["wrong credentials"])):
        credentials.write_text(GIVEN["wrong credentials"][number])
        attempt(
            f"credentials {number}",
            lambda: connect("autoscale", place, _without_keys).get_all_groups(),
        )
        credentials.unlink()


class _FailsAtItsEnd:
    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __del__(self) -> None:
        raise RuntimeError(f"at the end of {self.connection!r}")


def _credentials_of_the_instance() -> str:
    metadata = get_instance_metadata(timeout=5)
    found = metadata["iam"]["security-credentials"]["role"]
    return f"{len(found['SecretAccessKey'])} {metadata!r} {metadata['iam']!r} {found!r}"


def crashes(autoscale: Any) -> None:
    """The default output of a script that fails."""
    thread = threading.Thread(target=lambda: settle(autoscale.get_all_groups(names=5)))
    thread.start()
    thread.join()
    ending = _FailsAtItsEnd(autoscale)
    del ending
    LOOP.call_exception_handler({"message": "in a loop", "connection": autoscale})
    if STYLE == "awaited":
        forgotten = autoscale.get_all_groups()
        tell(
            "a coroutine",
            f"{forgotten!r} {vars(forgotten) if hasattr(forgotten, '__dict__') else ''}",
        )
        del forgotten
    faulthandler.dump_traceback()
    sys.excepthook(*_caught(lambda: settle(autoscale.set_desired_capacity("web", "many"))))


def _caught(call: Callable[[], Any]) -> Any:
    try:
        call()
    except Exception:  # noqa: BLE001
        return sys.exc_info()
    raise AssertionError("it did not fail")


def main() -> None:
    places = GIVEN["places"]
    autoscale = connect("autoscale", places["good"])
    cloudwatch = connect("cloudwatch", places["good"])
    hooked = connect("autoscale", places["good"])
    hooked.set_request_hook(Hook())
    ordinary_calls("good", autoscale, cloudwatch)
    ordinary_calls("hooked", hooked, cloudwatch)
    for path in GIVEN["paths"]:
        for connection in (autoscale, cloudwatch):
            connection.path = path
            connection.http_connection_kwargs = {"timeout": 0.3 if path == "/silent" else 20}
        ordinary_calls(path, autoscale, cloudwatch)
        autoscale.path = cloudwatch.path = "/"
    for name, place in places.items():
        if name != "good":
            ordinary_calls(name, connect("autoscale", place), connect("cloudwatch", place))
    if GIVEN["metadata"]:
        attempt("metadata", _credentials_of_the_instance)
    if WHOLE:
        other_calls("good", autoscale, cloudwatch)
        wrong_arguments(autoscale, cloudwatch)
        wrong_connections(places["good"])
        # http_proxy counts for HTTPS too, where reboto reads it itself.
        for place in ("good", "unknown authority"):
            environments_that_are_wrong(places[place])
        files_that_are_wrong(places["good"])
    for label, connection in {"autoscale": autoscale, "cloudwatch": cloudwatch}.items():
        describe(label, connection)
        describe_attributes(label, connection)
        describe_pickles(label, connection)
        describe(f"{label}, provider", connection.provider)
        describe_pickles(f"{label}, provider", connection.provider)
    describe_pickles("attributes", vars(autoscale))
    keys = attempt("keys", lambda: _core.find_credentials(autoscale))
    describe_pickles("keys", keys)
    describe("launch configuration", launch_configuration(autoscale))
    describe("configuration", reboto.config)
    crashes(autoscale)
    gc.collect()
    for value in gc.get_objects():
        if type(value).__module__.partition(".")[0] == "reboto" and not isinstance(value, type):
            if not isinstance(value, LaunchConfiguration | Config):
                describe_attributes("an object of reboto", value, 0)
            tell("an object of reboto", repr(value))
    tell("the end", "all was shown")
    LOOP.close()
    os.abort()


main()
