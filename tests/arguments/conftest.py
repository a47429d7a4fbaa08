"""Arguments are checked by code that serves both styles: `test_parity.py` holds that."""

from __future__ import annotations

import pytest

from tests.support.styles import Blocking


@pytest.fixture
def style() -> Blocking:
    """One style for all tests of arguments."""
    return Blocking()
