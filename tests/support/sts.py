"""What STS answers when a role is assumed."""

from __future__ import annotations

import datetime

from tests.support.messages import Answer, result

ROLE = "arn:aws:iam::123456789012:role/reader"


def credentials(name: str = "ASIAROLE", minutes: float = 60) -> Answer:
    """Credentials for a while."""
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
