"""Suspend processes of a group for a while."""

from __future__ import annotations

import asyncio
from types import TracebackType  # noqa: TC003 - type hints are resolved at runtime
from typing import Any

from reboto._arguments import string_list
from reboto._lazy import Awaiting, Blocking, Style, Styled
from reboto.exception import BotoClientError, BotoServerError


class Suspension(Styled[Style]):
    """Suspends processes of a group for the time of a block, and resumes only those.

    Processes that were suspended before stay suspended.

    Parameters
    ----------
    group : AutoScalingGroup
        The group.
    processes : tuple of str
        Names of processes; if there are none, all processes.
    """

    def __init__(self, group: Any, processes: tuple[Any, ...]) -> None:
        self._group = group
        self._wanted = string_list(
            processes[0] if len(processes) == 1 else list(processes), "processes"
        )
        self._suspended: list[str] = []

    def __enter__(self: Suspension[Blocking]) -> list[str]:
        connection, name = self._connection(), self._group.name
        if connection._awaits:
            raise TypeError("the calls of this group are awaitable; use `async with`")
        wanted = self._wanted or self._names(connection.get_all_scaling_process_types())
        self._suspended = self._missing(wanted, connection.get_all_groups([name]))
        if self._suspended:
            try:
                connection.suspend_processes(name, self._suspended)
            except BotoServerError:
                raise
            except BaseException:
                # The request may have reached AWS before the interruption or failure.
                self._resume_blindly(connection)
                raise
        return list(self._suspended)

    def __exit__(
        self: Suspension[Blocking],
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._suspended:
            self._connection().resume_processes(self._group.name, self._suspended)

    async def __aenter__(self: Suspension[Awaiting]) -> list[str]:
        connection, name = self._connection(), self._group.name
        if not connection._awaits:
            raise TypeError("the calls of this group block; use `with`")
        wanted = self._wanted or self._names(await connection.get_all_scaling_process_types())
        self._suspended = self._missing(wanted, await connection.get_all_groups([name]))
        if self._suspended:
            try:
                await connection.suspend_processes(name, self._suspended)
            except BotoServerError:
                raise
            except BaseException:
                await self._resume_later()
                raise
        return list(self._suspended)

    async def __aexit__(
        self: Suspension[Awaiting],
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._suspended:
            await self._resume_later()

    def _connection(self) -> Any:
        return self._group._require_connection()

    def _missing(self, wanted: list[str], page: Any) -> list[str]:
        """Return the processes that are not suspended yet."""
        name = self._group.name
        group = next((group for group in page if group.name == name), None)
        if group is None:
            raise BotoClientError(f"group {name!r} does not exist")
        before = {process.process_name for process in group.suspended_processes or ()}
        return [process for process in dict.fromkeys(wanted) if process not in before]

    def _names(self, processes: Any) -> list[str]:
        return [process.process_name for process in processes]

    def _resume_blindly(self, connection: Any) -> None:
        try:
            connection.resume_processes(self._group.name, self._suspended)
        except (BotoServerError, BotoClientError) as error:
            raise BotoClientError(
                f"group {self._group.name!r}: {', '.join(self._suspended)} may be suspended still, "
                f"because resuming failed: {error}"
            ) from error

    async def _resume_later(self) -> None:
        """Resume the processes, also while the task is being cancelled."""
        resume = self._connection().resume_processes(self._group.name, self._suspended)
        made = asyncio.ensure_future(resume)
        try:
            await asyncio.shield(made)
        except asyncio.CancelledError:
            await asyncio.wait({made})
            raise
