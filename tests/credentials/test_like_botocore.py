"""Variables and shared files lead to botocore's credentials, or to an error that says where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import botocore.config
import botocore.exceptions
import botocore.session
import pytest

from reboto.exception import NoAuthHandlerFound
from reboto.provider import ProfileNotFoundError
from tests.credentials.sources import NO_KEYS, ROLE, credentials
from tests.support.wire import Request, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.styles import Blocking

PAIR = "aws_access_key_id = %s\naws_secret_access_key = a-secret-key\n"
BASE = "[profile base]\n" + PAIR % "AKBASE"
WORKER = f"[profile worker]\nrole_arn = {ROLE}\n"
FROM_BASE = f"{WORKER}source_profile = base\n%s{BASE}"
IDENTITY = {"AWS_ROLE_ARN": ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token"}
KEYS = {"AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "secret"}
PROGRAM = (
    'credential_process = echo \'{"Version": 1, "AccessKeyId": "AKPROGRAM", '
    '"SecretAccessKey": "secret", "SessionToken": "printed"}\'\n'
)
DEFAULT = f"[default]\n{PAIR % 'AKDEFAULT'}"

# Variables, ~/.aws/config and ~/.aws/credentials; the profile `worker` is used if a file has it.
SAME: dict[str, tuple[dict[str, str], str, str]] = {
    "keys": (KEYS, "", ""),
    "keys before a profile": ({**KEYS, "AWS_PROFILE": "base"}, BASE, ""),
    "a token": ({**KEYS, "AWS_SESSION_TOKEN": "t"}, "", ""),
    "two tokens": ({**KEYS, "AWS_SESSION_TOKEN": "t", "AWS_SECURITY_TOKEN": "u"}, "", ""),
    "an empty token": ({**KEYS, "AWS_SESSION_TOKEN": "t", "AWS_SECURITY_TOKEN": ""}, "", ""),
    "empty keys": (dict.fromkeys(KEYS, ""), "", DEFAULT),
    "a secret alone": ({"AWS_SECRET_ACCESS_KEY": "x"}, "", DEFAULT),
    "a token alone": ({"AWS_SESSION_TOKEN": "x"}, "", DEFAULT),
    "a quoted key": ({**KEYS, "AWS_ACCESS_KEY_ID": '"AK%s"'}, "", ""),
    "AWS_DEFAULT_PROFILE": ({"AWS_DEFAULT_PROFILE": "base"}, BASE, DEFAULT),
    "both files": ({}, f"[default]\n{PAIR % 'AKCONFIG'}", DEFAULT),
    "a token of the other file": ({}, "[default]\naws_session_token = t\n", DEFAULT),
    "a program": ({}, f"[default]\n{PROGRAM}", ""),
    "a role": ({}, FROM_BASE % "", ""),
    "a role without empty options": (
        {},
        FROM_BASE % "role_session_name =\nduration_seconds =\nregion =\n",
        "",
    ),
    "a role with all options": (
        {},
        FROM_BASE % "external_id = a/b:c\nrole_session_name = me\nduration_seconds = 1800\n",
        "",
    ),
    "a role's longest session": ({}, FROM_BASE % "duration_seconds = 43200\n", ""),
    "a role with a quoted option": ({}, FROM_BASE % 'external_id = "x1"\n', ""),
    "a role of a role": (
        {},
        (
            f"{WORKER}source_profile = b\nexternal_id = outer\n[profile b]\nrole_arn = {ROLE}2\n"
            f"external_id = inner\nduration_seconds = 900\nsource_profile = base\n{BASE}"
        ),
        "",
    ),
    "a role of a profile with keys and a role": (
        {},
        (
            f"{WORKER}source_profile = b\n[profile b]\nrole_arn = {ROLE}2\nsource_profile = base\n"
            f"{PAIR % 'AKMIDDLE'}{BASE}"
        ),
        "",
    ),
    "a role of the profile itself": ({}, f"{WORKER}source_profile = worker\n{PAIR % 'AKSELF'}", ""),
    "a role of the credentials file": ({}, f"{WORKER}source_profile = default\n", DEFAULT),
    "a role of a program": ({}, f"{WORKER}source_profile = b\n[profile b]\n{PROGRAM}", ""),
    "a role of a web identity": (
        {},
        (
            f"{WORKER}source_profile = b\n[profile b]\nrole_arn = {ROLE}2\n"
            "web_identity_token_file = {home}/token\n"
        ),
        "",
    ),
    "a role of the environment": (
        {**KEYS, "AWS_SESSION_TOKEN": "t"},
        f"{WORKER}credential_source = Environment\n",
        "",
    ),
    "a role of the container": (
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/keys"},
        f"{WORKER}credential_source = EcsContainer\n",
        "",
    ),
    "a role of the instance": (
        {"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}"},
        f"{WORKER}credential_source = Ec2InstanceMetadata\n",
        "",
    ),
    "a web identity": (IDENTITY, "", ""),
    "a web identity with a name": ({**IDENTITY, "AWS_ROLE_SESSION_NAME": "me"}, "", ""),
    "a web identity with an empty name": ({**IDENTITY, "AWS_ROLE_SESSION_NAME": ""}, "", ""),
    "a profile's web identity": (
        {},
        (
            f"{WORKER}web_identity_token_file = {{home}}/token\nrole_session_name = me\n"
            "duration_seconds = 1800\nsource_profile = base\n"
        ),
        "",
    ),
    "STS in general": (
        {"AWS_ENDPOINT_URL_STS": "", "AWS_ENDPOINT_URL": "{url}"},
        FROM_BASE % "",
        "",
    ),
    "STS in the profile": (
        {"AWS_ENDPOINT_URL_STS": ""},
        FROM_BASE % "services = s\n" + "[services s]\nsts =\n  endpoint_url = {url}\n",
        "",
    ),
    "STS with FIPS": ({"AWS_USE_FIPS_ENDPOINT": "true"}, FROM_BASE % "", ""),
    "a role without credential_source": (
        {},
        f"[default]\n{PAIR % 'AK'}credential_source = X\n",
        "",
    ),
}


class Place:
    """A server of all services, which stand behind one address, and the user's settings."""

    def __init__(self, server: Wire, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server, self.home, self._monkeypatch = server, home, monkeypatch

    def set_up(self, variables: dict[str, str], config: str, shared: str) -> str | None:
        def filled(text: str) -> str:
            return text.replace("{home}", str(self.home)).replace("{url}", self.server.url)

        (self.home / "token").write_text("a-token")
        (self.home / ".aws").mkdir()
        (self.home / ".aws" / "config").write_text(filled(config))
        (self.home / ".aws" / "credentials").write_text(filled(shared))
        own = {"AWS_ENDPOINT_URL_STS": "{url}", "AWS_ENDPOINT_URL_AUTO_SCALING": "{url}"}
        for name, value in {"AWS_DEFAULT_REGION": "us-east-1", **own, **variables}.items():
            self._monkeypatch.setenv(name, filled(value))
        return "worker" if "worker" in config else None

    def by_botocore(self, profile: str | None) -> list[Any]:
        self.server.requests.clear()
        session = botocore.session.Session(profile=profile)
        config = botocore.config.Config(retries={"max_attempts": 0})
        client: Any = session.create_client("autoscaling", config=config)
        client.describe_auto_scaling_groups()
        return self._sent()

    def by_reboto(self, style: Blocking, profile: str | None) -> list[Any]:
        self.server.requests.clear()
        connection = style.autoscale(profile_name=profile, num_retries=0)
        style.settle(connection.get_all_groups())
        return self._sent()

    def _sent(self) -> list[Any]:
        # The instance's tokens expire at once here, so their number does not matter.
        return [summary(request) for request in self.server.requests if request.method != "PUT"]


def summary(request: Request) -> Any:
    parameters = {name: text for name, text in request.parameters.items() if name != "Version"}
    # Those of STS that the packages choose.
    if re.search(r"\d{9}", parameters.get("RoleSessionName", "")):
        del parameters["RoleSessionName"]
    if not request.operation:
        return request.method, request.path
    if not request.operation.startswith("AssumeRole"):
        parameters = {}
    scope = request.scope and (
        request.scope.access_key,
        request.scope.region,
        request.scope.service,
    )
    return request.operation, scope, request.headers.get("x-amz-security-token"), parameters


def respond(request: Request) -> Any:
    """Respond as AWS or as a source of credentials."""
    from tests.support.messages import success

    own = (request.operation or "").startswith("Describe")
    return success(request) if own else credentials(request)


@pytest.fixture
def place(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A server of all services."""
    with Wire(respond) as server:
        yield Place(server, home, monkeypatch)


@pytest.mark.parametrize("name", SAME)
def test_the_same_requests_are_sent(name: str, style: Blocking, place: Place) -> None:
    profile = place.set_up(*SAME[name])
    expected = place.by_botocore(profile)
    assert expected[-1][0] == "DescribeAutoScalingGroups"
    assert place.by_reboto(style, profile) == expected


# What both refuse, and what reboto's error says.
REFUSED: dict[str, tuple[dict[str, str], str, str]] = {
    "an id alone": ({"AWS_ACCESS_KEY_ID": "AK"}, DEFAULT, "but AWS_SECRET_ACCESS_KEY is not"),
    "a missing profile": ({"AWS_DEFAULT_PROFILE": "none"}, BASE, "profile `none` is not defined"),
    "a profile with a blank": (
        {"AWS_PROFILE": "base\n"},
        BASE,
        r"profile `base\\n` is not defined.*line 1: did you mean `base`\?",
    ),
    "a profile in upper case": ({"AWS_PROFILE": "BASE"}, BASE, "line 1: did you mean `base`"),
    "a session that is too short": (
        {},
        FROM_BASE % "duration_seconds = 0\n",
        r"config, line 4, profile `worker`: duration_seconds must be an integer from 900",
    ),
    "a role that is not an ARN": (
        {},
        f"[profile worker]\nrole_arn = reader\nsource_profile = base\n{BASE}",
        r"config, line 2, profile `worker`: role_arn must be a role's ARN",
    ),
    "an environment without keys": (
        {},
        f"{WORKER}credential_source = Environment\n",
        r"line 3, .*: credential_source Environment has no credentials: AWS_ACCESS_KEY_ID is not",
    ),
    "no container": (
        {},
        f"{WORKER}credential_source = EcsContainer\n",
        r"line 3, .*: credential_source EcsContainer has no credentials",
    ),
    "no role": (
        {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token"},
        "",
        "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not",
    ),
    "a short role": ({**IDENTITY, "AWS_ROLE_ARN": "x"}, "", "AWS_ROLE_ARN must be a role's ARN"),
    "a missing token": (
        {**IDENTITY, "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/none"},
        "",
        "/none of AWS_WEB_IDENTITY_TOKEN_FILE cannot be read: it does not exist",
    ),
    "an empty token": (
        {**IDENTITY, "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/.aws/credentials"},
        "",
        "cannot be read: it is empty",
    ),
    "STS elsewhere": (
        {"AWS_ENDPOINT_URL_STS": "x"},
        FROM_BASE % "",
        "AWS_ENDPOINT_URL_STS must be a URL such as",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_both_refuse_and_reboto_says_where(name: str, style: Blocking, place: Place) -> None:
    variables, config, words = REFUSED[name]
    profile = place.set_up(variables, config, "")
    with pytest.raises((botocore.exceptions.BotoCoreError, OSError, ValueError)):
        place.by_botocore(profile)
    messages = set()
    connection = style.autoscale(place.server, **NO_KEYS, profile_name=profile)
    for _ in range(2):
        with pytest.raises((NoAuthHandlerFound, ProfileNotFoundError)) as caught:
            style.settle(connection.get_all_groups())
        messages.add(re.sub(r"after [\d.]+ s", "", str(caught.value)))
    assert len(messages) == 1
    assert re.search(words, messages.pop())
    assert place.server.requests == []
