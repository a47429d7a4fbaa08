"""Redirects are not followed, because they would send a signature to another host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reboto.exception import BotoServerError
from tests.support.wire import Authority, Response, Wire

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.styles import Blocking

pytestmark = pytest.mark.filterwarnings("ignore::reboto.connection.UncheckedCertificatesWarning")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("service", ["autoscale", "cloudwatch"])
@pytest.mark.parametrize("checked", [True, False], ids=["checked", "unchecked"])
def test_a_redirect_is_reported_and_not_followed(
    style: Blocking,
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    service: str,
    status: int,
    checked: bool,
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", authority.bundle(tmp_path / "ca.pem"))
    tls = authority.context("127.0.0.1")
    with Wire(tls=tls) as elsewhere:
        leading = {"Location": f"{elsewhere.url}/"}
        with Wire(Response(status, b"", leading), tls=tls) as server:
            connection = getattr(style, service)(server, validate_certs=checked)
            call = {"autoscale": "get_all_groups", "cloudwatch": "describe_alarms"}[service]
            with pytest.raises(BotoServerError) as caught:
                style.settle(getattr(connection, call)())
    assert caught.value.status == status
    assert len(server.requests) == 1
    assert elsewhere.connections == 0
