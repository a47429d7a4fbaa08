"""Dimensions of a metric or an alarm."""

from __future__ import annotations


class Dimension(dict[str, list[str]]):
    """A dict of dimension names, each with a list of values.

    Examples
    --------
    >>> Dimension(AutoScalingGroupName=["web"])
    {'AutoScalingGroupName': ['web']}
    """
