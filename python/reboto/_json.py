"""Parse untrusted JSON."""

from __future__ import annotations

import json

from reboto._lazy import abc, typing


def loads(
    text: str, object_hook: abc.Callable[[dict[str, typing.Any]], typing.Any] | None = None
) -> typing.Any:
    """Parse a JSON text; one that is nested too deeply raises JSONDecodeError.

    Parameters
    ----------
    text : str
        The text.
    object_hook : callable, optional
        Called with each JSON object; its result replaces the object, as in `json.loads`.

    Returns
    -------
    object

    Raises
    ------
    json.JSONDecodeError
        If the text is not JSON, or is nested deeper than Python's recursion limit.

    Examples
    --------
    >>> loads("[" * 1_000_000)
    Traceback (most recent call last):
    json.decoder.JSONDecodeError: arrays and objects are nested too deeply: line 1 column 1 (char 0)
    """
    try:
        return json.loads(text, object_hook=object_hook)
    except RecursionError:
        pass
    # Raised outside the handler, because the RecursionError may show secrets.
    raise json.JSONDecodeError("arrays and objects are nested too deeply", "", 0)
