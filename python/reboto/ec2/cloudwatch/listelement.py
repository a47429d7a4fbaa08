"""The list of strings that an alarm holds."""

from __future__ import annotations


class ListElement(list[str]):
    """Strings of an alarm read from CloudWatch, such as the ARNs of its actions.

    Examples
    --------
    >>> ListElement(["arn:aws:sns:us-east-1:123456789012:page-me"])
    ['arn:aws:sns:us-east-1:123456789012:page-me']
    """
