"""Short-lived connections and roles, and the resources of the process after each stretch.

::

    python -m tests.soak.assuming STYLE PORT STS COUNT WHAT

If WHAT is ``roles``, each stretch makes a new connection for each of COUNT roles, and two calls on
each in turn. If WHAT is ``connections``, each stretch makes a tenth of COUNT calls, each on a new
connection with an access key, and in between calls on one connection with a role.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

from reboto.regioninfo import RegionInfo

from .account import Account
from .load import STRETCHES
from .plan import Call
from .process import held
from .work import AT_ONCE, MAKERS, STAYING, in_tasks, in_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    Work = Callable[["Connecting", list[Iterator[Call]]], Account]

ROLE = "arn:aws:iam::123456789012:role/soak-{}"
CALL = "set_desired_capacity"
CALLS_PER_ROLE_CALL = 10
"""Number of short-lived connections for each call with the role."""


class Connecting:
    """Makes calls on connections that it creates.

    Parameters
    ----------
    maker : module
        ``reboto`` or ``reboto.aio``.
    port : int
        Port of the server.
    """

    def __init__(self, maker: ModuleType, port: int) -> None:
        self._maker, self._port = maker, port
        self._kept: dict[str, Any] = {}

    def call(self, call: Call) -> Any:
        """Make a call on the connection with the call's name, or on a new one."""
        connection = self._kept.get(call.name) or self._connect(call.name)
        return connection.set_desired_capacity("web-000", 3)

    def keep(self, name: str, role: str) -> None:
        """Create a connection with a role and keep it under a name."""
        self._kept[name] = self._connect("base", role_arn=role)

    def drop(self) -> None:
        """Drop all connections."""
        self._kept.clear()

    def _connect(self, key: str, **more: Any) -> Any:
        region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
        return self._maker.connect_autoscale(
            key, "secret", region=region, port=self._port, is_secure=False, **more
        )


def use_roles(connecting: Connecting, work: Work, count: int, at_once: int) -> Account:
    """Make two calls with each of `count` roles in turn, on new connections."""
    for number in range(count):
        connecting.keep(str(number), ROLE.format(number))

    def plan(first: int) -> Iterator[Call]:
        for _ in range(2):
            for number in range(first, count, at_once):
                yield Call(CALL, str(number))

    account = work(connecting, [plan(first) for first in range(at_once)])
    connecting.drop()
    return account


def use_connections(
    connecting: Connecting, work: Work, count: int, at_once: int, stretch: int
) -> Account:
    """Make `count` calls on a new connection each, and some with a role in between."""

    def plan(first: int) -> Iterator[Call]:
        for number in range(first, count, at_once):
            yield Call(CALL, f"key-{stretch}-{number}")
            if number % CALLS_PER_ROLE_CALL == 0:
                yield Call(CALL, "role")

    return work(connecting, [plan(first) for first in range(at_once)])


def stretches(
    connecting: Connecting, work: Work, port: int, count: int, style: str, what: str
) -> Account:
    """Run all stretches, and print the process's resources before and after each."""
    total, at_once = Account(), AT_ONCE[style]
    if what == "connections":
        connecting.keep("role", ROLE.format("one"))
    print(json.dumps(held(port, 1, 0)), flush=True)
    for stretch in range(STRETCHES):
        if what == "roles":
            total.add(use_roles(connecting, work, count, at_once))
        else:
            share = -(-count // STRETCHES)
            total.add(use_connections(connecting, work, share, at_once, stretch))
        print(json.dumps(held(port, STAYING[style], 2 * at_once)), flush=True)
    return total


def main() -> None:
    """Run the program with the arguments of the command line."""
    style, *numbers, what = sys.argv[1:]
    port, sts, count = map(int, numbers)
    os.environ["AWS_ENDPOINT_URL_STS"] = f"http://127.0.0.1:{sts}"
    tracemalloc.start()
    with contextlib.closing(asyncio.new_event_loop()) as loop:

        def work(caller: Connecting, plans: list[Iterator[Call]]) -> Account:
            if style == "blocking":
                return in_threads(caller, plans)
            return loop.run_until_complete(in_tasks(caller, plans))

        total = stretches(Connecting(MAKERS[style], port), work, port, count, style, what)
    print(json.dumps(total.as_json()))


if __name__ == "__main__":
    main()
