"""A response of status 200 that lists failures is an error that carries what succeeded."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from reboto.ec2.autoscale.launch import LaunchedInstances, LaunchError
from reboto.ec2.autoscale.scheduled import FailedScheduledAction
from reboto.ec2.cloudwatch.insight import PartialFailure
from reboto.exception import BotoServerError, PartialFailureError

ACTIONS = [
    FailedScheduledAction(scheduled_action_name=f"a{at}", error_code="Code", error_message="why")
    for at in range(5)
]
RULE = PartialFailure(
    failure_resource="rule", failure_code="NotFound", failure_description="no such rule"
)
LAUNCH = LaunchError(instance_type="m5.large", error_code="Capacity", error_message="none left")


@pytest.mark.parametrize(
    ("failures", "code", "message", "text"),
    [
        ([RULE], "NotFound", "no such rule", "Op failed for 1 item: rule (no such rule)"),
        ([LAUNCH], "Capacity", "none left", "Op failed for 1 item: m5.large (none left)"),
        (ACTIONS[:2], "Code", "why", "Op failed for 2 items: a0 (why), a1 (why)"),
        (ACTIONS, "Code", "why", "Op failed for 5 items: a0 (why), a1 (why), a2 (why), and 2 more"),
        (
            [PartialFailure(failure_resource="r", exception_type="Broken")],
            "Broken",
            None,
            "Op failed for 1 item: r",
        ),
        ([PartialFailure()], None, None, "Op failed for 1 item: PartialFailure()"),
    ],
)
def test_the_error_says_what_failed(failures: Any, code: Any, message: Any, text: str) -> None:
    error = PartialFailureError("Op", failures)
    assert isinstance(error, BotoServerError)
    assert (error.status, error.reason) == (200, "OK")
    assert (error.error_code, error.message) == (code, message)
    assert (error.code, error.error_message) == (code, message)
    assert error.failures is failures
    assert error.result is None
    assert str(error) == text
    assert repr(error) == f"PartialFailureError: {text}"


def test_the_error_carries_what_succeeded_through_copies_and_pickles() -> None:
    result = LaunchedInstances(client_token="t")
    error = PartialFailureError("LaunchInstances", [LAUNCH], result)
    error.request_id = "1-2"
    for made in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301
        assert type(made) is PartialFailureError
        assert str(made) == str(error)
        assert (made.operation, made.failures, made.result) == ("LaunchInstances", [LAUNCH], result)
        assert made.request_id == "1-2"
        assert made.error_code == "Capacity"
