"""The styles in which connections are used, and connections that reach a test's server."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

import reboto
from reboto import aio
from reboto.regioninfo import RegionInfo

ACCESS_KEY = "AKIDEXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


class Address(Protocol):
    """Where a server is, or would be."""

    @property
    def host(self) -> str:
        """Its host name."""
        ...

    @property
    def port(self) -> int:
        """Its port."""
        ...

    @property
    def secure(self) -> bool:
        """Whether it speaks HTTPS."""
        ...


def reaching(place: Address, **changed: Any) -> dict[str, Any]:
    """A connection's arguments that reach `place` with keys of the test's own."""
    return {
        "aws_access_key_id": ACCESS_KEY,
        "aws_secret_access_key": SECRET_KEY,
        "region": RegionInfo(name="us-east-1", endpoint=place.host),
        "port": place.port,
        "is_secure": place.secure,
        **changed,
    }


class Blocking:
    """Connections whose calls block."""

    def autoscale(self, at: Address | None = None, **arguments: Any) -> Any:
        """An Auto Scaling connection, reaching `at` if that is given."""
        return reboto.connect_autoscale(**(reaching(at, **arguments) if at else arguments))

    def cloudwatch(self, at: Address | None = None, **arguments: Any) -> Any:
        """A CloudWatch connection, reaching `at` if that is given."""
        return reboto.connect_cloudwatch(**(reaching(at, **arguments) if at else arguments))

    def settle(self, result: Any) -> Any:
        """What a call gives in the end."""
        return result

    def all(self, pages: Any) -> list[Any]:
        """Everything that an iterator gives."""
        return list(pages)

    def close(self) -> None:
        """Give back what the style itself held."""


class Awaited(Blocking):
    """Connections whose calls are awaited, in one event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    def autoscale(self, at: Address | None = None, **arguments: Any) -> Any:
        return aio.connect_autoscale(**(reaching(at, **arguments) if at else arguments))

    def cloudwatch(self, at: Address | None = None, **arguments: Any) -> Any:
        return aio.connect_cloudwatch(**(reaching(at, **arguments) if at else arguments))

    def settle(self, result: Any) -> Any:
        return self._loop.run_until_complete(result)

    def all(self, pages: Any) -> list[Any]:
        async def collected() -> list[Any]:
            return [item async for item in pages]

        return list(self.settle(collected()))

    def close(self) -> None:
        self._loop.close()


STYLES: dict[str, type[Blocking]] = {"blocking": Blocking, "awaited": Awaited}
