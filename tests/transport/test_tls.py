"""HTTPS, with verifiable and with other certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.exception import BotoClientError, BotoConnectionError, NoAuthHandlerFound
from tests.support.wire import Authority, Wire

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.instance import Instance
    from tests.support.styles import Blocking

# Where checks are off, test_unchecked_certificates.py is about the warning.
pytestmark = pytest.mark.filterwarnings("ignore::reboto.connection.UncheckedCertificatesWarning")

BROKEN = {
    "text": b"this is no certificate",
    "empty": b"",
    "half": b"-----BEGIN CERTIFICATE-----\nMIIB",
    "no-base64": b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
    "no-der": b"-----BEGIN CERTIFICATE-----\nbm90IERFUg==\n-----END CERTIFICATE-----\n",
    "key": b"-----BEGIN PRIVATE KEY-----\nbm90IERFUg==\n-----END PRIVATE KEY-----\n",
    "binary": bytes(range(256)),
}


@pytest.fixture
def bundle(authority: Authority, tmp_path: Any) -> str:
    return authority.bundle(tmp_path / "ca.pem")


def refused(style: Blocking, connection: Any) -> str:
    connection.num_retries = 0
    with pytest.raises(BotoConnectionError) as caught:
        style.settle(connection.get_all_groups())
    return str(caught.value)


def test_an_authority_may_be_named_on_the_connection(
    style: Blocking, secure: Wire, bundle: str
) -> None:
    connection = style.autoscale(secure)
    connection.ca_certificates_file = bundle
    assert style.settle(connection.get_all_groups()) == []


def test_an_authority_may_be_named_in_boto_cfg(
    style: Blocking, secure: Wire, bundle: str, boto_cfg: Any
) -> None:
    boto_cfg(f"[Boto]\nca_certificates_file = {bundle}\n")
    assert style.settle(style.autoscale(secure).get_all_groups()) == []


def test_an_authority_may_be_named_in_the_environment(
    style: Blocking, secure: Wire, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = style.autoscale(secure)
    monkeypatch.setenv("AWS_CA_BUNDLE", bundle)
    assert style.settle(connection.get_all_groups()) == []


def test_the_connections_authority_takes_precedence_over_the_environments(
    style: Blocking, secure: Wire, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", "/nowhere.pem")
    connection = style.autoscale(secure)
    connection.ca_certificates_file = bundle
    assert style.settle(connection.get_all_groups()) == []


def test_an_authority_may_be_a_path(style: Blocking, secure: Wire, bundle: str) -> None:
    from pathlib import Path

    connection = style.autoscale(secure)
    connection.ca_certificates_file = Path(bundle)
    assert style.settle(connection.get_all_groups()) == []


def test_a_bundle_may_hold_many(
    style: Blocking, secure: Wire, authority: Authority, tmp_path: Any
) -> None:
    path = tmp_path / "many.pem"
    path.write_bytes(b"# a comment\n" + Authority().pem + authority.pem)
    connection = style.autoscale(secure)
    connection.ca_certificates_file = str(path)
    assert style.settle(connection.get_all_groups()) == []


def test_the_systems_word_is_botos(style: Blocking, secure: Wire, boto_cfg: Any) -> None:
    boto_cfg("[Boto]\nca_certificates_file = system\n")
    connection = style.autoscale(secure)
    assert connection.ca_certificates_file is None
    assert "certificate" in refused(style, connection)


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_bundle_is_named(
    style: Blocking, secure: Wire, tmp_path: Any, content: bytes
) -> None:
    path = tmp_path / "broken.pem"
    path.write_bytes(content)
    connection = style.autoscale(secure)
    connection.ca_certificates_file = str(path)
    with pytest.raises(ValueError, match=r"broken\.pem"):
        style.settle(connection.get_all_groups())
    assert secure.connections == 0


def test_a_good_certificate_does_not_excuse_a_broken_one(
    style: Blocking, secure: Wire, authority: Authority, tmp_path: Any
) -> None:
    path = tmp_path / "broken.pem"
    path.write_bytes(authority.pem + BROKEN["no-der"])
    connection = style.autoscale(secure)
    connection.ca_certificates_file = str(path)
    with pytest.raises(ValueError, match=r"broken\.pem"):
        style.settle(connection.get_all_groups())


@pytest.mark.parametrize("path", ["/nowhere/ca.pem", "/"])
def test_a_bundle_that_cannot_be_read_is_named(style: Blocking, secure: Wire, path: str) -> None:
    connection = style.autoscale(secure)
    connection.ca_certificates_file = path
    with pytest.raises(ValueError, match=f"the CA bundle {path} "):
        style.settle(connection.get_all_groups())
    assert secure.connections == 0


def test_a_connection_works_after_its_bundle_was_fixed(
    style: Blocking, secure: Wire, bundle: str
) -> None:
    connection = style.autoscale(secure)
    connection.ca_certificates_file = "/nowhere.pem"
    with pytest.raises(ValueError, match="nowhere"):
        style.settle(connection.get_all_groups())
    connection.ca_certificates_file = bundle
    assert style.settle(connection.get_all_groups()) == []


def test_checks_can_be_switched_off(style: Blocking, secure: Wire) -> None:
    connection = style.autoscale(secure, validate_certs=False)
    assert style.settle(connection.get_all_groups()) == []
    assert secure.request.scope is not None


def test_checks_can_be_switched_off_for_a_certificate_for_another_host(
    style: Blocking, authority: Authority
) -> None:
    with Wire(tls=authority.context("example.com")) as server:
        connection = style.autoscale(server, validate_certs=False)
        assert style.settle(connection.get_all_groups()) == []


def test_checks_can_be_switched_off_later_and_on_again(style: Blocking, secure: Wire) -> None:
    connection = style.autoscale(secure)
    refused(style, connection)
    connection.https_validate_certificates = False
    assert style.settle(connection.get_all_groups()) == []
    connection.https_validate_certificates = True
    refused(style, connection)


def test_checks_can_be_switched_off_in_boto_cfg(
    style: Blocking, secure: Wire, boto_cfg: Any
) -> None:
    boto_cfg("[Boto]\nhttps_validate_certificates = False\n")
    assert style.settle(style.autoscale(secure).get_all_groups()) == []


def test_a_connection_without_checks_is_used_again(style: Blocking, secure: Wire) -> None:
    connection = style.autoscale(secure, validate_certs=False)
    for _ in range(20):
        style.settle(connection.get_all_groups())
    # A spare one may be opened while the first is on its way back to the pool.
    assert secure.connections <= 5


def test_a_time_out_holds_without_checks(style: Blocking, secure: Wire) -> None:
    from tests.support.wire import silence

    secure.otherwise = silence()
    connection = style.autoscale(secure, validate_certs=False)
    connection.num_retries, connection.http_connection_kwargs = 0, {"timeout": 0.3}
    with pytest.raises(TimeoutError):
        style.settle(connection.get_all_groups())


def test_a_connection_factory_is_refused(style: Blocking) -> None:
    with pytest.raises(BotoClientError, match="https_connection_factory"):
        style.autoscale(https_connection_factory=(object, ()))


def test_a_bundle_that_is_replaced_counts_for_new_connections(
    style: Blocking, secure: Wire, authority: Authority, tmp_path: Path
) -> None:
    path = tmp_path / "ca.pem"

    def connect() -> Any:
        connection = style.autoscale(secure)
        connection.ca_certificates_file = str(path)
        return connection

    Authority().bundle(path)
    assert "authority that is not trusted" in refused(style, connect())
    # Editors and package managers replace the file; scripts write to it.
    next_one = tmp_path / "next.pem"
    authority.bundle(next_one)
    next_one.replace(path)
    assert style.settle(connect().get_all_groups()) == []
    path.write_bytes(Authority().pem)
    assert "authority that is not trusted" in refused(style, connect())


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_the_systems_certificates_may_be_elsewhere_and_be_replaced(
    style: Blocking,
    secure: Wire,
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
) -> None:
    path = tmp_path / "certificates" / "ca.pem"
    path.parent.mkdir()
    path.write_bytes(BROKEN["half"])
    monkeypatch.setenv(variable, str(path if variable == "SSL_CERT_FILE" else path.parent))
    assert "no trusted certificates were found" in refused(style, style.autoscale(secure))
    path.write_bytes(BROKEN["text"] + b"\n" + authority.pem)
    assert style.settle(style.autoscale(secure).get_all_groups()) == []


def test_the_subfolders_of_a_folder_of_certificates_are_not_read(
    style: Blocking,
    secure: Wire,
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in OpenSSL. A folder such as ``/`` would lead to files that have no end."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "ca.pem").write_bytes(authority.pem)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert "no trusted certificates were found" in refused(style, style.autoscale(secure))
    monkeypatch.setenv("SSL_CERT_DIR", f"{tmp_path}:{inner}")
    assert style.settle(style.autoscale(secure).get_all_groups()) == []


def test_a_role_is_assumed_with_the_bundle_that_is_there(
    style: Blocking,
    secure: Wire,
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "ca.pem"
    Authority().bundle(path)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(path))
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", secure.url)
    role = {"role_arn": "arn:aws:iam::123456789012:role/reader"}
    refused(style, style.autoscale(secure, **role))
    assert secure.requests == []
    authority.bundle(path)
    connection = style.autoscale(secure, **role)
    with pytest.raises(NoAuthHandlerFound):
        style.settle(connection.get_all_groups())
    assert secure.requests[0].parameters["Action"] == "AssumeRole"


def test_a_system_without_certificates_is_reported(
    style: Blocking, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in an image without ca-certificates; the metadata service needs none."""
    (tmp_path / "empty.pem").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "empty.pem"))
    expected = "no trusted certificates were found on this system; install the package ca-cert"
    with Wire(tls=authority.context("127.0.0.1")) as server:
        for _ in range(2):
            with pytest.raises(ConnectionError, match=expected):
                style.settle(style.autoscale(server).get_all_groups())
        authority.bundle(tmp_path / "empty.pem")
        assert style.settle(style.autoscale(server).get_all_groups()) == []


def test_credentials_of_the_instance_need_no_certificates(
    style: Blocking, server: Wire, here: Instance, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(home / "none.pem"))
    without = {"aws_access_key_id": None, "aws_secret_access_key": None}
    style.settle(style.autoscale(server, **without).get_all_groups())
    assert server.request.scope is not None
    assert server.request.scope.access_key == "ASIAROLE"
