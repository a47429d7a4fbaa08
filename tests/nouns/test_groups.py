"""Methods of groups: reloading, standby, protection, traffic, tags, hooks and pools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.ec2.autoscale import AutoScalingGroup, Instance, LifecycleHook, TrafficSource, WarmPool
from reboto.exception import BotoClientError, BotoServerError, PartialFailureError, WaitTimeoutError
from tests.nouns.responses import group, pool
from tests.support.wire import failure, result, success

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire


@pytest.fixture
def web(style: Blocking, server: Wire) -> Any:
    """A group with its connection; the server accepts all calls."""
    server.otherwise = success
    return AutoScalingGroup(style.autoscale(server), name="web")


def sent(server: Wire) -> dict[str, str]:
    """The parameters of the last request, without the version."""
    return {
        name: value for name, value in server.requests[-1].parameters.items() if name != "Version"
    }


def test_a_group_is_reloaded_in_place(web: Any, style: Blocking, server: Wire) -> None:
    server.script(group("InService", MaxSize=4), result("DescribeAutoScalingGroups"))
    instances = web.instances
    assert style.settle(web.reload()) is web
    assert (web.max_size, len(web.instances), instances) == (4, 1, None)
    web.max_size = 5
    style.settle(web.update())
    assert sent(server)["MaxSize"] == "5"
    server.script(result("DescribeAutoScalingGroups", {"AutoScalingGroups": []}))
    with pytest.raises(BotoClientError, match="group 'web' does not exist"):
        style.settle(web.reload())


def test_instances_move_to_standby_and_back(web: Any, style: Blocking, server: Wire) -> None:
    first = Instance()
    first.instance_id = "i-1"
    activity = {"ActivityId": "a", "AutoScalingGroupName": "web", "StatusCode": "InProgress"}
    server.script(result("EnterStandby", {"Activities": [activity]}))
    (entered,) = style.settle(web.enter_standby([first, "i-2"]))
    assert (entered.activity_id, entered.status_code) == ("a", "InProgress")
    assert sent(server) == {
        "Action": "EnterStandby",
        "AutoScalingGroupName": "web",
        "InstanceIds.member.1": "i-1",
        "InstanceIds.member.2": "i-2",
        "ShouldDecrementDesiredCapacity": "true",
    }
    style.settle(web.enter_standby(first, decrement_capacity=False))
    assert sent(server)["ShouldDecrementDesiredCapacity"] == "false"
    style.settle(web.exit_standby("i-1"))
    assert sent(server)["Action"] == "ExitStandby"
    assert sent(server)["InstanceIds.member.1"] == "i-1"


def test_instances_are_protected_attached_and_detached(
    web: Any, style: Blocking, server: Wire
) -> None:
    for protects in (True, False):
        change = web.protect if protects else web.unprotect
        assert style.settle(change(["i-1"])) is True
        assert sent(server)["ProtectedFromScaleIn"] == str(protects).lower()
    assert style.settle(web.attach_instances("i-1")) is True
    assert sent(server)["Action"] == "AttachInstances"
    activity = {"ActivityId": "a", "AutoScalingGroupName": "web", "StatusCode": "InProgress"}
    server.script(result("DetachInstances", {"Activities": [activity]}))
    assert [one.activity_id for one in style.settle(web.detach_instances("i-1"))] == ["a"]
    for wrong in ([5], None, []):
        with pytest.raises(TypeError, match="instance_ids must be IDs of instances"):
            web.protect(wrong)


def test_traffic_sources_are_arns_and_names(web: Any, style: Blocking, server: Wire) -> None:
    given = ["arn:aws:elasticloadbalancing:1", {"Identifier": "a", "Type": "elb"}]
    style.settle(web.attach_traffic_sources(given))
    assert sent(server) == {
        "Action": "AttachTrafficSources",
        "AutoScalingGroupName": "web",
        "TrafficSources.member.1.Identifier": "arn:aws:elasticloadbalancing:1",
        "TrafficSources.member.1.Type": "elbv2",
        "TrafficSources.member.2.Identifier": "a",
        "TrafficSources.member.2.Type": "elb",
    }
    style.settle(web.detach_traffic_sources(TrafficSource(identifier="a")))
    assert sent(server)["TrafficSources.member.1.Identifier"] == "a"
    source = {"Identifier": "a", "State": "InService", "Type": "elb"}
    server.script(result("DescribeTrafficSources", {"TrafficSources": [source]}))
    (found,) = style.settle(web.get_traffic_sources("elb"))
    assert (found.identifier, found.state) == ("a", "InService")
    assert sent(server)["TrafficSourceType"] == "elb"


def test_instances_are_launched_with_a_token(web: Any, style: Blocking, server: Wire) -> None:
    launched = {"AutoScalingGroupName": "web", "Instances": [{"InstanceIds": ["i-1", "i-2"]}]}
    server.script(result("LaunchInstances", launched))
    made = style.settle(web.launch_instances(2, subnet_ids=["subnet-1"]))
    assert made.instances[0].instance_ids == ["i-1", "i-2"]
    assert len(sent(server)["ClientToken"]) == 36
    assert sent(server)["SubnetIds.member.1"] == "subnet-1"
    errors = [{"ErrorCode": "InsufficientInstanceCapacity", "ErrorMessage": "none left"}]
    server.script(result("LaunchInstances", {**launched, "Errors": errors}))
    with pytest.raises(PartialFailureError, match="InsufficientInstanceCapacity"):
        style.settle(web.launch_instances(2))


def test_a_group_is_tagged(web: Any, style: Blocking, server: Wire) -> None:
    assert style.settle(web.tag({"stage": "live"}, propagate_at_launch=True)) is True
    expected = {
        "Tags.member.1.Key": "stage",
        "Tags.member.1.Value": "live",
        "Tags.member.1.PropagateAtLaunch": "true",
        "Tags.member.1.ResourceId": "web",
    }
    assert expected.items() <= sent(server).items()
    assert style.settle(web.untag("stage")) is True
    assert sent(server)["Action"] == "DeleteTags"
    assert sent(server)["Tags.member.1.Key"] == "stage"
    tag = {"Key": "stage", "Value": "live", "ResourceId": "web", "PropagateAtLaunch": True}
    server.script(result("DescribeTags", {"Tags": [tag]}))
    assert [(one.key, one.value) for one in style.settle(web.get_tags())] == [("stage", "live")]
    assert sent(server)["Filters.member.1.Values.member.1"] == "web"


def test_hooks_of_a_group_are_put_and_listed(web: Any, style: Blocking, server: Wire) -> None:
    transition = "autoscaling:EC2_INSTANCE_TERMINATING"
    hook = style.settle(web.put_lifecycle_hook("drain", transition=transition, heartbeat_timeout=9))
    assert (hook.name, hook.as_name, hook.heartbeat_timeout) == ("drain", "web", 9)
    assert hook.connection is web.connection
    assert sent(server) == {
        "Action": "PutLifecycleHook",
        "AutoScalingGroupName": "web",
        "LifecycleHookName": "drain",
        "LifecycleTransition": transition,
        "HeartbeatTimeout": "9",
    }
    given: LifecycleHook[Any] = LifecycleHook(name="warm", as_name="other", transition="a")
    copied = style.settle(web.put_lifecycle_hook(given, default_result="CONTINUE"))
    assert (copied.as_name, given.as_name, given.connection) == ("web", "other", None)
    with pytest.raises(TypeError, match=r"'hartbeat_timeout'; did you mean heartbeat_timeout\?"):
        web.put_lifecycle_hook("drain", hartbeat_timeout=9)
    members = {"LifecycleHookName": "drain", "AutoScalingGroupName": "web"}
    server.script(result("DescribeLifecycleHooks", {"LifecycleHooks": [members]}))
    (found,) = style.settle(web.get_lifecycle_hooks())
    style.settle(found.update())
    assert sent(server)["Action"] == "PutLifecycleHook"
    style.settle(found.delete())
    assert sent(server)["LifecycleHookName"] == "drain"


def test_a_warm_pool_is_put_read_and_deleted(web: Any, style: Blocking, server: Wire) -> None:
    put = web.put_warm_pool(pool_state="Stopped", min_size=2, reuse_on_scale_in=True)
    assert style.settle(put) is True
    expected = {
        "Action": "PutWarmPool",
        "AutoScalingGroupName": "web",
        "PoolState": "Stopped",
        "MinSize": "2",
        "InstanceReusePolicy.ReuseOnScaleIn": "true",
    }
    assert sent(server) == expected
    server.script(pool("Warmed:Stopped", InstanceReusePolicy={"ReuseOnScaleIn": True}))
    found = style.settle(web.get_warm_pool())
    assert (found.as_name, found.min_size, len(found.instances)) == ("web", 2, 1)
    style.settle(web.put_warm_pool(found, min_size=3))
    assert sent(server) == {**expected, "MinSize": "3"}
    assert found.min_size == 2
    style.settle(found.update())
    assert sent(server) == expected
    style.settle(found.delete(force_delete=True))
    assert sent(server)["ForceDelete"] == "true"
    style.settle(web.delete_warm_pool())
    assert sent(server) == {"Action": "DeleteWarmPool", "AutoScalingGroupName": "web"}
    with pytest.raises(TypeError, match=r"'min'; did you mean"):
        web.put_warm_pool(min=2)
    with pytest.raises(ValueError, match="either reuse_on_scale_in or instance_reuse_policy"):
        web.put_warm_pool(instance_reuse_policy={}, reuse_on_scale_in=True)
    with pytest.raises(ValueError, match="needs the name of its group"):
        WarmPool(web.connection).delete()


def test_waiting_for_a_warm_pool_counts_all_pages(web: Any, style: Blocking, server: Wire) -> None:
    server.script(
        pool("Warmed:Pending"),
        pool("Warmed:Stopped", token="more"),
        pool("Warmed:Pending"),
        pool("Warmed:Stopped", token="more"),
        pool("Warmed:Running"),
    )
    waited = style.settle(web.get_warm_pool())
    found = style.settle(waited.wait_until_warm(delay=0))
    assert [one.lifecycle_state for one in found.instances] == ["Warmed:Stopped", "Warmed:Running"]
    assert sent(server)["NextToken"] == "more"
    server.script(pool("Warmed:Stopped", "Warmed:Terminating"))
    with pytest.raises(
        WaitTimeoutError, match=r"2 instances warm.*1 Warmed:Stopped, 1 Warmed:Term"
    ):
        style.settle(waited.wait_until_warm(2, timeout=0))
    server.script(result("DescribeWarmPool", {"Instances": []}))
    with pytest.raises(BotoClientError, match="group 'web' has no warm pool"):
        style.settle(waited.wait_until_warm(2))
    server.script(pool("Warmed:Stopped", token="more"), pool("Warmed:Stopped"))
    assert len(style.all(waited.iter_instances())) == 2


def test_waiting_for_instances_counts_weights_of_healthy_ones(
    web: Any, style: Blocking, server: Wire
) -> None:
    weighted = ("InService*2", "InService*3")
    server.script(
        group("InService*2", "Pending*3", DesiredCapacity=5),
        group("InService*2", "InService*3!", DesiredCapacity=5),
        group(*weighted, DesiredCapacity=5),
    )
    seen: list[Any] = []
    style.settle(web.wait_until_in_service(delay=0, progress=seen.append))
    assert [(state.done, state.total) for state in seen] == [(2, 5), (2, 5), (5, 5)]
    assert "1 InService (unhealthy)" in seen[1].seen


class Processes:
    """A server that keeps the suspended processes of a group."""

    def __init__(self, server: Wire, *before: str) -> None:
        self.suspended = list(before)
        self.refuses = False
        self.calls: list[tuple[str, list[str]]] = []
        server.otherwise = self.respond

    def respond(self, request: Any) -> Any:
        """Respond to a request."""
        name = request.operation
        if name == "DescribeAutoScalingGroups":
            suspended = [{"ProcessName": process} for process in self.suspended]
            return group(SuspendedProcesses=suspended)
        if name == "DescribeScalingProcessTypes":
            kinds = [{"ProcessName": process} for process in ("AZRebalance", "Launch")]
            return result(name, {"Processes": kinds})
        named = [
            value for key, value in request.parameters.items() if key.startswith("ScalingProcesses")
        ]
        self.calls.append((name, named))
        if self.refuses:
            return failure("ValidationError", "no")
        for process in named:
            (self.suspended.append if name == "SuspendProcesses" else self.suspended.remove)(
                process
            )
        return result(name)


def within(style: Blocking, suspension: Any, do: Any = None) -> list[str]:
    """Run a block with suspended processes, and return its target."""
    if hasattr(suspension._group.connection, "__aenter__"):

        async def later() -> list[str]:
            async with suspension as names:
                if do:
                    do()
            return list(names)

        return list(style.settle(later()))
    with suspension as names:
        if do:
            do()
    return list(names)


def test_only_processes_that_were_suspended_are_resumed(
    web: Any, style: Blocking, server: Wire
) -> None:
    aws = Processes(server, "AZRebalance")
    during: list[list[str]] = []
    names = within(
        style,
        web.suspended("AZRebalance", "AlarmNotification"),
        lambda: during.append(list(aws.suspended)),
    )
    assert names == ["AlarmNotification"]
    assert during == [["AZRebalance", "AlarmNotification"]]
    assert aws.suspended == ["AZRebalance"]
    # Nothing is sent: an empty list would mean all processes.
    aws.calls.clear()
    assert within(style, web.suspended("AZRebalance")) == []
    assert aws.calls == []
    assert within(style, web.suspended()) == ["Launch"]
    assert aws.suspended == ["AZRebalance"]


def test_processes_are_resumed_after_an_error(web: Any, style: Blocking, server: Wire) -> None:
    aws = Processes(server)

    def fail() -> None:
        raise KeyError("why")

    with pytest.raises(KeyError, match="why"):
        within(style, web.suspended("Launch", "Launch"), fail)
    assert aws.calls == [("SuspendProcesses", ["Launch"]), ("ResumeProcesses", ["Launch"])]
    aws.refuses = True
    with pytest.raises(BotoServerError, match="no"):
        within(style, web.suspended("Launch"))
    assert len(aws.calls) == 3, "a refused suspension is not resumed"


def test_the_other_style_of_suspending_is_an_error(web: Any, style: Blocking) -> None:
    if hasattr(web.connection, "__aenter__"):
        with pytest.raises(TypeError, match="use `async with`"), web.suspended("Launch"):
            pass
    else:
        with pytest.raises(TypeError, match="use `with`"):
            style.settle(web.suspended("Launch").__aenter__().send(None))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda web: web.put_warm_pool(5), "pool must be a WarmPool or a dict, got 5"),
        (lambda web: web.put_lifecycle_hook(5), "hook must be a LifecycleHook or its name, got 5"),
        (
            lambda web: web.put_lifecycle_hook(""),
            "hook must be a LifecycleHook or its name, got ''",
        ),
        (lambda web: web.tag("stage"), "tags must be a dict of keys and values, got 'stage'"),
        (lambda web: web.untag(5), "keys must be a list of strings, got 5"),
        (lambda web: web.attach_traffic_sources(5), "must be a TrafficSource, a dict or a string"),
    ],
)
def test_invalid_arguments_are_errors(web: Any, server: Wire, call: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        call(web)
    assert not server.requests
