"""Endpoints in environment variables and the shared files are found as by botocore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.exceptions
import botocore.session
import pytest

import reboto
from reboto.exception import BotoClientError
from tests.support.wire import Authority, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.styles import Blocking

pytestmark = pytest.mark.usefixtures("keys")

AWS = "autoscaling.us-west-2.amazonaws.com:443"
FIPS = "autoscaling-fips.us-west-2.amazonaws.com:443"
NOBODY = "http://127.0.0.1:9"
OF_SERVICE = "services = ours\n[services ours]\nauto_scaling =\n  endpoint_url = {url}\n"
IGNORE = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
# Variables, lines of the profile, and the address that is reached. {url} is a server's.
PLACES: dict[str, tuple[dict[str, str], str, str]] = {
    "empty variables": ({"AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_AUTO_SCALING": ""}, "", AWS),
    "empty variable and option": ({"AWS_ENDPOINT_URL": ""}, "endpoint_url = {url}", "server"),
    "empty variable of the service": (
        {"AWS_ENDPOINT_URL_AUTO_SCALING": "", "AWS_ENDPOINT_URL": "{url}"},
        "",
        "server",
    ),
    "an empty option": ({}, "endpoint_url =", AWS),
    "a scheme in upper case": ({"AWS_ENDPOINT_URL": "HTTP://127.0.0.1:{port}"}, "", "server"),
    "a path": ({"AWS_ENDPOINT_URL": "{url}/v1"}, "", "server"),
    "a service": ({}, OF_SERVICE, "server"),
    "a service before all": ({}, f"endpoint_url = {NOBODY}\n{OF_SERVICE}", "server"),
    "a service with an empty URL": (
        {},
        f"endpoint_url = {{url}}\n{OF_SERVICE.replace('{url}', '')}",
        "server",
    ),
    "another service": ({}, OF_SERVICE.replace("auto_scaling", "cloudwatch"), AWS),
    "a variable before a service": (
        {"AWS_ENDPOINT_URL": "{url}"},
        OF_SERVICE.replace("{url}", NOBODY),
        "server",
    ),
    "ignored": ({IGNORE: "true", "AWS_ENDPOINT_URL": "{url}"}, "", AWS),
    "ignored in upper case": ({IGNORE: "TRUE", "AWS_ENDPOINT_URL_AUTO_SCALING": "{url}"}, "", AWS),
    "ignored in the profile": (
        {"AWS_ENDPOINT_URL": "{url}"},
        "ignore_configured_endpoint_urls = true",
        AWS,
    ),
    "not ignored": (
        {IGNORE: "false", "AWS_ENDPOINT_URL": "{url}"},
        "ignore_configured_endpoint_urls = true",
        "server",
    ),
    "not a boolean": ({IGNORE: "yes", "AWS_ENDPOINT_URL": "{url}"}, "", "server"),
    "ignored in files": ({IGNORE: "true"}, f"endpoint_url = {{url}}\n{OF_SERVICE}", AWS),
    "FIPS": ({"AWS_USE_FIPS_ENDPOINT": "true"}, "", FIPS),
    "FIPS and ignored": (
        {"AWS_USE_FIPS_ENDPOINT": "true", IGNORE: "true", "AWS_ENDPOINT_URL": "{url}"},
        "",
        FIPS,
    ),
    "FIPS and a URL": (
        {"AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "{url}"},
        "",
        "server",
    ),
    "dual-stack and a URL": (
        {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
        "endpoint_url = {url}",
        "server",
    ),
}


@pytest.fixture(scope="module")
def tunnel(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """A proxy in place of AWS."""
    with Wire(tunnel=authority.context("*.us-west-2.amazonaws.com")) as proxy:
        yield proxy


def by_botocore() -> str:
    url = botocore.session.Session().create_client("autoscaling").meta.endpoint_url
    return str(url)


@pytest.mark.parametrize("name", PLACES)
def test_the_endpoint_is_the_one_of_botocore(
    name: str,
    style: Blocking,
    server: Wire,
    tunnel: Wire,
    authority: Authority,
    home: Path,
    aws_files: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    variables, profile, expected = PLACES[name]
    tunnel.requests.clear()
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    monkeypatch.setenv("AWS_CA_BUNDLE", authority.bundle(home / "ca.pem"))
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value.format(url=server.url, port=server.port))
    aws_files(config="[default]\n" + profile.format(url=server.url, port=server.port))
    proxied: dict[str, Any] = (
        {"proxy": tunnel.host, "proxy_port": tunnel.port} if expected != "server" else {}
    )
    style.settle(style.autoscale(num_retries=0, **proxied).get_all_groups())
    if expected == "server":
        assert len(server.requests) == 1
        assert by_botocore().lower().startswith(server.url)
    else:
        assert (len(server.requests), tunnel.requests[0].target) == (0, expected)
        assert by_botocore() == f"https://{expected.removesuffix(':443')}"


def test_cloudwatch_has_its_own_endpoint(
    style: Blocking, server: Wire, aws_files: Callable[..., None]
) -> None:
    aws_files(
        config="[default]\n"
        + OF_SERVICE.replace("auto_scaling", "cloudwatch").format(url=server.url)
    )
    style.settle(style.cloudwatch().describe_alarms())
    assert len(server.requests) == 1


URLS = [
    "127.0.0.1:{port}",
    "localhost",
    "ftp://127.0.0.1",
    "http://",
    "http://127.0.0.1:",
    "http://127.0.0.1:99999",
    "http://\xe9/",
    '"{url}"',
    f"http://{'a' * 64}/",
    "http://u:p@127.0.0.1",
]
# Blanks around the values of files are removed.
PADDED_URLS = [(url, "AWS_ENDPOINT_URL") for url in (" ", "{url}\n", " {url}")]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        *((url, place) for url in URLS for place in ("AWS_ENDPOINT_URL", "line 2", "line 4")),
        *PADDED_URLS,
    ],
)
def test_an_invalid_url_is_named_with_its_place(
    url: str,
    place: str,
    style: Blocking,
    server: Wire,
    aws_files: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = url.format(url=server.url, port=server.port)
    if place == "AWS_ENDPOINT_URL":
        monkeypatch.setenv(place, url)
        expected = "^AWS_ENDPOINT_URL must be a URL such as"
    else:
        line = f"endpoint_url = {url}\n"
        service = OF_SERVICE.format(url=url)
        aws_files(config="[default]\n" + (line if place == "line 2" else service))
        expected = rf"/\.aws/config, {place}, profile `default`: endpoint_url must be a URL such as"
    connection = style.autoscale()
    messages = set()
    for _ in range(2):
        with pytest.raises(ValueError, match=expected) as caught:
            style.settle(connection.get_all_groups())
        messages.add(str(caught.value))
    assert len(messages) == 1
    assert "u:p" not in messages.pop()
    if place == "AWS_ENDPOINT_URL":
        monkeypatch.setenv(place, server.url)
    else:
        aws_files(config=f"[default]\nendpoint_url = {server.url}\n")
    style.settle(connection.get_all_groups())
    assert len(server.requests) == 1


def test_a_missing_services_section_is_named(
    style: Blocking, aws_files: Callable[..., None]
) -> None:
    aws_files(config="[default]\nservices = none\n")
    with pytest.raises(botocore.exceptions.InvalidConfigError):
        by_botocore()
    with pytest.raises(BotoClientError, match=r"config, line 2, .* no \[services none\]"):
        style.settle(style.autoscale().get_all_groups())


def test_errors_name_the_endpoint_of_a_file(
    style: Blocking, aws_files: Callable[..., None]
) -> None:
    aws_files(config="[default]\nendpoint_url = http://127.0.0.1:1\n")
    with pytest.raises(ConnectionError, match=r"at http://127\.0\.0\.1:1 failed"):
        style.settle(style.autoscale(num_retries=0).get_all_groups())


REGIONS = ["a b", "\xe9", '"eu-west-1"', "-1", "a..b", "e" * 64]
PLACES_OF_REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION", "line 2", "boto.cfg")


@pytest.mark.parametrize(
    ("region", "place"),
    [
        *((region, place) for region in REGIONS for place in PLACES_OF_REGIONS),
        *((region, "AWS_REGION") for region in ("  ", " eu-west-1", "eu-west-1\n")),
    ],
)
def test_an_invalid_region_is_named_with_its_place(
    region: str,
    place: str,
    style: Blocking,
    aws_files: Callable[..., None],
    boto_cfg: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = rf"^{place} must be a name such as 'eu-west-1', got '"
    if place.startswith("AWS"):
        monkeypatch.setenv(place, region)
    elif place == "line 2":
        aws_files(config=f"[default]\nregion = {region}\n")
        expected = r"/\.aws/config, line 2, profile `default`: region must be a name"
    else:
        boto_cfg(f"[Boto]\nautoscale_region_name = {region}\n")
        expected = r"^autoscale_region_name in section \[Boto\] of boto.cfg must be a name"
    connection = style.autoscale()
    for _ in range(2):
        with pytest.raises(ValueError, match=expected):
            style.settle(connection.get_all_groups())
    assert "is invalid" in repr(connection)


@pytest.mark.parametrize("region", ["-1", "a..b", "a b"])
def test_an_invalid_argument_is_refused_as_a_region(region: str, style: Blocking) -> None:
    for name in ("region", "region_name"):
        with pytest.raises(ValueError, match=f"^{name} must be a name such as"):
            style.autoscale(None, **{name: region})
    given = reboto.regioninfo.RegionInfo(name=region, endpoint="127.0.0.1")
    with pytest.raises(ValueError, match=r"^region\.name must be a name such as"):
        style.settle(style.autoscale(region=given).get_all_groups())


@pytest.mark.parametrize("place", ["AWS_CA_BUNDLE", "ca_bundle", "both"])
def test_the_ca_bundle_is_the_one_of_botocore(
    place: str,
    style: Blocking,
    authority: Authority,
    home: Path,
    aws_files: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority.bundle(home / "ca.pem")
    if place != "ca_bundle":
        monkeypatch.setenv("AWS_CA_BUNDLE", "~/ca.pem")
    if place != "AWS_CA_BUNDLE":
        aws_files(
            config=f"[default]\nca_bundle = {'~/ca.pem' if place == 'ca_bundle' else '/none'}\n"
        )
    with Wire(tls=authority.context("127.0.0.1")) as server:
        assert style.settle(style.autoscale(server).get_all_groups()) == []


def test_a_ca_bundle_of_a_profile_that_is_missing_is_named(
    style: Blocking, aws_files: Callable[..., None]
) -> None:
    aws_files(config="[default]\nca_bundle = /none\n")
    with pytest.raises(ValueError, match="the CA bundle /none cannot be read"):
        style.settle(style.autoscale().get_all_groups())
