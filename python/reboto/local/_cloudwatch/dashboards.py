"""Dashboards, with AWS's validation of their bodies, and images of their widgets.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from reboto.local._cloudwatch.widget_image import image
from reboto.local._requests.model_validation import reject
from reboto.local._requests.store import Stored
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = {"metric", "text", "log", "alarm", "explorer", "custom"}
_WIDTH, _MOST = 24, 500


class Dashboards(Stored, CloudWatchResponse):
    """CloudWatch operations on dashboards."""

    def put_dashboard(self) -> ActionResult:
        """Put a dashboard; return warnings, or reject a body that has errors."""
        name, body = self._get_param("DashboardName"), self._get_param("DashboardBody")
        found = list(_errors(body))
        if found:
            shown = "; ".join(f"{one['DataPath']}: {one['Message']}" for one in found)
            reject(
                "InvalidParameterInput",
                f"The field DashboardBody is invalid, with {len(found)} validation "
                f"error{'s'[: len(found) > 1]}: {shown}",
            )
        backend = self.cloudwatch_backend
        new = name not in backend.dashboards
        board: Any = backend.put_dashboard(name, body)
        board.last_modified = utcnow()
        if new and self._get_param("Tags"):
            backend.tagger.tag_resource(board.arn, self._get_param("Tags"))
        return ActionResult({"DashboardValidationMessages": list(_warnings(json.loads(body)))})

    def list_dashboards(self) -> ActionResult:
        """List dashboards, optionally by the prefix of their names."""
        prefix = self._get_param("DashboardNamePrefix", "")
        boards = self.cloudwatch_backend.list_dashboards(prefix)
        return self.paged(self.cloudwatch_backend, "DashboardEntries", boards, lambda one: one.name)

    def get_metric_widget_image(self) -> ActionResult:
        """Return an image of a widget, drawn from the data here."""
        try:
            widget = json.loads(self._get_param("MetricWidget"))
            if not isinstance(widget, dict):
                raise ValueError("MetricWidget must be a JSON object")
            picture = image(self.here, widget)
        except ValueError as error:
            reject("ValidationError", f"MetricWidget is invalid: {error}")
        return ActionResult({"MetricWidgetImage": picture})


def _message(path: str, message: str) -> dict[str, str]:
    return {"DataPath": path, "Message": message}


def _errors(body: str) -> Iterator[dict[str, str]]:
    try:
        document = json.loads(body)
    except ValueError:
        yield _message("/", "The field DashboardBody must be a valid JSON object")
        return
    if not isinstance(document, dict) or not isinstance(document.get("widgets"), list):
        yield _message("/widgets", "Should have property 'widgets', an array")
        return
    widgets = document["widgets"]
    if len(widgets) > _MOST:
        yield _message("/widgets", f"Should NOT have more than {_MOST} items")
    for index, widget in enumerate(widgets):
        path = f"/widgets/{index}"
        if not isinstance(widget, dict):
            yield _message(path, "Should be object")
            continue
        if widget.get("type") not in _TYPES:
            yield _message(f"{path}/type", f"Should be one of {', '.join(sorted(_TYPES))}")
            continue
        for name, least, most in (("x", 0, _WIDTH - 1), ("y", 0, None), ("width", 1, _WIDTH)):
            value = widget.get(name)
            if value is not None and not _whole(value, least, most):
                to = f"at least {least}" if most is None else f"from {least} to {most}"
                yield _message(f"{path}/{name}", f"Should be an integer {to}")
        if not isinstance(widget.get("properties"), dict):
            yield _message(path, "Should have required property 'properties'")
            continue
        yield from _property_errors(f"{path}/properties", widget)


def _property_errors(path: str, widget: dict[str, Any]) -> Iterator[dict[str, str]]:
    properties, kind = widget["properties"], widget["type"]
    if kind == "text" and not isinstance(properties.get("markdown"), str):
        yield _message(path, "Should have required property 'markdown'")
    if kind == "alarm" and not isinstance(properties.get("alarms"), list):
        yield _message(path, "Should have required property 'alarms'")
    if kind == "log" and not isinstance(properties.get("query"), str):
        yield _message(path, "Should have required property 'query'")
    if kind != "metric":
        return
    metrics, annotations = properties.get("metrics"), properties.get("annotations")
    if metrics is None and annotations is None:
        yield _message(path, "Should have required property 'metrics'")
    elif metrics is not None and not isinstance(metrics, list):
        yield _message(f"{path}/metrics", "Should be array")
    if not isinstance(properties.get("region", "us-east-1"), str):
        yield _message(f"{path}/region", "Should be string")
    period = properties.get("period")
    if period is not None and not (_whole(period, 1, None) and (period % 60 == 0 or period < 60)):
        yield _message(f"{path}/period", "Should be 1, 5, 10, 30 or a multiple of 60")
    for index, one in enumerate(metrics if isinstance(metrics, list) else []):
        if not isinstance(one, list) or not one:
            yield _message(f"{path}/metrics/{index}", "Should be array")


def _whole(value: Any, least: int, most: int | None) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and value >= least and (most is None or value <= most)


def _warnings(document: dict[str, Any]) -> Iterator[dict[str, str]]:
    for index, widget in enumerate(document["widgets"]):
        path = f"/widgets/{index}/properties"
        properties = widget["properties"]
        if widget["type"] != "metric":
            continue
        if "region" not in properties and "metrics" in properties:
            yield _message(path, "Should have required property 'region'")
        for place, one in enumerate(properties.get("metrics") or []):
            texts = [item for item in one if not isinstance(item, dict)]
            options = [item for item in one if isinstance(item, dict)]
            expression = any("expression" in item for item in options)
            if not expression and (len(texts) < 2 or len(texts) % 2):
                yield _message(
                    f"{path}/metrics/{place}",
                    "Should have a namespace, a metric name, and pairs of dimension names and "
                    "values",
                )
        for name in properties:
            if not re.fullmatch(r"[a-z][A-Za-z]*", name):
                yield _message(f"{path}/{name}", "Should NOT have additional properties")
