"""Times without a zone, as boto sends them, are UTC wherever the local endpoint runs."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.local.rawclient import RawClient


@pytest.fixture(params=["America/St_Johns", "Asia/Kolkata"])
def _zone(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_zone")
@pytest.mark.parametrize("suffix", ["", "Z", "+00:00"])
def test_a_datum_is_read_at_the_time_that_it_was_sent_with(client: RawClient, suffix: str) -> None:
    now = datetime.now(timezone.utc).replace(second=0, microsecond=0, tzinfo=None)
    sent = {
        "Namespace": "Shop",
        "MetricData.member.1.MetricName": "Orders",
        "MetricData.member.1.Value": "2",
        "MetricData.member.1.Timestamp": now.isoformat() + suffix,
    }
    assert client.query("monitoring", "PutMetricData", sent).status == 200
    read = client.query(
        "monitoring",
        "GetMetricStatistics",
        {
            "Namespace": "Shop",
            "MetricName": "Orders",
            "StartTime": (now - timedelta(minutes=5)).isoformat() + suffix,
            "EndTime": (now + timedelta(minutes=5)).isoformat() + suffix,
            "Period": "60",
            "Statistics.member.1": "Sum",
        },
    )
    assert [text[:19] for text in read.texts("Timestamp")] == [now.isoformat()]
