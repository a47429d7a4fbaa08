"""The rows of the benchmark, the contenders, and the goals of reboto."""

from __future__ import annotations

from typing import NamedTuple

REBOTO, RUST = "reboto", "rust"
BLOCKING = ("boto", "boto3", REBOTO, RUST)
AWAITED = ("aiobotocore", REBOTO, RUST)
CONTENDERS = ("boto", "boto3", "aiobotocore", REBOTO, RUST)

LABELS = {
    "bare": "Python alone",
    "boto": "boto",
    "boto3": "boto3",
    "aiobotocore": "aiobotocore",
    REBOTO: "reboto",
    RUST: "Rust SDK",
}


class Row(NamedTuple):
    """A kind of work."""

    name: str
    title: str
    contenders: tuple[str, ...]
    # Samples per round; samples of a startup are short.
    samples: int = 1


ROWS = (
    Row(
        "start_up",
        "import, connect both services, first call on each",
        ("bare", *CONTENDERS),
        samples=3,
    ),
    Row("set_desired_capacity", "set_desired_capacity", BLOCKING),
    Row("describe_1_group", "describe 1 group", BLOCKING),
    Row("describe_1_alarm", "describe 1 alarm", BLOCKING),
    Row("describe_100_groups", "describe 100 groups of 20 instances", BLOCKING),
    Row("describe_100_alarms", "describe 100 alarms", BLOCKING),
    Row("datapoints_1440", "1,440 datapoints", BLOCKING),
    Row("put_1000_values", "put_metric_data, 1,000 values", BLOCKING),
    Row("threads_16", "describe 1 group, 16 threads on one connection", BLOCKING),
    Row("awaited_64", "describe 1 group, 64 awaited at once", AWAITED),
    Row("awaited_1000", "describe 1 group, 1,000 awaited at once", AWAITED),
)


class Goal(NamedTuple):
    """A ratio of two contenders, or a measure of reboto, and its bound.

    `measure` is the seconds of ``cpu`` or the calls per second (``rate``) of two contenders, or a
    size of reboto (``added``, ``wheel``, ``others``).
    """

    row: str
    measure: str
    over: str
    under: str
    at_least: bool
    bound: float

    def met(self, value: float) -> bool:
        """Return whether a value is within the bound."""
        return value >= self.bound if self.at_least else value <= self.bound


GOALS = (
    Goal("start_up", "cpu", "boto3", REBOTO, True, 25),
    Goal("start_up", "cpu", "boto", REBOTO, True, 8),
    Goal("start_up", "added", REBOTO, "", False, 15),
    Goal("set_desired_capacity", "cpu", REBOTO, RUST, False, 1.15),
    Goal("describe_1_group", "cpu", REBOTO, RUST, False, 1.15),
    Goal("describe_1_alarm", "cpu", REBOTO, RUST, False, 1.15),
    Goal("describe_100_groups", "cpu", REBOTO, RUST, False, 1.3),
    Goal("describe_100_groups", "cpu", REBOTO, RUST, False, 1.0),
    Goal("describe_100_alarms", "cpu", REBOTO, RUST, False, 1.5),
    Goal("datapoints_1440", "cpu", REBOTO, RUST, False, 1.5),
    Goal("threads_16", "rate", REBOTO, "boto3", True, 8),
    Goal("awaited_64", "cpu", "aiobotocore", REBOTO, True, 6),
    Goal("awaited_64", "rate", REBOTO, "aiobotocore", True, 8),
    Goal("size", "wheel", REBOTO, "", False, 6),
    Goal("size", "others", REBOTO, "", False, 0),
)
