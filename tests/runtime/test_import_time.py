"""Importing reboto loads few modules; the others are loaded when they are used."""

from __future__ import annotations

import sys

import pytest

from tests.support.child_scripts import finish, start
from tests.support.wire import Wire, result

# Tells what a script that makes a first call on each service has loaded by then.
FIRST_CALLS = """
import sys

before = set(sys.modules)
from reboto.ec2.autoscale import AutoScaleConnection
from reboto.ec2.cloudwatch import CloudWatchConnection
from reboto.regioninfo import RegionInfo

settings = {
    "aws_access_key_id": "key",
    "aws_secret_access_key": "secret",
    "is_secure": False,
    "port": int(sys.argv[1]),
    "region": RegionInfo(name="eu-west-1", endpoint="127.0.0.1"),
}
AutoScaleConnection(**settings).get_all_groups(names=["web"])
CloudWatchConnection(**settings).describe_alarms(alarm_names=["busy"])
print(*sorted(set(sys.modules) - before))
"""


@pytest.fixture(scope="module", params=["", "import logging\n"], ids=["plain", "logging"])
def loaded(request: pytest.FixtureRequest) -> set[str]:
    with Wire() as server:
        status, out, err = finish(start(request.param + FIRST_CALLS, server.port))
    assert (status, err) == (0, "")
    return set(out.split())


def test_first_calls_load_only_needed_modules(loaded: set[str]) -> None:
    assert {"reboto._core", "reboto.ec2.cloudwatch.alarm"} <= loaded
    # The modules for errors are loaded before each first request, also if no error occurs.
    assert len(loaded) < 46


@pytest.mark.parametrize(
    "module",
    [
        "asyncio",
        "collections",
        "configparser",
        "datetime",
        "importlib",
        "math",
        "pathlib",
        "re",
        "resource",
        "typing",
        "xml",
    ],
)
def test_first_calls_load_nothing_of_pythons_that_takes_long(loaded: set[str], module: str) -> None:
    assert module not in loaded


@pytest.mark.parametrize(
    "module",
    [
        "_dataframe",
        "_html",
        "_other_service_errors",
        "_rare_errors",
        "_structure",
        "ec2.autoscale._activity_waiters",
        "ec2.autoscale._generated.members",
        "ec2.autoscale._group_vocabulary",
        "ec2.autoscale._group_waits",
        "ec2.autoscale.launchconfig",
        "ec2.cloudwatch._actions",
        "ec2.cloudwatch._alarm_history",
        "ec2.cloudwatch._alarm_math",
        "ec2.cloudwatch._generated.members",
        "ec2.cloudwatch.dimension",
        "ec2.elb",
        "pages",
        "plot",
        "utils",
        "waiters",
        "waiting",
    ],
)
def test_first_calls_load_no_part_of_reboto_that_they_do_not_need(
    loaded: set[str], module: str
) -> None:
    assert f"reboto.{module}" not in loaded


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the module only imports the C module")
def test_times_are_read_without_the_module_datetime() -> None:
    """It first defines all classes in Python, which takes longer than importing reboto."""
    call = 'AutoScaleConnection(**settings).get_all_groups(names=["web"])'
    read = 'print(AutoScaleConnection(**settings).get_all_activities("web")[0].start_time)'
    assert call in FIRST_CALLS
    script = FIRST_CALLS.replace(call, read)
    with Wire() as server:
        activity = {"ActivityId": "a", "StartTime": "2026-09-21T10:30:00Z"}
        server.script(result("DescribeScalingActivities", {"Activities": [activity]}))
        status, out, err = finish(start(script, server.port))
    assert (status, err) == (0, "")
    time, loaded = out.splitlines()
    assert time == "2026-09-21 10:30:00"
    assert "_datetime" in loaded.split()
    assert "datetime" not in loaded.split()


def test_first_calls_create_few_classes() -> None:
    """A class costs at least 70,000 instructions, and more for each class in its MRO."""
    script = (
        FIRST_CALLS
        + """
import gc

kinds = [kind for kind in gc.get_objects() if isinstance(kind, type)]
made = [kind for kind in kinds if kind.__module__.startswith("reboto")]
print(len(made), sum(len(kind.__mro__) for kind in made), file=sys.stderr)
"""
    )
    with Wire() as server:
        status, _, err = finish(start(script, server.port))
    assert status == 0, err
    classes, in_mros = map(int, err.split())
    assert 50 < classes < 85
    assert in_mros < 345


@pytest.mark.parametrize("name", ["Instance", "LaunchConfiguration", "Request", "ResultSet", "Tag"])
def test_classes_loaded_on_demand_are_at_boto_paths(name: str) -> None:
    script = f"from reboto.ec2.autoscale.group import {name}; print({name}.__name__)"
    assert finish(start(script)) == (0, f"{name}\n", "")


def test_a_star_import_gives_all_exceptions() -> None:
    script = "from reboto.exception import *; print(S3ResponseError.__module__, BotoClientError)"
    assert finish(start(script)) == (
        0,
        "reboto.exception <class 'reboto.exception.BotoClientError'>\n",
        "",
    )


def test_an_error_that_was_not_loaded_is_unpickled() -> None:
    script = r"""
    import pickle

    print(repr(pickle.loads(b"\x80\x04creboto.exception\nInvalidUriError\n\x8c\x03why\x85R.").message))
    """
    assert finish(start(script)) == (0, "'why'\n", "")
