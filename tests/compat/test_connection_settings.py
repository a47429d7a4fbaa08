"""Under configuration files, a connection has the attributes recorded from boto."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.compat import connection_settings as record_connections

RECORDED = json.loads((Path(__file__).parent / "connection-settings.json").read_text())
SERVICES = ("autoscale", "cloudwatch")
DIFFERENCES = {
    "no debug, argument": (
        {f"{service}.debug" for service in SERVICES},
        "boto took any section [Boto] for one that switches debugging off",
    ),
    "a region alone": (
        {"autoscale.host", "autoscale.region"},
        "boto still called us-east-1",
    ),
    "keys, environment": (
        {f"{service}.security_token" for service in SERVICES},
        "boto joined the file's token to the environment's keys",
    ),
    "AWS_REGION": (
        {f"{service}.{name}" for service in SERVICES for name in ("host", "region")},
        "boto did not know the variable",
    ),
    "profile, environment": (
        {
            f"{service}.{name}"
            for service in SERVICES
            for name in ("aws_access_key_id", "aws_secret_access_key")
        },
        "boto took the environment's keys although a profile was named",
    ),
}


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, object]]:
    return record_connections.record("reboto")


def test_all_that_was_recorded_is_compared() -> None:
    assert set(RECORDED) == set(record_connections.CASES)
    assert len(RECORDED["nothing"]) > 40


@pytest.mark.parametrize("case", record_connections.CASES)
def test_it_is_as_in_boto_but_where_it_is_meant_not_to_be(
    case: str, found: dict[str, dict[str, object]]
) -> None:
    ours, botos = found[case], {**RECORDED["nothing"], **RECORDED[case]}
    differing = {name for name in botos if ours[name] != botos[name]}
    assert differing == DIFFERENCES.get(case, (set(), ""))[0]
