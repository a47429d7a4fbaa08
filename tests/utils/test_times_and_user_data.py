"""Times, names and user data are handled as by boto.utils."""

from __future__ import annotations

import email
import gzip
import locale
import threading
import time
from datetime import datetime

import pytest

from reboto import utils

TIME = datetime(2010, 1, 5, 3, 4, 5)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2010-01-05T03:04:05Z", TIME),
        (" 2010-01-05T03:04:05Z\n", TIME),
        ("2010-01-05T03:04:05.678Z", TIME.replace(microsecond=678000)),
        ("Tue, 05 Jan 2010 03:04:05 GMT", TIME),
        ("Tue, 05 Jan 2010 05:04:05 +0200", TIME),
    ],
)
def test_a_time_is_read_as_naive_utc(text: str, time: datetime) -> None:
    assert utils.parse_ts(text) == time


@pytest.mark.parametrize("text", ["2010-01-05", "2010-01-05T03:04:05+00:00", "yesterday", ""])
def test_a_value_that_is_not_a_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be ISO 8601 such as"):
        utils.parse_ts(text)


def test_the_names_of_days_are_not_the_locale_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*arguments: object) -> None:
        raise AssertionError("a time's locale is not the process's")

    monkeypatch.setattr(locale, "setlocale", forbidden)
    read: list[datetime] = []
    worker = threading.Thread(
        target=lambda: read.append(utils.parse_ts("Tue, 05 Jan 2010 03:04:05 GMT"))
    )
    worker.start()
    worker.join()
    assert read == [TIME]


def test_a_time_is_written_as_aws_writes_it() -> None:
    assert utils.get_ts(time.gmtime(1262660645)) == "2010-01-05T03:04:05Z"
    assert utils.parse_ts(utils.get_ts()).year >= 2024


# Recorded from boto 2.49.
@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("ImageId", "image_id"),
        ("EBSOptimized", "ebs_optimized"),
        ("userData", "user_data"),
        ("already_ok", "already_ok"),
        ("HTTPServer", "http_server"),
        ("instanceTypeXX", "instance_type_xx"),
        ("InstanceMonitoring.Enabled", "instance_monitoring._enabled"),
        ("HTTPStatus200Ok", "http_status_200_ok"),
        ("", ""),
    ],
)
def test_a_name_becomes_an_attribute(name: str, attribute: str) -> None:
    assert utils.pythonize_name(name) == attribute


@pytest.mark.parametrize(
    ("value", "items"), [("a", ["a"]), (("a", "b"), ["a", "b"]), (["a"], ["a"]), (None, [None])]
)
def test_anything_becomes_a_list(value: object, items: list[object]) -> None:
    assert utils.mklist(value) == items


@pytest.mark.parametrize(("value", "text"), [("\xe9", b"\xc3\xa9"), (5, b"5"), (b"x", b"x")])
def test_anything_becomes_utf_8(value: object, text: bytes) -> None:
    assert utils.get_utf8_value(value) == text


SCRIPTS = [("up.sh", "#!/bin/sh\necho h\xe9\n"), ("cloud", "#cloud-config\nx: 1\n"), ("?", "x")]


@pytest.mark.parametrize("compress", [False, True])
def test_scripts_become_one_user_data_in_their_order(compress: bool) -> None:
    data = utils.write_mime_multipart(SCRIPTS, compress=compress, deftype="application/x-other")
    text = gzip.decompress(data).decode() if compress else data
    parts = list(email.message_from_string(text).walk())[1:]
    assert [part.get_filename() for part in parts] == ["up.sh", "cloud", "?"]
    assert [part.get_content_type() for part in parts] == [
        "text/x-shellscript",
        "text/cloud-config",
        "application/x-other",
    ]
    contents = [part.get_payload(decode=True) for part in parts]
    assert contents == [script.encode() for _, script in SCRIPTS]
