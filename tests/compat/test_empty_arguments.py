"""For empty optional arguments, reboto sends the same requests as boto."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.compat.conftest import Comparison

EMPTY: tuple[Any, ...] = ("", 0, None, [], False)
NOW = datetime.datetime(2026, 1, 2, 3, 4, 5)
SPAN = {"period": 60, "start_time": NOW, "end_time": NOW}
PAGES = ("max_records", "next_token")

# Methods, what they need, and what they take else.
CALLS: dict[str, dict[str, tuple[dict[str, Any], tuple[str, ...]]]] = {
    "autoscale": {
        "detach_instances": ({"name": "web", "instance_ids": ["i-1"]}, ("decrement_capacity",)),
        "delete_auto_scaling_group": ({"name": "web"}, ("force_delete",)),
        "get_all_groups": ({}, ("names", *PAGES)),
        "get_all_launch_configurations": ({}, ("names", *PAGES)),
        "get_all_activities": ({"autoscale_group": "web"}, ("activity_ids", *PAGES)),
        "delete_scheduled_action": ({"scheduled_action_name": "s"}, ("autoscale_group",)),
        "terminate_instance": ({"instance_id": "i-1"}, ("decrement_capacity",)),
        "delete_policy": ({"policy_name": "p"}, ("autoscale_group",)),
        "get_all_autoscaling_instances": ({}, ("instance_ids", *PAGES)),
        "get_all_policies": ({}, ("as_group", "policy_names", *PAGES)),
        "suspend_processes": ({"as_group": "web"}, ("scaling_processes",)),
        "resume_processes": ({"as_group": "web"}, ("scaling_processes",)),
        "create_scheduled_group_action": (
            {"as_group": "web", "name": "s"},
            (
                "time",
                "desired_capacity",
                "min_size",
                "max_size",
                "start_time",
                "end_time",
                "recurrence",
            ),
        ),
        "get_all_scheduled_actions": (
            {},
            ("as_group", "start_time", "end_time", "scheduled_actions", *PAGES),
        ),
        "disable_metrics_collection": ({"as_group": "web"}, ("metrics",)),
        "enable_metrics_collection": ({"as_group": "web", "granularity": "1Minute"}, ("metrics",)),
        "execute_policy": ({"policy_name": "p"}, ("as_group", "honor_cooldown")),
        "set_instance_health": (
            {"instance_id": "i-1", "health_status": "Healthy"},
            ("should_respect_grace_period",),
        ),
        "set_desired_capacity": ({"group_name": "web", "desired_capacity": 2}, ("honor_cooldown",)),
        "get_all_tags": ({}, ("filters", *PAGES)),
    },
    "cloudwatch": {
        "get_metric_statistics": (
            {**SPAN, "metric_name": "m", "namespace": "n", "statistics": ["Sum"]},
            ("dimensions", "unit"),
        ),
        "list_metrics": ({}, ("next_token", "dimensions", "metric_name", "namespace")),
        "put_metric_data": (
            {"namespace": "n", "name": "m", "value": 5},
            ("timestamp", "unit", "dimensions", "statistics"),
        ),
        "describe_alarms": (
            {},
            ("action_prefix", "alarm_name_prefix", "alarm_names", "state_value", *PAGES),
        ),
        "describe_alarm_history": (
            {},
            ("alarm_name", "start_date", "end_date", "history_item_type", *PAGES),
        ),
        "describe_alarms_for_metric": (
            {"metric_name": "m", "namespace": "n"},
            ("period", "statistic", "dimensions", "unit"),
        ),
        "set_alarm_state": (
            {"alarm_name": "a", "state_reason": "r", "state_value": "OK"},
            ("state_reason_data",),
        ),
    },
}


DIFFERENT: tuple[tuple[str, Any], ...] = (
    ("period", 0),
    ("state_reason_data", 0),
)


def sent_otherwise(
    comparison: Comparison, service: str, method: str, taken: dict[str, Any]
) -> list[Any]:
    mismatches = comparison.run("a_call", service, method, (), taken)
    return [mismatch for mismatch in mismatches if mismatch.path.startswith("sent")]


@pytest.mark.parametrize(
    ("service", "method"), [(service, method) for service in CALLS for method in CALLS[service]]
)
def test_empty_arguments_are_sent_as_by_boto_or_refused(
    comparison: Comparison, service: str, method: str
) -> None:
    needed, names = CALLS[service][method]
    for name in names:
        for empty in EMPTY:
            left = sent_otherwise(comparison, service, method, {**needed, name: empty})
            # An argument of a wrong type is refused; boto sent its `str`.
            refused = all(mismatch.path == "sent.length" for mismatch in left)
            # Here 0 is a value, and an empty size is a missing one.
            if name == "max_records" or (name, empty) in DIFFERENT:
                continue
            # A size of False is 0, where boto sent the word.
            word = empty is False and all(mismatch.boto == "false" for mismatch in left)
            assert refused or word, (name, empty, left)
