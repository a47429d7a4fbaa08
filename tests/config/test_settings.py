"""Each setting of boto's configuration files has the same effect as in boto."""

from __future__ import annotations

import os
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto.ec2.autoscale import AutoScaleConnection
from reboto.ec2.cloudwatch import CloudWatchConnection
from reboto.exception import BotoTimeoutError, NoAuthHandlerFound
from reboto.provider import ProfileNotFoundError
from reboto.pyami.config import Config, UnsafeConfigWarning
from tests.support.styles import SECRET_KEY
from tests.support.wire import Response, Wire, failure, silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.instance import Instance
    from tests.support.styles import Blocking

KEYS = f"aws_secret_access_key = {SECRET_KEY}\n"


def signer(style: Blocking, server: Wire, **arguments: Any) -> tuple[str, str | None]:
    """Access key and token that sign the call of a connection without credentials arguments."""
    none = {"aws_access_key_id": None, "aws_secret_access_key": None}
    style.settle(style.autoscale(server, **{**none, **arguments}).get_all_groups())
    request = server.requests[-1]
    assert request.scope is not None
    return request.scope.access_key, request.headers.get("x-amz-security-token")


# The files.


@pytest.mark.parametrize("named", ["BOTO_CONFIG", "BOTO_PATH", None])
def test_the_files_are_those_of_boto(
    named: str | None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOTO_CONFIG")
    (home / "mine.cfg").write_text("[Boto]\nnum_retries = 2\n")
    (home / ".boto").write_text("[Boto]\nnum_retries = 1\n")
    if named:
        monkeypatch.setenv(named, "~/mine.cfg")
    assert reboto.connect_autoscale().num_retries == (2 if named else 1)


@pytest.mark.parametrize(
    ("mode", "problem"),
    [
        (0o600, None),
        (0o400, None),
        (0o644, "contains secrets that other users can read (mode 644); run chmod go-r"),
        (0o640, "contains secrets that other users can read (mode 640); run chmod go-r"),
        (0o620, "can be changed by other users (mode 620); run chmod go-w"),
        (0o602, "can be changed by other users (mode 602); run chmod go-w"),
    ],
)
def test_a_file_open_to_others_is_used_and_warned_of_once(
    mode: int, problem: str | None, home: Path, recwarn: pytest.WarningsRecorder
) -> None:
    path = home / ".boto"
    path.write_text(f"[Credentials]\naws_access_key_id = FILE\n{KEYS}")
    path.chmod(mode)
    for _ in range(2):
        reboto.config = Config()
        assert reboto.connect_autoscale().aws_access_key_id == "FILE"
    warned = [(str(warning.message), warning.category) for warning in recwarn]
    expected = (f"{path} {problem} {path}", UnsafeConfigWarning)
    assert warned == ([expected] if problem else [])


def test_a_device_switches_the_files_off_without_advice(
    home: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    for name in ("BOTO_CONFIG", "BOTO_PATH", "AWS_CREDENTIAL_FILE"):
        with monkeypatch.context() as environment:
            environment.setenv(name, os.devnull)
            reboto.config = Config()
            reboto.connect_autoscale()
            assert set(reboto.config.sections()) <= {"Credentials"}
    assert list(recwarn) == []


@pytest.mark.parametrize("kind", ["directory", "socket", "pipe"])
def test_paths_that_are_not_files_are_ignored_or_read_once(
    kind: str, home: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    path = home / "boto"
    content = f"[Credentials]\naws_access_key_id = PIPE\n{KEYS}"
    writer = threading.Thread(target=lambda: path.write_text(content), daemon=True)
    with socket.socket(socket.AF_UNIX) as listener:
        if kind == "directory":
            path.mkdir()
        elif kind == "socket":
            listener.bind(str(path))
        else:
            os.mkfifo(path)
            writer.start()
        path.chmod(0o777)
        monkeypatch.setenv("BOTO_CONFIG", str(path))
        reboto.config = Config()
        assert reboto.config.get("Credentials", "aws_access_key_id") == (
            "PIPE" if kind == "pipe" else None
        )
    assert list(recwarn) == []


def test_a_file_without_secrets_may_be_read_by_all(home: Path) -> None:
    (home / ".boto").write_text("[Boto]\nnum_retries = 3\n")
    (home / ".boto").chmod(0o644)
    assert reboto.connect_autoscale().num_retries == 3


# [Credentials] and [profile NAME].


def test_its_keys_sign_calls_with_their_token(
    style: Blocking, server: Wire, boto_cfg: Callable[[str], None]
) -> None:
    boto_cfg(f"[Credentials]\naws_access_key_id = FILE\naws_security_token = token\n{KEYS}")
    assert signer(style, server) == ("FILE", "token")


def test_arguments_take_precedence_over_boto_cfg(
    server: Wire, style: Blocking, boto_cfg: Any
) -> None:
    boto_cfg(f"[Credentials]\naws_access_key_id = FILE\naws_security_token = token\n{KEYS}")
    given = {"aws_access_key_id": "GIVEN", "aws_secret_access_key": SECRET_KEY}
    assert signer(style, server, **given) == ("GIVEN", None)


PROFILE = f"[profile team]\naws_access_key_id = TEAM\naws_security_token = team-token\n{KEYS}"


def test_a_profile_s_keys_are_used_when_it_is_named(
    style: Blocking, server: Wire, boto_cfg: Any
) -> None:
    boto_cfg(PROFILE)
    assert signer(style, server, profile_name="team") == ("TEAM", "team-token")


def test_a_profile_may_be_named_by_the_environment(
    style: Blocking, server: Wire, boto_cfg: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    boto_cfg(f"[Credentials]\naws_access_key_id = FILE\n{KEYS}{PROFILE}")
    monkeypatch.setenv("AWS_PROFILE", "team")
    assert signer(style, server) == ("TEAM", "team-token")


def test_a_profile_of_the_shared_files_takes_precedence(
    style: Blocking, server: Wire, boto_cfg: Any, aws_files: Any
) -> None:
    boto_cfg(PROFILE)
    aws_files(f"[team]\naws_access_key_id = SHARED\n{KEYS}")
    assert signer(style, server, profile_name="team") == ("SHARED", None)


def test_an_undefined_profile_is_an_error(style: Blocking, server: Wire, boto_cfg: Any) -> None:
    boto_cfg(PROFILE)
    with pytest.raises(ProfileNotFoundError, match="other"):
        signer(style, server, profile_name="other")


def test_an_undefined_profile_is_an_error_without_any_file(style: Blocking, server: Wire) -> None:
    with pytest.raises(ProfileNotFoundError, match="profile `other` is not defined"):
        signer(style, server, profile_name="other")


@pytest.mark.parametrize("where", ["environment", "file"])
def test_a_token_alone_joins_the_keys_that_boto_would_find(
    where: str, style: Blocking, server: Wire, boto_cfg: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if where == "environment":
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "FOUND")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    else:
        boto_cfg(f"[Credentials]\naws_access_key_id = FOUND\n{KEYS}")
    assert signer(style, server, security_token="mine") == ("FOUND", "mine")


def test_a_token_without_keys_is_rejected(style: Blocking) -> None:
    with pytest.raises(ValueError, match="security_token needs an access key"):
        style.autoscale(security_token="mine")


# [Boto]: where calls go.


@pytest.mark.parametrize(
    ("section", "connection", "name", "endpoint"),
    [
        ("", AutoScaleConnection, "us-east-1", "autoscaling.us-east-1.amazonaws.com"),
        ("", CloudWatchConnection, "us-east-1", "monitoring.us-east-1.amazonaws.com"),
        (
            "autoscale_region_name = eu-west-3",
            AutoScaleConnection,
            "eu-west-3",
            "autoscaling.eu-west-3.amazonaws.com",
        ),
        (
            "cloudwatch_region_name = eu-west-3",
            CloudWatchConnection,
            "eu-west-3",
            "monitoring.eu-west-3.amazonaws.com",
        ),
        ("autoscale_endpoint = here.example", AutoScaleConnection, "us-east-1", "here.example"),
        (
            "cloudwatch_region_endpoint = here.example",
            CloudWatchConnection,
            "us-east-1",
            "here.example",
        ),
    ],
)
def test_regions_and_endpoints(
    section: str, connection: Any, name: str, endpoint: str, boto_cfg: Any
) -> None:
    boto_cfg(f"[Boto]\n{section}\n")
    region = connection().region
    assert (region.name, region.endpoint) == (name, endpoint)
    assert connection.DefaultRegionName == name
    if "endpoint" in section or not section:
        assert connection.DefaultRegionEndpoint == endpoint


@pytest.mark.parametrize(
    ("text", "secure"),
    [("False", False), ("no", False), ("0", False), ("True", True), ("yes", True), ("1", True)],
)
def test_is_secure_takes_precedence_over_the_argument(
    text: str, secure: bool, boto_cfg: Any
) -> None:
    boto_cfg(f"[Boto]\nis_secure = {text}\n")
    connection = reboto.connect_autoscale(is_secure=not secure)
    assert (connection.is_secure, connection.port) == (secure, 443 if secure else 80)


def test_a_proxy_with_its_login_is_used(style: Blocking, server: Wire, boto_cfg: Any) -> None:
    boto_cfg(f"""\
        [Boto]
        proxy = {server.host}
        proxy_port = {server.port}
        proxy_user = me
        proxy_pass = 50%off
        """)
    region = reboto.regioninfo.RegionInfo(endpoint="aws.example")
    style.settle(style.autoscale(server, region=region, port=80).get_all_groups())
    assert server.request.target.startswith("http://aws.example/")
    assert server.request.proxy_login == "me:50%off"


class TestTheProxyOfTheEnvironment:
    """``http_proxy``, which boto used for HTTPS too, and before boto.cfg's."""

    @pytest.fixture(autouse=True)
    def _named(self, boto_cfg: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        boto_cfg("[Boto]\nproxy = of.the.file\nproxy_port = 1\n")
        monkeypatch.setenv("http_proxy", "http://me:p%40ss@of.the.environment:3128")

    def test_it_is_used_for_https(self) -> None:
        connection = reboto.connect_autoscale()
        assert (connection.proxy, connection.proxy_port) == ("of.the.environment", 3128)
        assert (connection.proxy_user, connection.proxy_pass) == ("me", "p@ss")

    def test_one_for_https_alone_takes_precedence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("https_proxy", "http://other.example:3128")
        assert reboto.connect_autoscale().proxy is None

    def test_one_that_is_given_counts_most(self) -> None:
        connection = reboto.connect_autoscale(proxy="given")
        assert (connection.proxy, connection.proxy_port) == ("given", "1")

    def test_its_scheme_may_be_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", "plain.example:8080")
        connection = reboto.connect_autoscale()
        assert (connection.proxy, connection.proxy_port) == ("plain.example", 8080)


# [Boto]: how long and how often.


def test_num_retries_is_how_often_a_call_is_tried_again(
    style: Blocking, server: Wire, boto_cfg: Any
) -> None:
    boto_cfg("[Boto]\nnum_retries = 2\nmax_retry_delay = 0\n")
    server.otherwise = failure("ServiceUnavailable", status=503)
    with pytest.raises(reboto.exception.BotoServerError):
        style.settle(style.autoscale(server).get_all_groups())
    assert len(server.requests) == 3


def test_http_socket_timeout_bounds_a_response(
    style: Blocking, server: Wire, boto_cfg: Any
) -> None:
    boto_cfg("[Boto]\nhttp_socket_timeout = 1\nnum_retries = 0\n")
    server.otherwise = silence()
    connection = style.autoscale(server)
    assert connection.http_connection_kwargs == {"timeout": 1}
    started = time.monotonic()
    with pytest.raises(BotoTimeoutError):
        style.settle(connection.get_all_groups())
    assert 0.9 < time.monotonic() - started < 20


@pytest.fixture
def full() -> Iterator[int]:
    """A port whose backlog is full, so that connection attempts hang."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port = listening.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for connection in waiting:
            connection.setblocking(False)
            connection.connect_ex(("127.0.0.1", port))
        yield port
        for connection in waiting:
            connection.close()


def test_connection_timeout_bounds_connecting(style: Blocking, full: int, boto_cfg: Any) -> None:
    boto_cfg("[Boto]\nconnection_timeout = 0.3\nnum_retries = 0\n")
    region = reboto.regioninfo.RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    started = time.monotonic()
    with pytest.raises(BotoTimeoutError):
        style.settle(
            style.autoscale(
                aws_access_key_id="k",
                aws_secret_access_key="s",
                region=region,
                port=full,
                is_secure=False,
            ).get_all_groups()
        )
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("num_retries", "often"),
        ("http_socket_timeout", "long"),
        ("max_retry_delay", "some"),
        ("metadata_service_timeout", "soon"),
        ("metadata_service_num_attempts", "few"),
    ],
)
def test_an_invalid_number_is_reported_with_its_place(
    option: str, value: str, boto_cfg: Any
) -> None:
    boto_cfg(f"[Boto]\n{option} = {value}\n")
    with pytest.raises(
        ValueError, match=rf"{option} in section \[Boto\].* must be .*, got '{value}'"
    ):
        reboto.connect_autoscale()


# [Boto]: certificates and the log.


def test_https_validate_certificates_takes_precedence_over_the_argument(boto_cfg: Any) -> None:
    boto_cfg("[Boto]\nhttps_validate_certificates = False\n")
    assert reboto.connect_autoscale(validate_certs=True).https_validate_certificates is False


@pytest.mark.parametrize(("value", "path"), [("/ca.pem", "/ca.pem"), ("system", None)])
def test_ca_certificates_file_names_who_is_trusted(
    value: str, path: str | None, boto_cfg: Any
) -> None:
    boto_cfg(f"[Boto]\nca_certificates_file = {value}\n")
    assert reboto.connect_autoscale().ca_certificates_file == path


@pytest.mark.parametrize(
    ("line", "given", "debug"), [("debug = 1", 0, 1), ("debug = 1", 2, 1), ("", 2, 2), ("", 0, 0)]
)
def test_debug_takes_precedence_over_the_argument(
    line: str, given: int, debug: int, boto_cfg: Any
) -> None:
    boto_cfg(f"[Boto]\n{line}\n")
    assert reboto.connect_autoscale(debug=given).debug == debug


# [Boto]: the instance's metadata.


def test_the_instance_s_role_signs_calls(style: Blocking, server: Wire, here: Instance) -> None:
    assert signer(style, server) == ("ASIAROLE", "token-of-the-role")


def test_metadata_service_timeout_bounds_a_silent_service(
    style: Blocking, server: Wire, here: Instance, boto_cfg: Any
) -> None:
    boto_cfg("[Boto]\nmetadata_service_timeout = 0.2\n")
    here.otherwise = silence()
    with pytest.raises(NoAuthHandlerFound):
        signer(style, server)
    assert here.asked == ["token"]


@pytest.mark.parametrize("failing", [Response(503), silence()])
@pytest.mark.parametrize("attempts", [1, 2])
def test_metadata_service_num_attempts_is_how_often_it_is_asked(
    attempts: int, failing: Response, style: Blocking, server: Wire, here: Instance, boto_cfg: Any
) -> None:
    boto_cfg(
        f"[Boto]\nmetadata_service_timeout = 0.1\nmetadata_service_num_attempts = {attempts}\n"
    )
    here.otherwise = failing
    with pytest.raises(NoAuthHandlerFound):
        signer(style, server)
    assert here.asked == ["token"] * attempts


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("metadata_service_timeout", "0"),
        ("metadata_service_timeout", "-1"),
        ("metadata_service_num_attempts", "-1"),
    ],
)
def test_negative_metadata_options_are_rejected(
    option: str, value: str, style: Blocking, server: Wire, boto_cfg: Any
) -> None:
    boto_cfg(f"[Boto]\n{option} = {value}\n")
    with pytest.raises(ValueError, match=rf"{option} in section \[Boto\]"):
        signer(style, server)


@pytest.mark.parametrize(
    ("variables", "section", "expected"),
    [
        ({}, "", (1.0, None)),
        (
            {"AWS_METADATA_SERVICE_TIMEOUT": "", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": ""},
            "",
            (1, None),
        ),
        ({"AWS_METADATA_SERVICE_TIMEOUT": "2.5"}, "", (2.5, None)),
        ({"AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3"}, "", (1, 3)),
        (
            {"AWS_METADATA_SERVICE_TIMEOUT": "9", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "9"},
            "metadata_service_timeout = 2\nmetadata_service_num_attempts = 3\n",
            (2, 3),
        ),
    ],
)
def test_the_environment_limits_the_metadata_service(
    variables: dict[str, str],
    section: str,
    expected: tuple[float, int | None],
    boto_cfg: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boto_cfg(f"[Boto]\n{section}")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    connection: Any = reboto.connect_autoscale()
    assert connection._metadata_limits == expected


@pytest.mark.parametrize("value", ["0", "-1", "x", "nan", "inf", " "])
@pytest.mark.parametrize("name", ["TIMEOUT", "NUM_ATTEMPTS"])
def test_an_invalid_limit_of_the_environment_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"AWS_METADATA_SERVICE_{name}", value)
    with pytest.raises(ValueError, match=f"^AWS_METADATA_SERVICE_{name} must be .* above 0, got"):
        reboto.connect_autoscale()
