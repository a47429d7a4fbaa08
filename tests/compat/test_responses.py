"""Both packages read the same values from any response."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compat.differences import unexplained
from tests.compat.scenarios import alarms, groups, launchconfigs, metrics, policies
from tests.support.examples import characters, tries

if TYPE_CHECKING:
    from tests.compat.conftest import Comparison

# boto ignores such keywords silently.
pytestmark = pytest.mark.filterwarnings("ignore::reboto.warnings.UnknownKeywordWarning")

reading = tries(25)

# Parsers of documents convert a carriage return to a line feed.
texts = st.text(characters(), max_size=12)
texts |= st.sampled_from(["", "<&>\"'", "]]>", " a\n\tb ", "None", "true", "0"])
times = st.datetimes(
    datetime.datetime(1980, 1, 1),
    datetime.datetime(2100, 1, 1),
    timezones=st.just(datetime.timezone.utc),
).map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000))


def whole(time: datetime.datetime) -> datetime.datetime:
    return time.replace(microsecond=0)


# Words of AWS's own, which boto reads as such.
WORDS = re.compile(
    r"Type$|^State|^Comparison|^Statistic$|^Unit$|^HistoryData$|^UserData$|^SpotPrice$|Time$"
)
# Fields that are in every response of AWS, and that boto requires.
REQUIRED = {
    "AlarmActions",
    "AlarmName",
    "Dimensions",
    "HistorySummary",
    "InsufficientDataActions",
    "MetricName",
    "Name",
    "OKActions",
    "Timestamp",
    "Value",
}


def varied(pattern: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Responses with parts of a pattern left out, and with other content in the rest."""
    if isinstance(pattern, dict):
        parts = {key: varied(value, key) for key, value in pattern.items()}
        required = {key: part for key, part in parts.items() if key in REQUIRED}
        rest = {key: part for key, part in parts.items() if key not in REQUIRED}
        # A document's elements have an order.
        return st.fixed_dictionaries(required, optional=rest).map(
            lambda made: {key: made[key] for key in pattern if key in made}
        )
    if isinstance(pattern, list):
        members = [varied(member) for member in pattern]
        return st.lists(st.one_of(members), max_size=3) if members else st.just([])
    if isinstance(pattern, bool):
        return st.booleans()
    if isinstance(pattern, int):
        return st.integers(-1, 2**31 - 1)
    if isinstance(pattern, float):
        return st.floats(allow_nan=False, allow_infinity=False)
    if isinstance(pattern, datetime.datetime):
        return times if pattern.microsecond else times.map(whole)
    return st.just(pattern) if WORDS.search(name) else texts


READ: list[tuple[str, str, Any]] = [
    ("groups_are_described", "DescribeAutoScalingGroups", groups.GROUPS),
    ("activities_are_described", "DescribeScalingActivities", {"Activities": [groups.ACTIVITY]}),
    (
        "configurations_are_described",
        "DescribeLaunchConfigurations",
        {"LaunchConfigurations": [launchconfigs.FULL]},
    ),
    ("policies_are_described", "DescribePolicies", policies.POLICIES),
    ("scheduled_actions_are_described", "DescribeScheduledActions", policies.ACTIONS),
    ("tags_are_described", "DescribeTags", policies.TAGS),
    ("alarms_are_described", "DescribeAlarms", {"MetricAlarms": [alarms.FULL]}),
    (
        "alarms_of_a_metric_are_described",
        "DescribeAlarmsForMetric",
        {"MetricAlarms": [alarms.FULL]},
    ),
    (
        "history_is_described",
        "DescribeAlarmHistory",
        {"AlarmHistoryItems": alarms.HISTORY["AlarmHistoryItems"]},
    ),
    ("metrics_are_listed", "ListMetrics", {"Metrics": metrics.METRICS["Metrics"]}),
    (
        "statistics_are_read",
        "GetMetricStatistics",
        {"Datapoints": metrics.DATAPOINTS["Datapoints"]},
    ),
]


@pytest.mark.parametrize(("name", "operation", "pattern"), READ, ids=[name for name, *_ in READ])
@reading
@given(data=st.data())
def test_responses_are_read_as_in_boto(
    comparison: Comparison, name: str, operation: str, pattern: Any, data: Any
) -> None:
    content = {key: data.draw(varied(part)) for key, part in pattern.items()}
    left = unexplained(name, comparison.run(name, responses={operation: content}))
    assert not left, "\n" + "\n".join(map(str, left))
