"""Lists and dicts of strings in objects of CloudWatch."""

from __future__ import annotations


class ListElement(list[str]):
    """A list of strings of an alarm, such as the ARNs of its actions.

    Examples
    --------
    >>> ListElement(["arn:aws:sns:us-east-1:123456789012:page-me"])
    ['arn:aws:sns:us-east-1:123456789012:page-me']
    """


class Dimension(dict[str, list[str]]):
    """A dict of dimension names, each with a list of values.

    Examples
    --------
    >>> Dimension(AutoScalingGroupName=["web"])
    {'AutoScalingGroupName': ['web']}
    """

    # The module that boto defines it in, and that pickles refer to.
    __module__ = "reboto.ec2.cloudwatch.dimension"
