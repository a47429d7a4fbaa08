"""Fixtures of the tests of TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.wire import Authority


@pytest.fixture
def secure(authority: Authority) -> Iterator[Wire]:
    """A server with HTTPS, whose certificate is the authority's."""
    with Wire(tls=authority.context("127.0.0.1")) as running:
        yield running
