"""Both packages send the same requests for any arguments."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.compat.differences import unexplained
from tests.support.examples import characters, tries

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.compat.conftest import Comparison

sending = tries(50)


def same(comparison: Comparison, name: str, *arguments: Any) -> None:
    left = unexplained(name, comparison.run(name, *arguments))
    assert not left, "\n" + "\n".join(map(str, left))


def absent(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def optional(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the keyword arguments."""
    return st.fixed_dictionaries({}, optional=strategies)


# Values that AWS accepts. reboto refuses all others.
texts = st.text(characters(), min_size=1, max_size=12) | st.sampled_from(
    ["web", "a b&c=d+e%20", "é", "~!*'()", "None", "0", "true"]
)
some_texts = st.lists(texts, max_size=4)
name_lists = some_texts | some_texts.map(tuple)
counts = st.integers(1, 100)
minutes = st.integers(1, 14)
# Numbers came from command lines and files as text.
numerals = counts | counts.map(str)
zones = st.integers(-14 * 60, 14 * 60).map(
    lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes))
)
times = st.datetimes(
    datetime.datetime(1980, 1, 1), datetime.datetime(2100, 1, 1), timezones=absent(zones)
)
reals = st.floats(-(2.0**360), 2.0**360) | st.integers(-(10**9), 10**9)
values = reals | reals.map(str)
units = st.sampled_from(["Percent", "Count", "None", "Bytes/Second", "Counter"])
ascii_texts = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=12
).filter(str.strip) | st.sampled_from(["a b&c=d+e%20", "~!*'()", "None", "0", "true"])
dimension_values = absent(ascii_texts) | st.lists(ascii_texts, max_size=4)
without_colon = ascii_texts.filter(lambda text: not text.startswith(":"))
dimensions = st.dictionaries(without_colon, dimension_values, max_size=3)
# boto wrote all values with `str()`.
anything = st.recursive(
    texts | reals | st.booleans() | st.decimals(allow_nan=False) | st.uuids() | st.dates() | times,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(ascii_texts, inner, max_size=2),
    max_leaves=3,
).filter(lambda value: len(str(value)) <= 256)
namespaces = texts.filter(lambda text: not text.startswith(":"))
statistics_sets = st.fixed_dictionaries(
    {"maximum": values, "minimum": values, "samplecount": values, "sum": values}
)
page = {"max_records": absent(numerals), "next_token": absent(texts | st.just(""))}


def rows(count: int) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments of `put_metric_data`, each one value or a list of `count`."""

    def column(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return strategy | st.lists(strategy, min_size=count, max_size=count)

    reported = st.fixed_dictionaries({"value": column(values)}) | st.fixed_dictionaries(
        {"statistics": column(statistics_sets)}
    )
    rest = optional(timestamp=column(times), unit=column(units), dimensions=column(dimensions))
    return st.builds(
        lambda name, reported, rest: {"namespace": "Shop", "name": name, **reported, **rest},
        column(texts),
        reported,
        rest,
    )


@sending
@given(arguments=st.integers(1, 3).flatmap(rows))
@example(arguments={"namespace": "Shop", "name": ["a", "b"], "value": 1, "dimensions": {"A": None}})
def test_metric_data(comparison: Comparison, arguments: dict[str, Any]) -> None:
    same(comparison, "a_call", "cloudwatch", "put_metric_data", (), arguments)


@sending
@given(
    positional=st.tuples(
        numerals.map(lambda n: 60 * int(n)) | numerals.map(lambda n: f"{60 * int(n)}"),
        times,
        times,
        texts,
        namespaces,
        st.sampled_from(["Average", ["Sum"], ["Average", "Maximum", "SampleCount"]]),
    ),
    rest=optional(dimensions=absent(dimensions), unit=absent(units)),
)
def test_statistics(
    comparison: Comparison, positional: tuple[Any, ...], rest: dict[str, Any]
) -> None:
    same(comparison, "a_call", "cloudwatch", "get_metric_statistics", positional, rest)


@sending
@given(
    arguments=optional(
        next_token=absent(texts | st.just("")),
        dimensions=absent(dimensions),
        metric_name=absent(texts),
        namespace=absent(texts),
    )
)
def test_lists_of_metrics(comparison: Comparison, arguments: dict[str, Any]) -> None:
    same(comparison, "a_call", "cloudwatch", "list_metrics", (), arguments)


@sending
@given(
    arguments=optional(
        action_prefix=absent(texts),
        alarm_name_prefix=absent(texts),
        alarm_names=absent(name_lists | texts),
        state_value=absent(st.sampled_from(["OK", "ALARM", "INSUFFICIENT_DATA"])),
        **page,
    )
)
def test_lists_of_alarms(comparison: Comparison, arguments: dict[str, Any]) -> None:
    same(comparison, "a_call", "cloudwatch", "describe_alarms", (), arguments)


@sending
@given(
    positional=st.tuples(texts, namespaces),
    rest=optional(
        period=absent(counts.map(lambda n: 60 * n)),
        statistic=absent(st.sampled_from(["Average", "Sum"])),
        dimensions=absent(dimensions),
        unit=absent(units),
    ),
)
def test_lists_of_a_metrics_alarms(
    comparison: Comparison, positional: tuple[Any, ...], rest: dict[str, Any]
) -> None:
    same(comparison, "a_call", "cloudwatch", "describe_alarms_for_metric", positional, rest)


@sending
@given(
    arguments=optional(
        alarm_name=absent(texts),
        start_date=absent(times),
        end_date=absent(times),
        history_item_type=absent(st.sampled_from(["StateUpdate", "Action"])),
        **page,
    )
)
def test_lists_of_history(comparison: Comparison, arguments: dict[str, Any]) -> None:
    same(comparison, "a_call", "cloudwatch", "describe_alarm_history", (), arguments)


@sending
@given(
    required=st.fixed_dictionaries(
        {
            "name": texts,
            "metric": texts,
            "namespace": namespaces,
            "statistic": st.sampled_from(["Average", "Sum", "Minimum"]),
            "comparison": st.sampled_from([">", "<", ">=", "<="]),
            "threshold": values,
            # With as many periods as there can be here, a day at the most.
            "period": minutes.map(lambda n: 60 * n) | minutes.map(lambda n: str(60 * n)),
            "evaluation_periods": numerals,
        }
    ),
    rest=optional(
        unit=absent(units),
        description=absent(anything.filter(bool)),
        dimensions=absent(dimensions),
        alarm_actions=absent(name_lists | texts),
        insufficient_data_actions=absent(name_lists),
        ok_actions=absent(name_lists),
    ),
)
def test_alarms(comparison: Comparison, required: dict[str, Any], rest: dict[str, Any]) -> None:
    alarm = {**required, **rest}
    same(comparison, "an_object_is_sent", "put_metric_alarm", "ec2.cloudwatch.MetricAlarm", alarm)


@sending
@given(
    method=st.sampled_from(["delete_alarms", "enable_alarm_actions", "disable_alarm_actions"]),
    names=st.lists(texts, min_size=1, max_size=3) | texts,
)
def test_names_of_alarms(comparison: Comparison, method: str, names: Any) -> None:
    same(comparison, "a_call", "cloudwatch", method, (names,), {})


@sending
@given(
    positional=st.tuples(texts, anything, st.sampled_from(["OK", "ALARM"])),
    data=absent(st.dictionaries(texts, texts | reals | name_lists, max_size=3)),
)
def test_states_of_alarms(comparison: Comparison, positional: tuple[Any, ...], data: Any) -> None:
    same(comparison, "a_call", "cloudwatch", "set_alarm_state", (*positional, data), {})


sizes = {"min_size": numerals | st.just(0), "max_size": numerals}
groups = st.builds(
    lambda sizes, rest: {"name": "web", "launch_config": "web-1", **sizes, **rest},
    st.fixed_dictionaries(sizes),
    optional(
        availability_zones=name_lists,
        load_balancers=name_lists,
        desired_capacity=absent(numerals | st.just(0)),
        default_cooldown=absent(numerals | st.just(0)),
        health_check_type=absent(st.sampled_from(["EC2", "ELB"])),
        health_check_period=absent(numerals | st.just(0)),
        placement_group=absent(texts),
        vpc_zone_identifier=absent(texts | some_texts),
        termination_policies=absent(name_lists),
        instance_id=absent(texts),
    ),
)
tags = st.lists(
    st.builds(
        lambda key, rest: {"key": key, "resource_id": "web", **rest},
        texts,
        optional(value=anything, propagate_at_launch=st.booleans()),
    ),
    max_size=3,
)


@sending
@given(group=groups, tags=tags)
def test_groups(comparison: Comparison, group: dict[str, Any], tags: list[dict[str, Any]]) -> None:
    same(comparison, "a_group_with_tags_is_sent", group, tags)


@sending
@given(method=st.sampled_from(["create_or_update_tags", "delete_tags"]), tags=tags)
def test_tags(comparison: Comparison, method: str, tags: list[dict[str, Any]]) -> None:
    same(comparison, "tags_are_sent", method, tags)


@sending
@given(
    config=optional(
        image_id=texts,
        key_name=absent(texts),
        security_groups=absent(name_lists),
        user_data=absent(texts | st.binary(max_size=20)),
        instance_type=texts,
        kernel_id=absent(texts),
        ramdisk_id=absent(texts),
        instance_monitoring=st.booleans(),
        spot_price=absent(st.floats(0.001, 10) | st.sampled_from(["0.05", 1])),
        instance_profile_name=absent(texts),
        ebs_optimized=st.booleans(),
        associate_public_ip_address=absent(st.booleans()),
        volume_type=absent(texts),
        delete_on_termination=st.booleans(),
        iops=absent(counts),
        classic_link_vpc_id=absent(texts),
        classic_link_vpc_security_groups=absent(name_lists),
    )
)
def test_launch_configurations(comparison: Comparison, config: dict[str, Any]) -> None:
    made = {"name": "web", "image_id": "ami-1", **config}
    path = "ec2.autoscale.LaunchConfiguration"
    same(comparison, "an_object_is_sent", "create_launch_configuration", path, made)


devices = st.dictionaries(
    texts,
    optional(
        ephemeral_name=absent(texts),
        no_device=st.booleans(),
        snapshot_id=absent(texts),
        delete_on_termination=st.booleans(),
        size=absent(numerals | st.just(0)),
        volume_type=absent(texts),
        iops=absent(numerals),
        encrypted=absent(st.booleans()),
    ),
    max_size=3,
)


@sending
@given(mappings=devices.map(lambda mapping: [mapping]))
def test_block_devices(comparison: Comparison, mappings: list[dict[str, dict[str, Any]]]) -> None:
    same(comparison, "typed_devices_are_sent", mappings)


@sending
@given(
    policy=optional(
        adjustment_type=st.sampled_from(["ChangeInCapacity", "PercentChangeInCapacity"]),
        scaling_adjustment=st.integers(-100, 100) | st.integers(-100, 100).map(str),
        min_adjustment_step=absent(numerals),
        cooldown=absent(numerals | st.just(0)),
    )
)
def test_policies(comparison: Comparison, policy: dict[str, Any]) -> None:
    made = {"name": "grow", "as_name": "web", **policy}
    path = "ec2.autoscale.ScalingPolicy"
    same(comparison, "an_object_is_sent", "create_scaling_policy", path, made)


@sending
@given(
    arguments=optional(
        time=absent(times),
        desired_capacity=absent(numerals | st.just(0)),
        min_size=absent(numerals | st.just(0)),
        max_size=absent(numerals | st.just(0)),
        start_time=absent(times),
        end_time=absent(times),
        recurrence=absent(texts),
    )
)
def test_scheduled_actions(comparison: Comparison, arguments: dict[str, Any]) -> None:
    same(
        comparison, "a_call", "autoscale", "create_scheduled_group_action", ("web", "a"), arguments
    )


LISTS: dict[str, dict[str, Any]] = {
    "get_all_groups": {"names": absent(name_lists)},
    "get_all_launch_configurations": {"names": absent(name_lists)},
    "get_all_policies": {"as_group": absent(texts), "policy_names": absent(name_lists)},
    "get_all_autoscaling_instances": {"instance_ids": absent(name_lists)},
    "get_all_scheduled_actions": {
        "as_group": absent(texts),
        "scheduled_actions": absent(name_lists),
    },
    "get_all_tags": {},
}


@pytest.mark.parametrize("method", LISTS)
@sending
@given(data=st.data())
def test_lists_of_autoscaling(comparison: Comparison, method: str, data: Any) -> None:
    arguments = data.draw(optional(**LISTS[method], **page))
    same(comparison, "a_call", "autoscale", method, (), arguments)


ACTIONS: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
    "get_all_activities": lambda: st.tuples(texts, absent(name_lists), absent(numerals)),
    "delete_auto_scaling_group": lambda: st.tuples(texts, st.booleans()),
    "delete_launch_configuration": lambda: st.tuples(texts),
    "delete_scheduled_action": lambda: st.tuples(texts, absent(texts)),
    "delete_policy": lambda: st.tuples(texts, absent(texts)),
    "execute_policy": lambda: st.tuples(texts, absent(texts), absent(st.booleans())),
    "terminate_instance": lambda: st.tuples(texts, st.booleans()),
    "attach_instances": lambda: st.tuples(texts, name_lists),
    "detach_instances": lambda: st.tuples(texts, name_lists, st.booleans()),
    "suspend_processes": lambda: st.tuples(texts, absent(name_lists)),
    "resume_processes": lambda: st.tuples(texts, absent(name_lists)),
    "enable_metrics_collection": lambda: st.tuples(texts, texts, absent(name_lists)),
    "disable_metrics_collection": lambda: st.tuples(texts, absent(name_lists)),
    "set_instance_health": lambda: st.tuples(texts, texts, st.booleans()),
    "set_desired_capacity": lambda: st.tuples(texts, numerals | st.just(0), st.booleans()),
    "put_notification_configuration": lambda: st.tuples(texts, texts, name_lists),
    "delete_notification_configuration": lambda: st.tuples(texts, texts),
}


@pytest.mark.parametrize("method", ACTIONS)
@tries(20)
@given(data=st.data())
def test_actions_of_autoscaling(comparison: Comparison, method: str, data: Any) -> None:
    same(comparison, "a_call", "autoscale", method, data.draw(ACTIONS[method]()), {})
