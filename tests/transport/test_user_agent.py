"""The User-Agent header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import reboto

if TYPE_CHECKING:
    import pytest

    from tests.support.styles import Blocking
    from tests.support.wire import Wire


def test_the_user_agent_names_reboto(style: Blocking, server: Wire) -> None:
    style.settle(style.autoscale(server).get_all_groups())
    style.settle(style.cloudwatch(server).describe_alarms())
    for sent in server.wait_for(2):
        assert f"lib/reboto/{reboto.__version__}" in sent.headers["x-amz-user-agent"]


def test_a_script_adds_its_own_name(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SDK_UA_APP_ID", "nightly-scaling")
    style.settle(style.autoscale(server).get_all_groups())
    assert "app/nightly-scaling" in server.requests[0].headers["x-amz-user-agent"]


def test_the_user_agent_lists_the_features_of_each_call(style: Blocking, server: Wire) -> None:
    cloudwatch = style.cloudwatch(server)
    for count in (1, 1_000, 1, 1_000):
        style.settle(cloudwatch.put_metric_data("Shop", ["Orders"] * count, [1.5] * count))
    compressed = ["content-encoding" in request.headers for request in server.requests]
    agents = [request.headers["x-amz-user-agent"] for request in server.requests]
    assert compressed == [False, True, False, True]
    assert agents[0] == agents[2] != agents[1] == agents[3]
