"""boto's configuration files are read or refused with a documented error, for any content.

The errors are the standard library's `configparser.Error`, or ValueError. OSError is raised for
files that cannot be read, as in boto.
"""

from __future__ import annotations

import configparser
import contextlib
import io
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reboto
from reboto.pyami import config as module
from reboto.pyami.config import Config
from tests.fuzz import surface
from tests.fuzz.outcomes import OF_OBJECTS, shown
from tests.support.examples import seconds, tries
from tests.support.styles import reaching

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

pytestmark = [
    pytest.mark.timeout(seconds(300)),
    # The file may contain secrets that other users can read, or name a file that cannot be read.
    pytest.mark.filterwarnings("ignore::reboto.pyami.config.UnsafeConfigWarning"),
    pytest.mark.filterwarnings("ignore:the credentials in AWS_CREDENTIAL_FILE cannot be read"),
]
REFUSED = (*OF_OBJECTS, OSError, configparser.Error)
SECRET = "wJalrXUtnFEMI-planted"

PIECES = st.sampled_from(
    [
        "[Boto]",
        "[Credentials]",
        "[DEFAULT]",
        "[]",
        "[Boto",
        "[\0]",
        "debug = 1",
        "debug = -9999999999999999999999",
        f"num_retries = {'9' * 5000}",
        "num_retries = nan",
        "http_socket_timeout = 1e400",
        "max_retry_delay = inf",
        "is_secure = perhaps",
        "https_validate_certificates = \ud7ff",
        "ca_certificates_file = \0",
        "proxy = http://a:b@[c",
        "proxy_port = %(proxy_port)s",
        "autoscale_endpoint = %(nothing)s",
        "cloudwatch_region_name = %",
        "autoscale_region_name = ../..",
        "aws_access_key_id",
        f"aws_secret_access_key = {SECRET}",
        f" {SECRET}",
        "#import /",
        "#import boto.cfg/x",
        "#import boto.cfg",
        "#import \0",
        "AWSSecretKey=",
        "\ufeff",
        "=",
        ": :",
        " continued",
        "a = %(b)s",
        "b = %(a)s%(a)s",
        ";",
        "\r",
        "\x0c",
    ]
)
lines = st.lists(PIECES | st.text(max_size=30), max_size=12).map("\n".join)
files = lines.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=200)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files whose names are hostile do no harm."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def standard_files() -> list[int]:
    return [os.fstat(number).st_ino for number in (0, 1, 2)]


@tries(100)
@given(content=files, to=st.sampled_from(["path", "fp", "BOTO_CONFIG", "AWS_CREDENTIAL_FILE"]))
def test_a_file_is_read_or_refused_and_no_secret_of_it_shown(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, to: str
) -> None:
    path = elsewhere / "boto.cfg"
    path.touch(mode=0o600)
    path.write_bytes(content)
    config, wrong = Config(do_load=False), ""
    try:
        with monkeypatch.context() as environment:
            if to == "path":
                config = Config(str(path))
            elif to == "fp":
                config = Config(fp=io.StringIO(content.decode("utf-8", "replace")))
            else:
                environment.setenv(to, str(path))
                config = Config()
            config.sections()
    except (OSError, ValueError, configparser.Error) as error:
        config = Config(do_load=False)
        wrong = f"{error!r} {error.__context__!r} {error.__cause__!r}"
    assert SECRET not in wrong
    for section in ("Boto", "Credentials", *config.sections()):
        for name in ("debug", "num_retries", "max_retry_delay", "aws_secret_access_key", "a"):
            for get in (config.get, config.getbool, config.getint, config.getfloat):
                with contextlib.suppress(ValueError, configparser.Error):
                    get(section, name)


@tries(30)
@given(content=files)
@example(content=b"[Boto]\nhttp_socket_timeout = 1e400\n")
@example(content=b"[Boto]\nmax_retry_delay = inf\n")
def test_a_connection_of_such_a_file_is_made_and_calls_or_neither(
    style: Blocking,
    server: Wire,
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
) -> None:
    path = elsewhere / "boto.cfg"
    path.touch(mode=0o600)
    path.write_bytes(content)
    with monkeypatch.context() as environment:
        environment.setenv("BOTO_CONFIG", str(path))
        environment.setattr(reboto, "config", Config())
        # Where calls go, and how often and for how long, is the test's, not the file's.
        given = reaching(server, proxy="")
        with contextlib.suppress(*REFUSED):
            connection = style.autoscale(**given)
            connection.proxy = None
            connection.is_secure = False
            connection.num_retries = 0
            style.settle(connection.get_all_groups())


METHODS = surface.methods(Config)


def test_every_method_is_tried() -> None:
    assert {"load_from_path", "readfp", "get", "getint_user", "dump_safe"} <= set(METHODS)


@pytest.mark.parametrize("name", METHODS)
@tries(20)
@given(data=st.data())
def test_a_method_refuses_or_succeeds(name: str, data: st.DataObject) -> None:
    config = Config(fp=io.StringIO("[web]\nweb = 1\n"))
    before = standard_files()
    call = getattr(config, name)
    taken = data.draw(surface.arguments(call))
    with contextlib.suppress(*REFUSED):
        surface.called(call, taken)
    shown(config)
    assert standard_files() == before


@tries(100)
@given(data=st.data())
@example(data=None)
def test_a_configuration_is_made_from_readable_input(data: st.DataObject | None) -> None:
    taken = data.draw(surface.arguments(Config)) if data else {"path": True}
    before = standard_files()
    with contextlib.suppress(*REFUSED):
        shown(surface.called(Config, taken))
    # Numbers are not used as paths: `open` would take one as a file descriptor and close it.
    assert standard_files() == before


NUMBERS = [float("inf"), Decimal("Infinity"), Decimal("1E+999999999"), Fraction(10**400), "many"]


@pytest.mark.parametrize("default", NUMBERS, ids=repr)
def test_a_default_that_is_not_an_integer_is_refused(default: Any) -> None:
    config = Config(fp=io.StringIO("[Boto]\n"))
    with pytest.raises(ValueError, match=r"^default must be an integer, got "):
        config.getint("Boto", "name", default)
    assert config.getint("Boto", "name", 2.7) == 2


@pytest.mark.parametrize("default", [10**400, Fraction(10**400), "many"], ids=lambda one: type(one))
def test_a_default_that_is_not_a_number_is_refused(default: Any) -> None:
    config = Config(fp=io.StringIO("[Boto]\n"))
    with pytest.raises(ValueError, match=r"^default must be a number, got "):
        config.getfloat("Boto", "name", default)


def test_a_file_that_imports_itself_is_refused(elsewhere: Path) -> None:
    (elsewhere / "boto.cfg").write_text("#import other.cfg\n")
    (elsewhere / "other.cfg").write_text("#import ./boto.cfg\n[Boto]\n")
    with pytest.raises(ValueError, match=r"other\.cfg imports \S*boto\.cfg, which imports it"):
        Config("boto.cfg")


@pytest.mark.parametrize("value", ["\ud800", 5, None, "%", b"on"], ids=repr)
def test_a_setting_that_cannot_be_saved_leaves_the_file_as_it_was(
    elsewhere: Path, value: Any
) -> None:
    path = elsewhere / "boto.cfg"
    path.write_text(f"[Credentials]\naws_secret_access_key = {SECRET}\n")
    before = path.read_bytes()
    config = Config(do_load=False)
    with pytest.raises((TypeError, ValueError)):
        config.save_option(str(path), "Boto", "proxy", value)
    assert path.read_bytes() == before
    assert not config.has_option("Boto", "proxy")


@pytest.mark.parametrize("name", ["save_option", "save_user_option", "save_system_option"])
@tries(20)
@given(data=st.data())
def test_a_setting_is_saved_or_refused(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: st.DataObject
) -> None:
    path = str(elsewhere / "saved.cfg")
    config = Config(do_load=False)
    call = getattr(config, name)
    given = {"path": path} if name == "save_option" else {}
    taken = data.draw(surface.arguments(call, given))
    with monkeypatch.context() as environment, contextlib.suppress(*REFUSED):
        environment.setattr(module, "BotoConfigPath", path)
        surface.called(call, taken)
        saved = path if name != "save_user_option" else module.UserConfigPath
        assert Path(saved).stat().st_size
