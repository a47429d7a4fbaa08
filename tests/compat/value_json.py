"""Values as JSON, to compare those of two packages and processes."""

from __future__ import annotations

import datetime
from typing import Any


class Recorder:
    """A connection that records its calls."""

    use_block_device_types = True

    def __init__(self) -> None:
        self.calls: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: object, **kwargs: object) -> str:
            self.calls.append((name, args, kwargs))
            return "the response"

        return call


def as_json(thing: Any) -> Any:
    """Describe anything in JSON's terms, types included."""
    if thing is None or isinstance(thing, (bool, int, float, str)):
        return thing
    if isinstance(thing, Recorder):
        return "the connection"
    if isinstance(thing, bytes):
        return {"bytes": thing.decode("latin-1")}
    if isinstance(thing, datetime.datetime):
        return {"datetime": thing.isoformat()}
    if isinstance(thing, type):
        return {"class": thing.__name__}
    described: dict[str, Any] = {"type": type(thing).__name__}
    if isinstance(thing, BaseException):
        described["args"] = as_json(thing.args)
        described |= {
            name: as_json(getattr(thing, name, None)) for name in ("code", "error_message")
        }
    if isinstance(thing, (list, tuple)):
        described["items"] = [as_json(item) for item in thing]
    elif isinstance(thing, dict):
        described["pairs"] = [[as_json(key), as_json(value)] for key, value in thing.items()]
    if hasattr(thing, "__dict__"):
        described["vars"] = {
            name: as_json(value) for name, value in vars(thing).items() if not name.startswith("_")
        }
    # Addresses differ from run to run, and the names of modules between the packages.
    shown: Any = type(thing).__repr__
    if shown is not object.__repr__ and type(thing) not in (list, tuple, dict):
        described |= {"repr": repr(thing), "str": str(thing)}
    return described
