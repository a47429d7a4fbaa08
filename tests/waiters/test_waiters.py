"""Waiters for states of groups, instances and alarms."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto.ec2.autoscale import AutoScalingGroup
from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.cloudwatch import MetricAlarm
from reboto.exception import (
    BotoClientError,
    BotoServerError,
    BotoTimeoutError,
    NoConnectionError,
    WaitTimeoutError,
)
from tests.support.styles import Awaited, Blocking
from tests.support.wire import Response, Wire, cbor_result, failure, result, silence

if TYPE_CHECKING:
    from reboto.style import Awaiting
    from reboto.waiters import WaitState

QUICK: dict[str, Any] = {"delay": 0.01, "max_delay": 0.02, "timeout": 10}


def group(*states: str, desired: int = 2, name: str = "web") -> Response:
    instances = [
        {"InstanceId": f"i-{number}", "LifecycleState": state}
        for number, state in enumerate(states)
    ]
    content = {"AutoScalingGroupName": name, "DesiredCapacity": desired, "Instances": instances}
    return result("DescribeAutoScalingGroups", {"AutoScalingGroups": [content]})


NO_GROUP = result("DescribeAutoScalingGroups", {"AutoScalingGroups": []})


def activity(status: str, progress: int) -> Response:
    content = {
        "ActivityId": "a-1",
        "AutoScalingGroupName": "web",
        "StatusCode": status,
        "Progress": progress,
    }
    return result("DescribeScalingActivities", {"Activities": [content]})


def alarm(state: str) -> Response:
    content = {"AlarmName": "busy", "StateValue": state, "StateReason": "a trial"}
    return cbor_result({"MetricAlarms": [content]})


@pytest.fixture
def web(style: Blocking, server: Wire) -> AutoScalingGroup:
    return AutoScalingGroup(style.autoscale(server), name="web")


def test_a_waiter_ends_when_the_count_is_in_service(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.script(group("Pending"), group("InService", "Pending"), group("InService", "InService"))
    found = style.settle(web.wait_until_in_service(2, **QUICK))
    assert [one.lifecycle_state for one in found.instances] == ["InService"] * 2
    assert found.connection is web.connection
    assert len(server.requests) == 3
    assert server.requests[0].parameters["AutoScalingGroupNames.member.1"] == "web"


def test_without_a_count_the_desired_capacity_is_waited_for(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.script(group("InService", desired=2), group("InService", desired=1))
    style.settle(web.wait_until_in_service(**QUICK))
    assert len(server.requests) == 2


def test_more_than_so_many_are_waited_away(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.script(group("InService", "InService"), group("InService", "Terminating"))
    style.settle(web.wait_until_in_service(1, **QUICK))
    assert len(server.requests) == 2


def test_none_in_service_means_that_none_is_left(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.script(group("InService"), group("Terminating"), group())
    assert style.settle(web.wait_until_in_service(0, **QUICK)).instances == []
    assert len(server.requests) == 3


def test_a_waiter_takes_a_custom_condition(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.script(group(desired=2), group(desired=3))
    found = style.settle(web.wait_until(lambda group: group.desired_capacity == 3, **QUICK))
    assert found.desired_capacity == 3


def test_an_exception_in_a_condition_is_raised(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.otherwise = group(desired=1)
    with pytest.raises(ZeroDivisionError):
        style.settle(web.wait_until(lambda group: 1 / len(group.instances or []), **QUICK))


def test_a_deleted_group_ends_the_wait_for_that(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.script(group("Terminating"), group(), NO_GROUP)
    assert style.settle(web.wait_until_deleted(**QUICK)) is None
    assert len(server.requests) == 3


def test_a_group_that_is_gone_is_not_waited_for(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.otherwise = NO_GROUP
    with pytest.raises(BotoClientError, match="group 'web' does not exist"):
        style.settle(web.wait_until_in_service(1, **QUICK))


@pytest.mark.parametrize("end", ["Successful", "Failed", "Cancelled"])
def test_an_activity_is_waited_for_to_its_end(style: Blocking, server: Wire, end: str) -> None:
    server.script(activity("InProgress", 30), activity(end, 100))
    waited = Activity(style.autoscale(server))
    waited.activity_id, waited.group_name = "a-1", "web"
    assert style.settle(waited.wait_until_finished(**QUICK)).status_code == end
    sent = server.requests[1].parameters
    assert (sent["AutoScalingGroupName"], sent["ActivityIds.member.1"]) == ("web", "a-1")


def test_an_activity_that_is_not_there_is_not_waited_for(style: Blocking, server: Wire) -> None:
    server.otherwise = result("DescribeScalingActivities", {"Activities": []})
    waited = Activity(style.autoscale(server))
    waited.activity_id, waited.group_name = "a-1", "web"
    with pytest.raises(BotoClientError, match="a-1 of group 'web' does not exist"):
        style.settle(waited.wait_until_finished(**QUICK))


def test_an_alarms_state_is_waited_for(style: Blocking, server: Wire) -> None:
    server.script(alarm("INSUFFICIENT_DATA"), alarm("OK"), alarm("ALARM"))
    waited = MetricAlarm(style.cloudwatch(server), name="busy")
    found = style.settle(waited.wait_until_state("ALARM", **QUICK))
    assert (found.state_value, len(server.requests)) == ("ALARM", 3)


def test_an_alarm_that_is_gone_is_not_waited_for(style: Blocking, server: Wire) -> None:
    server.otherwise = cbor_result({"MetricAlarms": []})
    waited = MetricAlarm(style.cloudwatch(server), name="busy")
    with pytest.raises(BotoClientError, match="alarm 'busy' does not exist"):
        style.settle(waited.wait_until_state("OK", **QUICK))


def test_an_unknown_state_is_refused() -> None:
    waited = MetricAlarm(reboto.connect_cloudwatch("k", "s"), name="busy")
    with pytest.raises(ValueError, match=r"'OK', 'ALARM', .*'FINE'"):
        waited.wait_until_state("FINE")  # type: ignore[arg-type]


def test_a_timeout_error_has_the_last_state(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.otherwise = group("InService", "Pending", "Pending", desired=3)
    started = time.monotonic()
    with pytest.raises(BotoTimeoutError) as caught:
        style.settle(web.wait_until_in_service(3, timeout=0.3, delay=0.1))
    assert 0.3 <= time.monotonic() - started < 30
    text = str(caught.value)
    assert "group 'web': 3 instances in service: timed out after 0.3 s" in text
    assert "last seen: 1 InService, 2 Pending; desired capacity 3" in text


def test_a_timeout_error_keeps_the_last_state(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.otherwise = group("InService", "Pending", desired=2)
    with pytest.raises(WaitTimeoutError) as caught:
        style.settle(web.wait_until_in_service(2, timeout=0))
    state = caught.value.state
    assert state is not None
    assert (state.seen, state.looks) == ("1 InService, 1 Pending; desired capacity 2", 1)
    assert [one.lifecycle_state for one in state.latest.instances] == ["InService", "Pending"]
    copied = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - created here
    assert (type(copied), str(copied)) == (WaitTimeoutError, str(caught.value))
    assert copied.state.latest.name == "web"


def test_a_timeout_error_without_a_check_has_no_state(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.otherwise = silence()
    with pytest.raises(WaitTimeoutError, match="last seen: nothing yet") as caught:
        style.settle(web.wait_until_in_service(2, timeout=0.2))
    assert caught.value.state is None


def test_a_timeout_of_nothing_is_one_check(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.otherwise = group("InService", desired=1)
    style.settle(web.wait_until_in_service(1, timeout=0))
    with pytest.raises(BotoTimeoutError, match="1 checks"):
        style.settle(web.wait_until_in_service(2, timeout=0))
    assert len(server.requests) == 2


def test_there_is_a_last_check_at_the_timeout(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.script(group("Pending"), group("InService"))
    style.settle(web.wait_until_in_service(1, timeout=0.2, delay=60))
    assert len(server.requests) == 2


def test_pauses_grow_to_their_limit(server: Wire) -> None:
    server.otherwise = group("Pending")
    seconds: list[float] = []
    web = AutoScalingGroup(Blocking().autoscale(server), name="web")
    with pytest.raises(BotoTimeoutError):
        web.wait_until_in_service(
            timeout=2, delay=0.1, max_delay=0.3, progress=lambda s: seconds.append(s.seconds)
        )
    pauses = [later - earlier for earlier, later in pairwise(seconds)]
    assert 0.074 < pauses[0] < 0.2
    assert max(pauses[3:-1]) > 0.22
    assert max(pauses) < 0.5


def test_an_error_ends_the_wait(style: Blocking, server: Wire, web: AutoScalingGroup) -> None:
    server.script(group("Pending"), failure("AccessDenied", "no", 403))
    with pytest.raises(BotoServerError, match="AccessDenied"):
        style.settle(web.wait_until_in_service(1, **QUICK))


def test_each_check_is_reported(style: Blocking, server: Wire, web: AutoScalingGroup) -> None:
    server.script(group("Pending", "InService"), group("InService", "InService"))
    observed: list[WaitState[Any]] = []
    style.settle(web.wait_until_in_service(2, progress=observed.append, **QUICK))
    assert [(state.done, state.total, state.reached, state.looks) for state in observed] == [
        (1, 2, False, 1),
        (2, 2, True, 2),
    ]
    assert observed[0].goal == "group 'web': 2 instances in service"
    assert observed[0].seen == "1 InService, 1 Pending; desired capacity 2"
    assert observed[1].latest.name == "web"
    assert (observed[1].timeout, observed[1].seconds >= observed[0].seconds) == (10, True)


def test_reports_of_a_deletion_count_down(
    style: Blocking, server: Wire, web: AutoScalingGroup
) -> None:
    server.script(group("Terminating", "Terminating"), group(), NO_GROUP)
    observed: list[WaitState[Any]] = []
    style.settle(web.wait_until_deleted(progress=observed.append, **QUICK))
    assert [(state.done, state.total) for state in observed] == [(0, 3), (2, 3), (3, 3)]


def test_a_bar_is_drawn(
    style: Blocking, server: Wire, web: AutoScalingGroup, capsys: pytest.CaptureFixture[str]
) -> None:
    server.script(group("Pending", "InService"), group("InService", "InService"))
    style.settle(web.wait_until_in_service(2, progress=True, **QUICK))
    out, err = capsys.readouterr()
    assert out == ""
    assert "group 'web': 2 instances in service" in err
    assert "2/2" in err


def test_a_bar_grows_with_the_desired_capacity(
    style: Blocking, server: Wire, web: AutoScalingGroup, capsys: pytest.CaptureFixture[str]
) -> None:
    server.script(group("InService", desired=2), group(*["InService"] * 3, desired=3))
    style.settle(web.wait_until_in_service(progress=True, **QUICK))
    err = capsys.readouterr().err
    assert ("1/2" in err, "3/3" in err) == (True, True)


def test_a_bar_without_tqdm_names_the_package_to_install(
    style: Blocking, server: Wire, web: AutoScalingGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ImportError, match=r'pip install "reboto\[progress\]"'):
        web.wait_until_in_service(2, progress=True)
    assert server.requests == []


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"timeout": -1}, ValueError),
        ({"timeout": "soon"}, ValueError),
        ({"delay": float("nan")}, ValueError),
        ({"max_delay": [1]}, TypeError),
        ({"progress": "yes"}, TypeError),
        ({"count": -1}, ValueError),
        ({"count": "some"}, ValueError),
    ],
)
def test_invalid_arguments_are_refused_at_once(
    server: Wire, web: AutoScalingGroup, wrong: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error, match=next(iter(wrong))):
        web.wait_until_in_service(**wrong)
    assert server.requests == []


def test_without_a_connection_nothing_is_waited_for() -> None:
    with pytest.raises(NoConnectionError):
        AutoScalingGroup(name="web").wait_until_deleted()


def test_other_threads_run_while_one_waits(server: Wire) -> None:
    server.otherwise = group("Pending")
    web = AutoScalingGroup(Blocking().autoscale(server), name="web")
    done, counted = threading.Event(), 0

    def wait() -> None:
        with pytest.raises(BotoTimeoutError):
            web.wait_until_in_service(timeout=0.6, delay=5)
        done.set()

    thread = threading.Thread(target=wait)
    thread.start()
    server.wait_for(1)
    while not done.is_set() and counted < 100_000:
        counted += 1
    assert counted == 100_000
    assert not done.is_set()
    thread.join()


def test_other_tasks_run_while_one_waits(server: Wire) -> None:
    import asyncio

    server.otherwise = group("Pending")
    style = Awaited()
    web: AutoScalingGroup[Awaiting] = AutoScalingGroup(style.autoscale(server), name="web")

    async def main() -> int:
        ticks = 0
        task = asyncio.create_task(web.wait_until_in_service(timeout=0.5, delay=0.1))
        while not task.done():
            await asyncio.sleep(0.01)
            ticks += 1
        with pytest.raises(BotoTimeoutError):
            await task
        return ticks

    assert style.settle(main()) > 10
    style.close()


def test_cancelling_ends_an_awaited_wait(server: Wire) -> None:
    import asyncio

    server.otherwise = group("Pending")
    style = Awaited()
    web: AutoScalingGroup[Awaiting] = AutoScalingGroup(style.autoscale(server), name="web")

    async def main() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(web.wait_until_in_service(delay=30), 0.2)

    style.settle(main())
    style.close()


def test_ctrl_c_ends_a_blocking_waiter(server: Wire) -> None:
    server.otherwise = group("Pending")
    web = AutoScalingGroup(Blocking().autoscale(server), name="web")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        started = time.monotonic()
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            web.wait_until_in_service(delay=30)
        assert time.monotonic() - started < 25
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_group_of_the_local_endpoint_comes_into_service(
    style: Blocking, endpoint: reboto.local.Endpoint
) -> None:
    blocking = reboto.connect_autoscale()
    config = reboto.ec2.autoscale.LaunchConfiguration(blocking, name="lc", image_id="ami-1")
    blocking.create_launch_configuration(config)
    made = AutoScalingGroup(
        blocking,
        name="web",
        launch_config=config,
        availability_zones=["us-east-1a"],
        min_size=2,
        max_size=2,
    )
    blocking.create_auto_scaling_group(made)
    web = AutoScalingGroup(style.autoscale(), name="web")
    assert len(style.settle(web.wait_until_in_service()).instances) == 2
    made.delete(force_delete=True)
    assert style.settle(web.wait_until_deleted()) is None
