"""The lines of a plot: times, values and unit of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reboto._core import table_of_rows, table_of_series
from reboto._dataframe import numpy_records
from reboto._optional import import_optional
from reboto.ec2.cloudwatch.metric_data import MetricDataResult

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The unit of SampleCount, for samples of any unit.
_SAMPLES = "samples"


class Line(NamedTuple):
    """A line to draw.

    `name` is the statistic or the id, `title` the text in the legend.
    """

    name: str
    title: str
    unit: str
    times: NDArray[Any]
    values: NDArray[Any]


def read(given: list[Any]) -> list[Line]:
    """Convert datapoints or results to lines, without missing values."""
    if given and isinstance(given[0], MetricDataResult):
        records = numpy_records(table_of_series(given, True))
        times = records["timestamp"]
        names = (records.dtype.names or ())[1:]
        return [_line(name, name, "", times, records[name]) for name in names]
    records = numpy_records(table_of_rows(given, {"Timestamp": "time"}))
    kinds = {name: records.dtype[name].kind for name in records.dtype.names or ()}
    units = list(dict.fromkeys(records["Unit"])) if "Unit" in kinds else [None]
    lines: list[Line] = []
    for name in [name for name, kind in kinds.items() if kind in "fi"]:
        parts = _units_of(name, records, units)
        for unit, rows in parts.items():
            title = f"{name}, {unit}" if len(parts) > 1 else name
            lines.append(_line(name, title, unit, rows["Timestamp"], rows[name]))
    return lines


def measures(lines: list[Line], first: str | None) -> list[str]:
    """Return the units of the lines, one for each vertical axis.

    Parameters
    ----------
    lines : list of Line
        The lines to draw.
    first : str, optional
        The unit of the left axis, if a line has this unit.
    """
    units = list(dict.fromkeys(line.unit for line in lines)) or [""]
    units.sort(key=lambda unit: (unit != first, unit == _SAMPLES))
    if len(units) > 2:
        raise ValueError(
            f"datapoints must have at most 2 units, got {', '.join(units)}: "
            "pass datapoints of one unit, or a statistic"
        )
    return units


def _units_of(name: str, records: NDArray[Any], units: list[Any]) -> dict[str, NDArray[Any]]:
    """Split the rows by the unit of a column."""
    if name == "SampleCount":
        return {_SAMPLES: records}
    known = [unit for unit in units if unit]
    if len(known) < 2:
        return {known[0] if known else "": records}
    # Rows without a value are dropped; rows without a unit become a separate line.
    numpy = import_optional("numpy", "reboto[plot]")
    there = records[~numpy.isnan(records[name].astype("float64"))]
    split = {str(unit or "no unit"): there[there["Unit"] == unit] for unit in units}
    return {unit: rows for unit, rows in split.items() if len(rows)} or {"": there}


def _line(name: str, title: str, unit: str, times: NDArray[Any], values: NDArray[Any]) -> Line:
    numpy = import_optional("numpy", "reboto[plot]")
    values = values.astype("float64")
    there = ~numpy.isnan(values)
    return Line(name, title, unit, times[there], values[there])
