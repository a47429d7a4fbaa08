"""boto's loggers, and where their records go."""

from __future__ import annotations

import logging
import sys
from configparser import ConfigParser
from pathlib import Path

from reboto.pyami.config import config_locations

log = logging.getLogger("boto")
perflog = logging.getLogger("boto.perf")
log.addHandler(logging.NullHandler())
perflog.addHandler(logging.NullHandler())

# What reboto itself tells is named after it, and reaches what scripts set up as boto's.
own = logging.getLogger("reboto")
own.parent = log


def active_log() -> logging.Logger:
    """Return ``boto.log``, which scripts may replace.

    Returns
    -------
    logging.Logger
    """
    return sys.modules["reboto"].log  # type: ignore[no-any-return]


_PACKAGE = __file__.rpartition("_logging.py")[0]


def record(text: str, time: float) -> None:
    """Log what happened during a call at the time when it happened.

    Parameters
    ----------
    text : str
        The message.
    time : float
        Seconds since 1970.
    """
    if not own.isEnabledFor(logging.DEBUG):
        return
    frame = sys._getframe().f_back  # pyright: ignore[reportPrivateUsage] - as logging itself does
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
    place = ("(unknown file)", 0, "(unknown function)")
    if frame is not None:
        place = (frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
    made = own.makeRecord(
        own.name, logging.DEBUG, place[0], place[1], text, (), None, func=place[2]
    )
    made.relativeCreated -= (made.created - time) * 1000
    made.created, made.msecs = time, float(int(time % 1 * 1000))
    own.handle(made)


_FORMAT = "%(asctime)s %(name)s [%(levelname)s]:%(message)s"


def init_logging() -> None:
    """Configure logging from boto's configuration files, those that say how."""
    for location in map(Path, config_locations()):
        parser = ConfigParser()
        if parser.read(location, encoding="utf-8") and parser.has_section("loggers"):
            from logging.config import fileConfig

            fileConfig(parser, disable_existing_loggers=False)


def set_stream_logger(name: str, level: int, format_string: str | None) -> None:
    """Write a logger's records to standard error.

    Parameters
    ----------
    name : str
        The logger's name.
    level : int
        The least level to write.
    format_string : str or None
        The records' format; None for the usual one.
    """
    _set_handler(name, logging.StreamHandler(), level, format_string)


def set_file_logger(name: str, filepath: str, level: int, format_string: str | None) -> None:
    """Write a logger's records to a file.

    Parameters
    ----------
    name : str
        The logger's name.
    filepath : str
        The file, which grows.
    level : int
        The least level to write.
    format_string : str or None
        The records' format; None for the usual one.
    """
    _set_handler(name, logging.FileHandler(filepath), level, format_string)


def _set_handler(
    name: str, handler: logging.Handler, level: int, format_string: str | None
) -> None:
    global log
    log = logging.getLogger(name)
    log.setLevel(level)
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter(format_string or _FORMAT))
    log.addHandler(handler)
