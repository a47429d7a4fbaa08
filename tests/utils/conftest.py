"""An instance for the tests of what it tells of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from instance import Instance

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Instance]:
    """The instance that the process runs on."""
    with Instance() as running:
        monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", running.url)
        yield running
