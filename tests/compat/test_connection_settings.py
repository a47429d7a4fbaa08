"""Under configuration files, a connection has the attributes of boto's."""

from __future__ import annotations

import sys

import pytest

from tests.compat import environment
from tests.compat.connection_settings import CASES, attributes

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


@pytest.mark.parametrize("case", CASES)
def test_attributes_are_those_of_boto_except_for_intended_differences(case: str) -> None:
    boto = attributes(environment.interpreter(), "boto", case)
    ours = attributes(sys.executable, "reboto", case)
    assert len(boto) > 40
    differing = {name for name in boto if ours[name] != boto[name]}
    assert differing == DIFFERENCES.get(case, (set(), ""))[0]
