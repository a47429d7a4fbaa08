"""Methods of connections that are not compiled: checks, and parameters of generic calls."""

from __future__ import annotations

from reboto import _core
from reboto._arguments import is_given, is_true, need_dict
from reboto._lazy import TYPE_CHECKING, LazyModule, Style, abc, cast, typing
from reboto.ec2.cloudwatch._paginators import Paginators

if TYPE_CHECKING:
    from reboto.ec2.cloudwatch import _alarm_math as alarm_math
    from reboto.ec2.cloudwatch import _composite as composite
    from reboto.ec2.cloudwatch import _dashboard_calls as dashboards
    from reboto.ec2.cloudwatch import _data_checks as data_checks
else:
    alarm_math = LazyModule("reboto.ec2.cloudwatch._alarm_math")
    composite = LazyModule("reboto.ec2.cloudwatch._composite")
    data_checks = LazyModule("reboto.ec2.cloudwatch._data_checks")
    dashboards = LazyModule("reboto.ec2.cloudwatch._dashboard_calls")


def _documented(method: abc.Callable[..., typing.Any]) -> abc.Callable[..., typing.Any]:
    """Give a method the docstring of the method that it extends, without the examples."""
    doc = getattr(_core.CloudWatch, method.__name__).__doc__
    # Python removes docstrings with -OO.
    method.__doc__ = doc and doc.partition("\n\nExamples\n")[0]
    return method


class Puts(Paginators[Style]):
    """Calls that check their object before the compiled module sends it.

    Type checkers see the methods of the compiled module, which have the same parameters.
    """

    if not TYPE_CHECKING:

        @_documented
        def put_metric_alarm(self, alarm):
            alarm_math.check(alarm)
            return super().put_metric_alarm(alarm)

        create_alarm = update_alarm = put_metric_alarm

        @_documented
        def put_composite_alarm(self, alarm):
            composite.check(alarm)
            return super().put_composite_alarm(alarm)

        @_documented
        def put_dashboard(self, dashboard):
            return dashboards.put(self, dashboard, super().put_dashboard)

        @_documented
        def put_metric_data(
            self,
            namespace,
            name=None,
            value=None,
            timestamp=None,
            unit=None,
            dimensions=None,
            statistics=None,
            *,
            metric_data=None,
            entity_metric_data=None,
            strict_entity_validation=None,
        ):
            if metric_data is not None:
                metric_data = data_checks.checked("metric_data", metric_data)
            return super().put_metric_data(
                namespace,
                name,
                value,
                timestamp,
                unit,
                dimensions,
                statistics,
                metric_data=metric_data,
                entity_metric_data=entity_metric_data,
                strict_entity_validation=strict_entity_validation,
            )


class ParamBuilder:
    """Methods that flatten parameters for the Query API."""

    def build_dimension_param(
        self, dimension: abc.Mapping[str, typing.Any], params: dict[str, typing.Any]
    ) -> None:
        """Add dimensions to Query parameters.

        Parameters
        ----------
        dimension : dict
            Names of dimensions, each with a value, a list of values, or None.
        params : dict
            Parameters to add to.

        Examples
        --------
        >>> params = {}
        >>> ParamBuilder().build_dimension_param({"InstanceId": ["i-1"], "Role": None}, params)
        >>> params["Dimensions.member.1.Value"], params["Dimensions.member.2.Name"]
        ('i-1', 'Role')
        """
        need_dict(params)
        number = 0
        if not hasattr(dimension, "items"):
            raise TypeError(f"dimension must be a dict, got {_core.shown(dimension)}")
        for name, values in _core.gather("dimension", dimension.items()):
            for value in _each(name, values):
                number += 1
                params[f"Dimensions.member.{number}.Name"] = name
                if is_given(value):
                    params[f"Dimensions.member.{number}.Value"] = value

    def build_list_params(
        self, params: dict[str, typing.Any], items: abc.Sequence[typing.Any], label: str
    ) -> None:
        """Add a list to Query parameters.

        Parameters
        ----------
        params : dict
            Parameters to add to.
        items : list of str or dict
            The list. Keys and values of a dict become ``Name`` and ``Value``.
        label : str
            Name of the parameter, with a placeholder for the number (and a second one for
            ``Name`` or ``Value`` if there are dicts).

        Raises
        ------
        TypeError
            If `params` is not a mutable mapping, or `label` not a string.

        Examples
        --------
        >>> params = {}
        >>> ParamBuilder().build_list_params(params, ["up", "down"], "AlarmNames.member.%s")
        >>> params
        {'AlarmNames.member.1': 'up', 'AlarmNames.member.2': 'down'}
        """
        need_dict(params)
        if not isinstance(label, str):
            raise TypeError(
                f"label must be a string such as 'AlarmNames.member.%d', got {_core.shown(label)}"
            )
        listed = [items] if isinstance(items, str) else _core.gather("items", items)
        for number, item in enumerate(listed, 1):
            if not issubclass(type(item), dict):
                params[_labeled(label, number)] = item
                continue
            for name, value in cast("dict[str, object]", item).items():
                params[_labeled(label, (number, "Name"))] = name
                if value is not None:
                    params[_labeled(label, (number, "Value"))] = value

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
        """Add measurements to parameters of ``PutMetricData``.

        Parameters
        ----------
        params : dict
            Parameters to add to.
        name, unit : str or list of str
            As in `put_metric_data`.
        value : float or list of float
            As in `put_metric_data`.
        timestamp : datetime.datetime or list of datetime.datetime
            As in `put_metric_data`: UTC.
        dimensions, statistics : dict or list of dict
            As in `put_metric_data`.

        Raises
        ------
        ValueError
            If lists have different lengths, neither a value nor statistics are given, or one
            of the four statistics is missing.

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
            len(cast("list[object]", column))
            for column in columns
            if issubclass(type(column), list)
        }
        if len(lengths) > 1:
            raise ValueError(f"lists must have the same length, got lengths {sorted(lengths)}")
        count = lengths.pop() if lengths else 1
        rows = zip(*(_repeated(column, count) for column in columns), strict=True)
        for number, (metric, number_value, its_unit, where, statistic, its_timestamp) in enumerate(
            rows, 1
        ):
            datum: dict[str, typing.Any] = {"MetricName": metric}
            if is_true(timestamp):
                try:
                    datum["Timestamp"] = its_timestamp.isoformat()
                except (AttributeError, TypeError, ValueError) as error:
                    shown = _core.shown(its_timestamp)
                    raise TypeError(f"timestamp must be a datetime, got {shown}") from error
            if is_true(unit):
                datum["Unit"] = its_unit
            if is_true(dimensions):
                self.build_dimension_param(where, datum)
            if is_true(statistics):
                for key in ("Maximum", "Minimum", "SampleCount", "Sum"):
                    datum[f"StatisticValues.{key}"] = _required(statistic, key.lower())
            elif value is not None:
                datum["Value"] = number_value
            else:
                raise ValueError("value is missing; pass a value or statistics")
            for key, leaf in datum.items():
                params[f"MetricData.member.{number}.{key}"] = leaf


def _each(name: object, given: typing.Any) -> list[typing.Any]:
    """Return the values of a dimension; None if it has only a name."""
    if isinstance(given, (str, bytes)) or not hasattr(given, "__iter__"):
        return [given]
    return _core.gather(f"dimension[{_core.shown(name)}]", given) or [None]


def _labeled(label: str, parts: object) -> str:
    try:
        return label % parts
    except (TypeError, ValueError):
        needed = "%d and %s, for dicts" if isinstance(parts, tuple) else "one %d"
        raise ValueError(
            f"label must have placeholders: {needed}; got {_core.shown(label)}"
        ) from None


def _repeated(column: typing.Any, count: int) -> list[typing.Any]:
    return cast("list[object]", column) if issubclass(type(column), list) else [column] * count


def _required(statistics: abc.Mapping[str, typing.Any], key: str) -> typing.Any:
    try:
        return statistics[key]
    except KeyError:
        raise ValueError(f'statistics["{key}"] is required and must be a number') from None
    except (TypeError, IndexError):
        raise TypeError(f"statistics must be a dict, got {_core.shown(statistics)}") from None
