"""Files of a simple form are read as `configparser` reads them, without importing it."""

from __future__ import annotations

from configparser import ConfigParser, Error
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reboto.pyami import _plain_files
from reboto.pyami.config import Config
from tests.support.child_scripts import finish, start

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = [
    *["[Boto]", "[Credentials]", "[", "]", "=", ":", " ", "\t", "\r", "\n", "\n", "\n"],
    *["Proxy", "proxy", "num_retries", "debug", "3", "#", ";", "%", "%(debug)s", "DEFAULT"],
    *["\x0b", "\x1c", "é", "rem ", "[Boto]\n", "\nproxy = here", "\ndebug: 2", "\n ", "[a b]"],
]


def parsed(*contents: str) -> dict[str, dict[str, str]] | None:
    """The options that the parser reads; None if it refuses the files."""
    parser = ConfigParser()
    try:
        for content in contents:
            parser.read_string(content)
        return {section: dict(parser.items(section)) for section in parser.sections()}
    except Error:
        return None


@given(st.lists(st.lists(st.sampled_from(_PARTS), max_size=14).map("".join), max_size=2))
def test_any_file_is_read_as_by_the_parser_or_left_to_it(contents: list[str]) -> None:
    found = _plain_files.options(contents)
    assert found is None or found == parsed(*contents)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# no sections\n\n; at all\n",
        "[Boto]\nProxy = here\nproxy_port:8080\nempty =\n\n[Credentials]\nkey = a=b:c # d\n",
        "[Boto]\r\nproxy = here\r\n",
        "[Boto]\nnum_retries = 3\n\n  # indented comment\n[s with spaces]\na b = c d\n",
    ],
)
def test_simple_files_need_no_parser(content: str) -> None:
    found = _plain_files.options([content])
    assert found is not None
    assert found == parsed(content)


@pytest.mark.parametrize(
    "content",
    [
        "proxy = before any section\n",
        "[DEFAULT]\nproxy = here\n",
        "[Boto]\nproxy = a\n b\n",
        "[Boto]\nproxy = %(debug)s\n",
        "[Boto]\nproxy = here\nPROXY = there\n",
        "[Boto]\n[Boto]\n",
        "[Boto]\n= here\n",
        "[Boto]\nproxy\n",
        "[Boto] ; comment\n",
        "[Boto]\nproxy = é\n",
    ],
)
def test_other_files_are_left_to_the_parser(content: str) -> None:
    assert _plain_files.options([content]) is None


def test_a_connection_with_a_simple_file_loads_no_parser(tmp_path: Path) -> None:
    path = tmp_path / "boto.cfg"
    path.write_text("[Boto]\nnum_retries = 3\nhttps_validate_certificates = False\n")
    path.chmod(0o600)
    script = f"""
    import os, sys

    os.environ["BOTO_CONFIG"] = {str(path)!r}
    import reboto

    made = reboto.connect_autoscale("key", "secret")
    print(made.num_retries, made.https_validate_certificates)
    print({{"re", "configparser"}} & set(sys.modules))
    print(reboto.config.sections(), reboto.config.get("Boto", "Debug", "9"))
    """
    assert finish(start(script)) == (0, "3 False\nset()\n['Boto'] 0\n", "")


def test_a_file_that_was_corrected_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "boto.cfg"
    path.write_text("[Boto]\nnum_retries\n")
    path.chmod(0o600)
    monkeypatch.setenv("BOTO_CONFIG", str(path))
    config = Config()
    with pytest.raises(Error):
        config.get("Boto", "num_retries")
    path.write_text("[Boto]\nnum_retries = 3\n")
    assert config.getint("Boto", "num_retries") == 3
