"""Connections with equal settings share a client, but neither credentials nor changed settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reboto.exception import BotoServerError, BotoTimeoutError
from tests.support.messages import failure, silence
from tests.support.styles import Blocking, reaching

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.wire import Request, Wire


def key_of(request: Request) -> str:
    return request.headers["authorization"].split("Credential=")[1].split("/")[0]


def test_each_connection_signs_with_its_own_keys(style: Blocking, server: Wire) -> None:
    names = [f"AKID{number}" for number in range(5)]
    made = [
        style.autoscale(server, aws_access_key_id=name, aws_secret_access_key=f"secret-{name}")
        for name in names
    ]
    for connection in made + made[::-1]:
        style.settle(connection.get_all_groups())
    assert [key_of(request) for request in server.requests] == names + names[::-1]
    tokens = [style.autoscale(server, security_token=token) for token in ("one-token", "two-token")]
    for connection in tokens:
        style.settle(connection.get_all_groups())
    sent = [request.headers["x-amz-security-token"] for request in server.requests[-2:]]
    assert sent == ["one-token", "two-token"]


def test_services_and_regions_are_kept_apart(style: Blocking, server: Wire) -> None:
    from reboto.regioninfo import RegionInfo

    for service in (style.autoscale, style.cloudwatch):
        for region in ("us-east-1", "eu-west-1"):
            connection = service(server, region=RegionInfo(name=region, endpoint=server.host))
            style.settle(connection.get_status("Action", {}, "/"))
    scopes = [request.headers["authorization"].split("/")[2:4] for request in server.requests]
    assert scopes == [
        ["us-east-1", "autoscaling"],
        ["eu-west-1", "autoscaling"],
        ["us-east-1", "monitoring"],
        ["eu-west-1", "monitoring"],
    ]


def test_a_changed_setting_applies_to_one_connection(style: Blocking, server: Wire) -> None:
    changed, other = style.autoscale(server), style.autoscale(server)
    for connection in (changed, other):
        style.settle(connection.get_all_groups())
    changed.num_retries = 0
    server.otherwise = failure("Throttling", "slow", 400)
    for connection in (changed, other):
        connection._max_retry_delay = 0.0
        with pytest.raises(BotoServerError):
            style.settle(connection.get_all_groups())
    assert len(server.requests) == 2 + 1 + 7
    server.otherwise = silence()
    changed.http_connection_kwargs = {"timeout": 0.05}
    with pytest.raises(BotoTimeoutError):
        style.settle(changed.get_all_groups())


def test_new_connections_read_a_changed_environment(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    style.settle(style.autoscale(server).get_all_groups())
    monkeypatch.setenv("AWS_SDK_UA_APP_ID", "an-application")
    style.settle(style.autoscale(server).get_all_groups())
    agents = [request.headers["user-agent"] for request in server.requests]
    assert ["app/an-application" in agent for agent in agents] == [False, True]


def test_new_connections_read_a_changed_file(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "config"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    agents: list[Any] = []
    for name in ("first", "second"):
        file.write_text(f"[default]\nsdk_ua_app_id = the-{name}\n")
        style.settle(style.autoscale(server).get_all_groups())
        agents.append(server.requests[-1].headers["user-agent"])
    assert "app/the-first" in agents[0]
    assert "app/the-second" in agents[1]


def test_hundreds_of_settings_are_served(server: Wire) -> None:
    made = []
    for number in range(150):
        arguments = reaching(server, aws_access_key_id=f"AKID{number}")
        connection = Blocking().autoscale(**arguments)
        connection.http_connection_kwargs = {"timeout": 20 + number}
        made.append(connection)
    for connection in made * 2:
        assert connection.get_all_groups() == []
    keys = [key_of(request) for request in server.requests]
    assert keys == [f"AKID{number}" for number in range(150)] * 2
