"""An object that was read is written back with every member that AWS takes."""

from __future__ import annotations

import base64
import contextlib
import copy
import pickle
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reboto.exception import BotoServerError
from tests.aws_model.pairs import PAIRS, Pair
from tests.aws_model.responses import document, encoded
from tests.support.examples import tries
from tests.support.messages import cbor_result, failure, result
from tests.support.model_values import Filler, operation

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

COPIES: dict[str, Callable[[Any], Any]] = {
    "itself": lambda value: value,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


def _responses(pair: Pair) -> Any:
    return cbor_result({}) if pair.service == "cloudwatch" else result(pair.write, {})


@pytest.mark.parametrize("name", PAIRS)
def test_every_member_is_written_back(style: Blocking, server: Wire, name: str) -> None:
    pair = PAIRS[name]
    server.otherwise = _responses(pair)
    connection = pair.connect(style, server)
    members = pair.values()
    for copied in COPIES.values():
        value = copied(pair.receive(style, server, connection, members))
        style.settle(pair.send(connection, value))
        assert document(server.request) == encoded(pair.service, pair.write, pair.input_of(members))


@pytest.mark.parametrize("name", PAIRS)
def test_a_pickled_object_is_written_back(style: Blocking, server: Wire, name: str) -> None:
    pair = PAIRS[name]
    server.otherwise = _responses(pair)
    connection = pair.connect(style, server)
    members = pair.values()
    value = pickle.loads(pickle.dumps(pair.receive(style, server, connection, members)))  # noqa: S301
    style.settle(pair.send(connection, value))
    assert document(server.request) == encoded(pair.service, pair.write, pair.input_of(members))


# Values that may mean that a setting is to be removed.
NOTHING: tuple[Any, ...] = ("", [], None, 0)
WHOLE = [name for name, pair in PAIRS.items() if pair.sent is None]
_KINDS = {"string": str, "list": list, "integer": int, "long": int, "double": int, "float": int}


def _is_empty(value: Any) -> bool:
    return type(value) is not bool and value in NOTHING


def _changes(pair: Pair) -> Iterator[tuple[str, Any]]:
    """Yield members that an object has, each with other values: a usual one, and empty ones."""
    filler, values = Filler(), pair.values()
    for _ in range(7):
        filler.fill(None)
    for name, of in pair.shared.items():
        if of not in values and name not in pair.excludes:
            continue
        shape = pair.input_shape.members[name]
        yield name, pair.others.get(name) or filler.fill(shape, "other")
        if shape.type_name == "boolean":
            yield name, True
            yield name, False
        for value in NOTHING:
            if value is None or type(value) is _KINDS.get(shape.type_name):
                yield name, value


def _possible(pair: Pair, members: dict[str, Any], name: str, changed: Any) -> list[dict[str, Any]]:
    """Return the documents that may be sent for an object with a changed member."""
    of = pair.shared[name]
    now = {**members, of: changed}
    if name in pair.excludes and changed not in (None, ""):
        now.pop(pair.excludes[name], None)
    inputs = [now]
    if _is_empty(changed):
        # A call that replaces everything removes what it does not have.
        inputs.append({**now, of: pair.defaults(members).get(of)})
    return [encoded(pair.service, pair.write, pair.input_of(one)) for one in inputs]


def _as_attribute(name: str, value: Any) -> Any:
    """Return a value of boto3's form as boto's attribute has it."""
    return base64.b64decode(value).decode() if name == "UserData" and value else value


@pytest.mark.parametrize("name", WHOLE)
def test_a_changed_member_is_sent_with_the_others(style: Blocking, server: Wire, name: str) -> None:
    pair = PAIRS[name]
    server.otherwise = _responses(pair)
    connection = pair.connect(style, server)
    members = pair.values()
    count = 0
    for member, changed in _changes(pair):
        value = pair.receive(style, server, connection, members)
        setattr(value, pair.shared[member], _as_attribute(member, changed))
        is_refused = False
        try:
            style.settle(pair.send(connection, value))
        except (TypeError, ValueError):
            is_refused = True
        if is_refused:
            assert _is_empty(changed), (member, changed)
            assert server.requests == []
            continue
        sent = document(server.request)
        assert sent in _possible(pair, members, member, changed), (member, changed)
        count += 1
    assert count >= len(pair.values().keys() & set(pair.shared.values()))


UPDATE = "UpdateAutoScalingGroup"
UPDATED = {
    name: shape
    for name, shape in operation("autoscaling", UPDATE).input_shape.members.items()
    if name in PAIRS["group"].shape.members and name != "AutoScalingGroupName"
}


def _update(changed: dict[str, Any]) -> dict[str, Any]:
    return encoded("autoscaling", UPDATE, {"AutoScalingGroupName": NAME, **changed})


NAME = "web"
CLEARED: dict[str, Any] = {
    "Context": "",
    "DefaultInstanceWarmup": -1,
    "DeletionProtection": "none",
    "InstanceMaintenancePolicy": {"MinHealthyPercentage": -1, "MaxHealthyPercentage": -1},
    "MaxInstanceLifetime": 0,
    "PlacementGroup": "",
    "TerminationPolicies": ["Default"],
}


@pytest.mark.parametrize("member", UPDATED)
def test_an_update_of_a_group_sends_what_changed(
    style: Blocking, server: Wire, member: str
) -> None:
    pair = PAIRS["group"]
    server.otherwise = result(UPDATE, {})
    autoscale = style.autoscale(server)
    members = {**pair.values(), "AutoScalingGroupName": NAME}
    filler = Filler()
    for _ in range(7):
        filler.fill(None)
    kind = UPDATED[member].type_name
    empty = [value for value in NOTHING if type(value) is _KINDS.get(kind)]
    if kind == "boolean":
        empty = [True, False]
    for changed in [filler.fill(UPDATED[member], "other"), *empty]:
        group = pair.receive(style, server, autoscale, members)
        setattr(group, member, changed)
        style.settle(group.update())
        expected = {} if changed == members[member] else {member: changed}
        assert document(server.request) == _update(expected), changed
        # AWS has it now.
        style.settle(group.update())
        assert document(server.requests[1]) == _update({})
        setattr(group, member, members[member])
        style.settle(group.update())
        assert document(server.requests[2]) == _update(expected and {member: members[member]})


# boto's members that AWS cannot remove: None leaves them as they are, as in boto.
LEFT_OUT = {
    "MinSize",
    "MaxSize",
    "DesiredCapacity",
    "DefaultCooldown",
    "HealthCheckType",
    "HealthCheckGracePeriod",
    "LaunchConfigurationName",
    "AvailabilityZones",
    "VPCZoneIdentifier",
}


@pytest.mark.parametrize("member", UPDATED)
def test_none_removes_a_setting_of_a_group(style: Blocking, server: Wire, member: str) -> None:
    pair = PAIRS["group"]
    server.otherwise = result(UPDATE, {})
    members = {**pair.values(), "AutoScalingGroupName": NAME}
    group = pair.receive(style, server, style.autoscale(server), members)
    setattr(group, member, None)
    if member in CLEARED:
        style.settle(group.update())
        assert document(server.request) == _update({member: CLEARED[member]})
        return
    if member in LEFT_OUT:
        style.settle(group.update())
        assert document(server.request) == _update({})
        return
    with pytest.raises(ValueError, match="must have a value, got None"):
        style.settle(group.update())
    assert server.requests == []


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_lists_and_structures_that_were_changed_in_place_are_sent(
    style: Blocking, server: Wire, copied: Callable[[Any], Any]
) -> None:
    pair = PAIRS["group"]
    server.otherwise = result(UPDATE, {})
    members = {**pair.values(), "AutoScalingGroupName": NAME}
    group = copied(pair.receive(style, server, style.autoscale(server), members))
    group.termination_policies.append("NewestInstance")
    group.instance_maintenance_policy.min_healthy_percentage = 1
    group.mixed_instances_policy.launch_template.overrides.pop()
    changed: dict[str, Any] = copy.deepcopy({name: members[name] for name in (
        "TerminationPolicies", "InstanceMaintenancePolicy", "MixedInstancesPolicy")})  # fmt: skip
    changed["TerminationPolicies"].append("NewestInstance")
    changed["InstanceMaintenancePolicy"]["MinHealthyPercentage"] = 1
    changed["MixedInstancesPolicy"]["LaunchTemplate"]["Overrides"].pop()
    style.settle(group.update())
    assert document(server.request) == _update(changed)
    style.settle(group.update())
    assert document(server.requests[1]) == _update({})


def _other(member: str, seed: int) -> Any:
    filler = Filler()
    for _ in range(seed):
        filler.fill(None)
    return filler.fill(UPDATED[member], "other")


_STEPS = st.one_of(
    st.tuples(st.sampled_from(sorted(UPDATED)), st.integers(0, 9)),
    st.sampled_from(["update", "refused", "copy", "deepcopy", "pickle"]),
)


@tries(25)
@given(steps=st.lists(_STEPS, max_size=20))
def test_a_series_of_updates_sends_each_change_once(
    style: Blocking, server: Wire, steps: list[tuple[str, int] | str]
) -> None:
    pair = PAIRS["group"]
    server.otherwise = result(UPDATE, {})
    autoscale = style.autoscale(server)
    at_aws = {**pair.values(), "AutoScalingGroupName": NAME}
    group = pair.receive(style, server, autoscale, at_aws)
    now = dict(at_aws)
    for step in [*steps, "update"]:
        if isinstance(step, tuple):
            member, seed = step
            now[member] = _other(member, seed)
            setattr(group, member, now[member])
            continue
        if step in COPIES:
            group = COPIES[step](group)
            continue
        if step == "pickle":
            # Connections are not pickled.
            group = pickle.loads(pickle.dumps(group))  # noqa: S301
            group.connection = autoscale
            continue
        server.requests.clear()
        if step == "refused":
            server.script(failure("ValidationError", "no", status=400))
            with contextlib.suppress(BotoServerError):
                style.settle(group.update())
        else:
            style.settle(group.update())
        changed = {name: now[name] for name in UPDATED if now[name] != at_aws[name]}
        assert document(server.request) == _update(changed)
        if step == "update":
            at_aws = dict(now)
