"""Support of awaitable connections for ``async with``."""

from __future__ import annotations

from types import TracebackType  # noqa: TC003 - type hints are resolved at runtime
from typing import TypeVar

_Self = TypeVar("_Self", bound="AsyncContext")


class AsyncContext:
    """Support for ``async with``."""

    _awaits = True

    async def __aenter__(self: _Self) -> _Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Do nothing: idle sockets are shared by the process and closed automatically."""
