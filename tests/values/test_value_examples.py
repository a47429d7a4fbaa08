"""The examples in the documentation of values, errors, regions and configuration are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = [
    "reboto._regions",
    "reboto._xml",
    "reboto.ec2.autoscale.group",
    "reboto.ec2.autoscale.launchconfig",
    "reboto.ec2.autoscale.policy",
    "reboto.ec2.autoscale.tag",
    "reboto.ec2.blockdevicemapping",
    "reboto.ec2.cloudwatch.alarm",
    "reboto.ec2.cloudwatch.dimension",
    "reboto.ec2.cloudwatch.listelement",
    "reboto.ec2.elb.listelement",
    "reboto.exception",
    "reboto.pyami.config",
    "reboto.regioninfo",
    "reboto.resultset",
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
