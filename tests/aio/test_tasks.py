"""Awaited calls: tasks, loops, threads and contexts."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import inspect
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto import aio
from reboto.ec2.autoscale import AutoScaleConnection, AutoScalingGroup
from reboto.ec2.cloudwatch import CloudWatchConnection
from reboto.exception import BotoServerError
from tests.support.styles import reaching
from tests.support.wire import Request, Response, Wire, failure, result, success

if TYPE_CHECKING:
    from tests.aio.silent_server import Run

MANY = 50


def echo(request: Request) -> Response:
    """A group with the requested name."""
    name = request.parameters["AutoScalingGroupNames.member.1"]
    groups = [{"AutoScalingGroupName": name}]
    return result("DescribeAutoScalingGroups", {"AutoScalingGroups": groups})


def autoscale(server: Wire, **arguments: Any) -> aio.AutoScaleConnection:
    return aio.connect_autoscale(**reaching(server, **arguments))


async def name_of(connection: Any, name: str) -> str:
    (group,) = await connection.get_all_groups([name])
    return str(group.name)


def test_async_with_gives_the_connection_itself(run: Run, server: Wire) -> None:
    async def main() -> None:
        connection = autoscale(server)
        async with connection as inside:
            assert inside is connection
            assert await inside.get_all_groups() == []

    run(main())


def test_a_call_is_a_coroutine_that_is_sent_when_it_is_awaited(run: Run, server: Wire) -> None:
    async def main() -> None:
        call = autoscale(server).get_all_groups()
        assert inspect.iscoroutine(call)
        await asyncio.sleep(0.05)
        assert server.requests == []
        assert await call == []
        assert len(server.requests) == 1

    run(main())


def test_each_task_gets_the_response_to_its_own_call(run: Run, server: Wire) -> None:
    server.otherwise = echo
    asked = [f"group-{number}" for number in range(200)]

    async def main() -> list[str]:
        connection = autoscale(server)
        return list(await asyncio.gather(*(name_of(connection, name) for name in asked)))

    assert run(main()) == asked


def test_calls_of_many_tasks_overlap(run: Run, server: Wire) -> None:
    barrier = threading.Barrier(MANY, timeout=40)

    def respond(request: Request) -> Response:
        barrier.wait()
        return success(request)

    server.otherwise = respond

    async def main() -> Any:
        connection = autoscale(server)
        tasks = [asyncio.create_task(connection.get_all_groups()) for _ in range(MANY)]
        return await asyncio.gather(*tasks)

    assert run(main()) == [[]] * MANY


def test_the_loop_runs_while_a_call_waits(run: Run, server: Wire) -> None:
    gate = threading.Event()
    server.otherwise = lambda request: gate.wait(10) and success(request)

    async def main() -> None:
        task = asyncio.create_task(autoscale(server).get_all_groups())
        ticks = 0
        while len(server.requests) < 1 or ticks < 20:
            await asyncio.sleep(0.001)
            ticks += 1
        assert not task.done()
        gate.set()
        assert await task == []

    run(main())


def test_an_error_is_raised_by_the_await(run: Run, server: Wire) -> None:
    server.otherwise = failure("AccessDenied", "no", 403)

    async def main() -> None:
        call = autoscale(server).get_all_groups()
        with pytest.raises(BotoServerError, match="AccessDenied"):
            await call

    run(main())


def test_arguments_are_checked_when_the_call_is_made(server: Wire) -> None:
    with pytest.raises(ValueError, match="max_records"):
        _ = autoscale(server).get_all_groups(max_records="many")


def test_a_failed_call_leaves_the_others_alone(run: Run, server: Wire) -> None:
    def respond(request: Request) -> Response:
        if request.operation == "DescribePolicies":
            return failure("ValidationError", "no")
        return success(request)

    server.otherwise = respond

    async def main() -> Any:
        connection = autoscale(server)
        calls = [connection.get_all_groups(), connection.get_all_policies()] * 10
        return await asyncio.gather(*calls, return_exceptions=True)

    outcomes = run(main())
    assert outcomes[::2] == [[]] * 10
    assert {error.code for error in outcomes[1::2]} == {"ValidationError"}


@pytest.mark.skipif(not hasattr(asyncio, "TaskGroup"), reason="Python 3.11 brought task groups")
def test_a_task_group_cancels_the_other_calls_after_a_failure(run: Run, server: Wire) -> None:
    gate = threading.Event()

    def respond(request: Request) -> Response:
        if request.operation == "DescribePolicies":
            return failure("ValidationError", "no")
        gate.wait(20)
        return success(request)

    server.otherwise = respond

    async def main() -> None:
        connection = autoscale(server)
        async with asyncio.TaskGroup() as group:
            slow = group.create_task(connection.get_all_groups())
            while not server.requests:
                await asyncio.sleep(0.001)
            group.create_task(connection.get_all_policies())
        assert slow.cancelled()

    with pytest.raises(BaseException, match="unhandled errors in a TaskGroup") as caught:
        run(main())
    gate.set()
    (error,) = getattr(caught.value, "exceptions")  # noqa: B009 - 3.10 has no groups of errors
    assert type(error) is BotoServerError


def test_one_connection_serves_several_loops_one_after_another(run: Run, server: Wire) -> None:
    server.otherwise = echo
    connection = autoscale(server)
    assert [run(name_of(connection, str(turn))) for turn in range(5)] == list("01234")


def test_loops_of_both_kinds_share_a_connection(server: Wire) -> None:
    uvloop = pytest.importorskip("uvloop")
    server.otherwise = echo
    connection = autoscale(server)
    kinds = [asyncio.run, uvloop.run] * 3
    assert [kind(name_of(connection, "g")) for kind in kinds] == ["g"] * 6


def test_loops_in_several_threads_share_a_connection(run: Run, server: Wire) -> None:
    server.otherwise = echo
    connection = autoscale(server)

    async def main(thread: int) -> list[str]:
        names = [f"{thread}-{number}" for number in range(20)]
        return list(await asyncio.gather(*(name_of(connection, name) for name in names)))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda thread: run(main(thread)), range(8)))
    assert found == [[f"{thread}-{number}" for number in range(20)] for thread in range(8)]


def test_blocking_and_awaited_calls_run_concurrently(run: Run, server: Wire) -> None:
    server.otherwise = echo
    blocking = reboto.connect_autoscale(**reaching(server))
    awaited = autoscale(server)

    def call(number: int) -> str:
        return str(blocking.get_all_groups([str(number)])[0].name)

    async def main() -> Any:
        with ThreadPoolExecutor(4) as pool:
            loop = asyncio.get_running_loop()
            threads = [loop.run_in_executor(pool, call, number) for number in range(20)]
            tasks = [name_of(awaited, str(number)) for number in range(20)]
            return await asyncio.gather(*threads, *tasks)

    assert run(main()) == [str(number) for number in range(20)] * 2


def test_blocking_calls_work_inside_a_running_loop(run: Run, server: Wire) -> None:
    async def main() -> Any:
        return reboto.connect_autoscale(**reaching(server)).get_all_groups()

    assert run(main()) == []


VARIABLE: contextvars.ContextVar[str] = contextvars.ContextVar("variable", default="none")


def test_each_task_keeps_its_context_variables(
    run: Run, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def noting(self: Any, connection: Any = None) -> None:
        self.built_in = VARIABLE.get()

    monkeypatch.setattr(AutoScalingGroup, "__init__", noting)
    server.otherwise = echo

    async def task(connection: Any, value: str) -> tuple[str, str]:
        VARIABLE.set(value)
        (group,) = await connection.get_all_groups(["g"])
        return group.built_in, VARIABLE.get()

    async def main() -> Any:
        connection = autoscale(server)
        return await asyncio.gather(*(task(connection, str(n)) for n in range(20)))

    assert run(main()) == [(str(n), str(n)) for n in range(20)]
    assert VARIABLE.get() == "none"


def test_objects_are_awaited_through_their_connection(
    run: Run, endpoint: reboto.local.Endpoint
) -> None:
    from reboto.ec2.autoscale import LaunchConfiguration
    from reboto.ec2.cloudwatch import MetricAlarm

    async def main() -> None:
        async with aio.connect_autoscale() as autoscale, aio.connect_cloudwatch() as cloudwatch:
            config = LaunchConfiguration(autoscale, name="lc", image_id="ami-1")
            await autoscale.create_launch_configuration(config)
            group = AutoScalingGroup(
                autoscale,
                name="web",
                launch_config=config,
                availability_zones=["us-east-1a"],
                min_size=0,
                max_size=1,
            )
            await autoscale.create_auto_scaling_group(group)
            (group,) = await autoscale.get_all_groups(["web"])
            assert group.max_size == 1
            group.max_size += 1
            await group.update()
            (group,) = await autoscale.get_all_groups(["web"])
            assert (group.max_size, group.connection) == (2, autoscale)
            alarm = MetricAlarm(
                cloudwatch,
                name="busy",
                metric="CPUUtilization",
                namespace="AWS/EC2",
                statistic="Average",
                comparison=">",
                threshold=70,
                period=60,
                evaluation_periods=2,
            )
            assert await cloudwatch.put_metric_alarm(alarm) is True
            (alarm,) = await cloudwatch.describe_alarms(alarm_names=["busy"])
            assert await alarm.disable_actions() is True
            (alarm,) = await cloudwatch.describe_alarms(alarm_names=["busy"])
            assert alarm.actions_enabled == "false"

    run(main())


PAIRS = [
    (AutoScaleConnection, aio.AutoScaleConnection),
    (CloudWatchConnection, aio.CloudWatchConnection),
]


@pytest.mark.parametrize("pair", PAIRS, ids=["autoscale", "cloudwatch"])
def test_both_kinds_of_connection_are_made_alike(pair: tuple[type, type]) -> None:
    blocking, awaited = pair
    assert str(inspect.signature(blocking)) == str(inspect.signature(awaited))


def test_connections_by_region_are_awaited(run: Run) -> None:
    connection = aio.connect_to_region("eu-west-1", "cloudwatch")
    assert type(connection) is aio.CloudWatchConnection
    assert type(aio.regions()[0].connect()) is aio.AutoScaleConnection
    assert aio.connect_to_region("nowhere-1") is None


def test_the_warning_of_a_call_that_is_not_awaited_names_the_operation(server: Wire) -> None:
    connection = autoscale(server)

    def forget() -> None:
        _ = connection.get_all_groups()
        del _
        gc.collect()

    with pytest.warns(RuntimeWarning, match="'DescribeAutoScalingGroups' was never awaited"):
        forget()
