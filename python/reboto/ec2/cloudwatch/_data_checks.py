"""Checks of metric data before they are sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reboto import _core
from reboto._member_values import is_mapping, is_sequence
from reboto.ec2.cloudwatch._publisher_data import MOST_VALUES


def checked(name: str, data: Any) -> Any:
    """Check the values and counts of metric data.

    Parameters
    ----------
    name : str
        Name of the argument.
    data : object
        MetricDatum or dict, or an iterable of them.

    Returns
    -------
    object
        The same data as a list; other values as they are.

    Raises
    ------
    ValueError
        If there are more than 150 values, or not as many counts as values.
    """
    if not _is_iterable(data):
        return data
    items = _core.gather(name, data)
    for at, datum in enumerate(items):
        values, counts = _list(datum, "values", "Values"), _list(datum, "counts", "Counts")
        if values is not None and len(values) > MOST_VALUES:
            raise ValueError(
                f"{name}[{at}].values must have at most {MOST_VALUES} different values, got "
                f"{len(values)}; use several data of the same metric"
            )
        if counts is not None and len(counts) != len(values or ()):
            raise ValueError(
                f"{name}[{at}].counts must have as many items as values, {len(values or ())}, got "
                f"{len(counts)}"
            )
    return items


def _list(datum: Any, attribute: str, member: str) -> list[Any] | tuple[Any, ...] | None:
    if is_mapping(datum):
        found: Any = datum.get(attribute, datum.get(member))
    else:
        found = getattr(datum, attribute, None)
    return found if is_sequence(found) else None


# Without narrowing: the type of the items stays Any.
def _is_iterable(data: object) -> bool:
    return isinstance(data, Iterable) and not isinstance(data, (str, bytes, dict))
