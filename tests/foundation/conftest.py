"""What the foundation's tests share."""

from __future__ import annotations

import pytest

import reboto


@pytest.fixture
def prompt_retries() -> None:
    """Retries that do not wait."""
    reboto.config.add_section("Boto")
    reboto.config.set("Boto", "max_retry_delay", "0")
