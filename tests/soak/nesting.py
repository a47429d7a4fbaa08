"""Imports in subinterpreters while the main interpreter makes calls.

::

    python -m tests.soak.nesting PORT SUBINTERPRETERS SEED

Each subinterpreter must get an ImportError. The main interpreter makes calls before, during and
after that.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import reboto

from .account import Account, Caller, closed_port
from .plan import calls
from .process import held
from .work import STAYING, Background, in_threads

if TYPE_CHECKING:
    from collections.abc import Callable

AT_ONCE = 2
CALLS = 3
IMPORTS = """
import sys
for name in ("reboto", "reboto.aio", "reboto._core"):
    try:
        __import__(name)
    except ImportError as error:
        if "another interpreter" not in str(error):
            raise
    else:
        raise RuntimeError(name + " was imported")
"""


def interpreters() -> tuple[Callable[[], Any], Callable[[Any, str], Any], Callable[[Any], None]]:
    """Return functions that create, run and destroy subinterpreters that share the GIL."""
    if sys.version_info >= (3, 13):
        module: Any = import_module("_interpreters")
        return lambda: module.create("legacy"), module.exec, module.destroy
    module = import_module("_xxsubinterpreters")
    return lambda: module.create(isolated=False), module.run_string, module.destroy


def main() -> None:
    """Run the program with the arguments of the command line."""
    port, count, seed = map(int, sys.argv[1:])
    make, run, destroy = interpreters()
    total, failures = Account(), list[str]()
    with closed_port() as closed:
        caller = Caller(reboto, port, closed)
        background = Background("blocking", caller, seed, AT_ONCE)
        for number in range(count):
            made = make()
            # Before Python 3.13, exceptions of the code are raised here.
            if failed := run(made, IMPORTS):
                failures.append(str(failed))
            # Every other subinterpreter still exists while the main interpreter makes calls.
            if number % 2:
                destroy(made)
            total.add(in_threads(caller, [calls(seed + AT_ONCE + number, CALLS, 0.1)]))
            if not number % 2:
                destroy(made)
        total.add(background.stop())
        last = held(port, STAYING["blocking"], 2 * AT_ONCE)
    print(json.dumps({**total.as_json(), "failures": failures, "held": last}))


if __name__ == "__main__":
    main()
