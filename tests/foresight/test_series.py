"""Points that a user has in lists, arrays and frames become slots, or errors that name them."""

from __future__ import annotations

import decimal
import math
from array import array
from collections import deque
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import numpy
import pandas
import polars
import pytest

from reboto import foresight
from tests.foresight.scenarios import alarm, group

START = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
TIMES = [START + timedelta(minutes=minute) for minute in range(3)]
INDEX = pandas.DatetimeIndex(TIMES)
LOCAL = timezone(timedelta(hours=5, minutes=30))


class Table:
    """A table with the interface of pyarrow's."""

    columns = ()
    schema = ()

    def to_pydict(self) -> dict[str, Any]:
        return {"time": TIMES, "cpu": [1, None, 3]}


@pytest.mark.parametrize(
    "points",
    [
        [1, None, 3],
        (1, math.nan, 3),
        deque([1, None, 3]),
        (value for value in (1, None, 3)),
        [decimal.Decimal(1), None, Fraction(3)],
        array("f", [1, math.nan, 3]),
        numpy.array([1, math.nan, 3], dtype=">f4"),
        numpy.array([1, 0, math.nan, 0, 3])[::2],
        numpy.array([1, None, 3], dtype=object),
        numpy.ma.array([1, 90, 3], mask=[False, True, False]),
        pandas.Series([1, None, 3], index=[7, 8, 9]),
        pandas.Series([1, None, 3], dtype="Int64"),
        pandas.DataFrame({"cpu": [1, None, 3]}),
        polars.Series([1, None, 3]),
        polars.DataFrame({"name": ["a", "b", "c"], "cpu": [1, None, 3]}),
        dict(zip(TIMES, [1, None, 3], strict=True)),
        dict(zip([time.astimezone(LOCAL) for time in TIMES], [1, None, 3], strict=True)),
        {time.isoformat(): value for time, value in zip(TIMES, [1, None, 3], strict=True)},
        {numpy.datetime64("2026-11-28T12:00"): 1, numpy.datetime64("2026-11-28T12:02"): 3},
        [(TIMES[2], 3), (TIMES[0], 1)],
        [{"Timestamp": time, "Average": one, "Unit": "Percent"}
         for time, one in zip(TIMES, [1, None, 3], strict=True)],
        [{"Timestamp": TIMES[0], "p99.9": 1}, {"Timestamp": TIMES[2], "p99.9": 3}],
        pandas.Series([1, None, 3], index=INDEX),
        pandas.Series([1, None, 3], index=INDEX.tz_convert("Asia/Kolkata"), dtype="Float64"),
        pandas.DataFrame({"cpu": [1, None, 3]}, index=INDEX),
        pandas.DataFrame({"Timestamp": TIMES, "Average": [1, None, 3], "SampleCount": [1, 1, 1]}),
        polars.DataFrame({"time": TIMES, "cpu": [1, None, 3]}),
        Table(),
    ],
)  # fmt: skip
def test_points_are_taken_in_every_usual_form(points: Any) -> None:
    load = foresight.Load(points, resolution=60)
    assert load.values == [1, None, 3]
    if isinstance(points, (dict, Table)):
        assert load.series.start == START.timestamp()


def _load(points: Any) -> Any:
    return foresight.simulate(group(), alarms=[alarm("hot", ">", 50)], load=points)


@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        (5, TypeError, r"load must be a list or another series of numbers, got 5 \(int\)"),
        ("12", TypeError, r"series of numbers, got '12' \(str\)"),
        (b"12", TypeError, r"series of numbers, got b'12' \(bytes\)"),
        ({1, 2}, TypeError, r"series of numbers, got \{1, 2\} \(set\)"),
        (["1"], TypeError, "load must be numbers and None, got '1'"),
        ([1j], TypeError, "load must be numbers and None, got 1j"),
        ([10**400], ValueError, "load must be numbers that fit into a float, got a larger one"),
        ([{"Timestamp": START}], ValueError, "load must be datapoints with a Timestamp and a"),
        ([{"Timestamp": START, "Sum": 1}, 5], TypeError, "load must be datapoints .* got 5"),
        ([(START, 1), (START,)], ValueError, "load must be pairs of a time and a number"),
        ({START: "1"}, TypeError, "load must be numbers and None, got '1'"),
        ({"noon": 1}, ValueError, "load timestamps must be a time such as"),
        (
            {START: 1, START + timedelta(days=3652): 2, START + timedelta(seconds=1): 3},
            ValueError,
            "at most 100,000,000 values, got 315,532,801: one every 1 s from 2026-11-28 12:00:00",
        ),
        (numpy.array(["1"]), TypeError, "load must be numbers and None, got an array of <U1"),
        (numpy.array([1j]), TypeError, "got an array of complex128"),
        (numpy.array(5.0), ValueError, "load must have one dimension, got 0"),
        (pandas.Series(["a"]), TypeError, "load must be numbers and None, got 'a'"),
        (pandas.Series([1, 2], index=pandas.DatetimeIndex([START, None])), ValueError, "got NaT"),
        (
            pandas.DataFrame({"a": [1], "b": [2]}),
            ValueError,
            "load must have one column with numbers and at most one with times, got the columns a",
        ),
        (polars.DataFrame({"a": ["x"]}), ValueError, "load must have one column with numbers"),
    ],
)
def test_other_points_are_refused_by_name(points: Any, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        _load(points)
