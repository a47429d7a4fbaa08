"""A credentials provider that counts its calls."""

from __future__ import annotations

import contextvars
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

UTC = timezone.utc
IN_AN_HOUR = time.time() + 3600
SECRET = "the-secret-of-the-vault"
NO_KEYS = {"aws_access_key_id": None, "aws_secret_access_key": None}

WHO = contextvars.ContextVar("WHO", default="nobody")


class SealedError(Exception):
    """The vault is sealed."""


class Vault:
    """A provider that counts its calls and returns another access key at each."""

    def __init__(self, minutes: float | None = 60) -> None:
        self.calls = 0
        self.minutes = minutes

    def __call__(self) -> tuple[Any, ...]:
        self.calls += 1
        expiry = None
        if self.minutes is not None:
            expiry = datetime.now(timezone.utc) + timedelta(minutes=self.minutes)
        return f"AK{self.calls}", SECRET, "vault-token", expiry


def call(style: Blocking, server: Wire, provider: Any, **arguments: Any) -> Any:
    connection = style.autoscale(server, **NO_KEYS, credentials_provider=provider, **arguments)
    return style.settle(connection.get_all_groups())


def signers(server: Wire) -> list[str]:
    return [request.scope.access_key for request in server.requests if request.scope]
