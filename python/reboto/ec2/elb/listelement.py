"""Lists of strings in objects of Auto Scaling."""

from __future__ import annotations


class ListElement(list[str]):
    """A list of strings of an object, such as the availability zones of a group.

    Examples
    --------
    >>> ListElement(["us-east-1a"])
    ['us-east-1a']
    """
