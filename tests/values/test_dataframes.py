"""Lists as tables of pandas, polars, numpy and Arrow."""

from __future__ import annotations

import datetime
import pickle
import random
import sys
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from reboto.ec2.autoscale import ScalingPolicy
from reboto.ec2.cloudwatch import Datapoint, MetricData, MetricDataResult
from reboto.resultset import ResultSet
from tests.support.styles import Blocking
from tests.support.wire import Wire, cbor_result

START = datetime.datetime(2026, 11, 24, 10)
UTC = datetime.timezone.utc


def at(minute: int) -> datetime.datetime:
    return START + datetime.timedelta(minutes=minute)


def point(minute: int, **statistics: Any) -> Datapoint:
    made = Datapoint()
    made.update(Timestamp=at(minute), **statistics)
    return made


def points(*made: Datapoint) -> Any:
    found: Any = ResultSet()
    found._columns = {"Timestamp": "time"}
    found.extend(made)
    return found


def result(name: str, label: str, *values: float, first: int = 0) -> MetricDataResult:
    made = MetricDataResult()
    made.id, made.label, made.values = name, label, list(values)
    # The newest first, as AWS gives them.
    made.timestamps = [at(first + minute) for minute in reversed(range(len(values)))]
    return made


def data(*results: MetricDataResult) -> MetricData:
    made = MetricData()
    made.extend(results)
    return made


def asked(server: Wire, *statistics: str, response: list[dict[str, Any]] | None = None) -> Any:
    server.script(cbor_result({"Label": "Load", "Datapoints": response or []}))
    return (
        Blocking()
        .cloudwatch(server)
        .get_metric_statistics(60, START, at(60), "Load", "Shop", list(statistics))
    )


def test_datapoints_are_rows_in_order_of_time() -> None:
    shuffled = [point(n, Average=float(n), Unit="Percent") for n in range(50)]
    random.Random(1).shuffle(shuffled)  # noqa: S311 - the same order each time
    frame = points(*shuffled).to_pandas()
    assert list(frame.columns) == ["Timestamp", "Average", "Unit"]
    assert frame["Timestamp"].is_monotonic_increasing
    assert frame["Average"].tolist() == [float(n) for n in range(50)]
    assert set(frame["Unit"]) == {"Percent"}


def test_times_are_utc_with_a_zone() -> None:
    found = points(point(0, Average=1.0))
    assert str(found.to_pandas()["Timestamp"].dtype) == "datetime64[us, UTC]"
    assert found.to_polars().schema["Timestamp"] == pl.Datetime("us", "UTC")
    assert found.to_polars()["Timestamp"][0] == START.replace(tzinfo=UTC)
    assert found.to_numpy()["Timestamp"][0] == np.datetime64("2026-11-24T10:00:00", "us")


def test_a_time_with_a_zone_is_converted() -> None:
    found = points(point(0, Average=1.0))
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    found[0]["Timestamp"] = datetime.datetime(2026, 11, 24, 15, 30, 0, 250, zone)
    (time,) = found.to_polars()["Timestamp"]
    assert time == datetime.datetime(2026, 11, 24, 10, 0, 0, 250, UTC)


def test_missing_fields_of_a_datapoint_are_null() -> None:
    found = points(point(0, Average=1.0), point(1, Sum=2.0))
    assert found.to_polars()["Average"].to_list() == [1.0, None]
    assert found.to_polars()["Sum"].to_list() == [None, 2.0]
    assert found.to_pandas()["Average"].isna().tolist() == [False, True]
    assert np.isnan(found.to_numpy()["Sum"]).tolist() == [True, False]


def test_a_table_shows_the_current_items_of_the_list() -> None:
    found = points(point(0, Average=1.0), point(1, Average=2.0))
    assert len(found.to_pandas()) == 2
    found.append(point(2, Average=3.0))
    found[0]["Average"] = 10.0
    del found[1]
    assert found.to_polars()["Average"].to_list() == [10.0, 3.0]


def test_a_response_without_datapoints_has_the_columns_asked_for(server: Wire) -> None:
    found = asked(server, "Average", "p99")
    assert list(found) == []
    assert found.to_polars().schema == {
        "Timestamp": pl.Datetime("us", "UTC"),
        "Average": pl.Float64,
        "p99": pl.Float64,
        "Unit": pl.String,
    }
    assert list(found.to_pandas().columns) == ["Timestamp", "Average", "p99", "Unit"]
    assert found.to_numpy().shape == (0,)
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - its own
    assert again.to_polars().columns == found.to_polars().columns


def test_a_response_is_still_a_list_of_datapoints(server: Wire) -> None:
    found = asked(server, "Average", response=[{"Average": 4.5, "Unit": "Percent"}])
    assert type(found) is ResultSet
    assert isinstance(found[0], Datapoint)
    assert (vars(found)["Label"], list(found)) == ("Load", [{"Average": 4.5, "Unit": "Percent"}])


def test_metric_data_is_a_row_for_each_value() -> None:
    frame = data(result("cpu", "CPU", 1.0, 2.0), result("idle", "Idle", 9.0)).to_polars()
    assert frame.to_dicts() == [
        {"id": "cpu", "label": "CPU", "timestamp": at(0).replace(tzinfo=UTC), "value": 2.0},
        {"id": "cpu", "label": "CPU", "timestamp": at(1).replace(tzinfo=UTC), "value": 1.0},
        {"id": "idle", "label": "Idle", "timestamp": at(0).replace(tzinfo=UTC), "value": 9.0},
    ]


def test_wide_metric_data_has_a_column_for_each_query() -> None:
    found = data(result("cpu", "CPU", 1.0, 2.0), result("idle", "Idle", 9.0, first=1))
    frame = found.to_pandas(wide=True)
    assert list(frame.columns) == ["timestamp", "cpu", "idle"]
    assert frame["cpu"].tolist() == [2.0, 1.0]
    assert frame["idle"].isna().tolist() == [True, False]
    assert found.to_polars(wide=True)["idle"].to_list() == [None, 9.0]
    assert found.to_numpy(wide=True).dtype.names == ("timestamp", "cpu", "idle")


def test_the_results_of_a_search_are_distinguished_by_their_labels() -> None:
    found = data(result("s", "a", 1.0), result("s", "b", 2.0), result("t", "c", 3.0))
    assert found.to_polars(wide=True).columns == ["timestamp", "s a", "s b", "t"]


def test_values_of_a_series_on_several_pages_are_joined() -> None:
    found = data(result("cpu", "CPU", 3.0, first=2), result("cpu", "CPU", 2.0, 1.0))
    wide = found.to_polars(wide=True)
    assert wide["cpu"].to_list() == [1.0, 2.0, 3.0]
    assert found.to_polars()["value"].to_list() == [1.0, 2.0, 3.0]


def test_times_without_values_are_refused() -> None:
    found = data(result("cpu", "CPU", 1.0, 2.0))
    found[0].values.pop()
    with pytest.raises(ValueError, match=r"got 2 timestamps and 1 values"):
        found.to_pandas()
    found[0].values.append(1.0)
    found[0].timestamps[0] = "noon"  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="timestamps must be datetimes, got 'noon'"):
        found.to_pandas()


def test_metric_data_without_any_value_is_an_empty_table() -> None:
    assert data().to_polars().schema == {
        "id": pl.String,
        "label": pl.String,
        "timestamp": pl.Datetime("us", "UTC"),
        "value": pl.Float64,
    }
    assert data().to_pandas(wide=True).columns.tolist() == ["timestamp"]


def test_any_list_of_objects_is_a_table() -> None:
    policies: ResultSet[ScalingPolicy] = ResultSet()
    connection: Any = object()
    policies.append(ScalingPolicy(connection, name="up", scaling_adjustment=1, cooldown=60))
    policies.append(ScalingPolicy(connection, name="down", scaling_adjustment=-1))
    frame = policies.to_pandas()
    assert "connection" not in frame.columns
    assert frame["name"].tolist() == ["up", "down"]
    assert frame["scaling_adjustment"].tolist() == [1, -1]
    assert frame["scaling_adjustment"].dtype == np.int64
    assert frame["cooldown"].tolist()[0] == 60.0
    assert policies.to_polars()["cooldown"].to_list() == [60, None]


def test_any_list_at_all_is_a_table() -> None:
    words: ResultSet[Any] = ResultSet()
    assert words.to_polars().shape == (0, 0)
    assert words.to_pandas().shape == (0, 0)
    words.extend(["one", 2, True])
    assert words.to_polars()["value"].to_list() == ["one", "2", "True"]
    words[:] = [True, None]
    assert words.to_polars()["value"].to_list() == [True, None]
    assert words.to_pandas()["value"].tolist() == [True, None]
    words[:] = [1, 2.5]
    assert words.to_polars()["value"].to_list() == [1.0, 2.5]
    words[:] = [10**30]
    assert words.to_polars()["value"].to_list() == [1e30]
    words[:] = [10**400]
    assert words.to_polars()["value"].to_list() == [str(10**400)]


def test_a_value_that_no_float_holds_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^values must be a number in the range of a float, got 10+"
    ):
        data(result("cpu", "CPU", 10**400)).to_polars()


def test_arrow_passes_a_list_on() -> None:
    found = points(point(0, Average=1.0, Unit="Percent"))
    assert "arrow_array_stream" in repr(found.__arrow_c_stream__())
    frame = pl.DataFrame(found.to_arrow())
    assert frame.to_dicts() == [
        {"Timestamp": START.replace(tzinfo=UTC), "Average": 1.0, "Unit": "Percent"}
    ]
    wide = pl.DataFrame(data(result("cpu", "CPU", 1.0)).to_arrow(wide=True))
    assert wide.columns == ["timestamp", "cpu"]
    assert repr(found.to_arrow()) == "Table(1 rows: Timestamp, Average, Unit)"


def test_a_numpy_array_can_be_written_to() -> None:
    array = points(point(0, Average=1.0)).to_numpy()
    array["Average"] *= 2
    assert array["Average"].tolist() == [2.0]
    frame = points(point(0, Average=1.0)).to_pandas()
    frame["Average"] *= 2
    assert frame["Average"].tolist() == [2.0]


@pytest.mark.parametrize(
    ("method", "module", "installs"),
    [
        ("to_pandas", "pandas", 'pip install "reboto[pandas]"'),
        ("to_polars", "polars", 'pip install "reboto[polars]"'),
        ("to_numpy", "numpy", 'pip install "numpy"'),
    ],
)
def test_a_library_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, method: str, module: str, installs: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError) as caught:
        getattr(points(point(0, Average=1.0)), method)()
    assert installs in str(caught.value)
    assert caught.value.name == module


def test_a_hundred_thousand_values_are_a_table() -> None:
    whole = data(*(result(f"m{n}", "", *[0.5] * 1000) for n in range(100)))
    frame = whole.to_pandas()
    assert len(frame) == 100_000
    assert isinstance(frame, pd.DataFrame)


def wide(*results: MetricDataResult) -> dict[str, list[float | None]]:
    frame = data(*results).to_polars(wide=True)
    pandas = data(*results).to_pandas(wide=True)
    assert (
        list(pandas.columns)
        == frame.columns
        == list(data(*results).to_numpy(wide=True).dtype.names or ())
    )
    return {name: frame[name].to_list() for name in frame.columns[1:]}


def test_a_wide_table_keeps_a_query_that_is_called_timestamp() -> None:
    assert wide(result("timestamp", "Age", 1.0)) == {"timestamp Age": [1.0]}
    assert wide(result("timestamp", "", 1.0)) == {"timestamp (2)": [1.0]}
    assert wide(result("timestamp", "timestamp", 1.0), result("cpu", "", 2.0)) == {
        "timestamp (2)": [1.0],
        "cpu": [2.0],
    }


def test_a_wide_table_keeps_series_of_one_id_and_label() -> None:
    same = [result("s", "CPU", float(number), float(number)) for number in range(3)]
    assert wide(*same) == {"s CPU": [0, 0], "s CPU (2)": [1, 1], "s CPU (3)": [2, 2]}
    nameless = [result("", "", 1.0), result("", "", 2.0)]
    assert wide(*nameless) == {"value": [1.0], "value (2)": [2.0]}
    crossing = [result("s a", "", 1.0), result("s", "a", 2.0), result("s", "b", 3.0)]
    assert wide(*crossing) == {"s a": [1.0], "s a (2)": [2.0], "s b": [3.0]}
    assert len(data(*same).to_polars()) == 6


def test_a_wide_table_that_would_lose_a_value_is_refused() -> None:
    twice = result("cpu", "CPU", 1.0, 2.0)
    twice.timestamps = [at(3), at(3)]
    for method in ("to_pandas", "to_polars", "to_numpy", "to_arrow"):
        with pytest.raises(
            ValueError, match=r"^cpu has two values at 2026-11-24T10:03:00Z.*wide=False"
        ):
            getattr(data(twice), method)(wide=True)
    assert data(twice).to_polars()["value"].to_list() == [1.0, 2.0]
