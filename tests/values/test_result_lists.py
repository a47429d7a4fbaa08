"""Result lists: sums, all pages of a listing, and empty lists."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from reboto.ec2.autoscale import AutoScalingGroup, Tag
from reboto.ec2.autoscale.activity import Activity
from reboto.ec2.cloudwatch import Datapoint, MetricAlarm, MetricAlarms, MetricData
from reboto.resultset import ResultSet
from tests.support.messages import Request, Response, success

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

UTC_TIME = pl.Datetime("us", "UTC")


def tags(*names: str) -> ResultSet[Tag]:
    made = ResultSet.of([Tag(key=name, value=number) for number, name in enumerate(names)])
    made.next_token = "more"
    return made


DERIVED: dict[str, Callable[[Any], Any]] = {
    "slice": lambda list_: list_[1:],
    "slice with a step": lambda list_: list_[::-1],
    "copy": lambda list_: list_.copy(),
    "copy.copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda list_: pickle.loads(pickle.dumps(list_)),  # noqa: S301 - its own
    "pickle of old": lambda list_: pickle.loads(pickle.dumps(list_, 2)),  # noqa: S301 - its own
    "sum": lambda list_: list_ + list_,
    "sum with a list": lambda list_: list_ + list(list_),
    "list with a sum": lambda list_: list(list_) + list_,
    "sum()": lambda list_: sum([list_, list_], []),  # noqa: RUF017 - what is tested
    "multiple": lambda list_: list_ * 2,
    "multiple of": lambda list_: 2 * list_,
    "of": lambda list_: type(list_).of(sorted(list_, key=repr)),
    "of itself": lambda list_: type(list_).of(list_),
}


@pytest.mark.parametrize("how", DERIVED)
@pytest.mark.parametrize(
    "made",
    [
        tags("a", "b", "c"),
        MetricAlarms.of([MetricAlarm(name="a"), MetricAlarm(name="b")]),
        MetricData(),
        tags(),
    ],
    ids=["tags", "alarms", "data", "empty"],
)
def test_lists_derived_from_a_list_have_its_conversions(how: str, made: Any) -> None:
    derived = DERIVED[how](made)
    assert type(derived) is type(made)
    assert derived is not made
    assert len(derived.to_pandas()) == len(derived)
    assert "<table" in derived._repr_html_()
    if how != "of":
        assert getattr(derived, "next_token", None) == made.next_token


def test_list_operations_give_the_results_of_python_lists() -> None:
    made = tags("a", "b")
    assert made[1:] == [made[1]]
    assert made[-1] is list(made)[-1]
    assert made + made == [*made, *made]
    assert made * 0 == []
    with pytest.raises(TypeError):
        made + (1,)  # type: ignore[operator]  # noqa: RUF005 - what is tested
    with pytest.raises(IndexError):
        made[2]
    in_place = same = tags("a")
    in_place += made
    assert in_place is same
    assert len(in_place) == 3


def test_a_sum_has_the_next_token_of_its_last_part() -> None:
    first, last = tags("a"), tags("b")
    last.next_token = None
    assert (first + last).next_token is None
    assert (last + first).next_token == "more"
    first += last
    assert (len(first), first.next_token) == (2, None)


def test_datapoints_stay_in_order_of_time_and_keep_their_columns(server: Wire) -> None:
    points: Any = ResultSet()
    points._columns = {"Timestamp": "time", "Average": "real", "Unit": "text"}
    more: Any = ResultSet()
    more._columns = {"Timestamp": "time", "Maximum": "real", "Unit": "text"}
    assert points[:0].to_polars().columns == ["Timestamp", "Average", "Unit"]
    assert (points + more).to_polars().columns == ["Timestamp", "Average", "Unit", "Maximum"]
    later, sooner = Datapoint(), Datapoint()
    later.update(Timestamp=pd.Timestamp(2026, 11, 25).to_pydatetime(), Average=1.0)
    sooner.update(Timestamp=pd.Timestamp(2026, 11, 24).to_pydatetime(), Average=2.0)
    assert ResultSet.of([later, sooner]).to_polars()["Average"].to_list() == [2.0, 1.0]


def test_boto_s_constructor_takes_no_items() -> None:
    markers = [("member", Tag)]
    assert ResultSet(markers).markers == markers
    assert ResultSet() == []
    with pytest.raises(TypeError, match=r"ResultSet\.of\(items\)"):
        ResultSet([Tag(key="a")])  # type: ignore[list-item]


# Kinds of lists, and some of the columns that they have without any item.
EMPTY: dict[tuple[str, str], dict[str, Any]] = {
    ("autoscale", "get_all_groups"): {
        "name": pl.String,
        "min_size": pl.Int64,
        "default_cooldown": pl.Int64,
    },
    ("autoscale", "get_all_launch_configurations"): {
        "created_time": UTC_TIME,
        "spot_price": pl.Float64,
        "ebs_optimized": pl.Boolean,
        "use_block_device_types": pl.Boolean,
    },
    ("autoscale", "get_all_policies"): {"name": pl.String, "scaling_adjustment": pl.Int64},
    ("autoscale", "get_all_autoscaling_instances"): {"instance_id": pl.String},
    ("autoscale", "get_all_scheduled_actions"): {"start_time": UTC_TIME, "max_size": pl.Int64},
    ("autoscale", "get_all_tags"): {"key": pl.String, "propagate_at_launch": pl.Boolean},
    ("autoscale", "get_all_activities"): {"start_time": UTC_TIME, "progress": pl.String},
    ("autoscale", "get_all_adjustment_types"): {"adjustment_type": pl.String},
    ("autoscale", "get_all_scaling_process_types"): {"process_name": pl.String},
    ("cloudwatch", "describe_alarms"): {"threshold": pl.Float64, "period": pl.Int64},
    ("cloudwatch", "describe_alarms_for_metric"): {"threshold": pl.Float64, "name": pl.String},
    ("cloudwatch", "describe_alarm_history"): {"timestamp": UTC_TIME, "summary": pl.String},
    ("cloudwatch", "list_metrics"): {"name": pl.String, "namespace": pl.String},
}
NEEDED = {"get_all_activities": ("web",), "describe_alarms_for_metric": ("Orders", "Shop")}


@pytest.mark.parametrize(("service", "method"), EMPTY)
def test_an_empty_list_has_its_columns(
    style: Blocking, server: Wire, service: str, method: str
) -> None:
    connection = getattr(style, service)(server)
    found = style.settle(getattr(connection, method)(*NEEDED.get(method, ())))
    assert list(found) == []
    schema = found.to_polars().schema
    for name, kind in EMPTY[service, method].items():
        assert schema[name] == kind, name
    assert "connection" not in schema
    assert list(found.to_pandas().columns) == list(schema)
    assert found.to_numpy().dtype.names == tuple(schema)
    assert found.to_numpy().shape == (0,)
    assert pl.DataFrame(found.to_arrow()).schema == schema
    for again in (found[:], copy.deepcopy(found), pickle.loads(pickle.dumps(found))):  # noqa: S301 - its own
        assert again.to_polars().schema == schema


def test_columns_without_a_value_are_of_the_same_kind_as_in_an_empty_list() -> None:
    running = ResultSet.of([Activity()])
    assert running.to_polars().schema["end_time"] == UTC_TIME
    assert running.to_pandas()["end_time"].dtype == "datetime64[us, UTC]"
    group = ResultSet.of([AutoScalingGroup(name="web")])
    schema = group.to_polars().schema
    assert schema["max_size"] == pl.Int64
    assert schema == group[:0].to_polars().schema


def test_objects_of_several_classes_are_a_table_still() -> None:
    mixed: Any = ResultSet.of([Tag(key="a"), MetricAlarm(name="b")])
    assert mixed.to_polars()["key"].to_list() == ["a", None]


def respond(request: Request) -> Response:
    page = int(request.parameters.get("NextToken", "0"))
    more = f"<NextToken>{page + 1}</NextToken>" if page < 2 else ""
    members = "".join(
        f"<member><Key>{page}{name}</Key><ResourceId>web</ResourceId></member>" for name in "ab"
    )
    return Response(
        200,
        f"<DescribeTagsResponse><DescribeTagsResult><Tags>{members}</Tags>{more}"
        "</DescribeTagsResult></DescribeTagsResponse>".encode(),
    )


KEYS = ["0a", "0b", "1a", "1b", "2a", "2b"]


@pytest.mark.parametrize("method", ["to_pandas", "to_polars", "to_numpy"])
@pytest.mark.parametrize("whole", [False, True])
def test_all_pages_are_a_table(style: Blocking, server: Wire, method: str, whole: bool) -> None:
    server.otherwise = respond
    pages = style.autoscale(server).iter_tags()
    table = style.settle(getattr(pages.pages() if whole else pages, method)())
    assert list(table["key"]) == KEYS


def test_collect_returns_the_remaining_items_as_a_list(style: Blocking, server: Wire) -> None:
    server.otherwise = respond
    pages = style.autoscale(server).iter_tags()
    first = style.settle(pages.__anext__()) if pages._connection._awaits else next(pages)
    left = style.settle(pages.collect())
    assert [first.key, *(tag.key for tag in left)] == KEYS
    assert (type(left), left.next_token) == (ResultSet, None)
    assert style.settle(pages.collect()) == []


def test_a_listing_without_anything_has_its_columns(style: Blocking, server: Wire) -> None:
    server.otherwise = success
    frame = style.settle(style.autoscale(server).iter_groups().to_pandas())
    assert frame["min_size"].dtype == np.int64
    alarms = style.settle(style.cloudwatch(server).iter_alarms().collect())
    assert type(alarms) is MetricAlarms
    assert alarms.to_polars().schema["threshold"] == pl.Float64
