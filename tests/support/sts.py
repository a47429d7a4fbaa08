"""Responses of STS to AssumeRole."""

from __future__ import annotations

import datetime

from tests.support.messages import Response, result

ROLE = "arn:aws:iam::123456789012:role/reader"


def credentials(name: str = "ASIAROLE", minutes: float = 60) -> Response:
    """Return temporary credentials that expire after some minutes."""
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    content = {
        "Credentials": {
            "AccessKeyId": name,
            "SecretAccessKey": "role-secret",
            "SessionToken": "role-token",
            "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "AssumedRoleUser": {"AssumedRoleId": "AROA:session", "Arn": f"{ROLE}/session"},
    }
    return result("AssumeRole", content, service="sts")
