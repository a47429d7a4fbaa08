"""``import reboto as boto``: names that reboto does not cover get the message of ``reboto run``."""

from __future__ import annotations

import subprocess
import sys

import pytest

import reboto as boto
from reboto._compat.boto_map import advise, is_in_boto
from reboto._compat.boto_names import MODULES, NAMES


@pytest.mark.parametrize(
    ("path", "client"),
    [("connect_ec2", "ec2"), ("connect_s3", "s3"), ("ec2.connect_to_region", "ec2"), ("s3", "s3")],
)
def test_the_error_names_the_boto3_client(path: str, client: str) -> None:
    *homes, name = path.split(".")
    home = getattr(boto, homes[0]) if homes else boto
    with pytest.raises(AttributeError) as caught:
        getattr(home, name)
    assert str(caught.value).startswith(f"boto.{path} is not in reboto, which covers Auto Scaling")
    assert f": use boto3.client({client!r}); boto is not installed" in str(caught.value)


def test_the_message_is_that_of_run() -> None:
    code = "import {0}\ntry: {1}.connect_ec2\nexcept AttributeError as error: print(error)"
    texts = {
        subprocess.run(
            [sys.executable, "-c", code.format(*names)], capture_output=True, text=True, check=True
        ).stdout
        for names in [("reboto as boto", "boto"), ("reboto.as_boto, boto", "boto")]
    }
    assert len(texts) == 1


def test_names_that_boto_does_not_have_get_python_s_message() -> None:
    # In a new process: other tests make reboto the process's boto, which changes the message.
    code = "import reboto\ntry: reboto.connect_moon\nexcept AttributeError as error: print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "module 'reboto' has no attribute 'connect_moon'\n"


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("boto", True),
        ("boto.connect_s3", True),
        ("boto.connect_autoscaling", False),
        ("boto.ec2.autoscale.AutoScalingGroup", True),
        ("boto.ec2.autoscale.ScalingGroup", False),
        ("boto.s3.key.Key", True),
        ("boto.cloudwatch", False),
    ],
)
def test_names_of_boto_are_known(path: str, known: bool) -> None:
    assert is_in_boto(path) is known
    assert ("does not have it either" in advise(path)) is (not known)


def test_regions_have_boto_s_second_name() -> None:
    assert boto.ec2.regioninfo.RegionInfo is boto.regioninfo.RegionInfo
    assert boto.ec2.RegionInfo is boto.regioninfo.RegionInfo


def test_advice_exists_for_all_names_of_boto() -> None:
    paths = [
        f"{home}.{name}"
        for names in (MODULES, NAMES)
        for home, text in names.items()
        for name in text.split()
    ]
    assert len(paths) > 500
    assert all(map(advise, paths))
