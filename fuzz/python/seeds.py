"""Write seeds of up to 1 MB into a corpus: each construct, deeply nested or often repeated.

::

    python fuzz/python/seeds.py fuzz/corpus

Fuzzers begin with short inputs, and would need years to find one that is nested 100,000 deep.
"""

from __future__ import annotations

import sys
from pathlib import Path

LONGEST = 1_000_000


def often(piece: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """Repeat a piece up to the maximum length of an input."""
    room = LONGEST - len(before) - len(after)
    return before + piece * (room // len(piece)) + after


def deep(opening: bytes, closing: bytes = b"", before: bytes = b"", after: bytes = b"") -> bytes:
    """Nest a construct up to the maximum length of an input."""
    room = LONGEST - len(before) - len(after)
    times = room // (len(opening) + len(closing))
    return before + opening * times + closing * times + after


CBOR = {
    "tags": deep(b"\xc1", before=b"\xa1aa", after=b"\x00"),
    "other-tags": deep(b"\xd8\x20", before=b"\xa1aa", after=b"\x00"),
    "lists": deep(b"\x81", before=b"\xa1aa", after=b"\x00"),
    "open-lists": deep(b"\x9f", b"\xff", before=b"\xa1aa"),
    "maps": deep(b"\xa1aa", before=b"\xa1aa", after=b"\x00"),
    "open-maps": deep(b"\xbfaa", b"\xff", before=b"\xa1aa"),
    "mixed": deep(b"\x82\x9f", b"\xff\x00", before=b"\xa1aa"),
    "chunks": often(b"\x61a", before=b"\xa1aa\x7f", after=b"\xff"),
    "byte-chunks": often(b"\x41a", before=b"\xa1aa\x5f", after=b"\xff"),
    "chunks-in-chunks": deep(b"\x7f", b"\xff", before=b"\xa1aa"),
    "names": often(b"aa\x00", before=b"\xbf", after=b"\xff"),
    "numbers": often(b"\x00", before=b"\xa1jDatapoints\x9f", after=b"\xff\xff"),
    "points": often(b"\xa0", before=b"\xa1jDatapoints\x9f", after=b"\xff"),
    "alarms": often(b"\xa0", before=b"\xa1lMetricAlarms\x9f", after=b"\xff"),
    "text": often(b"a", before=b"\xa1aa\x7a\x00\x0f\x42\x38"),
    "code": often(b"a", before=b"\xa1f__type\x7a\x00\x0f\x42\x34"),
    "breaks": often(b"\xff"),
}
XML = {
    "elements": deep(b"<E>", b"</E>", before=b"<ErrorResponse>", after=b"</ErrorResponse>"),
    "errors": deep(b"<Error>", b"</Error>", b"<ErrorResponse>", b"</ErrorResponse>"),
    "members": deep(b"<member>", b"</member>", b"<R>", b"</R>"),
    "siblings": often(b"<a/>", b"<R>", b"</R>"),
    "attributes": often(b' a=""', b"<R", b"/>"),
    "attribute": often(b"a", b'<R a="', b'"/>'),
    "name": often(b"n", b"<R><", b"/></R>"),
    "prefix": often(b"n:", b"<R><", b"/></R>"),
    "entities": often(b"&lt;", b"<R><Code>", b"</Code></R>"),
    "numbers": often(b"&#65;", b"<R><Code>", b"</Code></R>"),
    "entity": often(b"l", b"<R><Code>&", b";</Code></R>"),
    "comments": often(b"<!---->", b"<R>", b"</R>"),
    "instructions": often(b"<?a?>", b"<R>", b"</R>"),
    "sections": often(b"<![CDATA[x]]>", b"<R><Code>", b"</Code></R>"),
    "message": often(
        b"m", b"<ErrorResponse><Error><Message>", b"</Message></Error></ErrorResponse>"
    ),
    "declarations": often(b'<!ENTITY a "b">', b"<!DOCTYPE a [", b"]><a/>"),
    "open": often(b"<"),
}
WORDS = {
    "percents": often(b"%"),
    "escaped": often(b"%25"),
    "ampersands": often(b"&amp;"),
    "backslashes": often(b"\\"),
    "escapes": often(b"\\u005c"),
    "names": often(b"cookie "),
    "values": often(b"value '"),
    "secret": often(b"wJalrXUtnFEMI/K7MDENG+bPxRfi"),
    "beginnings": often(b"wJalrXUtnFEMI/"),
    "base64": often(b"d0phbHJYVXRuRkVNSS9LN01ERU5H"),
}
CONFIG = {
    "sections": often(b"[a]\n"),
    "line": often(b"a", b"[Boto]\ndebug = "),
    "continued": often(b"  a\n", b"[Boto]\ndebug = a\n"),
    "long-name": often(b"  a\n", b"[Boto]\n" + b"a" * (LONGEST // 2) + b" = a\n"),
    "interpolated": often(b"%(debug)s", b"[Boto]\ndebug = "),
    "imports": often(b"#import a\n"),
}
LONG_NAME = b"[default]\n" + b"a" * (LONGEST // 2) + b" = a\n"
INI = {
    "sections": often(b"[a]\n"),
    "options": often(b"a=b\n", b"[default]\n"),
    "line": often(b"a", b"[default]\na = "),
    "name": often(b"a", b"[default]\n", b" = a"),
    "continued": often(b"  a\n", b"[default]\na = a\n"),
    "indented": often(b" a=b\n", b"[default]\n"),
    "long-name-continued": often(b"  a\n", LONG_NAME),
    "long-name-blank-lines": often(b"\n", LONG_NAME),
    "long-name-options": often(b"a=b\n", LONG_NAME),
    "long-section": often(b"a=b\n", b"[" + b"a" * (LONGEST // 2) + b"]\n"),
    "brackets": often(b"["),
    "returns": often(b"\r"),
    "comments": often(b"#\n"),
    "blanks": often(b" ", b"[default"),
}
TARGETS = {
    "cbor": CBOR,
    "xml": {name: b"\x00" + text for name, text in XML.items()},
    "errors": XML,
    "redaction": {**CBOR, **XML, **WORDS},
    "responses": {
        **{
            f"{name}-{which}": bytes([which, 0]) + text
            for name, text in CBOR.items()
            for which in range(6)
        },
        **{f"{name}-error": b"\x00\x01" + text for name, text in CBOR.items()},
        **{f"{name}-xml": b"\x00\x09" + text for name, text in XML.items()},
    },
    "times": {"digits": often(b"9"), "fraction": often(b"9", b"2026-11-24T12:00:00.", b"Z")},
    "calls": {
        **{
            f"{name}-{which}": bytes([which]) + text
            for name, text in CBOR.items()
            for which in (5, 6, 7)
        },
        **{
            f"{name}-{which}": bytes([which]) + text
            for name, text in XML.items()
            for which in (0, 3, 4)
        },
    },
    "config": CONFIG,
    "ini": INI,
}


def main(corpus: Path) -> None:
    """Write the seeds of each target into a folder with its name."""
    for target, seeds in TARGETS.items():
        folder = corpus / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in seeds.items():
            (folder / f"large-{name}").write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
