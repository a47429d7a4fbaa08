"""Secrets are planted in every place, and the output of a broad scenario is searched for them."""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import shlex
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.secrets.planted import MARKS, SECRETS, forms, found, signing_keys
from tests.support.instance import KEYS, Instance
from tests.support.wire import (
    Authority,
    Request,
    Response,
    Wire,
    cbor_failure,
    failure,
    hang_up,
    reset,
    result,
    silence,
    success,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The scenario takes some seconds, and more on a busy machine.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

SCENARIO = Path(__file__).with_name("scenario.py")
KEY, TOKEN = SECRETS["secret key"], SECRETS["session token"]
ROLE = "arn:aws:iam::123456789012:role/reader"
LATER = (datetime.now(timezone.utc) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
DOCUMENT = {**KEYS, "SecretAccessKey": KEY, "Token": TOKEN}
USER_DATA = base64.b64encode(SECRETS["user data"].encode()).decode()


def echo(request: Request) -> str:
    """A refusal's words, with all that was sent: AWS tells the request it wanted signed."""
    head = "\n".join(f"{name}:{value}" for name, value in request.headers.items())
    body = request.body.decode("utf-8", "replace")
    data = request.parameters.get("UserData", "")
    return (
        f"The Canonical String for this request should have been\n'POST\n{request.target}\n\n"
        f"{head}\n\nabc'\n\n{request.headers!r} {json.dumps(dict(request.headers))} {body}\n"
        f"1 validation error detected: Value '{data}' at 'userData' failed to satisfy constraint"
    )


def refusal(code: str, request: Request, status: int = 400) -> Response:
    if "cbor" in request.headers.get("content-type", ""):
        return cbor_failure(code, echo(request), status)
    return failure(code, echo(request), status)


def listing(request: Request) -> Response:
    """A response that contains user data."""
    if request.operation == "DescribeLaunchConfigurations":
        one = {"LaunchConfigurationName": "lc", "UserData": USER_DATA}
        return result("DescribeLaunchConfigurations", {"LaunchConfigurations": [one]})
    return success(request)


PATHS: dict[str, Callable[[Request], Response]] = {
    "/refused": lambda request: refusal("SignatureDoesNotMatch", request, 403),
    "/expired": lambda request: refusal("ExpiredToken", request),
    "/invalid": lambda request: refusal("ValidationError", request),
    "/throttled": lambda request: refusal("Throttling", request),
    "/broken": lambda request: refusal("InternalFailure", request, 500),
    "/html": lambda request: Response(503, f"<html>{echo(request)}".encode()),
    "/page": lambda request: Response(200, f"<html>{echo(request)}".encode()),
    "/bytes": lambda request: Response(400, b"\xff\xfe" + echo(request).encode()),
    "/half": lambda request: Response(
        200, f"<a><b>{echo(request)}".encode(), sends=9, ending="close"
    ),
    "/elsewhere": lambda request: Response(302, headers={"Location": f"/?{quote(echo(request))}"}),
    "/reset": lambda _: reset(),
    "/gone": lambda _: hang_up(),
    "/silent": lambda _: silence(),
}


def served(request: Request) -> Response:
    """Respond according to the path."""
    place = next((path for path in PATHS if request.path.startswith(path)), None)
    return PATHS[place](request) if place else listing(request)


@pytest.fixture
def service() -> Iterator[Wire]:
    with Wire(served) as running:
        yield running


@pytest.fixture
def sts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    keys = {"AccessKeyId": "ASIAROLE", "SecretAccessKey": KEY, "SessionToken": TOKEN}
    content = {"Credentials": {**keys, "Expiration": LATER}}

    def respond(request: Request) -> Response:
        return result(str(request.operation), content, service="sts")

    with Wire(respond) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", running.url)
        yield running


@pytest.fixture
def places(service: Wire, authority: Authority) -> Iterator[dict[str, dict[str, Any]]]:
    """Where the scenario's connections go, and how."""
    login = {"proxy_user": "me", "proxy_pass": SECRETS["proxy password"]}

    def turned_away(request: Request) -> Response:
        return Response(407, f"{request.headers} {echo(request)}".encode())

    with (
        Wire(tls=authority.context("127.0.0.1")) as secure,
        Wire(turned_away) as proxy,
        Wire(success) as good_proxy,
        Wire() as gone,
    ):
        gone.__exit__()
        here = {"host": "127.0.0.1", "port": service.port}
        secured = {"host": "127.0.0.1", "port": secure.port, "is_secure": True}
        yield {
            "good": here,
            "unknown authority": secured,
            "no tls": {**here, "is_secure": True},
            "without checks": {**secured, "more": {"validate_certs": False}},
            "nobody there": {**here, "port": gone.port},
            "no such name": {**here, "host": "name.invalid"},
            "by proxy": {
                **here,
                "more": {"proxy": "127.0.0.1", "proxy_port": good_proxy.port, **login},
            },
            "turned away": {
                **here,
                "more": {"proxy": "127.0.0.1", "proxy_port": proxy.port, **login},
            },
            "no tunnel": {
                **secured,
                "more": {"proxy": "127.0.0.1", "proxy_port": proxy.port, **login},
            },
            "no tunnel, no checks": {
                **secured,
                "more": {
                    "proxy": "127.0.0.1",
                    "proxy_port": proxy.port,
                    "validate_certs": False,
                    **login,
                },
            },
            "no proxy there": {
                **here,
                "more": {"proxy": "127.0.0.1", "proxy_port": gone.port, **login},
            },
        }


WRONG_BOTO_CFG = [
    f"aws_secret_access_key = {KEY}\n",
    f"[Credentials]\naws_access_key_id = AKID\naws_secret_access_key {KEY}\n",
    f"[Credentials]\n= {KEY}\n",
    f"[Credentials]\naws_secret_access_key = {KEY}\naws_secret_access_key = {KEY}\n",
    f"[Credentials\naws_secret_access_key = {KEY}\n",
    f"[Boto]\nproxy = 127.0.0.1\nproxy_pass = %({SECRETS['proxy password']}\n",
    "[Boto]\nproxy = 127.0.0.1\nproxy_pass = %(MARKproxypass9h)s\n",
    f"[Boto]\nproxy = me:{SECRETS['proxy password']}@127.0.0.1\nproxy_port = 1\n",
]
WRONG_CREDENTIALS = [
    f"aws_secret_access_key = {KEY}\n",
    f"[default]\naws_access_key_id = AKID\naws_secret_access_key {KEY}\n",
    f"[default\naws_secret_access_key = {KEY}\n",
    f"[default]\n= {KEY}\n",
    f"[default]\naws_secret_access_key = {KEY}\n",
    f"[default]\naws_access_key_id = AKID\n {KEY}\n",
    f"[default]\ncredential_process = {sys.executable} -c \"print('{KEY}')\"\n",
    (
        f"[default]\ncredential_process = {sys.executable} -c "
        f"\"import sys; sys.exit('SecretAccessKey: {KEY}')\"\n"
    ),
    "[default]\ncredential_process = echo "
    + shlex.quote(json.dumps({"Version": 2, "AccessKeyId": "A", "SecretAccessKey": KEY}))
    + "\n",
    "[default]\ncredential_process = echo "
    + shlex.quote(json.dumps({"Version": 1, "AccessKeyId": "A", "SecretAccessKey": [KEY]}))
    + "\n",
]
LOGIN = quote(SECRETS["proxy password"], safe="#/")
WRONG_ENVIRONMENTS = [
    ("AWS_ENDPOINT_URL", f"http://me:{LOGIN}@127.0.0.1:1"),
    ("AWS_ENDPOINT_URL", f"me:{LOGIN}@127.0.0.1"),
    ("AWS_ENDPOINT_URL", f"http://127.0.0.1:1/?key={KEY}"),
    ("AWS_ENDPOINT_URL_AUTO_SCALING", f"http://me:{LOGIN}@127.0.0.1:1"),
    ("http_proxy", f"http://me:{SECRETS['proxy password']}@127.0.0.1:1"),
    ("http_proxy", f"http://me:{LOGIN}@127.0.0.1:1"),
    ("http_proxy", "http://me:MARKproxypass9h#@127.0.0.1:1"),
    ("http_proxy", "http://[me:MARKproxypass9h@127.0.0.1:1"),
    ("http_proxy", f"socks5://me:{LOGIN}@127.0.0.1:1"),
    ("HTTPS_PROXY", f"http://me:{LOGIN}@127.0.0.1:1"),
    ("ALL_PROXY", f"http://me:{LOGIN}@pro xy:1"),
]


@pytest.fixture
def run(service: Wire, places: Any, style_name: str) -> Callable[..., tuple[str, list[str]]]:
    """Run the scenario; its output, and what of it shows a secret, are given back."""

    def run(keys: dict[str, Any], *, whole: bool = False, metadata: bool = False) -> Any:
        given = {
            "style": style_name,
            "whole": whole,
            "metadata": metadata,
            "keys": keys,
            "places": places if whole else {"good": places["good"]},
            "paths": list(PATHS) if whole else ["/refused", "/invalid"],
            "wrong boto.cfg": WRONG_BOTO_CFG,
            "wrong credentials": WRONG_CREDENTIALS,
            "wrong environments": WRONG_ENVIRONMENTS,
            "plain password": "MARKproxypass9h",
            **SECRETS,
        }
        done = subprocess.run(
            [sys.executable, str(SCENARIO)],
            input=json.dumps(given).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "RUST_BACKTRACE": "full", "RUST_LOG": "trace"},
            timeout=150,
        )
        output = done.stdout
        assert b"all was shown" in output, output[-3000:].decode("utf-8", "replace")
        # It ends in an abort, whose report is searched too.
        assert b"Fatal Python error: Aborted" in output
        dates = {request.scope.date for request in service.requests if request.scope}
        shown = found(output, dates)
        if shown:
            parts = re.split(rb"\n=== ", output)
            where = [part.splitlines()[0].decode() for part in parts if found(part, dates)]
            shown.append(f"in: {where}")
        return output.decode("utf-8", "replace"), shown

    return run


@pytest.fixture(params=["blocking", "awaited"])
def style_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def used(service: Wire) -> set[str | None]:
    """The session tokens that calls came with."""
    return {request.headers.get("x-amz-security-token") for request in service.requests}


def test_a_whole_life_with_keys_that_are_given(run: Any, service: Wire) -> None:
    keys = {
        "aws_access_key_id": "AKIDEXAMPLE",
        "aws_secret_access_key": KEY,
        "security_token": TOKEN,
    }
    output, shown = run(keys, whole=True)
    assert shown == []
    assert TOKEN in used(service)
    assert all(request.scope for request in service.requests)
    # It did what it is for: errors of each kind, the log, and tracebacks with locals.
    for sign in (
        "SignatureDoesNotMatch",
        "reboto DEBUG request: POST",
        "reboto DEBUG response after",
        "UncheckedCertificatesWarning",
        "UnsafeConfigWarning",
        "certificate",
        "TypeError",
        "TimeoutError",
        "autoscale = AutoScaleConnection:",
        "UserData=***",
        "<hidden>",
        "connections cannot be pickled",
        "Exception in thread",
        "Current thread",
    ):
        assert sign in output, sign
    assert output.count("\n=== ") > 2000


def in_the_environment(set_: Any, **_: Any) -> dict[str, Any]:
    set_("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    set_("AWS_SECRET_ACCESS_KEY", KEY)
    set_("AWS_SESSION_TOKEN", TOKEN)
    set_("http_proxy", f"http://me:{quote(SECRETS['proxy password'], safe='')}@127.0.0.1:1")
    set_("no_proxy", "127.0.0.1")
    return {}


def in_the_shared_files(aws_files: Any, **_: Any) -> dict[str, Any]:
    aws_files(
        f"[dev]\naws_access_key_id = AKID\naws_secret_access_key = {KEY}\n"
        f"aws_session_token = {TOKEN}\n"
    )
    return {"profile_name": "dev"}


def in_boto_cfg(boto_cfg: Any, set_: Any, **_: Any) -> dict[str, Any]:
    set_("NO_PROXY", "127.0.0.1")
    boto_cfg(
        f"[Credentials]\naws_access_key_id = AKID\naws_secret_access_key = {KEY}\n"
        f"aws_security_token = {TOKEN}\n[Boto]\nproxy = 127.0.0.1\nproxy_port = 1\n"
        f"proxy_user = me\nproxy_pass = {SECRETS['proxy password'].replace('%', '%%')}\n"
    )
    return {}


def from_a_program(aws_files: Any, **_: Any) -> dict[str, Any]:
    printed = {"Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": KEY, "SessionToken": TOKEN}
    aws_files(config=f"[profile p]\ncredential_process = echo {shlex.quote(json.dumps(printed))}\n")
    return {"profile_name": "p"}


def as_a_role(sts: Wire, **_: Any) -> dict[str, Any]:
    given = {"aws_access_key_id": "AKID", "aws_secret_access_key": KEY, "security_token": TOKEN}
    return {**given, "role_arn": ROLE}


def by_web_identity(sts: Wire, set_: Any, home: Path, **_: Any) -> dict[str, Any]:
    (home / "token").write_text(SECRETS["web identity token"])
    set_("AWS_WEB_IDENTITY_TOKEN_FILE", str(home / "token"))
    set_("AWS_ROLE_ARN", ROLE)
    return {}


def from_a_container(container: Wire, set_: Any, **_: Any) -> dict[str, Any]:
    container.otherwise = Response(body=json.dumps(DOCUMENT).encode())
    set_("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{container.url}/keys")
    set_("AWS_CONTAINER_AUTHORIZATION_TOKEN", SECRETS["container's token"])
    return {}


def from_the_instance(instance: Instance, set_: Any, **_: Any) -> dict[str, Any]:
    set_("AWS_EC2_METADATA_DISABLED", "false")
    set_("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.url)
    instance.pages["meta-data/iam/security-credentials/role"] = json.dumps(DOCUMENT)
    return {}


SOURCES = [
    in_the_environment,
    in_the_shared_files,
    in_boto_cfg,
    from_a_program,
    as_a_role,
    by_web_identity,
    from_a_container,
    from_the_instance,
]


@pytest.fixture
def instance() -> Iterator[Instance]:
    with Instance() as running:
        yield running


@pytest.fixture
def container() -> Iterator[Wire]:
    with Wire() as running:
        yield running


# A source serves both styles: each has its turn in one of them.
@pytest.mark.parametrize(
    ("style_name", "source"),
    list(zip(itertools.cycle(["blocking", "awaited"]), SOURCES, strict=False)),
    ids=[source.__name__ for source in SOURCES],
)
def test_keys_that_are_found_are_not_shown_either(
    source: Callable[..., dict[str, Any]],
    run: Any,
    service: Wire,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    wanted = set(source.__code__.co_varnames[: source.__code__.co_argcount]) - {"set_"}
    fixtures = {name: request.getfixturevalue(name) for name in wanted}
    if "set_" in source.__code__.co_varnames:
        fixtures["set_"] = monkeypatch.setenv
    _, shown = run(source(**fixtures), metadata="instance" in wanted)
    assert shown == []
    assert used(service) == {TOKEN}


@pytest.mark.parametrize(("style_name", "by_token"), [("awaited", False), ("blocking", True)])
def test_secrets_that_sts_refuses_are_not_shown_either(
    by_token: bool,
    run: Any,
    service: Wire,
    sts: Wire,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(request: Request) -> Response:
        token = request.parameters.get("WebIdentityToken", "")
        echoed = (
            f"{echo(request)} Value '{token}' at 'webIdentityToken' failed to satisfy constraint"
        )
        return failure("ValidationError", echoed, service="sts")

    sts.otherwise = refuse
    keys = by_web_identity(sts, monkeypatch.setenv, home) if by_token else as_a_role(sts)
    output, shown = run(keys)
    assert shown == []
    assert service.requests == []
    assert "Value '***' at 'webIdentityToken'" in output or not by_token
    assert "x-amz-security-token:***" in output or by_token


def test_the_search_finds_each_secret_in_each_form() -> None:
    assert sorted(MARKS) == sorted(SECRETS)
    for name, mark in MARKS.items():
        assert mark in SECRETS[name]
        for form, written in forms(mark.encode()):
            assert f"{name}, {form}" in found(b"before " + written + b" after"), form
    for name, key in signing_keys(["20300101"]).items():
        assert f"{name}, in hexadecimal" in found(key.hex().encode(), ["20300101"])


@pytest.mark.parametrize("before", range(3))
def test_secrets_in_the_middle_of_base64_are_found(before: int) -> None:
    encoded = base64.b64encode(b"x" * before + SECRETS["user data"].encode() + b"yz")
    assert any(name.startswith("user data, in Base64") for name in found(encoded))


def test_the_search_finds_nothing_where_nothing_is() -> None:
    assert found(b"AKIDEXAMPLE and other words", ["20300101"]) == []
