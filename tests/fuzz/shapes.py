"""Responses of a given size, with each construct nested deeply or repeated often."""

from __future__ import annotations


def deep(opening: bytes, closing: bytes, before: bytes, after: bytes, size: int) -> bytes:
    """Nest a construct until the response has a size."""
    times = size // (len(opening) + len(closing))
    return before + opening * times + closing * times + after


def cbor(size: int) -> dict[str, bytes]:
    """CBOR documents: each is a map with the construct under an unknown name."""
    head = b"\xa1aa"
    return {
        "times": deep(b"\xc1", b"", head, b"\x00", size),
        "tags": deep(b"\xd8\x20", b"", head, b"\x00", size),
        "lists": deep(b"\x81", b"", head, b"\x00", size),
        "open lists": deep(b"\x9f", b"\xff", head, b"", size),
        "maps": deep(b"\xa1aa", b"", head, b"\x00", size),
        "keys of maps": deep(b"\xa1", b"", b"", b"", size),
        "open maps": deep(b"\xbfaa", b"\xff", head, b"", size),
        "open lists in lists": deep(b"\x82\x9f", b"\xff\x00", head, b"", size),
        "chunks in chunks": deep(b"\x7f", b"\xff", head, b"", size),
        "chunks": head + b"\x7f" + b"\x61a" * (size // 2) + b"\xff",
        "names": b"\xbf" + b"aa\x00" * (size // 3) + b"\xff",
        "numbers": head + b"\x9f" + b"\x00" * size + b"\xff",
        "code": b"\xa2f__type\x7a" + size.to_bytes(4, "big") + b"c" * size + b"gmessageam",
        "message": b"\xa2f__typeaTgmessage\x7a" + size.to_bytes(4, "big") + b"m" * size,
    }


def known(size: int) -> dict[str, bytes]:
    """CBOR documents whose known parts hold what nests."""
    parts = [b"lMetricAlarms", b"qAlarmHistoryItems", b"gMetrics", b"jDatapoints"]
    names = [b"iAlarmName", b"iTimestamp", b"jDimensions", b"gAverage", b"rExtendedStatistics"]
    holding = b"".join(name + b"\xc1" * (size // len(names)) + b"\x00" for name in names)
    inner = b"\xbf" + holding + b"\xff"
    return {part[1:].decode(): b"\xbf" + part + b"\x81" + inner + b"\xff" for part in parts} | {
        f"{part[1:].decode()} in lists": b"\xa1" + part + b"\x81" * size for part in parts
    }


def xml(size: int, root: bytes = b"ErrorResponse") -> dict[str, bytes]:
    """XML documents with a root of this name."""
    start, end = b"<%s>" % root, b"</%s>" % root
    inner = {
        "elements": b"<E>" * (size // 7) + b"</E>" * (size // 7),
        "errors": b"<Error>" * (size // 15) + b"</Error>" * (size // 15),
        "members": b"<member>" * (size // 17) + b"</member>" * (size // 17),
        "open elements": b"<E>" * (size // 3),
        "siblings": b"<a/>" * (size // 4),
        "attributes": b"<a%s/>" % (b' b=""' * (size // 5)),
        "attribute": b'<a b="%s"/>' % (b"b" * size),
        "name": b"<%s/>" % (b"n" * size),
        "prefixes": b"<%sn/>" % (b"n:" * (size // 2)),
        "entities": b"<Code>%s</Code>" % (b"&lt;" * (size // 4)),
        "characters": b"<Code>%s</Code>" % (b"&#65;" * (size // 5)),
        "entity": b"<Code>&%s;</Code>" % (b"e" * size),
        "comments": b"<!---->" * (size // 7),
        "instructions": b"<?a?>" * (size // 5),
        "sections": b"<Code>%s</Code>" % (b"<![CDATA[x]]>" * (size // 13)),
        "code": b"<Error><Code>%s</Code></Error>" % (b"c" * size),
        "message": b"<Error><Code>c</Code><Message>%s</Message></Error>" % (b"m" * size),
    }
    return {
        **{name: start + text + end for name, text in inner.items()},
        "declarations": b"<!DOCTYPE a [%s]>" % (b'<!ENTITY a "b">' * (size // 15)) + start + end,
    }


def text(size: int) -> dict[str, bytes]:
    """Bodies that are neither, and are searched for secrets."""
    pieces = {
        "percents": b"%",
        "escapes for URLs": b"%25",
        "ampersands": b"&amp;",
        "backslashes": b"\\",
        "names of secrets": b"cookie ",
        "values": b"value '",
        "the secret's beginning": b"wJalrXUtnFEMI/",
        "lists of JSON": b"[",
        "objects of JSON": b'{"a":',
        "blanks": b" ",
        "no text": b"\xff",
    }
    return {name: piece * (size // len(piece)) for name, piece in pieces.items()}
