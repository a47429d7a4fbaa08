"""The value classes hold against what boto 2.49 was recorded to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.compat import record_values as record_oracle
from tests.compat import value_scenarios as scenarios

ORACLE = json.loads((Path(__file__).parent / "oracle-values.json").read_text(encoding="utf-8"))
SCENARIOS = scenarios.all_of("reboto")

# What is different on purpose, and why.
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
    "datapoint": "its connection is an attribute that is not in vars()",
    "history item, bare": "boto's repr failed on one that was not read from AWS",
    "configuration files, a default of the user's": "boto lost the default",
    "server error, bytes that are no text": "the message is text whatever was sent",
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
        "str() shows an answer that is no document; boto had the word None there",
    ),
}


def ours(name: str) -> Any:
    # Through JSON and back, as the recorded side went.
    return json.loads(json.dumps(record_oracle.outcome(SCENARIOS[name])))


@pytest.mark.parametrize("name", [name for name in ORACLE if name not in DIFFERENCES])
def test_it_is_as_in_boto(name: str) -> None:
    assert ours(name) == ORACLE[name]


@pytest.mark.parametrize("name", DIFFERENCES)
def test_it_differs_from_boto_on_purpose(name: str) -> None:
    assert ours(name) != ORACLE[name], f"no longer so: {DIFFERENCES[name]}"


def test_all_that_was_recorded_is_compared() -> None:
    assert set(ORACLE) == set(SCENARIOS)
    assert len(ORACLE) > 100
