"""Profiles whose credentials a program prints."""

from __future__ import annotations

import ctypes
import json
import os
import shlex
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest

from reboto.ec2.autoscale import AutoScaleConnection
from reboto.exception import BotoTimeoutError, NoAuthHandlerFound
from tests.credentials.test_credentials import SECRET, tokens, used

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are for a POSIX shell")

KEYS = {"Version": 1, "AccessKeyId": "PROGRAM", "SecretAccessKey": SECRET}
WITHOUT_KEYS = {"aws_access_key_id": None, "aws_secret_access_key": None}
ROLE = "arn:aws:iam::123456789012:role/boss"

__all__ = ["tokens"]


def prints(value: object) -> str:
    return f"echo {shlex.quote(json.dumps(value))}"


@pytest.fixture
def default_program(aws_files: Any) -> Callable[[str], None]:
    """Set the program of the default profile."""
    return lambda command: aws_files(config=f"[default]\ncredential_process = {command}\n")


def failed_call(style: Blocking, server: Wire, **arguments: Any) -> Exception:
    connection = style.autoscale(server, **WITHOUT_KEYS, **arguments)
    with pytest.raises((NoAuthHandlerFound, BotoTimeoutError)) as raised:
        style.settle(connection.get_all_groups())
    assert not server.requests
    return raised.value


def test_the_program_gets_the_variables_of_python(
    default_program: Callable[[str], None],
    style: Blocking,
    server: Wire,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Copying those of C is not safe while another thread changes them.
    monkeypatch.setitem(os.environb, b"SEEN_BY_PYTHON", b"1\xff")
    ctypes.CDLL(None).setenv(b"SEEN_BY_C", b"2", 1)
    default_program("env | grep -a ^SEEN_ >&2; exit 3")
    try:
        error = failed_call(style, server)
    finally:
        ctypes.CDLL(None).unsetenv(b"SEEN_BY_C")
    assert "ended with status 3: SEEN_BY_PYTHON=1\ufffd;" in str(error)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"SessionToken": "t"},
        {"SessionToken": None},
        {"SessionToken": ""},
        {"Expiration": "2090-01-01T00:00:00Z"},
        {"Expiration": "2090-01-01T00:00:00.123+01:00", "SessionToken": "t"},
        {"Expiration": None},
        {"Version": 2},
        {"Version": None},
        {"Version": "one"},
        {"AccessKeyId": None},
        {"SecretAccessKey": None},
        {"Expiration": "tomorrow"},
        {"Unknown": [{"x": 1}]},
    ],
)
def test_output_is_read_as_by_botocore(
    default_program: Callable[[str], None], members: dict[str, Any]
) -> None:
    document = {**KEYS, **members}
    if None in (document["AccessKeyId"], document["SecretAccessKey"], document["Version"]):
        document = {name: value for name, value in document.items() if value is not None}
    default_program(prints(document))

    def by_reboto() -> tuple[str | None, str | None, str | None]:
        found = AutoScaleConnection(region="us-east-1").provider
        return found.access_key, found.secret_key, found.security_token

    try:
        credentials: Any = botocore.session.Session().get_credentials()
    except Exception:  # noqa: BLE001 - of several kinds
        with pytest.raises(NoAuthHandlerFound, match="of profile `default` printed "):
            by_reboto()
    else:
        assert by_reboto() == (
            credentials.access_key,
            credentials.secret_key,
            credentials.token or None,
        )


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("true", "did not print JSON: EOF while parsing"),
        ("echo []", "did not print a JSON object; run it"),
        (prints(SECRET), "did not print a JSON object; run it"),
        (prints({**KEYS, "AccessKeyId": [SECRET]}), "printed an invalid AccessKeyId"),
        (prints({**KEYS, "AccessKeyId": 5}), "printed an invalid AccessKeyId: it is not a string"),
        (prints({**KEYS, "Expiration": 5}), "printed an invalid Expiration: it is not a string"),
        ("exit 3", "ended with status 3; run it in a terminal"),
        ("echo the reason >&2; exit 4", "ended with status 4: the reason; run it"),
        ("kill -9 $$", "ended with signal: 9"),
        ("/no/such/program", "ended with status 127: "),
        ("yes", "failed: it printed more than 1 MB"),
        ("head -c 1000001 /dev/zero", "failed: it printed more than 1 MB"),
    ],
)
def test_a_failure_names_the_profile_and_the_reason(
    style: Blocking, server: Wire, default_program: Callable[[str], None], command: str, text: str
) -> None:
    default_program(command)
    message = str(failed_call(style, server))
    assert f"credential_process of profile `default` {text}" in message
    assert len(message) < 500
    assert SECRET not in message


def test_a_long_standard_error_is_shortened(
    style: Blocking, server: Wire, default_program: Callable[[str], None]
) -> None:
    default_program("yes reason | head -c 1000000 >&2; exit 1")
    message = str(failed_call(style, server))
    assert "reason\nreason" in message
    assert len(message) < 11_000
    default_program(f"yes reason | head -c 1000000 >&2; {prints(KEYS)}")
    assert used(style, server) == ("PROGRAM", None)


@pytest.mark.parametrize(
    "profiles",
    [
        f"[default]\nrole_arn = {ROLE}\nsource_profile = p\n[profile p]\n",
        f"[default]\nrole_arn = {ROLE}\nsource_profile = default\n",
    ],
    ids=["source profile", "own program"],
)
def test_a_role_may_be_assumed_with_the_programs_credentials(
    style: Blocking, server: Wire, tokens: Wire, aws_files: Any, profiles: str
) -> None:
    aws_files(config=f"{profiles}credential_process = {prints(KEYS)}\n")
    assert used(style, server) == ("BOSS", "token-of-boss")
    assert [request.scope.access_key for request in tokens.requests if request.scope] == ["PROGRAM"]


def test_a_program_is_not_run_if_its_credentials_are_not_needed(
    style: Blocking, server: Wire, tokens: Wire, aws_files: Any
) -> None:
    keys = f"aws_access_key_id = AK\naws_secret_access_key = {SECRET}\n"
    role = f"role_arn = {ROLE}\nsource_profile = p\ncredential_process = false\n"
    aws_files(config=f"[default]\n{role}[profile p]\n{keys}credential_process = false\n")
    assert used(style, server) == ("BOSS", "token-of-boss")
    assert [request.scope.access_key for request in tokens.requests if request.scope] == ["AK"]


def test_a_program_that_does_not_end_is_run_once(
    style: Blocking, server: Wire, default_program: Callable[[str], None], tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    default_program(f"echo run >> {shlex.quote(str(runs))}; sleep 600")
    error = failed_call(style, server, timeout=0.3, connect_timeout=0.2, num_retries=3)
    assert isinstance(error, BotoTimeoutError)
    assert "loading AWS credentials timed out" in str(error)
    assert runs.read_text() == "run\n"
    connection = style.autoscale(server, **WITHOUT_KEYS, timeout=0.3, connect_timeout=0.2)
    with pytest.raises(BotoTimeoutError, match="loading AWS credentials timed out"):
        _ = connection.provider.access_key


LEFT = """
import asyncio
from reboto import aio
from reboto.ec2.autoscale import AutoScaleConnection
from reboto.exception import BotoTimeoutError

connection = AutoScaleConnection(timeout=0.3, connect_timeout=0.2)
try:
    connection.get_all_groups()
except BotoTimeoutError as error:
    print(error)

async def cancelled():
    async with aio.AutoScaleConnection() as connection:
        await asyncio.wait_for(connection.get_all_groups(), 0.5)
try:
    asyncio.run(cancelled())
except asyncio.TimeoutError:
    print("cancelled")
"""


def is_running(process: int) -> bool:
    """Whether the process exists and has not ended."""
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_program_ends_with_its_call(
    default_program: Callable[[str], None], tmp_path: Path, home: Path
) -> None:
    """Without a terminal, also what the program's shell started."""
    ids = tmp_path / "ids"
    default_program(f"sleep 600 & echo $$ $! >> {shlex.quote(str(ids))}; wait")
    done = subprocess.run(
        [sys.executable, "-c", LEFT],
        capture_output=True,
        text=True,
        check=True,
        start_new_session=True,
    )
    assert "loading AWS credentials timed out" in done.stdout
    assert "cancelled" in done.stdout
    started = [int(number) for number in ids.read_text().split()]
    assert len(started) == 4
    deadline = time.monotonic() + 10
    while any(map(is_running, started)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(is_running, started))


def test_a_program_may_ask_at_the_terminal(
    default_program: Callable[[str], None], tmp_path: Path
) -> None:
    pty = pytest.importorskip("pty")
    question = 'printf "code: " > /dev/tty; read code < /dev/tty; '
    keys = json.dumps({**KEYS, "AccessKeyId": "CODE%s"})
    default_program(question + f"printf {shlex.quote(keys)} $code")
    script = """
        from reboto.ec2.autoscale import AutoScaleConnection
        print(AutoScaleConnection(timeout=30).provider.access_key)
    """
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-c", textwrap.dedent(script)])  # noqa: S606
    seen = b""
    try:
        while b"CODE" not in seen:
            seen += os.read(terminal, 1000)
            if seen.endswith(b"code: "):
                os.write(terminal, b"123456\n")
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    assert b"CODE123456" in seen
