"""Values with counts, and the storage resolution, of metric data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.cloudwatch import MetricDatum
from tests.support.messages import cbor_result

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


@pytest.mark.parametrize("kind", ["objects", "dicts", "iterator", "snake"])
def test_values_are_sent_with_their_counts(style: Blocking, server: Wire, kind: str) -> None:
    server.script(cbor_result())
    members = {
        "MetricName": "Latency",
        "Values": [0.5, 0.25],
        "Counts": [3.0, 1.0],
        "StorageResolution": 1,
    }
    datum = MetricDatum.from_dict(members)
    data: Any = {
        "objects": [datum],
        "dicts": [members],
        "iterator": iter([datum]),
        "snake": [
            {
                "metric_name": "Latency",
                "values": (0.5, 0.25),
                "counts": (3, 1),
                "storage_resolution": 1,
            }
        ],
    }[kind]
    assert style.settle(style.cloudwatch(server).put_metric_data("Shop", metric_data=data)) is True
    assert server.request.document == {"Namespace": "Shop", "MetricData": [members]}


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (
            {"values": [1, 2], "counts": [1]},
            r"metric_data\[1\].counts must have as many items as values, 2, got 1",
        ),
        ({"counts": [1]}, r"counts must have as many items as values, 0, got 1"),
        ({"Values": [1.0] * 151}, r"metric_data\[1\].values must have at most 150 different"),
    ],
)
@pytest.mark.parametrize("is_object", [True, False])
def test_wrong_values_are_refused_before_sending(
    style: Blocking, server: Wire, members: dict[str, Any], message: str, is_object: bool
) -> None:
    given: Any = {"metric_name": "a", **members}
    data = [{"MetricName": "b", "Value": 1}, MetricDatum.from_dict(given) if is_object else given]
    with pytest.raises(ValueError, match=message):
        style.settle(style.cloudwatch(server).put_metric_data("Shop", metric_data=data))
    assert server.requests == []


def test_values_reach_the_local_endpoint(style: Blocking, endpoint: Any) -> None:
    del endpoint
    cloudwatch = style.cloudwatch()
    datum = MetricDatum(metric_name="Latency", values=[1.0, 3.0], counts=[3, 1])
    style.settle(cloudwatch.put_metric_data("Shop", metric_data=[datum]))
    metrics = style.settle(cloudwatch.list_metrics(namespace="Shop"))
    assert [metric.name for metric in metrics] == ["Latency"]
