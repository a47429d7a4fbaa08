"""Validation rules for CloudWatch requests, with the API reference page of each rule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from reboto.local._requests.paging import PAGES
from reboto.local._requests.rules import (
    ARN,
    CLOUDWATCH,
    NOT_RESERVED,
    at_most,
    between,
    client,
    matching,
    one_of,
    read_table,
    unique_tags,
)
from reboto.local._statistics import statistic
from reboto.local._world import utcnow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reboto.local._requests.rules import Section

_VALUE = "InvalidParameterValue"
_COMBINATION = "InvalidParameterCombination"
_MAX_DATAPOINTS = 1440

_DATA = "MetricData[]."
_QUERY = "MetricDataQueries[]."


def _stat(value: str) -> str | None:
    if statistic(value):
        return None
    return "it must be a statistic such as Average, p99.9, tm90 or TM(10%:90%)"


def _extended(value: str) -> str | None:
    found = statistic(value)
    return (
        None
        if found and not found.simple
        else "it must be a percentile or trimmed statistic, such as p99.9"
    )


def _recent(value: Any) -> str | None:
    if (
        utcnow() - timedelta(days=14, minutes=1)
        <= value
        <= utcnow() + timedelta(hours=2, minutes=1)
    ):
        return None
    return "it must be within the last two weeks, or at most two hours in the future"


def _own_namespace(value: str) -> str | None:
    return "the prefix AWS/ is reserved for AWS" if value.startswith("AWS/") else None


def _datum(datum: dict[str, Any]) -> str | None:
    ways = [name for name in ("Value", "Values", "StatisticValues") if datum.get(name) is not None]
    name = datum.get("MetricName")
    if len(ways) != 1:
        return f"{name}: exactly one of Value, Values and StatisticValues is required"
    counts = datum.get("Counts")
    if counts is not None and len(counts) != len(datum.get("Values", [])):
        return f"{name}: Values and Counts must be of the same size"
    if counts is not None and not all(count > 0 for count in counts):
        return f"{name}: each of Counts must be above 0"
    if not datum.get("Values", True):
        return f"{name}: Values must not be empty"
    if statistics := datum.get("StatisticValues"):
        if statistics["Minimum"] > statistics["Maximum"]:
            return f"{name}: Minimum must not be above Maximum"
        if statistics["SampleCount"] < 0:
            return f"{name}: SampleCount must not be negative"
    return None


def _requested_statistics(members: dict[str, Any]) -> str | None:
    if bool(members.get("Statistics")) == bool(members.get("ExtendedStatistics")):
        return "Must specify either Statistics or ExtendedStatistics, but not both"
    seconds = (members["EndTime"] - members["StartTime"]).total_seconds()
    requested = int(seconds // members["Period"])
    if requested > _MAX_DATAPOINTS:
        return (
            f"You have requested up to {requested} datapoints, which exceeds the limit of "
            f"{_MAX_DATAPOINTS}. Raise Period, or narrow the time range."
        )
    return None


def _times(start: str, end: str) -> Any:
    def reason(members: dict[str, Any]) -> str | None:
        if members.get(start) is None or members.get(end) is None or members[start] < members[end]:
            return None
        return f"The parameter {start} must be less than the parameter {end}."

    return reason


def _queries(queries: list[dict[str, Any]]) -> str | None:
    ids = [query.get("Id") for query in queries]
    if len(ids) != len(set(ids)):
        return "The values for parameter Id in MetricDataQueries are not unique."
    for query in queries:
        stat = query.get("MetricStat")
        if (stat is None) == (query.get("Expression") is None):
            return f"{query['Id']}: exactly one of MetricStat and Expression is required"
        if stat and not (stat["Metric"].get("Namespace") and stat["Metric"].get("MetricName")):
            return f"{query['Id']}: Namespace and MetricName are required"
        if stat and query.get("Period"):
            return f"{query['Id']}: Period must be inside MetricStat if MetricStat is given"
    return None


def _alarm(members: dict[str, Any]) -> str | None:
    given = {name for name in members if members[name] is not None}
    if "EvaluationCriteria" in given:
        return _promql(given)
    required = {"ComparisonOperator", "EvaluationPeriods"}
    if "Metrics" in given:
        single = {
            "MetricName",
            "Namespace",
            "Statistic",
            "ExtendedStatistic",
            "Period",
            "Unit",
            "Dimensions",
        }
        if wrong := sorted(name for name in single & given if members[name]):
            return f"{wrong[0]} must not be given with Metrics"
        reason = _queries(members["Metrics"])
        band = members.get("ThresholdMetricId")
        returned = [
            query["Id"]
            for query in members["Metrics"]
            if query.get("ReturnData", True) and query["Id"] != band
        ]
        if band is not None and band not in {query["Id"] for query in members["Metrics"]}:
            return f"ThresholdMetricId {band!r} is not the Id of an element of Metrics"
        if reason or len(returned) != 1:
            return reason or "Exactly one element of Metrics must return data"
    else:
        required |= {"MetricName", "Namespace", "Period"}
        if ("Statistic" in given) == ("ExtendedStatistic" in given):
            return "Exactly one of Statistic and ExtendedStatistic is required"
    if "ThresholdMetricId" not in given:
        required.add("Threshold")
    if missing := sorted(required - given):
        return f"The parameter {missing[0]} is required"
    if members.get("DatapointsToAlarm", 1) > members["EvaluationPeriods"]:
        return "DatapointsToAlarm must not be above EvaluationPeriods"
    if "Period" in given:
        return client("evaluation_window")((members["Period"], members["EvaluationPeriods"]))
    return None


# Members of alarms whose condition is not in a query.
_CONDITION = (
    "ComparisonOperator",
    "DatapointsToAlarm",
    "Dimensions",
    "EvaluationPeriods",
    "ExtendedStatistic",
    "MetricName",
    "Metrics",
    "Namespace",
    "Period",
    "Statistic",
    "Threshold",
    "ThresholdMetricId",
    "Unit",
)


def _promql(given: set[str]) -> str | None:
    if wrong := [name for name in _CONDITION if name in given]:
        return f"{wrong[0]} must not be given with EvaluationCriteria"
    if "EvaluationInterval" not in given:
        return "The parameter EvaluationInterval is required"
    return None


def _requested_alarms(members: dict[str, Any]) -> str | None:
    names, prefix = members.get("AlarmNames"), members.get("AlarmNamePrefix")
    return "AlarmNames and AlarmNamePrefix must not be given together" if names and prefix else None


def _one_statistic(members: dict[str, Any]) -> str | None:
    both = members.get("Statistic") and members.get("ExtendedStatistic")
    return "Statistic and ExtendedStatistic must not be given together" if both else None


def _has_data(members: dict[str, Any]) -> str | None:
    return None if members.get("MetricData") else "The parameter MetricData is required."


def _resolution(value: Any) -> str | None:
    return None if value in {1, 60} else "it must be 1 or 60"


def _query_sections(operation: str, where: str) -> Iterator[Section]:
    name = matching(
        r"[a-z][a-zA-Z0-9_]*", "letters, digits and underscores after a lowercase letter"
    )
    period = client("data_period")
    yield operation, "MetricDataQuery", [(f"{where}Id", name)]
    yield (
        operation,
        "MetricStat",
        [(f"{where}MetricStat.Stat", _stat), (f"{where}MetricStat.Period", period)],
    )
    yield operation, "MetricDataQuery", [(f"{where}Period", period)]


def _dimension_section(where: str, code: str = "ValidationError") -> Section:
    return (
        "",
        "Dimension",
        [
            (f"{where}Dimensions[].Name", client("dimension_name"), code),
            (f"{where}Dimensions[].Value", client("dimension_value"), code),
        ],
    )


_SECTIONS: tuple[Section, ...] = (
    (
        "PutMetricData",
        "PutMetricData",
        [
            ("Namespace", client("new_namespace"), _VALUE),
            ("Namespace", _own_namespace, _VALUE),
            ("", _has_data, "MissingParameter"),
            ("MetricData", at_most(1000, "metrics"), _VALUE),
        ],
    ),
    (
        "PutMetricData",
        "MetricDatum",
        [
            (f"{_DATA}Timestamp", _recent, _VALUE),
            (f"{_DATA}Value", client("measured"), _VALUE),
            (f"{_DATA}Values", at_most(150, "values"), _VALUE),
            (f"{_DATA}Values[]", client("measured"), _VALUE),
            (f"{_DATA}Counts[]", client("measured"), _VALUE),
            (f"{_DATA}StatisticValues.SampleCount", client("measured"), _VALUE),
            (f"{_DATA}StatisticValues.Sum", client("measured"), _VALUE),
            (f"{_DATA}StatisticValues.Minimum", client("measured"), _VALUE),
            (f"{_DATA}StatisticValues.Maximum", client("measured"), _VALUE),
            (f"{_DATA}StorageResolution", _resolution, _VALUE),
            ("MetricData[]", _datum, _COMBINATION),
        ],
    ),
    _dimension_section(_DATA, _VALUE),
    _dimension_section(""),
    _dimension_section(f"{_QUERY}MetricStat.Metric."),
    _dimension_section("Metrics[].MetricStat.Metric."),
    (
        "GetMetricStatistics",
        "GetMetricStatistics",
        [
            ("Period", client("data_period"), _VALUE),
            ("", _times("StartTime", "EndTime"), _VALUE),
            ("ExtendedStatistics[]", _extended, _VALUE),
            ("", _requested_statistics, _COMBINATION),
        ],
    ),
    (
        "GetMetricData",
        "GetMetricData",
        [
            ("", _times("StartTime", "EndTime")),
            ("MetricDataQueries", at_most(500, "queries")),
            ("MaxDatapoints", between(1, PAGES["GetMetricData"].most)),
        ],
    ),
    (
        "GetMetricData",
        "LabelOptions",
        [("LabelOptions.Timezone", matching(r"[+-][0-9]{4}", "an offset such as +0130"))],
    ),
    *_query_sections("GetMetricData", _QUERY),
    *_query_sections("PutMetricAlarm", "Metrics[]."),
    ("GetMetricData", "MetricDataQuery", [("MetricDataQueries", _queries)]),
    (
        "PutMetricAlarm",
        "PutMetricAlarm",
        [
            ("Period", client("alarm_period")),
            ("ExtendedStatistic", _extended),
            ("TreatMissingData", one_of("breaching", "notBreaching", "ignore", "missing")),
            ("EvaluateLowSampleCountPercentile", one_of("evaluate", "ignore")),
            ("OKActions[]", ARN),
            ("AlarmActions[]", ARN),
            ("InsufficientDataActions[]", ARN),
            ("Threshold", client("measured")),
            ("", _alarm),
        ],
    ),
    ("DescribeAlarms", "DescribeAlarms", [("", _requested_alarms, _COMBINATION)]),
    (
        "DescribeAlarmsForMetric",
        "DescribeAlarmsForMetric",
        [
            ("Period", client("alarm_period")),
            ("ExtendedStatistic", _extended),
            ("", _one_statistic, _COMBINATION),
        ],
    ),
    *(
        (operation, operation, [("AlarmNames", at_most(100, "alarms"))])
        for operation in ("DeleteAlarms", "EnableAlarmActions", "DisableAlarmActions")
    ),
    ("DescribeAlarmHistory", "DescribeAlarmHistory", [("", _times("StartDate", "EndDate"))]),
    ("", "Tag", [("Tags[].Key", NOT_RESERVED)]),
    ("UntagResource", "UntagResource", [("TagKeys[]", NOT_RESERVED)]),
    ("TagResource PutMetricAlarm", "TagResource", [("Tags", at_most(50, "tags"))]),
    ("", "Tag", [("", unique_tags)]),
    (
        "TagResource UntagResource ListTagsForResource",
        "TagResource",
        [("ResourceARN", ARN, _VALUE)],
    ),
    (
        "PutDashboard GetDashboard",
        "PutDashboard",
        [
            (
                "DashboardName",
                matching(
                    r"[A-Za-z0-9_-]{1,255}", "1 to 255 letters, digits, hyphens and underscores"
                ),
                _VALUE,
            )
        ],
    ),
)

RULES = read_table(CLOUDWATCH, _SECTIONS)
