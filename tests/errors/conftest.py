"""The fixture of the fault tests."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

import reboto
from tests.errors.fault import Fixtures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.styles import Blocking
    from tests.support.wire import Authority


@pytest.fixture
def fixtures(
    style: Blocking, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, authority: Authority
) -> Iterator[Fixtures]:
    """Return fixtures whose connections retry without delay."""
    reboto.config.add_section("Boto")
    reboto.config.set("Boto", "max_retry_delay", "0")
    with contextlib.ExitStack() as closing:
        yield Fixtures(style, monkeypatch, tmp_path, authority, closing)
