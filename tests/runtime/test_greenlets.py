"""Blocking calls in programs whose sockets are patched by gevent or eventlet."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.runtime.greenlets import PRELUDES, Library, library
from tests.support.interpreter import finish
from tests.support.wire import Response, Wire, failure, result, silence, success

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.messages import Scripted
    from tests.support.wire import Request

# Starting eventlet alone takes long on a busy machine.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

GROUPS = result("DescribeAutoScalingGroups", {"AutoScalingGroups": [{"AutoScalingGroupName": "g"}]})


@pytest.fixture(params=PRELUDES)
def green(request: pytest.FixtureRequest) -> Library:
    return library(request.param)


@pytest.fixture
def gevent() -> Library:
    return library("gevent")


def later(when: Callable[[], object]) -> Scripted:
    """Answer when something has happened."""
    return lambda request: replace(success(request), when=when)


def silent_for(name: str) -> Scripted:
    """Answer the calls for all policies but one."""

    def respond(request: Request) -> Response:
        return silence() if request.parameters.get("PolicyName") == name else success(request)

    return respond


def test_calls_in_many_greenlets_are_concurrent(green: Library, server: Wire) -> None:
    server.otherwise = later(threading.Barrier(20).wait)
    code = "print([result(task) for task in [spawn(policy, str(n)) for n in range(20)]])"
    assert green.run(code, server.port) == [str([str(number) for number in range(20)])]


def test_other_greenlets_run_while_a_call_is_under_way(green: Library, server: Wire) -> None:
    ticks = threading.Event()
    server.script(later(ticks.wait))
    code = """
    def tick():
        for number in range(5):
            sleep(0.01)
        print("ticked", flush=True)

    task = spawn(tick)
    print(policy("up"))
    """
    process = green.start(code, server.port)
    assert process.stdout is not None
    assert process.stdout.readline() == "ticked\n"
    ticks.set()
    assert finish(process, timeout=90) == (0, "up\n", "")


def test_a_timeout_cancels_the_call_under_way(green: Library, server: Wire) -> None:
    server.otherwise = silent_for("slow")
    code = """
    try:
        with Timeout(0.3):
            policy("slow")
    except Timeout:
        print("timed out")
    print(policy("next"))
    """
    assert green.run(code, server.port) == ["timed out", "next"]
    names = [request.parameters["PolicyName"] for request in server.requests]
    assert names == ["slow", "next"]


def test_a_killed_greenlet_cancels_its_call(green: Library, server: Wire) -> None:
    server.otherwise = silent_for("slow")
    code = """
    def call():
        try:
            policy("slow")
        except BaseException as error:
            print(type(error).__name__)
            raise

    task = spawn(call)
    sleep(0.5)
    task.kill()
    print(policy("next"))
    """
    assert green.run(code, server.port) == ["GreenletExit", "next"]


def test_errors_come_as_without_greenlets(green: Library, server: Wire) -> None:
    server.otherwise = failure("ValidationError", "no such policy")
    code = """
    from reboto.exception import BotoServerError

    def call():
        try:
            policy("up")
        except BotoServerError as error:
            return error.error_code, error.message

    print(result(spawn(call)))
    """
    assert green.run(code, server.port) == ["('ValidationError', 'no such policy')"]


def test_threads_without_a_hub_block(green: Library, server: Wire) -> None:
    code = """
    def call():
        from reboto import _greenlets
        return policy("up"), _greenlets.current_hub()

    result(spawn(sleep, 0))
    print(in_real_thread(call))
    """
    assert green.run(code, server.port) == ["('up', None)"]


def test_calls_in_the_hub_itself_block(green: Library, server: Wire) -> None:
    code = """
    in_hub(lambda: print(policy("up")))
    sleep(0.1)
    """
    assert green.run(code, server.port) == ["up"]


def test_calls_block_where_sockets_are_not_replaced(green: Library, server: Wire) -> None:
    code = """
    ticks = []
    task = spawn(ticks.append, 1)
    print(policy("up"), ticks)
    result(task)
    """
    assert green.run(code, server.port, patched=False) == ["up []"]


def test_a_waiter_lets_other_greenlets_run(green: Library, server: Wire) -> None:
    grown = {"AutoScalingGroupName": "g", "DesiredCapacity": 2}
    server.script(GROUPS, GROUPS)
    server.otherwise = result("DescribeAutoScalingGroups", {"AutoScalingGroups": [grown]})
    code = """
    from reboto.ec2.autoscale import AutoScalingGroup

    ticks = []

    def tick():
        while True:
            ticks.append(1)
            sleep(0.01)

    task = spawn(tick)
    group = AutoScalingGroup(connection, name="g")
    group = group.wait_until(lambda group: group.desired_capacity == 2, delay=0.2, timeout=20)
    print(group.desired_capacity, len(ticks) > 5)
    """
    assert green.run(code, server.port) == ["2 True"]


def test_a_fanout_is_made_in_greenlets(green: Library, server: Wire) -> None:
    server.otherwise = later(threading.Barrier(6).wait)
    code = """
    import os
    from reboto import fanout

    os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{sys.argv[1]}"
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    regions = [f"xx-west-{number}" for number in range(6)]
    outcomes = fanout.each(
        lambda autoscale: autoscale.delete_policy("up"), "autoscaling", regions=regions, **keys
    )
    print(sorted(outcome.target.region for outcome in outcomes if outcome.result()))
    """
    regions = [f"xx-west-{number}" for number in range(6)]
    assert green.run(code, server.port) == [str(regions)]


def test_leaving_a_fanout_cancels_its_own_calls_only(green: Library, server: Wire) -> None:
    # "outside" is answered when it is the last call under way.
    others = threading.Event()

    def respond(request: Request) -> Response:
        name = request.parameters["PolicyName"]
        if name == "outside":
            return replace(success(request), when=others.wait)
        return silence() if name == "slow" else success(request)

    server.otherwise = respond
    code = """
    import os
    from reboto import fanout

    os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{sys.argv[1]}"
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    ended = []

    def call(autoscale):
        try:
            return autoscale.delete_policy("quick" if "-0" in autoscale.region.name else "slow")
        except BaseException as error:
            ended.append(type(error).__name__)
            raise

    outside = spawn(policy, "outside")
    regions = ["xx-west-0", "xx-west-1", "xx-west-2"]
    for outcome in fanout.each(call, "autoscaling", regions=regions, **keys):
        print(outcome.target.region)
        break
    with Timeout(10):
        while len(ended) < 2:
            sleep(0.01)
    print(ended, flush=True)
    print(result(outside))
    """
    process = green.start(code, server.port)
    assert process.stdout is not None
    assert process.stdout.readline() == "xx-west-0\n"
    assert process.stdout.readline() == "['CancelledError', 'CancelledError']\n"
    others.set()
    assert finish(process, timeout=90) == (0, "outside\n", "")


def test_a_hook_may_switch_greenlets(green: Library, server: Wire) -> None:
    code = """
    class Hook:
        def handle_request_data(self, *request):
            sleep(0.01)

    connection.set_request_hook(Hook())
    print([result(task) for task in [spawn(policy, str(n)) for n in range(5)]])
    """
    assert green.run(code, server.port) == ["['0', '1', '2', '3', '4']"]


def test_ctrl_c_ends_a_call(green: Library, server: Wire) -> None:
    server.otherwise = silence()
    code = """
    result(spawn(sleep, 0))
    try:
        policy("up")
    except KeyboardInterrupt:
        print("interrupted")
    """
    process = green.start(code, server.port)
    server.wait_for(1, timeout=50)
    process.send_signal(signal.SIGINT)
    # gevent's hub reports it on standard error too.
    assert finish(process, timeout=90)[:2] == (0, "interrupted\n")


def test_a_program_ends_when_its_greenlets_have(gevent: Library, server: Wire) -> None:
    code = """
    tasks = [spawn(policy, str(n)) for n in range(3)]
    print(gevent.wait(timeout=20), [task.value for task in tasks])
    """
    assert gevent.run(code, server.port) == ["True ['0', '1', '2']"]


def test_a_forked_child_makes_calls_alongside_its_parent(gevent: Library, server: Wire) -> None:
    # One call is under way in the parent while the child makes its own.
    released = threading.Event()

    def respond(request: Request) -> Response:
        if request.parameters["PolicyName"] == "before":
            return replace(success(request), when=released.wait)
        return success(request)

    server.otherwise = respond
    code = """
    import os

    task = spawn(policy, "before")
    sleep(0.5)
    child = os.fork()
    if not child:
        for number in range(5):
            print(policy("child"), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
    print(policy("parent"), flush=True)
    print(result(task))
    """
    process = gevent.start(code, server.port)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(6)]
    assert lines == ["child\n"] * 5 + ["parent\n"]
    released.set()
    assert finish(process, timeout=90) == (0, "before\n", "")


def test_calls_of_an_interpreter_that_ends_are_left(gevent: Library, server: Wire) -> None:
    server.otherwise = silence()
    code = """
    tasks = [spawn(policy, str(n)) for n in range(3)]
    sleep(0.3)
    print("ends")
    """
    assert gevent.run(code, server.port) == ["ends"]
