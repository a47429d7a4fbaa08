"""Credentials are fetched over verified connections, also for connections that do not verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reboto.exception import BotoConnectionError, NoAuthHandlerFound
from tests.credentials.sources import SOURCES, Setting, credentials
from tests.support.wire import Authority, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.styles import Blocking

pytestmark = [
    pytest.mark.filterwarnings("ignore::reboto.connection.UncheckedCertificatesWarning"),
    pytest.mark.parametrize("source", SOURCES),
]


@pytest.fixture
def setting(home: Path, monkeypatch: pytest.MonkeyPatch, giving: Wire) -> Setting:
    return Setting(home, monkeypatch, giving.url)


@pytest.fixture
def giving(authority: Authority) -> Iterator[Wire]:
    """A service of credentials whose certificate is signed by `authority`."""
    with Wire(credentials, tls=authority.context("127.0.0.1")) as running:
        yield running


@pytest.fixture
def untrusted() -> Iterator[Wire]:
    with Wire(tls=Authority().context("127.0.0.1")) as running:
        yield running


def test_an_unknown_server_is_asked_for_no_credentials(
    style: Blocking, source: str, setting: Setting, giving: Wire, untrusted: Wire
) -> None:
    connection = style.autoscale(untrusted, validate_certs=False, **SOURCES[source](setting))
    connection.num_retries = 0
    with pytest.raises((BotoConnectionError, NoAuthHandlerFound), match="certificate"):
        style.settle(connection.get_all_groups())
    assert (giving.requests, untrusted.requests) == ([], [])


def test_a_server_that_the_bundle_knows_is_asked(
    style: Blocking,
    source: str,
    setting: Setting,
    giving: Wire,
    untrusted: Wire,
    authority: Authority,
    tmp_path: Path,
) -> None:
    connection = style.autoscale(untrusted, validate_certs=False, **SOURCES[source](setting))
    connection.ca_certificates_file = authority.bundle(tmp_path / "ca.pem")
    assert style.settle(connection.get_all_groups()) == []
    scope = untrusted.request.scope
    assert scope is not None
    assert scope.access_key == "ASIATEMPORARY"
    assert giving.requests
