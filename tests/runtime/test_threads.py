"""Calls from many threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.child_scripts import CONNECT, finish, start
from tests.support.styles import Blocking
from tests.support.wire import Response, Wire, failure, result, silence, success

if TYPE_CHECKING:
    from tests.support.wire import Request

MANY = 16


def together(server: Wire, count: int) -> threading.Barrier:
    """Make the server respond only after it received `count` requests."""
    barrier = threading.Barrier(count, timeout=10)

    def respond(request: Request) -> Response:
        barrier.wait()
        return success(request)

    server.otherwise = respond
    return barrier


def test_sixteen_threads_calls_on_one_connection_overlap(server: Wire) -> None:
    together(server, MANY)
    connection = Blocking().autoscale(server)
    with ThreadPoolExecutor(MANY) as pool:
        calls = [pool.submit(connection.get_all_groups) for _ in range(MANY * 3)]
        assert [call.result(timeout=20) for call in calls] == [[]] * MANY * 3


def test_calls_on_many_connections_overlap(server: Wire) -> None:
    together(server, MANY)
    connections = [Blocking().autoscale(server) for _ in range(MANY)]
    with ThreadPoolExecutor(MANY) as pool:
        calls = [pool.submit(connection.get_all_groups) for connection in connections]
        assert [call.result(timeout=20) for call in calls] == [[]] * MANY


def test_each_thread_gets_the_response_to_its_own_call(server: Wire) -> None:
    def echo(request: Request) -> Response:
        name = request.parameters["AutoScalingGroupNames.member.1"]
        groups = [{"AutoScalingGroupName": name}]
        return result("DescribeAutoScalingGroups", {"AutoScalingGroups": groups})

    server.otherwise = echo
    connection = Blocking().autoscale(server)
    asked = [f"group-{n}" for n in range(200)]
    with ThreadPoolExecutor(MANY) as pool:
        responses = list(pool.map(lambda name: connection.get_all_groups([name])[0].name, asked))
    assert responses == asked


def test_a_call_that_waits_does_not_hold_up_others(server: Wire) -> None:
    """Also when the thread that waits was there first and those that come later leave before."""
    gate = threading.Event()
    server.script(lambda request: gate.wait(20) and success(request))
    connection = Blocking().autoscale(server)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(connection.get_all_groups)
        server.wait_for(1)
        assert [connection.get_all_policies() for _ in range(50)] == [[]] * 50
        assert not waiting.done()
        gate.set()
        assert waiting.result(timeout=20) == []


def test_a_thread_that_fails_leaves_the_others_calls_alone(server: Wire) -> None:
    barrier = threading.Barrier(MANY, timeout=10)

    def respond(request: Request) -> Response:
        barrier.wait()
        if request.operation == "DescribePolicies":
            return failure("ValidationError", "no")
        return success(request)

    server.otherwise = respond
    connection = Blocking().autoscale(server)
    with ThreadPoolExecutor(MANY) as pool:
        good = [pool.submit(connection.get_all_groups) for _ in range(MANY // 2)]
        bad = [pool.submit(connection.get_all_policies) for _ in range(MANY // 2)]
        assert [call.result(timeout=20) for call in good] == [[]] * (MANY // 2)
        assert {getattr(call.exception(timeout=20), "code", None) for call in bad} == {
            "ValidationError"
        }


def test_a_time_out_in_one_thread_leaves_another_threads_call_alone(server: Wire) -> None:
    gate = threading.Event()
    server.script(lambda request: gate.wait(20) and success(request), silence())
    patient, hasty = Blocking().autoscale(server), Blocking().autoscale(server)
    hasty.num_retries, hasty.http_connection_kwargs = 0, {"timeout": 0.2}
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(patient.get_all_groups)
        server.wait_for(1)
        with pytest.raises(TimeoutError):
            hasty.get_all_groups()
        gate.set()
        assert waiting.result(timeout=20) == []


@pytest.mark.parametrize("attempt", range(3))
def test_the_first_calls_of_a_process_may_come_from_many_threads(
    server: Wire, attempt: int
) -> None:
    """All threads find the runtime missing, one creates it, and all use that one."""
    process = start(
        CONNECT
        + """
connections = [connection, connect(), connect(), connect()]
ready, answers = threading.Barrier(16), []

def call(number):
    ready.wait()
    for _ in range(10):
        answers.append(connections[number % 4].get_all_groups())

threads = [threading.Thread(target=call, args=(number,)) for number in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(answers), answers == [[]] * 160)
""",
        server.port,
    )
    assert finish(process) == (0, "160 True\n", "")


def call_repeatedly(connection: Any, times: int) -> int:
    return sum(len(connection.get_all_groups()) for _ in range(times))


def test_attributes_may_change_while_threads_call(server: Wire) -> None:
    connection = Blocking().autoscale(server)
    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(call_repeatedly, connection, 20) for _ in range(4)]
        for retries in range(20):
            connection.num_retries = retries
        assert [call.result(timeout=20) for call in calls] == [0] * 4
