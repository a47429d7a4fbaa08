"""What the foundation's tests share."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

import reboto

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def prompt_retries() -> None:
    """Retries that do not wait."""
    reboto.config.add_section("Boto")
    reboto.config.set("Boto", "max_retry_delay", "0")


@pytest.fixture
def boto_cfg(home: Path) -> Callable[[str], None]:
    """Write boto's configuration file, before anything of it was asked for."""

    def write(text: str) -> None:
        (home / ".boto").write_text(textwrap.dedent(text))

    return write


@pytest.fixture
def aws_files(home: Path) -> Callable[..., None]:
    """Write the shared files, ``~/.aws/credentials`` and ``~/.aws/config``."""

    def write(credentials: str = "", config: str = "") -> None:
        folder = home / ".aws"
        folder.mkdir(exist_ok=True)
        (folder / "credentials").write_text(textwrap.dedent(credentials))
        (folder / "config").write_text(textwrap.dedent(config))

    return write
