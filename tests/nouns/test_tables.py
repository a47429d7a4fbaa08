"""Lists of nouns as data frames and in notebooks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import (
    CustomizedMetric,
    PredictiveScaling,
    ScalingPolicy,
    StepAdjustment,
    TargetTracking,
)
from tests.nouns.responses import pool, refresh
from tests.support.wire import result

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

TIME = "2026-11-28T01:00:00Z"
# Of each listing: the operation, its list, an item, and some columns with kind and value.
LISTINGS: list[tuple[str, tuple[str, ...], str, dict[str, Any], dict[str, tuple[str, Any]]]] = [
    (
        "get_all_lifecycle_hooks",
        ("web",),
        "DescribeLifecycleHooks.LifecycleHooks",
        {"LifecycleHookName": "drain", "HeartbeatTimeout": 300},
        {"name": ("str", "drain"), "heartbeat_timeout": ("int64", 300)},
    ),
    (
        "get_all_traffic_sources",
        ("web",),
        "DescribeTrafficSources.TrafficSources",
        {"Identifier": "a", "State": "InService", "Type": "elb"},
        {"identifier": ("str", "a"), "state": ("str", "InService")},
    ),
    (
        "get_all_notification_configurations",
        (),
        "DescribeNotificationConfigurations.NotificationConfigurations",
        {"AutoScalingGroupName": "web", "TopicARN": "topic", "NotificationType": "a"},
        {"as_name": ("str", "web"), "topic_arn": ("str", "topic")},
    ),
    (
        "get_all_account_settings",
        (),
        "DescribeAccountSettings.Settings",
        {"Name": "a", "EnforcementDate": TIME},
        {"name": ("str", "a"), "enforcement_date": ("datetime64[us, UTC]", None)},
    ),
    (
        "get_all_target_groups",
        ("web",),
        "DescribeLoadBalancerTargetGroups.LoadBalancerTargetGroups",
        {"LoadBalancerTargetGroupARN": "arn", "State": "Added"},
        {"state": ("str", "Added")},
    ),
    (
        "get_all_load_balancers",
        ("web",),
        "DescribeLoadBalancers.LoadBalancers",
        {"LoadBalancerName": "a", "State": "Added"},
        {"state": ("str", "Added")},
    ),
    (
        "get_all_instance_refreshes",
        ("web",),
        "DescribeInstanceRefreshes.InstanceRefreshes",
        {"InstanceRefreshId": "a", "PercentageComplete": 40, "StartTime": TIME},
        {
            "id": ("str", "a"),
            "percentage_complete": ("int64", 40),
            "start_time": ("datetime64[us, UTC]", None),
        },
    ),
    (
        "get_all_scheduled_actions",
        (),
        "DescribeScheduledActions.ScheduledUpdateGroupActions",
        {"ScheduledActionName": "a", "TimeZone": "UTC", "StartTime": TIME},
        {"name": ("str", "a"), "time_zone": ("str", "UTC")},
    ),
]


@pytest.mark.parametrize(
    ("method", "arguments", "place", "item", "columns"), LISTINGS, ids=lambda one: str(one)[:30]
)
def test_a_listing_is_a_data_frame(
    style: Blocking,
    server: Wire,
    method: str,
    arguments: tuple[str, ...],
    place: str,
    item: dict[str, Any],
    columns: dict[str, tuple[str, Any]],
) -> None:
    operation, _, member = place.partition(".")
    server.script(result(operation, {member: [item]}), result(operation, {member: []}))
    listing = getattr(style.autoscale(server), method)
    found = style.settle(listing(*arguments))
    frame = found.to_pandas()
    assert len(frame) == 1
    for name, (kind, value) in columns.items():
        assert str(frame[name].dtype).replace("object", "str") == kind
        if value is not None:
            assert frame[name][0] == value
    assert found.to_polars().shape[0] == 1
    assert type(found[0]).__name__ in found._repr_html_()
    # An empty page has the same columns: code that reads them needs no special case.
    empty = style.settle(listing(*arguments)).to_pandas()
    assert len(empty) == 0
    assert set(columns) - {"time_zone"} <= set(empty.columns)


def test_all_instances_of_a_pool_are_a_data_frame(style: Blocking, server: Wire) -> None:
    server.script(pool("Warmed:Stopped", token="more"), pool("Warmed:Running"))
    pages = style.autoscale(server).iter_warm_pool_instances("web")
    frame = pages.to_pandas()
    if style.autoscale(server)._awaits:
        frame = style.settle(frame)
    assert frame["lifecycle_state"].tolist() == ["Warmed:Stopped", "Warmed:Running"]


def cells(value: Any) -> str:
    """The text of the table of a value."""
    html: str = re.sub(r"<style>.*?</style>", "", value._repr_html_())
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_refresh_is_shown_in_a_notebook(style: Blocking, server: Wire) -> None:
    server.script(refresh("Failed", 40, StatusReason="no capacity"))
    found = style.settle(style.autoscale(server).get_all_instance_refreshes("web"))
    assert "web ▲ Failed 40 6" in " ".join(cells(found).replace("&nbsp;", " ").split())
    assert "no capacity" in cells(found[0])


@pytest.mark.parametrize(
    ("members", "text"),
    [
        (
            {"target_tracking": TargetTracking("ASGAverageCPUUtilization", 50)},
            "keep ASGAverageCPUUtilization at 50",
        ),
        (
            {"target_tracking": TargetTracking(CustomizedMetric("Orders", "Shop"), 2.5)},
            "keep Orders at 2.5",
        ),
        (
            {"predictive_scaling": PredictiveScaling("ASGCPUUtilization", 40)},
            "forecast ASGCPUUtilization at 40 (ForecastOnly)",
        ),
        (
            {
                "adjustment_type": "ChangeInCapacity",
                "step_adjustments": StepAdjustment.ladder(70, {70: 1, 80: 2}),
            },
            "from +0 to +10: +1; from +10: +2",
        ),
        (
            {
                "adjustment_type": "PercentChangeInCapacity",
                "min_adjustment_magnitude": 2,
                "step_adjustments": StepAdjustment.ladder(30, {30: -10}),
            },
            "to +0: -10 %, at least 2",
        ),
        (
            {"adjustment_type": "ExactCapacity", "scaling_adjustment": 4, "enabled": False},
            "to 4 (disabled)",
        ),
    ],
)
def test_a_policy_shows_its_change(members: dict[str, Any], text: str) -> None:
    assert text in cells(ScalingPolicy(name="p", as_name="web", **members))
