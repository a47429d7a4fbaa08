"""Differences in the lookup of credentials."""

from __future__ import annotations

from tests.compat.difference_rows.row import NOTHING, Row

ROWS = [
    Row(
        "time of the lookup",
        "looks for credentials when the connection is made; raises `NoAuthHandlerFound` or "
        "`ProfileNotFoundError` there",
        "looks for them, and raises these errors, at the first call",
        "Include the first call in the `try` block.",
    ),
    Row(
        "`profile_name` and access keys in the environment",
        "the environment takes precedence",
        "`profile_name` takes precedence",
        "Leave `profile_name` out to use the environment.",
    ),
    Row(
        "one of `aws_access_key_id` and `aws_secret_access_key` as an argument",
        "takes the other one from another source",
        "raises ValueError",
        "Pass both or neither. `security_token` alone is added to the access key of the "
        "environment or of boto.cfg.",
    ),
    Row(
        "one of `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`",
        "looks for the other one in other sources",
        "the id alone is an error; a secret alone is named in the error if no credentials are "
        "found",
        "Set both or neither.",
    ),
    Row(
        "session tokens",
        "adds a token of boto.cfg to the access key of the environment",
        "takes the token from the source of the access key",
        "Set `AWS_SESSION_TOKEN` next to `AWS_ACCESS_KEY_ID`.",
    ),
    Row(
        "empty environment variables and options",
        "signs with an empty access key; looks for a profile without a name",
        "treats them as not set",
        NOTHING,
    ),
    Row(
        "blanks, newlines and other characters that are not printable ASCII",
        "sends them; AWS refuses the signature",
        "raises an error that names the source; sends nothing",
        "Strip the value.",
    ),
    Row(
        "`keyring` in `[Credentials]` of boto.cfg",
        "reads the secret key from the system's keyring",
        "ignores it",
        "Read the keyring in a [`credentials_provider`](guide/credentials.md).",
    ),
    Row(
        "the instance's role",
        "IMDSv1",
        "IMDSv2, which needs a hop limit of 2 inside a container",
        "Check the instance's metadata options if the role is not found.",
    ),
    Row(
        "credentials in text",
        "writes credentials to debug logs",
        "[redacts](security.md#secrets) them everywhere",
        "Read `connection.aws_secret_access_key` where you need the value.",
    ),
]
