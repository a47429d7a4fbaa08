"""`reboto.local.server` names arguments that it cannot use, before anything is started."""

from __future__ import annotations

import itertools
from typing import Any

import numpy
import pytest

from reboto import local
from reboto.resultset import ResultSet


@pytest.mark.parametrize("name", ["host", "port", "speed", "launch_seconds", "terminate_seconds"])
@pytest.mark.parametrize(
    "value", [None, [], object(), itertools.repeat("a"), range(10**12), numpy.array([1, 2]), b"x"]
)
def test_a_value_of_another_type(name: str, value: Any) -> None:
    given: dict[str, Any] = {name: value}
    with (
        pytest.raises((TypeError, ValueError), match=f"^{name} must be ") as caught,
        local.server(**given),
    ):
        pass
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("port", [-1, 65536, 1e400, "x"])
def test_a_port_out_of_range(port: Any) -> None:
    with pytest.raises(ValueError, match=r"^port must be an? .*integer"), local.server(port=port):
        pass


def test_a_list_of_results_without_end() -> None:
    with pytest.raises(ValueError, match=r"^items must have at most 1000000 items"):
        ResultSet.of(itertools.count())
