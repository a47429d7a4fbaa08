"""The list of strings that Auto Scaling's objects hold."""

from __future__ import annotations


class ListElement(list[str]):
    """Strings of an answer or a request, such as a group's availability zones.

    Examples
    --------
    >>> ListElement(["us-east-1a"])
    ['us-east-1a']
    """
