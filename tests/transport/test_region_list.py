"""The regions are those of AWS, in a stable order, with their host names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import botocore.loaders
import pytest

import reboto
from reboto.pyami.config import Config
from reboto.regioninfo import (
    RegionInfo,
    connect,
    get_regions,
    load_endpoint_json,
    load_regions,
    merge_endpoints,
)

if TYPE_CHECKING:
    from pathlib import Path

WORDS = {"autoscaling": "autoscaling", "cloudwatch": "monitoring"}


def botocore_hosts(word: str) -> Any:
    data = botocore.loaders.create_loader().load_data("endpoints")
    hosts = {}
    for partition in data["partitions"]:
        for region in partition["services"][word]["endpoints"]:
            # The rest are other names for a region's FIPS host.
            if region in partition["regions"]:
                hosts[region] = f"{word}.{region}.{partition['dnsSuffix']}"
    return hosts


@pytest.fixture(autouse=True)
def no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reboto, "config", Config(do_load=False))
    monkeypatch.delenv("BOTO_ENDPOINTS", raising=False)
    monkeypatch.delenv("BOTO_USE_ENDPOINT_HEURISTICS", raising=False)


@pytest.mark.parametrize("service", WORDS)
def test_the_regions_are_those_that_amazon_publishes(service: str) -> None:
    published = botocore_hosts(WORDS[service])
    assert len(published) > 30
    assert {region.name: region.endpoint for region in get_regions(service)} == published


@pytest.mark.parametrize("service", WORDS)
def test_regions_are_sorted_by_name(service: str) -> None:
    names = [region.name for region in get_regions(service)]
    assert names == sorted(names)


def test_regions_are_made_of_the_class_asked_for() -> None:
    class Region(RegionInfo):
        pass

    region = get_regions("autoscaling", Region, dict)[0]
    assert type(region) is Region
    assert region.connect(port=1) == {"region": region, "port": 1}


def test_a_connection_is_made_to_a_known_region() -> None:
    made = connect("cloudwatch", "eu-north-1", connection_cls=dict, port=1)
    assert made["region"].endpoint == "monitoring.eu-north-1.amazonaws.com"
    assert made["port"] == 1


def test_an_unknown_region_gives_none() -> None:
    assert connect("autoscaling", "mars-north-1", connection_cls=dict) is None


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("mars-north-1", "monitoring.mars-north-1.amazonaws.com"),
        ("eu-south-9", "monitoring.eu-south-9.amazonaws.com"),
        ("cn-south-9", "monitoring.cn-south-9.amazonaws.com.cn"),
        ("us-gov-south-9", "monitoring.us-gov-south-9.amazonaws.com"),
        ("us-iso-south-9", "monitoring.us-iso-south-9.c2s.ic.gov"),
        ("here", "monitoring.here.amazonaws.com"),
    ],
)
def test_an_unknown_region_s_host_is_guessed_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, region: str, host: str
) -> None:
    monkeypatch.setenv("BOTO_USE_ENDPOINT_HEURISTICS", "True")
    made = connect("cloudwatch", region, connection_cls=dict)
    assert (made["region"].name, made["region"].endpoint) == (region, host)


def test_the_configuration_can_ask_for_guessing_too() -> None:
    reboto.config.add_section("Boto")
    reboto.config.setbool("Boto", "use_endpoint_heuristics", True)
    assert connect("autoscaling", "mars-north-1", connection_cls=dict)


@pytest.mark.parametrize("by", ["environment", "configuration"])
def test_a_file_can_add_regions_and_services(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, by: str
) -> None:
    path = tmp_path / "endpoints.json"
    path.write_text(json.dumps({"autoscaling": {"here": "localhost"}, "ec2": {"here": "h"}}))
    if by == "environment":
        monkeypatch.setenv("BOTO_ENDPOINTS", str(path))
    else:
        reboto.config.add_section("Boto")
        reboto.config.set("Boto", "endpoints_path", str(path))
    assert connect("autoscaling", "here", connection_cls=dict)["region"].endpoint == "localhost"
    assert get_regions("ec2")[0].endpoint == "h"
    assert len(load_regions()["autoscaling"]) > 30


def test_endpoints_of_a_file_are_loaded_and_merged(tmp_path: Path) -> None:
    path = tmp_path / "endpoints.json"
    path.write_text(json.dumps({"autoscaling": {"here": "localhost"}, "ec2": {"here": "h"}}))
    known = load_regions()
    merged = merge_endpoints(known, load_endpoint_json(str(path)))
    assert merged is known
    assert merged["autoscaling"]["here"] == "localhost"
    assert merged["autoscaling"]["eu-west-1"] == "autoscaling.eu-west-1.amazonaws.com"
    assert merged["ec2"] == {"here": "h"}
    with pytest.raises(FileNotFoundError):
        load_endpoint_json(str(tmp_path / "none.json"))


def test_an_unknown_service_is_refused_with_those_there_are() -> None:
    with pytest.raises(reboto.exception.BotoClientError, match="'autoscaling', 'cloudwatch'"):
        get_regions("s3")


def test_a_change_to_loaded_data_is_not_kept() -> None:
    load_regions()["autoscaling"].clear()
    assert load_regions()["autoscaling"]
