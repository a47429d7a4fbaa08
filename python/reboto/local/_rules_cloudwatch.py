"""What CloudWatch refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from moto.core.utils import utcnow

from reboto.local._pages import PAGES
from reboto.local._rules import (
    ARN,
    CLOUDWATCH,
    NOT_RESERVED,
    Rule,
    at_most,
    between,
    client,
    matching,
    one_of,
)
from reboto.local._statistics import statistic

if TYPE_CHECKING:
    from collections.abc import Iterator

_VALUE = "InvalidParameterValue"
_COMBINATION = "InvalidParameterCombination"
_MOST_DATAPOINTS = 1440

_DATA = "MetricData[]."
_METRIC = "MetricDataQueries[].MetricStat.Metric."
_QUERY = "MetricDataQueries[]."


def _api(operation: str) -> str:
    return f"{CLOUDWATCH}API_{operation}.html"


def _stat(value: str) -> str | None:
    if statistic(value):
        return None
    return "it must be a statistic such as Average, p99.9, tm90 or TM(10%:90%)"


def _extended(value: str) -> str | None:
    found = statistic(value)
    return (
        None if found and not found.simple else "it must be a percentile or the like, such as p99.9"
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
    return "namespaces that begin with AWS/ are AWS's own" if value.startswith("AWS/") else None


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


def _statistics_asked(members: dict[str, Any]) -> str | None:
    if bool(members.get("Statistics")) == bool(members.get("ExtendedStatistics")):
        return "Must specify either Statistics or ExtendedStatistics, but not both"
    seconds = (members["EndTime"] - members["StartTime"]).total_seconds()
    asked = int(seconds // members["Period"])
    if asked > _MOST_DATAPOINTS:
        return (
            f"You have requested up to {asked} datapoints, which exceeds the limit of "
            f"{_MOST_DATAPOINTS}. Raise Period, or narrow the time range."
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
            return f"{query['Id']}: Period is in MetricStat for a query that has one"
    return None


def _alarm(members: dict[str, Any]) -> str | None:
    given = {name for name in members if members[name] is not None}
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
        returned = [query["Id"] for query in members["Metrics"] if query.get("ReturnData", True)]
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


def _alarms_asked(members: dict[str, Any]) -> str | None:
    names, prefix = members.get("AlarmNames"), members.get("AlarmNamePrefix")
    return "AlarmNames and AlarmNamePrefix must not be given together" if names and prefix else None


def _one_statistic(members: dict[str, Any]) -> str | None:
    both = members.get("Statistic") and members.get("ExtendedStatistic")
    return "Statistic and ExtendedStatistic must not be given together" if both else None


def _unique_keys(members: dict[str, Any]) -> str | None:
    keys = [tag["Key"] for tag in members.get("Tags", [])]
    return "Duplicate tag keys are not allowed" if len(keys) > len(set(keys)) else None


def _rules() -> Iterator[Rule]:
    put = ("PutMetricData",)
    page = _api(put[0])
    yield Rule(put, "Namespace", client("new_namespace"), page, _VALUE)
    yield Rule(put, "Namespace", _own_namespace, page, _VALUE)
    yield Rule(
        put,
        "",
        lambda m: None if m.get("MetricData") else "The parameter MetricData is required.",
        page,
        "MissingParameter",
    )
    yield Rule(put, "MetricData", at_most(1000, "metrics"), page, _VALUE)
    page = _api("MetricDatum")
    yield Rule(put, f"{_DATA}Timestamp", _recent, page, _VALUE)
    yield Rule(put, f"{_DATA}Value", client("measured"), page, _VALUE)
    yield Rule(put, f"{_DATA}Values", at_most(150, "values"), page, _VALUE)
    yield Rule(put, f"{_DATA}Values[]", client("measured"), page, _VALUE)
    yield Rule(put, f"{_DATA}Counts[]", client("measured"), page, _VALUE)
    for name in ("SampleCount", "Sum", "Minimum", "Maximum"):
        yield Rule(put, f"{_DATA}StatisticValues.{name}", client("measured"), page, _VALUE)
    yield Rule(
        put,
        f"{_DATA}StorageResolution",
        lambda value: None if value in {1, 60} else "it must be 1 or 60",
        page,
        _VALUE,
    )
    yield Rule(put, "MetricData[]", _datum, page, _COMBINATION)

    for where, code in (
        (f"{_DATA}Dimensions[].", _VALUE),
        ("Dimensions[].", "ValidationError"),
        (f"{_METRIC}Dimensions[].", "ValidationError"),
        ("Metrics[].MetricStat.Metric.Dimensions[].", "ValidationError"),
    ):
        yield Rule((), f"{where}Name", client("dimension_name"), _api("Dimension"), code)
        yield Rule((), f"{where}Value", client("dimension_value"), _api("Dimension"), code)

    get = ("GetMetricStatistics",)
    page = _api(get[0])
    yield Rule(get, "Period", client("data_period"), page, _VALUE)
    yield Rule(get, "", _times("StartTime", "EndTime"), page, _VALUE)
    yield Rule(get, "ExtendedStatistics[]", _extended, page, _VALUE)
    yield Rule(get, "", _statistics_asked, page, _COMBINATION)

    get = ("GetMetricData",)
    page = _api(get[0])
    yield Rule(get, "", _times("StartTime", "EndTime"), page)
    yield Rule(get, "MetricDataQueries", at_most(500, "queries"), page)
    yield Rule(get, "MaxDatapoints", between(1, PAGES["GetMetricData"].most), page)
    yield Rule(
        get,
        "LabelOptions.Timezone",
        matching(r"[+-][0-9]{4}", "an offset such as +0130"),
        _api("LabelOptions"),
    )
    for operation, where in (("GetMetricData", _QUERY), ("PutMetricAlarm", "Metrics[].")):
        page = _api("MetricDataQuery")
        form = matching(
            r"[a-z][a-zA-Z0-9_]*", "letters, digits and underscores after a lowercase letter"
        )
        yield Rule((operation,), f"{where}Id", form, page)
        yield Rule((operation,), f"{where}MetricStat.Stat", _stat, _api("MetricStat"))
        yield Rule(
            (operation,), f"{where}MetricStat.Period", client("data_period"), _api("MetricStat")
        )
        yield Rule((operation,), f"{where}Period", client("data_period"), page)
    yield Rule(get, "MetricDataQueries", _queries, page)

    alarm = ("PutMetricAlarm",)
    page = _api(alarm[0])
    yield Rule(alarm, "Period", client("alarm_period"), page)
    yield Rule(alarm, "ExtendedStatistic", _extended, page)
    yield Rule(
        alarm, "TreatMissingData", one_of("breaching", "notBreaching", "ignore", "missing"), page
    )
    yield Rule(alarm, "EvaluateLowSampleCountPercentile", one_of("evaluate", "ignore"), page)
    for name in ("OKActions", "AlarmActions", "InsufficientDataActions"):
        yield Rule(alarm, f"{name}[]", ARN, page)
    yield Rule(alarm, "Threshold", client("measured"), page)
    yield Rule(alarm, "", _alarm, page)

    yield Rule(("DescribeAlarms",), "", _alarms_asked, _api("DescribeAlarms"), _COMBINATION)
    metric = ("DescribeAlarmsForMetric",)
    yield Rule(metric, "Period", client("alarm_period"), _api(metric[0]))
    yield Rule(metric, "ExtendedStatistic", _extended, _api(metric[0]))
    yield Rule(metric, "", _one_statistic, _api(metric[0]), _COMBINATION)
    for operation in ("DeleteAlarms", "EnableAlarmActions", "DisableAlarmActions"):
        yield Rule((operation,), "AlarmNames", at_most(100, "alarms"), _api(operation))
    history = ("DescribeAlarmHistory",)
    yield Rule(history, "", _times("StartDate", "EndDate"), _api(history[0]))

    yield Rule((), "Tags[].Key", NOT_RESERVED, _api("Tag"))
    yield Rule(("UntagResource",), "TagKeys[]", NOT_RESERVED, _api("UntagResource"))
    yield Rule(("TagResource", "PutMetricAlarm"), "Tags", at_most(50, "tags"), _api("TagResource"))
    yield Rule((), "", _unique_keys, _api("Tag"))
    tags = ("TagResource", "UntagResource", "ListTagsForResource")
    yield Rule(tags, "ResourceARN", ARN, _api("TagResource"), _VALUE)
    board = matching(r"[A-Za-z0-9_-]{1,255}", "1 to 255 letters, digits, hyphens and underscores")
    yield Rule(
        ("PutDashboard", "GetDashboard"), "DashboardName", board, _api("PutDashboard"), _VALUE
    )


RULES = tuple(_rules())
