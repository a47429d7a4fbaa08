"""Hostile values in every operation of both services get responses in AWS's form.

Nothing of moto's shows: no 5xx, no exception's name, nothing on standard error.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from tests.local.rawclient import RawClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    import reboto.local
    from tests.local.rawclient import Response

MODELS = {
    name: ServiceModel(Loader().load_service_model(name, "service-2"))
    for name in ("autoscaling", "cloudwatch")
}
AUTOSCALING = list(MODELS["autoscaling"].operation_names)
CLOUDWATCH = list(MODELS["cloudwatch"].operation_names)

TEXTS = ("", "none", "é\U0001f600", "x" * 3000, "-1", "<&>")
NUMBERS = ("-1", "0", "1000", "99999999999999999999", "1.5", "many", "")
WEB = {"AutoScalingGroupName": "web"}


@pytest.fixture(scope="module")
def client(_endpoint: reboto.local.Endpoint) -> Iterator[RawClient]:
    _endpoint.reset()
    client = RawClient(_endpoint.host, _endpoint.port)
    client.autoscale(
        "CreateLaunchConfiguration",
        LaunchConfigurationName="v1",
        ImageId="ami-1234",
        InstanceType="t2.micro",
    )
    yield client
    client.close()


@pytest.fixture(autouse=True)
def _silence(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.WARNING)
    yield
    output = capfd.readouterr()
    assert (output.out, output.err) == ("", "")
    assert [record.getMessage() for record in caplog.records] == []


def group(client: RawClient) -> None:
    client.autoscale(
        "CreateAutoScalingGroup",
        **WEB,
        LaunchConfigurationName="v1",
        MinSize="0",
        MaxSize="1",
        **{"AvailabilityZones.member.1": "us-east-1a"},
    )


def proper(response: Response, output: str) -> None:
    assert 200 <= response.status < 500, (output, response.status, response.body)
    for sign in (b"Error(", b"Traceback", b"moto", b"NoneType", b"object has no"):
        assert sign not in response.body, (output, response.body)


def flat(shape: Any, fill: dict[str, str], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """Every member of a shape, as parameters of the Query protocol."""
    found: dict[str, str] = {}
    if depth > 4:
        return found
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            found |= flat(member, fill, f"{prefix}.{name}" if prefix else name, depth + 1)
    elif shape.type_name == "list":
        found |= flat(shape.member, fill, f"{prefix}.member.1", depth + 1)
    else:
        found[prefix] = fill.get(shape.type_name, fill["string"])
    return found


def documents(shape: Any, fill: dict[str, Any], depth: int = 0) -> Any:
    """Every member of a shape, as CBOR carries them."""
    if shape.type_name == "structure":
        return {
            name: documents(member, fill, depth + 1)
            for name, member in shape.members.items()
            if depth < 5
        }
    if shape.type_name == "list":
        return [documents(shape.member, fill, depth + 1)]
    if shape.type_name == "map":
        return {"k": documents(shape.value, fill, depth + 1)}
    return fill.get(shape.type_name, fill["string"])


@pytest.mark.parametrize("operation", AUTOSCALING)
def test_auto_scaling_answers_properly(client: RawClient, operation: str) -> None:
    group(client)
    shape = MODELS["autoscaling"].operation_model(operation).input_shape
    proper(client.autoscale(operation), operation)
    for number in NUMBERS:
        kinds = dict.fromkeys(("integer", "long", "double", "float", "timestamp"), number)
        members = flat(shape, {"string": "none", "boolean": "true", **kinds}) if shape else {}
        proper(client.autoscale(operation, **members), f"{operation} {number}")
        for name, value in members.items():
            if value == number:
                proper(client.autoscale(operation, **WEB | {name: value}), f"{operation} {name}")
    for text in TEXTS:
        fill = {"string": text, "integer": "1", "boolean": text, "timestamp": text, "double": "1"}
        members = flat(shape, fill) if shape else {}
        proper(client.autoscale(operation, **members), f"{operation} {text[:9]}")
        proper(client.autoscale(operation, **members | WEB), f"{operation} {text[:9]} of web")
        for name, value in members.items():
            if "." not in name:
                proper(client.autoscale(operation, **WEB | {name: value}), f"{operation} {name}")


@pytest.mark.parametrize("operation", CLOUDWATCH)
def test_cloudwatch_answers_properly(client: RawClient, operation: str) -> None:
    shape = MODELS["cloudwatch"].operation_model(operation).input_shape
    numbers: tuple[Any, ...] = (-1, 0, 1.5, 10**12, float("nan"), float("inf"), "many", None)
    for number in numbers:
        kinds = dict.fromkeys(("integer", "long", "double", "float", "timestamp"), number)
        document = documents(shape, {"string": "none", "boolean": True, **kinds}) if shape else {}
        proper(client.cloudwatch(operation, document), f"{operation} {number}")
        for name, value in document.items():
            proper(client.cloudwatch(operation, {name: value}), f"{operation} {name} {number}")
    for text in TEXTS:
        fill = {"string": text, "integer": 1, "boolean": text, "timestamp": text, "double": 1.0}
        document = documents(shape, fill) if shape else {}
        proper(client.cloudwatch(operation, document), f"{operation} {text[:9]}")
        for name, value in document.items():
            proper(client.cloudwatch(operation, {name: value}), f"{operation} {name} {text[:9]}")
