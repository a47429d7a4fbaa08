"""Iterators over all pages of a listing."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import reboto
from reboto import aio
from reboto.ec2.autoscale import AutoScaleConnection
from reboto.ec2.cloudwatch import CloudWatchConnection
from reboto.exception import BotoClientError, BotoServerError
from tests.support.styles import Awaited, Blocking
from tests.support.wire import Request, Response, Wire, cbor_result, failure, result

LISTINGS = {
    "iter_groups": "get_all_groups",
    "iter_launch_configurations": "get_all_launch_configurations",
    "iter_policies": "get_all_policies",
    "iter_activities": "get_all_activities",
    "iter_instances": "get_all_autoscaling_instances",
    "iter_scheduled_actions": "get_all_scheduled_actions",
    "iter_tags": "get_all_tags",
    "iter_alarms": "describe_alarms",
    "iter_alarm_history": "describe_alarm_history",
    "iter_metrics": "list_metrics",
    "iter_metric_data": "get_metric_data",
    "iter_account_settings": "get_all_account_settings",
    "iter_instance_refreshes": "get_all_instance_refreshes",
    "iter_load_balancers": "get_all_load_balancers",
    "iter_notification_configurations": "get_all_notification_configurations",
    "iter_target_groups": "get_all_target_groups",
    "iter_traffic_sources": "get_all_traffic_sources",
    "iter_warm_pool_instances": "get_warm_pool",
    "iter_alarm_contributors": "describe_alarm_contributors",
    "iter_alarm_mute_rules": "list_alarm_mute_rules",
    "iter_anomaly_detectors": "describe_anomaly_detectors",
    "iter_dashboards": "list_dashboards",
    "iter_insight_rules": "describe_insight_rules",
    "iter_managed_insight_rules": "list_managed_insight_rules",
    "iter_metric_data_query_definitions": "list_metric_data_query_definitions",
    "iter_metric_streams": "list_metric_streams",
}
KINDS: list[Any] = [
    AutoScaleConnection,
    aio.AutoScaleConnection,
    CloudWatchConnection,
    aio.CloudWatchConnection,
]


def groups(*names: str, then: str | None = None) -> Response:
    found = [{"AutoScalingGroupName": name} for name in names]
    content = {"AutoScalingGroups": found, "NextToken": then}
    return result("DescribeAutoScalingGroups", content)


def three_pages(request: Request) -> Response:
    token = request.parameters.get("NextToken")
    return {
        None: groups("a", "b", then="two"),
        "two": groups(then="three"),
        "three": groups("c"),
    }[token]


def names(found: list[Any]) -> list[Any]:
    return [item.name for item in found]


def test_all_pages_come_in_order(style: Blocking, server: Wire) -> None:
    server.otherwise = three_pages
    assert names(style.all(style.autoscale(server).iter_groups())) == ["a", "b", "c"]
    tokens = [request.parameters.get("NextToken") for request in server.requests]
    assert tokens == [None, "two", "three"]


def test_each_page_is_asked_for_with_the_same_arguments(style: Blocking, server: Wire) -> None:
    server.otherwise = three_pages
    style.all(style.autoscale(server).iter_groups(["x"], max_records=2))
    sent = [
        (request.parameters["AutoScalingGroupNames.member.1"], request.parameters["MaxRecords"])
        for request in server.requests
    ]
    assert sent == [("x", "2")] * 3


def test_nothing_is_sent_before_it_is_needed(server: Wire) -> None:
    server.otherwise = three_pages
    pages = Blocking().autoscale(server).iter_groups()
    assert server.requests == []
    assert names([next(pages), next(pages)]) == ["a", "b"]
    assert len(server.requests) == 1
    next(pages)
    assert len(server.requests) == 3


def test_nothing_is_sent_before_it_is_awaited(server: Wire) -> None:
    server.otherwise = three_pages
    style = Awaited()
    pages = style.autoscale(server).iter_groups()
    assert names([style.settle(anext(pages)), style.settle(anext(pages))]) == ["a", "b"]
    assert len(server.requests) == 1
    style.close()


def test_an_exhausted_iterator_stays_exhausted(server: Wire) -> None:
    server.otherwise = groups("a")
    pages = Blocking().autoscale(server).iter_groups()
    assert names(list(pages)) == ["a"]
    assert list(pages) == []
    assert len(server.requests) == 1


def test_whole_pages_come_with_their_tokens(style: Blocking, server: Wire) -> None:
    server.otherwise = three_pages
    pages = style.all(style.autoscale(server).iter_groups().pages())
    assert [names(page) for page in pages] == [["a", "b"], [], ["c"]]
    assert [page.next_token for page in pages] == ["two", "three", None]


def test_thousands_of_empty_pages_are_iterated(style: Blocking, server: Wire) -> None:
    def respond(request: Request) -> Response:
        number = int(request.parameters.get("NextToken", 0)) + 1
        return groups(then=str(number)) if number < 1100 else groups("last")

    server.otherwise = respond
    assert names(style.all(style.autoscale(server).iter_groups())) == ["last"]


def test_a_page_that_failed_is_asked_for_again(server: Wire) -> None:
    server.script(groups("a", then="two"), failure("AccessDenied", status=403))
    server.otherwise = three_pages
    pages = Blocking().autoscale(server).iter_groups()
    next(pages)
    with pytest.raises(BotoServerError, match="AccessDenied"):
        next(pages)
    assert names(list(pages)) == ["c"]


def test_a_repeated_token_stops_the_iteration(style: Blocking, server: Wire) -> None:
    server.otherwise = groups("a", then="same")
    with pytest.raises(BotoClientError, match=r"get_all_groups.*'same'"):
        style.all(style.autoscale(server).iter_groups())
    assert len(server.requests) == 2


def test_the_error_of_for_on_an_awaitable_connection_names_the_remedy(server: Wire) -> None:
    pages: Any = aio.connect_autoscale("k", "s").iter_groups()
    with pytest.raises(TypeError, match="use `async for`"):
        iter(pages)
    with pytest.raises(TypeError, match="use `async for`"):
        next(pages)


def test_the_error_of_async_for_on_a_blocking_connection_names_the_remedy() -> None:
    pages: Any = reboto.connect_autoscale("k", "s").iter_groups()
    with pytest.raises(TypeError, match="use `for`"):
        aiter(pages)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_an_iterator_takes_the_parameters_of_the_call_for_one_page(kind: type) -> None:
    found = {name: call for name, call in LISTINGS.items() if hasattr(kind, name)}
    assert len(found) in {12, 14}
    for name, call in found.items():
        iterator = inspect.signature(getattr(kind, name)).parameters
        one_page = inspect.signature(getattr(kind, call)).parameters
        wanted = [
            (parameter.name, parameter.kind, parameter.default)
            for parameter in one_page.values()
            if parameter.name not in {"self", "next_token"}
        ]
        has = [(p.name, p.kind, p.default) for p in iterator.values() if p.name != "self"]
        assert has == wanted, name


def test_every_call_with_a_token_has_an_iterator() -> None:
    taking_tokens = {
        name
        for kind in (AutoScaleConnection, CloudWatchConnection)
        for name, method in inspect.getmembers(kind, callable)
        if not name.startswith("_") and "next_token" in _parameters(method)
    }
    assert {"get_all_groups", "describe_alarms"} <= taking_tokens
    assert taking_tokens <= set(LISTINGS.values())


def _parameters(method: Any) -> set[str]:
    try:
        return set(inspect.signature(method).parameters)
    except ValueError:
        return set()


def test_every_listing_of_auto_scaling_is_iterated(
    style: Blocking, endpoint: reboto.local.Endpoint
) -> None:
    connection = style.autoscale()
    everything: dict[str, dict[str, Any]] = {
        "iter_groups": {},
        "iter_launch_configurations": {},
        "iter_policies": {},
        "iter_instances": {},
        "iter_scheduled_actions": {},
        "iter_tags": {},
    }
    for name, arguments in everything.items():
        assert style.all(getattr(connection, name)(**arguments)) == [], name


def test_alarms_of_many_pages_come_from_the_local_endpoint(
    style: Blocking, endpoint: reboto.local.Endpoint
) -> None:
    cloudwatch = reboto.connect_cloudwatch()
    for number in range(7):
        cloudwatch.put_metric_alarm(
            reboto.ec2.cloudwatch.MetricAlarm(
                name=f"alarm-{number}",
                metric="Orders",
                namespace="Shop",
                statistic="Sum",
                comparison=">",
                threshold=1,
                period=60,
                evaluation_periods=1,
            )
        )
    alarms = style.all(style.cloudwatch().iter_alarms(max_records=3))
    assert sorted(names(alarms)) == [f"alarm-{number}" for number in range(7)]
    history = style.all(style.cloudwatch().iter_alarm_history(max_records=3))
    assert {item.name for item in history} == set(names(alarms))


def test_metrics_come_page_by_page(style: Blocking, server: Wire) -> None:
    def page(name: str, token: str | None) -> Response:
        found = [{"MetricName": name, "Namespace": "Shop", "Dimensions": []}]
        return cbor_result({"Metrics": found, **({"NextToken": token} if token else {})})

    server.script(page("one", "t"), page("two", None))
    found = style.all(style.cloudwatch(server).iter_metrics(namespace="Shop"))
    assert names(found) == ["one", "two"]
    assert server.operations == ["ListMetrics"] * 2


def test_a_generator_of_names_is_sent_with_each_page(style: Blocking, server: Wire) -> None:
    server.otherwise = three_pages
    pages = style.autoscale(server).iter_groups(name for name in ("a", "b", "c"))
    assert names(style.all(pages)) == ["a", "b", "c"]
    sent = [request.parameters["AutoScalingGroupNames.member.3"] for request in server.requests]
    assert sent == ["c", "c", "c"]


def _types(function: Any) -> dict[str, set[str]]:
    """Parts of the annotation of each parameter, without the names of modules."""
    found: dict[str, set[str]] = {}
    for argument in (*function.args.args, *function.args.kwonlyargs):
        if argument.annotation is not None and argument.arg != "next_token":
            parts = re.sub(r"\b[a-z_]+\.(?=[A-Za-z])", "", ast.unparse(argument.annotation))
            parts = re.sub(r"\bDatetime\b", "datetime", parts)
            found[argument.arg] = {part.strip() for part in re.split(r"\|(?![^\[]*\])", parts)}
    return found


def _methods(path: str) -> dict[str, Any]:
    tree = ast.parse((Path(reboto.__file__).parent / path).read_text(encoding="utf-8"))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("path", ["ec2/autoscale", "ec2/cloudwatch"])
def test_iterators_accept_the_types_of_the_listings(path: str) -> None:
    listings, iterators = _methods("_core.pyi"), _methods(f"{path}/_paginators.py")
    compared = [name for name in iterators if name in LISTINGS]
    assert len(compared) > 10
    for name in compared:
        expected = _types(listings[LISTINGS[name]])
        given = _types(iterators[name])
        missing = {key: types for key, types in expected.items() if not types <= given[key]}
        assert not missing, name
