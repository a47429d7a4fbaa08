"""The environment is read through Python, so that setting a variable during a call is safe."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from reboto.exception import NoAuthHandlerFound
from tests.credentials.sources import NO_KEYS, ROLE, SOURCES, Setting, credentials
from tests.support.interpreter import finish, launch
from tests.support.wire import Wire

if TYPE_CHECKING:
    from tests.support.styles import Blocking

# Writes the name of each variable that is read without Python's lock.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static char *(*original)(const char *);
static int (*initialized)(void), (*locked)(void);
static int output = -1;

__attribute__((constructor)) static void start(void) {
    original = dlsym(RTLD_NEXT, "getenv");
    initialized = dlsym(RTLD_DEFAULT, "Py_IsInitialized");
    locked = dlsym(RTLD_DEFAULT, "PyGILState_Check");
    char *path = original("UNLOCKED_READS");
    if (path) output = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

char *getenv(const char *name) {
    if (!original) start();
    if (output >= 0 && initialized && initialized() && locked && !locked()) {
        if (write(output, name, strlen(name)) < 0 || write(output, "\n", 1) < 0) _exit(70);
    }
    return original(name);
}
"""

# Calls in both styles, by blocking threads and by the runtime's own.
CALLS = """
import asyncio, ctypes, json, os, sys, threading, warnings
warnings.simplefilter("ignore")
sys.path[:0] = json.loads(sys.argv[1])
from reboto import aio, utils
from tests.support.styles import Awaited, Blocking
from tests.support.wire import Authority, Place, Wire

given, place = json.loads(sys.argv[2]), Place(int(sys.argv[3]))

def blocking():
    connection = Blocking().autoscale(place, **given)
    assert connection.get_all_groups() == [] == connection.get_all_groups()
    assert Blocking().cloudwatch(place, **given).describe_alarms()[:] == []

async def awaited():
    connection = aio.connect_autoscale(**reaching(place, **given))
    await asyncio.gather(*(connection.get_all_groups() for _ in range(3)))

from tests.support.styles import reaching
changing = sys.argv[4:] == ["changing"]
stopped = threading.Event()

def change():
    turn = 0
    while not stopped.is_set():
        turn += 1
        for number in range(100):
            os.environ[f"AWS_CHANGED_{turn % 7}_{number}"] = "v" * (turn % 900)
        for number in range(100):
            del os.environ[f"AWS_CHANGED_{turn % 7}_{number}"]

if changing:
    changer = threading.Thread(target=change)
    changer.start()
threads = [threading.Thread(target=blocking) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
try:
    for _ in range(10 if changing else 1):
        blocking()
        asyncio.run(awaited())
finally:
    stopped.set()
# One that is always seen: such a call lets the lock go.
ctypes.CDLL(None).getenv(b"SEEN")
print("done")
"""


def keys(setting: Setting) -> dict[str, Any]:
    return {}


def environment(setting: Setting) -> dict[str, Any]:
    setting.variables(AWS_ACCESS_KEY_ID="AKID", AWS_SECRET_ACCESS_KEY="secret")
    return NO_KEYS


def process(setting: Setting) -> dict[str, Any]:
    document = '{"Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": "secret"}'
    setting.config(f"[profile worker]\ncredential_process = echo '{document}'\n")
    return {**NO_KEYS, "profile_name": "worker"}


def proxies(setting: Setting) -> dict[str, Any]:
    setting.variables(
        http_proxy=setting.url, https_proxy="http://127.0.0.1:1", no_proxy="localhost"
    )
    return {}


WAYS = {**SOURCES, **{made.__name__: made for made in (keys, environment, process, proxies)}}


def respond(request: Any) -> Any:
    """Respond as the requested service: AWS, if the request comes through a proxy."""
    from tests.support.messages import success

    return success(request) if request.target.startswith("http") else credentials(request)


def run(
    server: Wire, given: dict[str, Any], *more: str, env: dict[str, str] | None = None
) -> tuple[int, str, str]:
    import json

    folders = [str(Path(__file__).parents[2])]
    arguments = [json.dumps(folders), json.dumps(given), str(server.port), *more]
    script = launch(sys.executable, "-c", CALLS, *arguments, env={**os.environ, **(env or {})})
    return finish(script, timeout=50)


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that reports reads of the environment made without the GIL."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("there is no C compiler for Linux")
    folder = tmp_path_factory.mktemp("shim")
    (folder / "shim.c").write_text(SHIM)
    command = [compiler, "-shared", "-fPIC", "-o", "shim.so", "shim.c", "-ldl"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "shim.so"


@pytest.mark.parametrize("way", WAYS)
def test_no_call_reads_a_variable_without_pythons_lock(
    way: str,
    server: Wire,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    shim: Path,
) -> None:
    with Wire(respond) as giving:
        given = WAYS[way](Setting(home, monkeypatch, giving.url))
        log = tmp_path / "reads"
        outcome = run(server, given, env={"LD_PRELOAD": str(shim), "UNLOCKED_READS": str(log)})
    assert outcome[:2] == (0, "done\n"), outcome
    assert log.read_text() == "SEEN\n"


@pytest.mark.parametrize("way", WAYS)
def test_calls_survive_an_environment_that_changes(
    way: str, server: Wire, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Wire(respond) as giving:
        given = WAYS[way](Setting(home, monkeypatch, giving.url))
        outcome = run(server, given, "changing")
    assert outcome[:2] == (0, "done\n"), outcome


def used(style: Blocking, server: Wire, **given: Any) -> str:
    style.settle(style.autoscale(server, **{**NO_KEYS, **given}).get_all_groups())
    scope = server.requests[-1].scope
    assert scope is not None
    return scope.access_key


def test_an_environment_in_place_of_pythons_is_read(style: Blocking, server: Wire) -> None:
    other = {"AWS_ACCESS_KEY_ID": "AKIDOTHER", "AWS_SECRET_ACCESS_KEY": "secret"}
    with mock.patch.object(os, "environ", {**os.environ, **other}):
        assert used(style, server) == "AKIDOTHER"


def test_values_that_are_not_text_are_refused_where_they_count(
    style: Blocking, server: Wire, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the variable, other credentials could be used."""
    monkeypatch.setenv("OTHER\udcff", "\udcff")
    used(style, server)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a\udcff")
    with pytest.raises(NoAuthHandlerFound, match="AWS_SESSION_TOKEN contains a character"):
        used(style, server)


def test_within_lambda_each_call_names_its_invocation(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "nightly")
    connection = style.autoscale(server)
    for name in ("Root=1-first", "Root=1-second"):
        monkeypatch.setenv("_X_AMZN_TRACE_ID", name)
        style.settle(connection.get_all_groups())
    monkeypatch.delenv("_X_AMZN_TRACE_ID")
    style.settle(connection.get_all_groups())
    traces = [request.headers.get("x-amzn-trace-id") for request in server.requests]
    assert traces == ["Root=1-first", "Root=1-second", None]


def test_a_role_is_assumed_where_the_environment_says_at_that_time(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        with Wire(credentials) as sts:
            monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts.url)
            style.settle(style.autoscale(server, role_arn=ROLE).get_all_groups())
            assert len(sts.requests) == 1, number
