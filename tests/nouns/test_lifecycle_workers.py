"""Workers for lifecycle hooks: instances are found, kept waiting, completed and not lost."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import LifecycleHook
from reboto.ec2.autoscale import _lifecycle_actions as actions
from reboto.ec2.autoscale.lifecycle import LifecycleAction
from reboto.exception import BotoClientError, BotoServerError
from tests.nouns.responses import group, pool
from tests.support.wire import failure, hang_up, result

if TYPE_CHECKING:
    from tests.support.messages import Request, Response
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

WAITING = "Terminating:Wait"
DONE = "CompleteLifecycleAction"
BEAT = "RecordLifecycleActionHeartbeat"
OVER = failure("ValidationError", "No active Lifecycle Action found with instance ID i-1")


class Hooked:
    """A server with a group whose instances wait until their actions are completed."""

    def __init__(self, server: Wire) -> None:
        self.server = server
        self.states = {"i-1": WAITING}
        self.pool: list[str] | None = None
        self.faults: list[Response | Any] = []
        self.beats = threading.Event()
        self.reads = 0
        server.otherwise = self.respond

    def respond(self, request: Request) -> Any:
        """Respond to a request."""
        name = request.operation
        if name == "DescribeAutoScalingGroups":
            self.reads += 1
        if self.faults:
            fault = self.faults.pop(0)
            if fault is not None:
                return fault
        if name == "DescribeAutoScalingGroups":
            more = {} if self.pool is None else {"WarmPoolConfiguration": {"MinSize": 1}}
            return group(*self.states.values(), **more)
        if name == "DescribeWarmPool":
            return pool(*(self.pool or ()))
        if name == DONE:
            self.states[request.parameters["InstanceId"]] = "Terminating:Proceed"
        if name == BEAT:
            self.beats.set()
        return result(str(name), {})

    def calls(self, name: str) -> list[dict[str, str]]:
        """The parameters of all calls of an operation."""
        return [one.parameters for one in self.server.requests if one.operation == name]

    @property
    def results(self) -> list[tuple[str, str]]:
        """Each completed instance and its result."""
        return [(one["InstanceId"], one["LifecycleActionResult"]) for one in self.calls(DONE)]


@pytest.fixture
def aws(server: Wire) -> Hooked:
    """The server."""
    return Hooked(server)


@pytest.fixture
def hook(style: Blocking, server: Wire) -> Any:
    """A hook of terminating instances."""
    return LifecycleHook(
        style.autoscale(server, ),
        name="drain",
        as_name="web",
        transition="autoscaling:EC2_INSTANCE_TERMINATING",
        heartbeat_timeout=300,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def prompt(monkeypatch: pytest.MonkeyPatch, prompt_retries: None) -> None:
    """Retries without delays."""
    monkeypatch.setattr(actions, "_PAUSE", 0.001)


def work(
    style: Blocking, hook: Any, do: Any = None, *, once: bool = False, **options: Any
) -> list[str]:
    """Handle all waiting instances, or one, and return their IDs."""
    handled: list[str] = []
    given = {"timeout": None if once else 0, "delay": 0.01, **options}
    waiting = hook.waiting_instances(**given)
    if not hook.connection._awaits:
        for action in waiting:
            if once:
                waiting.stop()
            with action:
                handled.append(action.instance_id)
                if do:
                    do(action)
        return handled

    async def later() -> None:
        async for action in waiting:
            if once:
                waiting.stop()
            async with action:
                handled.append(action.instance_id)
                if do:
                    found = do(action)
                    if asyncio.iscoroutine(found):
                        await found

    style.settle(later())
    return handled


def test_instances_that_wait_are_completed(aws: Hooked, hook: Any, style: Blocking) -> None:
    aws.states = {"i-1": WAITING, "i-2": "InService", "i-3": WAITING, "i-4": "Pending:Wait"}
    assert work(style, hook) == ["i-1", "i-3"]
    assert aws.results == [("i-1", "CONTINUE"), ("i-3", "CONTINUE")]
    assert aws.calls(DONE)[0] == {
        "Action": DONE,
        "Version": "2011-01-01",
        "LifecycleHookName": "drain",
        "AutoScalingGroupName": "web",
        "LifecycleActionResult": "CONTINUE",
        "InstanceId": "i-1",
    }
    assert not aws.calls("DescribeLifecycleHooks")
    assert work(style, hook) == []


def test_an_error_of_the_block_abandons_the_action(aws: Hooked, hook: Any, style: Blocking) -> None:
    def fail(action: Any) -> None:
        raise KeyError(action.instance_id)

    with pytest.raises(KeyError, match="i-1"):
        work(style, hook, fail)
    assert aws.results == [("i-1", "ABANDON")]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_worker_that_stops_leaves_the_instance_to_the_next(
    aws: Hooked, hook: Any, style: Blocking, interruption: type[BaseException]
) -> None:
    action: LifecycleAction[Any] = LifecycleAction(hook, instance(WAITING))
    if hook.connection._awaits:

        async def enter() -> None:
            async with action:
                raise interruption

        with pytest.raises(interruption):
            style.settle(enter())
    else:
        with pytest.raises(interruption), action:
            raise interruption
    assert aws.results == []
    assert action.result is None
    assert work(style, hook) == ["i-1"]


def test_a_cancelled_task_leaves_the_instance_to_the_next(
    aws: Hooked, hook: Any, style: Blocking
) -> None:
    if not hook.connection._awaits:
        pytest.skip("only tasks are cancelled")

    async def cancelled() -> None:
        async def handle() -> None:
            async with LifecycleAction(hook, instance(WAITING), heartbeat=0.01):
                await asyncio.sleep(60)

        task = asyncio.ensure_future(handle())
        await asyncio.sleep(0.05)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    style.settle(cancelled())
    assert aws.results == []
    assert work(style, hook) == ["i-1"]


def instance(state: str) -> Any:
    """An instance in a state."""
    from reboto.ec2.autoscale import Instance

    made = Instance()
    made.instance_id, made.lifecycle_state = "i-1", state
    return made


def test_heartbeats_are_sent_while_the_block_runs(aws: Hooked, hook: Any, style: Blocking) -> None:
    # A failed heartbeat is repeated.
    aws.faults = [None, failure("InternalFailure", status=500)]

    def busy(action: Any) -> Any:
        if not hook.connection._awaits:
            assert aws.beats.wait(10)
            return None

        async def wait() -> None:
            while not aws.beats.is_set():
                await asyncio.sleep(0.01)

        return wait()

    assert work(style, hook, busy, heartbeat=0.01) == ["i-1"]
    beat = aws.calls(BEAT)[-1]
    assert (beat["InstanceId"], beat["LifecycleHookName"]) == ("i-1", "drain")
    assert aws.results == [("i-1", "CONTINUE")]
    count = len(aws.server.requests)
    assert not [thread for thread in threading.enumerate() if "heartbeat" in thread.name]
    assert len(aws.server.requests) == count


def test_a_lost_action_is_logged_and_not_completed(
    aws: Hooked, hook: Any, style: Blocking, caplog: pytest.LogCaptureFixture
) -> None:
    aws.faults = [None, OVER]
    with caplog.at_level(logging.WARNING, "reboto.lifecycle"):
        assert work(style, hook) == ["i-1"]
    assert "the action was over before it was completed" in caplog.text


def test_a_lost_response_is_no_lost_action(
    aws: Hooked, hook: Any, style: Blocking, caplog: pytest.LogCaptureFixture
) -> None:
    # The connection tries twice itself; then the action tries again.
    aws.faults = [None, *[failure("InternalFailure", status=500)] * 10]
    done: list[Any] = []
    with caplog.at_level(logging.WARNING, "reboto.lifecycle"):
        work(style, hook, done.append)
    assert done[0].result == "CONTINUE"
    assert not caplog.records


def test_checks_continue_after_errors_of_the_service(
    aws: Hooked, hook: Any, style: Blocking, caplog: pytest.LogCaptureFixture
) -> None:
    throttled = failure("Throttling", "Rate exceeded")
    # More than the retries of one call.
    aws.faults = [*[throttled] * 12, *[hang_up()] * 12, *[failure("Unavailable", status=503)] * 12]

    with caplog.at_level(logging.WARNING, "reboto.lifecycle"):
        assert work(style, hook, once=True) == ["i-1"]
    assert aws.results == [("i-1", "CONTINUE")]
    assert "a check failed" in caplog.text
    # A last check that fails is an error: nothing is known about the instances.
    aws.faults = [throttled] * 12
    with pytest.raises(BotoServerError, match="Rate exceeded"):
        work(style, hook)


def test_other_errors_are_raised(aws: Hooked, hook: Any, style: Blocking) -> None:
    aws.faults = [failure("AccessDenied", "not authorized", 403)]
    with pytest.raises(BotoServerError, match="not authorized"):
        work(style, hook)
    hook.as_name = "other"
    with pytest.raises(BotoClientError, match="group 'other' does not exist"):
        work(style, hook)


def test_instances_of_the_warm_pool_wait_too(aws: Hooked, hook: Any, style: Blocking) -> None:
    aws.states, aws.pool = {}, ["Warmed:Terminating:Wait", "Warmed:Stopped"]
    assert work(style, hook) == ["i-1"]


def test_an_unknown_transition_is_read(aws: Hooked, hook: Any, style: Blocking) -> None:
    hook.transition = None
    hooks = [
        {
            "LifecycleHookName": "drain",
            "LifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING",
            "HeartbeatTimeout": 30,
        }
    ]
    aws.states = {"i-1": "Pending:Wait"}
    aws.faults = [result("DescribeLifecycleHooks", {"LifecycleHooks": hooks})]
    intervals: list[float] = []
    assert work(style, hook, lambda action: intervals.append(action._interval)) == ["i-1"]
    assert intervals == [10]
    aws.faults = [result("DescribeLifecycleHooks", {"LifecycleHooks": []})]
    with pytest.raises(BotoClientError, match=r"lifecycle hook 'drain' .* does not exist"):
        work(style, hook)
    hook.transition = "launching"
    with pytest.raises(ValueError, match="transition must be 'autoscaling:EC2_INSTANCE_LAUNCHING'"):
        work(style, hook)


def test_an_action_can_be_completed_or_released_in_the_block(
    aws: Hooked, hook: Any, style: Blocking
) -> None:
    assert work(style, hook, lambda action: action.abandon()) == ["i-1"]
    assert aws.results == [("i-1", "ABANDON")]
    aws.states = {"i-1": WAITING}
    assert work(style, hook, lambda action: action.release()) == ["i-1"]
    assert len(aws.results) == 1
    action: LifecycleAction[Any] = LifecycleAction(hook, instance(WAITING))
    with pytest.raises(ValueError, match="result must be 'CONTINUE' or 'ABANDON', got 'continue'"):
        action.complete("continue")  # type: ignore[arg-type]
    assert style.settle(action.complete()) is True
    assert repr(action) == "LifecycleAction<i-1, drain: CONTINUE>"
    assert style.settle(action.heartbeat()) is True


def test_an_instance_is_returned_once_while_it_waits(
    aws: Hooked, hook: Any, style: Blocking
) -> None:
    waiting = hook.waiting_instances(delay=0.01)

    def step() -> Any:
        if hook.connection._awaits:
            return style.settle(anext(waiting, None))
        return next(waiting, None)

    first = step()
    assert first.instance_id == "i-1"
    more = len(aws.server.requests) + 2

    def stop() -> None:
        aws.server.wait_for(more)
        waiting.stop()

    threading.Thread(target=stop).start()
    assert step() is None
    assert aws.reads > 1
    assert step() is None


def test_a_released_instance_is_returned_again(aws: Hooked, hook: Any, style: Blocking) -> None:
    waiting = hook.waiting_instances(delay=0.01, timeout=30)

    async def later() -> list[Any]:
        found = [await anext(waiting)]
        found[0].release()
        return [*found, await anext(waiting)]

    if hook.connection._awaits:
        first, second = style.settle(later())
    else:
        first = next(waiting)
        first.release()
        second = next(waiting)
    assert first.instance_id == second.instance_id == "i-1"
    assert first is not second


def test_invalid_arguments_and_the_other_style_are_errors(
    aws: Hooked, hook: Any, style: Blocking
) -> None:
    for name in ("delay", "heartbeat", "timeout"):
        with pytest.raises(ValueError, match=f"{name} must be a number of seconds"):
            hook.waiting_instances(**{name: -1})
    action: LifecycleAction[Any] = LifecycleAction(hook, instance(WAITING))
    if hook.connection._awaits:
        with pytest.raises(TypeError, match="use `async for`"):
            iter(hook.waiting_instances())
        with pytest.raises(TypeError, match="use `async with`"), action:
            pass
    else:
        with pytest.raises(TypeError, match="use `for`"):
            aiter(hook.waiting_instances())
        with pytest.raises(TypeError, match="use `with`"):
            asyncio.run(action.__aenter__())
    hook.name = None
    with pytest.raises(ValueError, match="must have a name and the name of its group"):
        hook.waiting_instances()
    assert not aws.server.requests
