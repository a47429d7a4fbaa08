"""The instance's metadata is read as in boto.utils, over IMDSv2."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from reboto import utils
from reboto.utils import get_instance_identity, get_instance_metadata, get_instance_userdata
from tests.support.instance import KEYS, TOKEN, Instance
from tests.support.wire import Response, Wire, silence

if TYPE_CHECKING:
    from collections.abc import Callable

# Recorded from boto 2.49 on the same pages, except for the tag's, whose name has spaces.
ALL = {
    "ami-id": "ami-1",
    "ancestor-ami-ids": ["ami-2", "ami-3"],
    "block-device-mapping": {"ami": "sda1", "root": "/dev/sda1"},
    "iam": {
        "info": {"Code": "Success", "Since": 1},
        "security-credentials": {
            "role": KEYS,
        },
    },
    "public-keys": {"my key": "ssh-rsa AAAA my key"},
    "empty": "",
    "tags/instance/Name of it": "web",
}


def test_all_of_it_is_a_nested_dict(here: Instance) -> None:
    metadata = get_instance_metadata()
    assert isinstance(metadata, dict)
    assert list(metadata) == list(ALL)
    shown = str(ALL)
    for secret in "'secret-of-the-role'", "'token-of-the-role'":
        shown = shown.replace(secret, "<hidden>")
    assert str(metadata) == repr(metadata) == shown
    assert metadata == ALL


@pytest.mark.parametrize(
    "read",
    [
        dict,
        lambda metadata: dict(metadata.items()),
        lambda metadata: dict(zip(metadata, metadata.values(), strict=True)),
        lambda metadata: {key: metadata.get(key) for key in metadata},
        lambda metadata: json.loads(json.dumps(metadata)),
    ],
)
def test_every_way_to_take_the_values_reads_them(
    here: Instance, read: Callable[[dict[str, object]], object]
) -> None:
    assert read(get_instance_metadata()) == ALL


def test_a_value_is_read_when_it_is_asked_for_and_once(here: Instance) -> None:
    metadata = get_instance_metadata()
    before = len(here.requests)
    assert metadata["ami-id"] == metadata["ami-id"] == "ami-1"
    assert here.asked[before:] == ["meta-data/ami-id"]


def test_a_part_of_it_can_be_asked_for(here: Instance) -> None:
    devices = get_instance_metadata(data="meta-data/block-device-mapping/")
    assert dict(devices) == {"ami": "sda1", "root": "/dev/sda1"}


def test_a_version_can_be_asked_for(here: Instance) -> None:
    get_instance_metadata(version="2009-04-04")
    assert here.requests[-1].target == "/2009-04-04/meta-data/"


def test_a_missing_key_is_a_key_error(here: Instance) -> None:
    metadata = get_instance_metadata()
    assert metadata.get("spot", "none") == "none"
    with pytest.raises(KeyError, match="spot"):
        metadata["spot"]


def test_json_that_is_broken_once_is_read_again(here: Instance) -> None:
    metadata = get_instance_metadata(data="meta-data/iam/")
    here.script(Response(200, b'{"Code": "Suc'))
    assert metadata["info"] == {"Code": "Success", "Since": 1}


def test_json_that_stays_broken_is_an_error(here: Instance) -> None:
    here.pages["meta-data/iam/info"] = "{"
    metadata = get_instance_metadata(data="meta-data/iam/", num_retries=2)
    with pytest.raises(ValueError, match="Expecting"):
        metadata["info"]
    assert here.asked.count("meta-data/iam/info") == 2


def test_a_page_that_is_gone_is_empty_and_not_asked_for_again(
    here: Instance, caplog: pytest.LogCaptureFixture
) -> None:
    metadata = get_instance_metadata()
    del here.pages["meta-data/ami-id"]
    with caplog.at_level(logging.ERROR, "boto"):
        assert metadata["ami-id"] == ""
    assert not caplog.records
    assert here.asked.count("meta-data/ami-id") == 1


def test_it_is_the_document_and_its_signatures(here: Instance) -> None:
    assert get_instance_identity() == {
        "document": {"region": "eu-west-1", "instanceId": "i-1"},
        "pkcs7": "MIIA\nBBBB",
        "signature": "c2ln",
    }


def test_it_is_text(here: Instance) -> None:
    here.pages["user-data"] = "#!/bin/sh\necho h\xe9"
    assert get_instance_userdata() == "#!/bin/sh\necho h\xe9"


def test_it_can_be_a_list_of_pairs(here: Instance) -> None:
    here.pages["user-data"] = "role = web|key=a=b|"
    assert get_instance_userdata(sep="|") == {"role": "web", "key": "a=b"}


def test_an_instance_without_any_has_an_empty_one(here: Instance) -> None:
    assert get_instance_userdata(sep="|") == ""


def test_its_token_is_fetched_once_and_sent_with_each_request(here: Instance) -> None:
    str(get_instance_metadata())
    get_instance_identity(num_retries=5)
    assert here.asked[0] == "token"
    assert here.asked.count("token") == 1
    sent = {request.headers.get("x-aws-ec2-metadata-token") for request in here.requests[1:]}
    assert sent == {TOKEN}


def test_a_given_url_takes_precedence_over_the_environment(here: Instance) -> None:
    with Instance() as other:
        other.pages["meta-data/"] = "hostname"
        assert list(get_instance_metadata(url=other.url)) == ["hostname"]
    assert here.requests == []


def test_it_is_never_asked_through_a_proxy(
    here: Instance, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("HTTP_PROXY", server.url)
    assert get_instance_metadata()["ami-id"] == "ami-1"
    assert server.requests == []


def test_it_is_not_asked_where_that_is_forbidden(
    here: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert (get_instance_metadata(), get_instance_identity()) == ({}, {})
    assert here.requests == []


@pytest.mark.parametrize(
    ("read", "nothing"),
    [
        (get_instance_metadata, {}),
        (get_instance_identity, {}),
        (get_instance_userdata, ""),
    ],
)
def test_without_a_metadata_service_the_result_is_empty(
    read: Callable[..., object],
    nothing: object,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Wire() as gone:
        pass
    with caplog.at_level(logging.ERROR, "boto"):
        assert read(url=gone.url, num_retries=1) == nothing
    assert "instance metadata /latest/" in caplog.text


def test_the_time_out_bounds_a_service_that_is_silent(
    server: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    server.otherwise = silence()
    with caplog.at_level(logging.ERROR, "boto"):
        assert get_instance_metadata(url=server.url, timeout=0.2, num_retries=1) == {}
    assert "instance metadata" in caplog.text
    assert len(server.requests) == 1


def test_a_silent_service_is_asked_as_often_as_wanted(server: Wire) -> None:
    server.otherwise = silence()
    assert get_instance_metadata(url=server.url, timeout=0.1, num_retries=2) == {}
    assert len(server.requests) == 2


def test_a_service_that_fails_once_is_asked_again(here: Instance) -> None:
    metadata = get_instance_metadata()
    here.script(Response(503))
    assert metadata["ami-id"] == "ami-1"


def test_no_attempt_is_none(here: Instance) -> None:
    assert utils.retry_url(f"{here.url}/latest/meta-data/", num_retries=0) == ""
    assert here.requests == []


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_an_invalid_timeout_is_refused(timeout: float) -> None:
    with pytest.raises(
        ValueError, match=r"^timeout( must be .* above 0| must be a finite number, got nan)"
    ):
        get_instance_metadata(url="http://127.0.0.1:9", timeout=timeout)


def test_an_invalid_url_is_refused() -> None:
    with pytest.raises(ValueError, match="not a url"):
        get_instance_metadata(url="http://not a url")
