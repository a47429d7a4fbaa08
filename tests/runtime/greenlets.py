"""Programs with greenlets of gevent or eventlet, in child processes."""

from __future__ import annotations

import sys
import textwrap
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.support.interpreter import finish, launch

if TYPE_CHECKING:
    import subprocess

# The same names for both libraries.
_GEVENT = """
import gevent.monkey
gevent.monkey.patch_all()
import gevent
from gevent import Timeout, sleep, spawn

def result(task):
    return task.get()

def in_hub(function):
    gevent.get_hub().loop.run_callback(function)

def in_real_thread(function):
    return gevent.get_hub().threadpool.apply(function)
"""
_EVENTLET = """
import eventlet
eventlet.monkey_patch()
from eventlet import Timeout, sleep, spawn

def result(task):
    return task.wait()

def in_hub(function):
    eventlet.hubs.get_hub().schedule_call_global(0, function)

def in_real_thread(function):
    import eventlet.tpool
    return eventlet.tpool.execute(function)
"""
_COMMON = """
import sys, reboto
from reboto.regioninfo import RegionInfo

region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")

def connect():
    port = int(sys.argv[1])
    return reboto.connect_autoscale("k", "s", region=region, port=port, is_secure=False)

def policy(name):
    connection.delete_policy(name)
    return name

connection = connect()
"""
PRELUDES = {"gevent": _GEVENT, "eventlet": _EVENTLET}


class Library:
    """gevent or eventlet."""

    def __init__(self, name: str) -> None:
        self.name = name

    def start(self, code: str, *arguments: object, patched: bool = True) -> subprocess.Popen[str]:
        """Start a program that has imported the library, and reboto after it."""
        prelude = PRELUDES[self.name]
        if not patched:
            prelude = prelude.replace("gevent.monkey.patch_all()\n", "")
            prelude = prelude.replace("eventlet.monkey_patch()\n", "")
        program = prelude + _COMMON + textwrap.dedent(code)
        # eventlet warns at its import that it is deprecated, and of every fork.
        warnings = ["-W", "ignore"] if self.name == "eventlet" else []
        return launch(sys.executable, *warnings, "-c", program, *arguments)

    def run(self, code: str, *arguments: object, patched: bool = True) -> list[str]:
        """Run a program to its end, and return the lines that it prints."""
        status, out, err = finish(self.start(code, *arguments, patched=patched), timeout=90)
        assert (status, err) == (0, "")
        return out.splitlines()


def library(name: str) -> Library:
    if find_spec(name) is None:
        pytest.skip(f"{name} is not installed")
    return Library(name)
