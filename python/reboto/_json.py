"""JSON that others wrote."""

from __future__ import annotations

import json

from reboto._lazy import abc, typing


def loads(
    text: str, object_hook: abc.Callable[[dict[str, typing.Any]], typing.Any] | None = None
) -> typing.Any:
    """Parse a JSON text, one that nests too deep for Python as any other that is broken.

    Parameters
    ----------
    text : str
        The text.
    object_hook : callable, optional
        Replaces each object, as that of `json.loads`.

    Returns
    -------
    object

    Raises
    ------
    json.JSONDecodeError
        When the text is not JSON, or nests deeper than Python's recursion limit.

    Examples
    --------
    >>> loads("[" * 1_000_000)
    Traceback (most recent call last):
    json.decoder.JSONDecodeError: Arrays and objects nest too deep: line 1 column 1 (char 0)
    """
    try:
        return json.loads(text, object_hook=object_hook)
    except RecursionError:
        pass
    # Outside: the text may hold secrets, and the error would come along.
    raise json.JSONDecodeError("Arrays and objects nest too deep", "", 0)
