"""Each operation sends the document that botocore sends, with every member of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cbor2
import pytest

from tests.aws_model.calls import call, sent, variants
from tests.aws_model.responses import comparable
from tests.support.messages import cbor_result, result
from tests.support.model_values import Filler, operation, operations, query, service_model

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

ALL = list(operations())
_TAG = {
    f"Tags.member.{at}.{name}" for at in (1, 2) for name in ("PropagateAtLaunch", "ResourceType")
}
# Members with a default in boto, which is always sent.
DEFAULTS = {
    "CreateLaunchConfiguration": {"EbsOptimized", "InstanceMonitoring.Enabled", "InstanceType"},
    "CreateOrUpdateTags": _TAG,
    "DeleteTags": _TAG,
    "SetInstanceHealth": {"ShouldRespectGracePeriod"},
    "TerminateInstanceInAutoScalingGroup": {"ShouldDecrementDesiredCapacity"},
}


def test_every_operation_and_member_is_counted() -> None:
    members = 0
    for service in ("autoscaling", "cloudwatch"):
        shapes = map(service_model(service).shape_for, service_model(service).shape_names)
        members += sum(
            len(shape.members)
            for shape in shapes
            if shape.type_name == "structure" and not shape.metadata.get("exception")
        )
    assert len(ALL) == 127
    assert members >= 1340


@pytest.mark.parametrize("required_only", [False, True], ids=["all", "required"])
@pytest.mark.parametrize(("service", "name"), ALL, ids=[name for _, name in ALL])
def test_requests_are_those_of_botocore(
    style: Blocking, server: Wire, service: str, name: str, required_only: bool
) -> None:
    shape = operation(service, name).input_shape
    given = Filler(required_only=required_only).fill(shape)
    connect = style.autoscale if service == "autoscaling" else style.cloudwatch
    server.otherwise = result(name, {}) if service == "autoscaling" else cbor_result({})
    connection = connect(server)
    for variant in variants(name, given):
        style.settle(call(service, name, connection, variant))
        expected = sent(name, variant)
        request = server.requests[-1]
        if service == "cloudwatch":
            assert request.operation == name
            assert comparable(cbor2.loads(request.body)) == comparable(expected)
            continue
        parameters = dict(request.parameters)
        assert (parameters.pop("Action"), parameters.pop("Version")) == (name, "2011-01-01")
        wanted = query(shape, expected) if shape is not None else {}
        more = {key for key in parameters if key not in wanted}
        assert {key: parameters.get(key) for key in wanted} == wanted
        assert more <= DEFAULTS.get(name, set())
