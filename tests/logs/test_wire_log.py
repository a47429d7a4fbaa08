"""Requests and responses are passed to the log and to a connection's hook, without secrets."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto.ec2.autoscale import LaunchConfiguration
from reboto.exception import BotoConnectionError, BotoServerError
from reboto.utils import RequestHook
from tests.support.wire import Wire, cbor_result, failure, result

if TYPE_CHECKING:
    from tests.support.styles import Blocking

USER_DATA = "hush-user-data"
TOKEN = "hush-session-token"
CONFIGURATIONS = {
    "LaunchConfigurations": [{"LaunchConfigurationName": "lc", "UserData": "aHVzaC11c2VyLWRhdGE="}]
}


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, "boto")
    return caplog


def messages(log: pytest.LogCaptureFixture) -> list[str]:
    """The log's lines, each without what changes from call to call."""
    assert {record.name for record in log.records} <= {"reboto"}
    return [record.getMessage() for record in log.records]


def test_each_request_and_response_is_logged(
    style: Blocking, server: Wire, log: pytest.LogCaptureFixture
) -> None:
    server.script(result("DescribePolicies", {}))
    style.settle(style.autoscale(server).get_all_policies(as_group="web"))
    request, response = messages(log)
    assert request.startswith(f"request: POST {server.url}/ {{content-type: application/x-www-")
    assert request.endswith("} Action=DescribePolicies&Version=2011-01-01&AutoScalingGroupName=web")
    assert response.startswith("response after ")
    assert " ms: 200 {" in response
    assert response.endswith("}")


@pytest.mark.parametrize(("debug", "shown"), [(0, False), (1, False), (2, True)])
def test_the_response_body_is_logged_with_debug_2(
    debug: int, shown: bool, style: Blocking, server: Wire, log: pytest.LogCaptureFixture
) -> None:
    server.script(result("DescribePolicies", {}))
    style.settle(style.autoscale(server, debug=debug).get_all_policies())
    assert ("<DescribePoliciesResult>" in messages(log)[1]) is shown


def test_cloudwatch_s_documents_are_logged_as_text(
    style: Blocking, server: Wire, log: pytest.LogCaptureFixture
) -> None:
    server.script(cbor_result({"Metrics": [{"Namespace": "AWS/EC2"}], "NextToken": "more"}))
    style.settle(style.cloudwatch(server, debug=2).list_metrics(namespace="AWS/EC2"))
    request, response = messages(log)
    assert request.endswith('} {"Namespace": "AWS/EC2"}')
    assert response.endswith('} {"Metrics": [{"Namespace": "AWS/EC2"}], "NextToken": "more"}')


def test_each_attempt_is_logged(
    style: Blocking, server: Wire, log: pytest.LogCaptureFixture, boto_cfg: Any
) -> None:
    boto_cfg("[Boto]\nmax_retry_delay = 0\n")
    server.script(failure("Throttling"), result("DescribePolicies", {}))
    style.settle(style.autoscale(server).get_all_policies())
    lines = messages(log)
    assert [line.partition(":")[0].split()[0] for line in lines] == ["request", "response"] * 2
    assert ": 400 {" in lines[1]


def test_a_missing_response_is_logged(style: Blocking, log: pytest.LogCaptureFixture) -> None:
    with Wire() as gone:
        pass
    connection = style.autoscale(gone)
    connection.num_retries = 0
    with pytest.raises(BotoConnectionError):
        style.settle(connection.get_all_policies())
    assert messages(log)[1].startswith("no response after ")
    assert "refused" in messages(log)[1]


def test_no_secret_is_shown(
    style: Blocking, server: Wire, log: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    reboto_secret = {"aws_secret_access_key": "hush-secret-key", "security_token": TOKEN}
    connection = style.autoscale(server, debug=2, **reboto_secret)
    server.script(result("CreateLaunchConfiguration"))
    configuration = LaunchConfiguration(name="lc", image_id="ami-1", user_data=USER_DATA)
    style.settle(connection.create_launch_configuration(configuration))
    server.script(result("DescribeLaunchConfigurations", CONFIGURATIONS))
    (read,) = style.settle(connection.get_all_launch_configurations())
    assert read.user_data == USER_DATA.encode()
    assert TOKEN in server.requests[0].headers["x-amz-security-token"]
    everything = "\n".join(messages(log)) + "".join(capsys.readouterr())
    assert "UserData=***" in everything
    assert "<UserData>***</UserData>" in everything
    assert "authorization: ***" in everything
    assert "hush" not in everything
    assert "aHVzaC" not in everything
    assert "Signature" not in everything


def test_a_level_above_debug_logs_nothing(
    style: Blocking, server: Wire, log: pytest.LogCaptureFixture
) -> None:
    log.set_level(logging.INFO, "boto")
    style.settle(style.autoscale(server, debug=2).get_all_policies())
    assert log.records == []


def test_the_level_counts_from_the_next_call_on(
    style: Blocking, server: Wire, log: pytest.LogCaptureFixture
) -> None:
    connection = style.autoscale(server)
    log.set_level(logging.INFO, "boto")
    style.settle(connection.get_all_policies())
    log.set_level(logging.DEBUG, "boto")
    style.settle(connection.get_all_policies())
    assert len(messages(log)) == 2


class Kept(RequestHook):
    def __init__(self) -> None:
        self.calls: list[tuple[Any, Any, bool]] = []

    def handle_request_data(self, request: Any, response: Any, error: bool = False) -> None:
        self.calls.append((request, response, error))


@pytest.fixture
def hook() -> Kept:
    return Kept()


def test_a_hook_gets_request_and_response(style: Blocking, server: Wire, hook: Kept) -> None:
    connection = style.autoscale(server, security_token=TOKEN)
    connection.set_request_hook(hook)
    server.script(result("DescribePolicies", {}))
    style.settle(connection.get_all_policies())
    ((request, response, error),) = hook.calls
    assert (request.method, request.protocol, request.host) == ("POST", "http", server.host)
    assert (request.port, request.path) == (server.port, "/")
    assert request.body == b"Action=DescribePolicies&Version=2011-01-01"
    assert request.headers["authorization"] == request.headers["x-amz-security-token"] == "***"
    assert (response.status, response.reason, error) == (200, "OK", False)
    assert response.getheader("Content-Type") == "text/xml"
    assert b"<DescribePoliciesResult>" in response.read()


@pytest.mark.parametrize(
    ("code", "status", "error"), [("ValidationError", 400, False), ("InternalFailure", 500, True)]
)
def test_a_hook_gets_refused_requests(
    code: str, status: int, error: bool, style: Blocking, server: Wire, hook: Kept
) -> None:
    connection = style.autoscale(server)
    connection.num_retries = 0
    connection.set_request_hook(hook)
    server.script(failure(code, status=status))
    with pytest.raises(BotoServerError):
        style.settle(connection.get_all_policies())
    ((_, response, told_as_error),) = hook.calls
    assert (response.status, told_as_error) == (status, error)


def test_a_hook_is_called_without_a_response(style: Blocking, hook: Kept) -> None:
    with Wire() as gone:
        pass
    connection = style.autoscale(gone)
    connection.num_retries = 0
    connection.set_request_hook(hook)
    with pytest.raises(BotoConnectionError):
        style.settle(connection.get_all_policies())
    ((_, response, error),) = hook.calls
    assert (response, error) == (None, True)


def test_an_exception_in_a_hook_ends_the_call(style: Blocking, server: Wire) -> None:
    class Angry(RequestHook):
        def handle_request_data(self, *messages: Any, **more: Any) -> None:
            raise LookupError(f"enough of {messages}{more}")

    connection = style.autoscale(server)
    connection.set_request_hook(Angry())
    with pytest.raises(LookupError, match="enough"):
        style.settle(connection.get_all_policies())
    connection.set_request_hook(None)
    assert style.settle(connection.get_all_policies()) == []
    assert isinstance(reboto.utils.RequestHook(), RequestHook)
