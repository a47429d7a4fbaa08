"""The dimensions of a metric or an alarm."""

from __future__ import annotations


class Dimension(dict[str, list[str]]):
    """Names of dimensions, each with the list of its values.

    Examples
    --------
    >>> Dimension(AutoScalingGroupName=["web"])
    {'AutoScalingGroupName': ['web']}
    """
