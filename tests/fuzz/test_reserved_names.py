"""Elements whose names Python reserves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reboto.exception import UnreadableAnswerError
from tests.support.messages import Response

if TYPE_CHECKING:
    from tests.support.styles import Blocking
    from tests.support.wire import Wire

PLACES = {
    "of a group": "<AutoScalingGroups><member><{0}>x</{0}></member></AutoScalingGroups>",
    "of the list": "<AutoScalingGroups/><{0}>x</{0}>",
    "within an unknown element": (
        "<AutoScalingGroups><member><New><{0}>x</{0}></New></member></AutoScalingGroups>"
    ),
}


@pytest.mark.parametrize("name", ["__class__", "__dict__", "__weakref__", "__init__"])
@pytest.mark.parametrize("place", PLACES)
def test_an_element_with_a_reserved_name_is_unreadable(
    style: Blocking, server: Wire, place: str, name: str
) -> None:
    """Python refuses such an attribute with a TypeError, or takes it for a method."""
    content = PLACES[place].format(name)
    document = (
        "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult>"
        f"{content}</DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>"
    )
    server.otherwise = Response(200, document.encode(), {"Content-Type": "text/xml"})
    with pytest.raises(UnreadableAnswerError, match=f"{name}', a name that Python reserves"):
        style.settle(style.autoscale(server).get_all_groups())
