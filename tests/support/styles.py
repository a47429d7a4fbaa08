"""Blocking and awaitable connections behind one interface, connected to a test's server."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

import reboto
from reboto import aio
from reboto.regioninfo import RegionInfo

ACCESS_KEY = "AKIDEXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


class Address(Protocol):
    """Address of a server, which need not be running."""

    @property
    def host(self) -> str:
        """Host name."""
        ...

    @property
    def port(self) -> int:
        """Port."""
        ...

    @property
    def secure(self) -> bool:
        """Whether the server uses HTTPS."""
        ...


def reaching(place: Address, **changed: Any) -> dict[str, Any]:
    """Return connection arguments for the server at `place`, with test credentials."""
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
        """Return an Auto Scaling connection, to `at` if given."""
        return reboto.connect_autoscale(**(reaching(at, **arguments) if at else arguments))

    def cloudwatch(self, at: Address | None = None, **arguments: Any) -> Any:
        """Return a CloudWatch connection, to `at` if given."""
        return reboto.connect_cloudwatch(**(reaching(at, **arguments) if at else arguments))

    def settle(self, result: Any) -> Any:
        """Return the result of a call; await it if necessary."""
        return result

    def all(self, pages: Any) -> list[Any]:
        """Return all items of an iterator."""
        return list(pages)

    def close(self) -> None:
        """Release the resources of the style."""


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
