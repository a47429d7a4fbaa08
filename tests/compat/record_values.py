"""Record how boto's value classes, errors and configuration behave, as JSON.

To be run by an interpreter that has boto 2.49.0 (Python 3.11 at the latest)::

    python tests/compat/record_values.py > tests/compat/oracle-values.json
"""

from __future__ import annotations

import datetime
import json
import sys
from typing import TYPE_CHECKING, Any

from tests.compat import value_scenarios as scenarios

if TYPE_CHECKING:
    from collections.abc import Callable


def plain(thing: Any) -> Any:
    """Describe anything in JSON's terms, types included."""
    if thing is None or isinstance(thing, (bool, int, float, str)):
        return thing
    if isinstance(thing, scenarios.Recorder):
        return "the connection"
    if isinstance(thing, bytes):
        return {"bytes": thing.decode("latin-1")}
    if isinstance(thing, datetime.datetime):
        return {"datetime": thing.isoformat()}
    if isinstance(thing, type):
        return {"class": thing.__name__}
    described: dict[str, Any] = {"type": type(thing).__name__}
    if isinstance(thing, BaseException):
        described["args"] = plain(thing.args)
        described |= {name: plain(getattr(thing, name, None)) for name in ("code", "error_message")}
    if isinstance(thing, (list, tuple)):
        described["items"] = [plain(item) for item in thing]
    elif isinstance(thing, dict):
        described["pairs"] = [[plain(key), plain(value)] for key, value in thing.items()]
    if hasattr(thing, "__dict__"):
        described["vars"] = {
            name: plain(value) for name, value in vars(thing).items() if not name.startswith("_")
        }
    # Addresses differ from run to run, and the names of modules between the packages.
    shown: Any = type(thing).__repr__
    if shown is not object.__repr__ and type(thing) not in (list, tuple, dict):
        described |= {"repr": repr(thing), "str": str(thing)}
    return described


def outcome(scenario: Callable[[], Any]) -> Any:
    """Describe what a scenario gives, or the classes of what it raises."""
    try:
        return plain(scenario())
    except Exception as error:  # noqa: BLE001 - which one is what is recorded
        return {"raises": [base.__name__ for base in type(error).__mro__]}


def as_lines(recorded: dict[str, Any]) -> str:
    """Write JSON with one scenario a line, so that differences can be read."""
    lines = (f"{json.dumps(name)}: {json.dumps(what)}" for name, what in recorded.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    boto = {name: outcome(scenario) for name, scenario in scenarios.all_of("boto").items()}
    sys.stdout.write(as_lines(boto))
