"""Secrets that contain marks, and a search for the marks in every encoding."""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Each holds a mark, and signs that a URL, a header and a form would take for something else.
SECRETS = {
    "secret key": "wJalr/MARKsecretkey7f+Qz",
    "session token": "FwoG/MARKsessiontoken4u+Rb==",
    "proxy password": "p%40@MARKproxypass9h:/#?",
    "user data": "#!/bin/sh\nexport PASSWORD=MARKuserdata2w\n",
    "web identity token": "eyJh.MARKwebidentity6k.c2ln",
    "container's token": "Basic MARKcontainer5j",
    "instance's token": "AQAE-MARKinstance3q==",
}
MARKS = {
    name: next(word for word in _words if word.startswith("MARK"))
    for name, text in SECRETS.items()
    for _words in ["".join(c if c.isalnum() else " " for c in text).split()]
}


def signing_keys(dates: Iterable[str], region: str = "us-east-1") -> dict[str, bytes]:
    """Derive what requests were signed with; it opens as much as the secret key, for a day."""
    keys = {}
    for date in dates:
        for service in ("autoscaling", "monitoring", "sts"):
            key = f"AWS4{SECRETS['secret key']}".encode()
            for part in (date, region, service, "aws4_request"):
                key = hmac.new(key, part.encode(), hashlib.sha256).digest()
                keys[f"key that signs, {date} {service} {part}"] = key
    return keys


def forms(mark: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the forms that bytes may be written in."""
    yield "as it is", mark
    yield "backwards", mark[::-1]
    yield "in hexadecimal", mark.hex().encode()
    yield "in hexadecimal, with commas", ", ".join(f"{byte:02x}" for byte in mark).encode()
    yield "as a list of numbers", ", ".join(map(str, mark)).encode()
    yield "in UTF-16", mark.decode("latin-1").encode("utf-16-le")
    yield "as Python writes bytes", repr(mark)[2:-1].encode()
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + mark)
        first, last = math.ceil(before * 8 / 6), (before + len(mark)) * 8 // 6
        yield f"in Base64, from place {before}", encoded[first:last]
        yield (
            f"in URL's Base64, from place {before}",
            (encoded[first:last].replace(b"+", b"-").replace(b"/", b"_")),
        )


def found(output: bytes, dates: Iterable[str] = ()) -> list[str]:
    """Name the secrets whose marks are in an output, and their forms."""
    lower = output.lower()
    sought = {name: mark.encode() for name, mark in MARKS.items()} | signing_keys(dates)
    return [
        f"{name}, {form}"
        for name, mark in sought.items()
        for form, written in forms(mark)
        if written in output or (form == "as it is" and written.lower() in lower)
    ]
