"""Run scripts in new processes, with and without boto installed alongside reboto."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.as_boto.scripts import BOTO, Scripts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    """A folder of scripts, with no boto installed."""
    return Scripts(tmp_path)


@pytest.fixture
def with_boto(scripts: Scripts) -> Scripts:
    """A folder of scripts, with a boto installed."""
    scripts.install(BOTO)
    return scripts
