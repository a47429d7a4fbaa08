"""The value classes, errors and configuration behave as those of boto 2.49."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.compat import runner, value_scenarios

if TYPE_CHECKING:
    from tests.compat.oracle import Oracle


NAMES = list(value_scenarios.all_of("reboto"))

# Intended differences, with the reasons.
DIFFERENCES = {
    "group, one zone as text": "boto took a string apart into its letters",
    "configuration, one security group as text": "boto took a string apart into its letters",
    "group, tuple of subnets": "boto joined lists only, and sent a tuple's repr",
    "group, cooldown 0": "boto took 0 for not given",
    "group.set_capacity": "one call of the connection does it, so that it can be awaited",
    "group.shutdown_instances": "it returns what update() does, so that it can be awaited",
    "alarm.delete": "it returns what delete_alarms() does, so that it can be awaited",
    "metric.create_alarm": "one call of the connection does it, so that it can be awaited",
    "group.update without a connection": "the AttributeError says how to give a connection",
    "alarm, a period with a fraction": "boto dropped the fraction",
    "alarm, CloudWatch's word for its comparison": "boto took it for unknown",
    "alarm, unknown comparison": "boto sent none and let AWS refuse the alarm",
    "group, older names": "a keyword that AWS does not have causes a warning",
    "policy, all": "a keyword that AWS does not have causes a warning",
    "datapoint": "its connection is an attribute that is not in vars()",
    "history item, bare": "boto's repr failed on one that was not read from AWS",
    "configuration files, a default of the user's": "boto lost the default",
    "server error, bytes that are no text": "the message is always text",
    "JSON service's error": "it has all attributes of a server error",
    "JSON service's error, no body": "it has all attributes of a server error",
    **dict.fromkeys(
        (
            "server error, XML that breaks off",
            "server error, plain text",
            "server error, a JSON number",
            "EC2ResponseError, plain text",
            "S3ResponseError, plain text",
            "S3CreateError, plain text",
            "SQSError, plain text",
        ),
        "str() shows a response that is not a document; boto wrote None",
    ),
}


@pytest.fixture(scope="session")
def botos(oracle: Oracle) -> dict[str, Any]:
    """The results of boto."""
    return dict(oracle.values())


@pytest.fixture(scope="session")
def ours() -> dict[str, Any]:
    """The results of reboto, serialized as JSON like boto's."""
    return dict(json.loads(json.dumps(runner.run_values("reboto"))))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in DIFFERENCES])
def test_it_is_as_in_boto(name: str, botos: dict[str, Any], ours: dict[str, Any]) -> None:
    assert ours[name] == botos[name]


@pytest.mark.parametrize("name", DIFFERENCES)
def test_it_differs_from_boto_on_purpose(
    name: str, botos: dict[str, Any], ours: dict[str, Any]
) -> None:
    assert ours[name] != botos[name], f"no longer so: {DIFFERENCES[name]}"


def test_all_scenarios_are_compared(botos: dict[str, Any]) -> None:
    assert set(botos) == set(NAMES)
    assert len(NAMES) > 100
