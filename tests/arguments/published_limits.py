"""The argument limits in AWS's models, and calls that test them.

The models are those that botocore carries, so that what AWS has widened since fails here, rather
than in a script.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest

from reboto.ec2.cloudwatch import MetricDataQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

NOON = datetime(2026, 11, 24, 12)
AUTOSCALE, CLOUDWATCH = "autoscaling", "cloudwatch"


def statistics(connection: Any, **changed: Any) -> Any:
    arguments: dict[str, Any] = {
        "period": 60,
        "start_time": NOON,
        "end_time": NOON,
        "metric_name": "Orders",
        "namespace": "Shop",
        "statistics": "Sum",
    }
    return connection.get_metric_statistics(**arguments | changed)


def data(connection: Any, **changed: Any) -> Any:
    query: dict[str, Any] = {"id": "a", "metric": "Orders", "namespace": "Shop"}
    query |= {"statistic": "Sum", "period": 60}
    return connection.get_metric_data([MetricDataQuery(**query | changed)], NOON, NOON)


@lru_cache
def model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def service_of(operation: str) -> str:
    return AUTOSCALE if operation in model(AUTOSCALE).operation_names else CLOUDWATCH


def shape(operation: str, member: str) -> Any:
    """The shape of a member in AWS's model; for a list, the shape of its items."""
    found = model(service_of(operation)).operation_model(operation).input_shape
    for name in member.split("."):
        found = getattr(found, "member", found).members[name]
    return getattr(found, "member", found)


def connected(style: Blocking, server: Wire, operation: str) -> Any:
    return (style.autoscale if service_of(operation) == AUTOSCALE else style.cloudwatch)(server)


def refused(style: Blocking, call: Callable[[], Any]) -> str:
    with pytest.raises(ValueError, match=r" must (be|have) .*, got ") as caught:
        style.settle(call())
    return str(caught.value)


def texts_in(value: Any) -> list[Any]:
    """Every text of a document, lists and mappings within it included."""
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in texts_in(one)] if isinstance(value, list) else [value]


def sent(server: Wire) -> list[Any]:
    request = server.requests[-1]
    return list(request.parameters.values()) or texts_in(request.document)
