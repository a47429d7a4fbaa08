"""User data of several parts, as cloud-init takes it; `reboto.utils` has the same, as boto had."""

from __future__ import annotations

import email.encoders
import gzip
from collections.abc import Iterable
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

# What cloud-init goes by, with the type that it gives each.
_USER_DATA_TYPES = {
    "#include": "text/x-include-url",
    "#!": "text/x-shellscript",
    "#cloud-config": "text/cloud-config",
    "#upstart-job": "text/upstart-job",
    "#part-handler": "text/part-handler",
    "#cloud-boothook": "text/cloud-boothook",
}


def guess_mime_type(content: str, deftype: str) -> str:
    """Tell the MIME type that cloud-init gives to a part of the user data.

    Parameters
    ----------
    content : str
        The part.
    deftype : str
        The type if cloud-init knows none.

    Returns
    -------
    str

    Examples
    --------
    >>> guess_mime_type("#!/bin/sh", "text/plain")
    'text/x-shellscript'
    """
    if not isinstance(content, str):
        raise TypeError(f"content: {content!r} is not a string")
    types = (kind for start, kind in _USER_DATA_TYPES.items() if content.startswith(start))
    return next(types, deftype)


def write_mime_multipart(
    content: Iterable[tuple[str, str]],
    compress: bool = False,
    deftype: str = "text/plain",
    delimiter: str = ":",  # noqa: ARG001
) -> Any:
    """Put several scripts into one user data, for cloud-init to run in this order.

    Parameters
    ----------
    content : iterable of tuple
        Name and text of each.
    compress : bool, default False
        Whether to compress it: AWS takes at most 16 KiB of user data.
    deftype : str, default "text/plain"
        MIME type of those that cloud-init knows no type for.
    delimiter : str
        Not used; boto did not use it either.

    Returns
    -------
    str or bytes
        User data for a `LaunchConfiguration`; bytes if compressed.

    Examples
    --------
    >>> data = write_mime_multipart([("up.sh", "#!/bin/sh"), ("c", "#cloud-config")])
    >>> 'text/x-shellscript' in data and 'filename="up.sh"' in data
    True
    """
    wrapper = MIMEMultipart()
    for name, text in content:
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
