"""Attributes that reboto does not have: the errors name what to use instead."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import reboto
from reboto import aio
from reboto.ec2 import autoscale, cloudwatch


def error_of(owner: Any, name: str) -> AttributeError:
    with pytest.raises(AttributeError) as caught:
        getattr(owner, name)
    assert caught.value.name == name
    assert caught.value.obj is owner
    return caught.value


@pytest.mark.parametrize(
    ("name", "methods"),
    [
        ("describe_auto_scaling_groups", "get_all_groups or iter_groups, which call Describe"),
        ("DescribePolicies", "get_all_policies or iter_policies, which call DescribePolicies"),
        ("put_scaling_policy", "create_scaling_policy, which calls PutScalingPolicy"),
        ("update_auto_scaling_group", "it is boto3's; change a group that was read"),
        ("get_paginator", "it is boto3's; use a method whose name starts with iter_, such as"),
        ("get_waiter", "wait_until_"),
        ("exceptions", "BotoServerError"),
    ],
)
@pytest.mark.parametrize("connect", [reboto.connect_autoscale, aio.connect_autoscale])
def test_names_of_boto3_are_explained(connect: Any, name: str, methods: str) -> None:
    message = str(error_of(connect("key", "secret"), name))
    assert message.startswith(f"'AutoScaleConnection' object has no attribute {name!r}: ")
    assert methods in message


def test_names_of_cloudwatch_are_explained() -> None:
    connection = reboto.connect_cloudwatch("key", "secret")
    assert "use describe_alarm_history" in str(error_of(connection, "DescribeAlarmHistory"))
    assert "such as iter_alarm" in str(error_of(connection, "get_paginator"))


@pytest.mark.parametrize("name", ["get_all_grups", "_private", "__nonsense__"])
def test_other_names_have_pythons_message(name: str) -> None:
    message = str(error_of(reboto.connect_autoscale("key", "secret"), name))
    assert message == f"'AutoScaleConnection' object has no attribute {name!r}"


def test_errors_of_a_property_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Any) -> None:
        raise AttributeError("from the property")

    connection = reboto.connect_autoscale("key", "secret")
    monkeypatch.setattr(autoscale.AutoScaleConnection, "broken", property(fail), raising=False)
    with pytest.raises(AttributeError, match=r"^from the property$"):
        _ = connection.broken  # type: ignore[attr-defined] # pyright: ignore


def test_pythons_traceback_suggests_a_name() -> None:
    for code, name in (
        ("reboto.connect_autoscale('k', 's').get_all_grups", "get_all_groups"),
        ("reboto.conect_autoscale", "connect_autoscale"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", f"import reboto; {code}"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert f"Did you mean: {name!r}?" in done.stderr


@pytest.mark.parametrize("name", ["client", "resource", "Session", "session"])
def test_functions_of_boto3_are_explained(name: str) -> None:
    assert "it is boto3's; use connect_autoscale()" in str(error_of(reboto, name))
    script = f"import reboto; reboto.install_as_boto(); import boto; boto.{name}"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=30
    )
    assert "it is boto3's; use connect_autoscale()" in done.stderr.splitlines()[-1]


def test_dir_lists_what_users_need() -> None:
    listed = dir(reboto)
    assert {"aio", "connect_autoscale", "ec2", "foresight", "local", "testing"} <= {*listed}
    assert {"data", "MetricAlarm", "connect_to_region"} <= {*dir(cloudwatch)}
    assert {"group", "AutoScalingGroup", "connect_to_region"} <= {*dir(autoscale)}
    for module in (reboto, autoscale, cloudwatch):
        assert not {"LazyModule", "TYPE_CHECKING", "Unpack", "annotations", "typing", "hide"} & {
            *dir(module)
        }
