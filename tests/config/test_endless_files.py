"""Configuration files without an end are refused; pipes with an end are read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import reboto
from reboto.pyami.config import Config
from reboto.regioninfo import load_endpoint_json

pytestmark = pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
REFUSED = "/dev/zero is larger than 10 MB"


@pytest.mark.parametrize("variable", ["BOTO_CONFIG", "BOTO_PATH"])
def test_a_file_of_the_environment(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.delenv("BOTO_CONFIG", raising=False)
    monkeypatch.setenv(variable, "/dev/zero")
    with pytest.raises(ValueError, match=REFUSED):
        Config().get("Boto", "proxy")
    with pytest.raises(ValueError, match=REFUSED):
        Config().sections()
    with pytest.raises(ValueError, match=REFUSED):
        reboto.init_logging()


def test_a_file_that_is_given_or_imported(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=REFUSED):
        Config("/dev/zero")
    path = tmp_path / "boto.cfg"
    path.write_text("#import /dev/zero\n[Boto]\n")
    with pytest.raises(ValueError, match=REFUSED):
        Config(str(path))


def test_a_file_of_endpoints() -> None:
    with pytest.raises(ValueError, match=REFUSED):
        load_endpoint_json("/dev/zero")


def test_a_pipe_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in ``BOTO_CONFIG=<(decrypt boto.cfg)``."""
    reader, writer = os.pipe()
    os.write(writer, b"[Boto]\nproxy = here\n")
    os.close(writer)
    monkeypatch.setenv("BOTO_CONFIG", f"/dev/fd/{reader}")
    assert Config().get("Boto", "proxy") == "here"
    os.close(reader)
