"""Every paged operation has an iterator, in both styles."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

from botocore_model.service import Service
from reboto import aio
from reboto.ec2.autoscale import AutoScaleConnection
from reboto.ec2.autoscale.instance import Instance
from reboto.ec2.autoscale.warmpool import WarmPool
from reboto.ec2.cloudwatch import CloudWatchConnection
from reboto.resultset import ResultSet

SERVICES = [
    ("autoscaling", AutoScaleConnection, aio.AutoScaleConnection),
    ("cloudwatch", CloudWatchConnection, aio.CloudWatchConnection),
]


def iterators(kind: type) -> dict[str, Any]:
    return {name: getattr(kind, name) for name in dir(kind) if name.startswith("iter_")}


@pytest.mark.parametrize(("service", "blocking", "awaitable"), SERVICES)
def test_every_paged_operation_has_an_iterator(
    service: str, blocking: type, awaitable: type
) -> None:
    paged = {
        operation.name
        for operation in Service(service).operations
        if operation.input_shape is not None and "NextToken" in operation.input_shape.members
    }
    assert len(paged) > 10
    documented = {
        operation
        for method in iterators(blocking).values()
        for operation in paged
        if f"``{operation}``" in (method.__doc__ or "")
    }
    assert documented == paged
    assert iterators(awaitable).keys() == iterators(blocking).keys()


@pytest.mark.parametrize("kind", [AutoScaleConnection, CloudWatchConnection])
def test_every_argument_reaches_the_call_for_one_page(kind: type) -> None:
    for name, method in iterators(kind).items():
        names = [
            parameter.name
            for parameter in inspect.signature(method).parameters.values()
            if parameter.name != "self" and parameter.kind is not parameter.VAR_KEYWORD
        ]
        connection = kind("key", "secret")
        pages = getattr(connection, name)(**{each: f"<{each}>" for each in names})
        assert pages._arguments == {each: f"<{each}>" for each in names}, name


@pytest.mark.parametrize("kind", [AutoScaleConnection, CloudWatchConnection])
def test_arguments_that_boto_did_not_have_are_left_out_if_none(kind: type) -> None:
    for name, method in iterators(kind).items():
        parameters = inspect.signature(method).parameters.values()
        required = [
            each.name
            for each in parameters
            if each.name != "self"
            and each.default is each.empty
            and each.kind is not each.VAR_KEYWORD
        ]
        pages = getattr(kind("key", "secret"), name)(**dict.fromkeys(required, "x"))
        new = {each.name for each in parameters if each.kind is each.KEYWORD_ONLY}
        boto = {"names", "max_records"} if name == "iter_launch_configurations" else set[str]()
        assert not pages._arguments.keys() & (new - boto), name


def pool(token: str | None, *ids: str) -> WarmPool:
    found: list[Instance] = []
    for each in ids:
        instance = Instance()
        instance.instance_id = each
        found.append(instance)
    return WarmPool(instances=found, next_token=token)


PAGES = {None: pool("t", "i-1", "i-2"), "t": pool("u"), "u": pool(None, "i-3")}


def test_instances_of_a_warm_pool_are_iterated() -> None:
    class Mine(AutoScaleConnection):
        def get_warm_pool(self, as_group: str, max_records: Any, next_token: Any) -> WarmPool:  # type: ignore[override]
            assert (as_group, max_records) == ("web", 2)
            return PAGES[next_token]

    connection = Mine("key", "secret")
    found = [instance.instance_id for instance in connection.iter_warm_pool_instances("web", 2)]
    assert found == ["i-1", "i-2", "i-3"]
    whole = connection.iter_warm_pool_instances("web", 2).collect()
    assert isinstance(whole, ResultSet)
    assert len(whole) == 3
    pages = list(connection.iter_warm_pool_instances("web", 2).pages())
    assert [len(page) for page in pages] == [2, 0, 1]


def test_instances_of_a_warm_pool_are_iterated_in_tasks() -> None:
    class Mine(aio.AutoScaleConnection):
        async def get_warm_pool(self, **given: Any) -> WarmPool:  # type: ignore[override]
            return PAGES[given["next_token"]]

    async def collect() -> list[str | None]:
        pages = Mine("key", "secret").iter_warm_pool_instances("web")
        return [instance.instance_id async for instance in pages]

    assert asyncio.run(collect()) == ["i-1", "i-2", "i-3"]
