"""Pictures of dashboards, which AWS draws."""

from __future__ import annotations

import base64
import os
from collections.abc import Generator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reboto import _core
from reboto._html import escape
from reboto._lazy import LazyModule

if TYPE_CHECKING:
    from reboto.ec2.cloudwatch import _widgets as build
else:
    build = LazyModule("reboto.ec2.cloudwatch._widgets")

# The public module, which pickles refer to.
__name__ = "reboto.ec2.cloudwatch.dashboard"


class WidgetImage(bytes):
    """The picture of a graph: a PNG file as bytes, shown in notebooks.

    Attributes
    ----------
    name : str
        Title of the graph.
    """

    name: str = ""

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture to a file.

        Parameters
        ----------
        path : str or path
            Path of a PNG file.
        """
        Path(path).write_bytes(self)

    def _repr_png_(self) -> bytes:
        return bytes(self)

    def __repr__(self) -> str:
        return f"<WidgetImage {self.name!r}: {len(self):,} bytes>"


class DashboardImage(list[WidgetImage]):
    """The pictures of the graphs of a dashboard; notebooks show them in the dashboard's layout.

    Parameters
    ----------
    name : str
        Name of the dashboard.
    widgets : list of Widget
        All widgets, also those that are no graphs.
    images : dict of int to WidgetImage
        The picture of each graph, by the position of its widget.
    """

    def __init__(
        self, name: str, widgets: list[build.Widget], images: dict[int, WidgetImage]
    ) -> None:
        super().__init__(images.values())
        self.name, self.widgets, self.images = name, widgets, images

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the pictures to a file, in the dashboard's layout.

        Parameters
        ----------
        path : str or path
            Path of an HTML file; it has the pictures, and needs no others. A single picture
            can be written to a PNG file too.

        Raises
        ------
        ValueError
            If the path is neither, or there are several pictures for a PNG file.
        """
        kind = Path(path).suffix.lower()
        if kind == ".png" and len(self) == 1:
            self[0].save(path)
        elif kind in (".html", ".htm"):
            head = f"<!doctype html><meta charset=utf-8><title>{escape(self.name)}</title>"
            Path(path).write_text(head + self._repr_html_(), encoding="utf-8")
        else:
            raise ValueError(
                "path must end with .html, or with .png for a single picture; the dashboard has "
                f"{len(self)}, got {os.fspath(path)!r}"
            )

    def _repr_png_(self) -> bytes | None:
        return bytes(self[0]) if len(self) == 1 else None

    def _repr_html_(self) -> str:
        cells = "".join(self._cell(number, widget) for number, widget in enumerate(self.widgets))
        return (
            '<div class="reboto" style="display:grid;grid-template-columns:repeat(24,1fr);gap:6px;'
            f'max-width:1500px">{cells}</div>'
        )

    def _cell(self, number: int, widget: build.Widget) -> str:
        image = self.images.get(number)
        if image is not None:
            data = base64.b64encode(image).decode("ascii")
            content = (
                f'<img alt="{escape(image.name)}" style="width:100%" '
                f'src="data:image/png;base64,{data}">'
            )
        else:
            content = f"<pre style='white-space:pre-wrap;margin:0'>{escape(_words(widget))}</pre>"
        column = f"{int(widget.x or 0) + 1}/span {int(widget.width)}"
        row = f"{int(widget.y or 0) + 1}/span {int(widget.height)}"
        return f'<div style="grid-column:{column};grid-row:{row}">{content}</div>'

    def __repr__(self) -> str:
        graphs = "1 graph" if len(self) == 1 else f"{len(self)} graphs"
        return f"<DashboardImage {self.name!r}: {graphs}>"


def _words(widget: build.Widget) -> str:
    """Return the text of a widget that is not a graph."""
    if widget.type == "text":
        return str(widget.properties.get("markdown", ""))
    alarms = [str(arn).rpartition(":")[2] for arn in widget.properties.get("alarms", ())]
    return "\n".join([widget.title or widget.type, *alarms])


def timestamp(name: str, given: Any) -> str | None:
    """Return a time in AWS's form."""
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, timedelta):
        seconds = abs(int(given.total_seconds()))
        return f"-PT{seconds}S"
    if isinstance(given, datetime):
        aware = given.replace(tzinfo=timezone.utc) if given.tzinfo is None else given
        return aware.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    raise TypeError(
        f"{name} must be a datetime, a timedelta before now or text such as '-PT3H', "
        f"got {_core.shown(given)}"
    )


def calls(
    connection: Any, name: str, widgets: list[build.Widget], definitions: dict[int, str]
) -> Generator[Any, Any, DashboardImage]:
    """Yield the call for each picture, and return all pictures."""
    images: dict[int, WidgetImage] = {}
    for number, text in definitions.items():
        found = yield lambda text=text: connection.get_metric_widget_image(text)
        images[number] = WidgetImage(found)
        images[number].name = widgets[number].title
    return DashboardImage(name, widgets, images)
