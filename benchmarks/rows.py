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
    Row(
        "start_up_logging",
        "the same in a program that has logging loaded",
        ("boto", "boto3", "aiobotocore", REBOTO),
        samples=3,
    ),
    Row("first_call_tls", "import, first call over TLS", BLOCKING, samples=3),
    Row("set_desired_capacity", "set_desired_capacity", BLOCKING),
    Row("describe_1_group", "describe 1 group", BLOCKING),
    Row("describe_1_alarm", "describe 1 alarm", BLOCKING),
    Row("describe_100_groups", "describe 100 groups of 20 instances", BLOCKING),
    Row("describe_100_alarms", "describe 100 alarms", BLOCKING),
    Row("datapoints_1440", "1,440 datapoints, unordered", BLOCKING),
    Row("put_1000_values", "put_metric_data, 1,000 values", BLOCKING),
    Row("threads_16", "describe 1 group, 16 threads on one connection", BLOCKING),
    Row("awaited_64", "describe 1 group, 64 awaited at once", AWAITED),
    Row("awaited_1000", "describe 1 group, 1,000 awaited at once", AWAITED),
    Row("calls_10000", "describe 1 group, 10,000 times", ("boto", "boto3", REBOTO)),
    Row("roles_1", "describe 1 group with a role", (REBOTO,)),
    Row("roles_1000", "describe 1 group with 1,000 roles in turn", (REBOTO,)),
)


class Goal(NamedTuple):
    """A ratio of two contenders, or a measure of reboto, and its bound.

    `measure` is the seconds of ``cpu`` or the calls per second (``rate``) of two contenders, or a
    size of reboto (``added``, ``grown``, ``wheel``, ``others``), or ``row``: the seconds of the
    row over those of the row `under`.
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
    Goal("start_up_logging", "cpu", "boto3", REBOTO, True, 25),
    Goal("start_up_logging", "cpu", "boto", REBOTO, True, 8),
    Goal("first_call_tls", "cpu", REBOTO, RUST, False, 1.3),
    Goal("start_up", "added", REBOTO, "", False, 15),
    Goal("set_desired_capacity", "cpu", REBOTO, RUST, False, 0.95),
    Goal("describe_1_group", "cpu", REBOTO, RUST, False, 0.95),
    Goal("describe_1_alarm", "cpu", REBOTO, RUST, False, 0.95),
    Goal("describe_100_groups", "cpu", REBOTO, RUST, False, 1.3),
    Goal("describe_100_groups", "cpu", REBOTO, RUST, False, 1.0),
    Goal("describe_100_alarms", "cpu", REBOTO, RUST, False, 1.5),
    Goal("datapoints_1440", "cpu", REBOTO, RUST, False, 1.0),
    Goal("put_1000_values", "cpu", REBOTO, RUST, False, 1.0),
    Goal("threads_16", "cpu", REBOTO, RUST, False, 1.2),
    Goal("threads_16", "rate", REBOTO, "boto3", True, 8),
    Goal("awaited_64", "cpu", "aiobotocore", REBOTO, True, 6),
    Goal("awaited_64", "rate", REBOTO, "aiobotocore", True, 8),
    Goal("awaited_64", "cpu", REBOTO, RUST, False, 0.9),
    Goal("awaited_1000", "cpu", REBOTO, RUST, False, 0.9),
    Goal("calls_10000", "grown", REBOTO, "", False, 4),
    Goal("roles_1000", "row", REBOTO, "roles_1", False, 1.1),
    Goal("size", "wheel", REBOTO, "", False, 7),
    Goal("size", "others", REBOTO, "", False, 0),
)
