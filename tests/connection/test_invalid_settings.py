"""Settings of a connection that have the wrong type or a value without meaning."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


@pytest.mark.parametrize(
    "port",
    [
        float("inf"),
        float("nan"),
        Decimal("Infinity"),
        # Its integer would take minutes.
        Decimal("1e999999"),
        pytest.param(10**5000, id="10**5000"),
        80.5,
        65536,
        "80.0",
        [80],
    ],
)
def test_an_invalid_port_is_rejected(style: Blocking, server: Wire, port: Any) -> None:
    connection = style.autoscale(server, port=port)
    with pytest.raises(
        ValueError, match=r"^port must be an integer from 1 to 65535, got "
    ) as raised:
        style.settle(connection.get_all_groups())
    assert len(str(raised.value)) < 200
    assert not server.requests


@pytest.mark.parametrize("path", [5, 1.5, ["/x"], object()])
def test_a_path_that_is_not_text_is_refused(style: Blocking, server: Wire, path: Any) -> None:
    connection = style.autoscale(server, path=path)
    with pytest.raises(TypeError, match=r"^path must be text"):
        style.settle(connection.get_all_groups())
    assert not server.requests


def test_a_host_with_a_lone_surrogate_is_refused(style: Blocking, server: Wire) -> None:
    connection = style.autoscale(server)
    connection.host = "\ud800"
    with pytest.raises(ValueError, match="host must be"):
        style.settle(connection.get_all_groups())


@pytest.mark.parametrize("name", [5, True, ["eu-west-1"]])
def test_a_signing_region_that_is_not_text_is_refused(style: Blocking, name: Any) -> None:
    with pytest.raises(TypeError, match=r"^auth_region_name must be a region's name"):
        style.autoscale().auth_region_name = name
