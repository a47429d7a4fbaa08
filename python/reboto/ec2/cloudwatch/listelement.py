"""Lists of strings in alarms."""

from __future__ import annotations


class ListElement(list[str]):
    """A list of strings of an alarm, such as the ARNs of its actions.

    Examples
    --------
    >>> ListElement(["arn:aws:sns:us-east-1:123456789012:page-me"])
    ['arn:aws:sns:us-east-1:123456789012:page-me']
    """
