"""The fixtures of all tests: an empty environment, and a way to make connections."""

from __future__ import annotations

import gc
import os
import signal
import textwrap
from typing import TYPE_CHECKING

import pytest

import reboto
import reboto.local
from reboto.pyami.config import Config
from tests.support.instance import Instance
from tests.support.styles import ACCESS_KEY, SECRET_KEY, STYLES, Blocking
from tests.support.wire import Authority, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# The first one loads the Hypothesis profile of all tests.
pytest_plugins = ["tests.support.examples", "tests.support.watchdog"]

# Background jobs of a shell ignore Ctrl-C, which tests send to themselves and to their children.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# moto's 1,300 images, which no test uses, take most of the time of a reset.
os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"

_PREFIXES = ("AWS_", "BOTO_")
_NAMES = {"SECRET_ACCESS_KEY", "SSL_CERT_FILE", "SSL_CERT_DIR"}


def _leads_elsewhere(name: str) -> bool:
    return name.startswith(_PREFIXES) or name.lower().endswith("_proxy") or name in _NAMES


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start slow tests first, so that no worker waits for another one's at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """Exclude the 300,000 objects of tests and modules from garbage collections, to save time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a user who configured nothing: no variable and no file leads anywhere."""
    for name in filter(_leads_elsewhere, list(os.environ)):
        monkeypatch.delenv(name)
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("BOTO_CONFIG", str(folder / ".boto"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(reboto, "config", Config())
    return folder


@pytest.fixture
def boto_cfg(home: Path) -> Callable[[str], None]:
    """Write boto's configuration file before it is first read."""
    path = home / ".boto"

    def write(text: str) -> None:
        path.touch(mode=0o600)
        path.write_text(textwrap.dedent(text))

    return write


@pytest.fixture
def aws_files(home: Path) -> Callable[..., None]:
    """Write the shared files, ``~/.aws/credentials`` and ``~/.aws/config``."""

    def write(credentials: str = "", config: str = "") -> None:
        folder = home / ".aws"
        folder.mkdir(exist_ok=True)
        (folder / "credentials").write_text(textwrap.dedent(credentials))
        (folder / "config").write_text(textwrap.dedent(config))

    return write


@pytest.fixture
def prompt_retries() -> None:
    """Retries without backoff."""
    reboto.config.add_section("Boto")
    reboto.config.set("Boto", "max_retry_delay", "0")


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)


# Not of the whole session: some tests of the endpoint are of one that runs alone.
@pytest.fixture(scope="module")
def _endpoint() -> Iterator[reboto.local.Endpoint]:
    with reboto.local.server() as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(
    _endpoint: reboto.local.Endpoint, home: Path, monkeypatch: pytest.MonkeyPatch
) -> reboto.local.Endpoint:
    """An Auto Scaling and CloudWatch that knows nothing yet; connections reach it by themselves."""
    for name, value in _endpoint.environment.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    _endpoint.reset()
    return _endpoint


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Instance]:
    """The instance that the process runs on."""
    with Instance() as running:
        monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", running.url)
        yield running


@pytest.fixture
def server() -> Iterator[Wire]:
    """A server that records requests and sends scripted responses."""
    with Wire() as running:
        yield running


@pytest.fixture(scope="session")
def authority() -> Authority:
    """A certificate authority that is not trusted by default."""
    return Authority()


@pytest.fixture(params=STYLES)
def style(request: pytest.FixtureRequest) -> Iterator[Blocking]:
    """How connections are used: every test that asks for this one runs once a style."""
    used = STYLES[request.param]()
    yield used
    used.close()


@pytest.fixture
def both() -> Iterator[list[Blocking]]:
    """Both styles, for tests that compare them."""
    styles = [make() for make in STYLES.values()]
    yield styles
    for style in styles:
        style.close()
