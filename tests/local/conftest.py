"""A local endpoint and a client for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import reboto.local
from tests.local.rawclient import RawClient

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def endpoint() -> Iterator[reboto.local.Endpoint]:
    with reboto.local.server() as endpoint:
        yield endpoint


@pytest.fixture
def client(endpoint: reboto.local.Endpoint) -> Iterator[RawClient]:
    client = RawClient(endpoint.host, endpoint.port)
    yield client
    client.close()


@pytest.fixture
def shared_client(_endpoint: reboto.local.Endpoint) -> Iterator[RawClient]:
    """A client of the module's endpoint, which is empty."""
    _endpoint.reset()
    client = RawClient(_endpoint.host, _endpoint.port)
    yield client
    client.close()
