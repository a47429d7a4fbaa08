"""Every operation of AWS's model is answered, in a form that botocore parses and the model allows.

The operations are called in one order, each with resources that the ones before it created.
CloudWatch is called in both of its protocols.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import botocore.config
import botocore.session
import pytest
from botocore.exceptions import ClientError
from botocore.parsers import create_parser

from tests.local.operation_scenarios import AUTOSCALING, CLOUDWATCH, GROUP, REFUSED
from tests.local.rawclient import RawClient
from tests.support.model_values import operation, operations, query, service_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    import reboto.local


def faults(shape: Any, value: object, path: str) -> Iterator[str]:
    """Yield where a parsed response differs from the model."""
    kinds: dict[str, Any] = {
        "structure": dict,
        "list": list,
        "map": dict,
        "string": str,
        "integer": int,
        "long": int,
        "double": (float, int),
        "float": (float, int),
        "boolean": bool,
        "timestamp": datetime.datetime,
        "blob": bytes,
    }
    given: Any = value
    if not isinstance(given, kinds[shape.type_name]):
        yield f"{path}: {value!r} is not a {shape.type_name}"
    elif shape.type_name == "structure":
        for name in shape.required_members:
            if name not in given:
                yield f"{path}: {name} is missing"
        for name, one in given.items():
            if name not in shape.members:
                yield f"{path}.{name} is not in the model"
            else:
                yield from faults(shape.members[name], one, f"{path}.{name}")
    elif shape.type_name == "list":
        for at, one in enumerate(given):
            yield from faults(shape.member, one, f"{path}[{at}]")
    elif (enum := shape.metadata.get("enum")) and value not in enum:
        yield f"{path}: {value!r} is not one of {enum}"


def filled(given: Any, made: dict[str, Any]) -> Any:
    return given if isinstance(given, dict) else given(made)


def check(service: str, name: str, response: dict[str, Any]) -> None:
    response = {key: value for key, value in response.items() if key != "ResponseMetadata"}
    shape = operation(service, name).output_shape
    found = list(faults(shape, response, name)) if shape is not None else list(response)
    assert found == []


def client_of(service: str, endpoint: reboto.local.Endpoint) -> Any:
    return botocore.session.Session().create_client(
        service,
        region_name="us-east-1",
        endpoint_url=endpoint.url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=botocore.config.Config(retries={"max_attempts": 0}),
    )


def target_group(endpoint: reboto.local.Endpoint) -> str:
    network = client_of("ec2", endpoint).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    client_of("elb", endpoint).create_load_balancer(
        LoadBalancerName="classic",
        AvailabilityZones=["us-east-1a"],
        Listeners=[{"Protocol": "http", "LoadBalancerPort": 80, "InstancePort": 80}],
    )
    made = client_of("elbv2", endpoint).create_target_group(
        Name="targets", Protocol="HTTP", Port=80, VpcId=network
    )
    return str(made["TargetGroups"][0]["TargetGroupArn"])


def test_the_scenarios_call_every_operation() -> None:
    called = {("autoscaling", name) for name, _ in AUTOSCALING}
    called |= {("cloudwatch", name) for name, _ in CLOUDWATCH}
    assert called == set(operations())
    assert len(called) == 127


def test_every_operation_of_auto_scaling_is_answered(endpoint: reboto.local.Endpoint) -> None:
    autoscaling = client_of("autoscaling", endpoint)
    for hour in range(30):
        endpoint.record("AWS/EC2", "CPUUtilization", 40 + hour, dimensions=GROUP, period=60)
        endpoint.advance(3600)
    made: dict[str, Any] = {"targets": target_group(endpoint)}
    for name, given in AUTOSCALING:
        parameters = filled(given, made)
        if name in REFUSED:
            with pytest.raises(ClientError, match=REFUSED[name]):
                autoscaling._make_api_call(name, parameters)
            continue
        response = autoscaling._make_api_call(name, parameters)
        check("autoscaling", name, response)
        if name == "DescribeAutoScalingInstances":
            instances = response["AutoScalingInstances"]
            made["instances"] = [one["InstanceId"] for one in instances]


@pytest.mark.parametrize("protocol", ["cbor", "query"])
def test_every_operation_of_cloudwatch_is_answered(
    endpoint: reboto.local.Endpoint, protocol: str
) -> None:
    made: dict[str, Any] = {}
    cloudwatch, raw = client_of("cloudwatch", endpoint), RawClient(endpoint.host, endpoint.port)
    for name, given in CLOUDWATCH:
        parameters = filled(given, made)
        if protocol == "cbor":
            response = cloudwatch._make_api_call(name, parameters)
        else:
            response = by_query(raw, name, parameters)
        check("cloudwatch", name, response)
        if name == "PutMetricStream":
            made["stream"] = response["Arn"]
        elif name == "PutMetricDataQueryDefinition":
            made["query"] = response["Id"]
        elif name == "GetMetricWidgetImage":
            assert response["MetricWidgetImage"].startswith(b"\x89PNG\r\n")
    raw.close()


def by_query(raw: RawClient, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    model = operation("cloudwatch", name)
    flat = query(model.input_shape, parameters) if model.input_shape is not None else {}
    response = raw.query("monitoring", name, flat)
    assert response.status == 200, (name, response.body)
    parsed = {
        "body": response.body,
        "headers": dict(response.headers),
        "status_code": response.status,
    }
    found: dict[str, Any] = create_parser("query").parse(parsed, model.output_shape)
    return found


@pytest.mark.parametrize("service", ["autoscaling", "cloudwatch"])
def test_names_that_do_not_exist_are_errors_of_the_model(
    endpoint: reboto.local.Endpoint, service: str
) -> None:
    client, codes = client_of(service, endpoint), set()
    for name in service_model(service).operation_names:
        model = operation(service, name)
        if model.input_shape is None or not name.startswith(("Get", "Describe")):
            continue
        scenario = dict(AUTOSCALING if service == "autoscaling" else CLOUDWATCH)[name]
        given = scenario({"query": "none"}) if callable(scenario) else scenario
        if not {*model.input_shape.required_members} - {"StartTime", "EndTime", "Period"}:
            continue
        try:
            client._make_api_call(name, given)
        except ClientError as error:
            known = {
                shape.metadata.get("error", {}).get("code", shape.name)
                for shape in model.error_shapes
            }
            code = str(error.response.get("Error", {}).get("Code"))
            assert code in known | {"ValidationError"} or code.endswith("NotFoundException"), name
            codes.add(code)
    assert codes
