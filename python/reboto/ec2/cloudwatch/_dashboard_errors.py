"""Errors of dashboards, which name the widgets that AWS's messages are about."""

from __future__ import annotations

import json
import re
from typing import Any

from reboto._member_values import is_mapping
from reboto.ec2.cloudwatch._generated.dashboard import DashboardValidationMessage
from reboto.exception import BotoServerError

# The public module, which pickles refer to.
__name__ = "reboto.ec2.cloudwatch.dashboard"

_PATH = re.compile(r"/widgets/(\d+)(?:/|$)")


class DashboardError(BotoServerError):
    """AWS refused a dashboard: its body is invalid.

    Parameters
    ----------
    status, reason, body : int, str, str
        As in `BotoServerError`.
    dashboard : str, optional
        Name of the dashboard.
    messages : list of DashboardValidationMessage
        AWS's messages.
    places : list of str
        The widget of each message.

    Attributes
    ----------
    messages : list of DashboardValidationMessage
        AWS's messages, each with the path in the body.
    places : list of str
        The place of each message, such as ``"widget 2 (metric 'CPU') at properties/stat"``.
    """

    def __init__(
        self,
        status: Any,
        reason: Any,
        body: Any = None,
        dashboard: str | None = None,
        messages: list[DashboardValidationMessage] | None = None,
        places: list[str] | None = None,
    ) -> None:
        super().__init__(status, reason, body)
        self.args = (status, reason, body, dashboard, messages, places)
        self.dashboard = dashboard
        self.messages = messages or []
        self.places = places or []

    def __str__(self) -> str:
        lines = [
            f"  {place}: {message.message}"
            for place, message in zip(self.places, self.messages, strict=True)
        ]
        title = f"dashboard {self.dashboard!r} is invalid"
        return "\n".join([f"{type(self).__name__}: {self.status} {self.reason}, {title}:", *lines])


def named(dashboard: Any, error: BotoServerError) -> BotoServerError:
    """Return an error that names widgets, or the same one if AWS's message has no paths."""
    messages = _members(error.body) or _messages(error.message or "")
    if not messages:
        return error
    is_dict = is_mapping(dashboard)
    name = dashboard.get("DashboardName", dashboard.get("name")) if is_dict else dashboard.name
    body = dashboard.get("DashboardBody", dashboard.get("body")) if is_dict else dashboard.body
    places = [place(body, message.data_path) for message in messages]
    made = DashboardError(error.status, error.reason, error.body, name, messages, places)
    made.request_id = error.request_id
    made.error_code, made.message = error.error_code, error.message
    return made


def _members(body: Any) -> list[DashboardValidationMessage]:
    """Return the messages that AWS's error has as members."""
    from xml.etree.ElementTree import ParseError, fromstring

    if not isinstance(body, str) or "dashboardValidationMessages" not in body:
        return []
    try:
        # The document of an error response, whose length is limited.
        document = fromstring(body)  # noqa: S314
    except ParseError:
        return []
    return [
        DashboardValidationMessage(
            data_path=item.findtext("{*}DataPath"), message=item.findtext("{*}Message")
        )
        for item in document.iterfind(".//{*}dashboardValidationMessages/{*}member")
    ]


def _messages(text: str) -> list[DashboardValidationMessage]:
    """Return the messages in the text of AWS's error, which has them as JSON."""
    start, end = text.find("["), text.rfind("]")
    try:
        found: Any = json.loads(text[start : end + 1]) if 0 <= start < end else []
        return [
            DashboardValidationMessage(data_path=each["dataPath"], message=each["message"])
            for each in found
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def place(body: Any, path: str | None) -> str:
    """Return the place of a message in a body, with the type and the title of the widget."""
    from reboto.ec2.cloudwatch._widgets import Widget

    match = _PATH.match(path or "")
    if match is None:
        return str(path or "body")
    number = int(match.group(1))
    what = ""
    try:
        widget = Widget.from_dict(json.loads(body)["widgets"][number])
        what = f" ({widget.type} {widget.title!r})"
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        pass
    rest = (path or "")[match.end() :].strip("/")
    return f"widget {number}{what}" + (f" at {rest}" if rest else "")
