"""A way in which a call can go wrong, and what a scene for it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.wire import Answer, Wire, success

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.support.messages import Scripted
    from tests.support.styles import Address, Blocking
    from tests.support.wire import Authority


@dataclass(frozen=True)
class Fault:
    """One row of the table: how a server misbehaves, and what the caller gets.

    Attributes
    ----------
    name : str
        What goes wrong, in words for ``docs/development/faults.md``.
    scene : callable
        Sets it up on a `Stage`.
    gives : type or None
        The class of the exception; None where the call succeeds all the same.
    attempts : int
        Attempts that the error tells, and that reach the server unless `arrive` says otherwise.
    arrive : int or None
        Requests that reach the server.
    status, code : int, str
        Of an answer that tells of an error; where it has a code, it has the request's id too.
    call : callable
        What is called, of the connection.
    check : callable or None
        Looks at what the call gave.
    """

    name: str
    scene: Callable[[Stage], Scene]
    gives: type[Exception] | None = None
    attempts: int = 1
    arrive: int | None = None
    status: int | None = None
    code: str | None = None
    call: Callable[[Any], Any] = lambda connection: connection.get_all_groups()
    check: Callable[[Any], object] | None = None


@dataclass(frozen=True)
class Scene:
    """A fault that is set up.

    Attributes
    ----------
    connection : Connection
        Whose calls meet the fault.
    mend : callable
        Ends the fault: the same connection is to work again afterwards.
    server : Wire or None
        Where requests are counted.
    beside : Wire or None
        Another server that takes part.
    """

    connection: Any
    mend: Callable[[], object]
    server: Wire | None = None
    beside: Wire | None = None


@dataclass(frozen=True)
class Stage:
    """What scenes are made of."""

    style: Blocking
    monkeypatch: pytest.MonkeyPatch
    folder: Path
    authority: Authority
    closing: contextlib.ExitStack

    def serve(self, otherwise: Scripted = success, **more: Any) -> Wire:
        """A server that runs until the play is over."""
        return self.closing.enter_context(Wire(otherwise, **more))

    def connect(
        self,
        at: Address | None = None,
        *,
        service: str = "autoscale",
        retries: int = 1,
        timeout: float = 10,
        **arguments: Any,
    ) -> Any:
        """A connection that tries `retries` times again, and waits so many seconds."""
        connection = getattr(self.style, service)(at, **arguments)
        connection.num_retries = retries
        connection.http_connection_kwargs = {"timeout": timeout, "connect_timeout": timeout}
        return connection

    def trust(self) -> None:
        """Have connections trust the stage's own certificates."""
        path = self.authority.bundle(self.folder / "ca.pem")
        self.monkeypatch.setenv("AWS_CA_BUNDLE", path)


def answering(*answers: Scripted, **settings: Any) -> Callable[[Stage], Scene]:
    """A server that gives these answers, the last of them until it is mended."""

    def scene(stage: Stage) -> Scene:
        server = stage.serve()
        server.script(*answers[:-1])
        server.otherwise = answers[-1]

        def mend() -> None:
            server.otherwise = success

        return Scene(stage.connect(server, **settings), mend, server)

    return scene


def streaming(*pieces: bytes, ending: Any = "close") -> Answer:
    """These bytes as they are, whatever they are."""
    return Answer(stream=lambda: pieces, ending=ending)
