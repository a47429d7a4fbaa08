"""Multipart user data for cloud-init. `reboto.utils` has the same functions, as in boto."""

from __future__ import annotations

import email.encoders
import gzip
from collections.abc import Iterable
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

from reboto import _core

# How a part begins, and the MIME type that cloud-init derives from it.
_USER_DATA_TYPES = {
    "#include": "text/x-include-url",
    "#!": "text/x-shellscript",
    "#cloud-config": "text/cloud-config",
    "#upstart-job": "text/upstart-job",
    "#part-handler": "text/part-handler",
    "#cloud-boothook": "text/cloud-boothook",
}


def guess_mime_type(content: str, deftype: str) -> str:
    """Return the MIME type that cloud-init derives from the beginning of a part of user data.

    Parameters
    ----------
    content : str
        The part.
    deftype : str
        The type to return if cloud-init does not recognize the part.

    Returns
    -------
    str

    Raises
    ------
    TypeError
        If `content` is not a string.

    Examples
    --------
    >>> guess_mime_type("#!/bin/sh", "text/plain")
    'text/x-shellscript'
    """
    if not isinstance(content, str):
        raise TypeError(f"content must be a string, got {_core.shown(content)}")
    types = (kind for start, kind in _USER_DATA_TYPES.items() if content.startswith(start))
    return next(types, deftype)


def write_mime_multipart(
    content: Iterable[tuple[str, str]],
    compress: bool = False,
    deftype: str = "text/plain",
    delimiter: str = ":",  # noqa: ARG001
) -> Any:
    """Combine several scripts into multipart user data. cloud-init runs them in this order.

    Parameters
    ----------
    content : iterable of tuple
        Name and text of each script.
    compress : bool, default False
        Whether to compress with gzip. AWS accepts at most 16 KiB of user data.
    deftype : str, default "text/plain"
        MIME type of scripts whose type cloud-init does not recognize.
    delimiter : str, default ":"
        Not used, as in boto.

    Returns
    -------
    str or bytes
        User data for a `LaunchConfiguration`. Bytes if compressed.

    Examples
    --------
    >>> data = write_mime_multipart([("up.sh", "#!/bin/sh"), ("c", "#cloud-config")])
    >>> 'text/x-shellscript' in data and 'filename="up.sh"' in data
    True
    """
    wrapper = MIMEMultipart()
    for at, script in enumerate(_core.gather("content", content)):
        try:
            name, text = script
        except (TypeError, ValueError):
            shown = _core.shown(script)
            raise TypeError(f"content[{at}] must be a pair of name and text, got {shown}") from None
        kind, _, subtype = guess_mime_type(text, deftype).partition("/")
        if kind == "text":
            part: MIMEBase = MIMEText(text, _subtype=subtype)
        else:
            part = MIMEBase(kind, subtype)
            part.set_payload(text)
            email.encoders.encode_base64(part)
        part.add_header("Content-Disposition", "attachment", filename=name)
        wrapper.attach(part)
    whole = wrapper.as_string()
    return gzip.compress(whole.encode()) if compress else whole
