"""Parameters of CloudWatch's actions written out, for calls by an action's name."""

from __future__ import annotations

from reboto._arguments import is_given, need_dict
from reboto._lazy import abc, cast, typing


class ParamBuilder:
    """What scripts write parameters out with."""

    def build_dimension_param(
        self, dimension: abc.Mapping[str, typing.Any], params: dict[str, typing.Any]
    ) -> None:
        """Write dimensions out into parameters.

        Parameters
        ----------
        dimension : dict
            Each name with its value, a list of values, or None.
        params : dict
            Where the parameters go.

        Examples
        --------
        >>> params = {}
        >>> ParamBuilder().build_dimension_param({"InstanceId": ["i-1"], "Role": None}, params)
        >>> params["Dimensions.member.1.Value"], params["Dimensions.member.2.Name"]
        ('i-1', 'Role')
        """
        need_dict(params)
        number = 0
        for name, values in dimension.items():
            for value in [values] if isinstance(values, str) or not values else values:
                number += 1
                params[f"Dimensions.member.{number}.Name"] = name
                if is_given(value):
                    params[f"Dimensions.member.{number}.Value"] = value

    def build_list_params(
        self, params: dict[str, typing.Any], items: abc.Sequence[typing.Any], label: str
    ) -> None:
        """Write a list out into parameters.

        Parameters
        ----------
        params : dict
            Where the parameters go.
        items : list of str or dict
            The list; a dict's keys and values become ``Name`` and ``Value``.
        label : str
            The parameter's name, with a place for the number (and one for
            ``Name`` or ``Value`` where there are dicts).

        Examples
        --------
        >>> params = {}
        >>> ParamBuilder().build_list_params(params, ["up", "down"], "AlarmNames.member.%s")
        >>> params
        {'AlarmNames.member.1': 'up', 'AlarmNames.member.2': 'down'}
        """
        need_dict(params)
        if not isinstance(label, str):
            raise TypeError(f"label: {label!r} is no text: give one such as 'AlarmNames.member.%d'")
        for number, item in enumerate([items] if isinstance(items, str) else items, 1):
            if not isinstance(item, dict):
                params[label % number] = item
                continue
            for name, value in cast("dict[str, object]", item).items():
                params[label % (number, "Name")] = name
                if value is not None:
                    params[label % (number, "Value")] = value

    def build_put_params(
        self,
        params: dict[str, typing.Any],
        name: typing.Any,
        value: typing.Any = None,
        timestamp: typing.Any = None,
        unit: typing.Any = None,
        dimensions: typing.Any = None,
        statistics: typing.Any = None,
    ) -> None:
        """Write measurements out into parameters of ``PutMetricData``.

        Parameters
        ----------
        params : dict
            Where the parameters go.
        name, unit : str or list of str
            As `put_metric_data` takes them.
        value : float or list of float
            As `put_metric_data` takes it.
        timestamp : datetime.datetime or list of datetime.datetime
            As `put_metric_data` takes it: UTC.
        dimensions, statistics : dict or list of dict
            As `put_metric_data` takes them.

        Raises
        ------
        ValueError
            If lists differ in length, there is neither value nor statistics, or one of
            the four statistics is missing.

        Examples
        --------
        >>> params = {}
        >>> ParamBuilder().build_put_params(params, ["load", "disk"], [0.5, 20])
        >>> params["MetricData.member.2.MetricName"], params["MetricData.member.2.Value"]
        ('disk', 20)
        """
        need_dict(params)
        columns = (name, value, unit, dimensions, statistics, timestamp)
        lengths = {
            len(cast("list[object]", column)) for column in columns if isinstance(column, list)
        }
        if len(lengths) > 1:
            raise ValueError(f"lists of {sorted(lengths)} elements: give lists of equal length")
        count = lengths.pop() if lengths else 1
        rows = zip(*(_repeated(column, count) for column in columns), strict=True)
        for number, (metric, number_value, its_unit, where, statistic, moment) in enumerate(
            rows, 1
        ):
            datum: dict[str, typing.Any] = {"MetricName": metric}
            if timestamp:
                datum["Timestamp"] = moment.isoformat()
            if unit:
                datum["Unit"] = its_unit
            if dimensions:
                self.build_dimension_param(where, datum)
            if statistics:
                for key in ("Maximum", "Minimum", "SampleCount", "Sum"):
                    datum[f"StatisticValues.{key}"] = _required(statistic, key.lower())
            elif value is not None:
                datum["Value"] = number_value
            else:
                raise ValueError("value is missing: give a value, or statistics in its place")
            for key, leaf in datum.items():
                params[f"MetricData.member.{number}.{key}"] = leaf


def _repeated(column: typing.Any, count: int) -> list[typing.Any]:
    return cast("list[object]", column) if isinstance(column, list) else [column] * count


def _required(statistics: abc.Mapping[str, typing.Any], key: str) -> typing.Any:
    try:
        return statistics[key]
    except KeyError:
        raise ValueError(f'statistics["{key}"] is missing: a number is wanted') from None
