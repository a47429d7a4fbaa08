"""Loggers of background threads, which must not end if a handler raises an exception."""

from __future__ import annotations

import logging
from typing import Any


class GuardedLog:
    """A logger whose handlers may raise exceptions.

    They are reported as logging reports those that handlers catch: on standard error, unless
    ``logging.raiseExceptions`` is false.

    Parameters
    ----------
    name : str
        The logger's name.
    """

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, message: str, *args: object, exc_info: BaseException | None = None) -> None:
        """Log a message at level ``DEBUG``."""
        self._log(logging.DEBUG, message, args, exc_info)

    def warning(self, message: str, *args: object) -> None:
        """Log a message at level ``WARNING``."""
        self._log(logging.WARNING, message, args)

    def error(
        self, message: str, *args: object, exc_info: BaseException | bool | None = None
    ) -> None:
        """Log a message at level ``ERROR``."""
        self._log(logging.ERROR, message, args, exc_info)

    def _log(
        self, level: int, message: str, args: tuple[object, ...], exc_info: Any = None
    ) -> None:
        try:
            self._logger.log(level, message, *args, exc_info=exc_info, stacklevel=3)
        except Exception:  # noqa: BLE001 - a handler may raise anything
            known = {"name": self._logger.name, "levelno": level, "msg": message, "args": args}
            logging.Handler().handleError(logging.makeLogRecord(known))
