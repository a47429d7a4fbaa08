"""Proxies and tunnels."""

from __future__ import annotations

import urllib.request
from typing import Any

import pytest

from reboto.exception import BotoClientError
from tests.support.styles import ACCESS_KEY, SECRET_KEY, Blocking
from tests.support.wire import Authority, Response, Wire

KEYS: dict[str, Any] = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY}

# Where checks are off, test_unchecked_certificates.py is about the warning.
pytestmark = pytest.mark.filterwarnings("ignore::reboto.connection.UncheckedCertificatesWarning")

HOST = "autoscaling.us-east-1.amazonaws.com"
# Everything that a URL would take for something else.
USER, PASSWORD = "me@corp", "p@ss:w/rd?#%41 é\\"


@pytest.fixture
def proxy(authority: Authority) -> Any:
    """A proxy that answers in place of every host, over HTTPS too."""
    with Wire(
        tunnel=authority.context(HOST, "127.0.0.1", "monitoring.us-east-1.amazonaws.com")
    ) as running:
        yield running


@pytest.fixture
def bundle(authority: Authority, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The proxy's certificates are to be believed."""
    path = authority.bundle(tmp_path / "ca.pem")
    monkeypatch.setenv("AWS_CA_BUNDLE", path)
    return path


def plain(style: Blocking, server: Wire, **arguments: Any) -> Any:
    return style.autoscale(server, **arguments)


def secure(style: Blocking, **arguments: Any) -> Any:
    return style.autoscale(aws_access_key_id="AKID", aws_secret_access_key="secret", **arguments)


def test_a_plain_call_gives_the_proxy_a_whole_url(
    style: Blocking, server: Wire, proxy: Wire
) -> None:
    connection = plain(style, server, proxy=proxy.host, proxy_port=proxy.port)
    assert style.settle(connection.get_all_groups()) == []
    assert proxy.request.target == f"{server.url}/"
    assert proxy.request.operation == "DescribeAutoScalingGroups"
    assert proxy.request.proxy_login is None
    assert server.requests == []


def test_a_secure_call_goes_through_a_tunnel(style: Blocking, proxy: Wire, bundle: str) -> None:
    connection = secure(style, proxy=proxy.host, proxy_port=proxy.port)
    assert style.settle(connection.get_all_groups()) == []
    connect, call = proxy.requests
    assert (connect.method, connect.target) == ("CONNECT", f"{HOST}:443")
    assert (call.method, call.target, call.tunnel) == ("POST", "/", f"{HOST}:443")


def test_the_proxys_port_may_be_text(style: Blocking, server: Wire, proxy: Wire) -> None:
    connection = plain(style, server, proxy=proxy.host, proxy_port=str(proxy.port))
    style.settle(connection.get_all_groups())
    assert len(proxy.requests) == 1


def test_user_and_password_reach_a_plain_proxy_as_they_are(
    style: Blocking, server: Wire, proxy: Wire
) -> None:
    connection = plain(
        style,
        server,
        proxy=proxy.host,
        proxy_port=proxy.port,
        proxy_user=USER,
        proxy_pass=PASSWORD,
    )
    style.settle(connection.get_all_groups())
    assert proxy.request.proxy_login == f"{USER}:{PASSWORD}"


def test_user_and_password_reach_a_tunnels_proxy_alone(
    style: Blocking, proxy: Wire, bundle: str
) -> None:
    connection = secure(
        style, proxy=proxy.host, proxy_port=proxy.port, proxy_user=USER, proxy_pass=PASSWORD
    )
    style.settle(connection.get_all_groups())
    connect, call = proxy.requests
    assert connect.proxy_login == f"{USER}:{PASSWORD}"
    assert "proxy-authorization" not in call.headers


def test_a_user_needs_no_password(style: Blocking, server: Wire, proxy: Wire) -> None:
    connection = plain(style, server, proxy=proxy.host, proxy_port=proxy.port, proxy_user="me")
    style.settle(connection.get_all_groups())
    assert proxy.request.proxy_login == "me:"


def test_boto_cfg_names_a_proxy(style: Blocking, server: Wire, proxy: Wire, boto_cfg: Any) -> None:
    boto_cfg(f"""\
        [Boto]
        proxy = {proxy.host}
        proxy_port = {proxy.port}
        proxy_user = me
        proxy_pass = hush
        """)
    style.settle(plain(style, server).get_all_groups())
    assert proxy.request.proxy_login == "me:hush"


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"])
def test_the_environment_names_a_proxy_for_plain_calls(
    style: Blocking, server: Wire, proxy: Wire, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, f"http://me:p%40ss@{proxy.host}:{proxy.port}")
    style.settle(plain(style, server).get_all_groups())
    assert proxy.request.target == f"{server.url}/"
    assert proxy.request.proxy_login == "me:p@ss"


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "ALL_PROXY"])
def test_the_environment_names_a_proxy_for_secure_calls(
    style: Blocking, proxy: Wire, bundle: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, proxy.url)
    style.settle(secure(style).get_all_groups())
    assert [request.method for request in proxy.requests] == ["CONNECT", "POST"]


def test_a_proxy_for_secure_calls_is_not_for_plain_ones(
    style: Blocking, server: Wire, proxy: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    style.settle(plain(style, server).get_all_groups())
    assert (len(server.requests), proxy.requests) == (1, [])


def test_an_argument_takes_precedence_over_the_environment(
    style: Blocking, server: Wire, proxy: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    connection = plain(style, server, proxy=proxy.host, proxy_port=proxy.port)
    style.settle(connection.get_all_groups())
    assert len(proxy.requests) == 1


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize("named_by", ["environment", "argument"])
def test_no_proxy_excepts_hosts(
    style: Blocking,
    server: Wire,
    proxy: Wire,
    name: str,
    named_by: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(name, "example.com,127.0.0.1")
    arguments: dict[str, Any] = {}
    if named_by == "argument":
        arguments = {"proxy": proxy.host, "proxy_port": proxy.port}
    else:
        monkeypatch.setenv("http_proxy", proxy.url)
    style.settle(plain(style, server, **arguments).get_all_groups())
    assert (len(server.requests), proxy.requests) == (1, [])


def test_no_proxy_does_not_except_other_hosts(
    style: Blocking, server: Wire, proxy: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "example.com")
    monkeypatch.setenv("http_proxy", proxy.url)
    style.settle(plain(style, server).get_all_groups())
    assert (server.requests, len(proxy.requests)) == ([], 1)


def test_a_proxy_set_later_counts(style: Blocking, server: Wire, proxy: Wire) -> None:
    connection = plain(style, server)
    style.settle(connection.get_all_groups())
    connection.proxy, connection.proxy_port = proxy.host, proxy.port
    style.settle(connection.get_all_groups())
    connection.proxy = None
    style.settle(connection.get_all_groups())
    assert (len(server.requests), len(proxy.requests)) == (2, 1)


def test_a_password_set_later_counts(style: Blocking, server: Wire, proxy: Wire) -> None:
    connection = plain(style, server, proxy=proxy.host, proxy_port=proxy.port, proxy_user="me")
    connection.proxy_pass = "hush"
    style.settle(connection.get_all_groups())
    assert connection.proxy_pass == "hush"
    assert proxy.request.proxy_login == "me:hush"


def test_use_proxy_says_whether_one_is_named(style: Blocking, server: Wire) -> None:
    assert plain(style, server).use_proxy is False
    assert plain(style, server, proxy="proxy.example").use_proxy is True


def test_a_tunnel_without_certificate_checks(style: Blocking, proxy: Wire) -> None:
    connection = secure(
        style,
        proxy=proxy.host,
        proxy_port=proxy.port,
        proxy_user=USER,
        proxy_pass=PASSWORD,
        validate_certs=False,
    )
    assert style.settle(connection.get_all_groups()) == []
    connect, call = proxy.requests
    assert connect.proxy_login == f"{USER}:{PASSWORD}"
    assert call.tunnel == f"{HOST}:443"


def test_the_environments_tunnel_without_certificate_checks(
    style: Blocking, proxy: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    style.settle(secure(style, validate_certs=False).get_all_groups())
    assert [request.method for request in proxy.requests] == ["CONNECT", "POST"]


def test_a_plain_call_that_would_not_check_certificates_is_still_a_plain_one(
    style: Blocking, server: Wire, proxy: Wire
) -> None:
    connection = plain(
        style,
        server,
        proxy=proxy.host,
        proxy_port=proxy.port,
        proxy_user="me",
        proxy_pass="hush",
        validate_certs=False,
    )
    style.settle(connection.get_all_groups())
    assert proxy.request.target == f"{server.url}/"
    assert proxy.request.proxy_login == "me:hush"


def test_no_proxy_counts_without_certificate_checks(
    style: Blocking, authority: Authority, proxy: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Wire(tls=authority.context("127.0.0.1")) as server:
        connection = plain(
            style, server, proxy=proxy.host, proxy_port=proxy.port, validate_certs=False
        )
        style.settle(connection.get_all_groups())
        assert (len(server.requests), proxy.requests) == (1, [])


def test_a_tunnel_with_an_untrusted_certificate_is_refused(style: Blocking, proxy: Wire) -> None:
    connection = secure(style, proxy=proxy.host, proxy_port=proxy.port)
    connection.num_retries = 0
    with pytest.raises(BotoClientError, match="certificate"):
        style.settle(connection.get_all_groups())
    assert [request.method for request in proxy.requests] == ["CONNECT"]


@pytest.mark.parametrize("checked", [True, False])
def test_a_proxy_that_opens_no_tunnel_is_reported(style: Blocking, checked: bool) -> None:
    with Wire(Response(407, b"who are you?")) as proxy:
        connection = secure(
            style,
            proxy=proxy.host,
            proxy_port=proxy.port,
            proxy_user="me",
            proxy_pass="hush-hush",
            validate_certs=checked,
        )
        connection.num_retries = 0
        with pytest.raises(BotoClientError) as caught:
            style.settle(connection.get_all_groups())
    assert "proxy" in str(caught.value).lower()
    assert "hush" not in str(caught.value)


def test_an_unreachable_proxy_is_reported(style: Blocking, server: Wire) -> None:
    with Wire() as gone:
        pass
    connection = plain(style, server, proxy=gone.host, proxy_port=gone.port, proxy_pass="hush-hush")
    connection.num_retries = 0
    with pytest.raises(ConnectionError) as caught:
        style.settle(connection.get_all_groups())
    assert "hush" not in str(caught.value)
    assert f"by proxy {gone.host}:{gone.port}" in str(caught.value)


def test_an_unreachable_proxy_in_the_environment_is_reported(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Wire() as gone:
        pass
    monkeypatch.setenv("http_proxy", f"http://me:hush-hush@{gone.host}:{gone.port}/")
    connection = plain(style, server)
    connection.num_retries = 0
    with pytest.raises(ConnectionError) as caught:
        style.settle(connection.get_all_groups())
    assert "hush" not in str(caught.value)
    assert f"by proxy {gone.host}:{gone.port}" in str(caught.value)


@pytest.mark.parametrize("port", ["eighty", 70000, -1, 1.5])
def test_an_invalid_port_is_refused(style: Blocking, server: Wire, port: Any) -> None:
    connection = plain(style, server, proxy="127.0.0.1", proxy_port=port)
    with pytest.raises((ValueError, TypeError), match="proxy_port"):
        style.settle(connection.get_all_groups())
    assert server.requests == []


@pytest.mark.parametrize("checked", [True, False])
@pytest.mark.parametrize("host", ["not a host", "http://", "a/b c", "\n"])
def test_a_proxy_that_is_not_a_host_is_refused(
    style: Blocking, server: Wire, host: str, checked: bool
) -> None:
    connection = plain(
        style, server, proxy=host, proxy_port=1, proxy_pass="hush", validate_certs=checked
    )
    with pytest.raises(ValueError, match="proxy must be") as caught:
        style.settle(connection.get_all_groups())
    assert "hush" not in str(caught.value)
    assert server.requests == []


# Each list, and whether a server at 127.0.0.1:PORT is reached straight.
LISTS = {
    "*": True,
    " * ": True,
    "a.example,*": True,
    "127.0.0.1": True,
    "127.0.0.1:PORT": True,
    "127.0.0.1:1": False,
    " a.example , 127.0.0.1 ": True,
    ".127.0.0.1": True,
    "127.0.0.0/8": True,
    "10.0.0.0/8": False,
    "0.0.1": True,
    "localhost": False,
    "::1,[::1]": False,
    "": False,
    ",": False,
    "7.0.0.1": False,
}
# urllib knows `*` alone, and no networks.
BEYOND_URLLIB = {" * ", "a.example,*", "127.0.0.0/8"}


@pytest.mark.parametrize("hosts", LISTS)
@pytest.mark.parametrize("variable", ["no_proxy", "NO_PROXY"])
@pytest.mark.parametrize("how", ["argument", "environment"])
def test_excepted_hosts_are_reached_straight(
    server: Wire, proxy: Wire, monkeypatch: pytest.MonkeyPatch, hosts: str, variable: str, how: str
) -> None:
    style = Blocking()
    monkeypatch.setenv(variable, hosts.replace("PORT", str(server.port)))
    named: dict[str, Any] = {}
    if how == "argument":
        named = {"proxy": proxy.host, "proxy_port": proxy.port}
    else:
        monkeypatch.setenv("all_proxy", proxy.url)
    style.settle(plain(style, server, **named).get_all_groups())
    straight = LISTS[hosts]
    assert (len(server.requests), len(proxy.requests)) == ((1, 0) if straight else (0, 1))
    by_urllib = urllib.request.proxy_bypass(f"127.0.0.1:{server.port}")
    assert bool(by_urllib) == straight or hosts in BEYOND_URLLIB


@pytest.mark.parametrize(("lower", "straight"), [("a.example", False), ("", True)])
def test_the_lower_case_no_proxy_takes_precedence_unless_it_is_empty(
    style: Blocking,
    server: Wire,
    proxy: Wire,
    monkeypatch: pytest.MonkeyPatch,
    lower: str,
    straight: bool,
) -> None:
    monkeypatch.setenv("no_proxy", lower)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    style.settle(plain(style, server, proxy=proxy.host, proxy_port=proxy.port).get_all_groups())
    assert (len(server.requests), len(proxy.requests)) == ((1, 0) if straight else (0, 1))


# Variables of the environment, and whether the proxy is used. P stands for the proxy, N for none.
VARIABLES = {
    "http_proxy=P HTTP_PROXY=N": True,
    "http_proxy=N HTTP_PROXY=P": False,
    "HTTP_PROXY= http_proxy=P all_proxy=N": True,
    "all_proxy=P ALL_PROXY=N": True,
    "ALL_PROXY= all_proxy=P": True,
    "all_proxy=P http_proxy=": True,
    "REQUEST_METHOD=GET http_proxy=P https_proxy=N": True,
    "REQUEST_METHOD=GET all_proxy=P": True,
    "REQUEST_METHOD=GET HTTP_PROXY=P": False,
}


@pytest.mark.parametrize("variables", VARIABLES)
def test_variables_take_precedence_as_in_urllib(
    server: Wire, proxy: Wire, monkeypatch: pytest.MonkeyPatch, variables: str
) -> None:
    with Wire() as other:
        for variable in variables.split():
            name, _, value = variable.partition("=")
            monkeypatch.setenv(name, {"P": proxy.url, "N": other.url}.get(value, value))
        Blocking().autoscale(server).get_all_groups()
        assert len(proxy.requests) == VARIABLES[variables]
        proxies = urllib.request.getproxies()
        assert (proxies.get("http") or proxies.get("all")) == {
            (1, 0, 0): proxy.url,
            (0, 1, 0): other.url,
            (0, 0, 1): None,
        }[len(proxy.requests), len(other.requests), len(server.requests)]


@pytest.mark.parametrize("hosts", ["127.0.0.1", "127.0.0.0/8", "a.example,*", "a.example"])
@pytest.mark.parametrize("how", ["argument", "environment"])
def test_an_error_names_the_proxy_only_if_it_is_used(
    monkeypatch: pytest.MonkeyPatch, hosts: str, how: str
) -> None:
    monkeypatch.setenv("no_proxy", hosts)
    with Wire() as gone:
        pass
    named: dict[str, Any] = {}
    if how == "argument":
        named = {"proxy": gone.host, "proxy_port": gone.port}
    else:
        monkeypatch.setenv("http_proxy", gone.url)
    connection = plain(Blocking(), gone, **named)
    connection.num_retries = 0
    with pytest.raises(BotoClientError, match="refused") as caught:
        connection.get_all_groups()
    assert (f"by proxy {gone.host}:{gone.port}" in str(caught.value)) == (hosts == "a.example")


@pytest.mark.parametrize(
    "url",
    [
        " ",
        "::",
        "http://a b:3128",
        "http://127.0.0.1:3128\n",
        '"http://127.0.0.1:3128"',
        "http://127.0.0.1:",
        "http://127.0.0.1:abc",
        "http://127.0.0.1:99999",
        "socks5://127.0.0.1:1080",
        "http://me:hush@:3128",
    ],
)
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "all_proxy"])
def test_an_invalid_proxy_of_the_environment_is_not_bypassed(
    style: Blocking, url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, url)
    expected = f"^{name} must be the URL of an HTTP or HTTPS proxy, such as"
    for _ in range(2):
        with pytest.raises(ValueError, match=expected) as caught:
            style.settle(style.autoscale(**KEYS).get_all_groups())
        assert "hush" not in str(caught.value)


def test_only_the_proxy_of_the_scheme_matters(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "::")
    style.settle(style.autoscale(server).get_all_groups())
    assert len(server.requests) == 1


@pytest.mark.parametrize("given", ["argument", "boto.cfg"])
@pytest.mark.parametrize("port", [True, False])
def test_a_proxys_host_may_have_its_port(
    style: Blocking, server: Wire, given: str, port: bool, boto_cfg: Any
) -> None:
    place = {"proxy": f"{server.host}:{server.port}"}
    if port:
        place["proxy_port"] = str(server.port)
    if given == "boto.cfg":
        boto_cfg("[Boto]\n" + "".join(f"{name} = {value}\n" for name, value in place.items()))
    arguments: dict[str, Any] = place if given == "argument" else {}
    style.settle(style.autoscale(is_secure=False, **KEYS, **arguments).get_all_groups())
    assert server.request.target.startswith("http://autoscaling.us-east-1.amazonaws.com/")


def test_two_ports_of_a_proxy_must_be_the_same(style: Blocking) -> None:
    connection = style.autoscale(proxy="h:80", proxy_port=3128, **KEYS)
    with pytest.raises(ValueError, match="different ports, 80 and 3128"):
        style.settle(connection.get_all_groups())
