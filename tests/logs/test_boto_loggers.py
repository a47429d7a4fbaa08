"""boto's loggers, and the functions that configure their output."""

from __future__ import annotations

import configparser
import logging
from typing import TYPE_CHECKING

import pytest

import reboto
import reboto._logging

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("boto", "boto.perf", "reboto", "mine")


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in NAMES]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    log = reboto._logging.log
    yield
    reboto._logging.log = log
    for logger, level, handlers in before:
        for handler in set(logger.handlers) - set(handlers):
            handler.close()
        logger.setLevel(level)
        logger.handlers[:] = handlers


def test_the_log_is_boto_s_and_silent() -> None:
    assert reboto.log is logging.getLogger("boto")
    assert reboto.perflog is logging.getLogger("boto.perf")
    assert any(isinstance(handler, logging.NullHandler) for handler in reboto.log.handlers)


def test_a_stream_logger_writes_all_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    reboto.set_stream_logger("boto")
    reboto.log.debug("hello")
    logging.getLogger("boto.deeper").info("there")
    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith(" boto [DEBUG]:hello")
    assert second.endswith(" boto.deeper [INFO]:there")


def test_a_stream_logger_takes_a_level_and_a_format(capsys: pytest.CaptureFixture[str]) -> None:
    reboto.set_stream_logger("boto", logging.WARNING, "<%(message)s>")
    reboto.log.info("quiet")
    reboto.log.warning("loud")
    assert capsys.readouterr().err == "<loud>\n"


def test_a_file_logger_writes_to_a_file_from_info_on(tmp_path: Path) -> None:
    path = tmp_path / "log"
    reboto.set_file_logger("boto", str(path), format_string="%(levelname)s %(message)s")
    reboto.log.debug("quiet")
    reboto.log.info("loud")
    assert path.read_text() == "INFO loud\n"


def test_the_logger_that_was_set_last_is_the_log() -> None:
    reboto.set_stream_logger("mine")
    assert reboto.log is logging.getLogger("mine")


@pytest.mark.parametrize("name", ["boto", "reboto"])
def test_reboto_s_own_records_reach_both_names(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reboto.set_stream_logger(name, format_string="%(name)s %(message)s")
    logging.getLogger("reboto").debug("sent")
    assert capsys.readouterr().err == "reboto sent\n"


LOGGING = """
[loggers]
keys = root, boto
[handlers]
keys = file
[formatters]
keys = plain
[logger_root]
level = WARNING
handlers =
[logger_boto]
level = DEBUG
handlers = file
qualname = boto
[handler_file]
class = FileHandler
level = DEBUG
formatter = plain
args = ('{path}', 'w')
[formatter_plain]
format = %(name)s %(message)s
"""


def test_the_configuration_files_can_say_where_records_go(home: Path, tmp_path: Path) -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    others = logging.getLogger("mine")
    path = tmp_path / "log"
    (home / ".boto").write_text(LOGGING.format(path=path))
    try:
        reboto.init_logging()
        reboto.log.debug("configured")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    assert path.read_text() == "boto configured\n"
    assert not others.disabled


def test_a_file_that_says_nothing_of_logging_changes_nothing(home: Path) -> None:
    (home / ".boto").write_text("[Boto]\nnum_retries = 1\n")
    before = list(reboto.log.handlers)
    reboto.init_logging()
    assert reboto.log.handlers == before


@pytest.mark.parametrize("content", ["aws_secret_access_key = hush-hush", "[Boto]\nhush-hush"])
def test_a_file_that_cannot_be_parsed_is_not_shown(home: Path, content: str) -> None:
    path = home / ".boto"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(configparser.Error, match=r"\.boto") as raised:
        reboto.init_logging()
    assert "hush" not in str(raised.value)
