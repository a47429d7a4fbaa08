"""Empty arguments are treated as missing where boto or botocore do so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto import aio
from reboto.ec2.autoscale import AutoScaleConnection
from reboto.ec2.cloudwatch import CloudWatchConnection
from reboto.regioninfo import RegionInfo

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

WITHOUT = {"aws_access_key_id": None, "aws_secret_access_key": None}
PAIR = "aws_access_key_id = FILE\naws_secret_access_key = a-secret-key\n"
CONNECTIONS = (
    AutoScaleConnection,
    CloudWatchConnection,
    aio.AutoScaleConnection,
    aio.CloudWatchConnection,
)


def unsigned_token(style: Blocking, server: Wire, **arguments: Any) -> str:
    """The access key of a call that has no token."""
    server.requests.clear()
    style.settle(style.autoscale(server, **arguments).get_all_groups())
    headers, scope = server.request.headers, server.request.scope
    assert "x-amz-security-token" not in headers
    assert "x-amz-security-token" not in headers["authorization"]
    assert scope is not None
    return scope.access_key


@pytest.mark.parametrize("token", ["", None, 0, False])
def test_an_empty_token_is_none(style: Blocking, server: Wire, token: Any) -> None:
    assert unsigned_token(style, server, security_token=token)


@pytest.mark.parametrize(
    "text", ["aws_session_token =", "aws_security_token:", "aws_session_token = "]
)
@pytest.mark.parametrize("kind", ["credentials", "config"])
def test_an_empty_token_of_a_shared_file_is_none(
    style: Blocking, server: Wire, aws_files: Callable[..., None], text: str, kind: str
) -> None:
    aws_files(**{kind: f"[default]\n{PAIR}{text}\n"})
    assert unsigned_token(style, server, **WITHOUT) == "FILE"


def test_an_empty_token_of_boto_cfg_is_none(
    style: Blocking, server: Wire, boto_cfg: Callable[[str], None]
) -> None:
    boto_cfg(f"[Credentials]\n{PAIR}aws_security_token =\n")
    assert unsigned_token(style, server, **WITHOUT) == "FILE"


@pytest.mark.parametrize("name", ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"])
def test_an_empty_token_of_the_environment_is_none(
    style: Blocking, server: Wire, keys: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "")
    assert unsigned_token(style, server, **WITHOUT)


@pytest.mark.parametrize("empty", ["", 0, None, False])
@pytest.mark.parametrize(
    "name",
    [
        "proxy",
        "proxy_port",
        "proxy_user",
        "proxy_pass",
        "debug",
        "path",
        "security_token",
        "profile_name",
        "role_arn",
        "external_id",
        "role_session_name",
    ],
)
def test_an_argument_that_is_empty_is_not_given(
    style: Blocking, server: Wire, name: str, empty: Any
) -> None:
    assert unsigned_token(style, server, **{name: empty})
    assert server.request.target == "/"


@pytest.mark.parametrize(
    "name",
    [
        "AWS_PROFILE",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_AUTO_SCALING",
        "AWS_CA_BUNDLE",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_MAX_ATTEMPTS",
        "AWS_RETRY_MODE",
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_SDK_UA_APP_ID",
        "AWS_ACCOUNT_ID",
        "http_proxy",
        "https_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "no_proxy",
        "NO_PROXY",
        "BOTO_ENDPOINTS",
        "BOTO_USE_ENDPOINT_HEURISTICS",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ],
)
def test_a_variable_that_is_empty_is_not_set(
    style: Blocking,
    server: Wire,
    aws_files: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    aws_files(f"[default]\n{PAIR}")
    monkeypatch.setenv(name, "")
    assert unsigned_token(style, server, **WITHOUT) == "FILE"
    assert AutoScaleConnection().region.name == "us-east-1"


@pytest.mark.parametrize(
    "option",
    [
        "ca_certificates_file",
        "connection_timeout",
        "metadata_service_timeout",
        "proxy",
        "proxy_port",
        "proxy_user",
        "metadata_service_num_attempts",
        "proxy_pass",
        "autoscale_region_name",
        "autoscale_endpoint",
        "endpoints_path",
        "use_endpoint_heuristics",
    ],
)
def test_an_option_of_boto_cfg_that_is_empty_is_not_set(
    style: Blocking, server: Wire, boto_cfg: Callable[[str], None], option: str
) -> None:
    boto_cfg(f"[Boto]\n{option} =\n")
    assert unsigned_token(style, server)
    connection = AutoScaleConnection("AKID", "secret")
    assert connection.host == "autoscaling.us-east-1.amazonaws.com"
    assert connection.region.name == "us-east-1"


@pytest.mark.parametrize("kind", CONNECTIONS)
@pytest.mark.parametrize("empty", ["", None, 0, False])
def test_no_region_is_the_default_region(
    kind: Any, empty: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kind("AKID", "secret", region=empty).region.name == "us-east-1"
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert kind("AKID", "secret", region=empty).region.name == "eu-west-1"


@pytest.mark.parametrize("kind", CONNECTIONS)
def test_a_regions_name_is_a_region(kind: Any) -> None:
    service = "autoscaling" if "AutoScale" in kind.__name__ else "monitoring"
    connection = kind("AKID", "secret", region="cn-north-1")
    assert isinstance(connection.region, RegionInfo)
    assert connection.host == f"{service}.cn-north-1.amazonaws.com.cn"
    connection.region = "eu-west-1"
    assert connection.host == f"{service}.eu-west-1.amazonaws.com"


@pytest.mark.parametrize("kind", CONNECTIONS)
def test_a_value_that_is_not_a_region_is_refused_at_construction(kind: Any) -> None:
    for wrong in (1, ["eu-west-1"], b"eu-west-1", object()):
        with pytest.raises(TypeError, match="RegionInfo"):
            kind("AKID", "secret", region=wrong)
    with pytest.raises(ValueError, match="region must be a name"):
        kind("AKID", "secret", region="eu west 1")
