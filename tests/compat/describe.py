"""Describe any value in JSON's terms: its type, its attributes and its text forms."""

from __future__ import annotations

import datetime
import re
from typing import Any

_ERROR_ATTRIBUTES = (
    "status",
    "reason",
    "body",
    "error_code",
    "error_message",
    "message",
    "code",
    "request_id",
    "errors",
)
# Values that an endpoint generates for each response.
_MADE_UP = re.compile(
    r"(?P<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"|(?P<id>\b(?:i|ami|subnet|vpc|sg|eni|vol)-[0-9a-f]{8,17}\b)"
    r"|(?P<time>\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?)"
    r"|(?P<request>\b[0-9A-Za-z]{52}\b)"
)
_ADDRESS = re.compile(r"<[\w.]+ object at 0x[0-9a-f]+>")
_PLAIN = (list, tuple, set, dict)
_NEAR = datetime.timedelta(hours=1)


class Describer:
    """Describe values, with the same name for the same made-up part throughout.

    Parameters
    ----------
    made_up : bool
        Whether ids, and times near to now, are the endpoint's own and are given names.
    """

    def __init__(self, *, made_up: bool) -> None:
        self._made_up = made_up
        self._names: dict[str, str] = {}
        self._inside: list[int] = []

    def describe(self, value: Any) -> Any:
        """Describe a value."""
        if value is None or type(value) in (bool, int, float):
            return value
        if type(value) is str:
            return self.text(value)
        if type(value) is bytes:
            return {"bytes": value.decode("latin-1")}
        if isinstance(value, datetime.datetime):
            return {"datetime": self.text(value.isoformat())}
        if isinstance(value, type):
            return {"class": value.__name__}
        if hasattr(value, "auth_region_name"):
            return {"connection": type(value).__name__}
        if id(value) in self._inside:
            return {"again": type(value).__name__}
        self._inside.append(id(value))
        described = self._described(value)
        self._inside.pop()
        return described

    def text(self, text: str) -> str:
        """Leave out addresses from a text, and name what was made up."""
        text = _ADDRESS.sub("<an object>", text)
        return _MADE_UP.sub(self._named, text) if self._made_up else text

    def _named(self, match: re.Match[str]) -> str:
        kind, found = match.lastgroup, match[0]
        if kind == "time":
            time = datetime.datetime.fromisoformat(found.rstrip("Z").partition(".")[0])
            now = datetime.datetime.now(datetime.timezone.utc)
            near = abs(now - time.replace(tzinfo=datetime.timezone.utc)) < _NEAR
            zone = found[19:].partition("Z")[1] or ("+00:00" if "+" in found else "")
            return f"<now{zone}>" if near else found
        return self._names.setdefault(found, f"<{kind} {len(self._names) + 1}>")

    def _described(self, value: Any) -> dict[str, Any]:
        described: dict[str, Any] = {"type": type(value).__name__}
        if isinstance(value, BaseException):
            described["bases"] = [base.__name__ for base in type(value).__mro__]
            described["args"] = [self.describe(item) for item in value.args]
            described["vars"] = {
                name: self.describe(getattr(value, name))
                for name in _ERROR_ATTRIBUTES
                if hasattr(value, name)
            }
            described["str"] = self.text(str(value))
            return described
        if isinstance(value, (list, tuple, set)):
            described["items"] = [self.describe(item) for item in value]
        elif isinstance(value, dict):
            described["pairs"] = [
                [self.describe(key), self.describe(item)] for key, item in value.items()
            ]
        if hasattr(value, "__dict__"):
            described["vars"] = {
                name: self.describe(item)
                for name, item in vars(value).items()
                if not name.startswith("_")
            }
        # The default form is an address, and those of Python's own show what is described already.
        if vars(object)["__repr__"] is not type(value).__repr__ and type(value) not in _PLAIN:
            described["repr"] = self.text(repr(value))
            described["str"] = self.text(str(value))
        return described
