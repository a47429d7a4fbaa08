"""boto's loggers and their configuration."""

from __future__ import annotations

import logging
import sys

from reboto.pyami.config import config_locations

log = logging.getLogger("boto")
perflog = logging.getLogger("boto.perf")
log.addHandler(logging.NullHandler())
perflog.addHandler(logging.NullHandler())

# reboto's own records; they propagate to the handlers that scripts set on boto's logger.
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
    """Log an event of a call with the time at which it occurred.

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
    """Configure logging from the logging sections of boto's configuration files."""
    # Imported here: this module is loaded by the first call of each program that logs.
    from configparser import ConfigParser

    from reboto.pyami import _files, _plain_files

    for path, content in _plain_files.contents(config_locations()):
        parser = ConfigParser()
        _files.read(parser, content, path)
        if parser.has_section("loggers"):
            from logging.config import fileConfig

            fileConfig(parser, disable_existing_loggers=False)


def set_stream_logger(name: str, level: int, format_string: str | None) -> None:
    """Write a logger's records to standard error.

    Parameters
    ----------
    name : str
        The logger's name.
    level : int
        Minimum level to write.
    format_string : str or None
        Format of the records; None for the default format.
    """
    _set_handler(name, logging.StreamHandler(), level, format_string)


def set_file_logger(name: str, filepath: str, level: int, format_string: str | None) -> None:
    """Write a logger's records to a file.

    Parameters
    ----------
    name : str
        The logger's name.
    filepath : str
        Path of the file; records are appended.
    level : int
        Minimum level to write.
    format_string : str or None
        Format of the records; None for the default format.
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
